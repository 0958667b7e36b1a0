"""Écrire un zip reproductible : mêmes entrées, mêmes octets, à toute heure et sur toute machine.

Rien n'y est comprimé ni daté : un PDF l'est déjà, et l'octet ne dépend alors ni de la bibliothèque ni de l'horloge.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from recouvre.base.fichiers import fixer_le_dossier

_SANS_DATE = (1980, 1, 1, 0, 0, 0)


def ecrire_zip(chemin: Path, entrees: Iterable[tuple[str, bytes]]) -> int:
    """Écrit l'archive d'un seul coup, une entrée à la fois en mémoire, et rend sa taille.

    Si une entrée lève, il n'en reste rien.
    """
    import tempfile
    from zipfile import ZipFile, ZipInfo

    chemin.parent.mkdir(parents=True, exist_ok=True)
    descripteur, provisoire = tempfile.mkstemp(dir=chemin.parent, prefix=".", suffix=".provisoire")
    try:
        with os.fdopen(descripteur, "wb") as flux:
            with ZipFile(flux, "w") as archive:
                for nom, octets in entrees:
                    entree = ZipInfo(nom, _SANS_DATE)
                    entree.create_system, entree.external_attr = 3, 0o100644 << 16
                    archive.writestr(entree, octets)
            flux.flush()
            os.fsync(flux.fileno())
        taille = Path(provisoire).stat().st_size
        Path(provisoire).replace(chemin)
    except BaseException:
        Path(provisoire).unlink(missing_ok=True)
        raise
    fixer_le_dossier(chemin.parent)
    return taille
