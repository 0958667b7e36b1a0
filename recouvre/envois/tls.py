"""La liaison chiffrée et vérifiée que partagent les canaux."""

from __future__ import annotations

import ipaddress
import ssl

from recouvre.envois.remise import CanalIndisponible


def contexte_tls(autorite: str = "") -> ssl.SSLContext:
    """Vérifie le certificat et le nom du serveur. ``autorite`` : un fichier PEM de plus. Lève ``CanalIndisponible``."""
    contexte = ssl.create_default_context()
    if autorite:
        try:
            contexte.load_verify_locations(cafile=autorite)
        except OSError:  # ssl.SSLError en est une
            raise CanalIndisponible(
                f"L'autorité de certification {autorite} ne se lit pas : il faut un fichier PEM. Rien n'est parti."
            ) from None
    return contexte


def est_local(hote: str) -> bool:
    """Vrai si cet hôte est la machine elle-même : ce qui lui est dit ne passe sur aucun câble.

    >>> est_local("localhost"), est_local("127.0.0.1"), est_local("::1"), est_local("smtp.exemple.fr")
    (True, True, True, False)
    """
    if hote.lower().rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(hote).is_loopback
    except ValueError:
        return False


def phrase_tls(hote: str, erreur: ssl.SSLError) -> str:
    """Pourquoi la liaison chiffrée a été refusée, et que faire."""
    if isinstance(erreur, ssl.SSLCertVerificationError):
        return (
            f"Le certificat de {hote} n'est pas bon ({erreur.verify_message}). Vérifiez le nom du serveur ; si son "
            "certificat est celui de votre entreprise, donnez son autorité avec --autorite. Rien n'est parti."
        )
    return (
        f"La liaison chiffrée avec {hote} ne s'établit pas. Vérifiez le port et la sécurité réglés : 465 va avec tls, "
        "587 avec starttls. Rien n'est parti."
    )
