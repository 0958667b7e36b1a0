"""Cas 6 : la lettre revenue « inconnu à l'adresse », l'adresse retrouvée, tout refait ; et l'avisé non réclamé."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande
from pypdf import PdfReader

NOUVELLE = ("--adresse", "8 rue Neuve", "--code-postal", "69003", "--ville", "Lyon")
RECOMMANDE = "1A 234 567 8901 2"


@pytest.fixture
def cas_6(recouvre: LigneDeCommande) -> LigneDeCommande:
    """Un consommateur, la mise en demeure D-1-1 partie en recommandé le lundi 4 mai 2026."""
    recouvre.jour("2026-05-04")
    recouvre.ouvrir("F-1", "1000", "--qualite", "consommateur", echeance="31/03/2026")
    assert recouvre.envoyer("2026-05-04") == [("D-1", "mise-en-demeure")]
    return recouvre


@pytest.fixture
def revenue(cas_6: LigneDeCommande) -> LigneDeCommande:
    """La même, revenue le 12 mai : destinataire inconnu à l'adresse."""
    cas_6.jour("2026-05-12")
    cas_6.fait("courrier-retour", "D-1-1", "npai", "--precision", "destinataire inconnu à l'adresse")
    return cas_6


def a_faire(recouvre: LigneDeCommande, au: str) -> dict[str, str]:
    """Étape → date due, à l'agenda de ce jour."""
    return {etape: le for _, etape, le in recouvre.agenda(au)}


def a_venir(recouvre: LigneDeCommande, au: str) -> dict[str, str]:
    """Étape → date due, dans les deux mois."""
    return {etape: le for _, etape, le in recouvre.agenda(au, "--jours", "60")}


def interets(recouvre: LigneDeCommande, au: str) -> str:
    """Les intérêts dus ce jour-là."""
    return str(recouvre.json("decompte", "D-1", "--au", au)["interets"])


def faits(recouvre: LigneDeCommande, genre: str) -> int:
    """Combien de faits de ce genre, annulés compris."""
    return int(recouvre.lignes("SELECT count(*) FROM journal WHERE genre = ?", genre)[0][0])


# --- a) inconnu à l'adresse -----------------------------------------------------------------------------------------


def test_a_l_adresse_est_invalide_et_une_enquete_commence(revenue: LigneDeCommande) -> None:
    demarches = revenue.json("agenda", "--au", "2026-05-12")["demarches"]
    [enquete] = [d for d in demarches if d["etape"] == "enquete-adresse"]
    assert enquete["le"] == "2026-05-12"
    assert "D-1-1" in enquete["libelle"] and "informer le créancier" in enquete["libelle"]
    assert "presentation" not in a_faire(revenue, "2026-05-29"), "rien à noter : elle n'a pas été présentée"
    fiche = " ".join(revenue.fait("dossier", "D-1").sortie.split())
    assert "Pli D-1-1 revenu, inconnu à l'adresse (destinataire inconnu à l'adresse)" in fiche
    revenue.verifier()


def test_a_aucune_etape_postale_ne_part_ni_visite(revenue: LigneDeCommande) -> None:
    """Branché par la porte : « adresse-invalide »."""
    for jour in ("2026-05-15", "2026-05-22"):
        assert revenue.envoyer(jour) == []
        [retenue] = revenue.json("relances")["retenues"]
        assert (retenue["etape"], retenue["raisons"]) == ("relance-1", ["adresse-invalide"])
        assert "adresse invalide : le pli D-1-1 est revenu (inconnu à l'adresse)" in retenue["motif"]
        assert "recouvre debiteur D-1 --adresse" in retenue["motif"]
    dues = a_faire(revenue, "2026-05-28")
    assert "visite" not in dues, "on ne se présente pas où personne n'est connu"
    assert dues["appels"] == "2026-05-26", "le téléphone reste bon"
    attentes = {d["libelle"]: d["attente"] for d in revenue.json("dossier", "D-1")["demarches"]}
    assert any("adresse invalide" in attente for libelle, attente in attentes.items() if libelle.startswith("Visite"))


