"""Les délais et les seuils de la phase judiciaire, à leur date : la table ``delais_instances`` et ce qu'on en compte.

Un délai à tenir n'est jamais reporté au jour ouvré : qui vise la date affichée est à l'heure. Pour dire un acte trop
tardif, au contraire, on compte le report de l'article 642 du code de procédure civile : ne condamner que ce qui est
sûrement perdu. Une attente (le jour où l'on peut exécuter) se reporte aussi.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from recouvre.droit.delais import UN_JOUR, ajouter_jours, ajouter_mois, reporter
from recouvre.droit.tables import lire_table

_NIVEAUX = {"A": "", "B": " [B : doctrine concordante, texte à relire]", "C": " [C : source secondaire, à vérifier]"}


class CodeDelai(StrEnum):
    """Les délais de la table."""

    IP_SIGNIFICATION = "ip-signification"
    IP_OPPOSITION = "ip-opposition"
    IP_EXECUTION = "ip-execution"
    IP_CONSIGNATION = "ip-consignation"
    IP_CONSIGNATION_OPPOSITION = "ip-consignation-opposition"
    IP_CONSTITUTION = "ip-constitution"
    JUGEMENT_SIGNIFICATION = "jugement-signification"
    PC_REPONSE = "pc-reponse"
    L126_CONTESTATION = "l126-contestation"
    L126_PROCES_VERBAL = "l126-proces-verbal"
    L126_SIGNIFICATION = "l126-signification"


class CodeSeuil(StrEnum):
    """Les seuils de la table, en centimes."""

    AVOCAT = "avocat"
    PETITES_CREANCES = "petites-creances"
    CONCILIATION = "conciliation"


class CodeBascule(StrEnum):
    """Ce qui entre en vigueur un jour dit."""

    PETITES_CREANCES_HORS_COMMERCANTS = "petites-creances-hors-commercants"
    L126 = "l126"
    RENEGOCIATION_CREDIT = "renegociation-credit"
    PAIEMENT_FRACTIONNE = "paiement-fractionne"


@dataclass(frozen=True, slots=True, kw_only=True)
class Regle:
    """Ce qu'une ligne de la table dit de sa source."""

    code: str
    texte: str
    source: str
    niveau: str
    du: dt.date = dt.date.min
    au: dt.date = dt.date.max

    @property
    def fondement(self) -> str:
        """L'article, et ce qui en reste à vérifier si le texte lui-même n'a pas été lu."""
        return f"{self.texte}{_NIVEAUX[self.niveau]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delai(Regle):
    """Une durée légale. ``unite`` : jours ou mois."""

    duree: int
    unite: str

    @property
    def duree_lisible(self) -> str:
        """« 3 mois », « 15 jours »."""
        return f"{self.duree} {self.unite}"

    def terme(self, depart: dt.date) -> dt.date:
        """Le dernier jour pour agir, sans report (CPC 640 et 641)."""
        ajouter = ajouter_mois if self.unite == "mois" else ajouter_jours
        return ajouter(depart, self.duree)

    def trop_tard(self, depart: dt.date, le: dt.date) -> bool:
        """Vrai si, ce jour-là, le délai est passé, report au jour ouvré compris (CPC 642)."""
        return le > reporter(self.terme(depart))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seuil(Regle):
    """Une somme, en centimes."""

    montant: int


def delai(code: CodeDelai, jour: dt.date) -> Delai:
    """Le délai en vigueur pour un acte de ce jour.

    >>> delai(CodeDelai.IP_SIGNIFICATION, dt.date(2026, 8, 31)).duree_lisible
    '6 mois'
    >>> delai(CodeDelai.IP_SIGNIFICATION, dt.date(2026, 9, 1)).duree_lisible
    '3 mois'
    """
    return next(d for d in _delais() if d.code == code and d.du <= jour <= d.au)


def seuil(code: CodeSeuil) -> Seuil:
    """Le seuil de ce nom."""
    return next(Seuil(**ligne) for ligne in lire_table("delais_instances")["seuils"] if ligne["code"] == code)


def bascule(code: CodeBascule) -> Regle:
    """Ce qui est entré en vigueur ; ``du`` : depuis quand."""
    return next(Regle(**ligne) for ligne in lire_table("delais_instances")["bascules"] if ligne["code"] == code)


@cache
def _delais() -> tuple[Delai, ...]:
    return tuple(Delai(**ligne) for ligne in lire_table("delais_instances")["delais"])


def executoire_le(ordonnance_le: dt.date, signifiee_le: dt.date) -> dt.date:
    """Le premier jour où l'ordonnance signifiée peut être exécutée, sans opposition (CPC 1422).

    Une attente : le mois, ou les deux mois, se reportent au jour ouvré avant que le lendemain n'ouvre l'exécution.

    >>> executoire_le(dt.date(2026, 8, 31), dt.date(2026, 9, 10)), executoire_le(dt.date(2026, 9, 1),
    ...     dt.date(2026, 9, 10))
    (datetime.date(2026, 10, 13), datetime.date(2026, 11, 11))
    """
    return reporter(delai(CodeDelai.IP_EXECUTION, ordonnance_le).terme(signifiee_le)) + UN_JOUR
