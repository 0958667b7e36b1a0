"""Ce que le débiteur dit d'une créance : il la conteste, il promet de payer. Des évènements comme les autres.

Ni un litige ni une promesse n'arrête les intérêts ou la prescription : ils retiennent ce qui partirait.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LitigeOuvert:
    """Le débiteur conteste. ``reconnu`` : les centimes qu'il ne conteste pas ; ``facture`` : vide, tout le dossier."""

    date: dt.date
    motif: str
    reconnu: int = 0
    facture: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LitigeClos:
    """Les litiges ouverts avant ce jour sont clos : il est le premier où l'on peut de nouveau réclamer.

    Un litige ouvert ce jour même ne l'est pas. ``issue`` : comment le désaccord s'est réglé.
    """

    date: dt.date
    issue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromesseFaite:
    """Le débiteur promet ``montant`` centimes pour le jour ``pour_le``. Une promesse plus récente la remplace."""

    date: dt.date
    montant: int
    pour_le: dt.date