def test_a_l_adresse_changee_la_mise_en_demeure_repart_et_tout_le_reste_avec_elle(revenue: LigneDeCommande) -> None:
    revenue.envoyer("2026-05-15")
    revenue.jour("2026-05-29")
    dit = revenue.fait("debiteur", "D-1", *NOUVELLE).sortie
    assert "D-1 : l'adresse est de nouveau bonne." in dit
    assert "Mise en demeure : D-1-1 est revenu, à refaire dès le 01/06/2026." in dit
    revenue.verifier()
    assert revenue.envoyer("2026-05-29") == [], "le jour ouvré suivant : on a le temps de se relire"
    assert "enquete-adresse" not in a_faire(revenue, "2026-05-29")
    assert revenue.envoyer("2026-06-01") == [("D-1", "mise-en-demeure")]
    assert revenue.envoyer("2026-06-01") == []
    suite = a_venir(revenue, "2026-06-01")
    assert {cle: suite[cle] for cle in ("relance-1", "relance-2", "appels", "visite")} == {
        "relance-1": "2026-06-12", "relance-2": "2026-06-19", "appels": "2026-06-23", "visite": "2026-06-23",
    }  # fmt: skip
    libelles = [d["libelle"] for d in revenue.json("agenda", "--jours", "60")["demarches"]]
    assert sum("(jusqu'au 01/07/2026)" in libelle for libelle in libelles) == 2
    assert revenue.envoyer("2026-06-11") == []
    assert revenue.envoyer("2026-06-12") == [("D-1", "relance-1")]
    assert revenue.envoyer("2026-06-19") == [("D-1", "relance-2")]
    assert set(a_faire(revenue, "2026-06-23")) >= {"appels", "visite"}
    partis = revenue.lignes("SELECT etape, tour, reference, etat FROM envois ORDER BY id")
    assert partis == [
        ("mise-en-demeure", 1, "D-1-1", "envoyé"),
        ("mise-en-demeure", 2, "D-1-2", "envoyé"),
        ("relance-1", 1, "D-1-3", "envoyé"),
        ("relance-2", 1, "D-1-4", "envoyé"),
    ]
    revenue.verifier()


def test_a_chaque_demarche_rappelle_la_nouvelle_lettre(revenue: LigneDeCommande) -> None:
    def texte(reference: str) -> str:
        [fichier] = revenue.cabinet.glob(f"courriers/*/{reference}_*.pdf")
        return " ".join(" ".join(page.extract_text() for page in PdfReader(fichier).pages).split())

    revenue.jour("2026-05-29")
    revenue.fait("debiteur", "D-1", *NOUVELLE)
    revenue.envoyer("2026-06-01")
    refaite = texte("D-1-2")
    assert "8 RUE NEUVE" in refaite.upper() and "1er juin 2026" in refaite
    assert "D-1-1" not in refaite and "4 mai 2026" not in refaite, "elle est de nouveau la première"
    revenue.envoyer("2026-06-12")
    relance = texte("D-1-3")
    assert "D-1-2" in relance and "1er juin 2026" in relance
    assert "D-1-1" not in relance and "4 mai 2026" not in relance


def test_a_aucun_interet_ne_court_d_une_lettre_qui_n_a_pas_ete_remise(revenue: LigneDeCommande) -> None:
    assert interets(revenue, "2026-06-30") == "0.00"
    assert "revenu" in revenue.refuse("noter", "D-1", "mise-en-demeure", "--presentee-le", "06/05/2026")
    revenue.jour("2026-05-29")
    revenue.fait("debiteur", "D-1", *NOUVELLE)
    revenue.envoyer("2026-06-01")
    assert "presentation" in a_faire(revenue, "2026-06-08"), "celle de la nouvelle lettre est à noter"
    revenue.jour("2026-06-10")
    revenue.fait("courrier-retour", "D-1-2", "distribue", "--le", "03/06/2026")
    assert "presentation" not in a_faire(revenue, "2026-06-10")
    assert interets(revenue, "2026-06-03") == "0.00"
    assert interets(revenue, "2026-06-30") == "1.94", "1 000 × 2,62 % × 27 / 365, du 4 au 30 juin"


def test_a_confirmer_la_meme_adresse_la_remet_en_service(revenue: LigneDeCommande) -> None:
    revenue.jour("2026-05-29")
    revenue.fait("debiteur", "D-1", "--telephone", "04 72 00 11 22")
    assert "enquete-adresse" in a_faire(revenue, "2026-05-29"), "un téléphone n'est pas une adresse"
    objet = revenue.json("debiteur", "D-1", "--adresse", "12 rue de l'Église")
    assert objet["remises_en_service"] == [{"dossier": "D-1", "coordonnee": "adresse"}]
    assert a_faire(revenue, "2026-06-01") == {"avis": "2026-05-12", "mise-en-demeure": "2026-06-01"}
    assert faits(revenue, "CoordonneesChangees") == 2
    assert revenue.json("debiteur", "D-1", "--adresse", "12 rue de l'Église")["remises_en_service"] == []
    assert faits(revenue, "CoordonneesChangees") == 2, "elle est bonne et n'a pas changé : rien à noter"
    revenue.verifier()


