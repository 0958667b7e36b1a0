"""Identifiants : formes acceptées, refus, clés comparées à python-stdnum."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import luhn

from recouvre.domaine.refus import SaisieIllisible
from recouvre.echanges import identifiants as ids


@settings(deadline=None, derandomize=True, database=None)
@given(st.text("0123456789", min_size=9, max_size=9))
def test_la_cle_du_siren_est_celle_de_luhn(chiffres: str) -> None:
    try:
        juste = ids.controler_siren(chiffres) == chiffres
    except ids.CleFausse as faute:
        juste = False
        assert faute.numero == chiffres
    assert juste == luhn.is_valid(chiffres)


@pytest.mark.parametrize(
    ("controler", "ecrit", "attendu"),
    [
        (ids.controler_siren, "900 000 019", "900000019"),
        (ids.controler_siren, "900\u00a0000\u202f019", "900000019"),
        (ids.controler_siret, "73282932000074", "73282932000074"),
        (ids.controler_siret, "356 000 000 00048", "35600000000048"),
        (ids.siren_de_tva, "fr 19 787 878 784", "787878784"),
        (ids.controler_iban, "FR14 2004 1010 0505 0001 3M02 606", "FR1420041010050500013M02606"),
        (ids.controler_iban, "BE71 0961 2345 6769", "BE71096123456769"),
        (ids.controler_bic, "bnpafrppxxx", "BNPAFRPPXXX"),
        (ids.controler_telephone, "04.74.00.00.01", "0474000001"),
        (ids.controler_telephone, "+33 (0)4 74 00 00 01", "0474000001"),
        (ids.controler_telephone, "0033 6 00 00 00 02", "0600000002"),
        (ids.controler_telephone, "474000001", "0474000001"),
        (ids.controler_telephone, "+596 696 12 34 56", "0696123456"),
        (ids.controler_telephone, "+41 22 345 67 89", "+41223456789"),
        (ids.controler_courriel, "a.b+c@sous.domaine.fr", "a.b+c@sous.domaine.fr"),
        (ids.controler_code_postal, "1000", "01000"),
        (ids.controler_code_postal, "75 008", "75008"),
        (ids.refuser_surtaxe, "09 70 00 00 00", "0970000000"),
    ],
)
def test_formes_acceptees(controler: ids.Controle, ecrit: str, attendu: str) -> None:
    assert controler(ecrit) == attendu


@pytest.mark.parametrize(
    ("controler", "ecrit", "phrase"),
    [
        (ids.controler_siren, "900000424", "Le SIREN 900000424 est faux"),
        (ids.controler_siren, "90000001", "a 8 chiffres ; il en faut 9"),
        (ids.controler_siren, "9,00E+08", "abîmé par un tableur"),
        (ids.controler_siren, "RCS Lyon", "illisible"),
        (ids.controler_siret, "73282932000079", "est faux"),
        (ids.siren_de_tva, "FR20787878784", "est faux"),
        (ids.siren_de_tva, "DE136695976", "pas un numéro de TVA français"),
        (ids.siren_de_tva, "FR53000004692", "monégasque"),
        (ids.controler_iban, "FR1420041010050500013M02607", "est faux"),
        (ids.controler_iban, "FR14 2004", "pas un IBAN"),
        (ids.controler_iban, "FR142004101005050001", "un IBAN français en a 27"),
        (ids.controler_bic, "BNP", "pas un BIC"),
        (ids.controler_telephone, "12 34", "pas un numéro de téléphone"),
        (ids.controler_telephone, "+33 4 74 00", "pas un numéro de téléphone"),
        (ids.controler_courriel, "h.nunez@exemple", "pas une adresse de courriel complète"),
        (ids.controler_courriel, "a..b@exemple.fr", "pas une adresse de courriel complète"),
        (ids.controler_courriel, "a@exemple.fr\nBcc: b@exemple.fr", "pas une adresse de courriel complète"),
        (ids.controler_code_postal, "0123", "a 5 chiffres"),
        (ids.refuser_surtaxe, "0892 70 00 00", "surtaxé"),
    ],
)
def test_refus(controler: ids.Controle, ecrit: str, phrase: str) -> None:
    with pytest.raises(SaisieIllisible, match=phrase):
        controler(ecrit)


def test_mise_en_forme() -> None:
    assert ids.formater_telephone("0474000001") == "04 74 00 00 01"
    assert ids.formater_telephone("+3222345678") == "+3222345678"


def test_un_organisme_public_se_reconnait_a_son_siren() -> None:
    assert ids.est_organisme_public("217500016")
    assert not ids.est_organisme_public("900000019")
