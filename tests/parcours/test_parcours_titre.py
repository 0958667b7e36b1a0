"""Le titre, sa signification, les frais : ce qui se réclame, et ce qui reste au créancier."""

from __future__ import annotations

import pytest
from cabinet_essai import LigneDeCommande
from pypdf import PdfReader

from recouvre.domaine.montants import en_euros, lire_montant

OBTENIR = ("titre", "D-1", "obtenir", "--le", "10/02/2026")


@pytest.fixture
def tenu(recouvre: LigneDeCommande) -> LigneDeCommande:
    """1 000 € échus le 31/01/2026, entre professionnels ; nous sommes le mardi 3 mars."""
    recouvre.ouvrir("F-1", "1000", "--emise", "01/01/2026")
    return recouvre


def taux(recouvre: LigneDeCommande, au: str) -> list[tuple[str, str]]:
    lignes = recouvre.json("decompte", "D-1", "--au", au)["lignes"]
    return [(ligne["du"], ligne["taux"]) for ligne in lignes if ligne["nature"] == "interets"]


def test_apres_le_titre_le_taux_legal_puis_la_majoration(tenu: LigneDeCommande) -> None:
    dit = tenu.json(*OBTENIR, "--reference", "26/00123")
    assert dit["majore_le"] is None
    assert taux(tenu, "2026-03-03") == [("2026-02-01", "12.15"), ("2026-02-11", "2.62")]
    assert tenu.json("titre", "D-1", "signifier", "--le", "20/02/2026", "--a-personne")["majore_le"] == "2026-04-21"
    assert taux(tenu, "2026-05-01")[-1] == ("2026-04-21", "7.62")
    [titre] = tenu.json("titre", "D-1")["titres"]
    assert (titre["nature"], titre["reference"], titre["signifie_le"]) == ("jugement", "26/00123", "2026-02-20")
    assert "cinq points à partir du 21/04/2026" in tenu.fait("titre", "D-1").sortie
    assert "jugement n° 26/00123 du 10/02/2026, signifié le 20/02/2026" in tenu.fait("dossier", "D-1").sortie
    tenu.verifier()


@pytest.mark.parametrize("nature", ["acte-notarie", "cheque-impaye"])
def test_un_titre_sans_condamnation_n_est_pas_majore(tenu: LigneDeCommande, nature: str) -> None:
    """Cass. 2e civ., 7 janv. 2016, n° 14-26.449."""
    tenu.fait(*OBTENIR, "--nature", nature)
    assert tenu.json("titre", "D-1", "signifier", "--le", "20/02/2026")["majore_le"] is None
    assert tenu.json("titre", "D-1")["titres"][0]["decision"] is False
    assert "ce n'est pas une condamnation" in tenu.fait("titre", "D-1").sortie


@pytest.mark.parametrize("nature", ["jugement", "injonction-de-payer"])
def test_une_condamnation_l_est(tenu: LigneDeCommande, nature: str) -> None:
    tenu.fait(*OBTENIR, "--nature", nature)
    assert tenu.json("titre", "D-1", "signifier", "--le", "20/02/2026")["majore_le"] == "2026-04-21"


def test_la_force_executoire_plus_tardive_retarde_la_majoration(tenu: LigneDeCommande) -> None:
    tenu.fait(*OBTENIR)
    acte = ("titre", "D-1", "signifier", "--le", "20/02/2026", "--executoire-le", "01/03/2026")
    assert tenu.json(*acte)["majore_le"] == "2026-05-02"


def test_le_juge_peut_exonerer_ou_maintenir_le_taux(tenu: LigneDeCommande) -> None:
    tenu.fait(*OBTENIR, "--sans-majoration")
    assert tenu.json("titre", "D-1", "signifier", "--le", "20/02/2026")["majore_le"] is None
    tenu.fait("annuler", "D-1", str(tenu.rang("TitreObtenu")), "--motif", "erreur")
    tenu.fait(*OBTENIR, "--interets", "contrat")
    assert taux(tenu, "2026-05-01") == [("2026-02-01", "12.15")]


