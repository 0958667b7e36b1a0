"""Mettre des valeurs dans un gabarit de passerelle : ``{{ numero }}``, et rien d'autre. Aucune évaluation, une passe.

Une valeur qui contient « {{ secret.cle }} » s'écrit telle quelle : ce qu'on a mis n'est jamais relu.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

VARIABLES = ("numero", "numero_sans_plus", "numero_00", "texte", "expediteur", "reference", "compte")
"""``numero`` : « +33612345678 » ; ``numero_sans_plus`` : « 33612345678 » ; ``numero_00`` : « 0033612345678 »."""

SECRET = "secret."  # noqa: S105 (le préfixe d'un nom)

_VARIABLE = re.compile(r"\{\{ *([a-z_0-9.]+) *\}\}")
_NOM_DE_SECRET = re.compile(r"secret\.[a-z][a-z0-9_]*")

Gabarit = str | int | float | bool | list["Gabarit"] | dict[str, "Gabarit"]
"""Un texte à trous, ou une structure TOML de tels textes."""


def textes(gabarit: Gabarit) -> Iterator[str]:
    """Tous les textes d'un gabarit, noms de champs compris."""
    match gabarit:
        case str():
            yield gabarit
        case list():
            for element in gabarit:
                yield from textes(element)
        case dict():
            for cle, valeur in gabarit.items():
                yield cle
                yield from textes(valeur)


def sans_trou(texte: str) -> str:
    """Le texte, ses variables retirées."""
    return _VARIABLE.sub("", texte)


def variables(gabarit: Gabarit) -> tuple[str, ...]:
    """Les variables d'un gabarit, dans l'ordre.

    >>> variables({"to": ["{{ numero }}"], "auth": "Bearer {{secret.jeton}}"})
    ('numero', 'secret.jeton')
    """
    return tuple(nom for texte in textes(gabarit) for nom in _VARIABLE.findall(texte))


def faute(gabarit: Gabarit) -> str:
    """Ce qui ne va pas dans un gabarit ; vide si rien.

    >>> faute("{{ texte }}"), faute("{{ texte|upper }}")
    ('', '« {{ texte|upper }} » : une variable est un nom seul, entre {{ et }}')
    """
    for texte in textes(gabarit):
        reste = _VARIABLE.sub("", texte)
        if "{{" in reste or "}}" in reste:
            debut = max(reste.find("{{"), 0)
            return f"« {reste[debut : debut + 40]} » : une variable est un nom seul, entre {{{{ et }}}}"
    for nom in variables(gabarit):
        if nom not in VARIABLES and not _NOM_DE_SECRET.fullmatch(nom):
            return f"« {nom} » n'est pas une variable ({', '.join(VARIABLES)}, secret.NOM)"
    return ""


def remplir(texte: str, valeurs: Mapping[str, str], coder: Callable[[str], str] = str) -> str:
    """Le texte, chaque trou rempli par sa valeur codée.

    >>> remplir("a={{ texte }}", {"texte": "{{ numero }}&b", "numero": "7"}, lambda v: v.replace("&", "%26"))
    'a={{ numero }}%26b'
    """
    return _VARIABLE.sub(lambda trouve: coder(valeurs[trouve[1]]), texte)


def remplir_tout(gabarit: Gabarit, valeurs: Mapping[str, str]) -> Gabarit:
    """La même structure, chaque texte rempli ; les noms de champs restent."""
    match gabarit:
        case str():
            return remplir(gabarit, valeurs)
        case list():
            return [remplir_tout(element, valeurs) for element in gabarit]
        case dict():
            return {cle: remplir_tout(valeur, valeurs) for cle, valeur in gabarit.items()}
        case _:
            return gabarit
