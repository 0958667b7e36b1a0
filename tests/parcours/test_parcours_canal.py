"""`recouvre canal` : régler, montrer sans secret, essayer devant un vrai serveur, relever les courriels revenus."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande
from serveur_courriel import HOTE, MOT_DE_PASSE, UTILISATEUR, Autorite, Boite, Serveur, scenario, se_taire, serveur
from serveur_imap import BoiteDEssai, serveur_imap

from recouvre.domaine.canaux import Securite

EXEMPLES = Path(__file__).parents[1] / "donnees" / "rebonds"
MATIN = "2026-04-07 09:00"


def regler(recouvre: LigneDeCommande, poste: Serveur) -> None:
    """Ce cabinet envoie par ce serveur."""
    recouvre.fait(
        "canal", "courriel", "--serveur", HOTE, "--port", str(poste.port), "--securite", "aucune", "--delai", "2",
        "--expediteur", "relances@vauquelin.example", "--nom", "Cabinet Vauquelin",
        "--retour", "retours+{cle}@vauquelin.example",
    )  # fmt: skip


# --- Régler et montrer ----------------------------------------------------------------------------------------------


def test_rien_n_est_regle_et_l_outil_dit_par_ou_commencer(recouvre: LigneDeCommande) -> None:
    assert recouvre.json("canal", "montrer") == {
        "envois": {
            "contacts-semaine": 2, "contacts-mois": 6, "heure-debut": 8, "heure-fin": 20, "samedi": False,
            "montant-minimal": "0.00", "essais": 5, "responsable": None,
        },
        "appels": {"journee": "9h-12h, 13h30-18h", "soir": "17h-20h"},
        "courriel": None,
        "rebonds": None,
        "sms": None,
    }  # fmt: skip
    dit = recouvre.fait("canal", "montrer").sortie
    for nom in ("courriel", "rebonds", "sms"):
        assert f"recouvre canal {nom} --" in dit
    assert "recouvre canal courriel" in recouvre.refuse("canal", "essayer", "a@exemple.example")
    assert "recouvre canal rebonds" in recouvre.refuse("canal", "relever")


def test_chaque_reglage_se_regle_se_relit_et_s_oublie(recouvre: LigneDeCommande, autorite: Autorite) -> None:
    options = {
        "courriel": {
            "serveur": "smtp.exemple.example", "port": 2525, "securite": "tls", "utilisateur": "moi",
            "secret": "env:MOT", "expediteur": "a@exemple.example", "nom": "Cabinet Été",
            "repondre-a": "b@exemple.example", "retour": "r+{cle}@exemple.example",
            "autorite": str(autorite.pem), "delai": 12,
        },
        "rebonds": {
            "serveur": "imap.exemple.example", "port": 1993, "securite": "starttls", "utilisateur": "moi",
            "secret": "trousseau:recouvre/moi", "boite": "Retours", "autorite": str(autorite.pem), "delai": 7,
        },
        "envois": {
            "contacts-semaine": 1, "contacts-mois": 0, "heure-debut": 9, "heure-fin": 18, "montant-minimal": "15.00",
            "essais": 3, "responsable": "chef@exemple.example",
        },
    }  # fmt: skip
    for section, valeurs in options.items():
        avant = recouvre.json("canal", "montrer")[section]
        mots = [mot for nom, valeur in valeurs.items() for mot in (f"--{nom}", str(valeur))]
        rendu = recouvre.json("canal", section, *mots)[section]
        assert {nom: rendu[nom] for nom in valeurs} == valeurs
        assert recouvre.json("canal", section)[section] == recouvre.json("canal", "montrer")[section] == rendu
        recouvre.fait("canal", section, "--oublier")
        assert recouvre.json("canal", "montrer")[section] == avant
    assert recouvre.json("canal", "envois", "--samedi")["envois"]["samedi"] is True
    assert recouvre.json("canal", "rebonds", "--dossier", "retours")["rebonds"]["dossier"] == str(
        Path("retours").absolute()
    )


def test_regler_une_chose_ne_touche_pas_aux_autres(recouvre: LigneDeCommande) -> None:
    profil = recouvre.cabinet / "recouvre.toml"
    profil.write_text(profil.read_text("utf-8") + "\n# à moi\n", "utf-8")
    recouvre.fait("canal", "courriel", "--serveur", "un.example", "--expediteur", "a@exemple.example")
    rendu = recouvre.json("canal", "courriel", "--serveur", "deux.example")["courriel"]
    assert (rendu["serveur"], rendu["expediteur"]) == ("deux.example", "a@exemple.example")
    assert recouvre.json("canal", "courriel", "--expediteur", "")["courriel"]["expediteur"] is None
    assert "# à moi" in profil.read_text("utf-8")
    assert recouvre.json("profil")["denomination"] == "Cabinet Vauquelin"


def test_le_port_suit_la_securite_tant_qu_il_est_celui_d_usage(recouvre: LigneDeCommande) -> None:
    def port(section: str, *mots: str) -> int:
        return int(recouvre.json("canal", section, *mots)[section]["port"])

    assert port("courriel", "--serveur", "a.example") == 587
    assert port("courriel", "--securite", "tls") == 465
    assert port("courriel", "--securite", "starttls") == 587
    assert port("courriel", "--securite", "tls", "--port", "4650") == 4650
    assert port("courriel", "--securite", "starttls") == 4650
    assert port("rebonds", "--serveur", "a.example", "--securite", "starttls") == 143
    assert port("rebonds", "--securite", "tls") == 993


@pytest.mark.parametrize("section", ["courriel", "rebonds"])
def test_un_mot_de_passe_tape_la_n_est_ni_ecrit_ni_repete(recouvre: LigneDeCommande, section: str) -> None:
    phrase = recouvre.refuse("canal", section, "--serveur", "a.example", "--secret", "soleil42", code=2)
    assert "soleil42" not in phrase and "env:VARIABLE" in phrase
    assert "soleil42" not in (recouvre.cabinet / "recouvre.toml").read_text("utf-8")


def test_un_mot_de_passe_ecrit_a_la_main_dans_le_fichier_n_est_jamais_montre(recouvre: LigneDeCommande) -> None:
    profil = recouvre.cabinet / "recouvre.toml"
    ajout = (
        '\n[courriel]\nserveur = "127.0.0.1"\nport = 1\nsecurite = "aucune"\nexpediteur = "a@b.example"\n'
        'utilisateur = "moi"\nsecret = "soleil42"\n[sms]\nsecrets = "soleil42 cle=soleil42"\n'
    )
    profil.write_text(profil.read_text("utf-8") + ajout, "utf-8")
    for mots in (
        ("montrer",),
        ("montrer", "--json"),
        ("courriel",),
        ("courriel", "--json"),
        ("essayer", "a@b.example"),
    ):
        resultat = recouvre("canal", *mots)
        assert "soleil42" not in resultat.sortie + resultat.erreur, mots
    assert "non reconnue" in recouvre.fait("canal", "courriel").sortie


@pytest.mark.parametrize(
    ("mots", "dit"),
    [
        (("courriel", "--expediteur", "relances"), "adresse de courriel"),
        (("courriel", "--expediteur", "hélène@exemple.example"), "adresse de courriel"),
        (("courriel", "--retour", "retours@exemple.example{cle}"), "avant l'arobase"),
        (("courriel", "--retour", "r+{cle}+{cle}@exemple.example"), "une fois"),
        (("courriel", "--retour", "une-adresse-de-retour-vraiment-trop-longue+{cle}@exemple.example"), "une fois"),
        (("courriel", "--retour", "r@{cle}.exemple.example"), "avant l'arobase"),
        (("courriel", "--port", "0"), "port"),
        (("courriel", "--securite", "aucun"), "starttls"),
        (("courriel", "--oublier", "--port", "25"), "seul"),
        (("courriel", "--nom", "Cabinet\nBcc: x"), "une ligne"),
        (("envois", "--montant-minimal", "douze"), "montant"),
        (("envois", "--heure-fin", "25"), "heure-fin"),
        (("envois", "--responsable", "chef"), "adresse de courriel"),
    ],
)
def test_une_valeur_impossible_est_mal_appelee(recouvre: LigneDeCommande, mots: tuple[str, ...], dit: str) -> None:
    avant = (recouvre.cabinet / "recouvre.toml").read_bytes()
    assert dit in recouvre.refuse("canal", *mots, code=2)
    assert (recouvre.cabinet / "recouvre.toml").read_bytes() == avant


def test_des_reglages_qui_se_contredisent_sont_refuses(recouvre: LigneDeCommande) -> None:
    assert "avant l'heure de fin" in recouvre.refuse("canal", "envois", "--heure-debut", "20")
    assert "pas les deux" in recouvre.refuse("canal", "rebonds", "--dossier", "x", "--serveur", "a.example")
    assert "en clair" in recouvre.refuse(
        "canal", "courriel", "--serveur", "a.example", "--securite", "aucune", "--utilisateur", "moi"
    )
    assert "PEM" in recouvre.refuse("canal", "courriel", "--autorite", "absent.pem")
    absent = recouvre.cabinet / "ailleurs"
    assert "Aucun cabinet" in recouvre.refuse("canal", "montrer", "--cabinet", str(absent))


def test_ce_qui_manque_est_dit_au_moment_de_regler(recouvre: LigneDeCommande, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ESSAI_ABSENT", raising=False)
    dit = recouvre.fait("canal", "courriel", "--utilisateur", "moi", "--secret", "env:ESSAI_ABSENT").sortie
    net = " ".join(dit.split())
    assert "Il manque --serveur, --expediteur" in net and "« ESSAI_ABSENT » est absente" in net and "--retour" in net
    dit = recouvre.fait(
        "canal", "courriel", "--serveur", "relais.example", "--securite", "aucune", "--utilisateur", ""
    ).sortie
    assert "passent en clair" in " ".join(dit.split())


# --- Essayer --------------------------------------------------------------------------------------------------------


def test_essayer_envoie_un_vrai_courriel_et_rien_au_journal(recouvre: LigneDeCommande, poste: Serveur) -> None:
    regler(recouvre, poste)
    avant = recouvre.octets()
    dit = recouvre.fait("canal", "essayer", "moi@vauquelin.example").sortie
    assert "Réponse du serveur : 250 2.0.0 OK: file 1" in dit and "indésirable" in dit
    assert recouvre.octets() == avant
    assert poste.boite.recus[0].rcpt_tos == ["moi@vauquelin.example"]
    assert poste.boite.recus[0].mail_from.startswith("retours+essai-")
    objet = recouvre.json("canal", "essayer", "moi@vauquelin.example")
    assert (objet["parti"], objet["sort"], objet["preuve"]) == (True, "parti", "250 2.0.0 OK: file 2")
    assert recouvre.refuse("canal", "essayer", "moi", code=2)


def test_essayer_avec_chiffrement_et_mot_de_passe(
    recouvre: LigneDeCommande, autorite: Autorite, tmp_path: Path
) -> None:
    fichier = tmp_path / "mot de passe.txt"
    fichier.write_text(MOT_DE_PASSE + "\n", "utf-8")
    fichier.chmod(0o600)
    with serveur(autorite, securite=Securite.STARTTLS, authentification=True) as essai:
        recouvre.fait(
            "canal", "courriel", "--serveur", HOTE, "--securite", "starttls", "--port", str(essai.port),
            "--utilisateur", UTILISATEUR, "--secret", f"fichier:{fichier}", "--autorite", str(autorite.pem),
            "--expediteur", UTILISATEUR,
        )  # fmt: skip
        assert recouvre.json("canal", "essayer", "moi@vauquelin.example")["parti"]
        fichier.write_text("faux", "utf-8")
        phrase = recouvre.refuse("canal", "essayer", "moi@vauquelin.example")
    assert "535" in phrase and "faux" not in phrase and MOT_DE_PASSE not in phrase


def test_essayer_dit_un_refus_un_doute_et_un_serveur_absent(recouvre: LigneDeCommande, autorite: Autorite) -> None:
    with serveur(autorite, boite=Boite(a_rcpt=lambda _: "550 5.1.1 User unknown")) as essai:
        regler(recouvre, essai)
        refuse = recouvre("canal", "essayer", "moi@vauquelin.example")
        objet = recouvre("canal", "essayer", "moi@vauquelin.example", "--json").json
    assert (refuse.code, refuse.erreur) == (1, "")
    assert "550 5.1.1 User unknown" in refuse.sortie
    assert (objet["sort"], objet["code"], objet["parti"]) == ("définitif", "5.1.1", False)
    assert "Rien ne répond" in recouvre.refuse("canal", "essayer", "moi@vauquelin.example")
    with scenario((se_taire,)) as muet:
        recouvre.fait("canal", "courriel", "--port", str(muet.port), "--delai", "1")
        assert "Rien n'est parti" in recouvre.refuse("canal", "essayer", "moi@vauquelin.example")


# --- Relever --------------------------------------------------------------------------------------------------------


@pytest.fixture
def parti(interne: LigneDeCommande, poste: Serveur, tmp_path: Path) -> LigneDeCommande:
    """Un service crédit dont deux relances sont parties par courriel ce matin, et une boîte de retours vide."""
    regler(interne, poste)
    for n in (1, 2):
        courriel = ("--courriel", f"d{n}@faure.example")
        interne.ouvrir(f"F-{n}", "1000", *courriel, debiteur=f"Débiteur {n}", echeance="31/03/2026", complet=False)
    interne.jour(MATIN)
    assert len(interne.json("relances", "--envoyer")["envoyees"]) == 2
    boite = tmp_path / "retours"
    boite.mkdir()
    interne.fait("canal", "rebonds", "--dossier", str(boite))
    return interne


def boite_de(recouvre: LigneDeCommande) -> Path:
    """Le dossier des retours réglé."""
    return Path(recouvre.json("canal", "rebonds")["rebonds"]["dossier"])


def poser(recouvre: LigneDeCommande, exemple: str, dossier: int = 1, *, garder: str = "tout", nom: str = "") -> Path:
    """Pose un exemple de rebond, fait pour l'envoi de ce dossier. ``garder`` : ce par quoi on pourra le retrouver."""
    identifiant, cle, reference = recouvre.lignes(
        "SELECT identifiant, retour, reference FROM envois WHERE dossier = ?", dossier
    )[0]
    vrais = {
        "numero": ("<7b5d1fdd05fe70ed0b7c26d0d5700e95@vauquelin.example>", identifiant),
        "cle": ("d-12-3-f7573772a398", cle),
        "reference": ("D-12-3", reference),
    }
    texte = (EXEMPLES / f"{exemple}.eml").read_text("utf-8")
    for quoi, (ancien, neuf) in vrais.items():
        texte = texte.replace(ancien, neuf if garder in (quoi, "tout") else "inconnu")
    texte = texte.replace("3 Mar 2026", "7 Apr 2026")
    chemin = boite_de(recouvre) / f"{nom or exemple}.eml"
    chemin.write_text(texte, "utf-8")
    return chemin


