"""La prescription d'un dossier : créance par créance, la date, ce qui reste incertain, et toute l'histoire.

- Le délai part du plus ancien de deux jours, la fin de la prestation et l'échéance, jamais de la date de facture.
- ``date`` est le dernier jour utile, vingt-quatre heures comprises : la créance est prescrite le lendemain, même un
  dimanche (rien n'établit que le report de l'article 642 du code de procédure civile vaille pour la prescription).
- Le dossier porte la plus proche des dates de ses créances encore dues.
- Un point incertain reste incertain : la date est la plus proche qui puisse être vraie, et une réserve le dit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import FactureAjoutee
from recouvre.domaine.faits_de_droit import CausePrescription
from recouvre.droit.cours import Cours, Etape, appliquer, ouvrir
from recouvre.droit.delais import avancer
from recouvre.droit.faits_du_delai import INTERRUPTION, Fait, faits_de, sans_evenement
from recouvre.droit.natures import TITRE, Nature, Natures

__all__ = [
    "INTERRUPTION",
    "Creance",
    "Etape",
    "PrescriptionDossier",
    "Proche",
    "plus_proche",
    "prescription",
    "prescrire",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Creance:
    """Le délai d'une facture. ``date`` : le dernier jour utile ; ``origine`` : le même, si rien n'était arrivé.

    ``nature`` : celle qui le régit à la fin ; ``histoire`` : chaque fait, par date, avec ou sans effet.
    """

    facture: str
    nature: Nature
    date: dt.date
    origine: dt.date
    histoire: tuple[Etape, ...]
    reserves: tuple[str, ...]

    @property
    def forclusion(self) -> bool:
        """Vrai si ni paiement ni reconnaissance ne peuvent faire reculer la date."""
        return self.nature.forclusion

    @property
    def surete_le(self) -> dt.date:
        """L'échéance de sûreté : le dernier jour ouvré qui ne dépasse pas la date."""
        return avancer(self.date)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrescriptionDossier:
    """Les créances encore dues d'un dossier, dans l'ordre de leurs échéances."""

    creances: tuple[Creance, ...]

    @property
    def tete(self) -> Creance | None:
        """Celle dont la date est la plus proche."""
        return min(self.creances, key=lambda creance: creance.date, default=None)

    @property
    def date(self) -> dt.date | None:
        """La plus proche des dates, ``None`` s'il ne reste rien dû."""
        return self.tete.date if self.tete is not None else None


class Proche(NamedTuple):
    """La date la plus proche d'un dossier, et la nature de la créance qui la porte."""

    date: dt.date
    nature: Nature


def prescription(dossier: Dossier, natures: Natures, factures_dues: Iterable[str] | None = None) -> dt.date | None:
    """Le dernier jour utile du dossier, ou ``None`` s'il ne reste rien dû.

    ``factures_dues`` : les numéros des factures dont il reste du principal ; ``None`` : toutes.
    """
    proche = plus_proche(dossier, natures, factures_dues)
    return proche.date if proche is not None else None


def plus_proche(dossier: Dossier, natures: Natures, factures_dues: Iterable[str] | None = None) -> Proche | None:
    """Le même, avec la nature qui le porte.

    Tant que rien n'est arrivé, aucune histoire n'est bâtie : une remise ouvre des dossiers par milliers.
    """
    dues = _choisies(dossier, factures_dues)
    if not sans_evenement(dossier):
        tete = PrescriptionDossier(creances=tuple(_creance(dossier, facture, natures) for facture in dues)).tete
        return Proche(tete.date, tete.nature) if tete is not None else None
    departs: dict[str, tuple[Nature, dt.date]] = {}
    for facture in dues:
        nature, depart = natures.de(dossier, facture), _depart(dossier, facture)
        connu = departs.get(nature.code)
        if connu is None or depart < connu[1]:
            departs[nature.code] = (nature, depart)
    proches = (Proche(nature.premier_terme(depart), nature) for nature, depart in departs.values())
    return min(proches, key=lambda proche: proche.date, default=None)


def prescrire(dossier: Dossier, natures: Natures, factures_dues: Iterable[str] | None = None) -> PrescriptionDossier:
    """La prescription de chaque créance encore due, avec son histoire et ses réserves."""
    dues = _choisies(dossier, factures_dues)
    return PrescriptionDossier(creances=tuple(_creance(dossier, facture, natures) for facture in dues))


