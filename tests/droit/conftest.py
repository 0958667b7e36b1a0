"""Chaque processus de test repart d'un barème qui n'a encore rien appris.

Sans cela, un processus né d'un autre (les mutations) jugerait des courbes que le code d'avant avait calculées.
"""

from __future__ import annotations

import pytest

from recouvre.droit import delais, interets

from .fabrique import BAREME


@pytest.fixture(scope="session", autouse=True)
def bareme_neuf() -> None:
    """Oublie les courbes et les fractions apprises."""
    BAREME._gardees.clear()
    for memoire in (interets.fraction_par_jour, delais.feries, delais.est_ouvre, delais.reporter, delais.avancer):
        memoire.cache_clear()
