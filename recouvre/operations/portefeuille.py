"""Où en sont les dossiers d'un créancier : ce que l'agence lui doit dans son état d'avancement (CPCE R124-5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from recouvre.base import journal, projections
from recouvre.conduite.demarches import Genre
from recouvre.conduite.situation import Etat, situer
from recouvre.courriers.blocs_dossier import etape_en_clair
from recouvre.courriers.donnees import Avancement, Suite
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.pli import plier
from recouvre.droit.decompte import solder
from recouvre.operations.session import Session


def suites(session: Session, numero: int, combien: int = 6) -> tuple[Suite, ...]:
    """Les prochaines démarches auprès du débiteur, telles qu'elles sont projetées."""
    projection = projections.lire_projection(session.base, numero)
    demarches = [d for d in (projection.demarches if projection else ()) if d.genre in _AU_DEBITEUR]
    return tuple(Suite(dt.date.fromisoformat(d.le), d.libelle, d.attente) for d in demarches[:combien])


_AU_DEBITEUR = (Genre.ENVOI, Genre.APPEL, Genre.VISITE)
"""Le reste de l'agenda (quittances, veilles, tâches) ne regarde que l'agence."""


def avancements(session: Session, creancier: int, au: dt.date) -> Iterator[Avancement]:
    """Une ligne par dossier de ce créancier, clos compris, par numéro. Lève ``TauxInconnu``."""
    for numero in projections.de_la_partie(session.base, creancier):
        dossier = plier(journal.lire(session.base, numero))
        if dossier.ouverture.creancier == creancier and not dossier.annule and dossier.ouverture.date <= au:
            yield _avancement(session, dossier, au)


def _avancement(session: Session, dossier: Dossier, au: dt.date) -> Avancement:
    recus = [recu for recu in dossier.encaissements if recu.date <= au]
    situation = situer(dossier, session.bareme, session.natures)
    prochaines = [suite for suite in suites(session, dossier.numero) if not dossier.cloture]
    avoirs = sum(avoir.montant for avoir in dossier.avoirs if avoir.date <= au)
    return Avancement(
        numero=dossier.libelle,
        reference=dossier.ouverture.reference,
        debiteur=session.partie(dossier.ouverture.debiteur).denomination,
        confie_le=dossier.ouverture.date,
        principal=dossier.confie - avoirs,
        encaisse=sum(recu.montant for recu in recus),
        direct=sum(recu.montant for recu in recus if recu.direct),
        reste=solder(dossier, au, session.bareme).total,
        etat=f"clos : {dossier.cloture.motif}" if dossier.cloture else str(situation.etat),
        derniere=_derniere(dossier, au),
        clos=dossier.cloture is not None,
        fini=situation.etat is not Etat.OUVERT,
        prochaine=_prochaine(prochaines[0], au) if prochaines else "",
    )


def _prochaine(suite: Suite, au: dt.date) -> str:
    return f"{suite.libelle.lower()} {f'le {en_chiffres(suite.le)}' if suite.le > au else 'dès à présent'}"


def _derniere(dossier: Dossier, au: dt.date) -> str:
    """La dernière démarche auprès du débiteur."""
    faits = [(parti.date, etape_en_clair(parti.etape)) for parti in dossier.relances]
    faits += [
        (contact.date, f"{contact.canal} sans réponse" if contact.echec else contact.canal)
        for contact in dossier.contacts
        if contact.canal in _DEMARCHES
    ]
    faits = [fait for fait in faits if fait[0] <= au]
    if not faits:
        return ""
    date, quoi = max(faits)
    return f"{quoi} le {en_chiffres(date)}"


_DEMARCHES = ("appel", "courriel", "visite", "sms", "courrier")
