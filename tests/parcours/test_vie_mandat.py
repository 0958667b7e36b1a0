"""Cahier des charges, pièces par phase, autorisations, avis au créancier."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from tests.cabinet_essai import LigneDeCommande


@pytest.fixture
def ouvert(recouvre: LigneDeCommande) -> LigneDeCommande:
    recouvre.jour("2026-03-03")
    recouvre.ouvrir("F-1", "1000")
    recouvre.fait("creancier", "Forge Béranger", "--courriel", "compta@forge.example")
    return recouvre


def test_un_seul_courriel_par_creancier_et_il_ne_se_prepare_qu_une_fois(ouvert: LigneDeCommande) -> None:
    """§ 9.3, ligne « Nous vous prévenons systématiquement par mail »."""
    ouvert.ouvrir("F-2", "500", debiteur="Garage Morel")
    ouvert.envoyer("2026-03-03")
    ouvert.jour("2026-03-10")
    ouvert.fait("promesse", "D-1", "300", "--pour", "20/03/2026")
    ouvert.fait("signaler", "D-2", "litige", "--motif", "pneus non posés")
    assert {d["dossier"] for d in ouvert.json("agenda")["demarches"] if d["genre"] == "avis"} == {"D-1", "D-2"}
    avant = ouvert.octets()
    [apercu] = ouvert.json("avis")["avis"]
    assert ouvert.octets() == avant and apercu["fichier"] is None, "montrer n'écrit rien"
    [pret] = ouvert.json("avis", "--preparer")["avis"]
    message = message_from_bytes((ouvert.cabinet / pret["fichier"]).read_bytes(), policy=default)
    assert (message["To"], message["X-Unsent"]) == ("compta@forge.example", "1")
    corps = message.get_content()
    assert "le débiteur a promis 300,00\xa0€ pour le 20/03/2026" in corps
    assert "pneus non posés" in corps and "sous quinze jours" in corps
    assert ouvert.json("avis")["avis"] == []
    assert not [d for d in ouvert.json("agenda")["demarches"] if d["genre"] == "avis"]
    assert "sait déjà tout" in ouvert.refuse("avis", "D-1")
    ouvert.verifier()
    ouvert.fait("annuler", "D-1", str(ouvert.rang("CreancierAvise")), "--motif", "jamais envoyé")
    assert ouvert.json("avis")["avis"], "annulé, l'avis est de nouveau dû"


def test_une_lettre_revenue_se_dit_au_creancier_selon_son_cahier_des_charges(ouvert: LigneDeCommande) -> None:
    """§ 9.3, ligne « Enquête si NPAI ou non joignable, client prévenu »."""
    ouvert.envoyer("2026-03-03")
    ouvert.jour("2026-03-12")
    ouvert.fait("courrier-retour", "D-1-1", "npai", "--le", "12/03/2026")
    assert "enquête d'adresse, à vos frais, peut être engagée" in ouvert.json("avis")["avis"][0]["texte"]
    ouvert.fait("cahier-des-charges", "Forge Béranger", "--enquete")
    assert "L'enquête d'adresse est engagée" in ouvert.json("avis")["avis"][0]["texte"]


def test_les_pieces_par_phase_et_leur_demande(ouvert: LigneDeCommande, tmp_path: Path) -> None:
    """§ 9.2, ligne « Pièces : BC, facture, relevé, courriers, CGV »."""
    bon = tmp_path / "bon signé.pdf"
    bon.write_bytes(b"%PDF-1.4 bon")
    donnees = ("--datee-le", "02/12/2025", "--remise-par", "créancier", "--original")
    ouvert.fait("piece", "D-1", "bon-de-commande", "--fichier", str(bon), *donnees)
    liste = ouvert.json("piece", "D-1")
    assert liste["manquantes"] == []
    assert liste["manquantes_judiciaires"] == ["facture", "bon-de-livraison", "mise-en-demeure"]
    rangee = next(p for p in liste["pieces"] if p["nature"] == "bon-de-commande")
    assert (rangee["datee_le"], rangee["remise_par"], rangee["original"]) == ("2025-12-02", "créancier", True)
    assert (ouvert.cabinet / rangee["fichier"]).read_bytes() == b"%PDF-1.4 bon"
    assert "après son arrivée" in ouvert.refuse("piece", "D-1", "facture", "--datee-le", "04/03/2026")
    ouvert.envoyer("2026-03-03")
    ouvert.jour("2026-03-06")
    ouvert.fait("courrier-retour", "D-1-1", "distribue", "--le", "05/03/2026")
    assert ouvert.json("piece", "D-1")["manquantes_judiciaires"] == ["facture", "bon-de-livraison"]
    ecran = ouvert.fait("piece", "D-1").sortie
    assert "Pour agir en justice" in ecran and "recouvre piece D-1 facture" in ecran


def test_sans_pouvoir_les_pieces_se_demandent_au_creancier(recouvre: LigneDeCommande) -> None:
    """§ 9.2, ligne « Aucune action avant pouvoir + CGV acceptées »."""
    recouvre.jour("2026-03-03")
    recouvre.ouvrir("F-1", "1000", complet=False)
    assert recouvre.envoyer("2026-03-03") == []
    demande = recouvre.json("avis", "D-1", "--pieces", "--preparer")["avis"][0]
    assert "pouvoir (mandat écrit)" in demande["texte"] and "CGV" in demande["texte"]
    assert "demande un dossier" in recouvre.refuse("avis", "--pieces", code=2)


def test_une_visite_demande_l_accord_du_creancier_sauf_s_il_l_a_donne(ouvert: LigneDeCommande) -> None:
    """§ 9.3, ligne « Visite domiciliaire avec accord du donneur d'ordre »."""
    for jour in ("2026-03-03", "2026-03-16", "2026-03-23"):
        ouvert.envoyer(jour)

    def visites() -> list[str]:
        return [
            d["libelle"] for d in ouvert.json("agenda", "--au", "02/04/2026")["demarches"] if d["genre"] == "visite"
        ]

    assert all("accord à obtenir" in libelle for libelle in visites()) and visites()
    ouvert.fait("autorisation", "D-1", "visite", "--texte", "courriel du 23 mars")
    assert not any("accord à obtenir" in libelle for libelle in visites()) and visites()
    ouvert.fait("autorisation", "D-1", "visite", "--retirer")
    assert all("accord à obtenir" in libelle for libelle in visites())
    ouvert.fait("cahier-des-charges", "Forge Béranger", "--visite")
    assert not any("accord à obtenir" in libelle for libelle in visites())
    ouvert.verifier()


