"""Ouvrir la base d'un cabinet pour une lecture d'index : rien d'autre n'est importé, la réponse est immédiate."""

from __future__ import annotations

from pathlib import Path

from recouvre.base.connexion import Base, ouvrir
from recouvre.base.reglages import projections_a_refaire


def ouvrir_base(cabinet: Path) -> Base:
    """La base, ses projections refaites si une migration ou un scénario le demande. Lève ``CabinetIntrouvable``."""
    base = ouvrir(cabinet)
    if projections_a_refaire(base, cabinet):
        from recouvre.commandes.seance import ouvrir_session

        ouvrir_session(cabinet).base.close()
    return base


def nom_tenu(base: Base, cabinet: Path, gestionnaire: str) -> str:
    """Le nom réglé de ce gestionnaire, à la casse près ; à défaut celui que des dossiers portent encore.

    Lève ``GestionnaireInconnu``.
    """
    from recouvre.base.gestionnaires import lire_equipe
    from recouvre.base.projections import du_gestionnaire
    from recouvre.domaine.gestionnaires import GestionnaireInconnu

    try:
        return lire_equipe(cabinet).de_ce_nom(gestionnaire).nom
    except GestionnaireInconnu:
        if du_gestionnaire(base, gestionnaire):
            return gestionnaire
        raise
