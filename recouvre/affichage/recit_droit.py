"""Ce que la justice ou un accord change au cours des intérêts : les arrêts, le titre exécutoire."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from recouvre.affichage.recit_langue import (
    dire_article,
    dire_jour,
    dire_periode,
    dire_taux_convenu,
    enumerer,
    lendemain,
)
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import FactureAjoutee
from recouvre.domaine.faits_de_droit import ArretDeDroit, CauseArret, InteretsDuTitre, TitreObtenu
from recouvre.domaine.faits_de_plan import InteretsDuPlan
from recouvre.droit.arrets import FONDEMENTS, Arret, arrets_de
from recouvre.droit.plans import plan_de
from recouvre.droit.regimes import majoration_le
from recouvre.droit.releve import Decompte

_PROCEDURES = {
    "sauvegarde": "une procédure de sauvegarde",
    "redressement": "un redressement judiciaire",
    "liquidation": "une liquidation judiciaire",
}
_PROCEDURE = "une procédure collective"
_TITRES = {
    "injonction-de-payer": "injonction de payer",
    "acte-notarie": "acte notarié",
    "cheque-impaye": "chèque impayé",
    "petites-creances": "petites créances",
}
"""Les natures de titre qui ne se lisent pas telles qu'on les tape."""


def arrets(decompte: Decompte, dossier: Dossier) -> Iterator[str]:
    """Chaque arrêt qui joue à cette date, ce qu'il arrête et jusqu'à quand ; une levée d'après n'est pas encore sue."""
    dossier = replace(dossier, levees=tuple(levee for levee in dossier.levees if levee.date <= decompte.au))
    factures = [facture for solde in decompte.factures if (facture := dossier.facture(solde.numero))]
    touches: dict[Arret, list[str]] = {}
    for facture in factures:
        for arret in arrets_de(dossier, facture):
            if arret.du <= decompte.au:
                touches.setdefault(arret, []).append(facture.numero)
    for arret in sorted(touches, key=lambda a: a.du):
        yield _un_arret(dossier, arret, touches)
        epargnees = [facture.numero for facture in factures if facture.numero not in touches[arret]]
        if epargnees:
            yield f"{_factures(epargnees, 'née')} après ce jour, {_accorder(epargnees, 'porte', 'portent')} intérêt."
    for fait in dossier.arrets:
        if fait.interets_courent:
            yield from _plan_avec_interets(dossier, fait, decompte.au)
        elif fait.date <= decompte.au and not any((a.cause, a.du) == (fait.cause, fait.date) for a in touches):
            yield _sans_prise(fait, factures)


def _plan_avec_interets(dossier: Dossier, fait: ArretDeDroit, au: dt.date) -> Iterator[str]:
    """Un plan signé qui n'arrête pas les intérêts, et pourquoi."""
    suivi = plan_de(dossier, fait)
    if suivi is None or suivi.plan.date > au:
        return
    signe = f"Plan de paiement signé le {dire_jour(suivi.plan.date)}"
    if suivi.caduc_le and suivi.plan.interets is InteretsDuPlan.ABANDONNES:
        yield (
            f"{signe} : les intérêts n'étaient abandonnés que s'il était tenu ; caduc depuis le "
            f"{dire_jour(suivi.caduc_le)}, il les laisse courir depuis l'origine (clause du plan)."
        )
    else:
        yield f"{signe} : les intérêts continuent de courir (clause du plan)."


def titre(decompte: Decompte, dossier: Dossier) -> Iterator[str]:
    """Le titre qui compte, le taux qu'il donne, et sa majoration."""
    obtenus = [obtenu for obtenu in dossier.titres if obtenu.date <= decompte.au]
    if not obtenus:
        return
    premier = obtenus[0]
    reference = f", {premier.reference}" if premier.reference else ""
    yield f"Titre exécutoire du {dire_jour(premier.date)} ({_TITRES.get(premier.nature, premier.nature)}{reference})."
    if premier.interets is InteretsDuTitre.CONTRAT:
        yield "Il maintient le taux qui courait avant lui (C. civ., 1231-7)."
    else:
        depart = dire_jour(lendemain(premier.date))
        yield f"À partir du {depart}, les intérêts sont au taux légal (C. civ., 1231-7 ; CMF, L313-2)."
        yield from _majoration(decompte, dossier, premier)
    if premier.capitalisation:
        yield (
            "Il ordonne la capitalisation : à chacun de ses anniversaires, les intérêts impayés en portent à leur tour "
            "(C. civ., 1343-2)."
        )
    apres = [solde.numero for solde in decompte.factures if solde.echeance > premier.date]
    if apres:
        yield f"{_factures(apres, 'échue')} après lui, n'en {_accorder(apres, 'dépend', 'dépendent')} pas."


