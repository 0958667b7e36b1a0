"""La phase judiciaire : les actes d'une injonction de payer, d'une petite créance, d'une assignation.

Chaque acte est un fait. Ce qu'ils valent ensemble — un titre, sa signification, une prescription interrompue — se
déduit au pli (``domaine.deductions``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from recouvre.domaine.faits_de_droit import InteretsDuTitre


class Instance(StrEnum):
    """La voie suivie : CPC 1405 à 1425, CPCE L125-1, CPC 54 et 56, CPC 835 et 873."""

    INJONCTION = "injonction"
    PETITES_CREANCES = "petites-creances"
    ASSIGNATION = "assignation"
    REFERE = "refere"


class Acte(StrEnum):
    """Ce qui se passe dans une instance. ``OUVERTURE`` : requête déposée, invitation envoyée, assignation délivrée."""

    OUVERTURE = "ouverture"
    CONSIGNATION = "consignation"
    REJET = "rejet"
    ORDONNANCE = "ordonnance"
    SIGNIFICATION = "signification"
    OPPOSITION = "opposition"
    CONSTITUTION = "constitution"
    CONSIGNATION_OPPOSITION = "consignation-opposition"
    AUDIENCE = "audience"
    ACCORD = "accord"
    REFUS = "refus"
    TITRE = "titre"
    JUGEMENT = "jugement"
    DESISTEMENT = "desistement"


DANS_L_ORDRE = (
    Acte.OUVERTURE, Acte.CONSIGNATION, Acte.ACCORD, Acte.REFUS, Acte.REJET, Acte.ORDONNANCE, Acte.TITRE, Acte.JUGEMENT,
    Acte.SIGNIFICATION, Acte.OPPOSITION, Acte.CONSTITUTION, Acte.CONSIGNATION_OPPOSITION, Acte.AUDIENCE,
    Acte.DESISTEMENT,
)  # fmt: skip
"""L'ordre dans lequel se rangent deux actes du même jour, quel que soit celui où on les a saisis."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActeDInstance:
    """Un acte, à sa date. ``juridiction`` : tribunal-judiciaire, tribunal-de-commerce, proximite-protection…

    ``reference`` : le numéro du greffe ; ``montant`` : ce que l'acte accorde, en centimes ; ``a_personne`` : remis au
    débiteur lui-même ; ``notifie_le`` au créancier ; ``pour_le`` : le jour de l'audience ; ``executoire_le`` : le jour
    où la décision peut être exécutée ; ``sans_effet`` : trop tard pour valoir (CPC 1411) ; ``interets`` et
    ``capitalisation`` : ce que la décision accorde.
    """

    date: dt.date
    instance: Instance
    acte: Acte
    juridiction: str = ""
    reference: str = ""
    montant: int = 0
    a_personne: bool = False
    notifie_le: dt.date | None = None
    pour_le: dt.date | None = None
    executoire_le: dt.date | None = None
    sans_effet: bool = False
    texte: str = ""
    interets: InteretsDuTitre = InteretsDuTitre.LEGAL
    capitalisation: bool = False


Tour = tuple[ActeDInstance, ...]
"""Les actes d'une même demande, de son ouverture à sa fin : rejetée ou non avenue, on peut recommencer."""


def tours(actes: Iterable[ActeDInstance], instance: Instance) -> tuple[Tour, ...]:
    """Les demandes successives de cette voie, chacune dans l'ordre de ses actes."""
    suite: list[list[ActeDInstance]] = []
    siens = (acte for acte in actes if acte.instance is instance)
    for acte in sorted(siens, key=lambda acte: (acte.date, DANS_L_ORDRE.index(acte.acte))):
        if acte.acte is Acte.OUVERTURE or not suite:
            suite.append([])
        suite[-1].append(acte)
    return tuple(map(tuple, suite))
