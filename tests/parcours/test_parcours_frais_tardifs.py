"""Des frais arrivés après le paiement du solde : le dossier n'est plus soldé, et tout le dit."""

from __future__ import annotations

from tests.cabinet_essai import LigneDeCommande


def test_des_depens_apres_le_solde_rouvrent_ce_qui_est_du(recouvre: LigneDeCommande) -> None:
    recouvre.jour("2026-07-20")
    recouvre.fait(
        "ouvrir", "--creancier", "Bois SARL", "--debiteur", "Charpente SAS", "--qualite", "professionnel", "--facture",
        "F-1", "--montant", "1000", "--emise", "01/02/2026", "--echeance", "28/02/2026",
    )  # fmt: skip
    recouvre.fait("titre", "D-1", "obtenir", "--le", "01/06/2026")
    du = recouvre.json("decompte", "D-1", "--au", "30/06/2026")["total"]
    recouvre.fait("encaisser", "D-1", du.replace(".", ","), "--le", "30/06/2026")
    assert recouvre.json("dossiers")["dossiers"][0]["etat"] == "soldé"
    recouvre.fait("frais", "D-1", "300", "--nature", "depens", "--le", "15/07/2026", "--justificatif", "état de frais")
    [dossier] = recouvre.json("dossiers")["dossiers"]
    assert dossier["etat"] == "ouvert"
    assert dossier["prescription_le"]
    decompte = recouvre.json("decompte", "D-1")
    assert (decompte["accessoires"], decompte["total"]) == ("300.00", "300.00")
    assert recouvre.json("prescription", "D-1")["date"]
