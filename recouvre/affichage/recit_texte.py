"""Un récit écrit : du texte plié à la largeur voulue, ou un objet JSON."""

from __future__ import annotations

import re
from typing import Any

from recouvre.affichage.encodage import sans_controle
from recouvre.affichage.recit import Recit
from recouvre.affichage.recit_langue import POINT
from recouvre.affichage.tableau import LARGEUR_PAPIER, largeur
from recouvre.domaine.dates import MOIS
from recouvre.domaine.montants import en_decimal

_MOIS = "|".join(MOIS)
_INSEPARABLES = re.compile(
    r" (?=[;:»%€])|(?<=[«×÷=]) |(?<=\bC\.) (?=c)|(?<=n°) |(?<=\dre) (?=civ)|(?<=\de) (?=civ)|(?<=\d) (?=jours?\b)"
    rf"|(?<=\d) (?=(?:{_MOIS})\b)|(?<=1er) (?=(?:{_MOIS})\b)"
)
"""Les espaces où une ligne ne se coupe pas : avant un deux-points, dans un article, entre un quantième et son mois."""

_TENUE = "\ue000"
"""Tient lieu d'une telle espace le temps de plier ; aucun texte lisible ne la contient."""


def en_texte(recit: Recit, colonnes: int = LARGEUR_PAPIER) -> str:
    """Le récit en texte brut, sans qu'une ligne dépasse ``colonnes`` ; un montant n'est jamais coupé."""
    lignes = _plier(recit.titre, colonnes)
    for paragraphe in recit.paragraphes:
        lignes += ["", *_plier(paragraphe.titre, colonnes)]
        for phrase in paragraphe.phrases:
            suite = "    " if phrase.startswith(POINT) else "  "
            lignes += _plier(phrase, colonnes, "  ", suite)
    return sans_controle("\n".join(lignes)) + "\n"


def en_json(recit: Recit) -> dict[str, Any]:
    """Le récit en un objet JSON, hors le numéro du dossier."""
    return {
        "au": recit.au,
        "paragraphes": [
            {"titre": p.titre, "phrases": [phrase.removeprefix(POINT) for phrase in p.phrases]}
            for p in recit.paragraphes
        ],
        "total": en_decimal(recit.total),
    }


def montrer(recit: Recit) -> None:
    """Écrit le récit sur la sortie, à sa largeur."""
    print(en_texte(recit, largeur()), end="")


def _plier(texte: str, colonnes: int, retrait: str = "", suite: str = "") -> list[str]:
    import textwrap

    tenu = _INSEPARABLES.sub(_TENUE, texte)
    lignes = textwrap.wrap(
        tenu, colonnes, initial_indent=retrait, subsequent_indent=suite, break_long_words=False, break_on_hyphens=False
    )
    return [ligne.replace(_TENUE, " ") for ligne in lignes]
