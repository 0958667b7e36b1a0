"""L'intérêt simple, exact, arrondi une seule fois.

Convention : jours / 365, même une année bissextile (fiche service-public F783 : « diviser par 36 500 ») ; les jours se
comptent du lendemain de l'échéance au jour du paiement inclus.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

BASE_ANNUELLE = 365
CENT_POINTS = 100


def interet_exact(base: int, taux: Decimal, jours: int) -> Fraction:
    """L'intérêt en centimes, non arrondi : ``base × taux × jours / 36500``."""
    return Fraction(base) * Fraction(taux) * jours / (CENT_POINTS * BASE_ANNUELLE)


def arrondir(centimes: Fraction) -> int:
    """Au centime, demi vers le haut.

    >>> arrondir(Fraction(1, 2)), arrondir(Fraction(149, 100))
    (1, 1)
    """
    return (2 * centimes.numerator + centimes.denominator) // (2 * centimes.denominator)


def interet(base: int, taux: Decimal, jours: int) -> int:
    """L'intérêt en centimes d'une base (centimes), d'un taux (points par an) et d'un nombre de jours.

    >>> interet(12_000_00, Decimal("14.50"), 30), interet(12_000_00, Decimal("14.25"), 77)
    (14301, 36074)
    """
    return arrondir(interet_exact(base, taux, jours))