def test_a_ce_qui_etait_fait_avant_la_nouvelle_lettre_est_a_refaire(revenue: LigneDeCommande) -> None:
    revenue.jour("2026-05-27")
    revenue.fait("noter", "D-1", "appel", "Ne répond pas")
    assert "appels" not in a_faire(revenue, "2026-05-27")
    revenue.jour("2026-05-29")
    revenue.fait("debiteur", "D-1", *NOUVELLE)
    revenue.envoyer("2026-06-01")
    assert a_venir(revenue, "2026-06-01")["appels"] == "2026-06-23"


def test_a_solde_entre_temps_rien_n_est_promis(cas_6: LigneDeCommande) -> None:
    cas_6.jour("2026-05-12")
    assert "une enquête d'adresse est à l'agenda" in cas_6.fait("courrier-retour", "D-1-1", "npai").sortie
    cas_6.fait("encaisser", "D-1", "1000")
    dit = cas_6.fait("debiteur", "D-1", *NOUVELLE).sortie
    assert "de nouveau bonne" in dit and "à refaire" not in dit


def test_a_revenue_deux_fois(revenue: LigneDeCommande) -> None:
    revenue.jour("2026-05-29")
    revenue.fait("debiteur", "D-1", *NOUVELLE)
    revenue.envoyer("2026-06-01")
    revenue.jour("2026-06-09")
    revenue.fait("courrier-retour", "D-1-2", "npai")
    [enquete] = [d for d in revenue.json("agenda")["demarches"] if d["etape"] == "enquete-adresse"]
    assert "D-1-2" in enquete["libelle"]
    assert revenue.envoyer("2026-06-12") == []
    revenue.jour("2026-06-15")
    revenue.fait("debiteur", "D-1", "--adresse", "1 place du Marché")
    assert revenue.envoyer("2026-06-16") == [("D-1", "mise-en-demeure")]
    assert revenue.lignes("SELECT tour, reference FROM envois ORDER BY id") == [
        (1, "D-1-1"),
        (2, "D-1-2"),
        (3, "D-1-3"),
    ]
    assert a_venir(revenue, "2026-06-16")["relance-1"] == "2026-06-29", "J+11 : samedi 27 juin, lundi 29"
    revenue.verifier()


def test_a_une_adresse_changee_avant_le_retour_ne_se_cherche_pas(cas_6: LigneDeCommande) -> None:
    cas_6.jour("2026-05-07")
    cas_6.fait("debiteur", "D-1", *NOUVELLE)
    assert cas_6.agenda("2026-05-07") == [], "rien n'est revenu : rien n'est à refaire"
    cas_6.jour("2026-05-08")
    cas_6.fait("courrier-retour", "D-1", "npai", "--le", "07/05/2026")
    assert a_faire(cas_6, "2026-05-11") == {"avis": "2026-05-07", "mise-en-demeure": "2026-05-11"}, (
        "vendredi 8 mai est férié"
    )
    assert cas_6.envoyer("2026-05-11") == [("D-1", "mise-en-demeure")], "le délai d'une lettre revenue ne retient rien"


def test_a_une_relance_revenue_est_seulement_a_refaire(cas_6: LigneDeCommande) -> None:
    cas_6.jour("2026-05-07")
    cas_6.fait("courrier-retour", "D-1-1", "distribue", "--le", "06/05/2026")
    assert cas_6.envoyer("2026-05-15") == [("D-1", "relance-1")]
    cas_6.jour("2026-05-20")
    cas_6.fait("courrier-retour", "D-1-2", "npai")
    assert cas_6.envoyer("2026-05-22") == []
    cas_6.jour("2026-05-26")
    cas_6.fait("debiteur", "D-1", *NOUVELLE)
    assert cas_6.envoyer("2026-05-27") == [("D-1", "relance-1")]
    assert cas_6.lignes("SELECT tour FROM envois WHERE etape = 'relance-1' ORDER BY id") == [(1,), (2,)]
    assert a_venir(cas_6, "2026-05-27")["relance-2"] == "2026-06-03", "sept jours après, comme prévu"
    assert interets(cas_6, "2026-05-31") != "0.00", "la mise en demeure, elle, a été remise"
    cas_6.verifier()


