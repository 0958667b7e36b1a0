"""Les litiges et les promesses d'un dossier, sur sa fiche."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from recouvre.affichage.francais import date, montant
from recouvre.conduite.litiges import clos_le, litiges_ouverts
from recouvre.conduite.suivi import limite, promesse_en_cours, recu_depuis
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_de_suivi import PromesseFaite
from recouvre.domaine.montants import en_decimal


def paires(dossier: Dossier, au: dt.date) -> Iterator[tuple[str, str]]:
    """Les lignes de la fiche : ce qui court ce jour-là, et rien de ce qui est fini."""
    for litige in litiges_ouverts(dossier, au):
        sur = f" sur {litige.facture}" if litige.facture else ""
        reconnu = f" ({montant(litige.reconnu)} reconnus)" if litige.reconnu else ""
        yield "Litige", f"depuis le {date(litige.date)}{sur} : {litige.motif}{reconnu}"
    if promesse := promesse_en_cours(dossier, au):
        recu = recu_depuis(dossier, promesse, au)
        deja = f", {montant(recu)} reçus" if recu else ""
        yield "Promesse", f"{montant(promesse.montant)} pour le {date(promesse.pour_le)}{deja}"


def litiges_json(dossier: Dossier) -> list[dict[str, Any]]:
    """Les litiges du dossier, clos compris."""
    return [
        {
            "le": litige.date,
            "motif": litige.motif,
            "facture": litige.facture or None,
            "reconnu": en_decimal(litige.reconnu) if litige.reconnu else None,
            "clos_le": clos_le(dossier, litige),
        }
        for litige in dossier.litiges
    ]


def promesses_json(dossier: Dossier, au: dt.date) -> list[dict[str, Any]]:
    """Les promesses faites à ce jour, et ce que chacune est devenue."""
    faites = [promesse for promesse in dossier.promesses if promesse.date <= au]
    return [
        {
            "le": promesse.date,
            "montant": en_decimal(promesse.montant),
            "pour_le": promesse.pour_le,
            "etat": _etat(dossier, promesse, au, remplacee_le=suivante.date if suivante else None),
        }
        for promesse, suivante in zip(faites, [*faites[1:], None], strict=False)
    ]


def _etat(dossier: Dossier, promesse: PromesseFaite, au: dt.date, *, remplacee_le: dt.date | None) -> str:
    """« tenue » le reste, même payée en retard ; « remplacée », si une autre l'a suivie avant son terme."""
    if recu_depuis(dossier, promesse, au) >= promesse.montant:
        return "tenue"
    if remplacee_le is not None and remplacee_le <= limite(promesse):
        return "remplacée"
    return "en cours" if au <= limite(promesse) else "non tenue"
