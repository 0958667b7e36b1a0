"""Les tables datées du droit : des valeurs, leur date d'effet, leur texte, leur source.

Une ``Serie`` est une table : des valeurs et leur date d'effet. Elle sait ce qu'elle sait : hors de son étendue elle
lève ``TauxInconnu``, jamais elle ne prolonge. Les taux sont des ``Decimal`` exacts, en points par an.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.refus import TauxInconnu
from recouvre.droit.delais import debut_de_semestre, semestre_lisible

_T = TypeVar("_T")


class Degre(StrEnum):
    """Jusqu'où une valeur a été vérifiée, du plus sûr au moins sûr."""

    TEXTE_LU = "texte lu"
    SOURCE_OFFICIELLE = "source officielle"
    SOURCES_CONCORDANTES = "sources concordantes"
    SAISI = "saisi par le cabinet"
    SOURCE_UNIQUE = "source unique"
    SOURCES_SECONDAIRES = "sources secondaires"
    SAISI_MALGRE_LE_CONTROLE = "saisi malgré le contrôle"
    NON_DIT = "non dit"

    @property
    def incertain(self) -> bool:
        """Vrai si le décompte qui emploie la valeur doit le signaler."""
        return self in _INCERTAINS


_INCERTAINS = (Degre.SOURCE_UNIQUE, Degre.SOURCES_SECONDAIRES, Degre.SAISI_MALGRE_LE_CONTROLE, Degre.NON_DIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Valeur:
    """Une ligne de table : effet, fin connue (``None`` : jusqu'à la suivante), valeur, texte, sources.

    ``verification`` : ce que ``degre`` résume, en clair ; ``releve_le`` : le jour où la valeur a été relevée.
    """

    du: dt.date
    valeur: Decimal
    au: dt.date | None = None
    texte: str = ""
    sources: tuple[str, ...] = ()
    degre: Degre = Degre.NON_DIT
    verification: str = ""
    releve_le: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Serie:
    """Une table datée. ``connu_au`` : dernier jour relevé, ``None`` si rien ne la périme ; pour l'affichage seulement.

    ``valeurs`` est classée par date d'effet.
    """

    nom: str
    libelle: str
    unite: str
    valeurs: tuple[Valeur, ...]
    connu_au: dt.date | None = None
    releve_le: dt.date | None = None
    dates: tuple[dt.date, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "dates", tuple(valeur.du for valeur in self.valeurs))

    def au(self, jour: dt.date) -> Valeur:
        """La valeur en vigueur ce jour. Lève ``TauxInconnu`` hors de l'étendue connue."""
        rang = bisect_right(self.dates, jour) - 1
        trouvee = self.valeurs[rang] if rang >= 0 else None
        if trouvee is None or (trouvee.au is not None and jour > trouvee.au):
            raise self._inconnu(jour)
        return trouvee

    def _inconnu(self, jour: dt.date) -> TauxInconnu:
        """Dit quoi relever : le premier jour du semestre, qui vaut pour tout le semestre, ou ce jour-là s'il est su."""
        ancre = debut_de_semestre(jour)
        rang = bisect_right(self.dates, ancre) - 1
        su = rang >= 0 and (self.valeurs[rang].au is None or ancre <= (self.valeurs[rang].au or ancre))
        if su and ancre != jour:
            return TauxInconnu(self.nom, jour.isoformat(), f"jour du {en_chiffres(jour)}")
        return TauxInconnu(self.nom, ancre.isoformat(), semestre_lisible(jour))

    def prochain_changement(self, jour: dt.date) -> dt.date | None:
        """La première date d'effet postérieure à ce jour."""
        rang = bisect_right(self.dates, jour)
        return self.dates[rang] if rang < len(self.dates) else None


DELAIS_PUBLICS: Mapping[str, str] = {
    "general": "delai-public-general",
    "sante": "delai-public-sante",
    "entreprise-publique": "delai-public-entreprise",
}
"""La table de chaque acheteur dont le code fixe le délai de paiement (CCP R2192-10 et R2192-11)."""


class Bareme:
    """Toutes les tables dont le droit a besoin ; ``lire`` rend celle d'un nom, la première fois qu'on la demande."""

    def __init__(self, lire: Callable[[str], Serie]) -> None:
        self._lire = lire
        self._lues: dict[str, Serie] = {}
        self._gardees: dict[tuple[object, ...], Any] = {}

    @property
    def bce(self) -> Serie:
        """Le taux des opérations principales de refinancement de la BCE, en points."""
        return self._serie("bce")

    @property
    def legal_autres_cas(self) -> Serie:
        """L'intérêt légal quand le créancier n'est pas un particulier, en points."""
        return self._serie("legal-autres-cas")

    @property
    def legal_particuliers(self) -> Serie:
        """L'intérêt légal quand le créancier est un particulier, en points."""
        return self._serie("legal-particuliers")

    @property
    def majoration_professionnelle(self) -> Serie:
        """Les points ajoutés au taux BCE entre professionnels."""
        return self._serie("majoration-professionnelle")

    @property
    def majoration_publique(self) -> Serie:
        """Les points ajoutés au taux BCE quand l'acheteur est public (CCP R2192-31)."""
        return self._serie("majoration-publique")

    @property
    def majoration_judiciaire(self) -> Serie:
        """Les points ajoutés au taux légal deux mois après une décision exécutoire (CMF L313-3)."""
        return self._serie("majoration-judiciaire")

    @property
    def plancher_contractuel(self) -> Serie:
        """Combien de fois le taux légal « autres cas » un taux de contrat entre professionnels doit atteindre."""
        return self._serie("plancher-contractuel")

    def delai_public(self, acheteur: str) -> Serie:
        """Le délai de paiement d'un acheteur public, en jours : « general », « sante » ou « entreprise-publique ».

        Lève ``ValueError`` pour un autre : une entité adjudicatrice paie comme un professionnel (CCP L2192-11).
        """
        if acheteur not in DELAIS_PUBLICS:
            raise ValueError(f"aucun délai réglementaire pour l'acheteur « {acheteur} »")
        return self._serie(DELAIS_PUBLICS[acheteur])

    @property
    def indemnite_forfaitaire(self) -> Serie:
        """L'indemnité forfaitaire par facture, en centimes."""
        return self._serie("indemnite-forfaitaire")

    def _serie(self, nom: str) -> Serie:
        if nom not in self._lues:
            self._lues[nom] = self._lire(nom)
        return self._lues[nom]

    def courbe(self, cle: tuple[object, ...], construire: Callable[[], _T]) -> _T:
        """Ce qu'on a tiré de ces tables sous cette clé, construit la première fois qu'on le demande."""
        if cle not in self._gardees:
            self._gardees[cle] = construire()
        gardee: _T = self._gardees[cle]
        return gardee
