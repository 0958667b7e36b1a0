"""Les éléments que l'on remplit et signe à la main : formulaire, zone de mention, colonnes de signataires."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from typing import Any

from recouvre.courriers.courrier import Formulaire, Signataires, Zone
from recouvre.courriers.ecriture import INSECABLE
from recouvre.courriers.pdf_elements import CORPS, GRAS, MM, TITRE, Element
from recouvre.courriers.pdf_texte import FILET, GRIS, Ligne, Style, couper, couper_brut, large_de, tracer_lignes

_SIGNER = 25 * MM
_ENTRE = 8 * MM
_PAR_RANG = 3
_CASE = "□"
_LIBELLE = Style(corps=9.2, interligne=12, couleur=GRIS)
_VALEUR = Style(corps=9.4, interligne=12)
_REMPLIR = 7.5 * MM
"""La hauteur d'une ligne que l'on remplit à la main."""


@dataclass(frozen=True, slots=True)
class Feuille:
    """Un cadre vide de ``hauteur_vide`` points, sous son titre et le modèle à recopier. Ne se coupe pas."""

    titre: tuple[Ligne, ...]
    lignes: tuple[Ligne, ...]
    hauteur_vide: float
    large: float
    avant: float = 10
    lie: bool = False

    @property
    def hauteur(self) -> float:
        return len(self.titre) * TITRE.interligne + len(self.lignes) * CORPS.interligne + 1.5 * MM + self.hauteur_vide

    @property
    def minimum(self) -> float:
        return self.hauteur

    def couper(self, place: float) -> tuple[Element, Element] | None:
        return None

    def tracer(self, toile: Any, x: float, haut: float) -> None:
        tracer_lignes(toile, self.titre, TITRE, x, haut)
        tracer_lignes(toile, self.lignes, CORPS, x, haut - len(self.titre) * TITRE.interligne)
        _tracer_vide(toile, x, haut - self.hauteur, self.large, self.hauteur_vide)


@dataclass(frozen=True, slots=True)
class Colonnes:
    """Des rangs d'au plus trois signataires, un cadre pour signer sous chacun. Se coupe entre deux rangs."""

    rangs: tuple[tuple[tuple[tuple[Ligne, ...], ...], ...], ...]
    large: float
    avant: float = 12
    lie: bool = False

    @property
    def hauteur(self) -> float:
        return sum(map(_haut_du_rang, self.rangs)) + (len(self.rangs) - 1) * self.avant

    @property
    def minimum(self) -> float:
        return _haut_du_rang(self.rangs[0])

    def couper(self, place: float) -> tuple[Element, Element] | None:
        garde, reste = 0, place + self.avant
        for rang in self.rangs:
            reste -= _haut_du_rang(rang) + self.avant
            if reste < 0:
                break
            garde += 1
        if not 0 < garde < len(self.rangs):
            return None
        return replace(self, rangs=self.rangs[:garde]), replace(self, rangs=self.rangs[garde:])

    def tracer(self, toile: Any, x: float, haut: float) -> None:
        y = haut
        for rang in self.rangs:
            bas = y - _haut_du_rang(rang)
            pas = (self.large + _ENTRE) / max(2, len(rang))
            for place, signataire in enumerate(rang):
                _tracer_signataire(toile, signataire, x + place * pas, y)
                _tracer_vide(toile, x + place * pas, bas, pas - _ENTRE, _SIGNER)
            y = bas - self.avant


@dataclass(frozen=True, slots=True)
class _Champ:
    """Un champ du formulaire ; ``cases`` : les longueurs des groupes de cases à tracer."""

    libelle: tuple[Ligne, ...]
    valeur: tuple[Ligne, ...]
    cases: tuple[int, ...] = ()

    @property
    def hauteur(self) -> float:
        texte = max(len(self.libelle), len(self.valeur)) * _VALEUR.interligne + 1.5 * MM
        return texte if self.valeur else max(texte, _REMPLIR)


@dataclass(frozen=True, slots=True)
class Fiche:
    """Un formulaire : des libellés, leurs valeurs ou de quoi les écrire. Se coupe entre deux champs."""

    titre: tuple[Ligne, ...]
    champs: tuple[_Champ, ...]
    colonne: float
    large: float
    avant: float = 10
    lie: bool = False

    @property
    def hauteur(self) -> float:
        return self._tete() + sum(champ.hauteur for champ in self.champs)

    @property
    def minimum(self) -> float:
        return self._tete() + sum(champ.hauteur for champ in self.champs[:2])

    def _tete(self) -> float:
        return len(self.titre) * TITRE.interligne + (1 * MM if self.titre else 0)

    def couper(self, place: float) -> tuple[Element, Element] | None:
        """Jamais un champ seul sous le titre ni en haut de la page suivante."""
        reste, garde = place - self._tete(), 0
        for champ in self.champs[:-2]:
            reste -= champ.hauteur
            if reste < 0:
                break
            garde += 1
        if garde < 2:
            return None
        suite = replace(self, titre=(), champs=self.champs[garde:])
        return replace(self, champs=self.champs[:garde]), suite

    def tracer(self, toile: Any, x: float, haut: float) -> None:
        tracer_lignes(toile, self.titre, TITRE, x, haut)
        y = haut - self._tete()
        for champ in self.champs:
            # Ce qui s'écrit à la main a sa ligne en bas du champ ; le libellé s'aligne dessus.
            texte = y if champ.valeur else y - champ.hauteur + len(champ.libelle) * _LIBELLE.interligne + 1 * MM
            tracer_lignes(toile, champ.libelle, _LIBELLE, x, texte)
            depart = x + (self.colonne if champ.libelle else 0)
            y -= champ.hauteur
            if champ.cases:
                _tracer_cases(toile, champ.cases, depart, y + 1 * MM, x + self.large - depart)
            elif champ.valeur:
                tracer_lignes(toile, champ.valeur, _VALEUR, depart, texte)
            else:
                _tracer_pointilles(toile, depart, x + self.large, y + 1.6 * MM)


