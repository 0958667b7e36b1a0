"""Les projections : ce qui se déduit du journal et se relit d'un index, réécrit dans la transaction du journal.

Ce module ne calcule rien : on lui donne des lignes toutes faites (``operations.projeter``), il les range.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class LigneDossier(NamedTuple):
    """Une ligne de la table ``dossiers``, dans l'ordre de ses colonnes. Montants en centimes, dates ISO."""

    numero: int
    creancier: int
    debiteur: int
    cle_debiteur: str
    reference: str
    qualite: str
    etat: str
    ouvert_le: str
    principal: int | None
    trop_percu: int
    prochaine_le: str | None
    prescription_le: str | None
    mise_en_demeure_le: str | None
    attente_taux: int
    gestionnaire: str = ""


class LigneDemarche(NamedTuple):
    """Une ligne de la table ``demarches``, dans l'ordre de ses colonnes."""

    dossier: int
    cle: str
    le: str
    jusqu_au: str | None
    genre: str
    priorite: int
    libelle: str
    fondement: str
    suite: int
    attente: str
    commande: str = ""
    sauf: str = ""


@dataclass(frozen=True, slots=True)
class Projection:
    """Tout ce qui se déduit d'un dossier."""

    dossier: LigneDossier
    demarches: tuple[LigneDemarche, ...]
    recherche: str


def ecrire(connexion: sqlite3.Connection, projections: Sequence[Projection], *, neufs: bool = False) -> None:
    """Remplace les projections de ces dossiers. ``neufs`` : ils n'existaient pas, rien à effacer d'abord."""
    a_chercher = projections if neufs else _mots_changes(connexion, projections)
    if not neufs:
        connexion.executemany("DELETE FROM demarches WHERE dossier = ?", [(p.dossier.numero,) for p in projections])
        connexion.executemany("DELETE FROM recherche WHERE rowid = ?", [(p.dossier.numero,) for p in a_chercher])
    connexion.executemany(
        "INSERT INTO dossiers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (numero) DO UPDATE SET"
        " creancier = excluded.creancier, debiteur = excluded.debiteur, cle_debiteur = excluded.cle_debiteur,"
        " reference = excluded.reference, qualite = excluded.qualite, etat = excluded.etat,"
        " ouvert_le = excluded.ouvert_le, principal = excluded.principal, trop_percu = excluded.trop_percu,"
        " prochaine_le = excluded.prochaine_le, prescription_le = excluded.prescription_le,"
        " mise_en_demeure_le = excluded.mise_en_demeure_le, attente_taux = excluded.attente_taux,"
        " gestionnaire = excluded.gestionnaire",
        [projection.dossier for projection in projections],
    )
    connexion.executemany(
        "INSERT INTO demarches VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [demarche for projection in projections for demarche in projection.demarches],
    )
    connexion.executemany(
        "INSERT INTO recherche (rowid, texte) VALUES (?, ?)",
        [(projection.dossier.numero, projection.recherche) for projection in a_chercher],
    )


def _mots_changes(connexion: sqlite3.Connection, projections: Sequence[Projection]) -> list[Projection]:
    """Celles dont les mots de recherche changent : récrire l'index plein texte coûte plus que tout le reste."""
    requete = "SELECT texte FROM recherche WHERE rowid = ?"
    changes = []
    for projection in projections:
        ligne = connexion.execute(requete, (projection.dossier.numero,)).fetchone()
        if ligne is None or ligne["texte"] != projection.recherche:
            changes.append(projection)
    return changes


def effacer(connexion: sqlite3.Connection) -> None:
    """Efface ce qui sera reconstruit du journal, et les dossiers qu'il ne connaît pas."""
    connexion.execute("DELETE FROM demarches")
    connexion.execute("DELETE FROM recherche")
    connexion.execute("DELETE FROM dossiers WHERE numero NOT IN (SELECT dossier FROM journal)")


def lire(connexion: sqlite3.Connection, numero: int) -> LigneDossier | None:
    """La ligne d'un dossier, ou ``None``."""
    ligne = connexion.execute("SELECT * FROM dossiers WHERE numero = ?", (numero,)).fetchone()
    return LigneDossier(*ligne) if ligne else None


def lire_projection(connexion: sqlite3.Connection, numero: int) -> Projection | None:
    """Toute la projection d'un dossier, telle qu'elle est sur le disque."""
    ligne = lire(connexion, numero)
    if ligne is None:
        return None
    demarches = connexion.execute(
        "SELECT * FROM demarches WHERE dossier = ? ORDER BY le, priorite, cle", (numero,)
    ).fetchall()
    texte = connexion.execute("SELECT texte FROM recherche WHERE rowid = ?", (numero,)).fetchone()
    return Projection(ligne, tuple(LigneDemarche(*d) for d in demarches), texte["texte"] if texte else "")