def echecs(recouvre: LigneDeCommande, dossier: int = 1) -> list[dict[str, object]]:
    """Les échecs écrits à ce dossier."""
    lignes = recouvre.lignes(
        "SELECT date, donnees FROM journal WHERE genre = 'RemiseEchouee' AND dossier = ? ORDER BY rang", dossier
    )
    return [{"date": date, **json.loads(donnees)} for date, donnees in lignes]


@pytest.mark.parametrize("garder", ["numero", "cle", "reference"])
def test_un_rebond_se_rapporte_par_le_numero_l_adresse_de_retour_ou_la_reference(
    parti: LigneDeCommande, garder: str
) -> None:
    poser(parti, "postfix-inconnu", 2, garder=garder)
    releve = parti.json("canal", "relever")
    [rapporte] = releve["rapportes"]
    assert (rapporte["dossier"], rapporte["reference"], rapporte["definitif"]) == ("D-2", "D-2-1", True)
    assert echecs(parti, 1) == []
    [echec] = echecs(parti, 2)
    assert (echec["date"], echec["reference"], echec["code"]) == ("2026-04-07", "D-2-1", "5.1.1")
    assert "@" not in str(echec["motif"])
    assert "D-2-1 non remis" in " ".join(parti.fait("dossier", "D-2").sortie.split())
    parti.verifier()


