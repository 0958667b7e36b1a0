"""La vie d'un plan de paiement, de la simulation à la caducité : le cas 3, au centime et au jour."""

from __future__ import annotations

from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande
from pypdf import PdfReader
from serveur_courriel import Serveur
from test_parcours_courriel import regler

SIGNATURE = (
    "echeancier", "D-1", "--nombre", "6", "--des", "05/01/2026", "--au", "31/12/2025", "--preavis", "8", "--signe-le",
    "02/01/2026", "--accord-le", "02/01/2026",
)  # fmt: skip


def net(texte: str) -> str:
    return " ".join(texte.split())


def demarches(recouvre: LigneDeCommande, au: str, *options: str) -> list[tuple[str, str]]:
    """Ce que l'agenda demande ce jour-là : (genre, libellé) ; les reversements, qui suivent chaque paiement, à part."""
    dites = recouvre.json("agenda", "--au", au, *options)["demarches"]
    return [(d["genre"], net(d["libelle"])) for d in dites if d["genre"] != "reversement"]


def prescription(recouvre: LigneDeCommande) -> str:
    return str(recouvre.json("prescription", "D-1")["date"])


@pytest.fixture
def cas_3(recouvre: LigneDeCommande) -> LigneDeCommande:
    """3 460 € échus le 30/09/2025 ; la mise en demeure est partie le 1er décembre 2025, nous sommes le 2 janvier."""
    recouvre.jour("2025-12-01")
    recouvre.ouvrir("F-1", "3460", "--emise", "31/08/2025", echeance="30/09/2025")
    assert recouvre.envoyer("2025-12-01") == [("D-1", "mise-en-demeure")]
    recouvre.jour("2026-01-02")
    return recouvre


@pytest.fixture
def signe(cas_3: LigneDeCommande) -> LigneDeCommande:
    """Le protocole du cas 3, signé ; les deux premiers versements sont payés."""
    cas_3.fait(*SIGNATURE)
    for jour, iso in (("05/01/2026", "2026-01-05"), ("05/02/2026", "2026-02-05")):
        cas_3.jour(iso)
        cas_3.fait("encaisser", "D-1", "600,99", "--le", jour)
    return cas_3


def test_cas_3_au_centime_et_au_jour(cas_3: LigneDeCommande) -> None:
    """§ 9.1, ligne « Plan de remboursement » ; § 9.3, ligne « Suivi à chaque date, rappel si impayé »."""
    simulation = cas_3.json("echeancier", "D-1", "--nombre", "6", "--des", "05/01/2026", "--au", "31/12/2025")
    assert simulation["total"] == simulation["du"] == "3605.96"
    assert [v["montant"] for v in simulation["versements"]] == ["600.99"] * 5 + ["601.01"]
    assert (simulation["premier_le"], simulation["dernier_le"], simulation["mois"]) == ("2026-01-05", "2026-06-05", 5)
    assert simulation["accepte"] is False and "R124-5" in simulation["accord"]

    signature = cas_3.json(*SIGNATURE)
    assert signature["prescription_le"] == prescription(cas_3) == "2031-01-02"
    for jour, utile in (("05/01/2026", "2031-01-05"), ("05/02/2026", "2031-02-05")):
        cas_3.jour(f"2026-{jour[3:5]}-05")
        cas_3.fait("encaisser", "D-1", "600,99", "--le", jour)
        assert prescription(cas_3) == utile
        assert ("quittance", "Quittance : 600,99 €") in demarches(cas_3, f"2026-{jour[3:5]}-05")
        cas_3.fait("noter", "D-1", "quittance")
        assert cas_3.json("relances")["a_envoyer"] == [], "le scénario est suspendu"

    assert demarches(cas_3, "2026-03-05") == [("echeance", "Échéance 3/6 du plan : 600,99 € attendus")]
    cas_3.jour("2026-03-06")
    dites = demarches(cas_3, "2026-03-06")
    assert ("echeance", "Échéance 3/6 impayée : 600,99 €") in dites
    [parti] = cas_3.json("relances", "--envoyer")["envoyees"]
    assert (parti["etape"], parti["modele"], parti["envoi"], parti["total"]) == (
        "echeance-rappel:2026-03-05", "rappel_echeance", "recommande", "600.99",
    )  # fmt: skip
    [(limite,)] = cas_3.lignes("SELECT delai_le FROM envois WHERE etape LIKE 'echeance-rappel%'")
    assert limite == "2026-03-14"
    assert cas_3.json("relances", "--envoyer")["envoyees"] == [], "une seule fois"
    assert "14/03/2026" in cas_3.refuse("echeancier", "D-1", "--caduc-le", "06/03/2026")

    cas_3.jour("2026-03-15")
    [caducite] = [li for g, li in demarches(cas_3, "2026-03-15") if "caducité" in li]
    assert caducite.startswith("Constater la caducité du plan : échéance 3/6 impayée, mise en demeure du 06/03/2026")
    constat = cas_3.json("echeancier", "D-1", "--caduc-le", "15/03/2026")
    assert constat["exigible"] == "2403.98"
    decompte = cas_3.json("decompte", "D-1", "--au", "14/03/2026")
    assert (decompte["principal"], decompte["total"]) == ("2403.98", "2403.98")
    decompte = cas_3.json("decompte", "D-1", "--au", "31/03/2026")
    assert (decompte["principal"], decompte["interets"], decompte["total"]) == ("2403.98", "13.60", "2417.58")
    assert [libelle for genre, libelle in demarches(cas_3, "2026-03-16") if genre == "avis"] == [
        "Aviser le créancier : le plan signé le 02/01/2026 est caduc depuis le 15/03/2026 : tout ce qui reste dû est "
        "exigible"
    ]
    assert cas_3.envoyer("2026-03-16") == [("D-1", "plan-caduc:2026-03-15")]
    cas_3.fait("avis", "D-1", "--preparer")
    assert demarches(cas_3, "2026-03-16") == []
    assert cas_3.envoyer("2026-03-24") == [], "le constat laisse huit jours"
    assert cas_3.envoyer("2026-03-25") == [("D-1", "relance-1")]
    cas_3.verifier()


