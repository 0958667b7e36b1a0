"""Le lot : fusion des plis, compte des pages, bordereau à signer."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import replace
from typing import Any

import pytest
from fabrique_courriers import FACTURES, LE, PIEGE, demande
from pypdf import PdfReader, PdfWriter

from recouvre.courriers.bordereau import Pli, bordereau_pdf
from recouvre.courriers.fusion import fusionner, nombre_de_pages
from recouvre.courriers.fusion_directe import FormeInconnue, mettre_bout_a_bout
from recouvre.courriers.lot import imprimer_lot
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


def test_fusionner_garde_l_ordre_et_toutes_les_pages() -> None:
    lettres = [imprimer(composer(demande(reference=f"D-12/{rang}", faits=FACTURES[:rang]))) for rang in (1, 2, 3)]
    lot = fusionner(lettres)
    assert nombre_de_pages(lot) == sum(map(nombre_de_pages, lettres))
    textes = [page.extract_text() for page in PdfReader(io.BytesIO(lot)).pages]
    assert [rang for rang in (1, 2, 3) for texte in textes if f"D-12/{rang}\n" in texte and "Objet" in texte] == [
        1,
        2,
        3,
    ]
    assert [nombre_de_pages(une) for une in lettres] == [len(PdfReader(io.BytesIO(une)).pages) for une in lettres]
    assert len(lot) < sum(map(len, lettres))


def test_ce_que_les_plis_ont_en_commun_n_est_ecrit_qu_une_fois() -> None:
    lettre = imprimer(composer(demande()))
    assert len(fusionner([lettre] * 12)) < 2 * len(lettre)


def signets(lecture: PdfReader, dedans: Any = None) -> list[Any]:
    """Les titres et leur page, rangés comme ils le sont."""
    tous = lecture.outline if dedans is None else dedans
    return [
        signets(lecture, un) if isinstance(un, list) else (str(un["/Title"]), lecture.get_destination_page_number(un))
        for un in tous
    ]


def test_la_fusion_directe_dit_la_meme_chose_que_la_bibliotheque() -> None:
    """Un titre qui ressemble à une référence, un aperçu transparent, un lot dans le lot, un caractère d'ailleurs."""
    courrier = composer(demande())
    lettres = [
        imprimer(replace(courrier, objet="Facture 12 0 R (reste 3 0 R)")),
        imprimer(courrier, apercu=True),
        imprimer_lot([courrier, replace(courrier, reference="D-99")], titre="Lot", auteur="X"),
        imprimer(composer(demande(debiteur=replace(PIEGE, nom="Łódź \\ ( )")))),
    ]
    direct, general = (
        PdfReader(io.BytesIO(fait), strict=True) for fait in (mettre_bout_a_bout(lettres), _general(lettres))
    )
    assert [page.extract_text() for page in direct.pages] == [page.extract_text() for page in general.pages]
    assert signets(direct) == signets(general)
    assert ("Facture 12 0 R (reste 3 0 R)", 0) in signets(direct)
    assert "Łódź" in direct.pages[-2].extract_text()
    assert mettre_bout_a_bout(lettres) == fusionner(lettres)


def _general(lettres: list[bytes]) -> bytes:
    redacteur = PdfWriter()
    for une in lettres:
        redacteur.append(io.BytesIO(une))
    sortie = io.BytesIO()
    redacteur.write(sortie)
    return sortie.getvalue()


def test_une_piece_venue_d_ailleurs_passe_par_la_bibliotheque() -> None:
    lettre = imprimer(composer(demande()))
    ailleurs = _general([lettre])
    for autre in (ailleurs, ailleurs.replace(b"%PDF-1.3", b"%PDF-1.3\n% ReportLab"), lettre[:60] + ailleurs):
        with pytest.raises(FormeInconnue):
            mettre_bout_a_bout([lettre, autre])
    for decale in (_annote(lettre), lettre.replace(b"\n3 0 obj", b"\n9 0 obj")):
        with pytest.raises(FormeInconnue):
            mettre_bout_a_bout([lettre, decale])
    melange = fusionner([lettre, ailleurs])
    assert nombre_de_pages(melange) == 2 * nombre_de_pages(lettre)
    assert melange == fusionner([lettre, ailleurs])


def _annote(pdf: bytes) -> bytes:
    """Le même, permis par la norme : une remarque entre deux objets, les renvois mis à jour."""
    ici, remarque = pdf.index(b"3 0 obj"), b"% remarque\n"
    table = pdf.rindex(b"xref\n0 ")
    renvois = re.sub(
        rb"(\d{10}) 00000 n", lambda n: b"%010d 00000 n" % (int(n[1]) + len(remarque) * (int(n[1]) >= ici)), pdf[table:]
    )
    renvois = renvois.replace(b"startxref\n%d" % table, b"startxref\n%d" % (table + len(remarque)))
    return pdf[:ici] + remarque + pdf[ici:table] + renvois


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
