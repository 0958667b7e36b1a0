"""La visite du README, jouée pour de vrai : chaque commande de ses blocs « console », dans un dossier neuf.

`make demo` la lance ; les tests s'en servent pour comparer ce que le README promet à ce que les commandes répondent.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
README = RACINE / "README.md"
_BLOC = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def etapes(texte: str) -> Iterator[tuple[str, str]]:
    """(commande, sortie promise) pour chaque « $ commande » des blocs console, dans l'ordre."""
    for bloc in _BLOC.finditer(texte):
        for morceau in re.split(r"^\$ ", bloc[1], flags=re.MULTILINE)[1:]:
            commande, _, sortie = morceau.partition("\n")
            yield commande, sortie


def jouer(commande: str, ici: Path) -> tuple[str, Path]:
    """Joue une commande dans ``ici`` et rend sa sortie, et le dossier où l'on est ensuite."""
    mots = shlex.split(commande)
    if mots[0] == "cd":
        return "", ici / mots[1]
    fini = subprocess.run(
        [sys.executable, "-m", "recouvre", *mots[1:]],
        cwd=ici,
        env=_environnement(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return fini.stdout, ici


def _environnement() -> dict[str, str]:
    """Rien des réglages de la personne : la visite est la même partout."""
    propre = {nom: valeur for nom, valeur in os.environ.items() if not nom.startswith("RECOUVRE_")}
    return {**propre, "PYTHONIOENCODING": "utf-8", "COLUMNS": "100", "RECOUVRE_AUTEUR": "visite"}


def main() -> None:
    """Refait la visite dans ``demo/``, et montre tout."""
    ici = RACINE / "demo"
    shutil.rmtree(ici, ignore_errors=True)
    ici.mkdir()
    for commande, _ in etapes(README.read_text("utf-8")):
        print(f"\n$ {commande}", flush=True)
        sortie, ici = jouer(commande, ici)
        print(sortie, end="", flush=True)
    print(f"\nLe cabinet d'exemple est dans {ici}, ses courriers dans {ici / 'courriers'}.")


if __name__ == "__main__":
    main()
