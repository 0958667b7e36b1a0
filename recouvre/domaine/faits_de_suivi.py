"""Ce que le débiteur dit d'une créance, et ce que l'on apprend de lui. Des évènements comme les autres.

Ni un litige, ni une promesse, ni un signal n'arrête les intérêts : ils retiennent ce qui partirait. Seule la médiation
suspend la prescription (C. civ. 2238).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


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

    Un litige ouvert ce jour même ne l'est que si ``du_jour`` est vrai : il s'est ouvert et réglé le même jour.
    ``issue`` : comment le désaccord s'est réglé.
    """

    date: dt.date
    issue: str
    du_jour: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PromesseFaite:
    """Le débiteur promet ``montant`` centimes pour le jour ``pour_le``. Une promesse plus récente la remplace."""

    date: dt.date
    montant: int
    pour_le: dt.date


class NatureSignal(StrEnum):
    """Ce que l'on apprend et qui change ce qu'on a le droit, ou intérêt, de faire."""

    MEDIATION = "mediation"
    DECES = "deces"
    MINORITE = "minorite"
    TUTELLE = "tutelle"
    ETRANGER = "etranger"
    VISITE_REFUSEE = "visite-refusee"
    PRESCRIPTION_ACQUISE = "prescription-acquise"
    CONFIE_AILLEURS = "confie-ailleurs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signalement:
    """Un signal, à sa date. ``jusqu_au`` : son dernier jour s'il est connu ; ``texte`` : ce qu'il faut en savoir."""

    date: dt.date
    nature: NatureSignal
    jusqu_au: dt.date | None = None
    texte: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalLeve:
    """Les signaux de cette nature d'avant ce jour ne comptent plus. ``texte`` : pourquoi."""

    date: dt.date
    nature: NatureSignal
    texte: str = ""
