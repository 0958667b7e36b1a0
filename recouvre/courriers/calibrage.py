"""La page de calibrage : vérifier, avant d'imprimer mille lettres, que l'adresse se voit par la fenêtre des enveloppes.

Elle ne contient aucune donnée. Les contours sont ceux des enveloppes du commerce (fenêtre à droite, à 20 mm du bord, et
à 20 mm du bas pour DL et C6/5, à 60 mm pour C5), la feuille appuyée sur chacun des bords.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from recouvre.courriers.apparence import ACCENT, Couleur
from recouvre.courriers.pdf_elements import MM
from recouvre.courriers.pdf_page import GAUCHE, HAUTE, LARGE, UTILE, nouvelle_toile
from recouvre.courriers.pdf_tete import ADRESSE_HAUTE, ADRESSE_LARGE, ADRESSE_X, ADRESSE_Y
from recouvre.courriers.pdf_texte import FILET, FOND, GRIS, Style, couper, couper_brut, tracer_lignes

_TITRE = Style(corps=15, interligne=19, gras=True, couleur=ACCENT)
_TEXTE = Style(corps=9.6, interligne=12.8)
_ADRESSE = Style(corps=9, interligne=10.3)
_COTE = Style(corps=5.6, interligne=7, couleur=GRIS)
_TRAME: Couleur = (0.88, 0.90, 0.93)

_LIGNES = (
    "PREMIERE LIGNE DE TRENTE HUIT SIGNES X",
    "Ł ő Ș œ Ÿ : deuxième ligne",
    "TROISIEME LIGNE",
    "4 RUE DE LA QUATRIEME LIGNE",
    "CINQUIEME LIGNE",
    "99999 SIXIEME LIGNE CEDEX 09",
)
_EMPLOI = (
    "<b>1.</b> Imprimez cette page en <b>taille réelle (100 %)</b>, sans « ajuster à la page ». Mesurez la règle "
    "ci-dessous : elle fait 100 mm. Sinon, corrigez le réglage de l’imprimante.",
    "<b>2.</b> Pliez au repère de votre enveloppe, le texte vers l’extérieur : à <b>99 mm</b> pour une DL ou une "
    "C6/5, à <b>148,5 mm</b> pour une C5.",
    "<b>3.</b> Glissez la feuille dans l’enveloppe et poussez-la contre chacun des quatre bords. <b>Le cadre plein "
    "doit se voir en entier</b>, et rien de ce qui est hors du grand cadre tireté ne doit paraître.",
    "<b>4.</b> Si le cadre est coupé, mesurez de combien sur la grille (un carreau fait 5 mm) : le bac ou les guides "
    "de l’imprimante décalent la feuille, ou la fenêtre n’est pas à la place courante ; essayez une autre enveloppe.",
)


@dataclass(frozen=True, slots=True)
class Fenetre:
    """Une enveloppe ; ``vue`` (gauche, haut, droite, bas) : ce qu'elle montre toujours, en mm."""

    nom: str
    vue: tuple[float, float, float, float]
    couleur: Couleur
    tirets: tuple[float, ...]


FENETRES = (
    Fenetre("DL, fenêtre 35 × 100", (100, 55, 190, 79), (0.72, 0.25, 0.20), (4, 1.5)),
    Fenetre("DL, fenêtre 45 × 100", (100, 45, 190, 79), (0.15, 0.45, 0.30), (1.5, 1.5)),
    Fenetre("C6/5, fenêtre 45 × 100", (109, 49, 190, 79), (0.45, 0.25, 0.60), (6, 2, 1, 2)),
    Fenetre("C5, fenêtre 45 × 100", (109, 57, 190, 88.5), (0.20, 0.35, 0.70), (8, 2)),
)
"""Ce que chaque enveloppe montre toujours, en mm depuis le coin haut gauche."""

CACHEE = (90, 34, 209, 102)
"""Ce qu'une enveloppe au moins montre parfois : rien d'autre que l'adresse n'y est imprimé."""

_PLIS = ((99, "pli DL et C6/5 : 99 mm"), (148.5, "pli C5 : 148,5 mm"))


def grille_pdf() -> bytes:
    """La page de calibrage en PDF : grille, fenêtres, zone d'adresse, plis, mode d'emploi."""
    sortie = io.BytesIO()
    toile = nouvelle_toile(
        sortie,
        titre="Calibrage des enveloppes à fenêtre",
        auteur="recouvre",
        sujet="Page à imprimer en taille réelle, à plier et à glisser dans l’enveloppe",
    )
    _tracer_trame(toile)
    _tracer_fenetres(toile)
    _tracer_adresse(toile)
    _tracer_plis(toile)
    _tracer_emploi(toile)
    toile.showPage()
    toile.save()
    return sortie.getvalue()


