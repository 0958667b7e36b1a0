"""Un cabinet écrit par la version précédente s'ouvre, se met à jour une fois, et dit la même chose."""

from __future__ import annotations

import gzip
import sqlite3
from pathlib import Path

import pytest

from tests.cabinet_essai import LigneDeCommande

ANCIEN = Path(__file__).parents[1] / "donnees" / "cabinet_schema_1.db.gz"
"""Écrit par la version au schéma 1 : deux dossiers, un paiement, une interruption, un avoir annulé, un taux à 9,5."""


@pytest.fixture
def ancien(recouvre: LigneDeCommande, cabinet: Path) -> LigneDeCommande:
    for reste in cabinet.glob("recouvre.db*"):
        reste.unlink()
    (cabinet / "recouvre.db").write_bytes(gzip.decompress(ANCIEN.read_bytes()))
    return recouvre


def test_la_premiere_commande_met_a_jour_et_le_dit(ancien: LigneDeCommande, cabinet: Path) -> None:
    premiere, seconde = ancien("dossiers"), ancien("dossiers")
    assert premiere.code == seconde.code == 0
    assert "Cabinet mis à jour pour cette version de recouvre : 2 dossiers recalculés." in premiere.erreur
    assert seconde.erreur == ""
    with sqlite3.connect(cabinet / "recouvre.db") as base:
        assert base.execute("PRAGMA user_version").fetchone()[0] == 2


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


def test_un_journal_abime_n_empeche_pas_de_verifier(ancien: LigneDeCommande, cabinet: Path) -> None:
    with sqlite3.connect(cabinet / "recouvre.db") as base:
        base.execute("DROP TRIGGER journal_sans_modification")
        base.execute("UPDATE journal SET donnees = '{' WHERE rang = 2")
    assert ancien("dossiers").code == 1
    assert "D-1" in ancien("verifier").sortie
