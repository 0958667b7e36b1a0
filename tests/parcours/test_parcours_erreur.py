"""B4 : le droit à l'erreur. Annuler rétablit exactement l'état d'avant, et rien n'est effacé du journal."""

from __future__ import annotations

from typing import Any

import pytest
from cabinet_essai import LigneDeCommande


def ouvrir(outil: LigneDeCommande) -> None:
    """Un dossier de 10 000 €, mis en demeure le 3 mars ; nous sommes le 10."""
    outil.jour("2026-03-03")
    outil.ouvrir("F-1", "10000")
    outil.fait("relances", "--envoyer")
    outil.jour("2026-03-10")


def tout(outil: LigneDeCommande) -> dict[str, Any]:
    """Tout ce qu'une personne peut voir du dossier, hors son histoire."""
    fiche = outil.json("dossier", "D-1")
    del fiche["faits"]
    return {
        "projections": outil.projections(),
        "decompte": outil.json("decompte", "D-1"),
        "agenda": outil.json("agenda", "--jours", "366"),
        "relances": outil.json("relances", "--au", "16/03/2026"),
        "dossiers": outil.json("dossiers"),
        "fiche": fiche,
    }


def test_b4_7300_au_lieu_de_730(recouvre: LigneDeCommande, temoin: LigneDeCommande) -> None:
    for outil in (recouvre, temoin):
        ouvrir(outil)
    avant = tout(recouvre)
    rang = recouvre.json("encaisser", "D-1", "7300", "--reference", "VIR 42")["rang"]
    assert tout(recouvre) != avant
    recouvre.fait("annuler", "D-1", str(rang), "--motif", "7 300 saisi pour 730")
    assert tout(recouvre) == avant
    for outil in (recouvre, temoin):
        outil.fait("encaisser", "D-1", "730", "--reference", "VIR 42")
    assert tout(recouvre) == tout(temoin), "comme si l'erreur n'avait jamais eu lieu"
    recouvre.verifier()


def test_b4_rien_n_est_efface_du_journal(recouvre: LigneDeCommande) -> None:
    ouvrir(recouvre)
    rang = recouvre.json("encaisser", "D-1", "7300")["rang"]
    avant = recouvre.lignes("SELECT * FROM journal ORDER BY rang")
    annulation = recouvre.json("annuler", "D-1", str(rang), "--motif", "erreur de saisie")
    assert annulation == {"dossier": "D-1", "rang": rang + 1, "annule": rang, "quittances": []}
    apres = recouvre.lignes("SELECT * FROM journal ORDER BY rang")
    assert apres[:-1] == avant
    assert apres[-1][2] == "EvenementAnnule" and "erreur de saisie" in apres[-1][7]
    dit = recouvre.fait("dossier", "D-1", "--tout").sortie
    assert "7\u202f300,00" in dit and "erreur de saisie" in dit, "la fiche montre l'erreur et sa correction"
    recouvre.verifier()


def test_b4_meme_paiement_ressaisi_apres_annulation(recouvre: LigneDeCommande) -> None:
    ouvrir(recouvre)
    for _ in range(3):
        rang = recouvre.json("encaisser", "D-1", "730")["rang"]
        attendu = tout(recouvre)
        recouvre.fait("annuler", "D-1", str(rang), "--motif", "essai")
        recouvre.fait("encaisser", "D-1", "730")
        assert tout(recouvre) == attendu
        recouvre.fait("annuler", "D-1", str(recouvre.rang("EncaissementRecu")), "--motif", "encore")
    recouvre.verifier()


