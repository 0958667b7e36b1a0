"""Réunir des PDF déjà figés en un seul, à imprimer d'un coup, et compter leurs pages."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from pypdf import PdfReader, PdfWriter

from recouvre.courriers.fusion_directe import FormeInconnue, mettre_bout_a_bout


def fusionner(pdfs: Sequence[bytes]) -> bytes:
    """Les documents bout à bout, chacun avec ses signets ; ce qu'ils ont en commun n'est écrit qu'une fois.

    Les mêmes documents dans le même ordre donnent les mêmes octets.
    """
    try:
        return mettre_bout_a_bout(pdfs)
    except FormeInconnue:
        return _fusionner_de_partout(pdfs)


def _fusionner_de_partout(pdfs: Sequence[bytes]) -> bytes:
    """Pour une pièce venue d'ailleurs dans le lot : plus lent, mais toute forme de PDF y passe."""
    redacteur = PdfWriter()
    for pdf in pdfs:
        redacteur.append(io.BytesIO(pdf))
    redacteur.compress_identical_objects()
    sortie = io.BytesIO()
    redacteur.write(sortie)
    return sortie.getvalue()


_ARBRE = re.compile(rb"<<\n/Count (\d+) /Kids \[[^\]]*\] /Type /Pages\n>>\nendobj\n")


def nombre_de_pages(pdf: bytes) -> int:
    """Le nombre de pages d'un document. Les nôtres l'écrivent en clair, une fois, vers la fin ; sinon on lit tout."""
    arbre = _ARBRE.match(pdf, pdf.rfind(b"<<\n/Count ", 0, pdf.rfind(b"/Type /Pages\n")))
    return int(arbre[1]) if arbre else len(PdfReader(io.BytesIO(pdf)).pages)
