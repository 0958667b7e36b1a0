"""Ce que veut dire la réponse d'une passerelle : parti, à retenter, refusé, ou personne ne sait."""

from __future__ import annotations

import json
from typing import Any

from recouvre.envois.description import Codes, Lecture
from recouvre.envois.http_borne import Reponse
from recouvre.envois.remise import CanalIndisponible, Remise, Sort

PASSAGERS = (408, 425, 429, 503)
"""Le serveur dit lui-même qu'il n'a rien fait, et de revenir."""

INDISPONIBLES = (301, 307, 308, 401, 402, 403, 404, 405, 407)
"""Notre compte, notre crédit ou notre adresse : aucun SMS ne passerait. Une redirection n'est jamais suivie."""

_EXTRAIT = 300


def juger(reponse: Reponse, lecture: Lecture, nom: str) -> Remise:
    """Ce qu'il en est. ``nom`` : la passerelle, pour la phrase. Lève ``CanalIndisponible``."""
    statut, codes = reponse.statut, lecture.codes
    lu = _en_json(reponse)
    motif = _au_bout(lu, lecture.motif)
    succes = statut in codes.succes if codes.succes else 200 <= statut < 300
    if succes:
        return _accepte(reponse, lecture, lu, nom)
    remise = _refus(statut, codes, nom, f"HTTP {statut}", motif)
    if remise is not None:
        return remise
    if statut in PASSAGERS:
        return _passager(nom, f"HTTP {statut}", motif, str(statut))
    if statut in INDISPONIBLES:
        raise _indisponible(nom, f"HTTP {statut}", motif)
    if 400 <= statut < 500:
        return _definitif(nom, f"HTTP {statut}", motif, str(statut))
    return _incertain(nom, f"HTTP {statut}", str(statut))


def _accepte(reponse: Reponse, lecture: Lecture, lu: Any, nom: str) -> Remise:
    """Un code HTTP de succès : la passerelle peut encore dire non dans sa réponse."""
    if lu is not None and lecture.refus and _au_bout(lu, lecture.refus):
        return Remise(
            sort=Sort.DEFINITIF,
            code=str(reponse.statut),
            motif=f"La passerelle {nom} ne connaît pas ce numéro, ou n'y envoie pas.",
            coordonnee=True,
        )
    if lu is not None and lecture.code:
        refusee = _code_lu(reponse, lecture, lu, nom)
        if refusee is not None:
            return refusee
    identifiant = _au_bout(lu, lecture.identifiant)
    illisible = lecture.identifiant and not identifiant
    suite = " ; réponse illisible, sans identifiant" if illisible else ""
    extrait = " ".join(reponse.corps[:_EXTRAIT].decode("utf-8", "replace").split())
    return Remise(sort=Sort.PARTI, identifiant=identifiant, preuve=f"HTTP {reponse.statut}{suite} {extrait}".strip())


def _code_lu(reponse: Reponse, lecture: Lecture, lu: Any, nom: str) -> Remise | None:
    """Le refus que dit le code de la réponse ; ``None`` s'il dit oui. Sans code, personne ne sait."""
    texte = _au_bout(lu, lecture.code)
    if not texte.lstrip("-").isdigit():
        return _incertain(nom, f"HTTP {reponse.statut}, sans code", str(reponse.statut))
    code, motif = int(texte), _au_bout(lu, lecture.motif)
    if code in lecture.codes_lus.succes:
        return None
    return _refus(code, lecture.codes_lus, nom, f"code {code}", motif) or _definitif(nom, f"code {code}", motif, texte)


def _refus(code: int, codes: Codes, nom: str, dit: str, motif: str) -> Remise | None:
    """Ce que la description de la passerelle dit elle-même de ce code."""
    if code in codes.passagers:
        return _passager(nom, dit, motif, str(code))
    if code in codes.indisponibles:
        raise _indisponible(nom, dit, motif)
    if code in codes.mauvais_numero:
        return _definitif(nom, dit, motif, str(code), coordonnee=True)
    return None


def _definitif(nom: str, dit: str, motif: str, code: str, *, coordonnee: bool = False) -> Remise:
    quoi = "ce numéro" if coordonnee else "ce SMS"
    phrase = f"La passerelle {nom} refuse {quoi} ({dit}){_suite(motif)}"
    return Remise(sort=Sort.DEFINITIF, code=code, motif=phrase, coordonnee=coordonnee)


def _passager(nom: str, dit: str, motif: str, code: str) -> Remise:
    return Remise(sort=Sort.PASSAGER, code=code, motif=f"La passerelle {nom} demande d'attendre ({dit}){_suite(motif)}")


def _incertain(nom: str, dit: str, code: str) -> Remise:
    return Remise(
        sort=Sort.INCERTAIN,
        code=code,
        motif=f"La passerelle {nom} a répondu « {dit} » : le SMS est peut-être parti. Voyez son journal d'envoi.",
    )


def _indisponible(nom: str, dit: str, motif: str) -> CanalIndisponible:
    return CanalIndisponible(
        f"La passerelle {nom} refuse notre demande ({dit}){_suite(motif)} Vérifiez son adresse, le compte, le crédit "
        "et les secrets : recouvre canal sms. Rien n'est parti."
    )


def _suite(motif: str) -> str:
    return f" : {motif}." if motif else "."


def _en_json(reponse: Reponse) -> Any:
    if not reponse.entiere:
        return None
    try:
        return json.loads(reponse.corps)
    except (ValueError, RecursionError):
        return None


def _au_bout(lu: Any, chemin: str) -> str:
    """Ce que dit le JSON au bout d'un chemin, sur une ligne courte ; vide s'il n'y mène pas.

    >>> _au_bout({"ids": [27, 28]}, "ids.0"), _au_bout({"ids": []}, "ids.0"), _au_bout(None, "x")
    ('27', '', '')
    """
    if not chemin:
        return ""
    for pas in chemin.split("."):
        if isinstance(lu, dict):
            lu = lu.get(pas)
        elif isinstance(lu, list) and pas.isdigit() and int(pas) < len(lu):
            lu = lu[int(pas)]
        else:
            return ""
    if lu is None or isinstance(lu, bool | dict | list):
        return "oui" if lu else ""
    return " ".join(str(lu).split())[:_EXTRAIT].rstrip(".")