# --- b) avisé et non réclamé ----------------------------------------------------------------------------------------


def test_b_avise_non_reclame_l_adresse_est_bonne_et_le_scenario_continue(cas_6: LigneDeCommande) -> None:
    cas_6.jour("2026-05-12")
    dit = cas_6.fait("courrier-retour", "D-1-1", "non-reclame").sortie
    assert "L'adresse reste bonne" in dit and "jour du retour" in dit
    assert "enquete-adresse" not in a_faire(cas_6, "2026-05-29")
    assert cas_6.envoyer("2026-05-15") == [("D-1", "relance-1")]
    assert cas_6.envoyer("2026-05-22") == [("D-1", "relance-2")]
    assert set(a_faire(cas_6, "2026-05-26")) >= {"appels", "visite"}
    cas_6.verifier()


@pytest.mark.parametrize("sort", ["non-reclame", "refuse"])
def test_b_la_presentation_est_celle_de_l_avis_sinon_celle_du_retour(cas_6: LigneDeCommande, sort: str) -> None:
    cas_6.jour("2026-05-25")
    objet = cas_6.json("courrier-retour", "D-1-1", sort, "--le", "22/05/2026")
    assert (objet["presentee_le"], objet["presentation_supposee"]) == ("2026-05-22", True)
    objet = cas_6.json("courrier-retour", "D-1-1", "presente", "--le", "06/05/2026")
    assert (objet["presentee_le"], objet["presentation_supposee"]) == ("2026-05-06", False)
    assert interets(cas_6, "2026-05-31") == "1.79", "1 000 × 2,62 % × 25 / 365, du 7 au 31 mai"
    cas_6.verifier()


# --- Ce que les dates commandent ------------------------------------------------------------------------------------


def test_un_depot_seul_ne_fait_rien_courir(cas_6: LigneDeCommande) -> None:
    objet = cas_6.json("courrier-retour", "D-1", "--recommande", "1a23456789012")
    assert (objet["suite"], objet["recommande"], objet["presentee_le"]) == ("depose", RECOMMANDE, None)
    assert interets(cas_6, "2026-05-31") == "0.00"
    assert "presentation" in a_faire(cas_6, "2026-05-11")
    assert [d["numero"] for d in cas_6.json("chercher", "1A23456789012")["dossiers"]] == ["D-1"]


@pytest.mark.parametrize("suite", ["presente", "distribue"])
def test_la_premiere_presentation_fait_courir_les_interets(cas_6: LigneDeCommande, suite: str) -> None:
    cas_6.jour("2026-05-12")
    dit = cas_6.fait("courrier-retour", "D-1-1", suite, "--le", "06/05/2026").sortie
    assert "présentée le 06/05/2026 : les intérêts en partent" in dit
    assert (interets(cas_6, "2026-05-06"), interets(cas_6, "2026-05-31")) == ("0.00", "1.79")
    assert "presentation" not in a_faire(cas_6, "2026-05-12")


def test_une_presentation_deja_notee_par_une_personne_est_gardee(cas_6: LigneDeCommande) -> None:
    cas_6.jour("2026-05-12")
    cas_6.fait("noter", "D-1", "mise-en-demeure", "--presentee-le", "06/05/2026")
    assert cas_6.json("courrier-retour", "D-1-1", "distribue", "--le", "07/05/2026")["presentee_le"] is None
    assert faits(cas_6, "MiseEnDemeurePresentee") == 1


@pytest.mark.parametrize("par_la_poste", [True, False], ids=["deduite", "notee"])
def test_un_retour_dement_la_presentation_et_l_annuler_la_rend(cas_6: LigneDeCommande, par_la_poste: bool) -> None:
    cas_6.jour("2026-05-12")
    if par_la_poste:
        cas_6.fait("courrier-retour", "D-1-1", "presente", "--le", "06/05/2026")
    else:
        cas_6.fait("noter", "D-1", "mise-en-demeure", "--presentee-le", "06/05/2026")
    avant, court = cas_6.projections(), interets(cas_6, "2026-05-31")
    objet = cas_6.json("courrier-retour", "D-1-1", "npai")
    assert objet["presentation_defaite"] == "2026-05-06" and objet["hors_service"] == ["adresse"]
    assert interets(cas_6, "2026-05-31") == "0.00"
    cas_6.verifier()
    cas_6.fait("annuler", "D-1", str(objet["rang"]), "--motif", "erreur de pli")
    assert (cas_6.projections(), interets(cas_6, "2026-05-31")) == (avant, court)
    cas_6.verifier()


