"""La page d'aide d'une commande : texte simple, en français, toujours sur cent colonnes.

Elle est composée ici de bout en bout, à partir des paramètres que typer a compris : ni rich, ni la largeur du terminal,
ni les phrases de typer n'y entrent. La même page sert donc à l'écran, dans la documentation et dans les tests.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from enum import Enum

from typer._click.core import Command, Context, Parameter
from typer._click.types import DateTime, File, FloatParamType, IntParamType
from typer._click.types import _NumberRangeBase as Bornee
from typer._types import TyperChoice
from typer.core import TyperArgument, TyperGroup, TyperOption
from typer.models import TyperPath

LARGEUR = 100
_COLONNE = 28

_LIEES = re.compile(r"(?<=«) | (?=[»;:])")
"""Les espaces où une ligne ne se coupe pas."""

_TENUE = "\ue000"
"""Tient lieu d'une telle espace le temps de plier."""

Section = tuple[str, list[tuple[str, str]]]
"""Une section de l'aide : son titre, et des lignes (terme, explication)."""


def aide(commande: Command, ctx: Context, sections: Sequence[Section] = ()) -> str:
    """L'aide d'une commande, en texte simple, sur cent colonnes au plus."""
    visibles = [p for p in commande.get_params(ctx) if not getattr(p, "hidden", False)]
    arguments = [(terme_argument(p), _explication(p)) for p in visibles if isinstance(p, TyperArgument)]
    options = [(_termes_option(p), _explication(p)) for p in visibles if isinstance(p, TyperOption)]
    toutes = [*sections, ("Arguments", arguments), ("Options", options)]
    blocs = [emploi(commande, ctx), _texte(commande.help), *(section(*bloc) for bloc in toutes)]
    blocs.append(_texte(commande.epilog, retrait=""))
    return "\n\n".join(bloc for bloc in blocs if bloc)


def emploi(commande: Command, ctx: Context) -> str:
    """« Emploi : recouvre encaisser [OPTIONS] DOSSIER MONTANT »."""
    debut = f"Emploi : {ctx.command_path} "
    morceaux = ["[OPTIONS]", *(_place(p) for p in commande.params if isinstance(p, TyperArgument) and not p.hidden)]
    if isinstance(commande, TyperGroup):
        morceaux.append("COMMANDE …")
    return _plier(" ".join(morceaux), debut, " " * len(debut))


def resume(texte: str | None) -> str:
    """Le premier paragraphe d'une aide, sur une ligne."""
    return " ".join((texte or "").strip().partition("\n\n")[0].split())


def _texte(texte: str | None, retrait: str = "  ") -> str:
    """Les paragraphes, pliés ; un paragraphe en retrait (un exemple) garde ses lignes."""
    paragraphes = []
    for paragraphe in re.split(r"\n\s*\n", (texte or "").strip("\n")):
        if paragraphe.startswith(" "):
            paragraphes.append(textwrap.indent(paragraphe, retrait))
        elif paragraphe.strip():
            paragraphes.append(_plier(" ".join(paragraphe.split()), retrait, retrait))
    return "\n\n".join(paragraphes)


def section(titre: str, lignes: Sequence[tuple[str, str]]) -> str:
    """Des termes et leurs explications, sur deux colonnes ; rien s'il n'y a pas de ligne."""
    if not lignes:
        return ""
    colonne = min(max(len(terme) for terme, _ in lignes), _COLONNE) + 4
    rendues = [f"{titre} :"]
    for terme, explication in lignes:
        debut = f"  {terme}".ljust(colonne)
        if len(terme) > _COLONNE:
            rendues.append(debut)
            debut = " " * colonne
        rendues.append(_plier(explication, debut, " " * colonne).rstrip())
    return "\n".join(rendues)


def _plier(texte: str, debut: str, suite: str) -> str:
    plieur = textwrap.TextWrapper(
        LARGEUR, initial_indent=debut, subsequent_indent=suite, break_on_hyphens=False, break_long_words=False
    )
    return plieur.fill(_LIEES.sub(_TENUE, texte)).replace(_TENUE, " ") or debut.rstrip()


def _place(argument: TyperArgument) -> str:
    nom = terme_argument(argument) + ("…" if argument.nargs == -1 else "")
    return nom if argument.required else f"[{nom}]"


def terme_argument(argument: TyperArgument) -> str:
    """Le nom d'un argument, tel que l'aide et les erreurs l'écrivent : « DOSSIER »."""
    return argument.metavar or (argument.name or "").upper().replace("_", "-")


def _termes_option(option: TyperOption) -> str:
    noms = [nom for nom in option.opts if nom not in ("--help", "-h")]
    termes = ", ".join(sorted(noms, key=lambda nom: nom.startswith("--")))
    if option.secondary_opts:
        termes = f"{termes} / {', '.join(option.secondary_opts)}"
    return termes if option.is_flag else f"{termes} {_valeur(option)}"


def _valeur(param: Parameter) -> str:
    """Ce qu'il faut taper après l'option."""
    if param.metavar:
        return param.metavar
    if isinstance(param.type, TyperChoice):
        return "|".join(map(str, param.type.choices))
    noms = ((IntParamType, "NOMBRE"), (FloatParamType, "NOMBRE"), ((TyperPath, File), "CHEMIN"), (DateTime, "DATE"))
    return next((nom for genre, nom in noms if isinstance(param.type, genre)), "TEXTE")


def _explication(param: TyperArgument | TyperOption) -> str:
    precisions = []
    if isinstance(param, TyperArgument) and isinstance(param.type, TyperChoice):
        precisions.append(f"parmi : {', '.join(map(str, param.type.choices))}")
    if isinstance(param.type, Bornee):
        precisions.append(bornes(param.type))
    if param.required and isinstance(param, TyperOption):
        precisions.append("obligatoire")
    if defaut := _defaut(param):
        precisions.append(f"défaut : {defaut}")
    if param.envvar and param.show_envvar:
        precisions.append(f"variable : {param.envvar if isinstance(param.envvar, str) else ', '.join(param.envvar)}")
    suffixe = f"[{' ; '.join(precisions)}]" if precisions else ""
    return " ".join(filter(None, ((param.help or "").strip(), suffixe)))


def _defaut(param: TyperArgument | TyperOption) -> str:
    if isinstance(param.show_default, str):
        return param.show_default
    valeur = param.default
    if not param.show_default or callable(valeur) or valeur is None or valeur is False or valeur in ("", (), []):
        return ""
    if valeur is True:
        return param.opts[0]
    return ", ".join(map(_simple, valeur)) if isinstance(valeur, (list, tuple)) else _simple(valeur)


def _simple(valeur: object) -> str:
    return str(valeur.value if isinstance(valeur, Enum) else valeur)


def bornes(genre: Bornee) -> str:
    """Les limites d'un nombre : « de 1 à 12 »."""
    if genre.min is not None and genre.max is not None:
        return f"de {genre.min} à {genre.max}"
    return f"au moins {genre.min}" if genre.min is not None else f"au plus {genre.max}"
