"""Un délai à tenir, à l'agenda : il y paraît dès qu'il court, dit son dernier jour, et presse à mesure qu'il approche.

Une démarche ne lit pas l'horloge : les rappels sont autant de démarches, chacune avec sa fenêtre, dont une seule est
due un jour donné. Passé le dernier jour, plus aucune ne l'est : la suite (un relevé, un constat) est à qui l'appelle.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from recouvre.conduite.demarches import Demarche, Genre
from recouvre.domaine.dates import JOURS, en_chiffres
from recouvre.droit.delais import UN_JOUR
from recouvre.droit.delais_de_procedure import Delai, echeance_de_surete

RAPPELS = (30, 15, 7, 2)
"""Jours avant la fin où la démarche presse davantage : une règle du cabinet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ATenir:
    """Un acte à faire avant la fin d'un délai. ``terme`` : son dernier jour ; ``note`` : ce qu'il faut en savoir."""

    cle: str
    acte: str
    delai: Delai
    depart: dt.date
    terme: dt.date
    commande: str
    note: str = ""


def dernier_jour(terme: dt.date) -> str:
    """« dernier jour utile : 03/05/2026, un dimanche ; agissez le 30/04/2026 au plus tard »."""
    surete = echeance_de_surete(terme)
    if surete == terme:
        return f"dernier jour utile : {en_chiffres(terme)}"
    return (
        f"dernier jour utile : {en_chiffres(terme)}, {_pourquoi(terme)} ; agissez le {en_chiffres(surete)} au plus tard"
    )


def _pourquoi(terme: dt.date) -> str:
    return f"un {JOURS[terme.weekday()]}" if terme.weekday() >= 5 else "jour férié"


def en_une_fois(a_tenir: ATenir) -> Demarche:
    """La démarche, du jour où le délai court à son dernier jour."""
    return _demarche(a_tenir, a_tenir.cle, a_tenir.depart, a_tenir.terme, "")


def avec_rappels(a_tenir: ATenir) -> Iterator[Demarche]:
    """La même, qui presse à 30, 15, 7 et 2 jours de la fin : une seule est due chaque jour."""
    debuts = [(a_tenir.depart, "", a_tenir.cle)]
    for jours in RAPPELS:
        le = a_tenir.terme - dt.timedelta(days=jours)
        if le > a_tenir.depart:
            debuts.append((le, f"{jours} jours au plus. ", f"{a_tenir.cle}:J-{jours}"))
    for rang, (le, presse, cle) in enumerate(debuts):
        fin = debuts[rang + 1][0] - UN_JOUR if rang + 1 < len(debuts) else a_tenir.terme
        yield _demarche(a_tenir, cle, le, fin, presse)


def _demarche(a_tenir: ATenir, cle: str, le: dt.date, jusqu_au: dt.date, presse: str) -> Demarche:
    notes = " ; ".join(note for note in (a_tenir.note, a_tenir.delai.reserve) if note)
    return Demarche(
        le=le,
        jusqu_au=jusqu_au,
        genre=Genre.DELAI,
        cle=cle,
        libelle=f"{presse}{a_tenir.acte}, {dernier_jour(a_tenir.terme)}{f' ({notes})' if notes else ''}",
        fondement=a_tenir.delai.texte,
        commande=a_tenir.commande,
    )
