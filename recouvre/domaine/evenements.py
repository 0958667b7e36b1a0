"""Les évènements : ce qui s'est passé, écrit une fois. Le journal ne contient rien d'autre.

Chaque évènement porte ``date``, le jour où le fait produit effet ; le jour où on l'a saisi appartient à l'``Ecrit``.
Corriger, c'est ajouter ``EvenementAnnule``. Aucune identité ici (ni nom, ni adresse) : les parties sont désignées par
leur numéro, pour que rectifier ou effacer une donnée personnelle ne touche jamais au journal.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from recouvre.domaine.contrat import TauxConvenu
from recouvre.domaine.faits_d_envoi import (
    ConsentementDonne,
    CoordonneesChangees,
    EtapeSautee,
    PliSuivi,
    RemiseEchouee,
)
from recouvre.domaine.faits_d_insolvabilite import ProcedureSuivie, SurendettementSuivi
from recouvre.domaine.faits_d_instance import ActeDInstance
from recouvre.domaine.faits_de_campagne import CampagneValidee
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
from recouvre.domaine.faits_de_gestion import (
    AutorisationDonnee,
    AutorisationRetiree,
    CreancierAvise,
    DossierAffecte,
    RemiseAccordee,
)
from recouvre.domaine.faits_de_plan import PlanCaduc, PlanConclu, PlanPropose
from recouvre.domaine.faits_de_suivi import LitigeClos, LitigeOuvert, PromesseFaite, Signalement, SignalLeve
from recouvre.domaine.parties import Qualite


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierOuvert:
    """Un créancier confie (ou garde) une créance sur un débiteur. ``taux`` : le taux que le contrat convient."""

    date: dt.date
    creancier: int
    debiteur: int
    qualite: Qualite
    reference: str = ""
    taux: TauxConvenu | None = None
    scenario: str = ""
    remise: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactureAjoutee:
    """Une facture entre au dossier. ``montant`` TTC et ``deja_regle`` (acomptes antérieurs à la remise) en centimes."""

    date: dt.date
    numero: str
    montant: int
    emise_le: dt.date
    echeance: dt.date
    deja_regle: int = 0
    libelle: str = ""
    taux: TauxConvenu | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AvoirAjoute:
    """Un avoir réduit le principal à sa date. ``sur`` : la facture qu'il vise, vide si le créancier ne l'a pas dit."""

    date: dt.date
    numero: str
    montant: int
    sur: str = ""
    libelle: str = ""


MODES_EN_CLAIR = {"cheque": "chèque", "prelevement": "prélèvement", "especes": "espèces"}
"""Les modes de paiement tels qu'ils s'écrivent, quand ce n'est pas comme ils se tapent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EncaissementRecu:
    """Un paiement du débiteur, à l'agence ou ``direct`` chez le créancier ; ``facture`` : le choix du débiteur.

    ``mis_en_paiement_le`` : pour un acheteur public, le jour qui arrête les intérêts (CCP R2192-32) ; ``par_tiers`` :
    versé par un autre que le débiteur, ce paiement n'est pas une reconnaissance de sa part (C. civ. 2240).
    """

    date: dt.date
    montant: int
    mode: str = "virement"
    direct: bool = False
    facture: str = ""
    reference: str = ""
    mis_en_paiement_le: dt.date | None = None
    par_tiers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RestitutionFaite:
    """Un trop-perçu a été rendu au débiteur : ``montant`` en centimes, qui ne s'imputera plus sur rien."""

    date: dt.date
    montant: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MiseEnDemeurePresentee:
    """La mise en demeure a été présentée au débiteur ce jour-là (C. civ. 1344) ; ``reference`` : la lettre."""

    date: dt.date
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelanceEnvoyee:
    """Un courrier est parti. ``reference`` et ``date`` sont rappelées par toute démarche suivante (CPCE R124-4).

    ``fichier`` est relatif au cabinet ; ``empreinte`` et ``empreinte_modele`` (SHA-256) sont celles des octets figés et
    du modèle suivi ; ``total`` en centimes est la somme que le courrier réclame ; ``delai_le`` la date limite qu'il
    imprime ; ``identifiant`` : celui du canal (``Message-ID``, numéro du SMS) ; ``repli`` : pourquoi un autre canal que
    le canal prévu.
    """

    date: dt.date
    etape: str
    tour: int
    canal: str
    modele: str
    reference: str
    fichier: str
    empreinte: str
    total: int
    delai_le: dt.date | None = None
    empreinte_modele: str = ""
    identifiant: str = ""
    repli: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentEtabli:
    """Un document hors scénario est fait, figé et numéroté : quittance, protocole, certificat, projet de requête…

    ``destinataire`` : à qui il s'adresse (debiteur, creancier, tiers, aucun) ; ``fichier`` est relatif au cabinet ;
    ``empreinte`` et ``empreinte_modele`` (SHA-256) sont celles des octets figés et du modèle suivi ; ``total`` en
    centimes est la somme qu'il porte ; ``paiement`` : le rang de l'encaissement dont il donne quittance, 0 sinon.
    """

    date: dt.date
    modele: str
    reference: str
    destinataire: str
    fichier: str
    empreinte: str
    empreinte_modele: str
    total: int = 0
    paiement: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ConformiteForcee:
    """Un courrier se fait malgré des règles violées. ``regles`` : leurs clés, séparées par une espace.

    ``etape`` : la marche du scénario qui partira ainsi ; vide pour un document qu'on établit aussitôt.
    """

    date: dt.date
    modele: str
    reference: str
    regles: str
    motif: str
    etape: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactNote:
    """Un contact a eu lieu, ou a échoué (appel, courriel, visite…).

    ``etape`` : la démarche du scénario qu'il accomplit, ou vide ; ``echec`` : le débiteur n'a pas été joint, l'étape
    reste à faire ; ``par`` : le gestionnaire qui a appelé, pour qu'un autre contre-appelle ; ``rappeler_le`` : le jour
    où l'on a promis de rappeler.
    """

    date: dt.date
    canal: str
    texte: str = ""
    etape: str = ""
    echec: bool = False
    par: str = ""
    rappeler_le: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceRecue:
    """Une pièce est arrivée. ``fichier`` est relatif au cabinet (vide si la pièce est seulement constatée).

    ``datee_le`` : la date que porte la pièce ; ``remise_par`` : qui l'a remise ; ``original`` : ce n'est pas une copie.
    """

    date: dt.date
    nature: str
    libelle: str = ""
    fichier: str = ""
    empreinte: str = ""
    datee_le: dt.date | None = None
    remise_par: str = ""
    original: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioChoisi:
    """Le dossier suit désormais ce scénario ; rien de l'ancien n'est rattrapé."""

    date: dt.date
    scenario: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierClos:
    """On cesse d'agir sur ce dossier."""

    date: dt.date
    motif: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvenementAnnule:
    """Le fait de rang ``rang`` est défait : le dossier redevient exactement ce qu'il serait sans lui."""

    date: dt.date
    rang: int
    motif: str


