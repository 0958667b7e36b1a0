"""Assembler : l'ordre, les rectos, les intercalaires sans somme, les signets, les mêmes octets."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader, PdfWriter

from recouvre.courriers.intercalaires import Intercalaire, intercalaires_pdf
from recouvre.courriers.liasse import (
    Feuillet,
    PdfIllisible,
    assembler,
    compter_pages,
    premieres_pages,
    total_des_pages,
)
from recouvre.courriers.refus import CaractereImpossible

PAGES = (1, 2, 3, 1, 4)


def document(rang: int, pages: int) -> bytes:
    """Un PDF où chaque page dit qui elle est."""
    feuilles = [
        Intercalaire(rang=rang, total=9, reference=f"PLI-{rang}-{page}", code_postal="", envoi="", pages=pages)
        for page in range(1, pages + 1)
    ]
    return intercalaires_pdf(feuilles, "essai")


def feuillet(rang: int, pages: int, *, separe: bool) -> Feuillet:
    octets = document(rang, pages)
    carton = Intercalaire(
        rang=rang, total=len(PAGES), reference=f"R-{rang}", code_postal="01000", envoi="Lettre simple", pages=pages
    )
    return Feuillet(reference=f"R-{rang}", pages=pages, lire=lambda: octets, intercalaire=carton if separe else None)


@pytest.mark.parametrize("recto_verso", [False, True])
@pytest.mark.parametrize("separe", [False, True])
def test_chaque_pli_commence_ou_l_index_le_dit(recto_verso: bool, separe: bool) -> None:
    feuillets = [feuillet(rang, pages, separe=separe) for rang, pages in enumerate(PAGES, 1)]
    faits: list[tuple[int, int]] = []
    lot = assembler(feuillets, "Lot", recto_verso=recto_verso, suivi=lambda fait, total: faits.append((fait, total)))
    textes = [page.extract_text() for page in PdfReader(io.BytesIO(lot)).pages]
    debuts = premieres_pages(feuillets, recto_verso=recto_verso)
    assert [f"PLI-{rang}-1" in textes[debut - 1] for rang, debut in enumerate(debuts, 1)] == [True] * len(PAGES)
    assert len(textes) == total_des_pages(feuillets, recto_verso=recto_verso)
    if recto_verso:
        assert all(debut % 2 for debut in debuts)
        assert len(textes) % 2 == 0
    blanches = sum(not texte.strip() for texte in textes)
    assert blanches == (sum(n % 2 for n in PAGES) + len(PAGES) * separe if recto_verso else 0)
    assert sum("intercalaire" in texte and "R-" in texte for texte in textes) == len(PAGES) * separe
    assert faits == [(rang, len(PAGES)) for rang in range(1, len(PAGES) + 1)]


def test_le_lot_a_un_signet_par_pli_et_les_memes_octets() -> None:
    feuillets = [feuillet(rang, pages, separe=True) for rang, pages in enumerate(PAGES, 1)]
    lot = assembler(feuillets, "Lot", recto_verso=True)
    lecteur = PdfReader(io.BytesIO(lot))
    signets = [(signet.title, lecteur.get_destination_page_number(signet)) for signet in lecteur.outline]  # type: ignore[union-attr,arg-type]
    debuts = premieres_pages(feuillets, recto_verso=True)
    assert signets == [(f"R-{rang}", debut - 1) for rang, debut in enumerate(debuts, 1)]
    assert lot == assembler(feuillets, "Lot", recto_verso=True)


def test_l_intercalaire_dit_l_essentiel_et_aucune_somme() -> None:
    carton = Intercalaire(
        rang=7, total=120, reference="D-12-1", code_postal="B-1000 Belgique", envoi="Lettre simple", pages=2
    )
    texte = PdfReader(io.BytesIO(intercalaires_pdf([carton], "2026-11-13-lot-1"))).pages[0].extract_text()
    lignes = [ligne for ligne in texte.splitlines() if ligne.strip()]
    assert [ligne.replace("\u00a0", " ") for ligne in lignes][:5] == [
        "7 / 120", "D-12-1", "B-1000 Belgique", "Lettre simple", "2 pages",
    ]  # fmt: skip
    assert "€" not in texte
    with pytest.raises(CaractereImpossible):
        intercalaires_pdf([Intercalaire(rang=1, total=1, reference="漢", code_postal="", envoi="", pages=1)], "x")


def test_un_pdf_abime_vide_ou_protege_est_refuse() -> None:
    vide, protege = PdfWriter(), PdfWriter()
    protege.add_blank_page(100, 100)
    protege.encrypt("secret")
    sorties = [io.BytesIO(), io.BytesIO()]
    vide.write(sorties[0])
    protege.write(sorties[1])
    for octets in (b"", b"bonjour", document(1, 1)[:200], *(sortie.getvalue() for sortie in sorties)):
        with pytest.raises(PdfIllisible, match=r"pli\.pdf n'est pas un PDF lisible"):
            compter_pages(octets, "pli.pdf")
    assert compter_pages(document(1, 3), "pli.pdf") == 3
