"""Les autres voies : petites créances, assignation, référé, et la fiche qui les montre toutes, critère par critère."""

from __future__ import annotations

from typing import Any

import pytest
from cabinet_essai import LigneDeCommande

from recouvre.domaine.montants import lire_montant


@pytest.fixture
def particulier(recouvre: LigneDeCommande) -> LigneDeCommande:
    """900 € dus par un consommateur depuis le 31/01/2026 ; nous sommes le lundi 23 novembre 2026."""
    recouvre.ouvrir("F-1", "900", "--emise", "01/01/2026", "--qualite", "consommateur")
    recouvre.jour("2026-11-23")
    return recouvre


@pytest.fixture
def societe(recouvre: LigneDeCommande) -> LigneDeCommande:
    """12 000 € dus entre professionnels depuis le 31/01/2026."""
    recouvre.ouvrir("F-1", "12000", "--emise", "01/01/2026")
    recouvre.jour("2026-11-23")
    return recouvre


def voies(recouvre: LigneDeCommande, *options: str) -> dict[str, dict[str, Any]]:
    return {voie["voie"]: voie for voie in recouvre.json("voies", "D-1", *options)["voies"]}


def non(voie: dict[str, Any]) -> list[str]:
    return [" ".join(critere["critere"].split()) for critere in voie["criteres"] if critere["verdict"] == "non"]


# --- Petites créances -----------------------------------------------------------------------------------------------

PC = ("petites-creances", "D-1")


def test_un_mois_de_silence_vaut_refus(particulier: LigneDeCommande) -> None:
    dit = particulier.json(*PC, "inviter", "--le", "10/11/2026")
    [delai] = dit["delais"]
    assert (dit["etat"], delai["le"]) == ("deposee", "2026-12-11")
    assert "refus implicite" in delai["libelle"] and "R125-2" in delai["fondement"]
    assert delai["commande"] == "recouvre petites-creances D-1 refus --le DATE"
    particulier.jour("2026-12-11")
    particulier.fait(*PC, "refus", "--motif", "silence")
    assert particulier.json(*PC)["suivante"] == "recouvre voies D-1"
    [suite] = [d for d in particulier.json("agenda")["demarches"] if d["genre"] == "decision"]
    assert "Choisir la suite" in suite["libelle"]
    particulier.fait("noter", "D-1", "tache", "le créancier veut l'injonction")
    assert not [d for d in particulier.json("agenda")["demarches"] if d["genre"] == "decision"]
    particulier.verifier()


def test_aucun_paiement_pendant_la_procedure_et_rien_ne_se_reclame(particulier: LigneDeCommande) -> None:
    """CPCE R125-7 : l'encaissement est enregistré et averti ; ni relance, ni proposition de plan."""
    assert particulier.envoyer("2026-11-23") == [("D-1", "mise-en-demeure")]
    particulier.fait(*PC, "inviter", "--le", "23/11/2026")
    particulier.jour("2026-12-14")
    assert particulier.json("relances")["a_envoyer"] == []
    plan = ("courrier", "D-1", "avis_passage", "--avec", "passage=20/12/2026", "--etablir")
    assert "R125-7" in particulier.refuse(*plan)
    recu = particulier.json("encaisser", "D-1", "100", "--le", "14/12/2026")
    assert "R125-7" in recu["avertissement"] and "commissaire de justice" in recu["avertissement"]
    particulier.fait(*PC, "desister", "--le", "14/12/2026")
    assert particulier.json("encaisser", "D-1", "100", "--le", "14/12/2026", "--confirmer")["avertissement"] is None
    assert len(particulier.json("relances")["a_envoyer"]) == 1


def test_l_accord_suspend_la_prescription_jusqu_au_titre(particulier: LigneDeCommande) -> None:
    avant = particulier.json("prescription", "D-1")["date"]
    particulier.fait(*PC, "inviter", "--le", "01/10/2026")
    assert particulier.json("prescription", "D-1")["date"] == avant, "l'invitation n'arrête rien"
    particulier.fait(*PC, "accord", "--le", "10/10/2026", "--montant", "900")
    assert particulier.json("prescription", "D-1")["creances"][0]["dure"] == "procedure-l125"
    particulier.fait(*PC, "titre", "--le", "20/10/2026", "--reference", "PC-7")
    calcul = particulier.json("prescription", "D-1")
    assert (avant, calcul["date"]) == ("2028-01-31", "2028-02-10"), "dix jours de plus"
    [titre] = particulier.json("titre", "D-1")["titres"]
    assert (titre["nature"], titre["decision"]) == ("petites-creances", False)
    particulier.jour("2026-11-24")
    assert particulier.json("relances")["a_envoyer"] == [], "l'exécution est au commissaire de justice"


