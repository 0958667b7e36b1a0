"""L'aperçu gardé : le même tant que rien n'a bougé, refait dès que quoi que ce soit change."""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande
from courriel_essai import JOUR, ouvrir, regler

from recouvre.base.empreintes import empreintes
from recouvre.base.lectures import envois_dus
from recouvre.commandes import apercus
from recouvre.commandes.apercus import ASSEZ
from recouvre.operations.departs import preparer_sans_tomber
from recouvre.operations.session import Session

GARDE = ".apercu-{}.json"
MARDI = "2026-03-03"
MATIN_DU_3 = dt.datetime(2026, 3, 3, 9, tzinfo=dt.timezone(dt.timedelta(hours=1)))


@pytest.fixture
def agence(recouvre: LigneDeCommande) -> LigneDeCommande:
    """Deux dossiers dus, un troisième qui attend son mandat, l'aperçu déjà vu une fois."""
    recouvre.ouvrir("F-1", "1000")
    recouvre.ouvrir("F-2", "500", debiteur="SAS Brise-Lames")
    recouvre.ouvrir("F-3", "700", debiteur="Garage Le Goff", complet=False)
    recouvre.json("relances")
    return recouvre


def garde(recouvre: LigneDeCommande, jour: str = MARDI) -> Path:
    """Le fichier où l'aperçu de ce jour est gardé."""
    return recouvre.cabinet / GARDE.format(jour)


def frais(recouvre: LigneDeCommande, *mots: str) -> str:
    """L'aperçu recalculé, les gardés effacés."""
    for chemin in recouvre.cabinet.glob(GARDE.format("*")):
        chemin.unlink()
    return recouvre("relances", *mots).sortie


def falsifier(recouvre: LigneDeCommande, *dossiers: int, jour: str = MARDI) -> None:
    """Ces verdicts gardés disent une autre somme : on verra s'ils sont repris ou refaits."""
    contenu = json.loads(garde(recouvre, jour).read_bytes())
    for dossier in dossiers:
        contenu["verdicts"][str(dossier)][2]["total"] = 777_00
    garde(recouvre, jour).write_text(json.dumps(contenu), "utf-8")


def totaux(recouvre: LigneDeCommande) -> dict[str, str]:
    return {depart["dossier"]: depart["total"] for depart in recouvre("relances", "--json").json["a_envoyer"]}


def test_redemande_sans_que_rien_bouge_il_se_relit(agence: LigneDeCommande) -> None:
    neuf = {mots: frais(agence, *mots) for mots in ((), ("--json",), ("--tout",))}
    octets = garde(agence).read_bytes()
    assert {mots: agence.fait("relances", *mots).sortie for mots in neuf} == neuf
    assert garde(agence).read_bytes() == octets, "rien n'a été recalculé"


def test_il_se_relit_vraiment(agence: LigneDeCommande) -> None:
    contenu = json.loads(garde(agence).read_bytes())
    contenu["json"]["a_envoyer"] = []
    garde(agence).write_text(json.dumps(contenu), "utf-8")
    assert agence.json("relances")["a_envoyer"] == []


def test_seul_ce_qui_a_bouge_se_refait(agence: LigneDeCommande) -> None:
    falsifier(agence, 1, 2)
    assert set(totaux(agence).values()) != {"777.00"}, "rien n'a été écrit : l'aperçu se relit d'un bloc"
    agence.fait("encaisser", "D-1", "200")
    assert totaux(agence) == {"D-1": "850.32", "D-2": "777.00"}


def test_le_debiteur_commun_refait_ses_autres_dossiers(agence: LigneDeCommande) -> None:
    """Un contact noté dans l'un compte au plafond de l'autre."""
    siren = ("--siren", "552100554")
    for facture, creancier in (("F-4", "Forge Béranger"), ("F-5", "Scierie Arnal")):
        agence.ouvrir(facture, "900", *siren, debiteur="Peugeot", creancier=creancier)
    agence.json("relances")
    falsifier(agence, 1, 2, 4, 5)
    agence.fait("noter", "D-5", "appel", "rappellera")
    assert {dossier for dossier, total in totaux(agence).items() if total == "777.00"} == {"D-1", "D-2"}


@pytest.mark.parametrize("qui", ["creancier", "debiteur"])
def test_une_partie_modifiee_refait_ses_dossiers(agence: LigneDeCommande, qui: str) -> None:
    falsifier(agence, 1, 2)
    agence.fait(*(("creancier", "Forge Béranger") if qui == "creancier" else ("debiteur", "D-1")), "--ville", "Lyon")
    attendus = set() if qui == "creancier" else {"D-2"}
    assert {dossier for dossier, total in totaux(agence).items() if total == "777.00"} == attendus


