"""Les campagnes : préparées par l'outil, validées par une personne, rejugées à l'envoi, une fois par dossier."""

from __future__ import annotations

import csv
import email
import email.policy
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from cabinet_essai import LigneDeCommande
from courriel_essai import regler
from serveur_courriel import Serveur

MOBILE = ("--telephone", "06 12 34 56 78")
FIXE = ("--telephone", "04 72 00 11 22")
SIREN = ("--siren", "900000027")
ENVOI, SUITE = "2026-03-03 09:00", "2026-03-12 09:00"
"""La mise en demeure part le mardi 3 mars ; son délai expiré, nous sommes le jeudi 12, avant la première relance."""


@pytest.fixture
def agence(recouvre: LigneDeCommande) -> LigneDeCommande:
    """Une agence qui envoie ses SMS par un fichier à remettre."""
    recouvre.fait("canal", "sms", "--passerelle", "fichier")
    return recouvre


def mettre_en_demeure(recouvre: LigneDeCommande, *ouvertures: tuple[str, ...]) -> None:
    """Ces débiteurs mis en demeure le 3 mars ; nous voilà le 12."""
    for rang, options in enumerate(ouvertures, start=1):
        recouvre.ouvrir(f"F-{rang}", "1000", "--emise", "01/01/2026", *options, debiteur=f"Débiteur {rang}")
    recouvre.envoyer(ENVOI)
    recouvre.jour(SUITE)


def jugements(campagne: dict[str, Any]) -> dict[str, str]:
    """Dossier → son code, vide s'il sera contacté."""
    return {d["dossier"]: d["code"] or "" for d in campagne["dossiers"]}


def etats(recouvre: LigneDeCommande, nom: str = "mars") -> list[tuple[str, str]]:
    return [(d["dossier"], d["etat"]) for d in recouvre.json("campagne", "montrer", nom)["dossiers"]]


def sms(recouvre: LigneDeCommande) -> list[str]:
    """Les références de tous les SMS remis au prestataire."""
    references = []
    for fichier in sorted(recouvre.cabinet.glob("courriers/*/sms-*.csv")):
        with fichier.open(encoding="utf-8-sig", newline="") as flux:
            references += [ligne["reference"] for ligne in csv.DictReader(flux, delimiter=";")]
    return references


def retenus(recouvre: LigneDeCommande) -> dict[str, list[str]]:
    """Ce que l'aperçu retient de la campagne : dossier → codes."""
    lignes = recouvre.json("relances")["retenues"]
    return {r["dossier"]: r["raisons"] for r in lignes if r["etape"].startswith("campagne:")}


def partis(recouvre: LigneDeCommande, jour: str) -> list[tuple[str, str]]:
    """(dossier, étape) de ce qui part ce jour-là à neuf heures."""
    return recouvre.envoyer(f"{jour} 09:00")


def test_rien_ne_part_sans_validation_et_chacun_une_fois(agence: LigneDeCommande) -> None:
    """§ 9.1, ligne « Traitement de masse » : un brouillon jugé, validé, parti une fois ; jamais un envoi non validé."""
    mettre_en_demeure(agence, MOBILE, FIXE, MOBILE, MOBILE, MOBILE, MOBILE)
    agence.fait("signaler", "D-3", "litige", "--motif", "marchandise abîmée")
    agence.fait("signaler", "D-4", "procedure", "--type", "redressement", "--jugement-le", "09/03/2026")
    agence.fait("noter", "D-5", "appel", "rappellera")
    agence.fait("noter", "D-5", "appel", "a rappelé")
    agence.fait("clore", "D-6", "--motif", "abandon")
    agence.ouvrir("F-7", "1000", *MOBILE, debiteur="Débiteur 7")

    brouillon = agence.json("campagne", "preparer", "Mars", "--canal", "sms", "--jusqu-au", "13/03/2026", *"1234567")
    assert jugements(brouillon) == {
        "D-1": "", "D-2": "coordonnee", "D-3": "litige", "D-4": "arret", "D-5": "plafond", "D-6": "etat",
        "D-7": "premiere-lettre",
    }  # fmt: skip
    assert (brouillon["etat"], brouillon["a_contacter"], brouillon["ecartes"]) == ("brouillon", 1, 6)
    assert all("campagne" not in etape for _, etape in partis(agence, "2026-03-12"))
    assert sms(agence) == [], "un brouillon n'envoie rien"

    validee = agence.json("campagne", "valider", "mars")
    assert (validee["etat"], validee["validee"]) == ("validée", {"le": "2026-03-12", "par": "essai", "motif": None})
    assert partis(agence, "2026-03-12") == [("D-1", "campagne:mars")]
    assert sms(agence) == ["D-1-2"]
    for jour in ("2026-03-12", "2026-03-13", "2026-03-14"):
        assert ("D-1", "campagne:mars") not in partis(agence, jour)
    assert sms(agence) == ["D-1-2"], "une seule fois"
    assert etats(agence)[0] == ("D-1", "fait")
    histoire = " ".join(agence.fait("dossier", "D-1").sortie.split())
    assert "Campagne « mars » validée : un SMS" in histoire and "SMS D-1-2 parti : campagne mars" in histoire
    agence.verifier()


