"""Les gestionnaires : qui suit quoi, qui rappelle à la place de qui, et qui a fait quoi."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande

from recouvre.base import agenda, etat_du_jour


def saisir_comme(monkeypatch: pytest.MonkeyPatch, auteur: str) -> None:
    """Ce qui suit est saisi sous ce nom."""
    monkeypatch.setenv("RECOUVRE_AUTEUR", auteur)


def miens(outil: LigneDeCommande, qui: str, au: str) -> list[tuple[str, str]]:
    """L'agenda de cette personne : (dossier, étape)."""
    return [(dossier, etape) for dossier, etape, _ in outil.agenda(au, "--gestionnaire", qui)]


@pytest.fixture
def equipe(recouvre: LigneDeCommande) -> LigneDeCommande:
    """Ana et Bob en binôme, Chloé seule ; D-1 et D-2 à Ana, D-3 à Chloé, D-4 à personne ; on en est aux appels."""
    recouvre.fait("gestionnaire", "ajouter", "Ana Núñez", "--telephone", "04 72 00 11 23", "--auteur", "anunez")
    recouvre.fait("gestionnaire", "ajouter", "Bob Le Goff", "--binome", "ana núñez", "--auteur", "blegoff")
    recouvre.fait("gestionnaire", "ajouter", "Chloé", "--service", "judiciaire")
    for rang in range(1, 5):
        recouvre.ouvrir(f"F-{rang}", "500", debiteur=f"Société {rang}")
    recouvre.fait("affecter", "ana núñez", "D-1", "D-2")
    recouvre.fait("affecter", "Chloé", "D-3")
    for jour in ("2026-03-03", "2026-03-16", "2026-03-23"):
        recouvre.envoyer(jour)
    recouvre.jour("2026-03-25")
    return recouvre


def test_un_gestionnaire_son_service_sa_ligne_directe(equipe: LigneDeCommande) -> None:
    """§ 9.3, ligne « Responsable, services (amiable, judiciaire, IP et exécution), externes »."""
    ana, bob, chloe = equipe.json("gestionnaire", "lister")["gestionnaires"]
    assert ana == {
        "nom": "Ana Núñez", "telephone": "0472001123", "courriel": None, "binome": "Bob Le Goff",
        "auteur": "anunez", "service": None, "dossiers": 2,
    }  # fmt: skip
    assert (bob["binome"], bob["dossiers"]) == ("Ana Núñez", 0)
    assert (chloe["service"], chloe["binome"], chloe["dossiers"]) == ("judiciaire", None, 1)
    ecran = equipe.fait("gestionnaire", "lister").sortie
    assert "judiciaire" in ecran and "suivis par personne : 1" in " ".join(ecran.split())
    fiche = equipe.fait("dossier", "D-1").sortie
    assert "Ana Núñez · 04 72 00 11 23 · en binôme avec Bob Le Goff" in fiche
    assert equipe.json("dossier", "D-1")["gestionnaire"] == "Ana Núñez"
    assert equipe.json("dossier", "D-4")["gestionnaire"] is None
    assert [d["numero"] for d in equipe.json("dossiers", "--gestionnaire", "ANA NÚÑEZ")["dossiers"]] == ["D-1", "D-2"]


def test_une_ligne_directe_n_est_jamais_surtaxee(recouvre: LigneDeCommande) -> None:
    """§ 9.3, ligne « Lignes directes, mobiles, e-mails » : non surtaxés."""
    profil = (recouvre.cabinet / "recouvre.toml").read_bytes()
    assert "surtax" in recouvre("gestionnaire", "ajouter", "Ana", "--telephone", "0899 10 20 30").erreur
    assert recouvre("gestionnaire", "ajouter", "Ana", "--courriel", "ana").code == 2
    assert (recouvre.cabinet / "recouvre.toml").read_bytes() == profil


