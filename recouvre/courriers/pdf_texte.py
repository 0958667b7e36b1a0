"""Le texte balisé, coupé en lignes et tracé. Cinq balises (b i u br sup), une police, pas de justification.

Une ligne se coupe entre deux mots ; un mot plus large que la colonne se coupe entre deux lettres. Les espaces qui
séparent un nombre de son unité, un mot de sa ponctuation haute ou un jour de son mois ne se coupent pas.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from recouvre.courriers.apparence import ACCENT, Couleur
from recouvre.courriers.pdf_operateurs import ecrire_trait, operateur_encre, souligner
from recouvre.courriers.pdf_polices import GRAS, GRAS_ITALIQUE, ITALIQUE, NORMAL, largeur
from recouvre.courriers.police_fixe import operande
from recouvre.domaine.dates import MOIS

ENCRE = (0.12, 0.13, 0.15)
GRIS = (0.38, 0.40, 0.44)
FILET = (0.74, 0.77, 0.81)
FOND = (0.945, 0.953, 0.965)

_JETONS = re.compile(r"<(/?)(\w+) */?>")
_LIENS = (
    (re.compile(r" (?=[:;!?»%€])"), "\u00a0"),
    (re.compile(r"(?<=«) "), "\u00a0"),
    (re.compile(rf"(?:(?<=\d)|(?<=1er)) (?=(?:{'|'.join(MOIS)})\b)"), "\u00a0"),
    (re.compile(r"(?<=\d) (?=h\b)|(?<=\d[ \u00a0]h) (?=\d)"), "\u00a0"),
    (re.compile(r"(?<=\bn°) |(?<=\b[LRD]\.) |(?<=\b\d{5}) (?=[A-ZÀ-Ý])"), "\u00a0"),
)
_POLICES = {(False, False): NORMAL, (True, False): GRAS, (False, True): ITALIQUE, (True, True): GRAS_ITALIQUE}


@dataclass(frozen=True, slots=True)
class Style:
    """``corps`` et ``interligne`` en points."""

    corps: float = 9.8
    interligne: float = 12.8
    gras: bool = False
    couleur: Couleur = ENCRE


@dataclass(frozen=True, slots=True)
class Trait:
    """Un morceau de ligne d'un seul style. ``x`` : son départ dans la ligne, en points.

    ``code`` : le texte tel que la page l'écrit, gardé avec la ligne ; ``None`` s'il dépend du document.
    """

    texte: str
    police: str
    x: float
    large: float
    souligne: bool
    exposant: bool
    code: str | None


Ligne = tuple[Trait, ...]


@dataclass(frozen=True, slots=True)
class _Allure:
    gras: bool
    italique: bool = False
    souligne: bool = False
    exposant: bool = False

    @property
    def nom(self) -> str:
        return _POLICES[self.gras, self.italique]


_Eclat = tuple[str, _Allure, float]
_Mot = list[_Eclat]


@lru_cache(maxsize=4096)
def couper(balise: str, style: Style, large: float) -> tuple[Ligne, ...]:
    """Le texte balisé en lignes d'au plus ``large`` points. Gardé en mémoire : un lot répète les mêmes phrases."""
    seule = _d_un_trait(balise, style, large)
    if seule is not None:
        return ((seule,),)
    lignes: list[Ligne] = []
    for partie in _parties(balise, style):
        courante: list[_Mot] = []
        reste = large
        for entier in partie:
            mot = entier
            avance = sum(eclat[2] for eclat in mot)
            espace = _large(" ", mot[0][1], style) if courante else 0.0
            if courante and avance + espace > reste + 0.01:
                lignes.append(_poser(courante, style))
                courante, reste, espace = [], large, 0.0
            while avance > large and not courante:
                tete, mot = _trancher(mot, style, large)
                lignes.append(_poser([tete], style))
                avance = sum(eclat[2] for eclat in mot)
            courante.append(mot)
            reste -= avance + espace
        lignes.append(_poser(courante, style))
    return tuple(lignes)


def couper_brut(texte: str, style: Style, large: float) -> tuple[Ligne, ...]:
    """Comme ``couper``, pour un texte littéral : « < » et « & » sont eux-mêmes."""
    return couper(html.escape(texte, quote=False).replace("\n", "<br/>"), style, large)


def _d_un_trait(balise: str, style: Style, large: float) -> Trait | None:
    """Le trait d'un texte sans balise qui tient sur une ligne : une cellule, une adresse. Il n'y a rien à y couper."""
    if not balise or "<" in balise or "&" in balise or "  " in balise or balise[0] == " " or balise[-1] == " ":
        return None
    allure = _Allure(style.gras)
    avance = _large(balise, allure, style)
    return _trait(balise, allure, 0.0, avance) if avance <= large else None


def _parties(balise: str, style: Style) -> Iterator[list[_Mot]]:
    """Les mots, d'un retour forcé au suivant."""
    pile = [_Allure(style.gras)]
    mots: list[_Mot] = []
    colle = False
    position = 0
    for trouve in (*_JETONS.finditer(balise), None):
        fin = trouve.start() if trouve else len(balise)
        colle = _ajouter(mots, html.unescape(balise[position:fin]), pile[-1], style, colle=colle)
        if trouve is None:
            break
        position = trouve.end()
        if trouve[2] == "br":
            yield mots
            mots, colle = [], False
        elif trouve[1]:
            pile.pop()
        else:
            pile.append(_ajouter_allure(pile[-1], trouve[2]))
    yield mots


