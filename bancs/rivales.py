"""La même lettre par d'autres plumes : la toile à la main, platypus, et celles qu'on installe si l'on veut.

Toutes partent du même ``Courrier``, avec les mêmes polices incorporées, et fabriquent un document d'une lettre ou de
plusieurs.
"""

from __future__ import annotations

import html
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab import rl_config
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from bancs.toile_pure import ACCENT, ENCRE, FILET, FOND, GRIS, HAUTE, MM, POLICES, UTILE, couper_tout, toile_pure
from recouvre.courriers.courrier import Citation, Courrier, Encadre, Paragraphe, Signature, Tableau
from recouvre.courriers.lot import imprimer_lot
from recouvre.courriers.mise_en_page import imprimer


@dataclass(frozen=True, slots=True)
class Plume:
    """``preparer`` se fait hors du temps mesuré ; ``imprimer`` fait un document d'une lettre ou de plusieurs.

    ``part`` : la part du lot qu'on lui donne, pour une plume si lente que le banc n'en finirait pas.
    """

    nom: str
    imprimer: Callable[[Sequence[Any]], bytes]
    preparer: Callable[[Courrier], Any] = lambda courrier: courrier
    part: float = 1


def la_notre(courriers: Sequence[Courrier]) -> bytes:
    """Celle de recouvre."""
    return imprimer(courriers[0]) if len(courriers) == 1 else imprimer_lot(courriers, titre="Lot", auteur="Banc")


def declarer_polices() -> None:
    """Les mêmes fichiers, déclarés comme tout le monde le fait : un sous-ensemble taillé pour chaque document."""
    rl_config.useA85 = 0
    for nom, fichier in (("banc", "LiberationSans-Regular"), ("banc-gras", "LiberationSans-Bold")):
        pdfmetrics.registerFont(TTFont(nom, str(POLICES / f"{fichier}.ttf")))
    pdfmetrics.registerFontFamily("banc", normal="banc", bold="banc-gras", italic="banc", boldItalic="banc-gras")


# --- platypus -------------------------------------------------------------------------------------------------------


def _style(nom: str, corps: float, *, gras: bool = False, couleur: Any = ENCRE, **plus: Any) -> ParagraphStyle:
    police = "banc-gras" if gras else "banc"
    return ParagraphStyle(
        nom, fontName=police, fontSize=corps, leading=corps * 1.3, textColor=colors.Color(*couleur), **plus
    )


_TEXTE = _style("texte", 9.8, spaceBefore=6.5)
_PETIT = _style("petit", 8.2, spaceBefore=6.5, couleur=GRIS)
_DROITE = _style("droite", 8.6, alignment=2, couleur=GRIS)
_NOM = _style("nom", 14, gras=True, couleur=ACCENT)
_OBJET = _style("objet", 11, gras=True)
_TITRE = _style("titre", 10.5, gras=True, couleur=ACCENT)
_GRAS = _style("gras", 9.4, gras=True)
_ADRESSE = _style("adresse", 10)
_PIED = _style("pied", 7, couleur=GRIS)


def platypus(courriers: Sequence[Courrier]) -> bytes:
    """Comme dans son guide : des ``Paragraph`` et des ``Table`` à la suite, le pied posé à chaque page."""
    sortie = io.BytesIO()
    marges = {"leftMargin": 20 * MM, "rightMargin": 20 * MM, "topMargin": 10 * MM, "bottomMargin": 20 * MM}
    document = SimpleDocTemplate(sortie, pagesize=(210 * MM, HAUTE), invariant=1, initialFontName="banc", **marges)
    suite: list[Any] = []
    for courrier in courriers:
        suite += [*_haut(courrier), *(f for bloc in courrier.blocs for f in _bloc(bloc)), PageBreak()]

    def poser_pied(toile: Any, _: Any) -> None:
        pied = Paragraph(html.escape(courriers[0].pied[0]), _PIED)
        pied.wrap(UTILE - 14 * MM, 20 * MM)
        pied.drawOn(toile, 20 * MM, 9 * MM)

    document.build(suite, onFirstPage=poser_pied, onLaterPages=poser_pied)
    return sortie.getvalue()


