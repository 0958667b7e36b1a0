"""Les bancs ne tournent pas à chaque intégration : qu'au moins ce qu'ils prennent au produit existe encore."""

from __future__ import annotations

import ast
import importlib
import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest

BANCS = Path(__file__).parents[1] / "bancs"


def empruntes(fichier: Path) -> Iterator[tuple[str, str]]:
    """(module du produit, nom) de tout ce que ce banc importe."""
    for noeud in ast.walk(ast.parse(fichier.read_text("utf-8"))):
        if isinstance(noeud, ast.ImportFrom) and (noeud.module or "").startswith("recouvre"):
            yield from ((noeud.module or "", alias.name) for alias in noeud.names)


@pytest.mark.parametrize("fichier", sorted(BANCS.glob("*.py")), ids=lambda fichier: fichier.stem)
def test_ce_qu_un_banc_importe_existe(fichier: Path) -> None:
    for module, nom in empruntes(fichier):
        tenu = importlib.import_module(module)
        assert hasattr(tenu, nom) or importlib.util.find_spec(f"{module}.{nom}"), f"{fichier.name} : {module}.{nom}"
