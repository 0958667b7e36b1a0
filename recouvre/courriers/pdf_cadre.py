"""L'encadré : des libellés et leurs valeurs sur un fond, et parfois un QR à droite, dans sa zone de silence."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from recouvre.courriers.apparence import ACCENT
from recouvre.courriers.courrier import LEGENDE_QR, Encadre
from recouvre.courriers.pdf_elements import MM, TITRE, Element
from recouvre.courriers.pdf_texte import (
    FOND,
    GRIS,
    Ligne,
    Style,
    couper_brut,
    encre,
    large_de,
    resserrer,
    tracer_lignes,
)
from recouvre.courriers.qr import Matrice, matrice

SILENCE = 4
"""Les modules blancs qu'un lecteur attend autour d'un QR (ISO/IEC 18004)."""

COTE = 32 * MM
"""Le côté d'un QR, zone de silence comprise : un module d'au moins 0,4 mm jusqu'à la version 13."""

_MARGE = 3 * MM
_VALEUR = Style(corps=9.2, interligne=12)
_NOM = Style(corps=9.2, interligne=12, couleur=GRIS)
_LEGENDE = Style(corps=7, interligne=9, couleur=GRIS)
_BORD = 2 * MM


@dataclass(frozen=True, slots=True)
class Cadre:
    """Des libellés et leurs valeurs sur un fond, sous un titre. Ne se coupe pas."""

    titre: tuple[Ligne, ...]
    rangees: tuple[tuple[tuple[Ligne, ...], tuple[Ligne, ...]], ...]
    large: float
    colonne: float
    qr: Matrice = ()
    avant: float = 9
    lie: bool = False

    @property
    def hauteur(self) -> float:
        rangees = sum(self._rangee(libelle, valeur) for libelle, valeur in self.rangees)
        texte = len(self.titre) * TITRE.interligne + rangees + 2 * _BORD + 2
        return max(texte, COTE + _LEGENDE.interligne + 2 * _BORD) if self.qr else texte

    @property
    def minimum(self) -> float:
        return self.hauteur

    @staticmethod
    def _rangee(libelle: tuple[Ligne, ...], valeur: tuple[Ligne, ...]) -> float:
        return max(len(libelle), len(valeur)) * _VALEUR.interligne + 0.6

    def couper(self, place: float) -> tuple[Element, Element] | None:
        return None

    def tracer(self, toile: Any, x: float, haut: float) -> None:
        toile.setFillColorRGB(*encre(toile, FOND))
        toile.rect(x, haut - self.hauteur, self.large, self.hauteur, stroke=0, fill=1)
        toile.setFillColorRGB(*encre(toile, ACCENT))
        toile.rect(x, haut - self.hauteur, 0.7 * MM, self.hauteur, stroke=0, fill=1)
        y = haut - _BORD
        tracer_lignes(toile, self.titre, TITRE, x + _MARGE, y)
        y -= len(self.titre) * TITRE.interligne + 2
        for libelle, valeur in self.rangees:
            tracer_lignes(toile, libelle, _NOM, x + _MARGE, y)
            tracer_lignes(toile, valeur, _VALEUR, x + _MARGE + self.colonne, y)
            y -= self._rangee(libelle, valeur)
        if self.qr:
            _tracer_qr(toile, self.qr, x + self.large - COTE - _BORD, haut - _BORD)


def _tracer_qr(toile: Any, qr: Matrice, x: float, haut: float) -> None:
    """Le symbole en noir sur un carré blanc : sa zone de silence ne dépend pas du fond. Puis sa légende."""
    toile.setFillColorRGB(1, 1, 1)
    toile.rect(x, haut - COTE, COTE, COTE, stroke=0, fill=1)
    module = COTE / (len(qr) + 2 * SILENCE)
    trace = toile.beginPath()
    for rang, ligne in enumerate(qr):
        colonne = SILENCE
        for noir, suite in groupby(ligne):
            combien = len(list(suite))
            if noir:
                y = haut - (rang + SILENCE + 1) * module
                trace.rect(x + colonne * module, y, combien * module, module)
            colonne += combien
    toile.setFillColorRGB(0, 0, 0)
    toile.drawPath(trace, stroke=0, fill=1)
    style = resserrer(LEGENDE_QR, _LEGENDE, COTE)
    lignes = couper_brut(LEGENDE_QR, style, COTE)
    tracer_lignes(toile, lignes, style, x + (COTE - large_de(lignes[0])) / 2, haut - COTE)


def cadre(bloc: Encadre, large: float) -> Cadre:
    """Un encadré ; la colonne des libellés prend leur largeur, le QR la sienne."""
    colonne = 36 * MM
    texte = large - 2 * _MARGE - (COTE + _BORD if bloc.qr else 0)
    rangees = (
        (couper_brut(nom, _NOM, colonne - MM), couper_brut(contenu, _VALEUR, texte - colonne))
        for nom, contenu in bloc.lignes
    )
    qr = matrice(bloc.qr) if bloc.qr else ()
    return Cadre(couper_brut(bloc.titre, TITRE, texte), tuple(rangees), large, colonne, qr)