def _haut(courrier: Courrier) -> Iterator[Any]:
    tete = courrier.entete
    gauche = [Paragraph(html.escape(tete.nom), _NOM), Paragraph(html.escape(tete.qualite), _PETIT)]
    droite = [Paragraph(html.escape(ligne), _DROITE) for ligne in (*tete.adresse, *tete.contact)]
    yield Table(
        [[gauche, droite]], [104 * MM, 66 * MM], [23 * MM], style=[("LINEBELOW", (0, 0), (-1, -1), 0.8, ACCENT)]
    )
    references = [
        Paragraph(html.escape(texte), style)
        for libelle, valeur in courrier.references
        for texte, style in ((libelle, _PETIT), (valeur, _TEXTE))
    ]
    adresse = [Paragraph(html.escape(ligne), _ADRESSE) for ligne in courrier.destinataire]
    yield Table([[references, [Spacer(0, 15 * MM), *adresse]]], [90 * MM, 80 * MM], [66 * MM], style=_HAUT)
    envoi, date = (Paragraph(html.escape(texte), _GRAS) for texte in (courrier.mention_envoi, courrier.lieu_date))
    yield Table([[envoi, date]], [90 * MM, 80 * MM])
    yield Paragraph(f"Objet : {html.escape(courrier.objet)}", _OBJET)


_FILET_DE_TETE = TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.8, ACCENT)])
_HAUT = TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")])
_GRILLE = TableStyle(
    [
        ("FONT", (0, 0), (-1, -1), "banc", 8.6),
        ("FONT", (0, 0), (-1, 0), "banc-gras", 8.2),
        ("FONT", (0, -1), (-1, -1), "banc-gras", 9.4),
        ("TEXTCOLOR", (0, 0), (-1, -1), ENCRE),
        ("BACKGROUND", (0, 0), (-1, 0), FOND),
        ("LINEBELOW", (0, 1), (-1, -2), 0.4, FILET),
        ("ALIGN", (2, 0), (-1, -1), "RIGHT"),
        ("TOPPADDING", (0, 0), (-1, -1), 1),
    ]
)
_CADRE = TableStyle([("BACKGROUND", (0, 0), (-1, -1), FOND), ("TOPPADDING", (0, 0), (-1, -1), 0)])


def _bloc(bloc: Any) -> Iterator[Any]:
    if isinstance(bloc, Paragraphe):
        yield Paragraph(bloc.texte, _PETIT if bloc.petit else _TEXTE)
    elif isinstance(bloc, Tableau):
        libelle, somme = bloc.totaux[0]
        vides = [""] * (len(bloc.colonnes) - 2)
        rangees = [[c.titre for c in bloc.colonnes], *map(list, bloc.lignes), [libelle, *vides, somme]]
        yield Spacer(0, 6)
        yield Table(rangees, [c.largeur * MM for c in bloc.colonnes], style=_GRILLE)
    elif isinstance(bloc, Encadre):
        lignes = [[Paragraph(html.escape(v), _PETIT) for v in ligne] for ligne in bloc.lignes]
        yield Table([[Paragraph(bloc.titre, _TITRE), ""], *lignes], [39 * MM, 131 * MM], style=_CADRE)
    elif isinstance(bloc, Citation):
        yield Paragraph(html.escape(bloc.titre), _GRAS)
        yield from (Paragraph(html.escape(alinea), _PETIT) for alinea in bloc.alineas)
    elif isinstance(bloc, Signature):
        yield from (Paragraph(html.escape(ligne), _GRAS) for ligne in bloc.lignes)


SURES = (
    Plume("recouvre", la_notre),
    Plume("toile pure à la main", toile_pure, couper_tout),
    Plume("platypus ordinaire", platypus, part=0.3),
)
