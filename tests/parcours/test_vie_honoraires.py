"""Les honoraires de l'agence : le barème daté d'un créancier, ce qu'il fait devoir, la convention qui l'imprime.

Cas 7 et 10 au centime, hors facture numérotée et relevé de reversement.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from cabinet_essai import ADRESSE_CREANCIER, LigneDeCommande
from pypdf import PdfReader

FORGE = "Forge Béranger"
TRANCHES = "12 % jusqu'à 5000 ; 10 % jusqu'à 20000 ; 8 % au-delà"
MAI = ("--du", "01/05/2026", "--au", "31/05/2026")
CONVENTION = (
    "courrier", "D-1", "convention_mandat", "--avec", "garantie=300 000 € par sinistre", "--avec",
    "representant=M. Paul Béranger, gérant",
)  # fmt: skip


@pytest.fixture
def mai(recouvre: LigneDeCommande) -> LigneDeCommande:
    """Le cas 10 : A rend 7 300 € (dont 260 d'intérêts et 40 d'indemnité), B 1 000 € chez le créancier."""
    recouvre.jour("2026-05-31")
    recouvre.ouvrir("F-A", "7000", "--emise", "01/12/2025", "--taux", "12,67", echeance="24/01/2026")
    recouvre.ouvrir("F-B", "1000", "--emise", "01/12/2025", debiteur="SAS Brise-Lames")
    recouvre.fait("encaisser", "D-1", "7300", "--le", "11/05/2026")
    recouvre.fait("encaisser", "D-2", "1000", "--le", "12/05/2026", "--direct")
    return recouvre


def releve(recouvre: LigneDeCommande, *mots: str) -> Any:
    """Le relevé de mai du seul créancier qui en ait un."""
    [compte] = recouvre.json("honoraires", *MAI, *mots)["creanciers"]
    return compte


def sommes(objet: Any) -> tuple[str, str, str]:
    return objet["ht"], objet["tva"], objet["ttc"]


def lire(fichier: str | Path) -> str:
    texte = " ".join(page.extract_text() for page in PdfReader(fichier).pages)
    return " ".join(texte.replace("’", "'").replace("\u202f", " ").replace("\u00a0", " ").split())


def test_un_compte_client_s_ouvre_avec_son_bareme(recouvre: LigneDeCommande) -> None:
    """§ 9.2, ligne « Ouverture gratuite d'un compte client » : son compte et son barème, avant tout dossier.

    Les conditions de la rémunération sont dites (CPCE R124-3 3°), et la convention les imprime.
    """
    recouvre.fait("creancier", FORGE, "--nouveau", *ADRESSE_CREANCIER, "--convention-le", "02/03/2026")
    recouvre.fait("bareme", FORGE, "--du", "02/03/2026", "--commission", TRANCHES)
    montre = " ".join(recouvre.fait("creancier", FORGE).sortie.split())
    assert "à partir du 02/03/2026, 12 % hors taxes" in montre and "3 rue du Port" in montre
    [bareme] = recouvre.json("creancier", FORGE)["honoraires"]
    assert bareme["commissions"] == [
        {
            "des_mois": 0,
            "tranches": [
                {"taux": "12", "au_plus": "5000.00"}, {"taux": "10", "au_plus": "20000.00"},
                {"taux": "8", "au_plus": None},
            ],
        }
    ]  # fmt: skip
    recouvre.ouvrir("F-1", "1000", "--emise", "01/01/2026")
    assert len(recouvre.json("creancier")["creanciers"]) == 1, "le dossier est allé à ce compte"
    recouvre.fait(*CONVENTION, "--sortie", "convention.pdf")
    dit = lire("convention.pdf")
    assert "pour ce qui est encaissé à partir du 2 mars 2026 : 12 % hors taxes des sommes encaissées" in dit
    assert "jusqu'à 5 000,00 €, 10 % jusqu'à 20 000,00 €, 8 % au-delà" in dit
    assert "Elle est à la charge du créancier seul : rien n'en est réclamé au débiteur (article L. 111-8" in dit
    recouvre.verifier()


def test_ce_que_coute_le_recouvrement_et_a_qui(mai: LigneDeCommande) -> None:
    """§ 9.5, ligne « FAQ : coûts, honoraires » : le barème, ce qu'il fait devoir au créancier, rien au débiteur.

    Cas 10, au centime : 830,00 pour A, 120,00 pour B. La facture numérotée ne se fait pas ici, et l'aide le dit.
    """
    mai.fait("bareme", FORGE, "--du", "01/01/2026", "--commission", TRANCHES)
    compte = releve(mai)
    un, deux = compte["encaissements"]
    assert un["lignes"] == [
        {"nature": "commission", "base": "5000.00", "taux": "12", "montant": "600.00"},
        {"nature": "commission", "base": "2300.00", "taux": "10", "montant": "230.00"},
    ]
    assert (sommes(un), sommes(deux)) == (("830.00", "166.00", "996.00"), ("120.00", "24.00", "144.00"))
    assert sommes(compte) == sommes(mai.json("honoraires", *MAI)) == ("950.00", "190.00", "1140.00")
    assert (compte["encaisse"], compte["encaisse_direct"]) == ("7300.00", "1000.00")
    assert (un["bareme_du"], deux["direct"], compte["sans_bareme"]) == ("2026-01-01", True, [])

    dit = " ".join(mai.fait("honoraires", *MAI).sortie.replace("\u202f", " ").replace("\u00a0", " ").split())
    for mot in ("5 000,00 × 12 %", "2 300,00 × 10 %", "1 140,00", "Barème du 01/01/2026", "L111-8"):
        assert mot in dit, mot
    assert "n'est pas une facture" in dit and "n'en numérote pas encore" in " ".join(
        mai.fait("honoraires", "--aide").sortie.split()
    )


def test_les_honoraires_n_entrent_dans_aucun_decompte(mai: LigneDeCommande) -> None:
    """L111-8 : noter un barème et relever des honoraires ne change ni ce qui est dû, ni l'agenda."""
    avant = mai.json("decompte", "D-1", "--au", "31/05/2026"), mai.projections()
    assert avant[0]["total"] == "0.00", "260,00 d'intérêts, 40,00 d'indemnité, 7 000,00 de principal"
    mai.fait("bareme", FORGE, "--du", "01/01/2026", "--commission", TRANCHES)
    mai.fait("honoraires", *MAI)
    assert (mai.json("decompte", "D-1", "--au", "31/05/2026"), mai.projections()) == avant