def test_revenu_annule_revenu_annule_la_note_d_une_personne_ne_se_dedouble_pas(cas_6: LigneDeCommande) -> None:
    cas_6.jour("2026-05-12")
    cas_6.fait("noter", "D-1", "mise-en-demeure", "--presentee-le", "06/05/2026")
    for _ in range(2):
        rang = cas_6.json("courrier-retour", "D-1-1", "npai")["rang"]
        cas_6.fait("annuler", "D-1", str(rang), "--motif", "erreur de pli")
    histoire = cas_6.json("dossier", "D-1")["faits"]
    vivantes = [f for f in histoire if f["genre"] == "MiseEnDemeurePresentee" and not f["annule"]]
    assert [f["date"] for f in vivantes] == ["2026-05-06"]


def test_un_numero_appris_apres_coup_s_ajoute_sans_changer_la_date(cas_6: LigneDeCommande) -> None:
    cas_6.jour("2026-05-12")
    cas_6.fait("courrier-retour", "D-1-1", "presente", "--le", "06/05/2026")
    avant = interets(cas_6, "2026-05-31")
    objet = cas_6.json("courrier-retour", "D-1-1", "presente", "--recommande", RECOMMANDE)
    assert (objet["date"], objet["presentee_le"]) == ("2026-05-06", None)
    assert interets(cas_6, "2026-05-31") == avant
    assert "déjà noté" in cas_6.refuse("courrier-retour", RECOMMANDE, "presente")
    cas_6.fait("annuler", "D-1", str(objet["rang"]), "--motif", "mauvais numéro")
    assert interets(cas_6, "2026-05-31") == avant
    assert "Aucun pli" in cas_6.refuse("courrier-retour", RECOMMANDE, "distribue")


def test_a_refaire_la_mise_en_demeure_reclame_aussi_les_factures_arrivees_depuis(revenue: LigneDeCommande) -> None:
    """La lettre revenue n'en parlait pas ; la nouvelle les réclame (CPCE R124-4)."""
    facture = ("facture", "D-1", "--numero", "F-9", "--montant", "200", "--emise", "01/04/2026", "--echeance")
    assert "partie sans cette facture" in revenue.refuse(*facture, "30/04/2026")
    revenue.jour("2026-05-29")
    revenue.fait("debiteur", "D-1", *NOUVELLE)
    revenue.fait(*facture, "30/04/2026")
    assert (
        revenue.ouvrir("F-10", "300", "--qualite", "consommateur", "--code-postal", "69003", echeance="30/04/2026")
        == "D-1"
    )
    revenue.envoyer("2026-06-01")
    [total] = revenue.lignes("SELECT total FROM envois WHERE tour = 2")[0]
    assert total == 1_500_00, "1 000 + 200 + 300, sans intérêt"
    assert not [etape for etape in a_venir(revenue, "2026-06-01") if etape.startswith("hors-lettre")]
    revenue.verifier()


def test_annuler_une_presentation_rend_celle_que_les_autres_nouvelles_disent(cas_6: LigneDeCommande) -> None:
    cas_6.jour("2026-05-25")
    cas_6.fait("courrier-retour", "D-1-1", "distribue", "--le", "11/05/2026")
    tardive, avant = interets(cas_6, "2026-05-31"), cas_6.projections()
    premier = cas_6.json("courrier-retour", "D-1-1", "presente", "--le", "06/05/2026")["rang"]
    assert interets(cas_6, "2026-05-31") == "1.79"
    cas_6.fait("annuler", "D-1", str(premier), "--motif", "autre pli")
    assert (cas_6.projections(), interets(cas_6, "2026-05-31")) == (avant, tardive)
    cas_6.fait("annuler", "D-1", str(cas_6.rang("PliSuivi") - 2), "--motif", "autre pli")
    assert interets(cas_6, "2026-05-31") == "0.00" and "presentation" in a_faire(cas_6, "2026-05-25")
    cas_6.verifier()


# --- Ce qui se refuse -----------------------------------------------------------------------------------------------


def test_les_dates_impossibles(cas_6: LigneDeCommande) -> None:
    cas_6.jour("2026-05-12")
    assert "est parti le 04/05/2026" in cas_6.refuse("courrier-retour", "D-1-1", "npai", "--le", "03/05/2026")
    assert "avenir" in cas_6.refuse("courrier-retour", "D-1-1", "npai", "--le", "13/05/2026")
    cas_6.fait("courrier-retour", "D-1-1", "presente", "--le", "08/05/2026")
    assert "présenté au destinataire le 08/05/2026" in cas_6.refuse(
        "courrier-retour", "D-1-1", "distribue", "--le", "07/05/2026"
    )


