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


PRIORITES = {
    Genre.PRESCRIPTION: 1,
    Genre.TAUX: 2,
    Genre.TROP_PERCU: 3,
    Genre.QUITTANCE: 4,
    Genre.PROMESSE: 4,
    Genre.LITIGE: 4,
    Genre.ENVOI: 5,
    Genre.APPEL: 6,
    Genre.VISITE: 7,
    Genre.TACHE: 8,
    Genre.PIECE: 9,
}
"""La plus grave d'abord. Un rang ne se renumérote pas : les projections des cabinets et le JSON le portent."""


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
