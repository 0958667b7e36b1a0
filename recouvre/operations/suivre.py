"""Ouvrir et clore un litige, noter une promesse : ce que le débiteur conteste, ce qu'il s'engage à payer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from recouvre.conduite.litiges import clos_le, jamais_clos
from recouvre.conduite.suivi import attendue_des, promesse_en_cours
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import Evenement, FactureAjoutee
from recouvre.domaine.faits_de_suivi import LitigeClos, LitigeOuvert, PromesseFaite
from recouvre.domaine.montants import en_euros
from recouvre.domaine.refus import TauxInconnu
from recouvre.droit.decompte import decompter
from recouvre.droit.delais import ajouter_mois
from recouvre.operations.consigner import Consigne, consigner
from recouvre.operations.gardes import FaitRefuse, completer, exiger_deja_fini, facture_du, refuser_avenir
from recouvre.operations.session import Session

MOIS_DE_PROMESSE = 3
"""Au-delà, ce n'est plus une promesse : rien ne partirait pendant tout ce temps sur une simple parole."""


def contester(session: Session, dossier: Dossier, donnees: Mapping[str, Any]) -> Sequence[Evenement]:
    """Le litige que ces options décrivent, ou le complément de celui du même jour. Lève ``FaitRefuse``, ``Doublon``."""
    le, motif = donnees.get("--le") or session.maintenant.date(), " ".join(donnees["--motif"].split())
    refuser_avenir(session, le, "un litige")
    if not motif:
        raise FaitRefuse("Un litige a un motif : ajoutez --motif « ce que le débiteur conteste ». Rien n'est écrit.")
    visees = [facture_du(dossier, donnees["--facture"])] if donnees.get("--facture") else list(dossier.factures)
    facture = visees[0].numero if donnees.get("--facture") else ""
    fait = LitigeOuvert(date=le, motif=motif, reconnu=_reconnu(donnees.get("--reconnu"), visees), facture=facture)
    for autre in dossier.litiges:
        if (autre.date, autre.facture) == (le, facture):
            return completer(session, dossier, autre, fait)
    _refuser_si_dit(dossier, fait, fini=bool(donnees.get("--deja-fini")))
    return [fait]


def _reconnu(reconnu: int | None, visees: Sequence[FactureAjoutee]) -> int:
    if reconnu is None:
        return 0
    total = sum(facture.montant - facture.deja_regle for facture in visees)
    if not 0 < reconnu <= total:
        raise FaitRefuse(
            f"La part reconnue va de 0,01 € à {en_euros(total)}, ce qui est contesté au plus ; s'il ne reconnaît rien, "
            "retirez --reconnu. Rien n'est écrit."
        )
    return reconnu


def _refuser_si_dit(dossier: Dossier, fait: LitigeOuvert, *, fini: bool) -> None:
    """Un litige qui court déjà, ou qu'une clôture plus tardive ferme aussitôt : il faut le savoir ``fini``."""
    fin = clos_le(dossier, fait)
    exiger_deja_fini(fini, fait.date, fin, "un litige", "clos")
    if fini:
        return
    for autre in jamais_clos(dossier):
        if autre.facture == fait.facture:
            raise FaitRefuse(
                f"Un litige court déjà depuis le {en_chiffres(autre.date)} ({autre.motif}) : il retient tout. S'il est "
                f'réglé : recouvre reprendre {dossier.libelle} litige --issue "…" ; pour le compléter, redonnez --le '
                f"{en_chiffres(autre.date)} et son motif. Rien n'est écrit."
            )


def clore_litige(session: Session, numero: int, le: dt.date, issue: str) -> Consigne:
    """Les litiges ouverts avant ce jour sont réglés : les démarches reprennent, sans rien rattraper en rafale.

    Ouvert ce jour même, un litige n'est clos que s'il est seul : une contestation nouvelle ne passe pas inaperçue.
    """
    issue = " ".join(issue.split())
    refuser_avenir(session, le, "une clôture")
    if not issue:
        raise FaitRefuse("Dites comment le désaccord s'est réglé : ajoutez --issue \"…\". Rien n'est écrit.")

    def decider(dossier: Dossier) -> Sequence[Evenement]:
        ouverts = jamais_clos(dossier)
        if not ouverts:
            raise FaitRefuse(f"Aucun litige n'est ouvert au dossier {dossier.libelle}. Rien n'est écrit.")
        premier = min(litige.date for litige in ouverts)
        if premier > le:
            raise FaitRefuse(
                f"Le litige s'est ouvert le {en_chiffres(premier)} : il se clôt ce jour-là au plus tôt. S'il n'a "
                "jamais eu lieu, annulez-le : recouvre annuler. Rien n'est écrit."
            )
        return [LitigeClos(date=le, issue=issue, du_jour=premier == le)]

    return consigner(session, numero, decider, geste="cette reprise")


