"""La clé des faits de la vie d'un dossier : plans, signaux, instances, gestion. Voir ``cles``."""

from __future__ import annotations

import datetime as dt

from recouvre.domaine.evenements import FaitDeVie
from recouvre.domaine.faits_d_insolvabilite import ProcedureSuivie, SurendettementSuivi
from recouvre.domaine.faits_d_instance import ActeDInstance
from recouvre.domaine.faits_de_campagne import CampagneValidee
from recouvre.domaine.faits_de_gestion import (
    AutorisationDonnee,
    AutorisationRetiree,
    CreancierAvise,
    DossierAffecte,
    RemiseAccordee,
)
from recouvre.domaine.faits_de_plan import PlanCaduc, PlanConclu, PlanPropose
from recouvre.domaine.faits_de_suivi import LitigeClos, LitigeOuvert, PromesseFaite, Signalement, SignalLeve


def cle_de_vie(fait: FaitDeVie, dossier: int) -> str:
    """La clé d'un de ces faits, dans ce dossier."""
    match fait:
        case LitigeOuvert() | LitigeClos() | PromesseFaite():
            return _du_suivi(fait, dossier)
        case PlanPropose() | PlanConclu() | PlanCaduc():
            return _du_plan(fait, dossier)
        case Signalement() | SignalLeve() | SurendettementSuivi() | ProcedureSuivie() | ActeDInstance():
            return _du_signal(fait, dossier)
        case _:
            return _de_la_gestion(fait, dossier)


def _du_suivi(fait: LitigeOuvert | LitigeClos | PromesseFaite, dossier: int) -> str:
    match fait:
        case LitigeOuvert():
            return f"litige:{dossier}:{jour(fait.date)}:{net(fait.facture)}"
        case LitigeClos():
            return f"litige-clos:{dossier}:{jour(fait.date)}{':du-jour' if fait.du_jour else ''}"
        case PromesseFaite():
            return f"promesse:{dossier}:{jour(fait.date)}:{fait.montant}:{jour(fait.pour_le)}"


def _du_plan(fait: PlanPropose | PlanConclu | PlanCaduc, dossier: int) -> str:
    match fait:
        case PlanPropose():
            return f"plan-propose:{dossier}:{jour(fait.date)}:{fait.total}:{fait.nombre}"
        case PlanConclu():
            return f"plan:{dossier}:{jour(fait.date)}"
        case PlanCaduc():
            return f"plan-caduc:{dossier}:{jour(fait.date)}"


def _du_signal(
    fait: Signalement | SignalLeve | SurendettementSuivi | ProcedureSuivie | ActeDInstance, dossier: int
) -> str:
    match fait:
        case Signalement():
            return f"signal:{dossier}:{fait.nature}:{jour(fait.date)}"
        case SignalLeve():
            return f"signal-leve:{dossier}:{fait.nature}:{jour(fait.date)}"
        case SurendettementSuivi():
            return f"surendettement:{dossier}:{fait.etape}:{jour(fait.date)}"
        case ProcedureSuivie():
            return f"procedure:{dossier}:{fait.etape}:{jour(fait.date)}"
        case ActeDInstance():
            return f"acte:{dossier}:{fait.instance}:{fait.acte}:{jour(fait.date)}:{net(fait.reference)}"


def _de_la_gestion(
    fait: AutorisationDonnee | AutorisationRetiree | RemiseAccordee | CreancierAvise | DossierAffecte | CampagneValidee,
    dossier: int,
) -> str:
    match fait:
        case AutorisationDonnee():
            return f"autorisation:{dossier}:{fait.objet}:{jour(fait.date)}"
        case AutorisationRetiree():
            return f"autorisation-retiree:{dossier}:{fait.objet}:{jour(fait.date)}"
        case RemiseAccordee():
            return f"remise:{dossier}:{jour(fait.date)}:{fait.montant}:{fait.totale}"
        case CreancierAvise():
            return f"avis:{dossier}:{net(fait.objet)}"
        case DossierAffecte():
            return f"affectation:{dossier}:{jour(fait.date)}:{net(fait.gestionnaire)}"
        case CampagneValidee():
            return f"campagne:{dossier}:{net(fait.campagne)}"


def net(texte: str) -> str:
    """Un texte sans espaces ni casse ; les dièses y sont doublés."""
    return "".join(texte.split()).upper().replace("#", "##")


def jour(date: dt.date) -> str:
    """Un jour, en ISO."""
    return date.isoformat()
