"""Où en est un dossier, indépendamment du jour où l'on regarde : ce que les projections gardent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from recouvre.domaine.dossier import Dossier
from recouvre.domaine.refus import TauxInconnu
from recouvre.droit.decompte import decompter, dernier_mouvement
from recouvre.droit.natures import Natures
from recouvre.droit.prescription import Proche, plus_proche
from recouvre.droit.reserves import Excessive, lettres_excessives
from recouvre.droit.taux import Bareme


class Etat(StrEnum):
    """``SOLDE`` : plus rien n'est dû ; ``CLOS`` : on a cessé d'agir ; ``ANNULE`` : l'ouverture a été défaite."""

    OUVERT = "ouvert"
    SOLDE = "soldé"
    CLOS = "clos"
    ANNULE = "annulé"


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """``principal`` restant dû, ``trop_percu`` et ``reste`` (tout ce qui est dû au soir du dernier fait), en centimes.

    ``principal`` et ``reste`` valent ``None`` tant qu'un taux manque ; ``reste`` aussi si rien n'a encore été payé.

    ``premiere_echeance`` : la plus ancienne échéance encore due ; ``prescription`` : la date la plus proche et la
    nature qui la porte ; ``manque`` : le taux à relever, s'il en manque un ; ``excessives`` : les lettres parties qui,
    d'après un fait saisi depuis, réclamaient trop.
    """

    etat: Etat
    principal: int | None
    trop_percu: int
    reste: int | None
    premiere_echeance: dt.date | None
    prescription: Proche | None
    dernier_fait_le: dt.date
    manque: TauxInconnu | None = None
    excessives: tuple[Excessive, ...] = ()

    @property
    def prescription_le(self) -> dt.date | None:
        """Le dernier jour utile pour agir, ``None`` s'il ne reste rien dû."""
        return self.prescription.date if self.prescription is not None else None


def situer(dossier: Dossier, bareme: Bareme, natures: Natures) -> Situation:
    """La situation du dossier, au soir de son dernier fait comptable.

    Un taux inconnu n'empêche pas d'enregistrer un fait : la situation le dit (``manque``) et le principal attend.
    """
    dernier = dernier_mouvement(dossier)
    if not (dossier.encaissements or dossier.avoirs or dossier.remises):
        return _intacte(dossier, dernier, natures)
    try:
        decompte = decompter(dossier, max([dernier, *(f.emise_le for f in dossier.factures)]), bareme)
    except TauxInconnu as manque:
        return Situation(
            etat=_etat(dossier, solde=False),
            principal=None,
            trop_percu=0,
            reste=None,
            premiere_echeance=min((f.echeance for f in dossier.factures), default=None),
            prescription=plus_proche(dossier, natures),
            dernier_fait_le=dernier,
            manque=manque,
        )
    dues = [facture for facture in decompte.factures if facture.reste]
    return Situation(
        etat=_etat(dossier, solde=bool(decompte.factures) and decompte.total == 0),
        principal=decompte.principal,
        trop_percu=decompte.trop_percu,
        reste=decompte.total if dossier.encaissements or dossier.remises else None,
        premiere_echeance=min((f.echeance for f in dues or decompte.factures), default=None),
        prescription=plus_proche(dossier, natures, [facture.numero for facture in dues]),
        dernier_fait_le=dernier,
        excessives=_excessives(dossier, bareme),
    )


def _excessives(dossier: Dossier, bareme: Bareme) -> tuple[Excessive, ...]:
    """Ne se cherchent que si une lettre est partie après un paiement, un avoir ou une remise : c'est rare, et long."""
    jours = [fait.date for faits in (dossier.encaissements, dossier.avoirs, dossier.remises) for fait in faits]
    premier = min(jours, default=dt.date.max)
    if not dossier.relances or dossier.relances[-1].date <= premier:
        return ()
    return tuple(lettres_excessives(dossier, dossier.relances[-1].date, bareme))


def _intacte(dossier: Dossier, dernier: dt.date, natures: Natures) -> Situation:
    """Ni paiement ni avoir : rien à imputer, donc aucun taux à connaître."""
    return Situation(
        etat=_etat(dossier, solde=False),
        principal=sum(facture.montant - facture.deja_regle for facture in dossier.factures),
        trop_percu=0,
        reste=None,
        premiere_echeance=min((facture.echeance for facture in dossier.factures), default=None),
        prescription=plus_proche(dossier, natures),
        dernier_fait_le=dernier,
    )


def _etat(dossier: Dossier, *, solde: bool) -> Etat:
    if dossier.annule:
        return Etat.ANNULE
    if dossier.cloture:
        return Etat.CLOS
    return Etat.SOLDE if solde else Etat.OUVERT