def test_annuler_une_facture_libere_son_numero(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1000")
    recouvre.fait("facture", "D-1", "--numero", "F-2", "--montant", "700", "--emise", "01/01/2026", "--echeance",
                  "31/01/2026")  # fmt: skip
    doublon = ("facture", "D-1", "--numero", "f - 2", "--montant", "70", "--emise", "01/01/2026", "--echeance",
               "31/01/2026")  # fmt: skip
    assert "déjà enregistré au dossier D-1" in recouvre.refuse(*doublon)
    recouvre.fait("annuler", "D-1", str(recouvre.rang("FactureAjoutee")), "--motif", "montant faux")
    recouvre.fait(*doublon)
    assert recouvre.json("dossiers")["dossiers"][0]["principal"] == "1070.00"
    recouvre.verifier()


def test_annuler_une_ouverture_permet_de_rouvrir(recouvre: LigneDeCommande) -> None:
    """Le dossier ouvert par erreur n'a pas eu lieu : ses factures peuvent entrer dans un autre."""
    assert recouvre.ouvrir("F-1", "1000", debiteur="Mauvais Débiteur") == "D-1"
    recouvre.fait("annuler", "D-1", str(recouvre.rang("DossierOuvert")), "--motif", "mauvais débiteur")
    assert recouvre.json("agenda")["demarches"] == []
    assert recouvre.json("dossiers", "--etat", "annulé")["dossiers"][0]["numero"] == "D-1"
    assert "annulé" in recouvre.refuse("encaisser", "D-1", "10")
    assert recouvre.ouvrir("F-1", "1000", debiteur="Bon Débiteur") == "D-2"
    recouvre.verifier()


def test_annuler_la_cloture_rouvre_le_dossier(recouvre: LigneDeCommande) -> None:
    ouvrir(recouvre)
    avant = tout(recouvre)
    recouvre.fait("clore", "D-1", "--motif", "repris par le créancier")
    assert recouvre.json("agenda", "--jours", "366")["demarches"] == []
    recouvre.fait("annuler", "D-1", str(recouvre.rang("DossierClos")), "--motif", "clos par erreur")
    assert tout(recouvre) == avant
    recouvre.fait("clore", "D-1", "--motif", "cette fois c'est vrai")
    recouvre.verifier()


def test_annuler_l_unique_facture_ne_bloque_rien(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1000")
    recouvre.fait("annuler", "D-1", str(recouvre.rang("FactureAjoutee")), "--motif", "facture d'un autre")
    for commande in (("decompte", "D-1"), ("dossier", "D-1"), ("relances",), ("agenda",)):
        recouvre.fait(*commande)
    assert recouvre.json("relances")["a_envoyer"] == []
    recouvre.verifier()


@pytest.mark.parametrize(
    ("genre", "phrase"),
    [
        ("RelanceEnvoyee", "est un courrier parti : il reste parti"),
        ("DossierOuvert", "a déjà vécu"),
        ("EvenementAnnule", "est déjà une annulation"),
        ("EncaissementRecu", "est déjà annulé"),
    ],
)
def test_ce_qui_ne_se_defait_pas(recouvre: LigneDeCommande, genre: str, phrase: str) -> None:
    ouvrir(recouvre)
    rang = recouvre.json("encaisser", "D-1", "730")["rang"]
    recouvre.fait("annuler", "D-1", str(rang), "--motif", "essai")
    assert phrase in recouvre.refuse("annuler", "D-1", str(recouvre.rang(genre)), "--motif", "pour voir")


@pytest.mark.parametrize(
    ("mots", "code", "phrase"),
    [
        (("D-1", "5", "--motif", "x"), 1, "n'est pas au dossier D-1"),
        (("D-1", "999", "--motif", "x"), 1, "n'est pas au dossier D-1"),
        (("D-9", "1", "--motif", "x"), 1, "D-9 n'existe pas"),
        (("D-1", "4", "--motif", "  "), 1, "se justifie"),
        (("D-1", "4"), 2, "--motif"),
        (("D-1", "quatre", "--motif", "x"), 2, "quatre"),
        (("quoi", "4", "--motif", "x"), 2, "quoi"),
    ],
)
def test_annuler_refuse_en_le_disant(recouvre: LigneDeCommande, mots: tuple[str, ...], code: int, phrase: str) -> None:
    recouvre.ouvrir("F-1", "1000")
    recouvre.ouvrir("F-2", "1000", debiteur="SAS Brise-Lames")
    assert phrase in recouvre.refuse("annuler", *mots, code=code)


def test_une_ouverture_payee_ne_s_annule_pas(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1000")
    recouvre.fait("encaisser", "D-1", "10")
    rang = str(recouvre.rang("DossierOuvert"))
    assert "a déjà vécu" in recouvre.refuse("annuler", "D-1", rang, "--motif", "x")
    recouvre.fait("annuler", "D-1", str(recouvre.rang("EncaissementRecu")), "--motif", "x")
    recouvre.fait("annuler", "D-1", rang, "--motif", "x")
    recouvre.verifier()
