"""Ce qu'on installe est complet : modèles de courriers, tables, polices, scénarios — en roue comme en éditable."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parent.parent
MODELES = {chemin.name for chemin in (RACINE / "modeles_courriers").glob("*.txt")}


@pytest.fixture(scope="module")
def roue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """La roue du projet, dépliée dans un dossier à part."""
    dossier = tmp_path_factory.mktemp("roue")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(dossier)],
        cwd=RACINE,
        check=True,
        capture_output=True,
    )
    deplie = dossier / "deplie"
    with zipfile.ZipFile(next(dossier.glob("*.whl"))) as archive:
        archive.extractall(deplie)
    return deplie


def test_la_roue_embarque_tout(roue: Path) -> None:
    paquet = roue / "recouvre"
    assert {chemin.name for chemin in (paquet / "modeles_courriers").glob("*.txt")} == MODELES
    for motif in ("droit/parametres/*.toml", "conduite/scenarios/*.toml", "courriers/polices/*", "operations/*.toml"):
        attendus = {chemin.name for chemin in (RACINE / "recouvre").glob(motif)}
        assert {chemin.name for chemin in paquet.glob(motif)} == attendus != set(), motif
    assert (paquet / "py.typed").exists()


def test_la_roue_seule_trouve_ses_modeles_et_calcule(roue: Path, tmp_path: Path) -> None:
    code = (
        "import recouvre, json; from recouvre.courriers.modeles import chemin_de, noms_connus;"
        "print(recouvre.__file__); print(chemin_de('relance')); print(' '.join(noms_connus()))"
    )
    sortie = _python(roue, tmp_path, "-c", code).splitlines()
    assert all(str(roue) in ligne for ligne in sortie[:2])
    assert {f"{nom}.txt" for nom in sortie[2].split()} == MODELES
    calcul = ("calculer", "--montant", "100", "--echeance", "2026-01-31", "--au", "2026-03-12", "--json")
    assert '"total": "141.33"' in _python(roue, tmp_path, "-m", "recouvre", *calcul)


def test_l_installation_editable_trouve_les_memes_modeles() -> None:
    from recouvre.courriers.modeles import noms_connus

    assert {f"{nom}.txt" for nom in noms_connus()} == MODELES


def _python(roue: Path, ici: Path, *mots: str) -> str:
    environnement = {**os.environ, "PYTHONPATH": str(roue), "PYTHONIOENCODING": "utf-8"}
    fini = subprocess.run(
        [sys.executable, *mots], cwd=ici, env=environnement, check=True, capture_output=True, encoding="utf-8"
    )
    return fini.stdout