def test_un_lot_s_affecte_en_entier_ou_pas_du_tout(equipe: LigneDeCommande) -> None:
    avant = equipe.lignes("SELECT count(*) FROM journal")
    equipe.refuse("affecter", "Bob Le Goff", "D-1", "D-2", "D-99")
    assert equipe.lignes("SELECT count(*) FROM journal") == avant
    assert "Ana Núñez, Bob Le Goff, Chloé" in equipe.refuse("affecter", "Zoé", "D-1")
    fait = equipe.json("affecter", "Bob Le Goff", "D-1", "D-1", "D-4")
    assert fait == {"gestionnaire": "Bob Le Goff", "dossiers": ["D-1", "D-4"], "deja": []}
    assert equipe.json("affecter", "Bob Le Goff", "D-1", "D-2")["deja"] == ["D-1"]
    equipe.fait("affecter", "personne", "D-2")
    assert equipe.json("dossier", "D-2")["gestionnaire"] is None
    equipe.fait("affecter", "Bob Le Goff", "D-2", "--le", "24/03/2026")
    assert equipe.json("dossier", "D-2")["gestionnaire"] is None, "affecté la veille : le fait d'aujourd'hui l'emporte"
    rang = equipe.rang("DossierAffecte", 1)
    equipe.fait("annuler", "D-1", str(rang), "--motif", "erreur")
    assert equipe.json("dossier", "D-1")["gestionnaire"] == "Ana Núñez"
    equipe.verifier()


def test_une_absence_se_couvre_d_une_commande(equipe: LigneDeCommande) -> None:
    """§ 9.3, ligne « Binômes, contre-appel en cas d'échec » : le binôme reprend les dossiers de l'absent."""
    assert equipe.json("affecter", "Ana Núñez", "--binome") == {
        "gestionnaire": "Bob Le Goff", "dossiers": ["D-1", "D-2"], "deja": [],
    }  # fmt: skip
    assert equipe.json("affecter", "chloé", "--tous-ceux-de", "bob le goff")["dossiers"] == ["D-1", "D-2"]
    assert equipe.json("affecter", "Ana Núñez", "--creancier", "Forge Béranger")["dossiers"] == [
        "D-1", "D-2", "D-3", "D-4",
    ]  # fmt: skip
    assert "pas de binôme" in equipe.refuse("affecter", "Chloé", "--binome")
    for faux in ((), ("D-1", "--creancier", "Forge Béranger"), ("--binome", "D-1")):
        equipe.refuse("affecter", "Chloé", *faux, code=2)
    equipe.verifier()


def test_l_agenda_de_chacun(equipe: LigneDeCommande, monkeypatch: pytest.MonkeyPatch) -> None:
    """§ 9.3, ligne « Responsable, services (amiable, judiciaire, IP et exécution), externes » : à chacun sa liste."""
    assert {dossier for dossier, _ in miens(equipe, "Ana Núñez", "25/03/2026")} == {"D-1", "D-2"}
    assert miens(equipe, "Bob Le Goff", "25/03/2026") == []
    saisir_comme(monkeypatch, "ANUNEZ")
    ecran = equipe.fait("agenda", "--les-miens").sortie
    assert ecran.startswith("Agenda de Ana Núñez du mercredi 25 mars 2026") and "D-3" not in ecran
    saisir_comme(monkeypatch, "inconnu")
    assert "recouvre gestionnaire ajouter NOM --auteur inconnu" in equipe.refuse("agenda", "--les-miens")
    assert "Aucun gestionnaire « Zoé »" in equipe.refuse("agenda", "--gestionnaire", "Zoé")


def test_le_contre_appel_revient_au_binome_de_qui_a_echoue(
    equipe: LigneDeCommande, monkeypatch: pytest.MonkeyPatch
) -> None:
    """§ 9.3, ligne « Binômes, contre-appel en cas d'échec » : l'autre le voit, celui qui a échoué ne le voit pas."""
    saisir_comme(monkeypatch, "anunez")
    equipe.fait("noter", "D-1", "appel", "occupé", "--echec")
    equipe.fait("noter", "D-3", "appel", "pour Chloé, absente", "--echec")
    contre = {qui: [d for d, e in miens(equipe, qui, "26/03/2026") if e == "contre-appel"] for qui in (
        "Ana Núñez", "Bob Le Goff", "Chloé")}  # fmt: skip
    assert contre == {"Ana Núñez": [], "Bob Le Goff": ["D-1", "D-3"], "Chloé": []}
    equipe.fait("gestionnaire", "ajouter", "Ana Núñez", "--binome", "")
    assert [d for d, e in miens(equipe, "Chloé", "26/03/2026") if e == "contre-appel"] == ["D-1", "D-3"], (
        "sans binôme : celui qui suit le dossier ; et si c'est l'absente, n'importe quel autre"
    )
    assert not [d for d, e in miens(equipe, "Ana Núñez", "26/03/2026") if e == "contre-appel"]
    assert len([e for _, e, _ in equipe.agenda("26/03/2026") if e == "contre-appel"]) == 2, "l'agenda de tous les a"
    saisir_comme(monkeypatch, "blegoff")
    equipe.jour("2026-03-26")
    equipe.fait("noter", "D-1", "appel", "paie vendredi")
    assert not [d for d, e, _ in equipe.agenda("26/03/2026") if (d, e) == ("D-1", "contre-appel")]
    equipe.verifier()


