"""Montants, dates et taux à l'écran ; repli des caractères."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recouvre.affichage.encodage import en_unicode, repli, sans_controle
from recouvre.affichage.francais import date, decimale, montant, pluriel, taux
from recouvre.domaine.montants import lire_montant


@given(st.integers(min_value=-(10**14), max_value=10**14))
def test_un_montant_affiche_se_relit(centimes: int) -> None:
    assert lire_montant(montant(centimes)) == centimes
    assert lire_montant(decimale(centimes)) == centimes


def test_les_espaces_sont_insecables() -> None:
    assert montant(123456789) == "1\u202f234\u202f567,89\u00a0€"
    assert montant(0) == "0,00\u00a0€"
    assert montant(-123456) == "-1\u202f234,56\u00a0€"


def test_date_taux_et_pluriel() -> None:
    assert date(dt.date(2026, 3, 1)) == "01/03/2026"
    assert date(None) == ""
    assert taux(Decimal("1E+1")) == "10,00\u00a0%"
    assert taux(Decimal("0")) == "0,00\u00a0%"
    assert taux(Decimal("-0.50")) == "-0,50\u00a0%"
    assert [pluriel(n, "facture") for n in (0, 1, 2)] == ["0 facture", "1 facture", "2 factures"]


TYPOGRAPHIE = "« L’œuvre » — 1\u202f234,56\u00a0€ → 12\u202f% … ─│┌┼═ Æ ß ½ ✓ Núñez"


@pytest.mark.parametrize("encodage", ["ascii", "cp1252", "latin-1", "cp850", "iso8859-15", "cp437", "mac-roman"])
def test_le_repli_s_ecrit_et_reste_lisible(encodage: str) -> None:
    rendu = repli(TYPOGRAPHIE, encodage)
    assert rendu.encode(encodage).decode(encodage) == rendu
    assert "?" not in rendu
    assert "->" in rendu
    assert "-|+" in rendu or "─│" in rendu


def test_le_repli_garde_ce_qui_s_ecrit() -> None:
    assert repli("« L’œuvre » – 5 € …", "cp1252") == "« L’œuvre » – 5 € …"
    assert repli(TYPOGRAPHIE, "utf-8") == TYPOGRAPHIE
    assert repli("日本", "cp1252") == "??"


@given(st.text(), st.sampled_from(["ascii", "cp1252", "utf-8"]))
def test_le_repli_n_echoue_jamais(texte: str, encodage: str) -> None:
    repli(texte, encodage).encode(encodage)


def test_un_encodage_inconnu_n_est_pas_de_l_unicode() -> None:
    flux = io.TextIOWrapper(io.BytesIO(), encoding="utf-16")
    assert en_unicode(flux)
    assert not en_unicode(io.TextIOWrapper(io.BytesIO(), encoding="latin-1"))


def test_les_caracteres_de_commande_sont_neutralises() -> None:
    assert sans_controle("a\x1b[31m\x9b\x00\r\nb\tc") == "a?[31m???\nb\tc"
