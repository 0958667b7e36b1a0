"""Compter les honoraires d'un dossier : chaque paiement, ce qu'il fait devoir au créancier, ligne par ligne.

Un arrondi par ligne, au centime, demi vers le haut ; les honoraires d'un paiement sont la somme de ses lignes, leur TVA
s'arrondit sur cette somme, et tout total est la somme de ce qui est montré. Rien ici ne touche à ce que doit le
débiteur (CPCE, art. L111-8).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from recouvre.domaine.honoraires import Assiette, BaremeHonoraires, Selon, en_vigueur
from recouvre.droit.interets import arrondir


@dataclass(frozen=True, slots=True, kw_only=True)
class Recouvre:
    """Une somme encaissée : ce qu'elle a éteint de la dette, et la part qui règle le principal, en centimes.

    Un trop-perçu n'éteint rien et se rend au débiteur : il n'y est pas.
    """

    date: dt.date
    eteint: int
    principal: int
    direct: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Confie:
    """La créance telle qu'elle a été confiée : le montant de ses factures, et son ancienneté en mois entiers."""

    montant: int
    mois: int


class NatureHonoraires(StrEnum):
    """Ce que dit une ligne ; celle du minimum est négative quand il couvre déjà la commission."""

    COMMISSION = "commission"
    DIRECT = "direct"
    MINIMUM = "minimum"


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneHonoraires:
    """``base × taux / 100``, arrondi au centime ; le minimum n'a ni base ni taux."""

    nature: NatureHonoraires
    montant: int
    base: int = 0
    taux: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Honoraires:
    """Ce qu'un paiement fait devoir au créancier, en centimes, et le barème qui l'explique."""

    bareme: BaremeHonoraires
    assiette: int
    lignes: tuple[LigneHonoraires, ...]
    ht: int
    tva: int

    @property
    def ttc(self) -> int:
        """Hors taxes et TVA."""
        return self.ht + self.tva


def pour_cent(base: int, taux: Decimal) -> int:
    """Tant pour cent d'une somme, au centime, demi vers le haut.

    >>> pour_cent(180000, Decimal(15)), pour_cent(1, Decimal(50))
    (27000, 1)
    """
    numerateur, denominateur = taux.as_integer_ratio()
    return arrondir((base * numerateur, 100 * denominateur))


def compter(
    baremes: Sequence[BaremeHonoraires], recus: Sequence[Recouvre], confie: Confie
) -> tuple[Honoraires | None, ...]:
    """Les honoraires de chaque somme encaissée, dans l'ordre ; ``None`` : aucun barème ne vaut encore ce jour-là.

    Les tranches progressives se remplissent de tout ce que le dossier a rendu, dans l'ordre, quel que soit le barème de
    chaque paiement ; ce que le créancier reçoit n'y entre pas s'il a son propre taux.
    """
    compte = _Compte(confie)
    return tuple(compte.ajouter(recu, en_vigueur(baremes, recu.date)) for recu in recus)


@dataclass(slots=True)
class _Compte:
    """Où en est un dossier : ce qu'il a rendu, ce que les commissions font, ce qui a été compté en tout."""

    confie: Confie
    rendu: int = 0
    principal: int = 0
    commissions: int = 0
    comptes: int = 0

    def ajouter(self, recu: Recouvre, bareme: BaremeHonoraires | None) -> Honoraires | None:
        deja = (self.rendu, self.principal)
        if bareme is None or bareme.direct is None or not recu.direct:
            self.rendu += recu.eteint
            self.principal += recu.principal
        if bareme is None:
            return None
        tout = bareme.assiette is Assiette.TOUT
        assiette = recu.eteint if tout else recu.principal
        lignes = tuple(self._commission(bareme, deja[0] if tout else deja[1], assiette, direct=recu.direct))
        self.commissions += sum(ligne.montant for ligne in lignes)
        minimum = bareme.minimum if assiette and not (recu.direct and bareme.direct == 0) else 0
        ht = max(self.comptes, self.commissions, minimum) - self.comptes
        self.comptes += ht
        if ecart := ht - sum(ligne.montant for ligne in lignes):
            lignes += (LigneHonoraires(nature=NatureHonoraires.MINIMUM, montant=ecart),)
        return Honoraires(bareme=bareme, assiette=assiette, lignes=lignes, ht=ht, tva=pour_cent(ht, bareme.tva))

    def _commission(
        self, bareme: BaremeHonoraires, deja: int, assiette: int, *, direct: bool
    ) -> Iterator[LigneHonoraires]:
        if not assiette:
            return
        if direct and bareme.direct is not None:
            yield _ligne(NatureHonoraires.DIRECT, assiette, bareme.direct)
            return
        for base, taux in _decouper(bareme, deja, assiette, self.confie):
            yield _ligne(NatureHonoraires.COMMISSION, base, taux)


def _ligne(nature: NatureHonoraires, base: int, taux: Decimal) -> LigneHonoraires:
    return LigneHonoraires(nature=nature, base=base, taux=taux, montant=pour_cent(base, taux))


def _decouper(bareme: BaremeHonoraires, deja: int, assiette: int, confie: Confie) -> Iterator[tuple[int, Decimal]]:
    """L'assiette, part par part, et le taux de chacune."""
    tranches = bareme.grille(confie.mois).tranches
    if bareme.selon is Selon.CONFIE:
        taux = next(t.taux for t in tranches if t.au_plus is None or confie.montant <= t.au_plus)
        yield assiette, taux
        return
    fin = deja + assiette
    for tranche in tranches:
        haut = fin if tranche.au_plus is None else min(fin, tranche.au_plus)
        if haut > deja:
            yield haut - deja, tranche.taux
            deja = haut
