"""Le dossier de procédure : on ouvre le zip, on relit les PDF et les empreintes, on casse une pièce."""

from __future__ import annotations

import csv
import io
import json
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from zipfile import ZipFile

import pytest
from cabinet_essai import LigneDeCommande
from pypdf import PdfReader

REQUETE = (
    "--avec", "juge=président du tribunal de commerce de Bourg-en-Bresse", "--avec", "fondement=devis accepté",
    "--avec", "forme=SAS", "--avec", "representant=son président, M. Paul Roy",
)  # fmt: skip


@pytest.fixture
def tenu(recouvre: LigneDeCommande, tmp_path: Path) -> LigneDeCommande:
    """Deux factures, leurs copies, un devis, une mise en demeure partie et présentée, un acompte."""
    recouvre.ouvrir("F-1", "12000", "--emise", "01/01/2026")
    deuxieme = ("--numero", "F-12", "--montant", "500", "--emise", "02/01/2026", "--echeance", "31/01/2026")
    recouvre.fait("facture", "D-1", *deuxieme)
    for nom in ("scan F-12.pdf", "première.pdf", "Devis n° 5 été.PDF"):
        (tmp_path / nom).write_bytes(f"%PDF {nom}".encode())
    recouvre.fait("piece", "D-1", "facture", "--fichier", str(tmp_path / "première.pdf"))
    recouvre.fait("piece", "D-1", "facture", "--fichier", str(tmp_path / "scan F-12.pdf"))
    devis = ("--fichier", str(tmp_path / "Devis n° 5 été.PDF"), "--libelle", "Devis accepté : n° 5/été, <signé>")
    recouvre.fait("piece", "D-1", "bon-de-commande", *devis)
    assert recouvre.envoyer("2026-03-03") == [("D-1", "mise-en-demeure")]
    recouvre.jour("2026-03-20")
    recouvre.fait("noter", "D-1", "mise-en-demeure", "--presentee-le", "05/03/2026")
    recouvre.fait("encaisser", "D-1", "100", "--le", "10/03/2026")
    recouvre.fait("noter", "D-1", "appel", "il est désagréable, à surveiller")
    return recouvre


def reunir(recouvre: LigneDeCommande, nom: str, *options: str) -> Path:
    chemin = recouvre.cabinet / nom
    recouvre.fait("dossier-procedure", "D-1", "--sortie", str(chemin), *options)
    return chemin


def texte(octets: bytes) -> str:
    return " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(octets)).pages).split())


def tableur(octets: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(octets.decode("utf-8-sig")), delimiter=";"))


def test_chaque_fichier_est_numerote_nomme_et_porte_son_empreinte(tenu: LigneDeCommande) -> None:
    """§ 9.1, ligne « Accompagner l'obtention du titre » : décompte, bordereau, pièces, requête."""
    avant = tenu.octets()
    with ZipFile(reunir(tenu, "a.zip", *REQUETE)) as archive:
        assert archive.namelist() == [
            "00_bordereau.pdf", "00_chronologie.pdf", "00_chronologie.csv", "00_projet_de_requete.pdf",
            "01_facture_F-1.pdf", "02_facture_F-12.pdf", "03_Devis_accepte_n_5_ete_signe.pdf",
            "04_courrier_mise-en-demeure.pdf", "06_decompte_arrete.pdf", "06_decompte_arrete.csv", "manifeste.json",
        ]  # fmt: skip
        contenu = {nom: archive.read(nom) for nom in archive.namelist()}
    assert contenu["01_facture_F-1.pdf"] == "%PDF première.pdf".encode(), "celle qui n'est pas nommée"
    assert contenu["02_facture_F-12.pdf"] == b"%PDF scan F-12.pdf", "celle que son fichier nomme"
    manifeste = json.loads(contenu["manifeste.json"])
    assert {f["nom"]: f["sha256"] for f in manifeste["fichiers"]} == {
        nom: sha256(octets).hexdigest() for nom, octets in contenu.items() if nom != "manifeste.json"
    }
    assert manifeste["total"] == tenu.json("decompte", "D-1")["total"]
    assert tenu.octets() == avant, "rien n'est noté"


def test_le_bordereau_la_requete_et_le_decompte_disent_la_meme_chose(tenu: LigneDeCommande) -> None:
    with ZipFile(reunir(tenu, "a.zip", *REQUETE)) as archive:
        bordereau, requete = texte(archive.read("00_bordereau.pdf")), texte(archive.read("00_projet_de_requete.pdf"))
        decompte = texte(archive.read("06_decompte_arrete.pdf"))
        lignes = list(
            csv.reader(io.StringIO(archive.read("06_decompte_arrete.csv").decode("utf-8-sig")), delimiter=";")
        )
        manifeste = json.loads(archive.read("manifeste.json"))
    for rang, piece in enumerate(("Facture F-1 de", "Facture F-12 de", "Bon de commande ou devis accepté"), 1):
        assert f"{rang} {piece}" in bordereau and f"{rang} {piece}" in requete, "même numéro des deux côtés"
    assert "non joint" in bordereau, "la preuve de présentation n'a pas de fichier"
    assert "Pièce n° 5, Preuve de présentation" in " ".join(manifeste["manquantes"])
    total = f"{int(manifeste['total'].split('.')[0]):,}".replace(",", " ")
    assert total in decompte and "PROJET" in requete.upper()
    assert lignes[-1][8].replace(",", ".") == manifeste["total"]
    assert "APERÇU" not in decompte and "recouvre " not in json.dumps(manifeste, ensure_ascii=False)