def test_le_passage_prepare_le_jour_ouvre_suivant(agence: LigneDeCommande, monkeypatch: pytest.MonkeyPatch) -> None:
    """Le vendredi soir, lundi est prêt."""
    monkeypatch.setattr(apercus, "ASSEZ", 0)
    agence.jour("2026-03-06")
    agence.ouvrir("F-5", "800", debiteur="Garage Le Goff", echeance="05/03/2026")
    agence.ouvrir("F-6", "600", debiteur="Scierie Arnal", echeance="05/03/2026")
    agence.fait("relances", "--envoyer")
    lundi = "2026-03-09"
    assert garde(agence, lundi).is_file()
    agence.jour(lundi)
    prepare = agence("relances", "--json").sortie
    assert prepare == frais(agence, "--json")


def test_ce_qui_est_prepare_se_relit(agence: LigneDeCommande, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apercus, "ASSEZ", 0)
    agence.envoyer(MARDI)
    agence.jour("2026-03-16")
    agence.fait("relances", "--envoyer", "--json")
    jour = "2026-03-17"
    contenu = json.loads(garde(agence, jour).read_bytes())
    contenu["json"]["retenues"] = ["relu"]
    garde(agence, jour).write_text(json.dumps(contenu), "utf-8")
    agence.jour(f"{jour} 08:30")
    assert agence.json("relances")["retenues"] == ["relu"], "la veille ou le matin, c'est le même aperçu"


def test_il_n_en_reste_que_deux(agence: LigneDeCommande) -> None:
    for jour in ("04", "05", "06"):
        agence.json("relances", "--au", f"{jour}/03/2026")
    assert [f.name[8:18] for f in sorted(agence.cabinet.glob(".apercu*"))] == ["2026-03-05", "2026-03-06"]


def test_tout_ce_que_la_decision_lit_est_dans_l_empreinte(agence: LigneDeCommande) -> None:
    """Une table que la décision se mettrait à lire, sans que l'empreinte la regarde, ferait mentir l'aperçu."""
    agence.fait("piece", "D-3", "mandat")
    agence.ouvrir("F-7", "400", debiteur="Menuiserie Faure")
    lues: set[tuple[str, str]] = set()
    with Session(agence.cabinet, maintenant=MATIN_DU_3, auteur="essai") as session:
        dus = [(numero, etape) for numero, etape, _ in envois_dus(session.base, MARDI)]
        session.base.set_authorizer(lambda _, a, b, *__: lues.add((a, b)) or sqlite3.SQLITE_OK)
        for numero, etape in dus:
            preparer_sans_tomber(session, numero, etape, MATIN_DU_3.date(), Counter())
        decision, reglages = set(lues), []
        lues.clear()
        session.base.set_trace_callback(reglages.append)
        preparer_sans_tomber(session, *dus[0], MATIN_DU_3.date(), Counter())
        session.base.set_trace_callback(None)
        lues.clear()
        empreintes(session.base, [numero for numero, _ in dus], MATIN_DU_3.date(), MATIN_DU_3)
        regardees = {table for table, _ in lues}
    assert {table for table, _ in decision if table} - regardees == {"reglages"}
    assert [r for r in reglages if "reglages WHERE" in r] == [
        "SELECT valeur FROM reglages WHERE cle = 'envois_suspendus'"
    ]


def _profil(recouvre: LigneDeCommande) -> None:
    recouvre.fait("profil", "--assurance-fin-le", "01/01/2026")


def _a_la_main(recouvre: LigneDeCommande) -> None:
    """Le profil écrit dans un éditeur, sans passer par la commande."""
    profil = recouvre.cabinet / "recouvre.toml"
    profil.write_text(profil.read_text("utf-8").replace("FR7630006000011234567890189", "FR0030006000011234567890189"))


def _modele(recouvre: LigneDeCommande) -> None:
    recouvre.fait("modele", "copier", "mise_en_demeure_agence")
    modele = recouvre.cabinet / "modeles" / "mise_en_demeure_agence.txt"
    modele.write_text(modele.read_text("utf-8") + "\nNous saisirons vos meubles par voie d'huissier.\n", "utf-8")


CHANGEMENTS: tuple[Callable[[LigneDeCommande], object], ...] = (
    lambda r: r.fait("encaisser", "D-1", "200"),
    lambda r: r.fait("debiteur", "D-2", "--ville", ""),
    lambda r: r.fait("piece", "D-3", "mandat"),
    lambda r: r.fait("envois", "suspendre"),
    lambda r: r.fait("relances", "--envoyer"),
    lambda r: r.jour("2026-03-04"),
    _profil,
    _a_la_main,
    _modele,
)


@pytest.mark.parametrize("changer", CHANGEMENTS, ids=range(len(CHANGEMENTS)))
def test_quoi_que_ce_soit_change_il_se_refait(
    agence: LigneDeCommande, changer: Callable[[LigneDeCommande], object]
) -> None:
    avant = agence("relances", "--json").sortie
    changer(agence)
    apres = agence("relances", "--json").sortie
    assert apres != avant
    assert apres == frais(agence, "--json")