def test_ce_qui_etait_permis_hier_ne_l_est_plus(agence: LigneDeCommande) -> None:
    """Validée le 12, la campagne se fait du 13 au 16 : chaque dossier repasse la porte au moment de partir."""
    mettre_en_demeure(agence, *(MOBILE,) * 6)
    agence.json("campagne", "preparer", "mars", "--canal", "sms", "--le", "13/03/2026", "--tous")
    assert set(jugements(agence.json("campagne", "valider", "mars")).values()) == {""}
    agence.fait("signaler", "D-1", "litige", "--motif", "marchandise abîmée")
    agence.fait("encaisser", "D-2", "1100")
    agence.fait("promesse", "D-3", "500", "--pour", "31/03/2026")
    agence.fait("debiteur", "D-4", "--telephone", "04 72 00 11 22")
    agence.fait("noter", "D-5", "appel", "échange")
    agence.fait("noter", "D-5", "appel", "échange encore")
    assert partis(agence, "2026-03-12") == [], "pas avant son jour"
    assert partis(agence, "2026-03-13") == [("D-6", "campagne:mars")]
    codes = retenus(agence)
    assert codes["D-3"] == ["promesse"] and codes["D-5"] == ["plafond"]
    histoire = {d["dossier"]: d["dit"] for d in agence.json("campagne", "montrer", "mars")["dossiers"]}
    assert dict(etats(agence))["D-4"] == "non fait" and histoire["D-4"] == "non envoyé : pas de téléphone mobile"
    for jour in ("2026-03-16", "2026-03-20", "2026-03-23", "2026-04-07"):
        assert all("campagne" not in etape for _, etape in partis(agence, jour))
    assert len(sms(agence)) == 1
    assert set(dict(etats(agence)[:5]).values()) == {"non fait"}, "la campagne finie, elle ne se rattrape pas"
    agence.verifier()


def test_la_campagne_et_les_relances_comptent_ensemble(agence: LigneDeCommande) -> None:
    """Deux contacts en sept jours, tous ensemble : jamais trois, quel que soit l'ordre."""
    agence.fait("canal", "envois", "--contacts-semaine", "2")
    mettre_en_demeure(agence, MOBILE)
    agence.json("campagne", "preparer", "un", "--canal", "sms", "--tous", "--jusqu-au", "31/03/2026")
    agence.json("campagne", "valider", "un")
    agence.json("campagne", "preparer", "deux", "--canal", "sms", "--tous", "--jusqu-au", "31/03/2026")
    agence.json("campagne", "valider", "deux")
    jours = [(jour, etape) for jour in range(12, 32) for _, etape in partis(agence, f"2026-03-{jour:02}")]
    assert jours[:2] == [(12, "campagne:deux"), (13, "campagne:un")]
    assert {etape for _, etape in jours} >= {"campagne:un", "campagne:deux", "relance-1"}
    for jour, _ in jours:
        assert sum(jour - 7 < autre <= jour for autre, _ in jours) <= 2
    assert max(Counter(etape for _, etape in jours).values()) == 1


