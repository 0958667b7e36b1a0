"""Lire un dossier, sans rien charger de ce qui sert à écrire : le chemin d'une réponse au téléphone."""

from __future__ import annotations

from recouvre.base import journal
from recouvre.domaine.dossier import Dossier, plier
from recouvre.domaine.evenements import Ecrit
from recouvre.domaine.numeros import numero_lisible
from recouvre.domaine.refus import DossierInconnu
from recouvre.operations.session import Session


def lire_dossier(session: Session, numero: int) -> tuple[Dossier, list[Ecrit]]:
    """Le dossier et son journal. Lève ``DossierInconnu``."""
    ecrits = journal.lire(session.base, numero)
    if not ecrits:
        raise DossierInconnu(numero_lisible(numero))
    return plier(ecrits), ecrits
