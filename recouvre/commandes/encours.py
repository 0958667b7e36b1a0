"""`recouvre dossiers --dus` : ce que doit chaque dossier, et les totaux."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from recouvre.base import parties
from recouvre.commandes.seance import ouvrir_session
from recouvre.droit.encours import LigneEncours, Totaux
from recouvre.operations.encours import relever

if TYPE_CHECKING:
    from recouvre.domaine.avancement import Suivi

_PLURIELS = {"ouvert": "ouverts", "soldé": "soldés", "clos": "clos", "annulé": "annulés"}


def montrer_dus(
    cabinet: Path,
    *,
    au: dt.date,
    etat: str,
    creancier: str,
    en_json: bool = False,
    en_csv: bool = False,
    au_plus: int | None = None,
) -> None:
    """L'encours de ces dossiers ; ``au_plus`` ne borne que l'écran, jamais le total."""
    from recouvre.affichage import encours as vue

    totaux = Totaux()
    with ouvrir_session(cabinet) as session:
        numero = parties.trouver_creancier(session.base, creancier) if creancier else 0
        with (
            _progression(en_flux=en_json or en_csv) as suivi,
            closing(relever(session, totaux, au=au, etat=etat, creancier=numero, suivi=suivi)) as lignes,
        ):
            if en_json:
                vue.ecrire_json(au, lignes, totaux)
                return
            if en_csv:
                from recouvre.affichage.sortie_csv import ecrire_csv

                ecrire_csv(vue.COLONNES_CSV, vue.lignes_csv(lignes))
                return
            montrees = _premieres(lignes, au_plus)
        pour = f" de {parties.lire(session.base, numero).denomination}" if numero else ""
    vue.montrer(montrees, totaux, au=au, de_quoi=f"dossiers {_PLURIELS[etat]}{pour}", un_creancier=bool(numero))


def _premieres(lignes: Iterator[LigneEncours], au_plus: int | None) -> list[LigneEncours]:
    """Les premières lignes ; les suivantes sont lues pour le total, sans être gardées."""
    montrees = list(islice(lignes, au_plus))
    for _ in lignes:
        pass
    return montrees


def _progression(*, en_flux: bool) -> AbstractContextManager[Suivi | None]:
    """Pas de barre quand les lignes défilent déjà sous les yeux de la personne."""
    if en_flux and sys.stdout.isatty():
        return nullcontext()
    from recouvre.affichage.progression import progression

    return progression("Calcul de ce qui est dû")