def test_la_chronologie_ne_dit_que_ce_qu_un_juge_peut_lire(tenu: LigneDeCommande) -> None:
    tenu.fait("encaisser", "D-1", "77", "--le", "11/03/2026")
    tenu.fait("annuler", "D-1", str(tenu.rang("EncaissementRecu")), "--motif", "double saisie")
    with ZipFile(reunir(tenu, "a.zip")) as archive:
        lignes = tableur(archive.read("00_chronologie.csv"))
        imprimee = texte(archive.read("00_chronologie.pdf"))
    assert [ligne[0] for ligne in lignes[1:3]] == ["01/01/2026", "02/01/2026"], "du jour où la facture est émise"
    dites = " ".join(ligne[1] for ligne in lignes)
    assert "100,00" in dites and "77,00" not in dites, "un fait annulé n'y est plus"
    for secret in ("désagréable", "mandat", "cgv", "Dossier ouvert"):
        assert secret not in dites and secret not in imprimee


def test_deux_fois_le_meme_zip_au_bit_pres_et_jamais_par_dessus(tenu: LigneDeCommande) -> None:
    premier, second = reunir(tenu, "a.zip", *REQUETE), reunir(tenu, "b.zip", *REQUETE)
    assert premier.read_bytes() == second.read_bytes()
    with ZipFile(premier) as archive:
        assert {entree.date_time for entree in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}, "l'heure n'y entre pas"
    assert "existe déjà" in tenu.refuse("dossier-procedure", "D-1", "--sortie", str(premier))
    assert premier.read_bytes() == second.read_bytes()
    for suite in ("", "-2"):
        dit = tenu.json("dossier-procedure", "D-1")
        assert Path(dit["fichier"]).name == f"D-1_dossier-procedure{suite}.zip"


def test_une_piece_changee_ou_disparue_arrete_tout(tenu: LigneDeCommande) -> None:
    [(fichier,)] = tenu.lignes(
        "SELECT json_extract(donnees, '$.fichier') FROM journal WHERE genre = 'PieceRecue' AND donnees LIKE '%Devis%'"
    )
    chemin, sortie = tenu.cabinet / fichier, tenu.cabinet / "a.zip"
    honnete = chemin.read_bytes()
    chemin.write_bytes(honnete + b" ")
    assert "a changé depuis qu'elle est entrée" in tenu.refuse("dossier-procedure", "D-1", "--sortie", str(sortie))
    chemin.unlink()
    assert "ne se lit plus" in tenu.refuse("dossier-procedure", "D-1", "--sortie", str(sortie))
    assert list(tenu.cabinet.glob("*.zip")) == list(tenu.cabinet.glob(".*.provisoire")) == []
    chemin.write_bytes(honnete)
    assert reunir(tenu, "a.zip").is_file()


def test_ce_qui_manque_est_dit_sans_empecher(recouvre: LigneDeCommande) -> None:
    """§ 9.3, ligne « Déclenchement si amiable terminé, pièces complètes, montant ≥ X » : les pièces, une à une."""
    recouvre.ouvrir("F-1", "12000", "--emise", "01/01/2026")
    dit = recouvre.json("dossier-procedure", "D-1")
    absentes = " | ".join(dit["manquantes"])
    for mot in ("Copie des factures", "Contrat signé", "Bon de livraison", "Mise en demeure", "juge=", "fondement="):
        assert mot in absentes, mot
    assert "00_projet_de_requete.pdf" not in [fichier["nom"] for fichier in dit["fichiers"]]
    phrase = recouvre.refuse("dossier-procedure", "D-1", "--avec", "juge=président")
    assert "fondement=" in phrase, "une saisie commencée se finit"
    assert "retirez --avec" in recouvre.refuse("dossier-procedure", "D-1", "--voie", "refere", "--avec", "juge=x")
    recouvre.refuse("dossier-procedure", "D-1", "--voie", "cassation", code=2)


def test_le_mandat_reste_entre_l_agence_et_le_creancier(tenu: LigneDeCommande) -> None:
    """§ 9.3, ligne « Pouvoir général pour IP » : le mandat ne va pas au juge ; le pouvoir se signe à part."""
    with ZipFile(reunir(tenu, "a.zip")) as archive:
        assert not [nom for nom in archive.namelist() if "mandat" in nom or "pouvoir" in nom]
    pouvoir = tenu.cabinet / "p.pdf"
    saisies = (
        "--avec", "objet_pouvoir=injonction", "--avec", "tribunal=tribunal de commerce de Bourg", "--avec",
        "representant=M. Paul Roy, président",
    )  # fmt: skip
    tenu.fait("courrier", "D-1", "pouvoir", "--sortie", str(pouvoir), *saisies)
    assert "injonction" in texte(pouvoir.read_bytes())


def test_trente_pieces_en_moins_de_trois_secondes(recouvre: LigneDeCommande, tmp_path: Path) -> None:
    recouvre.ouvrir("F-1", "12000", "--emise", "01/01/2026")
    for rang in range(30):
        piece = tmp_path / f"piece {rang}.pdf"
        piece.write_bytes(bytes([rang]) * 200_000)
        recouvre.fait("piece", "D-1", "correspondance", "--fichier", str(piece), "--libelle", f"Lettre {rang}")
    depart = perf_counter()
    dit = recouvre.json("dossier-procedure", "D-1", "--sortie", str(tmp_path / "gros.zip"))
    assert perf_counter() - depart < 3
    assert len(dit["fichiers"]) == 35 and dit["octets"] > 6_000_000
