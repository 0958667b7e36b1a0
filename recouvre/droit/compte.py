"""Le compte d'une facture pendant qu'on déroule ses faits : principal restant, intérêts courus, indemnité.

Une ligne d'intérêts naît chaque fois que la base ou le taux change. Un paiement qui ne touche pas le principal ne coupe
pas la ligne : l'intérêt est arrondi une seule fois, sur toute la période.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from recouvre.domaine.evenements import FactureAjoutee
from recouvre.domaine.refus import TauxInconnu
from recouvre.droit.delais import UN_JOUR
from recouvre.droit.interets import Quotient, interet, interet_exact
from recouvre.droit.regimes import Regime
from recouvre.droit.releve import LigneDecompte, Nature
from recouvre.droit.taux import Serie

FONDEMENT_INDEMNITE = "C. com., art. L441-10 II et D441-5"


@dataclass(slots=True)
class Compte:
    """Un compte en cours de calcul. ``depuis`` : dernier jour déjà compté dans ``lignes`` sur la base actuelle."""

    facture: FactureAjoutee
    regime: Regime
    indemnites: Serie
    restant: int = field(init=False)
    avoirs: int = 0
    regle: int = 0
    lignes: list[LigneDecompte] = field(default_factory=list)
    interets_clos: int = 0
    interets_regles: int = 0
    indemnite: LigneDecompte | None = None
    indemnite_reglee: int = 0
    _retard_juge: bool = False
    _depuis: dt.date | None = field(init=False)

    def __post_init__(self) -> None:
        self.restant = self.facture.montant - self.facture.deja_regle
        self._depuis = self.regime.depart

    def constater_retard(self, jour: dt.date) -> None:
        """Au premier jour de retard, l'indemnité forfaitaire est due si la facture n'est pas soldée (D441-5).

        Non fractionnable : un paiement partiel, même avant l'échéance, ne la réduit pas.
        """
        if self._retard_juge or jour <= self.facture.echeance:
            return
        self._retard_juge = True
        premier_jour = self.facture.echeance + UN_JOUR
        if not self.regime.indemnite or self.restant <= 0 or premier_jour < self.indemnites.dates[0]:
            return
        self.indemnite = LigneDecompte(
            nature=Nature.INDEMNITE,
            facture=self.facture.numero,
            libelle="Indemnité forfaitaire pour frais de recouvrement",
            du=premier_jour,
            montant=int(self.indemnites.au(premier_jour).valeur),
            fondement=FONDEMENT_INDEMNITE,
        )

    def lignes_au(self, jour: dt.date) -> list[LigneDecompte]:
        """Toutes les lignes d'intérêts jusqu'au soir de ce jour, celle en cours comprise."""
        return [*self.lignes, *self._en_cours(jour)]

    def interets_dus(self, jour: dt.date) -> int:
        """Intérêts courus et non réglés au soir de ce jour, en centimes."""
        return self.interets_clos + sum(ligne.montant for ligne in self._en_cours(jour)) - self.interets_regles

    @property
    def indemnite_due(self) -> int:
        """Indemnité échue et non réglée, en centimes."""
        return (self.indemnite.montant if self.indemnite else 0) - self.indemnite_reglee

    def reduire(self, montant: int, jour: dt.date) -> None:
        """Baisse le principal à cette date : la ligne d'intérêts en cours s'arrête, la suivante part du lendemain."""
        if self._depuis is not None and jour > self._depuis:
            closes = list(self._en_cours(jour))
            self.lignes.extend(closes)
            self.interets_clos += sum(ligne.montant for ligne in closes)
            self._depuis = jour
        self.restant -= montant

    def taux_au(self, jour: dt.date) -> Decimal:
        """Le taux qui court demain, tel qu'on le connaît ce jour, en points ; zéro si aucun intérêt ne court.

        Le jour du départ, rien n'est encore compté : un taux inconnu n'y empêche rien.
        """
        if self.regime.depart is None or jour < self.regime.depart or not self.restant:
            return Decimal(0)
        try:
            return next(iter(self.regime.decoupe(jour, jour))).taux
        except TauxInconnu:
            if jour == self.regime.depart:
                return Decimal(0)
            raise

    def interet_par_jour(self, jour: dt.date) -> Quotient:
        """Ce que coûtera un jour de plus, en centimes non arrondis."""
        return interet_exact(self.restant, self.taux_au(jour), 1)

    def _en_cours(self, jour: dt.date) -> Iterator[LigneDecompte]:
        if self._depuis is None or jour <= self._depuis or self.restant <= 0:
            return
        for tranche in self.regime.decoupe(self._depuis + UN_JOUR, jour):
            jours = (tranche.au - tranche.du).days + 1
            yield LigneDecompte(
                nature=Nature.INTERETS,
                facture=self.facture.numero,
                libelle="Intérêts de retard",
                du=tranche.du,
                au=tranche.au,
                jours=jours,
                base=self.restant,
                taux=tranche.taux,
                origine=tranche.origine,
                montant=interet(self.restant, tranche.taux, jours),
                fondement=self.regime.fondement,
            )
