"""Remise et paiement direct : le cas 7, les accords du créancier, ce qu'une remise change au décompte."""

from __future__ import annotations

import pytest

from tests.cabinet_essai import LigneDeCommande


@pytest.fixture
def paye_en_direct(recouvre: LigneDeCommande) -> LigneDeCommande:
    """Cas 7 : mise en demeure du 02/03/2026, 1 800 € reçus par le créancier lui-même le 12/03."""
    recouvre.jour("2026-03-02")
    recouvre.ouvrir("F-1", "1800", echeance="31/01/2026")
    assert recouvre.envoyer("2026-03-02") == [("D-1", "mise-en-demeure")]
    recouvre.jour("2026-03-12")
    recouvre.fait("encaisser", "D-1", "1800", "--le", "12/03/2026", "--direct")
    return recouvre


def test_cas_7_le_paiement_direct_arrete_tout_et_ne_se_reverse_pas(paye_en_direct: LigneDeCommande) -> None:
    """§ 9.3, ligne « Paiement direct chez le donneur d'ordre → cesser et clôturer »."""
    tenu = paye_en_direct
    decompte = tenu.json("decompte", "D-1", "--au", "12/03/2026")
    assert (decompte["total"], decompte["principal"]) == ("63.97", "63.97")
    genres = {d["genre"] for d in tenu.json("agenda", "--au", "30/04/2026")["demarches"]}
    assert not genres & {"quittance", "reversement"}, "rien à quittancer ni à reverser"
    assert tenu.envoyer("2026-03-13") == []
    doublon = tenu.refuse("encaisser", "D-1", "1800", "--le", "12/03/2026", "--direct")
    assert "double saisie" in doublon
    tenu.verifier()


def test_cas_7_abandonner_les_accessoires_solde_le_dossier(paye_en_direct: LigneDeCommande) -> None:
    tenu = paye_en_direct
    refus = tenu.refuse("remise", "D-1", "--accessoires", "--motif", "geste commercial")
    assert "demande l'accord du créancier" in refus and "63,97" in refus
    avant = tenu.projections()
    remis = tenu.json("remise", "D-1", "--accessoires", "--motif", "geste commercial", "--autorisee-le", "12/03/2026")
    assert (remis["montant"], remis["total"]) == ("63.97", "0.00")
    assert tenu.json("dossiers")["dossiers"][0]["etat"] == "soldé"
    raconte = tenu.fait("expliquer", "D-1", "--au", "31/03/2026").sortie
    assert "63,97 € remis (geste commercial)" in " ".join(raconte.split()), raconte
    assert "1350" in raconte
    decompte = tenu.fait("decompte", "D-1", "--au", "31/03/2026").sortie
    assert "Remise : geste commercial" in decompte
    tenu.verifier()
    tenu.fait("annuler", "D-1", str(remis["rang"]), "--motif", "erreur de dossier")
    assert tenu.projections() == avant
    tenu.verifier()


def test_une_remise_ne_depasse_pas_le_du_et_se_justifie(paye_en_direct: LigneDeCommande) -> None:
    tenu = paye_en_direct
    assert "63,97" in tenu.refuse("remise", "D-1", "100", "--motif", "x", "--autorisee-le", "12/03/2026")
    assert "--motif" in tenu.refuse("remise", "D-1", "10", "--autorisee-le", "12/03/2026")
    assert "MONTANT" in tenu.refuse("remise", "D-1", "10", "--reste", "--motif", "x", code=2)
    assert "dans l'avenir" in tenu.refuse("remise", "D-1", "10", "--motif", "x", "--le", "20/03/2026")