def _majoration(decompte: Decompte, dossier: Dossier, premier: TitreObtenu) -> Iterator[str]:
    if not premier.decision:
        yield "Ce n'est pas une décision de justice : il ne porte pas de majoration (CMF, L313-3)."
        return
    if premier.sans_majoration:
        yield "Le juge de l'exécution a écarté la majoration (CMF, L313-3)."
        return
    acte = next((fait for fait in dossier.significations if premier.date <= fait.date <= decompte.au), None)
    majoree_le = majoration_le(dossier, premier) if acte else None
    if acte is None or majoree_le is None:
        yield "Il n'est pas signifié : sa majoration n'est pas comptée (CMF, L313-3)."
        return
    executoire = f" et exécutoire le {dire_jour(acte.executoire_le)}" if acte.executoire_le else ""
    effet = "ce taux est majoré" if majoree_le <= decompte.au else "ce taux sera majoré, s'il n'est pas payé d'ici là,"
    yield (
        f"Il est signifié le {dire_jour(acte.date)}{executoire} : deux mois plus tard, à partir du "
        f"{dire_jour(majoree_le)}, {effet} de 5 points (CMF, L313-3)."
    )


def _un_arret(dossier: Dossier, arret: Arret, tous: Iterable[Arret]) -> str:
    fini = arret.au < dt.date.max
    quand = _quand(dossier, arret)
    effet = (
        f"les intérêts sont au taux que {_qui_fixe(arret)}, {dire_taux_convenu(arret.taux)}"
        if arret.taux
        else "aucun intérêt ne court"
    )
    libre = fini and not any(autre.du <= lendemain(arret.au) <= autre.au for autre in tous)
    quoi = "le taux d'avant" if arret.taux else "le cours"
    reprise = f" ; {quoi} reprend le {dire_jour(lendemain(arret.au))}" if libre else ""
    article = dire_article(FONDEMENTS[arret.cause])
    return f"{quand[0].upper()}{quand[1:]} : {effet}{reprise} ({article})."


def _qui_fixe(arret: Arret) -> str:
    return "les mesures laissent courir" if arret.cause is CauseArret.MESURES else "le juge a fixé"


def _quand(dossier: Dossier, arret: Arret) -> str:
    """« du 1er janvier au 14 mars 2026, plan de paiement » ; un jugement se dit après son jour, non après la fin."""
    cause = _cause(dossier, arret)
    if arret.au == dt.date.max:
        return f"à partir du {dire_jour(arret.du)}, {cause}"
    if arret.cause is CauseArret.PROCEDURE and arret.du < arret.au:
        return f"du {dire_jour(arret.du)}, {cause}, au {dire_jour(arret.au)}"
    return f"{dire_periode(arret.du, arret.au)}, {cause}"


def _cause(dossier: Dossier, arret: Arret) -> str:
    match arret.cause:
        case CauseArret.PROCEDURE:
            fait = next(f for f in dossier.arrets if (f.cause, f.date) == (arret.cause, arret.du))
            return f"jour du jugement qui ouvre {_PROCEDURES.get(fait.genre, _PROCEDURE)}"
        case CauseArret.SURENDETTEMENT:
            return "le surendettement étant déclaré recevable"
        case CauseArret.MESURES:
            return "un plan ou des mesures de surendettement étant en vigueur"
        case CauseArret.DELAI_DE_GRACE:
            return "délai de grâce accordé par le juge"
        case CauseArret.PLAN:
            faits = (f for f in dossier.arrets if (f.cause, f.date) == (arret.cause, arret.du))
            suivi = next((s for f in faits if (s := plan_de(dossier, f))), None)
            return f"plan de paiement signé le {dire_jour(suivi.plan.date)}" if suivi else "plan de paiement"


_NOMS = {
    CauseArret.SURENDETTEMENT: "Le surendettement",
    CauseArret.MESURES: "Le plan de surendettement",
}


def _sans_prise(fait: ArretDeDroit, factures: list[FactureAjoutee]) -> str:
    """Pourquoi un arrêt noté n'arrête rien : toutes les factures sont nées après lui, ou c'est un prêt d'un an."""
    quoi = _NOMS.get(fait.cause, "La procédure collective")
    pourquoi = (
        "rien n'a été facturé avant"
        if all(facture.emise_le >= fait.date for facture in factures)
        else "elle ne touche pas un prêt ou un paiement différé d'un an au moins"
    )
    article = dire_article(FONDEMENTS[fait.cause])
    return f"{quoi} du {dire_jour(fait.date)} n'arrête pas les intérêts : {pourquoi} ({article})."


def _factures(numeros: list[str], participe: str) -> str:
    """« La facture F-2, née » ou « Les factures F-2 et F-3, nées »."""
    return (
        f"{_accorder(numeros, 'La facture', 'Les factures')} {enumerer(numeros)}, {participe}{'s' * (len(numeros) > 1)}"
    )


def _accorder(numeros: list[str], un: str, plusieurs: str) -> str:
    return plusieurs if len(numeros) > 1 else un
