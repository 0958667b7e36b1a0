"""Ce que les parties apportent devant le juge, dans ses mots à lui : des faits, des dates, des centimes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Poste = Literal["interets", "accessoires", "principal"]
ORDRE_DE_LA_LOI: tuple[Poste, ...] = ("interets", "accessoires", "principal")


@dataclass(frozen=True, slots=True)
class Convention:
    """Le taux que les parties ont écrit : des points, un multiple du taux légal, ou BCE et des points."""

    genre: Literal["fixe", "legal", "bce"]
    valeur: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Creance:
    """Une facture soumise au juge ; montants en centimes. ``interruption`` : notification, et pièces reçues ou non."""

    numero: str
    montant: int
    emise: dt.date
    echeance: dt.date
    deja_regle: int = 0
    taux: Convention | None = None
    retenue: int = 0
    interruption: tuple[dt.date, dt.date | None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mouvement:
    """Un versement, un avoir ou une restitution ; ``sur`` : la facture désignée."""

    le: dt.date
    montant: int
    sur: str = ""
    mis_en_paiement: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frais:
    """Des frais justifiés."""

    le: dt.date
    nature: Literal["complement", "depens", "frais_execution"]
    montant: int
    sur: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Titre:
    """Un titre exécutoire. ``legal`` : il condamne aux intérêts légaux ; sinon il maintient ceux d'avant."""

    le: dt.date
    decision: bool = True
    legal: bool = True
    capitalisation: bool = False
    exonere: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Arret:
    """Ce qui suspend les intérêts, de ``du`` à la veille de ``jusque`` (exclu), s'il est connu."""

    cause: Literal["procedure", "surendettement", "mesures", "delai-de-grace", "plan"]
    du: dt.date
    jusque: dt.date | None = None
    taux: Convention | None = None
    capital_d_abord: bool = False

    def couvre(self, jour: dt.date) -> bool:
        """Ce jour est-il dedans ?"""
        return self.du <= jour and (self.jusque is None or jour < self.jusque)


@dataclass(frozen=True, slots=True, kw_only=True)
class Affaire:
    """Tout ce que les parties apportent. ``entite`` : l'acheteur public paie comme un commerçant (CCP L2192-11)."""

    debiteur: Literal["professionnel", "consommateur", "public"] = "professionnel"
    particulier: bool = False
    entite: bool = False
    creances: tuple[Creance, ...]
    versements: tuple[Mouvement, ...] = ()
    avoirs: tuple[Mouvement, ...] = ()
    restitutions: tuple[Mouvement, ...] = ()
    mises_en_demeure: tuple[dt.date, ...] = ()
    frais: tuple[Frais, ...] = ()
    titres: tuple[Titre, ...] = ()
    significations: tuple[tuple[dt.date, dt.date | None], ...] = ()
    arrets: tuple[Arret, ...] = ()
    exact: bool = False
    sous_plancher: Literal["garder", "relever", "defaut"] = "garder"
    clause_points: Fraction = Fraction(0)
    clause_forfait: int = 0
    capitalisation: bool = False
    ordre: tuple[Poste, ...] = ORDRE_DE_LA_LOI
    pret_un_an: bool = False

    @property
    def regime(self) -> Literal["commerce", "marche", "legal"]:
        """La loi applicable : code de commerce, commande publique, ou intérêt légal depuis la mise en demeure."""
        if self.particulier or self.debiteur == "consommateur":
            return "legal"
        return "marche" if self.debiteur == "public" and not self.entite else "commerce"

    @property
    def titre(self) -> Titre | None:
        """Le premier titre."""
        return min(self.titres, key=lambda titre: titre.le, default=None)

    def jour_de_paiement(self, versement: Mouvement) -> dt.date:
        """Le jour qui compte : la mise en paiement pour un acheteur public (R2192-32), sinon le jour reçu."""
        if self.regime == "marche" and versement.mis_en_paiement is not None:
            return versement.mis_en_paiement
        return versement.le


@dataclass(frozen=True, slots=True)
class LigneJugee:
    """Une période à base et taux constants ; ``annee`` : 365, ou 366 si le contrat compte les jours exacts."""

    facture: str
    du: dt.date
    au: dt.date
    jours: int
    base: int
    taux: Fraction
    montant: int
    annee: int = 365
