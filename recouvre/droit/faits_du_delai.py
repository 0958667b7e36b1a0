"""Les faits d'un dossier qui touchent le délai d'une facture, avec ou sans effet.

Rien n'est calculé ici : ``faits_de`` dit ce qui est arrivé, par date ; ``droit.cours`` dit ce que cela change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import EncaissementRecu, FactureAjoutee
from recouvre.domaine.faits_de_droit import (
    ArretDeDroit,
    CauseArret,
    CausePrescription,
    PrescriptionReprise,
    PrescriptionTouchee,
    TitreObtenu,
)
from recouvre.domaine.montants import en_euros
from recouvre.droit.causes import NOTEE, PAIEMENT, REGLES, SUR_TITRE, Effet, Regle
from recouvre.droit.plans import etat_du_plan, plan_de

INTERRUPTION = "interruption"
"""Canal d'un contact noté qui interrompt, sans dire si c'est une reconnaissance, une demande en justice ou un acte."""

_DIX_ANS = ("conciliation", "homologation", "etranger", "étranger")
"""Ce qui, sans être une décision, vaut dix ans aussi (CPCE L111-3, 1° à 3°) : dans le nom du titre."""
_INJONCTION = "injonction"

_ARRETS = {
    CauseArret.PROCEDURE: (
        "Procédure collective ouverte",
        "aucun effet : seule la déclaration de créance interrompt ; notez-la",
        "C. com., art. L622-25-1",
    ),
    CauseArret.SURENDETTEMENT: (
        "Surendettement recevable",
        "aucun effet retenu : le texte n'interdit que l'exécution ; demander un titre reste sans doute possible, à "
        "vérifier",
        "C. conso., art. L722-2",
    ),
    CauseArret.MESURES: (
        "Plan ou mesures de surendettement en vigueur",
        "aucun effet retenu par elles-mêmes ; la demande du débiteur interrompt, un plan signé reconnaît la dette",
        "C. conso., art. L721-5",
    ),
    CauseArret.DELAI_DE_GRACE: (
        "Délai de grâce",
        "aucun effet par lui-même ; si le débiteur l'a demandé, notez la reconnaissance au jour de sa demande",
        "Cass. 1re civ., 11 mars 2020, n° 19-11.309",
    ),
    CauseArret.PLAN: (
        "Plan de règlement",
        "aucun effet par lui-même ; si le débiteur l'a signé, notez la reconnaissance au jour de sa signature",
        "C. civ., art. 2240",
    ),
}
_RELANCE = "Cass. com., 18 mai 2022, n° 20-23.204"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fait:
    """Un fait daté et sa règle. ``fin`` : dernier jour d'une suspension, fin d'une instance, ``None`` si elle dure.

    ``depuis`` : le jour d'où l'on compte, s'il n'est pas ``le`` (d'un plan, son premier versement impayé) ;
    ``pourquoi`` : ce qui le prive d'effet ; ``paiement`` : une reconnaissance déduite, une date possible.
    """

    le: dt.date
    libelle: str
    regle: Regle
    fin: dt.date | None = None
    depuis: dt.date | None = None
    non_avenue: bool = False
    paiement: bool = False
    pourquoi: str = ""
    cause: CausePrescription | None = None


def sans_evenement(dossier: Dossier) -> bool:
    """Vrai si rien, dans ce dossier, ne peut avoir déplacé une date : ni paiement, ni cause, ni titre, ni note."""
    return not (
        dossier.encaissements
        or dossier.prescription_touchee
        or dossier.titres
        or any(contact.canal == INTERRUPTION for contact in dossier.contacts)
    )


def faits_de(dossier: Dossier, facture: FactureAjoutee) -> list[Fait]:
    """Tout ce qui est arrivé au délai de cette facture, avec ou sans effet, par date.

    Un plan signé y est comme le réaménagement qu'il vaut, au jour de sa signature ; non comme un arrêt.
    """
    tous = [
        *_causes(dossier, facture),
        *(_paiement(recu, facture) for recu in dossier.encaissements),
        *(_titre(dossier, titre, facture) for titre in dossier.titres),
        *_courriers(dossier),
        *(_arret(arret) for arret in dossier.arrets if plan_de(dossier, arret) is None),
    ]
    return sorted(tous, key=lambda fait: (fait.le, fait.libelle, fait.fin or dt.date.max, fait.non_avenue))


def _causes(dossier: Dossier, facture: FactureAjoutee) -> Iterator[Fait]:
    miennes = [t for t in dossier.prescription_touchee if t.facture in {"", facture.numero}]
    reprises = [r for r in dossier.prescription_reprise if r.facture in {"", facture.numero}]
    for touchee in miennes:
        reprise = _reprise(touchee, miennes, reprises)
        fins = [fin for fin in (touchee.jusqu_au, reprise.date if reprise else None) if fin is not None]
        regle = REGLES[touchee.cause]
        yield Fait(
            le=touchee.date,
            libelle=f"{regle.libelle}{f' : {touchee.texte}' if touchee.texte else ''}",
            regle=regle,
            fin=min(fins, default=None),
            depuis=_premier_impaye(dossier, touchee),
            non_avenue=reprise is not None and reprise.non_avenue,
            cause=touchee.cause,
        )
    for contact in dossier.contacts:
        if contact.canal == INTERRUPTION:
            texte = f" : {contact.texte}" if contact.texte else ""
            yield Fait(le=contact.date, libelle=f"{NOTEE.libelle}{texte}", regle=NOTEE)


def _premier_impaye(dossier: Dossier, touchee: PrescriptionTouchee) -> dt.date | None:
    """Le premier versement du plan signé ce jour-là que rien n'a payé : l'incident d'où part la forclusion d'un crédit.

    À venir tant que le plan est tenu. Un plan suivi ailleurs n'en dit rien.
    """
    if touchee.cause is not CausePrescription.REAMENAGEMENT:
        return None
    suivi = next((s for s in dossier.plans if s.plan.reconnaissance and s.plan.date == touchee.date), None)
    if suivi is None:
        return None
    echeances = etat_du_plan(dossier, suivi)
    return next((echeance.le for echeance in echeances if echeance.verse < echeance.montant), echeances[-1].le)


def _reprise(
    touchee: PrescriptionTouchee, touchees: list[PrescriptionTouchee], reprises: list[PrescriptionReprise]
) -> PrescriptionReprise | None:
    """La fin notée de cette cause : la première qui la suit. Une fin déjà dite ne prend pas celle de la suivante."""
    premiere = next((r for r in reprises if r.cause is touchee.cause and r.date >= touchee.date), None)
    if premiere is None or touchee.jusqu_au is None:
        return premiere
    suivantes = (t.date for t in touchees if t.cause is touchee.cause and touchee.date < t.date <= premiere.date)
    return None if any(suivantes) else premiere


def _paiement(recu: EncaissementRecu, facture: FactureAjoutee) -> Fait:
    pourquoi = ""
    if recu.par_tiers:
        pourquoi = "aucun effet : versé par un tiers, ce paiement n'est pas une reconnaissance du débiteur"
    elif recu.facture not in {"", facture.numero}:
        pourquoi = "aucun effet ici : le débiteur l'a destiné à une autre facture"
    return Fait(
        le=recu.date,
        libelle=f"Paiement de {en_euros(recu.montant)}{f' sur {recu.facture}' if recu.facture else ''}",
        regle=PAIEMENT,
        paiement=True,
        pourquoi=pourquoi,
    )


def _titre(dossier: Dossier, titre: TitreObtenu, facture: FactureAjoutee) -> Fait:
    """Une ordonnance d'injonction de payer n'agit qu'une fois signifiée ; les dix ans restent comptés de sa date."""
    signifiee = next((s.date for s in dossier.significations if s.date >= titre.date), None)
    injonction = titre.nature.startswith(_INJONCTION)
    pourquoi = ""
    if facture.echeance > titre.date:
        pourquoi = "aucun effet ici : la facture n'était pas échue le jour du titre"
    elif injonction and signifiee is None:
        pourquoi = "aucun effet : l'ordonnance d'injonction de payer n'interrompt que par sa signification"
    elif not titre.decision and not any(mot in titre.nature for mot in _DIX_ANS):
        pourquoi = "aucun effet : ce titre n'est pas une décision, la créance qu'il constate garde son délai"
    nom = f"{titre.nature.replace('-', ' ')}{' signifiée' if injonction and signifiee else ''}"
    return Fait(
        le=signifiee if injonction and signifiee else titre.date,
        libelle=f"Titre exécutoire : {nom}",
        regle=SUR_TITRE,
        depuis=titre.date,
        pourquoi=pourquoi,
    )


def _courriers(dossier: Dossier) -> Iterator[Fait]:
    muette = Regle(libelle="Relance", effet=Effet.AUCUN, fondement=_RELANCE)
    pourquoi = "aucun effet : réclamer, même par lettre recommandée, n'arrête pas le délai"
    for mise in dossier.mises_en_demeure:
        yield Fait(le=mise.date, libelle="Mise en demeure présentée", regle=muette, pourquoi=pourquoi)
    for relance in dossier.relances:
        sort = "revenu, inconnu à l'adresse" if dossier.revenu(relance) else "envoyé"
        yield Fait(le=relance.date, libelle=f"Courrier {relance.reference} {sort}", regle=muette, pourquoi=pourquoi)


def _arret(arret: ArretDeDroit) -> Fait:
    libelle, pourquoi, fondement = _ARRETS[arret.cause]
    regle = Regle(libelle=libelle, effet=Effet.AUCUN, fondement=fondement)
    return Fait(le=arret.date, libelle=libelle, regle=regle, pourquoi=pourquoi)
