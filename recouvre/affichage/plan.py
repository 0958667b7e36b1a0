"""Un plan de paiement à l'écran : simulé, ou tel qu'il est tenu ; et ses objets JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from recouvre.affichage.faits_de_plan import INTERETS
from recouvre.affichage.francais import date, montant, pluriel
from recouvre.affichage.tableau import Accent, Colonne, plier, tableau
from recouvre.domaine.deductions import PlanSuivi
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import MODES_EN_CLAIR
from recouvre.domaine.faits_de_plan import PlanConclu, PlanPropose, Versement
from recouvre.domaine.montants import en_decimal
from recouvre.droit.plans import Echeance, etat_du_plan

PAYE, PARTIEL, EN_RETARD, A_VENIR = "payé", "partiel", "en retard", "à venir"


class Simulation(Protocol):
    """Un plan calculé, que rien n'a écrit."""

    @property
    def dossier(self) -> Dossier: ...
    @property
    def du(self) -> int: ...
    @property
    def plan(self) -> PlanConclu: ...
    @property
    def maintenus(self) -> int | None: ...
    @property
    def manque(self) -> str: ...
    @property
    def accord(self) -> str: ...
    @property
    def accepte(self) -> bool: ...
    @property
    def remarques(self) -> tuple[str, ...]: ...


def montrer_la_simulation(simulation: Simulation) -> None:
    """Le tableau des versements, la durée, ce que coûteraient les intérêts, et ce qu'il faut du créancier."""
    plan, reste = simulation.plan, simulation.plan.total
    lignes = []
    for rang, versement in enumerate(plan.versements, start=1):
        reste -= versement.montant
        lignes.append((str(rang), date(versement.le), montant(versement.montant), montant(reste)))
    colonnes = (
        Colonne("N°", True), Colonne("Au plus tard le"), Colonne("Versement", True), Colonne("Reste ensuite", True)
    )  # fmt: skip
    titre = f"{simulation.dossier.libelle} : {montant(plan.total)}, dette arrêtée au {date(plan.arrete_le)}"
    notes = [plier(note) for note in _notes(simulation)]
    tableau(colonnes, lignes, titre=titre, total=("", "Total", montant(plan.total), ""), notes=notes)


def _notes(simulation: Simulation) -> Iterator[str]:
    plan = simulation.plan
    premier, dernier = plan.versements[0], plan.versements[-1]
    yield (
        f"{_resumer(plan.versements)}, du {date(premier.le)} au {date(dernier.le)} ({_duree(plan.versements)}), par "
        f"{MODES_EN_CLAIR.get(plan.mode, plan.mode)}, {INTERETS[plan.interets]} ; préavis de {plan.preavis} jours."
    )
    if simulation.maintenus is not None:
        yield f"Si les intérêts couraient pendant le plan : {montant(simulation.maintenus)} de plus."
    else:
        yield f"Ce que coûteraient les intérêts ne se chiffre pas encore. {simulation.manque}"
    if simulation.accord:
        yield simulation.accord
    yield from simulation.remarques
    yield "Une simulation : rien n'est écrit. Pour la suivre : --proposer, puis --signe-le DATE."


def _resumer(versements: Sequence[Versement]) -> str:
    """« 5 versements de 600,99 €, le dernier de 601,01 € »."""
    premier, dernier = versements[0].montant, versements[-1].montant
    if premier == dernier:
        return f"{len(versements)} versements de {montant(premier)}"
    return f"{pluriel(len(versements) - 1, 'versement')} de {montant(premier)}, le dernier de {montant(dernier)}"


def _duree(versements: Sequence[Versement]) -> str:
    return f"{len(versements) - 1} mois"


def simulation_json(simulation: Simulation) -> dict[str, Any]:
    """La simulation, pour un programme."""
    plan = simulation.plan
    return {
        "dossier": simulation.dossier.libelle,
        "au": plan.arrete_le,
        "du": en_decimal(simulation.du),
        **_conditions(plan),
        "premier_le": plan.versements[0].le,
        "dernier_le": plan.versements[-1].le,
        "mois": len(plan.versements) - 1,
        "interets_maintenus": None if simulation.maintenus is None else en_decimal(simulation.maintenus),
        "taux_manquant": simulation.manque or None,
        "accepte": simulation.accepte,
        "accord": simulation.accord or None,
        "remarques": list(simulation.remarques),
        "versements": [
            {"rang": rang, "le": versement.le, "montant": en_decimal(versement.montant)}
            for rang, versement in enumerate(plan.versements, start=1)
        ],
    }


def _conditions(plan: PlanConclu) -> dict[str, Any]:
    return {
        "total": en_decimal(plan.total),
        "nombre": len(plan.versements),
        "interets": str(plan.interets),
        "preavis": plan.preavis,
        "mode": plan.mode,
    }


