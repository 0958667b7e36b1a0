"""Ce que lit une gérante : rien d'inutile, rien d'oublié, la phrase qui dit quoi faire ensuite."""

from __future__ import annotations

import pytest
from cabinet_essai import LigneDeCommande

MOBILE = ("--telephone", "06 12 34 56 78")


def au_jour_du_sms(recouvre: LigneDeCommande, *dossiers: str) -> None:
    """Des dossiers dont le SMS part le 23 mars, la lettre et la relance parties."""
    recouvre.fait("canal", "sms", "--passerelle", "fichier")
    for rang, facture in enumerate(dossiers, start=1):
        recouvre.ouvrir(facture, "1000", *MOBILE, debiteur=f"Menuiserie {facture}")
        recouvre.fait("scenario", "choisir", f"D-{rang}", "multicanal")
    for jour in ("2026-03-03 09:00", "2026-03-13 09:00"):
        recouvre.envoyer(jour)
    recouvre.jour("2026-03-23 09:00")


def test_le_fichier_de_sms_est_annonce_et_compte(recouvre: LigneDeCommande) -> None:
    au_jour_du_sms(recouvre, "F-1", "F-2")
    [fichier] = recouvre.json("relances", "--envoyer")["a_remettre"]
    assert fichier["sms"] == 2
    assert (recouvre.cabinet / fichier["fichier"]).is_file()


def test_un_sms_ne_montre_ni_somme_ni_total(recouvre: LigneDeCommande) -> None:
    au_jour_du_sms(recouvre, "F-1")
    parti = recouvre.fait("relances", "--envoyer").sortie
    assert "SMS" in parti and "0,00 €" not in parti
    assert "sms-090000.csv (1 SMS)" in parti
    assert "0,00 €" not in recouvre.fait("envois", "lister").sortie
    histoire = [ligne.split("  ")[-1] for ligne in recouvre.fait("dossier", "D-1").sortie.splitlines()]
    assert "SMS D-1-3 parti" in histoire
    assert any(ligne.startswith("Courrier D-1-1 parti : mise en demeure, ") for ligne in histoire)


def test_la_simulation_nomme_le_canal_comme_on_l_ecrit(recouvre: LigneDeCommande) -> None:
    au_jour_du_sms(recouvre, "F-1")
    ligne = next(
        ligne for ligne in recouvre.fait("relances", "--simuler", "20j").sortie.splitlines() if "SMS :" in ligne
    )
    assert ligne.endswith("  SMS")


def test_une_adresse_revenue_se_voit_sur_la_fiche(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1000")
    recouvre.envoyer("2026-03-03")
    assert "à chercher" not in recouvre.fait("dossier", "D-1").sortie
    recouvre.jour("2026-03-10")
    recouvre.fait("courrier-retour", "D-1-1", "npai")
    [adresse] = [ligne for ligne in recouvre.fait("dossier", "D-1").sortie.splitlines() if ligne.startswith("Adresse")]
    assert adresse.endswith("— à chercher : un pli en est revenu")
    assert "10/03/2026 : Pli D-1-1 revenu" in recouvre.fait("envois", "montrer", "D-1-1").sortie


def test_un_motif_donne_trop_tard_n_est_pas_perdu_en_silence(recouvre: LigneDeCommande) -> None:
    recouvre.fait("envois", "suspendre")
    assert "n'est pas noté" not in recouvre.fait("envois", "suspendre").sortie
    assert "Ce motif n'est pas noté" in recouvre.fait("envois", "suspendre", "--motif", "serveur en panne").sortie


def test_la_simulation_compte_avec_le_minimum_du_cabinet(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "12", "--qualite", "consommateur")
    recouvre.jour("2026-03-03 09:00")
    assert recouvre.json("relances", "--simuler", "10j")["departs"]
    recouvre.fait("canal", "envois", "--montant-minimal", "20")
    simule = recouvre.json("relances", "--simuler", "10j")
    assert simule["departs"] == []
    assert [retenu["raisons"] for retenu in simule["retenues"]] == [["minimum"]]
    assert recouvre.envoyer("2026-03-03 09:00") == []


def test_ce_que_les_interets_font_franchir_part_a_son_jour(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "10000", echeance="28/02/2026")
    recouvre.jour("2026-03-03 09:00")
    recouvre.fait("canal", "envois", "--montant-minimal", "10070")
    [depart, *_] = recouvre.json("relances", "--simuler", "30j")["departs"]
    assert recouvre.envoyer("2026-03-06 09:00") == []
    assert recouvre.envoyer(f"{depart['le']} 09:00") == [("D-1", "mise-en-demeure")]


def test_un_dossier_de_retours_se_montre_sans_reglages_de_serveur(recouvre: LigneDeCommande) -> None:
    dit = recouvre.fait("canal", "rebonds", "--dossier", str(recouvre.cabinet / ".." / "revenus")).sortie
    assert "993" not in dit and "INBOX" not in dit
    assert ".." not in dit


def test_une_date_impossible_se_dit_sans_detour(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1000")
    recouvre.envoyer("2026-03-03")
    dit = recouvre.refuse("courrier-retour", "D-1-1", "distribue", "--le", "02/03/2026")
    assert "« distribué, avis de réception signé » ne peut pas dater du 02/03/2026" in dit
    assert "ne s'enregistre pas d'avance" in recouvre.refuse(
        "courrier-retour", "D-1-1", "distribue", "--le", "09/03/2026"
    )


def test_la_liste_des_envois_se_lit_a_80_colonnes(recouvre: LigneDeCommande, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    au_jour_du_sms(recouvre, "F-1", "F-2")
    dit = recouvre.fait("envois", "lister").sortie
    assert dit.count("mise-en-demeure  ") == 2, "une étape ne se coupe pas"
    assert "D-2-2, D-1-2 — par courrier : " in dit, "la même raison se dit une fois"
    assert all(len(ligne) <= 80 for ligne in dit.splitlines())


def test_une_civilite_sans_prenom_ne_laisse_pas_de_trou(recouvre: LigneDeCommande) -> None:
    """Le nom se lit de même dans une liste et sur la fiche."""
    recouvre.ouvrir("F-1", "1000")
    recouvre.fait("debiteur", "D-1", "--civilite", "M.", "--nom", "Faure")
    recouvre.fait("encaisser", "D-1", "100")
    assert recouvre.json("dossiers")["dossiers"][0]["debiteur"] == "M. Faure"
    assert recouvre.json("agenda", "--au", "03/03/2026")["demarches"][0]["debiteur"] == "M. Faure"
    [compte] = recouvre.json("honoraires")["creanciers"]
    assert compte["sans_bareme"][0]["debiteur"] == "M. Faure"
