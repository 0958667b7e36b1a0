"""`recouvre controler` : règle par règle, avant l'encre ; rien ne part malgré un manquement, sauf à dire pourquoi."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande

from recouvre.courriers.conformite import Constat
from recouvre.courriers.modeles import chemin_de
from recouvre.domaine.refus import DossierFerme
from recouvre.operations.controler import controler_courrier, forcer
from recouvre.operations.demandes import Voulu
from recouvre.operations.forcages import MotifInsuffisant, RienAForcer
from recouvre.operations.lire import lire_dossier
from recouvre.operations.session import Session

MODELE = chemin_de("mise_en_demeure_agence").read_text("utf-8")
LETTRE = ("controler", "D-1", "mise-en-demeure")


@pytest.fixture
def tenu(recouvre: LigneDeCommande) -> LigneDeCommande:
    """1 000 € échus le 31/01/2026, entre professionnels ; nous sommes le mardi 3 mars."""
    recouvre.ouvrir()
    return recouvre


def ecrire(recouvre: LigneDeCommande, *changements: tuple[str, str], nom: str = "mise_en_demeure_agence") -> Path:
    """Le modèle de l'agence, ainsi changé, dans son cabinet."""
    texte = MODELE
    for ancien, nouveau in changements:
        assert ancien in texte
        texte = texte.replace(ancien, nouveau)
    fichier = recouvre.cabinet / "modeles" / f"{nom}.txt"
    fichier.parent.mkdir(exist_ok=True)
    fichier.write_text(texte, "utf-8")
    return fichier


FAUTES = (("[L111-8]", ""), ("[modalites]", "[modalites]\n\nÀ défaut, saisie par huissier."))


def session(recouvre: LigneDeCommande) -> Session:
    return Session(recouvre.cabinet, maintenant=dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC), auteur="essai")


def test_une_bonne_lettre_est_montree_regle_par_regle(tenu: LigneDeCommande) -> None:
    avant = tenu.octets()
    dit = tenu.fait(*LETTRE).sortie
    assert dit.startswith("Contrôle du courrier D-1-1 (mise_en_demeure_agence), dossier D-1, au 03/03/2026")
    assert dit.count("\n  respectée  ") == 21
    assert "manque" not in dit.replace("manquement", "")
    assert "L'indication de son activité (CPCE R124-4 1°)" in dit
    assert "21 règles contrôlées, aucun manquement. Aucun juriste n'a relu" in dit
    assert tenu.octets() == avant, "contrôler n'écrit rien"
    assert not list((tenu.cabinet / "courriers").rglob("*.pdf"))


def test_une_mauvaise_lettre_dit_l_article_et_la_correction(tenu: LigneDeCommande) -> None:
    ecrire(tenu, *FAUTES)
    resultat = tenu(*LETTRE)
    assert (resultat.code, resultat.erreur) == (1, "")
    dit = " ".join(resultat.sortie.split())
    assert "! manque Les alinéas 2 et 3 de L111-8, mot à mot (CPCE R124-4 5°)" in dit
    assert "La reproduction mot à mot des alinéas 2 et 3 de L111-8 manque. À corriger : placez le bloc [L111-8]" in dit
    assert "Le courrier dit « saisie », « huissier » : un courrier amiable" in dit
    assert "21 règles contrôlées, 2 manquements : ce courrier ne part pas en l'état." in dit


