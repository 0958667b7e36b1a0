"""B5 : une sortie Windows redirigée, en cp1252. Rien n'échoue, rien d'illisible."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande

INTERDITS = ("→", "\u202f", "\ufffd", "─", "│", "┌", "═")


@pytest.fixture
def accentue(recouvre: LigneDeCommande) -> LigneDeCommande:
    """Un dossier dont le nom ne tient pas en cp1252, une quittance due, une pièce qui manque."""
    recouvre.ouvrir("F-1", "1234567,89", debiteur="Œuvre Ńowak → Fils")
    recouvre.ouvrir("F-2", "500", debiteur="SAS Brise-Lames", complet=False)
    recouvre.fait("encaisser", "D-1", "10")
    return recouvre


@pytest.mark.parametrize("commande", ["agenda", "relances", "decompte D-1", "dossier D-1"])
def test_b5_sortie_cp1252(accentue: LigneDeCommande, commande: str) -> None:
    dit = accentue.ailleurs(*commande.split(), PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert (dit.returncode, dit.stderr) == (0, b"")
    texte = dit.stdout.decode("cp1252")
    assert "Œuvre" in texte and "Nowak" in texte
    assert [signe for signe in INTERDITS if signe in texte] == []


def test_b5_agenda_redirige_dans_un_fichier(accentue: LigneDeCommande, tmp_path: Path) -> None:
    fichier = tmp_path / "a.txt"
    with fichier.open("wb") as sortie:
        environnement = {"PYTHONIOENCODING": "cp1252", "RECOUVRE_CABINET": str(accentue.cabinet)}
        code = subprocess.run(
            [sys.executable, "-m", "recouvre", "agenda", "--au", "03/03/2026"],
            stdout=sortie,
            env={**accentue.environnement(), **environnement},
            check=False,
        ).returncode
    texte = fichier.read_bytes().decode("cp1252")
    assert code == 0
    assert "Mise en demeure" in texte and "en attente" not in texte
    assert max(map(len, texte.splitlines())) <= 100
    assert [signe for signe in INTERDITS if signe in texte] == []


def test_b5_un_refus_aussi(accentue: LigneDeCommande) -> None:
    dit = accentue.ailleurs("encaisser", "D-99", "10", PYTHONIOENCODING="cp1252")
    assert (dit.returncode, dit.stdout) == (1, b"")
    assert "n'existe pas" in dit.stderr.decode("cp1252")