def test_les_dossiers_neufs_vont_au_gestionnaire_du_creancier(recouvre: LigneDeCommande) -> None:
    recouvre.fait("gestionnaire", "ajouter", "Ana")
    recouvre.ouvrir("F-1", "100")
    with recouvre.base() as base:
        (reglages,) = base.execute("SELECT reglages FROM parties WHERE role = 'creancier'").fetchone()
        nouveaux = json.dumps({**json.loads(reglages), "gestionnaire": "Ana"})
        base.execute("UPDATE parties SET reglages = ? WHERE role = 'creancier'", (nouveaux,))
    recouvre.ouvrir("F-2", "100", debiteur="Scierie Vidal")
    assert [recouvre.json("dossier", f"D-{n}")["gestionnaire"] for n in (1, 2)] == [None, "Ana"]
    recouvre.fait("creancier", "Forge Béranger", "--convention-le", "01/03/2026")
    recouvre.ouvrir("F-3", "100", debiteur="Garage Martin")
    assert recouvre.json("dossier", "D-3")["gestionnaire"] == "Ana", "les autres réglages ne l'effacent pas"
    recouvre.verifier()


def test_on_ne_retire_pas_quelqu_un_qui_suit_des_dossiers(equipe: LigneDeCommande) -> None:
    assert '--tous-ceux-de "Ana Núñez"' in equipe.refuse("gestionnaire", "retirer", "ana núñez")
    equipe.fait("affecter", "Bob Le Goff", "--tous-ceux-de", "Ana Núñez")
    restants = equipe.json("gestionnaire", "retirer", "Ana Núñez")["gestionnaires"]
    assert [(m["nom"], m["binome"]) for m in restants] == [("Bob Le Goff", None), ("Chloé", None)]
    equipe.fait("affecter", "Chloé", "--tous-ceux-de", "Bob Le Goff")
    for nom in ("Bob Le Goff",):
        equipe.fait("gestionnaire", "retirer", nom)
    profil = (equipe.cabinet / "recouvre.toml").read_text("utf-8")
    assert "Bob" not in profil and "Cabinet Vauquelin" in profil


def test_les_reglages_se_changent_sans_toucher_au_reste(recouvre: LigneDeCommande) -> None:
    profil = recouvre.cabinet / "recouvre.toml"
    profil.write_text(profil.read_text("utf-8") + "\n# une remarque à garder\n", "utf-8")
    avant = profil.read_text("utf-8")
    recouvre.fait("gestionnaire", "ajouter", "M. O'Neil", "--auteur", "oneil")
    recouvre.fait("gestionnaire", "ajouter", "m. o'neil", "--telephone", "01 02 03 04 05")
    (seul,) = recouvre.json("gestionnaire", "lister")["gestionnaires"]
    assert (seul["nom"], seul["auteur"], seul["telephone"]) == ("M. O'Neil", "oneil", "0102030405")
    assert profil.read_text("utf-8").startswith(avant)
    assert "son propre binôme" in recouvre.refuse("gestionnaire", "ajouter", "M. O'Neil", "--binome", "m. o'neil")
    assert "déjà le nom de saisie" in recouvre.refuse("gestionnaire", "ajouter", "Zoé", "--auteur", "ONEIL")
    recouvre.fait("gestionnaire", "retirer", "M. O'Neil")
    assert profil.read_text("utf-8").strip() == avant.strip()


@pytest.mark.parametrize(
    ("ajout", "phrase"),
    [
        ('[gestionnaires.Ana]\nage = "3"', "« age » n'est pas un réglage"),
        ("[gestionnaires.Ana]\ntelephone = 472", "« telephone » doit être un texte"),
        ('[gestionnaires]\nAna = "x"', "doit être une section"),
    ],
)
def test_des_reglages_ecrits_de_travers_se_disent(recouvre: LigneDeCommande, ajout: str, phrase: str) -> None:
    profil: Path = recouvre.cabinet / "recouvre.toml"
    profil.write_text(f"{profil.read_text('utf-8')}\n{ajout}\n", "utf-8")
    assert phrase in recouvre.refuse("gestionnaire", "lister")


