"""Ce que l'on doit dire au créancier : une phrase par fait qui le regarde, jusqu'à ce qu'on l'en ait avisé.

Un paiement (CPCE R124-5 al. 1) se dit avec sa quittance ; une proposition de payer autrement que tout de suite
(al. 2), une contestation, une lettre revenue, une insolvabilité se disent ici. Rien n'est envoyé : un courriel est
préparé, une personne le relit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_d_envoi import SuiteDuPli
from recouvre.domaine.faits_de_droit import CauseArret
from recouvre.domaine.faits_de_suivi import NatureSignal
from recouvre.domaine.montants import en_euros

PROPOSITION = "CPCE, art. R124-5 al. 2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Avis:
    """``cle`` : ce que ``CreancierAvise`` retiendra ; ``phrase`` : ce qu'on écrit ; ``demande`` : ce qu'on attend."""

    cle: str
    le: dt.date
    phrase: str
    demande: str = ""
    fondement: str = ""


def avis_dus(dossier: Dossier) -> tuple[Avis, ...]:
    """Les avis que le créancier n'a pas encore reçus, dans l'ordre des faits."""
    dits = {avis.objet for avis in dossier.avis}
    tous = (*_du_debiteur(dossier), *_des_plis(dossier), *_des_arrets(dossier), *_des_signaux(dossier))
    return tuple(sorted((avis for avis in tous if avis.cle not in dits), key=lambda avis: (avis.le, avis.cle)))


def _du_debiteur(dossier: Dossier) -> Iterator[Avis]:
    """Ce que le débiteur propose, promet ou conteste, et ce qu'est devenu son plan."""
    for promesse in dossier.promesses:
        yield Avis(
            cle=f"promesse:{promesse.date.isoformat()}:{promesse.montant}",
            le=promesse.date,
            phrase=f"Le {en_chiffres(promesse.date)}, le débiteur a promis {en_euros(promesse.montant)} pour le "
            f"{en_chiffres(promesse.pour_le)}.",
            fondement=PROPOSITION,
        )
    for plan in dossier.plans_proposes:
        yield Avis(
            cle=f"plan-propose:{plan.date.isoformat()}:{plan.nombre}",
            le=plan.date,
            phrase=f"Le {en_chiffres(plan.date)}, il est proposé de régler {en_euros(plan.total)} en {plan.nombre} "
            f"versements à partir du {en_chiffres(plan.des)}.",
            demande="Merci de nous dire si vous acceptez ce plan ; rien n'est signé sans vous.",
            fondement=PROPOSITION,
        )
    for suivi in dossier.plans:
        if suivi.caduc_le is not None:
            yield Avis(
                cle=f"plan-caduc:{suivi.caduc_le.isoformat()}",
                le=suivi.caduc_le,
                phrase=f"Le plan signé le {en_chiffres(suivi.plan.date)} est caduc depuis le "
                f"{en_chiffres(suivi.caduc_le)} : tout ce qui reste dû est exigible.",
                demande="Merci de nous dire la suite que vous souhaitez.",
            )
    for litige in dossier.litiges:
        sur = f" la facture {litige.facture}" if litige.facture else ""
        reconnu = f" Il reconnaît devoir {en_euros(litige.reconnu)}." if litige.reconnu else ""
        yield Avis(
            cle=f"litige:{litige.date.isoformat()}:{litige.facture}",
            le=litige.date,
            phrase=f"Le {en_chiffres(litige.date)}, le débiteur a contesté{sur} : {litige.motif}.{reconnu}",
            demande="Merci de nous répondre sous quinze jours, avec les pièces utiles (commande, livraison, échanges).",
        )


def _des_plis(dossier: Dossier) -> Iterator[Avis]:
    for pli in dossier.plis:
        if pli.suite is SuiteDuPli.NPAI:
            yield Avis(
                cle=f"npai:{pli.reference}",
                le=pli.date,
                phrase=f"Notre lettre {pli.reference} est revenue le {en_chiffres(pli.date)} : le débiteur est inconnu "
                "à cette adresse. Nous cherchons la nouvelle.",
                demande="Si vous connaissez une autre adresse, un téléphone ou un courriel, merci de nous les donner.",
            )


_ARRETS = {
    CauseArret.PROCEDURE: (
        "Une procédure collective est ouverte à l'égard du débiteur depuis le {le} : plus rien ne peut lui être "
        "réclamé, et votre créance doit être déclarée.",
        "Merci de nous dire si nous préparons la déclaration, et de nous donner pour cela un pouvoir spécial.",
    ),
    CauseArret.SURENDETTEMENT: (
        "Le dossier de surendettement du débiteur est recevable depuis le {le} : il ne peut plus payer ses dettes "
        "antérieures, et nous avons cessé de les lui réclamer.",
        "Merci de nous transmettre les courriers de la commission dès que vous les recevez : les délais sont courts.",
    ),
    CauseArret.DELAI_DE_GRACE: ("Le juge a accordé un délai au débiteur à partir du {le}.", ""),
}


def _des_arrets(dossier: Dossier) -> Iterator[Avis]:
    for arret in dossier.arrets:
        if arret.cause in _ARRETS:
            phrase, demande = _ARRETS[arret.cause]
            yield Avis(
                cle=f"{arret.cause}:{arret.date.isoformat()}",
                le=arret.date,
                phrase=phrase.format(le=en_chiffres(arret.date)),
                demande=demande,
            )


_SIGNAUX = {
    NatureSignal.DECES: (
        "Le débiteur est décédé.",
        "Merci de nous dire si vous connaissez ses héritiers ou le notaire.",
    ),
    NatureSignal.MINORITE: ("Le débiteur est mineur : seul son représentant légal peut être approché.", ""),
    NatureSignal.TUTELLE: (
        "Le débiteur est protégé (tutelle ou curatelle) : son tuteur ou son curateur est notre interlocuteur.",
        "",
    ),
    NatureSignal.ETRANGER: ("Le débiteur est parti à l'étranger.", "Merci de nous dire si vous souhaitez poursuivre."),
    NatureSignal.MEDIATION: ("Une médiation est engagée : nous ne réclamons rien tant qu'elle dure.", ""),
    NatureSignal.PRESCRIPTION_ACQUISE: ("La créance est prescrite : nous ne la réclamons plus.", ""),
    NatureSignal.CONFIE_AILLEURS: (
        "Nous apprenons que ce dossier est confié à un autre : nous avons cessé toute démarche.",
        "Merci de nous confirmer à qui il est confié, et ce que vous attendez de nous.",
    ),
}


def _des_signaux(dossier: Dossier) -> Iterator[Avis]:
    for signal in dossier.signaux:
        if signal.nature in _SIGNAUX:
            phrase, demande = _SIGNAUX[signal.nature]
            yield Avis(
                cle=f"signal:{signal.nature}:{signal.date.isoformat()}",
                le=signal.date,
                phrase=f"{phrase} (Appris le {en_chiffres(signal.date)}.)",
                demande=demande,
            )
