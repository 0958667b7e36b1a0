"""Désigner un pli parti, et contrôler ce que l'on dit de lui avant de l'écrire."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from recouvre.base import lectures
from recouvre.base.journal import lire as lire_journal
from recouvre.conduite.retours import AVANCEMENT, SORT
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import DocumentEtabli, Ecrit, RelanceEnvoyee, rangs_annules
from recouvre.domaine.faits_d_envoi import SUITES, PliSuivi
from recouvre.domaine.numeros import compacter, lire_numero, lire_recommande, lire_reference, numero_lisible
from recouvre.domaine.pli import plier
from recouvre.domaine.refus import Doublon, Refus, SaisieIllisible
from recouvre.envois.impression import CANAL
from recouvre.operations.lire import lire_dossier
from recouvre.operations.session import Session


class PliInconnu(Refus):
    """Ce que l'on désigne n'est pas un pli parti de ce cabinet, ou pourrait en être plusieurs."""


class RetourRefuse(Refus):
    """Cette nouvelle ne peut pas être vraie, ou en contredit une autre ; rien n'est écrit."""


class DejaNote(Doublon):
    """Cette nouvelle n'apprend rien : elle est déjà notée."""


def designer(session: Session, designation: str) -> tuple[int, str]:
    """(dossier, référence) du pli : « D-12-1 », « D-12 » s'il n'a qu'un pli possible, ou un recommandé connu.

    Lève ``PliInconnu``, ``DossierInconnu`` ou ``SaisieIllisible``.
    """
    if trouve := lire_reference(designation):
        return trouve
    try:
        numero = lire_numero(designation)
    except SaisieIllisible:
        return _par_recommande(session, designation)
    dossier, _ = lire_dossier(session, numero)
    return numero, _seul_possible(dossier)


def _par_recommande(session: Session, designation: str) -> tuple[int, str]:
    recommande = lire_recommande(designation)
    trouve = pli_du_recommande(session, recommande)
    if trouve is None:
        raise PliInconnu(
            f"Aucun pli n'a le numéro de recommandé {recommande}. Désignez-le par sa référence, et le numéro sera "
            f'retenu : recouvre courrier-retour D-12-1 … --recommande "{recommande}"'
        )
    return trouve


def pli_du_recommande(session: Session, recommande: str) -> tuple[int, str] | None:
    """(dossier, référence) du pli qui porte ce numéro, d'après l'index de recherche ; ``None`` si aucun."""
    mot = compacter(recommande)
    for numero in lectures.dossiers_du_mot(session.base, mot):
        for pli in plier(lire_journal(session.base, numero)).plis:
            if compacter(pli.recommande) == mot:
                return numero, pli.reference
    return None


def _seul_possible(dossier: Dossier) -> str:
    """Le seul courrier du scénario dont on ignore encore le sort."""
    connus = {pli.reference for pli in dossier.plis if AVANCEMENT[pli.suite] == SORT}
    lettres = [envoi for envoi in dossier.relances if envoi.canal == CANAL]
    possibles = [envoi for envoi in lettres if envoi.reference not in connus]
    if not lettres:
        raise PliInconnu(f"Aucun courrier n'est parti du dossier {dossier.libelle}.")
    if len(possibles) == 1:
        return possibles[0].reference
    enonces = ", ".join(f"{e.reference} ({e.etape}, {en_chiffres(e.date)})" for e in possibles or lettres)
    pourquoi = "a plusieurs plis dont on attend des nouvelles" if possibles else "n'a plus de pli à suivre"
    raise PliInconnu(f"Le dossier {dossier.libelle} {pourquoi} : dites lequel. {enonces}.")


def controler(session: Session, ecrits: Sequence[Ecrit], nouvelle: PliSuivi) -> PliSuivi:
    """La nouvelle telle qu'elle s'écrira : celle qui n'apprend qu'un numéro garde la date déjà connue.

    ``PliInconnu`` : pas un pli du dossier ; ``RetourRefuse`` : dates ou sorts qui se contredisent ; ``DejaNote``.
    """
    dossier = plier(ecrits)
    partie_le = depart_du_pli(dossier, nouvelle.reference)
    if nouvelle.date < partie_le:
        raise RetourRefuse(
            f"Le pli {nouvelle.reference} est parti le {en_chiffres(partie_le)} : « "
            f"{SUITES[nouvelle.suite]} » ne peut pas dater du {en_chiffres(nouvelle.date)}. Rien n'est écrit."
        )
    siens = [pli for pli in dossier.plis if pli.reference == nouvelle.reference]
    neuf = _numero_neuf(session, dossier, siens, nouvelle)
    pareille = next((pli for pli in siens if pli.suite is nouvelle.suite), None)
    if pareille and pareille.date <= nouvelle.date:
        if neuf:
            return replace(nouvelle, date=pareille.date)
        raise DejaNote(_deja(dossier, ecrits, pareille, nouvelle))
    for pli in siens:
        _accorder(dossier, ecrits, pli, nouvelle)
    return nouvelle


