"""Les dates que les gens écrivent : le jour avant le mois, toujours ; ce qui n'existe pas est refusé."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recouvre.domaine.dates import JOURS, en_chiffres, en_toutes_lettres, lire_date
from recouvre.domaine.refus import DateIllisible

REGLAGES = settings(derandomize=True, database=None, deadline=None, max_examples=200)
DATES = st.dates(dt.date(1950, 1, 1), dt.date(2199, 12, 31))
DE_CE_SIECLE = st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31))
SAMEDI = dt.date(2026, 11, 21)


@REGLAGES
@given(DATES)
def test_chaque_facon_d_ecrire_rend_la_meme_date(date: dt.date) -> None:
    ecritures = [
        date.isoformat(), en_chiffres(date), f"{date:%Y%m%d}", f"{date:%d.%m.%Y}", f"{date:%d-%m-%Y}",
        f"{date:%Y/%m/%d}", f"{date.day}/{date.month}/{date.year}", f"  {en_chiffres(date)} ",
    ]  # fmt: skip
    assert {lire_date(ecriture) for ecriture in ecritures} == {date}


@REGLAGES
@given(DE_CE_SIECLE)
def test_une_annee_sur_deux_chiffres_est_de_ce_siecle(date: dt.date) -> None:
    assert lire_date(f"{date:%d/%m/%y}") == date


@REGLAGES
@given(DATES, st.sampled_from(JOURS))
def test_un_jour_de_semaine_est_le_prochain_jamais_aujourd_hui(aujourdhui: dt.date, nom: str) -> None:
    lu = lire_date(nom.upper(), aujourdhui)
    assert 1 <= (lu - aujourdhui).days <= 7
    assert JOURS[lu.weekday()] == nom


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("aujourd'hui", "2026-11-21"), ("aujourd’hui", "2026-11-21"), ("Demain", "2026-11-22"), ("hier", "2026-11-20"),
        ("+0j", "2026-11-21"), ("+8j", "2026-11-29"), ("-8 jours", "2026-11-13"), ("+ 10 j", "2026-12-01"),
        ("samedi", "2026-11-28"), ("dimanche", "2026-11-22"), ("02/03/2026", "2026-03-02"),
        ("13/12/2026", "2026-12-13"),
    ],
)  # fmt: skip
def test_les_mots_se_comptent_depuis_le_jour_donne(texte: str, attendu: str) -> None:
    assert lire_date(texte, SAMEDI).isoformat() == attendu


@pytest.mark.parametrize(
    ("texte", "raison"),
    [
        ("31/02/2026", "ce jour n'existe pas"),
        ("29/02/2025", "ce jour n'existe pas"),
        ("12/13/2026", "ce jour n'existe pas"),
        ("00/01/2026", "ce jour n'existe pas"),
        ("2026-13-01", "ce jour n'existe pas"),
        ("20260431", "ce jour n'existe pas"),
        ("01/01/1900", "année invraisemblable"),
        ("01/01/2200", "année invraisemblable"),
        ("", ""),
        ("2026", ""),
        ("01/2026", ""),
        ("1er mars 2026", ""),
        ("2026-1", ""),
        ("1/2/3/4", ""),
        ("+8", ""),
        ("+8m", ""),
    ],
)
def test_ce_qui_n_est_pas_une_date_est_refuse(texte: str, raison: str) -> None:
    with pytest.raises(DateIllisible) as refus:
        lire_date(texte, SAMEDI)
    assert f"« {texte} » n'est pas une date" in str(refus.value)
    assert raison in str(refus.value)
    assert refus.value.code == 2


@pytest.mark.parametrize("texte", ["demain", "lundi", "+8j", "hier"])
def test_sans_jour_de_reference_les_mots_sont_refuses(texte: str) -> None:
    with pytest.raises(DateIllisible):
        lire_date(texte)


@REGLAGES
@given(st.text(max_size=12) | st.from_regex(r"\A[+-]\d{1,5}j\Z"), DATES)
def test_un_texte_quelconque_se_lit_ou_se_refuse_sans_panne(texte: str, aujourdhui: dt.date) -> None:
    try:
        assert isinstance(lire_date(texte, aujourdhui), dt.date)
    except DateIllisible:
        return


@pytest.mark.parametrize(
    ("date", "lettres", "chiffres"),
    [
        (dt.date(2026, 3, 1), "1er mars 2026", "01/03/2026"),
        (dt.date(2026, 8, 2), "2 août 2026", "02/08/2026"),
        (dt.date(2024, 2, 29), "29 février 2024", "29/02/2024"),
        (dt.date(2026, 12, 31), "31 décembre 2026", "31/12/2026"),
    ],
)
def test_ecrire_une_date(date: dt.date, lettres: str, chiffres: str) -> None:
    assert (en_toutes_lettres(date), en_chiffres(date)) == (lettres, chiffres)