def test_relever_deux_fois_ou_relire_la_meme_boite_n_ecrit_qu_une_fois(parti: LigneDeCommande) -> None:
    chemin = poser(parti, "gmail")
    octets = chemin.read_bytes()
    assert len(parti.json("canal", "relever")["rapportes"]) == 1
    assert not chemin.exists() and (boite_de(parti) / "lus" / "gmail.eml").read_bytes() == octets
    avant = parti.octets()
    assert parti.json("canal", "relever") == {
        "rapportes": [], "connus": 0, "retards": 0, "automatiques": 0, "accuses": 0, "a_lire": [], "panne": None,
    }  # fmt: skip
    chemin.write_bytes(octets)
    poser(parti, "exchange")
    parti.jour("2026-04-09 09:00")
    assert parti.json("canal", "relever")["connus"] == 2
    assert parti.octets() == avant


@pytest.mark.parametrize(
    ("dit", "garde"), [("8 Apr 2026", "2026-04-08"), ("6 Apr 2026", "2026-04-10"), ("8 Apr 2036", "2026-04-10")]
)
def test_l_echec_est_date_du_rapport_si_c_est_possible(parti: LigneDeCommande, dit: str, garde: str) -> None:
    """Ni avant l'envoi, ni demain : sinon, le jour de la relève."""
    chemin = poser(parti, "postfix-inconnu")
    chemin.write_text(chemin.read_text("utf-8").replace("7 Apr 2026", dit), "utf-8")
    parti.jour("2026-04-10 09:00")
    parti.json("canal", "relever")
    assert [echec["date"] for echec in echecs(parti)] == [garde]


