"""La vie d'un surendettement et d'une procédure collective, après la décision qui les ouvre.

La recevabilité et le jugement d'ouverture sont des ``ArretDeDroit``. Ce qui suit commande des délais.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from recouvre.domaine.contrat import TauxConvenu


class EtapeDuSurendettement(StrEnum):
    """Les étapes d'un dossier de surendettement (C. conso., livre VII), et ce que le créancier y fait."""

    DEPOT = "depot"
    IRRECEVABILITE = "irrecevabilite"
    INFORMATION = "information"
    ETAT_DU_PASSIF = "etat-du-passif"
    APPEL_AUX_CREANCIERS = "appel-aux-creanciers"
    PASSIF_DRESSE = "passif-dresse"
    ORIENTATION = "orientation"
    DEMANDE_DE_MESURES = "demande-de-mesures"
    PROJET = "projet-de-mesures"
    PLAN = "plan"
    MESURES = "mesures"
    RETABLISSEMENT = "retablissement"
    LIQUIDATION = "liquidation"
    JUSTIFICATION = "justification"
    RECOURS = "recours"
    CONTESTATION = "contestation"
    OBSERVATIONS = "observations"
    DECLARATION = "declaration"
    RELEVE = "releve"
    PLAN_EN_DEFAUT = "plan-en-defaut"
    EFFACEMENT = "effacement"
    EFFACEMENT_PARTIEL = "effacement-partiel"
    DECHEANCE = "decheance"
    FIN = "fin"


FINISSENT = frozenset({
    EtapeDuSurendettement.FIN, EtapeDuSurendettement.DECHEANCE, EtapeDuSurendettement.IRRECEVABILITE,
})  # fmt: skip
"""Ce qui met fin au surendettement : les poursuites reprennent, les intérêts aussi."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurendettementSuivi:
    """Une étape, au jour de la décision (ou de la lettre). ``notifiee_le`` au créancier ; ``publiee_le`` au BODACC.

    ``applicable_le`` : entrée en vigueur d'un plan ou de mesures ; ``jusqu_au`` : leur dernier jour, ou le délai que
    l'acte fixe lui-même ; ``taux`` : celui que les mesures laissent courir ; ``montant`` en centimes : ce que le
    créancier justifie, déclare ou garde, ou ce qui est effacé ; ``mensualite`` : ce qui doit être versé chaque mois.
    """

    date: dt.date
    etape: EtapeDuSurendettement
    notifiee_le: dt.date | None = None
    publiee_le: dt.date | None = None
    applicable_le: dt.date | None = None
    jusqu_au: dt.date | None = None
    taux: TauxConvenu | None = None
    montant: int = 0
    mensualite: int = 0
    texte: str = ""


class EtapeDeProcedure(StrEnum):
    """Les étapes d'une procédure collective (C. com., livre VI) après le jugement d'ouverture."""

    AVERTISSEMENT = "avertissement"
    DECLARATION = "declaration"
    RELEVE_DEMANDE = "releve-demande"
    RELEVE_ACCORDE = "releve-accorde"
    CONTESTATION = "contestation"
    REPONSE = "reponse"
    ADMISSION = "admission"
    REJET = "rejet"
    CONVERSION = "conversion"
    PLAN = "plan"
    CLOTURE = "cloture"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureSuivie:
    """Une étape, à sa date. ``genre`` : la procédure après conversion ; ``montant`` déclaré ou admis, en centimes.

    ``notifiee_le`` au créancier ; ``publiee_le`` au BODACC ; ``jusqu_au`` : le délai que l'acte fixe lui-même ;
    ``texte`` : motif d'une clôture, référence…
    """

    date: dt.date
    etape: EtapeDeProcedure
    genre: str = ""
    montant: int = 0
    notifiee_le: dt.date | None = None
    publiee_le: dt.date | None = None
    jusqu_au: dt.date | None = None
    texte: str = ""