def test_qui_a_fait_quoi(equipe: LigneDeCommande, monkeypatch: pytest.MonkeyPatch) -> None:
    """§ 9.5, ligne « Suivi automatisé des contacts » : le journal horodaté dit qui a fait quoi."""
    saisir_comme(monkeypatch, "anunez")
    equipe.fait("noter", "D-1", "appel", "occupé", "--echec")
    equipe.fait("noter", "D-2", "appel", "va payer")
    equipe.fait("promesse", "D-2", "200", "--pour", "30/03/2026")
    equipe.fait("encaisser", "D-1", "120,50", "--le", "20/03/2026")
    trompe = equipe.json("encaisser", "D-2", "9999")["rang"]
    equipe.fait("annuler", "D-2", str(trompe), "--motif", "mauvais dossier")
    saisir_comme(monkeypatch, "blegoff")
    equipe.fait("cahier-des-charges", "Forge Béranger", "--visite")
    equipe.fait("noter", "D-3", "visite", "porte close", "--echec")
    jour = equipe.json("activite")
    assert (jour["du"], jour["au"]) == ("2026-03-25", "2026-03-25")
    par = {fait["auteur"]: fait for fait in jour["activite"]}
    assert par["anunez"] == {
        "auteur": "anunez", "appels": 2, "joints": 1, "promesses": 1, "encaissements": 1, "encaisse": "120.50",
        "courriers": 0, "autres": 0, "dossiers": 2, "gestionnaire": "Ana Núñez",
    }  # fmt: skip
    assert (par["blegoff"]["appels"], par["blegoff"]["autres"], par["blegoff"]["dossiers"]) == (0, 1, 1)
    (elle,) = equipe.json("activite", "--gestionnaire", "ana núñez")["activite"]
    assert elle == par["anunez"]
    mois = equipe.json("activite", "--du", "01/03/2026", "--au", "31/03/2026")["activite"]
    (essai,) = (fait for fait in mois if fait["auteur"] == "essai")
    assert essai["courriers"] == 12 and essai["gestionnaire"] is None
    assert equipe.json("activite", "--du", "24/03/2026", "--au", "24/03/2026")["activite"] == []
    ecran = equipe.fait("activite").sortie
    assert "Ana Núñez" in ecran and "Rien n'a été saisi" in equipe.fait("activite", "--au", "24/03/2026").sortie
    assert max(map(len, ecran.splitlines())) <= 100
    equipe.refuse("activite", "--du", "26/03/2026", "--au", "25/03/2026", code=2)


def test_l_activite_et_l_etat_du_jour_se_lisent_d_index(equipe: LigneDeCommande) -> None:
    """Un parcours de table entière coûterait d'autant plus que le cabinet a vécu."""
    jours = {"du": "2026-03-01", "fin": "2026-03-31U", "au": "2026-03-25", "hier": "2026-03-24", "depuis": "2026-03-01"}
    lues = {agenda._ACTIVITE, agenda._AGENDA + agenda._DUES, etat_du_jour._COMPTE, etat_du_jour._ENVOIS}
    lues |= {etat_du_jour._ENCAISSE, *etat_du_jour._LEGALES}
    with equipe.base() as base:
        for requete in lues:
            plan = [ligne[3] for ligne in base.execute(f"EXPLAIN QUERY PLAN {requete}", jours)]
            tables = [pas for pas in plan if pas.startswith("SCAN") and pas not in ("SCAN faits", "SCAN (subquery-2)")]
            assert not tables, (requete, plan)
            assert not [pas for pas in plan if pas.startswith("SEARCH o USING INDEX dossiers_par_etat")]


def test_le_gestionnaire_d_un_creancier_suit_ses_dossiers_neufs(equipe: LigneDeCommande) -> None:
    assert equipe.json("creancier", "Forge Béranger", "--gestionnaire", "bob le goff")["gestionnaire"] == "Bob Le Goff"
    numero = equipe.ouvrir("F-90", "100", debiteur="Atelier Neuf")
    assert equipe.json("dossier", numero)["gestionnaire"] == "Bob Le Goff"
    assert "Aucun gestionnaire « Zoé »" in equipe.refuse("creancier", "Forge Béranger", "--gestionnaire", "Zoé")
    equipe.fait("creancier", "Forge Béranger", "--gestionnaire", "aucun")
    assert equipe.json("creancier", "Forge Béranger")["gestionnaire"] is None
