"""Un scénario est une donnée : des étapes, chacune à son jour, son canal, son modèle.

``construire`` vérifie tout ce qu'un fichier peut contenir de faux et dit où ; elle ne lit pas le disque.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from enum import StrEnum
from typing import Any

from recouvre.domaine.refus import Refus

MISE_EN_DEMEURE = "mise-en-demeure"
"""La clé de l'étape qui met en demeure, la même dans tous les scénarios : d'autres règles s'y rapportent."""

CONTRE_APPEL = "contre-appel"
"""La clé de la démarche qui suit un appel sans réponse (``conduite.contacts``)."""


SIMPLE, RECOMMANDE, ELECTRONIQUE = ENVOIS = ("simple", "recommande", "electronique")
"""Comment part un pli ; le recommandé électronique suppose l'accord d'un particulier (CPCE des postes, art. L100)."""

AUCUN = "aucun"
"""Pas de canal de repli : l'étape est sautée."""


class Origine(StrEnum):
    """Depuis quand se comptent les jours d'un scénario."""

    MISE_EN_DEMEURE = "mise-en-demeure"
    ECHEANCE = "echeance"


class Canal(StrEnum):
    """Par où passe une démarche ; ``TACHE`` : une personne la fait et la note."""

    COURRIER = "courrier"
    COURRIEL = "courriel"
    SMS = "sms"
    APPEL = "appel"
    VISITE = "visite"
    TACHE = "tache"


@dataclass(frozen=True, slots=True, kw_only=True)
class Etape:
    """Une marche. ``jour`` et ``jusqu_a`` se comptent depuis l'origine ; ``delai`` : jours laissés pour payer.

    Une étape qui a un ``modele`` est un envoi, fait par la machine ; sans modèle, c'est une tâche pour une personne.
    ``envoi`` : comment part un pli ; ``repli`` : le canal d'un courriel qui ne peut pas servir, ou « aucun » (l'étape
    est alors sautée, et on le dit). ``penalites`` faux : le courrier ne réclame que le principal. ``malgre`` : ce
    qui retient toute autre démarche et que celle-ci suit ; un scénario ne le dit pas.
    """

    cle: str
    libelle: str
    jour: int
    canal: Canal
    jusqu_a: int | None = None
    modele: str = ""
    envoi: str = "simple"
    repli: str = "courrier"
    niveau: int = 0
    delai: int | None = None
    penalites: bool = True
    malgre: tuple[str, ...] = ()

    @property
    def sortante(self) -> bool:
        """Vrai si la machine la fait partir."""
        return bool(self.modele)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Des étapes classées par jour."""

    nom: str
    libelle: str
    origine: Origine
    etapes: tuple[Etape, ...]

    def etape(self, cle: str) -> Etape | None:
        """L'étape de cette clé, s'il y en a une."""
        return next((etape for etape in self.etapes if etape.cle == cle), None)


class ScenarioFautif(Refus):
    """Un fichier de scénario ne se comprend pas."""

    def __init__(self, ou: str, faute: str) -> None:
        super().__init__(f"Scénario {ou} : {faute} « recouvre scenario montrer agence » montre un modèle à suivre.")


def construire(brut: Mapping[str, Any], ou: str) -> Scenario:
    """Fait un scénario de données lues dans un fichier (``ou`` le nomme dans les erreurs). Lève ``ScenarioFautif``."""
    inconnues = set(brut) - {"nom", "libelle", "origine", "etapes"}
    if inconnues:
        raise ScenarioFautif(ou, f"« {sorted(inconnues)[0]} » n'est pas une clé connue.")
    if not isinstance(brut.get("nom"), str) or not brut["nom"] or not isinstance(brut.get("libelle", ""), str):
        raise ScenarioFautif(ou, "« nom » et « libelle » doivent être des textes entre guillemets, « nom » non vide.")
    if not all(isinstance(etape, Mapping) for etape in _liste(brut.get("etapes"))):
        raise ScenarioFautif(ou, "chaque étape s'écrit sous une ligne [[etapes]].")
    try:
        origine = Origine(brut.get("origine", ""))
    except ValueError:
        raise ScenarioFautif(ou, "« origine » doit valoir « mise-en-demeure » ou « echeance ».") from None
    etapes = sorted((_etape(etape, ou) for etape in _liste(brut.get("etapes"))), key=lambda etape: etape.jour)
    cles = [etape.cle for etape in etapes]
    if not etapes or len(set(cles)) < len(cles):
        raise ScenarioFautif(ou, "il faut au moins une étape, et deux étapes ne peuvent avoir la même clé.")
    if origine is Origine.MISE_EN_DEMEURE and etapes[0].cle != MISE_EN_DEMEURE:
        raise ScenarioFautif(
            ou, f"compté depuis la mise en demeure, il doit commencer par l'étape « {MISE_EN_DEMEURE} »."
        )
    return Scenario(nom=brut["nom"], libelle=brut.get("libelle", ""), origine=origine, etapes=tuple(etapes))


def _liste(valeur: Any) -> list[Any]:
    return valeur if isinstance(valeur, list) else [None] if valeur is not None else []


RESERVEES = frozenset(
    {
        *("prescription", "prescrite", "presentation", "solde-minime", "pieces", "taux", "restitution", "quittance"),
        *("enquete-adresse", CONTRE_APPEL),
    }
)
"""Les clés des démarches qui ne viennent pas d'un scénario."""

