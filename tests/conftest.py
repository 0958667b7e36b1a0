"""Ce que les parcours partagent : un cabinet neuf par test, d'agence ou de service interne, et sa ligne de commande."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from cabinet_essai import PROFIL, LigneDeCommande
from hypothesis import settings
from serveur_courriel import Autorite, Serveur, serveur

from recouvre.cli import lancer
from recouvre.commandes import horloge
from recouvre.operations import bareme

MODES = ("agence", "interne")

collect_ignore_glob = ["conftest.py", "*/conftest.py", "donnees/*"]
"""Ni exemples à exécuter ni tests là-dedans ; et deux ``conftest`` ne s'importeraient pas comme modules ordinaires."""


settings.register_profile("courant", max_examples=500 if os.environ.get("RECOUVRE_HASARDS") == "large" else 60)
settings.load_profile("courant")
"""Soixante tirages par propriété à chaque passage, cinq cents sur demande : une suite lente ne se lance plus."""

LONGS = ("test_deux_cents_morts_subites", "test_il_dit_la_meme_chose_sous_tous_les_regimes", "test_la_visite_du_readme")
"""Les essais qui durent : commencés les derniers, ils feraient attendre tous les autres."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Les plus longs d'abord."""
    items.sort(key=lambda item: not item.name.startswith(LONGS))


@pytest.fixture(scope="session", autouse=True)
def cent_colonnes() -> Iterator[None]:
    """La même largeur d'écran partout : un processus lancé en parallèle n'a pas de terminal à mesurer."""
    with pytest.MonkeyPatch.context() as rustine:
        rustine.setenv("COLUMNS", "100")
        yield


@pytest.fixture(scope="session")
def autorite(tmp_path_factory: pytest.TempPathFactory) -> Autorite:
    """Une autorité de certification pour toute la suite : la faire prend un temps sensible."""
    return Autorite(tmp_path_factory.mktemp("autorite"))


@pytest.fixture
def poste(autorite: Autorite) -> Iterator[Serveur]:
    """Un serveur de courriel honnête, en clair."""
    with serveur(autorite) as essai:
        yield essai


@pytest.fixture(scope="session")
def modeles_de_cabinet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    """Un cabinet vide par mode, profil rempli, créé une fois par la ligne de commande puis copié.

    Les tables de taux du paquet ne changent pas : les relire à chaque commande prendrait la moitié du temps des tests.
    """
    dossier = tmp_path_factory.mktemp("cabinets")
    profil = [mot for champ, valeur in PROFIL.items() for mot in (f"--{champ}", valeur)]
    with pytest.MonkeyPatch.context() as rustine:
        rustine.setattr(bareme, "_lire_du_paquet", lru_cache(bareme._lire_du_paquet))
        for mode in MODES:
            assert lancer(["initialiser", "--cabinet", str(dossier / mode), "--mode", mode]) == 0
            assert lancer(["profil", "--cabinet", str(dossier / mode), *profil]) == 0
        yield {mode: dossier / mode for mode in MODES}


@pytest.fixture
def cabinet(tmp_path: Path, modeles_de_cabinet: dict[str, Path], sans_reglage: None) -> Path:
    """Un cabinet d'agence neuf, que l'environnement désigne, au mardi 3 mars 2026."""
    return Path(shutil.copytree(modeles_de_cabinet["agence"], tmp_path / "cabinet"))


@pytest.fixture
def recouvre(cabinet: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> LigneDeCommande:
    """La ligne de commande, devant le cabinet d'agence de ce test."""
    return LigneDeCommande(cabinet, monkeypatch, capsys)


@pytest.fixture
def temoin(
    tmp_path: Path,
    modeles_de_cabinet: dict[str, Path],
    sans_reglage: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> LigneDeCommande:
    """Un second cabinet d'agence, à comparer au premier."""
    chemin = Path(shutil.copytree(modeles_de_cabinet["agence"], tmp_path / "temoin"))
    return LigneDeCommande(chemin, monkeypatch, capsys)


@pytest.fixture
def interne(
    tmp_path: Path,
    modeles_de_cabinet: dict[str, Path],
    sans_reglage: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> LigneDeCommande:
    """La ligne de commande, devant le cabinet d'un service interne."""
    chemin = Path(shutil.copytree(modeles_de_cabinet["interne"], tmp_path / "interne"))
    return LigneDeCommande(chemin, monkeypatch, capsys)


@pytest.fixture
def sans_reglage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Rien de la personne qui lance les tests n'entre : ni réglage, ni dossier courant, ni jour."""
    for variable in [nom for nom in os.environ if nom.startswith("RECOUVRE_")]:
        monkeypatch.delenv(variable)
    monkeypatch.setenv("RECOUVRE_CABINET", str(tmp_path / "cabinet"))
    monkeypatch.setenv("RECOUVRE_AUJOURDHUI", "2026-03-03")
    monkeypatch.setenv("RECOUVRE_AUTEUR", "essai")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.chdir(tmp_path)
    yield
    horloge.figer(None)