def test_l_etape_du_jour_passe_d_abord_et_une_etape_bloquee_n_arrete_rien(agence: LigneDeCommande) -> None:
    """Même due depuis plus longtemps : faute de passage le 13, la campagne attend derrière la relance du 16."""
    mettre_en_demeure(agence, MOBILE, MOBILE)
    agence.json("campagne", "preparer", "mars", "--canal", "sms", "--le", "13/03/2026", "--tous")
    agence.json("campagne", "valider", "mars")
    agence.fait("debiteur", "D-2", "--ville", "")
    agence.jour("2026-03-16 09:00")
    apercu = agence.json("relances")
    relu = agence.fait("relances").sortie
    assert "relance-1" in relu and "campagne:mars" in relu, "gardé, puis relu : un dossier y a deux lignes"
    agence.fait("debiteur", "D-1", "--courriel", "d@faure.example")
    assert agence.json("relances") == apercu, "refait là où quelque chose a bougé"
    departs = [(depart["dossier"], depart["etape"]) for depart in apercu["a_envoyer"]]
    assert departs == [("D-1", "relance-1"), ("D-2", "campagne:mars")] == partis(agence, "2026-03-16")
    assert retenus(agence)["D-1"] == ["delai", "meme-jour"]


def test_un_debiteur_de_deux_dossiers_n_est_pas_touche_deux_fois_le_meme_jour(agence: LigneDeCommande) -> None:
    for rang, creancier in enumerate(("Forge Béranger", "Atelier Morvan"), start=1):
        agence.ouvrir(f"F-{rang}", "1000", "--emise", "01/01/2026", *MOBILE, *SIREN, creancier=creancier)
    assert agence.lignes("SELECT count(DISTINCT debiteur) FROM dossiers") == [(1,)]
    agence.envoyer(ENVOI)
    agence.jour(SUITE)
    brouillon = agence.json("campagne", "preparer", "mars", "--canal", "sms", "--tous")
    assert [d["le"] for d in brouillon["dossiers"]] == ["2026-03-12", "2026-03-13"]
    agence.json("campagne", "valider", "mars")
    assert partis(agence, "2026-03-12") == [("D-1", "campagne:mars")]
    assert partis(agence, "2026-03-13") == [("D-2", "campagne:mars")]


@pytest.fixture
def courriels(recouvre: LigneDeCommande, poste: Serveur) -> LigneDeCommande:
    """Une agence qui envoie des courriels, un débiteur qui en a un, mis en demeure."""
    regler(recouvre, poste.port)
    mettre_en_demeure(recouvre, ("--courriel", "d@faure.example"), ())
    return recouvre


def test_une_relance_par_courriel_sa_lettre_jointe(courriels: LigneDeCommande, poste: Serveur) -> None:
    brouillon = courriels.json("campagne", "preparer", "mars", "--canal", "courriel", "--tous")
    assert (brouillon["modele"], brouillon["niveau"]) == ("relance", 2)
    assert jugements(brouillon) == {"D-1": "", "D-2": "coordonnee"}, "sans courriel, écarté, et non par la poste"
    courriels.json("campagne", "valider", "mars")
    assert partis(courriels, "2026-03-12") == [("D-1", "campagne:mars")]
    [recu] = poste.boite.recus
    [piece] = email.message_from_bytes(recu.content, policy=email.policy.default).iter_attachments()
    assert piece.get_filename() == "D-1-2.pdf"
    assert partis(courriels, "2026-03-13") == [] and len(poste.boite.recus) == 1


def test_le_texte_valide_est_celui_qui_part(courriels: LigneDeCommande, poste: Serveur) -> None:
    courriels.json("campagne", "preparer", "mars", "--canal", "courriel", "--le", "13/03/2026", "--tous")
    courriels.fait("modele", "copier", "relance")
    modele = courriels.cabinet / "modeles" / "relance.txt"
    d_origine = modele.read_text("utf-8")
    modele.write_text(d_origine.replace("Si une difficulté", "Si quelque difficulté"), "utf-8")
    assert "a changé depuis que la campagne est préparée" in courriels.refuse("campagne", "valider", "mars")
    modele.unlink()
    courriels.json("campagne", "valider", "mars")
    modele.write_text(d_origine.replace("Si une difficulté", "Si quelque difficulté"), "utf-8")
    assert partis(courriels, "2026-03-13") == [] and poste.boite.recus == []
    assert retenus(courriels) == {"D-1": ["modele"]}
    modele.unlink()
    assert partis(courriels, "2026-03-13") == [("D-1", "campagne:mars")]


