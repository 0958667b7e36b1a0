"""Lire ce que seul `recouvre calculer` demande : une période, une clause pénale, un choix dans une liste."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from recouvre.commandes.options import lire_jour
from recouvre.domaine.contrat import GenreTaux, lire_ordre, lire_taux_convenu
from recouvre.domaine.montants import lire_montant
from recouvre.domaine.refus import SaisieIllisible
from recouvre.operations.calcul import ClausePenale, Periode

_Choix = TypeVar("_Choix", bound=StrEnum)


def lire_choix(choix: type[_Choix]) -> Callable[[str], _Choix]:
    """Un lecteur des valeurs de cette liste, accents et majuscules mis à part. Lève ``SaisieIllisible``."""

    def lire(texte: str) -> _Choix:
        net = texte.strip().lower().replace("é", "e").replace(" ", "-")
        try:
            return choix(net)
        except ValueError:
            raise SaisieIllisible(f"« {texte} » n'est pas au choix : {', '.join(choix)}.") from None

    return lire


def lire_periode(texte: str) -> Periode:
    """« 01/02/2025=31/12/2025 » : le premier et le dernier jour. Lève ``SaisieIllisible`` (ou un refus de date)."""
    debut, egal, fin = texte.partition("=")
    if not egal:
        raise SaisieIllisible(f"« {texte} » s'écrit DEBUT=FIN, par exemple 01/02/2025=31/12/2025.")
    return Periode(lire_jour(debut), lire_jour(fin))


def lire_clause_penale(texte: str) -> ClausePenale:
    """« 10 % » du principal, ou « 150 € » par facture. Lève ``SaisieIllisible``.

    >>> lire_clause_penale("10 %").points, lire_clause_penale("150 €").forfait
    (Decimal('10'), 15000)
    """
    if "%" in texte:
        taux = lire_taux_convenu(texte)
        if taux.genre is GenreTaux.FIXE and taux.valeur > 0:
            return ClausePenale(points=Decimal(taux.valeur))
    elif "€" in texte or "eur" in texte.lower():
        forfait = lire_montant(texte)
        if forfait > 0:
            return ClausePenale(forfait=forfait)
    raise SaisieIllisible(f"« {texte} » n'est pas une clause pénale : écrivez « 10 % » ou « 150 € ».")


def lire_imputation(texte: str) -> str:
    """Un ordre d'imputation, contrôlé et gardé tel qu'il est écrit. Lève ``SaisieIllisible``."""
    lire_ordre(texte)
    return texte
