"""Les exemples publiés relevés ailleurs : chacun a son cas, et son recalcul est le nôtre, segment par segment."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from recouvre.droit.interets import interet

from .cas import Cas, centimes, jour, lire_cas

EXEMPLES = Path(__file__).parents[3] / "shared" / "droit" / "exemples.json"
PAR_EXEMPLE = {cas.exemple: cas for cas in lire_cas() if cas.exemple}

AILLEURS = {
    "E07": "deux taux conventionnels successifs : une facture n'en porte qu'un ; arithmétique ci-dessous",
    "E30": "taux d'un semestre : test_tables",
    "E31": "erroné dans la source : test_tables",
    "E32": "plancher : test_tables",
    "E33": "plancher : test_tables",
    "E34": "plancher : test_tables",
    "E35": "plancher : test_tables",
    "E36": "plancher : test_tables",
    "E37": "plancher : test_tables",
    "E39": "majoration de cinq points après jugement : hors de cette version ; le taux de 2006 est dans test_tables",
    "E40": "défaut et plancher au 14/12/2012 : test_tables",
}


def exemples() -> dict[str, dict[str, Any]]:
    if not EXEMPLES.exists():
        pytest.skip("les exemples relevés ne sont pas à côté du projet")
    return {exemple["id"]: exemple for exemple in json.loads(EXEMPLES.read_text("utf-8"))["exemples"]}


def test_chaque_exemple_a_son_cas_ou_sa_raison() -> None:
    assert set(exemples()) == set(PAR_EXEMPLE) | set(AILLEURS)
    assert not set(PAR_EXEMPLE) & set(AILLEURS)


@pytest.mark.parametrize("cas", PAR_EXEMPLE.values(), ids=PAR_EXEMPLE)
def test_le_recalcul_de_l_exemple_est_celui_du_cas(cas: Cas) -> None:
    recalcul = exemples()[cas.exemple]["recalcul"]
    if "segments" in recalcul:
        assert [
            [jour(du).isoformat(), jour(au).isoformat(), int(jours), taux.replace(",", "."), centimes(montant)]
            for _, du, au, jours, _, taux, montant in cas.interets
        ] == [[*segment[:4], _centimes(segment[4])] for segment in recalcul["segments"]]
    courus = sum(centimes(ligne[6]) for ligne in cas.interets)
    cles = ("interets_base_365", "juste", "31_jours", "interets")
    attendu = next((recalcul[cle] for cle in cles if cle in recalcul), None)
    if attendu and cas.exemple != "E04":
        assert courus == _centimes(attendu)
    if "jours" in recalcul:
        assert [int(ligne[3]) for ligne in cas.interets] == [recalcul["jours"]]
    if cas.exemple != "E04" and "total" in recalcul:
        assert centimes(cas.totaux["total"]) == _centimes(recalcul["total"])


@pytest.mark.parametrize("cas", PAR_EXEMPLE.values(), ids=PAR_EXEMPLE)
def test_le_statut_de_l_exemple_est_tenu(cas: Cas) -> None:
    """CONCORDE : le chiffre publié est le nôtre. DIFFERE, ERRONÉ : le cas le déclare et dit pourquoi."""
    exemple = exemples()[cas.exemple]
    publie = exemple["attendu"]
    if not exemple["statut"].startswith("CONCORDE") or cas.exemple == "E04":
        assert cas.ecarts
        return
    assert not cas.ecarts
    if "interets" in publie:
        assert sum(centimes(ligne[6]) for ligne in cas.interets) == _centimes(publie["interets"])
    if "total" in publie:
        assert centimes(cas.totaux["total"]) == _centimes(publie["total"])
    if "jours" in publie:
        assert sum(int(ligne[3]) for ligne in cas.interets) == publie["jours"]


def test_e07_deux_taux_bout_a_bout() -> None:
    """Avec ses bornes (échéance incluse, arrêté exclu) : 181 jours à 10, puis 184 à 20."""
    assert interet(10_000_00, Decimal(10), 181) + interet(10_000_00, Decimal(20), 184) == 1_504_11


def _centimes(texte: str) -> int:
    return int(Decimal(texte) * 100)
