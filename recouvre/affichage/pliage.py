"""Plier une phrase à une largeur, sans couper ce qui se lit d'un trait : un article, un arrêt, une date, une somme.

>>> plier_a("Présumée abusive (C. conso., art. R212-2 3°).", 26)
['Présumée abusive', '(C. conso., art. R212-2', '3°).']
"""

from __future__ import annotations

import re

from recouvre.domaine.dates import MOIS

_MOIS = rf"(?:(?:{'|'.join(MOIS)})\b|(?:janv|févr|juill|sept|oct|nov|déc)\.)"
_INSEPARABLES = re.compile(
    r" (?=[;:»%€])|(?<=[«×÷=]) |(?<=\bC\.) (?=c)|(?<=\bCass\.) |(?<=\bart\.) |(?<=\bal\.) |(?<=n°) "
    r"|(?<=\dre) (?=civ)|(?<=\de) (?=civ)|(?<=\d) (?=(?:I+|jours?)\b)"
    rf"|(?<=\d) (?={_MOIS})|(?<=1er) (?={_MOIS})"
)
"""Les espaces où une ligne ne se coupe pas : avant un deux-points, dans un article, entre un quantième et son mois."""

TENUE = "\ue000"
"""Tient lieu d'une telle espace le temps de plier ; aucun texte lisible ne la contient."""


def tenir(texte: str) -> str:
    """Le texte, ses espaces que l'on ne coupe pas changées en ``TENUE``."""
    return _INSEPARABLES.sub(TENUE, texte)


def plier_a(texte: str, colonnes: int, retrait: str = "", suite: str = "") -> list[str]:
    """La phrase en lignes, la première après ``retrait``, les autres après ``suite`` ; un mot n'est jamais coupé."""
    import textwrap

    lignes = textwrap.wrap(
        tenir(texte), colonnes, initial_indent=retrait, subsequent_indent=suite,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return [ligne.replace(TENUE, " ") for ligne in lignes]
