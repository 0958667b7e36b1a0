"""Un passage de relances sur un vrai petit disque, plein ou en lecture seule : ce qu'il a dit, et ce qui en reste.

À lancer dans son propre espace de montage (``unshare --map-root-user --mount``). Arguments : le cabinet modèle, un
dossier vide, puis les conditions : « place:600 » (Kio laissés libres) ou « fige:DOSSIER » (en lecture seule, dans le
cabinet). Chaque condition part d'un disque neuf, dans son processus, et écrit un objet JSON sur une ligne : le passage
empêché, ce que dit ``verifier``, le passage d'après, ``verifier`` encore.
"""

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from recouvre.cli import lancer


def dire(*mots: str) -> dict[str, object]:
    """Une commande, et ce qu'elle a dit."""
    sortie, erreur = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(sortie), contextlib.redirect_stderr(erreur):
        code = lancer(mots)
    return {"code": code, "sortie": sortie.getvalue(), "erreur": erreur.getvalue()}


def monter(*mots: str) -> None:
    subprocess.run(["mount", *mots], check=True)


@contextlib.contextmanager
def empeche(cabinet: Path, condition: str) -> Iterator[None]:
    """Le disque, dans cette condition."""
    genre, _, valeur = condition.partition(":")
    if genre == "place":
        bourrage, etat = cabinet.parent / "bourrage", os.statvfs(cabinet)
        bourrage.write_bytes(bytes(etat.f_bavail * etat.f_frsize - int(valeur) * 1024))
        yield
        bourrage.unlink()
    else:
        cible = str(cabinet / valeur)
        monter("--bind", cible, cible)
        monter("-o", "remount,bind,ro", cible)
        yield
        monter("-o", "remount,bind,rw", cible)


def essayer(modele: Path, disque: Path, condition: str) -> dict[str, object]:
    monter("-t", "tmpfs", "-o", "size=24m", "tmpfs", str(disque))
    cabinet = disque / "cabinet"
    shutil.copytree(modele, cabinet)
    os.environ["RECOUVRE_CABINET"] = str(cabinet)
    with empeche(cabinet, condition):
        passage = dire("relances", "--envoyer")
    controles = [dire("verifier")]
    suite = dire("relances", "--envoyer")
    controles.append(dire("verifier"))
    return {"condition": condition, "passage": passage, "suite": suite, "controles": controles}


def main() -> None:
    for condition in sys.argv[3:]:
        fils = os.fork()
        if not fils:
            print(json.dumps(essayer(Path(sys.argv[1]), Path(sys.argv[2]), condition)), flush=True)
            os._exit(0)
        _, mort = os.waitpid(fils, 0)
        if mort:
            sys.exit(f"{condition} : mort, {mort}")


if __name__ == "__main__":
    main()
