"""Le relevé des honoraires d'une période, créancier par créancier. Rien que des valeurs, en centimes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from recouvre.domaine.evenements import EncaissementRecu
from recouvre.domaine.honoraires import BaremeHonoraires
from recouvre.droit.honoraires import Honoraires


@dataclass(frozen=True, slots=True, kw_only=True)
class Commission:
    """Un encaissement et ses honoraires ; ``None`` : aucun barème ne vaut ce jour-là, ou un taux manque (``manque``).

    ``rang`` et ``saisi_le`` : sa place au journal, et quand il y est entré.
    """

    dossier: int
    debiteur: str
    reference: str
    rang: int
    saisi_le: dt.datetime
    recu: EncaissementRecu
    honoraires: Honoraires | None
    manque: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompteDHonoraires:
    """Ce qu'un créancier doit pour une période, ligne par ligne. Ses totaux sont la somme des lignes comptées."""

    creancier: str
    commissions: tuple[Commission, ...]

    @property
    def comptees(self) -> list[Commission]:
        """Celles qu'un barème explique."""
        return [c for c in self.commissions if c.honoraires is not None]

    @property
    def sans_bareme(self) -> list[Commission]:
        """Celles qu'aucun barème n'explique."""
        return [c for c in self.commissions if c.honoraires is None and not c.manque]

    @property
    def en_attente(self) -> list[Commission]:
        """Celles dont un taux manque pour savoir ce que le paiement a réglé."""
        return [c for c in self.commissions if c.manque]

    @property
    def baremes(self) -> list[BaremeHonoraires]:
        """Les barèmes qui expliquent ces lignes, par date d'effet."""
        par_date = {c.honoraires.bareme.du: c.honoraires.bareme for c in self.commissions if c.honoraires}
        return [par_date[du] for du in sorted(par_date)]

    @property
    def totaux(self) -> Totaux:
        """La somme des lignes."""
        return Totaux(
            encaisse=sum(c.recu.montant for c in self.commissions if not c.recu.direct),
            direct=sum(c.recu.montant for c in self.commissions if c.recu.direct),
            ht=sum(c.honoraires.ht for c in self.commissions if c.honoraires),
            tva=sum(c.honoraires.tva for c in self.commissions if c.honoraires),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Totaux:
    """``encaisse`` : reçu par l'agence ; ``direct`` : reçu par le créancier ; barème ou non. ``ht``, ``tva`` : dus."""

    encaisse: int = 0
    direct: int = 0
    ht: int = 0
    tva: int = 0

    @property
    def ttc(self) -> int:
        """Hors taxes et TVA."""
        return self.ht + self.tva


def totaliser(comptes: Iterable[CompteDHonoraires]) -> Totaux:
    """La somme de ces comptes."""
    tous = [compte.totaux for compte in comptes]
    return Totaux(
        encaisse=sum(t.encaisse for t in tous),
        direct=sum(t.direct for t in tous),
        ht=sum(t.ht for t in tous),
        tva=sum(t.tva for t in tous),
    )


class Tardif(StrEnum):
    """Pourquoi le relevé d'avant ne dit plus la même chose."""

    SAISI = "saisi"
    ANNULE = "annulé"
    RECOMPTE = "recompté"


@dataclass(frozen=True, slots=True)
class ApresCoup:
    """Un paiement reçu avant la période et que le relevé d'avant a pu ne pas voir, ou compter autrement.

    Saisi ou annulé pendant elle ; ou recompté, parce qu'un avoir antidaté, une facture, un taux y ont été saisis.
    """

    dossier: int
    recu_le: dt.date
    cause: Tardif
