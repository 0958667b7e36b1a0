"""Les plans de paiement : proposés, conclus, caducs. Des évènements comme les autres.

Un plan conclu fait plus que se dire : il arrête (ou non) les intérêts, retient le scénario et reconnaît la dette. Cela
se déduit au pli (``domaine.deductions``), pour qu'annuler le plan annule tout ce qu'il a fait.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class InteretsDuPlan(StrEnum):
    """Ce que le plan convient des intérêts pendant qu'il dure.

    ``MAINTENUS`` : ils courent ; ``SUSPENDUS`` : ils ne courent pas, et reprennent le jour de la caducité ;
    ``ABANDONNES`` sous condition : ils ne courent pas si le plan est tenu ; caduc, ils ont toujours couru.
    """

    MAINTENUS = "maintenus"
    SUSPENDUS = "suspendus"
    ABANDONNES = "abandonnes"


class Versement(NamedTuple):
    """Une échéance du plan : ``montant`` centimes, à payer au plus tard le jour ``le``."""

    le: dt.date
    montant: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPropose:
    """Un plan est proposé ; le créancier doit l'accepter (C. civ. 1342-4) et en être informé (CPCE R124-5 al. 2).

    ``total`` en centimes, arrêté au soir du jour ``arrete_le``, en ``nombre`` versements mensuels dès le jour ``des``,
    ``versements`` les dit un par un ; ``par`` : debiteur ou creancier ; ``accepte`` : le créancier l'avait accepté
    d'avance. Le reste : ce que le plan conclu reprendra.
    """

    date: dt.date
    total: int
    nombre: int
    des: dt.date
    par: str = "debiteur"
    accepte: bool = False
    arrete_le: dt.date | None = None
    versements: tuple[Versement, ...] = ()
    interets: InteretsDuPlan = InteretsDuPlan.SUSPENDUS
    preavis: int = 15
    mode: str = "virement"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanConclu:
    """Le plan est signé à ``date``. La dette est arrêtée à ``total`` centimes au soir du jour ``arrete_le``.

    ``versements`` : leur somme est ``total`` ; ``preavis`` : les jours qu'une mise en demeure laisse avant la
    caducité ; ``mode`` : comment il se paie ; ``accord_le`` : le jour où le créancier a accepté, ``None`` s'il l'avait
    fait d'avance ; ``reconnaissance`` : l'acte signé reconnaît la dette (C. civ. 2240).
    """

    date: dt.date
    arrete_le: dt.date
    total: int
    versements: tuple[Versement, ...]
    interets: InteretsDuPlan = InteretsDuPlan.SUSPENDUS
    preavis: int = 15
    mode: str = "virement"
    accord_le: dt.date | None = None
    reconnaissance: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCaduc:
    """Le plan en cours est tombé : ``date`` est le premier jour où tout ce qui reste dû est exigible."""

    date: dt.date
    motif: str = ""
