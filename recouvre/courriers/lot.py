"""Imprimer beaucoup de courriers : en un seul document, ou un document chacun, sur autant de cœurs qu'on veut.

Chaque courrier s'imprime sans rien savoir des autres : le lot a les mêmes pages que les lettres une à une, et les
répartir entre des processus ne change pas un octet.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from recouvre.courriers.courrier import Courrier
from recouvre.courriers.mise_en_page import ajouter, imprimer
from recouvre.courriers.pdf_page import HAUTE, nouvelle_toile

Tache = tuple[Courrier, Path]
"""Un courrier, et où l'écrire."""

_PART = 8
"""Les courriers demandés au moins d'un coup à un processus."""


class _ToileDeLot(Canvas):  # type: ignore[misc]  # reportlab n'est pas annoté
    """Une toile où les signets d'un courrier se rangent sous le sien."""

    def addOutlineEntry(  # noqa: N802  # le nom est celui de reportlab
        self, title: str, key: str, level: int = 0, closed: Any = None
    ) -> None:
        super().addOutlineEntry(title, key, level + 1, closed)

    def ouvrir(self, courrier: Courrier) -> None:
        """Le signet d'un courrier, en haut de sa première page."""
        cle = f"c{self.getPageNumber()}"
        self.bookmarkHorizontal(cle, 0, HAUTE)
        super().addOutlineEntry(f"{courrier.reference} – {courrier.destinataire[0]}", cle, 0, closed=1)


def imprimer_lot(courriers: Iterable[Courrier], *, titre: str, auteur: str, sujet: str = "") -> bytes:
    """Les courriers à la suite dans un seul PDF, à imprimer d'un coup ; chacun a sa pagination et son signet.

    Les polices n'y sont qu'une fois. Lève ``CaractereImpossible`` si un caractère n'existe pas dans la police.
    """
    sortie = io.BytesIO()
    toile = nouvelle_toile(sortie, titre=titre, auteur=auteur, sujet=sujet, sorte=_ToileDeLot)
    for courrier in courriers:
        toile.ouvrir(courrier)
        ajouter(toile, courrier)
    toile.save()
    return sortie.getvalue()


def imprimer_tous(taches: Sequence[Tache], processus: int = 1) -> None:
    """Un PDF par courrier, chacun dans son fichier, par ce nombre de processus.

    Ce qui s'imprime ailleurs s'y écrit aussi : faire revenir les octets occuperait celui qui les attend. Lève
    ``CaractereImpossible`` ou ``OSError`` ; ce qui est écrit le reste.
    """
    if processus < 2:
        _ecrire(taches)
        return
    # Les tâches passent à la naissance des processus : là où ils naissent d'une copie, elles ne voyagent pas.
    with ProcessPoolExecutor(processus, initializer=_confier, initargs=(taches,)) as equipe:
        for _ in equipe.map(_ecrire_la_part, _parts(len(taches), processus)):
            pass


def _parts(combien: int, processus: int) -> Iterator[range]:
    """De grandes parts, puis de plus petites : on demande peu, et l'on finit ensemble.

    >>> list(_parts(50, 2))
    [range(0, 12), range(12, 21), range(21, 29), range(29, 37), range(37, 45), range(45, 50)]
    """
    debut = 0
    while debut < combien:
        fin = min(combien, debut + max(_PART, (combien - debut) // (2 * processus)))
        yield range(debut, fin)
        debut = fin


class _Confie:
    """Ce que ce processus aura à imprimer, par parts, s'il travaille pour un autre."""

    taches: Sequence[Tache] = ()


def _confier(taches: Sequence[Tache]) -> None:
    _Confie.taches = taches


def _ecrire_la_part(rangs: range) -> None:
    _ecrire(_Confie.taches[rang] for rang in rangs)


def _ecrire(taches: Iterable[Tache]) -> None:
    for courrier, chemin in taches:
        chemin.write_bytes(imprimer(courrier))
