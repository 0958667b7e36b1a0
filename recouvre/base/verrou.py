"""Un seul lanceur à la fois : un verrou que le système rend de lui-même si le processus meurt."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from recouvre.domaine.refus import Occupe


@contextmanager
def verrou(cabinet: Path, nom: str) -> Iterator[None]:
    """Tient le verrou ``nom`` du cabinet. Lève ``Occupe`` tout de suite si un autre processus le tient."""
    with (cabinet / f".{nom}.verrou").open("a+b") as flux:
        if not prendre(flux):
            raise Occupe(f"Un autre « recouvre {nom} » est en cours sur ce cabinet. Celui-ci n'a rien fait.")
        try:
            yield
        finally:
            rendre(flux)


if sys.platform == "win32":
    import msvcrt

    def prendre(flux: IO[bytes]) -> bool:
        """Prend le verrou de ce fichier ouvert, sans attendre. Faux si un autre le tient."""
        flux.seek(0)
        try:
            msvcrt.locking(flux.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def rendre(flux: IO[bytes]) -> None:
        """Rend le verrou de ce fichier ouvert."""
        flux.seek(0)
        msvcrt.locking(flux.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def prendre(flux: IO[bytes]) -> bool:
        """Prend le verrou de ce fichier ouvert, sans attendre. Faux si un autre le tient."""
        try:
            fcntl.flock(flux, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def rendre(flux: IO[bytes]) -> None:
        """Rend le verrou de ce fichier ouvert."""
        fcntl.flock(flux, fcntl.LOCK_UN)
