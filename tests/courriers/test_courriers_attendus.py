"""Le texte de chaque modèle, pour chaque mode et chaque qualité, comparé mot à mot à ``tests/attendus/courriers``.

Pour les récrire après un changement voulu : ``RECOUVRE_ATTENDUS=ecrire pytest tests/courriers``, puis relire le diff.
"""

from __future__ import annotations

import datetime as dt
import os
from itertools import product
from pathlib import Path

import pytest
from cas_debiteur import cas_du_debiteur
from fabrique_courriers import A_ECHOIR, FACTURES, VERSEMENT, demande

from recouvre.courriers.contexte import Demande
from recouvre.courriers.courrier import texte
from recouvre.courriers.modeles import composer
from recouvre.domaine.parties import Qualite
from recouvre.domaine.profil import Mode

ATTENDUS = Path(__file__).parent.parent / "attendus" / "courriers"
PRESENTEE_LE = dt.date(2026, 10, 8)
DEUX_QUALITES = (Qualite.PROFESSIONNEL, Qualite.CONSOMMATEUR)


def _cas() -> dict[str, Demande]:
    cas: dict[str, Demande] = {}
    for mode, qualite in product(Mode, DEUX_QUALITES):
        suffixe = f"{mode}-{qualite}"
        presentee_le = PRESENTEE_LE if qualite is Qualite.CONSOMMATEUR else None
        cas[f"mise_en_demeure-{suffixe}"] = demande(f"mise_en_demeure_{mode}", mode=mode, qualite=qualite)
        cas[f"avis_avant_poursuites-{suffixe}"] = demande(
            "avis_avant_poursuites", mode=mode, qualite=qualite, presentee_le=presentee_le
        )
        for niveau in range(4):
            cas[f"relance-{niveau}-{suffixe}"] = demande(
                "relance",
                mode=mode,
                qualite=qualite,
                presentee_le=presentee_le,
                faits=(A_ECHOIR,) if niveau == 0 else FACTURES,
                niveau=niveau,
                penalites=niveau > 0 and (mode is Mode.AGENCE or niveau == 3),
            )
    cas["mise_en_demeure-agence-avec-versement"] = demande(faits=(*FACTURES, A_ECHOIR, VERSEMENT))
    cas["mise_en_demeure-agence-une-facture"] = demande(faits=FACTURES[2:])
    return cas


DE_RELANCE = _cas()
"""Les lettres qui demandent de payer : mises en demeure, relances, avis."""
CAS = {**DE_RELANCE, **dict(cas_du_debiteur())}


@pytest.mark.parametrize("nom", sorted(CAS))
def test_le_texte_est_celui_attendu(nom: str) -> None:
    rendu = texte(composer(CAS[nom]))
    fichier = ATTENDUS / f"{nom}.txt"
    if os.environ.get("RECOUVRE_ATTENDUS") == "ecrire":
        fichier.parent.mkdir(parents=True, exist_ok=True)
        fichier.write_text(rendu, "utf-8")
    assert rendu == fichier.read_text("utf-8")


def test_aucun_attendu_n_est_orphelin() -> None:
    assert {fichier.stem for fichier in ATTENDUS.glob("*.txt")} == set(CAS)


def test_composer_ne_depend_que_de_la_demande() -> None:
    assert composer(CAS["relance-2-agence-professionnel"]) == composer(CAS["relance-2-agence-professionnel"])
