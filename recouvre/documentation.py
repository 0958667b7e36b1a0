"""``python -m recouvre.documentation`` : toute l'aide, en Markdown, pour ``docs/commandes.md``.

La documentation des commandes est leur aide : un test échoue si le fichier s'en écarte.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator

from typer._click.core import Command, Context
from typer.core import TyperGroup

from recouvre.cli import COMMANDES, Commande, Rubrique, charger, construire

ENTETE = """# Les commandes

Cette page est l'aide de `recouvre` : `make docs` la réécrit, un test vérifie qu'elle est à jour.
"""


def documenter(registre: tuple[Commande, ...] = COMMANDES) -> str:
    """La page entière : l'aide générale, puis une section par commande, par rubrique."""
    racine = construire(registre)
    ctx = Context(racine, info_name="recouvre")
    blocs = [ENTETE, _encadre(ctx)]
    for rubrique in Rubrique:
        commandes = [commande for commande in registre if commande.rubrique is rubrique]
        if commandes:
            blocs.append(f"## {rubrique}\n")
        for commande in commandes:
            blocs.extend(_sections(charger(commande), commande.nom, ctx))
    return "\n".join(blocs)


def _sections(commande: Command, nom: str, parent: Context) -> Iterator[str]:
    ctx = Context(commande, info_name=nom, parent=parent)
    yield f"### {ctx.command_path}\n"
    yield _encadre(ctx)
    if isinstance(commande, TyperGroup):
        for sous_nom in commande.list_commands(ctx):
            sous_commande = commande.get_command(ctx, sous_nom)
            if sous_commande is not None and not sous_commande.hidden:
                yield from _sections(sous_commande, sous_nom, ctx)


def _encadre(ctx: Context) -> str:
    return f"```text\n{ctx.get_help()}\n```\n"


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    sys.stdout.write(documenter())
