"""Cas 11 : le scénario de l'agence au jour près, le pouvoir manquant, l'aperçu, le double envoi, la machine éteinte."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from cabinet_essai import LigneDeCommande
from pypdf import PdfReader

ETAPES = ("mise-en-demeure", "relance-1", "relance-2", "avis-avant-poursuites")


@pytest.fixture
def cas_11(recouvre: LigneDeCommande) -> LigneDeCommande:
    """D-1 a son pouvoir et ses CGV ; D-2 attend son pouvoir. J0 : mardi 3 mars 2026."""
    assert recouvre.ouvrir("F-1", "1000") == "D-1"
    assert recouvre.ouvrir("F-2", "500", "--piece", "cgv", debiteur="SAS Brise-Lames", complet=False) == "D-2"
    return recouvre


def jours(du: str, au: str) -> list[str]:
    """Les jours de l'intervalle, bornes comprises, en ISO."""
    debut, fin = dt.date.fromisoformat(du), dt.date.fromisoformat(au)
    return [(debut + dt.timedelta(days=n)).isoformat() for n in range((fin - debut).days + 1)]


def attendues(recouvre: LigneDeCommande, au: str) -> list[tuple[str, str]]:
    """Ce qui partirait ce jour-là : (dossier, étape)."""
    apercu = recouvre.json("relances", "--au", au)
    return [(depart["dossier"], depart["etape"]) for depart in apercu["a_envoyer"]]


def test_sans_pouvoir_rien_ne_part_et_la_raison_est_dite(cas_11: LigneDeCommande) -> None:
    apercu = cas_11.json("relances")
    assert [depart["dossier"] for depart in apercu["a_envoyer"]] == ["D-1"]
    [retenue] = apercu["retenues"]
    assert (retenue["dossier"], retenue["etape"], retenue["raisons"]) == ("D-2", "mise-en-demeure", ["pieces"])
    assert retenue["motif"].startswith("en attente : pouvoir") and "recouvre piece D-2 mandat" in retenue["motif"]
    for jour in ("2026-03-03", "2026-03-16", "2026-04-03"):
        assert "D-2" not in [dossier for dossier, _ in cas_11.envoyer(jour)]
    assert [etape for dossier, etape, _ in cas_11.agenda("2026-04-03") if dossier == "D-2"] == ["pieces"]
    cas_11.fait("piece", "D-2", "mandat")
    assert attendues(cas_11, "2026-04-07") == [("D-2", "mise-en-demeure")]


def test_l_apercu_n_ecrit_rien(cas_11: LigneDeCommande) -> None:
    def fichiers() -> dict[str, str]:
        tous = (chemin for chemin in cas_11.cabinet.rglob("*") if chemin.is_file() and not chemin.match(".apercu-*"))
        return {str(chemin): hashlib.sha256(chemin.read_bytes()).hexdigest() for chemin in tous}

    avant = fichiers()
    assert cas_11.json("relances")["a_envoyer"]
    assert "Aperçu : rien n'est parti" in cas_11.fait("relances").sortie
    cas_11.fait("agenda")
    assert fichiers() == avant


def test_le_scenario_au_jour_pres(cas_11: LigneDeCommande) -> None:
    assert cas_11.envoyer("2026-03-03") == [("D-1", "mise-en-demeure")]
    assert cas_11.envoyer("2026-03-03") == []
    assert [attendues(cas_11, jour) for jour in jours("2026-03-04", "2026-03-15")] == [[]] * 12
    assert cas_11.envoyer("2026-03-16") == [("D-1", "relance-1")], "J+11 est un samedi : lundi 16"
    assert [attendues(cas_11, jour) for jour in jours("2026-03-16", "2026-03-22")] == [[]] * 7
    assert cas_11.envoyer("2026-03-23") == [("D-1", "relance-2")], "J+18 est un samedi : lundi 23"
    taches = [("D-1", "appels", "2026-03-25"), ("D-1", "visite", "2026-03-25")]
    for jour, dues in (("2026-03-24", []), ("2026-03-25", taches), ("2026-04-02", taches)):
        assert [d for d in cas_11.agenda(jour) if d[0] == "D-1"] == dues
    libelles = [d["libelle"] for d in cas_11.json("agenda", "--au", "2026-03-25")["demarches"] if d["dossier"] == "D-1"]
    assert all("(jusqu'au 02/04/2026)" in libelle for libelle in libelles)
    assert [attendues(cas_11, jour) for jour in jours("2026-03-24", "2026-04-02")] == [[]] * 10
    assert cas_11.envoyer("2026-04-03") == [("D-1", "avis-avant-poursuites")]
    restent = [d for d in cas_11.agenda("2026-12-31") if d[0] == "D-1"]
    assert restent == [("D-1", "suite", "2026-04-13")], "les tâches passées sont effacées, une personne décide"
    cas_11.verifier()


