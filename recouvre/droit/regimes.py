"""Le régime d'une facture : quand les intérêts partent, à quel taux, sous quel article, et si les 40 € sont dus.

- **Professionnel** (C. com. L441-10 II) : du lendemain de la date de règlement, sans rappel ; taux du contrat, sinon
  BCE + 10 points réancré chaque semestre ; indemnité de 40 € par facture (D441-5).
- **Consommateur** (C. civ. 1231-6, 1344-1) : du lendemain de la présentation de la mise en demeure, au taux légal
  « autres cas » (CMF L313-2 : c'est la qualité du créancier qui choisit), ou au taux du contrat ; ni 40 € ni frais
  (CPCE L111-8).
- **Acheteur public** : son régime (CCP L2192-13 s.) n'est pas calculé par cette version ; elle le refuse.

Ajouter un régime, c'est ajouter une fonction et une branche à ``regime_de``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import assert_never

from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import FactureAjoutee
from recouvre.domaine.parties import Qualite
from recouvre.domaine.refus import RegleDeDroit
from recouvre.droit.taux import Bareme, TauxApplique, taux_fixe, taux_legal, taux_professionnel

Decoupe = Callable[[dt.date, dt.date], Iterator[TauxApplique]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """Ce que le droit dit d'une facture.

    ``depart`` : les intérêts courent du lendemain de ce jour (``None`` : ils ne courent pas) ; ``decoupe(du, au)`` rend
    les taux, jours inclus ; ``indemnite`` : l'indemnité forfaitaire est due au premier jour de retard.
    """

    depart: dt.date | None
    decoupe: Decoupe
    fondement: str
    indemnite: bool


def verifier_qualite(qualite: Qualite) -> None:
    """Lève ``RegleDeDroit`` si le régime de cette qualité n'est pas calculé, avant qu'un dossier ne s'ouvre dessus."""
    if qualite is Qualite.PUBLIC:
        raise _non_calcule()


def _non_calcule() -> RegleDeDroit:
    return RegleDeDroit(
        "Les acheteurs publics ont leur propre régime (CCP L2192-13 et R2192-31 : BCE + 8 points figé, délais de "
        "30 à 60 jours), que cette version ne calcule pas. Le dossier n'est pas ouvert : traitez-le à part."
    )


def regime_de(dossier: Dossier, facture: FactureAjoutee, bareme: Bareme) -> Regime:
    """Le régime de cette facture. Lève ``RegleDeDroit`` si la qualité du débiteur n'est pas couverte."""
    match dossier.qualite:
        case Qualite.PROFESSIONNEL:
            return _professionnel(dossier, facture, bareme)
        case Qualite.CONSOMMATEUR:
            return _consommateur(dossier, facture, bareme)
        case Qualite.PUBLIC:
            raise _non_calcule()
        case _:
            assert_never(dossier.qualite)


def _professionnel(dossier: Dossier, facture: FactureAjoutee, bareme: Bareme) -> Regime:
    taux = dossier.taux_de(facture)
    return Regime(
        depart=facture.echeance,
        decoupe=partial(taux_professionnel, bareme) if taux is None else partial(taux_fixe, taux),
        fondement="C. com., art. L441-10 II" + ("" if taux is None else " (taux du contrat)"),
        indemnite=True,
    )


def _consommateur(dossier: Dossier, facture: FactureAjoutee, bareme: Bareme) -> Regime:
    taux = dossier.taux_de(facture)
    return Regime(
        depart=_interpellation(dossier, facture),
        decoupe=partial(taux_legal, bareme.legal_autres_cas) if taux is None else partial(taux_fixe, taux),
        fondement="C. civ., art. 1231-6 et 1344-1" + ("" if taux is None else " (taux du contrat)"),
        indemnite=False,
    )


def _interpellation(dossier: Dossier, facture: FactureAjoutee) -> dt.date | None:
    """La première mise en demeure présentée alors que la facture était échue : une dette à venir ne se réclame pas."""
    return next((mise.date for mise in dossier.mises_en_demeure if mise.date > facture.echeance), None)
