"""Ouvrir des dossiers par fichiers : plusieurs, illisibles, factures électroniques, avoirs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from cabinet_essai import PARTAGE, LigneDeCommande

ENTETE = "Nom;N° facture;Date facture;Échéance;Montant TTC;Type;CP;Facture d'origine"


def remise(dossier: Path, *lignes: str, nom: str = "remise.csv") -> str:
    chemin = dossier / nom
    chemin.write_text("\n".join((ENTETE, *lignes)) + "\n", encoding="utf-8")
    return str(chemin)


def partage(nom: str, dossier: Path) -> str:
    """Un échantillon commun, copié."""
    echantillon = PARTAGE / "echantillons" / "facturx" / nom
    if not echantillon.is_file():
        pytest.skip("les échantillons communs ne sont pas à côté du projet")
    return str(shutil.copy(echantillon, dossier))


def test_plusieurs_fichiers_dont_un_illisible(recouvre: LigneDeCommande, tmp_path: Path) -> None:
    bon = remise(tmp_path, "Faure;F-1;01/01/2026;31/01/2026;100,00;PRO;01000;")
    (tmp_path / "casse.pdf").write_bytes(b"%PDF-1.7\n coupe")
    autre = remise(tmp_path, "Brise-Lames;F-2;01/01/2026;31/01/2026;200,00;PRO;13002;", nom="autre.csv")
    dit = recouvre("ouvrir", bon, str(tmp_path / "casse.pdf"), autre, "--creancier", "Forge Béranger", "--json")
    assert dit.code == 0
    assert (dit.json["acceptees"], dit.json["rejetees"]) == (2, 1)
    [anomalie] = dit.json["anomalies"]
    assert anomalie["fichier"] == "casse.pdf" and len(anomalie["message"]) > 20
    recouvre.verifier()


@pytest.mark.parametrize(
    ("nom", "octets"),
    [
        ("vide.csv", b""),
        ("image.png", b"\x89PNG\r\n\x1a\n" + bytes(100)),
        ("coupee.xml", b'<?xml version="1.0"?><Invoice'),
        ("bombe.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        ("tableau.csv", b"a;b\n1;2\n"),
    ],
)
def test_un_fichier_illisible_seul_est_un_refus_qui_le_nomme(
    recouvre: LigneDeCommande, tmp_path: Path, nom: str, octets: bytes
) -> None:
    (tmp_path / nom).write_bytes(octets)
    assert nom in recouvre.refuse("ouvrir", str(tmp_path / nom), "--creancier", "Forge Béranger")


def test_un_fichier_absent(recouvre: LigneDeCommande) -> None:
    assert "absent.csv" in recouvre.refuse("ouvrir", "absent.csv", "--creancier", "Forge Béranger")


@pytest.mark.parametrize(
    ("nom", "creancier", "debiteur", "principal"),
    [
        ("akretion_factur-x-basic.xml", "LE FOURNISSEUR", "LE CLIENT", "104.90"),
        ("akretion_invoice_EN16931.pdf", "LE FOURNISSEUR", "LE CLIENT", "104.90"),
        ("fnfe_Facture_FR_BASICWL.pdf", "Au bon moulin", "Ma jolie boutique", "470.15"),
        ("fnfe_Facture_UE_BASICWL.pdf", "Au bon moulin", "Me gusta olive", "1453.76"),
    ],
)
def test_une_facture_electronique(
    recouvre: LigneDeCommande, tmp_path: Path, nom: str, creancier: str, debiteur: str, principal: str
) -> None:
    objet = recouvre.json("ouvrir", partage(nom, tmp_path), "--qualite", "professionnel")
    assert [(d["creancier"], d["debiteur"], d["principal"]) for d in objet["dossiers"]] == [
        (creancier, debiteur, principal)
    ]
    assert recouvre.json("ouvrir", str(tmp_path / nom), "--qualite", "professionnel")["doublons"] == 1
    assert recouvre.json("decompte", "D-1")["principal"] == principal
    recouvre.verifier()


def test_une_facture_zugferd_1_est_refusee_sous_son_nom(recouvre: LigneDeCommande, tmp_path: Path) -> None:
    chemin = partage("zugferd1_mustang_504.pdf", tmp_path)
    phrase = recouvre.refuse("ouvrir", chemin)
    assert "zugferd1_mustang_504.pdf" in phrase and "ZUGFeRD 1" in phrase


def test_un_avoir_seul_rejoint_la_facture_qu_il_vise_meme_mise_en_demeure(
    recouvre: LigneDeCommande, tmp_path: Path
) -> None:
    recouvre.ouvrir("F-1", "1000")
    recouvre.envoyer("2026-03-03")
    fichier = remise(tmp_path, "Menuiserie Faure;AV-1;01/03/2026;;-400,00;PRO;01000;F-1")
    objet = recouvre.json("ouvrir", fichier, "--creancier", "Forge Béranger")
    assert [(d["numero"], d["principal"], d["nouveau"]) for d in objet["dossiers"]] == [("D-1", "600.00", False)]
    assert recouvre.json("dossiers")["dossiers"][0]["principal"] == "600.00"
    recouvre.verifier()


def test_un_avoir_orphelin_est_rejete_et_rien_ne_s_ecrit(recouvre: LigneDeCommande, tmp_path: Path) -> None:
    avant = recouvre.octets()
    fichier = remise(tmp_path, "Menuiserie Faure;AV-1;01/03/2026;;-400,00;PRO;01000;F-1")
    dit = recouvre("ouvrir", fichier, "--creancier", "Forge Béranger", "--json")
    assert (dit.code, dit.json["rejetees"], dit.json["acceptees"]) == (1, 1, 0)
    assert "facture F-1" in dit.json["anomalies"][0]["message"]
    assert recouvre.octets() == avant


@pytest.mark.parametrize("fin", ["clore", "annuler"])
def test_un_avoir_ne_s_ecrit_pas_sur_un_dossier_ferme(recouvre: LigneDeCommande, tmp_path: Path, fin: str) -> None:
    """À la main, c'est refusé ; par fichier aussi, et c'est dit."""
    recouvre.ouvrir("F-1", "1000")
    if fin == "clore":
        recouvre.fait("clore", "D-1", "--motif", "repris par le créancier")
    else:
        recouvre.fait("annuler", "D-1", str(recouvre.rang("DossierOuvert")), "--motif", "erreur")
    a_la_main = ("avoir", "D-1", "--numero", "AV-1", "--montant", "400", "--sur", "F-1")
    assert "D-1 est" in recouvre.refuse(*a_la_main)
    fichier = remise(tmp_path, "Menuiserie Faure;AV-1;01/03/2026;;-400,00;PRO;01000;F-1")
    dit = recouvre("ouvrir", fichier, "--creancier", "Forge Béranger", "--json")
    assert (dit.code, dit.json["rejetees"], dit.json["acceptees"]) == (1, 1, 0)
    assert recouvre.lignes("SELECT * FROM journal WHERE genre = 'AvoirAjoute'") == []


@pytest.mark.parametrize(
    "option",
    [
        ("--ref", "C 42"),
        ("--siren", "900000019"),
        ("--adresse", "1 rue du Port"),
        ("--emise", "01/01/2026"),
        ("--deja-regle", "10"),
    ],
    ids=lambda option: option[0],
)
def test_une_option_de_saisie_ne_se_perd_pas_devant_un_fichier(
    recouvre: LigneDeCommande, tmp_path: Path, option: tuple[str, str]
) -> None:
    """Ce qu'elle dit vaut pour une pièce tapée à la main : devant un fichier, elle serait ignorée."""
    fichier = remise(tmp_path, "Faure;F-1;01/01/2026;31/01/2026;100,00;PRO;01000;")
    assert option[0] in recouvre.refuse("ouvrir", fichier, "--creancier", "Forge Béranger", *option, code=2)
