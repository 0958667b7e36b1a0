"""Ce que le créancier autorise ou abandonne, ce qu'on lui dit, et qui suit le dossier. Des évènements."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class ObjetAutorisation(StrEnum):
    """Ce que le créancier peut autoriser, dossier par dossier."""

    VISITE = "visite"
    PLAN = "plan"
    PROCEDURE = "procedure"
    FRAIS = "frais"
    REMISE = "remise"


@dataclass(frozen=True, slots=True, kw_only=True)
class AutorisationDonnee:
    """Le créancier autorise, ce jour-là. ``jusqu_au`` : dernier jour où elle vaut ; ``plafond`` en centimes, 0 : sans.

    ``texte`` : comment il l'a donnée (« courriel du 3 mars »).
    """

    date: dt.date
    objet: ObjetAutorisation
    jusqu_au: dt.date | None = None
    plafond: int = 0
    texte: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AutorisationRetiree:
    """Le créancier n'autorise plus, à partir de ce jour."""

    date: dt.date
    objet: ObjetAutorisation
    texte: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemiseAccordee:
    """Le créancier abandonne ``montant`` centimes de ce qui reste dû au soir de ``date`` ; ``totale`` : tout.

    Elle éteint la dette sans qu'on ait rien reçu : ni paiement, ni reconnaissance (C. civ. 1350). ``autorisee_le`` : le
    jour où le créancier l'a permise ; ``fondement`` : le texte, si ce n'est pas une remise voulue.
    """

    date: dt.date
    motif: str
    montant: int = 0
    totale: bool = False
    autorisee_le: dt.date | None = None
    fondement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreancierAvise:
    """Le créancier a été avisé. ``objet`` : la clé de ce qu'on lui devait dire ; ``fichier`` relatif au cabinet."""

    date: dt.date
    objet: str
    fichier: str = ""
    empreinte: str = ""
    texte: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierAffecte:
    """Ce gestionnaire suit désormais le dossier ; vide : plus personne."""

    date: dt.date
    gestionnaire: str
