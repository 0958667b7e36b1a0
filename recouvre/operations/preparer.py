"""Décider et écrire un départ : la même décision, par le même code, pour l'aperçu et pour l'envoi."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from recouvre.base import cabinet as disque
from recouvre.base import envois, journal, listes_d_envois
from recouvre.conduite.campagnes import texte_change
from recouvre.conduite.circonstances import Circonstances
from recouvre.conduite.frein import sous_le_minimum
from recouvre.conduite.litiges import litiges_ouverts, part_reclamable, raison_du_litige
from recouvre.conduite.pieces import pieces_manquantes
from recouvre.conduite.porte import examiner
from recouvre.conduite.retenue import Retenue
from recouvre.conduite.scenarios import MISE_EN_DEMEURE, Canal, Etape
from recouvre.conduite.situation import situer
from recouvre.conduite.tours import tour
from recouvre.conduite.voies import SansVoie, Voie, choisir
from recouvre.courriers.contexte import Demande, Envoi
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import Ecrit
from recouvre.domaine.montants import en_euros
from recouvre.domaine.parties import Partie
from recouvre.domaine.pli import plier
from recouvre.domaine.profil import Profil
from recouvre.domaine.refus import Refus
from recouvre.droit.decompte import decompter
from recouvre.operations.apparence import controler_cartes
from recouvre.operations.circonstances import AUCUN, Prevus, canaux_regles, circonstances
from recouvre.operations.decision import Decision, Examen, Pret, Retenu, Sautee
from recouvre.operations.etapes import etape_de
from recouvre.operations.forcages import regles_forcees
from recouvre.operations.prescrire import prescrite_le
from recouvre.operations.saisies import controler
from recouvre.operations.saisies_connues import saisies_de_l_etape, somme_du_versement, somme_reclamee
from recouvre.operations.session import Session

if TYPE_CHECKING:
    from recouvre.courriers.courrier import Courrier
    from recouvre.courriers.messages import Message

MESSAGE_D_ACCOMPAGNEMENT = "message_lettre"
"""Le modèle du courriel auquel une lettre est jointe."""


def preparer(session: Session, numero: int, cle: str, au: dt.date, engages: Mapping[int, int] = AUCUN) -> Decision:
    """Décide de ce départ ce jour-là et en compose le texte ; un courrier qui ne peut se composer est retenu.

    ``engages`` : débiteur → départs déjà décidés dans ce passage, que le journal ne dit pas encore.
    """
    ecrits = journal.lire(session.base, numero)
    return preparer_dossier(session, plier(ecrits), ecrits, cle, au, engages)


def preparer_dossier(
    session: Session,
    dossier: Dossier,
    ecrits: Sequence[Ecrit],
    cle: str,
    au: dt.date,
    engages: Mapping[int, int] = AUCUN,
    prevus: Prevus | None = None,
) -> Decision:
    """La même décision, d'un dossier déjà lu, ou que l'on imagine. ``ecrits`` : son journal."""
    vu = examiner_dossier(session, dossier, ecrits, cle, au, engages, prevus)
    if not isinstance(vu, Examen):
        return vu
    try:
        pret = composer_un(session, vu, au)
    except Refus as refus:
        return _retenu(vu.dossier, cle, vu.debiteur, Retenue("courrier", refus.phrase))
    du = pret.total if pret.courrier else pret.demande.decompte.total  # un SMS ne réclame aucune somme
    if petites := tuple(sous_le_minimum(du, session.canaux.envois)):
        return _retenu(vu.dossier, cle, vu.debiteur, *petites)
    if changes := tuple(texte_change(vu.dossier, vu.etape, pret.empreintes)):
        return _retenu(vu.dossier, cle, vu.debiteur, *changes)
    return pret


def examiner_dossier(
    session: Session,
    dossier: Dossier,
    ecrits: Sequence[Ecrit],
    cle: str,
    au: dt.date,
    engages: Mapping[int, int] = AUCUN,
    prevus: Prevus | None = None,
) -> Examen | Retenu | Sautee:
    """La décision de la porte, sans rien écrire encore. ``prevus`` : voir ``circonstances``."""
    debiteur = session.partie(dossier.ouverture.debiteur)
    etape = etape_de(session, dossier, cle)
    if etape is None:
        return _retenu(
            dossier,
            cle,
            debiteur,
            Retenue("scenario", f"il n'y a plus d'étape « {cle} »", "recouvre verifier --reconstruire"),
        )
    le_tour = tour(dossier, cle)
    voie = choisir(etape, dossier, debiteur, canaux_regles(session))
    essayee = voie if isinstance(voie, Voie) else Voie(canal=etape.canal, destinataire="aucun")
    autour = circonstances(
        session, dossier, essayee, envois.cle_envoi(cle, dossier.numero, le_tour), au, engages, prevus
    )
    raisons = _raisons(session, dossier, etape, debiteur, autour, au)
    if raisons:
        return _retenu(dossier, cle, debiteur, *raisons)
    if isinstance(voie, SansVoie):
        return Sautee(
            dossier=dossier.numero,
            etape=cle,
            tour=le_tour,
            debiteur=debiteur.denomination,
            motif=voie.motif,
            rang_vu=ecrits[-1].rang,
        )
    return Examen(dossier=dossier, etape=etape, tour=le_tour, debiteur=debiteur, voie=voie, ecrits=ecrits)


def _raisons(
    session: Session, dossier: Dossier, etape: Etape, debiteur: Partie, autour: Circonstances, au: dt.date
) -> tuple[Retenue, ...]:
    return examiner(
        dossier,
        situer(dossier, session.bareme, session.natures),
        etape,
        au=au,
        profil=session.profil,
        manquantes=pieces_manquantes(dossier, session.pieces_exigees(dossier)),
        debiteur=debiteur,
        circonstances=autour,
    )


def composer_un(session: Session, vu: Examen, au: dt.date) -> Pret:
    """Écrit le texte de ce départ : la lettre, et le message s'il part à distance. Lève ce que lève ``composer``."""
    controler_moyens(session.profil)
    demande = demander(session, vu.dossier, vu.debiteur, vu.ecrits, vu.etape, au, envoi=_mention(vu.voie))
    if demande.conteste and not demande.decompte.total:
        raise Refus("ce que le débiteur ne conteste pas est payé : rien à réclamer avant la fin du litige")
    if (voulue := somme_du_versement(demande.saisies)) > demande.decompte.total:
        raise Refus(
            f"le plan attend {en_euros(voulue)}, et il ne reste dû que {en_euros(demande.decompte.total)} : "
            f"refaites-le, recouvre echeancier {vu.dossier.libelle} --nombre N --des DATE --signe-le DATE --remplacer"
        )
    courrier = None if vu.voie.canal is Canal.SMS else _lettre(session, vu, demande)
    message = None if vu.voie.canal is Canal.COURRIER else _message(session, vu, demande)
    return Pret(
        dossier=vu.dossier,
        etape=vu.etape,
        tour=vu.tour,
        debiteur=vu.debiteur,
        voie=vu.voie,
        demande=demande,
        courrier=courrier,
        message=message,
        total=somme_reclamee(vu.etape, demande.saisies, courrier.total) if courrier else 0,
        ecrits=vu.ecrits,
    )