@pytest.mark.parametrize(
    ("mots", "code", "phrase"),
    [
        (("obtenir",), 2, "dites le jour"),
        (("--le", "10/02/2026"), 2, "obtenir ou signifier"),
        (("executer", "--le", "10/02/2026"), 2, "obtenir ou signifier"),
        (("obtenir", "--le", "10/02/2026", "--a-personne"), 2, "ne va pas avec « obtenir »"),
        (("signifier", "--le", "10/02/2026", "--nature", "jugement"), 2, "ne va pas avec « signifier »"),
        (("obtenir", "--le", "04/03/2026"), 1, "dans l'avenir"),
        (("obtenir", "--le", "10/02/2026", "--nature", "facture"), 1, "Titres : jugement"),
        (("obtenir", "--le", "31/12/2025"), 1, "postérieures"),
        (("signifier", "--le", "20/02/2026"), 1, "recouvre titre D-1 obtenir --le DATE"),
    ],
)
def test_un_titre_faux_est_refuse(tenu: LigneDeCommande, mots: tuple[str, ...], code: int, phrase: str) -> None:
    assert phrase in tenu.refuse("titre", "D-1", *mots, code=code)


def test_un_titre_ne_se_signifie_pas_avant_d_exister(tenu: LigneDeCommande) -> None:
    tenu.fait(*OBTENIR)
    assert "n'a pas pu être signifié" in tenu.refuse("titre", "D-1", "signifier", "--le", "09/02/2026")
    acte = ("titre", "D-1", "signifier", "--le", "20/02/2026", "--executoire-le", "01/02/2026")
    assert "n'a pas pu être exécutoire" in tenu.refuse(*acte)
    assert "déjà enregistré" in tenu.refuse(*OBTENIR)


