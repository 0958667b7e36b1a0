"""Ce que la base dit d'un dossier que l'on va relancer, en une empreinte : égale, la décision est la même.

En quatre requêtes pour tous les dossiers : les regarder un à un coûterait autant que de décider.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import NamedTuple

from recouvre.base.apercus import seconde


class Empreinte(NamedTuple):
    """``debiteur`` : qui le dossier sollicite ; ``texte`` : l'empreinte de tout ce que la décision lit dans la base."""

    debiteur: int
    texte: str


def empreintes(
    base: sqlite3.Connection, numeros: Sequence[int], jour: dt.date, instant: dt.datetime
) -> dict[int, Empreinte]:
    """L'empreinte de chacun de ces dossiers, pour une décision de ce jour prise à cet instant.

    Y entrent : le journal de tous les dossiers de son débiteur (les contacts s'additionnent), les deux parties, ses
    envois ; et la seconde, s'il en est un à retenter.
    """
    voulus = json.dumps(list(numeros))
    liens = base.execute(
        "SELECT numero, creancier, debiteur FROM dossiers WHERE numero IN (SELECT value FROM json_each(?))", (voulus,)
    ).fetchall()
    parties = _parties(base, {partie for _, creancier, debiteur in liens for partie in (creancier, debiteur)})
    journaux, departs = _journaux(base, {debiteur for *_, debiteur in liens}), _envois(base, voulus)
    heure = seconde(instant) if jour == instant.date() else ""
    resultat = {}
    for numero, creancier, debiteur in liens:
        essais = departs[numero]
        attend = heure if any(essai["prochain_le"] for essai in essais) else ""
        lu = (numero, parties[creancier], parties[debiteur], journaux[debiteur], [tuple(e) for e in essais], attend)
        resultat[numero] = Empreinte(debiteur, sha256(repr(lu).encode()).hexdigest())
    return resultat


def _parties(base: sqlite3.Connection, numeros: Iterable[int]) -> dict[int, tuple[object, ...]]:
    lignes = base.execute(
        "SELECT * FROM parties WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(numeros)),)
    )
    return {ligne["id"]: tuple(ligne) for ligne in lignes}


def _journaux(base: sqlite3.Connection, debiteurs: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
    """Débiteur → ses dossiers, et le dernier maillon de chacun : il tient à tout ce qui l'a précédé dans le journal."""
    journaux = defaultdict(list)
    for debiteur, numero, maillon in base.execute(
        "SELECT debiteur, numero, (SELECT empreinte FROM journal WHERE dossier = numero ORDER BY rang DESC LIMIT 1)"
        " FROM dossiers WHERE debiteur IN (SELECT value FROM json_each(?)) ORDER BY numero",
        (json.dumps(list(debiteurs)),),
    ):
        journaux[debiteur].append((numero, maillon))
    return journaux


def _envois(base: sqlite3.Connection, numeros: str) -> dict[int, list[sqlite3.Row]]:
    envois = defaultdict(list)
    for ligne in base.execute(
        "SELECT * FROM envois WHERE dossier IN (SELECT value FROM json_each(?)) ORDER BY id", (numeros,)
    ):
        envois[ligne["dossier"]].append(ligne)
    return envois
