"""Créer un cabinet : un dossier, sa base, son profil."""

from __future__ import annotations

from pathlib import Path

from recouvre.base import cabinet as disque
from recouvre.base.connexion import creer
from recouvre.domaine.profil import Mode, Profil


def initialiser(chemin: Path, mode: Mode) -> Profil:
    """Crée le cabinet dans ce dossier et rend son profil, à compléter. Lève ``Refus`` s'il y en a déjà un."""
    creer(chemin).close()
    for dossier in (disque.COURRIERS, disque.PIECES, disque.MODELES, disque.PARAMETRES, disque.SCENARIOS):
        (chemin / dossier).mkdir(exist_ok=True)
    return disque.ecrire_profil(chemin, {"mode": str(mode)})
