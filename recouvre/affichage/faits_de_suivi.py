"""Un litige, une promesse, en une ligne de français."""

from __future__ import annotations

from typing import assert_never

from recouvre.affichage.francais import date, montant
from recouvre.domaine.faits_de_suivi import LitigeClos, LitigeOuvert, PromesseFaite


def raconter_suivi(fait: LitigeOuvert | LitigeClos | PromesseFaite) -> str:
    """« Litige sur F-1 : marchandise non conforme, 700,00 € reconnus », « Promesse de 500,00 € pour le 15/03/2026 »…"""
    match fait:
        case LitigeOuvert():
            sur = f" sur {fait.facture}" if fait.facture else ""
            reconnu = f", {montant(fait.reconnu)} reconnus" if fait.reconnu else ""
            return f"Litige{sur} : {fait.motif}{reconnu}"
        case LitigeClos():
            return f"Litige clos : {fait.issue}"
        case PromesseFaite():
            return f"Promesse de {montant(fait.montant)} pour le {date(fait.pour_le)}"
        case _:
            assert_never(fait)
