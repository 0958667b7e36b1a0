"""La page A4 : ses marges, la répartition des éléments d'une page à l'autre, le pied et la pagination."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from recouvre.courriers.pdf_elements import MM, Element
from recouvre.courriers.pdf_polices import NORMAL, police
from recouvre.courriers.pdf_texte import FILET, GRIS, Ligne, Style, couper_brut, large_de, tracer_lignes

LARGE, HAUTE = 210 * MM, 297 * MM
GAUCHE = 20 * MM
UTILE = LARGE - 2 * GAUCHE
HAUT_SUITE = HAUTE - 24 * MM
"""Le haut du corps à partir de la deuxième page, en points depuis le bas."""

PIED = Style(corps=7, interligne=8.8, couleur=GRIS)
_BAS = 8 * MM
_NUMERO = 14 * MM


@dataclass(frozen=True, slots=True)
class Place:
    """Un élément et le haut où le tracer, en points depuis le bas de la page."""

    element: Element
    haut: float


def nouvelle_toile(
    sortie: io.BytesIO, *, titre: str, auteur: str, sujet: str, sorte: Callable[..., Any] = Canvas
) -> Any:
    """Une toile A4 en français, décrite. ``invariant`` : ni date ni identifiant, les mêmes octets à toute heure."""
    police(NORMAL)
    toile = sorte(sortie, pagesize=(LARGE, HAUTE), pageCompression=1, invariant=1, lang="fr")
    toile.setTitle(titre)
    toile.setAuthor(auteur)
    toile.setSubject(sujet)
    toile.setCreator("recouvre")
    toile.setViewerPreference("DisplayDocTitle", "true")
    return toile


def repartir(elements: Sequence[Element], place: Callable[[int], float]) -> list[list[Place]]:
    """Répartit les éléments en pages ; ``place`` donne la hauteur de chacune. ``haut`` se compte du haut de la page."""
    pages: list[list[Place]] = [[]]
    file = deque(elements)
    y = 0.0
    while file:
        element = file.popleft()
        avant = element.avant if pages[-1] else 0.0
        reste = place(len(pages) - 1) - y - avant
        if element.hauteur + _suite_liee(element, file) <= reste + 0.01:
            pages[-1].append(Place(element, y + avant))
            y += avant + element.hauteur
            continue
        coupe = element.couper(reste)
        if coupe is not None:
            pages[-1].append(Place(coupe[0], y + avant))
            file.appendleft(coupe[1])
        elif pages[-1]:
            file.appendleft(element)
        else:
            pages[-1].append(Place(element, 0.0))
        if file:
            pages.append([])
            y = 0.0
    return pages


def _suite_liee(element: Element, file: deque[Element]) -> float:
    """La place qu'il faut garder pour ce qui ne doit pas se séparer de cet élément."""
    besoin = 0.0
    courant = element
    for suivant in file:
        if not courant.lie:
            break
        besoin += suivant.avant + (suivant.hauteur if suivant.lie else suivant.minimum)
        courant = suivant
    return besoin


def couper_pied(lignes: Sequence[str]) -> tuple[Ligne, ...]:
    """Le pied mis en lignes, la place du numéro de page réservée à droite."""
    return tuple(ligne for brut in lignes for ligne in couper_brut(brut, PIED, UTILE - _NUMERO))


def bas_du_corps(pied: tuple[Ligne, ...]) -> float:
    """Jusqu'où le corps descend, en points depuis le bas."""
    return _BAS + max(2, len(pied)) * PIED.interligne + 3 * MM


def tracer_pied(toile: Any, pied: tuple[Ligne, ...], numero: str) -> None:
    """Le pied et « 1/2 »."""
    haut = _BAS + max(2, len(pied)) * PIED.interligne
    toile.setLineWidth(0.4)
    toile.setStrokeColorRGB(*FILET)
    toile.line(GAUCHE, haut + 1.2 * MM, LARGE - GAUCHE, haut + 1.2 * MM)
    tracer_lignes(toile, pied, PIED, GAUCHE, haut)
    lignes = couper_brut(numero, PIED, _NUMERO)
    tracer_lignes(toile, lignes, PIED, LARGE - GAUCHE - large_de(lignes[0]), haut)
