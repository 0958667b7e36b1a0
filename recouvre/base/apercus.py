"""Le dernier aperçu des relances, gardé tant que rien de ce dont il dépend n'a changé.

L'aperçu compose chaque lettre pour prendre la décision de l'envoi, et c'est long. Le redemander sans que rien n'ait
bougé rend le même : il se relit dans ``.apercu.json``, que l'on peut effacer. L'envoi, lui, n'en lit rien.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from recouvre.base.cabinet import MODELES, NOM_PROFIL, PARAMETRES, SCENARIOS
from recouvre.base.connexion import GENERATION, Base
from recouvre.base.fichiers import ecrire
from recouvre.base.reglages import lire_reglage

FICHIER = ".apercu.json"
_PAQUET = Path(__file__).resolve().parent.parent
_A_DISTANCE = re.compile(r"""^\s*(\[[\s"']*(courriel|sms)\b|["']?(courriel|sms)["']?\s*(\.|=\s*\{))""", re.MULTILINE)
"""Un canal réglé, de quelque façon que TOML permette de l'écrire ; à tort, l'aperçu se refait, c'est tout."""


def marque(base: Base, cabinet: Path, quand: str, jour: str) -> str:
    """Ce dont un aperçu de ce jour dépend, en une empreinte.

    La base à l'écriture près, les fichiers du cabinet et ceux de l'outil, le jour ; l'heure (``quand``, à la minute)
    seulement si un canal à distance est réglé, qui n'envoie qu'à certaines heures.
    """
    profil = cabinet / NOM_PROFIL
    texte = profil.read_text("utf-8", errors="replace") if profil.is_file() else ""
    distant = _A_DISTANCE.search(texte)
    depend = [
        lire_reglage(base, GENERATION), jour, quand if distant else quand[:10], texte,
        *_fichiers(cabinet, (MODELES, SCENARIOS, PARAMETRES)), *_fichiers(_PAQUET, ("",)),
        *_fichiers(_PAQUET.parent, ("modeles_courriers",)),
    ]  # fmt: skip
    return sha256("\n".join(depend).encode()).hexdigest()


def lire(cabinet: Path, marque: str) -> Any:
    """L'aperçu gardé sous cette marque, ou ``None``."""
    try:
        garde = json.loads((cabinet / FICHIER).read_bytes())
    except (OSError, ValueError):
        return None
    return garde["apercu"] if isinstance(garde, dict) and garde.get("marque") == marque else None


def garder(cabinet: Path, marque: str, apercu: Mapping[str, Any]) -> None:
    """Garde cet aperçu, lisible de son seul propriétaire. Un disque qui refuse n'empêche rien."""
    octets = json.dumps({"marque": marque, "apercu": apercu}, ensure_ascii=False).encode()
    try:
        ecrire(cabinet / FICHIER, octets, fixer=False)
    except OSError:
        return


def _fichiers(racine: Path, dossiers: tuple[str, ...]) -> Iterator[str]:
    """Chaque fichier de ces dossiers : son nom, sa taille, l'instant de son changement ; et ceux de la racine même."""
    for dossier in ("", *filter(None, dossiers)):
        yield from _du_dossier(racine / dossier, recursif=racine == _PAQUET or bool(dossier))


def _du_dossier(dossier: Path, *, recursif: bool) -> Iterator[str]:
    try:
        entrees = sorted(os.scandir(dossier), key=lambda entree: entree.name)
    except OSError:
        return
    for entree in entrees:
        if entree.is_dir(follow_symlinks=False):
            if recursif and entree.name != "__pycache__":
                yield from _du_dossier(Path(entree.path), recursif=True)
        elif not entree.name.startswith((".", "recouvre.db", "passages.log")):
            etat = entree.stat()
            yield f"{entree.path} {etat.st_size} {etat.st_mtime_ns}"
