"""Reconnaître un numéro de carte bancaire, pour ne jamais l'écrire (PCI-DSS)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from recouvre.echanges.identifiants import cle_juste

CHIFFRES = range(13, 20)
"""Combien de chiffres compte un numéro de carte (ISO/CEI 7812-1)."""

_SIRET = 14
_GROUPES = re.compile(r"[0-9]+(?:[ .\u00a0\u202f-][0-9]+)*")


def contient_une_carte(texte: str, *, par_carte: bool) -> bool:
    """Vrai si des chiffres de ce texte peuvent être un numéro de carte : 13 à 19, de clé juste.

    ``par_carte`` : le paiement s'est fait par carte, on cherche jusqu'à l'intérieur d'une suite (une date d'expiration
    peut suivre le numéro). Sinon, c'est le libellé d'un virement : un SIRET, un IBAN en groupes n'y sont pas une carte.

    >>> contient_une_carte("CB 4970 1000 0000 0154 12/28", par_carte=True)
    True
    >>> contient_une_carte("TRX-20260303-8841", par_carte=True)
    False
    >>> contient_une_carte("FR76 3000 6000 0112 3456 7890 189", par_carte=False)
    False
    """
    for suite in _GROUPES.findall(texte):
        groupes = re.split(r"[^0-9]", suite)
        candidats = _voisins(groupes) if par_carte else iter(("".join(groupes), *groupes))
        if any(_est_une_carte(chiffres, siret=not par_carte) for chiffres in candidats):
            return True
    return False


def _voisins(groupes: list[str]) -> Iterator[str]:
    """Tous les nombres que font des groupes qui se suivent."""
    return ("".join(groupes[debut:fin]) for debut, fin in combinations(range(len(groupes) + 1), 2))


def _est_une_carte(chiffres: str, *, siret: bool) -> bool:
    if len(chiffres) not in CHIFFRES or (siret and len(chiffres) == _SIRET):
        return False
    return cle_juste(chiffres) and chiffres.strip("0") != ""
