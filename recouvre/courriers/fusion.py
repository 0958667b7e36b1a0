"""Réunir des PDF déjà figés en un seul, à imprimer d'un coup, et compter leurs pages."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from pypdf import PdfReader, PdfWriter


def fusionner(pdfs: Sequence[bytes | Path]) -> bytes:
    """Les documents bout à bout, chacun avec ses signets ; ce qu'ils ont en commun n'est écrit qu'une fois.

    Les mêmes documents dans le même ordre donnent les mêmes octets.
    """
    redacteur = PdfWriter()
    for pdf in pdfs:
        redacteur.append(io.BytesIO(pdf) if isinstance(pdf, bytes) else str(pdf))
    redacteur.compress_identical_objects()
    sortie = io.BytesIO()
    redacteur.write(sortie)
    return sortie.getvalue()


def nombre_de_pages(pdf: bytes) -> int:
    """Le nombre de pages d'un document."""
    return len(PdfReader(io.BytesIO(pdf)).pages)
