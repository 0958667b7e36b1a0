"""Les valeurs d'une cellule de remise : montants, dates, types. Chacune se répète beaucoup, d'où les caches.

>>> lire_montant_cellule("1 234,56 €"), lire_date_cellule("46037"), lire_date_cellule("15/01/2026 00:00:00")
(123456, datetime.date(2026, 1, 15), datetime.date(2026, 1, 15))
"""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from functools import lru_cache

from recouvre.domaine.dates import lire_date
from recouvre.domaine.montants import lire_montant
from recouvre.domaine.parties import Qualite
from recouvre.domaine.refus import DateIllisible, MontantIllisible
from recouvre.echanges.colonnes import normaliser

_HEURE = re.compile(r"[T ]\d{1,2}[:h]\d{2}(?::\d{2})?(?:\.\d+)?Z?")
_SERIE = re.compile(r"[3-7]\d{4}")
_ORIGINE_DES_SERIES = dt.date(1899, 12, 30)
"""Le jour 0 d'Excel, pour les dates postérieures au 1er mars 1900."""


class Genre(StrEnum):
    """Ce qu'une colonne de type dit de la pièce."""

    FACTURE = "facture"
    AVOIR = "avoir"
    REGLEMENT = "reglement"


_QUALITES = {
    Qualite.PROFESSIONNEL: "pro professionnel professionnels entreprise societe ste b2b pros btob commercant artisan",
    Qualite.CONSOMMATEUR: "part particulier particuliers b2c btoc consommateur conso",
    Qualite.PUBLIC: "public adm administration collectivite mairie b2g btog chorus secteur+public etablissement+public",
}
_GENRES = {
    Genre.FACTURE: "facture factures fact fac fa f in inv invoice 380 fc fv ft vente",
    Genre.AVOIR: "avoir avoirs av ac cn credit+note note+credit 381 ad",
    Genre.REGLEMENT: "reglement reglements rg rgt rglt paiement encaissement virement cheque payment pmt",
}
_QUALITE_PAR_MOT = {mot.replace("+", " "): qualite for qualite, mots in _QUALITES.items() for mot in mots.split()}
_GENRE_PAR_MOT = {mot.replace("+", " "): genre for genre, mots in _GENRES.items() for mot in mots.split()}
_CELLULE_MAXIMALE = 60
"""Au-delà, ce n'est ni un montant ni une date ; et Python refuse de convertir un entier de milliers de chiffres."""
_SOLDEES = frozenset(
    ("payee", "paye", "reglee", "regle", "soldee", "solde", "acquittee", "acquitte", "annulee", "annule", "encaissee")
)


def court(texte: str, signes: int = 40) -> str:
    """Le texte sur une ligne, coupé s'il est trop long pour être cité ou montré.

    >>> court("Prestation   de nettoyage", 15)
    'Prestation de…'
    """
    net = " ".join(texte.split())
    return net if len(net) <= signes else net[: signes - 1].rstrip() + "…"


@lru_cache(maxsize=1 << 15)
def lire_montant_cellule(texte: str) -> int:
    """Comme ``domaine.montants.lire_montant``, en allant droit au but pour la forme la plus courante, « 1234,56 »."""
    entiers, virgule, centimes = texte.partition(",")
    if virgule and len(centimes) == 2 and 0 < len(entiers) <= 12:
        chiffres = entiers + centimes
        if chiffres.isascii() and chiffres.isdecimal():
            return int(chiffres)
    if len(texte) > _CELLULE_MAXIMALE:
        raise MontantIllisible(court(texte))
    return lire_montant(texte)


@lru_cache(maxsize=1 << 14)
def lire_date_cellule(texte: str) -> dt.date:
    """Comme ``domaine.dates.lire_date``, et comprend une heure à la suite et le numéro de série d'Excel (46037).

    Le numéro de série n'est lu que de 30000 (1982) à 79999 (2119) : c'est un entier de cinq chiffres, jamais une autre
    façon d'écrire une date.
    """
    if _SERIE.fullmatch(texte):
        return _ORIGINE_DES_SERIES + dt.timedelta(days=int(texte))
    if len(texte) > _CELLULE_MAXIMALE:
        raise DateIllisible(court(texte))
    return lire_date(_HEURE.sub("", texte) if len(texte) > 10 else texte)


@lru_cache(maxsize=4096)
def classer(texte: str) -> Qualite | Genre | None:
    """Ce que dit une cellule de type : une qualité de débiteur, un genre de pièce, ou rien que l'on connaisse.

    >>> classer("PART").value, classer("Avoir").value, classer("CN").value, classer("Gold")
    ('consommateur', 'avoir', 'avoir', None)
    """
    forme = normaliser(texte)
    return _QUALITE_PAR_MOT.get(forme) or _GENRE_PAR_MOT.get(forme)


@lru_cache(maxsize=1024)
def est_soldee(statut: str) -> bool:
    """Vrai si l'état écrit par le créancier dit la facture payée ou annulée."""
    return normaliser(statut) in _SOLDEES
