"""Le décompte à l'écran et son récit, mot à mot, comparés à ``tests/attendus/{decompte,expliquer}``.

Pour les récrire après un changement voulu : ``RECOUVRE_ATTENDUS=ecrire pytest tests/affichage``, puis relire le diff.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from fabrique_recit import ESSAIS, NOMS

from recouvre.affichage.decompte import montrer
from recouvre.affichage.recit import raconter
from recouvre.affichage.recit_texte import en_texte

ATTENDUS = Path(__file__).parent.parent / "attendus"
ECRANS = [*((nom, 100) for nom in ESSAIS), ("cas-1", 80), ("riche", 80)]
RECITS = [*((nom, 100) for nom in ESSAIS), ("cas-1", 80), ("riche", 80), ("riche", 120)]


def _comparer(rendu: str, fichier: Path) -> None:
    if os.environ.get("RECOUVRE_ATTENDUS") == "ecrire":
        fichier.parent.mkdir(parents=True, exist_ok=True)
        fichier.write_text(rendu, "utf-8", newline="\n")
    assert rendu == fichier.read_text("utf-8")


@pytest.mark.parametrize(("nom", "colonnes"), ECRANS)
def test_le_decompte_est_celui_attendu(
    nom: str, colonnes: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(colonnes))
    montrer(ESSAIS[nom].decompte, ESSAIS[nom].dossier, f"Décompte de {nom}")
    rendu = capsys.readouterr().out
    assert max(map(len, rendu.splitlines())) <= colonnes
    _comparer(rendu, ATTENDUS / "decompte" / f"{nom}-{colonnes}.txt")


@pytest.mark.parametrize(("nom", "colonnes"), RECITS)
def test_le_recit_est_celui_attendu(nom: str, colonnes: int) -> None:
    essai = ESSAIS[nom]
    rendu = en_texte(raconter(essai.decompte, essai.dossier, NOMS, essai.au), colonnes)
    assert max(map(len, rendu.splitlines())) <= colonnes
    _comparer(rendu, ATTENDUS / "expliquer" / f"{nom}-{colonnes}.txt")


def test_aucun_attendu_n_est_orphelin() -> None:
    for dossier, cas in (("decompte", ECRANS), ("expliquer", RECITS)):
        presents = {fichier.stem for fichier in (ATTENDUS / dossier).glob("*.txt")}
        assert presents == {f"{nom}-{colonnes}" for nom, colonnes in cas}
