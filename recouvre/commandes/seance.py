"""Ouvrir un cabinet pour la durée d'une commande qui agit : l'instant et l'auteur viennent de l'horloge."""

from __future__ import annotations

from pathlib import Path

from recouvre.commandes.horloge import auteur, maintenant
from recouvre.operations.session import Session


def ouvrir_session(cabinet: Path) -> Session:
    """Une session sur ce cabinet, datée et signée. Lève ``CabinetIntrouvable``."""
    return Session(cabinet, maintenant=maintenant(), auteur=auteur())