def test_exclue_entre_commercants_depuis_le_25_avril_2026(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "900", "--emise", "01/01/2026")
    recouvre.jour("2026-04-24")
    recouvre.fait(*PC, "inviter", "--le", "24/04/2026")
    recouvre.fait("annuler", "D-1", str(recouvre.rang("ActeDInstance")), "--motif", "essai")
    recouvre.jour("2026-04-25")
    phrase = recouvre.refuse(*PC, "inviter", "--le", "25/04/2026")
    assert "entre commerçants" in phrase and "[C" in phrase


def test_au_dela_de_5_000_euros_principal_et_interets_elle_est_fermee(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "5000", "--qualite", "consommateur")
    recouvre.fait("noter", "D-1", "mise-en-demeure", "--presentee-le", "01/02/2026")
    recouvre.jour("2026-03-03")
    assert "au-delà de 5 000,00 €" in recouvre.refuse(*PC, "inviter")
    assert "5 000,00 € au plus, principal et intérêts" in non(voies(recouvre)["petites-creances"])


# --- Assignation et référé ------------------------------------------------------------------------------------------


def test_une_assignation_interrompt_et_son_desistement_defait_tout(societe: LigneDeCommande) -> None:
    """§ 9.5, ligne « Passage au contentieux : commandement, assignation, huissier » : l'assignation vient d'abord."""
    avant = societe.json("prescription", "D-1")
    dit = societe.json("assignation", "D-1", "delivrer", "--le", "16/11/2026", "--pour-le", "12/01/2027")
    assert dit["delais"][0]["commande"] == "recouvre dossier-procedure D-1 --sortie DOSSIER.zip"
    assert dit["delais"][0]["jusqu_au"] == "2027-01-12"
    assert societe.json("prescription", "D-1")["creances"][0]["dure"] == "demande-en-justice"
    societe.jour("2026-11-24")
    assert societe.json("relances")["a_envoyer"] == []
    societe.fait("assignation", "D-1", "desister", "--le", "20/11/2026")
    assert societe.json("prescription", "D-1")["date"] == avant["date"]
    assert len(societe.json("relances")["a_envoyer"]) == 1
    societe.verifier()


def test_en_refere_la_provision_est_un_titre_que_la_suite_reconnait_seule(societe: LigneDeCommande) -> None:
    societe.fait("assignation", "D-1", "delivrer", "--refere", "--le", "01/10/2026", "--pour-le", "20/10/2026")
    societe.fait("assignation", "D-1", "audience", "--le", "20/10/2026", "--pour-le", "03/11/2026")
    societe.fait("assignation", "D-1", "jugement", "--le", "10/11/2026", "--montant", "12000", "--interets", "contrat")
    etat = societe.json("assignation", "D-1")
    assert (etat["instance"], etat["etat"]) == ("refere", "jugee")
    [titre] = societe.json("titre", "D-1")["titres"]
    assert (titre["nature"], titre["interets"]) == ("refere", "contrat")
    assert "478" in etat["delais"][0]["fondement"] and etat["delais"][0]["jusqu_au"] == "2027-05-10"
    assert etat["delais"][0]["commande"].endswith("--refere")
    assert "notez-y sa signification" in societe.refuse("titre", "D-1", "signifier", "--le", "20/11/2026")
    societe.fait("assignation", "D-1", "signifier", "--le", "20/11/2026", "--a-personne")
    assert societe.json("titre", "D-1")["titres"][0]["signifie_le"] == "2026-11-20"
    assert societe.json("assignation", "D-1")["etat"] == "titre"
    societe.verifier()


def test_une_voie_a_la_fois(societe: LigneDeCommande) -> None:
    societe.fait("assignation", "D-1", "delivrer", "--le", "16/11/2026")
    phrase = societe.refuse("injonction", "D-1", "deposer", "--le", "17/11/2026")
    assert "recouvre assignation D-1 desister" in phrase