def test_l_agenda_a_venir_donne_tout_le_chemin(cas_11: LigneDeCommande) -> None:
    cas_11.envoyer("2026-03-03")
    a_venir = [(etape, le) for dossier, etape, le in cas_11.agenda("2026-03-03", "--jours", "60") if dossier == "D-1"]
    assert a_venir == [
        ("relance-1", "2026-03-16"),
        ("relance-2", "2026-03-23"),
        ("appels", "2026-03-25"),
        ("visite", "2026-03-25"),
        ("avis-avant-poursuites", "2026-04-03"),
    ]


def test_un_contact_note_accomplit_sa_tache(cas_11: LigneDeCommande) -> None:
    for jour in ("2026-03-03", "2026-03-16", "2026-03-23"):
        cas_11.envoyer(jour)
    cas_11.jour("2026-03-26")
    cas_11.fait("noter", "D-1", "appel", "Promet 200 € le 30")
    assert [etape for dossier, etape, _ in cas_11.agenda("2026-03-26") if dossier == "D-1"] == ["visite"]


def test_un_appel_fait_avant_l_heure_n_efface_pas_les_appels_du_scenario(cas_11: LigneDeCommande) -> None:
    """Rappeler le débiteur au lendemain de la lettre n'accomplit pas les appels prévus trois semaines plus tard."""
    cas_11.envoyer("2026-03-03")
    cas_11.jour("2026-03-05")
    cas_11.fait("noter", "D-1", "appel", "Demande une copie de la facture")
    assert ("D-1", "appels", "2026-03-25") in cas_11.agenda("2026-03-05", "--jours", "30")


def test_noter_une_etape_qui_n_existe_pas(cas_11: LigneDeCommande) -> None:
    assert "apels" in cas_11.refuse("noter", "D-1", "appel", "--etape", "apels")


def test_machine_eteinte_une_seule_demarche_puis_l_intervalle_est_garde(cas_11: LigneDeCommande) -> None:
    cas_11.envoyer("2026-03-03")
    dues = [d for d in cas_11.agenda("2026-03-25") if d[0] == "D-1"]
    assert dues == [("D-1", "relance-1", "2026-03-16")], "une seule chose à faire : la suite attend qu'elle parte"
    assert cas_11.envoyer("2026-03-25") == [("D-1", "relance-1")], "du 16 au 24, personne n'est passé"
    assert cas_11.envoyer("2026-03-25") == []
    assert cas_11.envoyer("2026-03-26") == []
    assert [attendues(cas_11, jour) for jour in jours("2026-03-26", "2026-03-31")] == [[]] * 6
    assert cas_11.envoyer("2026-04-01") == [("D-1", "relance-2")], "sept jours après la précédente, comme prévu"
    suite = {etape: le for dossier, etape, le in cas_11.agenda("2026-04-01", "--jours", "30") if dossier == "D-1"}
    assert suite == {"appels": "2026-04-07", "visite": "2026-04-07", "avis-avant-poursuites": "2026-04-14"}
    assert cas_11.envoyer("2026-04-13") == []
    assert cas_11.envoyer("2026-04-14") == [("D-1", "avis-avant-poursuites")]
    partis = cas_11.lignes("SELECT etape, jour FROM envois WHERE dossier = 1 ORDER BY jour")
    assert partis == list(zip(ETAPES, ("2026-03-03", "2026-03-25", "2026-04-01", "2026-04-14"), strict=True))
    cas_11.verifier()