def test_un_envoi_interrompu_ne_repart_pas_seul(agence: LigneDeCommande) -> None:
    """Coupé pendant la remise, nul ne sait s'il est parti ; coupé avant, il repart, une fois."""
    mettre_en_demeure(agence, MOBILE, MOBILE)
    agence.json("campagne", "preparer", "mars", "--canal", "sms", "--tous")
    agence.json("campagne", "valider", "mars")
    with agence.base() as base:
        for dossier, etat in ((1, "en cours"), (2, "figé")):
            base.execute(
                "INSERT INTO envois (cle, dossier, etape, tour, canal, modele, envoi, reference, etat, jour, lot,"
                " rang_vu, reserve_le) VALUES (?, ?, 'campagne:mars', 1, 'sms', 'sms_rappel', 'simple', ?, ?,"
                " '2026-03-12', 0, 1, '2026-03-12T09:00:00')",
                (f"campagne:mars:{dossier}:1", dossier, f"D-{dossier}-2", etat),
            )
    passage = agence("relances", "--envoyer", "--json")
    assert (passage.code, [e["dossier"] for e in passage.json["incertaines"]]) == (1, ["D-1"])
    assert [depart["dossier"] for depart in passage.json["envoyees"]] == ["D-2"] and sms(agence) == ["D-2-2"]
    agence.fait("envois", "trancher", "D-1-2", "--parti")
    assert etats(agence) == [("D-1", "fait"), ("D-2", "fait")]
    assert partis(agence, "2026-03-13") == []


# --- Les appels -----------------------------------------------------------------------------------------------------


@pytest.fixture
def appels(recouvre: LigneDeCommande) -> LigneDeCommande:
    """Une campagne d'appels validée : trois débiteurs, dont l'un a un nom qu'un tableur prendrait pour une formule."""
    mettre_en_demeure(recouvre, FIXE, FIXE, FIXE, ())
    recouvre.fait("debiteur", "D-3", "--nom", "=HYPERLINK(A1)")
    brouillon = recouvre.json("campagne", "preparer", "mars", "--canal", "appel", "--tous")
    assert jugements(brouillon) == {"D-1": "", "D-2": "", "D-3": "", "D-4": "coordonnee"}
    assert "n'est pas validée" in recouvre.refuse("campagne", "appels", "mars")
    assert recouvre.agenda(SUITE[:10]) == []
    recouvre.json("campagne", "valider", "mars")
    return recouvre


def test_une_campagne_d_appels_donne_une_liste_et_l_agenda(appels: LigneDeCommande) -> None:
    assert appels.agenda("2026-03-12") == [(f"D-{n}", "campagne:mars", "2026-03-12") for n in (1, 2, 3)]
    assert partis(appels, "2026-03-12") == [], "la machine n'appelle personne"
    liste = appels.json("campagne", "appels", "mars", "--sortie", "appels.csv")
    assert "existe déjà" in appels.refuse("campagne", "appels", "mars", "--sortie", "appels.csv")
    appels.fait("campagne", "montrer", "mars", "--sortie", "suivi.csv")
    assert "D-4;Débiteur 4;Forge Béranger;écarté;;pas de téléphone" in Path("suivi.csv").read_text("utf-8-sig")
    premier = liste["appels"][0]
    assert (premier["dossier"], premier["lettre"], premier["lettre_le"]) == ("D-1", "D-1-1", "2026-03-03")
    octets = Path("appels.csv").read_bytes()
    assert octets.startswith(b"\xef\xbb\xbf") and b"'=HYPERLINK" in octets and b"1053,32" in octets
    with Path("appels.csv").open(encoding="utf-8-sig", newline="") as flux:
        a_noter = next(csv.DictReader(flux, delimiter=";"))["À noter"]
    assert a_noter == 'recouvre noter D-1 appel "compte rendu" --etape campagne:mars'
    appels.fait("noter", "D-1", "appel", "paiera le 20", "--etape", "campagne:mars")
    appels.fait("noter", "D-2", "appel", "absent", "--etape", "campagne:mars", "--echec")
    assert [(d, e) for d, e, _ in appels.agenda("2026-03-13")] == [("D-3", "campagne:mars"), ("D-2", "contre-appel")]
    assert etats(appels)[:3] == [("D-1", "fait"), ("D-2", "fait"), ("D-3", "à contacter")]
    assert appels.json("campagne", "appels", "mars")["faits"] == 2
    appels.verifier()


