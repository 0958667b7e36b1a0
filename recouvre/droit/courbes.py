"""Le taux applicable, jour par jour : une courbe en escalier par règle.

Une ``Decoupe`` prend deux jours et rend les tranches qui les séparent, chacune sur un ``Palier`` constant. Les règles
simples sont des ``Courbe``, apprises à la demande et gardées par le barème ; ``composition`` fait les autres (plancher,
majoration, arrêt, année de 366 jours). Un jour sans taux lève ``TauxInconnu``, jamais avant qu'on ne le demande.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import assert_never

from recouvre.domaine.contrat import GenreTaux, TauxConvenu
from recouvre.domaine.dates import en_chiffres
from recouvre.droit.delais import UN_JOUR, debut_de_semestre
from recouvre.droit.interets import JOURS_DE_L_ANNEE, fraction_par_jour
from recouvre.droit.taux import Bareme, Serie, Valeur

GEL_SEMESTRIEL_LE = dt.date(2013, 1, 1)
"""Depuis la loi n° 2012-387 du 22 mars 2012, le taux BCE est celui du premier jour du semestre ; avant, le dernier."""


@dataclass(frozen=True, slots=True)
class Palier:
    """Un taux constant (points par an), d'où il vient, l'article qui le fonde, et les tables incertaines qu'il lit.

    ``annee`` : les jours que l'on donne à l'année ; ``par_jour`` : ce que rapporte un centime en un jour, en fraction.
    """

    taux: Decimal
    origine: str
    fondement: str
    incertains: tuple[str, ...] = ()
    annee: int = JOURS_DE_L_ANNEE
    par_jour: tuple[int, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "par_jour", fraction_par_jour(self.taux, self.annee))


Tranche = tuple[dt.date, dt.date, Palier]
"""Un palier, du premier au dernier jour inclus."""

Decoupe = Callable[[dt.date, dt.date], Iterable[Tranche]]


class Courbe:
    """Des tranches apprises à la demande : ``calculer(jour)`` rend celle, entière, qui contient ce jour."""

    __slots__ = ("_calculer", "_debuts", "_tranches")

    def __init__(self, calculer: Callable[[dt.date], Tranche]) -> None:
        self._calculer = calculer
        self._debuts: list[dt.date] = []
        self._tranches: list[Tranche] = []

    def entre(self, du: dt.date, au: dt.date) -> Iterator[Tranche]:
        """Les tranches de ``du`` à ``au`` inclus, coupées à ces bornes. Lève ``TauxInconnu``."""
        rang = bisect_right(self._debuts, du) - 1
        while du <= au:
            if rang < 0 or rang >= len(self._tranches) or not self._debuts[rang] <= du <= self._tranches[rang][1]:
                rang = self._apprendre(du)
            tranche = self._tranches[rang]
            fin = tranche[1]
            if fin >= au:
                yield du, au, tranche[2]
                return
            yield du, fin, tranche[2]
            du = fin + UN_JOUR
            rang += 1

    def _apprendre(self, jour: dt.date) -> int:
        tranche = self._calculer(jour)
        if not tranche[0] <= jour <= tranche[1]:
            raise ValueError(f"la tranche du {tranche[0]} au {tranche[1]} ne contient pas le {jour}")
        rang = bisect_right(self._debuts, tranche[0])
        self._debuts.insert(rang, tranche[0])
        self._tranches.insert(rang, tranche)
        return rang


# --- Les règles ------------------------------------------------------------------------------------------------------


def legale(bareme: Bareme, *, particulier: bool, fondement: str, multiple: Decimal = Decimal(1)) -> Courbe:
    """``multiple`` fois l'intérêt légal, dans la colonne que choisit la qualité du créancier (CMF L313-2)."""
    serie = bareme.legal_particuliers if particulier else bareme.legal_autres_cas
    prefixe = "" if multiple == 1 else f"{lisible(multiple)} × "

    def calculer(jour: dt.date) -> Tranche:
        valeur = serie.au(jour)
        origine = f"{prefixe}intérêt légal au {en_chiffres(valeur.du)}"
        palier = Palier(valeur.valeur * multiple, origine, fondement, incertitudes((serie, valeur)))
        return valeur.du, _fin(valeur.au, _veille(serie.prochain_changement(jour))), palier

    return bareme.courbe(("legale", particulier, fondement, multiple), lambda: Courbe(calculer))


def de_la_bce(bareme: Bareme, *, points: Decimal | None, fondement: str) -> Courbe:
    """Le taux BCE plus des points, au premier jour de chaque semestre (C. com. L441-10 II).

    ``points`` à ``None`` : la majoration légale entre professionnels. Avant 2013, sans gel : le taux suit chaque
    opération.
    """

    def calculer(jour: dt.date) -> Tranche:
        gel = jour >= GEL_SEMESTRIEL_LE
        ancre = debut_de_semestre(jour) if gel else jour
        base = bareme.bce.au(ancre)
        plus = bareme.majoration_professionnelle.au(ancre) if points is None else None
        ajout = plus.valeur if plus else points or Decimal(0)
        bornes = [fin_de_semestre(jour)] if gel else [_veille(GEL_SEMESTRIEL_LE), base.au]
        bornes += [] if gel else [_veille(bareme.bce.prochain_changement(jour))]
        bornes += [_veille(bareme.majoration_professionnelle.prochain_changement(ancre))] if plus and not gel else []
        debut = ancre if gel else max(base.du, plus.du if plus else base.du)
        connues = ((bareme.bce, base), *(((bareme.majoration_professionnelle, plus),) if plus else ()))
        palier = Palier(base.valeur + ajout, _de_la_bce(base, ancre if gel else base.du, ajout), fondement,
                        incertitudes(*connues))  # fmt: skip
        return debut, _fin(*bornes), palier

    return bareme.courbe(("bce", points, fondement), lambda: Courbe(calculer))