def numeros(connexion: sqlite3.Connection) -> set[int]:
    """Les numéros de tous les dossiers projetés."""
    return {ligne[0] for ligne in connexion.execute("SELECT numero FROM dossiers")}


def ouverts(connexion: sqlite3.Connection) -> list[LigneDossier]:
    """Les dossiers ouverts, par numéro."""
    return [LigneDossier(*d) for d in connexion.execute("SELECT * FROM dossiers WHERE etat = 'ouvert' ORDER BY numero")]


def fermes(connexion: sqlite3.Connection, numeros: Iterable[int]) -> set[int]:
    """Parmi ces dossiers, ceux où l'on n'écrit plus : clos ou annulés."""
    lignes = connexion.execute(
        "SELECT numero FROM dossiers WHERE etat IN ('clos', 'annulé') AND numero IN (SELECT value FROM json_each(?))",
        (json.dumps(list(numeros)),),
    )
    return {ligne["numero"] for ligne in lignes}


def du_creancier(connexion: sqlite3.Connection, creancier: int) -> list[int]:
    """Les dossiers d'un créancier sur lesquels on agit encore."""
    lignes = connexion.execute(
        "SELECT numero FROM dossiers WHERE creancier = ? AND etat IN ('ouvert', 'soldé') ORDER BY numero", (creancier,)
    )
    return [ligne[0] for ligne in lignes]


def du_gestionnaire(connexion: sqlite3.Connection, gestionnaire: str) -> list[int]:
    """Les dossiers d'un gestionnaire sur lesquels on agit encore."""
    lignes = connexion.execute(
        "SELECT numero FROM dossiers WHERE gestionnaire = ? AND gestionnaire <> '' AND etat IN ('ouvert', 'soldé')"
        " ORDER BY numero",
        (gestionnaire,),
    )
    return [ligne[0] for ligne in lignes]


def du_debiteur(connexion: sqlite3.Connection, debiteur: int) -> list[int]:
    """Les dossiers d'un débiteur sur lesquels on agit encore."""
    lignes = connexion.execute(
        "SELECT numero FROM dossiers WHERE debiteur = ? AND etat IN ('ouvert', 'soldé') ORDER BY numero", (debiteur,)
    )
    return [ligne[0] for ligne in lignes]


def de_la_partie(connexion: sqlite3.Connection, partie: int) -> list[int]:
    """Les dossiers où une partie est créancière ou débitrice."""
    lignes = connexion.execute(
        "SELECT numero FROM dossiers WHERE creancier = ? OR debiteur = ? ORDER BY numero", (partie, partie)
    )
    return [ligne[0] for ligne in lignes]


def autres_du_debiteur(connexion: sqlite3.Connection, debiteur: int, sauf: int) -> list[int]:
    """Les autres dossiers de ce débiteur, clos compris : tous le sollicitent."""
    lignes = connexion.execute(
        "SELECT numero FROM dossiers WHERE debiteur = ? AND numero <> ? ORDER BY numero", (debiteur, sauf)
    )
    return [ligne[0] for ligne in lignes]


def en_attente_d_avis(connexion: sqlite3.Connection) -> list[int]:
    """Les dossiers dont le créancier a quelque chose à apprendre."""
    return [ligne[0] for ligne in connexion.execute("SELECT DISTINCT dossier FROM demarches WHERE genre = 'avis'")]


def en_attente_de_taux(connexion: sqlite3.Connection) -> list[int]:
    """Les dossiers dont un paiement n'a pu être imputé faute d'un taux."""
    return [ligne[0] for ligne in connexion.execute("SELECT numero FROM dossiers WHERE attente_taux = 1")]


def dossiers_actifs(connexion: sqlite3.Connection, creancier: int, cles_debiteurs: Iterable[str]) -> dict[str, int]:
    """Clé de débiteur → dossier, pour les dossiers ouverts dont la mise en demeure n'est pas partie."""
    lignes = connexion.execute(
        "SELECT cle_debiteur, max(numero) AS numero FROM dossiers WHERE creancier = ? AND etat = 'ouvert'"
        " AND mise_en_demeure_le IS NULL AND cle_debiteur IN (SELECT value FROM json_each(?)) GROUP BY cle_debiteur",
        (creancier, json.dumps(list(cles_debiteurs))),
    )
    return {ligne["cle_debiteur"]: ligne["numero"] for ligne in lignes}
