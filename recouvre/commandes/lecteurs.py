"""Les lecteurs de `saisies_calcul`, importés seulement quand une option est donnée : ils coûtent au démarrage."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from recouvre.operations.calcul import ClausePenale

_Choix = TypeVar("_Choix", bound=StrEnum)


def lire_choix(parmi: type[_Choix]) -> Callable[[str], _Choix]:
    """Un lecteur des valeurs de cette liste. Lève ``SaisieIllisible``."""

    def lire(texte: str) -> _Choix:
        from recouvre.commandes import saisies_calcul

        return saisies_calcul.lire_choix(parmi)(texte)

    return lire


AUCUN = "aucun"
"""Ce que l'on tape, au masculin ou au féminin, pour ôter ce que l'on avait dit."""


def ou_aucun(lire: Callable[[str], Any]) -> Callable[[str], Any]:
    """Un lecteur qui rend ``AUCUN`` de « aucun » ou « aucune », et ce que rend ``lire`` du reste."""

    def lit(texte: str) -> Any:
        return AUCUN if texte.strip().lower() in (AUCUN, "aucune") else lire(texte)

    return lit


def lire_clause_penale(texte: str) -> ClausePenale:
    """« 10 % » du principal, ou « 150 € » par facture. Lève ``SaisieIllisible``."""
    from recouvre.commandes import saisies_calcul

    return saisies_calcul.lire_clause_penale(texte)


def lire_imputation(texte: str) -> str:
    """Un ordre d'imputation, contrôlé et gardé tel qu'il est écrit. Lève ``SaisieIllisible``."""
    from recouvre.commandes import saisies_calcul

    return saisies_calcul.lire_imputation(texte)
