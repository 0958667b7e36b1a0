"""Lire un dossier, sans rien charger de ce qui sert à écrire : le chemin d'une réponse au téléphone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from recouvre.base import journal
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import (
    ConformiteForcee,
    ContactNote,
    DocumentEtabli,
    DossierClos,
    DossierOuvert,
    Ecrit,
    EncaissementRecu,
    EvenementAnnule,
    PieceRecue,
    RelanceEnvoyee,
    ScenarioChoisi,
    rangs_annules,
)
from recouvre.domaine.faits_d_insolvabilite import ProcedureSuivie
from recouvre.domaine.faits_de_campagne import CampagneValidee
from recouvre.domaine.faits_de_droit import CreanceQualifiee, FacturePrecisee, PrescriptionReprise, PrescriptionTouchee
from recouvre.domaine.faits_de_gestion import AutorisationDonnee, AutorisationRetiree, CreancierAvise, DossierAffecte
from recouvre.domaine.faits_de_plan import PlanPropose
from recouvre.domaine.faits_de_suivi import LitigeClos, LitigeOuvert, PromesseFaite, Signalement, SignalLeve
from recouvre.domaine.numeros import numero_lisible
from recouvre.domaine.pli import plier
from recouvre.domaine.refus import DossierInconnu, Refus
from recouvre.operations.session import Session

_SANS_EFFET = (
    ContactNote, PieceRecue, RelanceEnvoyee, DocumentEtabli, ConformiteForcee, ScenarioChoisi, DossierClos,
    PrescriptionTouchee, PrescriptionReprise, LitigeOuvert, LitigeClos, PromesseFaite, PlanPropose, Signalement,
    SignalLeve, ProcedureSuivie, AutorisationDonnee, AutorisationRetiree, CreancierAvise, DossierAffecte,
    CampagneValidee,
)  # fmt: skip
"""Les faits qu'un décompte ne lit pas : saisis après coup, ils n'expliquent aucun écart."""

_DEPUIS_L_ORIGINE = (CreanceQualifiee, FacturePrecisee)
"""Les faits qui valent depuis l'origine, quelle que soit leur date."""


class SavoirInconnu(Refus):
    """Ce jour-là, on ne savait encore rien de ce dossier ; ou bien ce jour n'est pas encore venu."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnuLe:
    """Un dossier tel qu'on le connaissait un jour, tel qu'on le connaît, et les faits saisis entre les deux."""

    alors: Dossier
    maintenant: Dossier
    depuis: tuple[Ecrit, ...]


def lire_dossier(session: Session, numero: int) -> tuple[Dossier, list[Ecrit]]:
    """Le dossier et son journal. Lève ``DossierInconnu``."""
    ecrits = journal.lire(session.base, numero)
    if not ecrits:
        raise DossierInconnu(numero_lisible(numero))
    return plier(ecrits), ecrits


def lire_tel_que_connu(session: Session, numero: int, le: dt.date, au: dt.date) -> ConnuLe:
    """Le dossier d'après les seuls faits saisis ce jour-là au plus tard, et ceux qui changent depuis ce décompte.

    ``au`` : le jour du décompte. Une saisie est datée à l'heure légale de Paris. Lève ``DossierInconnu``, ou
    ``SavoirInconnu`` si le dossier n'était pas encore ouvert, ou si le jour est à venir.
    """
    if le > session.maintenant.date():
        raise SavoirInconnu(
            f"Le {en_chiffres(le)} n'est pas encore venu : on ne sait pas ce que l'on saura ce jour-là."
        )
    dossier, ecrits = lire_dossier(session, numero)
    sus = [ecrit for ecrit in ecrits if ecrit.saisi_le.date() <= le]
    if not any(isinstance(ecrit.evenement, DossierOuvert) for ecrit in sus):
        raise SavoirInconnu(
            f"Le {en_chiffres(le)}, le dossier {dossier.libelle} n'existait pas encore : il a été saisi le "
            f"{en_chiffres(ecrits[0].saisi_le.date())}."
        )
    return ConnuLe(alors=plier(sus), maintenant=dossier, depuis=tuple(_qui_changent(ecrits, le, au)))


def _qui_changent(ecrits: Sequence[Ecrit], le: dt.date, au: dt.date) -> list[Ecrit]:
    """Les faits saisis après ce jour que le décompte lit ; ni ceux qu'on a défaits depuis, ni leur annulation."""
    par_rang = {ecrit.rang: ecrit for ecrit in ecrits}
    neufs = {ecrit.rang for ecrit in ecrits if ecrit.saisi_le.date() > le}
    annules = rangs_annules(ecrits)
    changent = []
    for rang in sorted(neufs - annules):
        ecrit = vise = par_rang[rang]
        if isinstance(ecrit.evenement, EvenementAnnule):
            vise = par_rang.get(ecrit.evenement.rang, ecrit)
        if vise.rang in neufs and vise is not ecrit:
            continue
        if _compte(vise, au):
            changent.append(ecrit)
    return changent


def _compte(ecrit: Ecrit, au: dt.date) -> bool:
    fait = ecrit.evenement
    if isinstance(fait, _SANS_EFFET):
        return False
    le = fait.date
    if isinstance(fait, EncaissementRecu) and fait.mis_en_paiement_le:
        le = min(le, fait.mis_en_paiement_le)
    return isinstance(fait, _DEPUIS_L_ORIGINE) or le <= au
