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
