"""Une démarche : ce qu'il faut faire sur un dossier, à sa date, sous sa clé."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Genre(StrEnum):
    """La sorte d'une démarche.

    ``DELAI`` : ce que la loi ferme à une date (signifier, déclarer, contester) ; ``ECHEANCE`` : d'un plan ;
    ``RAPPEL`` : promis au débiteur ; ``DECISION`` : une personne choisit la suite ; ``AVIS`` : à donner au créancier.
    """

    PRESCRIPTION = "prescription"
    DELAI = "delai"
    TAUX = "taux"
    TROP_PERCU = "trop-perçu"
    QUITTANCE = "quittance"
    ECHEANCE = "echeance"
    PROMESSE = "promesse"
    LITIGE = "litige"
    RAPPEL = "rappel"
    ENVOI = "envoi"
    APPEL = "appel"
    VISITE = "visite"
    TACHE = "tache"
    DECISION = "decision"
    AVIS = "avis"
    PIECE = "piece"
    REVERSEMENT = "reversement"


PRIORITES = {
    Genre.PRESCRIPTION: 1,
    Genre.DELAI: 1,
    Genre.TAUX: 2,
    Genre.TROP_PERCU: 3,
    Genre.QUITTANCE: 4,
    Genre.ECHEANCE: 4,
    Genre.PROMESSE: 4,
    Genre.LITIGE: 4,
    Genre.RAPPEL: 5,
    Genre.ENVOI: 5,
    Genre.APPEL: 6,
    Genre.VISITE: 7,
    Genre.TACHE: 8,
    Genre.DECISION: 8,
    Genre.AVIS: 8,
    Genre.PIECE: 9,
    Genre.REVERSEMENT: 9,
}
"""La plus grave d'abord. Un rang ne se renumérote pas : les projections des cabinets et le JSON le portent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demarche:
    """Ce qu'il faut faire, quand, pourquoi, sous quelle clé.

    ``suite`` : dépend d'un envoi qui n'est pas encore parti ; ``attente`` : pourquoi elle ne peut pas se faire encore ;
    ``jusqu_au`` : dernier jour où elle a un sens ; ``commande`` : ce qu'il faut taper, vide si son genre le dit.
    ``sauf`` : qui ne doit pas la faire, parce qu'il vient d'échouer.
    """

    le: dt.date
    genre: Genre
    cle: str
    libelle: str
    fondement: str = ""
    jusqu_au: dt.date | None = None
    suite: bool = False
    attente: str = ""
    commande: str = ""
    sauf: str = ""

    @property
    def priorite(self) -> int:
        """1 : la plus grave."""
        return PRIORITES[self.genre]
