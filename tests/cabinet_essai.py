"""Un cabinet d'essai et sa ligne de commande : les gestes d'un parcours, en une ligne chacun.

Les commandes s'exécutent par ``recouvre.cli.lancer``, dans ce processus, pour la vitesse ; ``ailleurs`` et ``demarrer``
en lancent de vraies, quand le test porte sur le processus lui-même (encodage, concurrence, arrêt brutal).
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from recouvre.base.connexion import NOM_BASE
from recouvre.cli import lancer

PARTAGE = Path(__file__).parents[2] / "shared"
"""Les échantillons communs, à côté du projet ; absents d'un clone seul."""

PROFIL = {
    "denomination": "Cabinet Vauquelin",
    "forme": "SARL au capital de 20 000 €",
    "adresse": "18 quai Saint-Antoine",
    "code-postal": "69002",
    "ville": "Lyon",
    "siren": "900000019",
    "telephone": "04 72 00 11 22",
    "courriel": "dossiers@vauquelin.example",
    "signataire": "Hélène Núñez",
    "qualite-signataire": "Chargée de recouvrement",
    "iban": "FR7630006000011234567890189",
    "bic": "AGRIFRPP",
    "assureur": "Mutuelle des Alpes",
    "police": "RC-4471",
    "assurance-fin-le": "31/12/2030",
    "parquet": "Lyon",
    "declaration-le": "01/03/2019",
}
ADRESSE_CREANCIER = ("--adresse", "3 rue du Port", "--code-postal", "44000", "--ville", "Nantes")
PROJECTIONS = (
    "SELECT * FROM dossiers ORDER BY numero",
    "SELECT * FROM demarches ORDER BY dossier, cle",
    "SELECT rowid, texte FROM recherche ORDER BY rowid",
)


@dataclass(frozen=True)
class Resultat:
    """Ce qu'a fait une ligne de commande."""

    code: int
    sortie: str
    erreur: str

    @property
    def json(self) -> Any:
        """L'objet JSON de la sortie."""
        return json.loads(self.sortie)


