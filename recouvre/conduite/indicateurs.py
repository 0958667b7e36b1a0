"""Ce que l'on compte de la conduite d'un débiteur : des nombres et une date, jamais une note ni un jugement.

Un débiteur qui se tait peut être malade, ou n'avoir rien reçu : une personne l'apprécie.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from recouvre.conduite.contacts import APPEL, JOIGNENT
from recouvre.conduite.promesses import EtatPromesse, etats
from recouvre.domaine.dossier import Dossier

SILENCE = 30
"""Jours sans signe à partir desquels la fiche le dit : une règle du cabinet, aucun texte ne fixe ce temps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicateurs:
    """Ce que l'on compte à ce jour.

    ``reports`` : les plans caducs et les promesses remplacées par une autre ; ``dernier_signe_le`` : le débiteur a
    payé, promis, répondu, contesté ou signé un plan, ``None`` s'il n'a jamais rien fait ; ``silence`` : les jours
    depuis, ou depuis l'ouverture.
    """

    promesses_rompues: int
    appels_sans_reponse: int
    reports: int
    dernier_signe_le: dt.date | None
    silence: int


def indicateurs(dossier: Dossier, au: dt.date) -> Indicateurs:
    """Les indicateurs de ce dossier au soir de ce jour ; ce qui est daté d'après n'y compte pas.

    >>> from recouvre.domaine.evenements import ContactNote, DossierOuvert
    >>> from recouvre.domaine.parties import Qualite
    >>> jour = dt.date(2026, 3, 2)
    >>> ouvert = DossierOuvert(date=jour, creancier=1, debiteur=2, qualite=Qualite.CONSOMMATEUR)
    >>> manque = ContactNote(date=dt.date(2026, 3, 10), canal="appel", echec=True)
    >>> compte = indicateurs(Dossier(numero=1, ouverture=ouvert, contacts=(manque,)), dt.date(2026, 4, 1))
    >>> compte.appels_sans_reponse, compte.dernier_signe_le, compte.silence
    (1, None, 30)
    """
    devenues = [etat for _, etat in etats(dossier, au)]
    signe = max((le for le in _signes(dossier) if le <= au), default=None)
    return Indicateurs(
        promesses_rompues=devenues.count(EtatPromesse.ROMPUE),
        appels_sans_reponse=sum(c.canal == APPEL and c.echec and c.date <= au for c in dossier.contacts),
        reports=devenues.count(EtatPromesse.REMPLACEE)
        + sum(suivi.caduc_le is not None and suivi.caduc_le <= au for suivi in dossier.plans),
        dernier_signe_le=signe,
        silence=max(0, (au - (signe or dossier.ouverture.date)).days),
    )


def _signes(dossier: Dossier) -> Iterator[dt.date]:
    """Les jours où le débiteur s'est manifesté lui-même ; un tiers qui paie n'est pas lui."""
    yield from (recu.date for recu in dossier.encaissements if not recu.par_tiers)
    yield from (contact.date for contact in dossier.contacts if contact.canal in JOIGNENT and not contact.echec)
    for faits in (dossier.promesses, dossier.litiges):
        yield from (fait.date for fait in faits)
    yield from (suivi.plan.date for suivi in dossier.plans)
