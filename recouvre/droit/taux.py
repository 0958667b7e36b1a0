"""Les tables datées et ce qu'on en tire : le taux applicable, jour par jour, à chaque régime.

Une ``Serie`` est une table : des valeurs et leur date d'effet. Elle sait ce qu'elle sait : hors de son étendue elle
lève ``TauxInconnu``, jamais elle ne prolonge. Les taux sont des ``Decimal`` exacts, en points par an.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.refus import TauxInconnu
from recouvre.droit.delais import UN_JOUR, debut_de_semestre, semestre_lisible

GEL_SEMESTRIEL_LE = dt.date(2013, 1, 1)
"""Depuis la loi n° 2012-387 du 22 mars 2012, le taux BCE est celui du premier jour du semestre ; avant, le dernier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Valeur:
    """Une ligne de table : effet, fin connue (``None`` : jusqu'à la suivante), valeur, texte, sources, vérification."""

    du: dt.date
    valeur: Decimal
    au: dt.date | None = None
    texte: str = ""
    sources: tuple[str, ...] = ()
    verification: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Serie:
    """Une table datée. ``connu_au`` : dernier jour relevé, ``None`` si rien ne la périme ; pour l'affichage seulement.

    ``valeurs`` est classée par date d'effet.
    """

    nom: str
    libelle: str
    unite: str
    valeurs: tuple[Valeur, ...]
    connu_au: dt.date | None = None
    releve_le: dt.date | None = None
    dates: tuple[dt.date, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "dates", tuple(valeur.du for valeur in self.valeurs))

    def au(self, jour: dt.date) -> Valeur:
        """La valeur en vigueur ce jour. Lève ``TauxInconnu`` hors de l'étendue connue."""
        rang = bisect_right(self.dates, jour) - 1
        trouvee = self.valeurs[rang] if rang >= 0 else None
        if trouvee is None or (trouvee.au is not None and jour > trouvee.au):
            raise self._inconnu(jour)
        return trouvee

    def _inconnu(self, jour: dt.date) -> TauxInconnu:
        """Dit quoi relever : le premier jour du semestre, qui vaut pour tout le semestre, ou ce jour-là s'il est su."""
        ancre = debut_de_semestre(jour)
        rang = bisect_right(self.dates, ancre) - 1
        su = rang >= 0 and (self.valeurs[rang].au is None or ancre <= (self.valeurs[rang].au or ancre))
        if su and ancre != jour:
            return TauxInconnu(self.nom, jour.isoformat(), f"jour du {en_chiffres(jour)}")
        return TauxInconnu(self.nom, ancre.isoformat(), semestre_lisible(jour))

    def prochain_changement(self, jour: dt.date) -> dt.date | None:
        """La première date d'effet postérieure à ce jour."""
        rang = bisect_right(self.dates, jour)
        return self.dates[rang] if rang < len(self.dates) else None


class Bareme:
    """Toutes les tables dont le droit a besoin ; ``lire`` rend celle d'un nom, la première fois qu'on la demande."""

    def __init__(self, lire: Callable[[str], Serie]) -> None:
        self._lire = lire
        self._lues: dict[str, Serie] = {}

    @property
    def bce(self) -> Serie:
        """Le taux des opérations principales de refinancement de la BCE, en points."""
        return self._serie("bce")

    @property
    def legal_autres_cas(self) -> Serie:
        """L'intérêt légal quand le créancier n'est pas un particulier, en points."""
        return self._serie("legal-autres-cas")

    @property
    def legal_particuliers(self) -> Serie:
        """L'intérêt légal quand le créancier est un particulier, en points."""
        return self._serie("legal-particuliers")

    @property
    def majoration_professionnelle(self) -> Serie:
        """Les points ajoutés au taux BCE entre professionnels."""
        return self._serie("majoration-professionnelle")

    @property
    def indemnite_forfaitaire(self) -> Serie:
        """L'indemnité forfaitaire par facture, en centimes."""
        return self._serie("indemnite-forfaitaire")

    def _serie(self, nom: str) -> Serie:
        if nom not in self._lues:
            self._lues[nom] = self._lire(nom)
        return self._lues[nom]


@dataclass(frozen=True, slots=True)
class TauxApplique:
    """Un taux constant du jour ``du`` au jour ``au`` inclus, et d'où il vient."""

    du: dt.date
    au: dt.date
    taux: Decimal
    origine: str


def taux_fixe(taux: Decimal, du: dt.date, au: dt.date) -> Iterator[TauxApplique]:
    """Un taux que le contrat fixe, sans découpe."""
    yield TauxApplique(du, au, taux, "taux conventionnel")


def taux_legal(serie: Serie, du: dt.date, au: dt.date) -> Iterator[TauxApplique]:
    """Le taux de l'intérêt légal, découpé à chaque changement (CMF L313-2)."""
    while du <= au:
        valeur = serie.au(du)
        fin = _fin_de_tranche(au, valeur.au, _veille(serie.prochain_changement(du)))
        yield TauxApplique(du, fin, valeur.valeur, f"intérêt légal au {en_chiffres(valeur.du)}")
        du = fin + UN_JOUR


def taux_professionnel(bareme: Bareme, du: dt.date, au: dt.date) -> Iterator[TauxApplique]:
    """Le taux supplétif entre professionnels : BCE + 10 points, réancré à chaque semestre (C. com. L441-10 II).

    Avant 2013, le taux est celui de l'opération la plus récente, sans gel ; avant 2009, la majoration est de 7 points.
    """
    while du <= au:
        gel = du >= GEL_SEMESTRIEL_LE
        ancre = debut_de_semestre(du) if gel else du
        base = bareme.bce.au(ancre)
        majoration = bareme.majoration_professionnelle.au(ancre)
        borne = _fin_de_semestre(du) if gel else _veille(bareme.bce.prochain_changement(du))
        limite = None if gel else GEL_SEMESTRIEL_LE - UN_JOUR
        fin = _fin_de_tranche(au, borne, limite, _veille(bareme.majoration_professionnelle.prochain_changement(du)))
        origine = f"BCE {_lisible(base.valeur)} % au {en_chiffres(ancre if gel else base.du)}"
        yield TauxApplique(
            du, fin, base.valeur + majoration.valeur, f"{origine} + {_lisible(majoration.valeur)} points"
        )
        du = fin + UN_JOUR


def _fin_de_semestre(jour: dt.date) -> dt.date:
    return dt.date(jour.year, 6, 30) if jour.month <= 6 else dt.date(jour.year, 12, 31)


def _veille(jour: dt.date | None) -> dt.date | None:
    return jour - UN_JOUR if jour else None


def _fin_de_tranche(au: dt.date, *bornes: dt.date | None) -> dt.date:
    return min([au, *(borne for borne in bornes if borne is not None)])


def _lisible(valeur: Decimal) -> str:
    return f"{valeur}".replace(".", ",")
