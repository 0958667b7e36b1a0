"""Ce qu'un plan de paiement donne : ses versements, ce que chacun a reçu, ce qu'il en reste.

Les paiements s'imputent sur les versements dans l'ordre de leurs dates, quelle que soit la facture : c'est la somme
promise qui se solde. Ce que ces paiements éteignent de la dette, c'est ``droit.decompte`` qui le dit (C. civ. 1343-1).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from recouvre.domaine.deductions import PlanSuivi, arrets_des_plans
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import EncaissementRecu
from recouvre.domaine.faits_de_droit import ArretDeDroit, CauseArret
from recouvre.domaine.faits_de_plan import Versement
from recouvre.droit.delais import UN_JOUR, ajouter_mois
from recouvre.droit.echeancier import VERSEMENTS_AU_PLUS, EcheancierImpossible, echelonner

PREAVIS, PREAVIS_DE_CREDIT = 15, 30
"""Jours laissés par la mise en demeure avant la caducité, à défaut de clause : une prudence, aucun texte ne les fixe.

Sans préavis raisonnable, la clause peut être abusive contre un consommateur (C. conso. R212-2 4° ; Cass. 1re civ., 22
juin 2017, n° 16-18.418). Trente jours pour un crédit : non vérifié.
"""


@dataclass(frozen=True, slots=True)
class Echeance:
    """Un versement et ce qu'il a reçu. ``solde_le`` : le jour où il a été payé en entier, s'il l'a été."""

    rang: int
    le: dt.date
    montant: int
    verse: int
    solde_le: dt.date | None

    @property
    def reste(self) -> int:
        """Ce qui manque, en centimes."""
        return self.montant - self.verse


def versements_egaux(total: int, nombre: int, des: dt.date, jour: int = 0) -> tuple[Versement, ...]:
    """``nombre`` versements mensuels dont le dernier absorbe l'arrondi. Lève ``EcheancierImpossible``.

    ``jour`` : le quantième voulu, si ``des`` tombe dans un mois qui ne l'a pas ; 0 : celui de ``des``.
    """
    termes = echelonner(total, nombre, des)
    return tuple(map(Versement, _dates(des, nombre, jour), (terme.montant for terme in termes)))


def versements_de(total: int, somme: int, des: dt.date, jour: int = 0) -> tuple[Versement, ...]:
    """Des versements mensuels de ``somme`` centimes ; le dernier est plus petit. Lève ``EcheancierImpossible``.

    >>> [v.montant for v in versements_de(1000_00, 400_00, dt.date(2026, 1, 5))]
    [40000, 40000, 20000]
    """
    if somme <= 0:
        raise EcheancierImpossible("Un versement est une somme plus grande que zéro.")
    if somme >= total:
        raise EcheancierImpossible("Ce versement suffit à tout payer : il n'y a rien à échelonner.")
    nombre = -(-total // somme)
    if nombre > VERSEMENTS_AU_PLUS:
        raise EcheancierImpossible(
            f"Il faudrait {nombre} versements, et un échéancier en compte {VERSEMENTS_AU_PLUS} au plus : proposez plus."
        )
    sommes = [somme] * (nombre - 1) + [total - somme * (nombre - 1)]
    return tuple(map(Versement, _dates(des, nombre, jour), sommes))


def _dates(des: dt.date, nombre: int, jour: int) -> Iterator[dt.date]:
    premier = des.replace(day=1)
    return (_dans_le_mois(ajouter_mois(premier, rang), jour or des.day) for rang in range(nombre))


def _dans_le_mois(premier: dt.date, jour: int) -> dt.date:
    """Ce jour du mois que ``premier`` ouvre, ou son dernier jour."""
    return premier.replace(day=min(jour, (ajouter_mois(premier, 1) - UN_JOUR).day))


def premiere_date(des: dt.date, jour: int) -> dt.date:
    """Le premier ``jour`` du mois à partir de ``des`` ; un mois trop court paie son dernier jour.

    >>> premiere_date(dt.date(2026, 1, 7), 5), premiere_date(dt.date(2026, 2, 1), 31)
    (datetime.date(2026, 2, 5), datetime.date(2026, 2, 28))
    """
    le = _dans_le_mois(des.replace(day=1), jour)
    return le if le >= des else _dans_le_mois(ajouter_mois(des.replace(day=1), 1), jour)


def recus_du_plan(dossier: Dossier, suivi: PlanSuivi) -> Iterator[EncaissementRecu]:
    """Les paiements reçus en exécution de ce plan, par date : de la signature à son dernier jour."""
    fin = suivi.fin or dt.date.max
    return (recu for recu in dossier.encaissements if suivi.depuis <= recu.date <= fin)


def etat_du_plan(dossier: Dossier, suivi: PlanSuivi, au: dt.date = dt.date.max) -> tuple[Echeance, ...]:
    """Chaque versement, et ce qu'il a reçu au soir du jour ``au``."""
    recus = [recu for recu in recus_du_plan(dossier, suivi) if recu.date <= au]
    cumuls = list(accumulate(recu.montant for recu in recus))
    echeances, avant = [], 0
    for rang, (le, montant) in enumerate(suivi.plan.versements, start=1):
        apres = avant + montant
        verse = min(max((cumuls[-1] if cumuls else 0) - avant, 0), montant)
        solde_le = next((r.date for r, cumul in zip(recus, cumuls, strict=True) if cumul >= apres), None)
        echeances.append(Echeance(rang, le, montant, verse, solde_le))
        avant = apres
    return tuple(echeances)


def plan_du_jour(dossier: Dossier, jour: dt.date) -> PlanSuivi | None:
    """Le plan qui court ce jour-là, de sa signature à son dernier jour."""
    return next((s for s in dossier.plans if s.plan.date <= jour <= (s.fin or dt.date.max)), None)


def plan_en_cours(dossier: Dossier) -> PlanSuivi | None:
    """Le plan dont rien ne dit la fin."""
    return next((suivi for suivi in reversed(dossier.plans) if suivi.fin is None), None)


def plan_de(dossier: Dossier, arret: ArretDeDroit) -> PlanSuivi | None:
    """Le plan signé d'où cet arrêt se déduit ; ``None`` : il a été signalé à la main, ou n'est pas un plan."""
    if arret.cause is not CauseArret.PLAN:
        return None
    return next((suivi for suivi in dossier.plans if arret in arrets_des_plans([suivi])), None)


def prevu(dossier: Dossier, recu: EncaissementRecu) -> bool:
    """Vrai si ce paiement exécute un plan signé, que le créancier connaît : il n'a pas à en être avisé (CPCE R124-5).

    Ce que le débiteur paie au-delà du plan n'est pas prévu.
    """
    for suivi in dossier.plans:
        avant = 0
        for autre in recus_du_plan(dossier, suivi):
            avant += autre.montant
            if autre == recu:
                return avant <= suivi.plan.total
    return False


def dernier_terme(versements: Sequence[Versement]) -> dt.date:
    """Le jour du dernier versement."""
    return max(versement.le for versement in versements)