def test_paiement_integral_tout_le_reste_disparait(cas_11: LigneDeCommande) -> None:
    cas_11.envoyer("2026-03-03")
    cas_11.envoyer("2026-03-16")
    cas_11.jour("2026-03-17")
    total = cas_11.json("decompte", "D-1")["total"]
    assert total == "1054.98", "1 000 + 45 jours à 12,15 % + 40"
    assert cas_11.json("encaisser", "D-1", total)["total"] == "0.00"
    reste = [d for d in cas_11.agenda("2026-03-17", "--jours", "366") if d[0] == "D-1"]
    assert [(etape.split(":")[0], le) for _, etape, le in reste] == [
        ("quittance", "2026-03-17"),
        ("reversement", "2026-04-03"),
    ], "un mois après l'encaissement, le créancier a ses fonds (CPCE R124-6)"
    assert cas_11.envoyer("2026-03-23") == []
    assert [r["dossier"] for r in cas_11.json("relances")["retenues"]] == ["D-2"]
    cas_11.fait("noter", "D-1", "quittance")
    cas_11.fait("clore", "D-1", "--motif", "soldé")
    cas_11.fait("noter", "D-1", "reversement")
    assert [d for d in cas_11.agenda("2026-03-23", "--jours", "366") if d[0] == "D-1"] == []
    assert [d["etat"] for d in cas_11.json("dossiers")["dossiers"]] == ["clos", "ouvert"]
    cas_11.verifier()


def test_paiement_partiel_la_relance_ne_reclame_que_le_reste(cas_11: LigneDeCommande) -> None:
    cas_11.envoyer("2026-03-03")
    cas_11.envoyer("2026-03-16")
    cas_11.jour("2026-03-17")
    cas_11.fait("encaisser", "D-1", "554,98")
    cas_11.jour("2026-03-23")
    [depart] = cas_11.json("relances", "--envoyer")["envoyees"]
    assert (depart["etape"], depart["total"]) == ("relance-2", "501.00"), "500 et six jours à 12,15 %"


def test_ce_qui_part_est_fige_chaine_et_imprimable(cas_11: LigneDeCommande) -> None:
    cas_11.jour("2026-03-03")
    passage = cas_11.json("relances", "--envoyer")
    [depart] = passage["envoyees"]
    octets = (cas_11.cabinet / depart["fichier"]).read_bytes()
    [(empreinte, reference)] = cas_11.lignes("SELECT empreinte, reference FROM envois")
    assert (hashlib.sha256(octets).hexdigest(), depart["reference"]) == (empreinte, reference) == (empreinte, "D-1-1")
    [lot] = passage["lots"]
    pages = len(PdfReader(cas_11.cabinet / depart["fichier"]).pages)
    assert (lot["plis"], len(PdfReader(cas_11.cabinet / lot["lot"]).pages)) == (1, pages)
    assert "D-1-1" in PdfReader(cas_11.cabinet / lot["bordereau"]).pages[0].extract_text()
    assert empreinte in (cas_11.cabinet / lot["bordereau_csv"]).read_text("utf-8-sig")


def test_la_mise_en_demeure_porte_ce_que_le_droit_exige(cas_11: LigneDeCommande) -> None:
    [depart] = cas_11.json("relances", "--envoyer")["envoyees"]
    pages = PdfReader(cas_11.cabinet / depart["fichier"]).pages
    texte = " ".join(" ".join(page.extract_text() for page in pages).split()).replace("’", "'")
    for mention in (
        "Cabinet Vauquelin", "18 quai Saint-Antoine", "recouvrement amiable", "Forge Béranger", "3 rue du Port",
        "L111-8", "1 000,00 €", "10,32 €", "40,00 €", "1 050,32 €", "11 mars 2026", "FR76",
    ):  # fmt: skip
        assert mention in texte.replace("\u202f", " ").replace("\u00a0", " ").replace("L. 111-8", "L111-8"), mention
    for perime in ("décret n° 96-1112", "loi n° 91-650", "1139"):
        assert perime not in texte


def test_envoyer_a_une_date_a_venir_est_dit(cas_11: LigneDeCommande) -> None:
    """On peut préparer le courrier de demain, mais jamais sans le savoir."""
    demain = cas_11("relances", "--envoyer", "--au", "04/03/2026")
    assert demain.code == 0
    assert "dans l'avenir" in demain.erreur
    assert "avenir" not in cas_11("relances", "--envoyer").erreur


def test_envoyer_a_une_date_passee_est_refuse(cas_11: LigneDeCommande) -> None:
    """Une lettre antidatée ferait courir un délai qui n'a pas couru."""
    cas_11.jour("2026-03-05")
    assert "antidate" in cas_11.refuse("relances", "--envoyer", "--au", "03/03/2026")
    assert cas_11.json("relances", "--au", "03/03/2026")["a_envoyer"], "l'aperçu d'un jour passé reste permis"
