"""Les délais que la loi donne à un créancier après un acte : leur durée, leur texte, et ce que l'on n'en sait pas.

La table est une donnée (``parametres/delais_insolvabilite.toml``), datée et sourcée. Un délai à tenir n'est jamais
prolongé : son dernier jour reste celui que l'on compte, et l'échéance de sûreté est le jour ouvré qui le précède.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from recouvre.domaine.parties import Partie
from recouvre.droit.delais import ajouter_jours, ajouter_mois, avancer
from recouvre.droit.tables import lire_table

_NIVEAUX = {"B": "doctrine concordante, texte à relire", "C": "source secondaire, à vérifier"}


class Unite(StrEnum):
    """L'unité d'un délai de procédure."""

    JOURS = "jours"
    MOIS = "mois"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delai:
    """Une ligne de la table. ``depart`` : ce qui le fait courir ; ``incertitude`` : ce qui reste à vérifier."""

    code: str
    libelle: str
    duree: int
    unite: Unite
    depart: str
    texte: str
    source: str
    niveau: str
    incertitude: str = ""

    @property
    def reserve(self) -> str:
        """Ce que lit l'usager quand le texte lui-même n'a pas été lu, ou laisse un doute."""
        return self.incertitude or _NIVEAUX.get(self.niveau, "")

    def terme(self, depart: dt.date) -> dt.date:
        """Le dernier jour, 24 heures : le jour de l'acte ne compte pas (CPC 640 et 641)."""
        if self.unite is Unite.JOURS:
            return ajouter_jours(depart, self.duree)
        return ajouter_mois(depart, self.duree)


def delai(code: str) -> Delai:
    """Le délai de ce code.

    >>> delai("surendettement.justification").terme(dt.date(2026, 3, 3))
    datetime.date(2026, 4, 2)
    """
    return delais()[code]


@cache
def delais() -> dict[str, Delai]:
    """Toute la table, dans l'ordre où elle se lit."""
    table = lire_table("delais_insolvabilite")
    lignes = [{**ligne, "unite": Unite(ligne["unite"])} for ligne in table["delais"]]
    return {ligne["code"]: Delai(**ligne) for ligne in lignes}


def eloigne(creancier: Partie, debiteur: Partie) -> bool:
    """Vrai si le créancier a deux mois de plus pour déclarer (C. com. R622-24 al. 2 et 3).

    Le tribunal est celui du débiteur : en métropole, un créancier d'outre-mer ou de l'étranger est éloigné ; outre-mer,
    celui qui n'est pas du même territoire. Sans adresse, on ne le suppose pas : le délai court est le plus sûr.

    >>> eloigne(Partie(nom="a", code_postal="97400"), Partie(nom="b", code_postal="01000"))
    True
    """
    demeure, siege = _territoire(creancier), _territoire(debiteur)
    return demeure != "" and demeure != (siege if siege.isdigit() else _METROPOLE)


_METROPOLE = "métropole"


def _territoire(partie: Partie) -> str:
    """« métropole », les trois chiffres d'un code postal d'outre-mer, un pays ; vide si l'on n'en sait rien."""
    pays = partie.pays.strip().casefold()
    if pays and pays not in ("france", "fr"):
        return pays
    code = "".join(partie.code_postal.split())
    if code[:2] in ("97", "98"):
        return code[:3]
    return _METROPOLE if code else ""


def echeance_de_surete(terme: dt.date) -> dt.date:
    """Le jour où il vaut mieux avoir agi : le dernier, ou le jour ouvré qui le précède s'il est chômé.

    >>> echeance_de_surete(dt.date(2026, 5, 3))
    datetime.date(2026, 4, 30)
    """
    return avancer(terme)
