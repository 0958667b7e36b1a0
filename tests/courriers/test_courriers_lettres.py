"""Les sommes en toutes lettres : en cas de différence, ce sont elles qui font foi (C. civ., art. 1376)."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from recouvre.courriers.lettres import MAXIMUM, en_lettres, somme_en_lettres

EXACTS = {
    0: "zéro", 1: "un", 10: "dix", 16: "seize", 17: "dix-sept", 20: "vingt", 21: "vingt et un", 22: "vingt-deux",
    30: "trente", 31: "trente et un", 60: "soixante", 61: "soixante et un", 69: "soixante-neuf",
    70: "soixante-dix", 71: "soixante et onze", 72: "soixante-douze", 79: "soixante-dix-neuf",
    80: "quatre-vingts", 81: "quatre-vingt-un", 89: "quatre-vingt-neuf", 90: "quatre-vingt-dix",
    91: "quatre-vingt-onze", 99: "quatre-vingt-dix-neuf", 100: "cent", 101: "cent un", 180: "cent quatre-vingts",
    200: "deux cents", 201: "deux cent un", 280: "deux cent quatre-vingts", 300: "trois cents",
    999: "neuf cent quatre-vingt-dix-neuf", 1_000: "mille", 1_001: "mille un", 1_100: "mille cent",
    2_000: "deux mille", 2_200: "deux mille deux cents", 10_000: "dix mille", 21_000: "vingt et un mille",
    80_000: "quatre-vingt mille", 80_080: "quatre-vingt mille quatre-vingts", 100_000: "cent mille",
    200_000: "deux cent mille", 200_200: "deux cent mille deux cents", 1_000_000: "un million",
    1_000_001: "un million un", 2_000_000: "deux millions", 80_000_000: "quatre-vingts millions",
    200_000_000: "deux cents millions", 1_000_000_000: "un milliard",
    2_000_080_000: "deux milliards quatre-vingt mille",
}  # fmt: skip

SOMMES = {
    0: "zéro euro", 1: "un centime", 80: "quatre-vingts centimes", 100: "un euro", 101: "un euro et un centime",
    2_00: "deux euros", 80_00: "quatre-vingts euros", 81_80: "quatre-vingt-un euros et quatre-vingts centimes",
    200_00: "deux cents euros", 1_000_00: "mille euros",
    3_605_96: "trois mille six cent cinq euros et quatre-vingt-seize centimes",
    1_000_000_00: "un million d'euros", 2_000_000_00: "deux millions d'euros",
    1_000_001_00: "un million un euros", 1_000_000_01: "un million d'euros et un centime",
    1_200_000_00: "un million deux cent mille euros", 1_000_000_000_00: "un milliard d'euros",
}  # fmt: skip


@pytest.mark.parametrize("nombre", sorted(EXACTS))
def test_un_nombre_s_ecrit_ainsi(nombre: int) -> None:
    assert en_lettres(nombre) == EXACTS[nombre]


@pytest.mark.parametrize("centimes", sorted(SOMMES))
def test_une_somme_s_ecrit_ainsi(centimes: int) -> None:
    assert somme_en_lettres(centimes).replace("’", "'") == SOMMES[centimes]


@pytest.mark.parametrize("nombre", [-1, MAXIMUM + 1])
def test_hors_des_bornes_rien_ne_s_ecrit(nombre: int) -> None:
    with pytest.raises(ValueError, match="toutes lettres"):
        en_lettres(nombre)


_VALEURS = {mot: nombre for nombre, mot in EXACTS.items() if nombre < 70 and " " not in mot and "-" not in mot}
_VALEURS |= {
    "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "quarante": 40, "cinquante": 50,
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
}  # fmt: skip


def relire(lettres: str) -> int:
    """Le nombre écrit : une lecture mot à mot, qui ne sait rien de la façon dont il fut écrit."""
    total = tranche = 0
    mots = lettres.replace("quatre-vingts", "huitante").replace("quatre-vingt", "huitante").replace("-", " ").split()
    for mot in mots:
        match mot:
            case "et":
                continue
            case "huitante":
                tranche += 80
            case "cent" | "cents":
                tranche += 100 * ((tranche % 100) or 1) - tranche % 100
            case "mille":
                total, tranche = total + 1_000 * (tranche or 1), 0
            case "million" | "millions":
                total, tranche = total + 1_000_000 * tranche, 0
            case "milliard" | "milliards":
                total, tranche = total + 1_000_000_000 * tranche, 0
            case _:
                tranche += _VALEURS[mot]
    return total + tranche


@given(st.one_of(st.integers(0, 9_999), st.integers(0, MAXIMUM)))
@example(999_999_999_999)
@example(80_080_080_080)
def test_ce_qui_est_ecrit_se_relit(nombre: int) -> None:
    assert relire(en_lettres(nombre)) == nombre


@given(st.integers(0, 10**9))
def test_l_accord_suit_la_regle(nombre: int) -> None:
    """« cents » et « quatre-vingts » finissent le nombre ou précèdent millions et milliards ; « mille » est seul."""
    mots = en_lettres(nombre).split()
    assert mots[:2] != ["un", "mille"]
    for mot, suivant in zip(mots, [*mots[1:], ""], strict=True):
        if mot in ("cents", "quatre-vingts"):
            assert suivant in ("", "millions", "milliards")
        assert mot not in ("milles", "vingts")


@given(st.integers(0, 10**11))
def test_une_somme_dit_ses_euros_et_ses_centimes(centimes: int) -> None:
    euros, reste = divmod(centimes, 100)
    ecrite = somme_en_lettres(centimes)
    assert ("centime" in ecrite) == bool(reste)
    assert ("euro" in ecrite) == bool(euros or not reste)
    assert ecrite.count("euros") == (1 if euros > 1 else 0)