def _ajouter_allure(allure: _Allure, nom: str) -> _Allure:
    return _Allure(
        gras=allure.gras or nom == "b",
        italique=allure.italique or nom == "i",
        souligne=allure.souligne or nom == "u",
        exposant=allure.exposant or nom == "sup",
    )


def _ajouter(mots: list[_Mot], texte: str, allure: _Allure, style: Style, *, colle: bool) -> bool:
    """Ajoute des mots ; ``colle`` : le premier continue le mot précédent. Rend si le suivant devra s'y coller."""
    if not texte:
        return colle
    for motif, par in _LIENS:
        texte = motif.sub(par, texte)
    for rang, morceau in enumerate(texte.split(" ")):
        if not morceau:
            continue
        eclat = (morceau, allure, _large(morceau, allure, style))
        if rang == 0 and colle and mots:
            mots[-1].append(eclat)
        else:
            mots.append([eclat])
    return not texte.endswith(" ")


def _large(texte: str, allure: _Allure, style: Style) -> float:
    return largeur(texte, allure.nom, style.corps * (0.65 if allure.exposant else 1))


def _trancher(mot: _Mot, style: Style, large: float) -> tuple[_Mot, _Mot]:
    """Coupe un mot trop large, après un tiret ou une barre si possible."""
    texte, allure, _ = mot[0]
    garde = _combien_tiennent(texte, allure, style, large)
    coupure = max(texte.rfind(signe, 0, garde) for signe in "-/_.") + 1
    garde = coupure if coupure > 1 and garde < len(texte) else garde
    tete: _Eclat = (texte[:garde], allure, _large(texte[:garde], allure, style))
    suite = texte[garde:]
    return [tete], [*([(suite, allure, _large(suite, allure, style))] if suite else []), *mot[1:]]


def _combien_tiennent(texte: str, allure: _Allure, style: Style, large: float) -> int:
    """Combien de ses lettres tiennent dans ``large``, une au moins, sans mesurer tout un mot sans fin."""
    trop = 2
    while trop < len(texte) and _large(texte[:trop], allure, style) <= large:
        trop *= 2
    lettres = range(1, min(trop, len(texte)) + 1)
    return max(1, bisect_right(lettres, large, key=lambda n: _large(texte[:n], allure, style)))


def _poser(mots: list[_Mot], style: Style) -> Ligne:
    """Réunit les mots voisins de même allure : une ligne simple ne fait qu'un trait."""
    traits: list[Trait] = []
    texte, debut, x = "", 0.0, 0.0
    allure = mots[0][0][1] if mots else _Allure(style.gras)
    for rang, mot in enumerate(mots):
        if rang:
            texte += " "
            x += _large(" ", allure, style)
        for morceau, sienne, avance in mot:
            if sienne != allure:
                traits.append(_trait(texte, allure, debut, x))
                texte, debut, allure = "", x, sienne
            texte += morceau
            x += avance
    traits.append(_trait(texte, allure, debut, x))
    return tuple(trait for trait in traits if trait.texte)


def _trait(texte: str, allure: _Allure, debut: float, fin: float) -> Trait:
    return Trait(texte, allure.nom, debut, fin - debut, allure.souligne, allure.exposant, operande(texte))


def resserrer(texte: str, style: Style, large: float) -> Style:
    """Le même style, le corps réduit juste assez pour que le texte tienne sur une ligne de ``large`` points."""
    couvert = largeur(texte, GRAS if style.gras else NORMAL, style.corps)
    return style if couvert <= large else replace(style, corps=style.corps * large / couvert * 0.998)


def large_de(ligne: Ligne) -> float:
    """La largeur d'une ligne, en points."""
    return ligne[-1].x + ligne[-1].large if ligne else 0.0


def teinter(toile: Any, couleur: Couleur) -> None:
    """Choisit la couleur que ce document met à la place d'``ACCENT`` ; son fond clair s'en déduit."""
    toile.teintes = (
        {}
        if couleur == ACCENT
        else {ACCENT: couleur, FOND: tuple(round(1 - (1 - part) * _CLAIR, 3) for part in couleur)}
    )


_CLAIR = 0.06
"""Ce qui reste de la couleur dans un fond."""


def encre(toile: Any, couleur: Couleur) -> Couleur:
    """La couleur à tracer : celle du document, si elle se règle."""
    teintes: dict[Couleur, Couleur] = getattr(toile, "teintes", {})
    return teintes.get(couleur, couleur)


def tracer_lignes(toile: Any, lignes: tuple[Ligne, ...], style: Style, x: float, haut: float) -> None:
    """Trace les lignes sous ``haut`` (points depuis le bas de la page).

    Les opérateurs sont écrits ici plutôt que par la toile : elle recoderait chaque texte à chaque fois.
    """
    base = haut - (style.interligne + style.corps * 0.72) / 2
    # Le premier « Tm » ne place rien : sans lui, les lecteurs qui extraient le texte soudent deux cellules voisines.
    operateurs = ["BT 1 0 0 1 0 0 Tm", operateur_encre(encre(toile, style.couleur))]
    fonte = ""
    for ligne in lignes:
        for trait in ligne:
            fonte = ecrire_trait(toile, operateurs, trait, style, (x + trait.x, base), fonte)
            if trait.souligne:
                souligner(toile, trait, encre(toile, style.couleur), x + trait.x, base)
        base -= style.interligne
    operateurs.append("ET")
    toile._code.append(" ".join(operateurs))
