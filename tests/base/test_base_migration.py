"""Un cabinet écrit par la version précédente s'ouvre, se met à jour une fois, et dit la même chose."""

from __future__ import annotations

import gzip
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from recouvre.base.connexion import VERSION
from tests.cabinet_essai import LigneDeCommande

DONNEES = Path(__file__).parents[1] / "donnees"
ANCIEN = DONNEES / "cabinet_schema_1.db.gz"
"""Écrit par la version au schéma 1 : deux dossiers, un paiement, une interruption, un avoir annulé, un taux à 9,5."""
PRECEDENT = DONNEES / "cabinet_schema_2.db.gz"
"""Écrit par la version au schéma 2 : deux dossiers, un paiement, un redressement, un titre, une qualification."""


def _poser(cabinet: Path, base: Path) -> None:
    for reste in cabinet.glob("recouvre.db*"):
        reste.unlink()
    (cabinet / "recouvre.db").write_bytes(gzip.decompress(base.read_bytes()))


@pytest.fixture
def ancien(recouvre: LigneDeCommande, cabinet: Path) -> LigneDeCommande:
    _poser(cabinet, ANCIEN)
    return recouvre


AVANT_LES_CANAUX = DONNEES / "cabinet_schema_3.db.gz"
"""Écrit par la version au schéma 3 : deux mises en demeure parties (un professionnel, un consommateur), un paiement."""


@pytest.fixture
def avant_les_canaux(recouvre: LigneDeCommande, cabinet: Path) -> LigneDeCommande:
    _poser(cabinet, AVANT_LES_CANAUX)
    return recouvre


def test_du_schema_3_au_dernier_ce_qui_est_parti_reste_parti(avant_les_canaux: LigneDeCommande) -> None:
    """Les départs d'avant sont des plis : ils se listent, se suivent, et ne repartent pas."""
    tenu = avant_les_canaux
    assert (tenu("dossiers").code, tenu.lignes("PRAGMA user_version")) == (0, [(VERSION,)])
    envois = tenu.json("envois", "lister")["envois"]
    assert [(e["reference"], e["etat"], e["canal"], e["essais"]) for e in envois] == [
        ("D-2-1", "envoyé", "courrier", 0),
        ("D-1-1", "envoyé", "courrier", 0),
    ]
    tenu.jour("2026-03-16")
    totaux = {d: tenu.json("decompte", d, "--au", "20/03/2026")["total"] for d in ("D-1", "D-2")}
    assert totaux == {"D-1": "855.08", "D-2": "500.00"}
    partis = [(d["dossier"], d["etape"]) for d in tenu.json("relances", "--envoyer")["envoyees"]]
    assert partis == [("D-1", "relance-1"), ("D-2", "relance-1")]
    tenu.fait("courrier-retour", "D-2-1", "presente", "--le", "05/03/2026")
    assert all("fichier figé" in defaut for defaut in tenu.defauts()), "seules les lettres d'alors manquent ici"


AVANT_LA_VIE = DONNEES / "cabinet_schema_4.db.gz"
"""Écrit par la version au schéma 4 : un plan signalé, un surendettement, un litige à part reconnue et sa promesse."""


@pytest.fixture
def avant_la_vie(recouvre: LigneDeCommande, cabinet: Path) -> LigneDeCommande:
    _poser(cabinet, AVANT_LA_VIE)
    return recouvre


