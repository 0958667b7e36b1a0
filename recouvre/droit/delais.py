"""L'arithmétique des dates : mois, quantième absent, jours fériés et ouvrés. Nulle part ailleurs.

Fériés : C. trav. L3133-1 (les onze de métropole). L'Alsace-Moselle et l'outre-mer ont les leurs, non comptés ici.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

UN_JOUR = dt.timedelta(days=1)

_FIXES = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))


@lru_cache(maxsize=256)
def feries(annee: int) -> frozenset[dt.date]:
    """Les jours fériés de métropole (C. trav. L3133-1).

    >>> sorted(feries(2026))[2:5]
    [datetime.date(2026, 5, 1), datetime.date(2026, 5, 8), datetime.date(2026, 5, 14)]
    """
    from dateutil.easter import easter

    paques = easter(annee)
    mobiles = (paques + dt.timedelta(days=ecart) for ecart in (1, 39, 50))
    return frozenset((*(dt.date(annee, mois, jour) for mois, jour in _FIXES), *mobiles))


@lru_cache(maxsize=4096)
def est_ouvre(jour: dt.date) -> bool:
    """Vrai du lundi au vendredi, hors jours fériés."""
    return jour.weekday() < 5 and jour not in feries(jour.year)


@lru_cache(maxsize=4096)
def reporter(jour: dt.date) -> dt.date:
    """Le jour même s'il est ouvré, sinon le jour ouvré suivant. Sert à agir, jamais à repousser un délai à tenir.

    >>> reporter(dt.date(2026, 3, 14)), reporter(dt.date(2026, 4, 4))
    (datetime.date(2026, 3, 16), datetime.date(2026, 4, 7))
    """
    while not est_ouvre(jour):
        jour += UN_JOUR
    return jour


def ajouter_mois(jour: dt.date, mois: int) -> dt.date:
    """Même quantième, ou dernier jour du mois s'il n'existe pas (CPC 641 al. 2).

    >>> ajouter_mois(dt.date(2024, 1, 31), 1), ajouter_mois(dt.date(2024, 2, 29), 12)
    (datetime.date(2024, 2, 29), datetime.date(2025, 2, 28))
    """
    from dateutil.relativedelta import relativedelta

    return jour + relativedelta(months=mois)


def ajouter_annees(jour: dt.date, annees: int) -> dt.date:
    """Même date ``annees`` ans plus tard ; le 29 février devient le 28."""
    return ajouter_mois(jour, 12 * annees)


def debut_de_semestre(jour: dt.date) -> dt.date:
    """Le 1er janvier ou le 1er juillet qui ouvre le semestre de ce jour."""
    return dt.date(jour.year, 1 if jour.month <= 6 else 7, 1)


def semestre_lisible(jour: dt.date) -> str:
    """« 1er semestre 2027 », « 2e semestre 2026 »."""
    return f"{'1er' if jour.month <= 6 else '2e'} semestre {jour.year}"