def test_qui_a_ete_joint_aujourd_hui_ne_se_rappelle_pas(appels: LigneDeCommande) -> None:
    appels.fait("noter", "D-1", "appel", "règle vendredi")
    brouillon = appels.json("campagne", "preparer", "autre", "--canal", "appel", "D-1", "D-2")
    assert jugements(brouillon)["D-1"] == "fait"
    dit = appels.fait("campagne", "montrer", "autre").sortie
    assert "le débiteur a été joint le 12/03/2026" in dit


def test_la_liste_d_appels_se_juge_le_jour_meme(appels: LigneDeCommande) -> None:
    appels.fait("signaler", "D-1", "litige", "--motif", "marchandise abîmée")
    appels("noter", "D-2", "visite", "vu")
    appels("noter", "D-2", "visite", "revu")
    liste = appels.json("campagne", "appels", "mars")
    assert [a["dossier"] for a in liste["appels"]] == ["D-3"]
    motifs = {r["dossier"]: r["motif"] for r in liste["retenus"]}
    assert "litige" in motifs["D-1"] and "plafond du cabinet" in motifs["D-2"]
    assert "D-1" not in {dossier for dossier, _, _ in appels.agenda("2026-03-12") if _.startswith("campagne")}
    appels("noter", "D-3", "visite", "vu")
    appels("noter", "D-3", "visite", "revu")
    dit = appels.fait("campagne", "appels", "mars")
    assert "(2) : D-2, D-3" in dit.sortie, "une même raison ne se dit qu'une fois"
    assert "aucun appel le 20/03/2026" in appels.refuse("campagne", "appels", "mars", "--au", "20/03/2026")


def test_on_n_appelle_que_pour_ce_qui_est_exigible(recouvre: LigneDeCommande, interne: LigneDeCommande) -> None:
    """Comme une lettre : ni avant l'échéance, ni pour ce que la première lettre ne réclamait pas, ni pour presque rien.

    D-1 ne doit plus que sa seconde facture, échue après la première lettre ; D-2 ne doit presque rien.
    """
    interne.ouvrir("F-1", "1000", *FIXE, "--emise", "01/03/2026", echeance="30/04/2026")
    interne.jour("2026-04-02 09:00")
    brouillon = interne.json("campagne", "preparer", "avril", "--canal", "appel", "--tous")
    assert [(d["code"], d["dit"]) for d in brouillon["dossiers"]] == [("exigible", "rien n'est exigible au 02/04/2026")]

    recouvre.jour("2026-03-02")
    recouvre.ouvrir("F-0", "1000", "--emise", "01/01/2026", *FIXE)
    facture = ("--numero", "G-0", "--montant", "400", "--emise", "01/02/2026", "--echeance", "05/03/2026")
    recouvre.fait("facture", "D-1", *facture)
    mettre_en_demeure(recouvre, FIXE, FIXE)
    recouvre.fait("encaisser", "D-1", "1053,32", "--facture", "F-0")
    recouvre.fait("encaisser", "D-2", "1050")
    recouvre.fait("canal", "envois", "--montant-minimal", "10")
    brouillon = recouvre.json("campagne", "preparer", "mars", "--canal", "appel", "--tous")
    assert jugements(brouillon) == {"D-1": "exigible", "D-2": "minimum", "D-3": ""}
    recouvre.json("campagne", "valider", "mars")
    recouvre.fait("encaisser", "D-3", "1050")
    liste = recouvre.json("campagne", "appels", "mars")
    assert liste["appels"] == [] and "moins que le minimum" in liste["retenus"][0]["motif"]


def test_abandonner_arrete_ce_qui_reste_a_faire(appels: LigneDeCommande) -> None:
    appels.fait("noter", "D-1", "appel", "joint", "--etape", "campagne:mars")
    fait = appels.json("campagne", "abandonner", "mars", "--motif", "trop tôt")
    assert (fait["retires"], fait["faits"]) == (["D-2", "D-3"], ["D-1"])
    assert [e for _, e, _ in appels.agenda("2026-03-12")] == []
    assert etats(appels)[:2] == [("D-1", "fait"), ("D-2", "retiré")]
    assert "déjà abandonnée" in appels.refuse("campagne", "abandonner", "mars", "--motif", "encore")
    assert "Donnez un autre nom" in appels.refuse("campagne", "preparer", "mars", "--canal", "appel", "--tous")
    appels.verifier()


# --- Choisir, refuser -----------------------------------------------------------------------------------------------


