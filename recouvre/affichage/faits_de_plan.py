"""Un plan de paiement, en une ligne de français."""

from __future__ import annotations

from typing import assert_never

from recouvre.affichage.francais import date, montant, pluriel
from recouvre.domaine.faits_de_plan import InteretsDuPlan, PlanCaduc, PlanConclu, PlanPropose

INTERETS = {
    InteretsDuPlan.MAINTENUS: "intérêts maintenus",
    InteretsDuPlan.SUSPENDUS: "sans intérêts tant qu'il est tenu",
    InteretsDuPlan.ABANDONNES: "intérêts abandonnés s'il est tenu",
}
"""Le sort des intérêts, tel qu'on l'écrit."""


def raconter_plan(fait: PlanPropose | PlanConclu | PlanCaduc) -> str:
    """« Plan signé : 3 605,96 € en 6 versements, du 05/01/2026 au 05/06/2026, sans intérêts tant qu'il est tenu »."""
    match fait:
        case PlanPropose():
            qui = "le débiteur" if fait.par == "debiteur" else "le créancier"
            nombre = pluriel(fait.nombre, "versement")
            return f"Plan proposé par {qui} : {montant(fait.total)} en {nombre}, dès le {date(fait.des)}"
        case PlanConclu():
            nombre = pluriel(len(fait.versements), "versement")
            bornes = f", du {date(fait.versements[0].le)} au {date(fait.versements[-1].le)}" if fait.versements else ""
            return f"Plan signé : {montant(fait.total)} en {nombre}{bornes}, {INTERETS[fait.interets]}"
        case PlanCaduc():
            return f"Plan caduc{f' : {fait.motif}' if fait.motif else ''}"
        case _:
            assert_never(fait)