def _choisies(dossier: Dossier, numeros: Iterable[str] | None) -> tuple[FactureAjoutee, ...]:
    if numeros is None:
        return dossier.factures
    voulues = set(numeros)
    return tuple(facture for facture in dossier.factures if facture.numero in voulues)


def _executee_le(dossier: Dossier, facture: FactureAjoutee) -> dt.date | None:
    precision = dossier.precision(facture) if dossier.precisions else None
    return precision.executee_le if precision is not None else None


def _depart(dossier: Dossier, facture: FactureAjoutee) -> dt.date:
    return min(_executee_le(dossier, facture) or facture.echeance, facture.echeance)


def _creance(dossier: Dossier, facture: FactureAjoutee, natures: Natures) -> Creance:
    nature = natures.de(dossier, facture)
    faits = faits_de(dossier, facture)
    cours = _derouler(dossier, facture, nature, natures[TITRE], faits)
    reserves = [*_reserves_du_depart(dossier, facture, nature, natures), *cours.reserves]
    if cours.par_paiement:
        sans = _derouler(dossier, facture, nature, natures[TITRE], [fait for fait in faits if not fait.paiement])
        reserves.append(
            "Date possible : elle suppose que chaque paiement reconnaît toute la dette, ce qu'un acompte isolé entre "
            f"professionnels ne suffit peut-être pas à établir. Sans les paiements : {en_chiffres(sans.terme)}."
        )
    return Creance(
        facture=facture.numero,
        nature=cours.nature,
        date=cours.terme,
        origine=cours.etapes[0].date,
        histoire=tuple(sorted(cours.etapes, key=lambda etape: etape.le)),
        reserves=tuple(dict.fromkeys((*reserves, *_reserves_du_cours(cours, faits)))),
    )


def _derouler(dossier: Dossier, facture: FactureAjoutee, nature: Nature, titre: Nature, faits: list[Fait]) -> Cours:
    depart = _depart(dossier, facture)
    quoi = "Échéance" if depart == facture.echeance else "Fin de la prestation"
    cours = ouvrir(nature, titre, depart, f"{quoi} de la facture {facture.numero}")
    for fait in faits:
        appliquer(cours, fait)
    return cours


def _reserves_du_depart(dossier: Dossier, facture: FactureAjoutee, nature: Nature, natures: Natures) -> Iterator[str]:
    """Ce que l'on a supposé pour faire partir le délai."""
    choisie = natures.choisie(dossier, facture)
    if choisie and choisie not in natures.codes:
        yield f"La nature « {choisie} » n'est pas dans la table : « {nature.code} » est supposée."
    elif not choisie:
        yield (
            f"La nature de la créance n'est pas dite : « {nature.code} » est supposée. Si elle est de celles qui "
            "s'éteignent plus vite (transport, communications électroniques : un an), la date est plus proche."
        )
    executee_le = _executee_le(dossier, facture)
    if nature.execution and executee_le is None:
        yield "La fin de la prestation n'est pas connue : si elle précède l'échéance, la date est plus proche."
    elif nature.execution and executee_le is not None and executee_le < facture.echeance:
        yield "Le délai part de la fin de la prestation, sauf si la loi ou le contrat convient d'un autre terme."
    if nature.incertitude:
        yield nature.incertitude


def _reserves_du_cours(cours: Cours, faits: list[Fait]) -> Iterator[str]:
    """Ce que la suite laisse incertain."""
    if cours.dure:
        yield (
            f"{cours.dure} : la fin n'est pas notée. D'ici là le délai ne s'achève pas ; la date affichée est celle "
            "qu'on aurait si cette fin venait tout de suite."
        )
    if cours.nature.code == TITRE and cours.nature.incertitude:
        yield cours.nature.incertitude
    if cours.nature.forclusion:
        yield "Forclusion : le juge la relève d'office ; seule une action en justice ou un acte d'exécution l'évite."
    causes = {fait.cause for fait in faits}
    if CausePrescription.RENONCIATION in causes:
        yield "Une renonciation ne vaut que si elle est certaine et sans équivoque : gardez-en l'écrit."
