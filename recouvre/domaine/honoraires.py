"""Le barème d'honoraires d'un créancier : ce que la convention lui fait payer (CPCE, art. R124-3 3°).

Un barème vaut à partir d'une date ; le précédent reste pour ce qui a été encaissé avant. Il ne regarde que l'agence et
le créancier : rien n'en est jamais réclamé au débiteur (CPCE, art. L111-8).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from recouvre.domaine.montants import lire_montant
from recouvre.domaine.refus import Refus, SaisieIllisible

_POURCENT = re.compile(r"(\d{1,3}(?:[.,]\d{1,4})?)\s*%")
_TRANCHE = re.compile(
    rf"{_POURCENT.pattern}(?:\s*jusqu['’]?\s*[àa]\s+(?P<au_plus>.+)|\s*au[- ]del[àa])?", re.IGNORECASE
)
_ANCIENNE = re.compile(r"(?P<mois>\d{1,3})\s*mois\s*:(?P<reste>.+)", re.IGNORECASE)
_EXEMPLE = "« 12 % » ou « 12 % jusqu'à 5000 ; 10 % jusqu'à 20000 ; 8 % au-delà »"


class BaremeFautif(Refus):
    """Un barème qui ne peut pas s'appliquer."""


class Selon(StrEnum):
    """Ce qui fait changer de tranche."""

    RECOUVRE = "recouvre"
    CONFIE = "confie"


class Assiette(StrEnum):
    """Ce que la commission frappe : tout ce qui est encaissé, ou la seule part qui règle le principal."""

    TOUT = "tout"
    PRINCIPAL = "principal"


@dataclass(frozen=True, slots=True)
class Tranche:
    """``taux`` pour cent, jusqu'à ``au_plus`` (centimes) ; ``None`` : au-delà."""

    taux: Decimal
    au_plus: int | None = None


@dataclass(frozen=True, slots=True)
class Grille:
    """Les tranches des créances échues depuis ``des_mois`` mois au moins quand elles sont confiées."""

    tranches: tuple[Tranche, ...]
    des_mois: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BaremeHonoraires:
    """Une version : elle vaut pour ce qui est encaissé à partir du jour ``du``.

    ``selon`` : « recouvre », les tranches sont progressives et se comptent par dossier, sur ce qu'il a déjà rendu ;
    « confie », un seul taux, celui de la tranche où tombe le montant des factures confiées. ``direct`` : le taux de ce
    que le créancier reçoit lui-même ; ``None``, comme le reste ; zéro, rien n'est dû. ``minimum`` : en centimes hors
    taxes, par dossier où une somme est encaissée. ``tva`` pour cent.
    """

    du: dt.date
    grilles: tuple[Grille, ...]
    selon: Selon = Selon.RECOUVRE
    assiette: Assiette = Assiette.TOUT
    direct: Decimal | None = None
    minimum: int = 0
    tva: Decimal = Decimal(20)

    def __post_init__(self) -> None:
        _verifier(self)

    def grille(self, mois: int) -> Grille:
        """La grille d'une créance échue depuis tant de mois quand elle a été confiée."""
        return max((g for g in self.grilles if g.des_mois <= mois), key=lambda g: g.des_mois)


def _verifier(bareme: BaremeHonoraires) -> None:
    ages = [grille.des_mois for grille in bareme.grilles]
    if 0 not in ages or len(set(ages)) < len(ages):
        raise BaremeFautif(
            "Un barème a une commission ordinaire, et au plus une commission par ancienneté : corrigez, puis relancez."
        )
    for grille in bareme.grilles:
        bornes = [tranche.au_plus for tranche in grille.tranches]
        plafonds = [borne for borne in bornes if borne is not None]
        if not bornes or bornes[-1] is not None or len(plafonds) < len(bornes) - 1:
            raise BaremeFautif(f"Dites le taux au-delà de la dernière tranche : {_EXEMPLE}.")
        if plafonds != sorted(set(plafonds)) or min(plafonds, default=1) <= 0:
            raise BaremeFautif("Les tranches se donnent de la plus basse à la plus haute, chacune une fois.")
    taux = [*(t.taux for g in bareme.grilles for t in g.tranches), bareme.tva, bareme.direct or Decimal(0)]
    if bareme.minimum < 0 or not all(0 <= points <= 100 for points in taux):
        raise BaremeFautif("Un taux va de 0 à 100 %, et le minimum n'est pas négatif : corrigez, puis relancez.")


