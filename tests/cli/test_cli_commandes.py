"""Les vraies commandes : chacune tient le contrat du registre, en français, et s'importe sans rien de lourd."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Iterator

import pytest
from fabrique import Fabrique
from test_cli_francais import ANGLAIS
from typer._click.core import Command, Context
from typer.core import TyperGroup, TyperOption

from recouvre.aide import resume
from recouvre.cli import COMMANDES, Commande, charger, construire

PRESENTES = [commande for commande in COMMANDES if importlib.util.find_spec(commande.module)]
CHAQUE = pytest.mark.parametrize("commande", PRESENTES, ids=[commande.nom for commande in PRESENTES])


def _contextes(commande: Commande) -> Iterator[Context]:
    """Le contexte de la commande et ceux de ses sous-commandes."""
    racine = Context(construire(), info_name="recouvre")
    restants: list[tuple[Command, str, Context]] = [(charger(commande), commande.nom, racine)]
    while restants:
        objet, nom, parent = restants.pop()
        ctx = Context(objet, info_name=nom, parent=parent)
        yield ctx
        if isinstance(objet, TyperGroup):
            restants.extend((sous, sous_nom, ctx) for sous_nom, sous in objet.commands.items())


@CHAQUE
def test_l_aide_courte_est_la_premiere_phrase(commande: Commande) -> None:
    assert resume(charger(commande).help) == commande.aide_courte


@CHAQUE
def test_l_aide_est_complete_et_francaise(commande: Commande) -> None:
    for ctx in _contextes(commande):
        aide = ctx.get_help()
        assert not ANGLAIS.search(aide), ctx.command_path
        assert ctx.command.help, f"{ctx.command_path} n'a pas d'aide"
        assert max(map(len, aide.splitlines())) <= 100, ctx.command_path
        for param in ctx.command.params:
            assert getattr(param, "hidden", False) or getattr(param, "help", ""), f"{ctx.command_path} : {param.name}"
            assert not (isinstance(param, TyperOption) and param.prompt), f"{ctx.command_path} interroge en anglais"


@CHAQUE
def test_une_faute_est_dite_en_francais(commande: Commande, recouvre: Fabrique) -> None:
    recouvre.registre.extend(COMMANDES)
    for mots in (["--nexistepas"], ["a", "b", "c", "d", "e", "--zut"], ["--cabinet"]):
        essai = recouvre(commande.nom, *mots)
        assert essai.code == 2
        assert essai.sortie == ""
        assert not ANGLAIS.search(essai.erreur)


@CHAQUE
def test_importer_une_commande_n_importe_rien_de_lourd(commande: Commande) -> None:
    code = f"import sys; import {commande.module}; print(*sys.modules)"
    fini = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"rich", "reportlab", "jinja2", "sqlite_utils", "pypdf", "stdnum"} & set(fini.stdout.split()) == set()


def test_toutes_les_commandes_du_registre_existent() -> None:
    assert [commande.nom for commande in COMMANDES if commande not in PRESENTES] == []
