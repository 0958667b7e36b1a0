"""Ce que l'on vérifie avant d'écrire un fait : une date qui a eu lieu, une facture du dossier, une année plausible."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from recouvre.base import journal
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import Evenement, EvenementAnnule, FactureAjoutee, rangs_annules
from recouvre.domaine.faits_d_insolvabilite import ProcedureSuivie, SurendettementSuivi
from recouvre.domaine.faits_de_droit import ArretDeDroit, DelaiInterrompu
from recouvre.domaine.faits_de_suivi import LitigeOuvert, Signalement
from recouvre.domaine.parties import personne_morale
from recouvre.domaine.refus import Doublon, Refus
from recouvre.operations.calcul import PREMIER_TAUX_LE
from recouvre.operations.session import Session

COMPLETE = "complété"
"""Le motif sous lequel un fait laisse la place à celui qui en dit plus."""


class FaitRefuse(Refus):
    """Le fait saisi ne peut pas être vrai, ou n'a pas de sens sur ce dossier ; rien n'est écrit."""


def refuser_avenir(session: Session, le: dt.date, quoi: str) -> None:
    """Lève ``FaitRefuse`` si ce jour n'est pas encore venu. ``quoi`` : « un jugement », « un titre »."""
    aujourdhui = session.maintenant.date()
    if le > aujourdhui:
        raise FaitRefuse(
            f"Le {en_chiffres(le)} est dans l'avenir (aujourd'hui : {en_chiffres(aujourdhui)}) : {quoi} ne "
            "s'enregistre pas d'avance. Rien n'est écrit."
        )


def exiger_deja_fini(fini: bool, le: dt.date, fin: dt.date | None, quoi: str, leve: str) -> None:
    """Un fait qu'une fin plus tardive ferme aussitôt ne retient rien : il faut le savoir, et le dire.

    ``fini`` : ce qui est dit ; ``fin`` : ce que le dossier en sait ; ``quoi`` et ``leve`` : « un litige », « clos ».
    """
    if fini and fin is None:
        raise FaitRefuse(
            f"Rien n'a mis fin à {quoi} du {en_chiffres(le)} : retirez --deja-fini, puis dites quand il s'est réglé : "
            "recouvre reprendre. Rien n'est écrit."
        )
    if fin is not None and not fini:
        encore = max(fin, le + dt.timedelta(days=1))
        raise FaitRefuse(
            f"{quoi[0].upper()}{quoi[1:]} a été {leve} le {en_chiffres(fin)} : ouvert le {en_chiffres(le)}, celui-ci "
            "le serait aussitôt et ne retiendrait rien. S'il s'est réglé alors, ajoutez --deja-fini ; s'il dure "
            f"encore : --le {en_chiffres(encore)} ; si cette fin est fausse : recouvre annuler. Rien n'est écrit."
        )


def exiger_une_personne_physique(session: Session, dossier: Dossier, quoi: str) -> None:
    """Lève ``FaitRefuse`` si le débiteur est une société. ``quoi`` : « ne meurt pas »."""
    debiteur = session.partie(dossier.ouverture.debiteur)
    if personne_morale(debiteur, dossier.ouverture.qualite):
        raise FaitRefuse(
            f"« {debiteur.denomination} » est une personne morale : elle {quoi}. Ce qui arrive à son dirigeant ne "
            f'change rien à la dette, notez-le : recouvre noter {dossier.libelle} tache "…". Si le débiteur est une '
            f'personne, dites son prénom : recouvre debiteur {dossier.libelle} --prenom "…". Rien n\'est écrit.'
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
    annules = rangs_annules(ecrits)
    rang = next(e.rang for e in reversed(ecrits) if e.evenement == ancien and e.rang not in annules)
    return [EvenementAnnule(date=session.maintenant.date(), rang=rang, motif=motif), nouveau]


_Fait = TypeVar("_Fait", ArretDeDroit, DelaiInterrompu, LitigeOuvert, Signalement, SurendettementSuivi, ProcedureSuivie)


def completer(session: Session, dossier: Dossier, ancien: _Fait, nouveau: _Fait) -> Sequence[Evenement]:
    """Remplit ce que l'ancien fait ne disait pas. Lève ``FaitRefuse`` s'il disait autre chose, ``Doublon`` si rien."""
    plus: dict[str, Any] = {}
    for champ in fields(ancien):
        avant, apres = getattr(ancien, champ.name), getattr(nouveau, champ.name)
        if apres == avant or apres in (None, "", False):
            continue
        if avant not in (None, "", False):
            raise FaitRefuse(
                "Ce fait est déjà signalé autrement (autre type, autre date, autre taux ou autre motif). Annulez-le "
                f"d'abord : recouvre annuler {dossier.libelle} RANG --motif … Rien n'est écrit."
            )
        plus[champ.name] = apres
    if not plus:
        raise Doublon(f"Ce fait est déjà signalé au dossier {dossier.libelle} ; rien n'a été écrit.")
    return remplacer(session, dossier, ancien, replace(ancien, **plus), COMPLETE)


def complete(ancien: Evenement, nouveau: Evenement) -> bool:
    """Vrai si le nouveau fait dit tout ce que disait l'ancien, et davantage."""
    if type(ancien) is not type(nouveau) or ancien == nouveau:
        return False
    paires = ((getattr(ancien, champ.name), getattr(nouveau, champ.name)) for champ in fields(ancien))
    return all(avant == apres or avant in (None, "", 0, False) for avant, apres in paires)
