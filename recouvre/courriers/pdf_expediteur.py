"""Qui écrit une lettre : le logo et le nom à gauche, où répondre à droite, le tout au-dessus de la fenêtre."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from recouvre.courriers.apparence import ACCENT, Apparence
from recouvre.courriers.courrier import Entete
from recouvre.courriers.images import poser_image, preparer_image
from recouvre.courriers.pdf_elements import MM
from recouvre.courriers.pdf_page import GAUCHE, HAUTE, LARGE
from recouvre.courriers.pdf_texte import GRIS, Style, couper_brut, encre, large_de, resserrer, tracer_lignes

FILET_BAS = 33 * MM
"""La fenêtre de la plus grande enveloppe commence à 34 mm : rien de l'expéditeur ne descend sous ce filet."""

_NOM = Style(corps=14, interligne=17, gras=True, couleur=ACCENT)
_NOM_LONG = Style(corps=11, interligne=13, gras=True, couleur=ACCENT)
_LARGE_NOM, _LARGE_CONTACT = 104 * MM, 64 * MM
_QUALITE = Style(corps=8.6, interligne=11, couleur=GRIS)
_HAUT = 11 * MM

_LOGO_HAUT = 8 * MM
_LOGO_CARRE = (38 * MM, 22 * MM)
_LOGO_LONG = (90 * MM, 12 * MM)
_SOUS_LOGO = Style(corps=9.4, interligne=11.2, gras=True, couleur=ACCENT)
_ENTRE = 4 * MM


def tracer_expediteur(toile: Any, tete: Entete, apparence: Apparence) -> None:
    """Un logo plutôt carré a le nom à sa droite ; un logo tout en longueur l'a dessous."""
    if not apparence.logo:
        _tracer_nom(toile, tete, GAUCHE, HAUTE - _HAUT, _LARGE_NOM)
    else:
        _tracer_logo(toile, tete, apparence.logo)
    _tracer_contact(toile, tete)
    toile.setLineWidth(0.8)
    toile.setStrokeColorRGB(*encre(toile, ACCENT))
    toile.line(GAUCHE, HAUTE - FILET_BAS, LARGE - GAUCHE, HAUTE - FILET_BAS)


def _tracer_logo(toile: Any, tete: Entete, logo: bytes) -> None:
    _, large, haute = preparer_image(logo, *_LOGO_CARRE)
    if large <= 1.8 * haute:
        poser_image(toile, logo, GAUCHE, HAUTE - _LOGO_HAUT, *_LOGO_CARRE)
        x = GAUCHE + large + _ENTRE
        _ajuster_nom(toile, tete, _NOM_LONG, x, HAUTE - _HAUT, _LARGE_NOM - large - _ENTRE)
        return
    _, haute = poser_image(toile, logo, GAUCHE, HAUTE - _LOGO_HAUT, *_LOGO_LONG)
    _ajuster_nom(toile, tete, _SOUS_LOGO, GAUCHE, HAUTE - _LOGO_HAUT - haute - 1.2 * MM, _LARGE_NOM)


def _tracer_nom(toile: Any, tete: Entete, x: float, haut: float, large: float) -> None:
    """Le nom sur une ligne, ou sur deux en plus petit ; puis la qualité, sur deux lignes au plus."""
    nom = resserrer(tete.nom, _NOM, large)
    if nom.corps < _NOM_LONG.corps:
        nom = resserrer(tete.nom, _NOM_LONG, 1.9 * large)
    lignes = couper_brut(tete.nom, nom, large)
    tracer_lignes(toile, lignes, nom, x, haut)
    qualite = resserrer(tete.qualite, _QUALITE, 1.9 * large)
    y = haut - len(lignes) * nom.interligne - 1
    tracer_lignes(toile, couper_brut(tete.qualite, qualite, large), qualite, x, y)


def _ajuster_nom(toile: Any, tete: Entete, style: Style, x: float, haut: float, large: float) -> None:
    """Le nom puis la qualité à côté d'un logo : ensemble plus petits, jusqu'à tenir au-dessus du filet."""
    place = haut - (HAUTE - FILET_BAS) - 0.6 * MM
    for reduction in (1, 0.92, 0.84, 0.76, 0.68, 0.6, 0.52, 0.45, 0.38):
        styles = [replace(s, corps=s.corps * reduction, interligne=s.interligne * reduction) for s in (style, _QUALITE)]
        nom, qualite = (couper_brut(t, s, large) for t, s in zip((tete.nom, tete.qualite), styles, strict=True))
        suite = len(nom) * styles[0].interligne
        if suite + len(qualite) * styles[1].interligne <= place:
            break
    tracer_lignes(toile, nom, styles[0], x, haut)
    tracer_lignes(toile, qualite, styles[1], x, haut - suite)


def _tracer_contact(toile: Any, tete: Entete) -> None:
    y = HAUTE - 11.5 * MM
    for brut in (*tete.adresse, *tete.contact):
        style = resserrer(brut, _QUALITE, _LARGE_CONTACT)
        lignes = couper_brut(brut, style, _LARGE_CONTACT)
        tracer_lignes(toile, lignes, style, LARGE - GAUCHE - large_de(lignes[0]), y)
        y -= 9.8
