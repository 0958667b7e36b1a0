"""Les réglages que la base tient pour elle-même : une clé, une valeur."""

from __future__ import annotations

import sqlite3

PROJECTIONS_A_REFAIRE = "projections_a_refaire"
"""Posé par une migration qui change ce que l'on déduit du journal ; vide quand c'est fait."""


def lire_reglage(connexion: sqlite3.Connection, cle: str) -> str:
    """Un réglage tenu dans la base ; vide s'il n'existe pas."""
    ligne = connexion.execute("SELECT valeur FROM reglages WHERE cle = ?", (cle,)).fetchone()
    return str(ligne["valeur"]) if ligne else ""


def ecrire_reglage(connexion: sqlite3.Connection, cle: str, valeur: str) -> None:
    """Pose un réglage tenu dans la base."""
    connexion.execute(
        "INSERT INTO reglages VALUES (?, ?) ON CONFLICT DO UPDATE SET valeur = excluded.valeur", (cle, valeur)
    )
