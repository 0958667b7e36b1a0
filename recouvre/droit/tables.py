"""Lire une table datée du paquet : une donnée figée avec le code, lue une fois, jamais un fichier du cabinet.

Le seul module de la loi qui ouvre un fichier : une démarche se déduit d'un dossier seul, sans cabinet ni session, et
la durée légale qu'il lui faut reste dans sa table, datée et sourcée.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any


@cache
def lire_table(nom: str) -> Mapping[str, Any]:
    """La table ``parametres/{nom}.toml`` du paquet."""
    import tomllib
    from pathlib import Path

    return tomllib.loads(Path(__file__).with_name("parametres").joinpath(f"{nom}.toml").read_text("utf-8"))
