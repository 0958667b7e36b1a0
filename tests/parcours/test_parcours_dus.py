"""``recouvre dossiers --dus`` : chaque ligne est celle du décompte, les totaux leur somme."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import sqlite3
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from cabinet_essai import LigneDeCommande

from recouvre.base import journal
from recouvre.droit.encours import Totaux
from recouvre.operations.encours import relever
from recouvre.operations.session import Session

MONTANTS = ("principal", "interets", "indemnites", "accessoires", "total", "trop_percu")
CONSOMMATEUR = ("--qualite", "consommateur")


@pytest.fixture
def tenu(recouvre: LigneDeCommande) -> LigneDeCommande:
    """Six dossiers : nu, payé en partie, à avoir, soldé avec trop-perçu, de consommateur mis en demeure, à échoir."""
    recouvre.ouvrir("F-1", "1000")
    recouvre.ouvrir("F-2", "5000", debiteur="Roche & Fils", creancier="Scierie Cœur")
    recouvre.fait("encaisser", "D-2", "1200", "--le", "15/02/2026")
    recouvre.ouvrir("F-3", "800", debiteur="Garage Núñez")
    recouvre.fait("avoir", "D-3", "--numero", "A-3", "--montant", "150", "--sur", "F-3", "--le", "20/02/2026")
    recouvre.ouvrir("F-4", "100", debiteur="Atelier Bleu")
    recouvre.fait("encaisser", "D-4", "500", "--le", "20/02/2026")
    recouvre.ouvrir("F-5", "400", *CONSOMMATEUR, debiteur="Mme Zoé Moreau")
    recouvre.fait("noter", "D-5", "mise-en-demeure", "--presentee-le", "10/02/2026")
    recouvre.ouvrir("F-6", "90", debiteur="Librairie Noël", echeance="31/05/2026")
    return recouvre


def montants(objet: Any) -> list[str]:
    return [objet[nom] for nom in MONTANTS]


def a_plat(texte: str) -> str:
    return " ".join(texte.replace("\u202f", " ").replace("\u00a0", " ").split())


def numeros(objet: Any) -> list[str]:
    return [dossier["numero"] for dossier in objet["dossiers"]]


# --- Les chiffres ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("au", ["03/03/2026", "31/12/2025", "20/02/2026", "30/06/2026"])
def test_chaque_ligne_est_celle_du_decompte(tenu: LigneDeCommande, au: str) -> None:
    ouverts = tenu.json("dossiers", "--dus", "--au", au)
    soldes = tenu.json("dossiers", "--dus", "--au", au, "--etat", "soldé")
    assert (numeros(ouverts), numeros(soldes)) == (["D-1", "D-2", "D-3", "D-5", "D-6"], ["D-4"])
    for dossier in (*ouverts["dossiers"], *soldes["dossiers"]):
        assert montants(dossier) == montants(tenu.json("decompte", dossier["numero"], "--au", au)), dossier
    for objet in (ouverts, soldes):
        for nom in MONTANTS:
            assert Decimal(objet["totaux"][nom]) == sum(Decimal(dossier[nom]) for dossier in objet["dossiers"])


def test_l_objet_est_celui_promis(tenu: LigneDeCommande) -> None:
    objet = tenu.json("dossiers", "--dus")
    assert list(objet) == ["au", "dossiers", "totaux", "sans_taux"] and objet["au"] == "2026-03-03"
    assert list(objet["dossiers"][0]) == ["numero", "creancier", "debiteur", "etat", *MONTANTS]
    assert (list(objet["totaux"]), objet["sans_taux"]) == (list(MONTANTS), [])
    assert objet["dossiers"][1]["creancier"] == "Scierie Cœur"
    assert Decimal(objet["totaux"]["interets"]) > 0


def test_un_etat_un_creancier(tenu: LigneDeCommande) -> None:
    tenu.fait("clore", "D-6", "--motif", "abandon")
    assert numeros(tenu.json("dossiers", "--dus", "--etat", "clos")) == ["D-6"]
    assert numeros(tenu.json("dossiers", "--dus", "--creancier", "SCIERIE CŒUR")) == ["D-2"]
    ecran = tenu.fait("dossiers", "--dus", "--creancier", "Scierie Cœur").sortie
    assert "dossiers ouverts de Scierie Cœur" in ecran and "Créancier" not in ecran
    assert "Aucun créancier" in tenu.refuse("dossiers", "--dus", "--creancier", "Inconnu")
    assert tenu.json("dossiers", "--dus", "--etat", "annulé")["dossiers"] == []
    assert tenu.fait("dossiers", "--dus", "--etat", "annulé").sortie == "Aucun dossier : dossiers annulés.\n"


def test_un_cabinet_sans_dossier(recouvre: LigneDeCommande) -> None:
    objet = recouvre.json("dossiers", "--dus")
    assert (objet["dossiers"], objet["totaux"]["total"]) == ([], "0.00")


# --- Un taux qui manque ----------------------------------------------------------------------------------------------


def test_un_taux_manquant_n_arrete_pas_les_autres(tenu: LigneDeCommande) -> None:
    tenu.jour("2027-01-15")
    tenu.ouvrir("F-7", "70", debiteur="Cave Île", echeance="31/03/2027")
    objet = tenu.json("dossiers", "--dus")
    assert objet["sans_taux"] == ["D-1", "D-2", "D-3", "D-5", "D-6"]
    chiffre = objet["dossiers"][-1]
    assert montants(objet["dossiers"][0]) == [None] * 6
    assert (chiffre["numero"], chiffre["total"]) == ("D-7", "70.00") and montants(objet["totaux"]) == montants(chiffre)
    ecran = a_plat(tenu.fait("dossiers", "--dus").sortie)
    assert "! D-1 Menuiserie Faure Forge Béranger taux à relever" in ecran
    assert "! Taux à relever, hors du total : D-1, D-2, D-3, D-6. Le taux « bce »" in ecran
    assert "! Taux à relever, hors du total : D-5. Le taux « legal-autres-cas »" in ecran
    assert "Total 1 dossier 70,00 0,00 70,00" in ecran
    relues = lus(tenu.fait("dossiers", "--dus", "--csv").sortie)
    assert [ligne["total"] for ligne in relues] == ["", "", "", "", "", "70,00"]
    assert relues[0]["note"].startswith("taux à relever : Le taux « bce »") and relues[-1]["note"] == ""
    tenu.fait("taux", "ajouter", "bce", "2027-01-01", "2,65", "--source", "BCE")
    assert tenu.json("dossiers", "--dus")["sans_taux"] == ["D-5"]


# --- L'écran et les fichiers -----------------------------------------------------------------------------------------


def lus(texte: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(texte), delimiter=";"))


def test_l_ecran_dit_le_jour_les_sommes_et_le_trop_percu(tenu: LigneDeCommande) -> None:
    ecran = a_plat(tenu.fait("dossiers", "--dus", "--au", "31/05/2026").sortie)
    total = tenu.json("dossiers", "--dus", "--au", "31/05/2026")["totaux"]["total"]
    assert "Dû au 31/05/2026, en euros — dossiers ouverts" in ecran
    assert a_plat(f"{Decimal(total):,.2f}".replace(",", " ").replace(".", ",")) in ecran
    assert "Accessoires" not in ecran and "Trop-perçu" not in ecran
    soldes = a_plat(tenu.fait("dossiers", "--dus", "--etat", "solde").sortie)
    assert "Trop-perçu" in soldes and "Le trop-perçu est à rendre" in soldes


def test_le_csv_relu_est_le_json(tenu: LigneDeCommande) -> None:
    relues = lus(tenu.fait("dossiers", "--dus", "--csv").sortie)
    objet = tenu.json("dossiers", "--dus")
    assert list(relues[0]) == ["numero", "creancier", "debiteur", "etat", *MONTANTS, "note"]
    assert [[ligne[nom].replace(",", ".") for nom in list(relues[0])[:-1]] for ligne in relues] == [
        list(dossier.values()) for dossier in objet["dossiers"]
    ]


def test_sortie_cp1252(tenu: LigneDeCommande) -> None:
    dit = tenu.ailleurs("dossiers", "--dus", "--au", "15/01/2027", PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert (dit.returncode, dit.stderr) == (0, b"")
    ecran = dit.stdout.decode("cp1252")
    assert "Scierie Cœur" in ecran and not {"\u202f", "─", "?"} & set(ecran)
    objet = tenu.ailleurs("dossiers", "--dus", "--json", PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert json.loads(objet.stdout)["dossiers"][1]["creancier"] == "Scierie Cœur"


def test_un_long_portefeuille_s_abrege_a_l_ecran_jamais_au_total(recouvre: LigneDeCommande, tmp_path: Path) -> None:
    lignes = (f"PRO;Atelier {n};01000;F-{n};31/12/2025;1000" for n in range(1, 1206))
    remise = tmp_path / "remise.csv"
    remise.write_text("\n".join(("Type;Nom;CP;N° facture;Échéance;Montant TTC", *lignes)), "utf-8")
    recouvre.fait("ouvrir", str(remise), "--creancier", "Forge Béranger")
    objet = recouvre.json("dossiers", "--dus")
    assert len({*numeros(objet)}) == 1205 and objet["totaux"]["principal"] == "1205000.00"
    abrege, tout = (a_plat(recouvre.fait("dossiers", "--dus", *mots).sortie) for mots in ((), ("--tout",)))
    assert "D-100 " in abrege and "D-101 " not in abrege and "D-1205 " in tout
    assert "… et 1 105 autres dossiers : ajoutez --tout. Le total porte sur tous." in abrege and "--tout" not in tout
    assert "1 205 000,00" in abrege and "1 205 000,00" in tout


# --- En flux, sans rien toucher --------------------------------------------------------------------------------------


def test_un_dossier_a_la_fois(tenu: LigneDeCommande, monkeypatch: pytest.MonkeyPatch) -> None:
    appels: list[int] = []
    lire = journal.lire

    def compter(base: sqlite3.Connection, dossier: int) -> Any:
        appels.append(dossier)
        return lire(base, dossier)

    monkeypatch.setattr(journal, "lire", compter)
    vus: list[tuple[int, int]] = []
    with Session(tenu.cabinet, maintenant=dt.datetime(2026, 3, 3, tzinfo=dt.UTC), auteur="essai") as session:
        lignes = relever(session, Totaux(), au=dt.date(2026, 3, 3), etat="ouvert", suivi=lambda *pas: vus.append(pas))
        assert (next(lignes).numero, appels) == (1, [1])
        assert (next(lignes).numero, appels) == (2, [1, 2])
        assert len(list(lignes)) == 3
    assert vus[-1] == (5, 5)


def test_rien_n_est_ecrit(tenu: LigneDeCommande) -> None:
    avant = tenu.octets()
    for options in ((), ("--json",), ("--csv",), ("--tout",)):
        tenu.fait("dossiers", "--dus", *options)
    assert tenu.octets() == avant
    tenu.verifier()


def test_la_barre_ne_detourne_pas_le_fichier(tenu: LigneDeCommande, tmp_path: Path) -> None:
    """La progression s'affiche au terminal ; le JSON redirigé va tout entier dans son fichier."""
    pty = pytest.importorskip("pty", reason="pas de pseudo-terminal sous ce système")
    maitre, esclave = pty.openpty()
    fichier = tmp_path / "dus.json"
    with fichier.open("wb") as sortie:
        fini = subprocess.run(
            [sys.executable, "-m", "recouvre", "dossiers", "--dus", "--json"],
            env=tenu.environnement(TERM="xterm"), stdout=sortie, stderr=esclave, check=False, timeout=60,
        )  # fmt: skip
    os.close(esclave)
    assert fini.returncode == 0 and b"Calcul" in os.read(maitre, 65536)
    os.close(maitre)
    assert numeros(json.loads(fichier.read_text("utf-8"))) == ["D-1", "D-2", "D-3", "D-5", "D-6"]


