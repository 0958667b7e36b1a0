"""La prescription d'un dossier : créance par créance, la date, ce qui reste incertain, et toute l'histoire.

- Le délai part du plus ancien de deux jours, la fin de la prestation et l'échéance, jamais de la date de facture.
- ``date`` est le dernier jour utile, vingt-quatre heures comprises : la créance est prescrite le lendemain, même un
  dimanche (rien n'établit que le report de l'article 642 du code de procédure civile vaille pour la prescription).
- Le dossier porte la plus proche des dates de ses créances encore dues.
- Un point incertain reste incertain : la date est la plus prudente, et une réserve le dit.
- Tant qu'une instance ou une procédure où la créance est déclarée dure, rien n'est acquis ; la date reste prudente.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import FactureAjoutee
from recouvre.domaine.faits_de_droit import CauseArret, CausePrescription
from recouvre.domaine.parties import Qualite
from recouvre.droit.arrets import arrets_de
from recouvre.droit.cours import Cours, Etape, appliquer, en_instance, ouvrir
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
    "prescrire",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Creance:
    """Le délai d'une facture. ``date`` : le dernier jour utile ; ``origine`` : le même, si rien n'était arrivé.

    ``nature`` : celle qui le régit à la fin ; ``histoire`` : chaque fait, par date, avec ou sans effet ; ``dure`` : ce
    qui l'arrête encore, sans fin connue ; ``si_non_avenue`` : la date si l'instance qui dure n'avait rien interrompu
    (C. civ. 2243) ; ``interdite`` : une procédure collective ouverte interdit l'action (C. com. L622-21).
    """

    facture: str
    nature: Nature
    date: dt.date
    origine: dt.date
    histoire: tuple[Etape, ...]
    reserves: tuple[str, ...]
    dure: Fait | None = None
    si_non_avenue: dt.date | None = None
    interdite: bool = False

    @property
    def titre(self) -> bool:
        """Vrai si un titre exécutoire est obtenu : agir, c'est le faire exécuter."""
        return self.nature.code == TITRE

    def acquise(self, au: dt.date) -> bool:
        """Vrai si, ce jour-là, le délai est passé. Rien n'est acquis tant qu'une cause l'arrête encore."""
        return au > self.date and self.dure is None

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
    """La date la plus proche d'un dossier, et la nature de la créance qui la porte.

    ``acquise_apres`` : le dernier jour utile de la première créance que rien n'arrête ; ``None`` : une instance, une
    suspension dont la fin n'est pas notée les arrête toutes, et rien n'est acquis ; ``quoi`` : laquelle.
    """

    date: dt.date
    nature: Nature
    acquise_apres: dt.date | None
    quoi: str = ""


def plus_proche(dossier: Dossier, natures: Natures, factures_dues: Iterable[str] | None = None) -> Proche | None:
    """Le dernier jour utile du dossier, avec la nature qui le porte ; ``None`` s'il ne reste rien dû.

    ``factures_dues`` : les numéros des factures dont il reste du principal ; ``None`` : toutes. Tant que rien n'est
    arrivé, aucune histoire n'est bâtie : une remise ouvre des dossiers par milliers.
    """
    dues = _choisies(dossier, factures_dues)
    if not sans_evenement(dossier):
        tous = [_derouler(dossier, facture, natures, faits_de(dossier, facture)) for facture in dues]
        tete = min(tous, key=lambda cours: cours.terme, default=None)
        libres = min((cours.terme for cours in tous if cours.dure is None), default=None)
        quoi = tete.dure.libelle if tete and tete.dure else ""
        return Proche(tete.terme, tete.nature, libres, quoi) if tete else None
    departs: dict[str, tuple[Nature, dt.date]] = {}
    for facture in dues:
        nature, depart = natures.de(dossier, facture), _depart(dossier, facture)
        connu = departs.get(nature.code)
        if connu is None or depart < connu[1]:
            departs[nature.code] = (nature, depart)
    termes = ((nature.premier_terme(depart), nature) for nature, depart in departs.values())
    premier = min(termes, key=lambda terme: terme[0], default=None)
    return Proche(*premier, premier[0]) if premier else None


