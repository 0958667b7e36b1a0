"""Ce qu'une main pressée tape de travers, et ce que l'écran en dit : jamais une panne, jamais une perte."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest
from cabinet_essai import LigneDeCommande


@pytest.fixture
def ouvert(recouvre: LigneDeCommande) -> LigneDeCommande:
    """Un dossier dont la mise en demeure est partie."""
    recouvre.ouvrir("F-1", "2400", "--emise", "01/01/2026")
    assert recouvre.envoyer("2026-03-03") == [("D-1", "mise-en-demeure")]
    recouvre.jour("2026-03-20")
    return recouvre


def test_un_dossier_de_procedure_avant_toute_facture_se_reunit(ouvert: LigneDeCommande) -> None:
    sortie = ouvert.cabinet / "avant.zip"
    ouvert.fait("dossier-procedure", "D-1", "--au", "01/01/2020", "--sortie", str(sortie))
    with ZipFile(sortie) as archive:
        assert "00_chronologie.pdf" in archive.namelist()


def test_un_preavis_demesure_est_refuse(ouvert: LigneDeCommande) -> None:
    plan = ("echeancier", "D-1", "--nombre", "2", "--des", "25/03/2026", "--signe-le", "20/03/2026")
    accord = ("--accord-le", "19/03/2026")
    assert "180 au plus" in ouvert.refuse(*plan, *accord, "--preavis", "99999999")
    ouvert.fait(*plan, *accord, "--preavis", "180")
    assert ("D-1", "echeance-rappel:2026-03-25") in ouvert.envoyer("2026-03-26")


def test_une_signature_avant_la_proposition_est_refusee(ouvert: LigneDeCommande) -> None:
    """Signé la veille, le plan laisserait une proposition que l'agenda demanderait toujours de faire signer."""
    ouvert.fait("echeancier", "D-1", "--nombre", "2", "--des", "25/03/2026", "--proposer")
    signe = ("echeancier", "D-1", "--nombre", "2", "--des", "25/03/2026", "--accord-le", "18/03/2026", "--signe-le")
    assert "20/03/2026 au plus tôt" in ouvert.refuse(*signe, "19/03/2026")
    ouvert.fait(*signe, "20/03/2026")
    assert not [ligne for ligne in ouvert.agenda("2026-03-20") if "protocole" in ligne[2]]


def test_la_fiche_dit_le_signal_et_tait_les_delais_passes(ouvert: LigneDeCommande) -> None:
    ouvert.fait("signaler", "D-1", "confie-ailleurs", "--le", "19/03/2026", "--texte", "Me Roy")
    assert "Signal" in ouvert.fait("dossier", "D-1").sortie
    assert ouvert.json("dossier", "D-1")["signaux"] == [
        {"le": "2026-03-19", "signal": "confie-ailleurs", "jusqu_au": None, "texte": "Me Roy"}
    ]
    ouvert.fait("reprendre", "D-1", "confie-ailleurs", "--le", "20/03/2026")
    assert ouvert.json("dossier", "D-1")["signaux"] == []


def test_la_fiche_tait_ce_qui_ne_peut_plus_se_faire(ouvert: LigneDeCommande) -> None:
    ouvert.fait("promesse", "D-1", "100", "--pour", "25/03/2026")
    ouvert.jour("2026-05-15")
    suite = [d["libelle"] for d in ouvert.json("dossier", "D-1")["demarches"]]
    assert not [libelle for libelle in suite if libelle.startswith("Vérifier la promesse")]
    assert [libelle for libelle in suite if libelle.startswith("Promesse non tenue")]


def test_rien_ne_se_demande_au_juge_quand_rien_n_est_du(ouvert: LigneDeCommande) -> None:
    ouvert.fait("remise", "D-1", "--reste", "--motif", "geste", "--autorisee-le", "20/03/2026")
    for voie in ("injonction", "petites-creances"):
        acte = "deposer" if voie == "injonction" else "inviter"
        assert "Plus rien n'est dû" in ouvert.refuse(voie, "D-1", acte, "--le", "20/03/2026")


def test_une_requete_sans_accord_ou_au_dela_du_du_se_note_et_le_dit(ouvert: LigneDeCommande) -> None:
    dit = ouvert.fait("injonction", "D-1", "deposer", "--montant", "99999").sortie
    assert "Aucun accord du créancier" in dit
    assert "99\u202f999,00 € demandés".replace("\u202f", " ") in dit.replace("\u202f", " ").replace("\xa0", " ")
    ouvert.fait("annuler", "D-1", str(ouvert.rang("ActeDInstance")), "--motif", "erreur")
    ouvert.fait("autorisation", "D-1", "procedure")
    assert "Aucun accord" not in ouvert.fait("injonction", "D-1", "deposer").sortie


def test_l_etape_notee_se_dit_en_francais(ouvert: LigneDeCommande) -> None:
    ouvert.fait("signaler", "D-1", "procedure", "--type", "redressement", "--jugement-le", "10/03/2026")
    dit = ouvert.fait("procedure", "D-1", "declaration", "--le", "15/03/2026").sortie
    assert "le 15/03/2026, procédure collective : créance déclarée" in dit
    assert "15/03/2026  Créance déclarée" in ouvert.fait("procedure", "D-1").sortie