def test_du_schema_4_au_dernier_les_memes_chiffres_et_ce_que_la_vie_y_ajoute(avant_la_vie: LigneDeCommande) -> None:
    """Aucun centime ne bouge ; les démarches se refont : la part reconnue, l'avis au créancier, les délais."""
    tenu = avant_la_vie
    tenu.jour("2026-04-20")
    premiere = tenu("dossiers")
    assert (premiere.code, premiere.erreur.count("3 dossiers recalculés")) == (0, 1)
    assert tenu.lignes("PRAGMA user_version") == [(VERSION,)]
    totaux = {d: tenu.json("decompte", d, "--au", "15/04/2026")["total"] for d in ("D-1", "D-2", "D-3")}
    assert totaux == {"D-1": "1051.98", "D-2": "500.00", "D-3": "859.71"}
    retenues = {r["dossier"]: r["motif"] for r in tenu.json("relances")["retenues"]}
    assert "plan de paiement" in retenues["D-1"], "un plan seulement signalé retient comme avant"
    etapes = {(d["dossier"], d["genre"]) for d in tenu.json("agenda", "--jours", "60")["demarches"]}
    assert {("D-3", "litige"), ("D-3", "avis"), ("D-2", "avis")} <= etapes
    assert all("fichier figé" in defaut for defaut in tenu.defauts()), "seules les lettres d'alors manquent ici"
    tenu.fait("echeancier", "D-3", "--nombre", "3", "--des", "05/05/2026")


AVANT_LES_CAMPAGNES = DONNEES / "cabinet_schema_5.db.gz"
"""Écrit par la version au schéma 5 : un plan à deux échéances impayées, une recevabilité, une promesse, un litige."""


@pytest.fixture
def avant_les_campagnes(recouvre: LigneDeCommande, cabinet: Path) -> LigneDeCommande:
    _poser(cabinet, AVANT_LES_CAMPAGNES)
    return recouvre


def test_du_schema_5_au_dernier_les_memes_chiffres_et_des_demarches_refaites(
    avant_les_campagnes: LigneDeCommande,
) -> None:
    """Aucun centime ne bouge ; la seconde mise en demeure d'échéance, déjà partie, retient le constat de caducité."""
    tenu = avant_les_campagnes
    tenu.jour("2026-04-13")
    premiere = tenu("dossiers")
    assert (premiere.code, premiere.erreur.count("4 dossiers recalculés")) == (0, 1)
    assert tenu.lignes("PRAGMA user_version") == [(VERSION,)]
    totaux = {d: tenu.json("decompte", d, "--au", "15/04/2026")["total"] for d in ("D-1", "D-2", "D-3", "D-4")}
    assert totaux == {"D-1": "1153.18", "D-2": "500.00", "D-3": "859.71", "D-4": "962.17"}
    assert all("fichier figé" in defaut for defaut in tenu.defauts()), "seules les lettres d'alors manquent ici"
    assert "D-2" not in {d["dossier"] for d in tenu.json("relances", "--au", "20/04/2026")["a_envoyer"]}
    plan = [d["libelle"] for d in tenu.json("agenda", "--jours", "60")["demarches"] if d["dossier"] == "D-1"]
    assert any("Échéance 2/3 impayée" in libelle for libelle in plan)
    campagne = tenu.json("campagne", "preparer", "rappel", "--canal", "appel", "--tous")
    assert campagne["nom"] == "rappel"


@pytest.fixture
def precedent(recouvre: LigneDeCommande, cabinet: Path) -> LigneDeCommande:
    _poser(cabinet, PRECEDENT)
    return recouvre


def test_du_schema_2_au_dernier_les_demarches_se_refont_une_fois(precedent: LigneDeCommande, cabinet: Path) -> None:
    premiere = precedent("dossiers")
    assert (premiere.code, premiere.erreur.count("2 dossiers recalculés")) == (0, 1)
    assert precedent("dossiers").erreur == ""
    with sqlite3.connect(cabinet / "recouvre.db") as base:
        assert base.execute("PRAGMA user_version").fetchone()[0] == VERSION
    assert "intact" in precedent.fait("verifier").sortie
    totaux = {d: precedent.json("decompte", d, "--au", "02/03/2026")["total"] for d in ("D-1", "D-2")}
    assert totaux == {"D-1": "1556.78", "D-2": "500.04"}


