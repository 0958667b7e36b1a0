"""Les réglages que la base tient pour elle-même : une clé, une valeur."""

from __future__ import annotations

import sqlite3
import zlib
from pathlib import Path

PROJECTIONS_A_REFAIRE = "projections_a_refaire"
"""Posé par une migration qui change ce que l'on déduit du journal ; vide quand c'est fait."""


SCENARIOS_SUIVIS = "scenarios_suivis"
"""Les fichiers de scénario du cabinet d'après lesquels les démarches ont été prévues, et leur somme de contrôle."""


def projections_a_refaire(connexion: sqlite3.Connection, cabinet: Path) -> bool:
    """Vrai si une migration le demande, ou si quelqu'un a changé un scénario : ses étapes ne se tairaient pas."""
    if lire_reglage(connexion, PROJECTIONS_A_REFAIRE):
        return True
    return lire_reglage(connexion, SCENARIOS_SUIVIS) != scenarios_du_cabinet(cabinet)


def noter_les_projections_faites(connexion: sqlite3.Connection, scenarios: str) -> None:
    """Les projections disent ce que dit le journal, d'après ces scénarios. Dans la transaction de l'appelant."""
    ecrire_reglage(connexion, PROJECTIONS_A_REFAIRE, "")
    ecrire_reglage(connexion, SCENARIOS_SUIVIS, scenarios)


def scenarios_du_cabinet(cabinet: Path) -> str:
    """Le nom et la somme de contrôle de chaque scénario du cabinet ; vide s'il n'en a aucun à lui."""
    fichiers = sorted((cabinet / "scenarios").glob("*.toml"))
    return " ".join(f"{fichier.stem}:{zlib.crc32(fichier.read_bytes()):08x}" for fichier in fichiers)


def lire_reglage(connexion: sqlite3.Connection, cle: str) -> str:
    """Un réglage tenu dans la base ; vide s'il n'existe pas."""
    ligne = connexion.execute("SELECT valeur FROM reglages WHERE cle = ?", (cle,)).fetchone()
    return str(ligne["valeur"]) if ligne else ""


def ecrire_reglage(connexion: sqlite3.Connection, cle: str, valeur: str) -> None:
    """Pose un réglage tenu dans la base."""
    connexion.execute(
        "INSERT INTO reglages VALUES (?, ?) ON CONFLICT DO UPDATE SET valeur = excluded.valeur", (cle, valeur)
    )