def test_un_echec_defait_par_une_personne_n_est_pas_recrit(parti: LigneDeCommande) -> None:
    poser(parti, "qmail")
    parti.json("canal", "relever")
    parti.fait("annuler", "D-1", str(parti.rang("RemiseEchouee")), "--motif", "l'adresse marche")
    poser(parti, "qmail")
    assert parti.json("canal", "relever")["connus"] == 1
    assert len(echecs(parti)) == 1


def test_un_echec_definitif_suit_un_echec_passager_jamais_l_inverse(parti: LigneDeCommande) -> None:
    poser(parti, "boite-pleine")
    assert [r["definitif"] for r in parti.json("canal", "relever")["rapportes"]] == [False]
    poser(parti, "postfix-inconnu")
    assert [r["definitif"] for r in parti.json("canal", "relever")["rapportes"]] == [True]
    poser(parti, "boite-pleine")
    assert parti.json("canal", "relever")["connus"] == 1
    assert len(echecs(parti)) == 2


def test_ce_qui_n_est_pas_un_echec_est_range_sans_rien_noter(parti: LigneDeCommande) -> None:
    for exemple in ("postfix-retard", "exim-retard", "absence-exchange", "absence-vacation", "postfix-remis"):
        poser(parti, exemple)
    releve = parti.json("canal", "relever")
    assert (releve["retards"], releve["automatiques"], releve["accuses"]) == (2, 2, 1)
    assert echecs(parti) == [] and releve["a_lire"] == []
    assert len(list((boite_de(parti) / "lus").iterdir())) == 5