def test_la_version_precedente_refuserait_ce_cabinet(precedent: LigneDeCommande, cabinet: Path) -> None:
    """Une base plus récente que l'outil n'est pas ouverte : un journal à demi lu mentirait."""
    with sqlite3.connect(cabinet / "recouvre.db") as base:
        base.execute(f"PRAGMA user_version = {VERSION + 1}")
    assert "Mettez recouvre à jour" in precedent.refuse("dossiers")


def test_la_premiere_commande_met_a_jour_et_le_dit(ancien: LigneDeCommande, cabinet: Path) -> None:
    premiere, seconde = ancien("dossiers"), ancien("dossiers")
    assert premiere.code == seconde.code == 0
    assert "Cabinet mis à jour pour cette version de recouvre : 2 dossiers recalculés." in premiere.erreur
    assert seconde.erreur == ""
    with sqlite3.connect(cabinet / "recouvre.db") as base:
        assert base.execute("PRAGMA user_version").fetchone()[0] == VERSION


def test_le_journal_ancien_se_lit_et_tout_est_intact(ancien: LigneDeCommande) -> None:
    assert ancien("agenda").code == 0
    assert "intact" in ancien.fait("verifier").sortie


def test_les_chiffres_d_avant_n_ont_pas_bouge(ancien: LigneDeCommande) -> None:
    """Le décompte que la version précédente donnait, au centime."""
    assert ancien("dossiers").code == 0
    decompte = ancien.json("decompte", "D-1", "--au", "28/02/2026")
    assert (decompte["principal"], decompte["interets"], decompte["total"]) == ("7374.19", "1019.15", "8393.34")
    lignes = [ligne for ligne in decompte["lignes"] if ligne["nature"] == "interets"]
    assert [(ligne["jours"], ligne["taux"], ligne["montant"]) for ligne in lignes] == [
        (107, "9.5", "334.19"),
        (531, "9.5", "1019.15"),
    ]
    dates = {d["numero"]: d["prescription_le"] for d in ancien.json("dossiers")["dossiers"]}
    assert dates == {"D-1": "2029-09-15", "D-2": "2028-02-10"}


def test_un_dossier_abime_n_empeche_ni_les_autres_ni_de_verifier(ancien: LigneDeCommande, cabinet: Path) -> None:
    with sqlite3.connect(cabinet / "recouvre.db") as base:
        base.execute("DROP TRIGGER journal_sans_modification")
        base.execute("UPDATE journal SET donnees = '{' WHERE dossier = 1 AND genre = 'FactureAjoutee'")
    premiere = ancien("dossiers")
    assert premiere.code == 0
    assert "un dossier recalculé" in premiere.erreur
    assert "D-1 n'a pas pu être recalculé, il reste tel qu'il était." in premiere.erreur
    assert {d["numero"] for d in ancien.json("dossiers")["dossiers"]} == {"D-1", "D-2"}
    assert "D-1" in ancien("verifier").sortie


def test_un_scenario_disparu_n_arrete_pas_la_mise_a_jour(ancien: LigneDeCommande, cabinet: Path) -> None:
    with sqlite3.connect(cabinet / "recouvre.db") as base:
        base.execute("UPDATE parties SET reglages = '{\"scenario\": \"disparu\"}' WHERE role = 'creancier'")
    premiere = ancien("agenda")
    assert premiere.code == 0
    assert "D-1 n'a pas pu être recalculé" in premiere.erreur
    assert "disparu" in premiere.erreur


def test_six_commandes_a_la_fois_se_partagent_la_mise_a_jour(ancien: LigneDeCommande, cabinet: Path) -> None:
    lancees = [
        subprocess.Popen(
            [sys.executable, "-m", "recouvre", "dossiers", "--json", "--cabinet", str(cabinet)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(6)
    ]
    sorties = [lancee.communicate(timeout=60) for lancee in lancees]
    assert [lancee.returncode for lancee in lancees] == [0] * 6, sorties
    assert sum("mis à jour" in erreur.decode() for _, erreur in sorties) == 1
    assert "intact" in ancien.fait("verifier").sortie
