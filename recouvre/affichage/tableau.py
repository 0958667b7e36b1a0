"""Tableaux et fiches, sobres, lisibles au terminal, imprimables, et sans surprise dans un fichier.

rich n'est importé qu'au premier tableau : un module de commande peut importer celui-ci sans retarder sa sortie JSON.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TextIO

from recouvre.affichage.colonnes import Mesure, disposer
from recouvre.affichage.ecran import largeur
from recouvre.affichage.encodage import en_unicode, encodage_de, repli, sans_controle
from recouvre.affichage.pliage import TENUE, plier_a, tenir

if TYPE_CHECKING:
    from rich.box import Box
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
    from rich.table import Table

_TENUE_AU_PLUS = 20
"""Le plus qu'un morceau insécable élargit une colonne de texte : « 12 345 678,90 € » y tient."""

_TENIR = {0xA0: "\ue0a0", 0x202F: "\ue0af"}
"""Ce qui tient lieu d'une espace insécable le temps de plier : rich coupe à toute espace."""
_RENDRE = {ord(TENUE): " ", **{ord(signe): chr(espace) for espace, signe in _TENIR.items()}}


@dataclass(frozen=True, slots=True)
class Colonne:
    """Une colonne : son titre ; ``droite`` pour les montants et les nombres, qui ne sont jamais coupés."""

    titre: str
    droite: bool = False


class Accent(Enum):
    """L'importance d'une ligne : un style, et un signe en tête qui dit la même chose sans la couleur."""

    FORT = ("bold", "")
    ALERTE = ("bold red", "! ")


def tableau(
    colonnes: Sequence[Colonne],
    lignes: Iterable[Sequence[str]],
    *,
    titre: str = "",
    total: Sequence[str] = (),
    notes: Sequence[str] = (),
    accents: Mapping[int, Accent] | None = None,
) -> None:
    """Écrit un tableau : titre, lignes, ligne de total sous un filet, notes de bas.

    ``accents`` désigne des lignes par leur place (0 : la première). Les cellules sont du texte nu, sans balise.
    """
    rangs, styles = [], []
    for place, ligne in enumerate(lignes):
        accent = (accents or {}).get(place)
        style, signe = accent.value if accent else ("", "")
        rangs.append([_nu(signe * (i == 0) + cellule) for i, cellule in enumerate(ligne)])
        styles.append(style)
    table = _table(colonnes, rangs, [_nu(cellule) for cellule in total])
    for rang, style in zip(rangs, styles, strict=True):
        table.add_row(*rang, style=style)
    _ecrire(titre, table, notes)


def fiche(paires: Iterable[tuple[str, str]], *, titre: str = "", notes: Sequence[str] = ()) -> None:
    """Écrit des libellés et leurs valeurs, en deux colonnes ; une paire sans valeur n'est pas montrée."""
    from rich.table import Table

    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="bold")
    table.add_column(overflow="fold")
    for libelle, valeur in paires:
        if valeur:
            table.add_row(_nu(libelle), _nu(valeur))
    _ecrire(titre, table, notes)


def plier(texte: str, retrait: str = "") -> str:
    """Une phrase pliée à la largeur de la sortie, les lignes suivantes en retrait ; un mot n'est jamais coupé."""
    return "\n".join(plier_a(texte, largeur(), suite=retrait))


class _Rendu:
    """Ce que rich a plié, ses espaces insécables rendues."""

    def __init__(self, contenu: RenderableType) -> None:
        self._contenu = contenu

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from rich.segment import Segment

        for morceau in console.render(self._contenu, options):
            yield Segment(morceau.text.translate(_RENDRE), morceau.style, morceau.control)


def _console(flux: TextIO) -> Console:
    from rich.console import Console

    terminal = flux.isatty()
    return Console(
        file=flux,
        width=largeur(),
        force_terminal=terminal,
        color_system="auto" if terminal and not os.environ.get("NO_COLOR") else None,
        markup=False,
        emoji=False,
        highlight=False,
    )


