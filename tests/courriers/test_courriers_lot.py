"""Le lot : fusion des plis, compte des pages, bordereau à signer."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

from fabrique_courriers import FACTURES, LE, demande
from pypdf import PdfReader

from recouvre.courriers.bordereau import Pli, bordereau_pdf
from recouvre.courriers.fusion import fusionner, nombre_de_pages
from recouvre.courriers.mise_en_page import imprimer
from recouvre.courriers.modeles import composer

PLIS = tuple(
    Pli(
        reference=f"D-{rang}-1",
        destinataire="Garage <Martin> & Fils",
        adresse=("3, rue de l'Œuvre", "42000 Saint-Étienne"),
        envoi="recommande" if rang % 3 == 0 else "simple",
        pages=2,
    )
    for rang in range(1, 61)
)


def test_fusionner_garde_l_ordre_et_toutes_les_pages(tmp_path: Path) -> None:
    lettres = [imprimer(composer(demande(reference=f"D-12/{rang}", faits=FACTURES[:rang]))) for rang in (1, 2, 3)]
    fichier = tmp_path / "trois.pdf"
    fichier.write_bytes(lettres[2])
    lot = fusionner([lettres[0], lettres[1], fichier])
    assert nombre_de_pages(lot) == sum(map(nombre_de_pages, lettres))
    textes = [page.extract_text() for page in PdfReader(io.BytesIO(lot)).pages]
    assert [rang for rang in (1, 2, 3) for texte in textes if f"D-12/{rang}\n" in texte and "Objet" in texte] == [
        1,
        2,
        3,
    ]
    assert lot == fusionner(lettres)
    assert len(lot) < sum(map(len, lettres))


def test_ce_que_les_plis_ont_en_commun_n_est_ecrit_qu_une_fois() -> None:
    lettre = imprimer(composer(demande()))
    assert len(fusionner([lettre] * 12)) < 2 * len(lettre)


def test_fusionner_rien_donne_un_document_vide() -> None:
    assert nombre_de_pages(fusionner([])) == 0


def test_le_bordereau_compte_les_plis_et_tait_les_sommes() -> None:
    pdf = bordereau_pdf(PLIS, titre="Bordereau de remise n° 1", le=LE, expediteur="Cabinet Vauquelin")
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    assert len(pages) >= 3
    assert all("Destinataire" in texte for texte in pages)
    assert "Garage <Martin> & Fils\n3, rue de l'Œuvre, 42000 Saint-Étienne" in pages[0]
    derniere = " ".join(pages[-1].split())
    assert "(LRAR) 20 Plis simples 40 Pages imprimées 120 Plis remis 60" in derniere
    assert "D-60-1" in derniere
    assert "Signature et cachet" in derniere
    assert "456" not in "".join(pages)
    assert pdf == bordereau_pdf(PLIS, titre="Bordereau de remise n° 1", le=LE, expediteur="Cabinet Vauquelin")


def test_un_bordereau_vide_se_fait_aussi() -> None:
    vide = bordereau_pdf((), titre="Bordereau", le=dt.date(2026, 1, 2), expediteur="X")
    assert "Aucun pli." in PdfReader(io.BytesIO(vide)).pages[0].extract_text()
