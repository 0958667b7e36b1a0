"""Reconnaître un numéro de carte, sans prendre une référence de paiement pour lui."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recouvre.echanges.cartes import RESEAUX, contient_une_carte
from recouvre.echanges.identifiants import cle_juste

DU_COMMERCE = (
    "4970100000000154", "4111111111111111", "4222222222222", "5555555555554444", "2223003122003222",
    "378282246310005", "371449635398431", "30569309025904", "38520000023237", "36227206271667", "6011111111111117",
    "3530111333300000", "6304000000000000000", "6759649826438453", "6200000000000005",
)  # fmt: skip
"""Les numéros d'essai que publient les réseaux et les prestataires de paiement."""


def avec_sa_cle(debut: str) -> str:
    """Ces chiffres, et le dernier qui rend la clé juste."""
    return next(debut + cle for cle in "0123456789" if cle_juste(debut + cle))


@pytest.mark.parametrize("numero", DU_COMMERCE)
def test_les_numeros_d_essai_de_chaque_reseau_sont_reconnus(numero: str) -> None:
    assert contient_une_carte(numero, par_carte=True)
    assert contient_une_carte(f"CB {numero} 12/28", par_carte=True)


@given(reseau=st.sampled_from(RESEAUX), donnees=st.data())
def test_toute_carte_d_un_reseau_est_reconnue(reseau, donnees) -> None:  # type: ignore[no-untyped-def]
    du, au = donnees.draw(st.sampled_from(reseau.debuts))
    debut = str(donnees.draw(st.integers(du, au)))
    reste = donnees.draw(st.sampled_from(reseau.longueurs)) - len(debut) - 1
    numero = avec_sa_cle(debut + donnees.draw(st.text("0123456789", min_size=reste, max_size=reste)))
    assert contient_une_carte(numero, par_carte=True)
    groupes = " ".join(numero[rang : rang + 4] for rang in range(0, len(numero), 4))
    assert contient_une_carte(f"{groupes} 12/28", par_carte=True)
    assert contient_une_carte(f"VIR {numero}", par_carte=False) is (len(numero) != 14)


@given(st.text("0123456789", min_size=12, max_size=18).map(avec_sa_cle))
def test_la_cle_seule_ne_fait_pas_une_carte(numero: str) -> None:
    """Un numéro de clé juste, dont le début n'est d'aucun réseau, est une référence."""
    if not numero.startswith(("2", "3", "4", "5", "6")):
        assert not contient_une_carte(numero, par_carte=True)


@pytest.mark.parametrize("jour", ["2026", "202603", "20261122"])
def test_une_reference_datee_n_est_jamais_une_carte(jour: str) -> None:
    """Les références commencent souvent par l'année : aucun réseau n'y commence."""
    hasard = random.Random(4)  # noqa: S311
    for longueur in range(13, 20):
        suite = "".join(hasard.choices("0123456789", k=longueur - 1 - len(jour)))
        assert not contient_une_carte(avec_sa_cle(jour + suite), par_carte=True)


def test_une_reference_toute_en_chiffres_est_rarement_une_carte() -> None:
    """Une fois sur cent au plus, quand la clé de Luhn seule en arrêtait une sur dix."""
    hasard, essais = random.Random(20261122), 20_000  # noqa: S311
    tirees = ("".join(hasard.choices("0123456789", k=hasard.randint(13, 19))) for _ in range(essais))
    assert sum(contient_une_carte(reference, par_carte=True) for reference in tirees) < essais // 100


@pytest.mark.parametrize(
    "texte", ["", "0000000000000000", "00000000000000000000", "4970100000000155", "497010000015", "79927398713"]
)
def test_ce_qui_n_est_pas_une_carte(texte: str) -> None:
    assert not contient_une_carte(texte, par_carte=True)