FaitDeVie = (
    LitigeOuvert | LitigeClos | PromesseFaite | PlanPropose | PlanConclu | PlanCaduc | Signalement | SignalLeve
    | SurendettementSuivi | ProcedureSuivie | ActeDInstance | AutorisationDonnee | AutorisationRetiree
    | RemiseAccordee | CreancierAvise | DossierAffecte | CampagneValidee
)  # fmt: skip
"""Ce qui arrive à un dossier entre son ouverture et sa clôture : plan, signal, instance, gestion."""

Evenement = (
    DossierOuvert | FactureAjoutee | AvoirAjoute | EncaissementRecu | RestitutionFaite | MiseEnDemeurePresentee
    | RelanceEnvoyee | DocumentEtabli | ConformiteForcee | PliSuivi | RemiseEchouee | CoordonneesChangees
    | EtapeSautee | ConsentementDonne | ContactNote | PieceRecue | ScenarioChoisi | CreanceQualifiee
    | FacturePrecisee | DelaiInterrompu | AccessoireAjoute | TitreObtenu | TitreSignifie | ArretDeDroit | ArretLeve
    | PrescriptionTouchee | PrescriptionReprise | DossierClos | EvenementAnnule | FaitDeVie
)  # fmt: skip

GENRES: tuple[type[Evenement], ...] = (
    DossierOuvert, FactureAjoutee, AvoirAjoute, EncaissementRecu, RestitutionFaite, MiseEnDemeurePresentee,
    RelanceEnvoyee, DocumentEtabli, ConformiteForcee, PliSuivi, RemiseEchouee, CoordonneesChangees, EtapeSautee,
    ConsentementDonne, ContactNote, PieceRecue, ScenarioChoisi, CreanceQualifiee, FacturePrecisee, DelaiInterrompu,
    AccessoireAjoute, TitreObtenu, TitreSignifie, ArretDeDroit, ArretLeve, PrescriptionTouchee, PrescriptionReprise,
    LitigeOuvert, LitigeClos, PromesseFaite, PlanPropose, PlanConclu, PlanCaduc, Signalement, SignalLeve,
    SurendettementSuivi, ProcedureSuivie, ActeDInstance, AutorisationDonnee, AutorisationRetiree, RemiseAccordee,
    CreancierAvise, DossierAffecte, CampagneValidee, DossierClos, EvenementAnnule,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ecrit:
    """Un évènement tel que le journal le tient : son rang, son dossier, et quand et par qui il a été saisi."""

    rang: int
    dossier: int
    evenement: Evenement
    saisi_le: dt.datetime
    auteur: str
    cle: str


def rangs_annules(ecrits: Iterable[Ecrit]) -> set[int]:
    """Les rangs que ces faits défont."""
    return {ecrit.evenement.rang for ecrit in ecrits if isinstance(ecrit.evenement, EvenementAnnule)}
