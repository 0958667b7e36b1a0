"""Ouvrir la base d'un cabinet, et y écrire en une transaction.

``sqlite3`` nu (6 ms) : sqlite-utils n'est importé que pour migrer. WAL : les lecteurs ne gênent pas l'écrivain ; les
écrivains attendent leur tour (``BEGIN IMMEDIATE``), quelques secondes au plus, puis renoncent en le disant.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from recouvre.base.schema import APPLICATION
from recouvre.domaine.refus import CabinetIntrouvable, Occupe, Refus

VERSION = 6
"""La version du schéma que ce code connaît : celle que pose la dernière migration."""

Base = sqlite3.Connection
"""Une base ouverte ; les autres pièces la nomment ainsi, sans connaître SQLite."""

GENERATION = "generation"
"""Le réglage qui change à chaque transaction qui écrit : égal, rien n'a été écrit entre-temps."""

_MARQUER = "INSERT INTO reglages VALUES (?, hex(randomblob(8))) ON CONFLICT DO UPDATE SET valeur = excluded.valeur"
"""Un tirage et non un compte : une sauvegarde reprise recompterait jusqu'au même nombre."""

FauteDeBase = sqlite3.Error
"""Ce que lève la base quand elle est pleine, verrouillée ou abîmée : rien ne sert de continuer sans elle."""

NOM_BASE = "recouvre.db"
_DEVANCES = ("locked", "duplicate column", "already exists")
"""Ce que dit SQLite quand un autre processus migre, ou vient de migrer."""

PATIENCE = 8.0
"""Secondes d'attente d'un autre écrivain avant de renoncer."""


class CabinetTropRecent(Refus):
    """La base vient d'une version plus récente de l'outil."""

    def __init__(self, version: int) -> None:
        super().__init__(
            f"Ce cabinet a été écrit par une version plus récente de recouvre (schéma {version}, celui-ci connaît "
            f"{VERSION}). Mettez recouvre à jour ; rien n'a été touché."
        )


class BaseIllisible(Refus):
    """Le fichier n'est pas une base recouvre, ou il est abîmé."""

    def __init__(self, chemin: Path) -> None:
        super().__init__(
            f"{chemin} n'est pas une base recouvre, ou elle est abîmée. Reprenez une sauvegarde ; rien n'a été écrit."
        )


def ouvrir(cabinet: Path) -> Base:
    """Ouvre la base d'un cabinet existant, migrée si besoin.

    Lève ``CabinetIntrouvable``, ``BaseIllisible`` (vide, d'un autre logiciel, abîmée) ou ``CabinetTropRecent``.
    """
    chemin = cabinet / NOM_BASE
    if not chemin.is_file():
        raise CabinetIntrouvable(str(cabinet))
    connexion = None
    try:
        connexion = _connecter(chemin)
        version, application = (
            int(connexion.execute(ordre).fetchone()[0]) for ordre in ("PRAGMA user_version", "PRAGMA application_id")
        )
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        if connexion is not None:
            connexion.close()
        raise BaseIllisible(chemin) from None
    if application != APPLICATION or version < 1:
        connexion.close()
        raise BaseIllisible(chemin)
    if version > VERSION:
        connexion.close()
        raise CabinetTropRecent(version)
    if version < VERSION:
        _migrer(connexion)
    return connexion


def creer(cabinet: Path) -> Base:
    """Crée la base d'un cabinet neuf. Refuse d'en écraser une."""
    chemin = cabinet / NOM_BASE
    if chemin.exists():
        raise Refus(f"Il y a déjà un cabinet dans {cabinet} ; rien n'a été changé. Choisissez un autre dossier.")
    if cabinet.exists() and not cabinet.is_dir():
        raise Refus(f"{cabinet} est un fichier : donnez un dossier à --cabinet.")
    cabinet.mkdir(parents=True, exist_ok=True)
    connexion = _connecter(chemin)
    connexion.execute("PRAGMA journal_mode = WAL")
    _migrer(connexion)
    return connexion


@contextmanager
def transaction(connexion: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Tout ou rien. Prend la main d'écriture tout de suite ; lève ``Occupe`` si un autre processus la garde trop."""
    try:
        connexion.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as erreur:
        if "locked" in str(erreur):
            raise Occupe(
                f"Un autre programme écrit dans ce cabinet depuis plus de {PATIENCE:.0f} secondes. Rien n'a été écrit, "
                "attendez qu'il ait fini, puis retapez la commande."
            ) from None
        raise
    avant = connexion.total_changes
    try:
        yield connexion
        if connexion.total_changes != avant:
            connexion.execute(_MARQUER, (GENERATION,))
    except BaseException:
        connexion.execute("ROLLBACK")
        raise
    connexion.execute("COMMIT")


def _connecter(chemin: Path) -> sqlite3.Connection:
    connexion = sqlite3.connect(chemin, timeout=PATIENCE, isolation_level=None)
    connexion.row_factory = sqlite3.Row
    connexion.execute("PRAGMA foreign_keys = ON")
    connexion.execute("PRAGMA synchronous = FULL")
    return connexion


def _migrer(connexion: sqlite3.Connection) -> None:
    """Applique les migrations qui manquent ; si un autre processus le fait en même temps, attend qu'il ait fini.

    Lève ``Occupe`` si l'attente dépasse la patience.
    """
    from recouvre.base.migrations import migrer

    limite = time.monotonic() + PATIENCE
    while int(connexion.execute("PRAGMA user_version").fetchone()[0]) < VERSION:
        try:
            migrer(connexion)
        except (sqlite3.OperationalError, sqlite3.IntegrityError) as erreur:
            concurrent = isinstance(erreur, sqlite3.IntegrityError) or any(mot in str(erreur) for mot in _DEVANCES)
            if not concurrent:
                raise
            if time.monotonic() > limite:
                raise Occupe("Un autre programme met ce cabinet à jour. Attendez un instant, puis retapez.") from None
            time.sleep(0.05)
