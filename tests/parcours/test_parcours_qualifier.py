"""Qualifier une créance, préciser une facture : ce que l'on en dit change le décompte, et l'absurde est refusé."""

from __future__ import annotations

import pytest
from cabinet_essai import LigneDeCommande


@pytest.fixture
def tenu(recouvre: LigneDeCommande) -> LigneDeCommande:
    """1 000 € échus le 31/01/2026, entre professionnels ; nous sommes le mardi 3 mars."""
    recouvre.ouvrir("F-1", "1000", "--emise", "01/01/2026")
    return recouvre


def consommateur(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1000", "--emise", "01/01/2026", "--qualite", "consommateur")


def test_sans_option_la_qualification_se_montre_et_rien_ne_s_ecrit(tenu: LigneDeCommande) -> None:
    avant = tenu.octets()
    objet = tenu.json("qualifier", "D-1")
    assert objet["qualification"] == {
        "nature": None, "creancier_particulier": False, "acheteur": None, "taux": None, "sous_plancher": None,
        "exact": False, "clause_penale": None, "capitalisation": False,
        "imputation": ["interets", "accessoires", "principal"], "pret_un_an": False,
    }  # fmt: skip
    assert objet["factures"] == [
        {"numero": "F-1", "nature": "b2b", "taux": None, "executee_le": None, "retenue": "0.00"}
    ]
    assert "b2b" in tenu.fait("qualifier", "D-1").sortie and "(supposée)" in tenu.fait("qualifier", "D-1").sortie
    assert tenu.octets() == avant


def test_chaque_qualification_garde_ce_que_l_on_savait_deja(tenu: LigneDeCommande) -> None:
    tenu.fait("qualifier", "D-1", "--taux", "12,5", "--clause-penale", "10 %", "--exact")
    tenu.fait("qualifier", "D-1", "--nature", "transport", "--clause-penale", "150 €")
    dite = tenu.json("qualifier", "D-1")["qualification"]
    assert (dite["taux"], dite["nature"], dite["exact"]) == ("12.5", "transport", True)
    assert dite["clause_penale"] == {"points": None, "forfait": "150.00"}
    tenu.fait("qualifier", "D-1", "--taux", "aucun", "--nature", "aucune", "--clause-penale", "aucune", "--sans-exact")
    assert tenu.json("qualifier", "D-1")["qualification"] == {
        **dite, "taux": None, "nature": None, "exact": False, "clause_penale": None,
    }  # fmt: skip
    tenu.verifier()


def test_qualifier_deux_fois_pareil_ne_s_ecrit_pas_et_revenir_en_arriere_s_ecrit(tenu: LigneDeCommande) -> None:
    tenu.fait("qualifier", "D-1", "--capitalisation")
    assert "déjà qualifiée ainsi" in tenu.refuse("qualifier", "D-1", "--capitalisation")
    tenu.fait("qualifier", "D-1", "--sans-capitalisation")
    tenu.fait("qualifier", "D-1", "--capitalisation")
    assert tenu.json("qualifier", "D-1")["qualification"]["capitalisation"] is True
    tenu.verifier()


def test_un_taux_convenu_change_le_decompte_depuis_l_origine(tenu: LigneDeCommande) -> None:
    tenu.fait("qualifier", "D-1", "--taux", "20")
    [ligne] = [li for li in tenu.json("decompte", "D-1")["lignes"] if li["nature"] == "interets"]
    assert (ligne["du"], ligne["taux"], ligne["montant"]) == ("2026-02-01", "20", "16.99")
    rang = tenu.rang("CreanceQualifiee")
    tenu.fait("annuler", "D-1", str(rang), "--motif", "erreur")
    [ligne] = [li for li in tenu.json("decompte", "D-1")["lignes"] if li["nature"] == "interets"]
    assert ligne["taux"] == "12.15"


def test_le_creancier_particulier_n_a_ni_penalite_ni_quarante_euros(tenu: LigneDeCommande) -> None:
    tenu.fait("qualifier", "D-1", "--creancier-particulier")
    decompte = tenu.json("decompte", "D-1")
    assert (decompte["interets"], decompte["indemnites"]) == ("0.00", "0.00")
    tenu.fait("qualifier", "D-1", "--creancier-professionnel")
    assert tenu.json("decompte", "D-1")["indemnites"] == "40.00"


@pytest.mark.parametrize(
    ("options", "code", "phrase"),
    [
        (("--nature", "telecoms"), 1, "Vouliez-vous dire « telecom »"),
        (("--nature", "xyz"), 1, "Natures : "),
        (("--acheteur", "sante"), 1, "ne vaut que pour un débiteur public"),
        (("--acheteur", "mairie"), 2, "n'est pas au choix"),
        (("--creancier-particulier", "--sous-plancher", "relever"), 1, "qu'entre professionnels"),
        (("--taux", "400"), 2, "pas un taux vraisemblable"),
        (("--taux", "-3"), 2, "pas un taux vraisemblable"),
        (("--taux", "douze"), 2, "« 3 x légal »"),
        (("--clause-penale", "10"), 2, "« 10 % » ou « 150 € »"),
        (("--clause-penale", "0 %"), 2, "« 10 % » ou « 150 € »"),
        (("--clause-penale", "-5 €"), 2, "« 10 % » ou « 150 € »"),
        (("--imputation", "principal,interets"), 2, "les trois postes"),
        (("--retenue", "10"), 2, "de quelle facture"),
        (("--executee-le", "01/01/2026"), 2, "de quelle facture"),
        (("--facture", "F-1"), 2, "ajoutez --nature"),
        (("--facture", "F-1", "--taux", "5"), 2, "retirez --taux"),
        (("--facture", "F-9", "--nature", "transport"), 1, "n'a pas de facture F-9 (il a : F-1)"),
        (("--facture", "F-1", "--retenue", "10"), 1, "que chez un acheteur public"),
        (("--facture", "F-1", "--retenue", "1000"), 1, "plus petite que la facture"),
        (("--facture", "F-1", "--executee-le", "04/03/2026"), 1, "dans l'avenir"),
        (("--facture", "F-1", "--nature", "xyz"), 1, "inconnue"),
    ],
)
def test_une_qualification_fausse_est_refusee(
    tenu: LigneDeCommande, options: tuple[str, ...], code: int, phrase: str
) -> None:
    assert phrase in tenu.refuse("qualifier", "D-1", *options, code=code)


def test_pas_de_clause_penale_sur_un_credit_a_la_consommation(recouvre: LigneDeCommande) -> None:
    """C. conso. L312-38 et L312-39 : dans un ordre ou dans l'autre, dossier ou facture."""
    consommateur(recouvre)
    refus = recouvre.refuse("qualifier", "D-1", "--nature", "credit_conso", "--clause-penale", "8 %")
    assert "L312-38" in refus
    recouvre.fait("qualifier", "D-1", "--clause-penale", "8 %")
    recouvre.refuse("qualifier", "D-1", "--nature", "credit_conso")
    recouvre.refuse("qualifier", "D-1", "--facture", "F-1", "--nature", "credit_conso")
    recouvre.fait("qualifier", "D-1", "--clause-penale", "aucune")
    recouvre.fait("qualifier", "D-1", "--facture", "F-1", "--nature", "credit_conso")
    recouvre.refuse("qualifier", "D-1", "--clause-penale", "150 €")
    recouvre.verifier()


def test_un_plancher_choisi_ne_vaut_pas_pour_un_consommateur(recouvre: LigneDeCommande) -> None:
    consommateur(recouvre)
    assert "L441-10 II" in recouvre.refuse("qualifier", "D-1", "--sous-plancher", "garder")


def test_un_taux_sous_le_plancher_avertit_et_n_est_pas_releve(tenu: LigneDeCommande) -> None:
    """1er semestre 2026 : taux légal 2,62 %, plancher 7,86 %."""
    dit = tenu.json("qualifier", "D-1", "--taux", "5")
    [phrase] = dit["avertissements"]
    assert (
        "7,86 %" in phrase and "1er semestre 2026" in phrase and "--sous-plancher garder, relever ou defaut" in phrase
    )
    assert dit["qualification"]["taux"] == "5" and dit["qualification"]["sous_plancher"] is None
    assert tenu.json("decompte", "D-1")["lignes"][1]["taux"] == "5"
    assert "Attention" in tenu.fait("qualifier", "D-1").sortie, "on le redit tant que rien n'est choisi"
    tranche = tenu.json("qualifier", "D-1", "--sous-plancher", "relever")
    assert tranche["avertissements"] == []
    assert tenu.json("decompte", "D-1")["lignes"][1]["taux"] == "7.86"


@pytest.mark.parametrize(
    ("taux", "averti"), [("7,85", True), ("7,86", False), ("2 x légal", True), ("3 x légal", False)]
)
def test_le_plancher_est_compare_au_centieme(tenu: LigneDeCommande, taux: str, averti: bool) -> None:
    assert bool(tenu.json("qualifier", "D-1", "--taux", taux)["avertissements"]) is averti


def test_un_consommateur_n_a_pas_de_plancher(recouvre: LigneDeCommande) -> None:
    consommateur(recouvre)
    assert recouvre.json("qualifier", "D-1", "--taux", "1")["avertissements"] == []


def test_ouvrir_et_facture_avertissent_aussi_du_plancher(recouvre: LigneDeCommande) -> None:
    saisie = (
        "ouvrir", "--creancier", "Forge", "--debiteur", "Faure SARL", "--facture", "F-1", "--montant", "100",
        "--emise", "01/01/2026", "--echeance", "31/01/2026",
    )  # fmt: skip
    [anomalie] = recouvre.json(*saisie, "--taux", "5")["anomalies"]
    assert anomalie["gravite"] == "avertissement" and "7,86 %" in anomalie["message"]
    autre = (
        "facture",
        "D-1",
        "--numero",
        "F-2",
        "--montant",
        "50",
        "--emise",
        "01/01/2026",
        "--echeance",
        "31/01/2026",
    )
    assert "7,86 %" in recouvre.json(*autre, "--taux", "4")["avertissements"][0]
    assert "Attention" in recouvre.fait(*_autre_numero(autre, "F-3"), "--taux", "BCE + 1").sortie
    assert recouvre.json(*_autre_numero(autre, "F-4"), "--taux", "BCE + 8")["avertissements"] == []
    recouvre.verifier()


def _autre_numero(mots: tuple[str, ...], numero: str) -> tuple[str, ...]:
    return tuple(numero if mot == "F-2" else mot for mot in mots)


def test_une_facture_s_ajoute_avec_sa_nature_et_sa_fin_de_prestation(tenu: LigneDeCommande) -> None:
    options = ("--numero", "F-2", "--montant", "50", "--emise", "01/02/2026", "--echeance", "28/02/2026")
    assert "inconnue" in tenu.refuse("facture", "D-1", *options, "--nature", "xyz")
    assert "que chez un acheteur public" in tenu.refuse("facture", "D-1", *options, "--retenue", "5")
    assert "dans l'avenir" in tenu.refuse("facture", "D-1", *options, "--executee-le", "04/03/2026")
    rang = tenu.json("facture", "D-1", *options, "--nature", "transport", "--executee-le", "15/01/2026")["rang"]
    precise = {"numero": "F-2", "nature": "transport", "taux": None, "executee_le": "2026-01-15", "retenue": "0.00"}
    assert precise in tenu.json("qualifier", "D-1")["factures"]
    tenu.fait("annuler", "D-1", str(rang), "--motif", "erreur")
    tenu.fait("facture", "D-1", *options)
    neuve = tenu.json("qualifier", "D-1")["factures"][1]
    assert (neuve["numero"], neuve["nature"], neuve["executee_le"]) == ("F-2", "b2b", None), "elle n'hérite de rien"
    tenu.verifier()


def test_la_fiche_montre_la_qualification_quand_il_y_en_a_une(tenu: LigneDeCommande) -> None:
    assert "Créance " not in tenu.fait("dossier", "D-1").sortie
    tenu.fait("qualifier", "D-1", "--taux", "3 x légal", "--imputation", "principal, interets, accessoires")
    sortie = " ".join(tenu.fait("dossier", "D-1").sortie.split())
    assert "taux du contrat 3 × le taux légal" in sortie and "imputation principal, intérêts, accessoires" in sortie
    assert tenu.json("dossier", "D-1")["qualification"]["taux"] == "3 x legal"


def test_l_ordre_convenu_impute_le_principal_d_abord(tenu: LigneDeCommande) -> None:
    tenu.fait("qualifier", "D-1", "--imputation", "principal,interets,accessoires")
    assert [p["nature"] for p in tenu.json("encaisser", "D-1", "100")["imputations"]] == ["principal"]


def test_la_clause_penale_s_impute_apres_l_indemnite(tenu: LigneDeCommande) -> None:
    tenu.fait("qualifier", "D-1", "--clause-penale", "10 %")
    tenu.fait("noter", "D-1", "mise-en-demeure", "--presentee-le", "02/03/2026")
    assert "clause pénale" in tenu.fait("encaisser", "D-1", "60").sortie
    tenu.fait("annuler", "D-1", str(tenu.rang("EncaissementRecu")), "--motif", "essai")
    parts = [(p["nature"], p["montant"]) for p in tenu.json("encaisser", "D-1", "200")["imputations"]]
    assert parts == [
        ("interets", "10.32"), ("indemnite", "40.00"), ("clause_penale", "100.00"), ("principal", "49.68"),
    ]  # fmt: skip


def test_les_reglages_du_creancier_valent_pour_les_dossiers_neufs_seulement(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1000", creancier="Mme Zoé Roy", debiteur="A SARL")
    dit = recouvre.fait("creancier", "Mme Zoé Roy", "--particulier", "--imputation", "principal,interets,accessoires")
    assert "Vaut pour les dossiers qui s'ouvriront" in dit.sortie
    regle = recouvre.json("creancier", "Mme Zoé Roy")
    assert (regle["particulier"], regle["imputation"]) == (True, "principal,interets,accessoires")
    recouvre.ouvrir("F-2", "1000", creancier="Mme Zoé Roy", debiteur="B SARL")
    ancien, neuf = (recouvre.json("qualifier", numero)["qualification"] for numero in ("D-1", "D-2"))
    assert (ancien["creancier_particulier"], neuf["creancier_particulier"]) == (False, True)
    assert (ancien["imputation"][0], neuf["imputation"][0]) == ("interets", "principal")
    recouvre.fait("creancier", "Mme Zoé Roy", "--professionnel", "--imputation", "aucun")
    assert recouvre.json("qualifier", "D-2")["qualification"]["creancier_particulier"] is True, "rien n'est rétroactif"
    assert recouvre.json("creancier", "Mme Zoé Roy")["imputation"] is None
    recouvre.refuse("creancier", "Mme Zoé Roy", "--imputation", "au hasard", code=2)
    recouvre.verifier()


def test_ouvrir_qualifie_le_dossier_neuf(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1000", "--nature", "transport", "--creancier-particulier")
    dite = recouvre.json("qualifier", "D-1")["qualification"]
    assert (dite["nature"], dite["creancier_particulier"]) == ("transport", True)
    recouvre.ouvrir("F-2", "500", "--nature", "telecom")
    natures = [(f["numero"], f["nature"]) for f in recouvre.json("qualifier", "D-1")["factures"]]
    assert natures == [("F-1", "transport"), ("F-2", "telecom")], "un dossier ouvert garde sa nature"
    saisie = ("ouvrir", "--creancier", "Forge Béranger", "--debiteur", "X SARL", "--facture", "F-9", "--montant", "1")
    assert "inconnue" in recouvre.refuse(*saisie, "--echeance", "31/01/2026", "--nature", "xyz")
    recouvre.verifier()


@pytest.mark.parametrize(
    ("options", "phrase"),
    [
        (("--emise", "14/07/1975", "--echeance", "01/09/1975"), "premier taux légal connu"),
        (("--echeance", "01/01/1960"), "15/07/1975"),
        (("--emise", "01/02/2026", "--echeance", "31/01/2026"), "précède sa date"),
    ],
)
def test_une_date_absurde_s_explique(recouvre: LigneDeCommande, options: tuple[str, ...], phrase: str) -> None:
    saisie = ("ouvrir", "--creancier", "Forge", "--debiteur", "X SARL", "--facture", "F-9", "--montant", "1")
    assert phrase in recouvre.refuse(*saisie, *options)
    recouvre.fait(*saisie, "--emise", "15/07/1975", "--echeance", "15/07/1975")


def test_une_facture_ajoutee_trop_ancienne_s_explique(tenu: LigneDeCommande) -> None:
    ajout = ("facture", "D-1", "--numero", "F-2", "--montant", "1", "--echeance", "01/09/1975", "--emise")
    assert "premier taux légal connu" in tenu.refuse(*ajout, "14/07/1975")
    tenu.fait(*ajout, "15/07/1975")
