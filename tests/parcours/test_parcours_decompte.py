"""Du dossier ouvert au décompte, au centime, par la ligne de commande : cas 1 et 7, taux inconnu."""

from __future__ import annotations

import csv
import io
import re
import shlex
from decimal import Decimal
from typing import Any

import pytest
from cabinet_essai import LigneDeCommande

FACTURE_CAS_1 = ("F-2024-117", "12000,00", "--emise", "01/05/2024")


@pytest.fixture
def cas_1(recouvre: LigneDeCommande) -> LigneDeCommande:
    """12 000,00 € échus le 31/05/2024, 5 000,00 € reçus le 15/09/2024 ; nous sommes le 28/02/2025."""
    recouvre.jour("2025-02-28")
    recouvre.ouvrir(*FACTURE_CAS_1, echeance="31/05/2024")
    return recouvre


def interets(decompte: Any) -> list[tuple[str, ...]]:
    """Les lignes d'intérêts d'un décompte JSON, chacune en entier."""
    champs = ("facture", "du", "au", "jours", "base", "taux", "montant")
    return [tuple(str(ligne[c]) for c in champs) for ligne in decompte["lignes"] if ligne["nature"] == "interets"]


def restants(decompte: Any) -> tuple[str, ...]:
    return tuple(decompte[nom] for nom in ("principal", "interets", "indemnites", "accessoires", "total"))


def test_cas_1_le_paiement_s_impute_interets_puis_indemnite_puis_principal(cas_1: LigneDeCommande) -> None:
    recu = cas_1.json("encaisser", "D-1", "5000", "--le", "15/09/2024")
    assert recu["imputations"] == [
        {"nature": "interets", "facture": "F-2024-117", "montant": "503.75"},
        {"nature": "indemnite", "facture": "F-2024-117", "montant": "40.00"},
        {"nature": "principal", "facture": "F-2024-117", "montant": "4456.25"},
    ]
    assert (recu["dossier"], recu["trop_percu"], recu["total"]) == ("D-1", "0.00", "7543.75")
    assert recu["rang"] == cas_1.rang("EncaissementRecu")


def test_cas_1_le_decompte_au_centime(cas_1: LigneDeCommande) -> None:
    cas_1.fait("encaisser", "D-1", "5 000,00 €", "--le", "2024-09-15")
    decompte = cas_1.json("decompte", "D-1", "--au", "28/02/2025")
    assert interets(decompte) == [
        ("F-2024-117", "2024-06-01", "2024-06-30", "30", "12000.00", "14.50", "143.01"),
        ("F-2024-117", "2024-07-01", "2024-09-15", "77", "12000.00", "14.25", "360.74"),
        ("F-2024-117", "2024-09-16", "2024-12-31", "107", "7543.75", "14.25", "315.13"),
        ("F-2024-117", "2025-01-01", "2025-02-28", "59", "7543.75", "13.15", "160.35"),
    ]
    assert restants(decompte) == ("7543.75", "475.48", "0.00", "0.00", "8019.23")
    assert (decompte["au"], decompte["encaisse"], decompte["interet_par_jour"]) == ("2025-02-28", "5000.00", "2.72")
    assert all(ligne["fondement"] for ligne in decompte["lignes"])
    assert sum(Decimal(ligne["montant"]) for ligne in decompte["lignes"]) == Decimal(decompte["total"])


def test_cas_1_le_csv_se_refait_dans_un_tableur(cas_1: LigneDeCommande) -> None:
    cas_1.fait("encaisser", "D-1", "5000", "--le", "15/09/2024")
    lignes = list(csv.DictReader(io.StringIO(cas_1.fait("decompte", "D-1", "--csv").sortie), delimiter=";"))
    corps, total = lignes[:-1], lignes[-1]
    courues = [ligne for ligne in corps if ligne["nature"] == "interets"]
    assert [ligne["montant"] for ligne in courues] == ["143,01", "360,74", "315,13", "160,35"]
    for ligne in courues:
        exact = nombre(ligne["base"]) * nombre(ligne["taux"]) * nombre(ligne["jours"]) / 36500
        assert abs(exact - nombre(ligne["montant"])) <= Decimal("0.005")
    assert (total["nature"], total["montant"]) == ("total", "8019,23")
    assert sum(nombre(ligne["montant"]) for ligne in corps) == nombre(total["montant"])


