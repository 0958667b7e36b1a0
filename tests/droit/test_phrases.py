"""Ce que le droit dit, mot à mot, sur tous les cas : réserves, lignes de décompte, histoires de prescription.

Comparé à ``tests/attendus/droit``. Pour récrire après un changement voulu : ``RECOUVRE_ATTENDUS=ecrire pytest
tests/droit/test_phrases.py``, puis relire le diff.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from recouvre.domaine.dates import en_chiffres
from recouvre.droit.decompte import decompter
from recouvre.droit.prescription import prescrire
from recouvre.droit.releve import Decompte

from .cas import lire_cas
from .cas_prescription import NATURES
from .cas_prescription import lire_cas as lire_cas_de_prescription
from .fabrique import BAREME

ATTENDUS = Path(__file__).parent.parent / "attendus" / "droit"


def comparer(lignes: Iterable[str], nom: str) -> None:
    rendu, fichier = "".join(f"{ligne}\n" for ligne in lignes), ATTENDUS / f"{nom}.txt"
    if os.environ.get("RECOUVRE_ATTENDUS") == "ecrire":
        fichier.parent.mkdir(parents=True, exist_ok=True)
        fichier.write_text(rendu, "utf-8", newline="\n")
    assert rendu.splitlines() == fichier.read_text("utf-8").splitlines()


def decomptes() -> Iterator[tuple[str, Decompte]]:
    for cas in lire_cas():
        if not cas.refus:
            yield f"{cas.fichier} : {cas.titre}", decompter(cas.dossier, cas.au, BAREME)


def test_chaque_reserve_est_dite_et_aucune_autre() -> None:
    comparer(
        (
            ligne
            for titre, decompte in decomptes()
            if decompte.reserves
            for ligne in (titre, *(f"    [{reserve.code}] {reserve.phrase}" for reserve in decompte.reserves))
        ),
        "reserves",
    )


def test_chaque_ligne_cite_son_texte_et_dit_d_ou_vient_son_taux() -> None:
    lignes = {
        " | ".join((ligne.nature, ligne.libelle, ligne.fondement, ligne.origine)).removesuffix(" | ")
        for _, decompte in decomptes()
        for ligne in decompte.lignes
    }
    comparer(sorted(lignes), "lignes")


def test_chaque_histoire_de_prescription_est_dite_en_entier() -> None:
    comparer(_histoires(), "prescription")


def _histoires() -> Iterator[str]:
    for cas in lire_cas_de_prescription():
        yield f"{cas.fichier} : {cas.titre}"
        for creance in prescrire(cas.dossier, NATURES).creances:
            for etape in creance.histoire:
                yield f"    {en_chiffres(etape.le)} | {etape.fait} | {etape.effet} | {etape.fondement}"
            yield from (f"    ({reserve})" for reserve in creance.reserves)
