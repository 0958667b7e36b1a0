"""Décider et écrire un départ : la même décision, par le même code, pour l'aperçu et pour l'envoi."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

from recouvre.base import cabinet as disque
from recouvre.base.journal import lire as lire_journal
from recouvre.conduite.pieces import pieces_manquantes
from recouvre.conduite.porte import Retenue, examiner
from recouvre.conduite.scenarios import MISE_EN_DEMEURE, Etape
from recouvre.conduite.situation import situer
from recouvre.conduite.tours import accomplies, tour
from recouvre.courriers.contexte import Demande
from recouvre.courriers.courrier import Courrier, lignes_nues
from recouvre.courriers.modeles import composer
from recouvre.domaine.dossier import Dossier, plier
from recouvre.domaine.parties import Partie
from recouvre.domaine.profil import Profil
from recouvre.domaine.refus import Refus
from recouvre.droit.decompte import decompter
from recouvre.envois import impression
from recouvre.operations.forcages import regles_forcees
from recouvre.operations.prescrire import prescrite_le
from recouvre.operations.saisies import controler
from recouvre.operations.session import Session

CANAUX = (impression.CANAL,)
"""Les canaux que la machine sait servir. Une étape d'un autre canal se replie sur le premier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pret:
    """Un départ décidé, son texte composé. ``rang_vu`` : le dernier fait du dossier quand on a décidé."""

    dossier: Dossier
    etape: Etape
    debiteur: Partie
    canal: str
    demande: Demande
    courrier: Courrier
    total: int
    tour: int
    rang_vu: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Retenu:
    """Un départ retenu, et toutes les raisons."""

    dossier: int
    etape: str
    debiteur: str
    raisons: tuple[Retenue, ...]

    @property
    def motif(self) -> str:
        """Les raisons en une phrase."""
        return " ; ".join(raison.complete for raison in self.raisons)


def preparer(session: Session, numero: int, cle: str, au: dt.date) -> Pret | Retenu:
    """Décide de ce départ ce jour-là et en compose le texte ; un courrier qui ne peut se composer est retenu."""
    ecrits = lire_journal(session.base, numero)
    dossier = plier(ecrits)
    debiteur = session.partie(dossier.ouverture.debiteur)
    etape = session.scenario_de(dossier).etape(cle)
    if etape is None:
        return _retenu(dossier, cle, debiteur, Retenue("scenario", f"le scénario n'a plus d'étape « {cle} »"))
    if cle in accomplies(dossier):
        # Le tour change à chaque départ : la clé unique ne protège plus seule d'un second départ de la même étape.
        return _retenu(dossier, cle, debiteur, Retenue("accomplie", "cette étape est déjà accomplie"))
    raisons = examiner(
        dossier,
        situer(dossier, session.bareme, session.natures),
        etape,
        au=au,
        profil=session.profil,
        manquantes=pieces_manquantes(dossier, session.pieces_exigees(dossier)),
        debiteur=debiteur,
    )
    if raisons:
        return _retenu(dossier, cle, debiteur, *raisons)
    from recouvre.courriers.pdf_polices import verifier_caracteres

    try:
        controler_iban(session.profil)
        demande = demander(session, dossier, etape, au)
        forcees = regles_forcees(dossier, etape.cle)
        courrier = composer(demande, dossiers_de_modeles(session), forcees=forcees)
        courrier = replace(courrier, apparence=session.apparence)
        verifier_caracteres("\n".join(lignes_nues(courrier)))
    except Refus as refus:
        return _retenu(dossier, cle, debiteur, Retenue("courrier", refus.phrase))
    return Pret(
        dossier=dossier,
        etape=etape,
        debiteur=debiteur,
        canal=etape.canal if etape.canal in CANAUX else CANAUX[0],
        demande=demande,
        courrier=courrier,
        total=courrier.total,
        tour=tour(dossier, etape.cle),
        rang_vu=ecrits[-1].rang,
    )


def controler_iban(profil: Profil) -> None:
    """Le profil peut s'écrire à la main : un IBAN faux enverrait l'argent ailleurs. Lève ``SaisieIllisible``."""
    if profil.iban:
        controler("iban", profil.iban)


def demander(session: Session, dossier: Dossier, etape: Etape, au: dt.date) -> Demande:
    """Tout ce qu'il faut pour écrire le courrier de cette étape, daté de ce jour. Lève ``TauxInconnu``."""
    decompte = decompter(dossier, au, session.bareme)
    return Demande(
        profil=session.profil,
        creancier=session.partie(dossier.ouverture.creancier),
        debiteur=session.partie(dossier.ouverture.debiteur),
        dossier=dossier,
        decompte=decompte,
        le=au,
        modele=etape.modele,
        reference=prochaine_reference(dossier),
        envoi=etape.envoi,
        niveau=etape.niveau,
        delai_le=au + dt.timedelta(days=etape.delai) if etape.delai is not None else None,
        # Refaite, la mise en demeure est de nouveau la première lettre : elle ne rappelle pas celle qui est revenue.
        premiere=dossier.depart(MISE_EN_DEMEURE) if etape.cle != MISE_EN_DEMEURE else None,
        penalites=etape.penalites,
        prescrite_le=prescrite_le(session, dossier.numero, decompte),
    )


def prochaine_reference(dossier: Dossier) -> str:
    """Le numéro du prochain papier du dossier, courriers et documents confondus : « D-12-3 ».

    Le numéro d'un document annulé n'est pas redonné : il a pu sortir, et deux papiers le porteraient.
    """
    return f"{dossier.libelle}-{dossier.papiers + 1}"


def dossiers_de_modeles(session: Session) -> tuple[Path, ...]:
    """Où chercher un modèle avant ceux de l'outil."""
    return (session.chemin / disque.MODELES,)


def _retenu(dossier: Dossier, cle: str, debiteur: Partie, *raisons: Retenue) -> Retenu:
    return Retenu(dossier=dossier.numero, etape=cle, debiteur=debiteur.denomination, raisons=raisons)
