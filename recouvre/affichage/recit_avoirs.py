"""Ce que chaque avoir a réduit du principal qu'il visait, relu dans le décompte."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from recouvre.affichage.decompte_reperes import jours_des_paiements
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import FactureAjoutee
from recouvre.droit.releve import Decompte, Nature


class AvoirDeduit(NamedTuple):
    """Un avoir, le jour où il a compté, la facture qu'il visait, et ce qu'il a réduit de son principal (centimes)."""

    numero: str
    le: dt.date
    montant: int
    visee: str
    deduit: int


def avoirs_deduits(decompte: Decompte, dossier: Dossier) -> tuple[AvoirDeduit, ...]:
    """Les avoirs du décompte, dans l'ordre où ils ont compté.

    Sans facture dite, un avoir vise la plus ancienne échéance dont il reste du principal.
    """
    deduits: list[AvoirDeduit] = []
    for ligne in decompte.lignes:
        if ligne.nature is not Nature.AVOIR:
            continue
        le, montant = ligne.du or decompte.au, -ligne.montant
        dite = dossier.facture(ligne.facture)
        nees = [dite] if dite else [facture for facture in dossier.factures if facture.emise_le <= le]
        restants = {facture.numero: _restant(decompte, dossier, facture, le, deduits) for facture in nees}
        visee = dite.numero if dite else next((numero for numero, restant in restants.items() if restant), "")
        numero = ligne.libelle.removeprefix("Avoir ")
        deduits.append(AvoirDeduit(numero, le, montant, visee, min(montant, restants.get(visee, 0))))
    return tuple(deduits)


def sans_emploi(decompte: Decompte, avoir: AvoirDeduit) -> int:
    """Ce que cet avoir n'a ni réduit ni compensé, en centimes."""
    compenses = sum(part.montant for part in decompte.compensations if part.avoir == avoir.numero)
    return avoir.montant - avoir.deduit - compenses


def _restant(
    decompte: Decompte, dossier: Dossier, facture: FactureAjoutee, le: dt.date, avant: Sequence[AvoirDeduit]
) -> int:
    """Le principal de cette facture quand vient un avoir de ce jour : après les reprises, avant les paiements."""
    jours = jours_des_paiements(dossier, decompte.au)
    regles = sum(
        part.montant
        for part in decompte.imputations
        if (part.facture, part.nature) == (facture.numero, Nature.PRINCIPAL)
        and (part.date < le or part.date == le != jours[part.encaissement])
    )
    venus = {avoir.numero for avoir in avant}
    compenses = sum(
        part.montant
        for part in decompte.compensations
        if (part.facture, part.nature) == (facture.numero, Nature.PRINCIPAL) and part.date <= le and part.avoir in venus
    )
    deduits = sum(avoir.deduit for avoir in avant if avoir.visee == facture.numero)
    return max(0, facture.montant - facture.deja_regle - regles - compenses - deduits)
