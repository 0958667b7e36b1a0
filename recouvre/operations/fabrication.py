"""D'un départ décidé à ses octets figés : le PDF d'un pli, le message entier d'un courriel, le texte d'un SMS."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from hashlib import sha256

from recouvre.base.cabinet import COURRIERS
from recouvre.base.connexion import transaction
from recouvre.base.fichiers import nom_sur
from recouvre.base.reglages import ecrire_reglage, lire_reglage
from recouvre.conduite.scenarios import Canal
from recouvre.domaine.canaux import ReglagesCourriel
from recouvre.operations.apparence import fabriquer
from recouvre.operations.preparer import Pret
from recouvre.operations.session import Session

_GRAINE = "graine_des_envois"
"""Le réglage d'où se tirent les numéros de message et les adresses de retour : propre au cabinet, imprévisible."""

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
    from recouvre.envois.courriel import adresse_de_retour, composer_courriel

    reglages, message = session.canaux.courriel or ReglagesCourriel(), pret.texte
    pdf = fabriquer(session, pret.lettre)
    retour = _tirer(session, f"retour {pret.cle}")[:20]
    domaine = reglages.expediteur.rpartition("@")[2] or "recouvre.invalid"
    identifiant = f"<{_tirer(session, f'message {pret.cle}')[:32]}@{domaine}>"
    octets = composer_courriel(
        reglages,
        destinataire=pret.voie.destinataire,
        objet=message.objet,
        texte=message.texte,
        html=message.html,
        date=session.maintenant,
        identifiant=identifiant,
        reference=pret.demande.reference,
        piece=(f"{nom_sur(pret.demande.reference)}.pdf", pdf),
    )
    return Fige(
        fichier=_fichier(pret, au),
        octets=octets,
        pages=_pages(pdf),
        identifiant=identifiant,
        retour=retour,
        expedie=adresse_de_retour(reglages, retour),
    )


def _fichier(pret: Pret, au: dt.date) -> str:
    nom = nom_sur(f"{pret.demande.reference}_{pret.etape.cle}_{pret.debiteur.nom}"[:80])
    return f"{COURRIERS}/{au.isoformat()}/{nom}.{_SUFFIXES[pret.voie.canal]}"


def _tirer(session: Session, quoi: str) -> str:
    return sha256(f"{preparer_la_graine(session)} {quoi}".encode()).hexdigest()


def preparer_la_graine(session: Session) -> str:
    """La graine du cabinet, tirée une fois pour toutes."""
    graine = lire_reglage(session.base, _GRAINE)
    if not graine:
        graine = secrets.token_hex(16)
        with transaction(session.base):
            ecrire_reglage(session.base, _GRAINE, graine)
    return graine