def test_un_pli_n_a_qu_un_sort(cas_6: LigneDeCommande) -> None:
    cas_6.jour("2026-05-12")
    rang = cas_6.json("courrier-retour", "D-1-1", "distribue", "--le", "06/05/2026")["rang"]
    phrase = cas_6.refuse("courrier-retour", "D-1-1", "npai")
    assert f"Annulez d'abord : recouvre annuler D-1 {rang}" in phrase
    assert "déjà noté" in cas_6.refuse("courrier-retour", "D-1-1", "distribue", "--le", "06/05/2026")
    cas_6.fait("annuler", "D-1", str(rang), "--motif", "mauvais pli")
    cas_6.fait("courrier-retour", "D-1-1", "npai")
    cas_6.verifier()


def test_un_recommande_ne_sert_qu_a_un_pli(cas_6: LigneDeCommande) -> None:
    cas_6.ouvrir("F-2", "500", debiteur="SAS Brise-Lames")
    cas_6.envoyer("2026-05-05")
    cas_6.fait("courrier-retour", "D-1-1", "depose", "--recommande", RECOMMANDE)
    assert "celui du pli D-1-1" in cas_6.refuse("courrier-retour", "D-2-1", "depose", "--recommande", "1a23456789012")
    assert "porte déjà" in cas_6.refuse("courrier-retour", "D-1-1", "presente", "--recommande", "1A 234 567 8901 3")
    objet = cas_6.json("courrier-retour", "1a 2345678901 2", "presente", "--le", "05/05/2026")
    assert (objet["reference"], objet["presentee_le"]) == ("D-1-1", "2026-05-05")
    assert "Aucun pli" in cas_6.refuse("courrier-retour", "1A 999 999 9999 9", "presente")


def test_le_pli_se_designe(cas_6: LigneDeCommande) -> None:
    assert "D-1-7" in cas_6.refuse("courrier-retour", "D-1-7", "npai")
    assert "n'existe pas" in cas_6.refuse("courrier-retour", "D-9-1", "npai")
    cas_6.envoyer("2026-05-15")
    phrase = cas_6.refuse("courrier-retour", "D-1", "npai")
    assert "D-1-1 (mise-en-demeure, 04/05/2026), D-1-2 (relance-1, 15/05/2026)" in phrase
    cas_6.fait("courrier-retour", "D-1-1", "distribue")
    assert cas_6.json("courrier-retour", "D-1", "npai")["reference"] == "D-1-2"
    assert "plus de pli à suivre" in cas_6.refuse("courrier-retour", "D-1", "npai")
    assert cas_6("courrier-retour", "D-1-1").code == 2 == cas_6("courrier-retour").code
    assert cas_6("courrier-retour", "D-1-1", "perdu").code == 2


def test_un_document_revient_aussi(cas_6: LigneDeCommande) -> None:
    """Un original adressé au débiteur est un pli ; son retour ne dit rien d'une adresse donnée après lui."""
    saisies = ("contestation_le=02/05/2026", "reponse=Voici.", "motif=la facture")
    cas_6.fait("courrier", "D-1", "reponse_contestation", "--etablir", *(m for s in saisies for m in ("--avec", s)))
    cas_6.jour("2026-05-07")
    rang = cas_6.json("courrier-retour", "D-1-2", "npai")["rang"]
    assert "enquete-adresse" in a_faire(cas_6, "2026-05-07")
    cas_6.fait("annuler", "D-1", str(rang), "--motif", "pas encore revenu")
    cas_6.fait("debiteur", "D-1", *NOUVELLE)
    cas_6.jour("2026-05-12")
    assert cas_6.json("courrier-retour", "D-1-2", "npai")["hors_service"] == []
    assert "enquete-adresse" not in a_faire(cas_6, "2026-05-12")
    cas_6.verifier()


def test_un_dossier_clos_apprend_encore_le_sort_de_sa_lettre(cas_6: LigneDeCommande) -> None:
    cas_6.fait("clore", "D-1", "--motif", "repris")
    cas_6.jour("2026-05-12")
    assert "à l'agenda" not in cas_6.fait("courrier-retour", "D-1-1", "npai").sortie
    assert cas_6.agenda("2026-05-12") == []
    cas_6.verifier()


