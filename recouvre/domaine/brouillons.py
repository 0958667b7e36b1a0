"""Ce qu'on lit dans un fichier avant d'en faire des faits : brouillons et anomalies, chacun avec sa source.

Un lecteur (``echanges``) ne lève pas d'exception pour une ligne fautive : il rend une ``Anomalie``, si bien que toutes
les fautes d'un fichier sortent d'un coup. Il ne lève un ``Refus`` que si le fichier entier est illisible.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from recouvre.domaine.parties import Partie, Qualite
from recouvre.domaine.refus import Refus


@dataclass(frozen=True, slots=True)
class Source:
    """D'où vient une donnée : fichier (son nom), ligne (1 : l'en-tête), colonne (son en-tête)."""

    fichier: str
    ligne: int = 0
    colonne: str = ""


class Gravite(StrEnum):
    """Un rejet écarte la ligne ; un avertissement la garde."""

    REJET = "rejet"
    AVERTISSEMENT = "avertissement"


@dataclass(frozen=True, slots=True)
class Anomalie:
    """Une faute lue : où, et quoi faire, en une phrase."""

    source: Source
    message: str
    gravite: Gravite = Gravite.REJET


class GenrePiece(StrEnum):
    """Une pièce comptable augmente (facture) ou réduit (avoir) le principal."""

    FACTURE = "facture"
    AVOIR = "avoir"


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceComptable:
    """Une facture ou un avoir. ``montant`` : TTC en centimes, positif ; ``deja_regle`` : acomptes antérieurs."""

    genre: GenrePiece
    numero: str
    montant: int
    deja_regle: int = 0
    emise_le: dt.date | None = None
    echeance: dt.date | None = None
    libelle: str = ""
    sur: str = ""
    """Pour un avoir : le numéro de la facture qu'il réduit, vide s'il n'est pas dit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brouillon:
    """Une ligne de remise, ou une facture électronique, comprise.

    ``creancier`` est connu d'une facture électronique (le vendeur), pas d'une remise ; ``reference`` est celle du
    débiteur chez le créancier ; ``qualite`` est ``None`` si le fichier ne la dit pas.
    """

    source: Source
    debiteur: Partie
    piece: PieceComptable
    creancier: Partie | None = None
    reference: str = ""
    qualite: Qualite | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lecture:
    """Tout ce qu'un fichier contient.

    ``entetes`` et ``brutes`` (numéro de ligne → cellules telles que lues) servent à écrire les rejets réimportables ;
    vides pour une facture électronique.
    """

    fichier: str
    brouillons: tuple[Brouillon, ...]
    anomalies: tuple[Anomalie, ...] = ()
    entetes: tuple[str, ...] = ()
    brutes: dict[int, tuple[str, ...]] = field(default_factory=dict)


class FichierRefuse(Refus):
    """Le fichier entier ne peut pas être lu ; rien n'a été écrit."""

    def __init__(self, fichier: str, raison: str) -> None:
        super().__init__(f"{fichier} : {raison}")
        self.fichier, self.raison = fichier, raison
