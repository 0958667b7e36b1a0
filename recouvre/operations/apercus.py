"""L'aperçu de ce qui partirait un jour : ce qui est retenu et pourquoi, sans rien écrire dans la base.

La décision est celle de l'envoi, par le même code. Celle d'un dossier dont rien n'a bougé se reprend telle quelle.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from recouvre.base import lectures, listes_d_envois
from recouvre.base.connexion import Base
from recouvre.base.controle import instantane
from recouvre.base.empreintes import empreintes
from recouvre.base.reglages import lire_reglage
from recouvre.conduite.retenue import Retenue
from recouvre.domaine.avancement import Suivi
from recouvre.domaine.cles_d_etape import est_une_campagne
from recouvre.operations.circonstances import SUSPENSION
from recouvre.operations.decision import Pret, Retenu, Sautee
from recouvre.operations.departs import preparer_sans_tomber
from recouvre.operations.passage import Depart, Echec, Passage, depart
from recouvre.operations.session import Session

Issue = Depart | Retenu | Sautee
"""Ce qu'un aperçu dit d'un dossier, et que l'on peut garder ; un échec, lui, se retente."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Ce qui a été décidé d'un dossier, et l'empreinte de tout ce qui l'a fait décider."""

    empreinte: str
    issue: Issue


Verdicts = Mapping[str, Verdict]
"""Envoi dû (``_envoi_du``) → son verdict, dans l'ordre des envois dus."""


def apercevoir(
    session: Session, au: dt.date, suivi: Suivi | None = None, connus: Verdicts | None = None
) -> tuple[Passage, dict[str, Verdict]]:
    """Ce qui partirait ce jour-là, et le verdict de chaque dossier ; ceux de ``connus`` qui tiennent sont repris.

    Tout se lit au même instant de la base : ce qui change pendant ce long travail se verra la prochaine fois.
    """
    with instantane(session.base):
        return _apercevoir(session, au, suivi, connus or {})


def _apercevoir(
    session: Session, au: dt.date, suivi: Suivi | None, connus: Verdicts
) -> tuple[Passage, dict[str, Verdict]]:
    passage = Passage(au, incertaines=listes_d_envois.incertains(session.base))
    dus = lectures.envois_dus(session.base, au.isoformat())
    lues = empreintes(session.base, [numero for numero, *_ in dus], au, session.instant)
    suspension = lire_reglage(session.base, SUSPENSION)
    engages, verdicts = Counter[int](), dict[str, Verdict]()
    for rang, (numero, etape, _) in enumerate(dus, start=1):
        debiteur, lue = lues[numero]
        empreinte, envoi_du = f"{lue} {etape} {engages[debiteur]} {suspension}", _envoi_du(numero, etape)
        if (connu := connus.get(envoi_du)) and connu.empreinte == empreinte:
            issue: Issue | Echec = connu.issue
            engages[debiteur] += isinstance(issue, Depart)
        else:
            decision = preparer_sans_tomber(session, numero, etape, au, engages)
            issue = depart(decision) if isinstance(decision, Pret) else decision
        _ranger(passage, issue)
        if not isinstance(issue, Echec):
            verdicts[envoi_du] = Verdict(empreinte, issue)
        if suivi:
            suivi(rang, len(dus))
    return passage, verdicts


def relire(base: Base, au: dt.date, verdicts: Verdicts) -> Passage:
    """L'aperçu que disent ces verdicts, quand on sait que tous tiennent."""
    passage = Passage(au, incertaines=listes_d_envois.incertains(base))
    for verdict in verdicts.values():
        _ranger(passage, verdict.issue)
    return passage


def en_donnees(verdicts: Verdicts) -> dict[str, Any]:
    """Ces verdicts, pour les garder."""
    return {
        envoi_du: [verdict.empreinte, type(verdict.issue).__name__, asdict(verdict.issue)]
        for envoi_du, verdict in verdicts.items()
    }


def depuis_donnees(brut: Mapping[str, Any]) -> dict[str, Verdict]:
    """Les verdicts que ces données décrivent."""
    return {
        envoi_du: Verdict(empreinte, _issue(genre, champs)) for envoi_du, (empreinte, genre, champs) in brut.items()
    }


def _envoi_du(numero: int, etape: str) -> str:
    """Un dossier n'a qu'un envoi dû, et celui d'une campagne en plus."""
    return f"{numero} {etape}" if est_une_campagne(etape) else str(numero)


def _issue(genre: str, champs: Mapping[str, Any]) -> Issue:
    match genre:
        case "Depart":
            return Depart(**champs)
        case "Retenu":
            return Retenu(**{**champs, "raisons": tuple(Retenue(**raison) for raison in champs["raisons"])})
        case _:
            return Sautee(**champs)


def _ranger(passage: Passage, issue: Issue | Echec) -> None:
    match issue:
        case Depart():
            passage.a_envoyer.append(issue)
        case Retenu():
            passage.retenues.append(issue)
        case Sautee():
            passage.sautees.append(issue)
        case Echec():
            passage.echecs.append(issue)