def _lettre(session: Session, vu: Examen, demande: Demande) -> Courrier:
    from recouvre.courriers.courrier import lignes_nues
    from recouvre.courriers.modeles import composer
    from recouvre.courriers.pdf_polices import verifier_caracteres

    forcees = regles_forcees(vu.dossier, vu.etape.cle)
    courrier = replace(composer(demande, dossiers_de_modeles(session), forcees=forcees), apparence=session.apparence)
    verifier_caracteres("\n".join(lignes_nues(courrier)))
    return courrier


def _message(session: Session, vu: Examen, demande: Demande) -> Message:
    from recouvre.courriers.messages import rediger_message

    nom = vu.etape.modele if vu.voie.canal is Canal.SMS else MESSAGE_D_ACCOMPAGNEMENT
    forcees = regles_forcees(vu.dossier, vu.etape.cle)
    return rediger_message(demande, nom, dossiers_de_modeles(session), forcees=forcees)


def mention_de(session: Session, dossier: Dossier, etape: Etape) -> str:
    """Le mode d'envoi que porterait aujourd'hui la lettre de cette étape."""
    voie = choisir(etape, dossier, session.partie(dossier.ouverture.debiteur), canaux_regles(session))
    return _mention(voie) if isinstance(voie, Voie) else Envoi.SIMPLE


