"""La ligne de commande fabriquée que les tests de ce dossier garnissent et exécutent."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fabrique import Fabrique

from recouvre.commandes import horloge


@pytest.fixture
def recouvre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Fabrique]:
    """Une ligne de commande vide, à garnir, dans un dossier vide, sans réglage d'environnement."""
    for variable in ("RECOUVRE_CABINET", "RECOUVRE_AUJOURDHUI", "RECOUVRE_AUTEUR", "RECOUVRE_TRACE"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "chez-moi"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    yield Fabrique(tmp_path, capsys)
    horloge.figer(None)
    for module in [nom for nom in sys.modules if nom.startswith("commande_d_essai_")]:
        del sys.modules[module]
