"""Imprimer beaucoup de courriers : en un seul document, ou un document chacun, sur autant de cœurs qu'on veut.

Chaque courrier s'imprime sans rien savoir des autres : le lot a les mêmes pages que les lettres une à une, et les
répartir entre des processus ne change pas un octet.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from recouvre.courriers.courrier import Courrier
from recouvre.courriers.mise_en_page import ajouter, imprimer
from recouvre.courriers.pdf_page import HAUTE, nouvelle_toile

_PAQUET = 16
"""Les courriers confiés d'un coup à un processus : assez pour payer le voyage, assez peu pour finir ensemble."""


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


def imprimer_tous(courriers: Iterable[Courrier], executeur: Executor | None = None) -> Iterator[bytes]:
    """Un PDF par courrier, dans leur ordre ; faits par l'``executeur`` s'il y en a un (``ProcessPoolExecutor``…)."""
    if executeur is None:
        return map(imprimer, courriers)
    return executeur.map(imprimer, courriers, chunksize=_PAQUET)
