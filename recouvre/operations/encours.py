"""Lire ce que doit tout un portefeuille, dossier par dossier : rien n'est gardé de l'un à l'autre, rien n'est écrit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Iterator

from recouvre.base import journal, lectures
from recouvre.base.controle import instantane
from recouvre.domaine.avancement import Suivi
from recouvre.domaine.pli import plier
from recouvre.domaine.refus import TauxInconnu
from recouvre.droit.decompte import solder
from recouvre.droit.encours import LigneEncours, Totaux
from recouvre.operations.session import Session

_PAGE = 1000
_PAS_DE_SUIVI = 50


def relever(
    session: Session, totaux: Totaux, *, au: dt.date, etat: str, creancier: int = 0, suivi: Suivi | None = None
) -> Generator[LigneEncours, None, None]:
    """Ce que doit chaque dossier de cet état au soir du jour ``au``, par numéro ; ``totaux`` en tient la somme.

    Un dossier dont un taux manque n'arrête pas les autres. Toute la lecture voit la base au même instant. Lève
    ``JournalAbime``.
    """
    combien = lectures.compter(session.base, etat=etat, creancier=creancier)
    with instantane(session.base):
        for rang, dossier in enumerate(_dossiers(session, etat, creancier), start=1):
            ligne = _solder(session, dossier, au)
            totaux.ajouter(ligne)
            yield ligne
            if suivi and (rang % _PAS_DE_SUIVI == 0 or rang == combien):
                suivi(rang, combien)


def _dossiers(session: Session, etat: str, creancier: int) -> Iterator[lectures.LigneListe]:
    """La liste, page par page : le portefeuille entier ne tient jamais en mémoire."""
    dernier = 0
    while page := lectures.liste(session.base, etat=etat, creancier=creancier, depuis=dernier, combien=_PAGE):
        yield from page
        dernier = page[-1].numero


def _solder(session: Session, vu: lectures.LigneListe, au: dt.date) -> LigneEncours:
    dossier = plier(journal.lire(session.base, vu.numero))
    try:
        soldes, manque = solder(dossier, au, session.bareme), ""
    except TauxInconnu as inconnu:
        soldes, manque = None, inconnu.phrase
    return LigneEncours(vu.numero, vu.creancier, vu.debiteur, vu.etat, soldes, manque)
