"""Beaucoup de factures à la fois : le même calcul, ce qui est commun compté une seule fois.

Deux factures de même régime et de même départ ont les mêmes périodes : on garde, pour chacune, ce que rapporte un
centime. Une facture à qui rien n'est arrivé se solde alors en quelques multiplications, au même centime.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from recouvre.domaine.dossier import Dossier
from recouvre.droit.courbes import Decoupe, de_la_bce
from recouvre.droit.delais import UN_JOUR
from recouvre.droit.interets import Quotient
from recouvre.droit.regimes import PROFESSIONNEL, Regime, regime_de
from recouvre.droit.releve import Soldes
from recouvre.droit.taux import Bareme


class Coefficients:
    """Ce que rapporte un centime jusqu'à un jour, période par période, selon le jour du départ."""

    __slots__ = ("_au", "_decoupe", "_par_depart")

    def __init__(self, decoupe: Decoupe, au: dt.date) -> None:
        self._decoupe, self._au = decoupe, au
        self._par_depart: dict[dt.date, list[Quotient]] = {}

    def interets(self, base: int, depart: dt.date) -> int:
        """Les intérêts d'une base constante (centimes), du lendemain du départ au jour dit, arrondis par période.

        Lève ``TauxInconnu``.
        """
        coefficients = self._par_depart.get(depart)
        if coefficients is None:
            coefficients = self._par_depart[depart] = self._compter(depart)
        somme = 0
        for numerateur, denominateur in coefficients:
            somme += (base * numerateur + denominateur) // (2 * denominateur)
        return somme

    def _compter(self, depart: dt.date) -> list[Quotient]:
        """Numérateurs doublés : le demi-centime s'ajoute alors sans autre multiplication."""
        if depart >= self._au:
            return []
        return [
            (2 * palier.par_jour[0] * ((au - du).days + 1), palier.par_jour[1])
            for du, au, palier in self._decoupe(depart + UN_JOUR, self._au)
        ]


def solder_sans_histoire(dossier: Dossier, au: dt.date, bareme: Bareme) -> Soldes | None:
    """Les soldes d'un dossier qui n'a que des factures ; ``None`` s'il lui est arrivé autre chose."""
    if (
        dossier.encaissements or dossier.avoirs or dossier.qualification or dossier.arrets or dossier.titres
        or dossier.restitutions or dossier.accessoires or dossier.precisions or dossier.delais_interrompus
        or dossier.remises
    ):  # fmt: skip
        return None
    principal = interets = indemnites = 0
    for facture in dossier.factures:
        if facture.emise_le > au:
            continue
        reste = facture.montant - facture.deja_regle
        regime = regime_de(dossier, facture, bareme)
        principal += reste
        if regime.depart is not None and regime.depart < au and reste > 0:
            interets += _coefficients(bareme, regime.decoupe, au).interets(reste, regime.depart)
        indemnites += _indemnite(regime, reste, au, bareme)
    return Soldes(principal, interets, indemnites, 0, 0)


def solder_factures(
    factures: Iterable[tuple[int, dt.date]], au: dt.date, bareme: Bareme
) -> Iterator[tuple[int, int, int]]:
    """Principal, intérêts et indemnité de factures professionnelles impayées : (reste dû, échéance) de chacune.

    Sans contrat, sans paiement, sans dossier : pour chiffrer une balance âgée, une ligne à la fois, en mémoire
    constante. Lève ``TauxInconnu``.
    """
    serie = bareme.indemnite_forfaitaire
    interets = _coefficients(bareme, de_la_bce(bareme, points=None, fondement=PROFESSIONNEL).entre, au).interets
    forfaits: dict[dt.date, int] = {}
    for reste, echeance in factures:
        if echeance not in forfaits:
            premier = echeance + UN_JOUR
            forfaits[echeance] = int(serie.au(premier).valeur) if serie.dates[0] <= premier <= au else 0
        yield reste, interets(reste, echeance), forfaits[echeance] if reste > 0 else 0


def _coefficients(bareme: Bareme, decoupe: Decoupe, au: dt.date) -> Coefficients:
    return bareme.courbe(("coefficients", decoupe, au), lambda: Coefficients(decoupe, au))


def _indemnite(regime: Regime, reste: int, au: dt.date, bareme: Bareme) -> int:
    serie = bareme.indemnite_forfaitaire
    if not regime.indemnite or regime.echeance is None or regime.echeance >= au or reste <= 0:
        return 0
    premier = regime.echeance + UN_JOUR
    return int(serie.au(premier).valeur) if premier >= serie.dates[0] else 0
