"""Ouvrir la base d'un cabinet pour une lecture d'index : rien d'autre n'est importé, la réponse est immédiate."""

from __future__ import annotations

from pathlib import Path

from recouvre.base.connexion import Base, ouvrir
from recouvre.base.reglages import PROJECTIONS_A_REFAIRE, lire_reglage


def ouvrir_base(cabinet: Path) -> Base:
    """La base, ses projections refaites si une migration le demande. Lève ``CabinetIntrouvable``."""
    base = ouvrir(cabinet)
    if lire_reglage(base, PROJECTIONS_A_REFAIRE):
        from recouvre.commandes.seance import ouvrir_session

        ouvrir_session(cabinet).base.close()
    return base
