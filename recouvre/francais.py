"""Le français des erreurs d'appel : le seul endroit qui connaisse les phrases anglaises de typer.

typer 0.28 embarque sa propre copie de click, dont les phrases sont écrites en dur. On ne la modifie pas : ses erreurs
sont traduites une fois, à la frontière, par ``expliquer``. Les tests provoquent chacune d'elles : une version de typer
qui change une phrase les fait tomber.
"""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Callable, Iterable
from difflib import get_close_matches

from typer._click.core import Parameter
from typer._click.exceptions import (
    BadParameter,
    ClickException,
    MissingParameter,
    NoArgsIsHelpError,
    NoSuchOption,
    UsageError,
)
from typer._click.types import FuncParamType
from typer._click.types import _NumberRangeBase as Bornee
from typer._types import TyperChoice
from typer.core import TyperArgument, TyperGroup

from recouvre.aide import bornes, resume, terme_argument

_RESSEMBLANCE = 0.7
"""En deçà, une suggestion égare plus qu'elle n'aide : « --json » n'est pas « --version »."""

Traduction = Callable[[re.Match[str], ClickException], str]


def expliquer(faute: ClickException) -> str:
    """Une erreur d'appel en français : ce qui ne va pas, comment la commande s'emploie, où est son aide."""
    if isinstance(faute, NoArgsIsHelpError):
        return faute.message
    lignes = [annonce(_phrase(faute))]
    ctx = faute.ctx if isinstance(faute, UsageError) else None
    if ctx is not None:
        lignes += [] if isinstance(ctx.command, TyperGroup) else [ctx.get_usage()]
        lignes.append(f"Aide : {ctx.command_path} --aide")
    return "\n".join(lignes)


def commande_inconnue(nom: str, connues: Iterable[str]) -> str:
    """La phrase pour une commande qui n'existe pas, avec celle que la personne voulait sans doute.

    >>> commande_inconnue("Relance", ["agenda", "relances"])
    "la commande « Relance » n'existe pas. Vouliez-vous dire « relances » ?"
    """
    return f"la commande « {nom} » n'existe pas.{_voisin(nom, connues)}"


def texte_trop_long(caracteres: int, au_plus: int) -> str:
    """La phrase pour un texte qui passe la limite.

    >>> texte_trop_long(2001, 2000)
    'ce texte a 2001 caractères, 2000 au plus : abrégez-le. Un long document se garde à part : recouvre piece.'
    """
    return (
        f"ce texte a {caracteres} caractères, {au_plus} au plus : abrégez-le. Un long document se garde à part : "
        "recouvre piece."
    )


def annonce(phrase: str) -> str:
    """La phrase telle qu'elle paraît sur la sortie d'erreur.

    >>> annonce("il manque MONTANT.")
    'recouvre : Il manque MONTANT.'
    """
    premier = phrase.partition(" ")[0]
    nom_de_fichier = any(signe in premier for signe in "._/\\")
    return f"recouvre : {phrase if nom_de_fichier else phrase[:1].upper() + phrase[1:]}"


def _phrase(faute: ClickException) -> str:
    if isinstance(faute, MissingParameter) and faute.param is not None:
        return _manque(faute.param)
    if isinstance(faute, NoSuchOption):
        return _option_inconnue(faute)
    if isinstance(faute, BadParameter):
        return f"{_ou(faute)}{_traduire(faute)}"
    return _traduire(faute)


def _manque(param: Parameter) -> str:
    explication = resume(getattr(param, "help", None)).rstrip(".")
    choix = f" Au choix : {', '.join(map(str, param.type.choices))}." if isinstance(param.type, TyperChoice) else ""
    if explication[1:2].islower():  # « Numéro », mais pas « SIREN »
        explication = f"{explication[0].lower()}{explication[1:]}"
    precision = f" ({explication})" if explication else ""
    return f"il manque {_nom(param)}{precision}.{choix}"


def _option_inconnue(faute: NoSuchOption) -> str:
    nom = faute.option_name
    if re.fullmatch(r"-\d", nom):
        return f"« {nom} » est lu comme une option : un nombre négatif ne s'écrit pas ici."
    connues = faute.ctx.command.get_params(faute.ctx) if faute.ctx is not None else []
    visibles = [nom for p in connues if not getattr(p, "hidden", False) for nom in (*p.opts, *p.secondary_opts)]
    voisin = _voisin(nom, [autre for autre in visibles if autre not in ("--help", "-h")])
    racine = faute.ctx is not None and faute.ctx.parent is None and isinstance(faute.ctx.command, TyperGroup)
    conseil = " Les options d'une commande se tapent après son nom." if racine and not voisin else ""
    return f"l'option « {nom} » n'existe pas{' ici' if conseil else ''}.{voisin}{conseil}"


def _ou(faute: BadParameter) -> str:
    indice = faute.param_hint
    if indice is not None:
        return f"{indice if isinstance(indice, str) else ', '.join(indice)} : "
    return f"{_nom(faute.param)} : " if faute.param is not None else ""


def _nom(param: Parameter) -> str:
    """Le nom sous lequel la personne connaît ce paramètre."""
    return terme_argument(param) if isinstance(param, TyperArgument) else max(param.opts, key=len)


def _voisin(nom: str, connus: Iterable[str]) -> str:
    """Ce que la personne a sans doute voulu taper, accents et majuscules mis à part."""
    proches = get_close_matches(_sans_accent(nom), list(connus), n=1, cutoff=_RESSEMBLANCE)
    return f" Vouliez-vous dire « {proches[0]} » ?" if proches else ""