def test_choisir_les_dossiers(agence: LigneDeCommande) -> None:
    agence.ouvrir("F-1", "500", "--emise", "01/01/2026", *MOBILE, debiteur="A")
    agence.ouvrir("F-2", "2000", "--emise", "01/12/2025", *MOBILE, debiteur="B", echeance="31/12/2025")
    agence.ouvrir("F-3", "3000", "--emise", "01/01/2026", *MOBILE, debiteur="C", creancier="Atelier Morvan")
    agence.fait("gestionnaire", "ajouter", "Ana")
    agence.fait("affecter", "Ana", "D-3")
    agence.envoyer(ENVOI)
    partis(agence, "2026-03-16")
    agence.fait("debiteur", "D-2", "--ville", "")
    agence.jour("2026-03-12 09:00")
    Path("liste.csv").write_text("Débiteur;N° dossier\nC;D-3\nA;1\n", encoding="cp1252")
    choix = {
        ("--creancier", "atelier morvan"): ["D-3"],
        ("--gestionnaire", "ana"): ["D-3"],
        ("--au-moins", "1000", "--au-plus", "2000"): ["D-2"],
        ("--retard", "60"): ["D-2"],
        ("--etape", "relance-1"): ["D-1", "D-2", "D-3"],
        ("--fichier", "liste.csv"): ["D-1", "D-3"],
        ("--fichier", "liste.csv", "--au-plus", "600"): ["D-1"],
        ("D-2", "D-1"): ["D-1", "D-2"],
        ("--tous", "--sauf", "D-2"): ["D-1", "D-3"],
    }
    for rang, (options, attendus) in enumerate(choix.items()):
        brouillon = agence.json("campagne", "preparer", f"c{rang}", "--canal", "sms", *options)
        assert [d["dossier"] for d in brouillon["dossiers"]] == attendus, options
    assert "Aucun dossier ne répond" in agence.refuse(
        "campagne", "preparer", "vide", "--canal", "sms", "--au-moins", "99999"
    )
    assert agence.json("campagne", "lister")["campagnes"][0]["nom"] == "c8"


@pytest.mark.parametrize(
    ("mots", "dit", "code"),
    [
        (("mars", "--canal", "courriel", "--tous"), "recouvre canal courriel", 1),
        (("mars", "--canal", "sms"), "Dites quels dossiers", 2),
        (("mars", "--tous"), "sms, courriel ou appel", 2),
        (("mars", "--canal", "pigeon", "--tous"), "pigeon", 2),
        (("!!", "--canal", "sms", "--tous"), "ne nomme pas une campagne", 2),
        (("mars", "--canal", "sms", "--tous", "--creancier", "Forge Béranger"), "autre choix", 2),
        (("mars", "--canal", "sms", "--tous", "--le", "11/03/2026"), "dans le passé", 1),
        (("mars", "--canal", "sms", "--tous", "--jusqu-au", "31/12/2026"), "dure de 1 à 31 jours", 1),
        (("mars", "--canal", "sms", "--tous", "--modele", "relance"), "n'est pas un SMS", 1),
        (("mars", "--canal", "sms", "--tous", "--modele", "sms_echeance"), "ne convient pas", 1),
        (("mars", "--canal", "sms", "--tous", "--modele", "rien"), "rien", 1),
        (("mars", "--canal", "sms", "--tous", "--niveau", "2"), "retirez --niveau", 1),
        (("mars", "--canal", "appel", "--tous", "--modele", "sms_rappel"), "trame_appel", 1),
        (("mars", "--canal", "sms", "D-9"), "D-9 n'existe pas", 1),
        (("mars", "--canal", "sms", "--fichier", "rien.csv"), "rien.csv", 1),
    ],
)  # fmt: skip
def test_une_campagne_impossible_n_ecrit_rien(
    agence: LigneDeCommande, mots: tuple[str, ...], dit: str, code: int
) -> None:
    mettre_en_demeure(agence, MOBILE)
    assert dit in agence.refuse("campagne", "preparer", *mots, code=code)
    assert agence.json("campagne", "lister") == {"campagnes": []}


