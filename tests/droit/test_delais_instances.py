"""La table des délais d'instance : datée, sourcée, sans trou ni double ; et les dates que l'on en compte."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from recouvre.droit.delais import UN_JOUR
from recouvre.droit.delais_instances import (
    CodeBascule,
    CodeDelai,
    CodeSeuil,
    Delai,
    bascule,
    delai,
    executoire_le,
    seuil,
)
from recouvre.droit.tables import lire_table

TABLE = lire_table("delais_instances")


@pytest.mark.parametrize("code", CodeDelai)
def test_chaque_delai_couvre_chaque_jour_une_seule_fois(code: CodeDelai) -> None:
    lignes = sorted((Delai(**ligne) for ligne in TABLE["delais"] if ligne["code"] == code), key=lambda d: d.du)
    assert lignes and lignes[-1].au == dt.date.max
    assert all(avant.au + UN_JOUR == apres.du for avant, apres in pairwise(lignes))
    if not code.startswith("l126"):
        assert lignes[0].du == dt.date.min


def test_la_table_ne_contient_que_ce_que_le_code_connait_et_chaque_ligne_a_sa_source() -> None:
    for nom, codes in (("delais", CodeDelai), ("seuils", CodeSeuil), ("bascules", CodeBascule)):
        assert {ligne["code"] for ligne in TABLE[nom]} == {str(code) for code in codes}
        for ligne in TABLE[nom]:
            assert ligne["niveau"] in "ABC" and len(ligne["source"]) > 10 and ligne["texte"]


def test_ce_qui_n_a_pas_ete_lu_le_dit() -> None:
    septembre = dt.date(2026, 9, 1)
    assert delai(CodeDelai.IP_SIGNIFICATION, septembre).fondement.endswith("texte à relire]")
    assert "[" not in delai(CodeDelai.IP_SIGNIFICATION, septembre - UN_JOUR).fondement
    assert "[C" in bascule(CodeBascule.PETITES_CREANCES_HORS_COMMERCANTS).fondement


def test_les_seuils_et_les_durees_du_droit() -> None:
    assert (seuil(CodeSeuil.AVOCAT).montant, seuil(CodeSeuil.PETITES_CREANCES).montant) == (10_000_00, 5_000_00)
    jour = dt.date(2026, 9, 1)
    lues = {code: delai(code, jour).duree_lisible for code in CodeDelai}
    assert lues == {
        CodeDelai.IP_SIGNIFICATION: "3 mois", CodeDelai.IP_OPPOSITION: "1 mois", CodeDelai.IP_EXECUTION: "2 mois",
        CodeDelai.IP_CONSIGNATION: "15 jours", CodeDelai.IP_CONSIGNATION_OPPOSITION: "15 jours",
        CodeDelai.IP_CONSTITUTION: "15 jours", CodeDelai.JUGEMENT_SIGNIFICATION: "6 mois",
        CodeDelai.PC_REPONSE: "1 mois", CodeDelai.L126_CONTESTATION: "1 mois",
        CodeDelai.L126_PROCES_VERBAL: "8 jours", CodeDelai.L126_SIGNIFICATION: "6 mois",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("ordonnance", "limite", "encore", "perdue"),
    [
        ("2026-03-10", "2026-09-10", "2026-09-10", "2026-09-11"),
        ("2026-08-31", "2027-02-28", "2027-03-01", "2027-03-02"),
        ("2026-09-30", "2026-12-30", "2026-12-30", "2026-12-31"),
        ("2026-11-30", "2027-02-28", "2027-03-01", "2027-03-02"),
    ],
)
def test_le_delai_affiche_n_est_jamais_reporte_mais_rien_n_est_perdu_avant_le_jour_ouvre(
    ordonnance: str, limite: str, encore: str, perdue: str
) -> None:
    le = dt.date.fromisoformat(ordonnance)
    regle = delai(CodeDelai.IP_SIGNIFICATION, le)
    assert regle.terme(le).isoformat() == limite
    assert not regle.trop_tard(le, dt.date.fromisoformat(encore))
    assert regle.trop_tard(le, dt.date.fromisoformat(perdue))


def test_executoire_un_mois_puis_deux() -> None:
    signifiee = dt.date(2026, 9, 15)
    assert executoire_le(dt.date(2026, 8, 31), signifiee) == dt.date(2026, 10, 16)
    assert executoire_le(dt.date(2026, 9, 1), signifiee) == dt.date(2026, 11, 17), "le 15 novembre est un dimanche"
