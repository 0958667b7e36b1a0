"""La sortie pour les programmes : un seul objet JSON, des clés stables, jamais traduit."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from pathlib import PurePath

from recouvre.affichage.encodage import en_unicode


def ecrire_json(objet: Mapping[str, object]) -> None:
    """Écrit l'objet, indenté si une personne regarde ; les accents sont échappés si la sortie n'est pas en UTF-8.

    Dates en ISO, taux et chemins en chaînes. Les montants sont déjà des chaînes décimales (``montants.en_decimal``) :
    un flottant est refusé, parce qu'il trahirait un calcul. Lève ``TypeError`` sur ce qu'il ne sait pas écrire.
    """
    _sans_flottant(objet)
    # Sans indentation, json passe par son codeur en C : quatre fois plus vite sur un long dossier.
    marge = 2 if sys.stdout.isatty() else None
    texte = json.dumps(objet, indent=marge, ensure_ascii=not en_unicode(sys.stdout), default=_simple)
    sys.stdout.write(f"{texte}\n")


def ecrire_json_en_flux(
    tete: Mapping[str, object],
    nom: str,
    elements: Iterable[Mapping[str, object]],
    pied: Callable[[], Mapping[str, object]],
) -> None:
    """Le même objet, sa liste ``nom`` écrite à mesure, un élément par ligne : elle ne tient jamais en mémoire.

    ``tete`` et ``pied`` ne sont pas vides ; ``pied`` n'est demandé qu'une fois la liste finie.
    """
    ecrire = sys.stdout.write
    ecrire(f"{_compact(tete)[:-1]}, {json.dumps(nom)}: [")
    separateur = "\n"
    for element in elements:
        ecrire(separateur + _compact(element))
        separateur = ",\n"
    ecrire(f"], {_compact(pied())[1:]}\n")


def _compact(objet: Mapping[str, object]) -> str:
    _sans_flottant(objet)
    return json.dumps(objet, ensure_ascii=not en_unicode(sys.stdout), default=_simple)


def _simple(valeur: object) -> str:
    if isinstance(valeur, (dt.date, dt.datetime)):
        return valeur.isoformat()
    if isinstance(valeur, Decimal):
        return f"{valeur:f}"
    if isinstance(valeur, PurePath):
        return str(valeur)
    raise TypeError(f"{type(valeur).__name__} n'a pas d'écriture en JSON")


def _sans_flottant(valeur: object) -> None:
    if isinstance(valeur, float):
        raise TypeError(f"flottant dans une sortie JSON : {valeur!r}")
    if isinstance(valeur, Mapping):
        for element in valeur.values():
            _sans_flottant(element)
    elif isinstance(valeur, (list, tuple)):
        for element in valeur:
            _sans_flottant(element)
