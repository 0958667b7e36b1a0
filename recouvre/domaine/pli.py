"""Plier le journal d'un dossier : les faits annulés ont disparu, le reste est classé par date d'effet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import NamedTuple, TypeVar, cast

from recouvre.domaine import deductions
from recouvre.domaine.dossier import Dossier
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
    FactureAjoutee,
    MiseEnDemeurePresentee,
    PieceRecue,
    RelanceEnvoyee,
    RestitutionFaite,
    ScenarioChoisi,
    rangs_annules,
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
from recouvre.domaine.faits_de_plan import PlanCaduc, PlanConclu, PlanPropose
from recouvre.domaine.faits_de_suivi import LitigeClos, LitigeOuvert, PromesseFaite, Signalement, SignalLeve
from recouvre.domaine.refus import JournalAbime


def plier(ecrits: Iterable[Ecrit]) -> Dossier:
    """Plie les faits d'un seul dossier. L'ordre de saisie ne change rien ; un fait annulé n'a jamais eu lieu.

    Lève ``JournalAbime`` si aucun fait n'ouvre le dossier.
    """
    tous = sorted(ecrits, key=lambda ecrit: ecrit.rang)
    annules = rangs_annules(tous)
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
    deduit = _deduire(par_genre)
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
        titres=_avec(par_genre, TitreObtenu, deduit.titres),
        significations=_avec(par_genre, TitreSignifie, deduit.titres),
        arrets=_avec(par_genre, ArretDeDroit, deduit.arrets),
        levees=_avec(par_genre, ArretLeve, deduit.arrets),
        prescription_touchee=_avec(par_genre, PrescriptionTouchee, deduit.prescription),
        prescription_reprise=_avec(par_genre, PrescriptionReprise, deduit.prescription),
        litiges=_suite(par_genre, LitigeOuvert),
        litiges_clos=_suite(par_genre, LitigeClos),
        promesses=_dans_l_ordre_dit(par_genre, PromesseFaite),
        plans_proposes=_suite(par_genre, PlanPropose),
        plans=deduit.plans,
        signaux=_suite(par_genre, Signalement),
        signaux_leves=_suite(par_genre, SignalLeve),
        surendettement=_suite(par_genre, SurendettementSuivi),
        procedure=_suite(par_genre, ProcedureSuivie),
        actes=_suite(par_genre, ActeDInstance),
        autorisations=_suite(par_genre, AutorisationDonnee),
        autorisations_retirees=_suite(par_genre, AutorisationRetiree),
        remises=_avec(par_genre, RemiseAccordee, deduit.remises),
        avis=_suite(par_genre, CreancierAvise),
        affectations=_dans_l_ordre_dit(par_genre, DossierAffecte),
        campagnes=_suite(par_genre, CampagneValidee),
        cloture=clotures[-1] if clotures else None,
        annule=DossierOuvert not in par_genre,
        hors_service=_hors_service(par_genre, vivants) if _CONDAMNENT & par_genre.keys() else frozenset(),
        papiers=papiers,
    )


class _Deduit(NamedTuple):
    """Ce que les faits d'un dossier valent ensemble, sans être au journal."""

    plans: tuple[deductions.PlanSuivi, ...] = ()
    arrets: tuple[Evenement, ...] = ()
    titres: tuple[Evenement, ...] = ()
    prescription: tuple[Evenement, ...] = ()
    remises: tuple[Evenement, ...] = ()


_RIEN = _Deduit()
_DONNENT_A_DEDUIRE: frozenset[type[Evenement]] = frozenset(
    {PlanConclu, ActeDInstance, Signalement, ProcedureSuivie, SurendettementSuivi}
)


def _deduire(par_genre: _ParGenre) -> _Deduit:
    if not _DONNENT_A_DEDUIRE & par_genre.keys():
        return _RIEN
    recus, caducs = _suite(par_genre, EncaissementRecu), _suite(par_genre, PlanCaduc)
    plans = deductions.suivre_plans(_suite(par_genre, PlanConclu), caducs, recus)
    actes, etapes = _suite(par_genre, ActeDInstance), _suite(par_genre, ProcedureSuivie)
    surendettement = _suite(par_genre, SurendettementSuivi)
    return _Deduit(
        plans=plans,
        arrets=(*deductions.arrets_des_plans(plans), *deductions.mises_en_oeuvre(surendettement)),
        titres=tuple(deductions.titres_des_instances(actes)),
        prescription=(
            *deductions.reconnaissances(plans),
            *deductions.demandes_en_justice(actes),
            *deductions.mediations(_suite(par_genre, Signalement), _suite(par_genre, SignalLeve)),
            *deductions.declarations(etapes),
            *deductions.demandes_de_mesures(surendettement),
        ),
        remises=tuple(deductions.effacements(surendettement)),
    )


def _avec(par_genre: _ParGenre, genre: type[_Fait], deduits: Sequence[Evenement]) -> tuple[_Fait, ...]:
    """Les faits de ce genre, ceux du journal et ceux qui s'en déduisent."""
    siens = [fait for fait in deduits if isinstance(fait, genre)]
    if not siens:
        return _suite(par_genre, genre)
    return tuple(sorted([*_faits(par_genre, genre), *siens], key=lambda fait: (fait.date, _contenu(fait))))


def _suite(par_genre: _ParGenre, genre: type[_Fait]) -> tuple[_Fait, ...]:
    """Les faits d'un genre, par date puis par contenu : deux faits du même jour ne dépendent pas de leur saisie."""
    if genre not in par_genre:  # le cas de presque tous les genres de presque tous les dossiers
        return ()
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