def test_le_cas_7_paiement_direct(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1800", "--emise", "01/01/2026")
    recouvre.fait("bareme", FORGE, "--du", "01/01/2026", "--commission", "15 %")
    recouvre.jour("2026-03-12")
    paye = ("encaisser", "D-1", "1800", "--le", "12/03/2026", "--direct")
    assert recouvre.json(*paye)["total"] == "63.97"
    assert "double saisie" in recouvre.refuse(*paye)
    [compte] = recouvre.json("honoraires", FORGE)["creanciers"]
    assert sommes(compte) == ("270.00", "54.00", "324.00")
    assert (compte["encaisse"], compte["encaisse_direct"]) == ("0.00", "1800.00")
    recouvre.fait("remise", "D-1", "--accessoires", "--motif", "tout au principal", "--autorisee-le", "12/03/2026")
    assert recouvre.json("decompte", "D-1", "--au", "13/03/2026")["total"] == "0.00"
    [apres] = recouvre.json("honoraires", FORGE)["creanciers"]
    assert apres == compte, "une remise ne change pas ce que l'agence a fait rentrer"


def test_annuler_un_paiement_annule_ses_honoraires(mai: LigneDeCommande) -> None:
    """B4 : 7 300 € saisis au lieu de 730 €."""
    mai.fait("bareme", FORGE, "--du", "01/01/2026", "--commission", TRANCHES)
    mai.fait("annuler", "D-1", str(mai.rang("EncaissementRecu", 1)), "--motif", "730 et non 7 300")
    assert sommes(releve(mai)) == ("120.00", "24.00", "144.00")
    mai.fait("encaisser", "D-1", "730", "--le", "11/05/2026")
    compte = releve(mai)
    assert [sommes(ligne) for ligne in compte["encaissements"]] == [
        ("87.60", "17.52", "105.12"), ("120.00", "24.00", "144.00"),
    ]  # fmt: skip
    assert compte["encaissements"][0]["rang"] == mai.rang("EncaissementRecu", 1)
    mai.verifier()


def test_un_paiement_annule_puis_ressaisi_porte_son_nouveau_rang(mai: LigneDeCommande) -> None:
    mai.fait("bareme", FORGE, "--du", "01/01/2026", "--commission", "10 %")
    mai.fait("annuler", "D-2", str(mai.rang("EncaissementRecu", 2)), "--motif", "mauvais dossier, pensait-on")
    mai.fait("encaisser", "D-2", "1000", "--le", "12/05/2026", "--direct")
    _, ressaisi = releve(mai)["encaissements"]
    assert (ressaisi["rang"], ressaisi["ht"]) == (mai.rang("EncaissementRecu", 2), "100.00")


def test_les_tranches_se_souviennent_des_mois_d_avant(recouvre: LigneDeCommande) -> None:
    """Chaque mois ne relève que ses paiements, et ceux d'après ne changent rien à ceux d'avant."""
    recouvre.ouvrir("F-1", "3000", "--emise", "01/01/2026")
    recouvre.fait("bareme", FORGE, "--du", "01/01/2026", "--commission", "20 % jusqu'à 1000 ; 10 % au-delà")
    recouvre.jour("2026-07-31")
    for jour in ("31/05/2026", "01/06/2026", "01/07/2026"):
        recouvre.fait("encaisser", "D-1", "800", "--le", jour)
    juin = ("--du", "01/06/2026", "--au", "30/06/2026")
    assert [recouvre.json("honoraires", *mois)["ht"] for mois in (MAI, juin, ())] == ["160.00", "100.00", "80.00"]
    assert recouvre.json("honoraires", "--du", "31/05/2026")["ht"] == "340.00"
    [compte] = recouvre.json("honoraires", *juin)["creanciers"]
    assert [ligne["recu_le"] for ligne in compte["encaissements"]] == ["2026-06-01"]


def test_un_seul_taux_selon_ce_qui_a_ete_confie(recouvre: LigneDeCommande) -> None:
    """L'acompte d'avant n'a pas été confié ; l'avoir d'après l'a été."""
    recouvre.jour("2026-05-31")
    recouvre.ouvrir("F-1", "3000", "--emise", "01/01/2026", "--deja-regle", "600")
    recouvre.fait(
        "bareme", FORGE, "--du", "01/01/2026", "--commission", "25 % jusqu'à 2399,99 ; 10 %", "--selon", "confie"
    )
    recouvre.fait("avoir", "D-1", "--numero", "A-1", "--montant", "500", "--le", "02/05/2026")
    recouvre.fait("encaisser", "D-1", "100", "--le", "10/05/2026")
    assert releve(recouvre)["ht"] == "10.00"
    recouvre.fait(
        "bareme", FORGE, "--du", "02/05/2026", "--commission", "25 % jusqu'à 2400 ; 10 %", "--selon", "confie"
    )
    assert releve(recouvre)["ht"] == "25.00"


def test_ce_qui_vient_apres_ne_change_pas_le_principal_releve(recouvre: LigneDeCommande) -> None:
    recouvre.jour("2026-05-31")
    recouvre.ouvrir("F-1", "1800", "--emise", "01/01/2026")
    recouvre.fait("bareme", FORGE, "--du", "01/01/2026", "--commission", "10 %", "--assiette", "principal")
    recouvre.fait("encaisser", "D-1", "1800", "--le", "12/05/2026")
    avant = releve(recouvre)
    [ligne] = avant["encaissements"]
    assert ligne["assiette"] == "1699.48", "1 800,00 moins 101 jours d'intérêts (60,52) et 40,00"
    recouvre.fait(
        "remise", "D-1", "--accessoires", "--motif", "geste", "--autorisee-le", "13/05/2026", "--le", "13/05/2026"
    )
    assert releve(recouvre) == avant


def test_un_dossier_annule_ne_fait_rien_devoir(mai: LigneDeCommande) -> None:
    mai.fait("bareme", FORGE, "--du", "01/01/2026", "--commission", TRANCHES)
    for dossier in ("D-1", "D-2"):
        numero = int(dossier[2:])
        mai.fait("annuler", dossier, str(mai.rang("EncaissementRecu", numero)), "--motif", "erreur")
        mai.fait("annuler", dossier, str(mai.rang("DossierOuvert", numero)), "--motif", "erreur")
    assert mai.json("honoraires", *MAI)["creanciers"] == []
    assert "Aucun encaissement" in mai.fait("honoraires", *MAI).sortie


def test_sans_bareme_rien_n_est_devine(mai: LigneDeCommande) -> None:
    """Un paiement d'avant le premier barème est listé à part, avec ce qu'il faut taper ; il se compte une fois noté."""
    compte = releve(mai)
    assert compte["encaissements"] == [] and sommes(compte) == ("0.00", "0.00", "0.00")
    assert [ligne["dossier"] for ligne in compte["sans_bareme"]] == ["D-1", "D-2"]
    assert all('recouvre bareme "Forge Béranger" --du' in ligne["note"] for ligne in compte["sans_bareme"])

    mai.fait("bareme", FORGE, "--du", "12/05/2026", "--commission", "12 %")
    compte = releve(mai)
    assert [ligne["dossier"] for ligne in compte["sans_bareme"]] == ["D-1"]
    assert sommes(compte) == ("120.00", "24.00", "144.00")
    dit = mai.fait("honoraires", *MAI).sortie
    assert "! D-1" in dit and "sans barème" in dit and "recouvre bareme" in dit
    mai.fait("bareme", FORGE, "--du", "01/05/2026", "--commission", "10 %")
    assert sommes(releve(mai)) == ("850.00", "170.00", "1020.00"), "chacun au barème de son jour"


def test_un_bareme_se_corrige_et_se_retire_mais_pas_par_megarde(mai: LigneDeCommande) -> None:
    mai.fait("bareme", FORGE, "--du", "01/01/2026", "--commission", "12 %")
    autre = ("bareme", FORGE, "--du", "01/01/2026", "--commission", "15 %", "--minimum", "1000")
    assert "--remplacer" in mai.refuse(*autre)
    assert "s'y compte, même déjà saisi" in mai.fait(*autre, "--remplacer").sortie
    assert sommes(releve(mai)) == ("2095.00", "419.00", "2514.00"), "1 095,00, et le minimum de 1 000,00"
    mai.fait("bareme", FORGE, "--du", "01/06/2026", "--commission", "20 %")
    assert [b["du"] for b in mai.json("bareme", FORGE)["baremes"]] == ["2026-01-01", "2026-06-01"]
    assert "01/01/2026, 01/06/2026" in mai.refuse("bareme", FORGE, "--retirer", "--du", "02/01/2026")
    mai.fait("bareme", FORGE, "--retirer", "--du", "01/01/2026")
    assert [ligne["dossier"] for ligne in releve(mai)["sans_bareme"]] == ["D-1", "D-2"]
    mai.verifier()


@pytest.mark.parametrize(
    ("mots", "code", "phrase"),
    [
        (("--minimum", "50"), 2, "dites sa commission"),
        (("--direct", "comme le reste"), 2, "dites sa commission"),
        (("--du", "01/01/2026"), 2, "dites sa commission"),
        (("--commission", "12 %"), 2, "à partir de quel jour"),
        (("--retirer",), 2, "à partir de quel jour"),
        (("--retirer", "--du", "01/01/2026", "--commission", "12 %"), 2, "se retire ou se note"),
        (("--du", "01/01/2026", "--commission", "12 % jusqu'à 5000"), 1, "au-delà de la dernière"),
        (("--du", "01/01/2026", "--commission", "douze"), 2, "n'est pas une commission"),
        (("--du", "01/01/2026", "--commission", "12 %", "--direct", "zut"), 2, "--direct"),
        (("--du", "01/01/2026", "--commission", "12 %", "--anciennete", "24"), 2, "24 mois :"),
        (("--du", "01/01/2026", "--commission", "12 %", "--selon", "hasard"), 2, "recouvre, confie"),
        (("--du", "01/01/2026", "--commission", "12 %", "--tva", "120"), 2, "--tva"),
        (("--du", "01/01/2026", "--commission", "12 %", "--minimum", "-1"), 1, "minimum"),
    ],
)  # fmt: skip
def test_un_bareme_bancal_est_refuse(recouvre: LigneDeCommande, mots: tuple[str, ...], code: int, phrase: str) -> None:
    recouvre.fait("creancier", FORGE, "--nouveau")
    assert phrase in recouvre.refuse("bareme", FORGE, *mots, code=code)


def test_le_minimum_puis_ce_qu_il_couvrait_deja(recouvre: LigneDeCommande) -> None:
    """40 € au premier paiement (3,33 de commission) ; les suivants n'ajoutent que ce qui le dépasse."""
    recouvre.jour("2026-05-31")
    recouvre.ouvrir("F-1", "1000", "--emise", "01/01/2026", echeance="31/05/2026")
    recouvre.fait("bareme", FORGE, "--du", "01/01/2026", "--commission", "33,33 %", "--minimum", "40")
    for somme, jour in (("10", "06/05/2026"), ("90", "07/05/2026"), ("100", "08/05/2026")):
        recouvre.fait("encaisser", "D-1", somme, "--le", jour)
    assert [sommes(ligne) for ligne in releve(recouvre)["encaissements"]] == [
        ("40.00", "8.00", "48.00"), ("0.00", "0.00", "0.00"), ("26.66", "5.33", "31.99"),
    ]  # fmt: skip
    dit = recouvre.fait("honoraires", *MAI).sortie
    assert "minimum : 36,67" in dit and "déjà dans le minimum : -30,00" in dit, "on voit pourquoi rien n'est dû"


def test_un_trop_percu_n_est_pas_de_l_argent_recouvre(recouvre: LigneDeCommande) -> None:
    recouvre.jour("2026-05-31")
    recouvre.ouvrir("F-1", "1000", "--emise", "01/01/2026")
    recouvre.fait("bareme", FORGE, "--du", "01/01/2026", "--commission", "10 %")
    recu = recouvre.json("encaisser", "D-1", "1500", "--le", "10/05/2026")
    assert recu["trop_percu"] == "427.05"
    [ligne] = releve(recouvre)["encaissements"]
    assert (ligne["encaisse"], ligne["assiette"], ligne["ht"]) == ("1500.00", "1072.95", "107.30")
    dit = recouvre.fait("honoraires", *MAI).sortie.replace("\u202f", " ").replace("\u00a0", " ")
    assert "1 072,95 × 10 %" in dit and "trop-perçu : 427,05" in dit
    assert '"1072,95 × 10\u00a0% ; trop-perçu : 427,05"' in recouvre.fait("honoraires", *MAI, "--csv").sortie
    recouvre.fait("avoir", "D-1", "--numero", "A-1", "--montant", "100", "--le", "20/05/2026")
    recouvre.fait("frais", "D-1", "90", "--nature", "complement", "--justificatif", "facture", "--le", "21/05/2026")
    assert releve(recouvre)["encaissements"] == [ligne], "ni un avoir ni des frais venus après n'y changent rien"


def test_le_principal_seul_l_anciennete_et_deux_fois_le_meme_paiement(recouvre: LigneDeCommande) -> None:
    recouvre.jour("2026-05-31")
    recouvre.ouvrir("F-1", "1000", "--emise", "01/01/2024", echeance="31/01/2024")
    recouvre.fait(
        "bareme", FORGE, "--du", "01/01/2026", "--commission", "12 %", "--anciennete", "24 mois : 20 %", "--assiette",
        "principal", "--tva", "0",
    )  # fmt: skip
    verse = ("encaisser", "D-1", "500", "--le", "10/05/2026")
    recouvre.fait(*verse)
    recouvre.fait(*verse, "--confirmer")
    un, deux = releve(recouvre)["encaissements"]
    parts = [part for part in recouvre.json("decompte", "D-1", "--au", "10/05/2026")["lignes"] if part["taux"]]
    interets = sum(int(part["montant"].replace(".", "")) for part in parts)
    principal = 1000_00 - interets - 40_00
    dits = [int(ligne["assiette"].replace(".", "")) for ligne in (un, deux)]
    assert sum(dits) == principal and dits[0] < dits[1] == 500_00
    assert un["lignes"][0]["taux"] == "20" and un["tva"] == "0.00" and un["rang"] < deux["rang"]


def test_un_csv_pour_le_tableur(mai: LigneDeCommande) -> None:
    mai.fait("bareme", FORGE, "--du", "12/05/2026", "--commission", "12,5 %")
    mai.fait("honoraires", *MAI, "--sortie", "mai.csv")
    octets = Path("mai.csv").read_bytes()
    assert octets.startswith(b"\xef\xbb\xbf")
    a, b = csv.DictReader(io.StringIO(octets.decode("utf-8-sig")), delimiter=";")
    assert (a["dossier"], a["ht"], a["recu_par"]) == ("D-1", "", "agence") and "recouvre bareme" in a["note"]
    assert (b["recu_par"], b["encaisse"], b["calcul"], b["bareme_du"], b["ht"], b["taux_tva"], b["ttc"], b["note"]) == (
        "créancier", "1000,00", "1000,00 × 12,5\u00a0%", "12/05/2026", "125,00", "20", "150,00", "",
    )  # fmt: skip
    assert mai.fait("honoraires", *MAI, "--csv").sortie.lstrip("\ufeff").splitlines()[0].startswith("reference;dossier")
    mai.refuse("honoraires", *MAI, "--csv", "--json", code=2)
    mai.refuse("honoraires", "--du", "02/05/2026", "--au", "01/05/2026", code=2)


def test_chaque_creancier_son_bareme(mai: LigneDeCommande) -> None:
    mai.ouvrir("F-C", "100", "--emise", "01/12/2025", creancier="Scierie Cœur", debiteur="SARL Roy")
    mai.fait("encaisser", "D-3", "100", "--le", "31/05/2026")
    mai.fait("bareme", FORGE, "--du", "01/01/2026", "--commission", TRANCHES)
    mai.fait("bareme", "Scierie Cœur", "--du", "01/01/2026", "--commission", "25 %", "--direct", "rien")
    tout = mai.json("honoraires", *MAI)
    assert [c["creancier"] for c in tout["creanciers"]] == [FORGE, "Scierie Cœur"]
    assert sommes(tout) == ("975.00", "195.00", "1170.00")
    [seul] = mai.json("honoraires", "Scierie Cœur", *MAI)["creanciers"]
    assert sommes(seul) == ("25.00", "5.00", "30.00")
    assert "Tous créanciers" in mai.fait("honoraires", *MAI).sortie
    assert mai.json("honoraires", "--du", "12/05/2026", "--au", "12/05/2026")["ht"] == "120.00"


def test_ce_que_le_releve_d_avant_n_a_pas_vu_se_rappelle(mai: LigneDeCommande) -> None:
    """Mai relevé le 31 ; en juin, un paiement de mai est saisi, un autre annulé : juin le dit."""
    mai.fait("bareme", FORGE, "--du", "01/01/2026", "--commission", "10 %")
    assert mai.json("honoraires", *MAI)["apres_coup"] == []
    mai.jour("2026-06-02")
    mai.fait("annuler", "D-1", str(mai.rang("EncaissementRecu", 1)), "--motif", "sans provision")
    mai.fait("encaisser", "D-2", "10", "--le", "30/05/2026")
    mai.fait("encaisser", "D-2", "11", "--le", "29/05/2026")
    mai.fait("annuler", "D-2", str(mai.rang("EncaissementRecu", 2)), "--motif", "saisi deux fois le même jour")
    juin = mai.json("honoraires", "--au", "30/06/2026")
    assert juin["creanciers"] == []
    assert juin["apres_coup"] == [
        {"dossier": "D-1", "recu_le": "2026-05-11", "annule": True, "cause": "annulé"},
        {"dossier": "D-2", "recu_le": "2026-05-30", "annule": False, "cause": "saisi"},
    ]
    dit = " ".join(mai.fait("honoraires", FORGE, "--au", "30/06/2026").sortie.split())
    assert "Reçus avant le 01/06/2026, saisis depuis : D-2 (30/05/2026)" in dit
    assert "annulés depuis : D-1 (11/05/2026)" in dit and "--du 11/05/2026 --au 31/05/2026" in dit
    mai.ouvrir("F-C", "100", "--emise", "01/12/2025", creancier="Scierie Cœur", debiteur="SARL Roy")
    assert mai.json("honoraires", "Scierie Cœur", "--au", "30/06/2026")["apres_coup"] == []


def test_ce_qui_fait_recompter_un_releve_d_avant_se_rappelle(recouvre: LigneDeCommande) -> None:
    """En juin, un avoir du 3 mai et une facture de plus changent les honoraires de mai : juin le dit, et le chiffre."""
    for debiteur in ("Menuiserie Faure", "SAS Brise-Lames", "SARL Roy"):
        recouvre.ouvrir(debiteur, "2000", "--emise", "01/01/2026", echeance="31/05/2026", debiteur=debiteur)
    recouvre.jour("2026-05-31")
    recouvre.fait(
        "bareme", FORGE, "--du", "01/01/2026", "--commission", "25 % jusqu'à 2500 ; 10 %", "--selon", "confie"
    )
    for dossier, somme in (("D-1", "2000"), ("D-2", "100"), ("D-3", "100")):
        recouvre.fait("encaisser", dossier, somme, "--le", "10/05/2026")
    avant = [ligne["ht"] for ligne in releve(recouvre)["encaissements"]]
    assert avant == ["500.00", "25.00", "25.00"]
    recouvre.jour("2026-06-10")
    juin = ("--du", "01/06/2026", "--au", "30/06/2026")
    assert recouvre.json("honoraires", *juin)["apres_coup"] == []
    recouvre.fait("avoir", "D-1", "--numero", "A-1", "--montant", "50", "--le", "03/05/2026")
    recouvre.fait(
        "facture", "D-2", "--numero", "F-9", "--montant", "1000", "--emise", "01/06/2026", "--echeance", "30/06/2026"
    )
    recouvre.fait("avoir", "D-3", "--numero", "A-3", "--montant", "50", "--le", "03/06/2026")
    recouvre.fait("encaisser", "D-3", "100", "--le", "05/06/2026")
    assert [ligne["ht"] for ligne in releve(recouvre)["encaissements"]] == ["487.50", "10.00", "25.00"]
    assert recouvre.json("honoraires", *juin)["apres_coup"] == [
        {"dossier": "D-1", "recu_le": "2026-05-10", "annule": False, "cause": "recompté"},
        {"dossier": "D-2", "recu_le": "2026-05-10", "annule": False, "cause": "recompté"},
    ]
    dit = " ".join(recouvre.fait("honoraires", *juin).sortie.split())
    assert "comptés autrement depuis (un avoir, une facture, un taux ou un autre paiement saisi après) : D-1" in dit
    assert "--du 10/05/2026 --au 31/05/2026" in dit
    assert recouvre.json("honoraires", *MAI)["apres_coup"] == [], "mai ne se contredit pas lui-même"


def test_un_taux_a_relever_met_le_dossier_en_attente(recouvre: LigneDeCommande) -> None:
    """Sans le taux, on ne sait pas ce que le paiement a réglé : rien n'est deviné, et rien d'autre ne s'arrête."""
    recouvre.jour("2027-08-31")
    recouvre.ouvrir("F-1", "1000", "--emise", "01/01/2026")
    recouvre.fait("bareme", FORGE, "--du", "01/01/2026", "--commission", "10 %")
    recouvre.fait("encaisser", "D-1", "500", "--le", "31/08/2027")
    [compte] = recouvre.json("honoraires")["creanciers"]
    [attente] = compte["en_attente"]
    assert "taux" in attente["note"] and compte["encaissements"] == compte["sans_bareme"] == []
    assert "taux à relever" in recouvre.fait("honoraires").sortie


def test_un_compte_ne_s_ouvre_pas_deux_fois_ni_a_moitie(recouvre: LigneDeCommande) -> None:
    recouvre.refuse("creancier", FORGE, "--nouveau", "--scenario", "zzz")
    recouvre.refuse("creancier", "--nouveau", code=2)
    recouvre.refuse("creancier", " . ", "--nouveau")
    recouvre.fait("creancier", FORGE, "--nouveau")
    assert "a déjà son compte" in recouvre.refuse("creancier", "FORGE BERANGER", "--nouveau")
    assert "--nouveau" in recouvre.refuse("bareme", "Inconnue", "--du", "01/01/2026", "--commission", "12 %")


def test_un_service_interne_n_a_ni_mandat_ni_honoraires(interne: LigneDeCommande) -> None:
    interne.ouvrir("F-1", "1000", complet=False, creancier="Cabinet Vauquelin")
    assert interne.json("creancier", "Cabinet Vauquelin")["honoraires"] == [], "l'entreprise se nomme par son nom"
    assert "mode interne" in interne.refuse("honoraires")
    bareme = ("bareme", "Cabinet Vauquelin", "--du", "01/01/2026", "--commission", "12 %")
    assert "mode interne" in interne.refuse(*bareme)
    assert "mode interne" in interne.refuse("creancier", FORGE, "--nouveau")
    assert "Honoraires" not in interne.fait("creancier", "Cabinet Vauquelin").sortie


def test_la_convention_imprime_le_bareme_ou_ce_que_l_on_dit(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1000", "--emise", "01/01/2026")
    manque = recouvre.refuse(*CONVENTION)
    assert '--avec "remuneration=…"' in manque and "recouvre bareme" in manque
    recouvre.fait(*CONVENTION, "--avec", "remuneration=un forfait", "--sortie", "dit.pdf")
    assert "se détermine ainsi : un forfait. Elle est à la charge du créancier seul" in lire("dit.pdf")
    recouvre.fait("bareme", FORGE, "--du", "01/04/2026", "--commission", "12 %", "--direct", "rien")
    recouvre.fait(*CONVENTION, "--avec", "remuneration=un forfait", "--sortie", "tout.pdf")
    attendu = "à partir du 1er avril 2026 : 12 % hors taxes des sommes encaissées ; rien n'est dû sur ce que le"
    assert attendu in lire("tout.pdf"), "un barème à venir est celui de la convention que l'on prépare"
    assert "TVA de 20 % en sus ; un forfait." in lire("tout.pdf")
