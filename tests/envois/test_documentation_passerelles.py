"""docs/passerelles.md : son exemple se suit, et tout ce qu'elle peut employer y est dit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from recouvre.envois.description import SECRETS_OVH, Format, lire_description
from recouvre.envois.substitution import VARIABLES
from recouvre.envois.verdict import INDISPONIBLES, PASSAGERS

PAGE = (Path(__file__).parents[2] / "docs" / "passerelles.md").read_text("utf-8")


def test_l_exemple_se_lit_et_emploie_chaque_cle(tmp_path: Path) -> None:
    exemple = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert exemple is not None
    fichier = tmp_path / "exemple.toml"
    fichier.write_text(exemple[1], "utf-8")
    decrite = lire_description(fichier)
    assert decrite.lecture.codes.mauvais_numero == (422,)
    assert decrite.lecture.code == "status"
    assert decrite.employees == ("compte", "numero", "expediteur", "texte", "reference", "secret.jeton")


@pytest.mark.parametrize("mot", [*VARIABLES, *SECRETS_OVH, "heure", "signature"])
def test_chaque_variable_est_dite(mot: str) -> None:
    assert re.search(rf"`{mot}\b", PAGE)


@pytest.mark.parametrize("forme", Format)
def test_chaque_format_est_dit(forme: Format) -> None:
    assert re.search(rf"json, .*{forme}|# {forme}", PAGE)


def test_les_codes_dits_sont_ceux_du_code() -> None:
    assert PASSAGERS == (408, 425, 429, 503)
    assert set(range(401, 406)) | {407, 301, 307, 308} == set(INDISPONIBLES)