def test_un_fichier_garde_abime_est_ignore(agence: LigneDeCommande) -> None:
    attendu = agence.json("relances")
    for octets in (b"", b"{", b"[]", b'{"marque": 1}', os.urandom(50)):
        garde(agence).write_bytes(octets)
        assert agence.json("relances") == attendu


def test_il_n_est_lisible_que_de_son_proprietaire(agence: LigneDeCommande) -> None:
    if os.name != "nt":
        assert garde(agence).stat().st_mode & 0o077 == 0


def test_une_sauvegarde_reprise_ne_ressort_pas_un_vieil_apercu(agence: LigneDeCommande) -> None:
    """Autant d'écritures avant qu'après la reprise : ce n'est pas le même passé."""
    with agence.base() as base:
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    sauvegarde = (agence.cabinet / "recouvre.db").read_bytes()
    agence.fait("encaisser", "D-1", "1000000", "--le", "03/03/2026")
    agence.json("relances")
    for suffixe in ("-wal", "-shm"):
        (agence.cabinet / f"recouvre.db{suffixe}").unlink(missing_ok=True)
    (agence.cabinet / "recouvre.db").write_bytes(sauvegarde)
    agence.fait("encaisser", "D-2", "1000000", "--le", "03/03/2026")
    apercu = agence("relances", "--json").sortie
    assert [depart["dossier"] for depart in json.loads(apercu)["a_envoyer"]] == ["D-1"]
    assert apercu == frais(agence, "--json")


@pytest.mark.parametrize("section", ["[courriel]", "[ courriel ]", '["courriel"]', "courriel = {"])
def test_l_heure_compte_de_quelque_facon_que_le_canal_soit_ecrit(interne: LigneDeCommande, section: str) -> None:
    regler(interne, 25)
    profil = interne.cabinet / "recouvre.toml"
    texte, reglages = profil.read_text("utf-8").split("[courriel]")
    if section.endswith("{"):
        lignes = ", ".join(ligne for ligne in reglages.splitlines() if ligne)
        profil.write_text(f"{section} {lignes} }}\n{texte}", "utf-8")
    else:
        profil.write_text(f"{texte}{section}{reglages}", "utf-8")
    ouvrir(interne)
    assert len(interne.json("relances")["a_envoyer"]) == 1
    interne.jour(f"{JOUR} 20:30")
    assert [retenu["raisons"] for retenu in interne.json("relances")["retenues"]] == [["heure"]]


def test_un_depart_qui_n_a_plus_lieu_rend_sa_place_au_dossier_d_apres(agence: LigneDeCommande) -> None:
    """Même débiteur, deux créanciers, un contact par semaine : le second attend le premier, tant qu'il part."""
    agence.fait("canal", "envois", "--contacts-semaine", "1")
    siren = ("--siren", "552100554")
    for facture, creancier in (("F-4", "Forge Béranger"), ("F-5", "Scierie Arnal")):
        agence.ouvrir(facture, "900", *siren, debiteur="Peugeot", creancier=creancier)
    agence.envoyer(MARDI)
    agence.jour("2026-03-16")
    assert not {"D-5"} & set(totaux(agence)) and "D-4" in totaux(agence)
    agence.fait("creancier", "Forge Béranger", "--pieces", "mandat,cgv,facture")
    apercu = agence("relances", "--json").sortie
    assert [depart["dossier"] for depart in json.loads(apercu)["a_envoyer"]] == ["D-5"]
    assert apercu == frais(agence, "--json")


@pytest.mark.parametrize(("lignes", "prepare"), [(ASSEZ - 2, False), (ASSEZ - 1, True)])
def test_une_remise_prepare_l_apercu_du_jour(recouvre: LigneDeCommande, lignes: int, prepare: bool) -> None:
    recouvre.ouvrir()
    remise = recouvre.cabinet.parent / "remise.csv"
    debiteurs = (f"Débiteur {n};1 rue du Port;44000;Nantes;R-{n};31/01/2026;500" for n in range(lignes))
    remise.write_text("\n".join(("Nom;Adresse;CP;Ville;N° facture;Échéance;Montant TTC", *debiteurs)), "utf-8")
    tenu = ("--creancier", "Forge Béranger", "--qualite", "professionnel", "--piece", "mandat", "--piece", "cgv")
    recouvre.json("ouvrir", str(remise), *tenu)
    assert garde(recouvre).is_file() is prepare
    if prepare:
        falsifier(recouvre, 2)
        recouvre.fait("encaisser", "D-1", "200")
        assert totaux(recouvre)["D-2"] == "777.00", "préparé par l'import"
    assert len(json.loads(frais(recouvre, "--json"))["a_envoyer"]) == lignes + 1
