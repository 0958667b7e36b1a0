"""Ce que les dossiers confiés sont devenus : nombres, montants, taux, délais. Des valeurs, rien n'y est lu.

Montants en centimes, délais en jours. Un taux et une moyenne sont des entiers, en dixièmes, arrondis demi vers le haut.
Le principal confié se retrouve toujours entier : recouvré, réduit par des avoirs, remis, encore dû.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from recouvre.droit.interets import arrondir

SANS_FACTURE = "sans facture"
NON_ECHU = "non échu"
_TRANCHES = ((30, "1 à 30 jours"), (60, "31 à 60 jours"), (90, "61 à 90 jours"), (180, "91 à 180 jours"),
             (365, "181 jours à un an"))  # fmt: skip
_AU_DELA = "plus d'un an"
TRANCHES = (NON_ECHU, *(nom for _, nom in _TRANCHES), _AU_DELA, SANS_FACTURE)
"""L'ancienneté d'une créance le jour où elle est confiée : la balance âgée d'usage, et ce qui suit 90 jours."""

AVANT_TOUTE_DEMARCHE = "avant toute démarche"


class Sort(StrEnum):
    """Ce qu'est devenu un dossier. ``SOLDE`` : plus rien n'est dû, ou clos, tout le principal éteint."""

    EN_COURS = "en cours"
    SOLDE = "soldé"
    SANS_SUITE = "clos sans suite"


@dataclass(frozen=True, slots=True)
class Principal:
    """Le principal d'un dossier, et où il est passé : ``confie`` est la somme des quatre autres."""

    confie: int = 0
    recouvre: int = 0
    avoirs: int = 0
    remises: int = 0
    reste: int = 0

    def __add__(self, autre: Principal) -> Principal:
        return Principal(
            self.confie + autre.confie,
            self.recouvre + autre.recouvre,
            self.avoirs + autre.avoirs,
            self.remises + autre.remises,
            self.reste + autre.reste,
        )


@dataclass(frozen=True, slots=True)
class Paye:
    """Un paiement, et la dernière démarche d'avant lui. ``depuis`` : jours de l'ouverture à cette démarche."""

    montant: int
    direct: bool
    etape: str
    depuis: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Resultat:
    """Un dossier. ``principal`` : ``None`` tant qu'un taux manque pour imputer ses paiements.

    ``retard`` : jours de la plus ancienne échéance à l'ouverture, ``None`` sans facture ; ``delai`` : de l'ouverture au
    jour où il a été soldé, ``None`` s'il ne l'est pas, ou s'il l'est sans paiement ou par un effacement.
    """

    sort: Sort
    principal: Principal | None
    retard: int | None
    paiements: tuple[Paye, ...] = ()
    rendu: int = 0
    delai: int | None = None


@dataclass(slots=True)
class Tranche:
    """Les dossiers d'une même ancienneté."""

    dossiers: int = 0
    confie: int = 0
    recouvre: int = 0


@dataclass(slots=True)
class Etape:
    """Les paiements reçus après une même démarche. ``jours`` : la somme de ses délais depuis l'ouverture."""

    paiements: int = 0
    encaisse: int = 0
    jours: int = 0


