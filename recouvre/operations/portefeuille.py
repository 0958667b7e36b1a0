"""Où en sont les dossiers d'un créancier : ce que l'agence lui doit dans son état d'avancement (CPCE R124-5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from recouvre.base import journal, projections
from recouvre.conduite.situation import situer
from recouvre.courriers.donnees import Avancement, Suite
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier, plier
from recouvre.droit.decompte import solder
from recouvre.operations.session import Session


def suites(session: Session, numero: int, combien: int = 6) -> tuple[Suite, ...]:
    """Les prochaines démarches du dossier, telles qu'elles sont projetées."""
    projection = projections.lire_projection(session.base, numero)
    demarches = projection.demarches if projection else ()
    return tuple(Suite(dt.date.fromisoformat(d.le), d.libelle) for d in demarches[:combien])


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
        principal=sum(f.montant - f.deja_regle for f in dossier.factures) - avoirs,
        encaisse=sum(recu.montant for recu in recus),
        direct=sum(recu.montant for recu in recus if recu.direct),
        reste=solder(dossier, au, session.bareme).total,
        etat=f"clos : {dossier.cloture.motif}" if dossier.cloture else str(situation.etat),
        derniere=_derniere(dossier, au),
        prochaine=f"{prochaines[0].libelle} ({en_chiffres(prochaines[0].le)})" if prochaines else "",
    )


def _derniere(dossier: Dossier, au: dt.date) -> str:
    """La dernière démarche auprès du débiteur."""
    faits = [(parti.date, parti.etape.replace("-", " ")) for parti in dossier.relances]
    faits += [(contact.date, contact.canal) for contact in dossier.contacts if contact.canal in _DEMARCHES]
    faits = [fait for fait in faits if fait[0] <= au]
    if not faits:
        return ""
    date, quoi = max(faits)
    return f"{quoi} le {en_chiffres(date)}"


_DEMARCHES = ("appel", "courriel", "visite", "sms", "courrier")
