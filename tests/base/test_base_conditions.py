"""Plusieurs lanceurs, une horloge qui recule, un disque plein ou figé, une base prise : rien de perdu, rien en double.

Devant un vrai serveur de courriel et de vrais plis. Chaque fois : une phrase, le bon code, un cabinet que ``verifier``
trouve intact, et un passage suivant qui finit le travail.
"""

from __future__ import annotations

import functools
import json
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cabinet_essai import LigneDeCommande
from courriel_essai import JOUR, MATIN, etats, ouvrir, regler
from serveur_courriel import Serveur

from recouvre.base import connexion
from recouvre.base.passages import dernier

COURRIELS, PLIS = 3, 2
DISQUE = Path(__file__).parents[1] / "donnees" / "parcours" / "disque.py"
PLACES = (0, 60, 290, 450, 545, 610, 2500)
"""Kio laissés : on s'arrête à l'ouverture, au journal, aux documents, à la base, au lot, devant le serveur."""

LANCER = """
import sys, time, pathlib
from recouvre.cli import lancer
from recouvre.operations import relancer
pathlib.Path(sys.argv[2]).touch()
while not pathlib.Path(sys.argv[1]).exists():
    time.sleep(0.005)
sys.exit(lancer(["relances", "--envoyer", "--json"]))
"""


@pytest.fixture
def cabinet_charge(interne: LigneDeCommande, poste: Serveur) -> LigneDeCommande:
    """Trois courriels et deux plis dus ce matin, mardi 7 avril 2026."""
    regler(interne, poste.port)
    ouvrir(interne, COURRIELS)
    for n in range(PLIS):
        interne.ouvrir(f"P-{n}", "500", debiteur=f"Sans Courriel {n}", echeance="31/03/2026", complet=False)
    interne.jour(MATIN)
    return interne


def recus(poste: Serveur) -> Counter[str]:
    """Combien de messages chaque débiteur a reçus."""
    return Counter(adresse for recu in poste.boite.recus for adresse in recu.rcpt_tos)


UN_CHACUN = Counter({f"d{n}@faure.example": 1 for n in range(1, COURRIELS + 1)})


def tout_est_parti_une_fois(outil: LigneDeCommande, poste: Serveur) -> None:
    """Une fois au serveur, une fois au lot, une fois au journal ; le passage d'après n'a plus rien à faire."""
    assert recus(poste) == UN_CHACUN
    assert Counter(etats(outil)) == {("courriel", "envoyé"): COURRIELS, ("courrier", "envoyé"): PLIS}
    faits = outil.lignes("SELECT count(*), count(DISTINCT dossier) FROM journal WHERE genre = 'RelanceEnvoyee'")
    assert faits == [(COURRIELS + PLIS, COURRIELS + PLIS)]
    index = "".join(fichier.read_text("utf-8-sig") for fichier in outil.cabinet.glob("courriers/*/*-*.csv"))
    assert all(f"D-{numero}-1" in index for numero in range(COURRIELS + 1, COURRIELS + PLIS + 1))
    outil.verifier()
    fini = outil.json("relances", "--envoyer")
    assert (fini["envoyees"], fini["echecs"], fini["lots"]) == ([], [], [])


# --- Plusieurs lanceurs ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("combien", [2, 10])
def test_de_plusieurs_lanceurs_un_seul_envoie(
    cabinet_charge: LigneDeCommande, poste: Serveur, tmp_path: Path, combien: int
) -> None:
    """Le serveur est lent : le premier tient la place, les autres le disent, code 1, et n'ont rien fait."""
    poste.boite.a_data = lambda enveloppe: time.sleep(0.6)  # type: ignore[func-returns-value]
    depart, prets = tmp_path / "depart", [tmp_path / f"pret-{n}" for n in range(combien)]
    lanceurs = [cabinet_charge.python("-c", LANCER, str(depart), str(pret)) for pret in prets]
    while not all(pret.exists() for pret in prets):
        time.sleep(0.01)
    depart.touch()
    dits = [(*lanceur.communicate(timeout=60), lanceur.returncode) for lanceur in lanceurs]
    gagnants = [json.loads(sortie) for sortie, _, code in dits if code == 0]
    assert [len(passage["envoyees"]) for passage in gagnants] == [COURRIELS + PLIS]
    perdants = [(sortie, erreur.decode()) for sortie, erreur, code in dits if code == 1]
    assert len(perdants) == combien - 1
    assert all(sortie == b"" and "Un autre « recouvre relances » est en cours" in dit for sortie, dit in perdants)
    tout_est_parti_une_fois(cabinet_charge, poste)