def test_le_csv_dit_de_quoi_refaire_le_solde_de_chaque_poste(cas_1: LigneDeCommande) -> None:
    cas_1.fait("encaisser", "D-1", "5000", "--le", "15/09/2024")
    lignes = list(csv.DictReader(io.StringIO(cas_1.fait("decompte", "D-1", "--csv").sortie), delimiter=";"))
    assert list(lignes[0]) == [
        "nature", "facture", "libelle", "du", "au", "jours", "base", "taux", "montant", "origine_du_taux", "fondement",
        "impute_interets", "impute_accessoires", "impute_principal", "diviseur",
    ]  # fmt: skip
    imputes = [tuple(ligne[f"impute_{p}"] for p in ("interets", "accessoires", "principal")) for ligne in lignes]
    assert [imputes[i] for i, ligne in enumerate(lignes) if ligne["nature"] == "encaissement"] == [
        ("503,75", "40,00", "4456,25")
    ]
    assert {impute for i, impute in enumerate(imputes) if lignes[i]["nature"] != "encaissement"} == {("", "", "")}


def test_le_csv_ecrit_un_taux_a_deux_decimales_au_moins(recouvre: LigneDeCommande) -> None:
    recouvre.jour("2026-03-31")
    recouvre.ouvrir("F-1", "1000", "--taux", "18")
    lignes = list(csv.DictReader(io.StringIO(recouvre.fait("decompte", "D-1", "--csv").sortie), delimiter=";"))
    assert {ligne["taux"] for ligne in lignes if ligne["nature"] == "interets"} == {"18,00"}


def test_le_titre_dit_la_date_et_qui_doit_a_qui(cas_1: LigneDeCommande) -> None:
    dit = cas_1.fait("decompte", "D-1", "--au", "15/01/2025").sortie
    assert dit.startswith("Décompte du dossier D-1, au 15/01/2025 : dette de Menuiserie Faure envers Forge Béranger\n")


def test_avant_toute_facture_une_phrase(cas_1: LigneDeCommande) -> None:
    dit = cas_1.fait("decompte", "D-1", "--au", "01/01/2020").sortie.splitlines()
    assert len(dit) == 2 and dit[1] == "Au 01/01/2020, aucune facture n'était née."
    raconte = cas_1.fait("expliquer", "D-1", "--au", "01/01/2020").sortie
    assert "Au 1er janvier 2020, aucune facture n'était née." in raconte and "ne doit rien." in raconte
    assert "a facturé" not in raconte


def test_cas_1_le_decompte_ignore_ce_qui_vient_apres_sa_date(cas_1: LigneDeCommande) -> None:
    cas_1.fait("encaisser", "D-1", "5000", "--le", "15/09/2024")
    veille = cas_1.json("decompte", "D-1", "--au", "14/09/2024")
    assert restants(veille) == ("12000.00", "499.06", "40.00", "0.00", "12539.06")
    assert restants(cas_1.json("decompte", "D-1", "--au", "31/05/2024")) == (
        "12000.00", "0.00", "0.00", "0.00", "12000.00",
    )  # fmt: skip


def test_cas_1_la_quittance_est_a_l_agenda_jusqu_a_ce_qu_on_la_note(cas_1: LigneDeCommande) -> None:
    cas_1.fait("encaisser", "D-1", "5000", "--le", "15/09/2024")
    [due] = [d for d in cas_1.json("agenda")["demarches"] if d["genre"] == "quittance"]
    assert (due["dossier"], due["le"], due["fondement"]) == ("D-1", "2024-09-15", "CPCE, art. R124-5 et R124-6")
    assert "5 000,00 €" in sans_insecables(due["libelle"])
    cas_1.fait("noter", "D-1", "quittance")
    assert "quittance" not in [d["genre"] for d in cas_1.json("agenda")["demarches"]]
    assert "Aucune quittance n'est attendue" in cas_1.refuse("noter", "D-1", "quittance")
    cas_1.verifier()


