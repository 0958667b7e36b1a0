"""Un lot pour l'imprimeur : des plis vraiment partis, réunis, triés, retrouvés dans le PDF page à page."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from cabinet_essai import LigneDeCommande
from pypdf import PdfReader

ADRESSES = (
    ("Zinguerie Rhône", ("--code-postal", "69002", "--ville", "Lyon")),
    ("Atelier Ain", ("--code-postal", "01000", "--ville", "Bourg-en-Bresse")),
    ("Garage Belge", ("--code-postal", "1000", "--ville", "Bruxelles", "--pays", "Belgique")),
    ("Bazar Paris", ("--code-postal", "75011", "--ville", "Paris")),
    ("Haus Berlin", ("--code-postal", "01067", "--ville", "Dresden", "--pays", "Allemagne")),
)
PAR_CODE = ["D-2", "D-1", "D-4", "D-5", "D-3"]


@pytest.fixture
def partis(recouvre: LigneDeCommande) -> LigneDeCommande:
    """Cinq mises en demeure parties le 3 mars 2026, en recommandé."""
    for rang, (nom, _) in enumerate(ADRESSES, 1):
        recouvre.ouvrir(f"F-{rang}", "1234,56", debiteur=nom)
    for rang, (_, adresse) in enumerate(ADRESSES, 1):
        changements = [mot for mot in adresse if mot not in ("--pays", "Belgique", "Allemagne")]
        recouvre.fait("debiteur", f"D-{rang}", *changements)
    with recouvre.base() as base:
        for nom, adresse in ADRESSES:
            if "--pays" in adresse:
                base.execute("UPDATE parties SET pays = ? WHERE nom = ?", (adresse[-1], nom))
    assert len(recouvre.envoyer("2026-03-03")) == 5
    return recouvre


def pages(fichier: Path) -> list[str]:
    return [page.extract_text().replace("\u202f", " ").replace("\u00a0", " ") for page in PdfReader(fichier).pages]


def index(fichier: Path) -> list[dict[str, str]]:
    octets = fichier.read_bytes()
    assert octets.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(octets.decode("utf-8-sig")), delimiter=";"))


def ordre(objet: Any) -> list[str]:
    return [pli["dossier"] for pli in objet["plis"]]


def test_le_dernier_lot_par_code_postal_l_etranger_a_la_fin(partis: LigneDeCommande) -> None:
    avant = partis.octets()
    objet = partis.json("lot")
    assert ordre(objet) == PAR_CODE
    assert partis.octets() == avant
    textes = pages(Path(objet["lot"]))
    assert len(textes) == objet["pages"] == sum(pli["pages"] for pli in objet["plis"])
    for pli in objet["plis"]:
        assert f"Nos références\n{pli['reference']}\n" in textes[pli["premiere_page"] - 1]
    lignes = index(Path(objet["index"]))
    assert [ligne["dossier"] for ligne in lignes] == PAR_CODE
    assert [ligne["code_postal"] for ligne in lignes] == ["01000", "69002", "75011", "01067", "1000"]
    assert [ligne["pays"] for ligne in lignes] == ["", "", "", "Allemagne", "Belgique"]
    assert {ligne["mode"] for ligne in lignes} == {"recommande"}
    assert "1234" not in Path(objet["index"]).read_text("utf-8-sig")
    recommandes = "".join(pages(Path(objet["recommandes"])))
    assert [recommandes.index(f"{dossier}-1") for dossier in PAR_CODE] == sorted(
        recommandes.index(f"{dossier}-1") for dossier in PAR_CODE
    )
    assert "1 234,56" not in recommandes


def test_la_sortie_se_lit(partis: LigneDeCommande) -> None:
    lignes = partis.fait("lot").sortie.splitlines()
    assert lignes[0].startswith("À imprimer  : 2026-03-03-lot-1/2026-03-03-lot-1.pdf (5 plis, ")
    assert lignes[1:] == [
        "Index       : 2026-03-03-lot-1/2026-03-03-lot-1-index.csv",
        "Recommandés : 2026-03-03-lot-1/2026-03-03-lot-1-recommandes.pdf (5)",
    ]


@pytest.mark.parametrize(
    ("tri", "attendu"),
    [("dossier", ["D-1", "D-2", "D-3", "D-4", "D-5"]), ("envoi", PAR_CODE), ("code-postal", PAR_CODE)],
)
def test_les_tris(partis: LigneDeCommande, tri: str, attendu: list[str]) -> None:
    assert ordre(partis.json("lot", "--tri", tri)) == attendu


def test_les_recommandes_passent_avant_les_simples(partis: LigneDeCommande) -> None:
    with partis.base() as base:
        base.execute("UPDATE envois SET envoi = 'simple' WHERE dossier IN (2, 4)")
    objet = partis.json("lot", "--tri", "envoi")
    assert ordre(objet) == ["D-1", "D-5", "D-3", "D-2", "D-4"]
    assert "D-2-1" not in "".join(pages(Path(objet["recommandes"])))
    with partis.base() as base:
        base.execute("UPDATE envois SET envoi = 'simple'")
    assert partis.json("lot")["recommandes"] is None


def test_recto_verso_et_intercalaires(partis: LigneDeCommande) -> None:
    objet = partis.json("lot", "--recto-verso", "--intercalaires")
    textes = pages(Path(objet["lot"]))
    assert len(textes) % 2 == 0
    for pli in objet["plis"]:
        debut = pli["premiere_page"]
        assert debut % 2 == 1
        assert "Objet :" in textes[debut - 1]
        assert textes[debut - 2] == ""
        carton = textes[debut - 3]
        attendu = [f"{pli['ordre']} / 5", pli["reference"], f"{pli['code_postal']} {pli['pays']}".strip()]
        assert carton.split("\n")[:3] == attendu
        assert "Lettre recommandée avec avis de réception" in carton
        assert "€" not in carton
        assert "234" not in carton
        if pli["pages"] % 2:
            assert textes[debut - 1 + pli["pages"]] == ""


def test_un_pli_change_ou_perdu_est_nomme_et_les_autres_gardes(partis: LigneDeCommande) -> None:
    fichiers = dict(partis.lignes("SELECT dossier, fichier FROM envois"))
    change = partis.cabinet / fichiers[1]
    change.write_bytes(change.read_bytes() + b"\n")
    (partis.cabinet / fichiers[4]).unlink()
    essai = partis("lot", "--json")
    assert essai.code == 1
    assert ordre(essai.json) == ["D-2", "D-5", "D-3"]
    assert [(r["reference"], r["raison"]) for r in essai.json["refuses"]] == [
        ("D-1-1", "il a changé depuis son départ, ce n'est plus son empreinte"),
        ("D-4-1", "ce fichier n'existe pas"),
    ]
    dit = partis("lot")
    assert dit.code == 1
    assert "Laissé de côté : D-1-1 (" in dit.erreur
    assert len(index(Path("2026-03-03-lot-1-2") / "2026-03-03-lot-1-index.csv")) == 3


def test_s_il_ne_reste_rien_rien_n_est_ecrit(partis: LigneDeCommande) -> None:
    shutil.rmtree(partis.cabinet / "courriers")
    assert "Aucun pli à réunir : D-2-1" in partis.refuse("lot")
    assert not Path("2026-03-03-lot-1").exists()


def test_le_jour_le_numero_et_leurs_refus(partis: LigneDeCommande) -> None:
    assert partis.envoyer("2026-03-16")
    assert ordre(partis.json("lot", "--jour", "03/03/2026")) == PAR_CODE
    assert Path("2026-03-03/2026-03-03.pdf").exists()
    assert ordre(partis.json("lot", "--jour", "03/03/2026", "--numero", "1")) == PAR_CODE
    dernier = partis.json("lot", "--numero", "1")
    assert {pli["reference"][-2:] for pli in dernier["plis"]} == {"-2"}
    assert "Le dernier est le lot n° 1 du 16/03/2026" in partis.refuse("lot", "--numero", "7")
    assert "Aucun courrier n'est parti le 04/03/2026" in partis.refuse("lot", "--jour", "04/03/2026")
    assert "n'est pas un tri" in partis.refuse("lot", "--tri", "ville", code=2)
    assert "pas les deux" in partis.refuse("lot", "a.pdf", "--jour", "hier", code=2)


def test_sans_aucun_depart_le_refus_dit_quoi_faire(recouvre: LigneDeCommande) -> None:
    assert "recouvre relances --envoyer" in recouvre.refuse("lot")


def test_jamais_d_ecrasement(partis: LigneDeCommande) -> None:
    partis.fait("lot", "--sortie", "chez-l-imprimeur")
    avant = {f.name: f.read_bytes() for f in Path("chez-l-imprimeur").iterdir()}
    assert "existe déjà" in partis.refuse("lot", "--sortie", "chez-l-imprimeur", "--tri", "dossier")
    assert avant == {f.name: f.read_bytes() for f in Path("chez-l-imprimeur").iterdir()}
    assert Path(partis.json("lot")["lot"]).parent == Path("2026-03-03-lot-1")
    assert Path(partis.json("lot")["lot"]).parent == Path("2026-03-03-lot-1-2")


def test_deux_lots_des_memes_plis_ont_les_memes_octets(partis: LigneDeCommande) -> None:
    un, deux = partis.json("lot", "--intercalaires"), partis.json("lot", "--intercalaires")
    for cle in ("lot", "index", "recommandes"):
        assert Path(un[cle]).read_bytes() == Path(deux[cle]).read_bytes()


# --- Des fichiers ---------------------------------------------------------------------------------------------------


def test_des_fichiers_du_cabinet_sont_reconnus_et_gardent_leur_ordre(partis: LigneDeCommande, tmp_path: Path) -> None:
    fichiers = [str(partis.cabinet / f) for (f,) in partis.lignes("SELECT fichier FROM envois ORDER BY dossier DESC")]
    copie = tmp_path / "copie.pdf"
    shutil.copy(fichiers[0], copie)
    objet = partis.json("lot", str(copie), *fichiers[1:])
    assert ordre(objet) == ["D-5", "D-4", "D-3", "D-2", "D-1"]
    assert objet["plis"][0]["destinataire"] == "Haus Berlin"
    assert ordre(partis.json("lot", *fichiers, "--tri", "code-postal")) == PAR_CODE


def test_un_lot_un_bordereau_un_doublon_ou_un_autre_fichier_sont_laisses_de_cote(
    partis: LigneDeCommande, tmp_path: Path
) -> None:
    dossier = partis.cabinet / "courriers" / "2026-03-03"
    tous = sorted(map(str, dossier.glob("*.pdf")))
    (tmp_path / "note.pdf").write_bytes(b"bonjour")
    essai = partis("lot", *tous, tous[0], "note.pdf", "absent.pdf", str(tmp_path), "--json")
    assert essai.code == 1
    assert len(essai.json["plis"]) == 5
    raisons = {refus["reference"]: refus["raison"] for refus in essai.json["refuses"]}
    assert raisons["lot-1"] == raisons["bordereau-1"] == "ce n'est pas un pli parti (un lot, un bordereau ?)"
    assert "n'est pas un PDF lisible" in raisons["note"]
    assert raisons["absent"] == "ce fichier n'existe pas"
    assert "c'est un dossier" in raisons[tmp_path.name]
    assert "le même document que" in raisons["D-1-1"]


def test_un_pli_du_cabinet_designe_par_son_fichier_doit_etre_intact(partis: LigneDeCommande) -> None:
    ((premier,), (second,)) = partis.lignes("SELECT fichier FROM envois ORDER BY dossier LIMIT 2")
    (partis.cabinet / premier).write_bytes((partis.cabinet / second).read_bytes())
    essai = partis("lot", str(partis.cabinet / premier), str(partis.cabinet / second), "--json")
    assert essai.code == 1
    assert ordre(essai.json) == ["D-2"]
    assert "n'est plus son empreinte" in essai.json["refuses"][0]["raison"]


def test_sans_cabinet_de_simples_pdf_se_reunissent(partis: LigneDeCommande, tmp_path: Path) -> None:
    ((fichier,),) = partis.lignes("SELECT fichier FROM envois WHERE dossier = 1")
    shutil.copy(partis.cabinet / fichier, tmp_path / "Ma lettre.pdf")
    ailleurs = partis("lot", "Ma lettre.pdf", "--cabinet", str(tmp_path / "rien"), "--intercalaires", "--json")
    assert ailleurs.code == 0
    assert ailleurs.json["recommandes"] is None
    assert ailleurs.json["plis"][0]["reference"] == "Ma lettre"
    assert "Ma lettre" in pages(Path("lot/lot.pdf"))[0]
