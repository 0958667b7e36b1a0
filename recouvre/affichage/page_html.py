"""Écrire du HTML sans danger : un texte échappé, une note, un tableau."""

from __future__ import annotations

import html
from collections.abc import Iterable

from recouvre.affichage.encodage import sans_controle

Case = tuple[str, str]
"""La classe d'une case (« n » : un nombre, « d » : une date) et son contenu, déjà échappé."""


def dit(texte: str) -> str:
    """Un texte saisi ou importé, sans effet dans la page."""
    return html.escape(sans_controle(texte))


def table(
    titres: Iterable[Case], lignes: Iterable[Iterable[Case]], *, total: tuple[str, str] = ("", ""), nu: bool = False
) -> str:
    """Un tableau ; ``total`` : ce qu'il dit à gauche et à droite ; ``nu`` : dans un cadre déjà dessiné."""
    colonnes = list(titres)
    tete = "".join(f'<th scope="col"{_classe(classe)}>{titre}</th>' for classe, titre in colonnes)
    corps = "\n".join(f"<tr>{''.join(_case(*case) for case in ligne)}</tr>" for ligne in lignes)
    pied = ""
    if total[0]:
        gauche = f'<td colspan="{len(colonnes) - 1}">{total[0]}</td>'
        pied = f"<tfoot><tr>{gauche}{_case('n', total[1])}</tr></tfoot>"
    fait = f"<table>\n<thead><tr>{tete}</tr></thead>\n<tbody>\n{corps}\n</tbody>\n{pied}</table>"
    return f'<div class="{"large" if nu else "cadre"}">{fait}</div>'


def _case(classe: str, contenu: str) -> str:
    return f"<td{_classe(classe)}>{contenu}</td>"


def _classe(classe: str) -> str:
    return f' class="{classe}"' if classe else ""


def note(texte: str) -> str:
    """Une précision sous le contenu d'une case ; rien d'un texte vide."""
    return f"<small>{dit(texte)}</small>" if texte else ""
