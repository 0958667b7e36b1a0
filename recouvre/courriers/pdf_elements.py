"""Les éléments d'une page : chacun connaît sa hauteur, sait se couper, et se trace. Tout est en points.

Un élément ne se trace qu'une fois placé : la pagination se décide sur les hauteurs seules, si bien que « 1/3 » est
connu avant le premier trait.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Protocol

from recouvre.courriers.apparence import ACCENT
from recouvre.courriers.courrier import Citation, Intertitre, Paragraphe, Signature, litteral
from recouvre.courriers.images import poser_image, preparer_image
from recouvre.courriers.pdf_texte import FILET, GRIS, Ligne, Style, couper, couper_brut, tracer_lignes

MM = 72 / 25.4

CORPS = Style()
PETIT = Style(corps=8.2, interligne=10.6)
MENTION = Style(corps=8.2, interligne=10.6, couleur=GRIS)
LIBELLE = Style(corps=8.2, interligne=10.6, couleur=GRIS)
TITRE = Style(corps=10.5, interligne=13.5, gras=True, couleur=ACCENT)
GRAS = Style(gras=True)

ENTIER_AU_PLUS = 190 * MM
"""Ce qui ne se coupe pas se coupe quand même au-delà : aucune page ne le contiendrait."""

_PUCE = 4 * MM
_MARGE = 3 * MM


class Element(Protocol):
    """``avant`` : l'espace au-dessus, sauf en haut de page ; ``lie`` : ne se sépare pas du suivant."""

    @property
    def avant(self) -> float: ...
    @property
    def lie(self) -> bool: ...
    @property
    def hauteur(self) -> float: ...
    @property
    def minimum(self) -> float:
        """Ce qu'il faut de place pour en commencer l'impression."""

    def couper(self, place: float) -> tuple[Element, Element] | None:
        """Ce qui tient dans ``place`` et la suite, ou ``None`` s'il ne se coupe pas là."""

    def tracer(self, toile: Any, x: float, haut: float) -> None:
        """Trace l'élément, son coin supérieur gauche en (x, haut)."""


@dataclass(frozen=True, slots=True)
class Texte:
    """Des lignes de texte ; ``retrait`` à gauche, ``puce`` devant la première."""

    lignes: tuple[Ligne, ...]
    style: Style = CORPS
    avant: float = 6.5
    lie: bool = False
    retrait: float = 0
    puce: bool = False
    signet: str = ""

    @property
    def hauteur(self) -> float:
        return len(self.lignes) * self.style.interligne

    @property
    def minimum(self) -> float:
        return min(2, len(self.lignes)) * self.style.interligne if len(self.lignes) > 3 else self.hauteur

    def couper(self, place: float) -> tuple[Element, Element] | None:
        """Jamais une ligne seule en bas ni en haut de page ; un titre reste entier."""
        if self.lie:
            return None
        garde = min(int((place + 0.01) / self.style.interligne), len(self.lignes) - 2)
        if garde < 2:
            return None
        suite = Texte(self.lignes[garde:], self.style, self.avant, retrait=self.retrait)
        return Texte(self.lignes[:garde], self.style, self.avant, False, self.retrait, self.puce), suite

    def tracer(self, toile: Any, x: float, haut: float) -> None:
        if self.signet:
            signet(toile, self.signet, haut)
        if self.puce:
            tracer_lignes(toile, couper("–", self.style, _PUCE), self.style, x + 1 * MM, haut)
        tracer_lignes(toile, self.lignes, self.style, x + self.retrait, haut)


