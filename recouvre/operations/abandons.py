"""Remettre une dette : le créancier abandonne une somme, les accessoires, ou tout ce qui reste. Tracé et motivé."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from recouvre.conduite.autorisations import autorisation_en_cours
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import Evenement
from recouvre.domaine.faits_de_gestion import ObjetAutorisation, RemiseAccordee
from recouvre.domaine.montants import en_euros
from recouvre.domaine.profil import Mode
from recouvre.droit.commande_publique import est_public
from recouvre.droit.decompte import decompter
from recouvre.droit.releve import ACCESSOIRES, Decompte, Nature
from recouvre.operations.consigner import Consigne, consigner
from recouvre.operations.gardes import FaitRefuse, refuser_avenir
from recouvre.operations.session import Session


class Portee(StrEnum):
    """Ce que l'on abandonne : une ``SOMME``, tous les ``ACCESSOIRES`` comptés, tout ce qui ``RESTE``."""

    SOMME = "somme"
    ACCESSOIRES = "accessoires"
    RESTE = "reste"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remise:
    """Une remise demandée. ``montant`` en centimes, pour une somme ; ``autorisee_le`` : l'accord du créancier."""

    le: dt.date
    motif: str
    portee: Portee = Portee.SOMME
    montant: int = 0
    autorisee_le: dt.date | None = None


def remettre(session: Session, numero: int, remise: Remise) -> Consigne:
    """Écrit la remise. Lève ``FaitRefuse`` (sans motif, sans accord, plus que le dû), ``TauxInconnu``."""
    refuser_avenir(session, remise.le, "une remise")
    if not remise.motif.strip():
        raise FaitRefuse('Une remise se justifie : ajoutez --motif "…". Rien n\'est écrit.')

    def decider(dossier: Dossier) -> Sequence[Evenement]:
        decompte = decompter(dossier, remise.le, session.bareme)
        montant = _montant(dossier, decompte, remise)
        accord = _accord(session, dossier, remise, montant)
        return [RemiseAccordee(date=remise.le, motif=remise.motif.strip(), montant=montant, autorisee_le=accord)]

    return consigner(session, numero, decider, geste="une remise", meme_double=True)


def _montant(dossier: Dossier, decompte: Decompte, remise: Remise) -> int:
    """Les centimes abandonnés, jamais plus que ce qui reste dû ce jour-là."""
    if est_public(dossier) and remise.portee is not Portee.SOMME:
        raise FaitRefuse(
            "Renoncer aux intérêts moratoires et aux 40 € d'un acheteur public est réputé non écrit (CCP, art. "
            "L2192-14) : seule une somme de principal peut être remise. Rien n'est écrit."
        )
    du = decompte.principal if est_public(dossier) else decompte.total
    if not du:
        raise FaitRefuse(f"Il ne reste rien dû au {en_chiffres(remise.le)} : il n'y a rien à remettre.")
    match remise.portee:
        case Portee.RESTE:
            return du
        case Portee.ACCESSOIRES:
            return min(_accessoires(decompte), du)
        case Portee.SOMME:
            if not 0 < remise.montant <= du:
                raise FaitRefuse(
                    f"Il reste {en_euros(du)} dus au {en_chiffres(remise.le)} : une remise est plus grande que zéro et "
                    f"ne dépasse pas cette somme (demandé : {en_euros(remise.montant)}). Rien n'est écrit."
                )
            return remise.montant


def _accessoires(decompte: Decompte) -> int:
    """Intérêts, 40 € et frais comptés jusqu'ici, payés ou non, moins ce qu'une remise en a déjà abandonné.

    Payés, ils l'ont été au détriment du principal : les abandonner le réduit d'autant (cas 7).
    """
    natures = (Nature.INTERETS, Nature.INDEMNITE, *ACCESSOIRES)
    comptes = sum(ligne.montant for ligne in decompte.lignes if ligne.nature in natures)
    reste = comptes - sum(part.montant for part in decompte.abandons)
    if reste <= 0:
        raise FaitRefuse("Aucun accessoire n'est compté sur ce dossier : il n'y a rien à abandonner.")
    return reste


def _accord(session: Session, dossier: Dossier, remise: Remise, montant: int) -> dt.date | None:
    """Le jour où le créancier a permis cette remise : ni l'agence ni son gestionnaire n'abandonnent pour lui."""
    if remise.autorisee_le is not None:
        refuser_avenir(session, remise.autorisee_le, "un accord")
        return remise.autorisee_le
    donnee = autorisation_en_cours(dossier, ObjetAutorisation.REMISE, remise.le)
    if donnee is not None and (not donnee.plafond or montant <= donnee.plafond):
        return donnee.date
    if session.mode is Mode.INTERNE:
        return None
    plafond = f" (elle est permise jusqu'à {en_euros(donnee.plafond)})" if donnee is not None else ""
    raise FaitRefuse(
        f"Remettre {en_euros(montant)} demande l'accord du créancier{plafond} : ajoutez --autorisee-le DATE, ou notez "
        f"son accord : recouvre autorisation {dossier.libelle} remise. Rien n'est écrit."
    )