# --- Le fichier du prestataire --------------------------------------------------------------------------------------

SUIVI = """Suivi des envois du 04/05/2026;;;;;
Réf. client;N° de suivi;État;Date de dépôt;Date 1ère présentation;Date état
D-1-1;1A 234 567 8901 2;Pli avisé et non réclamé;05/05/2026;06/05/2026;22/05/2026
d-2-1;1A 234 567 8902 9;Destinataire inconnu à l’adresse;05/05/2026;;12/05/2026 10:42:00
D-3-1;1A 234 567 8903 6;En cours d'acheminement;;;06/05/2026
D-9-1;1A 234 567 8904 3;Distribué;;;06/05/2026
D-3-1;1A 234 567 8903 6;Perdu en mer;;;07/05/2026
D-3-1;1,23457E+12;Distribué;;;07/05/2026
"""


@pytest.fixture
def suivi(cas_6: LigneDeCommande, tmp_path: Path) -> tuple[LigneDeCommande, Path]:
    """Trois dossiers partis, et un fichier de suivi en Windows-1252."""
    cas_6.ouvrir("F-2", "500", debiteur="SAS Brise-Lames")
    cas_6.ouvrir("F-3", "700", debiteur="SARL Oriol")
    assert len(cas_6.envoyer("2026-05-04")) == 2
    cas_6.jour("2026-05-26")
    chemin = tmp_path / "suivi.csv"
    chemin.write_bytes(SUIVI.encode("cp1252"))
    return cas_6, chemin


def test_le_fichier_du_prestataire_se_lit_d_un_coup(suivi: tuple[LigneDeCommande, Path]) -> None:
    recouvre, chemin = suivi
    avant = recouvre.octets()
    essai = recouvre.json("courrier-retour", "--fichier", str(chemin), "--a-blanc")
    assert recouvre.octets() == avant and not (chemin.parent / "suivi_rejets.csv").exists()
    bilan = recouvre.json("courrier-retour", "--fichier", str(chemin))
    assert bilan["notees"] == essai["notees"]
    assert [(n["reference"], n["suite"], n["date"]) for n in bilan["notees"]] == [
        ("D-1-1", "depose", "2026-05-05"),
        ("D-1-1", "presente", "2026-05-06"),
        ("D-1-1", "non-reclame", "2026-05-22"),
        ("D-2-1", "depose", "2026-05-05"),
        ("D-2-1", "npai", "2026-05-12"),
    ]
    assert (bilan["deja_connues"], bilan["sans_nouvelle"], bilan["rejetees"]) == (0, 1, 3)
    assert [a["ligne"] for a in bilan["anomalies"]] == [6, 7, 8]
    messages = [a["message"] for a in bilan["anomalies"]]
    assert "n'existe pas" in messages[0] and "Perdu en mer" in messages[1] and "tableur" in messages[2]
    assert interets(recouvre, "2026-05-31") == "1.79"
    assert "enquete-adresse" in {etape for dossier, etape, _ in recouvre.agenda("2026-05-26") if dossier == "D-2"}
    recouvre.verifier()


def test_relire_le_meme_fichier_n_ecrit_rien(suivi: tuple[LigneDeCommande, Path]) -> None:
    recouvre, chemin = suivi
    recouvre.fait("courrier-retour", "--fichier", str(chemin))
    avant, rejets = recouvre.octets(), (chemin.parent / "suivi_rejets.csv").read_bytes()
    recouvre.jour("2026-05-27")
    bilan = recouvre.json("courrier-retour", "--fichier", str(chemin))
    assert (bilan["notees"], bilan["deja_connues"], bilan["rejetees"]) == ([], 2, 3)
    assert recouvre.octets() == avant
    assert sorted(chemin.parent.glob("suivi_rejets*.csv")) == [chemin.parent / "suivi_rejets.csv"]
    assert (chemin.parent / "suivi_rejets.csv").read_bytes() == rejets


def test_les_lignes_ecartees_se_corrigent_et_se_relancent(suivi: tuple[LigneDeCommande, Path]) -> None:
    recouvre, chemin = suivi
    [rejets] = recouvre.json("courrier-retour", "--fichier", str(chemin))["rejets"]
    texte = Path(rejets).read_text("utf-8-sig")
    assert texte.splitlines()[0].endswith(";Motif du rejet") and len(texte.splitlines()) == 4
    Path(rejets).write_text(texte.replace("Perdu en mer", "Livré"), "utf-8-sig")
    bilan = recouvre.json("courrier-retour", "--fichier", rejets)
    assert [(n["reference"], n["suite"]) for n in bilan["notees"]] == [("D-3-1", "distribue")]
    assert bilan["rejetees"] == 2


