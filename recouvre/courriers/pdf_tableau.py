"""Un tableau qui se coupe proprement : l'en-tête se répète, et les totaux gardent au moins une rangée avec eux."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any, NamedTuple

from recouvre.courriers.apparence import ACCENT
from recouvre.courriers.courrier import Colonne, Tableau
from recouvre.courriers.pdf_elements import ENTIER_AU_PLUS, MM, Element
from recouvre.courriers.pdf_texte import (
    FILET,
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

_CELLULE = Style(corps=8.6, interligne=10.8)
_DETAIL = Style(corps=7.6, interligne=9.6, couleur=GRIS)
_PETITE = Style(corps=8, interligne=10.2)
_ENTETE = Style(corps=8.2, interligne=10.4, gras=True, couleur=ACCENT)
_TOTAL = Style(corps=9.4, interligne=12, gras=True)
_SOUS_TOTAL = Style(corps=8.6, interligne=12)
_NOTE = Style(corps=8.2, interligne=10.6, couleur=GRIS)
_HAUT = 1.1 * MM
_COTE = 1.2 * MM


@dataclass(frozen=True, slots=True)
class _Cellule:
    """Une valeur et, dessous en plus petit, son détail."""

    lignes: tuple[Ligne, ...]
    style: Style
    detail: tuple[Ligne, ...] = ()

    @property
    def haute(self) -> float:
        return len(self.lignes) * self.style.interligne

    @property
    def hauteur(self) -> float:
        return self.haute + len(self.detail) * _DETAIL.interligne


class _Rangee(NamedTuple):
    """Une ligne du tableau et sa hauteur, mesurée une fois : chaque page la redemande pour toutes les suivantes."""

    cellules: tuple[_Cellule, ...]
    haute: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Grille:
    """Un tableau mis en lignes. ``large`` : sa largeur ; les colonnes la remplissent."""

    colonnes: tuple[Colonne, ...]
    large: float
    entete: tuple[tuple[Ligne, ...], ...]
    rangees: tuple[_Rangee, ...]
    totaux: tuple[tuple[str, str], ...]
    note: tuple[Ligne, ...]
    entier: bool
    avant: float = 8
    lie: bool = False

    @property
    def hauteur(self) -> float:
        return self._tete() + sum(rangee.haute for rangee in self.rangees) + self._queue()

    @property
    def minimum(self) -> float:
        """L'en-tête et une rangée ; les totaux avec, si elle est la dernière."""
        if self._indivisible() or not self.rangees:
            return self.hauteur
        return self._tete() + self.rangees[0].haute + (self._queue() if len(self.rangees) == 1 else 0)

    def _indivisible(self) -> bool:
        return self.entier and self.hauteur < ENTIER_AU_PLUS

    def _tete(self) -> float:
        return max(map(len, self.entete)) * _ENTETE.interligne + 2 * _HAUT

    def _queue(self) -> float:
        notes = len(self.note) * _NOTE.interligne + (_HAUT if self.note else 0)
        return len(self.totaux) * (_TOTAL.interligne + _HAUT) + notes

    def couper(self, place: float) -> tuple[Element, Element] | None:
        """Au plus de rangées qui tiennent, mais jamais toutes : la dernière reste avec les totaux."""
        reste = place - self._tete()
        garde = 0
        for rangee in () if self._indivisible() else self.rangees[:-1]:
            reste -= rangee.haute
            if reste < 0:
                break
            garde += 1
        if not garde:
            return None
        debut = replace(self, rangees=self.rangees[:garde], totaux=(), note=())
        return debut, replace(self, rangees=self.rangees[garde:])

    def tracer(self, toile: Any, x: float, haut: float) -> None:
        tete = self._tete()
        toile.setFillColorRGB(*encre(toile, FOND))
        toile.rect(x, haut - tete, self.large, tete, stroke=0, fill=1)
        departs = [x + d for d in accumulate((c.largeur * MM for c in self.colonnes), initial=0.0)]
        for depart, colonne, lignes in zip(departs, self.colonnes, self.entete, strict=False):
            _caler(toile, lignes, _ENTETE, depart, colonne, haut - _HAUT)
        y = haut - tete
        toile.setLineWidth(0.4)
        for rangee in self.rangees:
            for depart, colonne, cellule in zip(departs, self.colonnes, rangee.cellules, strict=False):
                _caler(toile, cellule.lignes, cellule.style, depart, colonne, y - _HAUT)
                _caler(toile, cellule.detail, _DETAIL, depart, colonne, y - _HAUT - cellule.haute)
            y -= rangee.haute
            toile.setStrokeColorRGB(*FILET)
            toile.line(x, y, x + self.large, y)
        self._tracer_queue(toile, x, y)

    def _tracer_queue(self, toile: Any, x: float, haut: float) -> None:
        y = haut
        for rang, (libelle, somme) in enumerate(self.totaux, 1):
            style = _TOTAL if rang == len(self.totaux) else _SOUS_TOTAL
            y -= _HAUT
            tracer_lignes(toile, couper_brut(libelle, style, self.large), style, x + _COTE, y)
            lignes = couper_brut(somme, style, self.large)
            tracer_lignes(toile, lignes, style, x + self.large - _COTE - large_de(lignes[0]), y)
            y -= style.interligne
        if self.note:
            tracer_lignes(toile, self.note, _NOTE, x + _COTE, y - _HAUT)


def grille(tableau: Tableau, large: float) -> Grille:
    """Met un tableau en lignes, dans cette largeur."""
    style = _PETITE if tableau.petit else _CELLULE
    rangees = tuple(
        _rangee(_cellule(texte, colonne, style) for texte, colonne in zip(ligne, tableau.colonnes, strict=True))
        for ligne in tableau.lignes
    )
    return Grille(
        colonnes=tableau.colonnes,
        large=large,
        entete=tuple(couper_brut(c.titre, _ENTETE, _utile(c)) for c in tableau.colonnes),
        rangees=rangees,
        totaux=tableau.totaux,
        note=couper_brut(tableau.note, _NOTE, large - 2 * _COTE) if tableau.note else (),
        entier=tableau.entier,
    )


def _cellule(texte: str, colonne: Colonne, style: Style) -> _Cellule:
    valeur, _, detail = texte.partition("\n")
    large = _utile(colonne)
    if colonne.droite:
        style = resserrer(valeur, style, large)
    lignes = couper_brut(valeur, style, large + 0.1)
    return _Cellule(lignes, style, couper_brut(detail, _DETAIL, large) if detail else ())


def _utile(colonne: Colonne) -> float:
    return colonne.largeur * MM - 2 * _COTE


def _rangee(cellules: Iterable[_Cellule]) -> _Rangee:
    tenues = tuple(cellules)
    return _Rangee(tenues, max(cellule.hauteur for cellule in tenues) + 2 * _HAUT)


def _caler(toile: Any, lignes: tuple[Ligne, ...], style: Style, x: float, colonne: Colonne, haut: float) -> None:
    """Trace les lignes d'une cellule, à gauche ou à droite de sa colonne."""
    if not lignes:
        return
    if not colonne.droite:
        tracer_lignes(toile, lignes, style, x + _COTE, haut)
        return
    bord = x + colonne.largeur * MM - _COTE
    for rang, ligne in enumerate(lignes):
        tracer_lignes(toile, (ligne,), style, bord - large_de(ligne), haut - rang * style.interligne)