def test_cas_3_paye_dans_les_huit_jours_le_plan_est_maintenu(signe: LigneDeCommande) -> None:
    assert signe.envoyer("2026-03-06") == [("D-1", "echeance-rappel:2026-03-05")]
    signe.jour("2026-03-13")
    signe.fait("encaisser", "D-1", "600,99", "--le", "13/03/2026")
    signe.fait("noter", "D-1", "quittance")
    assert [g for g, _ in demarches(signe, "2026-03-16") if g == "echeance"] == []
    signe.jour("2026-03-16")
    assert "est tenu" in signe.refuse("echeancier", "D-1", "--caduc-le", "15/03/2026")
    plan = signe.json("echeancier", "D-1")["plan"]
    assert [v["etat"] for v in plan["versements"]] == ["payé"] * 3 + ["à venir"] * 3
    assert (plan["reste"], plan["prochaine"]["le"]) == ("1802.99", "2026-04-05")
    assert signe.json("relances")["a_envoyer"] == []
    signe.verifier()


def test_la_caducite_n_est_jamais_automatique(signe: LigneDeCommande) -> None:
    signe.jour("2026-06-30")
    phrase = signe.refuse("echeancier", "D-1", "--caduc-le", "30/06/2026")
    assert "3/6" in phrase and "premier retard" in phrase and "relances --envoyer" in phrase
    assert signe.json("echeancier", "D-1")["plan"]["etat"] == "en cours"


def test_annuler_le_plan_rend_l_etat_d_avant(cas_3: LigneDeCommande) -> None:
    avant, utile = cas_3.projections(), prescription(cas_3)
    decompte = cas_3.json("decompte", "D-1", "--au", "31/03/2026")
    cas_3.fait(*SIGNATURE)
    assert cas_3.projections() != avant
    cas_3.fait("annuler", "D-1", str(cas_3.rang("PlanConclu")), "--motif", "signature retirée")
    assert (cas_3.projections(), prescription(cas_3)) == (avant, utile)
    assert cas_3.json("decompte", "D-1", "--au", "31/03/2026") == decompte
    cas_3.fait(*SIGNATURE)
    cas_3.verifier()


def lire(fichier: str | Path) -> str:
    return net(" ".join(page.extract_text() for page in PdfReader(fichier).pages).replace("\u202f", " "))


# --- Simuler --------------------------------------------------------------------------------------------------------


def test_je_peux_payer_400_euros_par_mois_le_5(cas_3: LigneDeCommande) -> None:
    """§ 9.3, ligne « Échéancier réaliste, avec accord du créancier » : au jour de paie, le dernier plus petit."""
    avant = cas_3.octets()
    simulation = cas_3.json("echeancier", "D-1", "--de", "1000", "--jour", "5", "--au", "31/12/2025")
    assert [(v["le"], v["montant"]) for v in simulation["versements"]] == [
        ("2026-01-05", "1000.00"), ("2026-02-05", "1000.00"), ("2026-03-05", "1000.00"), ("2026-04-05", "605.96"),
    ]  # fmt: skip
    assert simulation["interets_maintenus"] == "54.73"
    dit = net(cas_3.fait("echeancier", "D-1", "--de", "1000", "--jour", "5", "--au", "31/12/2025").sortie)
    assert "3 versements de 1 000,00 €, le dernier de 605,96 €" in dit and "rien n'est écrit" in dit
    assert "Si les intérêts couraient pendant le plan : 54,73 €" in dit
    assert cas_3.octets() == avant
    long = cas_3.json("echeancier", "D-1", "--de", "200", "--jour", "31")
    assert [v["le"] for v in long["versements"]][:3] == ["2026-01-31", "2026-02-28", "2026-03-31"]
    assert long["interets_maintenus"] is None and "taux" in long["taux_manquant"], "un taux n'est jamais prolongé"