def test_le_json_a_des_cles_stables_et_le_meme_code(tenu: LigneDeCommande) -> None:
    objet = tenu.json(*LETTRE)
    assert {cle: objet[cle] for cle in ("dossier", "courrier", "modele", "reference", "au", "conforme")} == {
        "dossier": "D-1", "courrier": "mise-en-demeure", "modele": "mise_en_demeure_agence", "reference": "D-1-1",
        "au": "2026-03-03", "conforme": True,
    }  # fmt: skip
    assert objet["regles"][2] == {
        "regle": "r124_4_1c", "libelle": "L'indication de son activité", "article": "CPCE R124-4 1°",
        "respectee": True, "manquement": None, "correction": None,
    }  # fmt: skip
    ecrire(tenu, *FAUTES)
    resultat = tenu(*LETTRE, "--json")
    assert (resultat.code, resultat.erreur, resultat.json["conforme"]) == (1, "", False)
    violees = [regle for regle in resultat.json["regles"] if not regle["respectee"]]
    assert [regle["regle"] for regle in violees] == ["r124_4_5", "mots_trompeurs"]
    assert all(regle["manquement"] and regle["correction"] for regle in violees)


def test_un_modele_du_cabinet_se_controle_par_son_nom(tenu: LigneDeCommande) -> None:
    ecrire(tenu, nom="la_notre")
    assert tenu.json("controler", "D-1", "la-notre")["modele"] == "la_notre"
    assert "inconnu" in tenu.refuse("controler", "D-1", "inconnu")
    assert "D-9" in tenu.refuse("controler", "D-9", "mise-en-demeure")


def test_un_titre_rend_vrais_les_mots_de_l_execution(tenu: LigneDeCommande) -> None:
    ecrire(tenu, FAUTES[1])
    assert tenu(*LETTRE).code == 1
    tenu.fait("titre", "D-1", "obtenir", "--le", "10/02/2026")
    assert tenu.fait(*LETTRE)
    assert tenu(*LETTRE, "--au", "05/02/2026").code == 1, "avant le titre"


def test_les_relances_retiennent_ce_qui_n_est_pas_conforme(tenu: LigneDeCommande) -> None:
    ecrire(tenu, *FAUTES)
    [retenue] = tenu.json("relances")["retenues"]
    assert "CPCE R124-4 5°" in retenue["motif"]
    assert "« huissier »" in retenue["motif"]
    assert tenu.envoyer("2026-03-04") == []
    assert "R124-7" in tenu.refuse("courrier", "D-1", "mise-en-demeure")
    (tenu.cabinet / "modeles" / "mise_en_demeure_agence.txt").unlink()
    assert tenu.envoyer("2026-03-05") == [("D-1", "mise-en-demeure")]


