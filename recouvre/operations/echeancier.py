"""Un plan de paiement : le simuler, le proposer, l'enregistrer signé. Sa caducité est dans ``caducite``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from recouvre.conduite.arrets import en_cours
from recouvre.conduite.autorisations import accord_du_creancier
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import EncaissementRecu, Evenement
from recouvre.domaine.faits_de_droit import CauseArret
from recouvre.domaine.faits_de_plan import PlanConclu, PlanPropose
from recouvre.domaine.profil import Mode
from recouvre.domaine.refus import TauxInconnu
from recouvre.droit.decompte import decompter
from recouvre.droit.plans import (
    dernier_terme,
    plan_de,
    plan_du_jour,
)
from recouvre.operations.budgets import lire_budget
from recouvre.operations.consigner import Consigne, consigner
from recouvre.operations.gardes import FaitRefuse, refuser_avenir
from recouvre.operations.lire import lire_dossier
from recouvre.operations.plan_voulu import Voulu, composer
from recouvre.operations.prescrire import prescrite_le
from recouvre.operations.remarques_de_plan import remarques
from recouvre.operations.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """Un plan calculé, que rien n'a encore écrit. ``du`` : ce qui est dû au jour de l'arrêté, en centimes.

    ``maintenus`` : ce que les intérêts ajouteraient s'ils couraient, ``None`` si un taux n'est pas paru (``manque``) ;
    ``accord`` : ce qu'il faut du créancier ; ``accepte`` : il l'a donné ; ``remarques`` : ce qu'il faut savoir.
    """

    dossier: Dossier
    du: int
    plan: PlanConclu
    maintenus: int | None
    manque: str
    accord: str
    accepte: bool
    remarques: tuple[str, ...]


def simuler(session: Session, numero: int, voulu: Voulu) -> Simulation:
    """Le plan que ce dossier aurait. N'écrit rien. Lève ``EcheancierImpossible``, ``FaitRefuse``, ``TauxInconnu``."""
    dossier, ecrits = lire_dossier(session, numero)
    plan = composer(session, dossier, voulu, session.maintenant.date())
    decompte = decompter(dossier, plan.arrete_le, session.bareme)
    maintenus, manque = _si_les_interets_couraient(session, dossier, plan, decompte.total)
    accepte, accord = _dire_l_accord(session, dossier, plan)
    prescrite = prescrite_le(session, dossier, ecrits, decompte)
    return Simulation(
        dossier=dossier,
        du=decompte.total,
        plan=plan,
        maintenus=maintenus,
        manque=manque,
        accord=accord,
        accepte=accepte,
        remarques=remarques(session, dossier, plan, decompte.total, prescrite, lire_budget(session, dossier)),
    )


def proposer(session: Session, numero: int, voulu: Voulu, *, par: str) -> Consigne:
    """Le plan est proposé : le créancier doit en être informé et l'accepter (CPCE R124-5 al. 2 ; C. civ. 1342-4)."""

    def decider(dossier: Dossier) -> Sequence[Evenement]:
        plan = composer(session, dossier, voulu, session.maintenant.date())
        return [
            PlanPropose(
                date=plan.date, total=plan.total, nombre=len(plan.versements), des=plan.versements[0].le, par=par,
                accepte=_dire_l_accord(session, dossier, plan)[0], arrete_le=plan.arrete_le,
                versements=plan.versements, interets=plan.interets, preavis=plan.preavis, mode=plan.mode,
            )
        ]  # fmt: skip

    return consigner(session, numero, decider, geste="un plan")


def signer(
    session: Session, numero: int, voulu: Voulu, le: dt.date, *, accord_le: dt.date | None, remplacer: bool
) -> Consigne:
    """Le plan est signé ce jour-là ; sans échéancier décrit, c'est celui qui avait été proposé.

    ``accord_le`` : le jour où le créancier a accepté, s'il ne l'avait fait ni d'avance ni par une autorisation ;
    ``remplacer`` : il prend la place du plan en cours.
    """
    refuser_avenir(session, le, "une signature")
    if accord_le:
        refuser_avenir(session, accord_le, "un accord")

    def decider(dossier: Dossier) -> Sequence[Evenement]:
        plan = composer(session, dossier, voulu, le)
        _verifier_la_place(dossier, plan, remplacer=remplacer)
        donne = accord_le or _date_de_l_accord(dossier, plan)
        if donne is None and not _dire_l_accord(session, dossier, plan)[0]:
            raise FaitRefuse(
                f"Le créancier n'a pas accepté ce plan de {len(plan.versements)} versements : il peut refuser d'être "
                "payé par parts (C. civ., art. 1342-4). Donnez le jour de son accord : --accord-le DATE. Rien n'est "
                "écrit."
            )
        return [replace(plan, accord_le=donne)]

    return consigner(session, numero, decider, geste="un plan")