def en_vigueur(baremes: Iterable[BaremeHonoraires], le: dt.date) -> BaremeHonoraires | None:
    """La version qui vaut ce jour-là : la dernière commencée ; ``None`` avant la première."""
    return max((b for b in baremes if b.du <= le), key=lambda b: b.du, default=None)


def en_vigueur_ou_prochain(baremes: Sequence[BaremeHonoraires], le: dt.date) -> BaremeHonoraires | None:
    """La version d'une convention signée ce jour-là : celle qui vaut, sinon la première à venir."""
    return en_vigueur(baremes, le) or min(baremes, key=lambda b: b.du, default=None)


def mois_pleins(debut: dt.date, fin: dt.date) -> int:
    """Les mois entiers d'une date à l'autre ; jamais négatif.

    >>> mois_pleins(dt.date(2025, 1, 31), dt.date(2026, 1, 30)), mois_pleins(dt.date(2026, 3, 1), dt.date(2026, 1, 1))
    (11, 0)
    """
    return max(0, (fin.year - debut.year) * 12 + fin.month - debut.month - (fin.day < debut.day))


def lire_pourcent(texte: str) -> Decimal:
    """« 12 », « 12,5 % ». Lève ``SaisieIllisible``.

    >>> lire_pourcent("12,50 %")
    Decimal('12.5')
    """
    trouve = _POURCENT.fullmatch(texte.strip() if "%" in texte else f"{texte.strip()} %")
    if trouve is None or (taux := _net(trouve[1])) > 100:
        raise SaisieIllisible(f"« {texte} » n'est pas un pourcentage, de 0 à 100. Écrivez par exemple 12,5 %.")
    return taux


def lire_tranches(texte: str) -> tuple[Tranche, ...]:
    """« 12 % », ou « 12 % jusqu'à 5000 ; 10 % jusqu'à 20000 ; 8 % au-delà ». Lève ``SaisieIllisible``.

    >>> lire_tranches("12 % jusqu'à 5000 ; 8 % au-delà")
    (Tranche(taux=Decimal('12'), au_plus=500000), Tranche(taux=Decimal('8'), au_plus=None))
    """
    return tuple(_lire_tranche(morceau.strip()) for morceau in texte.split(";") if morceau.strip())


def _lire_tranche(texte: str) -> Tranche:
    trouve = _TRANCHE.fullmatch(texte)
    if trouve is None:
        raise SaisieIllisible(f"« {texte} » n'est pas une commission. Écrivez {_EXEMPLE}.")
    return Tranche(lire_pourcent(trouve[1]), lire_montant(trouve["au_plus"]) if trouve["au_plus"] else None)


def lire_anciennete(texte: str) -> Grille:
    """« 24 mois : 20 % jusqu'à 5000 ; 15 % au-delà ». Lève ``SaisieIllisible``.

    >>> lire_anciennete("24 mois : 20 %")
    Grille(tranches=(Tranche(taux=Decimal('20'), au_plus=None),), des_mois=24)
    """
    trouve = _ANCIENNE.fullmatch(texte.strip())
    if trouve is None or not int(trouve["mois"]):
        raise SaisieIllisible(f"« {texte} » ne se lit pas. Écrivez « 24 mois : » puis la commission, {_EXEMPLE}.")
    return Grille(lire_tranches(trouve["reste"]), int(trouve["mois"]))


def _net(texte: str) -> Decimal:
    """Sans zéro de trop : 12,50 et 12,5 sont le même taux, et s'écrivent de même."""
    entiers, _, decimales = texte.replace(",", ".").partition(".")
    return Decimal(f"{int(entiers)}.{decimales.rstrip('0')}".rstrip("."))
