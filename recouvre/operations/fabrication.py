"""D'un départ décidé à ses octets figés : le PDF d'un pli, le message entier d'un courriel, le texte d'un SMS."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from recouvre.base.cabinet import COURRIERS
from recouvre.base.connexion import transaction
from recouvre.base.fichiers import empreinte, nom_sur
from recouvre.base.reglages import ecrire_reglage, lire_reglage
from recouvre.conduite.scenarios import Canal
from recouvre.domaine.canaux import ReglagesCourriel
from recouvre.operations.apparence import fabriquer
from recouvre.operations.decision import Pret
from recouvre.operations.session import Session

_GRAINE = "graine_des_envois"
"""Le réglage d'où se tirent les numéros de message."""

_SUFFIXES = {Canal.COURRIER: "pdf", Canal.COURRIEL: "eml", Canal.SMS: "txt"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fige:
    """Les octets d'un départ. ``fichier`` est relatif au cabinet ; ``identifiant`` et ``retour`` : ceux d'un courriel.

    ``expedie`` : l'adresse de retour entière, que le serveur reçoit comme expéditeur de l'enveloppe.
    """

    fichier: str
    octets: bytes
    pages: int
    identifiant: str = ""
    retour: str = ""
    expedie: str = ""


def figer(session: Session, pret: Pret, au: dt.date) -> Fige:
    """Fabrique les octets de ce départ. Lève ``CaractereImpossible`` ou ``ArchivageImpossible``."""
    match pret.voie.canal:
        case Canal.COURRIEL:
            return _courriel(session, pret, au)
        case Canal.SMS:
            return Fige(fichier=_fichier(pret, au), octets=pret.texte.texte.encode(), pages=0)
        case _:
            octets = fabriquer(session, pret.lettre)
            return Fige(fichier=_fichier(pret, au), octets=octets, pages=_pages(octets))


def _pages(octets: bytes) -> int:
    from recouvre.courriers.fusion import nombre_de_pages

    return nombre_de_pages(octets)


def _courriel(session: Session, pret: Pret, au: dt.date) -> Fige:
    """Le numéro du message ne dépend que de la clé du départ : retransmis par erreur, une messagerie l'écarte."""
    from recouvre.envois.courriel import (
        PieceJointe,
        adresse_de_retour,
        cle_de_retour,
        composer_courriel,
        numero_de_message,
    )

    reglages, message, reference = session.canaux.courriel or ReglagesCourriel(), pret.texte, pret.demande.reference
    pdf = fabriquer(session, pret.lettre)
    numero = numero_de_message(reglages, f"{graine(session)} {pret.cle}")
    octets = composer_courriel(
        reglages,
        destinataire=pret.voie.destinataire,
        nom=pret.debiteur.denomination,
        objet=message.objet,
        texte=message.texte,
        page=message.html,
        pieces=[PieceJointe(nom=f"{nom_sur(reference)}.pdf", octets=pdf)],
        date=session.instant,
        numero=numero,
        reference=reference,
    )
    retour = cle_de_retour(reference, empreinte(octets))
    return Fige(
        fichier=_fichier(pret, au),
        octets=octets,
        pages=_pages(pdf),
        identifiant=numero,
        retour=retour,
        expedie=adresse_de_retour(reglages, retour),
    )


def _fichier(pret: Pret, au: dt.date) -> str:
    nom = nom_sur(f"{pret.demande.reference}_{pret.etape.cle}_{pret.debiteur.nom}"[:80])
    return f"{COURRIERS}/{au.isoformat()}/{nom}.{_SUFFIXES[pret.voie.canal]}"


def graine(session: Session) -> str:
    """Le hasard propre à ce cabinet, tiré une fois : deux cabinets ne numérotent pas pareil leurs messages."""
    tiree = lire_reglage(session.base, _GRAINE)
    if not tiree:
        tiree = secrets.token_hex(16)
        with transaction(session.base):
            ecrire_reglage(session.base, _GRAINE, tiree)
    return tiree
