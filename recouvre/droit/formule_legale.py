"""Le test qui démasque une coquille dans un taux légal : la formule de CMF D313-1-A, depuis 2015.

Le taux légal d'un semestre est le taux BCE en vigueur deux mois plus tôt (1er novembre, 1er mai) plus 60 % d'un écart
moyen sur 24 mois. La marge (taux légal moins ce taux BCE) est donc une moyenne glissante : elle évolue doucement. On la
compare à la moyenne de ses deux voisines ou, au bord de la table, à sa seule voisine.

Les seuils sont les plus grands écarts des 24 semestres de 2015 à 2026, augmentés de moitié et arrondis au centième
supérieur. Quand le taux BCE bouge, l'écart que le texte moyenne bouge aussi : il y a un seuil par temps calme, un par
temps agité. Ce que le test voit, en points, colonne « autres cas » puis « particuliers » : dès 0,04 à 0,08 et 0,06 à
0,14 par temps calme ; dès 0,10 à 0,19 et 0,31 à 0,45 par temps agité ; dès 0,27 et 0,51 au bord de la table, que le
semestre suivant resserrera. Une coquille plus petite lui échappe : il voit 0,76 pour 0,86, pas 0,88 pour 0,89.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.refus import TauxInconnu
from recouvre.droit.courbes import lisible
from recouvre.droit.delais import UN_JOUR, debut_de_semestre, semestre_lisible
from recouvre.droit.taux import Degre, Serie, Valeur

SEMESTRIEL_LE = dt.date(2015, 1, 1)
"""Depuis l'ordonnance n° 2014-947, deux taux légaux, fixés chaque semestre d'après le taux BCE."""


class Seuils(NamedTuple):
    """Ce que l'écart d'une marge ne dépasse pas : entre deux voisines ou au bord, par temps calme ou agité."""

    entre_calme: Decimal
    entre_agite: Decimal
    bord_calme: Decimal
    bord_agite: Decimal


SEUILS: Mapping[str, Seuils] = {
    "legal-autres-cas": Seuils(Decimal("0.03"), Decimal("0.12"), Decimal("0.08"), Decimal("0.23")),
    "legal-particuliers": Seuils(Decimal("0.06"), Decimal("0.30"), Decimal("0.33"), Decimal("0.66")),
}
"""Plus grands écarts relevés, dans le même ordre : 0,015 0,08 0,05 0,15 ; puis 0,04 0,195 0,22 0,44."""

CALME = Decimal("0.50")
"""Le temps est calme si le taux BCE n'a pas varié de plus d'un demi-point sur les mois que couvrent les marges."""

MOIS_COUVERTS = 30
"""La moyenne de 24 mois d'un semestre, et celle du semestre d'avant."""


class Ecart(NamedTuple):
    """L'écart d'une marge à ses voisines ; ``part`` : en part de son seuil, au-dessus de 1 c'est trop.

    ``poids`` : qui nommer entre deux semestres suspects qui se touchent. À parts voisines, le bord de la table, qui
    vient d'être saisi, plutôt que celui que d'autres ont déjà jugé.
    """

    marge: Decimal
    voisines: tuple[Decimal, ...]
    part: Fraction

    @property
    def poids(self) -> Fraction:
        """La part, moitié plus lourde au bord."""
        return self.part * (1 if len(self.voisines) == 2 else Fraction(3, 2))


def suspectes(legal: Serie, bce: Serie) -> Iterator[tuple[Valeur, str]]:
    """Les valeurs que la formule dément, et pourquoi.

    Une faute dérange aussi ses voisines : d'une suite de semestres suspects, seul le plus écarté est nommé.
    """
    trop = {du: ecart for du, ecart in ecarts(legal, bce).items() if ecart.part > 1}
    for valeur in legal.valeurs:
        ecart = trop.get(valeur.du)
        if ecart is not None:
            autour = (trop.get(semestre_precedent(valeur.du)), trop.get(semestre_suivant(valeur.du)))
            if all(autre is None or autre.poids <= ecart.poids for autre in autour):
                yield valeur, _dire(valeur, ecart, bce)


def sans_taux_bce(legal: Serie, bce: Serie) -> Iterator[Valeur]:
    """Les valeurs que la formule ne peut pas juger : le taux BCE de deux mois plus tôt n'est pas connu."""
    for du, valeur in _semestrielles(legal).items():
        if _marge(du, valeur, bce) is None:
            yield valeur


