"""À quels numéros un SMS arrive, et comment une passerelle les attend."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recouvre.domaine.telephones import NumeroSansSms, numero_international


@pytest.mark.parametrize(
    ("ecrit", "attendu"),
    [
        ("06 12 34 56 78", "+33612345678"),
        ("07.12.34.56.78", "+33712345678"),
        ("0612345678", "+33612345678"),
        ("+33 6 12 34 56 78", "+33612345678"),
        ("0033 6 12 34 56 78", "+33612345678"),
        ("+33 (0)6 12 34 56 78", "+33612345678"),
        ("06\u00a012\u202f34-56/78", "+33612345678"),
        ("0639 12 34 56", "+262639123456"),
        ("0690 12 34 56", "+590690123456"),
        ("0691 12 34 56", "+590691123456"),
        ("0692 12 34 56", "+262692123456"),
        ("0693 12 34 56", "+262693123456"),
        ("0694 12 34 56", "+594694123456"),
        ("0696 12 34 56", "+596696123456"),
        ("0697 12 34 56", "+596697123456"),
        ("+262 692 12 34 56", "+262692123456"),
        ("+33 692 12 34 56", "+262692123456"),
        ("+32 470 12 34 56", "+32470123456"),
        ("0041 79 123 45 67", "+41791234567"),
    ],
)
def test_un_mobile_s_ecrit_en_forme_internationale(ecrit: str, attendu: str) -> None:
    assert numero_international(ecrit) == attendu
    assert numero_international(attendu) == attendu


@pytest.mark.parametrize(
    ("ecrit", "dit"),
    [
        ("04 72 00 11 22", "ligne fixe"),
        ("+33 1 23 45 67 89", "ligne fixe"),
        ("09 72 00 11 22", "ligne fixe"),
        ("+262 262 12 34 56", "ligne fixe"),
        ("0892 12 34 56", "surtaxé"),
        ("+33 8 92 12 34 56", "surtaxé"),
        ("0812 34 56 78", "surtaxé"),
        ("+590 692 12 34 56", r"\+262"),
        ("+262 612 34 56 78", r"\+33"),
        ("06 12 34 56", "entier"),
        ("+33 6 12 34 56", "neuf chiffres"),
        ("", "vide"),
        ("3008", "entier"),
        ("a@b.fr", "entier"),
        ("06 12 34 56 78 ou 07", "entier"),
        ("٠٦١٢٣٤٥٦٧٨", "entier"),
        ("06\u0661\u0662345678", "entier"),
    ],
)
def test_ce_qui_ne_recoit_pas_de_sms_dit_pourquoi(ecrit: str, dit: str) -> None:
    with pytest.raises(NumeroSansSms, match=dit) as refus:
        numero_international(ecrit)
    assert "06 12 34 56 78" in refus.value.phrase


@given(st.text(st.sampled_from("+0123456789 .()-"), max_size=18))
def test_ce_qui_passe_est_toujours_un_numero_e164(ecrit: str) -> None:
    try:
        numero = numero_international(ecrit)
    except NumeroSansSms:
        return
    assert re.fullmatch(r"\+[1-9]\d{6,14}", numero)
    assert not re.match(r"\+33[^67]", numero)
    assert numero_international(numero) == numero
