"""Les évènements : tous les genres, leur forme, leur aller-retour par les données du journal."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import FrozenInstanceError, fields
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recouvre.base.codec import depuis_donnees, en_donnees
from recouvre.domaine import evenements
from recouvre.domaine.evenements import GENRES, Evenement

from .fabrique import PAR_TYPE, evenements_de

REGLAGES = settings(
    derandomize=True, database=None, deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow]
)


def test_la_liste_des_genres_est_complete() -> None:
    assert set(GENRES) == set(get_args(Evenement))
    declares = [objet for objet in vars(evenements).values() if isinstance(objet, type) and hasattr(objet, "date")]
    assert set(declares) - {dt.datetime} == set(GENRES)


@pytest.mark.parametrize("genre", GENRES, ids=lambda genre: genre.__name__)
def test_un_genre_a_une_date_est_fige_et_ne_porte_que_des_types_connus(genre: type[Evenement]) -> None:
    noms = [champ.name for champ in fields(genre)]
    assert noms[0] == "date"
    assert {str(champ.type) for champ in fields(genre)} <= set(PAR_TYPE)
    assert not set(noms) & {"nom", "prenom", "adresse", "courriel", "telephone"}, "aucune identité au journal"


@pytest.mark.parametrize("genre", GENRES, ids=lambda genre: genre.__name__)
@REGLAGES
@given(st.data())
def test_chaque_genre_se_relit_tel_qu_il_fut_ecrit(genre: type[Evenement], donnees: st.DataObject) -> None:
    evenement = donnees.draw(evenements_de(genre))
    ecrites = en_donnees(evenement)
    relu = depuis_donnees(genre.__name__, evenement.date.isoformat(), ecrites)
    assert relu == evenement
    assert repr(relu) == repr(evenement), "9,50 reste 9,50 : l'empreinte du fait n'a pas changé"
    assert en_donnees(relu) == ecrites


@pytest.mark.parametrize("genre", GENRES, ids=lambda genre: genre.__name__)
@REGLAGES
@given(st.data())
def test_les_donnees_sont_canoniques_et_sans_flottant(genre: type[Evenement], donnees: st.DataObject) -> None:
    ecrites = en_donnees(donnees.draw(evenements_de(genre)))

    def refuser(texte: str) -> float:
        raise AssertionError(f"un nombre à virgule au journal : {texte}")

    lues = json.loads(ecrites, parse_float=refuser)
    assert ecrites == json.dumps(lues, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert "date" not in lues


@pytest.mark.parametrize("genre", GENRES, ids=lambda genre: genre.__name__)
@settings(REGLAGES, max_examples=1)
@given(st.data())
def test_un_evenement_ne_se_modifie_pas(genre: type[Evenement], donnees: st.DataObject) -> None:
    evenement = donnees.draw(evenements_de(genre))
    for champ in fields(evenement):
        with pytest.raises(FrozenInstanceError):
            setattr(evenement, champ.name, None)


def test_un_genre_inconnu_de_cette_version_est_une_panne_claire() -> None:
    with pytest.raises(KeyError, match="FaitDeDemain"):
        depuis_donnees("FaitDeDemain", "2026-03-02", "{}")
