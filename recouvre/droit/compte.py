"""Le compte d'une facture pendant qu'on déroule ses faits : principal restant, intérêts courus, accessoires.

Une ligne d'intérêts naît chaque fois que la base ou le taux change. Un paiement qui ne touche pas la base ne coupe pas
la ligne : l'intérêt est arrondi une seule fois, sur toute la période. Tout est en entiers : c'est la boucle chaude.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from recouvre.domaine.evenements import FactureAjoutee
from recouvre.domaine.refus import TauxInconnu
from recouvre.droit.accessoires import ORDRE, Accessoire
from recouvre.droit.courbes import Palier
from recouvre.droit.delais import UN_JOUR
from recouvre.droit.interets import Quotient, interet, interet_exact
from recouvre.droit.regimes import Regime
from recouvre.droit.releve import Nature


class Periode(NamedTuple):
    """Une ligne d'intérêts en puissance : base (centimes) et taux constants, jours inclus."""

    du: dt.date
    au: dt.date
    jours: int
    base: int
    palier: Palier
    montant: int


_periode = tuple.__new__
"""Deux fois plus vite que d'appeler la classe, qui relit ses six arguments."""


class Compte:
    """Un compte en cours de calcul.

    ``restant`` : le principal ; ``capitalises`` : les intérêts impayés qui en portent à leur tour (C. civ. 1343-2) ;
    ``retenue`` : la part du principal qui ne porte pas intérêt (CCP R2192-33).
    """

    __slots__ = (
        "_clos", "_courus", "_depuis", "_vu_le", "_vues", "accessoires", "avoirs", "capitalises", "facture",
        "frais_exposes", "interets_regles", "periodes", "regime", "regle", "remises", "restant", "retard_juge",
        "retenue",
    )  # fmt: skip

    def __init__(self, facture: FactureAjoutee, regime: Regime, retenue: int = 0) -> None:
        self.facture = facture
        self.regime = regime
        self.retenue = retenue
        self.restant = facture.montant - facture.deja_regle
        self.capitalises = self.avoirs = self.regle = self.remises = self.interets_regles = self.frais_exposes = 0
        self.periodes: list[Periode] = []
        self.accessoires: list[Accessoire] = []
        self.retard_juge = False
        self._clos = 0
        self._depuis = regime.depart
        self._vu_le: dt.date | None = None
        self._vues: list[Periode] = []
        self._courus = 0

    @property
    def base(self) -> int:
        """Ce qui porte intérêt, en centimes."""
        porteur = self.restant - self.retenue
        return (porteur if porteur > 0 else 0) + self.capitalises

    def ajouter(self, accessoire: Accessoire) -> None:
        """Un accessoire échoit ; il se range à sa place dans l'ordre des paiements."""
        self.accessoires.append(accessoire)
        self.accessoires.sort(key=lambda a: (ORDRE.index(a.nature), a.du))

    def du_de(self, *natures: Nature) -> int:
        """Ce qui reste dû de ces accessoires, en centimes."""
        return sum(a.montant - a.regle for a in self.accessoires if a.nature in natures)

    def du(self, jour: dt.date) -> int:
        """Tout ce que doit cette facture au soir de ce jour, en centimes."""
        dus = self.restant + self.interets_dus(jour)
        for accessoire in self.accessoires:
            dus += accessoire.montant - accessoire.regle
        return dus

    def interets_dus(self, jour: dt.date) -> int:
        """Intérêts courus et non réglés au soir de ce jour, en centimes."""
        if self._vu_le != jour:
            self._compter(jour)
        return self._clos + self._courus - self.interets_regles

    def en_cours(self, jour: dt.date) -> list[Periode]:
        """Les périodes ouvertes depuis le dernier changement de base, arrêtées à ce jour."""
        if self._vu_le != jour:
            self._compter(jour)
        return self._vues

    def toutes_les_periodes(self, jour: dt.date) -> list[Periode]:
        """Les périodes closes, puis celles en cours, arrêtées à ce jour."""
        return [*self.periodes, *self.en_cours(jour)]

    def regler_interets(self, montant: int, jour: dt.date) -> None:
        """Des intérêts sont payés : d'abord ceux qui en portent eux-mêmes, les plus anciens."""
        self.interets_regles += montant
        if self.capitalises and montant:
            self.clore(jour)
            self.capitalises = max(0, self.capitalises - montant)

    def capitaliser(self, jour: dt.date) -> int:
        """Les intérêts impayés au soir de ce jour portent intérêt à leur tour, du lendemain (C. civ. 1343-2).

        Rend ce qui n'en portait pas encore, en centimes.
        """
        ajout = self.interets_dus(jour) - self.capitalises
        if ajout:
            self.clore(jour)
            self.capitalises += ajout
        return ajout

    def reduire(self, montant: int, jour: dt.date) -> None:
        """Baisse le principal à cette date : la ligne d'intérêts en cours s'arrête, la suivante part du lendemain."""
        self.clore(jour)
        self.restant -= montant

    def clore(self, jour: dt.date) -> None:
        """Ferme les périodes en cours au soir de ce jour : la base va changer."""
        if self._depuis is not None and jour > self._depuis:
            self.periodes += self.en_cours(jour)
            self._clos += self._courus
            self._depuis = jour
        self._vu_le = None

    def palier_au(self, jour: dt.date) -> Palier | None:
        """Le palier qui court demain, tel qu'on le connaît ce jour ; ``None`` si aucun intérêt ne court.

        Le jour du départ, rien n'est encore compté : un taux inconnu n'y empêche rien.
        """
        depart = self.regime.depart
        if depart is None or jour < depart or not self.base:
            return None
        try:
            for _, _, palier in self.regime.decoupe(jour, jour):
                return palier
        except TauxInconnu:
            if jour != depart:
                raise
        return None

    def taux_au(self, jour: dt.date) -> Decimal:
        """Le taux de ce palier, en points ; zéro si aucun intérêt ne court."""
        palier = self.palier_au(jour)
        return palier.taux if palier else Decimal(0)

    def interet_par_jour(self, jour: dt.date) -> Quotient:
        """Ce que coûtera un jour de plus, en centimes non arrondis."""
        palier = self.palier_au(jour)
        return interet_exact(self.base, palier.par_jour, 1) if palier else (0, 1)

    def _compter(self, jour: dt.date) -> None:
        """Compte les périodes ouvertes jusqu'à ce jour, et s'en souvient."""
        vues: list[Periode] = []
        self._vues, self._courus, self._vu_le = vues, 0, jour
        depuis, base = self._depuis, self.base
        if depuis is None or jour <= depuis or base <= 0:
            return
        courus = 0
        for du, au, palier in self.regime.decoupe(depuis + UN_JOUR, jour):
            jours = (au - du).days + 1
            montant = interet(base, palier.par_jour, jours)
            courus += montant
            vues.append(_periode(Periode, (du, au, jours, base, palier, montant)))
        self._courus = courus
