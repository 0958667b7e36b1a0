"""Noter ce qui arrive à une prescription ; dire celle d'un dossier, telle qu'on la connaît un jour donné."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import DossierOuvert, Ecrit, Evenement, EvenementAnnule, FactureAjoutee
from recouvre.domaine.faits_de_droit import (
    CausePrescription,
    CreanceQualifiee,
    FacturePrecisee,
    PrescriptionReprise,
    PrescriptionTouchee,
)
from recouvre.domaine.pli import plier
from recouvre.domaine.refus import TauxInconnu
from recouvre.droit.causes import REGLES, Effet
from recouvre.droit.decompte import decompter, dernier_mouvement
from recouvre.droit.prescription import PrescriptionDossier, plus_proche, prescrire
from recouvre.droit.releve import Decompte
from recouvre.operations.consigner import Consigne, consigner
from recouvre.operations.gardes import FaitRefuse, facture_du, refuser_avenir
from recouvre.operations.lire import lire_dossier
from recouvre.operations.session import Session

_DURABLES = (Effet.INSTANCE, Effet.SUSPEND)
_DEPUIS_L_ORIGINE = (DossierOuvert, FactureAjoutee, FacturePrecisee, CreanceQualifiee, EvenementAnnule)
"""Ce que l'on tient pour vrai depuis le premier jour, quelle que soit la date où on l'a dit."""


def noter_cause(session: Session, numero: int, touchee: PrescriptionTouchee) -> Consigne:
    """Un fait interrompt ou suspend la prescription. Lève ``FaitRefuse`` si le fait ne se tient pas."""
    refuser_avenir(session, touchee.date, "ce fait")
    regle = REGLES[touchee.cause]
    if touchee.jusqu_au is not None and regle.effet not in _DURABLES:
        raise FaitRefuse(
            f"« {touchee.cause} » tient en un jour : retirez --jusqu-au. Seules une suspension ou une instance durent."
        )
    if touchee.jusqu_au is not None and touchee.jusqu_au < touchee.date:
        raise FaitRefuse(
            f"La fin, le {en_chiffres(touchee.jusqu_au)}, précède le début, le {en_chiffres(touchee.date)}. "
            "Rien n'est écrit."
        )

    def decider(dossier: Dossier) -> Sequence[Evenement]:
        if touchee.facture:
            facture_du(dossier, touchee.facture)
        return [touchee]

    return consigner(session, numero, decider, geste="cette note")


def noter_fin(session: Session, numero: int, reprise: PrescriptionReprise) -> Consigne:
    """La suspension, ou l'instance, a pris fin. Lève ``FaitRefuse`` si rien n'avait commencé."""
    refuser_avenir(session, reprise.date, "cette fin")
    if REGLES[reprise.cause].effet not in _DURABLES:
        raise FaitRefuse(f"« {reprise.cause} » tient en un jour : elle n'a pas de fin à noter.")
    if reprise.non_avenue and reprise.cause is not CausePrescription.DEMANDE_EN_JUSTICE:
        raise FaitRefuse("Seule une demande en justice peut être non avenue (désistement, péremption, rejet).")

    def decider(dossier: Dossier) -> Sequence[Evenement]:
        if reprise.facture:
            facture_du(dossier, reprise.facture)
        debuts = [
            touchee.date
            for touchee in dossier.prescription_touchee
            if touchee.cause is reprise.cause
            and (not touchee.facture or not reprise.facture or touchee.facture == reprise.facture)
        ]
        if not debuts:
            raise FaitRefuse(
                f"Aucun début de « {reprise.cause} » n'est noté au dossier {dossier.libelle}. Notez-le d'abord : "
                f"recouvre noter {dossier.libelle} {reprise.cause} --le DATE"
            )
        if min(debuts) > reprise.date:
            raise FaitRefuse(
                f"« {reprise.cause} » commence le {en_chiffres(min(debuts))} : elle ne peut finir le "
                f"{en_chiffres(reprise.date)}. Rien n'est écrit."
            )
        return [reprise]

    return consigner(session, numero, decider, geste="cette note")


def prescription_de(session: Session, numero: int, au: dt.date) -> tuple[Dossier, PrescriptionDossier]:
    """Le dossier et sa prescription au soir de ce jour : les faits postérieurs ne comptent pas."""
    entier, ecrits = lire_dossier(session, numero)
    dossier = _tel_que_connu(entier, ecrits, au)
    return entier, prescrire(dossier, session.natures, _encore_dues(session, dossier))


def _tel_que_connu(entier: Dossier, ecrits: Sequence[Ecrit], au: dt.date) -> Dossier:
    """Le dossier au soir de ce jour : les faits postérieurs n'y sont pas encore."""
    connus = [ecrit for ecrit in ecrits if _connu(ecrit, au)]
    return entier if len(connus) == len(ecrits) else plier(connus)


def _encore_dues(session: Session, dossier: Dossier) -> list[str] | None:
    """Ses factures dont il reste du principal ; ``None`` : toutes. Un taux qui manque n'empêche rien : toutes."""
    if not dossier.encaissements and not dossier.avoirs:
        return None
    dernier = max([dernier_mouvement(dossier), *(facture.emise_le for facture in dossier.factures)])
    try:
        calcul = decompter(dossier, dernier, session.bareme)
    except TauxInconnu:
        return None
    return [solde.numero for solde in calcul.factures if solde.reste]


def prescrite_le(session: Session, dossier: Dossier, ecrits: Sequence[Ecrit], decompte: Decompte) -> dt.date | None:
    """Le dernier jour utile, passé, de la plus ancienne facture exigible de ce décompte qui est prescrite, ou ``None``.

    Chaque date est comptée au plus prudent. Une seule suffit : présenter comme exigible, parmi d'autres, une créance
    que le juge rejettera est aussi trompeur (C. conso. L121-2).
    """
    exigibles = [solde.numero for solde in decompte.factures if solde.reste and solde.echeance < decompte.au]
    proche = plus_proche(_tel_que_connu(dossier, ecrits, decompte.au), session.natures, exigibles)
    acquise = proche.acquise_apres if proche is not None else None
    return acquise if acquise is not None and acquise < decompte.au else None


def _connu(ecrit: Ecrit, au: dt.date) -> bool:
    return ecrit.evenement.date <= au or isinstance(ecrit.evenement, _DEPUIS_L_ORIGINE)