def test_cas_1_plusieurs_factures_la_plus_ancienne_d_abord(cas_1: LigneDeCommande) -> None:
    cas_1.fait(
        "facture", "D-1", "--numero", "F-2024-130", "--montant", "2000", "--emise", "01/08/2024", "--echeance",
        "31/08/2024",
    )  # fmt: skip
    recu = cas_1.json("encaisser", "D-1", "5000", "--le", "15/09/2024")
    assert {part["facture"] for part in recu["imputations"]} == {"F-2024-117"}
    decompte = cas_1.json("decompte", "D-1")
    assert interets(decompte)[-2:] == [
        ("F-2024-130", "2024-09-01", "2024-12-31", "122", "2000.00", "14.25", "95.26"),
        ("F-2024-130", "2025-01-01", "2025-02-28", "59", "2000.00", "13.15", "42.51"),
    ]
    assert restants(decompte) == ("9543.75", "613.25", "40.00", "0.00", "10197.00")


def test_cas_1_plusieurs_factures_le_choix_du_debiteur(cas_1: LigneDeCommande) -> None:
    cas_1.fait(
        "facture", "D-1", "--numero", "F-2024-130", "--montant", "2000", "--emise", "01/08/2024", "--echeance",
        "31/08/2024",
    )  # fmt: skip
    recu = cas_1.json("encaisser", "D-1", "5000", "--le", "15/09/2024", "--facture", "F-2024-130")
    assert [(p["facture"], p["nature"], p["montant"]) for p in recu["imputations"]] == [
        ("F-2024-130", "interets", "11.71"),
        ("F-2024-130", "indemnite", "40.00"),
        ("F-2024-130", "principal", "2000.00"),
        ("F-2024-117", "interets", "503.75"),
        ("F-2024-117", "indemnite", "40.00"),
        ("F-2024-117", "principal", "2404.54"),
    ]
    decompte = cas_1.json("decompte", "D-1")
    assert [montant for *_, base, _, montant in interets(decompte) if base == "9595.46"] == ["400.84", "203.96"]
    assert restants(decompte) == ("9595.46", "604.80", "0.00", "0.00", "10200.26")


def test_cas_7_paiement_direct_au_creancier(recouvre: LigneDeCommande) -> None:
    recouvre.jour("2026-03-02")
    recouvre.ouvrir("F-7", "1800")
    recouvre.fait("relances", "--envoyer")
    recouvre.jour("2026-03-12")
    recu = recouvre.json("encaisser", "D-1", "1800", "--direct", "--reference", "VIR-12")
    assert [part["montant"] for part in recu["imputations"]] == ["23.97", "40.00", "1736.03"]
    assert (recu["total"], recu["trop_percu"]) == ("63.97", "0.00")
    assert restants(recouvre.json("decompte", "D-1")) == ("63.97", "0.00", "0.00", "0.00", "63.97")
    assert recouvre.agenda("2026-03-12") == [("D-1", "direct:2026-03-12:180000", "2026-03-12")], "ni quittance, ni avis"
    assert recouvre.json("dossiers")["dossiers"][0]["principal"] == "63.97"
    passage = recouvre.json("relances", "--au", "13/03/2026")
    assert passage["a_envoyer"] == []
    assert "reçus par le créancier" in passage["retenues"][0]["motif"]
    assert "double saisie" in recouvre.refuse("encaisser", "D-1", "1800", "--direct", "--reference", "VIR-12")
    recouvre.verifier()


def test_taux_inconnu_le_refus_nomme_le_semestre_et_la_commande_qui_debloque(recouvre: LigneDeCommande) -> None:
    recouvre.jour("2026-10-01")
    recouvre.ouvrir("F-27", "1000", echeance="30/09/2026")
    recouvre.jour("2027-02-15")
    phrase = recouvre.refuse("decompte", "D-1")
    assert "1er semestre 2027" in phrase
    tapez = re.search(r"recouvre (taux ajouter bce 2027-01-01 .*)", phrase)
    assert tapez, phrase
    recouvre.fait(*shlex.split(tapez[1].replace("VALEUR", "2,65").replace("…", "BCE, 17/12/2026")))
    decompte = recouvre.json("decompte", "D-1")
    assert interets(decompte) == [
        ("F-27", "2026-10-01", "2026-12-31", "92", "1000.00", "12.40", "31.25"),
        ("F-27", "2027-01-01", "2027-02-15", "46", "1000.00", "12.65", "15.94"),
    ]
    assert "BCE, 17/12/2026" in recouvre.fait("taux", "montrer", "bce", "--au", "01/01/2027").sortie
    recouvre.verifier()