@pytest.mark.parametrize(
    ("mots", "code", "phrase"),
    [
        (("--nombre", "6"), 1, "--des"),
        (("--nombre", "1", "--jour", "5"), 1, "de 2 à 120"),
        (("--de", "9000", "--jour", "5"), 1, "rien à échelonner"),
        (("--de", "1", "--jour", "5"), 1, "120 au plus"),
        (("--nombre", "6", "--de", "400", "--jour", "5"), 2, "l'un ou l'autre"),
        (("--nombre", "6", "--des", "01/01/2026"), 1, "précède le plan"),
        (("--nombre", "6", "--jour", "5", "--au", "03/01/2026"), 1, "changez --au"),
        (("--nombre", "6", "--jour", "5", "--total", "9000"), 1, "ne va pas au-delà"),
        (("--nombre", "6", "--jour", "5", "--mode", "troc"), 1, "inconnu"),
        (("--nombre", "6", "--jour", "5", "--remplacer"), 2, "va avec --signe-le"),
        (("--nombre", "6", "--jour", "5", "--motif", "x"), 2, "va avec --caduc-le"),
        (("--proposer", "--signe-le", "02/01/2026"), 2, "un geste à la fois"),
        (("--signe-le", "02/01/2026"), 1, "Dites l'échéancier"),
        (("--nombre", "6", "--jour", "5", "--signe-le", "03/01/2026"), 1, "dans l'avenir"),
        (("--caduc-le", "02/01/2026"), 1, "Aucun plan signé"),
    ],
)
def test_un_plan_impossible_est_refuse(cas_3: LigneDeCommande, mots: tuple[str, ...], code: int, phrase: str) -> None:
    assert phrase in cas_3.refuse("echeancier", "D-1", *mots, code=code)


def test_prelevement_trois_dates_au_choix(cas_3: LigneDeCommande) -> None:
    """§ 9.3, ligne « Prélèvement, 3 dates au choix » : le 5, le 10 ou le 20, ou celles du cabinet."""
    preleve = ("echeancier", "D-1", "--nombre", "6", "--mode", "prelevement", "--jour")
    assert cas_3.json(*preleve, "10")["mode"] == "prelevement"
    assert "le 5, le 10, le 20" in cas_3.refuse(*preleve, "7")
    cas_3.fait("profil", "--jours-de-prelevement", "7, 21")
    assert cas_3.json(*preleve, "7")["premier_le"] == "2026-01-07"
    assert "le 7, le 21" in cas_3.refuse(*preleve, "10")


# --- Proposer, signer -----------------------------------------------------------------------------------------------


def test_l_accord_du_creancier_est_exige(cas_3: LigneDeCommande) -> None:
    """§ 9.3, ligne « Échéancier réaliste, avec accord du créancier » : 1342-4, R124-5 al. 2."""
    propose = ("echeancier", "D-1", "--nombre", "6", "--des", "05/01/2026", "--au", "31/12/2025", "--preavis", "8")
    assert cas_3.json(*propose, "--proposer")["accepte"] is False
    [decision] = [li for g, li in demarches(cas_3, "2026-01-02") if g == "decision"]
    assert "obtenir son accord : 3 605,96 € en 6 versements" in decision
    assert "1342-4" in cas_3.refuse("echeancier", "D-1", "--signe-le", "02/01/2026")
    signature = cas_3.json("echeancier", "D-1", "--signe-le", "02/01/2026", "--accord-le", "02/01/2026")
    plan = signature["plan"]
    assert (plan["total"], plan["arrete_le"], plan["preavis"]) == ("3605.96", "2025-12-31", 8)
    assert (plan["accord_le"], plan["versements"][-1]["montant"]) == ("2026-01-02", "601.01")
    assert [g for g, _ in demarches(cas_3, "2026-01-02") if g in ("decision", "tache")] == []
    cas_3.verifier()


def test_sans_accord_a_demander_en_service_interne(interne: LigneDeCommande) -> None:
    interne.ouvrir("F-1", "1000", "--emise", "01/01/2026")
    simulation = interne.json("echeancier", "D-1", "--nombre", "3", "--jour", "10")
    assert simulation["accepte"] is True and simulation["accord"] is None
    interne.fait("echeancier", "D-1", "--nombre", "3", "--jour", "10", "--signe-le", "03/03/2026")
    assert interne.json("echeancier", "D-1")["plan"]["preavis"] == 15
    interne.verifier()


