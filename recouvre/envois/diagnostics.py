"""Le diagnostic d'un rebond : son code, sa phrase, et s'il condamne l'adresse (RFC 3463, RFC 3464)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message

from recouvre.envois.reponses_smtp import Etape, Reponse, condamne, en_une_ligne, sans_adresse

_STATUT = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_DIAGNOSTIC = re.compile(r"\b([45]\d\d)[ -](.*)", re.DOTALL)
_REPONSE_CITEE = re.compile(r"(?m)(?:^|[\s:<(#])([45]\d\d)[ -](?:#?([45]\.\d{1,3}\.\d{1,3})[ :]?)?([^\r\n]{3,200})")
_COPIE = re.compile(
    r"(?im)^[->= \t]*(?:below this line|this is a copy|original message|message d'origine|copie du message|received:|"
    r"return-path:|from:|message-id:|subject:|x-recouvre-ref:)"
)
"""Où commence la copie de l'original : une somme de 550 euros n'est pas une réponse de serveur."""
_VAGUES = re.compile(r"^[45]\.0\.0$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """``action`` : celle du rapport (« failed ») ; ``condamne`` : l'adresse ne vaut plus rien."""

    action: str = ""
    code: str = ""
    motif: str = ""
    condamne: bool = False


def diagnostic_des_champs(blocs: Sequence[Message]) -> Diagnostic:
    """Celui d'un rapport normalisé. Un seul destinataire par envoi : le premier échec fait foi."""
    lus = [_du_bloc(bloc) for bloc in blocs if bloc.get("action") or bloc.get("status")]
    echecs = [lu for lu in lus if lu.action == "failed"]
    return (echecs or lus or [Diagnostic()])[0]


def _du_bloc(bloc: Message) -> Diagnostic:
    action = str(bloc.get("action", "")).strip().lower()[:20]
    statut = _STATUT.search(str(bloc.get("status", ""))[:100])
    brut = en_une_ligne(str(bloc.get("diagnostic-code", ""))[:4000])
    dit = brut.partition(";")[2].strip() or brut
    return _juger(action, statut[1] if statut else "", dit)


def diagnostic_du_texte(texte: str) -> Diagnostic:
    """Celui d'un rebond en toutes lettres : la première réponse de serveur qu'il cite, avant la copie de l'original."""
    dit = _COPIE.split(texte, maxsplit=1)[0]
    if trouve := _REPONSE_CITEE.search(dit):
        return _juger("failed", trouve[2] or "", en_une_ligne(f"{trouve[1]} {trouve[2] or ''} {trouve[3]}"))
    statut = _STATUT.search(dit)
    return _juger("failed", statut[1] if statut else "", "")


def _juger(action: str, statut: str, dit: str) -> Diagnostic:
    """Le statut du rapport, ou celui que cite le serveur distant quand le rapport reste vague (« 5.0.0 »)."""
    cite, simple = _STATUT.search(dit), _DIAGNOSTIC.search(dit)
    code = cite[1] if cite and (not statut or _VAGUES.match(statut)) else statut
    base = _base(code, simple)
    explication = _STATUT.sub("", simple[2] if simple else dit, count=1).strip()
    reponse = Reponse(code=base, texte=f"{'' if _VAGUES.match(code) else code} {explication}".strip())
    return Diagnostic(
        action=action,
        code=code or (str(base) if base else ""),
        motif=sans_adresse(dit) or "Le message est revenu, sans explication.",
        condamne=base >= 500 and condamne(Etape.DESTINATAIRE, reponse),
    )


def _base(code: str, simple: re.Match[str] | None) -> int:
    """Le code à trois chiffres. Le statut dit la fin de l'histoire, le serveur distant ne dit que son dernier essai."""
    if simple and (not code or simple[1][0] == code[0]):
        return int(simple[1])
    return {"4": 400, "5": 500}.get(code[:1], 0)