def test_un_titre_d_avant_l_echeance_ne_change_rien_et_le_dit(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1000", "--emise", "01/01/2026", echeance="28/02/2026")
    assert "aucune facture n'était échue" in recouvre.fait(*OBTENIR).sortie


def frais(nature: str, montant: str = "100", justificatif: str = "facture n° 12", *plus: str) -> tuple[str, ...]:
    return ("frais", "D-1", montant, "--nature", nature, "--justificatif", justificatif, *plus)


def test_le_complement_ne_reclame_que_l_excedent_sur_quarante_euros(tenu: LigneDeCommande) -> None:
    dit = tenu.json(*frais("complement", "30"))
    assert (dit["montant"], dit["reclame"], dit["facture"]) == ("30.00", "0.00", "F-1")
    assert "indemnité forfaitaire couvre" in dit["raison"]
    assert tenu.json(*frais("complement", "25", "facture n° 13"))["reclame"] == "15.00"
    assert tenu.json(*frais("complement", "10", "facture n° 14"))["raison"] is None
    assert tenu.json("decompte", "D-1")["accessoires"] == "25.00"
    assert "Réclamé au débiteur : 5,00" in tenu.fait(*frais("complement", "5", "facture n° 15")).sortie
    tenu.verifier()


def test_les_depens_supposent_un_titre_a_leur_date(tenu: LigneDeCommande) -> None:
    for nature in ("depens", "execution"):
        assert "L111-8" in tenu.refuse(*frais(nature))
    tenu.fait(*OBTENIR)
    assert "L111-8" in tenu.refuse(*frais("depens", "100", "état", "--le", "09/02/2026"))
    assert tenu.json(*frais("depens", "100", "état", "--le", "10/02/2026"))["reclame"] == "100.00"
    assert tenu.json(*frais("execution"))["reclame"] == "100.00"
    assert "déjà enregistré" in tenu.refuse(*frais("execution"))
    assert tenu.json("decompte", "D-1")["accessoires"] == "200.00"
    tenu.verifier()


@pytest.mark.parametrize(
    ("mots", "code", "phrase"),
    [
        (frais("complement", "100", "  "), 1, "se justifient"),
        (frais("complement", "0"), 1, "plus grand que zéro"),
        (frais("complement", "(5)"), 1, "plus grand que zéro"),
        (frais("dossier"), 2, "n'est pas au choix"),
        (frais("complement", "100", "x", "--facture", "F-9"), 1, "n'a pas de facture F-9"),
        (frais("complement", "100", "x", "--le", "04/03/2026"), 1, "dans l'avenir"),
        (("frais", "D-1", "100", "--nature", "complement"), 2, "--justificatif"),
    ],
)
def test_des_frais_faux_sont_refuses(tenu: LigneDeCommande, mots: tuple[str, ...], code: int, phrase: str) -> None:
    assert phrase in tenu.refuse(*mots, code=code)


def test_un_complement_dit_de_quelle_facture_quand_il_y_en_a_plusieurs(tenu: LigneDeCommande) -> None:
    tenu.ouvrir("F-2", "500", "--emise", "01/01/2026")
    assert "--facture (F-1, F-2)" in tenu.refuse(*frais("complement"))
    assert tenu.json(*frais("complement", "100", "x", "--facture", "F-2"))["facture"] == "F-2"


def test_aucun_frais_a_un_consommateur_sans_titre(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1000", "--qualite", "consommateur")
    assert "L121-21" in recouvre.refuse(*frais("complement"))
    recouvre.fait("titre", "D-1", "obtenir", "--le", "10/02/2026")
    assert "L121-21" in recouvre.refuse(*frais("complement")), "un titre n'y change rien"
    assert recouvre.json(*frais("depens"))["reclame"] == "100.00"


def test_un_creancier_particulier_n_a_pas_de_complement(tenu: LigneDeCommande) -> None:
    tenu.fait("qualifier", "D-1", "--creancier-particulier")
    assert "créancier particulier" in tenu.refuse(*frais("complement"))


def test_un_complement_avant_le_retard_n_est_pas_reclame_et_dit_pourquoi(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1000", "--emise", "01/01/2026", echeance="31/03/2026")
    dit = recouvre.json(*frais("complement"))
    assert dit["reclame"] == "0.00" and "indemnité forfaitaire n'était pas due" in dit["raison"]


def test_la_lettre_distingue_chaque_accessoire_et_son_total_est_juste(tenu: LigneDeCommande) -> None:
    """R124-4 3° : l'indemnité, la clause pénale, le complément, chacun sur sa ligne."""
    tenu.fait("qualifier", "D-1", "--clause-penale", "10 %")
    tenu.fait("noter", "D-1", "mise-en-demeure", "--presentee-le", "02/03/2026")
    tenu.fait(*frais("complement", "65"))
    [depart] = tenu.json("relances", "--envoyer")["envoyees"]
    texte = " ".join("".join(p.extract_text() for p in PdfReader(tenu.cabinet / depart["fichier"]).pages).split())
    texte = texte.replace("\u202f", " ").replace("\u00a0", " ")
    for morceau in ("indemnité forfaitaire", "clause pénale", "frais au-delà du forfait", "100,00 €", "25,00 €"):
        assert morceau in texte, morceau
    decompte = tenu.json("decompte", "D-1")
    assert depart["total"] == decompte["total"] == "1175.32"
    tenu.verifier()


def test_une_lettre_ne_reclame_pas_les_frais_d_une_facture_a_echoir(tenu: LigneDeCommande) -> None:
    tenu.fait("qualifier", "D-1", "--clause-penale", "10 %")
    suivante = ("--numero", "F-2", "--montant", "500", "--emise", "01/02/2026", "--echeance", "30/04/2026")
    tenu.fait("facture", "D-1", *suivante)
    tenu.fait(*OBTENIR)
    tenu.fait(*frais("depens", "70", "état", "--facture", "F-2"))
    decompte = tenu.json("decompte", "D-1")
    assert decompte["accessoires"] == "70.00"
    assert tenu.json("relances")["a_envoyer"] == [], "après un titre, le scénario s'arrête"
    lettre = tenu.cabinet / "m.pdf"
    tenu.fait("courrier", "D-1", "mise-en-demeure", "--sortie", str(lettre))
    texte = " ".join("".join(page.extract_text() for page in PdfReader(lettre).pages).split())
    sans_f2 = lire_montant(decompte["total"]) - 500_00 - 70_00
    assert " ".join(en_euros(sans_f2).split()) in texte


def test_apres_un_titre_l_avis_avant_poursuites_n_a_plus_de_sens(tenu: LigneDeCommande) -> None:
    """« Aucune procédure n'est engagée » serait faux : la porte le retient, « courrier » le refuse."""
    tenu.fait("relances", "--envoyer")
    tenu.fait(*OBTENIR)
    assert "modele lister" in tenu.refuse("courrier", "D-1", "avis-avant-poursuites", "--au", "30/03/2026")
    tenu.fait("courrier", "D-1", "relance-1", "--au", "16/03/2026", "--sortie", str(tenu.cabinet / "r.pdf"))
