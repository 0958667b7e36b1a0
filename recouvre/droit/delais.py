"""L'arithmétique des dates : mois, quantième absent, jours francs, jours fériés et ouvrés. Nulle part ailleurs.

Fériés : les onze du C. trav. L3133-1 ; en Alsace-Moselle, deux de plus (L3134-13) ; outre-mer, la commémoration de
l'abolition de l'esclavage (loi n° 83-550 du 30 juin 1983, décret n° 83-1003 du 23 novembre 1983, C. trav. L3422-2).

Un jour non ouvré ne se traite pas de la même façon selon ce que l'on attend. Pour agir après une attente, ``reporter``
va au jour ouvré suivant. Pour un délai à tenir, rien ne s'ajoute : que la prescription profite du report de l'article
642 du code de procédure civile n'est pas établi ; ``avancer`` donne le jour ouvré précédent, l'échéance de sûreté.

Qui s'en sert : ``droit.natures`` et ``droit.cours``, les mois et les années ; ``droit.prescription``, ``avancer`` ;
``conduite``, ``reporter`` et ``est_ouvre``, toujours en métropole ; les taux, les semestres. Les autres territoires,
les délais en jours, francs, ou en mois et jours ne servent encore à aucune commande.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from functools import lru_cache

UN_JOUR = dt.timedelta(days=1)

_FIXES = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
_MOBILES = (1, 39, 50)
"""Lundi de Pâques, Ascension, lundi de Pentecôte : jours comptés depuis le dimanche de Pâques."""
_VENDREDI_SAINT = -2


class Territoire(StrEnum):
    """Où l'on compte les jours fériés."""

    METROPOLE = "metropole"
    ALSACE_MOSELLE = "alsace-moselle"
    GUADELOUPE = "guadeloupe"
    GUYANE = "guyane"
    MARTINIQUE = "martinique"
    MAYOTTE = "mayotte"
    REUNION = "reunion"
    SAINT_BARTHELEMY = "saint-barthelemy"
    SAINT_MARTIN = "saint-martin"


_LOCAUX = {
    Territoire.ALSACE_MOSELLE: (12, 26),
    Territoire.GUADELOUPE: (5, 27),
    Territoire.GUYANE: (6, 10),
    Territoire.MARTINIQUE: (5, 22),
    Territoire.MAYOTTE: (4, 27),
    Territoire.REUNION: (12, 20),
    Territoire.SAINT_BARTHELEMY: (10, 9),
    Territoire.SAINT_MARTIN: (5, 28),
}
"""Saint-Martin : le décret dit encore le 27 mai ; on y célèbre le 28 depuis 2018 (circulaires de 2018 et 2019)."""


@lru_cache(maxsize=1024)
def feries(annee: int, territoire: Territoire = Territoire.METROPOLE) -> frozenset[dt.date]:
    """Les jours fériés d'une année (C. trav. L3133-1, et le jour propre au territoire).

    Le Vendredi saint n'est férié que dans les communes d'Alsace-Moselle qui ont un temple protestant ou une église
    mixte (L3134-13). Il y est compté partout : attendre un jour de plus, ou agir un jour plus tôt, ne nuit pas.

    >>> sorted(feries(2026))[2:5]
    [datetime.date(2026, 5, 1), datetime.date(2026, 5, 8), datetime.date(2026, 5, 14)]
    >>> sorted(feries(2026, Territoire.ALSACE_MOSELLE) - feries(2026))
    [datetime.date(2026, 4, 3), datetime.date(2026, 12, 26)]
    """
    from dateutil.easter import easter

    paques = easter(annee)
    local = _LOCAUX.get(territoire)
    ecarts = (*_MOBILES, _VENDREDI_SAINT) if territoire is Territoire.ALSACE_MOSELLE else _MOBILES
    mobiles = (paques + dt.timedelta(days=ecart) for ecart in ecarts)
    return frozenset((*(dt.date(annee, *jour) for jour in (*_FIXES, *([local] if local else []))), *mobiles))


@lru_cache(maxsize=4096)
def est_ouvre(jour: dt.date, territoire: Territoire = Territoire.METROPOLE) -> bool:
    """Vrai du lundi au vendredi, hors jours fériés."""
    return jour.weekday() < 5 and jour not in feries(jour.year, territoire)


@lru_cache(maxsize=4096)
def reporter(jour: dt.date, territoire: Territoire = Territoire.METROPOLE) -> dt.date:
    """Le jour même s'il est ouvré, sinon le jour ouvré suivant. Sert à agir, jamais à repousser un délai à tenir.

    >>> reporter(dt.date(2026, 3, 14)), reporter(dt.date(2026, 4, 4))
    (datetime.date(2026, 3, 16), datetime.date(2026, 4, 7))
    """
    while not est_ouvre(jour, territoire):
        jour += UN_JOUR
    return jour


@lru_cache(maxsize=4096)
def avancer(jour: dt.date, territoire: Territoire = Territoire.METROPOLE) -> dt.date:
    """Le jour même s'il est ouvré, sinon le jour ouvré précédent : l'échéance de sûreté d'un délai à tenir.

    >>> avancer(dt.date(2026, 3, 15)), avancer(dt.date(2026, 4, 6))
    (datetime.date(2026, 3, 13), datetime.date(2026, 4, 3))
    """
    while not est_ouvre(jour, territoire):
        jour -= UN_JOUR
    return jour


def ajouter_jours(jour: dt.date, jours: int) -> dt.date:
    """Le dernier jour d'un délai en jours : celui de l'acte ne compte pas (CPC 640 et 641 al. 1).

    >>> ajouter_jours(dt.date(2026, 3, 2), 15)
    datetime.date(2026, 3, 17)
    """
    return jour + dt.timedelta(days=jours)


def ajouter_jours_ouvres(jour: dt.date, jours: int) -> dt.date:
    """Le ``jours``-ième jour ouvré qui suit, métropole : le temps qu'un virement arrive.

    >>> ajouter_jours_ouvres(dt.date(2026, 3, 13), 2), ajouter_jours_ouvres(dt.date(2026, 3, 14), 2)
    (datetime.date(2026, 3, 17), datetime.date(2026, 3, 17))
    """
    for _ in range(jours):
        jour = reporter(jour + UN_JOUR)
    return jour


def ajouter_jours_francs(jour: dt.date, jours: int) -> dt.date:
    """Le lendemain d'un délai franc : ni le jour de l'acte ni le dernier ne comptent, ``jours`` entiers s'écoulent.

    >>> ajouter_jours_francs(dt.date(2026, 3, 2), 8)
    datetime.date(2026, 3, 11)
    """
    return ajouter_jours(jour, jours + 1)


@lru_cache(maxsize=4096)
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


def ajouter_mois_et_jours(jour: dt.date, mois: int, jours: int) -> dt.date:
    """Un délai dit en mois et en jours : les mois d'abord, puis les jours (CPC 641 al. 3).

    >>> ajouter_mois_et_jours(dt.date(2026, 1, 31), 1, 10)
    datetime.date(2026, 3, 10)
    """
    return ajouter_jours(ajouter_mois(jour, mois), jours)


def debut_de_semestre(jour: dt.date) -> dt.date:
    """Le 1er janvier ou le 1er juillet qui ouvre le semestre de ce jour."""
    return dt.date(jour.year, 1 if jour.month <= 6 else 7, 1)


def semestre_lisible(jour: dt.date) -> str:
    """« 1er semestre 2027 », « 2e semestre 2026 »."""
    return f"{'1er' if jour.month <= 6 else '2e'} semestre {jour.year}"