def test_ce_qui_ne_se_valide_pas(agence: LigneDeCommande) -> None:
    mettre_en_demeure(agence, MOBILE, FIXE)
    assert "Aucune campagne « mars »" in agence.refuse("campagne", "valider", "mars")
    agence.json("campagne", "preparer", "mars", "--canal", "sms", "--tous")
    assert "s'appelle déjà" in agence.refuse("campagne", "preparer", "mars", "--canal", "sms", "--tous")
    assert "D-2 : pas de ceux" in agence.refuse("campagne", "valider", "mars", "--sauf", "D-2")
    assert "n'a plus aucun dossier" in agence.refuse("campagne", "valider", "mars", "--sauf", "D-1")
    assert "Un abandon se justifie" in agence.refuse("campagne", "abandonner", "mars")
    agence.jour("2026-03-20 09:00")
    assert "devait finir" in agence.refuse("campagne", "valider", "mars")
    agence.fait("campagne", "abandonner", "mars", "--motif", "trop tard")
    assert "déjà abandonnée" in agence.refuse("campagne", "valider", "mars")
    agence.json("campagne", "preparer", "mars", "--canal", "sms", "--tous")
    agence.json("campagne", "valider", "mars")
    assert "déjà validée" in agence.refuse("campagne", "valider", "mars")


def test_l_apercu_garde_et_la_simulation_la_montrent(agence: LigneDeCommande) -> None:
    """Valider une campagne périme l'aperçu gardé ; le passage fait ce que l'aperçu et la simulation avaient dit."""
    mettre_en_demeure(agence, MOBILE)
    agence.json("campagne", "preparer", "mars", "--canal", "sms", "--tous")
    assert agence.json("relances")["a_envoyer"] == [] == agence.json("relances")["a_envoyer"]
    agence.json("campagne", "valider", "mars")
    assert [d["etape"] for d in agence.json("relances")["a_envoyer"]] == ["campagne:mars"]
    simules = [(d["le"], d["etape"]) for d in agence.json("relances", "--simuler", "5j")["departs"]]
    assert simules == [("2026-03-12", "campagne:mars"), ("2026-03-16", "relance-1")]
    assert partis(agence, "2026-03-12") == [("D-1", "campagne:mars")]
    assert partis(agence, "2026-03-16") == [("D-1", "relance-1")]


def test_un_service_interne_relance_sans_penalites_avant_la_mise_en_demeure(
    interne: LigneDeCommande, poste: Serveur
) -> None:
    regler(interne, poste.port)
    interne.ouvrir("F-1", "1000", "--courriel", "d@faure.example", "--emise", "01/03/2026", echeance="31/03/2026")
    interne.jour("2026-04-02 09:00")
    brouillon = interne.json("campagne", "preparer", "avril", "--canal", "courriel", "--tous")
    assert (brouillon["niveau"], jugements(brouillon)) == (1, {"D-1": ""})
    interne.json("campagne", "valider", "avril")
    [depart] = interne.json("relances", "--envoyer")["envoyees"]
    assert (depart["etape"], depart["total"]) == ("campagne:avril", "1000.00")


def test_la_simulation_reporte_au_lendemain_comme_l_envoi(agence: LigneDeCommande) -> None:
    """Un débiteur joint ce jour-là : la campagne attend le lendemain, et le scénario continue."""
    mettre_en_demeure(agence, MOBILE)
    agence.json("campagne", "preparer", "mars", "--canal", "sms", "D-1", "--jusqu-au", "17/03/2026")
    agence.json("campagne", "valider", "mars")
    agence.fait("noter", "D-1", "appel", "rappellera")
    simules = [(d["le"], d["etape"]) for d in agence.json("relances", "--simuler", "20j")["departs"]]
    assert ("2026-03-13", "campagne:mars") in simules
    assert any(etape.startswith("relance") for _, etape in simules)
    assert partis(agence, "2026-03-12") == []
    assert partis(agence, "2026-03-13") == [("D-1", "campagne:mars")]


def test_un_paiement_apres_la_campagne_se_compte_a_la_campagne(agence: LigneDeCommande) -> None:
    """Ni plan de paiement, ni rien : les statistiques disent ce qui a fait payer."""
    mettre_en_demeure(agence, MOBILE)
    agence.json("campagne", "preparer", "mars", "--canal", "sms", "D-1")
    agence.json("campagne", "valider", "mars")
    assert partis(agence, "2026-03-12") == [("D-1", "campagne:mars")]
    agence.jour("2026-03-13")
    agence.fait("encaisser", "D-1", "200")
    etapes = [e["etape"] for c in agence.json("statistiques")["creanciers"] for e in c["etapes"]]
    assert etapes == ["campagne"]