def figee_publique(bareme: Bareme, premier_jour: dt.date, fondement: str) -> Courbe:
    """BCE + 8 points au premier jour du semestre où les intérêts ont commencé, pour tout le retard (CCP R2192-31)."""
    ancre = debut_de_semestre(premier_jour)

    def calculer(_: dt.date) -> Tranche:
        base, plus = bareme.bce.au(ancre), bareme.majoration_publique.au(premier_jour)
        origine = f"{_de_la_bce(base, ancre, plus.valeur)}, figé"
        connues = incertitudes((bareme.bce, base), (bareme.majoration_publique, plus))
        return dt.date.min, dt.date.max, Palier(base.valeur + plus.valeur, origine, fondement, connues)

    return bareme.courbe(("publique", premier_jour, fondement), lambda: Courbe(calculer))


def convenue(
    bareme: Bareme, taux: TauxConvenu, *, particulier: bool, fondement: str, origine: str = "taux conventionnel"
) -> Courbe:
    """Le taux d'un contrat : fixe (``origine`` le dit), multiple du taux légal, ou taux BCE plus des points."""
    match taux.genre:
        case GenreTaux.FIXE:
            palier = Palier(taux.valeur, origine, fondement)
            cle = ("fixe", taux.valeur, fondement, origine)
            return bareme.courbe(cle, lambda: Courbe(lambda _: (dt.date.min, dt.date.max, palier)))
        case GenreTaux.LEGAL:
            return legale(bareme, particulier=particulier, fondement=fondement, multiple=taux.valeur)
        case GenreTaux.BCE:
            return de_la_bce(bareme, points=taux.valeur, fondement=fondement)
        case _:
            assert_never(taux.genre)


def plancher(bareme: Bareme, fondement: str) -> Courbe:
    """Trois fois le taux légal « autres cas » : ce dont un taux de contrat ne descend pas (C. com. L441-10 II)."""

    def calculer(jour: dt.date) -> Tranche:
        legal, fois = bareme.legal_autres_cas.au(jour), bareme.plancher_contractuel.au(jour)
        changement = _veille(bareme.plancher_contractuel.prochain_changement(jour))
        fin = _fin(legal.au, _veille(bareme.legal_autres_cas.prochain_changement(jour)), changement)
        origine = f"plancher : {lisible(fois.valeur)} × intérêt légal au {en_chiffres(legal.du)}"
        connues = incertitudes((bareme.legal_autres_cas, legal), (bareme.plancher_contractuel, fois))
        return max(legal.du, fois.du), fin, Palier(legal.valeur * fois.valeur, origine, fondement, connues)

    return bareme.courbe(("plancher", fondement), lambda: Courbe(calculer))


def incertitudes(*lues: tuple[Serie, Valeur]) -> tuple[str, ...]:
    """Ce qui, dans ces valeurs, n'est connu que par des sources fragiles : le décompte le dira."""
    return tuple(
        f"{serie.libelle}, {lisible(valeur.valeur)} au {en_chiffres(valeur.du)} ({valeur.degre})"
        for serie, valeur in lues
        if valeur.degre.incertain
    )


def fin_de_semestre(jour: dt.date) -> dt.date:
    """Le 30 juin ou le 31 décembre qui clôt le semestre de ce jour."""
    return dt.date(jour.year, 6, 30) if jour.month <= 6 else dt.date(jour.year, 12, 31)


def lisible_convenu(taux: TauxConvenu) -> str:
    """« 2,76 % », « 3 fois le taux légal », « taux BCE + 8 points »."""
    match taux.genre:
        case GenreTaux.FIXE:
            return f"{lisible(taux.valeur)} %"
        case GenreTaux.LEGAL:
            return "une fois le taux légal" if taux.valeur == 1 else f"{lisible(taux.valeur)} fois le taux légal"
        case GenreTaux.BCE:
            return f"taux BCE + {lisible(taux.valeur)} points"
        case _:
            assert_never(taux.genre)


def lisible(valeur: Decimal) -> str:
    """Une valeur à la virgule : « 4,25 »."""
    return f"{valeur:f}".replace(".", ",")


def _de_la_bce(base: Valeur, ancre: dt.date, points: Decimal) -> str:
    return f"BCE {lisible(base.valeur)} % au {en_chiffres(ancre)} + {lisible(points)} points"


def _veille(jour: dt.date | None) -> dt.date | None:
    return jour - UN_JOUR if jour else None


def _fin(*bornes: dt.date | None) -> dt.date:
    return min((borne for borne in bornes if borne is not None), default=dt.date.max)
