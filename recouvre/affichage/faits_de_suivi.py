"""Un litige, une promesse, un signal, en une ligne de français."""

from __future__ import annotations

from typing import assert_never

from recouvre.affichage.francais import date, montant
from recouvre.domaine.faits_de_suivi import (
    LitigeClos,
    LitigeOuvert,
    NatureSignal,
    PromesseFaite,
    Signalement,
    SignalLeve,
)

SIGNAUX = {
    NatureSignal.MEDIATION: "Médiation ou conciliation",
    NatureSignal.DECES: "Décès du débiteur",
    NatureSignal.MINORITE: "Débiteur mineur",
    NatureSignal.TUTELLE: "Débiteur protégé (tutelle, curatelle)",
    NatureSignal.ETRANGER: "Débiteur parti à l'étranger",
    NatureSignal.VISITE_REFUSEE: "Visite refusée par le débiteur",
    NatureSignal.PRESCRIPTION_ACQUISE: "Prescription acquise, opposée ou constatée",
    NatureSignal.CONFIE_AILLEURS: "Dossier confié à un autre",
}
"""Chaque signal, tel qu'on l'écrit."""


def raconter_suivi(fait: LitigeOuvert | LitigeClos | PromesseFaite | Signalement | SignalLeve) -> str:
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
        case Signalement():
            fin = f", jusqu'au {date(fait.jusqu_au)}" if fait.jusqu_au else ""
            return f"{SIGNAUX[fait.nature]}{fin}{f' : {fait.texte}' if fait.texte else ''}"
        case SignalLeve():
            return f"Levé : {SIGNAUX[fait.nature].lower()}{f' ({fait.texte})' if fait.texte else ''}"
        case _:
            assert_never(fait)
