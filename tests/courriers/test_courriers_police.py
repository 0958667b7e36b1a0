"""La police fixe : les mêmes octets d'un document à l'autre, tout le texte relisible, rien qui fuie."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fabrique_courriers import PIEGE, demande
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from recouvre.courriers.courrier import Courrier, Paragraphe
from recouvre.courriers.lot import imprimer_lot, imprimer_tous
from recouvre.courriers.mise_en_page import imprimer
from recouvre.courriers.modeles import composer
from recouvre.courriers.pdf_polices import GRAS, GRAS_ITALIQUE, ITALIQUE, NORMAL, largeur, police
from recouvre.courriers.police_fixe import coder
from recouvre.courriers.refus import CaractereImpossible

AILLEURS = "Łódź, Ψυχή, Дом, ﬁn, ½ § – ħ"
FRANCAIS = "ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ àâæçéèêëîïôœùûüÿ «\u00a0€ – — … ’ “ ” • ° ² · »\u202f! ñ ö å ß Á −"


def lettre(*textes: str, nom: str = "Roy") -> Courrier:
    """Une lettre courte, qui dit ces textes."""
    courrier = composer(demande(debiteur=replace(PIEGE, nom=nom)))
    return replace(courrier, blocs=tuple(map(Paragraphe, textes)))


def lire(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def fontes(pdf: bytes) -> dict[str, Any]:
    """Chaque police du document, par son nom."""
    trouvees = {}
    for page in PdfReader(io.BytesIO(pdf)).pages:
        ressources: Any = page["/Resources"]
        trouvees |= {str(fonte["/BaseFont"]): fonte.get_object() for fonte in ressources["/Font"].values()}
    return trouvees


def test_le_francais_tient_dans_le_sous_ensemble_fixe_et_se_relit() -> None:
    assert coder(FRANCAIS) is not None
    pdf = imprimer(lettre(FRANCAIS, f"<b>{FRANCAIS}</b>", f"<i>{FRANCAIS}</i>", f"<b><i>{FRANCAIS}</i></b>"))
    assert lire(pdf).count(FRANCAIS.replace("\u00a0", " ")) == 4
    assert len(fontes(pdf)) == 4
    assert all(nom.startswith("/FRANCE+LiberationSans") for nom in fontes(pdf))


@pytest.mark.parametrize("nom", [NORMAL, GRAS, ITALIQUE, GRAS_ITALIQUE])
def test_les_largeurs_ecrites_sont_celles_de_la_mesure(nom: str) -> None:
    balises = {NORMAL: "{}", GRAS: "<b>{}</b>", ITALIQUE: "<i>{}</i>", GRAS_ITALIQUE: "<b><i>{}</i></b>"}
    fonte = fontes(imprimer(lettre(balises[nom].format("é"))))[f"/FRANCE+{nom}"]
    for caractere in FRANCAIS + "W1 |,":
        (code,) = coder(caractere) or b""
        ecrite = float(fonte["/Widths"][code - fonte["/FirstChar"]])
        assert ecrite == pytest.approx(largeur(caractere, nom, 1000), abs=0.01)


def test_un_caractere_d_ailleurs_s_imprime_au_milieu_des_autres() -> None:
    assert coder(AILLEURS) is None
    pdf = imprimer(lettre(f"Avant {AILLEURS} après <b>gras {AILLEURS}</b>", nom="Sp. Łódź"))
    assert lire(pdf).replace("ﬁ", "fi").count(AILLEURS.replace("ﬁ", "fi")) == 2
    assert "Sp. Łódź" in lire(pdf) or "SP. ŁÓDŹ" in lire(pdf)
    for fonte in fontes(pdf).values():
        assert "/FontFile2" in fonte["/FontDescriptor"]
    assert len(fontes(pdf)) == 4, "le fixe et le sien, en maigre et en gras"


def test_un_caractere_d_ailleurs_ne_fuit_pas_dans_le_document_suivant() -> None:
    simple = lettre("Rien que du français.")
    avant = imprimer(simple)
    imprimer(lettre(AILLEURS))
    assert imprimer(simple) == avant
    assert len(fontes(avant)) == 2
    with pytest.raises(CaractereImpossible):
        imprimer(lettre("Łódź 王"))
    assert imprimer(simple) == avant


def test_les_fichiers_de_police_sont_les_memes_d_une_lettre_a_l_autre() -> None:
    def fichier(pdf: bytes) -> bytes:
        octets: bytes = fontes(pdf)["/FRANCE+LiberationSans"]["/FontDescriptor"]["/FontFile2"].get_data()
        return octets

    assert fichier(imprimer(lettre("Une lettre."))) == fichier(
        imprimer(lettre("Tout autre chose : œuvre, 12 €", AILLEURS))
    )


def test_les_octets_ne_dependent_pas_de_ce_qui_a_ete_imprime_avant() -> None:
    programme = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1]);"
        "from test_courriers_police import AILLEURS, imprimer, lettre;"
        "textes = ('Un <b>mot</b>.', AILLEURS, '<i>Autre</i>');"
        "rendus = {texte: imprimer(lettre(texte)) for texte in (reversed(textes) if sys.argv[2] == 'r' else textes)};"
        "print(hashlib.sha256(b''.join(rendus[texte] for texte in textes)).hexdigest())"
    )
    empreintes = {
        subprocess.run(
            [sys.executable, "-c", programme, str(Path(__file__).parent), sens],
            env={**os.environ, "PYTHONHASHSEED": graine},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for sens, graine in (("r", "1"), ("d", "2"))
    }
    rendus = [imprimer(lettre(texte)) for texte in ("Un <b>mot</b>.", AILLEURS, "<i>Autre</i>")]
    assert empreintes == {hashlib.sha256(b"".join(rendus)).hexdigest()}


def test_la_toile_de_reportlab_s_en_sert_comme_d_une_autre() -> None:
    sortie = io.BytesIO()
    police(NORMAL)
    toile = Canvas(sortie, invariant=1)
    toile.setFont(NORMAL, 10)
    toile.drawString(50, 700, "Œuvre (à 12 €) – Ψυχή – fin")
    toile.drawRightString(500, 650, "à droite")
    toile.save()
    assert lire(sortie.getvalue()).split("\n")[:2] == ["Œuvre (à 12 €) – Ψυχή – fin", "à droite"]


# --- le lot ---------------------------------------------------------------------------------------------------------

LETTRES = tuple(
    composer(demande(reference=f"D-12/{rang}", debiteur=replace(PIEGE, nom=nom)))
    for rang, nom in enumerate(("Roy", "Łódź", "Garage (Martin) & Fils"), 1)
)


def test_le_lot_a_les_pages_des_lettres_une_a_une() -> None:
    pages = [page.extract_text() for un in LETTRES for page in PdfReader(io.BytesIO(imprimer(un))).pages]
    lot = imprimer_lot(LETTRES, titre="Lot du jour", auteur="Cabinet")
    lecture = PdfReader(io.BytesIO(lot))
    assert [page.extract_text() for page in lecture.pages] == pages
    assert lecture.metadata is not None
    assert lecture.metadata.title == "Lot du jour"
    assert lot == imprimer_lot(iter(LETTRES), titre="Lot du jour", auteur="Cabinet")
    assert len(lot) < 2 * len(imprimer(LETTRES[1]))
    assert all("/FontFile2" in fonte["/FontDescriptor"] for fonte in fontes(lot).values())


def test_la_couleur_d_une_lettre_ne_deteint_pas_sur_la_suivante() -> None:
    rouge = replace(LETTRES[0], apparence=replace(LETTRES[0].apparence, couleur=(0.8, 0.1, 0.1)))
    melees = (LETTRES[0], rouge, LETTRES[2])

    def contenus(pdf: bytes) -> list[bytes]:
        return [page["/Contents"].get_object().get_data() for page in PdfReader(io.BytesIO(pdf)).pages]

    lot = contenus(imprimer_lot(melees, titre="Lot", auteur="Cabinet"))
    assert lot == [contenu for une in melees for contenu in contenus(imprimer(une))]
    assert b"0.8 0.1 0.1 rg" in lot[2]


def test_chaque_lettre_du_lot_a_son_signet_et_les_siens_dessous() -> None:
    lecture = PdfReader(io.BytesIO(imprimer_lot(LETTRES, titre="Lot", auteur="Cabinet")))
    hauts = [signet for signet in lecture.outline if isinstance(signet, dict)]
    assert [str(signet["/Title"]).partition(" ")[0] for signet in hauts] == ["D-12/1", "D-12/2", "D-12/3"]
    assert [lecture.get_destination_page_number(signet) for signet in hauts] == [0, 2, 4]
    dessous = [signets for signets in lecture.outline if isinstance(signets, list)]
    assert [len(signets) for signets in dessous] == [3, 3, 3]


def test_un_lot_vide_n_a_pas_de_page() -> None:
    assert len(PdfReader(io.BytesIO(imprimer_lot((), titre="Vide", auteur="Cabinet"))).pages) == 0


@pytest.mark.parametrize("processus", [1, 2])
def test_un_fichier_par_courrier_les_memes_octets(processus: int, tmp_path: Path) -> None:
    """Un vrai processus, qui en fait naître deux : celui des essais a des fils, et ne se copie pas."""
    programme = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]);"
        "from test_courriers_police import LETTRES, imprimer_tous;"
        "dossier = Path(sys.argv[2]);"
        "imprimer_tous([(une, dossier / f'{n}.pdf') for n, une in enumerate(LETTRES * 8)], int(sys.argv[3]))"
    )
    arguments = [str(Path(__file__).parent), str(tmp_path), str(processus)]
    subprocess.run([sys.executable, "-c", programme, *arguments], check=True)
    voulus = [imprimer(une) for une in LETTRES]
    faits = [(tmp_path / f"{n}.pdf").read_bytes() for n in range(len(LETTRES) * 8)]
    assert faits == voulus * 8


def test_un_courrier_impossible_se_dit_d_un_processus_a_l_autre(tmp_path: Path) -> None:
    taches = [(LETTRES[0], tmp_path / "0.pdf"), (lettre("日本"), tmp_path / "1.pdf")]
    with pytest.raises(CaractereImpossible, match="日"):
        imprimer_tous(taches)
    assert (tmp_path / "0.pdf").read_bytes() == imprimer(LETTRES[0])
    assert not (tmp_path / "1.pdf").exists()