@dataclass(slots=True)
class Bilan:
    """La somme de dossiers, à mesure qu'on les lit.

    ``sans_paiement`` : parmi les soldés, ceux qu'un avoir ou une remise a seul éteints, et ceux dont un effacement a
    emporté le reste, même après un acompte ; ``sans_taux`` : ceux qu'un taux manquant tient hors des montants confiés
    et recouvrés.
    """

    dossiers: int = 0
    en_cours: int = 0
    soldes: int = 0
    sans_paiement: int = 0
    sans_suite: int = 0
    sans_taux: int = 0
    principal: Principal = Principal()
    encaisse: int = 0
    direct: int = 0
    rendu: int = 0
    delais: Counter[int] = field(default_factory=Counter)
    tranches: dict[str, Tranche] = field(default_factory=dict)
    etapes: dict[str, Etape] = field(default_factory=dict)

    def ajouter(self, vu: Resultat) -> None:
        """Compte un dossier."""
        self.dossiers += 1
        self.en_cours += vu.sort is Sort.EN_COURS
        self.soldes += vu.sort is Sort.SOLDE
        self.sans_paiement += vu.sort is Sort.SOLDE and vu.delai is None
        self.sans_suite += vu.sort is Sort.SANS_SUITE
        self.rendu += vu.rendu
        if vu.delai is not None:
            self.delais[vu.delai] += 1
        tranche = self.tranches.setdefault(tranche_de(vu.retard), Tranche())
        tranche.dossiers += 1
        if vu.principal is None:
            self.sans_taux += 1
        else:
            self.principal += vu.principal
            tranche.confie += vu.principal.confie
            tranche.recouvre += vu.principal.recouvre
        for paye in vu.paiements:
            self._payer(paye)

    def _payer(self, paye: Paye) -> None:
        self.encaisse += paye.montant
        self.direct += paye.montant if paye.direct else 0
        etape = self.etapes.setdefault(paye.etape, Etape())
        etape.paiements += 1
        etape.encaisse += paye.montant
        etape.jours += paye.depuis

    def reunir(self, autre: Bilan) -> None:
        """Ajoute les dossiers d'un autre bilan."""
        for nom in _ADDITIFS:
            setattr(self, nom, getattr(self, nom) + getattr(autre, nom))
        self.delais += autre.delais
        for cle, tranche in autre.tranches.items():
            sienne = self.tranches.setdefault(cle, Tranche())
            sienne.dossiers += tranche.dossiers
            sienne.confie += tranche.confie
            sienne.recouvre += tranche.recouvre
        for cle, etape in autre.etapes.items():
            la_sienne = self.etapes.setdefault(cle, Etape())
            la_sienne.paiements += etape.paiements
            la_sienne.encaisse += etape.encaisse
            la_sienne.jours += etape.jours

    @property
    def taux(self) -> int | None:
        """Le principal recouvré, pour mille du principal confié."""
        return pour_mille(self.principal.recouvre, self.principal.confie)

    @property
    def taux_en_nombre(self) -> int | None:
        """Les dossiers soldés après un paiement, sans effacement, pour mille des dossiers confiés."""
        return pour_mille(self.soldes - self.sans_paiement, self.dossiers)

    @property
    def delai_median(self) -> int | None:
        """En dixièmes de jour : autant de dossiers ont été soldés plus vite que plus lentement."""
        combien = self.delais.total()
        if not combien:
            return None
        return 5 * (self._du_rang((combien - 1) // 2) + self._du_rang(combien // 2))

    @property
    def delai_moyen(self) -> int | None:
        """En dixièmes de jour."""
        combien = self.delais.total()
        return arrondir((10 * sum(jours * fois for jours, fois in self.delais.items()), combien)) if combien else None

    def _du_rang(self, rang: int) -> int:
        """Le délai de ce rang, du plus court au plus long ; le premier a le rang 0."""
        passes = 0
        for jours in sorted(self.delais):
            passes += self.delais[jours]
            if passes > rang:
                return jours
        raise IndexError(rang)

    def par_anciennete(self) -> list[tuple[str, Tranche]]:
        """Les tranches où il y a des dossiers, de la moins ancienne à la plus ancienne."""
        return [(nom, self.tranches[nom]) for nom in TRANCHES if nom in self.tranches]

    def par_etape(self) -> list[tuple[str, Etape]]:
        """Les démarches qui ont précédé un paiement, dans l'ordre où elles viennent d'ordinaire."""
        return sorted(
            self.etapes.items(),
            key=lambda paire: (paire[0] != AVANT_TOUTE_DEMARCHE, paire[1].jours // paire[1].paiements, paire[0]),
        )


_ADDITIFS = (
    "dossiers", "en_cours", "soldes", "sans_paiement", "sans_suite", "sans_taux", "principal", "encaisse", "direct",
    "rendu",
)  # fmt: skip


def sommer(bilans: Iterable[Bilan]) -> Bilan:
    """Le bilan de tous ces dossiers ensemble."""
    total = Bilan()
    for bilan in bilans:
        total.reunir(bilan)
    return total


def pour_mille(partie: int, tout: int) -> int | None:
    """Une part, en millièmes ; ``None`` s'il n'y a rien à partager.

    >>> pour_mille(1, 3), pour_mille(1, 2000), pour_mille(5, 0)
    (333, 1, None)
    """
    return arrondir((1000 * partie, tout)) if tout > 0 else None


def tranche_de(retard: int | None) -> str:
    """La tranche d'un retard en jours.

    >>> tranche_de(0), tranche_de(30), tranche_de(31), tranche_de(366), tranche_de(None)
    ('non échu', '1 à 30 jours', '31 à 60 jours', "plus d'un an", 'sans facture')
    """
    if retard is None:
        return SANS_FACTURE
    if retard <= 0:
        return NON_ECHU
    return next((nom for borne, nom in _TRANCHES if retard <= borne), _AU_DELA)