def test_accepte_d_office_jusqu_a_tant_de_versements(cas_3: LigneDeCommande) -> None:
    """§ 9.3, ligne « Échéancier validé d'office si ≤ X versements »."""
    with cas_3.base() as base:
        base.execute("UPDATE parties SET reglages = json_set(reglages, '$.plans_au_plus', 4) WHERE role = 'creancier'")
    plan = ("echeancier", "D-1", "--jour", "5", "--nombre")
    assert cas_3.json(*plan, "4")["accepte"] is True
    refuse = cas_3.json(*plan, "5")
    assert refuse["accepte"] is False and "4 versements au plus, et ce plan en a 5" in refuse["accord"]
    assert "1342-4" in cas_3.refuse(*plan, "5", "--signe-le", "02/01/2026")
    assert cas_3.json(*plan, "4", "--proposer")["accepte"] is True
    assert [g for g, _ in demarches(cas_3, "2026-01-02") if g == "decision"] == []
    assert cas_3.json("echeancier", "D-1", "--signe-le", "02/01/2026")["plan"]["accord_le"] is None


def test_avant_la_premiere_lettre_la_simulation_avertit(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1000")
    assert "R124-4" in recouvre.json("echeancier", "D-1", "--nombre", "3", "--jour", "5")["remarques"][0]


def test_le_protocole_suit_le_plan_propose(cas_3: LigneDeCommande) -> None:
    cas_3.fait("echeancier", "D-1", "--nombre", "6", "--des", "05/01/2026", "--au", "31/12/2025", "--proposer")
    cas_3.fait("courrier", "D-1", "protocole_echeancier", "--sortie", "protocole.pdf")
    protocole = lire("protocole.pdf")
    assert "3 605,96 €" in protocole and "601,01 €" in protocole and "31 décembre 2025" in protocole
    cas_3.fait(
        "courrier", "D-1", "protocole_echeancier", "--avec", "nombre=3", "--avec", "des=05/02/2026", "--sortie", "b.pdf"
    )
    assert "trois versements" in lire("b.pdf"), "un plan proposé ne lie personne"


def test_virement_permanent_jusqu_au_solde(signe: LigneDeCommande) -> None:
    """§ 9.3, ligne « Virement permanent jusqu'au solde » : le formulaire tient ses dates et sommes du plan signé."""
    signe.fait("courrier", "D-1", "demande_virement_permanent", "--sortie", "vp.pdf")
    formulaire = lire("vp.pdf")
    assert "600,99 €" in formulaire and "601,01 €, le 5 juin 2026" in formulaire and "FR76" in formulaire
    autre = ("courrier", "D-1", "demande_virement_permanent", "--avec", "nombre=3", "--avec", "des=05/02/2026")
    assert "le dossier dit" in signe.refuse(*autre)


def test_un_seul_plan_a_la_fois(signe: LigneDeCommande) -> None:
    autre = (
        "echeancier",
        "D-1",
        "--nombre",
        "4",
        "--jour",
        "20",
        "--signe-le",
        "05/02/2026",
        "--accord-le",
        "05/02/2026",
    )
    assert "court déjà" in signe.refuse(*autre)
    signe.fait(*autre, "--remplacer")
    assert signe.json("dossier", "D-1")["plans"][0]["etat"] == "remplacé"
    plan = signe.json("echeancier", "D-1")["plan"]
    assert (plan["total"], plan["verse"]) == ("2403.98", "0.00"), "le paiement du jour a déjà réduit la somme"
    signe.verifier()


def test_un_plan_signe_ne_se_signale_ni_ne_se_reprend(signe: LigneDeCommande) -> None:
    assert "recouvre echeancier D-1" in signe.refuse("signaler", "D-1", "plan", "--le", "05/02/2026")
    assert "recouvre echeancier D-1" in signe.refuse("signaler", "D-1", "plan", "--le", "01/01/2026")
    assert "--caduc-le" in signe.refuse("reprendre", "D-1", "plan", "--le", "05/02/2026")


@pytest.mark.parametrize(
    ("signal", "article"),
    [
        (("procedure", "--type", "sauvegarde", "--jugement-le", "20/12/2025"), "L622-7"),
        (("surendettement", "--recevable-le", "20/12/2025"), "L722-5"),
    ],
)
def test_aucun_plan_pendant_une_procedure(cas_3: LigneDeCommande, signal: tuple[str, ...], article: str) -> None:
    cas_3.fait("signaler", "D-1", *signal)
    assert article in cas_3.refuse(*SIGNATURE)


def test_un_acheteur_public_garde_ses_interets(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1000", "--emise", "01/01/2026", "--qualite", "public")
    plan = ("echeancier", "D-1", "--nombre", "3", "--jour", "10")
    assert recouvre.json(*plan)["interets"] == "maintenus"
    for sort in ("suspendus", "abandonnes"):
        assert "L2192-14" in recouvre.refuse(*plan, "--interets", sort)


def test_la_dette_s_arrete_apres_le_dernier_paiement(cas_3: LigneDeCommande) -> None:
    cas_3.fait("encaisser", "D-1", "100", "--le", "01/01/2026")
    assert "--au 01/01/2026" in cas_3.refuse(*SIGNATURE)


# --- Suivre ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("coordonnees", "canal", "modele"),
    [
        (("--courriel", "d@faure.example", "--telephone", "06 12 34 56 78"), "courriel", "annonce_echeance"),
        (("--telephone", "06 12 34 56 78"), "sms", "sms_echeance"),
    ],
)
def test_suivi_journalier_j_moins_3_jamais_par_pli(
    cas_3: LigneDeCommande, poste: Serveur, coordonnees: tuple[str, ...], canal: str, modele: str
) -> None:
    """§ 9.1, ligne « Suivi journalier des échéanciers, alertes agendées » : J-3, par courriel sinon par SMS."""
    regler(cas_3, poste.port)
    cas_3.fait("canal", "sms", "--passerelle", "fichier")
    cas_3.fait("debiteur", "D-1", *coordonnees)
    cas_3.fait(*SIGNATURE)
    cas_3.jour("2026-01-05 09:00")
    cas_3.fait("encaisser", "D-1", "600,99")
    cas_3.jour("2026-02-02 09:00")
    [parti] = cas_3.json("relances", "--envoyer")["envoyees"]
    assert (parti["etape"], parti["canal"], parti["modele"], parti["total"]) == (
        "echeance-annonce:2026-02-05", canal, modele, "0.00",
    )  # fmt: skip
    assert len(poste.boite.recus) == (canal == "courriel")
    assert cas_3.json("relances", "--envoyer")["envoyees"] == []
    cas_3.verifier()


def test_ni_courriel_ni_mobile_rien_ne_s_annonce(signe: LigneDeCommande) -> None:
    signe.jour("2026-03-02")
    passage = signe.json("relances", "--envoyer")
    assert passage["envoyees"] == passage["sautees"] == []
    assert [li for _, li in demarches(signe, "2026-03-02") if "Annonce" in li] == []


def test_l_appel_note_clot_l_echeance_impayee_pas_la_mise_en_demeure(signe: LigneDeCommande) -> None:
    signe.jour("2026-03-06")
    signe.fait("noter", "D-1", "appel", "paiera lundi")
    assert [li for g, li in demarches(signe, "2026-03-06") if g == "echeance"] == []
    assert signe.envoyer("2026-03-06") == [("D-1", "echeance-rappel:2026-03-05")]


def test_la_mise_en_demeure_d_echeance_passe_le_plafond_et_le_delai_d_avant(recouvre: LigneDeCommande) -> None:
    """L'acte signé l'exige ; le délai de la lettre précédente, lui, ne courait que pour le scénario."""
    recouvre.ouvrir("F-1", "1000", "--emise", "01/01/2026")
    assert recouvre.envoyer("2026-03-03") == [("D-1", "mise-en-demeure")]
    recouvre.jour("2026-03-04")
    recouvre.fait("noter", "D-1", "appel", "d'accord pour payer en deux fois")
    recouvre.fait(
        "echeancier",
        "D-1",
        "--nombre",
        "2",
        "--des",
        "05/03/2026",
        "--signe-le",
        "04/03/2026",
        "--accord-le",
        "04/03/2026",
    )
    assert recouvre.envoyer("2026-03-06") == [("D-1", "echeance-rappel:2026-03-05")]


def test_un_versement_partiel_se_reclame_pour_son_reste(signe: LigneDeCommande) -> None:
    signe.jour("2026-03-05")
    signe.fait("encaisser", "D-1", "400")
    assert ("echeance", "Échéance 3/6 impayée : 200,99 € (400,00 € reçus)") in demarches(signe, "2026-03-06")
    signe.jour("2026-03-06")
    [parti] = signe.json("relances", "--envoyer")["envoyees"]
    lettre = lire(signe.cabinet / parti["fichier"])
    assert "il en manque 200,99 €" in lettre and "14 mars 2026" in lettre
    assert "partiel" not in net(signe.fait("echeancier", "D-1").sortie)
    assert "il manque 200,99 €" in net(signe.fait("echeancier", "D-1").sortie)


def test_la_lettre_se_remplit_du_plan_et_refuse_de_mentir(signe: LigneDeCommande) -> None:
    rappel = ("courrier", "D-1", "rappel_echeance")
    assert "n'est attendu que le 05/03/2026" in signe.refuse(*rappel)
    signe.jour("2026-03-06")
    signe.fait(*rappel, "--sortie", "rappel.pdf")
    lettre = lire("rappel.pdf")
    assert "versement n° 3 sur 6, de 600,99 €, attendu le 5 mars 2026" in lettre and "2 janvier 2026" in lettre
    signe.fait(*rappel, "--avec", "versement=3", "--avec", "somme=600,99", "--sortie", "redit.pdf")
    assert "9" in signe.refuse(*rappel, "--avec", "versement=9")
    assert "est payé" in signe.refuse(*rappel, "--avec", "versement=2")
    assert "600,99" in signe.refuse(*rappel, "--avec", "somme=700")
    assert "relances --envoyer" in signe.refuse(*rappel, "--etablir")
    assert "--caduc-le" in signe.refuse("courrier", "D-1", "constat_caducite")


def test_un_constat_de_caducite_incoherent_ne_passe_plus(signe: LigneDeCommande) -> None:
    signe.envoyer("2026-03-06")
    signe.jour("2026-03-16")
    signe.fait("echeancier", "D-1", "--caduc-le", "15/03/2026")
    constat = ("courrier", "D-1", "constat_caducite")
    assert "le dossier dit 3, et non 9" in signe.refuse(*constat, "--avec", "versement=9")
    signe.fait(*constat, "--sortie", "constat.pdf")
    dit = lire("constat.pdf")
    assert "mise en demeure du 6 mars 2026, qui vous laissait jusqu’au 14 mars 2026" in dit and "2 405,58 €" in dit


def test_un_paiement_saisi_en_retard_corrige_tout(signe: LigneDeCommande) -> None:
    """Payé le 4, saisi le 16 : la mise en demeure est partie pour rien, et le plan continue."""
    assert signe.envoyer("2026-03-06") == [("D-1", "echeance-rappel:2026-03-05")]
    signe.jour("2026-03-16")
    assert [li for _, li in demarches(signe, "2026-03-16") if "caducité" in li]
    signe.fait("encaisser", "D-1", "600,99", "--le", "04/03/2026")
    assert [li for _, li in demarches(signe, "2026-03-16") if "caducité" in li] == []
    assert "est tenu" in signe.refuse("echeancier", "D-1", "--caduc-le", "16/03/2026")
    signe.verifier()


def test_un_litige_retient_aussi_les_lettres_du_plan(signe: LigneDeCommande) -> None:
    signe.fait("signaler", "D-1", "litige", "--motif", "travaux inachevés", "--le", "05/02/2026")
    signe.jour("2026-03-06")
    [retenue] = signe.json("relances")["retenues"]
    assert (retenue["etape"], retenue["raisons"]) == ("echeance-rappel:2026-03-05", ["litige"])


def test_le_compte_rendu_et_l_histoire_disent_le_plan(signe: LigneDeCommande) -> None:
    """§ 9.5, ligne « Contacts personnalisés, lettres, plans adaptés »."""
    signe.envoyer("2026-03-06")
    signe.jour("2026-03-16")
    signe.fait("echeancier", "D-1", "--caduc-le", "15/03/2026")
    signe.fait("courrier", "D-1", "compte_rendu", "--sortie", "rendu.pdf")
    rendu = lire("rendu.pdf")
    assert "Plan de paiement signé" in rendu and "3 605,96 € en 6 versements" in rendu and "caduc" in rendu
    assert "Mise en demeure d’échéance" in rendu
    histoire = net(signe.fait("dossier", "D-1", "--tout").sortie)
    assert "mise en demeure de payer l'échéance du 05/03/2026, 600,99 € réclamés" in histoire


def test_rien_ne_part_pendant_le_plan_que_ses_lettres(signe: LigneDeCommande) -> None:
    simulation = signe.json("relances", "--simuler", "100j")
    assert {d["etape"].partition(":")[0] for d in simulation["departs"]} == {"echeance-rappel"}
    signe.jour("2026-03-06")
    refus = signe.refuse("courrier", "D-1", "relance-1")
    assert "plan de paiement signé le 02/01/2026" in refus and "noter" not in refus


def test_un_plan_tenu_jusqu_au_bout_solde_le_dossier(signe: LigneDeCommande) -> None:
    for mois, somme in ((3, "600,99"), (4, "600,99"), (5, "600,99"), (6, "601,01")):
        signe.jour(f"2026-0{mois}-05")
        signe.fait("encaisser", "D-1", somme)
    plan = signe.json("echeancier", "D-1")["plan"]
    assert (plan["etat"], plan["reste"], plan["prochaine"]) == ("achevé", "0.00", None)
    assert signe.json("dossier", "D-1")["etat"] == "soldé"
    assert [g for g, _ in demarches(signe, "2026-06-08", "--jours", "90") if g != "quittance"] == []
    signe.verifier()


def test_tout_dit_juste_pour_un_plan_signe(signe: LigneDeCommande) -> None:
    recit = net(signe.fait("prescription", "D-1").sortie)
    assert "Réaménagement ou rééchelonnement convenu" in recit and "notez la reconnaissance" not in recit
    explique = net(signe.fait("expliquer", "D-1", "--au", "28/02/2026").sortie)
    assert "plan de paiement signé le 2 janvier 2026" in explique and "aucun intérêt ne court" in explique
    fiche = net(signe.fait("dossier", "D-1").sortie)
    assert "reste 2 403,98 €" in fiche and "Plan signé" in fiche


@pytest.mark.parametrize(("sort", "pendant", "apres"), [("maintenus", True, True), ("abandonnes", False, True)])
def test_le_sort_des_interets(cas_3: LigneDeCommande, sort: str, pendant: bool, apres: bool) -> None:
    """Maintenus, ils courent ; abandonnés s'il est tenu, ils ont toujours couru une fois le plan tombé."""
    libre = cas_3.json("decompte", "D-1", "--au", "31/01/2026")
    cas_3.fait(*SIGNATURE, "--interets", sort)
    assert (cas_3.json("decompte", "D-1", "--au", "31/01/2026") == libre) is pendant
    recit = net(cas_3.fait("expliquer", "D-1", "--au", "31/01/2026").sortie)
    assert ("les intérêts continuent de courir" in recit) is pendant
    reserves = net(cas_3.fait("decompte", "D-1", "--au", "31/01/2026").sortie)
    assert ("Intérêts arrêtés à partir du 01/01/2026" in reserves) is not pendant
    assert cas_3.envoyer("2026-01-06") == [("D-1", "echeance-rappel:2026-01-05")]
    cas_3.jour("2026-01-31")
    cas_3.fait("echeancier", "D-1", "--caduc-le", "15/01/2026")
    assert (cas_3.json("decompte", "D-1", "--au", "31/01/2026")["total"] == libre["total"]) is apres
    recit = net(cas_3.fait("expliquer", "D-1", "--au", "31/01/2026").sortie)
    assert ("courir depuis l'origine" in recit) is (sort == "abandonnes")


def test_credit_a_la_consommation_seul_le_premier_reamenagement(recouvre: LigneDeCommande) -> None:
    """§ 9.4, ligne « Tout type : crédit conso » ; C. conso. R312-35."""
    recouvre.ouvrir("F-1", "1000", "--emise", "01/01/2026", "--qualite", "consommateur")
    recouvre.fait("qualifier", "D-1", "--nature", "credit_conso")
    recouvre.jour("2026-03-03")
    plan = ("echeancier", "D-1", "--nombre", "3", "--jour", "10", "--accord-le", "03/03/2026", "--signe-le")
    recouvre.fait(*plan, "03/03/2026")
    assert recouvre.json("echeancier", "D-1")["plan"]["preavis"] == 30
    utile = prescription(recouvre)
    assert utile == "2028-03-10", "du premier versement impayé, non de la signature"
    recouvre.jour("2026-04-01")
    recouvre.fait(*plan, "01/04/2026", "--remplacer")
    assert prescription(recouvre) == utile
    assert "seul le premier réaménagement" in net(recouvre.fait("prescription", "D-1").sortie)


# --- Les promesses --------------------------------------------------------------------------------------------------


@pytest.fixture
def en_relance(recouvre: LigneDeCommande) -> LigneDeCommande:
    """La mise en demeure est partie le mardi 3 mars ; nous sommes le 9."""
    recouvre.ouvrir("F-1", "1000", "--emise", "01/01/2026")
    assert recouvre.envoyer("2026-03-03") == [("D-1", "mise-en-demeure")]
    recouvre.jour("2026-03-09")
    return recouvre


def etats(recouvre: LigneDeCommande) -> list[str]:
    return [p["etat"] for p in recouvre.json("promesse", "D-1")["promesses"]]


def test_une_promesse_tenue_partielle_depassee_rompue(en_relance: LigneDeCommande) -> None:
    """§ 9.2, ligne « J+22 à J+30 : téléphone, négociation » : l'engagement chiffré et daté, et ce qu'il devient."""
    en_relance.fait("promesse", "D-1", "300", "--pour", "11/03/2026")
    assert etats(en_relance) == ["en cours"]
    en_relance.jour("2026-03-12")
    assert etats(en_relance) == ["dépassée"]
    assert "dépassée" in net(en_relance.fait("dossier", "D-1").sortie)
    en_relance.jour("2026-03-16")
    assert etats(en_relance) == ["rompue"] and "rompue" in net(en_relance.fait("promesse", "D-1").sortie)
    en_relance.fait("encaisser", "D-1", "100")
    assert etats(en_relance) == ["partielle"]
    en_relance.fait("encaisser", "D-1", "200")
    assert etats(en_relance) == ["tenue"]
    assert "--pour" in en_relance.refuse("promesse", "D-1", "300", code=2)


def test_la_seconde_promesse_rompue_fait_sauter_une_marche(en_relance: LigneDeCommande) -> None:
    """Jamais la mise en demeure, jamais un délai imprimé raccourci ; la suite garde ses intervalles."""
    en_relance.fait("promesse", "D-1", "300", "--pour", "10/03/2026")
    en_relance.jour("2026-03-16")
    assert [d["etape"] for d in en_relance.json("relances")["a_envoyer"]] == ["relance-1"]
    en_relance.fait("promesse", "D-1", "300", "--pour", "18/03/2026")
    assert en_relance.envoyer("2026-03-20") == []
    assert en_relance.envoyer("2026-03-23") == [("D-1", "relance-2")], "la première relance est sautée"
    assert "Deux promesses rompues" in net(en_relance.fait("promesse", "D-1").sortie)
    en_relance.jour("2026-03-24")
    en_relance.fait("encaisser", "D-1", "300")
    assert etats(en_relance) == ["tenue", "tenue"]
    en_relance.verifier()


def test_la_seconde_promesse_tenue_rend_la_marche(en_relance: LigneDeCommande) -> None:
    en_relance.fait("promesse", "D-1", "300", "--pour", "10/03/2026")
    en_relance.jour("2026-03-16")
    en_relance.fait("promesse", "D-1", "200", "--pour", "18/03/2026")
    en_relance.jour("2026-03-17")
    en_relance.fait("encaisser", "D-1", "200")
    assert en_relance.envoyer("2026-03-17") == [("D-1", "relance-1")]


def test_la_lettre_de_promesse_se_remplit_seule(en_relance: LigneDeCommande) -> None:
    en_relance.fait("promesse", "D-1", "300", "--pour", "11/03/2026")
    en_relance.jour("2026-03-16")
    lettre = ("courrier", "D-1", "lettre_promesse")
    en_relance.fait(*lettre, "--sortie", "promesse.pdf")
    assert "promis de payer 300,00 € au plus tard le 11 mars 2026" in lire("promesse.pdf")
    assert "300,00" in en_relance.refuse(*lettre, "--avec", "somme=400")


def test_signe_le_jour_de_l_arrete_l_interet_de_ce_jour_reste_du(recouvre: LigneDeCommande) -> None:
    """Arrêté et signé le 12 mars : ce jour est dans la somme reconnue, et rien ne part dès ce jour-là."""
    recouvre.jour("2026-03-03")
    recouvre.ouvrir("F-1", "3460", echeance="30/09/2025")
    recouvre.envoyer("2026-03-03")
    recouvre.jour("2026-03-16")
    signature = ("--signe-le", "16/03/2026", "--accord-le", "16/03/2026")
    recouvre.fait("echeancier", "D-1", "--nombre", "6", "--des", "05/04/2026", *signature)
    plan = recouvre.json("echeancier", "D-1")["plan"]
    for jour in ("16/03/2026", "17/03/2026", "01/04/2026"):
        assert recouvre.json("decompte", "D-1", "--au", jour)["total"] == plan["total"], jour
    assert recouvre.envoyer("2026-03-16") == [], "la relance du jour de la signature ne part pas"


def test_un_avoir_apres_l_arrete_demande_de_refaire_le_plan(signe: LigneDeCommande) -> None:
    """La lettre est retenue si elle réclamait trop ; l'agenda, lui, le dit tout de suite."""
    avant = signe.projections()
    signe.fait("avoir", "D-1", "--numero", "A-1", "--montant", "500", "--sur", "F-1")
    dites = [libelle for genre, libelle in demarches(signe, "2026-02-28", "--jours", "30") if genre == "decision"]
    assert any("le refaire, ou le garder" in libelle for libelle in dites), dites
    signe.fait("noter", "D-1", "decision", "on le garde : la dernière échéance sera plus petite")
    reste = [libelle for genre, libelle in demarches(signe, "2026-02-28", "--jours", "30") if genre == "decision"]
    assert not any("le refaire" in libelle for libelle in reste)
    signe.verifier()
    signe.fait("annuler", "D-1", str(signe.rang("ContactNote")), "--motif", "essai")
    signe.fait("annuler", "D-1", str(signe.rang("AvoirAjoute")), "--motif", "essai")
    assert signe.projections() == avant
