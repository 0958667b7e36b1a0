"""Lire les tables datées : celles du paquet, complétées par celles que le cabinet a ajoutées (``parametres/``)."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from recouvre.base.tables import chemin_de_table
from recouvre.domaine.refus import Refus
from recouvre.droit.taux import Bareme, Serie, Valeur

_PARAMETRES = Path(__file__).resolve().parent.parent / "droit" / "parametres"
"""Un chemin plutôt qu'``importlib.resources``, qui coûte 8 ms : une roue s'installe toujours en fichiers."""


class TableFautive(Refus):
    """Une table du cabinet, corrigée à la main, ne se lit plus."""

    def __init__(self, chemin: Path) -> None:
        super().__init__(
            f"{chemin} ne se lit pas : chaque valeur s'écrit [[valeurs]], puis « du = 2027-01-01 », « valeur = 2.65 ». "
            "Corrigez-le, ou supprimez-le et retapez « recouvre taux ajouter … »."
        )


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
    connu_au: dt.date | None = brute.get("connu_au")
    livrees = _valeurs(brute)
    if connu_au is not None:
        livrees = (*livrees[:-1], replace(livrees[-1], au=connu_au))
    ajouts = _ajouts(nom, cabinet, jusqu_au_jour_meme=connu_au is not None)
    valeurs = {valeur.du: valeur for valeur in (*livrees, *ajouts)}
    return Serie(
        nom=brute["nom"],
        libelle=brute["libelle"],
        unite=brute["unite"],
        valeurs=tuple(sorted(valeurs.values(), key=lambda valeur: valeur.du)),
        connu_au=max([connu_au, *(valeur.du for valeur in ajouts)]) if connu_au else None,
        releve_le=brute.get("releve_le"),
    )


def _ajouts(nom: str, cabinet: Path | None, *, jusqu_au_jour_meme: bool) -> tuple[Valeur, ...]:
    """Les valeurs du cabinet. Un taux BCE n'y est su que le jour dit : le semestre suivant reste à relever."""
    chemin = chemin_de_table(cabinet, nom) if cabinet else None
    if chemin is None or not chemin.exists():
        return ()
    try:
        valeurs = _valeurs(tomllib.loads(chemin.read_text("utf-8-sig"), parse_float=Decimal))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, AttributeError, ArithmeticError):
        raise TableFautive(chemin) from None
    return tuple(replace(v, au=v.au or v.du) if jusqu_au_jour_meme else v for v in valeurs)


def _lire_du_paquet(nom: str) -> dict[str, Any]:
    return tomllib.loads((_PARAMETRES / f"{nom}.toml").read_text("utf-8"), parse_float=Decimal)


def _valeurs(table: Mapping[str, Any]) -> tuple[Valeur, ...]:
    sources = table.get("sources", {})
    return tuple(
        Valeur(
            du=_jour(ligne["du"]),
            au=_jour(ligne["au"]) if "au" in ligne else None,
            valeur=Decimal(ligne["valeur"]),
            texte=ligne.get("texte", ""),
            sources=tuple(sources[cle] for cle in ligne.get("sources", ())),
            verification=ligne.get("verification", ""),
        )
        for ligne in table.get("valeurs", ())
    )


def _jour(valeur: object) -> dt.date:
    """Une date TOML ; lève ``TypeError`` pour toute autre chose."""
    if type(valeur) is not dt.date:
        raise TypeError(valeur)
    return valeur
