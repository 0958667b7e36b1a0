"""Les tables de taux, de la saisie au contrôle : ce que voit la personne qui tient le cabinet."""

from __future__ import annotations

from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande

TABLES = [
    "bce", "legal-autres-cas", "legal-particuliers", "majoration-professionnelle", "majoration-publique",
    "majoration-judiciaire", "plancher-contractuel", "indemnite-forfaitaire", "delai-public-general",
    "delai-public-sante", "delai-public-entreprise",
]  # fmt: skip
JANVIER = ("01/01/2027", "--source", "essai")


def table_du_cabinet(recouvre: LigneDeCommande, nom: str) -> Path:
    return recouvre.cabinet / "parametres" / f"{nom}.toml"


def ajouter(recouvre: LigneDeCommande, table: str, du: str, valeur: str, *options: str) -> str:
    return sans_insecables(recouvre.fait("taux", "ajouter", table, du, valeur, "--source", "essai", *options).sortie)


def sans_insecables(texte: str) -> str:
    return " ".join(texte.replace("\u00a0", " ").split())


# --- Lister, montrer ------------------------------------------------------------------------------------------------


def test_lister_dit_la_derniere_valeur_son_degre_et_son_releve(recouvre: LigneDeCommande) -> None:
    objet = recouvre.json("taux", "lister")
    assert [table["nom"] for table in objet["tables"]] == TABLES
    assert objet["tables"][0] == {
        "nom": "bce",
        "libelle": "Taux des opérations principales de refinancement de la BCE",
        "unite": "points par an",
        "du": "2026-09-16",
        "valeur": "2.65",
        "connu_au": "2026-10-10",
        "degre": "sources secondaires",
        "releve_le": "2026-11-21",
    }
    dit = recouvre.fait("taux", "lister").sortie
    assert all(len(ligne) <= 100 for ligne in dit.splitlines())
    assert [ligne.split()[0] for ligne in dit.splitlines()[2:-2]] == TABLES, "un nom de table n'est pas coupé"
    assert "3 fois" in dit and "60 jours" in dit and "sans limite" in dit


def test_montrer_un_jour_dit_le_degre_et_signale_l_incertain(recouvre: LigneDeCommande) -> None:
    objet = recouvre.json("taux", "montrer", "legal-autres-cas", "--au", "31/12/2026")
    assert (objet["valeur"], objet["du"], objet["au"]) == ("2.75", "2026-07-01", "2026-12-31")
    assert (objet["degre"], objet["incertain"], objet["releve_le"]) == ("sources secondaires", True, "2026-11-21")
    incertain = recouvre.fait("taux", "montrer", "legal-autres-cas", "--au", "31/12/2026").sortie
    assert "sources secondaires" in incertain and "le décompte qui l'emploie le signale" in incertain
    sur = recouvre.fait("taux", "montrer", "legal-autres-cas", "--au", "30/06/2026").sortie
    assert "texte lu" in sur and "signale" not in sur


def test_montrer_dit_jusqu_quand_vaut_un_taux_bce(recouvre: LigneDeCommande) -> None:
    dit = sans_insecables(recouvre.fait("taux", "montrer", "bce", "--au", "01/07/2026").sortie)
    assert "Du 17/06/2026 Au 15/09/2026" in dit


def test_montrer_toute_une_table(recouvre: LigneDeCommande) -> None:
    objet = recouvre.json("taux", "montrer", "plancher-contractuel", "--tout")
    assert [(ligne["du"], ligne["valeur"], ligne["incertain"]) for ligne in objet["valeurs"]] == [
        ("2001-05-16", "1.5", True),
        ("2009-01-01", "3", False),
    ]
    dit = recouvre.fait("taux", "montrer", "legal-particuliers", "--tout").sortie.splitlines()
    assert len([ligne for ligne in dit if "Arrêté" in ligne]) >= 24
    assert len([ligne for ligne in dit if ligne.startswith("! ")]) == 3, "deux valeurs incertaines, et la note"
    assert all(len(ligne) <= 100 for ligne in dit)


