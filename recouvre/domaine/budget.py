"""Ce que le débiteur déclare de ses moyens, et ce que l'on pense de sa volonté de payer. Hors du journal : effaçable.

Rien n'est vérifié, rien n'est deviné, aucune note n'est calculée. On ne garde que ce qu'il faut pour un plan tenable :
deux sommes par mois et leur date (RGPD, art. 5 : minimisation) ; jamais la santé, ni le détail des ressources.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

ANCIEN = dt.timedelta(days=183)
"""Au-delà, la déclaration se redemande. Une règle de prudence : aucun texte ne fixe ce temps."""

NOTE_AU_PLUS = 200
"""Signes d'une note : assez pour « payé le 5, saisonnier », trop peu pour une enquête."""


class Volonte(StrEnum):
    """Ce que pense qui suit le dossier : une appréciation, que la personne pourra lire et contester."""

    BONNE = "bonne"
    INCERTAINE = "incertaine"
    MAUVAISE = "mauvaise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Centimes par mois, tels que déclarés le jour ``le``."""

    le: dt.date
    revenus: int
    charges: int
    volonte: Volonte | None = None
    note: str = ""

    @property
    def reste(self) -> int:
        """Ce qui reste disponible par mois ; négatif si les charges dépassent les revenus.

        >>> Budget(le=dt.date(2026, 3, 3), revenus=1_800_00, charges=1_450_00).reste
        35000
        """
        return self.revenus - self.charges

    def ancien(self, au: dt.date) -> bool:
        """Vrai si la déclaration a plus de six mois ce jour-là."""
        return au - self.le > ANCIEN
