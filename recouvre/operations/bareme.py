"""Lire les tables datées : celles du paquet, complétées par celles que le cabinet a ajoutées (``parametres/``)."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from recouvre.droit.taux import Bareme, Serie, Valeur

_PARAMETRES = Path(__file__).resolve().parent.parent / "droit" / "parametres"
"""Un chemin plutôt qu'``importlib.resources``, qui coûte 8 ms : une roue s'installe toujours en fichiers."""

SERIES = ("bce", "legal-autres-cas", "legal-particuliers", "majoration-professionnelle", "indemnite-forfaitaire")


def lire_bareme(cabinet: Path | None = None) -> Bareme:
    """Le barème complet : tables du paquet, plus ``<cabinet>/parametres/*.toml`` s'il y en a.

    >>> str(lire_bareme().bce.au(dt.date(2024, 7, 1)).valeur)
    '4.25'
    """
    return Bareme(partial(lire_serie, cabinet=cabinet))


def lire_serie(nom: str, cabinet: Path | None = None) -> Serie:
    """Une table, avec les ajouts du cabinet : à date d'effet égale, la valeur du cabinet prime."""
    brute = _lire_du_paquet(nom)
    ajouts = chemin_des_ajouts(cabinet, nom) if cabinet else None
    propres = tomllib.loads(ajouts.read_text("utf-8"), parse_float=Decimal) if ajouts and ajouts.exists() else {}
    valeurs = {valeur.du: valeur for table in (brute, propres) for valeur in _valeurs(table)}
    connu_au: dt.date | None = brute.get("connu_au")
    if connu_au is not None:
        connu_au = max([connu_au, *(valeur.du for valeur in _valeurs(propres))])
    return Serie(
        nom=brute["nom"],
        libelle=brute["libelle"],
        unite=brute["unite"],
        valeurs=tuple(sorted(valeurs.values(), key=lambda valeur: valeur.du)),
        connu_au=connu_au,
        releve_le=brute.get("releve_le"),
    )


def chemin_des_ajouts(cabinet: Path, nom: str) -> Path:
    """Le fichier où le cabinet tient ses propres valeurs d'une table."""
    return cabinet / "parametres" / f"{nom}.toml"


def _lire_du_paquet(nom: str) -> dict[str, Any]:
    return tomllib.loads((_PARAMETRES / f"{nom}.toml").read_text("utf-8"), parse_float=Decimal)


def _valeurs(table: Mapping[str, Any]) -> tuple[Valeur, ...]:
    sources = table.get("sources", {})
    return tuple(
        Valeur(
            du=ligne["du"],
            au=ligne.get("au"),
            valeur=Decimal(ligne["valeur"]),
            texte=ligne.get("texte", ""),
            sources=tuple(sources[cle] for cle in ligne.get("sources", ())),
            verification=ligne.get("verification", ""),
        )
        for ligne in table.get("valeurs", ())
    )
