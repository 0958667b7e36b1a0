"""Composer des découpes : bout à bout, majorées, relevées à un seuil, comptées en années de 366 jours.

Chaque fonction enveloppe une découpe et en rend une autre ; aucune ne lit de taux avant qu'on ne demande un jour.
"""

from __future__ import annotations

import datetime as dt
from calendar import isleap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from recouvre.droit.courbes import Decoupe, Tranche, incertitudes, lisible
from recouvre.droit.delais import UN_JOUR
from recouvre.droit.taux import Serie


def raccorder(pieces: Sequence[tuple[dt.date, dt.date, Decoupe | None]]) -> Decoupe:
    """Bout à bout, des découpes qui valent chacune d'un jour à un autre ; ``None`` : aucun intérêt."""

    def decoupe(du: dt.date, au: dt.date) -> Iterator[Tranche]:
        for debut, fin, piece in pieces:
            if piece is not None and debut <= au and du <= fin:
                yield from piece(max(du, debut), min(au, fin))

    return decoupe


def majorer(decoupe: Decoupe, serie: Serie, le: dt.date, fondement: str) -> Decoupe:
    """La même découpe, plus haut des points que la table dit ce jour-là."""

    def majoree(du: dt.date, au: dt.date) -> Iterator[Tranche]:
        plus = serie.au(le)
        for debut, fin, palier in decoupe(du, au):
            yield (
                debut,
                fin,
                replace(
                    palier,
                    taux=palier.taux + plus.valeur,
                    origine=f"{palier.origine} + {lisible(plus.valeur)} points",
                    fondement=fondement,
                    incertains=(*palier.incertains, *incertitudes((serie, plus))),
                ),
            )

    return majoree


def remplacer_sous(decoupe: Decoupe, seuil: Decoupe, autre: Decoupe) -> Decoupe:
    """Les jours où le taux est inférieur au seuil, ``autre`` à sa place."""

    def remplacee(du: dt.date, au: dt.date) -> Iterator[Tranche]:
        for debut, fin, palier in decoupe(du, au):
            for a, b, bas in seuil(debut, fin):
                yield from autre(a, b) if palier.taux < bas.taux else [(a, b, palier)]

    return lambda du, au: _fondre(remplacee(du, au))


def compter_exactement(decoupe: Decoupe) -> Decoupe:
    """Exact/exact : les jours d'une année bissextile se divisent par 366."""

    def exacte(du: dt.date, au: dt.date) -> Iterator[Tranche]:
        for debut, fin, palier in decoupe(du, au):
            for annee in range(debut.year, fin.year + 1):
                mien = replace(palier, annee=366) if isleap(annee) else palier
                yield max(debut, dt.date(annee, 1, 1)), min(fin, dt.date(annee, 12, 31)), mien

    return lambda du, au: _fondre(exacte(du, au))


def _fondre(tranches: Iterable[Tranche]) -> Iterator[Tranche]:
    """Réunit les tranches qui se suivent sur un même palier."""
    tenue: Tranche | None = None
    for tranche in tranches:
        if tenue is not None and tenue[2] == tranche[2] and tenue[1] + UN_JOUR == tranche[0]:
            tenue = (tenue[0], tranche[1], tranche[2])
            continue
        if tenue is not None:
            yield tenue
        tenue = tranche
    if tenue is not None:
        yield tenue
