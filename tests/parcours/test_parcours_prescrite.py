"""Une créance éteinte par le temps : le décompte et le récit le disent avant toute autre chose."""

from __future__ import annotations

import pytest

from tests.cabinet_essai import LigneDeCommande


@pytest.fixture
def prescrite(recouvre: LigneDeCommande) -> LigneDeCommande:
    recouvre.jour("2026-11-21")
    recouvre.fait(
        "ouvrir", "--creancier", "Bois SARL", "--debiteur", "Durand", "--qualite", "consommateur", "--facture", "F-1",
        "--montant", "1000", "--emise", "01/02/2023", "--echeance", "01/03/2023",
    )  # fmt: skip
    return recouvre


@pytest.mark.parametrize("commande", ["decompte", "expliquer"])
def test_la_prescription_vient_en_tete_des_reserves(prescrite: LigneDeCommande, commande: str) -> None:
    dit = " ".join(prescrite.fait(commande, "D-1").sortie.split())
    assert "prescrite depuis le 02/03/2025 (C. conso., art. L218-2)" in dit
    assert "Ne la présentez plus comme exigible" in dit


def test_le_json_la_porte_d_abord_et_la_veille_n_en_dit_rien(prescrite: LigneDeCommande) -> None:
    assert prescrite.json("decompte", "D-1")["reserves"][0]["code"] == "prescription"
    veille = prescrite.json("decompte", "D-1", "--au", "01/03/2025")["reserves"]
    assert "prescription" not in [reserve["code"] for reserve in veille]