def test_une_autorisation_plafonnee_vaut_accord_jusqu_a_son_plafond(paye_en_direct: LigneDeCommande) -> None:
    tenu = paye_en_direct
    tenu.fait("autorisation", "D-1", "remise", "--plafond", "50", "--texte", "courriel du 12 mars")
    assert "jusqu'à 50,00" in tenu.refuse("remise", "D-1", "60", "--motif", "accord")
    assert tenu.json("remise", "D-1", "50", "--motif", "accord")["total"] == "13.97"
    [vaut] = tenu.json("autorisation", "D-1")["autorisations"]
    assert (vaut["objet"], vaut["plafond"], vaut["texte"]) == ("remise", "50.00", "courriel du 12 mars")
    tenu.fait("autorisation", "D-1", "remise", "--retirer")
    assert tenu.json("autorisation", "D-1")["autorisations"] == []
    assert "demande l'accord" in tenu.refuse("remise", "D-1", "1", "--motif", "accord")


def test_une_remise_n_interrompt_pas_la_prescription_et_le_reste_porte_interet(recouvre: LigneDeCommande) -> None:
    recouvre.jour("2026-02-02")
    recouvre.ouvrir("F-1", "1000", echeance="31/01/2026")
    avant = recouvre.json("prescription", "D-1")["date"]
    recouvre.fait("remise", "D-1", "500", "--motif", "livraison partielle", "--autorisee-le", "02/02/2026")
    assert recouvre.json("prescription", "D-1")["date"] == avant
    lignes = recouvre.json("decompte", "D-1", "--au", "28/02/2026")["lignes"]
    bases = [ligne["base"] for ligne in lignes if ligne["nature"] == "interets"]
    assert bases == ["1000.00", "540.67"], "les 500 € éteignent 0,67 d'intérêts, 40 €, puis 459,33 de principal"
    assert sum(round(float(ligne["montant"]) * 100) for ligne in lignes) == round(
        float(recouvre.json("decompte", "D-1", "--au", "28/02/2026")["total"]) * 100
    )


def test_d_un_acheteur_public_seul_le_principal_se_remet(interne: LigneDeCommande) -> None:
    """CCP L2192-14 : renoncer aux intérêts moratoires est réputé non écrit."""
    tenu = interne
    tenu.jour("2026-03-02")
    tenu.ouvrir("F-1", "1000", "--qualite", "public", echeance="31/01/2026", complet=False)
    assert "réputé non écrit" in tenu.refuse("remise", "D-1", "--accessoires", "--motif", "x")
    assert "réputé non écrit" in tenu.refuse("remise", "D-1", "--reste", "--motif", "x")
    avant = tenu.json("decompte", "D-1", "--au", "02/03/2026")
    tenu.fait("remise", "D-1", "1000", "--motif", "avoir refusé par le comptable")
    apres = tenu.json("decompte", "D-1", "--au", "02/03/2026")
    assert (apres["principal"], apres["interets"], apres["indemnites"]) == (
        "0.00", avant["interets"], avant["indemnites"],
    )  # fmt: skip


def test_un_encaissement_se_reverse_dans_le_mois(recouvre: LigneDeCommande) -> None:
    """Cas 10 : reçu le 11/05/2026, à reverser le 11/06 au plus tard, rappelé dès le 28/05."""
    recouvre.jour("2026-05-11")
    recouvre.ouvrir("F-1", "8000", echeance="31/01/2026")
    recouvre.fait("encaisser", "D-1", "7300", "--le", "11/05/2026")
    assert not [d for d in recouvre.json("agenda", "--au", "27/05/2026")["demarches"] if d["genre"] == "reversement"]
    [ligne] = [d for d in recouvre.json("agenda", "--au", "28/05/2026")["demarches"] if d["genre"] == "reversement"]
    assert (ligne["le"], ligne["fondement"]) == ("2026-05-28", "CPCE, art. R124-6, sauf convention contraire")
    assert (
        "7 300,00" in ligne["libelle"].replace("\u202f", " ").replace("\xa0", " ") and "11/06/2026" in ligne["libelle"]
    )
    recouvre.jour("2026-05-29")
    recouvre.fait("noter", "D-1", "reversement")
    assert not [d for d in recouvre.json("agenda", "--au", "30/06/2026")["demarches"] if d["genre"] == "reversement"]
    assert "Rien n'est à reverser" in recouvre.refuse("noter", "D-1", "reversement")
