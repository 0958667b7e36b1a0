"""Un évènement ⇄ les données JSON du journal. Forme canonique : clés triées, valeurs par défaut omises.

>>> import datetime as dt
>>> recu = EncaissementRecu(date=dt.date(2026, 3, 2), montant=5000, direct=True)
>>> en_donnees(recu)
'{"direct":true,"montant":5000}'
>>> depuis_donnees("EncaissementRecu", "2026-03-02", en_donnees(recu)) == recu
True
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import MISSING, fields
from decimal import Decimal
from typing import Any

from recouvre.domaine.contrat import Acheteur, SousPlancher, TauxConvenu, lire_taux_convenu
from recouvre.domaine.evenements import GENRES, EncaissementRecu, Evenement
from recouvre.domaine.faits_d_envoi import SuiteDuPli
from recouvre.domaine.faits_d_insolvabilite import EtapeDeProcedure, EtapeDuSurendettement
from recouvre.domaine.faits_d_instance import Acte, Instance
from recouvre.domaine.faits_de_droit import CauseArret, CausePrescription, InteretsDuTitre, NatureAccessoire
from recouvre.domaine.faits_de_gestion import ObjetAutorisation
from recouvre.domaine.faits_de_plan import InteretsDuPlan, Versement
from recouvre.domaine.faits_de_suivi import NatureSignal
from recouvre.domaine.parties import Qualite

__all__ = ["EncaissementRecu", "depuis_donnees", "en_donnees"]

_Lecteur = Callable[[Any], Any]

_LECTEURS: dict[str, _Lecteur] = {
    "dt.date": dt.date.fromisoformat,
    "dt.date | None": dt.date.fromisoformat,
    "Decimal | None": Decimal,
    "TauxConvenu | None": lire_taux_convenu,
    "Qualite": Qualite,
    "Acheteur | None": Acheteur,
    "SousPlancher | None": SousPlancher,
    "NatureAccessoire": NatureAccessoire,
    "InteretsDuTitre": InteretsDuTitre,
    "CauseArret": CauseArret,
    "CausePrescription": CausePrescription,
    "SuiteDuPli": SuiteDuPli,
    "InteretsDuPlan": InteretsDuPlan,
    "NatureSignal": NatureSignal,
    "EtapeDuSurendettement": EtapeDuSurendettement,
    "EtapeDeProcedure": EtapeDeProcedure,
    "Instance": Instance,
    "Acte": Acte,
    "ObjetAutorisation": ObjetAutorisation,
    "tuple[Versement, ...]": lambda brut: tuple(Versement(dt.date.fromisoformat(le), montant) for le, montant in brut),
}

_CHAMPS: dict[type[Evenement], tuple[tuple[str, Any], ...]] = {
    genre: tuple((champ.name, champ.default) for champ in fields(genre) if champ.name != "date") for genre in GENRES
}
_LECTURES: dict[str, tuple[type[Evenement], dict[str, _Lecteur]]] = {
    genre.__name__: (
        genre,
        {champ.name: _LECTEURS[str(champ.type)] for champ in fields(genre) if str(champ.type) in _LECTEURS},
    )
    for genre in GENRES
}


def en_donnees(evenement: Evenement) -> str:
    """Les données d'un évènement, sans sa date, qui est une colonne."""
    donnees: dict[str, Any] = {}
    for nom, defaut in _CHAMPS[type(evenement)]:
        valeur = getattr(evenement, nom)
        if defaut is MISSING or valeur != defaut:
            donnees[nom] = _simple(valeur)
    return json.dumps(donnees, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _simple(valeur: Any) -> Any:
    """Une valeur que JSON sait écrire."""
    if isinstance(valeur, tuple):
        return [_simple(element) for element in valeur]
    return str(valeur) if isinstance(valeur, (dt.date, Decimal, TauxConvenu)) else valeur


def depuis_donnees(genre: str, date: str, donnees: str) -> Evenement:
    """L'évènement que ces données décrivent. Lève ``KeyError`` pour un genre inconnu de cette version."""
    classe, lecteurs = _LECTURES[genre]
    valeurs: dict[str, Any] = json.loads(donnees)
    for nom in lecteurs.keys() & valeurs.keys():
        valeurs[nom] = lecteurs[nom](valeurs[nom])
    return classe(date=dt.date.fromisoformat(date), **valeurs)
