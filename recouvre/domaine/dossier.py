"""Le dossier est le pli de son journal.

``plier`` prend les faits d'un dossier, dans n'importe quel ordre, et rend ce qu'on en sait : les faits annulés ont
disparu, le reste est classé par date d'effet. Ni montant dû ni démarche ici : cela dépend du droit et du jour.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import TypeVar, cast

from recouvre.domaine.contrat import SousPlancher, TauxConvenu
from recouvre.domaine.evenements import (
    AvoirAjoute,
    ConformiteForcee,
    ContactNote,
    DocumentEtabli,
    DossierClos,
    DossierOuvert,
    Ecrit,
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
    SuiteDuPli,
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
from recouvre.domaine.numeros import numero_lisible
from recouvre.domaine.parties import Qualite
from recouvre.domaine.refus import JournalAbime


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Ce qu'un journal raconte d'un dossier. Chaque suite est classée par date d'effet, puis par contenu.

    ``numero`` vaut 0 pour un dossier de calcul, qui n'est pas tenu dans une base. ``hors_service`` : les coordonnées
    (adresse, courriel, telephone) qu'un retour a condamnées et que rien n'a remplacées depuis. ``papiers`` : le
    dernier numéro donné à un courrier ou à un document, annulés et refusés compris ; ce n'est pas l'état du dossier, et
    rien ne s'en compare.
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


def plier(ecrits: Iterable[Ecrit]) -> Dossier:
    """Plie les faits d'un seul dossier. L'ordre de saisie ne change rien ; un fait annulé n'a jamais eu lieu.

    Lève ``JournalAbime`` si aucun fait n'ouvre le dossier.
    """
    tous = sorted(ecrits, key=lambda ecrit: ecrit.rang)
    annules = {e.evenement.rang for e in tous if isinstance(e.evenement, EvenementAnnule)}
    vivants = [e.evenement for e in tous if e.rang not in annules]
    ouverture = next((e.evenement for e in tous if isinstance(e.evenement, DossierOuvert)), None)
    if ouverture is None:
        raise JournalAbime(tous[0].dossier if tous else 0, "aucun fait ne l'ouvre")
    return _assembler(tous[0].dossier, ouverture, vivants, _papiers(e.evenement for e in tous))


def plier_neufs(numero: int, evenements: Iterable[Evenement]) -> Dossier:
    """Plie des faits qui n'ont pas encore de rang : un dossier qu'on ouvre, ou un simple calcul."""
    tous = list(evenements)
    ouverture = next(e for e in tous if isinstance(e, DossierOuvert))
    return _assembler(numero, ouverture, tous, _papiers(tous))


def _papiers(evenements: Iterable[Evenement]) -> int:
    """Le plus grand numéro donné : un envoi incertain garde le sien, que le papier suivant saute.

    Un courriel refusé garde le sien aussi : redonné au suivant, le vieux refus semblerait le sien.
    """
    partis, cites = 0, []
    for evenement in evenements:
        if isinstance(evenement, (RelanceEnvoyee, DocumentEtabli, RemiseEchouee)):
            cites.append(evenement.reference)
            partis += not isinstance(evenement, RemiseEchouee)
    numeros = [int(fin) for reference in cites if (fin := reference.rpartition("-")[2]).isdigit()]
    return max([partis, *numeros])


_Fait = TypeVar("_Fait", bound=Evenement)
_ParGenre = dict[type[Evenement], list[Evenement]]

_CONDAMNENT: frozenset[type[Evenement]] = frozenset({PliSuivi, RemiseEchouee})
COORDONNEES = {"courrier": "adresse", "courriel": "courriel", "sms": "telephone"}
"""La coordonnée dont chaque canal se sert."""


def _hors_service(par_genre: _ParGenre, vivants: list[Evenement]) -> frozenset[str]:
    """Les coordonnées condamnées par un échec d'après leur dernier changement, à la date de l'envoi qui a échoué.

    Ce qui revient d'un envoi d'avant le changement n'apprend rien de la nouvelle coordonnée. Un envoi du jour même du
    changement l'a suivi ; un pli revenu sans départ, le jour du changement, l'a précédé. Une remise refusée sur le
    champ n'a pas de départ : l'outil l'a notée à l'instant, sa place au journal dit si elle a suivi le changement.
    """
    partis = {(envoi.reference, envoi.canal): envoi.date for envoi in _faits(par_genre, RelanceEnvoyee)}
    partis |= {(document.reference, "courrier"): document.date for document in _faits(par_genre, DocumentEtabli)}
    changees: dict[str, dt.date] = {}
    condamnees: set[str] = set()
    refusees: set[str] = set()
    for change in _faits(par_genre, CoordonneesChangees):
        for champ in change.champs.split():
            changees[champ] = max(change.date, changees.get(champ, dt.date.min))
    for fait in vivants:
        if isinstance(fait, CoordonneesChangees):
            refusees -= set(fait.champs.split())
        elif isinstance(fait, PliSuivi) and fait.suite is SuiteDuPli.NPAI:
            le = partis.get((fait.reference, "courrier"), fait.date - dt.timedelta(days=1))
            if le >= changees.get("adresse", dt.date.min):
                condamnees.add("adresse")
        elif isinstance(fait, RemiseEchouee) and fait.definitif:
            champ, parti = COORDONNEES.get(fait.canal, ""), partis.get((fait.reference, fait.canal))
            if parti is None:
                refusees.add(champ)
            elif parti >= changees.get(champ, dt.date.min):
                condamnees.add(champ)
    return frozenset(condamnees | refusees)


def _assembler(numero: int, ouverture: DossierOuvert, vivants: list[Evenement], papiers: int) -> Dossier:
    par_genre: _ParGenre = {}
    for evenement in vivants:
        par_genre.setdefault(type(evenement), []).append(evenement)
    factures = _suite(par_genre, FactureAjoutee)
    clotures = _suite(par_genre, DossierClos)
    return Dossier(
        numero=numero,
        ouverture=ouverture,
        factures=tuple(sorted(factures, key=lambda f: (f.echeance, f.emise_le, f.numero))),
        avoirs=_suite(par_genre, AvoirAjoute),
        encaissements=_suite(par_genre, EncaissementRecu),
        restitutions=_suite(par_genre, RestitutionFaite),
        mises_en_demeure=_suite(par_genre, MiseEnDemeurePresentee),
        relances=_suite(par_genre, RelanceEnvoyee),
        documents=_suite(par_genre, DocumentEtabli),
        forcages=_suite(par_genre, ConformiteForcee),
        plis=_suite(par_genre, PliSuivi),
        remises_echouees=_suite(par_genre, RemiseEchouee),
        coordonnees=_suite(par_genre, CoordonneesChangees),
        etapes_sautees=_suite(par_genre, EtapeSautee),
        consentements=_suite(par_genre, ConsentementDonne),
        contacts=_suite(par_genre, ContactNote),
        pieces=_suite(par_genre, PieceRecue),
        scenarios=_dans_l_ordre_dit(par_genre, ScenarioChoisi),
        qualification=_derniere(par_genre, CreanceQualifiee),
        precisions=tuple(_faits(par_genre, FacturePrecisee)),
        delais_interrompus=_suite(par_genre, DelaiInterrompu),
        accessoires=_suite(par_genre, AccessoireAjoute),
        titres=_suite(par_genre, TitreObtenu),
        significations=_suite(par_genre, TitreSignifie),
        arrets=_suite(par_genre, ArretDeDroit),
        levees=_suite(par_genre, ArretLeve),
        prescription_touchee=_suite(par_genre, PrescriptionTouchee),
        prescription_reprise=_suite(par_genre, PrescriptionReprise),
        litiges=_suite(par_genre, LitigeOuvert),
        litiges_clos=_suite(par_genre, LitigeClos),
        promesses=_dans_l_ordre_dit(par_genre, PromesseFaite),
        cloture=clotures[-1] if clotures else None,
        annule=DossierOuvert not in par_genre,
        hors_service=_hors_service(par_genre, vivants) if _CONDAMNENT & par_genre.keys() else frozenset(),
        papiers=papiers,
    )


def _suite(par_genre: _ParGenre, genre: type[_Fait]) -> tuple[_Fait, ...]:
    """Les faits d'un genre, par date puis par contenu : deux faits du même jour ne dépendent pas de leur saisie."""
    faits = _faits(par_genre, genre)
    if len(faits) < 2:
        return tuple(faits)
    return tuple(sorted(faits, key=lambda fait: (fait.date, _contenu(fait))))


def _dans_l_ordre_dit(par_genre: _ParGenre, genre: type[_Fait]) -> tuple[_Fait, ...]:
    """Les faits d'un genre où le dernier prime : de deux du même jour, c'est le dernier saisi."""
    return tuple(sorted(_faits(par_genre, genre), key=lambda fait: fait.date))


def _derniere(par_genre: _ParGenre, genre: type[_Fait]) -> _Fait | None:
    """Le dernier saisi des faits d'un genre : il remplace les autres."""
    faits = _faits(par_genre, genre)
    return faits[-1] if faits else None


def _faits(par_genre: _ParGenre, genre: type[_Fait]) -> list[_Fait]:
    return cast(list[_Fait], par_genre.get(cast(type[Evenement], genre), []))


def _contenu(fait: Evenement) -> str:
    return repr([getattr(fait, champ.name) for champ in fields(fait)])
