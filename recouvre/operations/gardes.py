"""Ce que l'on vérifie avant d'écrire un fait : une date qui a eu lieu, une facture du dossier, une année plausible."""

from __future__ import annotations

import datetime as dt

from recouvre.base import journal
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import Evenement, EvenementAnnule, FactureAjoutee
from recouvre.domaine.refus import Refus
from recouvre.operations.calcul import PREMIER_TAUX_LE
from recouvre.operations.session import Session


class FaitRefuse(Refus):
    """Le fait saisi ne peut pas être vrai, ou n'a pas de sens sur ce dossier ; rien n'est écrit."""


def refuser_avenir(session: Session, le: dt.date, quoi: str) -> None:
    """Lève ``FaitRefuse`` si ce jour n'est pas encore venu. ``quoi`` : « un jugement », « un titre »."""
    aujourdhui = session.maintenant.date()
    if le > aujourdhui:
        raise FaitRefuse(
            f"Le {en_chiffres(le)} est dans l'avenir (aujourd'hui : {en_chiffres(aujourdhui)}) : {quoi} s'enregistre "
            "quand il a eu lieu. Rien n'est écrit."
        )


def facture_du(dossier: Dossier, numero: str) -> FactureAjoutee:
    """La facture de ce numéro. Lève ``FaitRefuse`` avec celles que le dossier a."""
    facture = dossier.facture(numero)
    if facture is None:
        connues = ", ".join(autre.numero for autre in dossier.factures) or "aucune"
        raise FaitRefuse(f"Le dossier {dossier.libelle} n'a pas de facture {numero} (il a : {connues}).")
    return facture


def trop_ancienne(*dates: dt.date | None) -> str:
    """Ce qui ne va pas si l'une de ces dates de facture précède le premier taux connu ; vide sinon."""
    anciennes = [date for date in dates if date is not None and date < PREMIER_TAUX_LE]
    if not anciennes:
        return ""
    return (
        f"le {en_chiffres(anciennes[0])} précède le {en_chiffres(PREMIER_TAUX_LE)}, premier taux légal connu : "
        "aucun intérêt ne pourrait s'y calculer. Vérifiez l'année"
    )


def remplacer(session: Session, dossier: Dossier, ancien: Evenement, nouveau: Evenement, motif: str) -> list[Evenement]:
    """Le fait contraire de ``ancien``, puis ``nouveau`` : à écrire ensemble, pour que le droit n'en lise qu'un."""
    ecrits = journal.lire(session.base, dossier.numero)
    annules = {ecrit.evenement.rang for ecrit in ecrits if isinstance(ecrit.evenement, EvenementAnnule)}
    rang = next(e.rang for e in reversed(ecrits) if e.evenement == ancien and e.rang not in annules)
    return [EvenementAnnule(date=session.maintenant.date(), rang=rang, motif=motif), nouveau]
