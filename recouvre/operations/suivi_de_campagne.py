"""Où en est une campagne, dossier par dossier."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from recouvre.base import campagnes as gardees
from recouvre.base import journal, lectures
from recouvre.base.lectures import LigneListe
from recouvre.conduite.campagnes import accomplie, cle, validee
from recouvre.domaine.campagnes import Campagne, Contact
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.evenements import ContactNote, RelanceEnvoyee
from recouvre.domaine.faits_d_envoi import EtapeSautee
from recouvre.domaine.pli import plier
from recouvre.operations.session import Session

A_FAIRE, FAIT, PASSE, RETIRE, ECARTE = "à contacter", "fait", "non fait", "retiré", "écarté"
"""Où en est un dossier. ``PASSE`` : la campagne a pris fin sans qu'il soit contacté."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Avancement:
    """Un dossier de la campagne. ``dit`` : ce qui a été fait, ou pourquoi rien ; ``le`` : le jour qui compte."""

    dossier: int
    debiteur: str
    creancier: str
    etat: str
    le: dt.date | None
    code: str
    dit: str


def lister(session: Session) -> list[Campagne]:
    """Toutes les campagnes du cabinet, la plus récente d'abord."""
    return gardees.lister(session.base)


def suivre(session: Session, nom: str) -> tuple[Campagne, tuple[Avancement, ...]]:
    """La campagne, et où en est chacun de ses dossiers. Lève ``CampagneInconnue``."""
    campagne = gardees.lire(session.base, nom)
    lus = lectures.de_ces_numeros(session.base, (contact.dossier for contact in campagne.contacts))
    return campagne, tuple(
        _avancement(session, campagne, contact, lus[contact.dossier]) for contact in campagne.contacts
    )


def _avancement(session: Session, campagne: Campagne, contact: Contact, lu: LigneListe) -> Avancement:
    etat, le, dit = _ou_en_est(session, campagne, contact)
    return Avancement(
        dossier=contact.dossier,
        debiteur=lu.debiteur,
        creancier=lu.creancier,
        etat=etat,
        le=le,
        code=contact.code,
        dit=dit,
    )


def _ou_en_est(session: Session, campagne: Campagne, contact: Contact) -> tuple[str, dt.date | None, str]:
    """Un dossier ne se lit que si quelqu'un a décidé de le contacter."""
    if contact.raison:
        return ECARTE, None, contact.raison
    fait = None
    if campagne.validee:
        dossier = plier(journal.lire(session.base, contact.dossier))
        fait = validee(dossier, cle(campagne.nom))
        if fait is not None and (chose := accomplie(dossier, fait)):
            return FAIT if not isinstance(chose, EtapeSautee) else PASSE, chose.date, _dire(chose)
    if campagne.abandonnee or (campagne.validee and fait is None):
        motif = campagne.abandonnee.motif if campagne.abandonnee else "validation annulée au dossier"
        return RETIRE, None, motif
    if campagne.jusqu_au < session.maintenant.date():
        return PASSE, None, f"rien n'a pu se faire avant le {en_chiffres(campagne.jusqu_au)}"
    return A_FAIRE, contact.des, ""


def _dire(chose: RelanceEnvoyee | EtapeSautee | ContactNote) -> str:
    """« parti, D-1-2 », « pas joint : répondeur », « non envoyé : pas de téléphone mobile »."""
    match chose:
        case RelanceEnvoyee():
            return f"parti, {chose.reference}"
        case EtapeSautee():
            return f"non envoyé : {chose.motif}"
        case ContactNote():
            texte = f" : {chose.texte}" if chose.texte else ""
            return f"{'pas joint' if chose.echec else 'joint'}{texte}"