def test_le_cahier_des_charges_se_regle_et_se_relit(ouvert: LigneDeCommande) -> None:
    """§ 9.3, lignes « Cahier des charges par client », « Pouvoir général », « Déclenchement »."""
    regle = ouvert.json(
        "cahier-des-charges", "Forge Béranger", "--plans-au-plus", "4", "--procedure-des", "500",
        "--procedure-pieces", "facture,contrat", "--pouvoir-general-le", "02/01/2026",
    )  # fmt: skip
    assert regle["procedure_pieces"] == ["facture", "contrat"]
    assert ouvert.json("cahier-des-charges", "Forge Béranger") == regle
    assert (regle["plans_au_plus"], regle["procedure_des"]) == (4, "500.00")
    assert "jusqu'à 4 versements" in ouvert.fait("cahier-des-charges", "Forge Béranger").sortie
    assert "inconnue" in ouvert.refuse("cahier-des-charges", "Forge Béranger", "--procedure-pieces", "tampon", code=2)


def test_en_service_interne_il_n_y_a_personne_a_aviser(interne: LigneDeCommande) -> None:
    assert "le créancier, c'est vous" in interne.refuse("avis")


def test_l_amiable_termine_les_criteres_se_montrent_et_une_procedure_se_propose(ouvert: LigneDeCommande) -> None:
    """§ 9.2, ligne « Judiciaire si montant et solvabilité » ; § 9.3, ligne « Déclenchement si amiable terminé »."""
    ouvert.fait("cahier-des-charges", "Forge Béranger", "--procedure-des", "500", "--procedure-pieces", "facture")
    for jour in ("2026-03-03", "2026-03-16", "2026-03-23", "2026-04-03"):
        ouvert.envoyer(jour)
    ouvert.jour("2026-04-20")
    ouvert.fait("autorisation", "D-1", "visite")
    for canal in ("appel", "visite"):
        ouvert.fait("noter", "D-1", canal, "ne paiera pas")

    def decision() -> str:
        [dite] = [d for d in ouvert.json("agenda", "--jours", "30")["demarches"] if d["genre"] == "decision"]
        assert dite["commande"] == "recouvre voies D-1"
        return str(dite["libelle"])

    assert decision().endswith("pour une procédure, il manque : pièces, accord du créancier")
    ouvert.fait("piece", "D-1", "facture")
    ouvert.fait("cahier-des-charges", "Forge Béranger", "--pouvoir-general-le", "02/01/2026")
    assert decision().endswith("critères d'une procédure remplis")
    voulus = ouvert.json("voies", "D-1")["cahier_des_charges"]
    assert {c["critere"]: c["rempli"] for c in voulus} == {
        "montant suffisant": True, "pièces": True, "délai": True, "accord du créancier": True,
    }  # fmt: skip
    propose = ouvert.json("avis", "D-1", "--procedure", "--preparer")["avis"][0]["texte"]
    assert "Une procédure judiciaire est possible" in propose and "accord écrit" in propose
    ouvert.fait("cahier-des-charges", "Forge Béranger", "--procedure-des", "2000")
    assert decision().endswith("il manque : montant suffisant")
    ouvert.verifier()
