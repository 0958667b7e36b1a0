"""Les frais que la loi met à la charge du débiteur : justifiés, jamais d'autres (CPCE L111-8 ; C. com. L441-10 II)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import Evenement
from recouvre.domaine.faits_de_droit import AccessoireAjoute, NatureAccessoire
from recouvre.domaine.parties import Qualite
from recouvre.domaine.refus import RegleDeDroit, TauxInconnu
from recouvre.droit.commande_publique import est_public
from recouvre.droit.decompte import decompter
from recouvre.droit.regimes import entre_professionnels
from recouvre.droit.releve import ACCESSOIRES, Decompte, Nature
from recouvre.operations.consigner import Consigne, consigner
from recouvre.operations.gardes import FaitRefuse, facture_du, refuser_avenir
from recouvre.operations.session import Session


class FraisRefuses(RegleDeDroit):
    """Ces frais restent à la charge du créancier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frais:
    """Ce que ces frais ajoutent vraiment à la dette, en centimes, et pourquoi ce n'est pas tout.

    ``reclame`` vaut ``None`` si un taux manque pour le dire : ``raison`` dit alors lequel.
    """

    consigne: Consigne
    fait: AccessoireAjoute
    reclame: int | None
    raison: str = ""


def ajouter_frais(session: Session, numero: int, fait: AccessoireAjoute) -> Frais:
    """Enregistre des frais justifiés. Lève ``FaitRefuse``, ``FraisRefuses``, ``Doublon``."""
    refuser_avenir(session, fait.date, "un frais")
    if fait.montant <= 0:
        raise FaitRefuse("Le montant des frais s'écrit sans signe, plus grand que zéro. Rien n'est écrit.")
    if not fait.justificatif.strip():
        raise FaitRefuse(
            "Des frais se justifient : dites la pièce qui les prouve, --justificatif « facture n° 12 de Me … ». Rien "
            "n'est écrit."
        )

    def decider(dossier: Dossier) -> Sequence[Evenement]:
        if fait.facture:
            facture_du(dossier, fait.facture)
        if fait.nature is not NatureAccessoire.COMPLEMENT:
            _exiger_un_titre(dossier, fait)
            return [fait]
        _exiger_une_indemnite(dossier)
        return [replace(fait, facture=fait.facture or _seule_facture(dossier))]

    consigne = consigner(session, numero, decider, geste="des frais")
    return _rendre_compte(session, consigne, fait)


def _exiger_un_titre(dossier: Dossier, fait: AccessoireAjoute) -> None:
    if not any(titre.date <= fait.date for titre in dossier.titres):
        raise FraisRefuses(
            f"Aucun titre exécutoire n'est enregistré au dossier {dossier.libelle} au {en_chiffres(fait.date)} : ces "
            "frais restent au créancier (CPCE, art. L111-8). S'il y en a un : recouvre titre "
            f"{dossier.libelle} obtenir --le DATE. Rien n'est écrit."
        )


def _exiger_une_indemnite(dossier: Dossier) -> None:
    if dossier.qualite is Qualite.CONSOMMATEUR:
        raise FraisRefuses(
            "Aucuns frais de recouvrement ne se réclament à un consommateur sans titre exécutoire (CPCE, art. L111-8 ; "
            "C. conso., art. L121-21). Rien n'est écrit."
        )
    if not (entre_professionnels(dossier) or est_public(dossier)):
        raise FraisRefuses(
            "Le complément suppose l'indemnité forfaitaire, qu'un créancier particulier n'a pas (C. com., art. L441-10 "
            "II) : ces frais restent au créancier (CPCE, art. L111-8). Rien n'est écrit."
        )


def _seule_facture(dossier: Dossier) -> str:
    if len(dossier.factures) != 1:
        connues = ", ".join(facture.numero for facture in dossier.factures)
        raise FaitRefuse(
            "L'indemnité forfaitaire est due par facture, son complément aussi : dites pour laquelle avec --facture "
            f"({connues}). Rien n'est écrit."
        )
    return dossier.factures[0].numero


def _rendre_compte(session: Session, consigne: Consigne, saisi: AccessoireAjoute) -> Frais:
    """Le décompte avec ces frais, moins le décompte sans eux, au jour où l'on est."""
    dossier, au = consigne.dossier, max(saisi.date, session.maintenant.date())
    ecrit = consigne.ecrits[0].evenement
    fait = ecrit if isinstance(ecrit, AccessoireAjoute) else saisi
    place = dossier.accessoires.index(fait)
    sans = replace(dossier, accessoires=dossier.accessoires[:place] + dossier.accessoires[place + 1 :])
    try:
        apres, avant = decompter(dossier, au, session.bareme), decompter(sans, au, session.bareme)
    except TauxInconnu as manque:
        return Frais(consigne=consigne, fait=fait, reclame=None, raison=manque.phrase)
    reclame = _frais(apres) - _frais(avant)
    return Frais(consigne=consigne, fait=fait, reclame=reclame, raison=_raison(fait, reclame, apres))


def _frais(decompte: Decompte) -> int:
    return sum(ligne.montant for ligne in decompte.lignes if ligne.nature in ACCESSOIRES)


def _raison(fait: AccessoireAjoute, reclame: int, decompte: Decompte) -> str:
    """Pourquoi moins que ce qui a été exposé ; vide si tout est réclamé."""
    if reclame >= fait.montant:
        return ""
    if any(ligne.nature is Nature.INDEMNITE and ligne.facture == fait.facture for ligne in decompte.lignes):
        return "L'indemnité forfaitaire couvre le reste (C. com., art. L441-10 II ; CCP, art. L2192-13)."
    return next((reserve.phrase for reserve in decompte.reserves if reserve.code == "frais-ecartes"), "")