def _tracer_trame(toile: Any) -> None:
    """Un carreau tous les 5 mm, plus marqué tous les 10, coté tous les 20."""
    toile.setStrokeColorRGB(*_TRAME)
    for rang in range(1, 60):
        toile.setLineWidth(0.15 if rang % 2 else 0.4)
        toile.line(0, HAUTE - rang * 5 * MM, LARGE, HAUTE - rang * 5 * MM)
        if rang < 42:
            toile.line(rang * 5 * MM, 0, rang * 5 * MM, HAUTE)
    for cote in range(20, 290, 20):
        if cote != 100:  # le pli y passe
            _ecrire(toile, str(cote), _COTE, 5.5 * MM, HAUTE - cote * MM + 7)
        if cote < 210:
            _ecrire(toile, str(cote), _COTE, cote * MM + 1, HAUTE - 5 * MM)


def _tracer_fenetres(toile: Any) -> None:
    toile.setStrokeColorRGB(*GRIS)
    toile.setLineWidth(0.6)
    toile.setDash(2, 2)
    _rectangle(toile, CACHEE)
    toile.setLineWidth(1)
    for fenetre in FENETRES:
        toile.setStrokeColorRGB(*fenetre.couleur)
        toile.setDash(list(fenetre.tirets))
        _rectangle(toile, fenetre.vue)
    toile.setDash()


def _rectangle(toile: Any, bords: tuple[float, float, float, float]) -> None:
    gauche, haut, droite, bas = (bord * MM for bord in bords)
    toile.rect(gauche, HAUTE - bas, droite - gauche, bas - haut, stroke=1, fill=0)


def _tracer_adresse(toile: Any) -> None:
    """La zone commune à toutes, et six lignes d'essai de 38 signes."""
    bas = HAUTE - ADRESSE_Y - ADRESSE_HAUTE
    toile.setFillColorRGB(*FOND)
    toile.setStrokeColorRGB(*ACCENT)
    toile.setLineWidth(1.6)
    toile.rect(ADRESSE_X, bas, ADRESSE_LARGE, ADRESSE_HAUTE, stroke=1, fill=1)
    for rang, ligne in enumerate(_LIGNES):
        _ecrire(toile, ligne, _ADRESSE, ADRESSE_X + 1 * MM, HAUTE - ADRESSE_Y - rang * _ADRESSE.interligne)


def _tracer_plis(toile: Any) -> None:
    toile.setStrokeColorRGB(*GRIS)
    toile.setLineWidth(0.6)
    for haut, nom in _PLIS:
        toile.setDash(6, 3)
        toile.line(0, HAUTE - haut * MM, LARGE, HAUTE - haut * MM)
        toile.setDash()
        _ecrire(toile, nom, _COTE, 12 * MM, HAUTE - haut * MM + 8)


def _tracer_emploi(toile: Any) -> None:
    """Le mode d'emploi sur un fond blanc, la règle de 100 mm et la légende des fenêtres."""
    haut = HAUTE - 156 * MM
    toile.setFillColorRGB(1, 1, 1)
    toile.setStrokeColorRGB(*FILET)
    toile.setLineWidth(0.6)
    toile.rect(GAUCHE - 5 * MM, 40 * MM, UTILE + 10 * MM, haut - 40 * MM, stroke=1, fill=1)
    y = haut - 4 * MM
    _ecrire(toile, "Calibrage des enveloppes à fenêtre", _TITRE, GAUCHE, y)
    y -= _TITRE.interligne + 2 * MM
    for consigne in _EMPLOI:
        lignes = couper(consigne, _TEXTE, UTILE)
        tracer_lignes(toile, lignes, _TEXTE, GAUCHE, y)
        y -= len(lignes) * _TEXTE.interligne + 1.6 * MM
    _tracer_regle(toile, y - 4 * MM)
    _tracer_legende(toile, y - 16 * MM)


def _tracer_regle(toile: Any, y: float) -> None:
    toile.setStrokeColorRGB(0, 0, 0)
    toile.setLineWidth(0.8)
    toile.line(GAUCHE, y, GAUCHE + 100 * MM, y)
    for centimetre in range(11):
        haute = (4 if centimetre % 5 == 0 else 2.5) * MM
        toile.line(GAUCHE + centimetre * 10 * MM, y, GAUCHE + centimetre * 10 * MM, y - haute)
    _ecrire(toile, "100 mm exactement", _TEXTE, GAUCHE + 104 * MM, y + 6)


def _tracer_legende(toile: Any, haut: float) -> None:
    y = haut
    _ecrire(toile, "Ce que chaque enveloppe montre toujours :", Style(corps=9.6, interligne=12.8, gras=True), GAUCHE, y)
    for fenetre in FENETRES:
        y -= 14
        toile.setStrokeColorRGB(*fenetre.couleur)
        toile.setLineWidth(1)
        toile.setDash(list(fenetre.tirets))
        toile.line(GAUCHE, y - 6.4, GAUCHE + 16 * MM, y - 6.4)
        toile.setDash()
        gauche, debut, droite, fin = (f"{bord:g}".replace(".", ",") for bord in fenetre.vue)
        dit = f"{fenetre.nom} : de {gauche} à {droite} mm du bord gauche, de {debut} à {fin} mm du haut"
        _ecrire(toile, dit, _TEXTE, GAUCHE + 19 * MM, y)


def _ecrire(toile: Any, texte: str, style: Style, x: float, haut: float) -> None:
    tracer_lignes(toile, couper_brut(texte, style, UTILE), style, x, haut)
