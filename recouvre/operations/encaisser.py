"""Encaisser : un fait daté, aussitôt imputé, qui arrête ou réduit ce qui allait partir."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from recouvre.base.parties import normaliser
from recouvre.conduite.arrets import paiement_defendu
from recouvre.conduite.insolvabilite import versement_a_verifier
from recouvre.conduite.instances import SANS_PAIEMENT, paiement_suspendu
from recouvre.conduite.situation import situer
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import EncaissementRecu, Evenement
from recouvre.domaine.montants import en_euros
from recouvre.domaine.refus import Doublon, Refus, TauxInconnu
from recouvre.droit.commande_publique import est_public
from recouvre.droit.decompte import decompter
from recouvre.droit.releve import Decompte, Imputation, Nature
from recouvre.droit.reserves import Excessive
from recouvre.echanges.cartes import contient_une_carte
from recouvre.operations.consigner import consigner
from recouvre.operations.session import Session

CARTE = "carte"
MODES = ("virement", "cheque", CARTE, "prelevement", "especes")


class EncaissementRefuse(Refus):
    """Le paiement saisi ne peut pas être vrai."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encaissement:
    """Ce qu'a fait un encaissement. ``total`` : ce qui reste dû au soir du paiement, en centimes.

    ``manque`` : le taux à relever avant de pouvoir imputer ; alors ``decompte`` est ``None`` et rien n'est imputé ;
    ``avertissement`` : ce que la loi dit de ce paiement, vide s'il est ordinaire ; ``excessives`` : les lettres parties
    depuis, qui réclamaient trop.
    """

    dossier: Dossier
    rang: int
    recu: EncaissementRecu
    imputations: tuple[Imputation, ...]
    trop_percu: int
    decompte: Decompte | None
    manque: TauxInconnu | None = None
    avertissement: str = ""
    excessives: tuple[Excessive, ...] = ()


def encaisser(session: Session, numero: int, recu: EncaissementRecu, *, confirmer: bool = False) -> Encaissement:
    """Enregistre un paiement du débiteur et rend son imputation.

    ``confirmer`` : c'est bien un second paiement identique (même jour, même montant, même référence). Lève
    ``EncaissementRefuse`` (montant nul ou négatif, date future, facture inconnue), ``Doublon``, ``DossierFerme`` ; un
    trop-perçu, un paiement que la loi défend ne sont pas refusés, ils sont dits.
    """
    recu = replace(recu, mode=_mode(recu.mode))
    _verifier(recu, session.maintenant.date())

    def decider(dossier: Dossier) -> Sequence[Evenement]:
        if recu.facture and dossier.facture(recu.facture) is None:
            connues = ", ".join(facture.numero for facture in dossier.factures)
            raise EncaissementRefuse(
                f"Le dossier {dossier.libelle} n'a pas de facture {recu.facture} (il a : {connues}) ; rien n'est écrit."
            )
        if recu.mis_en_paiement_le is not None and not est_public(dossier):
            raise EncaissementRefuse(
                "La mise en paiement n'arrête les intérêts que d'un acheteur public (CCP, art. R2192-32) : retirez "
                "--mis-en-paiement-le. Rien n'est écrit."
            )
        return [recu]

    try:
        consigne = consigner(session, numero, decider, geste="un encaissement", meme_double=confirmer)
    except Doublon:
        raise Doublon(
            f"Un paiement de {en_euros(recu.montant)} du {en_chiffres(recu.date)} est déjà "
            "enregistré : double saisie ? Si c'est bien un second paiement, ajoutez --confirmer (ou --reference)."
        ) from None
    rendu = rendre_compte(session, consigne.dossier, consigne.ecrits[0].rang, recu)
    if rendu.manque is None:
        excessives = situer(consigne.dossier, session.bareme, session.natures).excessives
        rendu = replace(rendu, excessives=tuple(x for x in excessives if x.envoi.date > recu.date))
    return replace(rendu, avertissement=_avertir(consigne.dossier, recu))


