"""docs/modeles.md dit tout ce qu'un modèle peut employer, et son exemple se suit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from recouvre.courriers.champs import CHAMPS, DRAPEAUX
from recouvre.courriers.gabarit import compiler
from recouvre.courriers.notice import ENTETE
from recouvre.courriers.saisies import GENRES
from recouvre.courriers.verification import BALISES, BLOCS

PAGE = (Path(__file__).parents[2] / "docs" / "modeles.md").read_text("utf-8")
OBJETS = (set(CHAMPS) - {"facture", "terme"}) | {"factures", "termes", "saisie"}


@pytest.mark.parametrize("bloc", BLOCS)
def test_chaque_bloc_est_dit(bloc: str) -> None:
    assert f"`[{bloc}]`" in PAGE


@pytest.mark.parametrize(
    "mot", sorted({*ENTETE, *GENRES, *OBJETS, *DRAPEAUX, *(v for vs in ENTETE.values() for v in vs)})
)
def test_chaque_cle_valeur_objet_et_condition_est_dite(mot: str) -> None:
    assert f"`{mot}`" in PAGE


@pytest.mark.parametrize("balise", BALISES)
def test_chaque_balise_est_dite(balise: str) -> None:
    assert f"<{balise}>" in PAGE


def test_aucun_bloc_dit_n_est_inconnu() -> None:
    assert set(re.findall(r"`\[([^\]`]+)\]`", PAGE)) <= set(BLOCS)


def test_l_exemple_se_compile_et_declare_ses_saisies() -> None:
    exemple = re.search(r"```text\n(.*?)```", PAGE, re.DOTALL)
    assert exemple is not None
    modele = compiler("confirmation", "confirmation.txt", exemple[1].encode())
    assert [saisie.nom for saisie in modele.notice.saisies] == ["entretien_le", "resultat"]
    assert modele.usage.startswith("À quoi il sert")