def _mention(voie: Voie) -> str:
    """Le mode d'envoi que la lettre imprime."""
    return Envoi.COURRIEL if voie.canal is Canal.COURRIEL else voie.envoi


@lru_cache(maxsize=8)
def controler_moyens(profil: Profil) -> None:
    """Le profil peut s'écrire à la main : un IBAN faux, une page qui n'est pas sûre, enverraient l'argent ailleurs.

    Lève ``SaisieIllisible`` ou ``ApparenceFautive``.
    """
    if profil.iban:
        controler("iban", profil.iban)
    if profil.page_de_paiement:
        controler("page de paiement", profil.page_de_paiement)
    controler_cartes(profil.cartes)


def demander(
    session: Session,
    dossier: Dossier,
    debiteur: Partie,
    ecrits: Sequence[Ecrit],
    etape: Etape,
    au: dt.date,
    *,
    envoi: str,
) -> Demande:
    """Tout ce qu'il faut pour écrire le courrier de cette étape, daté de ce jour. Lève ``TauxInconnu``.

    Le courrier ne réclame que ce que le débiteur ne conteste pas.
    """
    tenu, dossier = dossier, part_reclamable(dossier, au) or dossier
    decompte = decompter(dossier, au, session.bareme)
    return Demande(
        profil=session.profil,
        creancier=session.partie(dossier.ouverture.creancier),
        debiteur=debiteur,
        dossier=dossier,
        decompte=decompte,
        le=au,
        modele=etape.modele,
        reference=prochaine_reference(session, dossier),
        envoi=envoi,
        niveau=etape.niveau,
        delai_le=au + dt.timedelta(days=etape.delai) if etape.delai is not None else None,
        # Refaite, la mise en demeure est de nouveau la première lettre : elle ne rappelle pas celle qui est revenue.
        premiere=dossier.depart(MISE_EN_DEMEURE) if etape.cle != MISE_EN_DEMEURE else None,
        penalites=etape.penalites,
        saisies=saisies_de_l_etape(dossier, etape),
        prescrite_le=prescrite_le(session, dossier, ecrits, decompte),
        conteste="" if dossier is tenu else raison_du_litige(litiges_ouverts(tenu, au)[0]),
    )


def prochaine_reference(session: Session, dossier: Dossier) -> str:
    """Le numéro du prochain papier du dossier, courriers et documents confondus : « D-12-3 ».

    Le numéro d'un document annulé n'est pas redonné : il a pu sortir, et deux papiers le porteraient. Celui d'un envoi
    incertain non plus.
    """
    incertains = {envoi.reference for envoi in listes_d_envois.incertains_du_dossier(session.base, dossier.numero)}
    numero = dossier.papiers + 1
    while f"{dossier.libelle}-{numero}" in incertains:
        numero += 1
    return f"{dossier.libelle}-{numero}"


def dossiers_de_modeles(session: Session) -> tuple[Path, ...]:
    """Où chercher un modèle avant ceux de l'outil."""
    return (session.chemin / disque.MODELES,)


def _retenu(dossier: Dossier, cle: str, debiteur: Partie, *raisons: Retenue) -> Retenu:
    return Retenu(dossier=dossier.numero, etape=cle, debiteur=debiteur.denomination, raisons=raisons)
