"""Les exemples publiés relevés ailleurs : chacun a son cas, et son recalcul est le nôtre, segment par segment."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from .cas import Cas, centimes, jour, lire_cas

EXEMPLES = Path(__file__).parents[3] / "shared" / "droit" / "exemples.json"
PUBLIES = tuple(cas for cas in lire_cas() if cas.exemple)
FAUX = {"E28", "E29", "E31"}
"""Faux dans leur source : le cas les déclare, et l'outil ne doit jamais les reproduire."""


def exemples() -> dict[str, dict[str, Any]]:
    if not EXEMPLES.exists():
        pytest.skip("les exemples relevés ne sont pas à côté du projet")
    return {exemple["id"]: exemple for exemple in json.loads(EXEMPLES.read_text("utf-8"))["exemples"]}


def nom(cas: Cas) -> str:
    return f"{cas.exemple} : {cas.titre}"


def test_chaque_exemple_a_son_cas() -> None:
    assert set(exemples()) == {cas.exemple for cas in PUBLIES}


def test_les_trois_exemples_faux_dans_leur_source_sont_declares() -> None:
    relevees = exemples()
    assert {ident for ident, exemple in relevees.items() if exemple["statut"].startswith("ERRONÉ")} == FAUX
    assert all(cas.ecarts for cas in PUBLIES if cas.exemple in FAUX)


@pytest.mark.parametrize("cas", PUBLIES, ids=nom)
def test_le_recalcul_de_l_exemple_est_celui_du_cas(cas: Cas) -> None:
    recalcul = exemples()[cas.exemple]["recalcul"]
    if "segments" in recalcul:
        assert [
            [jour(du).isoformat(), jour(au).isoformat(), int(jours), taux.replace(",", "."), centimes(montant)]
            for _, du, au, jours, _, taux, montant in cas.interets
        ] == [[*segment[:4], _centimes(segment[4])] for segment in recalcul["segments"]]
    taux_du_cas = {Decimal(ligne[5].replace(",", ".")) for ligne in cas.interets}
    for cle in {"taux_defaut", "plancher", "majore"} & set(recalcul):
        assert Decimal(recalcul[cle]) in taux_du_cas, cle
    if cas.exemple == "E31":
        assert taux_du_cas == {Decimal(recalcul["juste"])}
        return
    if "jours" in recalcul:
        assert [int(ligne[3]) for ligne in cas.interets] == [recalcul["jours"]]
    if _ordre_de_la_loi(cas):
        return
    cles = ("interets_base_365", "juste", "31_jours", "interets")
    attendu = next((recalcul[cle] for cle in cles if cle in recalcul), None)
    if attendu:
        assert sum(centimes(ligne[6]) for ligne in cas.interets) == _centimes(attendu)
    if "total" in recalcul:
        assert centimes(cas.totaux["total"]) == _centimes(recalcul["total"])


@pytest.mark.parametrize("cas", PUBLIES, ids=nom)
def test_le_statut_de_l_exemple_est_tenu(cas: Cas) -> None:
    """CONCORDE : le chiffre publié est le nôtre. DIFFERE, ERRONÉ : le cas le déclare et dit pourquoi."""
    exemple = exemples()[cas.exemple]
    publie = exemple["attendu"]
    if not exemple["statut"].startswith("CONCORDE") or _ordre_de_la_loi(cas):
        assert cas.ecarts
        return
    assert not cas.ecarts
    if "interets" in publie:
        assert sum(centimes(ligne[6]) for ligne in cas.interets) == _centimes(publie["interets"])
    if "total" in publie:
        assert centimes(cas.totaux["total"]) == _centimes(publie["total"])
    if "jours" in publie:
        assert sum(int(ligne[3]) for ligne in cas.interets) == publie["jours"]


def _ordre_de_la_loi(cas: Cas) -> bool:
    """E04 impute sur le principal d'abord : un cas le suit, par convention ; l'autre garde l'ordre de la loi."""
    return cas.exemple == "E04" and bool(cas.ecarts)


def _centimes(texte: str) -> int:
    return int(Decimal(texte) * 100)