class LigneDeCommande:
    """``recouvre``, devant un cabinet. ``jour`` fixe l'horloge de tout ce qui suit."""

    def __init__(self, cabinet: Path, monkeypatch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> None:
        self.cabinet, self._monkeypatch, self._capture = cabinet, monkeypatch, capture
        self._adresses: set[str] = set()

    def __call__(self, *mots: str) -> Resultat:
        """Exécute une commande, quel que soit son code de sortie."""
        self._monkeypatch.setenv("RECOUVRE_CABINET", str(self.cabinet))
        self._capture.readouterr()
        code = lancer(mots)
        dit = self._capture.readouterr()
        return Resultat(code, dit.out, dit.err)

    def fait(self, *mots: str) -> Resultat:
        """Exécute une commande qui doit aboutir, sans rien dire sur la sortie d'erreur."""
        resultat = self(*mots)
        assert (resultat.code, resultat.erreur) == (0, ""), f"recouvre {' '.join(mots)} : {resultat}"
        return resultat

    def json(self, *mots: str) -> Any:
        """L'objet JSON d'une commande qui doit aboutir."""
        return self.fait(*mots, "--json").json

    def refuse(self, *mots: str, code: int = 1) -> str:
        """La phrase d'une commande qui doit refuser : ce code, rien sur la sortie, rien d'écrit dans la base."""
        avant = self.octets()
        resultat = self(*mots)
        assert (resultat.code, resultat.sortie) == (code, ""), f"recouvre {' '.join(mots)} : {resultat}"
        assert self.octets() == avant, "un refus n'écrit rien"
        phrase = " ".join(resultat.erreur.split())
        assert len(phrase) > 20, "un refus dit pourquoi"
        return phrase

    def jour(self, date: str) -> None:
        """Nous sommes ce jour-là (ISO)."""
        self._monkeypatch.setenv("RECOUVRE_AUJOURDHUI", date)

    def ouvrir(
        self,
        facture: str = "F-1",
        montant: str = "1000",
        *options: str,
        creancier: str = "Forge Béranger",
        debiteur: str = "Menuiserie Faure",
        echeance: str = "31/01/2026",
        complet: bool = True,
    ) -> str:
        """Ouvre un dossier professionnel et rend son numéro ; ``complet`` : pouvoir et CGV sont reçus."""
        pieces = ("--piece", "mandat", "--piece", "cgv") if complet else ()
        objet = self.json(
            "ouvrir", "--creancier", creancier, "--debiteur", debiteur, "--facture", facture, "--montant", montant,
            "--echeance", echeance, "--qualite", "professionnel", "--adresse", "12 rue de l'Église",
            "--code-postal", "01000", "--ville", "Bourg-en-Bresse", *pieces, *options,
        )  # fmt: skip
        if creancier not in self._adresses:
            self.fait("creancier", creancier, *ADRESSE_CREANCIER)
            self._adresses.add(creancier)
        return str(objet["dossiers"][0]["numero"])

    def agenda(self, au: str, *options: str) -> list[tuple[str, str, str]]:
        """L'agenda de ce jour : (dossier, étape, date due)."""
        demarches = self.json("agenda", "--au", au, *options)["demarches"]
        return [(d["dossier"], d["etape"], d["le"]) for d in demarches]

    def envoyer(self, jour: str) -> list[tuple[str, str]]:
        """Un passage des relances ce jour-là, l'horloge comprise : (dossier, étape) de ce qui est parti."""
        self.jour(jour)
        passage = self.json("relances", "--envoyer")
        assert passage["echecs"] == [] and passage["incertaines"] == []
        return [(depart["dossier"], depart["etape"]) for depart in passage["envoyees"]]

    def verifier(self) -> None:
        """Le cabinet est intact."""
        controle = self("verifier", "--json")
        assert (controle.code, controle.json["defauts"]) == (0, [])

    def defauts(self) -> list[str]:
        """Ce que ``verifier`` trouve à redire : « où : phrase » ; son code est 1."""
        controle = self("verifier", "--json")
        assert (controle.code, controle.erreur) == (1, ""), controle
        assert controle.json["intact"] is False
        return [f"{defaut['ou']} : {defaut['phrase']}" for defaut in controle.json["defauts"]]

    @contextmanager
    def base(self) -> Iterator[sqlite3.Connection]:
        """La base, ouverte hors de l'outil ; les écritures y sont confirmées."""
        connexion = sqlite3.connect(self.cabinet / NOM_BASE)
        try:
            yield connexion
            connexion.commit()
        finally:
            connexion.close()

    def lignes(self, requete: str, *valeurs: object) -> list[tuple[Any, ...]]:
        """Le résultat d'une requête."""
        with self.base() as base:
            return base.execute(requete, valeurs).fetchall()

    def octets(self) -> bytes:
        """Toute la base, ordre par ordre : deux états égaux n'ont pas une écriture de différence."""
        if not (self.cabinet / NOM_BASE).is_file():
            return b""
        with self.base() as base:
            return "\n".join(base.iterdump()).encode()

    def projections(self) -> list[list[tuple[Any, ...]]]:
        """Ce qui se déduit du journal : fiches, démarches, mots de recherche."""
        return [self.lignes(requete) for requete in PROJECTIONS]

    def rang(self, genre: str, dossier: int = 1) -> int:
        """Le rang du dernier fait de ce genre dans ce dossier."""
        requete = "SELECT max(rang) FROM journal WHERE genre = ? AND dossier = ?"
        return int(self.lignes(requete, genre, dossier)[0][0])

    def ailleurs(self, *mots: str, **environnement: str) -> subprocess.CompletedProcess[bytes]:
        """La même chose dans un vrai processus, en octets."""
        return subprocess.run(
            [sys.executable, "-m", "recouvre", *mots],
            env=self.environnement(**environnement),
            capture_output=True,
            check=False,
            timeout=60,
        )

    def demarrer(self, *mots: str) -> subprocess.Popen[bytes]:
        """Lance un vrai processus sans l'attendre."""
        return self.python("-m", "recouvre", *mots)

    def python(self, *mots: str, **environnement: str) -> subprocess.Popen[bytes]:
        """Lance Python, devant ce cabinet, sans l'attendre."""
        return subprocess.Popen(
            [sys.executable, *mots],
            env=self.environnement(**environnement),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def environnement(self, **ajouts: str) -> dict[str, str]:
        """Celui de ce processus, devant ce cabinet."""
        return {**os.environ, "RECOUVRE_CABINET": str(self.cabinet), **ajouts}
