"""Composer un document : une étape du scénario, relue avant son départ, ou un document hors scénario, qu'on établit.

L'aperçu ne note rien. Établir fige le document dans le cabinet, le numérote et l'écrit au journal, avec l'empreinte de
ses octets et celle de son modèle ; une étape du scénario, elle, ne part que par « relances --envoyer ».
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from recouvre.base import journal
from recouvre.base.cabinet import COURRIERS
from recouvre.base.connexion import transaction
from recouvre.base.fichiers import ecrire, empreinte, exiger_neuf, nom_libre, nom_sur
from recouvre.base.journal import AEcrire
from recouvre.conduite.pieces import pieces_manquantes
from recouvre.conduite.porte import hors_scenario, interdits
from recouvre.conduite.scenarios import MISE_EN_DEMEURE, Etape
from recouvre.courriers.conformite import Constat, manquements
from recouvre.courriers.courrier import Courrier
from recouvre.courriers.modeles import rediger
from recouvre.courriers.refus import NonConforme
from recouvre.domaine.evenements import ConformiteForcee, DocumentEtabli
from recouvre.domaine.refus import Doublon, Refus, RegleDeDroit
from recouvre.operations.apparence import fabriquer
from recouvre.operations.cles import cle
from recouvre.operations.demandes import Choix, Voulu, demander_document, trouver
from recouvre.operations.forcages import forcage, regles_forcees
from recouvre.operations.lire import lire_dossier
from recouvre.operations.messages import MessageCompose, composer_message
from recouvre.operations.preparer import controler_moyens, dossiers_de_modeles
from recouvre.operations.projeter import reprojeter
from recouvre.operations.session import Session


class EnvoiInterdit(RegleDeDroit):
    """La loi défend de réclamer quoi que ce soit ce jour-là."""


class PartParRelances(Refus):
    """Une étape du scénario ne s'établit pas à la main : elle partirait deux fois."""

    def __init__(self, dossier: str, etape: str) -> None:
        super().__init__(
            f"« {etape} » est une étape du scénario du dossier {dossier} : elle part, une seule fois, par « recouvre "
            "relances --envoyer ». Sans --etablir, vous en avez l'aperçu."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Compose:
    """Un document écrit. ``etabli`` : il est au journal ; ``reference`` : son numéro ; ``rappel`` : à savoir."""

    dossier: int
    modele: str
    fichier: Path
    reference: str
    destinataire: str
    etabli: bool
    rappel: str = ""


def composer_courrier(session: Session, numero: int, voulu: Voulu, sortie: Path | None) -> Compose | MessageCompose:
    """Écrit l'aperçu PDF, marqué « APERÇU » ; d'un message, son texte seul. Ne note rien.

    Lève ``ModeleInconnu``, ``EnvoiInterdit``, ``DossierInconnu``, ``TauxInconnu``, ``SaisieManquante``, ou ce que lève
    ``composer``.
    """
    if sortie is not None:
        exiger_neuf(sortie)
    choix = preparer_document(session, numero, voulu)
    if choix.modele.notice.est_un_message:
        return composer_message(session, choix, voulu.motif, sortie)
    from recouvre.courriers.mise_en_page import imprimer

    courrier, _ = _ecrire_le_texte(session, choix, voulu.motif)
    octets = imprimer(courrier, apercu=True)
    chemin = sortie or nom_libre(Path(f"{nom_sur(f'{choix.dossier.libelle}_{voulu.nom}')}.pdf"))
    ecrire(chemin, octets)
    return _compose(choix, courrier, chemin, etabli=False)


def preparer_document(session: Session, numero: int, voulu: Voulu) -> Choix:
    """Le document voulu et tout ce qu'il faut pour l'écrire ; refuse ce que la loi défend d'adresser ce jour-là."""
    dossier, ecrits = lire_dossier(session, numero)
    choix = trouver(session, dossier, voulu)
    if choix.modele.demarche:
        for retenue in interdits(dossier, voulu.au, malgre=choix.modele.notice.malgre):
            raise EnvoiInterdit(f"Aucun courrier à ce débiteur : {retenue.complete}.")
    controler_moyens(session.profil)
    return demander_document(session, choix, ecrits, voulu)


def _ecrire_le_texte(session: Session, choix: Choix, motif: str) -> tuple[Courrier, tuple[ConformiteForcee, ...]]:
    """Le document composé, à l'apparence du cabinet, et ce qu'il a fallu forcer.

    Celui que le créancier signe ne porte pas les marques du cabinet. Lève ``NonConforme`` sans motif.
    """
    redaction = rediger(choix.demande, dossiers_de_modeles(session))
    deja = regles_forcees(choix.dossier, choix.etape.cle) if choix.etape else frozenset()
    constats = manquements(*redaction, prescrite_le=choix.demande.prescrite_le)
    violees = tuple(constat for constat in constats if constat.regle not in deja)
    if violees and not motif:
        raise NonConforme(choix.demande.modele, violees)
    forces = _forces(choix, violees, motif)
    if choix.modele.notice.expediteur == "creancier":
        return redaction.courrier, forces
    return replace(redaction.courrier, apparence=session.apparence), forces


def _forces(choix: Choix, violees: Sequence[Constat], motif: str) -> tuple[ConformiteForcee, ...]:
    if not motif:
        return ()
    etape = choix.etape.cle if choix.etape else ""
    return (forcage(choix.demande.modele, choix.demande.reference, violees, motif, choix.demande.le, etape),)


def etablir(session: Session, numero: int, voulu: Voulu, sortie: Path | None) -> Compose:
    """Fige le document, l'écrit au journal et, s'il le faut, en rend une copie à ``sortie``.

    Lève ``PartParRelances``, ``EnvoiInterdit``, ou ce que lève ``composer_courrier`` ; rien n'est alors noté.
    """
    if voulu.au < session.maintenant.date():
        raise Refus(f"Un document ne s'antidate pas : il serait daté du {voulu.au:%d/%m/%Y}. Retirez --au.")
    if sortie is not None:
        exiger_neuf(sortie)
    choix = preparer_document(session, numero, voulu)
    if etape := choix.etape or _premiere_lettre(session, choix):
        raise PartParRelances(choix.dossier.libelle, etape.cle)
    _refuser_si_retenu(session, choix, voulu.au)
    _refuser_si_quittance(choix)
    courrier, forces = _ecrire_le_texte(session, choix, voulu.motif)
    octets = fabriquer(session, courrier)
    fichier = f"{COURRIERS}/{voulu.au.isoformat()}/{nom_sur(f'{courrier.reference}_{courrier.modele}')}.pdf"
    _figer(session, choix, fichier, octets, [*forces, _fait(choix, courrier, fichier, empreinte(octets))])
    if sortie is not None:
        ecrire(sortie, octets)
    return _compose(choix, courrier, sortie or session.chemin / fichier, etabli=True)


def _premiere_lettre(session: Session, choix: Choix) -> Etape | None:
    """L'étape qui envoie cette mise en demeure : établie à la main, aucune démarche suivante ne la rappellerait."""
    etape = session.scenario_de(choix.dossier).etape(MISE_EN_DEMEURE)
    noms = {choix.modele.nom, choix.modele.nom.removesuffix(f"_{choix.dossier.qualite}")}
    if etape is None or not etape.sortante or not (choix.modele.premiere_lettre or etape.modele in noms):
        return None
    return etape


def _refuser_si_retenu(session: Session, choix: Choix, au: dt.date) -> None:
    """Une démarche auprès du débiteur suppose le mandat, les pièces exigées, une assurance en cours."""
    if not choix.modele.demarche:
        return
    dossier, notice = choix.dossier, choix.modele.notice
    manquantes = pieces_manquantes(dossier, session.pieces_exigees(dossier))
    retenues = hors_scenario(dossier, manquantes, session.profil, au, malgre=notice.malgre, reclame=notice.reclame)
    raisons = [retenue.complete for retenue in retenues]
    if raisons:
        raise EnvoiInterdit(f"Ce document ne peut pas être établi : {' ; '.join(raisons)}.")


def _refuser_si_quittance(choix: Choix) -> None:
    """Un paiement ne reçoit qu'un papier de chaque sorte, et plus de reçu une fois sa quittance donnée."""
    paiement, nom = choix.demande.paiement, choix.modele.nom
    defont = {nom, "quittance"} if nom == "recu_acompte" else {nom}
    for document in choix.dossier.documents if paiement else ():
        if paiement and document.paiement == paiement.rang and document.modele in defont:
            raise Doublon(
                f"Ce paiement a déjà ce document : {document.reference}, dans {document.fichier}. Rien n'est écrit ; "
                "pour un autre paiement, donnez son rang : --paiement RANG."
            )


def _fait(choix: Choix, courrier: Courrier, fichier: str, sceau: str) -> DocumentEtabli:
    demande = choix.demande
    return DocumentEtabli(
        date=demande.le,
        modele=courrier.modele,
        reference=demande.reference,
        destinataire=choix.modele.destinataire,
        fichier=fichier,
        empreinte=sceau,
        empreinte_modele=courrier.empreinte_modele,
        total=courrier.total,
        paiement=demande.paiement.rang if demande.paiement else 0,
    )


def _figer(
    session: Session, choix: Choix, fichier: str, octets: bytes, faits: Sequence[ConformiteForcee | DocumentEtabli]
) -> None:
    """Le fichier, puis le journal, sous la main d'écriture : de deux qui établissent, un seul prend le numéro."""
    numero, creancier = choix.dossier.numero, choix.dossier.ouverture.creancier
    with transaction(session.base):
        if journal.dernier_rang(session.base, numero) != choix.rang_vu:
            raise Refus(f"Le dossier {choix.dossier.libelle} vient de changer : recommencez. Rien n'est noté.")
        ecrire(session.chemin / fichier, octets)
        ecrits = [AEcrire(numero, fait, cle(fait, numero, creancier)) for fait in faits]
        journal.ajouter(session.base, ecrits, saisi_le=session.maintenant, auteur=session.auteur)
        reprojeter(session, [numero])


def _compose(choix: Choix, courrier: Courrier, chemin: Path, *, etabli: bool) -> Compose:
    return Compose(
        dossier=choix.dossier.numero,
        modele=courrier.modele,
        fichier=chemin,
        reference=courrier.reference,
        destinataire=choix.modele.destinataire,
        etabli=etabli,
        rappel=courrier.rappel,
    )
