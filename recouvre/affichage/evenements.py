"""Un fait du journal, en une ligne de français."""

from __future__ import annotations

from recouvre.affichage.faits_d_envoi import raconter_depart, raconter_envoi
from recouvre.affichage.faits_d_instance import raconter_instance
from recouvre.affichage.faits_de_droit import raconter_droit
from recouvre.affichage.faits_de_gestion import raconter_gestion
from recouvre.affichage.faits_de_plan import raconter_plan
from recouvre.affichage.faits_de_suivi import raconter_suivi
from recouvre.affichage.francais import date, montant, taux_convenu
from recouvre.domaine.evenements import (
    MODES_EN_CLAIR,
    AvoirAjoute,
    ConformiteForcee,
    ContactNote,
    DocumentEtabli,
    DossierClos,
    DossierOuvert,
    EncaissementRecu,
    Evenement,
    EvenementAnnule,
    FactureAjoutee,
    FaitDeVie,
    MiseEnDemeurePresentee,
    PieceRecue,
    RelanceEnvoyee,
    RestitutionFaite,
    ScenarioChoisi,
)
from recouvre.domaine.faits_d_envoi import (
    ConsentementDonne,
    CoordonneesChangees,
    EtapeSautee,
    PliSuivi,
    RemiseEchouee,
)
from recouvre.domaine.faits_d_insolvabilite import ProcedureSuivie, SurendettementSuivi
from recouvre.domaine.faits_d_instance import ActeDInstance
from recouvre.domaine.faits_de_plan import PlanCaduc, PlanConclu, PlanPropose
from recouvre.domaine.faits_de_suivi import LitigeClos, LitigeOuvert, PromesseFaite, Signalement, SignalLeve

_CONTACTS = {
    "quittance": "Quittance remise, créancier informé",
    "reversement": "Fonds reversés au créancier",
    "interruption": "Prescription interrompue",
    "tache": "Fait",
    "decision": "Suite décidée",
    "sms": "SMS",
}


def raconter(evenement: Evenement) -> str:
    """« Encaissement de 5 000,00 € (virement) », « Facture F-1 de 1 200,00 €, échéance 31/05/2024 »…"""
    if isinstance(evenement, FaitDeVie):
        return _vivre(evenement)
    match evenement:
        case FactureAjoutee() | AvoirAjoute() | EncaissementRecu() | RestitutionFaite():
            return _compter(evenement)
        case MiseEnDemeurePresentee():
            return "Mise en demeure présentée au débiteur"
        case RelanceEnvoyee():
            return raconter_depart(evenement)
        case PliSuivi() | RemiseEchouee() | CoordonneesChangees() | EtapeSautee() | ConsentementDonne():
            return raconter_envoi(evenement)
        case ConformiteForcee() | DocumentEtabli():
            return _du_papier(evenement)
        case ContactNote():
            suite = f" : {evenement.texte}" if evenement.texte else ""
            echec = ", sans réponse" if evenement.echec else ""
            if evenement.rappeler_le:
                suite += f" (à rappeler le {date(evenement.rappeler_le)})"
            return f"{_CONTACTS.get(evenement.canal, evenement.canal.capitalize())}{echec}{suite}"
        case PieceRecue():
            return f"Pièce reçue : {evenement.nature}{f' ({evenement.libelle})' if evenement.libelle else ''}"
        case DossierOuvert() | ScenarioChoisi() | DossierClos():
            return _conduire(evenement)
        case EvenementAnnule():
            return f"Annulation du fait n° {evenement.rang} : {evenement.motif}"
        case _:
            return raconter_droit(evenement)


def _vivre(evenement: FaitDeVie) -> str:
    """Un plan, un signal, une étape, une décision du créancier."""
    match evenement:
        case LitigeOuvert() | LitigeClos() | PromesseFaite() | Signalement() | SignalLeve():
            return raconter_suivi(evenement)
        case PlanPropose() | PlanConclu() | PlanCaduc():
            return raconter_plan(evenement)
        case SurendettementSuivi() | ProcedureSuivie() | ActeDInstance():
            return raconter_instance(evenement)
        case _:
            return raconter_gestion(evenement)


def _du_papier(evenement: ConformiteForcee | DocumentEtabli) -> str:
    if isinstance(evenement, DocumentEtabli):
        return f"Document {evenement.reference} établi : {evenement.modele.replace('_', ' ')}"
    quoi = f"courrier {evenement.reference} ({evenement.modele})"
    return f"Conformité forcée, {quoi}, malgré {evenement.regles.replace(' ', ', ')} : {evenement.motif}"


def _conduire(evenement: DossierOuvert | ScenarioChoisi | DossierClos) -> str:
    """Un fait qui ouvre, mène ou ferme le dossier."""
    match evenement:
        case DossierOuvert():
            au_taux = f", taux du contrat {taux_convenu(evenement.taux)}" if evenement.taux is not None else ""
            return f"Dossier ouvert, débiteur {evenement.qualite}{au_taux}"
        case ScenarioChoisi():
            return f"Scénario « {evenement.scenario} » choisi"
        case DossierClos():
            return f"Dossier clos : {evenement.motif}"


def _sur(facture: str) -> str:
    return f" sur {facture}" if facture else ""


def _compter(evenement: FactureAjoutee | AvoirAjoute | EncaissementRecu | RestitutionFaite) -> str:
    """Un fait d'argent : ce qu'il est, et combien."""
    match evenement:
        case FactureAjoutee():
            return f"Facture {evenement.numero} de {montant(evenement.montant)}, échéance {date(evenement.echeance)}"
        case AvoirAjoute():
            return f"Avoir {evenement.numero} de {montant(evenement.montant)}{_sur(evenement.sur)}"
        case EncaissementRecu():
            voie = (
                "direct chez le créancier" if evenement.direct else MODES_EN_CLAIR.get(evenement.mode, evenement.mode)
            )
            tiers = ", par un tiers" if evenement.par_tiers else ""
            paye = f", mis en paiement le {date(mise)}" if (mise := evenement.mis_en_paiement_le) else ""
            return f"Encaissement de {montant(evenement.montant)} ({voie}{tiers}{paye}){_sur(evenement.facture)}"
        case RestitutionFaite():
            return f"Trop-perçu de {montant(evenement.montant)} rendu au débiteur"
