"""Les montants : lus comme les gens les écrivent, refusés quand il faudrait deviner, jamais en flottant."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recouvre.domaine.montants import en_decimal, en_euros, lire_montant
from recouvre.domaine.refus import MontantIllisible, SaisieIllisible

REGLAGES = settings(derandomize=True, database=None, deadline=None, max_examples=200)
CENTIMES = st.integers(-(10**15) + 1, 10**15 - 1) | st.integers(-1000, 1000)
POSITIFS = st.integers(0, 10**15 - 1) | st.integers(0, 10_000_00)


@REGLAGES
@given(CENTIMES)
def test_ecrire_puis_lire_rend_les_memes_centimes(centimes: int) -> None:
    assert lire_montant(en_decimal(centimes)) == centimes
    assert lire_montant(en_euros(centimes)) == centimes


@REGLAGES
@given(
    POSITIFS, st.sampled_from([" ", "\u00a0", "\u202f", "'", "’", "\u2009"]), st.sampled_from(["", " €", "€", " EUR"])
)
def test_les_milliers_a_la_francaise_se_lisent_quel_que_soit_leur_blanc(centimes: int, blanc: str, unite: str) -> None:
    entiers, reste = divmod(centimes, 100)
    assert lire_montant(f"{entiers:,}".replace(",", blanc) + f",{reste:02d}{unite}") == centimes


@REGLAGES
@given(POSITIFS)
def test_les_milliers_a_point_ou_a_virgule_se_lisent_avec_leurs_decimales(centimes: int) -> None:
    entiers, reste = divmod(centimes, 100)
    anglais = f"{entiers:,}.{reste:02d}"
    assert lire_montant(anglais) == centimes
    assert lire_montant(anglais.translate(str.maketrans(",.", ".,"))) == centimes


@REGLAGES
@given(st.integers(1, 10**12), st.sampled_from(["({})", "{}-", "-{}", "−{}"]))
def test_les_quatre_facons_d_ecrire_un_negatif(centimes: int, forme: str) -> None:
    assert lire_montant(forme.format(en_decimal(centimes))) == -centimes


@pytest.mark.parametrize(
    ("texte", "centimes"),
    [
        ("0", 0),
        ("7", 700),
        ("7,5", 750),
        ("7.5", 750),
        ("007,50", 750),
        ("+12,30", 1230),
        ("1234567", 1_234_567_00),
        ("1.234.567", 1_234_567_00),
        ("12 000,00 €", 12_000_00),
        ("9999999999999,99", 999_999_999_999_999),
    ],
)
def test_des_montants_ordinaires(texte: str, centimes: int) -> None:
    assert lire_montant(texte) == centimes


@pytest.mark.parametrize(
    "texte",
    [
        "", " ", "€", "abc", "1.234", "1,234", "12,345", "0,001", "1,234,567", "1.23.45", "1,2,3", "--5", "(-5", "5)",
        "-5-", "1e3", "0x10", "∞", "nan", "12,3456", "1..5", ",50", "5,", "1.234,567", "10000000000000,00", "1_000",
    ],
)  # fmt: skip
def test_ce_qu_il_faudrait_deviner_est_refuse(texte: str) -> None:
    with pytest.raises(MontantIllisible) as refus:
        lire_montant(texte)
    assert f"« {texte} » n'est pas un montant" in str(refus.value)
    assert refus.value.code == 2


def test_un_refus_de_montant_est_une_saisie_illisible() -> None:
    assert issubclass(MontantIllisible, SaisieIllisible)


@pytest.mark.parametrize(
    ("centimes", "attendu"), [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (100, "1.00"), (-12345678901, "-123456789.01")]
)
def test_le_decimal_du_json(centimes: int, attendu: str) -> None:
    assert en_decimal(centimes) == attendu


@REGLAGES
@given(st.text(max_size=20))
def test_un_texte_quelconque_se_lit_ou_se_refuse_sans_panne(texte: str) -> None:
    try:
        centimes = lire_montant(texte)
    except MontantIllisible:
        return
    assert isinstance(centimes, int)
    assert abs(centimes) < 10**15