def prescrire(dossier: Dossier, natures: Natures, factures_dues: Iterable[str] | None = None) -> PrescriptionDossier:
    """La prescription de chaque créance encore due, avec son histoire et ses réserves ; ``factures_dues`` : de même."""
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
    faits = faits_de(dossier, facture)
    cours = _derouler(dossier, facture, natures, faits)
    sans_paiement = [fait for fait in faits if not fait.paiement]
    reserves = (
        *_reserves_du_depart(dossier, facture, natures, cours),
        *cours.reserves,
        *_reserve_des_paiements(dossier, cours.terme, _derouler(dossier, facture, natures, sans_paiement).terme),
        *_reserves_du_cours(cours, faits),
    )
    si_non_avenue = None
    if en_instance(cours):
        si_non_avenue = _derouler(dossier, facture, natures, [f for f in faits if f is not cours.dure]).terme
    return Creance(
        facture=facture.numero,
        nature=cours.nature,
        date=cours.terme,
        origine=cours.etapes[0].date,
        histoire=tuple(sorted(cours.etapes, key=lambda etape: etape.le)),
        reserves=tuple(dict.fromkeys(reserves)),
        dure=cours.dure,
        si_non_avenue=si_non_avenue,
        interdite=any(
            arret.cause is CauseArret.PROCEDURE and arret.au == dt.date.max for arret in arrets_de(dossier, facture)
        ),
    )


def _derouler(dossier: Dossier, facture: FactureAjoutee, natures: Natures, faits: Iterable[Fait]) -> Cours:
    depart = _depart(dossier, facture)
    quoi = "Échéance" if depart == facture.echeance else "Fin de la prestation"
    cours = ouvrir(natures.de(dossier, facture), natures[TITRE], depart, f"{quoi} de la facture {facture.numero}")
    for fait in faits:
        appliquer(cours, fait)
    return cours


def _reserve_des_paiements(dossier: Dossier, date: dt.date, sans_eux: dt.date) -> Iterator[str]:
    """Ce que les paiements ont supposé, s'ils ont fait reculer la date."""
    if sans_eux == date:
        return
    qualification = dossier.qualification
    particulier = qualification is not None and qualification.creancier_particulier
    entre_pros = dossier.qualite is Qualite.PROFESSIONNEL and not particulier
    doute = ", ce qu'un acompte isolé entre professionnels ne suffit peut-être pas à établir" if entre_pros else ""
    yield (
        "Date possible : elle suppose que chaque paiement vient du débiteur et reconnaît toute la dette"
        f"{doute}. Sans les paiements : {en_chiffres(sans_eux)}."
    )


def _reserves_du_depart(dossier: Dossier, facture: FactureAjoutee, natures: Natures, cours: Cours) -> Iterator[str]:
    """Ce que l'on a supposé pour faire partir le délai ; sans objet une fois les dix ans d'un titre ouverts."""
    if cours.nature.code == TITRE:
        return
    nature, choisie = cours.nature, natures.choisie(dossier, facture)
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
    if cours.dure is not None:
        yield (
            f"{cours.dure.libelle} : la fin n'est pas notée. D'ici là le délai ne s'achève pas ; par prudence, la date "
            "affichée est comptée comme si tout avait fini le jour même."
        )
    if cours.nature.code == TITRE and cours.nature.incertitude:
        yield cours.nature.incertitude
    if cours.nature.forclusion:
        yield "Forclusion : le juge la relève d'office ; seule une action en justice ou un acte d'exécution l'évite."
    causes = {fait.cause for fait in faits}
    if CausePrescription.RENONCIATION in causes:
        yield "Une renonciation ne vaut que si elle est certaine et sans équivoque : gardez-en l'écrit."
