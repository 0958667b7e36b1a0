"""Trouver, dans le libellé d'un avoir, la facture qu'il réduit."""

from __future__ import annotations

import re
from collections.abc import Mapping

_MOTS = re.compile(r"[^\s,;:()«»\"]+")
_CITATION = re.compile(
    r"\b(?:sur|factures?|fact|fac)\b[\s.:]*(?:la\s+|le\s+)?(?:factures?|fact|fac)?[\s.:]*(?:n\s*[°ºo]\s*)?"
    r"(?P<numero>[\w./-]*\d[\w/-]*)",
    re.IGNORECASE,
)
_SEMBLE_DATE = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}")


def facture_citee(libelle: str, connues: Mapping[str, str]) -> str:
    """Le numéro de la facture que le libellé cite, vide s'il n'en cite pas ou en cite plusieurs.

    ``connues`` : numéro en minuscules → numéro, pour les factures du même fichier. À défaut d'une de celles-là, on
    prend le numéro écrit après « sur » ou « facture » : il peut être d'une remise plus ancienne.

    >>> facture_citee("Avoir sur F2026-0102", {}), facture_citee("Retour partiel FA12", {"fa12": "FA12"})
    ('F2026-0102', 'FA12')
    >>> facture_citee("Avoir sur 3 palettes du 10/02/2026", {})
    ''
    >>> facture_citee("FA1 et FA2", {"fa1": "FA1", "fa2": "FA2"})
    ''
    """
    mots = {mot.strip(".").casefold() for mot in _MOTS.findall(libelle)}
    citees = sorted({connues[mot] for mot in mots & connues.keys()})
    if citees:
        return citees[0] if len(citees) == 1 else ""
    for trouve in _CITATION.finditer(libelle):
        numero = trouve["numero"].strip(".")
        if len(numero) >= 4 and not _SEMBLE_DATE.fullmatch(numero):
            return numero
    return ""
