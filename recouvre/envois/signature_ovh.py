"""La signature d'OVHcloud : « $1$ » et l'empreinte de ce que l'on envoie, des deux secrets et de l'heure du serveur."""

from __future__ import annotations

import hashlib


def signer_ovh(secret: str, client: str, methode: str, url: str, corps: bytes, horodatage: int) -> str:
    """La valeur de ``X-Ovh-Signature``. SHA-1 est ce que l'API attend ; la liaison, elle, est chiffrée.

    >>> signer_ovh("AS", "CK", "GET", "https://eu.api.ovh.com/1.0/me", b"", 1366560945)
    '$1$302a5fe8c63712cdc1af50a6ff18f5b370d7b4c1'
    """
    clair = b"+".join(
        (secret.encode(), client.encode(), methode.encode(), url.encode(), corps, str(horodatage).encode())
    )
    return f"$1${hashlib.sha1(clair, usedforsecurity=False).hexdigest()}"
