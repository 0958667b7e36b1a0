"""Les numéros de dossier tels qu'on les lit et les tape."""

from __future__ import annotations

import re

from recouvre.domaine.refus import SaisieIllisible

_FORME = re.compile(r"(?:d\s*[-\u2010-\u2014\u2212]?\s*)?0*([1-9]\d{0,8})", re.IGNORECASE)


_REFERENCE = re.compile(
    r"d\s*[-\u2010-\u2014\u2212]?\s*0*([1-9]\d{0,8})\s*[-\u2010-\u2014\u2212]\s*0*([1-9]\d{0,5})", re.IGNORECASE
)
_RECOMMANDE = re.compile(r"[A-Z0-9][A-Z0-9 ./_-]{5,58}[A-Z0-9]")
_DE_LA_POSTE = re.compile(r"(\d[A-Z])(\d{3})(\d{3})(\d{4})(\d)")


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


def lire_reference(texte: str) -> tuple[int, str] | None:
    """Lit la référence d'un courrier : son dossier, et « D-12-1 ». ``None`` si ce n'en est pas une.

    >>> lire_reference("d-12-1"), lire_reference("D12-01"), lire_reference("D-12")
    ((12, 'D-12-1'), (12, 'D-12-1'), None)
    """
    trouve = _REFERENCE.fullmatch(texte.strip())
    return (int(trouve[1]), f"D-{trouve[1]}-{trouve[2]}") if trouve else None


def lire_recommande(texte: str) -> str:
    """Lit un numéro de recommandé ; celui de La Poste s'écrit par groupes. Lève ``SaisieIllisible``.

    >>> lire_recommande("1a23456789012"), lire_recommande(" RK 123 456 785 FR ")
    ('1A 234 567 8901 2', 'RK 123 456 785 FR')
    """
    net = " ".join(texte.upper().split())
    if groupes := _DE_LA_POSTE.fullmatch(compacter(net)):
        return " ".join(groupes.groups())
    if not _RECOMMANDE.fullmatch(net) or sum(signe.isdigit() for signe in net) < 4:
        abime = " Un tableur l'a sans doute abîmé : mettez sa colonne au format texte." if "E+" in net else ""
        raise SaisieIllisible(
            f"« {texte} » n'est pas un numéro de recommandé.{abime} Écrivez par exemple 1A 234 567 8901 2."
        )
    return net


def compacter(recommande: str) -> str:
    """Un numéro de recommandé sans espaces ni ponctuation : deux écritures du même sont égales."""
    return "".join(signe for signe in recommande.upper() if signe.isalnum())
