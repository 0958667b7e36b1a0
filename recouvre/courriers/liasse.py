"""Assembler un grand lot pour l'imprimeur : intercalaires, pages blanches du recto verso, signets.

Ce que les plis ont en commun (polices, pied) n'est écrit qu'une fois.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from recouvre.courriers.intercalaires import Intercalaire, intercalaires_pdf
from recouvre.domaine.refus import Refus

_ETAGES = 3
"""Le fichier d'une police, son descripteur, la police."""

Suivi = Callable[[int, int], None]


class PdfIllisible(Refus):
    """Ce document n'est pas un PDF que l'on puisse réunir à d'autres."""

    def __init__(self, quoi: str) -> None:
        super().__init__(f"{quoi} n'est pas un PDF lisible, ou il est protégé.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feuillet:
    """Un pli à assembler : ``lire`` rend ses octets quand vient son tour ; ``pages`` : combien il en a."""

    reference: str
    pages: int
    lire: Callable[[], bytes]
    intercalaire: Intercalaire | None = None


def compter_pages(octets: bytes, quoi: str) -> int:
    """Le nombre de pages de ce PDF. Lève ``PdfIllisible`` : abîmé, protégé, vide, ou autre chose qu'un PDF."""
    try:
        pages = len(PdfReader(io.BytesIO(octets)).pages)
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pages = 0
    if not pages:
        raise PdfIllisible(quoi)
    return pages


def premieres_pages(feuillets: Sequence[Feuillet], *, recto_verso: bool) -> tuple[int, ...]:
    """La page du lot (1 : la première) où commence chaque pli, intercalaire non compris."""
    debuts, page = [], 1
    for feuillet in feuillets:
        page += _places(1, recto_verso) if feuillet.intercalaire else 0
        debuts.append(page)
        page += _places(feuillet.pages, recto_verso)
    return tuple(debuts)


def total_des_pages(feuillets: Sequence[Feuillet], *, recto_verso: bool) -> int:
    """Les pages du lot, intercalaires et blanches comprises."""
    return sum(_places(f.pages, recto_verso) + (_places(1, recto_verso) if f.intercalaire else 0) for f in feuillets)


def assembler(feuillets: Sequence[Feuillet], titre: str, *, recto_verso: bool, suivi: Suivi | None = None) -> bytes:
    """Le lot, dans l'ordre donné, un signet par pli. En ``recto_verso``, tout commence sur une page impaire.

    Les mêmes documents dans le même ordre donnent les mêmes octets.
    """
    cartons = [feuillet.intercalaire for feuillet in feuillets if feuillet.intercalaire]
    feuilles = iter(PdfReader(io.BytesIO(intercalaires_pdf(cartons, titre))).pages if cartons else ())
    lot = PdfWriter()
    for rang, feuillet in enumerate(feuillets, 1):
        if feuillet.intercalaire:
            lot.add_page(next(feuilles))
            _blanche(lot, 1, recto_verso)
        lot.append(io.BytesIO(feuillet.lire()), outline_item=feuillet.reference, import_outline=False)
        _blanche(lot, feuillet.pages, recto_verso)
        if suivi:
            suivi(rang, len(feuillets))
    lot.add_metadata({"/Title": titre, "/Creator": "recouvre"})
    _alleger(lot)
    sortie = io.BytesIO()
    lot.write(sortie)
    return sortie.getvalue()


def _alleger(lot: PdfWriter) -> None:
    """N'écrit qu'une fois ce qui est commun : deux polices ne se savent pareilles qu'une fois leurs fichiers réunis."""
    for _ in range(_ETAGES):
        lot.compress_identical_objects()


def _blanche(paquet: PdfWriter, pages: int, recto_verso: bool) -> None:
    """Une page blanche, de la taille de la précédente, si la suite tomberait au verso."""
    if _places(pages, recto_verso) != pages:
        paquet.add_blank_page()


def _places(pages: int, recto_verso: bool) -> int:
    """Les pages qu'occupe un document, la blanche comprise.

    >>> _places(3, True), _places(3, False), _places(2, True)
    (4, 3, 2)
    """
    return pages + pages % 2 if recto_verso else pages
