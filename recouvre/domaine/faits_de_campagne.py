"""Un contact décidé hors du scénario, pour beaucoup de dossiers à la fois. Un évènement comme les autres."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CampagneValidee:
    """Une personne a validé ce contact : le débiteur sera touché une fois par ``canal`` (sms, courriel, appel).

    ``date`` : le jour de la validation ; ``le`` et ``jusqu_au`` : le premier et le dernier jour où il se fait.
    ``modele`` (vide pour un appel), ``niveau`` : le texte, et ``empreintes`` ce qu'il était quand on l'a validé :
    changé depuis, il ne part pas.
    """

    date: dt.date
    campagne: str
    canal: str
    modele: str
    le: dt.date
    jusqu_au: dt.date
    niveau: int = 0
    empreintes: str = ""