def test_un_texte_sur_plusieurs_lignes_tient_sur_une(ouvert: LigneDeCommande) -> None:
    ouvert.fait("noter", "D-1", "appel", "il rappelle\nlundi\r\n\tsans faute")
    assert ouvert.json("dossier", "D-1")["faits"][-1]["texte"].endswith("il rappelle lundi sans faute")


def test_la_reponse_a_une_contestation_se_tape_telle_quelle(ouvert: LigneDeCommande) -> None:
    """La commande de l'agenda donne chaque champ que la lettre demande."""
    ouvert.fait("signaler", "D-1", "litige", "--motif", "la livraison")
    [commande] = [
        d["commande"] for d in ouvert.json("agenda")["demarches"] if d["libelle"].startswith("Répondre à la contes")
    ]
    mots = commande.replace('"motif=…"', "motif=X").replace('"reponse=…"', "reponse=Y").split()[1:]
    ouvert.fait(*[mot.replace("=X", "=la livraison").replace("=Y", "=Elle est signée.") for mot in mots])
    assert not [d for d in ouvert.json("agenda")["demarches"] if d["libelle"].startswith("Répondre à la contes")]


def test_une_piece_vide_est_refusee(ouvert: LigneDeCommande, tmp_path: Path) -> None:
    (tmp_path / "vide.pdf").write_bytes(b"")
    assert "est vide" in ouvert.refuse("piece", "D-1", "contrat", "--fichier", str(tmp_path / "vide.pdf"))


def test_personne_n_est_pas_un_nom(ouvert: LigneDeCommande) -> None:
    assert "n'est à personne" in ouvert.refuse("gestionnaire", "ajouter", "Personne")
    assert "dites à qui" in ouvert.refuse("affecter", " ", "D-1", code=2)


def test_un_calendrier_ne_s_ecrit_pas_dans_un_dossier(ouvert: LigneDeCommande, tmp_path: Path) -> None:
    assert "c'est un dossier" in ouvert.refuse("agenda", "--ical", str(tmp_path))


def test_un_plan_ne_reclame_jamais_plus_que_le_du(ouvert: LigneDeCommande) -> None:
    """Un avoir venu après la signature : la mise en demeure de payer un versement attend que le plan soit refait."""
    signe = ("--signe-le", "20/03/2026", "--accord-le", "19/03/2026")
    ouvert.fait("echeancier", "D-1", "--nombre", "2", "--des", "25/03/2026", *signe)
    ouvert.jour("2026-03-21")
    ouvert.fait("avoir", "D-1", "--numero", "A-1", "--montant", "2000")
    ouvert.jour("2026-03-26")
    passe = ouvert("relances", "--envoyer")
    assert "refaites-le" in " ".join((passe.sortie + passe.erreur).split())
    ouvert.jour("2026-03-27")
    refait = ("--nombre", "2", "--des", "28/03/2026", "--signe-le", "27/03/2026", "--accord-le", "27/03/2026")
    ouvert.fait("echeancier", "D-1", *refait, "--remplacer")
    assert ("D-1", "echeance-rappel:2026-03-28") in ouvert.envoyer("2026-03-30")


def test_le_cahier_des_charges_se_lit_dans_les_autorisations(ouvert: LigneDeCommande) -> None:
    [creancier] = [d["creancier"] for d in ouvert.json("dossiers")["dossiers"]]
    ouvert.fait("cahier-des-charges", creancier, "--plans-au-plus", "6", "--visite")
    lu = ouvert.fait("autorisation", "D-1").sortie
    assert "d'avance, jusqu'à 6 versements" in lu and "d'avance, par son cahier des charges" in lu


def test_l_etat_du_jour_tient_sur_quatre_vingts_colonnes(ouvert: LigneDeCommande) -> None:
    ouvert.fait("signaler", "D-1", "procedure", "--type", "redressement", "--jugement-le", "10/03/2026",
                "--bodacc-le", "15/03/2026")  # fmt: skip
    assert all(len(ligne) <= 80 for ligne in ouvert.fait().sortie.splitlines())


@pytest.mark.parametrize("convertie", [False, True])
def test_apres_une_liquidation_rien_ne_se_reprend(ouvert: LigneDeCommande, convertie: bool) -> None:
    """L643-11 du code de commerce : la clôture ne rend pas au créancier ses poursuites."""
    genre = "sauvegarde" if convertie else "liquidation"
    ouvert.fait("signaler", "D-1", "procedure", "--type", genre, "--jugement-le", "05/03/2026")
    if convertie:
        ouvert.fait("procedure", "D-1", "conversion", "--type", "liquidation", "--le", "10/03/2026")
    ouvert.fait("procedure", "D-1", "cloture", "--le", "15/03/2026")
    assert "L643-11" in ouvert.refuse("reprendre", "D-1", "procedure", "--le", "16/03/2026")
    assert ouvert.json("relances")["a_envoyer"] == []


def test_une_creance_admise_n_est_plus_a_declarer(ouvert: LigneDeCommande) -> None:
    ouvert.fait("signaler", "D-1", "procedure", "--type", "redressement", "--jugement-le", "05/03/2026",
                "--bodacc-le", "08/03/2026")  # fmt: skip
    declarer = [d for d in ouvert.json("agenda", "--jours", "90")["demarches"] if "éclarer la créance" in d["libelle"]]
    assert declarer
    ouvert.fait("procedure", "D-1", "admission", "--le", "18/03/2026")
    assert not [d for d in ouvert.json("agenda", "--jours", "90")["demarches"] if "éclarer la créance" in d["libelle"]]