def promettre(session: Session, numero: int, promesse: PromesseFaite, *, remplacer: bool = False) -> Consigne:
    """Le débiteur promet cette somme pour ce jour : rien ne part avant.

    ``remplacer`` : une promesse court déjà, celle-ci prend sa place. Lève ``FaitRefuse``, ``Doublon``.
    """
    refuser_avenir(session, promesse.date, "une promesse")
    _verifier_le_jour(promesse)

    def decider(dossier: Dossier) -> Sequence[Evenement]:
        _verifier_la_somme(session, dossier, promesse)
        _verifier_la_place(dossier, promesse, remplacer=remplacer)
        return [promesse]

    return consigner(session, numero, decider, geste="une promesse")


def _verifier_le_jour(promesse: PromesseFaite) -> None:
    """Un jour passé s'admet, si la promesse lui est antérieure : saisie en retard, elle est aussitôt jugée."""
    if promesse.pour_le < promesse.date:
        raise FaitRefuse(
            f"Le {en_chiffres(promesse.pour_le)} précède le jour où elle est faite ({en_chiffres(promesse.date)}) : "
            "pour saisir une promesse d'avant, dites quand elle a été faite, --le DATE. Rien n'est écrit."
        )
    dernier = ajouter_mois(promesse.date, MOIS_DE_PROMESSE)
    if promesse.pour_le > dernier:
        raise FaitRefuse(
            f"Le {en_chiffres(promesse.pour_le)} est à plus de {MOIS_DE_PROMESSE} mois : une promesse tient jusqu'au "
            f"{en_chiffres(dernier)} au plus. Au-delà, convenez d'un plan : recouvre echeancier. Rien n'est écrit."
        )


def _verifier_la_somme(session: Session, dossier: Dossier, promesse: PromesseFaite) -> None:
    if promesse.montant <= 0:
        raise FaitRefuse("Une promesse est une somme plus grande que zéro. Rien n'est écrit.")
    du = _du_au_plus(session, dossier, promesse)
    if du is not None and promesse.montant > du:
        raise FaitRefuse(
            f"Le {en_chiffres(promesse.pour_le)}, il sera dû {en_euros(du)} : il ne peut être promis davantage. Rien "
            "n'est écrit."
            if du
            else f"Plus rien n'est dû au dossier {dossier.libelle} : il n'y a rien à promettre. Rien n'est écrit."
        )


def _du_au_plus(session: Session, dossier: Dossier, promesse: PromesseFaite) -> int | None:
    """Le plus qui fut ou sera dû, du jour où l'on promet au jour promis ; ``None`` : aucun taux n'est connu.

    Sans les paiements venus depuis : saisie après eux, la promesse qu'ils tiennent reste vraie.
    """
    des = attendue_des(promesse)
    alors = replace(dossier, encaissements=tuple(recu for recu in dossier.encaissements if recu.date < des))
    dus = []
    for jour in (promesse.date, promesse.pour_le, session.maintenant.date()):
        try:
            dus.append(decompter(alors, jour, session.bareme).total)
        except TauxInconnu:
            continue
    return max(dus, default=None)


def _verifier_la_place(dossier: Dossier, promesse: PromesseFaite, *, remplacer: bool) -> None:
    """Une seule promesse à la fois ; plus ancienne que la dernière, elle n'en prend pas la place."""
    plus_recente = bool(dossier.promesses) and dossier.promesses[-1].date > promesse.date
    if not (remplacer or plus_recente) and (courante := promesse_en_cours(dossier, promesse.date)):
        raise FaitRefuse(
            f"Une promesse de {en_euros(courante.montant)} pour le {en_chiffres(courante.pour_le)} court déjà. Si "
            "celle-ci prend sa place, ajoutez --remplacer ; si l'ancienne est fausse : recouvre annuler. Rien n'est "
            "écrit."
        )
