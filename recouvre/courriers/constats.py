"""Ce que le contrôle dit d'une règle : respectée, ou ce qui manque et comment le corriger."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Constat:
    """Une règle devant un courrier. ``regle`` : sa clé, stable ; ``manquement`` : vide si elle est respectée.

    >>> Constat(regle="frais", libelle="Aucun frais réclamé", article="CPCE L111-8 al. 2").respecte
    True
    """

    regle: str
    libelle: str
    article: str
    manquement: str = ""
    correction: str = ""

    @property
    def respecte(self) -> bool:
        """Vrai si la règle est respectée."""
        return not self.manquement

    @property
    def phrase(self) -> str:
        """Le manquement, son article et sa correction, en une phrase sans point final."""
        return f"{self.manquement} ({self.article}) : {self.correction}"