def test_un_bordereau_de_depot_apprend_les_numeros_puis_le_suivi_s_en_sert(
    suivi: tuple[LigneDeCommande, Path],
) -> None:
    recouvre, chemin = suivi
    chemin.write_text("Référence\tNuméro de recommandé\nD-1-1\t1A23456789012\nD-2-1\t1A23456789029\n", "utf-16")
    assert len(recouvre.json("courrier-retour", "--fichier", str(chemin))["notees"]) == 2
    chemin.write_text(
        "Tracking number,Status,Event date\n1A23456789012,Delivered,2026-05-06\n1A23456789029,Unclaimed,2026-05-22\n"
    )
    bilan = recouvre.json("courrier-retour", "--fichier", str(chemin))
    assert [(n["reference"], n["suite"]) for n in bilan["notees"]] == [("D-1-1", "distribue"), ("D-2-1", "non-reclame")]
    assert recouvre.lignes("SELECT date FROM journal WHERE genre = 'PliSuivi' ORDER BY rang LIMIT 1") == [
        ("2026-05-04",)
    ]


@pytest.mark.parametrize(
    ("contenu", "mot"),
    [
        ("", "vide"),
        ("Nom;Montant\nDupont;12\n", "il manque"),
        ("Référence;Date\nD-1-1;06/05/2026\n", "le statut"),
        ("PK\x03\x04", "archive"),
    ],
)
def test_ce_qui_n_est_pas_un_suivi_se_refuse_en_entier(
    suivi: tuple[LigneDeCommande, Path], contenu: str, mot: str
) -> None:
    recouvre, chemin = suivi
    chemin.write_text(contenu)
    assert mot in recouvre.refuse("courrier-retour", "--fichier", str(chemin))


def test_un_fichier_et_un_pli_ne_vont_pas_ensemble(suivi: tuple[LigneDeCommande, Path]) -> None:
    recouvre, chemin = suivi
    assert "pas les deux" in recouvre.refuse("courrier-retour", "D-1-1", "--fichier", str(chemin), code=2)
    assert "--fichier" in recouvre.refuse("courrier-retour", "D-1-1", "npai", "--a-blanc", code=2)


def test_un_numero_que_le_fichier_apprend_designe_son_pli(suivi: tuple[LigneDeCommande, Path]) -> None:
    recouvre, chemin = suivi
    lignes = ["Référence;N° de recommandé;Statut;Date", ";1A 234 567 8901 2;Distribué;08/05/2026"]
    chemin.write_text("\n".join([*lignes, "D-1-1;1A23456789012;Déposé;05/05/2026"]), "utf-8")
    bilan = recouvre.json("courrier-retour", "--fichier", str(chemin))
    assert [(n["reference"], n["suite"]) for n in bilan["notees"]] == [("D-1-1", "depose"), ("D-1-1", "distribue")]


def test_l_ordre_des_lignes_du_fichier_est_indifferent(suivi: tuple[LigneDeCommande, Path]) -> None:
    recouvre, chemin = suivi
    lignes = ["D-1-1;Distribué;08/05/2026", "D-1-1;Présenté / avisé;06/05/2026", "D-1-1;Déposé;05/05/2026"]
    chemin.write_text("\n".join(["Référence;Statut;Date", *lignes]), "utf-8")
    bilan = recouvre.json("courrier-retour", "--fichier", str(chemin))
    assert [n["suite"] for n in bilan["notees"]] == ["depose", "presente", "distribue"]
    assert [n["presentee_le"] for n in bilan["notees"]] == [None, "2026-05-06", None]


def test_l_histoire_du_pli_se_lit_sur_la_fiche(cas_6: LigneDeCommande) -> None:
    cas_6.jour("2026-05-12")
    cas_6.fait("courrier-retour", "D-1-1", "distribue", "--le", "06/05/2026", "--recommande", RECOMMANDE)
    textes = [fait["texte"] for fait in cas_6.json("dossier", "D-1")["faits"]]
    assert f"Pli D-1-1 distribué, avis de réception signé (recommandé {RECOMMANDE})" in textes
    assert any("présentée" in texte for texte in textes)
    assert dt.date(2026, 5, 6).isoformat() in {fait["date"] for fait in cas_6.json("dossier", "D-1")["faits"]}
