"""Contrôler les tables datées : leur forme, ce qui n'est pas vraisemblable, ce qui est incertain, ce qui va manquer.

Un constat est un défaut à corriger, ou quelque chose à savoir. Une valeur saisie malgré le contrôle reste un constat,
elle n'est plus un défaut de vraisemblance. L'accord du taux légal avec le taux BCE est dans ``formule_legale``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.refus import TauxInconnu
from recouvre.droit.courbes import lisible
from recouvre.droit.delais import UN_JOUR, debut_de_semestre, semestre_lisible
from recouvre.droit.formule_legale import (
    SEMESTRIEL_LE,
    deux_mois_avant,
    sans_taux_bce,
    semestre_suivant,
    suspectes,
)
from recouvre.droit.taux import Degre, Serie, Valeur


class Gravite(StrEnum):
    """Ce qu'on fait d'un constat : un défaut se corrige, le reste se sait."""

    DEFAUT = "défaut"
    INCERTAIN = "incertain"
    NON_CONTROLE = "non contrôlé"
    MANQUE = "manque"


@dataclass(frozen=True, slots=True, kw_only=True)
class Constat:
    """Ce qu'un contrôle a vu : dans quelle table, à quelle date, en une phrase.

    ``invraisemblable`` : c'est le chiffre qui est en cause, pas la forme de la table.
    """

    gravite: Gravite
    table: str
    le: dt.date | None
    phrase: str
    invraisemblable: bool = False


BORNES: Mapping[str, tuple[Decimal, Decimal]] = {
    "points par an": (Decimal(0), Decimal(20)),
    "points": (Decimal(1), Decimal(20)),
    "fois le taux légal": (Decimal(1), Decimal(10)),
    "centimes": (Decimal(1000), Decimal(50000)),
    "jours": (Decimal(10), Decimal(120)),
}
"""Par unité, hors de quoi une valeur est une faute de frappe. Le taux légal le plus haut relevé est 10,50 (1977)."""

PAS_BCE = Decimal("0.05")
"""Depuis 1999, le taux BCE est un multiple de 0,05."""

MARCHE_BCE, JOURS_ENTRE_REUNIONS = Decimal(1), 42
"""Aucune décision n'a bougé le taux BCE de plus de 0,75 point ; il s'en tient une toutes les six semaines."""

_A_RELEVER = ("bce", "legal-autres-cas", "legal-particuliers")
"""Les tables qui se périment : un taux y paraît à chaque semestre."""


def controler(tables: Mapping[str, Serie]) -> Iterator[Constat]:
    """Tous les contrôles, sur les tables données par leur nom : les défauts, et ce qui n'a pas pu être contrôlé."""
    for table in tables.values():
        yield from controler_forme(table)
    bce, autres, particuliers = (tables.get(nom) for nom in _A_RELEVER)
    if bce is not None:
        yield from controler_bce(bce)
        for legal in (autres, particuliers):
            if legal is not None:
                yield from controler_legal(legal, bce)
    if autres is not None and particuliers is not None:
        yield from controler_colonnes(autres, particuliers)


def incertitudes(serie: Serie) -> Iterator[Constat]:
    """Les valeurs qu'un décompte signale quand il les emploie."""
    for valeur in serie.valeurs:
        if valeur.degre.incertain:
            yield _constat(Gravite.INCERTAIN, serie, valeur.du, f"{lisible(valeur.valeur)} : {valeur.degre}")


def manques(tables: Mapping[str, Serie], au: dt.date) -> Iterator[Constat]:
    """Ce que le semestre de ce jour et le suivant demandent, et qui n'est pas encore connu."""
    for nom in _A_RELEVER:
        for semestre in (debut_de_semestre(au), semestre_suivant(au)):
            try:
                tables[nom].au(semestre)
            except TauxInconnu:
                ajouter = f'recouvre taux ajouter {nom} {semestre} VALEUR --source "…"'
                phrase = f"{semestre_lisible(semestre)} : {ajouter}"
                yield _constat(Gravite.MANQUE, tables[nom], semestre, phrase)


# --- La forme ---------------------------------------------------------------------------------------------------------


def controler_forme(serie: Serie) -> Iterator[Constat]:
    """Ordre, trous, chevauchements, bornes, semestres du taux légal, degré et source."""
    for valeur in serie.valeurs:
        yield from _controler_valeur(serie, valeur)
    for avant, apres in pairwise(serie.valeurs):
        if avant.du >= apres.du:
            yield _defaut(serie, apres, f"vient après le {en_chiffres(avant.du)} : les dates d'effet ne se suivent pas")
        elif avant.au is not None and avant.au >= apres.du:
            au = en_chiffres(avant.au)
            yield _defaut(serie, apres, f"chevauche la valeur du {en_chiffres(avant.du)}, qui va jusqu'au {au}")
        elif avant.au is not None and avant.au + UN_JOUR < apres.du:
            yield _trou(serie, avant.au + UN_JOUR, apres)


