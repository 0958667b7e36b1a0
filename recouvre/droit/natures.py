"""La nature d'une créance décide du délai pour agir : sa durée, son départ, son texte, et ce que l'on n'en sait pas.

La table elle-même est une donnée (``parametres/prescription.toml``), datée et sourcée ; un cabinet peut la compléter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import FactureAjoutee
from recouvre.domaine.parties import Qualite
from recouvre.droit.delais import ajouter_annees, ajouter_mois

TITRE = "titre_executoire"
"""La nature d'une créance constatée par un titre exécutoire (CPCE L111-4) : dix ans, et le butoir n'y joue pas."""

ENTRE_PARTICULIERS = "entre_particuliers"
FRACTIONNE = "credit_fractionne"
"""La nature d'un paiement fractionné d'un consommateur, conclu depuis le 20 novembre 2026 (C. conso. L312-1)."""

PAR_DEFAUT = {
    Qualite.PROFESSIONNEL: "b2b",
    Qualite.CONSOMMATEUR: "b2c_biens_services",
    Qualite.PUBLIC: "personne_publique",
}
"""Ce que l'on retient tant que personne n'a dit la nature de la créance."""


class Unite(StrEnum):
    """L'unité d'une durée."""

    ANS = "ans"
    MOIS = "mois"


@dataclass(frozen=True, slots=True, kw_only=True)
class Nature:
    """Une ligne de la table.

    ``forclusion`` : ni paiement, ni reconnaissance, ni suspension n'y font rien (C. civ. 2220) ; ``periodique`` : la
    minorité du créancier ne suspend pas (2235) ; ``lrar`` : la lettre recommandée de l'assureur interrompt (C. ass.
    L114-2) ; ``execution`` : le délai part de la fin de la prestation ; ``sans_butoir`` : les vingt ans de l'article
    2232 ne jouent pas ; ``reduite_le`` et ``avant`` : une loi a réduit, ce jour-là, une durée d'``avant`` années
    (2222) ; ``incertitude`` : ce qui reste à vérifier, en une phrase.
    """

    code: str
    libelle: str
    duree: int
    unite: Unite
    depart: str
    texte: str
    source: str
    niveau: str
    releve_le: dt.date
    forclusion: bool = False
    periodique: bool = False
    lrar: bool = False
    execution: bool = False
    sans_butoir: bool = False
    reduite_le: dt.date | None = None
    avant: int = 0
    precision: str = ""
    incertitude: str = ""

    @property
    def duree_lisible(self) -> str:
        """« 2 ans », « 1 an », « 6 mois »."""
        return "1 an" if (self.duree, self.unite) == (1, Unite.ANS) else f"{self.duree} {self.unite}"

    def terme(self, depart: dt.date) -> dt.date:
        """Le dernier jour utile d'un délai qui part ce jour-là (C. civ. 2228 et 2229) : même quantième, 24 heures."""
        if self.unite is Unite.MOIS:
            return ajouter_mois(depart, self.duree)
        return ajouter_annees(depart, self.duree)

    def premier_terme(self, depart: dt.date) -> dt.date:
        """Le même, pour un délai qui commence : réduit par une loi, il court d'elle sans dépasser l'ancien (2222)."""
        if self.reduite_le is None or depart >= self.reduite_le:
            return self.terme(depart)
        return min(self.terme(self.reduite_le), ajouter_annees(depart, self.avant))


@dataclass(frozen=True, slots=True)
class Natures:
    """La table entière. ``table`` : dans l'ordre où elle se lit."""

    table: tuple[Nature, ...]
    codes: Mapping[str, Nature] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "codes", MappingProxyType({nature.code: nature for nature in self.table}))

    def __iter__(self) -> Iterator[Nature]:
        return iter(self.table)

    def __getitem__(self, code: str) -> Nature:
        return self.codes[code]

    def choisie(self, dossier: Dossier, facture: FactureAjoutee) -> str:
        """Le code que l'on a donné à cette facture, ou à son dossier ; vide si personne ne l'a dit."""
        precision = dossier.precision(facture) if dossier.precisions else None
        if precision is not None and precision.nature:
            return precision.nature
        return dossier.qualification.nature if dossier.qualification is not None else ""

    def de(self, dossier: Dossier, facture: FactureAjoutee) -> Nature:
        """La nature de cette facture : celle que l'on a choisie, sinon celle que les qualités des parties supposent."""
        choisie = self.codes.get(self.choisie(dossier, facture))
        return choisie if choisie is not None else self.codes[_par_defaut(dossier)]


def _par_defaut(dossier: Dossier) -> str:
    qualification = dossier.qualification
    if qualification is not None and qualification.creancier_particulier and dossier.qualite is not Qualite.PUBLIC:
        return ENTRE_PARTICULIERS
    return PAR_DEFAUT[dossier.qualite]
