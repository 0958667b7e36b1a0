"""Reconnaître un numéro de carte bancaire, pour ne jamais l'écrire (PCI-DSS).

La clé de Luhn seule ne suffit pas : une suite de chiffres prise au hasard l'a juste une fois sur dix, et bien des
références de paiement sont toutes en chiffres. Un numéro de carte a aussi un début, que l'ISO donne à chaque réseau
d'émetteurs (IIN), et les longueurs que ce réseau emploie.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from recouvre.echanges.identifiants import cle_juste


@dataclass(frozen=True, slots=True)
class Reseau:
    """Les débuts d'un réseau, bornes comprises et de même longueur, et combien de chiffres ont ses cartes."""

    nom: str
    debuts: tuple[tuple[int, int], ...]
    longueurs: tuple[int, ...]

    def emet(self, chiffres: str) -> bool:
        """Vrai si un numéro de ce réseau peut avoir ce début et cette longueur."""
        return len(chiffres) in self.longueurs and any(
            du <= int(chiffres[: len(str(du))]) <= au for du, au in self.debuts
        )


RESEAUX = (
    Reseau("Visa et CB", ((4, 4),), (13, 16, 19)),
    Reseau("Mastercard et CB", ((51, 55), (2221, 2720)), (16,)),
    Reseau("American Express", ((34, 34), (37, 37)), (15,)),
    Reseau("Diners Club", ((300, 305), (3095, 3095), (36, 36), (38, 39)), (14, 16)),
    Reseau("Discover", ((6011, 6011), (644, 659)), (16, 19)),
    Reseau("JCB", ((3528, 3589),), (16,)),
    Reseau("UnionPay", ((62, 62),), (16, 17, 18, 19)),
    Reseau(
        "Maestro",
        ((5018, 5018), (5020, 5020), (5038, 5038), (5893, 5893), (6304, 6304), (6759, 6759), (6761, 6763)),
        (13, 14, 15, 16, 17, 18, 19),
    ),
)
"""Les réseaux qu'un commerce français peut accepter, d'après les plages que chacun publie."""

_SIRET = 14
_GROUPES = re.compile(r"[0-9]+(?:[ .\u00a0\u202f-][0-9]+)*")


def contient_une_carte(texte: str, *, par_carte: bool) -> bool:
    """Vrai si des chiffres de ce texte peuvent être un numéro de carte : le début d'un réseau, sa longueur, sa clé.

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
    if siret and len(chiffres) == _SIRET:
        return False
    return any(reseau.emet(chiffres) for reseau in RESEAUX) and cle_juste(chiffres)