def test_ce_que_l_outil_ne_sait_pas_rapporter_reste_a_lire(parti: LigneDeCommande) -> None:
    restent = [poser(parti, "le-debiteur-repond"), poser(parti, "rebond-d-ailleurs")]
    casse = boite_de(parti) / "casse.eml"
    casse.write_bytes(b"\xff\xfe\x00" * 50)
    for _ in range(2):
        releve = parti.json("canal", "relever")
        assert len(releve["a_lire"]) == 3 and releve["rapportes"] == []
    assert all(chemin.exists() for chemin in (*restent, casse))
    dit = " ".join(parti.fait("canal", "relever").sortie.split())
    assert "Absence de facture" in dit and "aucun envoi de ce cabinet" in dit
    assert echecs(parti) == []


def test_une_reference_ne_condamne_pas_une_lettre_papier(parti: LigneDeCommande) -> None:
    """« D-1-1 » se lit sur n'importe quel courrier : seul un courriel parti peut revenir."""
    with parti.base() as base:
        base.execute("UPDATE envois SET canal = 'courrier', identifiant = '', retour = '' WHERE dossier = 1")
    poser(parti, "postfix-inconnu", garder="reference")
    assert len(parti.json("canal", "relever")["a_lire"]) == 1
    assert echecs(parti) == []