def test_au_demande_dus(tenu: LigneDeCommande) -> None:
    phrase = tenu.refuse("dossiers", "--au", "31/12/2026", code=2)
    assert phrase.startswith("recouvre : --au : ") and "ajoutez --dus" in phrase
    assert "n'est pas un état" in tenu.refuse("dossiers", "--dus", "--etat", "perdu", code=2)


def test_sans_dus_rien_ne_change(tenu: LigneDeCommande) -> None:
    objet = tenu.json("dossiers")
    assert list(objet) == ["dossiers"] and len(objet["dossiers"]) == 6
    assert list(objet["dossiers"][0]) == [
        "numero", "creancier", "debiteur", "reference", "etat", "principal", "ouvert_le", "prochaine_le",
        "prescription_le", "gestionnaire",
    ]  # fmt: skip
    code = (
        "import sys; from recouvre.cli import lancer; lancer(['dossiers', '--json']); "
        "print(*(m for m in sys.modules if m.startswith('recouvre.')), file=sys.stderr)"
    )
    fini = subprocess.run([sys.executable, "-c", code], env=tenu.environnement(), capture_output=True, check=True)
    importes = {nom.split(".")[1] for nom in fini.stderr.decode().split()}
    assert "recouvre.base.lectures" in fini.stderr.decode() and not {"operations", "droit"} & importes
