"""Un aperçu en données, pour le garder, et retour."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from recouvre.base.envois import Envoi
from recouvre.conduite.retenue import Retenue
from recouvre.operations.decision import Retenu, Sautee
from recouvre.operations.passage import Depart, Passage


def en_donnees(passage: Passage) -> dict[str, Any]:
    """Ce qu'il faut pour refaire cet aperçu."""
    return {
        "au": passage.au.isoformat(),
        "departs": [asdict(depart) for depart in passage.a_envoyer],
        "retenues": [asdict(retenu) for retenu in passage.retenues],
        "sautees": [asdict(sautee) for sautee in passage.sautees],
        "incertaines": [envoi._asdict() for envoi in passage.incertaines],
        "suspension": passage.suspension,
    }


def depuis_donnees(brut: Mapping[str, Any]) -> Passage:
    """L'aperçu que ces données décrivent."""
    return Passage(
        dt.date.fromisoformat(brut["au"]),
        a_envoyer=[Depart(**depart) for depart in brut["departs"]],
        retenues=[
            Retenu(**{**retenu, "raisons": tuple(Retenue(**raison) for raison in retenu["raisons"])})
            for retenu in brut["retenues"]
        ],
        sautees=[Sautee(**sautee) for sautee in brut["sautees"]],
        incertaines=[Envoi(**envoi) for envoi in brut["incertaines"]],
        suspension=brut["suspension"],
    )
