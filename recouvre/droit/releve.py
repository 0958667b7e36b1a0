"""Ce qu'un décompte montre : ses lignes, ses totaux, l'affectation de chaque paiement. Rien que des valeurs.

Tous les montants sont en centimes ; les taux sont en points par an ; ``du`` et ``au`` sont des jours inclus.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from recouvre.droit.interets import JOURS_DE_L_ANNEE, Quotient


class Nature(StrEnum):
    """Ce que représente une ligne. Les lignes d'avoir et d'encaissement sont négatives."""

    PRINCIPAL = "principal"
    AVOIR = "avoir"
    INTERETS = "interets"
    INDEMNITE = "indemnite"
    CLAUSE_PENALE = "clause_penale"
    COMPLEMENT = "complement"
    DEPENS = "depens"
    FRAIS_EXECUTION = "frais_execution"
    ENCAISSEMENT = "encaissement"
    RESTITUTION = "restitution"
    REMISE = "remise"


ACCESSOIRES = (Nature.CLAUSE_PENALE, Nature.COMPLEMENT, Nature.DEPENS, Nature.FRAIS_EXECUTION)
"""Les accessoires autres que l'indemnité forfaitaire, dans l'ordre où un paiement les règle après elle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneDecompte:
    """Une ligne : ce qui est compté, sur quoi, et l'article qui le fonde.

    Une ligne d'intérêts se refait à la main : ``base × taux × jours / (100 × annee)``, arrondi au centime, demi vers le
    haut. ``origine`` dit d'où vient le taux (« BCE 4,25 % au 01/07/2024 + 10 points »).
    """

    nature: Nature
    facture: str
    libelle: str
    montant: int
    fondement: str
    du: dt.date | None = None
    au: dt.date | None = None
    jours: int | None = None
    base: int | None = None
    taux: Decimal | None = None
    origine: str = ""
    annee: int = JOURS_DE_L_ANNEE


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldeFacture:
    """Où en est une facture au jour du décompte.

    ``echeance`` : celle qui compte, reportée si un acheteur public a interrompu le délai ; ``montant`` TTC,
    ``deja_regle`` avant d'être confiée, ``avoirs``, ``regle`` (part des encaissements imputée au principal) et
    ``remises`` (part abandonnée du principal) ; ``principal``, ``interets``, ``indemnite``, ``accessoires`` sont ce qui
    **reste** dû ; ``par_jour`` : l'intérêt exact d'un jour de plus, non arrondi.
    """

    numero: str
    libelle: str
    emise_le: dt.date
    echeance: dt.date
    montant: int
    deja_regle: int
    avoirs: int
    regle: int
    principal: int
    interets: int
    indemnite: int
    accessoires: int
    par_jour: Quotient
    remises: int = 0

    @property
    def deduit(self) -> int:
        """Tout ce qui a réduit le principal, en centimes."""
        return self.deja_regle + self.avoirs + self.regle + self.remises

    @property
    def reste(self) -> int:
        """Tout ce qui reste dû de cette facture, en centimes."""
        return self.principal + self.interets + self.indemnite + self.accessoires


@dataclass(frozen=True, slots=True, kw_only=True)
class Imputation:
    """La part d'un encaissement qui éteint une dette. ``encaissement`` : son indice dans ``Dossier.encaissements``."""

    encaissement: int
    date: dt.date
    nature: Nature
    facture: str
    montant: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Compensation:
    """Ce qu'un avoir règle au-delà du principal de la facture qu'il vise (C. civ. 1347-4)."""

    avoir: str
    date: dt.date
    nature: Nature
    facture: str
    montant: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Abandon:
    """Ce qu'une remise du créancier éteint (C. civ. 1350). ``remise`` : son indice dans ``Dossier.remises``."""

    remise: int
    date: dt.date
    nature: Nature
    facture: str
    montant: int


Eteint = Imputation | Compensation | Abandon
"""Une part de dette éteinte, par un paiement, un avoir ou une remise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capitalisation:
    """Au soir de ce jour, ``montant`` d'intérêts impayés de plus portent intérêt à leur tour (C. civ. 1343-2)."""

    date: dt.date
    facture: str
    montant: int


@dataclass(frozen=True, slots=True)
class Reserve:
    """Ce que le lecteur du décompte doit savoir avant de s'en servir : un code stable, une phrase."""

    code: str
    phrase: str


class Soldes(NamedTuple):
    """Les restants dus d'un dossier, en centimes, et le trop-perçu : un décompte sans ses lignes."""

    principal: int
    interets: int
    indemnites: int
    accessoires: int
    trop_percu: int

    @property
    def total(self) -> int:
        """Tout ce qui est dû."""
        return self.principal + self.interets + self.indemnites + self.accessoires


@dataclass(frozen=True, slots=True, kw_only=True)
class Decompte:
    """L'état de la dette au soir du jour ``au``.

    ``principal``, ``interets``, ``indemnites``, ``accessoires`` sont les restants dus et ``total`` leur somme ;
    ``encaisse`` tout ce qui a été reçu ; ``trop_percu`` ce qu'aucune dette n'absorbe ;
    ``interet_par_jour`` ce que coûte un jour de plus au taux du jour ; ``compensations``, ``abandons`` et
    ``capitalisations`` ce qui change une base sans qu'on ait rien payé ; ``reserves`` ce qu'il faut savoir avant de
    s'en servir.
    La somme des lignes montrées égale ``total - trop_percu``.
    """

    au: dt.date
    lignes: tuple[LigneDecompte, ...]
    factures: tuple[SoldeFacture, ...]
    imputations: tuple[Imputation, ...]
    principal: int
    interets: int
    indemnites: int
    accessoires: int
    total: int
    encaisse: int
    trop_percu: int
    interet_par_jour: int
    compensations: tuple[Compensation, ...] = ()
    abandons: tuple[Abandon, ...] = ()
    capitalisations: tuple[Capitalisation, ...] = ()
    reserves: tuple[Reserve, ...] = ()
