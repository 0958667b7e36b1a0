"""Réunir des PDF d'ailleurs : ressources héritées, objets qui se contiennent, liens d'une page à l'autre, polices."""

from __future__ import annotations

import io

from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    Fit,
    NameObject,
    NumberObject,
    TextStringObject,
)

from recouvre.courriers.intercalaires import Intercalaire, intercalaires_pdf
from recouvre.courriers.pdf_reunion import Reunion


def octets(redacteur: PdfWriter) -> bytes:
    flux = io.BytesIO()
    redacteur.write(flux)
    return flux.getvalue()


def d_ailleurs() -> bytes:
    """Deux pages sans ressources à elles, un lien de l'une à l'autre, un champ et son parent qui se renvoient."""
    redacteur = PdfWriter()
    police = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    polices = DictionaryObject({NameObject("/F1"): redacteur._add_object(police)})
    for mot in (b"premiere", b"seconde"):
        page = redacteur.add_blank_page(300, 400)
        contenu = DecodedStreamObject()
        contenu.set_data(b"BT /F1 12 Tf 20 200 Td (" + mot + b") Tj ET")
        page[NameObject("/Contents")] = redacteur._add_object(contenu)
        del page["/Resources"]
    arbre = redacteur._pages.get_object()
    assert isinstance(arbre, DictionaryObject)
    arbre[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): polices})
    redacteur.add_annotation(0, Link(rect=(0, 0, 50, 50), target_page_index=1, fit=Fit.fit()))
    parent = redacteur._add_object(DictionaryObject({NameObject("/T"): TextStringObject("champ")}))
    champ = redacteur._add_object(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Widget"),
                NameObject("/Rect"): ArrayObject(NumberObject(n) for n in (0, 0, 9, 9)),
                NameObject("/Parent"): parent,
                NameObject("/P"): redacteur.pages[0].indirect_reference,  # type: ignore[dict-item]
            }
        )
    )
    parent.get_object()[NameObject("/Kids")] = ArrayObject([champ])  # type: ignore[index]
    redacteur.pages[0]["/Annots"].append(champ)  # type: ignore[attr-defined]
    return octets(redacteur)


def reunir(*documents: bytes) -> PdfReader:
    lot = Reunion()
    signets = []
    for rang, document in enumerate(documents):
        signets.append((f"n° {rang}", lot.pages))
        lot.ajouter(lot.ouvrir(document), len(PdfReader(io.BytesIO(document)).pages))
    return PdfReader(io.BytesIO(lot.finir("Essai (à deux)", signets)), strict=True)


def test_un_document_d_ailleurs_garde_son_texte_ses_liens_et_ses_champs() -> None:
    lu = reunir(d_ailleurs(), d_ailleurs())
    assert [page.extract_text() for page in lu.pages] == ["premiere", "seconde"] * 2
    assert lu.metadata is not None
    assert lu.metadata.title == "Essai (à deux)"
    for debut in (0, 2):
        lien, champ = (annotation.get_object() for annotation in lu.pages[debut]["/Annots"])  # type: ignore[attr-defined]
        assert lien["/Dest"][0].idnum == lu.pages[debut + 1].indirect_reference.idnum  # type: ignore[union-attr]
        assert champ["/P"] == lu.pages[debut]
        assert champ["/Parent"]["/Kids"][0].get_object()["/Subtype"] == "/Widget"


def test_ce_qui_est_commun_n_est_ecrit_qu_une_fois() -> None:
    carton = Intercalaire(rang=1, total=1, reference="R-1", code_postal="01000", envoi="", pages=1)
    document = intercalaires_pdf([carton], "essai")
    lot = Reunion()
    for _ in range(20):
        lot.ajouter(lot.ouvrir(document), 1)
    reunis = lot.finir("Lot", [])
    assert len(reunis) < len(document) + 20 * 700
    lu = PdfReader(io.BytesIO(reunis), strict=True)
    assert len(lu.pages) == 20
    polices = {str(page["/Resources"]["/Font"]) for page in lu.pages}  # type: ignore[index]
    assert len(polices) == 1


def test_une_reunion_vide_est_un_document_sans_page() -> None:
    assert len(PdfReader(io.BytesIO(Reunion().finir("Rien", [])), strict=True).pages) == 0


def test_une_page_blanche_a_la_taille_de_la_precedente() -> None:
    lot = Reunion()
    lot.ajouter(lot.ouvrir(d_ailleurs()), 2)
    lot.ajouter_blanche()
    blanche = PdfReader(io.BytesIO(lot.finir("Lot", []))).pages[2]
    assert (blanche.mediabox.width, blanche.mediabox.height) == (300, 400)
    assert blanche.extract_text() == ""
