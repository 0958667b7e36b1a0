"""Ce qui arrive à un envoi après son départ, et ce qui décide du canal du suivant. Des évènements comme les autres."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class SuiteDuPli(StrEnum):
    """Ce que la Poste ou le prestataire dit d'un pli.

    ``NON_RECLAME`` (avisé, jamais retiré) et ``REFUSE`` laissent l'adresse bonne et la mise en demeure valable
    (Cass. 1re civ., 20 janv. 2021, n° 19-20.680) ; ``NPAI`` (inconnu, n'habite pas à l'adresse indiquée) : ni remise ni
    présentation, l'adresse ne vaut plus rien.
    """

    DEPOSE = "depose"
    PRESENTE = "presente"
    DISTRIBUE = "distribue"
    REFUSE = "refuse"
    NON_RECLAME = "non-reclame"
    NPAI = "npai"


SUITES = {
    SuiteDuPli.DEPOSE: "déposé",
    SuiteDuPli.PRESENTE: "présenté au destinataire",
    SuiteDuPli.DISTRIBUE: "distribué, avis de réception signé",
    SuiteDuPli.REFUSE: "refusé par le destinataire",
    SuiteDuPli.NON_RECLAME: "avisé et non réclamé",
    SuiteDuPli.NPAI: "revenu, inconnu à l'adresse",
}
"""Ce qui arrive à un pli, tel qu'on l'écrit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PliSuivi:
    """Une nouvelle d'un pli parti. ``reference`` : la lettre (« D-12-1 ») ; ``recommande`` : son numéro, ou vide."""

    date: dt.date
    reference: str
    suite: SuiteDuPli
    recommande: str = ""
    precision: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemiseEchouee:
    """Un courriel ou un SMS n'a pas été remis : refusé à l'envoi, ou revenu (RFC 3464).

    ``reference`` : l'envoi (« D-12-2 ») ; ``definitif`` : la coordonnée ne vaut plus rien ; ``code`` : celui du serveur
    (« 5.1.1 ») ; ``motif`` : sa phrase. L'adresse elle-même n'est pas au journal.
    """

    date: dt.date
    reference: str
    canal: str
    definitif: bool = True
    code: str = ""
    motif: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoordonneesChangees:
    """Le débiteur a de nouvelles coordonnées. ``champs`` : adresse, courriel, telephone, séparés par une espace."""

    date: dt.date
    champs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EtapeSautee:
    """Une étape ne peut partir par aucun de ses canaux : le scénario continue sans elle, et l'on a dit pourquoi."""

    date: dt.date
    etape: str
    tour: int
    motif: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentementDonne:
    """Le débiteur accepte (ou n'accepte plus, ``retire``) le recommandé électronique (CPCE des postes, art. L100)."""

    date: dt.date
    retire: bool = False