def _avertir(dossier: Dossier, recu: EncaissementRecu) -> str:
    """Un paiement reçu pendant une procédure ou un surendettement : il est là, et il faut savoir quoi en faire."""
    article = paiement_defendu(dossier, recu.date)
    if not article and paiement_suspendu(dossier, recu.date):
        return (
            f"Aucun paiement n'est permis pendant la procédure des petites créances ({SANS_PAIEMENT}). Il est "
            "enregistré ; dites-le au commissaire de justice avant de le reverser."
        )
    if not article:
        return versement_a_verifier(dossier, recu)
    return (
        f"Le {en_chiffres(recu.date)}, la loi défend au débiteur de payer ses dettes antérieures ({article}). Ce "
        "paiement est enregistré ; prenez l'avis du mandataire judiciaire, ou de la commission, avant de le reverser."
    )


def _mode(texte: str) -> str:
    """Le mode tel qu'on l'écrit : « Chèque », « CB » et « espèces » sont compris."""
    net = normaliser(texte)
    return {"cb": CARTE, "carte bancaire": CARTE}.get(net, net)


def _verifier(recu: EncaissementRecu, aujourdhui: dt.date) -> None:
    if recu.montant <= 0:
        raise EncaissementRefuse(
            "Un encaissement est une somme reçue, plus grande que zéro. Pour défaire une saisie : recouvre annuler ; "
            "pour réduire la dette : recouvre avoir."
        )
    if recu.date > aujourdhui:
        raise EncaissementRefuse(
            f"Le {en_chiffres(recu.date)} est dans l'avenir (aujourd'hui : {en_chiffres(aujourdhui)}) : un paiement "
            "s'enregistre quand il est reçu. Rien n'est écrit."
        )
    if recu.mis_en_paiement_le is not None and recu.mis_en_paiement_le > recu.date:
        raise EncaissementRefuse(
            f"La mise en paiement ({en_chiffres(recu.mis_en_paiement_le)}) ne peut pas suivre la réception "
            f"({en_chiffres(recu.date)}). Rien n'est écrit."
        )
    if recu.mode not in MODES:
        raise EncaissementRefuse(f"Mode de paiement « {recu.mode} » inconnu : {', '.join(MODES)}.")
    if contient_une_carte(recu.reference, par_carte=recu.mode == CARTE):
        raise EncaissementRefuse(
            "La référence ressemble à un numéro de carte bancaire, qui ne se garde jamais (PCI-DSS) : donnez la "
            "référence de la transaction, que porte le ticket ou l'avis de paiement. Si c'est bien elle, n'en donnez "
            "que les quatre derniers chiffres. Rien n'est écrit."
        )


def rendre_compte(session: Session, dossier: Dossier, rang: int, recu: EncaissementRecu) -> Encaissement:
    """Ce que ce paiement change, au soir du jour où il est reçu : le décompte avec lui, moins le décompte sans lui.

    Ainsi, de deux paiements du même jour, chacun rend compte de ce qu'il ajoute. Reçu avant la dernière facture, il se
    juge à la date de celle-ci.
    """
    au = max([recu.date, *(facture.emise_le for facture in dossier.factures)])
    sans = replace(dossier, encaissements=_sans_un(dossier.encaissements, recu))
    try:
        decompte, avant = decompter(dossier, au, session.bareme), decompter(sans, au, session.bareme)
    except TauxInconnu as manque:
        return Encaissement(
            dossier=dossier, rang=rang, recu=recu, imputations=(), trop_percu=0, decompte=None, manque=manque
        )
    return Encaissement(
        dossier=dossier,
        rang=rang,
        recu=recu,
        imputations=_ajoutees(decompte, avant, recu),
        trop_percu=decompte.trop_percu - avant.trop_percu,
        decompte=decompte,
    )


def _sans_un(recus: tuple[EncaissementRecu, ...], recu: EncaissementRecu) -> tuple[EncaissementRecu, ...]:
    place = recus.index(recu)
    return recus[:place] + recus[place + 1 :]


def _ajoutees(avec: Decompte, sans: Decompte, recu: EncaissementRecu) -> tuple[Imputation, ...]:
    """Les parts que le paiement a ajoutées, par facture et par nature, dans l'ordre où elles s'imputent."""
    parts: dict[tuple[str, Nature], int] = {}
    for signe, decompte in ((1, avec), (-1, sans)):
        for part in decompte.imputations:
            cle = (part.facture, part.nature)
            parts[cle] = parts.get(cle, 0) + signe * part.montant
    return tuple(
        Imputation(encaissement=0, date=recu.date, nature=nature, facture=facture, montant=montant)
        for (facture, nature), montant in parts.items()
        if montant
    )
