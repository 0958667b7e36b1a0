"""Ce que le créancier a autorisé sur un dossier, un jour donné."""

from __future__ import annotations

import datetime as dt

from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_de_gestion import AutorisationDonnee, ObjetAutorisation


def autorisation_en_cours(dossier: Dossier, objet: ObjetAutorisation, jour: dt.date) -> AutorisationDonnee | None:
    """La dernière autorisation de cet objet qui vaut ce jour-là : ni retirée, ni expirée."""
    donnees = [donnee for donnee in dossier.autorisations if donnee.objet is objet and donnee.date <= jour]
    if not donnees:
        return None
    derniere = donnees[-1]
    retiree = any(
        retrait.objet is objet and derniere.date <= retrait.date <= jour for retrait in dossier.autorisations_retirees
    )
    expiree = derniere.jusqu_au is not None and derniere.jusqu_au < jour
    return None if retiree or expiree else derniere