def _controler_valeur(serie: Serie, valeur: Valeur) -> Iterator[Constat]:
    bas, haut = BORNES.get(serie.unite, (valeur.valeur, valeur.valeur))
    if not bas <= valeur.valeur <= haut:
        phrase = f"{lisible(valeur.valeur)} n'est pas vraisemblable (de {bas} à {haut} {serie.unite})"
        yield _invraisemblable(serie, valeur, phrase)
    if valeur.au is not None and valeur.au < valeur.du:
        yield _defaut(serie, valeur, f"finit avant de commencer, le {en_chiffres(valeur.au)}")
    if serie.nom.startswith("legal") and valeur.du >= SEMESTRIEL_LE and not _est_un_semestre(valeur):
        yield _defaut(
            serie, valeur, "n'est pas un semestre : du 1er janvier au 30 juin, ou du 1er juillet au 31 décembre"
        )
    if not valeur.sources and not valeur.texte.strip():
        yield _defaut(serie, valeur, "n'a ni texte ni source")
    if valeur.degre is Degre.NON_DIT:
        yield _defaut(serie, valeur, "ne dit pas jusqu'où elle a été vérifiée (degre)")


def _est_un_semestre(valeur: Valeur) -> bool:
    return valeur.du == debut_de_semestre(valeur.du) and valeur.au == semestre_suivant(valeur.du) - UN_JOUR


def _trou(serie: Serie, du: dt.date, apres: Valeur) -> Constat:
    """Un trou est un défaut, sauf entre deux relevés du taux BCE qui n'enjambent pas un premier jour de semestre."""
    phrase = f"rien du {en_chiffres(du)} au {en_chiffres(apres.du - UN_JOUR)}"
    if serie.connu_au is None:
        return _constat(Gravite.DEFAUT, serie, du, phrase)
    semestre = du if du == debut_de_semestre(du) else semestre_suivant(du)
    if semestre < apres.du:
        phrase = f"{phrase} : il manque le {en_chiffres(semestre)}, qui vaut pour tout son semestre"
        return _constat(Gravite.DEFAUT, serie, du, phrase)
    return _constat(Gravite.MANQUE, serie, du, f"{phrase} ; aucun semestre ne commence ces jours-là")


# --- Les taux ---------------------------------------------------------------------------------------------------------


def controler_bce(bce: Serie) -> Iterator[Constat]:
    """Un multiple de 0,05, à un point au plus du précédent par réunion tenue entre-temps."""
    for valeur in bce.valeurs:
        if valeur.valeur % PAS_BCE:
            phrase = f"{lisible(valeur.valeur)} n'est pas un multiple de 0,05, ce qu'un taux BCE a toujours été"
            yield _invraisemblable(bce, valeur, phrase)
    for avant, apres in pairwise(bce.valeurs):
        reunions = 1 + (apres.du - (avant.au or apres.du)).days // JOURS_ENTRE_REUNIONS
        if abs(apres.valeur - avant.valeur) > reunions * MARCHE_BCE:
            phrase = f"de {lisible(avant.valeur)} à {lisible(apres.valeur)} : un taux BCE n'a jamais bougé si vite"
            yield _invraisemblable(bce, apres, phrase)


def controler_legal(legal: Serie, bce: Serie) -> Iterator[Constat]:
    """Le test de CMF D313-1-A, là où le taux BCE de deux mois plus tôt est connu."""
    for valeur, pourquoi in suspectes(legal, bce):
        yield _invraisemblable(legal, valeur, pourquoi)
    for valeur in sans_taux_bce(legal, bce):
        ancre = deux_mois_avant(valeur.du)
        phrase = (
            f"{lisible(valeur.valeur)} n'a pas pu être comparé au taux BCE du {en_chiffres(ancre)} (CMF D313-1-A) : "
            f'recouvre taux ajouter bce {ancre} VALEUR --source "…"'
        )
        yield _constat(Gravite.NON_CONTROLE, legal, valeur.du, phrase)


def controler_colonnes(autres: Serie, particuliers: Serie) -> Iterator[Constat]:
    """Une seule valeur jusqu'en 2014 ; ensuite le taux des particuliers est toujours le plus élevé (CMF L313-2)."""
    connus = {valeur.du: valeur for valeur in particuliers.valeurs}
    for valeur in autres.valeurs:
        autre = connus.get(valeur.du)
        if autre is None:
            continue
        if valeur.du < SEMESTRIEL_LE and valeur.valeur != autre.valeur:
            phrase = (
                f"{lisible(valeur.valeur)} ici, {lisible(autre.valeur)} pour les particuliers : un seul taux avant 2015"
            )
            yield _invraisemblable(autres, valeur, phrase)
        elif valeur.du >= SEMESTRIEL_LE and valeur.valeur >= autre.valeur:
            phrase = (
                f"{lisible(valeur.valeur)} n'est pas inférieur au taux des particuliers ({lisible(autre.valeur)}) : "
            )
            yield _invraisemblable(autres, valeur, f"{phrase}les colonnes semblent confondues")


def _invraisemblable(serie: Serie, valeur: Valeur, phrase: str) -> Constat:
    """Un défaut, sauf si le cabinet a saisi la valeur en le sachant."""
    assume = valeur.degre is Degre.SAISI_MALGRE_LE_CONTROLE
    gravite = Gravite.INCERTAIN if assume else Gravite.DEFAUT
    return Constat(gravite=gravite, table=serie.nom, le=valeur.du, phrase=phrase, invraisemblable=True)


def _defaut(serie: Serie, valeur: Valeur, phrase: str) -> Constat:
    return _constat(Gravite.DEFAUT, serie, valeur.du, phrase)


def _constat(gravite: Gravite, serie: Serie, le: dt.date, phrase: str) -> Constat:
    return Constat(gravite=gravite, table=serie.nom, le=le, phrase=phrase)
