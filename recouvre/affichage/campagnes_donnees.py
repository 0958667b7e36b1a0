"""Une campagne pour un programme ou un tableur : elle, où en sont ses dossiers, ses appels du jour."""

from __future__ import annotations

import datetime as dt
from typing import Any, Protocol

from recouvre.affichage.francais import decimale, telephone
from recouvre.affichage.sortie_csv import Valeur
from recouvre.domaine.campagnes import Campagne, Signature
from recouvre.domaine.montants import en_decimal
from recouvre.domaine.numeros import numero_lisible


class Avancement(Protocol):
    """Où en est un dossier de la campagne."""

    @property
    def dossier(self) -> int: ...
    @property
    def debiteur(self) -> str: ...
    @property
    def creancier(self) -> str: ...
    @property
    def etat(self) -> str: ...
    @property
    def le(self) -> dt.date | None: ...
    @property
    def code(self) -> str: ...
    @property
    def dit(self) -> str: ...


class Appel(Protocol):
    """Un appel à passer."""

    @property
    def dossier(self) -> int: ...
    @property
    def debiteur(self) -> str: ...
    @property
    def telephone(self) -> str: ...
    @property
    def creancier(self) -> str: ...
    @property
    def reste(self) -> int | None: ...
    @property
    def lettre(self) -> str: ...
    @property
    def lettre_le(self) -> dt.date | None: ...
    @property
    def gestionnaire(self) -> str: ...


def campagne_en_json(campagne: Campagne) -> dict[str, Any]:
    """La campagne, sans ses dossiers."""
    return {
        "nom": campagne.nom,
        "etat": str(campagne.etat),
        "canal": str(campagne.canal),
        "modele": campagne.modele or None,
        "niveau": campagne.niveau or None,
        "le": campagne.le,
        "jusqu_au": campagne.jusqu_au,
        "choix": campagne.choix,
        "a_contacter": len(campagne.retenus),
        "ecartes": len(campagne.ecartes),
        "preparee": _signature(campagne.preparee),
        "validee": _signature(campagne.validee),
        "abandonnee": _signature(campagne.abandonnee),
    }


def _signature(signe: Signature | None) -> dict[str, Any] | None:
    return {"le": signe.le, "par": signe.par, "motif": signe.motif or None} if signe else None


def avancement_en_json(avancement: Avancement) -> dict[str, Any]:
    """Un dossier de la campagne."""
    return {
        "dossier": numero_lisible(avancement.dossier),
        "debiteur": avancement.debiteur,
        "creancier": avancement.creancier,
        "etat": avancement.etat,
        "le": avancement.le,
        "code": avancement.code or None,
        "dit": avancement.dit,
    }


def appel_en_json(appel: Appel) -> dict[str, Any]:
    """Un appel à passer."""
    return {
        "dossier": numero_lisible(appel.dossier),
        "debiteur": appel.debiteur,
        "telephone": appel.telephone,
        "creancier": appel.creancier,
        "reste": None if appel.reste is None else en_decimal(appel.reste),
        "lettre": appel.lettre or None,
        "lettre_le": appel.lettre_le,
        "gestionnaire": appel.gestionnaire or None,
    }


COLONNES = ("Dossier", "Débiteur", "Créancier", "État", "Le", "Détail")
COLONNES_D_APPELS = (
    "Dossier", "Débiteur", "Téléphone", "Créancier", "Reste dû", "Première lettre", "Du", "Gestionnaire", "À noter",
)  # fmt: skip


def avancement_en_cases(avancement: Avancement) -> tuple[Valeur, ...]:
    """Une ligne du tableur."""
    return (
        numero_lisible(avancement.dossier), avancement.debiteur, avancement.creancier, avancement.etat, avancement.le,
        avancement.dit,
    )  # fmt: skip


def appel_en_cases(appel: Appel, campagne: str) -> tuple[Valeur, ...]:
    """Une ligne de la liste d'appels ; la dernière case est ce qu'il faut taper ensuite."""
    return (
        numero_lisible(appel.dossier), appel.debiteur, telephone(appel.telephone), appel.creancier,
        "" if appel.reste is None else decimale(appel.reste), appel.lettre, appel.lettre_le, appel.gestionnaire,
        f'recouvre noter {numero_lisible(appel.dossier)} appel "compte rendu" --etape campagne:{campagne}',
    )  # fmt: skip