@pytest.mark.parametrize("geste", [("montrer", "bcee"), ("ajouter", "bcee", "01/01/2027", "2", "--source", "x")])
def test_une_table_inconnue_est_refusee_avec_la_liste(recouvre: LigneDeCommande, geste: tuple[str, ...]) -> None:
    assert "plancher-contractuel" in recouvre.refuse("taux", *geste, code=2)


# --- Contrôler --------------------------------------------------------------------------------------------------------


def test_verifier_un_cabinet_neuf_ne_trouve_aucun_defaut(recouvre: LigneDeCommande) -> None:
    objet = recouvre.json("taux", "verifier", "--au", "21/11/2026")
    assert (objet["sain"], objet["tables"], objet["defauts"], objet["non_controles"]) == (True, 11, [], [])
    assert [(manque["table"], manque["le"]) for manque in objet["manques"]] == [
        ("bce", "2027-01-01"),
        ("legal-autres-cas", "2027-01-01"),
        ("legal-particuliers", "2027-01-01"),
    ]
    assert ("legal-autres-cas", "2026-07-01") in [(i["table"], i["le"]) for i in objet["incertains"]]
    dit = recouvre.fait("taux", "verifier", "--au", "21/11/2026").sortie
    assert "aucun défaut" in dit and "taux ajouter bce 2027-01-01" in sans_insecables(dit)
    assert all(len(ligne) <= 100 for ligne in dit.splitlines())


def test_verifier_avant_le_dernier_semestre_connu_ne_reclame_rien(recouvre: LigneDeCommande) -> None:
    assert recouvre.json("taux", "verifier", "--au", "15/06/2026")["manques"] == []
    assert "À relever" not in recouvre.fait("taux", "verifier", "--au", "15/06/2026").sortie


def test_verifier_demasque_une_coquille_ecrite_a_la_main(recouvre: LigneDeCommande) -> None:
    """La colonne des particuliers recopiée dans « autres cas » : code 1, et la ligne à relire."""
    fichier = table_du_cabinet(recouvre, "legal-autres-cas")
    fichier.parent.mkdir(exist_ok=True)
    fichier.write_text("[[valeurs]]\ndu = 2026-01-01\nau = 2026-06-30\nvaleur = 6.67\ntexte = 'essai'\n", "utf-8")
    controle = recouvre("taux", "verifier", "--json")
    assert (controle.code, controle.erreur, controle.json["sain"]) == (1, "", False)
    assert {(defaut["table"], defaut["le"]) for defaut in controle.json["defauts"]} == {
        ("legal-autres-cas", "2026-01-01")
    }
    assert any("le cabinet dit 6,67, la table livrée 2,62" in i["phrase"] for i in controle.json["incertains"])
    dit = recouvre("taux", "verifier")
    assert dit.code == 1 and "! legal-autres-cas" in dit.sortie and "D313-1-A" in dit.sortie
    assert "2 défauts." in dit.sortie


def test_verifier_dit_toutes_les_tables_illisibles_et_controle_les_autres(recouvre: LigneDeCommande) -> None:
    table_du_cabinet(recouvre, "bce").parent.mkdir(exist_ok=True)
    table_du_cabinet(recouvre, "bce").write_text("vlaeurs = 3\n", "utf-8")
    table_du_cabinet(recouvre, "plancher-contractuel").write_text("valeur =\n", "utf-8")
    controle = recouvre("taux", "verifier", "--json")
    assert controle.code == 1
    assert [(d["table"], d["le"]) for d in controle.json["defauts"]] == [("bce", None), ("plancher-contractuel", None)]
    assert "vlaeurs" in controle.json["defauts"][0]["phrase"]


# --- Ajouter ----------------------------------------------------------------------------------------------------------


