"""Le haut d'une lettre : l'expéditeur, l'adresse dans la fenêtre, les références, l'objet.

La zone d'adresse (x de 110 à 190 mm, y de 57 à 79 mm depuis le haut) est celle que montrent toutes les enveloppes à
fenêtre courantes ; rien d'autre n'entre dans x 90–209, y 34–102, de sorte qu'aucune ne laisse lire l'objet du courrier.
"""

from __future__ import annotations

from typing import Any

from recouvre.courriers.courrier import Courrier
from recouvre.courriers.pdf_elements import CORPS, LIBELLE, MM, signet
from recouvre.courriers.pdf_expediteur import tracer_expediteur
from recouvre.courriers.pdf_page import GAUCHE, HAUTE, UTILE
from recouvre.courriers.pdf_texte import GRIS, Style, couper_brut, resserrer, tracer_lignes

ADRESSE_X, ADRESSE_Y, ADRESSE_LARGE, ADRESSE_HAUTE = 110 * MM, 57 * MM, 80 * MM, 22 * MM
_PLI = 99 * MM
_PREMIERE_LIGNE = 103.2 * MM

_OBJET = Style(corps=11, interligne=14.2, gras=True)
_ENVOI = Style(corps=9.4, interligne=12.8, gras=True)


def debut_lettre(courrier: Courrier) -> float:
    """Le haut du corps, sous la date et l'objet."""
    objet = len(couper_brut(courrier.objet, _OBJET, UTILE - 16 * MM))
    return HAUTE - _PREMIERE_LIGNE - _ENVOI.interligne - 3.5 * MM - objet * _OBJET.interligne - 3.5 * MM


def tracer_lettre(toile: Any, courrier: Courrier) -> None:
    """Le haut de la première page d'une lettre."""
    tracer_expediteur(toile, courrier.entete, courrier.apparence)
    toile.setLineWidth(0.4)
    toile.setStrokeColorRGB(*GRIS)
    toile.line(0, HAUTE - _PLI, 5 * MM, HAUTE - _PLI)
    _tracer_adresse(toile, courrier.destinataire)
    _tracer_references(toile, courrier.references)
    _tracer_objet(toile, courrier)


def _tracer_adresse(toile: Any, lignes: tuple[str, ...]) -> None:
    """Six lignes de corps 9 remplissent la zone ; plus nombreuses ou trop larges, elles se resserrent."""
    interligne = min(11.8, ADRESSE_HAUTE / len(lignes))
    base = Style(min(10.0, interligne * 0.88), interligne)
    style = min((resserrer(ligne, base, ADRESSE_LARGE) for ligne in lignes), key=lambda s: s.corps)
    y = HAUTE - ADRESSE_Y - (ADRESSE_HAUTE - len(lignes) * interligne) / 2
    for ligne in lignes:
        tracer_lignes(toile, couper_brut(ligne, style, ADRESSE_LARGE), style, ADRESSE_X, y)
        y -= interligne


def _tracer_references(toile: Any, references: tuple[tuple[str, str], ...]) -> None:
    """À gauche de la fenêtre, hors de ce qu'elle montre."""
    y = HAUTE - 42 * MM
    style = next((s for s in _REFERENCES if _haute_references(references, s) <= 57 * MM), _REFERENCES[-1])
    for libelle, valeur in references:
        tracer_lignes(toile, couper_brut(libelle, LIBELLE, _GAUCHE_FENETRE), LIBELLE, GAUCHE, y)
        y -= LIBELLE.interligne
        lignes = couper_brut(valeur, style, _GAUCHE_FENETRE)
        tracer_lignes(toile, lignes, style, GAUCHE, y)
        y -= len(lignes) * style.interligne + 4


_REFERENCES = tuple(Style(corps=corps, interligne=corps * 1.27) for corps in (9, 8, 7, 6, 5))
_GAUCHE_FENETRE = 66 * MM


def _haute_references(references: tuple[tuple[str, str], ...], style: Style) -> float:
    lignes = sum(len(couper_brut(valeur, style, _GAUCHE_FENETRE)) for _, valeur in references)
    return len(references) * (LIBELLE.interligne + 4) + lignes * style.interligne


def _tracer_objet(toile: Any, courrier: Courrier) -> None:
    y = HAUTE - _PREMIERE_LIGNE
    if courrier.mention_envoi:
        tracer_lignes(toile, couper_brut(courrier.mention_envoi, _ENVOI, 88 * MM), _ENVOI, GAUCHE, y)
    date = resserrer(courrier.lieu_date, CORPS, ADRESSE_LARGE)
    tracer_lignes(toile, couper_brut(courrier.lieu_date, date, ADRESSE_LARGE), date, ADRESSE_X, y)
    y -= _ENVOI.interligne + 3.5 * MM
    signet(toile, courrier.objet, y)
    tracer_lignes(toile, couper_brut("Objet :", _OBJET, 16 * MM), _OBJET, GAUCHE, y)
    tracer_lignes(toile, couper_brut(courrier.objet, _OBJET, UTILE - 16 * MM), _OBJET, GAUCHE + 16 * MM, y)
