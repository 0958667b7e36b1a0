"""Le haut d'un acte : un bandeau dit qui l'a rédigé, puis le titre centré et ses références. Ni fenêtre, ni pli."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from recouvre.courriers.apparence import ACCENT
from recouvre.courriers.courrier import Courrier
from recouvre.courriers.images import poser_image
from recouvre.courriers.pdf_elements import MM, signet
from recouvre.courriers.pdf_page import GAUCHE, HAUTE, LARGE, UTILE
from recouvre.courriers.pdf_texte import (
    FILET,
    GRIS,
    Ligne,
    Style,
    couper_brut,
    encre,
    large_de,
    resserrer,
    tracer_lignes,
)

_NOM = Style(corps=9.4, interligne=11.6, gras=True, couleur=ACCENT)
_COORDONNEES = Style(corps=7.8, interligne=9.8, couleur=GRIS)
_TITRE = Style(corps=16, interligne=20, gras=True, couleur=ACCENT)
_SOUS_TITRE = Style(corps=8.8, interligne=11.4, couleur=GRIS)
_MENTION = Style(corps=9.4, interligne=12.8, gras=True)
_LARGE_NOM, _LARGE_COORDONNEES = 72 * MM, 94 * MM
_LOGO = (70 * MM, 16 * MM)
_HAUT_BANDEAU = 11 * MM
_SOUS_FILET = 9 * MM
_AVANT_CORPS = 7 * MM

Centree = tuple[tuple[Ligne, ...], Style]


def debut_acte(courrier: Courrier) -> float:
    """Le haut du corps, sous le titre et ses références."""
    centrees = sum(len(lignes) * style.interligne + 2 for lignes, style in _centrees(courrier))
    return _haut_du_titre(courrier) - centrees - _AVANT_CORPS


def tracer_acte(toile: Any, courrier: Courrier) -> None:
    """Le bandeau, le titre et ses références."""
    y = HAUTE - _HAUT_BANDEAU
    if courrier.apparence.logo:
        poser_image(toile, courrier.apparence.logo, GAUCHE, y + 2 * MM, *_LOGO)
    for ligne in _nom(courrier):
        x = LARGE - GAUCHE - large_de(ligne) if courrier.apparence.logo else GAUCHE
        tracer_lignes(toile, (ligne,), _NOM, x, y)
        y -= _NOM.interligne
    y = y if courrier.apparence.logo else HAUTE - _HAUT_BANDEAU
    for ligne in _coordonnees(courrier):
        tracer_lignes(toile, (ligne,), _COORDONNEES, LARGE - GAUCHE - large_de(ligne), y)
        y -= _COORDONNEES.interligne
    toile.setLineWidth(0.6)
    toile.setStrokeColorRGB(*encre(toile, FILET))
    y = _haut_du_titre(courrier) + _SOUS_FILET
    toile.line(GAUCHE, y, LARGE - GAUCHE, y)
    y = _haut_du_titre(courrier)
    signet(toile, courrier.objet, y)
    for lignes, style in _centrees(courrier):
        for ligne in lignes:
            tracer_lignes(toile, (ligne,), style, (LARGE - large_de(ligne)) / 2, y)
            y -= style.interligne
        y -= 2


def _nom(courrier: Courrier) -> tuple[Ligne, ...]:
    return couper_brut(courrier.entete.nom, _NOM, _LARGE_COORDONNEES if courrier.apparence.logo else _LARGE_NOM)


def _coordonnees(courrier: Courrier) -> tuple[Ligne, ...]:
    tete = courrier.entete
    lignes = (tete.qualite, ", ".join(tete.adresse), *_joindre(tete.contact, _COORDONNEES, _LARGE_COORDONNEES))
    return tuple(ligne for brut in lignes if brut for ligne in couper_brut(brut, _COORDONNEES, _LARGE_COORDONNEES))


def _joindre(morceaux: Sequence[str], style: Style, large: float) -> list[str]:
    """Les morceaux bout à bout, coupés entre deux plutôt que dedans."""
    lignes: list[str] = []
    for morceau in morceaux:
        joint = f"{lignes[-1]} – {morceau}" if lignes else ""
        if joint and len(couper_brut(joint, style, large)) == 1:
            lignes[-1] = joint
        else:
            lignes.append(morceau)
    return lignes


def _haut_du_titre(courrier: Courrier) -> float:
    nom, coordonnees = len(_nom(courrier)) * _NOM.interligne, len(_coordonnees(courrier)) * _COORDONNEES.interligne
    haute = max(nom + coordonnees, _LOGO[1] - 2 * MM) if courrier.apparence.logo else max(nom, coordonnees)
    return HAUTE - _HAUT_BANDEAU - haute - 2 * MM - _SOUS_FILET


def _centrees(courrier: Courrier) -> Iterator[Centree]:
    """Le titre, les références et la date, la mention d'envoi s'il y en a une."""
    yield couper_brut(courrier.objet, _TITRE, UTILE), _TITRE
    references = [f"{libelle} : {valeur}" for libelle, valeur in courrier.references]
    morceaux = [*references, courrier.lieu_date] if courrier.lieu_date else references
    for ligne in _joindre(morceaux, _SOUS_TITRE, UTILE):
        yield couper_brut(ligne, _SOUS_TITRE, UTILE), _SOUS_TITRE
    if courrier.mention_envoi:
        style = resserrer(courrier.mention_envoi, _MENTION, UTILE)
        yield couper_brut(courrier.mention_envoi, style, UTILE), style
