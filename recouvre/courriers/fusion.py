"""Réunir des PDF déjà figés en un seul, à imprimer d'un coup, et compter leurs pages."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path

from pypdf import PdfReader, PdfWriter

from recouvre.courriers.fusion_directe import FormeInconnue, mettre_bout_a_bout


def fusionner(pdfs: Sequence[bytes | Path]) -> bytes:
    """Les documents bout à bout, chacun avec ses signets ; ce qu'ils ont en commun n'est écrit qu'une fois.

    Les mêmes documents dans le même ordre donnent les mêmes octets.
    """
    octets = [pdf if isinstance(pdf, bytes) else pdf.read_bytes() for pdf in pdfs]
    try:
        return mettre_bout_a_bout(octets)
    except FormeInconnue:
        return _fusionner_de_partout(octets)


def _fusionner_de_partout(pdfs: Sequence[bytes]) -> bytes:
    """Pour une pièce venue d'ailleurs dans le lot : plus lent, mais toute forme de PDF y passe."""
    redacteur = PdfWriter()
    for pdf in pdfs:
        redacteur.append(io.BytesIO(pdf))
    redacteur.compress_identical_objects()
    sortie = io.BytesIO()
    redacteur.write(sortie)
    return sortie.getvalue()


_PAGE = re.compile(rb"/Type\s*/Page(?![a-zA-Z])")


def nombre_de_pages(pdf: bytes) -> int:
    """Le nombre de pages d'un document. Les nôtres les écrivent en clair, une par une ; sinon on lit tout."""
    return len(_PAGE.findall(pdf)) or len(PdfReader(io.BytesIO(pdf)).pages)
