"""Les limites d'encours sur le disque : des réglages, sous une clé par créancier et par repère de client.

Un repère est ce qui désigne un client sans dossier : « ref:… », « siren:… », « nom:… ». Hors du journal : effaçables.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from recouvre.domaine.limites import Encours, Limite

_PREFIXE = "limite:"


class Client(NamedTuple):
    """Un débiteur chez un créancier : l'un de ses dossiers, les numéros des parties, sa référence."""

    dossier: int
    creancier: int
    debiteur: int
    reference: str


def ecrire(connexion: sqlite3.Connection, creancier: int, voulues: Mapping[str, Limite | None]) -> None:
    """Pose, ou ôte, la limite de chaque repère. Dans la transaction de l'appelant."""
    connexion.executemany("DELETE FROM reglages WHERE cle = ?", ((_cle(creancier, r),) for r in voulues))
    connexion.executemany(
        "INSERT INTO reglages VALUES (?, ?)",
        ((_cle(creancier, repere), _brut(limite)) for repere, limite in voulues.items() if limite),
    )


def vider(connexion: sqlite3.Connection, creancier: int) -> int:
    """Ôte toutes les limites d'un créancier ; rend combien de repères. Dans la transaction de l'appelant."""
    return connexion.execute("DELETE FROM reglages WHERE cle >= ? AND cle < ?", _plage(creancier)).rowcount


def lire(connexion: sqlite3.Connection, creancier: int, reperes: Sequence[str]) -> Limite | None:
    """La limite du premier de ces repères qui en ait une."""
    cles = [_cle(creancier, repere) for repere in reperes]
    trouvees = dict(
        connexion.execute(
            "SELECT cle, valeur FROM reglages WHERE cle IN (SELECT value FROM json_each(?))", (json.dumps(cles),)
        ).fetchall()
    )
    return next((_limite(trouvees[cle]) for cle in cles if cle in trouvees), None)


def creanciers(connexion: sqlite3.Connection) -> list[int]:
    """Les créanciers qui ont donné des limites ; une lecture d'index chacun, quel que soit le nombre de limites."""
    trouves, depuis = [], _PREFIXE
    while cle := connexion.execute(
        "SELECT min(cle) FROM reglages WHERE cle >= ? AND cle < 'limite;'", (depuis,)
    ).fetchone()[0]:
        trouves.append(int(cle.split(":", 2)[1]))
        _, depuis = _plage(trouves[-1])
    return sorted(trouves)


def encours(connexion: sqlite3.Connection, dossier: int) -> Encours:
    """Ce que le client de ce dossier doit encore à son créancier, dans ses dossiers ouverts ; sans sa limite."""
    total, dossiers, inconnus = connexion.execute(
        "SELECT coalesce(sum(principal), 0), count(*), count(*) - count(principal) FROM dossiers"
        " WHERE (creancier, cle_debiteur) = (SELECT creancier, cle_debiteur FROM dossiers WHERE numero = ?)"
        " AND etat = 'ouvert'",
        (dossier,),
    ).fetchone()
    return Encours(total=total, dossiers=dossiers, inconnus=inconnus)


def clients(connexion: sqlite3.Connection, creancier: int) -> list[Client]:
    """Les clients qui ont un dossier ouvert chez ce créancier, chacun une fois."""
    lignes = connexion.execute(
        "SELECT min(numero), creancier, debiteur, reference FROM dossiers"
        " WHERE creancier = ? AND etat = 'ouvert' GROUP BY cle_debiteur ORDER BY 1",
        (creancier,),
    )
    return [Client(*ligne) for ligne in lignes]


def des_dossiers(connexion: sqlite3.Connection, numeros: Iterable[int]) -> list[Client]:
    """Les clients de ces dossiers, chacun une fois."""
    lignes = connexion.execute(
        "SELECT min(numero), creancier, debiteur, reference FROM dossiers"
        " WHERE numero IN (SELECT value FROM json_each(?)) GROUP BY creancier, cle_debiteur ORDER BY 1",
        (json.dumps(list(numeros)),),
    )
    return [Client(*ligne) for ligne in lignes]


def _cle(creancier: int, repere: str) -> str:
    return f"{_PREFIXE}{creancier}:{repere}"


def _plage(creancier: int) -> tuple[str, str]:
    """Les bornes des clés de ce créancier : « ; » suit « : »."""
    return f"{_PREFIXE}{creancier}:", f"{_PREFIXE}{creancier};"


def _brut(limite: Limite) -> str:
    objet = {"montant": limite.montant, "nom": limite.nom, "le": limite.le.isoformat()}
    return json.dumps(objet, ensure_ascii=False)


def _limite(valeur: str) -> Limite:
    brut = json.loads(valeur)
    return Limite(montant=brut["montant"], nom=brut["nom"], le=dt.date.fromisoformat(brut["le"]))