def zone(bloc: Zone, large: float) -> Feuille:
    """Une zone de mention : le modèle à recopier est en italique, le cadre est vide."""
    modele = "<br/>".join(f"<i>{html.escape(ligne, quote=False)}</i>" for ligne in bloc.lignes)
    titre = couper_brut(bloc.titre, TITRE, large) if bloc.titre else ()
    return Feuille(titre, couper(modele, CORPS, large) if modele else (), bloc.hauteur * MM, large)


def signataires(bloc: Signataires, large: float) -> Colonnes:
    """Les signataires par rangs de trois ; un signataire seul garde la largeur d'une demi-page."""
    rangs = (bloc.colonnes[debut : debut + _PAR_RANG] for debut in range(0, len(bloc.colonnes), _PAR_RANG))
    return Colonnes(tuple(tuple(_signataire(qui, len(rang), large) for qui in rang) for rang in rangs), large)


def formulaire(bloc: Formulaire, large: float) -> Fiche:
    """Un formulaire ; la colonne des libellés prend la largeur du plus long, sans dépasser deux cinquièmes."""
    libelles = [couper_brut(libelle, _LIBELLE, 0.4 * large - 3 * MM) for libelle, _ in bloc.champs]
    colonne = max(large_de(ligne) for lignes in libelles for ligne in lignes) + 3 * MM
    champs = tuple(
        _champ(libelle if nom else (), valeur, large - (colonne if nom else 0))
        for libelle, (nom, valeur) in zip(libelles, bloc.champs, strict=True)
    )
    return Fiche(couper_brut(bloc.titre, TITRE, large) if bloc.titre else (), champs, colonne, large)


def _champ(libelle: tuple[Ligne, ...], valeur: str, large: float) -> _Champ:
    if valeur and not valeur.replace(_CASE, "").strip():
        return _Champ(libelle, (), tuple(map(len, valeur.split())))
    # Plusieurs espaces séparent des choix : « □ récurrent     □ ponctuel ».
    choix = re.sub(" {2,}", lambda blanc: INSECABLE * (len(blanc[0]) - 1) + " ", valeur)
    return _Champ(libelle, couper_brut(choix, _VALEUR, large) if valeur else ())


def _signataire(lignes: tuple[str, ...], combien: int, large: float) -> tuple[tuple[Ligne, ...], ...]:
    utile = (large + _ENTRE) / max(2, combien) - _ENTRE
    return tuple(couper_brut(ligne, CORPS if rang else GRAS, utile) for rang, ligne in enumerate(lignes))


def _haut_du_rang(rang: tuple[tuple[tuple[Ligne, ...], ...], ...]) -> float:
    lignes = max(sum(map(len, signataire)) for signataire in rang)
    return lignes * CORPS.interligne + 1.5 * MM + _SIGNER


def _tracer_signataire(toile: Any, signataire: tuple[tuple[Ligne, ...], ...], x: float, haut: float) -> None:
    y = haut
    for rang, lignes in enumerate(signataire):
        tracer_lignes(toile, lignes, CORPS if rang else GRAS, x, y)
        y -= len(lignes) * CORPS.interligne


def _tracer_vide(toile: Any, x: float, bas: float, large: float, haute: float) -> None:
    toile.setLineWidth(0.6)
    toile.setStrokeColorRGB(*FILET)
    toile.rect(x, bas, large, haute, stroke=1, fill=0)


def _tracer_cases(toile: Any, groupes: tuple[int, ...], x: float, bas: float, large: float) -> None:
    """Des cases accolées, un blanc entre deux groupes ; elles se resserrent pour tenir."""
    cote = min(5 * MM, large / (sum(groupes) + 0.4 * (len(groupes) - 1)))
    toile.setLineWidth(0.5)
    toile.setStrokeColorRGB(*GRIS)
    for groupe in groupes:
        for rang in range(groupe):
            toile.rect(x + rang * cote, bas, cote, cote, stroke=1, fill=0)
        x += (groupe + 0.4) * cote


def _tracer_pointilles(toile: Any, x: float, droite: float, y: float) -> None:
    toile.saveState()
    toile.setLineWidth(0.6)
    toile.setStrokeColorRGB(*GRIS)
    toile.setDash(0.6, 2)
    toile.line(x, y, droite, y)
    toile.restoreState()
