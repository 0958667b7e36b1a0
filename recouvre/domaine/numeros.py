"""Les numéros de dossier tels qu'on les lit et les tape."""

from __future__ import annotations

import re

from recouvre.domaine.refus import SaisieIllisible

_FORME = re.compile(r"(?:d\s*[-\u2010-\u2014\u2212]?\s*)?0*([1-9]\d{0,8})", re.IGNORECASE)


def numero_lisible(numero: int) -> str:
    """``12`` → ``D-12``."""
    return f"D-{numero}"


def lire_numero(texte: str) -> int:
    """Lit « D-12 », « d12 » ou « 12 ». Lève ``SaisieIllisible``.

    >>> lire_numero("d-12"), lire_numero("012")
    (12, 12)
    """
    trouve = _FORME.fullmatch(texte.strip())
    if not trouve:
        raise SaisieIllisible(f"« {texte} » n'est pas un numéro de dossier. Écrivez par exemple D-12, ou 12.")
    return int(trouve[1])
