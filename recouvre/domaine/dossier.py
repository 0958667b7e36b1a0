"""Ce qu'un journal raconte d'un dossier. Ni montant dû ni démarche ici : cela dépend du droit et du jour."""

from __future__ import annotations

from dataclasses import dataclass, field

from recouvre.domaine import deductions
from recouvre.domaine.contrat import SousPlancher, TauxConvenu
from recouvre.domaine.evenements import (
    AvoirAjoute,
    ConformiteForcee,
    ContactNote,
    DocumentEtabli,
    DossierClos,
    DossierOuvert,
    EncaissementRecu,
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
    SuiteDuPli,
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
from recouvre.domaine.faits_de_plan import PlanPropose
from recouvre.domaine.faits_de_suivi import LitigeClos, LitigeOuvert, PromesseFaite, Signalement, SignalLeve
from recouvre.domaine.numeros import numero_lisible
from recouvre.domaine.parties import Qualite


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Ce qu'un journal raconte d'un dossier. Chaque suite est classée par date d'effet, puis par contenu.

    ``numero`` vaut 0 pour un dossier de calcul, qui n'est pas tenu dans une base. ``hors_service`` : les coordonnées
    (adresse, courriel, telephone) qu'un retour a condamnées et que rien n'a remplacées depuis. ``papiers`` : le
    dernier numéro donné à un courrier ou à un document, annulés et refusés compris ; ce n'est pas l'état du dossier, et
    rien ne s'en compare. Les arrêts, les titres, ce qui touche la prescription et les remises comprennent ce qu'un
    plan, une instance, une médiation ou une procédure en font (``deductions``).
    """

    numero: int
    ouverture: DossierOuvert
    factures: tuple[FactureAjoutee, ...] = ()
    avoirs: tuple[AvoirAjoute, ...] = ()
    encaissements: tuple[EncaissementRecu, ...] = ()
    restitutions: tuple[RestitutionFaite, ...] = ()
    mises_en_demeure: tuple[MiseEnDemeurePresentee, ...] = ()
    relances: tuple[RelanceEnvoyee, ...] = ()
    documents: tuple[DocumentEtabli, ...] = ()
    forcages: tuple[ConformiteForcee, ...] = ()
    plis: tuple[PliSuivi, ...] = ()
    remises_echouees: tuple[RemiseEchouee, ...] = ()
    coordonnees: tuple[CoordonneesChangees, ...] = ()
    etapes_sautees: tuple[EtapeSautee, ...] = ()
    consentements: tuple[ConsentementDonne, ...] = ()
    contacts: tuple[ContactNote, ...] = ()
    pieces: tuple[PieceRecue, ...] = ()
    scenarios: tuple[ScenarioChoisi, ...] = ()
    qualification: CreanceQualifiee | None = None
    precisions: tuple[FacturePrecisee, ...] = ()
    delais_interrompus: tuple[DelaiInterrompu, ...] = ()
    accessoires: tuple[AccessoireAjoute, ...] = ()
    titres: tuple[TitreObtenu, ...] = ()
    significations: tuple[TitreSignifie, ...] = ()
    arrets: tuple[ArretDeDroit, ...] = ()
    levees: tuple[ArretLeve, ...] = ()
    prescription_touchee: tuple[PrescriptionTouchee, ...] = ()
    prescription_reprise: tuple[PrescriptionReprise, ...] = ()
    litiges: tuple[LitigeOuvert, ...] = ()
    litiges_clos: tuple[LitigeClos, ...] = ()
    promesses: tuple[PromesseFaite, ...] = ()
    plans_proposes: tuple[PlanPropose, ...] = ()
    plans: tuple[deductions.PlanSuivi, ...] = ()
    signaux: tuple[Signalement, ...] = ()
    signaux_leves: tuple[SignalLeve, ...] = ()
    surendettement: tuple[SurendettementSuivi, ...] = ()
    procedure: tuple[ProcedureSuivie, ...] = ()
    actes: tuple[ActeDInstance, ...] = ()
    autorisations: tuple[AutorisationDonnee, ...] = ()
    autorisations_retirees: tuple[AutorisationRetiree, ...] = ()
    remises: tuple[RemiseAccordee, ...] = ()
    avis: tuple[CreancierAvise, ...] = ()
    affectations: tuple[DossierAffecte, ...] = ()
    campagnes: tuple[CampagneValidee, ...] = ()
    cloture: DossierClos | None = None
    annule: bool = False
    hors_service: frozenset[str] = frozenset()
    papiers: int = field(default=0, compare=False)

    @property
    def libelle(self) -> str:
        """Le numéro tel qu'on le lit et le tape : ``D-12``."""
        return numero_lisible(self.numero)

    @property
    def qualite(self) -> Qualite:
        """La qualité du débiteur."""
        return self.ouverture.qualite

    @property
    def gestionnaire(self) -> str:
        """Qui suit le dossier ; vide : personne."""
        return self.affectations[-1].gestionnaire if self.affectations else ""

    @property
    def confie(self) -> int:
        """Le principal confié, acomptes d'avant l'ouverture déduits, en centimes ; avoirs et remises non déduits."""
        return sum(facture.montant - facture.deja_regle for facture in self.factures)

    @property
    def creancier_particulier(self) -> bool:
        """Vrai si le créancier n'agit pas pour des besoins professionnels (CMF L313-2)."""
        return self.qualification is not None and self.qualification.creancier_particulier

    @property
    def sous_plancher(self) -> SousPlancher:
        """Le choix fait d'un taux de contrat trop bas ; à défaut, il est gardé et signalé."""
        return (self.qualification.sous_plancher if self.qualification else None) or SousPlancher.GARDER

    def facture(self, numero: str) -> FactureAjoutee | None:
        """La facture de ce numéro, s'il y en a une."""
        return next((f for f in self.factures if f.numero == numero), None)

    def depart(self, etape: str) -> RelanceEnvoyee | None:
        """Le dernier courrier parti de cette étape, s'il y en a un : refait, c'est lui que l'on rappelle."""
        return next((relance for relance in reversed(self.relances) if relance.etape == etape), None)

    def revenu(self, envoi: RelanceEnvoyee) -> bool:
        """Vrai si ce courrier est revenu : inconnu à l'adresse."""
        return any(pli.suite is SuiteDuPli.NPAI and pli.reference == envoi.reference for pli in self.plis)

    def taux_de(self, facture: FactureAjoutee) -> TauxConvenu | None:
        """Le taux convenu pour cette facture, sinon celui du contrat, sinon celui de l'ouverture, ou ``None``."""
        if facture.taux is not None:
            return facture.taux
        if self.qualification is not None and self.qualification.taux is not None:
            return self.qualification.taux
        return self.ouverture.taux

    def precision(self, facture: FactureAjoutee) -> FacturePrecisee | None:
        """Ce que l'on a précisé en dernier de cette facture."""
        return next((p for p in reversed(self.precisions) if p.facture == facture.numero), None)
