"""Noter qui intervient à un dossier, et s'en servir : le mandataire reçoit la déclaration de créance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from recouvre.base import intervenants as registre
from recouvre.base.connexion import transaction
from recouvre.domaine.parties import Partie
from recouvre.operations.gardes import FaitRefuse
from recouvre.operations.lire import lire_dossier
from recouvre.operations.session import Session

_DU_DOCUMENT = {"procedure": "mandataire", "surendettement": "commission"}
"""À qui s'adresse un document de tiers, d'après ce qu'il arrête."""


def noter_intervenant(session: Session, numero: int, role: str, changements: Mapping[str, str]) -> Partie:
    """Note celui de ce rôle, ou change sa fiche. Lève ``FaitRefuse`` sans nom, ``DossierInconnu``."""
    with transaction(session.base):
        dossier, _ = lire_dossier(session, numero)
        ancien = registre.lire(session.base, numero).get(role)
        if ancien is None and not changements.get("nom", "").strip():
            raise FaitRefuse(
                f"Dites qui c'est : recouvre intervenant {dossier.libelle} {role} --nom \"…\". Rien n'est écrit."
            )
        partie = replace(ancien or Partie(nom=""), **dict(changements))
        registre.ecrire(session.base, numero, role, partie)
    return partie


def retirer_intervenant(session: Session, numero: int, role: str) -> None:
    """Oublie celui de ce rôle. Lève ``FaitRefuse`` s'il n'y en a pas."""
    with transaction(session.base):
        dossier, _ = lire_dossier(session, numero)
        if not registre.retirer(session.base, numero, role):
            raise FaitRefuse(f"Aucun « {role} » n'est noté au dossier {dossier.libelle}. Rien n'est écrit.")


def lire_intervenants(session: Session, numero: int) -> dict[str, Partie]:
    """Tous ceux du dossier, par rôle. Lève ``DossierInconnu``."""
    lire_dossier(session, numero)
    return registre.lire(session.base, numero)


def destinataire_par_defaut(session: Session, numero: int, arrete: str) -> str:
    """« Nom ; voie ; code ville », tel qu'une saisie d'adresse le veut ; vide si l'on ne sait pas où écrire.

    ``arrete`` : la cause que le document arrête (une déclaration de créance va au mandataire).
    """
    role = _DU_DOCUMENT.get(arrete, "")
    partie = registre.lire(session.base, numero).get(role) if role else None
    if partie is None or not partie.lignes_adresse:
        return ""
    return " ; ".join(ligne.replace(";", ",") for ligne in (partie.denomination, *partie.lignes_adresse))
