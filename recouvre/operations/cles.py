"""La clé de chaque fait : ce qui l'empêche d'être écrit deux fois. Les dièses y sont doublés (``base.journal``)."""

from __future__ import annotations

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
from recouvre.operations.cles_de_vie import cle_de_vie, jour, net


def cle_facture(creancier: int, numero: str) -> str:
    """Un créancier n'a qu'une pièce de ce numéro : facture ou avoir, casse et espaces indifférents."""
    return f"facture:{creancier}:{net(numero)}"


def cle(evenement: Evenement, dossier: int, creancier: int) -> str:
    """La clé d'un fait de ce dossier, tenu pour ce créancier."""
    if isinstance(evenement, FaitDeVie):
        return cle_de_vie(evenement, dossier)
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
            return f"presentation:{dossier}:{jour(evenement.date)}:{net(evenement.reference)}"
        case ContactNote():
            nature = evenement.etape or evenement.canal
            return f"contact:{dossier}:{jour(evenement.date)}:{net(nature)}:{net(evenement.texte)}"
        case PieceRecue():
            marque = f"{net(evenement.libelle)}:{evenement.empreinte}"
            return f"piece:{dossier}:{evenement.nature}:{jour(evenement.date)}:{marque}"
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


def _de_la_conduite(fait: DossierOuvert | ScenarioChoisi | DossierClos, dossier: int) -> str:
    match fait:
        case DossierOuvert():
            return f"ouverture:{dossier}"
        case ScenarioChoisi():
            return f"scenario:{dossier}:{jour(fait.date)}:{fait.scenario}"
        case DossierClos():
            return f"cloture:{dossier}"


def _de_l_argent(fait: EncaissementRecu | RestitutionFaite, dossier: int) -> str:
    match fait:
        case EncaissementRecu():
            paiement = f"{jour(fait.date)}:{fait.montant}:{fait.direct}:{net(fait.reference)}"
            return f"encaissement:{dossier}:{paiement}"
        case RestitutionFaite():
            return f"restitution:{dossier}:{jour(fait.date)}:{fait.montant}"


def _du_papier(fait: RelanceEnvoyee | DocumentEtabli | ConformiteForcee, dossier: int) -> str:
    """Une étape ne part qu'une fois par tour ; un document a son numéro."""
    match fait:
        case RelanceEnvoyee():
            return f"relance:{fait.etape}:{dossier}:{fait.tour}"
        case DocumentEtabli():
            return f"document:{dossier}:{net(fait.reference)}"
        case ConformiteForcee():
            return f"forcage:{dossier}:{jour(fait.date)}:{net(fait.modele)}:{net(fait.reference)}"


def _de_l_envoi(
    fait: PliSuivi | RemiseEchouee | CoordonneesChangees | EtapeSautee | ConsentementDonne, dossier: int
) -> str:
    """Une nouvelle ne se redit pas : le fichier du prestataire peut être relu."""
    match fait:
        case PliSuivi():
            return f"pli:{dossier}:{net(fait.reference)}:{fait.suite}:{jour(fait.date)}"
        case RemiseEchouee():
            return f"echec:{dossier}:{net(fait.reference)}:{fait.canal}:{jour(fait.date)}"
        case CoordonneesChangees():
            return f"coordonnees:{dossier}:{jour(fait.date)}:{net(fait.champs)}"
        case EtapeSautee():
            return f"sautee:{fait.etape}:{dossier}:{fait.tour}"
        case ConsentementDonne():
            return f"consentement:{dossier}:{jour(fait.date)}:{fait.retire}"


def _de_la_creance(fait: CreanceQualifiee | FacturePrecisee | DelaiInterrompu | AccessoireAjoute, dossier: int) -> str:
    """Une qualification, une précision remplacent les précédentes ; un délai ne s'interrompt qu'une fois."""
    match fait:
        case CreanceQualifiee():
            return f"qualification:{dossier}"
        case FacturePrecisee():
            return f"precision:{dossier}:{net(fait.facture)}"
        case DelaiInterrompu():
            return f"delai-interrompu:{dossier}:{net(fait.facture)}"
        case AccessoireAjoute():
            piece = f"{net(fait.facture)}:{net(fait.justificatif)}"
            return f"frais:{dossier}:{fait.nature}:{jour(fait.date)}:{fait.montant}:{piece}"


def _du_droit(
    fait: TitreObtenu | TitreSignifie | ArretDeDroit | ArretLeve | PrescriptionTouchee | PrescriptionReprise,
    dossier: int,
) -> str:
    match fait:
        case TitreObtenu():
            return f"titre:{dossier}:{jour(fait.date)}:{fait.nature}:{net(fait.reference)}"
        case TitreSignifie():
            return f"signification:{dossier}:{jour(fait.date)}"
        case ArretDeDroit():
            return f"arret:{dossier}:{fait.cause}:{jour(fait.date)}"
        case ArretLeve():
            return f"levee:{dossier}:{fait.cause}:{jour(fait.date)}"
        case PrescriptionTouchee():
            return f"prescription:{dossier}:{fait.cause}:{jour(fait.date)}:{net(fait.facture)}"
        case PrescriptionReprise():
            return f"reprise:{dossier}:{fait.cause}:{jour(fait.date)}:{net(fait.facture)}"