def _verifier_la_place(dossier: Dossier, plan: PlanConclu, *, remplacer: bool) -> None:
    """Un seul plan à la fois ; et la dernière signature est la plus récente."""
    suivants = [suivi.plan.date for suivi in dossier.plans if suivi.plan.date > plan.date]
    if suivants:
        raise FaitRefuse(f"Un plan plus récent est signé, le {en_chiffres(suivants[-1])}. Rien n'est écrit.")
    derniere = dossier.plans_proposes[-1].date if dossier.plans_proposes else plan.date
    if derniere > plan.date:
        raise FaitRefuse(
            f"Un plan est proposé depuis le {en_chiffres(derniere)}, après cette signature. Si c'est celui-là qui est "
            f"signé, --signe-le {en_chiffres(derniere)} au plus tôt ; si la proposition est fausse : recouvre annuler "
            f'{dossier.libelle} RANG --motif "…". Rien n\'est écrit.'
        )
    courant = plan_du_jour(dossier, plan.date)
    if courant and not remplacer:
        raise FaitRefuse(
            f"Un plan court déjà depuis le {en_chiffres(courant.plan.date)}. S'il le remplace, ajoutez --remplacer ; "
            "s'il est faux : recouvre annuler. Rien n'est écrit."
        )
    for arret in en_cours(dossier, plan.date):
        if arret.cause is CauseArret.PLAN and plan_de(dossier, arret) is None:
            raise FaitRefuse(
                f"Un plan est signalé depuis le {en_chiffres(arret.date)} : dites sa fin (recouvre reprendre "
                f"{dossier.libelle} plan --le DATE), ou annulez ce signal. Rien n'est écrit."
            )


def _date_de_l_accord(dossier: Dossier, plan: PlanConclu) -> dt.date | None:
    donnee = accord_du_creancier(dossier, plan.date, plan.total)
    return donnee.date if donnee and donnee.date <= plan.date else None


def _dire_l_accord(session: Session, dossier: Dossier, plan: PlanConclu) -> tuple[bool, str]:
    """Si l'accord du créancier est acquis, et la phrase qui le dit ; vide en interne, où le créancier, c'est nous."""
    if session.mode is not Mode.AGENCE:
        return True, ""
    au_plus, nombre = session.reglages(dossier.ouverture.creancier).plans_au_plus, len(plan.versements)
    if (donne_le := _date_de_l_accord(dossier, plan)) is not None:
        return True, f"Accord du créancier donné le {en_chiffres(donne_le)}."
    if nombre <= au_plus:
        return True, f"Accepté d'avance par le créancier, qui en admet {au_plus} au plus."
    avance = f"Le créancier a accepté d'avance {au_plus} versements au plus, et ce plan en a {nombre}" if au_plus else (
        "Le créancier n'a accepté aucun plan d'avance"
    )  # fmt: skip
    return False, f"{avance} : informez-le et obtenez son accord (CPCE, art. R124-5 ; C. civ., art. 1342-4)."


def _si_les_interets_couraient(session: Session, dossier: Dossier, plan: PlanConclu, du: int) -> tuple[int | None, str]:
    """Ce que les intérêts ajouteraient, chaque versement payé à son jour."""
    payes = tuple(EncaissementRecu(date=le, montant=montant) for le, montant in plan.versements)
    tenu = replace(dossier, encaissements=dossier.encaissements + payes)
    try:
        reste = decompter(tenu, dernier_terme(plan.versements), session.bareme).total
    except TauxInconnu as manque:
        return None, manque.phrase
    return max(reste - (du - plan.total), 0), ""
