"""L'intérêt simple, exact, arrondi une seule fois. Tout en entiers : ni flottant, ni arrondi intermédiaire.

Convention : jours / 365, même une année bissextile (fiche service-public F783 : « diviser par 36 500 ») ; les jours se
comptent du lendemain de l'échéance au jour du paiement inclus.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

BASE = 365 * 100
"""Jours de l'année × points : ``base × taux × jours / 36500``."""

Quotient = tuple[int, int]
"""Un montant exact, en centimes : numérateur, dénominateur (positif)."""


def interet_exact(base: int, taux: Decimal, jours: int) -> Quotient:
    """L'intérêt en centimes, non arrondi, d'une base (centimes), d'un taux (points par an) et d'un nombre de jours."""
    numerateur, denominateur = taux.as_integer_ratio()
    return base * numerateur * jours, denominateur * BASE


def arrondir(montant: Quotient) -> int:
    """Au centime, demi vers le haut.

    >>> arrondir((1, 2)), arrondir((149, 100))
    (1, 1)
    """
    numerateur, denominateur = montant
    return (2 * numerateur + denominateur) // (2 * denominateur)


def sommer(montants: Iterable[Quotient]) -> Quotient:
    """La somme exacte.

    >>> arrondir(sommer([(1, 4), (1, 4)]))
    1
    """
    somme, commun = 0, 1
    for numerateur, denominateur in montants:
        somme, commun = somme * denominateur + numerateur * commun, commun * denominateur
    return somme, commun


def interet(base: int, taux: Decimal, jours: int) -> int:
    """L'intérêt en centimes, arrondi.

    >>> interet(12_000_00, Decimal("14.50"), 30), interet(12_000_00, Decimal("14.25"), 77)
    (14301, 36074)
    """
    return arrondir(interet_exact(base, taux, jours))
