"""La clé de chaque fait : ce qui l'empêche d'être écrit deux fois. Les dièses y sont doublés (``base.journal``)."""

from __future__ import annotations

import datetime as dt

from recouvre.domaine.evenements import (
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
from recouvre.domaine.faits_de_droit import (
    AccessoireAjoute,
    ArretDeDroit,
    ArretLeve,
    CreanceQualifiee,
    DelaiInterrompu,
    FacturePrecisee,
    PrescriptionReprise,
    PrescriptionTouchee,
    TitreObtenu,
    TitreSignifie,
)
from recouvre.domaine.faits_de_suivi import LitigeClos, LitigeOuvert, PromesseFaite


def cle_facture(creancier: int, numero: str) -> str:
    """Un créancier n'a qu'une pièce de ce numéro : facture ou avoir, casse et espaces indifférents."""
    return f"facture:{creancier}:{_net(numero)}"


def cle(evenement: Evenement, dossier: int, creancier: int) -> str:
    """La clé d'un fait de ce dossier, tenu pour ce créancier."""
    match evenement:
        case FactureAjoutee() | AvoirAjoute():
            return cle_facture(creancier, evenement.numero)
        case EncaissementRecu() | RestitutionFaite():
            return _de_l_argent(evenement, dossier)
        case DossierOuvert() | ScenarioChoisi() | DossierClos():
            return _de_la_conduite(evenement, dossier)
        case RelanceEnvoyee() | DocumentEtabli() | ConformiteForcee():
            return _du_papier(evenement, dossier)
        case PliSuivi() | RemiseEchouee() | CoordonneesChangees() | EtapeSautee() | ConsentementDonne():
            return _de_l_envoi(evenement, dossier)
        case MiseEnDemeurePresentee():
            return f"presentation:{dossier}:{_jour(evenement.date)}:{_net(evenement.reference)}"
        case ContactNote():
            nature = evenement.etape or evenement.canal
            return f"contact:{dossier}:{_jour(evenement.date)}:{_net(nature)}:{_net(evenement.texte)}"
        case PieceRecue():
            marque = f"{_net(evenement.libelle)}:{evenement.empreinte}"
            return f"piece:{dossier}:{evenement.nature}:{_jour(evenement.date)}:{marque}"
        case EvenementAnnule():
            return f"annulation:{evenement.rang}"
        case CreanceQualifiee() | FacturePrecisee() | DelaiInterrompu() | AccessoireAjoute():
            return _de_la_creance(evenement, dossier)
        case (
            TitreObtenu()
            | TitreSignifie()
            | ArretDeDroit()
            | ArretLeve()
            | PrescriptionTouchee()
            | PrescriptionReprise()
        ):
            return _du_droit(evenement, dossier)
        case LitigeOuvert() | LitigeClos() | PromesseFaite():
            return _du_suivi(evenement, dossier)


def _de_la_conduite(fait: DossierOuvert | ScenarioChoisi | DossierClos, dossier: int) -> str:
    match fait:
        case DossierOuvert():
            return f"ouverture:{dossier}"
        case ScenarioChoisi():
            return f"scenario:{dossier}:{_jour(fait.date)}:{fait.scenario}"
        case DossierClos():
            return f"cloture:{dossier}"


def _de_l_argent(fait: EncaissementRecu | RestitutionFaite, dossier: int) -> str:
    match fait:
        case EncaissementRecu():
            paiement = f"{_jour(fait.date)}:{fait.montant}:{fait.direct}:{_net(fait.reference)}"
            return f"encaissement:{dossier}:{paiement}"
        case RestitutionFaite():
            return f"restitution:{dossier}:{_jour(fait.date)}:{fait.montant}"


def _du_papier(fait: RelanceEnvoyee | DocumentEtabli | ConformiteForcee, dossier: int) -> str:
    """Une étape ne part qu'une fois par tour ; un document a son numéro."""
    match fait:
        case RelanceEnvoyee():
            return f"relance:{fait.etape}:{dossier}:{fait.tour}"
        case DocumentEtabli():
            return f"document:{dossier}:{_net(fait.reference)}"
        case ConformiteForcee():
            return f"forcage:{dossier}:{_jour(fait.date)}:{_net(fait.modele)}:{_net(fait.reference)}"


def _de_l_envoi(
    fait: PliSuivi | RemiseEchouee | CoordonneesChangees | EtapeSautee | ConsentementDonne, dossier: int
) -> str:
    """Une nouvelle ne se redit pas : le fichier du prestataire peut être relu."""
    match fait:
        case PliSuivi():
            return f"pli:{dossier}:{_net(fait.reference)}:{fait.suite}:{_jour(fait.date)}"
        case RemiseEchouee():
            return f"echec:{dossier}:{_net(fait.reference)}:{fait.canal}:{_jour(fait.date)}"
        case CoordonneesChangees():
            return f"coordonnees:{dossier}:{_jour(fait.date)}:{_net(fait.champs)}"
        case EtapeSautee():
            return f"sautee:{fait.etape}:{dossier}:{fait.tour}"
        case ConsentementDonne():
            return f"consentement:{dossier}:{_jour(fait.date)}:{fait.retire}"


def _de_la_creance(fait: CreanceQualifiee | FacturePrecisee | DelaiInterrompu | AccessoireAjoute, dossier: int) -> str:
    """Une qualification, une précision remplacent les précédentes ; un délai ne s'interrompt qu'une fois."""
    match fait:
        case CreanceQualifiee():
            return f"qualification:{dossier}"
        case FacturePrecisee():
            return f"precision:{dossier}:{_net(fait.facture)}"
        case DelaiInterrompu():
            return f"delai-interrompu:{dossier}:{_net(fait.facture)}"
        case AccessoireAjoute():
            piece = f"{_net(fait.facture)}:{_net(fait.justificatif)}"
            return f"frais:{dossier}:{fait.nature}:{_jour(fait.date)}:{fait.montant}:{piece}"


def _du_droit(
    fait: TitreObtenu | TitreSignifie | ArretDeDroit | ArretLeve | PrescriptionTouchee | PrescriptionReprise,
    dossier: int,
) -> str:
    match fait:
        case TitreObtenu():
            return f"titre:{dossier}:{_jour(fait.date)}:{fait.nature}:{_net(fait.reference)}"
        case TitreSignifie():
            return f"signification:{dossier}:{_jour(fait.date)}"
        case ArretDeDroit():
            return f"arret:{dossier}:{fait.cause}:{_jour(fait.date)}"
        case ArretLeve():
            return f"levee:{dossier}:{fait.cause}:{_jour(fait.date)}"
        case PrescriptionTouchee():
            return f"prescription:{dossier}:{fait.cause}:{_jour(fait.date)}:{_net(fait.facture)}"
        case PrescriptionReprise():
            return f"reprise:{dossier}:{fait.cause}:{_jour(fait.date)}:{_net(fait.facture)}"


def _du_suivi(fait: LitigeOuvert | LitigeClos | PromesseFaite, dossier: int) -> str:
    match fait:
        case LitigeOuvert():
            return f"litige:{dossier}:{_jour(fait.date)}:{_net(fait.facture)}"
        case LitigeClos():
            return f"litige-clos:{dossier}:{_jour(fait.date)}"
        case PromesseFaite():
            return f"promesse:{dossier}:{_jour(fait.date)}:{fait.montant}:{_jour(fait.pour_le)}"


def _net(texte: str) -> str:
    return "".join(texte.split()).upper().replace("#", "##")


def _jour(date: dt.date) -> str:
    return date.isoformat()