def ecarts(legal: Serie, bce: Serie) -> dict[dt.date, Ecart]:
    """L'écart de chaque semestre jugeable. Une valeur saisie malgré le test n'en juge pas d'autre."""
    valeurs = _semestrielles(legal)
    marges = {du: marge for du, valeur in valeurs.items() if (marge := _marge(du, valeur, bce)) is not None}
    juges = {du: m for du, m in marges.items() if valeurs[du].degre is not Degre.SAISI_MALGRE_LE_CONTROLE}
    seuils = SEUILS[legal.nom]
    return {du: e for du, marge in marges.items() if (e := _ecart(seuils, du, marge, juges, bce)) is not None}


def deux_mois_avant(semestre: dt.date) -> dt.date:
    """Le 1er novembre d'avant un 1er janvier, le 1er mai d'avant un 1er juillet."""
    return dt.date(semestre.year - 1, 11, 1) if semestre.month == 1 else dt.date(semestre.year, 5, 1)


def semestre_suivant(jour: dt.date) -> dt.date:
    """Le premier jour du semestre qui suit celui de ce jour."""
    return dt.date(jour.year, 7, 1) if jour.month <= 6 else dt.date(jour.year + 1, 1, 1)


def semestre_precedent(jour: dt.date) -> dt.date:
    """Le premier jour du semestre qui précède celui de ce jour."""
    return debut_de_semestre(debut_de_semestre(jour) - UN_JOUR)


def _semestrielles(legal: Serie) -> dict[dt.date, Valeur]:
    return {v.du: v for v in legal.valeurs if v.du >= SEMESTRIEL_LE and v.du == debut_de_semestre(v.du)}


def _marge(semestre: dt.date, valeur: Valeur, bce: Serie) -> Decimal | None:
    try:
        return valeur.valeur - bce.au(deux_mois_avant(semestre)).valeur
    except TauxInconnu:
        return None


def _ecart(seuils: Seuils, du: dt.date, marge: Decimal, juges: Mapping[dt.date, Decimal], bce: Serie) -> Ecart | None:
    suivant = semestre_suivant(du)
    voisines = tuple(juges[semestre] for semestre in (semestre_precedent(du), suivant) if semestre in juges)
    if not voisines:
        return None
    calme = _variation(bce, du, suivant if suivant in juges else du) <= CALME
    if len(voisines) == 2:
        seuil = seuils.entre_calme if calme else seuils.entre_agite
    else:
        seuil = seuils.bord_calme if calme else seuils.bord_agite
    distance = abs(Fraction(marge) - Fraction(sum(voisines)) / len(voisines))
    return Ecart(marge, voisines, Fraction(distance) / Fraction(seuil))


def _variation(bce: Serie, semestre: dt.date, dernier: dt.date) -> Decimal:
    """De combien le taux BCE a varié sur les mois que couvrent les marges comparées."""
    ancre = deux_mois_avant(semestre)
    mois = ancre.year * 12 + ancre.month - 1 - MOIS_COUVERTS
    debut, fin = dt.date(mois // 12, mois % 12 + 1, 1), deux_mois_avant(dernier)
    suivantes = (*bce.dates[1:], dt.date.max)
    taux = [v.valeur for v, suivante in zip(bce.valeurs, suivantes, strict=True) if v.du <= fin and suivante > debut]
    return max(taux) - min(taux)


def _dire(valeur: Valeur, ecart: Ecart, bce: Serie) -> str:
    ancre = deux_mois_avant(valeur.du)
    autour = " et ".join(lisible(voisine) for voisine in ecart.voisines)
    pluriel = "aux semestres voisins" if len(ecart.voisines) == 2 else "au semestre voisin"
    return (
        f"{lisible(valeur.valeur)} % pour le {semestre_lisible(valeur.du)} ne suit pas la formule de CMF D313-1-A : "
        f"{lisible(ecart.marge)} au-dessus du taux BCE du {en_chiffres(ancre)} ({lisible(bce.au(ancre).valeur)} %), "
        f"contre {autour} {pluriel}. Relisez l'arrêté : colonne, semestre, chiffres inversés, et le taux BCE de ce jour"
    )
