"""Noter, lire, effacer ce qu'un débiteur déclare de ses moyens."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from recouvre.base import budgets, projections
from recouvre.domaine.budget import NOTE_AU_PLUS, Budget
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.numeros import numero_lisible
from recouvre.domaine.parties import Qualite
from recouvre.operations.gardes import FaitRefuse, refuser_avenir
from recouvre.operations.lire import lire_dossier
from recouvre.operations.session import Session


@dataclass(frozen=True, slots=True)
class Moyens:
    """Un dossier, et ce que son débiteur a déclaré ; ``None`` : rien."""

    dossier: Dossier
    budget: Budget | None


def lire_budget(session: Session, dossier: Dossier) -> Budget | None:
    """Ce que le débiteur de ce dossier a déclaré."""
    return budgets.lire(session.base, dossier.ouverture.debiteur)


def lire_moyens(session: Session, numero: int) -> Moyens:
    """Le dossier et la déclaration de son débiteur. Lève ``DossierInconnu``."""
    dossier, _ = lire_dossier(session, numero)
    return Moyens(dossier, lire_budget(session, dossier))


def noter_budget(session: Session, numero: int, changements: dict[str, Any], le: dt.date | None) -> Moyens:
    """Garde ou complète la déclaration ; elle prend le jour ``le`` si une somme change. Lève ``FaitRefuse``.

    ``changements`` : des champs de ``Budget``. La première fois, les revenus et les charges vont ensemble.
    """
    moyens = lire_moyens(session, numero)
    dossier, avant = moyens.dossier, moyens.budget
    if dossier.qualite is Qualite.PUBLIC:
        raise FaitRefuse("Un organisme public ne déclare ni revenus ni charges. Rien n'est écrit.")
    if le is not None:
        refuser_avenir(session, le, "une déclaration")
    _verifier(changements)
    aujourdhui = session.maintenant.date()
    if avant is None:
        if {"revenus", "charges"} - changements.keys():
            raise FaitRefuse("Donnez d'abord les deux sommes du mois : --revenus et --charges. Rien n'est écrit.")
        apres = Budget(le=le or aujourdhui, **changements)
    else:
        sommes = changements.keys() & {"revenus", "charges"}
        apres = replace(avant, le=le or (aujourdhui if sommes else avant.le), **changements)
    budgets.ecrire(session.base, dossier.ouverture.debiteur, apres)
    return Moyens(dossier, apres)


def effacer_budget(session: Session, numero: int) -> Moyens:
    """Efface la déclaration du débiteur, pour tous ses dossiers. Lève ``FaitRefuse`` s'il n'a rien déclaré."""
    moyens = lire_moyens(session, numero)
    if moyens.budget is None:
        raise FaitRefuse(f"Le débiteur du dossier {moyens.dossier.libelle} n'a rien déclaré : rien à effacer.")
    budgets.effacer(session.base, moyens.dossier.ouverture.debiteur)
    return Moyens(moyens.dossier, None)


def a_effacer(session: Session, dossier: Dossier) -> str:
    """La commande qui efface ce qui ne sert plus, quand le débiteur n'a plus de dossier vivant ; vide sinon."""
    debiteur = dossier.ouverture.debiteur
    if budgets.lire(session.base, debiteur) is None or projections.du_debiteur(session.base, debiteur):
        return ""
    return f"recouvre budget {numero_lisible(dossier.numero)} --effacer"


def _verifier(changements: dict[str, Any]) -> None:
    from recouvre.echanges.cartes import contient_une_carte

    for nom in ("revenus", "charges"):
        if changements.get(nom, 0) < 0:
            raise FaitRefuse(f"Les {nom} du mois ne peuvent pas être négatifs. Rien n'est écrit.")
    note = changements.get("note", "")
    if len(note) > NOTE_AU_PLUS or not note.isprintable():
        raise FaitRefuse(f"Une note tient en une ligne de {NOTE_AU_PLUS} signes. Rien n'est écrit.")
    if contient_une_carte(note, par_carte=True):
        raise FaitRefuse("Un numéro de carte ne se garde jamais (PCI-DSS). Rien n'est écrit.")
