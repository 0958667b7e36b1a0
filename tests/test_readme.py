"""Le README dit vrai : chaque bloc « console » est rejoué et comparé ; chaque commande y est citée une fois.

Pour récrire les sorties après un changement voulu : RECOUVRE_ATTENDUS=ecrire pytest tests/test_readme.py
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE / "exemples"))

import visite  # noqa: E402

from recouvre.cli import COMMANDES  # noqa: E402


def test_la_visite_du_readme_est_vraie(tmp_path: Path) -> None:
    texte = visite.README.read_text("utf-8")
    ici, rejoue = tmp_path, []
    for commande, _ in visite.etapes(texte):
        sortie, ici = visite.jouer(commande, ici)
        rejoue.append((commande, sortie))
    if os.environ.get("RECOUVRE_ATTENDUS") == "ecrire":
        visite.README.write_text(_recrire(texte, rejoue), "utf-8")
    for (commande, promise), (_, obtenue) in zip(visite.etapes(visite.README.read_text("utf-8")), rejoue, strict=True):
        assert obtenue.rstrip("\n") == promise.rstrip("\n"), f"le README ne dit plus vrai pour : {commande}"


def _recrire(texte: str, rejoue: list[tuple[str, str]]) -> str:
    suite = iter(rejoue)

    def bloc(trouve: re.Match[str]) -> str:
        combien = len(re.findall(r"^\$ ", trouve[1], re.MULTILINE))
        morceaux = [next(suite) for _ in range(combien)]
        corps = "\n".join(f"$ {commande}\n{sortie}" for commande, sortie in morceaux)
        return f"```console\n{corps.rstrip()}\n```"

    return re.sub(r"^```console\n(.*?)^```$", bloc, texte, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("nom", [commande.nom for commande in COMMANDES])
def test_chaque_commande_est_citee_une_fois_dans_le_tableau(nom: str) -> None:
    tableau = visite.README.read_text("utf-8").partition("## Les commandes")[2].partition("## ")[0]
    premieres = [ligne.split("|")[1] for ligne in tableau.splitlines() if ligne.startswith("| `")]
    assert sum(f"`{nom}`" in cellule for cellule in premieres) == 1
