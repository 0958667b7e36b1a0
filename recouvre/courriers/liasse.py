"""Assembler un grand lot pour l'imprimeur : intercalaires, pages blanches du recto verso, signets.

Ce que les plis ont en commun (polices, pied) n'est écrit qu'une fois.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pypdf.errors import PyPdfError

from recouvre.courriers.intercalaires import Intercalaire, intercalaires_pdf
from recouvre.courriers.pdf_reunion import Reunion, lire_pages
from recouvre.domaine.avancement import Suivi
from recouvre.domaine.refus import Refus

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # en anglais, sur la sortie d'erreur : PdfIllisible le dit mieux

_ILLISIBLE = (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)
"""Ce que lève pypdf devant un fichier abîmé."""


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
        pages = len(lire_pages(octets))
    except _ILLISIBLE:
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
    lot = Reunion()
    feuilles = lot.ouvrir(intercalaires_pdf(cartons, titre)) if cartons else None
    signets: list[tuple[str, int]] = []
    for rang, feuillet in enumerate(feuillets, 1):
        if feuilles is not None and feuillet.intercalaire:
            lot.ajouter(feuilles, 1)
            _blanche(lot, 1, recto_verso)
        signets.append((feuillet.reference, lot.pages))
        try:
            lot.ajouter(lot.ouvrir(feuillet.lire()), feuillet.pages)
        except _ILLISIBLE:
            raise PdfIllisible(feuillet.reference) from None
        _blanche(lot, feuillet.pages, recto_verso)
        if suivi:
            suivi(rang, len(feuillets))
    return lot.finir(titre, signets)


def _blanche(lot: Reunion, pages: int, recto_verso: bool) -> None:
    """Une page blanche si la suite tomberait au verso."""
    if _places(pages, recto_verso) != pages:
        lot.ajouter_blanche()


def _places(pages: int, recto_verso: bool) -> int:
    """Les pages qu'occupe un document, la blanche comprise.

    >>> _places(3, True), _places(3, False), _places(2, True)
    (4, 3, 2)
    """
    return pages + pages % 2 if recto_verso else pages
