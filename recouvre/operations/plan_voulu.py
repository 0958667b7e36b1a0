"""Le plan que l'on veut, vérifié : combien, quand, arrêté quel jour, aux conditions que la loi permet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from recouvre.conduite.arrets import en_cours
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_de_droit import CauseArret
from recouvre.domaine.faits_de_plan import InteretsDuPlan, PlanConclu, PlanPropose, Versement
from recouvre.domaine.montants import en_euros
from recouvre.droit.arrets import PAIEMENTS_INTERDITS
from recouvre.droit.commande_publique import est_public
from recouvre.droit.decompte import decompter
from recouvre.droit.delais import UN_JOUR
from recouvre.droit.plans import PREAVIS, PREAVIS_DE_CREDIT, premiere_date, versements_de, versements_egaux
from recouvre.operations.encaisser import MODES
from recouvre.operations.gardes import FaitRefuse
from recouvre.operations.session import Session

PREAVIS_AU_PLUS = 180
"""Jours : au-delà, la mise en demeure n'en est plus une. Une règle de vraisemblance, aucun texte ne la fixe."""

PRELEVEMENT, VIREMENT_PERMANENT = "prelevement", "virement permanent"
MODES_DE_PLAN = (*MODES, VIREMENT_PERMANENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voulu:
    """Le plan que l'on veut : ``nombre`` versements, ou des versements de ``somme`` centimes.

    ``des`` : le premier ; ``jour`` : le jour du mois, s'il n'est pas celui de ``des`` ; ``arrete_le`` : le jour où la
    dette est arrêtée ; ``total`` : la somme échelonnée, à défaut tout ce qui est dû ce jour-là.
    """

    nombre: int = 0
    somme: int = 0
    des: dt.date | None = None
    jour: int = 0
    arrete_le: dt.date | None = None
    total: int = 0
    interets: InteretsDuPlan | None = None
    preavis: int = 0
    mode: str = ""

    @property
    def dit(self) -> bool:
        """Vrai si un échéancier est décrit, plutôt que celui qui a été proposé."""
        return bool(self.nombre or self.somme)


def composer(session: Session, dossier: Dossier, voulu: Voulu, le: dt.date) -> PlanConclu:
    """Le plan voulu, signé ce jour-là. Sans échéancier décrit, celui du dernier plan proposé.

    Lève ``FaitRefuse``, ``EcheancierImpossible`` ou ``TauxInconnu``.
    """
    _refuser_si_defendu(dossier, le)
    if voulu.preavis > PREAVIS_AU_PLUS:
        raise FaitRefuse(
            f"Un préavis de {voulu.preavis} jours n'est pas vraisemblable : {PREAVIS_AU_PLUS} au plus. Rien n'est "
            "écrit."
        )
    propose = None if voulu.dit else _propose(dossier)
    arrete_le = voulu.arrete_le or (propose.arrete_le if propose else None) or le
    if arrete_le > le:
        raise FaitRefuse(
            f"La dette s'arrête au plus tard le jour du plan ({en_chiffres(le)}), et non le {en_chiffres(arrete_le)} : "
            "changez --au. Rien n'est écrit."
        )
    du = decompter(dossier, arrete_le, session.bareme).total
    total = voulu.total or (propose.total if propose else du)
    if not 0 < total <= du:
        raise FaitRefuse(
            f"Au {en_chiffres(arrete_le)}, il est dû {en_euros(du)} : un plan ne va pas au-delà. Rien n'est écrit."
            if du
            else f"Plus rien n'est dû au dossier {dossier.libelle} au {en_chiffres(arrete_le)}. Rien n'est écrit."
        )
    versements = propose.versements if propose else _versements(voulu, total, le)
    _verifier_les_dates(dossier, versements, arrete_le, le)
    plan = PlanConclu(
        date=le,
        arrete_le=arrete_le,
        total=total,
        versements=versements,
        interets=_interets(dossier, voulu.interets or (propose.interets if propose else None)),
        preavis=voulu.preavis or (propose.preavis if propose else preavis_de(session, dossier)),
        mode=voulu.mode or (propose.mode if propose else "virement"),
    )
    _verifier_le_mode(session, plan, voulu.jour)
    return plan


def _propose(dossier: Dossier) -> PlanPropose:
    """Le dernier plan proposé, qu'aucun plan signé n'a suivi."""
    propose = dossier.plans_proposes[-1] if dossier.plans_proposes else None
    if propose is None or not propose.versements or any(s.plan.date >= propose.date for s in dossier.plans):
        raise FaitRefuse(
            "Dites l'échéancier : --nombre 6 --des 05/01/2026, ou --de 400 --des 05/01/2026. Rien n'est écrit."
        )
    return propose


def _versements(voulu: Voulu, total: int, le: dt.date) -> tuple[Versement, ...]:
    if voulu.des is None and not voulu.jour:
        raise FaitRefuse("Dites le jour du premier versement : --des DATE, ou --jour 5. Rien n'est écrit.")
    if voulu.jour and not 1 <= voulu.jour <= 31:
        raise FaitRefuse(f"« {voulu.jour} » n'est pas un jour du mois : --jour va de 1 à 31. Rien n'est écrit.")
    des = voulu.des or le + UN_JOUR
    des = premiere_date(des, voulu.jour) if voulu.jour else des
    if voulu.somme:
        return versements_de(total, voulu.somme, des, voulu.jour)
    return versements_egaux(total, voulu.nombre, des, voulu.jour)


def _verifier_les_dates(dossier: Dossier, versements: Sequence[Versement], arrete_le: dt.date, le: dt.date) -> None:
    if versements[0].le < le:
        raise FaitRefuse(
            f"Le premier versement ({en_chiffres(versements[0].le)}) précède le plan ({en_chiffres(le)}) : changez "
            "--des. Rien n'est écrit."
        )
    entre = [recu for recu in dossier.encaissements if arrete_le < recu.date < le]
    if entre:
        raise FaitRefuse(
            f"{en_euros(sum(recu.montant for recu in entre))} ont été reçus entre l'arrêté du {en_chiffres(arrete_le)} "
            f"et le {en_chiffres(le)} : arrêtez la dette après ce paiement, --au {en_chiffres(entre[-1].date)}. Rien "
            "n'est écrit."
        )


def _interets(dossier: Dossier, voulus: InteretsDuPlan | None) -> InteretsDuPlan:
    if not est_public(dossier):
        return voulus or InteretsDuPlan.SUSPENDUS
    if voulus not in (None, InteretsDuPlan.MAINTENUS):
        raise FaitRefuse(
            "Renoncer aux intérêts moratoires d'un acheteur public est réputé non écrit (CCP, art. L2192-14) : "
            "--interets maintenus. Rien n'est écrit."
        )
    return InteretsDuPlan.MAINTENUS


def preavis_de(session: Session, dossier: Dossier) -> int:
    """Les jours du préavis, à défaut de clause : davantage pour un crédit."""
    return PREAVIS_DE_CREDIT if de_credit(session, dossier) else PREAVIS


def de_credit(session: Session, dossier: Dossier) -> bool:
    """Vrai si l'une des factures est l'échéance d'un crédit."""
    codes = {session.natures.de(dossier, facture).code for facture in dossier.factures}
    return any(code.startswith("credit") for code in codes)


def _verifier_le_mode(session: Session, plan: PlanConclu, jour: int) -> None:
    if plan.mode not in MODES_DE_PLAN:
        raise FaitRefuse(f"Mode de paiement « {plan.mode} » inconnu : {', '.join(MODES_DE_PLAN)}. Rien n'est écrit.")
    choix, quantieme = session.profil.jours_au_choix, jour or plan.versements[0].le.day
    if plan.mode == PRELEVEMENT and quantieme not in choix:
        raise FaitRefuse(
            f"Un prélèvement se fait le {', le '.join(map(str, choix))} du mois, au choix du débiteur, et non le "
            f"{quantieme} : changez --jour, ou vos dates (recouvre profil --jours-de-prelevement …). Rien n'est écrit."
        )


def _refuser_si_defendu(dossier: Dossier, le: dt.date) -> None:
    for arret in en_cours(dossier, le):
        if arret.cause in PAIEMENTS_INTERDITS:
            quoi = "une procédure collective" if arret.cause is CauseArret.PROCEDURE else "un surendettement"
            raise FaitRefuse(
                f"Aucun plan pendant {quoi}, depuis le {en_chiffres(arret.date)} : le débiteur ne peut plus payer ses "
                f"dettes antérieures ({PAIEMENTS_INTERDITS[arret.cause]}). Le plan viendra de cette procédure. Rien "
                "n'est écrit."
            )
