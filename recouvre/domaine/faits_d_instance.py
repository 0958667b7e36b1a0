"""La phase judiciaire : les actes d'une injonction de payer, d'une petite créance, d'une assignation.

Chaque acte est un fait. Ce qu'ils valent ensemble — un titre, sa signification, une prescription interrompue — se
déduit au pli (``domaine.deductions``).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


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
    AUDIENCE = "audience"
    ACCORD = "accord"
    REFUS = "refus"
    TITRE = "titre"
    JUGEMENT = "jugement"
    DESISTEMENT = "desistement"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActeDInstance:
    """Un acte, à sa date. ``juridiction`` : tribunal-judiciaire, tribunal-de-commerce, proximite-protection…

    ``reference`` : le numéro du greffe ; ``montant`` : ce que l'acte accorde, en centimes ; ``a_personne`` : remis au
    débiteur lui-même ; ``notifie_le`` au créancier ; ``pour_le`` : le jour de l'audience ; ``executoire_le`` : le jour
    où la décision peut être exécutée ; ``sans_effet`` : trop tard pour valoir (CPC 1411).
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