def test_un_taux_ajoute_est_date_signe_et_ne_touche_pas_au_paquet(recouvre: LigneDeCommande) -> None:
    livrees = {chemin: chemin.read_bytes() for chemin in tables_livrees()}
    recouvre.jour("2027-01-04")
    objet = recouvre.json("taux", "ajouter", "bce", "01/01/2027", "2,65", "--source", "page de la BCE")
    assert (objet["valeur"], objet["degre"], objet["reserves"]) == ("2.65", "saisi par le cabinet", [])
    montre = recouvre.json("taux", "montrer", "bce", "--au", "01/01/2027")
    assert (montre["texte"], montre["degre"], montre["incertain"]) == ("page de la BCE", "saisi par le cabinet", False)
    assert (montre["verification"], montre["releve_le"]) == ("saisi par essai le 04/01/2027", "2027-01-04")
    assert {chemin: chemin.read_bytes() for chemin in tables_livrees()} == livrees
    manques = recouvre.json("taux", "verifier")["manques"]
    assert [(m["table"], m["le"]) for m in manques if m["table"] == "bce"] == [
        ("bce", "2026-10-11"),  # un trou sans conséquence : aucun semestre n'y commence
        ("bce", "2027-07-01"),
    ]


def tables_livrees() -> list[Path]:
    from recouvre.operations import bareme

    return sorted(bareme._PARAMETRES.glob("*.toml"))


@pytest.mark.parametrize(
    ("table", "valeur", "phrase"),
    [
        ("bce", "6,25", "un taux BCE n'a jamais bougé si vite"),
        ("bce", "2,56", "n'est pas un multiple de 0,05"),
        ("bce", "26,5", "n'est pas vraisemblable (de 0 à 20 points par an)"),
        ("legal-autres-cas", "29", "n'est pas vraisemblable"),
        ("delai-public-general", "3", "n'est pas vraisemblable (de 10 à 120 jours)"),
        ("indemnite-forfaitaire", "4", "n'est pas vraisemblable (de 1000 à 50000 centimes)"),
    ],
)
def test_une_valeur_invraisemblable_est_refusee(
    recouvre: LigneDeCommande, table: str, valeur: str, phrase: str
) -> None:
    refus = recouvre.refuse("taux", "ajouter", table, JANVIER[0], valeur, *JANVIER[1:])
    assert phrase in refus and "--malgre-tout" in refus
    assert not table_du_cabinet(recouvre, table).exists(), "rien n'est écrit"


def test_le_taux_legal_suivant_est_juge_des_que_le_taux_bce_de_novembre_est_connu(recouvre: LigneDeCommande) -> None:
    dit = ajouter(recouvre, "legal-particuliers", "01/01/2027", "7,05")
    assert "À savoir : legal-particuliers, 7,05 n'a pas pu être comparé au taux BCE du 01/11/2026" in dit
    ajouter(recouvre, "bce", "01/11/2026", "2,65")
    refus = recouvre.refuse("taux", "ajouter", "legal-autres-cas", JANVIER[0], "2,30", *JANVIER[1:])
    assert "legal-autres-cas, 01/01/2027 : 2,30 % pour le 1er semestre 2027 ne suit pas la formule" in refus
    assert "À savoir" not in ajouter(recouvre, "legal-autres-cas", "01/01/2027", "3,30")
    assert recouvre.json("taux", "verifier", "--au", "05/01/2027")["defauts"] == []


def test_la_colonne_des_particuliers_tapee_pour_l_autre_est_refusee_meme_sans_taux_bce(
    recouvre: LigneDeCommande,
) -> None:
    ajouter(recouvre, "legal-particuliers", "01/01/2027", "7,05")
    refus = recouvre.refuse("taux", "ajouter", "legal-autres-cas", JANVIER[0], "7,05", *JANVIER[1:])
    assert "les colonnes semblent confondues" in refus


