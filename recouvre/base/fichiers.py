"""Écrire un fichier sans jamais en laisser une moitié : temporaire, ``fsync``, renommage."""

from __future__ import annotations

import os
import re
from pathlib import Path

from recouvre.domaine.refus import Refus

_INTERDITS = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')


def ecrire(chemin: Path, octets: bytes, *, fixer: bool = True) -> str:
    """Écrit ``octets`` d'un seul coup et rend leur empreinte SHA-256. Crée les dossiers qui manquent.

    ``fixer`` faux : à l'appelant de fixer le dossier (``fixer_le_dossier``), une fois pour beaucoup de fichiers.
    """
    import tempfile

    chemin.parent.mkdir(parents=True, exist_ok=True)
    descripteur, provisoire = tempfile.mkstemp(dir=chemin.parent, prefix=".", suffix=".provisoire")
    try:
        with os.fdopen(descripteur, "wb") as flux:
            flux.write(octets)
            flux.flush()
            os.fsync(flux.fileno())
        Path(provisoire).replace(chemin)
    except BaseException:
        Path(provisoire).unlink(missing_ok=True)
        raise
    if fixer:
        fixer_le_dossier(chemin.parent)
    return empreinte(octets)


def exiger_neuf(chemin: Path, option: str = "--sortie") -> None:
    """Lève ``Refus`` si ce fichier existe, ou si rien ne peut s'écrire là : avant de rien faire ni noter."""
    try:
        existe = chemin.exists()
        appui = next(parent for parent in chemin.absolute().parents if parent.exists())
        possible = appui.is_dir() and os.access(appui, os.W_OK)
    except OSError:
        existe, possible = False, False
    if existe:
        raise Refus(f"Le fichier {chemin} existe déjà : donnez un autre nom à {option}. Rien n'a été écrit.")
    if not possible:
        raise Refus(f"Rien ne peut s'écrire dans {chemin} : donnez un autre chemin à {option}. Rien n'a été écrit.")


def empreinte(octets: bytes) -> str:
    """SHA-256, en hexadécimal."""
    from hashlib import sha256

    return sha256(octets).hexdigest()


def nom_libre(chemin: Path) -> Path:
    """Ce chemin, ou le même suffixé ``-2``, ``-3``… s'il est pris : on n'écrase jamais le fichier de quelqu'un."""
    libre, rang = chemin, 1
    while libre.exists():
        rang += 1
        libre = chemin.with_stem(f"{chemin.stem}-{rang}")
    return libre


def ou_toml(erreur: Exception) -> str:
    """Où un TOML ne se lit pas, en français : « ligne 24, colonne 3 ».

    >>> ou_toml(ValueError("Invalid value (at line 24, column 3)"))
    'ligne 24, colonne 3'
    """
    trouve = re.search(r"at line (\d+), column (\d+)", str(erreur))
    return f"ligne {trouve[1]}, colonne {trouve[2]}" if trouve else "à la fin du fichier"


def nom_sur(texte: str) -> str:
    """Un nom de fichier permis partout, Windows compris.

    >>> nom_sur("remise : mars/avril.")
    'remise _ mars_avril'
    """
    return _INTERDITS.sub("_", texte).strip(" .") or "sans-nom"


def fixer_le_dossier(dossier: Path) -> None:
    """Fait durer les renommages eux-mêmes, là où le système sait le faire (pas sous Windows)."""
    if os.name == "nt":
        return
    descripteur = os.open(dossier, os.O_RDONLY)
    try:
        os.fsync(descripteur)
    finally:
        os.close(descripteur)
