"""Les moyens qu'un débiteur déclare, gardés avec sa partie et hors du journal : ils s'effacent vraiment."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from typing import Any

from recouvre.base.connexion import transaction
from recouvre.domaine.budget import Budget, Volonte

_CLE = "budget"


def lire(connexion: sqlite3.Connection, debiteur: int) -> Budget | None:
    """Ce que ce débiteur a déclaré ; ``None`` s'il n'a rien dit, ou si c'est effacé."""
    brut = _reglages(connexion, debiteur).get(_CLE)
    if brut is None:
        return None
    return Budget(
        le=dt.date.fromisoformat(brut["le"]),
        revenus=brut["revenus"],
        charges=brut["charges"],
        volonte=Volonte(brut["volonte"]) if "volonte" in brut else None,
        note=brut.get("note", ""),
    )


def ecrire(connexion: sqlite3.Connection, debiteur: int, budget: Budget) -> None:
    """Garde cette déclaration à la place de la précédente, dont il ne reste rien."""
    brut: dict[str, Any] = {"le": budget.le.isoformat(), "revenus": budget.revenus, "charges": budget.charges}
    brut |= {"volonte": str(budget.volonte)} if budget.volonte else {}
    brut |= {"note": budget.note} if budget.note else {}
    _remplacer(connexion, debiteur, brut)


def effacer(connexion: sqlite3.Connection, debiteur: int) -> None:
    """Efface la déclaration, jusque dans les octets de la base ; les sauvegardes déjà faites la gardent."""
    _remplacer(connexion, debiteur, None)


def _remplacer(connexion: sqlite3.Connection, debiteur: int, brut: dict[str, Any] | None) -> None:
    """``secure_delete`` met à zéro la place libérée ; la reprise du journal d'écriture (WAL) y efface l'ancienne page.

    La reprise ne se fait pas tant qu'un autre processus lit : SQLite la fera de lui-même, plus tard.
    """
    connexion.execute("PRAGMA secure_delete = ON")
    with transaction(connexion):
        reste = {cle: valeur for cle, valeur in _reglages(connexion, debiteur).items() if cle != _CLE}
        neufs = {**reste, _CLE: brut} if brut is not None else reste
        connexion.execute(
            "UPDATE parties SET reglages = ? WHERE id = ?", (json.dumps(neufs, ensure_ascii=False), debiteur)
        )
    connexion.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _reglages(connexion: sqlite3.Connection, debiteur: int) -> dict[str, Any]:
    ligne = connexion.execute("SELECT reglages FROM parties WHERE id = ?", (debiteur,)).fetchone()
    brut: dict[str, Any] = json.loads(ligne["reglages"])
    return brut