def rang_de(ecrits: Sequence[Ecrit], fait: PliSuivi) -> int:
    """Le rang de ce fait vivant."""
    annules = rangs_annules(ecrits)
    return next(e.rang for e in reversed(ecrits) if e.evenement == fait and e.rang not in annules)


def depart_du_pli(dossier: Dossier, reference: str) -> dt.date:
    """Le jour où ce pli de papier est parti. Lève ``PliInconnu``."""
    papiers: tuple[RelanceEnvoyee | DocumentEtabli, ...] = (*dossier.relances, *dossier.documents)
    envoi = next((papier for papier in papiers if papier.reference == reference), None)
    if isinstance(envoi, RelanceEnvoyee) and envoi.canal != CANAL:
        raise PliInconnu(f"{reference} est parti par {envoi.canal} : ce n'est pas un pli de papier.")
    if isinstance(envoi, DocumentEtabli) and envoi.destinataire != "debiteur":
        raise PliInconnu(f"{reference} ne s'adresse pas au débiteur : son retour ne dit rien de lui.")
    if envoi is None:
        lettres = ", ".join(e.reference for e in dossier.relances if e.canal == CANAL) or "aucun"
        raise PliInconnu(f"Aucun pli {reference} n'est parti du dossier {dossier.libelle} (partis : {lettres}).")
    return envoi.date


def _numero_neuf(session: Session, dossier: Dossier, siens: Sequence[PliSuivi], nouvelle: PliSuivi) -> bool:
    """Vrai si la nouvelle apprend le numéro du pli. Lève ``RetourRefuse`` si ce numéro ne peut pas être le sien."""
    if not nouvelle.recommande:
        return False
    mot = compacter(nouvelle.recommande)
    ancien = next((pli.recommande for pli in siens if pli.recommande), "")
    if ancien and compacter(ancien) != mot:
        raise RetourRefuse(
            f"Le pli {nouvelle.reference} porte déjà le recommandé {ancien}, pas {nouvelle.recommande}. "
            f"« recouvre dossier {dossier.libelle} » montre le rang du fait à annuler. Rien n'est écrit."
        )
    ici = next((p for p in dossier.plis if compacter(p.recommande) == mot), None)
    ailleurs = (dossier.numero, ici.reference) if ici else pli_du_recommande(session, nouvelle.recommande)
    if ailleurs and ailleurs != (dossier.numero, nouvelle.reference):
        raise RetourRefuse(
            f"Le recommandé {nouvelle.recommande} est celui du pli {ailleurs[1]} du dossier "
            f"{numero_lisible(ailleurs[0])} : un numéro ne sert qu'à un pli. Rien n'est écrit."
        )
    return not ancien


def _deja(dossier: Dossier, ecrits: Sequence[Ecrit], connue: PliSuivi, nouvelle: PliSuivi) -> str:
    phrase = f"Le pli {connue.reference} est déjà noté {SUITES[connue.suite]} le {en_chiffres(connue.date)}"
    if connue.date == nouvelle.date or AVANCEMENT[connue.suite] < SORT:
        return f"{phrase} ; rien n'est écrit."
    return f"{phrase} ; rien n'est écrit. Une autre date ? {_annuler_d_abord(dossier, ecrits, connue)}"


def _accorder(dossier: Dossier, ecrits: Sequence[Ecrit], connue: PliSuivi, nouvelle: PliSuivi) -> None:
    """Un pli n'a qu'un sort, et va de son dépôt à sa présentation puis à ce sort. Lève ``RetourRefuse``."""
    avant, apres = AVANCEMENT[connue.suite], AVANCEMENT[nouvelle.suite]
    en_ordre = connue.date <= nouvelle.date if avant < apres else nouvelle.date <= connue.date
    if avant == apres == SORT or (avant != apres and not en_ordre):
        raise RetourRefuse(
            f"Le pli {connue.reference} est noté {SUITES[connue.suite]} le {en_chiffres(connue.date)} : « "
            f"{SUITES[nouvelle.suite]} » ne peut pas dater du {en_chiffres(nouvelle.date)}. "
            f"{_annuler_d_abord(dossier, ecrits, connue)}"
        )


def _annuler_d_abord(dossier: Dossier, ecrits: Sequence[Ecrit], fait: PliSuivi) -> str:
    return f"Annulez d'abord : recouvre annuler {dossier.libelle} {rang_de(ecrits, fait)} --motif …"
