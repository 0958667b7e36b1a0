"""Ceux qui interviennent à un dossier : mandataire, notaire, tuteur… Hors du journal, comme les parties."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict

from recouvre.domaine.parties import Partie


def lire(connexion: sqlite3.Connection, dossier: int) -> dict[str, Partie]:
    """Les intervenants de ce dossier, par rôle."""
    lignes = connexion.execute("SELECT role, fiche FROM intervenants WHERE dossier = ? ORDER BY role", (dossier,))
    return {ligne["role"]: Partie(**json.loads(ligne["fiche"])) for ligne in lignes}


def ecrire(connexion: sqlite3.Connection, dossier: int, role: str, partie: Partie) -> None:
    """Note ou remplace celui de ce rôle. Les champs vides ne s'écrivent pas."""
    fiche = {nom: valeur for nom, valeur in asdict(partie).items() if valeur or nom == "nom"}
    connexion.execute(
        "INSERT INTO intervenants (dossier, role, fiche) VALUES (?, ?, ?)"
        " ON CONFLICT (dossier, role) DO UPDATE SET fiche = excluded.fiche",
        (dossier, role, json.dumps(fiche, ensure_ascii=False)),
    )


def retirer(connexion: sqlite3.Connection, dossier: int, role: str) -> bool:
    """Oublie celui de ce rôle ; faux s'il n'y en avait pas."""
    return connexion.execute("DELETE FROM intervenants WHERE dossier = ? AND role = ?", (dossier, role)).rowcount > 0
