"""Échelonner une dette : des versements égaux, un même jour du mois, dont le dernier tombe juste."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from recouvre.domaine.refus import Refus
from recouvre.droit.delais import ajouter_mois

VERSEMENTS_AU_PLUS = 120


class EcheancierImpossible(Refus):
    """Cette somme ne se partage pas ainsi."""


@dataclass(frozen=True, slots=True)
class Terme:
    """Le versement de rang ``rang`` (1 : le premier), à payer au plus tard le jour ``le``. Centimes."""

    rang: int
    le: dt.date
    montant: int


def echelonner(total: int, nombre: int, des: dt.date) -> tuple[Terme, ...]:
    """``nombre`` versements mensuels dont la somme est exactement ``total`` ; le dernier absorbe l'arrondi.

    Le quantième est celui de ``des`` ; un mois qui ne l'a pas paie son dernier jour. Lève ``EcheancierImpossible``.

    >>> [(f"{t.le:%d/%m/%Y}", t.montant) for t in echelonner(3_605_96, 6, dt.date(2026, 1, 5))][-2:]
    [('05/05/2026', 60099), ('05/06/2026', 60101)]
    >>> [f"{t.le:%d/%m}" for t in echelonner(300_00, 3, dt.date(2026, 12, 31))]
    ['31/12', '31/01', '28/02']
    """
    if not 2 <= nombre <= VERSEMENTS_AU_PLUS:
        raise EcheancierImpossible(f"Un échéancier compte de 2 à {VERSEMENTS_AU_PLUS} versements, et non {nombre}.")
    part = total // nombre
    if part <= 0:
        raise EcheancierImpossible(f"La somme est trop petite pour {nombre} versements.")
    return tuple(
        Terme(rang, ajouter_mois(des, rang - 1), part if rang < nombre else total - part * (nombre - 1))
        for rang in range(1, nombre + 1)
    )