def _filets() -> Box:
    """Un seul trait sous l'en-tête et au-dessus du total, en tirets si la sortie ne connaît pas les traits."""
    from rich.box import Box

    trait, ascii_seul = ("─", False) if en_unicode(sys.stdout) else ("-", True)
    plein, vide = f" {trait * 2} \n", "    \n"
    return Box(f"{vide}{vide}{plein}{vide}{vide}{plein}{vide}{vide}", ascii=ascii_seul)


def _table(colonnes: Sequence[Colonne], rangs: Sequence[Sequence[str]], total: Sequence[str]) -> Table:
    """Le tableau, ses colonnes mesurées, sans ses lignes."""
    from rich.table import Table

    titres = [_nu(colonne.titre) for colonne in colonnes]
    pied = list(total) + [""] * (len(colonnes) - len(total))
    mesures = [
        _mesure(titres[place], [pied[place], *(rang[place] for rang in rangs)], nombres=colonne.droite)
        for place, colonne in enumerate(colonnes)
    ]
    voulu = disposer(mesures, largeur())
    table = Table(
        box=_filets(),
        show_edge=False,
        show_footer=bool(total),
        pad_edge=False,
        padding=(0, voulu.entre - 1, 0, 0),
        header_style="bold",
        width=sum(voulu.largeurs) + voulu.entre * (len(colonnes) - 1),
    )
    for colonne, titre, large, bas in zip(colonnes, titres, voulu.largeurs, pied, strict=True):
        table.add_column(
            titre.replace(" ", "\n") if colonne.droite and voulu.titres_plies and len(titre) > large else titre,
            footer=bas,
            justify="right" if colonne.droite else "left",
            no_wrap=colonne.droite,
            min_width=large,
            max_width=large,
            overflow="fold",
        )
    return table


def _mesure(titre: str, cellules: Sequence[str], *, nombres: bool) -> Mesure:
    toutes = [titre, *cellules]
    return Mesure(
        titre=_largeur(titre),
        titre_plie=_plus_long_mot(titre),
        cellules=max(map(_largeur, cellules)),
        mot=0 if nombres else max(map(_plus_long_mot, toutes)),
        tenue=0 if nombres else max(map(_largeur_tenue, toutes)),
        nombres=nombres,
    )


def _nu(texte: str) -> str:
    """Le texte que la sortie saura écrire : les colonnes se mesurent après repli."""
    net = sans_controle(texte)
    return tenir(net if en_unicode(sys.stdout) else repli(net, encodage_de(sys.stdout))).translate(_TENIR)


def _largeur(nu: str) -> int:
    from rich.cells import cell_len

    return max(map(cell_len, nu.split("\n")))


def _plus_long_mot(nu: str) -> int:
    from rich.cells import cell_len

    return max(map(cell_len, nu.split()), default=0)


def _largeur_tenue(nu: str) -> int:
    """Celle du plus long morceau qu'une espace insécable tient ensemble, sans laisser une phrase élargir la colonne."""
    tenus = " ".join(mot for mot in nu.split() if any(signe in mot for signe in _TENIR.values()))
    return min(_plus_long_mot(tenus), _TENUE_AU_PLUS)


def _ecrire(titre: str, table: Table, notes: Sequence[str]) -> None:
    """Au terminal, rich écrit ; ailleurs, on écrit ses lignes sans les espaces dont il les complète."""
    from rich.text import Text

    tampon = None if sys.stdout.isatty() else io.StringIO()
    console = _console(tampon or sys.stdout)
    if titre:
        console.print(_Rendu(Text(_nu(titre), style="bold")))
    console.print(_Rendu(table), crop=False)
    for note in notes:
        console.print(_Rendu(Text(_nu(note))))
    if tampon is not None:
        lignes = tampon.getvalue().rstrip("\n").split("\n")
        sys.stdout.writelines(f"{ligne.rstrip()}\n" for ligne in lignes)