def _sans_accent(texte: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", texte.lower()) if not unicodedata.combining(c))


def _cite(ecrit: str) -> str:
    """Une valeur que typer cite à la façon de Python (``'abc'``), citée à la française."""
    try:
        valeur = str(ast.literal_eval(ecrit))
    except (ValueError, SyntaxError):
        valeur = ecrit
    return f"« {valeur} »"


def _traduire(faute: ClickException) -> str:
    """La phrase française d'un message de typer ; un message écrit par une commande est déjà en français."""
    for motif, traduire in _MESSAGES:
        if trouve := motif.fullmatch(faute.message):
            return traduire(trouve, faute)
    conversion_ratee = isinstance(faute.__context__, ValueError) and faute.__cause__ is None
    if conversion_ratee and isinstance(_genre(faute), FuncParamType):
        return f"« {faute.message} » ne se comprend pas."
    return faute.message


def _genre(faute: ClickException) -> object:
    """Le type typer du paramètre en cause, ou ``None``."""
    return faute.param.type if isinstance(faute, BadParameter) and faute.param is not None else None


def _sans_commande(trouve: re.Match[str], faute: ClickException) -> str:
    ctx = faute.ctx if isinstance(faute, UsageError) else None
    noms = ctx.command.list_commands(ctx) if ctx is not None and isinstance(ctx.command, TyperGroup) else []
    return f"dites quoi faire : {', '.join(noms)}."


def _de_trop(trouve: re.Match[str], faute: ClickException) -> str:
    mots = trouve[1]
    conseil = " Une option commence par deux tirets simples : --json." if mots[:1] in ("–", "—") else ""
    guillemets = " Un texte de plusieurs mots se met entre guillemets." if not conseil else ""
    return f"« {mots} » est de trop.{conseil}{guillemets}"


def _hors_choix(trouve: re.Match[str], faute: ClickException) -> str:
    genre = _genre(faute)
    choix = [str(c) for c in genre.choices] if isinstance(genre, TyperChoice) else []
    valeur = _cite(trouve[1])
    return f"{valeur} n'est pas un choix possible.{_voisin(valeur, choix)} Au choix : {', '.join(choix)}."


def _hors_bornes(trouve: re.Match[str], faute: ClickException) -> str:
    genre = _genre(faute)
    return f"{trouve[1]} n'est pas permis : il faut {bornes(genre) if isinstance(genre, Bornee) else trouve[2]}."


def _chemin(trouve: re.Match[str], faute: ClickException) -> str:
    sujets = {"File": "le fichier", "Directory": "le dossier", "Path": "le chemin"}
    suites = {
        "does not exist": "n'existe pas",
        "is a file": "est un fichier, il faut un dossier",
        "is a directory": "est un dossier, il faut un fichier",
        "is not readable": "ne peut pas être lu",
        "is not writable": "ne peut pas être modifié",
    }
    return f"{sujets[trouve[1]]} {_cite(trouve[2])} {suites[trouve[3]]}."


def _fichier(trouve: re.Match[str], faute: ClickException) -> str:
    causes = {
        "No such file or directory": "n'existe pas",
        "Permission denied": "n'est pas accessible",
        "Is a directory": "est un dossier",
    }
    return f"le fichier « {trouve[1]} » {causes.get(trouve[2], 'ne peut pas être ouvert')}."


def _gabarit(phrase: str) -> Traduction:
    """Une traduction qui cite la première valeur trouvée (``{}``)."""
    return lambda trouve, faute: phrase.format(*map(_cite, trouve.groups()))


_MESSAGES: tuple[tuple[re.Pattern[str], Traduction], ...] = tuple(
    (re.compile(motif, re.DOTALL), traduire)
    for motif, traduire in (
        (r"Missing command\.", _sans_commande),
        (r"Got unexpected extra argument\(s\) \((.*)\)", _de_trop),
        (r"Option (.+) requires an argument\.", _gabarit("il manque une valeur après {}.")),
        (r"Option (.+) requires (\d+) arguments\.", lambda t, _: f"il faut {t[2]} valeurs après {_cite(t[1])}."),
        (r"Option (.+) does not take a value\.", _gabarit("{} s'emploie sans valeur.")),
        (r"Argument .+ takes (\d+) values\.", lambda t, _: f"il faut {t[1]} valeurs."),
        (r"Takes (\d+) values but \d+ given\.", lambda t, _: f"il faut {t[1]} valeurs."),
        (r"(\d+) values are required, but \d+ given\.", lambda t, _: f"il faut {t[1]} valeurs."),
        (r"(.+) is not a valid int(?: range)?\.", _gabarit("{} n'est pas un nombre entier.")),
        (r"(.+) is not a valid float(?: range)?\.", _gabarit("{} n'est pas un nombre.")),
        (r"(.+) is not a valid boolean\. .*", _gabarit("{} n'est ni vrai ni faux : écrivez 1 ou 0.")),
        (r"(.+) is not a valid UUID\.", _gabarit("{} n'est pas un identifiant UUID.")),
        (r"(.+) is not in the range (.+)\.", _hors_bornes),
        (r"(.+) does not match the formats .*", _gabarit("{} n'est pas une date lisible.")),
        (r"(.+) is not one of .*", _hors_choix),
        (r"(File|Directory|Path) (.+) (does not exist|is a \w+|is not \w+)\.", _chemin),
        (r"'(.+)': (.+)", _fichier),
    )
)
