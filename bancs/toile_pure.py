"""Le plancher des lettres : la toile de reportlab, à la main, polices incorporées.

Le texte lui arrive déjà coupé en lignes, hors du temps mesuré ; elle ne fait que le poser.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from recouvre.courriers.courrier import Citation, Courrier, Encadre, Paragraphe, Signature, Tableau
from recouvre.courriers.pdf_texte import Style, couper

POLICES = Path(__file__).resolve().parent.parent / "recouvre" / "courriers" / "polices"
MM = 72 / 25.4
HAUTE, GAUCHE, UTILE = 297 * MM, 20 * MM, 170 * MM
ENCRE, GRIS, ACCENT, FILET, FOND = (0.12, 0.13, 0.15), (0.38, 0.4, 0.44), (0.13, 0.24, 0.38), (0.74,) * 3, (0.95,) * 3


@dataclass(frozen=True, slots=True)
class Coupee:
    """Une lettre dont les paragraphes sont déjà coupés en lignes."""

    courrier: Courrier
    lignes: tuple[tuple[str, ...], ...]
    """Celles de chaque paragraphe, dans l'ordre des blocs."""
    pied: tuple[str, ...]


def couper_tout(courrier: Courrier) -> Coupee:
    """Ce que la toile à la main reçoit."""

    def lignes(texte: str, corps: float, large: float) -> tuple[str, ...]:
        coupees = couper(texte, Style(corps=corps), large)
        return tuple("".join(trait.texte for trait in ligne) for ligne in coupees)

    paragraphes = []
    for bloc in courrier.blocs:
        if isinstance(bloc, Paragraphe):
            paragraphes.append(lignes(bloc.texte, 8.2 if bloc.petit else 9.8, UTILE))
        elif isinstance(bloc, Citation):
            paragraphes.append(lignes(bloc.alineas[0], 8.2, UTILE - 3 * MM))
    return Coupee(courrier, tuple(paragraphes), lignes(courrier.pied[0], 7, UTILE - 14 * MM))


def toile_pure(lettres: Sequence[Coupee]) -> bytes:
    """``drawString`` et rien d'autre."""
    sortie = io.BytesIO()
    toile = Canvas(sortie, pagesize=(210 * MM, HAUTE), pageCompression=1, invariant=1, initialFontName="banc")
    for lettre in lettres:
        _tete_a_la_main(toile, lettre.courrier)
        y = _corps_a_la_main(toile, lettre)
        _pied_a_la_main(toile, lettre, y)
        toile.showPage()
    toile.save()
    return sortie.getvalue()


def _encrer(toile: Any, police: str, corps: float, couleur: tuple[float, ...] = ENCRE) -> None:
    toile.setFont(police, corps)
    toile.setFillColorRGB(*couleur)


def _tete_a_la_main(toile: Any, courrier: Courrier) -> None:
    tete = courrier.entete
    _encrer(toile, "banc-gras", 14, ACCENT)
    toile.drawString(GAUCHE, HAUTE - 44, tete.nom)
    _encrer(toile, "banc", 8.6, GRIS)
    toile.drawString(GAUCHE, HAUTE - 57, tete.qualite)
    for rang, ligne in enumerate((*tete.adresse, *tete.contact)):
        toile.drawRightString(GAUCHE + UTILE, HAUTE - 41 - 9.8 * rang, ligne)
    toile.setStrokeColorRGB(*ACCENT)
    toile.line(GAUCHE, HAUTE - 33 * MM, GAUCHE + UTILE, HAUTE - 33 * MM)
    toile.line(0, HAUTE - 99 * MM, 5 * MM, HAUTE - 99 * MM)
    _encrer(toile, "banc", 10)
    for rang, ligne in enumerate(courrier.destinataire):
        toile.drawString(110 * MM, HAUTE - 179 - 11.8 * rang, ligne)
    for rang, (libelle, valeur) in enumerate(courrier.references):
        _encrer(toile, "banc", 8.2, GRIS)
        toile.drawString(GAUCHE, HAUTE - 127 - 26 * rang, libelle)
        _encrer(toile, "banc", 9)
        toile.drawString(GAUCHE, HAUTE - 138 - 26 * rang, valeur)
    _encrer(toile, "banc-gras", 9.4)
    toile.drawString(GAUCHE, HAUTE - 302, courrier.mention_envoi)
    _encrer(toile, "banc", 9.8)
    toile.drawString(110 * MM, HAUTE - 302, courrier.lieu_date)
    _encrer(toile, "banc-gras", 11)
    toile.drawString(GAUCHE, HAUTE - 326, "Objet :")
    toile.drawString(GAUCHE + 16 * MM, HAUTE - 326, courrier.objet)


