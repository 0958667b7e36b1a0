"""Les lecteurs de `saisies_calcul`, importés seulement quand une option est donnée : ils coûtent au démarrage."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from recouvre.operations.calcul import ClausePenale

_Choix = TypeVar("_Choix", bound=StrEnum)


def lire_choix(parmi: type[_Choix]) -> Callable[[str], _Choix]:
    """Un lecteur des valeurs de cette liste. Lève ``SaisieIllisible``."""

    def lire(texte: str) -> _Choix:
        from recouvre.commandes import saisies_calcul

        return saisies_calcul.lire_choix(parmi)(texte)

    return lire


def lire_clause_penale(texte: str) -> ClausePenale:
    """« 10 % » du principal, ou « 150 € » par facture. Lève ``SaisieIllisible``."""
    from recouvre.commandes import saisies_calcul

    return saisies_calcul.lire_clause_penale(texte)


def lire_imputation(texte: str) -> str:
    """Un ordre d'imputation, contrôlé et gardé tel qu'il est écrit. Lève ``SaisieIllisible``."""
    from recouvre.commandes import saisies_calcul

    return saisies_calcul.lire_imputation(texte)