def montrer(dossier: Dossier, suivi: PlanSuivi, au: dt.date) -> None:
    """Le plan, versement par versement, ce qui est versé et ce qui vient."""
    echeances = etat_du_plan(dossier, suivi, au)
    plan, verse = suivi.plan, sum(e.verse for e in echeances)
    colonnes = (
        Colonne("N°", True), Colonne("Au plus tard le"), Colonne("Versement", True), Colonne("Reçu", True),
        Colonne("État"),
    )  # fmt: skip
    lignes = [(str(e.rang), date(e.le), montant(e.montant), montant(e.verse), dire(e, au)) for e in echeances]
    retards = {rang: Accent.ALERTE for rang, e in enumerate(echeances) if _etat(e, au) == EN_RETARD}
    total = ("", "Total", montant(plan.total), montant(verse), f"reste {montant(plan.total - verse)}")
    titre = f"{dossier.libelle} : plan signé le {date(plan.date)}, {etat_de(suivi, au)}"
    tableau(colonnes, lignes, titre=titre, total=total, notes=_notes_du_plan(suivi, echeances), accents=retards)


def _notes_du_plan(suivi: PlanSuivi, echeances: Sequence[Echeance]) -> list[str]:
    plan = suivi.plan
    mode = MODES_EN_CLAIR.get(plan.mode, plan.mode)
    notes = [
        f"Dette arrêtée au {date(plan.arrete_le)}, {INTERETS[plan.interets]} ; par {mode} ; préavis de {plan.preavis} "
        "jours."
    ]
    if suivi.fin is None and (prochaine := prochaine_de(echeances)):
        notes.append(f"Prochaine échéance : {montant(prochaine.reste)} le {date(prochaine.le)}.")
    return [plier(note) for note in notes]


def prochaine_de(echeances: Sequence[Echeance]) -> Echeance | None:
    """La première qui n'est pas payée."""
    return next((echeance for echeance in echeances if echeance.solde_le is None), None)


def _etat(echeance: Echeance, au: dt.date) -> str:
    if echeance.solde_le is not None:
        return PAYE
    if au > echeance.le:
        return EN_RETARD
    return PARTIEL if echeance.verse else A_VENIR


def dire(echeance: Echeance, au: dt.date) -> str:
    """« payé le 05/01/2026 », « en retard, il manque 200,00 € »."""
    etat = _etat(echeance, au)
    if echeance.solde_le is not None:
        return f"{etat} le {date(echeance.solde_le)}"
    return f"{etat}, il manque {montant(echeance.reste)}" if echeance.verse else etat


def etat_de(suivi: PlanSuivi, au: dt.date) -> str:
    """« en cours », « achevé le … », « caduc depuis le … », « remplacé le … »."""
    mot, le = _fin_de(suivi, au)
    return f"{mot}{' depuis' if mot == 'caduc' else ''} le {date(le)}" if le else mot


def _fin_de(suivi: PlanSuivi, au: dt.date) -> tuple[str, dt.date | None]:
    fins = (("caduc", suivi.caduc_le), ("achevé", suivi.acheve_le), ("remplacé", suivi.remplace_le))
    return next(((mot, le) for mot, le in fins if le is not None and le <= au), ("en cours", None))


def en_json(dossier: Dossier, suivi: PlanSuivi, au: dt.date) -> dict[str, Any]:
    """Le plan, pour un programme."""
    echeances = etat_du_plan(dossier, suivi, au)
    verse, prochaine = sum(e.verse for e in echeances), prochaine_de(echeances)
    return {
        "signe_le": suivi.plan.date,
        "arrete_le": suivi.plan.arrete_le,
        **_conditions(suivi.plan),
        "accord_le": suivi.plan.accord_le,
        "etat": _fin_de(suivi, au)[0],
        "acheve_le": suivi.acheve_le,
        "caduc_le": suivi.caduc_le,
        "remplace_le": suivi.remplace_le,
        "verse": en_decimal(verse),
        "reste": en_decimal(suivi.plan.total - verse),
        "prochaine": {"rang": prochaine.rang, "le": prochaine.le, "montant": en_decimal(prochaine.reste)}
        if prochaine and suivi.fin is None
        else None,
        "versements": [
            {
                "rang": e.rang,
                "le": e.le,
                "montant": en_decimal(e.montant),
                "verse": en_decimal(e.verse),
                "etat": _etat(e, au),
                "paye_le": e.solde_le,
            }
            for e in echeances
        ],
    }


def dire_la_proposition(propose: PlanPropose) -> str:
    """« 3 605,96 € en 6 versements dès le 05/01/2026, proposé le 02/01/2026 »."""
    nombre = pluriel(propose.nombre, "versement")
    return f"{montant(propose.total)} en {nombre} dès le {date(propose.des)}, proposé le {date(propose.date)}"


def paires(dossier: Dossier, au: dt.date) -> Iterator[tuple[str, str]]:
    """La ligne de la fiche : le plan qui court, ce qu'il en reste et la prochaine échéance."""
    for suivi in dossier.plans:
        if suivi.plan.date <= au <= (suivi.fin or dt.date.max):
            echeances = etat_du_plan(dossier, suivi, au)
            prochaine = prochaine_de(echeances)
            reste = suivi.plan.total - sum(e.verse for e in echeances)
            suite = f", {montant(prochaine.reste)} le {date(prochaine.le)} ({dire(prochaine, au)})" if prochaine else ""
            yield "Plan", f"signé le {date(suivi.plan.date)}, reste {montant(reste)}{suite}"
