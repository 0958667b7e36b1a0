"""Une démarche : ce qu'il faut faire sur un dossier, à sa date, sous sa clé."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Genre(StrEnum):
    """La sorte d'une démarche."""

    PRESCRIPTION = "prescription"
    TAUX = "taux"
    TROP_PERCU = "trop-perçu"
    QUITTANCE = "quittance"
    PROMESSE = "promesse"
    LITIGE = "litige"
    ENVOI = "envoi"
    APPEL = "appel"
    VISITE = "visite"
    TACHE = "tache"
    PIECE = "piece"


PRIORITES = {genre: rang for rang, genre in enumerate(Genre, start=1)}
"""La plus grave d'abord : l'ordre de ``Genre``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demarche:
    """Ce qu'il faut faire, quand, pourquoi, sous quelle clé.

    ``suite`` : dépend d'un envoi qui n'est pas encore parti ; ``attente`` : pourquoi elle ne peut pas se faire encore ;
    ``jusqu_au`` : dernier jour où elle a un sens.
    """

    le: dt.date
    genre: Genre
    cle: str
    libelle: str
    fondement: str = ""
    jusqu_au: dt.date | None = None
    suite: bool = False
    attente: str = ""

    @property
    def priorite(self) -> int:
        """1 : la plus grave."""
        return PRIORITES[self.genre]
