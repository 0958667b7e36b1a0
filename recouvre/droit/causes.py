"""Les causes qui interrompent ou suspendent un délai pour agir, et l'effet que leur texte leur donne.

Une table, rien d'autre : ``droit.faits_du_delai`` dit quels faits d'un dossier les déclenchent, ``droit.cours`` les
applique.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from recouvre.domaine.faits_de_droit import CausePrescription

SIX_MOIS = 6
"""C. civ. 2238 et 2239 : après la suspension, le délai ne peut être inférieur à six mois."""


class Effet(Enum):
    """Ce qu'un fait fait au délai. ``INSTANCE`` : interrompt jusqu'à sa fin (C. civ. 2242)."""

    AUCUN = auto()
    INTERROMPT = auto()
    INSTANCE = auto()
    SUSPEND = auto()
    TITRE = auto()
    REAMENAGE = auto()
    RENONCE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Regle:
    """Une cause. ``minimum`` : mois que le délai garde au moins à la fin ; ``plafonnee`` : le butoir de vingt ans joue.

    ``forclusion`` : joue aussi contre une forclusion ; ``acquise`` : vaut même sur une prescription acquise ;
    ``issue`` : ce qui met fin à une instance.
    """

    libelle: str
    effet: Effet
    fondement: str
    minimum: int = 0
    plafonnee: bool = True
    forclusion: bool = False
    acquise: bool = False
    issue: str = "la fin de l'instance"


_C = CausePrescription
REGLES = {
    _C.RECONNAISSANCE: Regle(
        libelle="Reconnaissance de la dette par le débiteur",
        effet=Effet.INTERROMPT,
        fondement="C. civ., art. 2240 et 2231",
    ),
    _C.DEMANDE_EN_JUSTICE: Regle(
        libelle="Demande en justice",
        effet=Effet.INSTANCE,
        fondement="C. civ., art. 2241 et 2242",
        plafonnee=False,
        forclusion=True,
    ),
    _C.EXECUTION: Regle(
        libelle="Mesure conservatoire ou acte d'exécution forcée",
        effet=Effet.INTERROMPT,
        fondement="C. civ., art. 2244",
        plafonnee=False,
        forclusion=True,
    ),
    _C.DECLARATION_DE_CREANCE: Regle(
        libelle="Déclaration de créance à la procédure collective",
        effet=Effet.INSTANCE,
        fondement="C. com., art. L622-25-1",
        issue="la clôture de la procédure collective",
    ),
    _C.MESURES_SURENDETTEMENT: Regle(
        libelle="Mesures demandées par le débiteur à la commission de surendettement",
        effet=Effet.INTERROMPT,
        fondement="C. conso., art. L721-5",
        forclusion=True,
    ),
    _C.MISE_EN_DEMEURE_ASSUREUR: Regle(
        libelle="Lettre recommandée de l'assureur réclamant la prime",
        effet=Effet.INTERROMPT,
        fondement="C. ass., art. L114-2",
    ),
    _C.REAMENAGEMENT: Regle(
        libelle="Réaménagement ou rééchelonnement convenu",
        effet=Effet.REAMENAGE,
        fondement="C. civ., art. 2240 et 2231",
        forclusion=True,
    ),
    _C.MEDIATION: Regle(
        libelle="Médiation ou conciliation", effet=Effet.SUSPEND, fondement="C. civ., art. 2238", minimum=SIX_MOIS
    ),
    _C.PROCEDURE_L125: Regle(
        libelle="Accord à la procédure simplifiée des petites créances",
        effet=Effet.SUSPEND,
        fondement="C. civ., art. 2238 ; CPCE, art. L125-1",
        minimum=SIX_MOIS,
    ),
    _C.INSTRUCTION: Regle(
        libelle="Mesure d'instruction ordonnée avant tout procès",
        effet=Effet.SUSPEND,
        fondement="C. civ., art. 2239",
        minimum=SIX_MOIS,
    ),
    _C.IMPOSSIBILITE: Regle(libelle="Impossibilité d'agir", effet=Effet.SUSPEND, fondement="C. civ., art. 2234"),
    _C.MINORITE: Regle(libelle="Créancier mineur ou en tutelle", effet=Effet.SUSPEND, fondement="C. civ., art. 2235"),
    _C.COUPLE: Regle(
        libelle="Créancier et débiteur mariés ou pacsés",
        effet=Effet.SUSPEND,
        fondement="C. civ., art. 2236",
        plafonnee=False,
    ),
    _C.RENONCIATION: Regle(
        libelle="Renonciation du débiteur à la prescription acquise",
        effet=Effet.RENONCE,
        fondement="C. civ., art. 2250 et 2251",
        plafonnee=False,
        acquise=True,
    ),
}
"""Le droit de chaque cause (droit.md, § 3.2)."""

PAIEMENT = Regle(libelle="Paiement", effet=Effet.INTERROMPT, fondement="C. civ., art. 2240 et 2231")
NOTEE = Regle(libelle="Interruption notée", effet=Effet.INTERROMPT, fondement="C. civ., art. 2240, 2241 ou 2244")
SUR_TITRE = Regle(
    libelle="Titre exécutoire", effet=Effet.TITRE, fondement="CPCE, art. L111-4", forclusion=True, acquise=True
)
