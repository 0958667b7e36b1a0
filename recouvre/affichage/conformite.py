"""Le contrôle d'un courrier à l'écran : chaque règle, respectée ou non, son article, et la correction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from recouvre.affichage.francais import date, majuscule
from recouvre.affichage.tableau import plier


class Constat(Protocol):
    """Ce que l'écran lit d'une règle contrôlée ; ``manquement`` vide : elle est respectée."""

    @property
    def regle(self) -> str:
        """Sa clé, stable."""

    @property
    def libelle(self) -> str:
        """Ce qu'elle demande."""

    @property
    def article(self) -> str:
        """Le texte qui la fonde."""

    @property
    def manquement(self) -> str:
        """Ce qui manque, vide si rien."""

    @property
    def correction(self) -> str:
        """Comment y remédier, vide si rien ne manque."""


class Tete(NamedTuple):
    """Le courrier contrôlé. ``nom`` : l'étape ou le modèle demandé ; ``modele`` : celui qui est suivi."""

    dossier: str
    nom: str
    modele: str
    reference: str
    le: dt.date


def en_json(tete: Tete, constats: Sequence[Constat]) -> dict[str, Any]:
    """L'objet JSON : ``conforme``, et chaque règle avec sa clé stable."""
    return {
        "dossier": tete.dossier,
        "courrier": tete.nom,
        "modele": tete.modele,
        "reference": tete.reference,
        "au": tete.le,
        "conforme": not any(constat.manquement for constat in constats),
        "regles": [
            {
                "regle": constat.regle,
                "libelle": constat.libelle,
                "article": constat.article,
                "respectee": not constat.manquement,
                "manquement": constat.manquement or None,
                "correction": constat.correction or None,
            }
            for constat in constats
        ],
    }


def montrer(tete: Tete, constats: Sequence[Constat]) -> None:
    """Une ligne par règle respectée ; trois pour celle qui manque, marquée d'un point d'exclamation."""
    print(plier(f"Contrôle du courrier {tete.reference} ({tete.modele}), dossier {tete.dossier}, {_au(tete)}"))
    for constat in constats:
        _une(constat)
    print(plier(_bilan(constats)))


def _au(tete: Tete) -> str:
    return f"au {date(tete.le)}"


def _une(constat: Constat) -> None:
    article = f"{constat.libelle} ({constat.article})"
    if not constat.manquement:
        print(plier(f"  respectée  {article}", " " * 13))
        return
    print(plier(f"! manque     {article}", " " * 13))
    print(plier(f"             {majuscule(constat.manquement)}.", " " * 13))
    print(plier(f"             À corriger : {constat.correction}.", " " * 13))


def _bilan(constats: Sequence[Constat]) -> str:
    if not constats:
        return "Ce courrier ne s'adresse pas au débiteur : aucune de ces règles ne le vise."
    manques = sum(1 for constat in constats if constat.manquement)
    pluriel = "s" if len(constats) > 1 else ""
    controlees = f"{len(constats)} règle{pluriel} contrôlée{pluriel}"
    if not manques:
        return f"{controlees}, aucun manquement. Aucun juriste n'a relu ces règles : vérifiez avant d'envoyer."
    return f"{controlees}, {manques} manquement{'s' if manques > 1 else ''} : ce courrier ne part pas en l'état."
