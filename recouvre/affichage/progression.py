"""Dire où en est un long travail, à la personne qui attend devant un terminal, et à elle seule."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from recouvre.affichage.encodage import en_unicode
from recouvre.domaine.avancement import Suivi


@contextmanager
def progression(libelle: str) -> Iterator[Suivi]:
    """Une barre sur la sortie d'erreur si elle est un terminal ; sinon rien, et rich n'est même pas importé.

    >>> with progression("Courriers") as suivi:
    ...     suivi(1, 2)
    """
    if not sys.stderr.isatty():
        yield _silence
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    colonnes = [TextColumn("{task.description}", markup=False), MofNCompleteColumn(), TimeRemainingColumn()]
    if en_unicode(sys.stderr):
        colonnes.insert(1, BarColumn())
    # Sans redirect_stdout=False, rich détournerait vers l'écran ce qu'on écrit pendant ce temps dans un fichier.
    console = Console(stderr=True)
    with Progress(*colonnes, console=console, transient=True, redirect_stdout=False) as barre:
        tache = barre.add_task(libelle, total=None)
        yield lambda fait, total: barre.update(tache, completed=fait, total=total)


def _silence(fait: int, total: int) -> None:
    """Personne ne regarde."""
