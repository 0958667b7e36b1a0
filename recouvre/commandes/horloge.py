"""Le seul lecteur de l'horloge : quel jour sommes-nous, quelle heure, et qui est au clavier ?

Ailleurs, une date est toujours un argument. ``RECOUVRE_AUJOURDHUI`` impose un jour, et une heure si elle suit (essais,
reprise d'un cron manqué) ; un cabinet de démonstration peut figer le sien, sans primer sur cette variable.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from pathlib import Path

from recouvre.domaine.dates import lire_date
from recouvre.domaine.refus import DateIllisible, SaisieIllisible

VARIABLE_JOUR = "RECOUVRE_AUJOURDHUI"
VARIABLE_AUTEUR = "RECOUVRE_AUTEUR"
FICHIER_FIGE = "aujourdhui.txt"
"""À la racine d'un cabinet, ce fichier d'une ligne fige le jour ; le supprimer remet le cabinet à l'heure."""


class _Fige:
    """Le jour auquel le cabinet ouvert est figé, le temps d'une commande."""

    jour: dt.date | None = None


def aujourdhui() -> dt.date:
    """Le jour : ``RECOUVRE_AUJOURDHUI``, sinon celui du cabinet figé, sinon la date de Paris.

    Lève ``SaisieIllisible`` si la variable ne contient pas une date.
    """
    impose, _ = _impose()
    if impose:
        return _lire(impose, f"la variable {VARIABLE_JOUR}")
    return _Fige.jour or heure_de_paris(_maintenant_utc()).date()


def maintenant() -> dt.datetime:
    """L'instant à Paris, avec son fuseau : l'heure réelle ou celle qu'impose la variable, au jour d'``aujourdhui``."""
    reel = heure_de_paris(_maintenant_utc())
    jour, (_, heure) = aujourdhui(), _impose()
    if heure is not None:
        return _a_paris(dt.datetime.combine(jour, heure, dt.UTC))
    return reel if reel.date() == jour else dt.datetime.combine(jour, reel.timetz())


def _impose() -> tuple[str, dt.time | None]:
    """Le jour qu'impose la variable, et l'heure de Paris si elle suit : « 2026-03-03 09:30 »."""
    texte = os.environ.get(VARIABLE_JOUR, "").strip()
    jour, _, heure = texte.replace("T", " ").partition(" ")
    try:
        return (jour, dt.time.fromisoformat(heure)) if heure else (jour, None)
    except ValueError:
        return texte, None


def machine_a_l_heure_de_paris() -> bool:
    """Vrai si l'heure locale de la machine, celle que suit son planificateur, est en ce moment celle de Paris."""
    utc = _maintenant_utc()
    return utc.astimezone().utcoffset() == heure_de_paris(utc).utcoffset()


def secondes() -> float:
    """Un chronomètre : seule la différence de deux lectures a un sens. Une montre qu'on recule ne l'affecte pas."""
    return time.monotonic()


def auteur() -> str:
    """Qui saisit : ``RECOUVRE_AUTEUR``, sinon le nom d'utilisateur du système, sinon « inconnu »."""
    declare = os.environ.get(VARIABLE_AUTEUR, "").strip()
    if declare:
        return declare
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # ni variable d'environnement, ni compte (conteneur, service)
        return "inconnu"


def figer(jour: dt.date | None) -> None:
    """Fige le jour pour la suite de la commande ; ``None`` le libère."""
    _Fige.jour = jour


def accorder(cabinet: Path) -> None:
    """Règle l'horloge sur ce cabinet : figée s'il porte ``aujourdhui.txt``, libre sinon.

    Lève ``SaisieIllisible`` si ce fichier ne contient pas une date.
    """
    fichier = cabinet / FICHIER_FIGE
    try:
        texte = fichier.read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        figer(None)
    else:
        figer(_lire(texte, f"le fichier {fichier}"))


def heure_de_paris(instant: dt.datetime) -> dt.datetime:
    """Un instant à l'heure légale de Paris (règle en vigueur depuis 1996, directive 2000/84/CE).

    L'heure d'été va du dernier dimanche de mars au dernier dimanche d'octobre, à 1 h UTC. Le calculer évite
    d'importer ``zoneinfo`` à chaque commande, et de dépendre d'une base de fuseaux que Windows ne fournit pas.

    >>> heure_de_paris(dt.datetime(2026, 7, 1, 22, 30, tzinfo=dt.UTC)).isoformat()
    '2026-07-02T00:30:00+02:00'
    """
    utc = instant.astimezone(dt.UTC)
    ete = _dernier_dimanche(utc.year, 3) <= utc < _dernier_dimanche(utc.year, 10)
    return utc.astimezone(dt.timezone(dt.timedelta(hours=2 if ete else 1), "CEST" if ete else "CET"))


def _a_paris(montre: dt.datetime) -> dt.datetime:
    """L'instant où la montre de Paris affiche cette heure : la première des deux en octobre ; en mars, celle d'après.

    >>> _a_paris(dt.datetime(2026, 3, 29, 2, 30, tzinfo=dt.UTC)).isoformat()
    '2026-03-29T03:30:00+02:00'
    """
    ete, hiver = (heure_de_paris(montre - dt.timedelta(hours=avance)) for avance in (2, 1))
    return ete if ete.replace(tzinfo=dt.UTC) == montre else hiver


def _maintenant_utc() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _dernier_dimanche(annee: int, mois: int) -> dt.datetime:
    """Le dernier dimanche d'un mois de 31 jours, à 1 h UTC."""
    dernier = dt.datetime(annee, mois, 31, 1, tzinfo=dt.UTC)
    return dernier - dt.timedelta(days=(dernier.weekday() + 1) % 7)


def _lire(texte: str, ou: str) -> dt.date:
    try:
        return lire_date(texte)
    except DateIllisible as refus:
        raise SaisieIllisible(f"Dans {ou} : {refus.phrase}") from None