def test_taux_inconnu_un_paiement_s_enregistre_puis_s_impute(recouvre: LigneDeCommande) -> None:
    recouvre.jour("2026-10-01")
    recouvre.ouvrir("F-27", "1000", echeance="30/09/2026")
    recouvre.jour("2027-01-20")
    dit = recouvre("encaisser", "D-1", "500", "--le", "15/01/2027")
    assert (dit.code, dit.erreur) == (0, "")
    assert "Imputation en attente" in dit.sortie and "taux ajouter bce 2027-01-01" in dit.sortie
    assert recouvre.json("dossiers")["dossiers"][0]["principal"] is None
    assert ("D-1", "taux:bce:2027-01-01", "2027-01-15") in recouvre.agenda("2027-01-20")
    assert [r["raisons"] for r in recouvre.json("relances")["retenues"]] == [["taux"]]
    assert recouvre.fait("dossier", "D-1").sortie.count("taux ajouter") == 1
    recouvre.verifier()
    recouvre.fait("taux", "ajouter", "bce", "01/01/2027", "2,65", "--source", "BCE")
    assert recouvre.json("dossiers")["dossiers"][0]["principal"] == "576.45"
    assert restants(recouvre.json("decompte", "D-1", "--au", "15/01/2027")) == (
        "576.45", "0.00", "0.00", "0.00", "576.45",
    )  # fmt: skip
    assert not [etape for _, etape, _ in recouvre.agenda("2027-01-20") if etape.startswith("taux")]
    recouvre.verifier()


def test_taux_connu_ne_se_recrit_pas(recouvre: LigneDeCommande) -> None:
    """Un décompte déjà envoyé ne change pas parce qu'on ajoute une valeur au milieu de ce qui est connu."""
    recouvre.jour("2025-02-28")
    recouvre.ouvrir(*FACTURE_CAS_1, echeance="31/05/2024")
    avant = recouvre.json("decompte", "D-1")
    assert "déjà" in recouvre.refuse("taux", "ajouter", "bce", "2024-12-18", "9", "--source", "erreur")
    assert "déjà" in recouvre.refuse("taux", "ajouter", "bce", "2025-01-01", "9", "--source", "erreur")
    assert recouvre.json("decompte", "D-1") == avant


@pytest.mark.parametrize(
    ("table", "valeur", "attendu"),
    [("majoration-professionnelle", "8", "8"), ("indemnite-forfaitaire", "50", "50,00 €")],
)
def test_une_loi_a_venir_s_ajoute(recouvre: LigneDeCommande, table: str, valeur: str, attendu: str) -> None:
    """Ce qui vaut sans terme connu peut changer un jour à venir ; ce qui est passé ne se récrit pas."""
    recouvre.fait("taux", "ajouter", table, "01/01/2028", valeur, "--source", "loi du 1er décembre 2027")
    dit = sans_insecables(recouvre.fait("taux", "montrer", table, "--au", "01/06/2028").sortie)
    assert attendu in dit and "loi du 1er décembre 2027" in dit
    assert "déjà" in recouvre.refuse("taux", "ajouter", table, "01/01/2025", valeur, "--source", "erreur")


@pytest.mark.parametrize("faute", ["valeur =", "[[valeurs]]\nvaleur = 3\n", 'valeurs = "x"\n', "valeurs = [3]\n"])
def test_table_du_cabinet_mal_corrigee_a_la_main(recouvre: LigneDeCommande, faute: str) -> None:
    """« Une faute de saisie se corrige dans le fichier » : s'y tromper donne une phrase qui le nomme."""
    recouvre.ouvrir()
    (recouvre.cabinet / "parametres" / "bce.toml").write_text(faute, encoding="utf-8")
    assert "bce.toml" in recouvre.refuse("decompte", "D-1")


def sans_insecables(texte: str) -> str:
    return texte.replace("\u202f", " ").replace("\u00a0", " ")


def nombre(texte: str) -> Decimal:
    return Decimal(texte.replace(",", "."))