def test_une_creance_prescrite_se_voit(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1000", "--emise", "01/02/2019", echeance="01/03/2019")
    assert recouvre.fait(*LETTRE, "--au", "01/03/2024")
    resultat = recouvre(*LETTRE, "--json")
    assert resultat.code == 1
    [violee] = [regle for regle in resultat.json["regles"] if not regle["respectee"]]
    assert violee["regle"] == "prescription"
    assert "depuis le 02/03/2024, date prudente" in violee["manquement"]
    recouvre.fait(
        "facture", "D-1", "--numero", "F-2", "--montant", "10", "--emise", "1/1/2026", "--echeance", "1/2/2026"
    )
    assert "depuis le 02/03/2024" in recouvre(*LETTRE).sortie, "une seule facture prescrite suffit"


def test_une_renonciation_ne_vaut_pas_avant_d_avoir_ete_faite(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1000", "--emise", "01/02/2019", echeance="01/03/2019")
    recouvre.fait("noter", "D-1", "renonciation", "--le", "01/02/2026")
    assert "depuis le 02/03/2024" in recouvre(*LETTRE, "--au", "31/01/2026").sortie
    assert "depuis le 02/03/2024" not in recouvre(*LETTRE).sortie


def test_une_facture_a_echoir_n_est_pas_reclamee_donc_pas_controlee(recouvre: LigneDeCommande) -> None:
    """Exécutée il y a longtemps, elle est prescrite ; pas échue, elle n'est pas dans la lettre."""
    recouvre.ouvrir("F-1", "1000", echeance="01/02/2026")
    recouvre.fait(
        "facture", "D-1", "--numero", "F-2", "--montant", "10", "--emise", "1/1/2019", "--echeance", "1/6/2026",
        "--executee-le", "1/1/2019",
    )  # fmt: skip
    recouvre.jour("2026-05-29")
    assert all(regle["respectee"] for regle in recouvre.json(*LETTRE)["regles"] if regle["regle"] == "prescription")
    recouvre.jour("2026-06-02")
    assert "depuis le 02/01/2024" in recouvre(*LETTRE).sortie


def test_une_quittance_n_a_pas_de_mention_a_porter_mais_aucun_mot_trompeur(tenu: LigneDeCommande) -> None:
    tenu.fait("encaisser", "D-1", "100", "--le", "02/03/2026")
    regles = [regle["regle"] for regle in tenu.json("controler", "D-1", "quittance")["regles"]]
    assert "mots_trompeurs" in regles
    assert not [regle for regle in regles if regle.startswith("r124") or regle == "prescription"]


# --- Forcer -----------------------------------------------------------------------------------------------------------


def test_forcer_ecrit_au_journal_les_regles_et_le_motif(tenu: LigneDeCommande) -> None:
    ecrire(tenu, *FAUTES)
    with session(tenu) as ouverte:
        controle = controler_courrier(ouverte, 1, Voulu(nom="mise-en-demeure", au=dt.date(2026, 3, 3)))
        for motif in ("  le  client insiste  ", "une seconde fois"):
            forcer(ouverte, 1, controle.modele, controle.reference, controle.manquements, motif)
        dossier, ecrits = lire_dossier(ouverte, 1)
    force = dossier.forcages[0]
    assert (force.modele, force.reference, force.date) == ("mise_en_demeure_agence", "D-1-1", dt.date(2026, 3, 3))
    assert (force.regles, force.motif) == ("r124_4_5 mots_trompeurs", "le client insiste")
    assert (len(dossier.forcages), ecrits[-1].auteur) == (2, "essai")
    histoire = " ".join(tenu.fait("dossier", "D-1").sortie.split())
    assert "Conformité forcée, courrier D-1-1 (mise_en_demeure_agence), malgré r124_4_5, mots_trompeurs" in histoire
    tenu.verifier()


def test_forcer_ne_change_aucun_decompte(tenu: LigneDeCommande) -> None:
    avant = tenu.json("decompte", "D-1")
    with session(tenu) as ouverte:
        forcer(ouverte, 1, "relance", "D-1-1", [CONSTAT], "accord écrit du débiteur")
    assert tenu.json("decompte", "D-1") == avant
    assert tenu.json("decompte", "D-1", "--tel-que-connu-le", "2026-03-03")["total"] == avant["total"]


CONSTAT = Constat(regle="frais", libelle="Aucun frais", article="CPCE L111-8 al. 2", manquement="des frais")


@pytest.mark.parametrize("motif", ["", "   ", "parce que", "a  b  c   d"])
def test_forcer_demande_un_motif(tenu: LigneDeCommande, motif: str) -> None:
    avant = tenu.octets()
    with session(tenu) as ouverte, pytest.raises(MotifInsuffisant, match="10 caractères"):
        forcer(ouverte, 1, "relance", "D-1-1", [CONSTAT], motif)
    assert tenu.octets() == avant


def test_sans_manquement_rien_n_est_force_et_un_dossier_clos_ne_s_ecrit_plus(tenu: LigneDeCommande) -> None:
    avant = tenu.octets()
    with session(tenu) as ouverte, pytest.raises(RienAForcer, match="retirez --forcer"):
        forcer(ouverte, 1, "relance", "D-1-1", [], "un motif qui suffirait")
    assert tenu.octets() == avant
    tenu.fait("clore", "D-1", "--motif", "abandon")
    with session(tenu) as ouverte, pytest.raises(DossierFerme, match="forcer un courrier"):
        forcer(ouverte, 1, "relance", "D-1-1", [CONSTAT], "un motif qui suffirait")