def _corps_a_la_main(toile: Any, lettre: Coupee) -> float:
    y, paragraphes = HAUTE - 350, iter(lettre.lignes)
    for bloc in lettre.courrier.blocs:
        if isinstance(bloc, Paragraphe):
            y = _lignes_a_la_main(toile, next(paragraphes), y, 8.2 if bloc.petit else 9.8)
        elif isinstance(bloc, Tableau):
            y = _tableau_a_la_main(toile, bloc, y)
        elif isinstance(bloc, Encadre):
            y = _cadre_a_la_main(toile, bloc, y)
        elif isinstance(bloc, Citation):
            _encrer(toile, "banc-gras", 8.2)
            toile.drawString(GAUCHE + 3 * MM, y, bloc.titre)
            y = _lignes_a_la_main(toile, next(paragraphes), y - 12, 8.2, 3 * MM)
        elif isinstance(bloc, Signature):
            for rang, ligne in enumerate(bloc.lignes):
                _encrer(toile, "banc" if rang else "banc-gras", 9.8)
                toile.drawString(110 * MM, y - 38 - 12.8 * rang, ligne)
    return y


def _lignes_a_la_main(toile: Any, lignes: Iterable[str], haut: float, corps: float, retrait: float = 0) -> float:
    y = haut
    _encrer(toile, "banc", corps)
    for ligne in lignes:
        toile.drawString(GAUCHE + retrait, y, ligne)
        y -= corps * 1.3
    return y - 6.5


def _tableau_a_la_main(toile: Any, tableau: Tableau, haut: float) -> float:
    y = haut - 4
    departs = [GAUCHE + d * MM for d in accumulate((c.largeur for c in tableau.colonnes), initial=0.0)]
    toile.setFillColorRGB(*FOND)
    toile.rect(GAUCHE, y - 4, UTILE, 16.6, stroke=0, fill=1)
    toile.setStrokeColorRGB(*FILET)
    toile.setLineWidth(0.4)
    for rang, ligne in enumerate((tuple(c.titre for c in tableau.colonnes), *tableau.lignes)):
        _encrer(toile, "banc" if rang else "banc-gras", 8.6, ENCRE if rang else ACCENT)
        for depart, fin, colonne, cellule in zip(departs, departs[1:], tableau.colonnes, ligne, strict=False):
            if colonne.droite:
                toile.drawRightString(fin - 1.2 * MM, y, cellule)
            else:
                toile.drawString(depart + 1.2 * MM, y, cellule)
        if rang:
            toile.line(GAUCHE, y - 4, GAUCHE + UTILE, y - 4)
        y -= 16.8
    _encrer(toile, "banc-gras", 9.4)
    libelle, somme = tableau.totaux[0]
    toile.drawString(GAUCHE + 1.2 * MM, y, libelle)
    toile.drawRightString(GAUCHE + UTILE - 1.2 * MM, y, somme)
    return y - 26


def _cadre_a_la_main(toile: Any, cadre: Encadre, haut: float) -> float:
    toile.setFillColorRGB(*FOND)
    toile.rect(GAUCHE, haut - 36, UTILE, 52, stroke=0, fill=1)
    _encrer(toile, "banc-gras", 10.5, ACCENT)
    toile.drawString(GAUCHE + 3 * MM, haut, cadre.titre)
    for rang, (libelle, valeur) in enumerate(cadre.lignes, 1):
        _encrer(toile, "banc", 9.2, GRIS)
        toile.drawString(GAUCHE + 3 * MM, haut - 13 * rang, libelle)
        _encrer(toile, "banc", 9.2)
        toile.drawString(GAUCHE + 39 * MM, haut - 13 * rang, valeur)
    return haut - 52


def _pied_a_la_main(toile: Any, lettre: Coupee, y: float) -> None:
    if y < 20 * MM:
        raise SystemExit("la lettre à la main déborde sur son pied")
    toile.line(GAUCHE, 52, GAUCHE + UTILE, 52)
    _encrer(toile, "banc", 7, GRIS)
    for rang, ligne in enumerate(lettre.pied):
        toile.drawString(GAUCHE, 42 - 8.8 * rang, ligne)
    toile.drawRightString(GAUCHE + UTILE, 42, "1/1")
