"""Lire plusieurs départs : un lot, un jour, ce qui demande une personne, l'histoire d'un dossier."""

from __future__ import annotations

import sqlite3

from recouvre.base.envois import TOUT, Envoi


def du_lot(connexion: sqlite3.Connection, jour: str, lot: int) -> list[Envoi]:
    """Les départs remis dans ce lot, par dossier."""
    return _lire(connexion, TOUT + "jour = ? AND lot = ? AND etat = 'envoyé' ORDER BY dossier, id", jour, lot)


def du_jour(connexion: sqlite3.Connection, jour: str) -> list[Envoi]:
    """Les départs remis ce jour-là, tous lots confondus, par dossier."""
    return _lire(connexion, TOUT + "jour = ? AND etat = 'envoyé' ORDER BY dossier, id", jour)


def du_dossier(connexion: sqlite3.Connection, dossier: int) -> list[Envoi]:
    """Tous les départs d'un dossier, du plus ancien au plus récent."""
    return _lire(connexion, TOUT + "dossier = ? ORDER BY id", dossier)


def incertains(connexion: sqlite3.Connection) -> list[Envoi]:
    """Les départs dont on ne sait pas s'ils ont eu lieu : une personne doit trancher."""
    return _lire(connexion, TOUT + "etat IN ('en cours', 'incertain') ORDER BY id")


def incertains_du_dossier(connexion: sqlite3.Connection, dossier: int) -> list[Envoi]:
    """Ceux d'un dossier dont on ne sait pas s'ils ont eu lieu."""
    return _lire(connexion, TOUT + "dossier = ? AND etat IN ('en cours', 'incertain') ORDER BY id", dossier)


def en_souffrance(connexion: sqlite3.Connection) -> list[Envoi]:
    """Les départs qui ne sont pas partis, ou dont on ne sait rien, du plus ancien au plus récent."""
    return _lire(connexion, TOUT + "etat <> 'envoyé' ORDER BY id")


def derniers(connexion: sqlite3.Connection, combien: int) -> list[Envoi]:
    """Les derniers départs réservés, du plus récent au plus ancien."""
    return _lire(connexion, TOUT + "1 ORDER BY id DESC LIMIT ?", combien)


def figes(connexion: sqlite3.Connection) -> list[Envoi]:
    """Tous les départs dont le document doit être sur le disque."""
    return _lire(connexion, TOUT + "fichier <> '' AND etat <> 'échoué' ORDER BY id")


def dernier_lot(connexion: sqlite3.Connection) -> tuple[str, int] | None:
    """Le jour et le numéro du dernier lot de papier remis, s'il y en a un."""
    ligne = connexion.execute(
        "SELECT jour, lot FROM envois WHERE etat = 'envoyé' AND canal = 'courrier' ORDER BY jour DESC, lot DESC LIMIT 1"
    ).fetchone()
    return (str(ligne[0]), int(ligne[1])) if ligne else None


def prochain_lot(connexion: sqlite3.Connection, jour: str) -> int:
    """Le numéro du prochain lot de ce jour."""
    ligne = connexion.execute("SELECT max(lot) FROM envois WHERE jour = ? AND etat = 'envoyé'", (jour,)).fetchone()
    return int(ligne[0] or 0) + 1


def _lire(connexion: sqlite3.Connection, requete: str, *valeurs: str | int) -> list[Envoi]:
    return [Envoi(*ligne) for ligne in connexion.execute(requete, valeurs)]
