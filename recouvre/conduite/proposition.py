"""Faut-il proposer une procédure ? Les critères du créancier, un à un ; une personne décide.

L'outil ne recommande jamais d'agir : il dit ce que le cahier des charges demandait, et ce que le dossier en remplit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from recouvre.conduite.autorisations import autorisation_en_cours
from recouvre.conduite.litiges import TOUJOURS
from recouvre.conduite.pieces_judiciaires import manquantes
from recouvre.conduite.situation import Situation
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_de_gestion import ObjetAutorisation
from recouvre.domaine.montants import en_euros
from recouvre.domaine.parties import ReglagesCreancier
from recouvre.domaine.profil import Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Critere:
    """``nom`` : ce que l'on regarde ; ``rempli`` ; ``detail`` : ce que le dossier en dit."""

    nom: str
    rempli: bool
    detail: str


def criteres(dossier: Dossier, situation: Situation, reglages: ReglagesCreancier, mode: Mode) -> tuple[Critere, ...]:
    """Montant, pièces, délai, accord du créancier : ce qu'il faut pour proposer une procédure, l'amiable terminé."""
    return tuple(_criteres(dossier, situation, reglages, mode))


def _criteres(dossier: Dossier, situation: Situation, reglages: ReglagesCreancier, mode: Mode) -> Iterator[Critere]:
    principal = situation.principal or 0
    seuil = f", pour un seuil de {en_euros(reglages.procedure_des)}" if reglages.procedure_des else ", sans seuil"
    yield Critere(
        nom="montant suffisant",
        rempli=principal > 0 and principal >= reglages.procedure_des,
        detail=f"{en_euros(principal)} de principal{seuil}",
    )
    manquent = ", ".join(piece.libelle.lower() for piece in manquantes(dossier, reglages.procedure_pieces))
    yield Critere(
        nom="pièces",
        rempli=not manquent,
        detail=f"il manque : {manquent}" if manquent else "au complet",
    )
    if situation.prescription_le is not None:
        yield Critere(
            nom="délai",
            rempli=True,
            detail=f"dernier jour utile pour agir : {en_chiffres(situation.prescription_le)}",
        )
    if mode is Mode.AGENCE:
        yield _accord(dossier, reglages)


def _accord(dossier: Dossier, reglages: ReglagesCreancier) -> Critere:
    """Le pouvoir général du créancier, ou son accord sur ce dossier."""
    donnee = autorisation_en_cours(dossier, ObjetAutorisation.PROCEDURE, TOUJOURS)
    if donnee is not None:
        return Critere(nom="accord du créancier", rempli=True, detail=f"donné le {en_chiffres(donnee.date)}")
    if reglages.pouvoir_general_le is not None:
        du = en_chiffres(reglages.pouvoir_general_le)
        return Critere(nom="accord du créancier", rempli=True, detail=f"pouvoir général du {du}")
    return Critere(nom="accord du créancier", rempli=False, detail="à demander au créancier")


def en_une_phrase(tous: tuple[Critere, ...]) -> str:
    """« pour une procédure, il manque : pièces, accord du créancier » ; le détail est dans ``voies``."""
    manquent = [critere.nom for critere in tous if not critere.rempli]
    return f"pour une procédure, il manque : {', '.join(manquent)}" if manquent else "critères d'une procédure remplis"
