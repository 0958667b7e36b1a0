"""Les fautes d'une ligne pendant qu'on la lit ; ``remise`` en fait des anomalies une fois la ligne finie."""

from __future__ import annotations

from recouvre.domaine.brouillons import Gravite
from recouvre.domaine.montants import en_decimal

Faute = tuple[str, str, Gravite]
"""(rôle de la colonne fautive, phrase, gravité)."""


def rejeter(fautes: list[Faute], role: str, phrase: str) -> None:
    """Ajoute une faute qui écarte la ligne."""
    fautes.append((role, phrase, Gravite.REJET))


def avertir(fautes: list[Faute], role: str, phrase: str) -> None:
    """Ajoute une remarque qui laisse la ligne passer."""
    fautes.append((role, phrase, Gravite.AVERTISSEMENT))


def euros(centimes: int) -> str:
    """« -150,00 € », pour une phrase : le nombre y reste recopiable dans un tableur."""
    return f"{en_decimal(centimes).replace('.', ',')} €"
