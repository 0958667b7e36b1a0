"""Constater qu'un plan est tombé : jamais de soi-même, jamais au premier retard."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from recouvre.conduite.plans import a_constater, derniere_limite, limite_de, rang_sur
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.deductions import PlanSuivi
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import Evenement
from recouvre.domaine.faits_de_plan import PlanCaduc
from recouvre.domaine.montants import en_euros
from recouvre.droit.delais import UN_JOUR
from recouvre.droit.plans import etat_du_plan, plan_en_cours
from recouvre.operations.consigner import Consigne, consigner
from recouvre.operations.gardes import FaitRefuse, refuser_avenir
from recouvre.operations.session import Session


def constater(session: Session, numero: int, le: dt.date, motif: str = "") -> Consigne:
    """Le plan est caduc : ``le`` est le premier jour où tout ce qui reste dû est exigible.

    Lève ``FaitRefuse`` tant que la mise en demeure d'échéance n'est pas partie, et que son délai court.
    """
    refuser_avenir(session, le, "une caducité")

    def decider(dossier: Dossier) -> Sequence[Evenement]:
        suivi = plan_en_cours(dossier)
        if suivi is None:
            raise FaitRefuse(
                f"Aucun plan signé ne court au dossier {dossier.libelle}. Où il en est : recouvre echeancier "
                f"{dossier.libelle}. Rien n'est écrit."
            )
        return [PlanCaduc(date=le, motif=_motif(dossier, suivi, le, motif))]

    return consigner(session, numero, decider, geste="une caducité")


def _motif(dossier: Dossier, suivi: PlanSuivi, le: dt.date, motif: str) -> str:
    """Le motif donné, ou celui que les faits donnent. Lève ``FaitRefuse`` si rien ne fait tomber ce plan ce jour-là."""
    trouve = a_constater(dossier, suivi)
    if trouve is None:
        raise FaitRefuse(_rien_a_constater(dossier, suivi, le))
    echeance, mise = trouve
    derniere, limite = derniere_limite(dossier, suivi) or (mise, limite_de(suivi, mise))
    if le <= limite:
        raise FaitRefuse(
            f"La mise en demeure du {en_chiffres(derniere.date)} laisse jusqu'au {en_chiffres(limite)} : le plan n'est "
            f"caduc que le {en_chiffres(limite + UN_JOUR)} au plus tôt. Rien n'est écrit."
        )
    return motif or (
        f"échéance {rang_sur(echeance, suivi)} impayée, mise en demeure du {en_chiffres(mise.date)} restée sans effet"
    )


def _rien_a_constater(dossier: Dossier, suivi: PlanSuivi, le: dt.date) -> str:
    en_retard = next((e for e in etat_du_plan(dossier, suivi) if e.solde_le is None and e.le < le), None)
    if en_retard is None:
        return (
            f"Le plan signé le {en_chiffres(suivi.plan.date)} est tenu : aucune échéance n'est en retard le "
            f"{en_chiffres(le)}. Rien n'est écrit."
        )
    return (
        f"L'échéance {rang_sur(en_retard, suivi)} ({en_euros(en_retard.reste)}) est en retard, mais un plan ne tombe "
        "pas au premier retard : il faut d'abord mettre en demeure de la payer (recouvre relances --envoyer), puis "
        f"laisser passer les {suivi.plan.preavis} jours du préavis. Rien n'est écrit."
    )
