"""Les commandes telles que ``recouvre`` les exécute : celles de typer, moins l'anglais, moins ce qui ralentit.

Ces classes sont chargées à chaque démarrage ; l'aide et les phrases d'erreur ne le sont que lorsqu'il faut les écrire.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer
from typer._click.core import Command, Context, Parameter
from typer._click.exceptions import UsageError
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

if TYPE_CHECKING:
    from recouvre.aide import Section

NOMS_AIDE = ("--aide", "-a", "--help", "-h")


TEXTE_AU_PLUS = 2_000
"""Caractères d'un texte libre : deux pages d'écran. Le journal les garde tous, à jamais."""
VALEURS_AU_PLUS = 10_000
"""De ce qui se répète : « --avec NOM=VALEUR » porte le corps d'une lettre."""


class _EnFrancais(Command):
    """Ce qu'une commande et un groupe ont en commun : l'aide, l'emploi, et la faute située."""

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """L'option d'aide, sous ses quatre noms."""
        self._help_option = self._help_option or _option_aide(self)
        return self._help_option

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Lit les arguments ; une faute sait de quelle commande elle vient."""
        with _situer(ctx):
            reste = super().parse_args(ctx, args)
            _refuser_les_textes_longs(self, ctx)
        return reste

    def get_usage(self, ctx: Context) -> str:
        """La ligne d'emploi."""
        from recouvre.aide import emploi

        return emploi(self, ctx)

    def get_help(self, ctx: Context) -> str:
        """L'aide complète."""
        from recouvre.aide import aide

        return aide(self, ctx, self.sections_de_commandes(ctx))

    def sections_de_commandes(self, ctx: Context) -> list[Section]:
        """Rien, pour une commande seule."""
        return []


class CommandeFrancaise(_EnFrancais, TyperCommand):
    """Une commande dont l'aide est en français."""


class GroupeFrancais(_EnFrancais, TyperGroup):
    """Un groupe de commandes dont l'aide et les erreurs sont en français."""

    def sections_de_commandes(self, ctx: Context) -> list[Section]:
        """Les commandes du groupe, avec la première phrase de leur aide."""
        from recouvre.aide import resume

        lignes = [(nom, resume(commande.help)) for nom, commande in self.commands.items() if not commande.hidden]
        return [("Commandes", lignes)]

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        """La commande appelée ; une commande inconnue reçoit une suggestion."""
        nom = args[0]
        commande = self.get_command(ctx, nom)
        if commande is None:
            from recouvre.francais import commande_inconnue

            raise UsageError(commande_inconnue(nom, self.list_commands(ctx)), ctx)
        return nom, commande, args[1:]


def _refuser_les_textes_longs(commande: Command, ctx: Context) -> None:
    """Lève la faute d'appel si un texte tapé dépasse la limite, la même pour toutes les commandes."""
    for param in commande.params:
        valeur = ctx.params.get(param.name or "")
        textes = valeur if isinstance(valeur, (list, tuple)) else (valeur,)
        au_plus = VALEURS_AU_PLUS if isinstance(valeur, (list, tuple)) else TEXTE_AU_PLUS
        trop = max((len(texte) for texte in textes if isinstance(texte, str)), default=0)
        if trop > au_plus:
            from recouvre.francais import texte_trop_long

            raise typer.BadParameter(texte_trop_long(trop, au_plus), ctx=ctx, param=param)


def franciser(application: typer.Typer, nom: str) -> Command:
    """La commande (ou le groupe) que décrit une application typer, en français, sans complétion ni rich."""
    application._add_completion = False
    _choisir_les_classes(application)
    commande = get_command(application)
    commande.name = nom
    return commande


def _choisir_les_classes(application: typer.Typer) -> None:
    if not isinstance(application.info.cls, type):
        application.info.cls = GroupeFrancais
    for commande in application.registered_commands:
        if commande.cls in (None, TyperCommand):
            commande.cls = CommandeFrancaise
    for groupe in application.registered_groups:
        if groupe.typer_instance is not None:
            _choisir_les_classes(groupe.typer_instance)


@contextmanager
def _situer(ctx: Context) -> Iterator[None]:
    """Certaines fautes de typer n'emportent pas leur contexte : sans lui, pas de « Aide : … » sous la phrase."""
    try:
        yield
    except UsageError as faute:
        faute.ctx = faute.ctx or ctx
        raise


def _option_aide(commande: Command) -> TyperOption:
    pris = {nom for param in commande.params for nom in (*param.opts, *param.secondary_opts)}
    return TyperOption(
        param_decls=[nom for nom in NOMS_AIDE if nom not in pris],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_montrer_aide,
        help="Affiche cette aide.",
    )


def _montrer_aide(ctx: Context, param: Parameter, demandee: bool) -> None:
    if demandee and not ctx.resilient_parsing:
        print(ctx.get_help())
        ctx.exit()
