"""L'échéancier : la somme tombe juste, les mois se suivent, le quantième tient."""

from __future__ import annotations

import calendar
import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from recouvre.droit.echeancier import VERSEMENTS_AU_PLUS, EcheancierImpossible, Terme, echelonner

JOURS = st.dates(dt.date(2020, 1, 1), dt.date(2060, 12, 31))
NOMBRES = st.integers(2, VERSEMENTS_AU_PLUS)


@given(st.integers(1, 10**9), NOMBRES, JOURS)
def test_la_somme_est_exacte_et_le_dernier_absorbe(total: int, nombre: int, des: dt.date) -> None:
    assume(total >= nombre)
    termes = echelonner(total, nombre, des)
    assert sum(terme.montant for terme in termes) == total
    assert [terme.rang for terme in termes] == list(range(1, nombre + 1))
    assert len({terme.montant for terme in termes[:-1]}) == 1
    assert 0 < termes[0].montant <= termes[-1].montant < termes[0].montant + nombre


@given(NOMBRES, JOURS)
def test_les_mois_se_suivent_au_meme_quantieme(nombre: int, des: dt.date) -> None:
    termes = echelonner(1_000_00, nombre, des)
    assert termes[0].le == des
    for terme in termes:
        mois = des.year * 12 + des.month - 1 + terme.rang - 1
        assert (terme.le.year, terme.le.month) == (mois // 12, mois % 12 + 1)
        assert terme.le.day == min(des.day, calendar.monthrange(terme.le.year, terme.le.month)[1])


def test_le_31_revient_apres_fevrier() -> None:
    jours = [terme.le for terme in echelonner(500_00, 5, dt.date(2027, 12, 31))]
    assert [f"{jour:%d/%m/%Y}" for jour in jours] == [
        "31/12/2027", "31/01/2028", "29/02/2028", "31/03/2028", "30/04/2028",
    ]  # fmt: skip


def test_le_cas_3_tombe_juste() -> None:
    termes = echelonner(3_605_96, 6, dt.date(2026, 1, 5))
    assert [terme.montant for terme in termes] == [600_99] * 5 + [601_01]
    assert termes[-1] == Terme(6, dt.date(2026, 6, 5), 601_01)


@pytest.mark.parametrize(
    ("total", "nombre", "phrase"),
    [
        (1_000_00, 1, "Un échéancier compte de 2 à 120 versements, et non 1."),
        (1_000_00, 0, "Un échéancier compte de 2 à 120 versements, et non 0."),
        (1_000_00, 121, "Un échéancier compte de 2 à 120 versements, et non 121."),
        (5, 6, "La somme est trop petite pour 6 versements."),
        (0, 2, "La somme est trop petite pour 2 versements."),
        (-100, 2, "La somme est trop petite pour 2 versements."),
    ],
)
def test_un_partage_impossible_se_refuse(total: int, nombre: int, phrase: str) -> None:
    with pytest.raises(EcheancierImpossible) as refus:
        echelonner(total, nombre, dt.date(2026, 1, 5))
    assert str(refus.value) == phrase


@pytest.mark.parametrize("nombre", [2, VERSEMENTS_AU_PLUS])
def test_un_centime_par_mois_est_encore_un_echeancier(nombre: int) -> None:
    assert [terme.montant for terme in echelonner(nombre, nombre, dt.date(2026, 1, 5))] == [1] * nombre
