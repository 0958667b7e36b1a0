"""Les taux du juge : recopiés à la main des arrêtés et des décisions de la BCE, sans rien lire des tables de l'outil.

Un taux se rend avec sa période : tant qu'elle est la même, le taux n'a pas été refixé.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from functools import cache

BCE_AU_PREMIER_JOUR = """
2013 0,75 0,50 | 2014 0,25 0,15 | 2015 0,05 0,05 | 2016 0,05 0,00 | 2017 0,00 0,00 | 2018 0,00 0,00 | 2019 0,00 0,00
2020 0,00 0,00 | 2021 0,00 0,00 | 2022 0,00 0,00 | 2023 2,50 4,00 | 2024 4,50 4,25 | 2025 3,15 2,15 | 2026 2,15 2,40
"""
"""Taux de refinancement au 1er janvier et au 1er juillet de chaque année."""

BCE_AVANT_2013 = """
01/01/1999 3,00 | 09/04/1999 2,50 | 05/11/1999 3,00 | 04/02/2000 3,25 | 17/03/2000 3,50 | 28/04/2000 3,75
09/06/2000 4,25 | 28/06/2000 4,25 | 01/09/2000 4,50 | 06/10/2000 4,75 | 11/05/2001 4,50 | 31/08/2001 4,25
18/09/2001 3,75 | 09/11/2001 3,25 | 06/12/2002 2,75 | 07/03/2003 2,50 | 06/06/2003 2,00 | 06/12/2005 2,25
08/03/2006 2,50 | 15/06/2006 2,75 | 09/08/2006 3,00 | 11/10/2006 3,25 | 13/12/2006 3,50 | 14/03/2007 3,75
13/06/2007 4,00 | 09/07/2008 4,25 | 15/10/2008 3,75 | 12/11/2008 3,25 | 10/12/2008 2,50 | 21/01/2009 2,00
11/03/2009 1,50 | 08/04/2009 1,25 | 13/05/2009 1,00 | 13/04/2011 1,25 | 13/07/2011 1,50 | 09/11/2011 1,25
14/12/2011 1,00 | 11/07/2012 0,75
"""
"""Chaque opération, à sa date d'effet : avant 2013 le taux suit la plus récente."""

LEGAL_UNIQUE = """
15/07/1975 9,50 | 01/01/1976 8,00 | 01/01/1977 10,50 | 01/01/1978 9,50 | 15/07/1989 7,82 | 01/01/1990 9,36
01/01/1991 10,26 | 01/01/1992 9,69 | 01/01/1993 10,40 | 01/01/1994 8,40 | 01/01/1995 5,82 | 01/01/1996 6,65
01/01/1997 3,87 | 01/01/1998 3,36 | 01/01/1999 3,47 | 01/01/2000 2,74 | 01/01/2001 4,26 | 01/01/2002 4,26
01/01/2003 3,29 | 01/01/2004 2,27 | 01/01/2005 2,05 | 01/01/2006 2,11 | 01/01/2007 2,95 | 01/01/2008 3,99
01/01/2009 3,79 | 01/01/2010 0,65 | 01/01/2011 0,38 | 01/01/2012 0,71 | 01/01/2013 0,04 | 01/01/2014 0,04
"""
"""Un seul taux pour tous jusqu'au 31/12/2014 : le premier jour de chaque période."""

LEGAL_AUTRES_CAS = """
2015 0,93 0,99 | 2016 1,01 0,93 | 2017 0,90 0,90 | 2018 0,89 0,88 | 2019 0,86 0,87 | 2020 0,87 0,84 | 2021 0,79 0,76
2022 0,76 0,77 | 2023 2,06 4,22 | 2024 5,07 4,92 | 2025 3,71 2,76 | 2026 2,62 2,75
"""
LEGAL_PARTICULIERS = """
2015 4,06 4,29 | 2016 4,54 4,35 | 2017 4,16 3,94 | 2018 3,73 3,60 | 2019 3,40 3,26 | 2020 3,15 3,11 | 2021 3,14 3,12
2022 3,13 3,15 | 2023 4,47 6,82 | 2024 8,01 8,16 | 2025 7,21 6,65 | 2026 6,67 6,84
"""

PREMIERE_MAJORATION = dt.date(2001, 5, 16)
"""Loi n° 2001-420 du 15 mai 2001 : sept points ; loi n° 2008-776 : dix, au 1er janvier 2009."""

