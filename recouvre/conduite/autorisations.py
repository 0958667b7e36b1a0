"""Ce que le créancier a autorisé sur un dossier, un jour donné."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from recouvre.conduite.demarches import Demarche, Genre
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


def accord_du_creancier(dossier: Dossier, depuis: dt.date, total: int) -> AutorisationDonnee | None:
    """L'autorisation de plan qui vaut ce jour-là ou vient après, et couvre cette somme ; la dernière donnée."""
    for donnee in reversed(dossier.autorisations):
        retiree = any(r.objet is donnee.objet and r.date >= donnee.date for r in dossier.autorisations_retirees)
        if (
            donnee.objet is ObjetAutorisation.PLAN
            and not retiree
            and (donnee.jusqu_au is None or donnee.jusqu_au >= depuis)
            and (not donnee.plafond or total <= donnee.plafond)
        ):
            return donnee
    return None


def visite_a_autoriser(dossier: Dossier, demarche: Demarche) -> Demarche:
    """Une visite que le créancier n'a pas permise commence par la lui demander (L121-7 2° du code de la consommation
    punit l'insistance ; c'est le mandat qui demande l'accord)."""
    if demarche.genre is not Genre.VISITE:
        return demarche
    if autorisation_en_cours(dossier, ObjetAutorisation.VISITE, demarche.le) is not None:
        return demarche
    return replace(
        demarche,
        libelle=f"{demarche.libelle} : accord à obtenir d'abord",
        commande=f'recouvre autorisation {dossier.libelle} visite --texte "…"',
    )
