"""Ce qu'il faut savoir d'un plan avant de le proposer : rien n'y est interdit, tout s'y dit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from recouvre.conduite.tours import mise_en_demeure
from recouvre.domaine.budget import Budget
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_de_plan import InteretsDuPlan, PlanConclu
from recouvre.domaine.montants import en_euros
from recouvre.domaine.parties import Qualite
from recouvre.domaine.profil import Mode
from recouvre.droit.delais_instances import CodeBascule, bascule
from recouvre.droit.echeancier import VERSEMENTS_AU_PLUS
from recouvre.operations.plan_voulu import de_credit, preavis_de
from recouvre.operations.session import Session


def remarques(
    session: Session, dossier: Dossier, plan: PlanConclu, du: int, prescrite: dt.date | None, budget: Budget | None
) -> tuple[str, ...]:
    """Les remarques d'un plan, de la plus pressante à la plus générale. ``du`` : centimes dus au jour de l'arrêté."""
    dites = [*_du_mandat(session, dossier), *_du_plan(session, dossier, plan, du, prescrite)]
    if budget is not None:
        dites += _du_budget(plan, budget, session.maintenant.date())
    if dossier.qualite is Qualite.CONSOMMATEUR:
        dites.append(_du_credit(plan, credit=de_credit(session, dossier)))
    return tuple(dites)


def _du_mandat(session: Session, dossier: Dossier) -> Iterator[str]:
    if session.mode is Mode.AGENCE and mise_en_demeure(dossier) is None:
        yield "La première lettre n'est pas partie : sans elle, aucune échéance ne se réclame (CPCE, art. R124-4)."


def _du_plan(session: Session, dossier: Dossier, plan: PlanConclu, du: int, prescrite: dt.date | None) -> Iterator[str]:
    if plan.total < du:
        yield f"Ce plan n'éteint pas la dette : {en_euros(du - plan.total)} restent dus à côté."
    if dossier.qualite is Qualite.CONSOMMATEUR and plan.preavis < preavis_de(session, dossier):
        yield (
            f"Un préavis de {plan.preavis} jours est court contre un consommateur : la clause peut être jugée abusive "
            "(C. conso., art. R212-2 4°)."
        )
    if prescrite is not None:
        yield (
            f"Prescription acquise depuis le {en_chiffres(prescrite)} : signer peut valoir renonciation (C. civ., art. "
            "2250 et 2251), le débiteur doit le savoir."
        )


def _du_budget(plan: PlanConclu, budget: Budget, le: dt.date) -> Iterator[str]:
    """La mensualité tient-elle dans le reste que le débiteur a déclaré ? Déclaré : ni vérifié, ni deviné."""
    mensualite = max(versement.montant for versement in plan.versements)
    if mensualite <= budget.reste:
        return
    declare = f"déclaré le {en_chiffres(budget.le)}{', il y a longtemps' if budget.ancien(le) else ''}"
    if budget.reste <= 0:
        yield (
            f"Le débiteur n'a aucun reste disponible, d'après ce qu'il a {declare} : un plan ne tiendrait pas sans "
            "une autre ressource. Parlez-en avec lui."
        )
        return
    somme = budget.reste // 100 * 100
    nombre = -(-plan.total // somme) if somme else 0
    tient = f" Avec --de {somme // 100} : {nombre} versements." if 0 < nombre <= VERSEMENTS_AU_PLUS else ""
    yield (
        f"La mensualité de {en_euros(mensualite)} dépasse le reste disponible {declare}, {en_euros(budget.reste)} par "
        f"mois.{tient}"
    )


def _du_credit(plan: PlanConclu, *, credit: bool) -> str:
    """Un délai de paiement n'est pas un crédit de plus, s'il ne coûte rien ; le texte de l'exclusion reste à relire."""
    if credit:
        return "Réaménager un crédit : seul le premier réaménagement reporte la forclusion (C. conso., art. R312-35)."
    du = en_chiffres(bascule(CodeBascule.PAIEMENT_FRACTIONNE).du)
    if plan.interets is InteretsDuPlan.MAINTENUS:
        return (
            "Intérêts maintenus contre un consommateur : vérifiez que ce plan ne devient pas un crédit à la "
            f"consommation (C. conso., art. L312-1 et L312-4, à relire dans leur version du {du})."
        )
    return (
        "Un délai pour une dette existante, sans frais ni intérêts, n'est pas tenu ici pour un crédit à la "
        f"consommation (C. conso., art. L312-4, à relire dans sa version du {du}) : n'y ajoutez rien."
    )
