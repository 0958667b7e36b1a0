"""Les moyens qu'un débiteur déclare : leur fiche, la ligne du dossier, l'objet JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from recouvre.affichage import suivi
from recouvre.affichage.francais import date, montant
from recouvre.affichage.tableau import fiche, plier
from recouvre.domaine.budget import Budget
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.montants import en_decimal


def montrer(dossier: Dossier, budget: Budget, nom: str, au: dt.date) -> None:
    """La capacité déclarée, la volonté telle qu'on l'apprécie, et les faits du dossier qui l'éclairent."""
    ancien = ", il y a plus de six mois : à redemander" if budget.ancien(au) else ""
    fiche(
        [
            ("Revenus", f"{montant(budget.revenus)} par mois"),
            ("Charges", f"{montant(budget.charges)} par mois"),
            ("Reste disponible", f"{montant(budget.reste)} par mois"),
            ("Déclaré le", f"{date(budget.le)}{ancien}"),
            ("Volonté", f"{budget.volonte} (votre appréciation)" if budget.volonte else ""),
            ("Note", budget.note),
            *suivi.conduite_du_debiteur(dossier, au, attendu=dossier.cloture is None),
        ],
        titre=f"{dossier.libelle} · {nom} : moyens déclarés",
        notes=[
            plier("Déclaré par le débiteur ; rien n'est vérifié, aucune note n'est calculée, rien n'est au journal."),
            f"Pour tout effacer : recouvre budget {dossier.libelle} --effacer",
        ],
    )


def paires(budget: Budget | None, au: dt.date) -> Iterator[tuple[str, str]]:
    """La ligne de la fiche du dossier."""
    if budget is not None:
        ancien = ", à redemander" if budget.ancien(au) else ""
        yield "Moyens déclarés", f"reste {montant(budget.reste)} par mois, déclaré le {date(budget.le)}{ancien}"


def en_json(budget: Budget | None) -> dict[str, Any] | None:
    """La déclaration, pour un programme ; ``None`` s'il n'y en a pas."""
    if budget is None:
        return None
    return {
        "le": budget.le,
        "revenus": en_decimal(budget.revenus),
        "charges": en_decimal(budget.charges),
        "reste": en_decimal(budget.reste),
        "volonte": str(budget.volonte) if budget.volonte else None,
        "note": budget.note or None,
    }
