"""Les tables de taux que le cabinet complète : un fichier TOML par table, à relire et corriger à la main."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from recouvre.base.cabinet import PARAMETRES
from recouvre.base.fichiers import ecrire


def chemin_de_table(cabinet: Path, nom: str) -> Path:
    """Le fichier où le cabinet tient ses propres valeurs d'une table."""
    return cabinet / PARAMETRES / f"{nom}.toml"


def ajouter_valeur(
    cabinet: Path, nom: str, *, du: dt.date, au: dt.date | None, valeur: Decimal, textes: Mapping[str, str]
) -> None:
    """Ajoute une ligne à une table du cabinet, sans toucher à ce qui y est déjà."""
    import tomlkit

    chemin = chemin_de_table(cabinet, nom)
    avant = chemin.read_text("utf-8") if chemin.exists() else f'nom = "{nom}"\n'
    ligne = tomlkit.table()
    ligne["du"] = du
    if au is not None:
        ligne["au"] = au
    ligne["valeur"] = tomlkit.float_(f"{valeur:f}" if "." in f"{valeur:f}" else f"{valeur:f}.0")
    for cle, texte in textes.items():
        ligne[cle] = texte
    lignes = tomlkit.aot()
    lignes.append(ligne)
    document = tomlkit.document()
    document["valeurs"] = lignes
    ecrire(chemin, f"{avant.rstrip()}\n\n{tomlkit.dumps(document)}".encode())