def test_un_taux_bce_que_le_taux_legal_dement_est_refuse(recouvre: LigneDeCommande) -> None:
    """La faute peut être dans l'un ou dans l'autre : le refus montre les deux."""
    ajouter(recouvre, "legal-autres-cas", "01/01/2027", "3,30")
    refus = recouvre.refuse("taux", "ajouter", "bce", "01/11/2026", "2,15", "--source", "essai")
    assert "legal-autres-cas, 01/01/2027" in refus and "taux BCE du 01/11/2026 (2,15 %)" in refus


def test_malgre_tout_la_valeur_est_prise_et_marquee(recouvre: LigneDeCommande) -> None:
    recouvre.jour("2027-01-04")
    dit = ajouter(recouvre, "bce", "01/01/2027", "6,25", "--malgre-tout")
    assert "À savoir : bce, de 2,65 à 6,25" in dit
    montre = recouvre.json("taux", "montrer", "bce", "--au", "01/01/2027")
    assert (montre["degre"], montre["incertain"]) == ("saisi malgré le contrôle", True)
    controle = recouvre.json("taux", "verifier")
    assert controle["sain"] is True
    dits = [i["phrase"] for i in controle["incertains"] if i["le"] == "2027-01-01"]
    assert len(dits) == 2 and any("n'a jamais bougé si vite" in phrase for phrase in dits)


def test_malgre_tout_ne_marque_pas_une_valeur_vraisemblable(recouvre: LigneDeCommande) -> None:
    ajouter(recouvre, "bce", "01/01/2027", "2,65", "--malgre-tout")
    assert recouvre.json("taux", "montrer", "bce", "--au", "01/01/2027")["degre"] == "saisi par le cabinet"


def test_un_semestre_saute_s_ajoute_et_le_controle_le_dit(recouvre: LigneDeCommande) -> None:
    """Un cabinet peut n'avoir besoin que d'un semestre : ce n'est pas une faute de frappe, c'est un trou."""
    dit = ajouter(recouvre, "bce", "01/07/2027", "2,65")
    assert "À savoir : bce, rien du 11/10/2026 au 30/06/2027 : il manque le 01/01/2027" in dit
    assert recouvre("taux", "verifier").code == 1


@pytest.mark.parametrize(
    ("mots", "phrase"),
    [
        (("bce", "01/01/2027", "2,65", "--source", " "), "Un taux sans source ne prouve rien"),
        (("legal-autres-cas", "02/01/2027", "2,90", "--source", "x"), "donnez le 1er janvier ou le 1er juillet"),
        (("legal-autres-cas", "01/07/2026", "2,90", "--source", "x"), "connaît déjà le 01/07/2026 : 2,75"),
        (("majoration-judiciaire", "01/01/2020", "6", "--source", "x"), "connaît déjà le 01/01/2020 : 5"),
        (("delai-public-sante", "01/01/2020", "45", "--source", "x"), "connaît déjà le 01/01/2020 : 50"),
    ],
)
def test_ce_qui_ne_s_ajoute_pas(recouvre: LigneDeCommande, mots: tuple[str, ...], phrase: str) -> None:
    assert phrase in recouvre.refuse("taux", "ajouter", *mots)
    assert phrase in recouvre.refuse("taux", "ajouter", *mots, "--malgre-tout")


@pytest.mark.parametrize(
    ("table", "valeur", "attendu"),
    [
        ("majoration-publique", "9", "9 points"),
        ("majoration-judiciaire", "6", "6 points"),
        ("plancher-contractuel", "2,5", "2,5 fois le taux légal"),
        ("delai-public-sante", "45", "45 jours"),
        ("indemnite-forfaitaire", "50", "50,00 €"),
    ],
)
def test_une_loi_a_venir_s_ajoute_a_chaque_table(
    recouvre: LigneDeCommande, table: str, valeur: str, attendu: str
) -> None:
    ajouter(recouvre, table, "01/01/2028", valeur)
    assert f"Valeur {attendu} " in sans_insecables(recouvre.fait("taux", "montrer", table, "--au", "01/06/2028").sortie)
    assert recouvre.json("taux", "verifier")["defauts"] == []