# --- Une horloge qui recule -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("recul", [f"{JOUR} 08:00", "2026-04-03 09:00", "2025-04-07 09:00"], ids=["1 h", "4 j", "1 an"])
def test_l_horloge_recule_apres_l_envoi(cabinet_charge: LigneDeCommande, poste: Serveur, recul: str) -> None:
    """Rien ne repart, rien ne casse, et l'étape suivante garde son jour une fois l'horloge remise."""
    cabinet_charge.json("relances", "--envoyer")
    cabinet_charge.jour(recul)
    for commande in (("relances",), ("relances", "--simuler", "30j"), ("agenda",)):
        cabinet_charge.fait(*commande)
    assert cabinet_charge.json("relances", "--envoyer")["envoyees"] == []
    cabinet_charge.jour(MATIN)
    tout_est_parti_une_fois(cabinet_charge, poste)
    cabinet_charge.jour("2026-04-16 09:00")
    suite = cabinet_charge.json("relances", "--envoyer")["envoyees"]
    assert [depart["etape"] for depart in suite] == ["relance-2"] * (COURRIELS + PLIS)


def test_l_horloge_recule_pendant_une_attente(cabinet_charge: LigneDeCommande, poste: Serveur) -> None:
    """Un échec passager attend son heure ; noté par une horloge de deux mois en avance, il n'attend pas deux mois."""
    poste.boite.a_data = lambda enveloppe: "451 4.7.1 greylisted"
    cabinet_charge.jour("2026-06-22 09:00")
    assert len(cabinet_charge("relances", "--envoyer", "--json").json["echecs"]) == COURRIELS
    poste.boite.a_data = lambda enveloppe: None
    for instant, partis in ((f"{JOUR} 08:00", COURRIELS), (f"{JOUR} 08:01", 0)):
        cabinet_charge.jour(instant)
        assert len(cabinet_charge.json("relances", "--envoyer")["envoyees"]) == partis
    assert recus(poste) == UN_CHACUN
    cabinet_charge.verifier()


def test_l_horloge_recule_d_une_heure_pendant_une_attente(cabinet_charge: LigneDeCommande, poste: Serveur) -> None:
    poste.boite.a_data = lambda enveloppe: "451 4.7.1 greylisted"
    assert len(cabinet_charge("relances", "--envoyer", "--json").json["echecs"]) == COURRIELS
    poste.boite.a_data = lambda enveloppe: None
    cabinet_charge.jour(f"{JOUR} 08:10")
    assert {raison for r in cabinet_charge.json("relances")["retenues"] for raison in r["raisons"]} == {"attente"}
    cabinet_charge.jour(f"{JOUR} 09:16")
    cabinet_charge.json("relances", "--envoyer")
    tout_est_parti_une_fois(cabinet_charge, poste)


# --- Un disque plein, un disque figé --------------------------------------------------------------------------------