def test_une_procedure_collective_ferme_toutes_les_voies(societe: LigneDeCommande) -> None:
    societe.fait("signaler", "D-1", "procedure", "--type", "liquidation", "--jugement-le", "02/11/2026")
    assert "L622-21" in societe.refuse("injonction", "D-1", "deposer", "--le", "16/11/2026")
    societe.fait("injonction", "D-1", "deposer", "--le", "01/11/2026")
    assert all("Aucune procédure collective" in non(voie) for voie in voies(societe).values())


# --- La fiche -------------------------------------------------------------------------------------------------------


def test_la_fiche_montre_chaque_critere_et_n_ecrit_rien(societe: LigneDeCommande) -> None:
    """§ 9.2, ligne « Judiciaire si montant et solvabilité » : des critères montrés, une décision humaine."""
    avant = societe.octets()
    fiche = societe.json("voies", "D-1")
    du = societe.json("decompte", "D-1")
    assert lire_montant(fiche["somme"]) == lire_montant(du["principal"]) + lire_montant(du["interets"])
    assert fiche["juridiction"] == "tribunal-de-commerce"
    assert [voie["voie"] for voie in fiche["voies"]] == [
        "injonction", "petites-creances", "l126", "refere", "assignation", "europeenne",
    ]  # fmt: skip
    assert any("Solvabilité" in phrase for phrase in fiche["a_peser"])
    ecran = " ".join(societe.fait("voies", "D-1").sortie.split())
    assert "Aucun juriste n'a relu" in ecran and "Cerfa n° 12946, suffixe à vérifier" in ecran
    assert "25-70.013" in ecran and "se contredisent" in ecran
    assert societe.octets() == avant


def test_la_voie_des_creances_incontestees_est_une_fiche_sans_commande(societe: LigneDeCommande) -> None:
    """§ 9.1, ligne « Accompagner l'obtention du titre » : L126-1, aucun document produit."""
    fiche = voies(societe)["l126"]
    assert fiche["commande"] is None and fiche["verdict"] == "à vérifier"
    assert fiche["a_savoir"][0].startswith(
        "En vigueur selon Service-Public (27/04/2026) ; décret d'application et tarif non retrouvés ; voir un "
        "commissaire de justice."
    )
    modeles = societe.fait("modele", "lister").sortie.lower()
    assert "l126" not in modeles and "incontest" not in modeles


def test_un_consommateur_va_au_judiciaire_et_les_petites_creances_lui_sont_ouvertes(
    particulier: LigneDeCommande,
) -> None:
    """§ 9.4, ligne « Judiciaire : obtention d'un titre »."""
    fiche = voies(particulier)
    assert non(fiche["petites-creances"]) == [] and fiche["petites-creances"]["verdict"] == "ouverte"
    assert "Facture entre commerçants, certaine, liquide et exigible" in non(fiche["l126"])
    assert "12948" in fiche["injonction"]["a_savoir"][0]
    prealable = next(c for c in fiche["assignation"]["criteres"] if "amiable" in c["critere"])
    assert (prealable["verdict"], prealable["fondement"]) == ("à vérifier", "CPC, art. 750-1")


def test_un_acheteur_public_n_a_ni_injonction_ni_petites_creances(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "900", "--qualite", "public")
    fiche = voies(recouvre)
    assert all("Débiteur de droit privé" in non(voie) for voie in fiche.values())
    assert "juge administratif" in recouvre.refuse("injonction", "D-1", "deposer")


def test_un_debiteur_a_l_etranger_ouvre_l_injonction_europeenne(recouvre: LigneDeCommande) -> None:
    """§ 9.3, ligne « Juristes IP, exécution, international »."""
    recouvre.ouvrir("F-1", "12000")
    recouvre.fait("debiteur", "D-1", "--pays", "Belgique")
    europeenne = voies(recouvre)["europeenne"]
    assert europeenne["verdict"] == "à vérifier" and "1896/2006" in europeenne["criteres"][-1]["fondement"]


def test_une_creance_prescrite_n_a_plus_de_voie(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "900", "--emise", "01/01/2020", echeance="31/01/2020")
    assert all("Délai pour agir" in non(voie) for voie in voies(recouvre).values())
