"""Ce qu'il faut d'un portefeuille pour ses statistiques : l'état projeté de chaque dossier, et quelques faits.

Une seule lecture, dans l'ordre des dossiers, sans les plier : le portefeuille entier ne tient jamais en mémoire.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple


class FaitLu(NamedTuple):
    """Un fait du journal qu'aucun autre n'annule, tel qu'il est écrit. ``date`` en ISO."""

    genre: str
    date: str
    donnees: dict[str, Any]


class DossierLu(NamedTuple):
    """Un dossier projeté et ceux de ses faits qu'on a demandés, dans l'ordre de leur saisie."""

    numero: int
    creancier: int
    etat: str
    ouvert_le: str
    principal: int | None
    trop_percu: int
    faits: tuple[FaitLu, ...]


_FILTRE = (
    " WHERE o.etat <> 'annulé' AND (:creancier = 0 OR o.creancier = :creancier)"
    " AND (:du = '' OR o.ouvert_le >= :du) AND (:au = '' OR o.ouvert_le <= :au)"
)
_LUS = (
    "SELECT o.numero, o.creancier, o.etat, o.ouvert_le, o.principal, o.trop_percu, j.rang, j.genre, j.date, j.donnees"
    " FROM dossiers o LEFT JOIN journal j ON j.dossier = o.numero"
    " AND j.genre IN (SELECT value FROM json_each(:genres))"
)
_COMBIEN = "SELECT count(*) FROM dossiers o"
_ANNULATION = "annulation:"


def compter(connexion: sqlite3.Connection, *, creancier: int = 0, du: str = "", au: str = "") -> int:
    """Combien de dossiers ``lire`` rendrait."""
    return int(connexion.execute(_COMBIEN + _FILTRE, {"creancier": creancier, "du": du, "au": au}).fetchone()[0])


def lire(
    connexion: sqlite3.Connection, genres: Sequence[str], *, creancier: int = 0, du: str = "", au: str = ""
) -> Iterator[DossierLu]:
    """Les dossiers confiés dans ces bornes (ISO, comprises), par numéro, sans les annulés."""
    annules = _annules(connexion)
    filtres = {"creancier": creancier, "du": du, "au": au, "genres": json.dumps(list(genres))}
    lignes = connexion.execute(_LUS + _FILTRE + " ORDER BY o.numero, j.rang", filtres)
    for _, groupe in groupby(lignes, key=lambda ligne: ligne[0]):
        siennes = list(groupe)
        numero, de, etat, ouvert_le, principal, trop_percu = siennes[0][:6]
        faits = tuple(
            FaitLu(genre, date, json.loads(donnees))
            for *_, rang, genre, date, donnees in siennes
            if rang is not None and rang not in annules
        )
        yield DossierLu(numero, de, etat, ouvert_le, principal, trop_percu, faits)


def _annules(connexion: sqlite3.Connection) -> set[int]:
    """Les rangs annulés, lus de l'index des clés : une annulation porte en clair le rang qu'elle vise."""
    requete = "SELECT substr(cle, :debut) FROM journal WHERE cle >= :cle AND cle < :apres"
    bornes = {"debut": len(_ANNULATION) + 1, "cle": _ANNULATION, "apres": "annulation;"}
    return {int(ligne[0]) for ligne in connexion.execute(requete, bornes)}