@functools.lru_cache(1)
def montages_permis() -> bool:
    """Vrai si ce système laisse monter un disque dans un espace à soi."""
    if sys.platform != "linux" or not shutil.which("unshare"):
        return False
    essai = ["unshare", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return subprocess.run(essai, capture_output=True, check=False).returncode == 0


def sur_un_disque(outil: LigneDeCommande, tmp_path: Path, *conditions: str) -> list[dict[str, Any]]:
    """Un passage sur un disque neuf pour chaque condition, puis le passage d'après."""
    if not montages_permis():
        pytest.skip("ce système ne laisse pas monter un disque d'essai")
    with outil.base() as base:
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    disque = tmp_path / "disque"
    disque.mkdir()
    lance = ["unshare", "--map-root-user", "--mount", sys.executable, str(DISQUE), str(outil.cabinet), str(disque)]
    fait = subprocess.run(
        [*lance, *conditions], env=outil.environnement(), capture_output=True, check=False, timeout=90
    )
    assert fait.returncode == 0, fait.stderr.decode()
    bilans = [json.loads(ligne) for ligne in fait.stdout.splitlines()]
    assert [bilan["condition"] for bilan in bilans] == list(conditions)
    return bilans


def sain(bilan: dict[str, Any]) -> str:
    """L'empêchement s'est dit en français, code 1 ; le cabinet est intact, la suite finit. Rend ce qui s'est dit."""
    passage, suite = bilan["passage"], bilan["suite"]
    dit = " ".join((passage["sortie"] + passage["erreur"]).split())
    assert passage["code"] == 1, bilan
    assert "Panne" not in dit and "Traceback" not in dit and "Error" not in dit, dit
    assert [controle["code"] for controle in bilan["controles"]] == [0, 0], bilan["controles"]
    assert (suite["code"], suite["erreur"]) == (0, ""), suite
    return dit


def test_disque_plein_a_chaque_etape(cabinet_charge: LigneDeCommande, poste: Serveur, tmp_path: Path) -> None:
    """Un disque de plus en plus grand : le passage s'arrête plus loin chaque fois, et jamais un doute au serveur."""
    bilans = sur_un_disque(cabinet_charge, tmp_path, *(f"place:{place}" for place in PLACES))
    dits = [sain(bilan) for bilan in bilans]
    assert all("disque" in dit for dit in dits), dits
    assert recus(poste) == Counter({adresse: len(PLACES) for adresse in UN_CHACUN})
    assert any("rien de plus n'a été écrit" in dit for dit in dits), "la base"
    assert any("Mo libres sur le disque du cabinet : rien n'est parti" in dit for dit in dits), "le serveur"
    assert any(f"Avant cela, {PLIS} envois partis" in dit for dit in dits), "le lot"


def test_cabinet_en_lecture_seule(cabinet_charge: LigneDeCommande, poste: Serveur, tmp_path: Path) -> None:
    """Tout le cabinet, puis le seul dossier des courriers, sur un disque figé."""
    tout, courriers = sur_un_disque(cabinet_charge, tmp_path, "fige:.", "fige:courriers")
    dit = sain(tout)
    assert "lecture seule" in dit or "ne s'ouvre pas" in dit, dit
    assert sain(courriers).count("disque en lecture seule") == COURRIELS + PLIS
    assert recus(poste) == Counter(dict.fromkeys(UN_CHACUN, 2))


def test_un_fichier_a_la_place_du_dossier_des_courriers(cabinet_charge: LigneDeCommande, poste: Serveur) -> None:
    courriers = cabinet_charge.cabinet / "courriers"
    shutil.rmtree(courriers, ignore_errors=True)
    courriers.write_text("ce n'est pas un dossier", "utf-8")
    passage = cabinet_charge("relances", "--envoyer")
    assert passage.code == 1 and passage.sortie.count("ne s'écrit pas") == COURRIELS + PLIS, passage
    assert "Panne" not in passage.erreur + passage.sortie
    assert poste.boite.recus == []
    cabinet_charge.verifier()
    courriers.unlink()
    cabinet_charge.json("relances", "--envoyer")
    tout_est_parti_une_fois(cabinet_charge, poste)


# --- Une base prise par un autre ------------------------------------------------------------------------------------


@pytest.fixture
def presser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Attendre un autre écrivain un cinquième de seconde, et non huit."""
    monkeypatch.setattr(connexion, "PATIENCE", 0.2)


@pytest.fixture
def prendre(cabinet_charge: LigneDeCommande) -> Iterator[Callable[[float], None]]:
    """Prend la base pour un autre programme, et la rend d'elle-même après ces secondes, ou à la fin."""
    tenues: list[sqlite3.Connection] = []

    def prendre_la_base(secondes: float) -> None:
        autre = sqlite3.connect(
            cabinet_charge.cabinet / connexion.NOM_BASE, isolation_level=None, check_same_thread=False
        )
        autre.execute("BEGIN EXCLUSIVE")
        tenues.append(autre)
        threading.Timer(secondes, autre.close).start()

    yield prendre_la_base
    for autre in tenues:
        autre.close()


def rendue(outil: LigneDeCommande) -> None:
    """Attend que la base soit libre."""
    with outil.base() as base:
        base.execute("PRAGMA busy_timeout = 10000")
        base.execute("BEGIN IMMEDIATE")


@pytest.mark.usefixtures("presser")
def test_base_prise_avant_le_passage(
    cabinet_charge: LigneDeCommande, poste: Serveur, prendre: Callable[[float], None]
) -> None:
    prendre(0.8)
    passage = cabinet_charge("relances", "--envoyer")
    assert (passage.code, passage.sortie) == (1, "")
    assert "Un autre programme écrit dans ce cabinet" in " ".join(passage.erreur.split())
    assert len(cabinet_charge.json("relances")["a_envoyer"]) == COURRIELS + PLIS, "regarder n'attend personne"
    assert poste.boite.recus == []
    rendue(cabinet_charge)
    cabinet_charge.json("relances", "--envoyer")
    tout_est_parti_une_fois(cabinet_charge, poste)


@pytest.mark.usefixtures("presser")
def test_base_prise_avant_l_instant_sans_retour(
    cabinet_charge: LigneDeCommande, poste: Serveur, prendre: Callable[[float], None]
) -> None:
    """Le second destinataire vient d'être accepté par le serveur : rien ne lui part, et la suite reprend."""
    poste.boite.a_rcpt = lambda adresse: prendre(1.2) if adresse.startswith("d2") else None  # type: ignore[func-returns-value]
    passage = cabinet_charge("relances", "--envoyer")
    poste.boite.a_rcpt = lambda adresse: None
    assert passage.code == 1 and "Un autre programme écrit" in passage.erreur
    assert f"Avant cela, {1 + PLIS} envois partis." in passage.erreur
    assert recus(poste) == Counter({"d1@faure.example": 1})
    vu = dernier(cabinet_charge.cabinet)
    assert vu and (vu.code, vu.raison, vu.parties) == (1, "occupé", 1 + PLIS)
    rendue(cabinet_charge)
    cabinet_charge.json("relances", "--envoyer")
    tout_est_parti_une_fois(cabinet_charge, poste)


@pytest.mark.usefixtures("presser")
def test_base_prise_un_instant_apres_l_envoi(
    cabinet_charge: LigneDeCommande, poste: Serveur, prendre: Callable[[float], None]
) -> None:
    """Le serveur a tout accepté, la base est prise : on insiste, le départ se note, il n'est pas incertain."""
    poste.boite.a_data = lambda recu: prendre(0.5) if recu.rcpt_tos[0].startswith("d2") else None  # type: ignore[func-returns-value]
    passage = cabinet_charge.json("relances", "--envoyer")
    assert (len(passage["envoyees"]), passage["incertaines"]) == (COURRIELS + PLIS, [])
    poste.boite.a_data = lambda recu: None
    tout_est_parti_une_fois(cabinet_charge, poste)


@pytest.mark.usefixtures("presser")
def test_base_prise_trop_longtemps_apres_l_envoi(
    cabinet_charge: LigneDeCommande, poste: Serveur, prendre: Callable[[float], None]
) -> None:
    """Il est parti et ne peut se noter : la commande dit lequel et quoi taper ; il ne repart jamais en aveugle."""
    poste.boite.a_data = lambda recu: prendre(2.0) if recu.rcpt_tos[0].startswith("d2") else None  # type: ignore[func-returns-value]
    passage = cabinet_charge("relances", "--envoyer")
    poste.boite.a_data = lambda recu: None
    dit = " ".join(passage.erreur.split())
    assert passage.code == 1 and "L'envoi D-2-1 est parti, mais la base n'a pas pu le noter" in dit
    assert "recouvre envois trancher D-2-1 --parti" in dit
    rendue(cabinet_charge)
    suite = cabinet_charge("relances", "--envoyer", "--json")
    assert (suite.code, [envoi["reference"] for envoi in suite.json["incertaines"]]) == (1, ["D-2-1"])
    cabinet_charge.verifier()
    cabinet_charge.fait("envois", "trancher", "D-2-1", "--parti")
    tout_est_parti_une_fois(cabinet_charge, poste)
