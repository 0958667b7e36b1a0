"""L'intérêt simple, exact, arrondi une seule fois. Tout en entiers : ni flottant, ni arrondi intermédiaire.

Convention : jours / 365, même une année bissextile (fiche service-public F783 : « diviser par 36 500 ») ; les jours se
comptent du lendemain de l'échéance au jour du paiement inclus. Un contrat peut vouloir 366 (exact/exact).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

JOURS_DE_L_ANNEE = 365

Quotient = tuple[int, int]
"""Un montant exact, en centimes : numérateur, dénominateur (positif)."""


@lru_cache(maxsize=1024)
def fraction_par_jour(taux: Decimal, annee: int = JOURS_DE_L_ANNEE) -> Quotient:
    """Ce que rapporte un centime en un jour, à ce taux (points par an).

    >>> fraction_par_jour(Decimal("14.25"))
    (57, 146000)
    """
    numerateur, denominateur = taux.as_integer_ratio()
    return numerateur, denominateur * annee * 100


def interet_exact(base: int, par_jour: Quotient, jours: int) -> Quotient:
    """L'intérêt en centimes, non arrondi, d'une base (centimes) pendant un nombre de jours."""
    return base * par_jour[0] * jours, par_jour[1]


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


def interet(base: int, par_jour: Quotient, jours: int) -> int:
    """L'intérêt en centimes, arrondi.

    >>> interet(12_000_00, fraction_par_jour(Decimal("14.50")), 30)
    14301
    >>> interet(12_000_00, fraction_par_jour(Decimal("14.25")), 77)
    36074
    """
    numerateur, denominateur = par_jour
    return (2 * base * numerateur * jours + denominateur) // (2 * denominateur)
