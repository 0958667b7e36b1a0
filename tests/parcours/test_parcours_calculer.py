"""``recouvre calculer`` : la même machine sans dossier, ses options, ses refus, les taux d'un cabinet s'il y en a."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from cabinet_essai import LigneDeCommande

from recouvre.domaine.contrat import lire_taux_convenu
from recouvre.operations.bareme import lire_bareme
from recouvre.operations.calcul import PREMIER_TAUX_LE

CAS_1 = ("calculer", "--montant", "12000", "--echeance", "31/05/2024", "--au", "28/02/2025")
PRO = ("calculer", "--montant", "10000", "--echeance", "30/09/2025", "--au", "31/12/2025")
TITRE = ("calculer", "--montant", "10000", "--echeance", "30/11/2024", "--au", "28/02/2025", "--jugement", "15/12/2024")


@pytest.fixture
def seul(
    tmp_path: Path, sans_reglage: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> LigneDeCommande:
    """La ligne de commande, sans aucun cabinet."""
    return LigneDeCommande(tmp_path / "aucun", monkeypatch, capsys)


def interets(objet: Any) -> list[tuple[str, str, str, str]]:
    return [
        (ligne["du"], ligne["au"], ligne["taux"], ligne["montant"])
        for ligne in objet["lignes"]
        if ligne["nature"] == "interets"
    ]


def natures(objet: Any) -> dict[str, str]:
    return {ligne["nature"]: ligne["montant"] for ligne in objet["lignes"]}


def codes(objet: Any) -> list[str]:
    return [reserve["code"] for reserve in objet["reserves"]]


# --- Ce qui se calcule -----------------------------------------------------------------------------------------------


def test_cas_1_au_centime(seul: LigneDeCommande) -> None:
    objet = seul.json(*CAS_1, "--paiement", "15/09/2024=5000")
    assert interets(objet) == [
        ("2024-06-01", "2024-06-30", "14.50", "143.01"),
        ("2024-07-01", "2024-09-15", "14.25", "360.74"),
        ("2024-09-16", "2024-12-31", "14.25", "315.13"),
        ("2025-01-01", "2025-02-28", "13.15", "160.35"),
    ]
    assert (objet["principal"], objet["interets"], objet["total"]) == ("7543.75", "475.48", "8019.23")
    assert list(objet) == [
        "au", "principal", "interets", "indemnites", "accessoires", "total", "encaisse", "trop_percu",
        "interet_par_jour", "lignes", "compensations", "capitalisations", "reserves",
    ]  # fmt: skip


def test_plusieurs_paiements_avoirs_et_acompte(seul: LigneDeCommande) -> None:
    objet = seul.json(
        *PRO, "--deja-regle", "1000", "--paiement", "31/10/2025=2000", "--paiement", "30/11/2025=10",
        "--avoir", "15/10/2025=500",
    )  # fmt: skip
    assert objet["encaisse"] == "2010.00"
    assert natures(objet)["principal"] == "9000.00" and natures(objet)["avoir"] == "-500.00"
    assert interets(objet)[0] == ("2025-10-01", "2025-10-15", "12.15", "44.94")


def test_consommateur_et_mise_en_demeure(seul: LigneDeCommande) -> None:
    sans = seul.json(*PRO, "--qualite", "consommateur")
    assert (sans["interets"], sans["indemnites"]) == ("0.00", "0.00")
    avec = seul.json(*PRO, "--qualite", "consommateur", "--mise-en-demeure", "31/10/2025")
    assert interets(avec) == [("2025-11-01", "2025-12-31", "2.76", "46.13")]
    assert avec["indemnites"] == "0.00"


def test_creancier_particulier(seul: LigneDeCommande) -> None:
    objet = seul.json(*PRO, "--creancier-particulier", "--mise-en-demeure", "31/10/2025")
    assert interets(objet) == [("2025-11-01", "2025-12-31", "6.65", "111.14")]


def test_acheteur_public_et_retenue(seul: LigneDeCommande) -> None:
    public = seul.json(*PRO, "--qualite", "public", "--acheteur", "sante", "--retenue", "500")
    assert interets(public) == [("2025-10-01", "2025-12-31", "10.15", "243.04")]
    assert "retenue" in codes(public)
    adjudicatrice = seul.json(*PRO, "--qualite", "public", "--acheteur", "entité adjudicatrice")
    assert interets(adjudicatrice) == [("2025-10-01", "2025-12-31", "12.15", "306.25")]


@pytest.mark.parametrize(
    ("taux", "attendu"), [("12,5", "12.5"), ("5 x légal", "13.80"), ("BCE + 8", "10.15"), ("9 %", "9")]
)
def test_taux_du_contrat(seul: LigneDeCommande, taux: str, attendu: str) -> None:
    [(_, _, lu, _)] = interets(seul.json(*PRO, "--taux", taux))
    assert Decimal(lu) == Decimal(attendu)


@pytest.mark.parametrize(("choix", "attendu"), [("garder", "5"), ("relever", "8.28"), ("défaut", "12.15")])
def test_sous_le_plancher_on_choisit(seul: LigneDeCommande, choix: str, attendu: str) -> None:
    objet = seul.json(*PRO, "--taux", "5", "--sous-plancher", choix)
    assert [Decimal(taux) for _, _, taux, _ in interets(objet)] == [Decimal(attendu)]
    assert "plancher" in codes(objet)


@pytest.mark.parametrize(("clause", "attendu"), [("10 %", "1000.00"), ("150 €", "150.00"), ("7,5%", "750.00")])
def test_clause_penale(seul: LigneDeCommande, clause: str, attendu: str) -> None:
    objet = seul.json(*PRO, "--clause-penale", clause, "--mise-en-demeure", "15/10/2025")
    assert natures(objet)["clause_penale"] == objet["accessoires"] == attendu


def test_frais_justifies_au_dela_du_forfait(seul: LigneDeCommande) -> None:
    objet = seul.json(*PRO, "--frais", "15/10/2025=120")
    assert natures(objet)["complement"] == "80.00"
    assert "(justificatif : à produire)" in next(x["libelle"] for x in objet["lignes"] if x["nature"] == "complement")
    ecartes = seul.json(*PRO, "--frais", "15/10/2025=120", "--qualite", "consommateur")
    assert "complement" not in natures(ecartes) and "frais-ecartes" in codes(ecartes)


def test_procedure_surendettement_et_delai_de_grace(seul: LigneDeCommande) -> None:
    assert interets(seul.json(*PRO, "--procedure", "11/10/2025"))[-1][1] == "2025-10-10"
    consommateur = ("--qualite", "consommateur", "--mise-en-demeure", "10/10/2025")
    assert interets(seul.json(*PRO, *consommateur, "--surendettement", "01/11/2025"))[-1][1] == "2025-10-31"
    grace = seul.json(*PRO, "--delai-de-grace", "01/11/2025=30/11/2025")
    assert [(du, au) for du, au, _, _ in interets(grace)] == [
        ("2025-10-01", "2025-10-31"),
        ("2025-12-01", "2025-12-31"),
    ]


def test_procedure_avant_l_echeance_selon_la_naissance(seul: LigneDeCommande) -> None:
    """C. com. L622-28 : la date de la facture décide, et on la demande quand elle manque."""
    nee_avant = seul.json(*PRO, "--procedure", "15/09/2025", "--emise", "01/09/2025")
    assert interets(nee_avant) == [] and nee_avant["indemnites"] == "0.00"
    nee_apres = seul.json(*PRO, "--procedure", "15/08/2025", "--emise", "01/09/2025")
    assert len(interets(nee_apres)) == 1 and "sans-effet" in codes(nee_apres)


def test_jugement_signifie_et_majore(seul: LigneDeCommande) -> None:
    assert [taux for *_, taux, _ in interets(seul.json(*TITRE))] == ["14.25", "4.92", "3.71"]
    signifie = seul.json(*TITRE, "--signifie-le", "15/12/2024")
    assert [(du, taux) for du, _, taux, _ in interets(signifie)][-1] == ("2025-02-16", "8.71")
    tardif = seul.json(*TITRE, "--signifie-le", "15/12/2024", "--executoire-le", "20/12/2024")
    assert [(du, taux) for du, _, taux, _ in interets(tardif)][-1] == ("2025-02-21", "8.71")


def test_exact_capitalisation_et_imputation(seul: LigneDeCommande) -> None:
    exact = seul.json(*CAS_1, "--exact")
    assert {x["annee"] for x in exact["lignes"] if x["nature"] == "interets"} == {365, 366}
    annee = ("calculer", "--montant", "10000", "--echeance", "31/12/2021", "--au", "31/12/2023", "--taux", "15")
    assert [x[3] for x in interets(seul.json(*annee, "--capitalisation"))] == ["1500.00", "1725.00"]
    assert [x[3] for x in interets(seul.json(*annee))] == ["3000.00"]
    convenue = seul.json(*PRO, "--paiement", "31/10/2025=500", "--imputation", "principal,interets,accessoires")
    assert convenue["principal"] == "9500.00"


def test_ce_qui_vient_apres_ne_compte_pas_et_c_est_dit(seul: LigneDeCommande) -> None:
    objet = seul.json(*PRO, "--paiement", "15/01/2026=5000", "--jugement", "15/02/2026")
    assert objet["encaisse"] == "0.00"
    phrases = [reserve["phrase"] for reserve in objet["reserves"] if reserve["code"] == "sans-effet"]
    assert len(phrases) == 2 and "--jugement 15/02/2026" in phrases[0] and "--paiement 15/01/2026" in phrases[1]
    assert "il ne compte pas" in seul.fait(*PRO, "--paiement", "15/01/2026=5000").sortie


# --- Les sorties -----------------------------------------------------------------------------------------------------


def test_le_csv_se_refait_et_tombe_juste(seul: LigneDeCommande) -> None:
    dit = seul.fait(*CAS_1, "--paiement", "15/09/2024=20000", "--exact", "--frais", "20/06/2024=90", "--csv")
    lignes = list(csv.DictReader(io.StringIO(dit.sortie), delimiter=";"))
    assert list(lignes[0])[-4:] == ["impute_interets", "impute_accessoires", "impute_principal", "diviseur"]
    for ligne in lignes:
        if ligne["nature"] == "interets":
            exact = _nombre(ligne["base"]) * _nombre(ligne["taux"]) * int(ligne["jours"]) / int(ligne["diviseur"])
            assert exact.quantize(Decimal("0.01"), "ROUND_HALF_UP") == _nombre(ligne["montant"])
    assert {ligne["diviseur"] for ligne in lignes if ligne["nature"] == "interets"} == {"36600"}
    assert [ligne["nature"] for ligne in lignes[-2:]] == ["trop_percu", "total"]
    assert sum(_nombre(ligne["montant"]) for ligne in lignes[:-1]) == _nombre(lignes[-1]["montant"]) == 0


def test_expliquer_raconte_sans_cabinet(seul: LigneDeCommande) -> None:
    dit = seul.fait(*CAS_1, "--paiement", "15/09/2024=5000", "--expliquer").sortie
    texte = " ".join(dit.replace("\u202f", " ").replace("\u00a0", " ").split())
    assert "du 1er juillet au 15 septembre 2024, 77 jours, à 14,25 %" in texte
    assert "le débiteur doit 8 019,23 €" in texte
    objet = seul.json(*CAS_1, "--expliquer")
    assert list(objet) == ["dossier", "au", "paragraphes", "total"] and objet["dossier"] is None


def test_sortie_cp1252(seul: LigneDeCommande) -> None:
    for sortie in ((), ("--expliquer",)):
        dit = seul.ailleurs(*CAS_1, "--exact", *sortie, PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
        assert (dit.returncode, dit.stderr) == (0, b"")
        assert not {"\u202f", "─", "→", "?"} & set(dit.stdout.decode("cp1252"))


def test_un_avoir_trop_grand_se_raconte_dans_l_ordre(seul: LigneDeCommande) -> None:
    mots = ("calculer", "--montant", "1000", "--echeance", "31/10/2024", "--au", "30/04/2025")
    texte = _net(seul.fait(*mots, "--paiement", "01/12/2024=500", "--avoir", "15/01/2025=700", "--expliquer").sortie)
    assert (
        "le 15 janvier 2025, l'avoir n° 1 de 700,00 € éteint les 552,10 € de principal et les dépasse de 147,90 € ; "
        "9,45 € se compensent : 9,45 € d'intérêts (C. civ., 1347-4) ; 138,45 € de trop."
    ) in texte
    assert "L'avoir n° 1 dépasse la dette : 138,45 € restent à rendre au débiteur." in texte
    assert "versés de trop" not in texte and "réduit d'autant" not in texte


def test_la_facture_sans_numero_se_lit_bien(seul: LigneDeCommande) -> None:
    texte = _net(seul.fait(*PRO, "--taux", "2", "--expliquer").sortie)
    assert "Facture unique : du 01/10/2025" in texte and "acture facture" not in texte
    assert "Le créancier a facturé à un débiteur professionnel :" in texte
    public = _net(seul.fait(*PRO, "--qualite", "public", "--expliquer").sortie)
    assert "Le créancier a facturé à un acheteur public :" in public


def test_une_date_de_facture_que_l_on_n_a_pas_dite_n_est_pas_montree(seul: LigneDeCommande) -> None:
    assert re.search(r"^unique +30/09/2025 +10 000,00 €", _net(seul.fait(*PRO).sortie, lignes=True), re.MULTILINE)
    dite = _net(seul.fait(*PRO, "--emise", "01/09/2025").sortie, lignes=True)
    assert re.search(r"^unique +01/09/2025 +30/09/2025 +10 000,00 €", dite, re.MULTILINE)
    assert seul.json(*PRO)["lignes"][0]["du"] is None
    assert seul.json(*PRO, "--emise", "01/09/2025")["lignes"][0]["du"] == "2025-09-01"


def test_le_depart_des_interets_est_dit_quand_ce_n_est_pas_l_echeance(seul: LigneDeCommande) -> None:
    consommateur = (*PRO, "--qualite", "consommateur")
    demeure = (*consommateur, "--mise-en-demeure", "31/10/2025")
    phrase = "partent de la mise en demeure présentée le 31/10/2025."
    assert f"Les intérêts {phrase}" in _net(seul.fait(*demeure).sortie)
    assert "à compter de la mise en demeure présentée le 31/10/2025" in seul.fait(*demeure, "--csv").sortie
    titre = (*consommateur, "--jugement", "15/11/2025", "--signifie-le", "20/11/2025")
    assert "Les intérêts partent du titre du 15/11/2025, signifié le 20/11/2025." in _net(seul.fait(*titre).sortie)
    assert "intérêts partent" not in _net(seul.fait(*PRO, "--mise-en-demeure", "31/10/2025").sortie)


def test_un_multiple_s_ecrit_d_une_seule_facon() -> None:
    assert {repr(lire_taux_convenu(ecrit)) for ecrit in ("3 x légal", "3.0 x légal", "3,00 fois le taux legal")} == {
        repr(lire_taux_convenu("3 x legal"))
    }
    assert str(lire_taux_convenu("10 x légal")) == "10 x legal", "sans exposant"
    assert str(lire_taux_convenu("BCE + 8,0")) == "bce + 8"
    assert str(lire_taux_convenu("9.50")) == "9.50", "ce qui est au journal s'y relit tel qu'il est écrit"
    assert (str(lire_taux_convenu("0 x legal")), str(lire_taux_convenu("1E+1"))) == ("0 x legal", "1E+1")


# --- Le cabinet, s'il y en a un --------------------------------------------------------------------------------------


def test_les_taux_du_cabinet_designe(recouvre: LigneDeCommande) -> None:
    recouvre.jour("2027-02-15")
    calcul = ("calculer", "--montant", "1000", "--echeance", "31/12/2026", "--au", "15/02/2027")
    assert "taux ajouter bce 2027-01-01" in recouvre.refuse(*calcul)
    recouvre.fait("taux", "ajouter", "bce", "2027-01-01", "2,65", "--source", "BCE")
    assert interets(recouvre.json(*calcul)) == interets(recouvre.json(*calcul, "--cabinet", str(recouvre.cabinet)))
    assert [taux for _, _, taux, _ in interets(recouvre.json(*calcul))] == ["12.65"]


def test_un_cabinet_nomme_doit_exister(seul: LigneDeCommande, tmp_path: Path) -> None:
    assert "Aucun cabinet dans" in seul.refuse(*CAS_1, "--cabinet", str(tmp_path / "absent"))
    assert "Aucun cabinet dans" in seul.refuse("--cabinet", str(tmp_path / "absent"), *CAS_1)
    assert "est vide" in seul.refuse(*CAS_1, "--cabinet", "", code=2)


# --- Les refus -------------------------------------------------------------------------------------------------------


def test_le_premier_taux_legal_est_bien_celui_de_la_table() -> None:
    bareme = lire_bareme()
    assert bareme.legal_autres_cas.dates[0] == bareme.legal_particuliers.dates[0] == PREMIER_TAUX_LE


REFUS = {
    "montant nul": (("--montant", "0"), "--montant", "plus grand que zéro"),
    "montant négatif": (("--montant=-5",), "--montant", "plus grand que zéro"),
    "montant illisible": (("--montant", "1.234"), "--montant", "ambigu"),
    "date avant 1975": (("--echeance", "14/07/1975"), "--echeance", "15/07/1975"),
    "paiement avant 1975": (("--paiement", "01/01/1970=10"), "--paiement", "15/07/1975"),
    "émise avant 1975": (("--emise", "14/07/1975"), "--emise", "15/07/1975"),
    "émise après l'échéance": (("--emise", "01/10/2025"), "--emise", "après son échéance"),
    "rien d'exigible": (("--au", "29/09/2025"), "--au", "rien n'est encore exigible. Ajoutez --au DATE"),
    "taux de 400 %": (("--taux", "400"), "--taux", "vraisemblable"),
    "taux illisible": (("--taux", "beaucoup"), "--taux", "n'est pas un taux"),
    "taux à exposant": (("--taux", "1e1"), "--taux", "n'est pas un taux"),
    "taux à tiret bas": (("--taux", "1_0"), "--taux", "n'est pas un taux"),
    "multiple nul": (("--taux", "0 x légal"), "--taux", "plus grand que zéro"),
    "multiple nul, sans accent": (("--taux", "0 x legal"), "--taux", "plus grand que zéro"),
    "plancher sans taux": (("--sous-plancher", "relever"), "--sous-plancher", "ajoutez --taux"),
    "plancher d'un consommateur": (
        ("--sous-plancher", "relever", "--taux", "5", "--qualite", "consommateur"), "--sous-plancher",
        "entre professionnels",
    ),
    "plancher d'un acheteur public": (
        ("--sous-plancher", "relever", "--taux", "5", "--qualite", "public"), "--sous-plancher", "entre professionnels"
    ),
    "plancher d'un particulier": (
        ("--sous-plancher", "relever", "--taux", "5", "--creancier-particulier"), "--sous-plancher",
        "entre professionnels",
    ),
    "choix inconnu": (("--taux", "5", "--sous-plancher", "oublier"), "--sous-plancher", "garder, relever, defaut"),
    "acheteur d'un professionnel": (("--acheteur", "sante"), "--acheteur", "--qualite public"),
    "acheteur inconnu": (("--qualite", "public", "--acheteur", "mairie"), "--acheteur", "entreprise-publique"),
    "retenue d'un professionnel": (("--retenue", "500"), "--retenue", "R2192-33"),
    "retenue d'une entité adjudicatrice": (
        ("--retenue", "500", "--qualite", "public", "--acheteur", "entite-adjudicatrice"), "--retenue", "R2192-33"
    ),
    "retenue trop grande": (("--retenue", "10000", "--qualite", "public"), "--retenue", "moins que la facture"),
    "acompte trop grand": (("--deja-regle", "10000"), "--deja-regle", "moins que la facture"),
    "acompte négatif": (("--deja-regle=-1",), "--deja-regle", "moins que la facture"),
    "particulier titulaire d'un marché": (
        ("--creancier-particulier", "--qualite", "public"), "--creancier-particulier", "besoins professionnels"
    ),
    "mise en demeure trop tôt": (("--mise-en-demeure", "30/09/2025"), "--mise-en-demeure", "pas encore échue"),
    "clause sans mise en demeure": (("--clause-penale", "10 %"), "--clause-penale", "ajoutez --mise-en-demeure"),
    "clause illisible": (("--clause-penale", "10"), "--clause-penale", "« 10 % » ou « 150 € »"),
    "clause de zéro": (("--clause-penale", "0 %"), "--clause-penale", "n'est pas une clause"),
    "clause démesurée": (("--clause-penale", "400 %"), "--clause-penale", "vraisemblable"),
    "signification sans jugement": (("--signifie-le", "15/12/2025"), "--signifie-le", "ajoutez --jugement"),
    "exécutoire sans jugement": (("--executoire-le", "15/12/2025"), "--executoire-le", "ajoutez --jugement"),
    "signification avant le jugement": (
        ("--jugement", "15/12/2025", "--signifie-le", "14/12/2025"), "--signifie-le", "précède le jugement"
    ),
    "exécutoire avant le jugement": (
        ("--jugement", "15/12/2025", "--signifie-le", "16/12/2025", "--executoire-le", "14/12/2025"),
        "--executoire-le", "précède le jugement",
    ),
    "exécutoire sans signification": (
        ("--jugement", "15/12/2025", "--executoire-le", "16/12/2025"), "--executoire-le", "ajoutez --signifie-le"
    ),
    "jugement avant l'échéance": (("--jugement", "29/09/2025"), "--jugement", "pas encore exigible"),
    "procédure sans date de facture": (("--procedure", "30/09/2025"), "--procedure", "--emise DATE"),
    "surendettement sans date de facture": (("--surendettement", "01/09/2025"), "--surendettement", "--emise DATE"),
    "délai de grâce de trois ans": (("--delai-de-grace", "01/11/2025=02/11/2027"), "--delai-de-grace", "deux ans"),
    "délai de grâce à l'envers": (("--delai-de-grace", "30/11/2025=01/11/2025"), "--delai-de-grace", "avant de comm"),
    "délai de grâce sans fin": (("--delai-de-grace", "01/11/2025"), "--delai-de-grace", "DEBUT=FIN"),
    "paiement sans montant": (("--paiement", "01/11/2025"), "--paiement", "DATE=MONTANT"),
    "paiement de zéro": (("--paiement", "01/11/2025=0"), "--paiement", "plus grand que zéro"),
    "imputation incomplète": (("--imputation", "interets"), "--imputation", "trois postes"),
    "deux sorties": (("--csv", "--json"), "--csv", "choisissez"),
    "un tableau expliqué": (("--csv", "--expliquer"), "--csv", "choisissez"),
    "qualité inconnue": (("--qualite", "ami"), "--qualite", "n'est pas une qualité"),
}  # fmt: skip


@pytest.mark.parametrize("cas", REFUS)
def test_un_refus_nomme_l_option_et_s_explique(seul: LigneDeCommande, cas: str) -> None:
    mots, option, explication = REFUS[cas]
    phrase = seul.refuse(*PRO, *mots, code=2)
    assert phrase.startswith(f"recouvre : {option} : "), phrase
    assert explication in phrase


@pytest.mark.parametrize(
    "mots",
    [
        ("--au", "30/09/2025"),
        ("--emise", "30/09/2025"),
        ("--echeance", "15/07/1975", "--au", "15/07/1975"),
        ("--mise-en-demeure", "01/10/2025"),
        ("--jugement", "30/09/2025"),
        ("--jugement", "15/12/2025", "--signifie-le", "15/12/2025", "--executoire-le", "15/12/2025"),
        ("--delai-de-grace", "01/11/2025=01/11/2027"),
        ("--delai-de-grace", "01/11/2025=01/11/2025"),
        ("--procedure", "01/10/2025"),
        ("--deja-regle", "9999,99"),
        ("--taux", "100"),
        ("--taux", "0"),
        ("--taux", "0,5 x légal"),
    ],
)
def test_la_limite_est_permise(seul: LigneDeCommande, mots: tuple[str, ...]) -> None:
    assert seul.json(*PRO, *mots)["total"]


def _net(texte: str, *, lignes: bool = False) -> str:
    """Le texte à espaces ordinaires, sur une ligne sauf si l'on veut garder les siennes."""
    net = texte.replace("\u202f", " ").replace("\u00a0", " ")
    return net if lignes else " ".join(net.split())


def _nombre(texte: str) -> Decimal:
    return Decimal(texte.replace(",", "."))