_TYPES: dict[str, type] = {"jour": int, "jusqu_a": int, "niveau": int, "delai": int, "penalites": bool}


def _etape(brute: Mapping[str, Any], ou: str) -> Etape:
    cle = str(brute.get("cle", "?"))
    connues = {champ.name: champ for champ in fields(Etape) if champ.name != "malgre"}
    for nom, valeur in brute.items():
        if nom not in connues:
            raise ScenarioFautif(ou, f"étape « {cle} » : « {nom} » n'est pas une clé connue.")
        if type(valeur) is not _TYPES.get(nom, str):
            raise ScenarioFautif(ou, f"étape « {cle} » : la valeur de « {nom} » n'est pas du bon type.")
    for nom, champ in connues.items():
        if champ.default is MISSING and nom not in brute:
            raise ScenarioFautif(ou, f"étape « {cle} » : il manque « {nom} ».")
    if not re.fullmatch(r"[a-z0-9-]+", cle):
        raise ScenarioFautif(ou, f"étape « {cle} » : une clé s'écrit en minuscules, chiffres et tirets.")
    if cle in RESERVEES:
        raise ScenarioFautif(ou, f"étape « {cle} » : cette clé est réservée, choisissez-en une autre.")
    if brute.get("delai", 0) < 0:
        raise ScenarioFautif(ou, f"étape « {cle} » : « delai » ne peut pas être négatif.")
    if brute.get("jusqu_a", brute["jour"]) < brute["jour"]:
        raise ScenarioFautif(ou, f"étape « {cle} » : « jusqu_a » ne peut pas précéder « jour ».")
    _verifier_le_canal(brute, cle, ou)
    return Etape(**{**brute, "canal": Canal(brute["canal"])})


def _verifier_le_canal(brute: Mapping[str, Any], cle: str, ou: str) -> None:
    if brute["canal"] not in set(Canal):
        raise ScenarioFautif(ou, f"étape « {cle} » : canal « {brute['canal']} » inconnu ({', '.join(Canal)}).")
    if brute.get("envoi", SIMPLE) not in ENVOIS:
        raise ScenarioFautif(ou, f"étape « {cle} » : « envoi » vaut {', '.join(ENVOIS)}.")
    if brute.get("repli", AUCUN) not in {Canal.COURRIER, AUCUN}:
        raise ScenarioFautif(ou, f"étape « {cle} » : « repli » vaut « courrier » ou « aucun ».")
    if "repli" in brute and brute["canal"] != Canal.COURRIEL:
        raise ScenarioFautif(ou, f"étape « {cle} » : « repli » ne va qu'avec le canal « courriel ».")
    if brute["canal"] in {Canal.COURRIEL, Canal.SMS} and "envoi" in brute:
        raise ScenarioFautif(ou, f"étape « {cle} » : « envoi » ne va qu'avec le canal « courrier ».")
