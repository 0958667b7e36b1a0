"""Le schéma, migration par migration. Seul module à importer sqlite-utils (105 ms) : on n'y vient que s'il faut migrer.

Chaque migration est une transaction ; elle finit par poser ``PRAGMA user_version``, que l'ouverture compare sans rien
importer. Une migration publiée ne se modifie plus : on en ajoute une.
"""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from recouvre.base.reglages import PROJECTIONS_A_REFAIRE
from recouvre.base.schema import (
    APPLICATION,
    COLONNES_DE_GESTION,
    COLONNES_DES_ENVOIS,
    DECLENCHEURS,
    INDEX,
    INDEX_DES_ENVOIS,
    TABLES,
)

_migrations = Migrations("recouvre")


@_migrations()
def m001_socle(db: Database) -> None:
    """Parties, journal en ajout seul, projections, envois, réglages, recherche."""
    for ordre in (
        *TABLES,
        *INDEX,
        *DECLENCHEURS.values(),
        f"PRAGMA application_id = {APPLICATION}",
        "PRAGMA user_version = 1",
    ):
        db.execute(ordre)


@_migrations()
def m002_faits_de_droit(db: Database) -> None:
    """Le journal connaît les faits de droit (contrat, titre, arrêts, prescription) ; les tables ne changent pas.

    Les dates de prescription se calculent mieux : les projections d'un cabinet qui a vécu sont à refaire.
    """
    _refaire_les_projections(db)
    db.execute("PRAGMA user_version = 2")


@_migrations()
def m003_documents(db: Database) -> None:
    """Le journal connaît les documents établis et les contrôles forcés ; les tables ne changent pas.

    Rien n'est à refaire : la version précédente, elle, ne saurait plus lire ce journal.
    """
    db.execute("PRAGMA user_version = 3")


@_migrations()
def m004_envois_a_distance(db: Database) -> None:
    """Un départ retient à qui il allait, ses essais et ce que le serveur a répondu ; le journal en connaît la suite.

    Rien n'est à refaire : les départs d'avant sont des plis, sans autre histoire.
    """
    for ordre in (*COLONNES_DES_ENVOIS, *INDEX_DES_ENVOIS, "PRAGMA user_version = 4"):
        db.execute(ordre)


@_migrations()
def m005_vie_du_dossier(db: Database) -> None:
    """Le journal connaît plans, signaux, instances et gestion ; une démarche dit quoi taper, un dossier qui le suit.

    Les démarches d'un cabinet qui a vécu sont à refaire : il y en a de nouvelles, et chacune a sa commande.
    """
    for ordre in COLONNES_DE_GESTION:
        db.execute(ordre)
    _refaire_les_projections(db)
    db.execute("PRAGMA user_version = 5")


@_migrations()
def m006_campagnes_et_saisies_en_retard(db: Database) -> None:
    """Le journal connaît les campagnes et de nouvelles étapes d'insolvabilité ; les tables ne changent pas.

    La version précédente ne saurait plus lire ce journal ; les démarches d'un plan, d'une procédure ou d'une lettre
    revenue se prévoient autrement : celles d'un cabinet qui a vécu sont à refaire.
    """
    _refaire_les_projections(db)
    db.execute("PRAGMA user_version = 6")


def _refaire_les_projections(db: Database) -> None:
    if db.execute("SELECT 1 FROM journal LIMIT 1").fetchone():
        db.execute(
            "INSERT INTO reglages VALUES (?, '1') ON CONFLICT DO UPDATE SET valeur = excluded.valeur",
            (PROJECTIONS_A_REFAIRE,),
        )


def migrer(connexion: sqlite3.Connection) -> None:
    """Applique les migrations qui manquent à cette base."""
    _migrations.apply(Database(connexion))
