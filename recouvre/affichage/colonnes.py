"""La largeur des colonnes d'un tableau : ce qui cède d'abord quand il est trop large, et jusqu'où. En signes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

_LISIBLE = 8
"""Un mot coupé plus court ne se lit plus : mieux vaut rapprocher les colonnes, ou déborder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mesure:
    """Ce qu'une colonne demande. ``titre_plie`` : son titre, un mot par ligne ; ``mot`` : son plus long mot.

    ``tenue`` : ce qui ne s'y coupe pas, fût-ce en débordant. Une colonne de nombres ne se coupe nulle part.
    """

    titre: int
    titre_plie: int
    cellules: int
    mot: int
    tenue: int
    nombres: bool


class Disposition(NamedTuple):
    """``titres_plies`` : ceux des colonnes de nombres ; ``entre`` : les espaces entre deux colonnes."""

    largeurs: list[int]
    titres_plies: bool = False
    entre: int = 2


def disposer(mesures: Sequence[Mesure], place: int) -> Disposition:
    """Les largeurs qui tiennent dans ``place`` : les textes se plient, puis les titres ; l'espace cède en dernier."""
    entieres = [max(mesure.titre, mesure.cellules) for mesure in mesures]
    ecarts = len(mesures) - 1
    if sum(entieres) + 2 * ecarts <= place:
        return Disposition(entieres)
    textes = [mesure for mesure in mesures if not mesure.nombres]
    for plies, entre in ((False, 2), (True, 2), (True, 1)):
        nombres = [max(m.titre_plie if plies else m.titre, m.cellules) for m in mesures if m.nombres]
        reste = place - entre * ecarts - sum(nombres)
        if reste >= sum(min(texte.mot, _LISIBLE) if plies else texte.mot for texte in textes):
            break
    voulues = [max(texte.titre, texte.cellules) for texte in textes]
    larges, chiffres = iter(repartir(voulues, [t.mot for t in textes], [t.tenue for t in textes], reste)), iter(nombres)
    return Disposition([next(chiffres if mesure.nombres else larges) for mesure in mesures], plies, entre)


def repartir(voulues: Sequence[int], mots: Sequence[int], tenues: Sequence[int], place: int) -> list[int]:
    """La largeur de chaque colonne de texte ; aucun mot n'y est coupé si la place y suffit.

    ``tenues`` : ce qui ne se coupe pas. Sans place, une colonne garde de quoi se lire, et le tableau déborde.

    >>> repartir([30, 12], [11, 9], [0, 0], 25), repartir([30, 12], [11, 9], [0, 0], 18)
    ([13, 12], [9, 9])
    >>> repartir([30, 2], [11, 2], [0, 0], 0)
    [8, 2]
    """
    sans_couper = _ceder([min(voulue, max(place, mot)) for voulue, mot in zip(voulues, mots, strict=True)], mots, place)
    lisibles = [max(tenue, min(mot, _LISIBLE)) for tenue, mot in zip(tenues, mots, strict=True)]
    return _ceder(sans_couper, lisibles, place)


def _ceder(largeurs: Sequence[int], planchers: Sequence[int], place: int) -> list[int]:
    """La plus large cède, un signe à la fois, tant que cela dépasse et que l'une le peut."""
    cedees = list(largeurs)
    while sum(cedees) > place:
        peuvent = [rang for rang, large in enumerate(cedees) if large > planchers[rang]]
        if not peuvent:
            break
        cedees[max(peuvent, key=cedees.__getitem__)] -= 1
    return cedees