def test_une_adresse_condamnee_n_est_plus_ecrite(parti: LigneDeCommande) -> None:
    poser(parti, "postfix-inconnu")
    dit = parti.fait("canal", "relever").sortie
    assert "D-1-1 est revenu, l'adresse ne vaut plus rien : 550 5.1.1" in dit and dit.count("5.1.1") == 1
    assert "recouvre debiteur D-1 --courriel" in dit, "on dit quoi taper"
    fiche = parti.fait("dossier", "D-1").sortie
    assert "d1@faure.example (ne marche plus)" in fiche and fiche.count("5.1.1") == 1
    assert parti.json("dossier", "D-1")["hors_service"] == ["courriel"]
    assert "550 5.1.1" in " ".join(parti.fait("envois", "montrer", "D-1-1").sortie.split()).partition("Depuis")[2]
    assert [s["le"] for s in parti.json("envois", "montrer", "D-1-1")["suites"]] == ["2026-04-07"]
    simules = parti.json("relances", "--simuler", "60j")["departs"]
    par = {numero: {d["canal"] for d in simules if d["dossier"] == numero} for numero in ("D-1", "D-2")}
    assert "courriel" in par["D-2"] and par["D-1"] and "courriel" not in par["D-1"]


def test_un_dossier_clos_ou_annule_n_arrete_pas_la_releve(parti: LigneDeCommande) -> None:
    parti.fait("clore", "D-1", "--motif", "payé")
    poser(parti, "postfix-inconnu", 1, nom="a")
    poser(parti, "postfix-inconnu", 2, nom="b")
    assert [r["dossier"] for r in parti.json("canal", "relever")["rapportes"]] == ["D-1", "D-2"]


def test_relever_par_imap_marque_lu_ce_qui_est_rapporte_et_rien_d_autre(
    parti: LigneDeCommande, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ESSAI_IMAP", MOT_DE_PASSE)
    rebond = poser(parti, "exchange").read_bytes()
    autre = poser(parti, "le-debiteur-repond").read_bytes()
    shutil.rmtree(boite_de(parti))
    boite = BoiteDEssai(messages={4: autre, 5: rebond})
    with serveur_imap(boite):
        parti.fait(
            "canal", "rebonds", "--dossier", "", "--serveur", HOTE, "--port", str(boite.port), "--securite", "aucune",
            "--utilisateur", UTILISATEUR, "--secret", "env:ESSAI_IMAP", "--delai", "2",
        )  # fmt: skip
        releve = parti.json("canal", "relever")
        assert (len(releve["rapportes"]), len(releve["a_lire"])) == (1, 1)
        assert boite.lus == {5}
        boite.lus.clear()
        assert parti.json("canal", "relever")["connus"] == 1


def test_une_boite_qui_coupe_dit_ou_elle_s_est_arretee(parti: LigneDeCommande, monkeypatch: pytest.MonkeyPatch) -> None:
    """L'échec est écrit avant d'être marqué : coupé entre les deux, il est relu et ne se récrit pas."""
    monkeypatch.setenv("ESSAI_IMAP", MOT_DE_PASSE)
    rebond = poser(parti, "exchange").read_bytes()
    boite = BoiteDEssai(messages={5: rebond}, couper_a="UID STORE")
    with serveur_imap(boite):
        parti.fait(
            "canal", "rebonds", "--dossier", "", "--serveur", HOTE, "--port", str(boite.port), "--securite", "aucune",
            "--utilisateur", UTILISATEUR, "--secret", "env:ESSAI_IMAP", "--delai", "2",
        )  # fmt: skip
        coupe = parti("canal", "relever", "--json")
        assert coupe.code == 1 and "ne répond pas" in coupe.json["panne"] and len(coupe.json["rapportes"]) == 1
        boite.couper_a = ""
        assert parti.json("canal", "relever")["connus"] == 1
    assert len(echecs(parti)) == 1 and boite.lus == {5}
