"""Deux cents morts subites, à des instants tirés au hasard, sur des lots de cinquante : courriels et plis mêlés.

Après chacune : ce que le serveur a reçu, il l'a reçu une fois ; ce qui est dit parti l'est ; ce qui est dit réservé ou
figé ne l'est pas ; il n'y a de doute que sur l'envoi qui passait la porte ; et le cabinet est intact.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande
from serveur_courriel import Autorite, Boite, serveur
from test_base_arret_brutal import lots

PEPINIERE = Path(__file__).parents[1] / "donnees" / "parcours" / "pepiniere.py"
MORTS, LOT = 200, 50
TIERS = 3
"""La mort tombe n'importe où dans le premier tiers d'un passage entier, mesuré sur cette machine : il en faut plusieurs
pour finir un lot, et chacune a sa chance de tomber sur une remise."""
GRAINE = os.environ.get("RECOUVRE_GRAINE", "2026")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="ni SIGKILL ni fork sous Windows")


class Pepiniere:
    """Le processus qui enfante les commandes."""

    def __init__(self, recouvre: LigneDeCommande) -> None:
        self._processus = subprocess.Popen(
            [sys.executable, str(PEPINIERE)],
            env=recouvre.environnement(PAQUET="5"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._lire() == "prête"

    def __call__(self, *mots: str, delai: float | None = None) -> int:
        """Exécute une commande, ou la tue après ce délai ; rend son code de sortie."""
        assert self._processus.stdin
        self._processus.stdin.write(json.dumps({"mots": mots, "delai": delai}) + "\n")
        self._processus.stdin.flush()
        return int(self._lire())

    def _lire(self) -> str:
        assert self._processus.stdout
        return self._processus.stdout.readline().strip()

    def fermer(self) -> None:
        """Laisse mourir la pépinière."""
        assert self._processus.stdin and self._processus.stdout
        self._processus.stdin.close()
        self._processus.stdout.close()
        self._processus.wait(10)


@pytest.fixture
def boite(interne: LigneDeCommande, tmp_path: Path) -> Iterator[Boite]:
    """Cinquante relances dues, une sur deux par courriel, et le serveur qui les reçoit."""
    entete = "Nom;N° facture;Date facture;Échéance;Montant TTC;Type;Adresse 1;CP;Ville;Courriel"
    lignes = [
        f"Débiteur {n};F-{n};01/03/2026;31/03/2026;{n}00,00;PRO;{n} rue du Port;44000;Nantes;"
        + (f"d{n}@faure.example" if n % 2 else "")
        for n in range(1, LOT + 1)
    ]
    fichier = tmp_path / "remise.csv"
    fichier.write_text("\n".join([entete, *lignes]), "utf-8")
    assert interne.json("ouvrir", str(fichier))["acceptees"] == LOT
    with serveur(Autorite(tmp_path)) as essai:
        profil = interne.cabinet / "recouvre.toml"
        reglages = f'\n[courriel]\nserveur = "127.0.0.1"\nport = {essai.port}\nsecurite = "aucune"\n'
        reglages += 'expediteur = "relances@vauquelin.example"\ndelai = 5\n'
        profil.write_text(profil.read_text("utf-8") + reglages, "utf-8")
        interne.jour("2026-04-07 09:00")
        yield essai.boite


def recus(boite: Boite) -> Counter[str]:
    """Combien de fois le serveur a reçu chaque envoi, par sa référence."""
    return Counter(str(message_from_bytes(bytes(m.content))["X-Recouvre-Ref"]) for m in boite.recus)


def controler(recouvre: LigneDeCommande, pepiniere: Pepiniere, boite: Boite) -> list[str]:
    """Rend les références dont on ne sait rien, après s'être assuré de tout le reste."""
    etats = {
        reference: (canal, etat)
        for reference, canal, etat in recouvre.lignes("SELECT reference, canal, etat FROM envois")
    }
    arrives = recus(boite)
    assert set(arrives.values()) <= {1}, "jamais un double chez le serveur"
    for reference, (canal, etat) in etats.items():
        if canal == "courriel" and etat == "envoyé":
            assert arrives[reference] == 1, f"{reference} est dit parti"
        if etat in ("réservé", "figé", "échoué"):
            assert arrives[reference] == 0, f"{reference} est dit non parti"
    assert set(arrives) <= set(etats), "rien ne part sans être réservé"
    douteux = [reference for reference, (_, etat) in etats.items() if etat in ("en cours", "incertain")]
    assert len(douteux) <= 1, "un seul envoi à la fois passe la porte"
    assert pepiniere("verifier") == 0
    return douteux


def test_deux_cents_morts_subites(interne: LigneDeCommande, boite: Boite, tmp_path: Path) -> None:
    neuf = tmp_path / "neuf"
    shutil.copytree(interne.cabinet, neuf)
    hasard, pepiniere, doutes, morts = random.Random(GRAINE), Pepiniere(interne), 0, 0  # noqa: S311  # un hasard qu'on rejoue
    patience = entier(interne, pepiniere, boite, neuf) / TIERS
    while morts < MORTS:
        code = pepiniere("relances", "--envoyer", delai=hasard.uniform(0, patience))
        morts += code == -9
        for reference in controler(interne, pepiniere, boite):
            doutes += 1
            arrive = "--parti" if recus(boite)[reference] else "--non-parti"
            assert pepiniere("envois", "trancher", reference, arrive) == 0
        if code == 0 or interne.lignes("SELECT count(*) FROM envois WHERE etat = 'envoyé'")[0][0] == LOT:
            finir(interne, pepiniere, boite)
            recommencer(interne, boite, neuf)
    finir(interne, pepiniere, boite)
    pepiniere.fermer()
    assert 0 < doutes < MORTS / 2, f"{doutes} doutes en {MORTS} morts : la fenêtre du doute est étroite"


def entier(recouvre: LigneDeCommande, pepiniere: Pepiniere, boite: Boite, neuf: Path) -> float:
    """Secondes d'un passage que rien n'interrompt."""
    debut = time.perf_counter()
    assert pepiniere("relances", "--envoyer") == 0
    duree = time.perf_counter() - debut
    recommencer(recouvre, boite, neuf)
    return duree


def recommencer(recouvre: LigneDeCommande, boite: Boite, neuf: Path) -> None:
    """Le cabinet tel qu'au début, la boîte vide."""
    shutil.rmtree(recouvre.cabinet)
    shutil.copytree(neuf, recouvre.cabinet)
    boite.recus.clear()


def finir(recouvre: LigneDeCommande, pepiniere: Pepiniere, boite: Boite) -> None:
    """Un dernier passage, entier : aucun départ perdu, chaque pli dans un lot et un seul."""
    assert pepiniere("relances", "--envoyer") == 0
    assert controler(recouvre, pepiniere, boite) == []
    partis = recouvre.lignes("SELECT canal, count(*) FROM envois WHERE etat = 'envoyé' GROUP BY canal ORDER BY canal")
    assert partis == [("courriel", LOT // 2), ("courrier", LOT // 2)]
    assert recouvre.lignes("SELECT count(*), count(DISTINCT dossier) FROM journal WHERE genre = 'RelanceEnvoyee'") == [
        (LOT, LOT)
    ]
    assert sum(recus(boite).values()) == LOT // 2
    plis = lots(recouvre)
    assert set(plis.values()) == {1} and len(plis) == LOT // 2
