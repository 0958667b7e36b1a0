"""Une campagne : le même contact pour beaucoup de dossiers. Préparée par l'outil, validée ou abandonnée par quelqu'un.

Elle dit de chaque dossier choisi s'il sera contacté, ou pourquoi il est écarté. Ce qui se fait ensuite est au journal
de chaque dossier (``CampagneValidee``) : la campagne elle-même ne fait rien partir.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from recouvre.domaine.faits_de_campagne import CampagneValidee
from recouvre.domaine.refus import Refus, SaisieIllisible

LONGUEUR = 30
"""Caractères d'un nom de campagne : il entre dans une clé et dans un nom de fichier."""


class CanalDeCampagne(StrEnum):
    """Par où passe une campagne."""

    SMS = "sms"
    COURRIEL = "courriel"
    APPEL = "appel"


class EtatDeCampagne(StrEnum):
    """``BROUILLON`` : rien ne partira ; ``VALIDEE`` : une personne l'a décidé ; ``ABANDONNEE`` : plus rien ne part."""

    BROUILLON = "brouillon"
    VALIDEE = "validée"
    ABANDONNEE = "abandonnée"


class CampagneInconnue(Refus):
    """Aucune campagne ne porte ce nom."""

    def __init__(self, nom: str) -> None:
        super().__init__(f"Aucune campagne « {nom} ». « recouvre campagne lister » montre celles du cabinet.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Un dossier choisi. ``raison`` : pourquoi il est écarté ; vide, il sera contacté, au plus tôt ``des``.

    ``code`` : cette raison en un mot, pour les compter ; ``empreintes`` : le texte tel qu'on l'a composé.
    """

    dossier: int
    des: dt.date | None = None
    code: str = ""
    raison: str = ""
    empreintes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Qui a décidé, quel jour, et pourquoi."""

    le: dt.date
    par: str
    motif: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Campagne:
    """``choix`` : comment les dossiers ont été choisis, en français ; ``le`` et ``jusqu_au`` : quand elle se fait."""

    nom: str
    canal: CanalDeCampagne
    modele: str
    niveau: int
    le: dt.date
    jusqu_au: dt.date
    choix: str
    preparee: Signature
    contacts: tuple[Contact, ...]
    validee: Signature | None = None
    abandonnee: Signature | None = None

    @property
    def etat(self) -> EtatDeCampagne:
        """Où elle en est."""
        if self.abandonnee:
            return EtatDeCampagne.ABANDONNEE
        return EtatDeCampagne.VALIDEE if self.validee else EtatDeCampagne.BROUILLON

    @property
    def retenus(self) -> tuple[Contact, ...]:
        """Les dossiers à contacter."""
        return tuple(contact for contact in self.contacts if not contact.raison)

    @property
    def ecartes(self) -> tuple[Contact, ...]:
        """Ceux qui ne le seront pas."""
        return tuple(contact for contact in self.contacts if contact.raison)

    def fait(self, date: dt.date, contact: Contact | None = None) -> CampagneValidee:
        """Ce que la validation, ce jour-là, écrit au journal d'un dossier : il ne se fait pas avant qu'il le puisse."""
        return CampagneValidee(
            date=date,
            campagne=self.nom,
            canal=str(self.canal),
            modele=self.modele,
            le=contact.des if contact and contact.des else self.le,
            jusqu_au=self.jusqu_au,
            niveau=self.niveau,
            empreintes=contact.empreintes if contact else "",
        )


def lire_nom(texte: str) -> str:
    """Un nom de campagne : des lettres, des chiffres, des tirets. Lève ``SaisieIllisible``.

    >>> lire_nom("Rappel été 2026"), lire_nom("rappel-mars")
    ('rappel-ete-2026', 'rappel-mars')
    """
    sans_accent = unicodedata.normalize("NFKD", texte.casefold()).encode("ascii", "ignore").decode()
    nom = re.sub(r"[^a-z0-9]+", "-", sans_accent).strip("-")
    if not nom or len(nom) > LONGUEUR:
        raise SaisieIllisible(
            f"« {texte} » ne nomme pas une campagne : {LONGUEUR} lettres ou chiffres au plus, par exemple rappel-mars."
        )
    return nom