@dataclass(frozen=True, slots=True)
class Filete:
    """Un texte de loi, avec un filet à sa gauche. Se coupe entre deux alinéas, et seulement s'il dépasse la page."""

    titre: Texte
    alineas: tuple[Texte, ...]
    avant: float = 12
    lie: bool = False

    @property
    def hauteur(self) -> float:
        return self.titre.hauteur + sum(a.hauteur + a.avant for a in self.alineas)

    @property
    def minimum(self) -> float:
        return self.hauteur

    def couper(self, place: float) -> tuple[Element, Element] | None:
        if self.hauteur < ENTIER_AU_PLUS:
            return None
        garde, reste = 0, place - self.titre.hauteur
        for alinea in self.alineas[:-1]:
            reste -= alinea.hauteur + alinea.avant
            if reste < 0:
                break
            garde += 1
        debut, suite = self.alineas[:garde], self.alineas[garde:]
        return (replace(self, alineas=debut), replace(self, alineas=suite)) if garde else None

    def tracer(self, toile: Any, x: float, haut: float) -> None:
        toile.setFillColorRGB(*FILET)
        toile.rect(x, haut - self.hauteur, 0.7 * MM, self.hauteur, stroke=0, fill=1)
        y = haut
        for partie in (self.titre, *self.alineas):
            y -= 0 if partie is self.titre else partie.avant
            partie.tracer(toile, x + _MARGE, y)
            y -= partie.hauteur


@dataclass(frozen=True, slots=True)
class Paraphe:
    """La signature : un blanc pour signer, ou la signature scannée, puis qui signe. Ne se coupe pas."""

    lignes: tuple[tuple[Ligne, ...], ...]
    x: float
    image: bytes = b""
    avant: float = 10
    lie: bool = False

    @property
    def hauteur(self) -> float:
        return sum(len(lignes) for lignes in self.lignes) * CORPS.interligne + self._blanc()

    @property
    def minimum(self) -> float:
        return self.hauteur

    def _blanc(self) -> float:
        return preparer_image(self.image, *_SIGNATURE)[2] + 1.5 * MM if self.image else 12 * MM

    def couper(self, place: float) -> tuple[Element, Element] | None:
        return None

    def tracer(self, toile: Any, x: float, haut: float) -> None:
        if self.image:
            poser_image(toile, self.image, x + self.x, haut, *_SIGNATURE)
        y = haut - self._blanc()
        for rang, lignes in enumerate(self.lignes):
            tracer_lignes(toile, lignes, GRAS if rang == 0 else CORPS, x + self.x, y)
            y -= len(lignes) * CORPS.interligne


_SIGNATURE = (60 * MM, 20 * MM)


def signet(toile: Any, titre: str, haut: float) -> None:
    """Un signet du document, à cette hauteur de la page en cours."""
    cle = f"s{toile.getPageNumber()}-{haut:.0f}"
    toile.bookmarkHorizontal(cle, 0, haut)
    toile.addOutlineEntry(titre, cle, 0)


def texte(bloc: Paragraphe, large: float) -> Texte:
    """Un paragraphe mis en lignes."""
    retrait = _PUCE if bloc.puce else 0
    style = MENTION if bloc.petit else CORPS
    lignes = couper(bloc.texte, style, large - retrait)
    return Texte(lignes, style, avant=2.5 if bloc.puce else 6.5, retrait=retrait, puce=bloc.puce)


def intertitre(bloc: Intertitre, large: float) -> Texte:
    """Un titre de partie, jamais seul en bas de page."""
    return Texte(couper(bloc.texte, TITRE, large), TITRE, avant=13, lie=True, signet=litteral(bloc.texte))


def citation(bloc: Citation, large: float) -> Filete:
    """Un texte de loi en petit corps."""
    titre = Texte(couper_brut(bloc.titre, _CITE, large - _MARGE), _CITE)
    alineas = (Texte(couper_brut(a, PETIT, large - _MARGE), PETIT, avant=2.5) for a in bloc.alineas)
    return Filete(titre, tuple(alineas))


_CITE = Style(corps=8.2, interligne=10.6, gras=True)


def paraphe(bloc: Signature, large: float, image: bytes = b"") -> Paraphe:
    """La signature, à droite ; ``image`` : la signature scannée."""
    x = 90 * MM
    lignes = (couper_brut(ligne, GRAS if rang == 0 else CORPS, large - x) for rang, ligne in enumerate(bloc.lignes))
    return Paraphe(tuple(lignes), x, image)