PREMIERE_MAJORATION_PUBLIQUE = dt.date(2013, 5, 1)
"""Entrée en vigueur du décret n° 2013-269, qui fixe huit points : avant, le juge ne sait pas."""

Periode = tuple[object, ...]
Tarif = tuple[Periode, Fraction]


class SansTaux(Exception):
    """Nul taux connu pour ce jour : le juge ne devine pas. ``serie`` et premier jour du semestre qui manque."""

    def __init__(self, serie: str, jour: dt.date) -> None:
        super().__init__(serie, jour)
        self.serie = serie
        self.debut = dt.date(jour.year, 1 if jour.month < 7 else 7, 1)


def nombre(texte: str) -> Fraction:
    """« 14,25 » tel quel, sans jamais passer par un flottant."""
    return Fraction(texte.replace(",", "."))


def _jour(texte: str) -> dt.date:
    jour, mois, annee = texte.split("/")
    return dt.date(int(annee), int(mois), int(jour))


def _cases(table: str) -> list[list[str]]:
    return [case.split() for ligne in table.strip().splitlines() for case in ligne.split("|") if case.strip()]


def _semestres(table: str) -> dict[tuple[int, int], Fraction]:
    return {(int(an), s): nombre(v) for an, *deux in _cases(table) for s, v in enumerate(deux, 1)}


def _dates(table: str) -> list[tuple[dt.date, Fraction]]:
    return [(_jour(le), nombre(v)) for le, v in _cases(table)]


_BCE = _semestres(BCE_AU_PREMIER_JOUR)
_BCE_AVANT = _dates(BCE_AVANT_2013)
_UNIQUE = _dates(LEGAL_UNIQUE)
_AUTRES_CAS = _semestres(LEGAL_AUTRES_CAS)
_PARTICULIERS = _semestres(LEGAL_PARTICULIERS)


def _semestre(jour: dt.date) -> tuple[int, int]:
    return jour.year, 1 if jour.month < 7 else 2


@cache
def taux_bce(jour: dt.date) -> Tarif:
    """Depuis 2013, gelé au premier jour du semestre ; avant, la dernière opération."""
    if jour.year >= 2013:
        if _semestre(jour) not in _BCE:
            raise SansTaux("bce", jour)
        return ("bce", *_semestre(jour)), _BCE[_semestre(jour)]
    connues = [ligne for ligne in _BCE_AVANT if ligne[0] <= jour]
    if not connues:
        raise SansTaux("bce", jour)
    effet, taux = max(connues)
    return ("bce", effet), taux


@cache
def taux_professionnel(jour: dt.date) -> Tarif:
    """BCE + 10 au premier jour du semestre ; avant 2013 dernière opération ; avant 2009, + 7."""
    if jour < PREMIERE_MAJORATION:
        raise SansTaux("majoration-professionnelle", jour)
    points = 10 if jour.year >= 2009 else 7
    periode, taux = taux_bce(jour)
    return (*periode, "plus", points), taux + points


@cache
def taux_moratoire(depart: dt.date) -> Fraction:
    """Acheteur public : BCE + 8 au premier jour du semestre où les intérêts ont commencé, le lendemain du départ."""
    premier = depart + dt.timedelta(days=1)
    debut = dt.date(premier.year, 1 if premier.month < 7 else 7, 1)
    if premier < PREMIERE_MAJORATION_PUBLIQUE:
        raise SansTaux("majoration-publique", premier)
    return taux_bce(debut)[1] + 8


def plancher(jour: dt.date) -> Tarif:
    """Trois fois le taux légal « autres cas » ; avant la loi n° 2008-776, une fois et demie."""
    periode, taux = taux_legal(jour)
    return (*periode, "plancher"), taux * (3 if jour.year >= 2009 else Fraction(3, 2))


@cache
def taux_legal(jour: dt.date, particulier: bool = False) -> Tarif:
    """Intérêt légal : par année, un seul taux, jusqu'en 2014 ; par semestre depuis, selon la qualité du créancier."""
    serie = "legal-particuliers" if particulier else "legal-autres-cas"
    if jour.year < 2015:
        connues = [ligne for ligne in _UNIQUE if ligne[0] <= jour]
        if not connues:
            raise SansTaux(serie, jour)
        debut, taux = max(connues)
        return ("legal", debut), taux
    colonne = _PARTICULIERS if particulier else _AUTRES_CAS
    if _semestre(jour) not in colonne:
        raise SansTaux(serie, jour)
    return ("legal", *_semestre(jour)), colonne[_semestre(jour)]
