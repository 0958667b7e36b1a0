"""Des lignes de texte stylées : au terminal, en couleurs sobres ; ailleurs, le texte seul, sans rien importer."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterable
from enum import Enum

from recouvre.affichage.ecran import largeur
from recouvre.affichage.encodage import en_unicode, encodage_de, repli, sans_controle


class Style(Enum):
    """Ce que la couleur souligne, et que le texte dit déjà."""

    NU = ""
    FORT = "bold"
    ALERTE = "bold red"
    GESTE = "cyan"
    DISCRET = "dim"


def ecrire_lignes(lignes: Iterable[tuple[str, Style]]) -> None:
    """Écrit ces lignes telles quelles : une commande à copier n'est jamais coupée."""
    if not sys.stdout.isatty():
        sys.stdout.writelines(f"{sans_controle(texte).rstrip()}\n" for texte, _ in lignes)
        return
    from rich.console import Console
    from rich.text import Text

    sobre = bool(os.environ.get("NO_COLOR"))
    console = Console(file=sys.stdout, no_color=sobre, markup=False, emoji=False, highlight=False)
    for texte, style in lignes:
        console.print(Text(_nu(texte), style=style.value), soft_wrap=True)


def en_colonnes(gauche: str, droite: str) -> str:
    """Deux bouts de phrase aux deux bords ; si la place manque, le second passe à la ligne, à droite."""
    place = largeur() - etendue(gauche) - etendue(droite)
    if place >= 2:
        return f"{gauche}{' ' * place}{droite}"
    return f"{gauche}\n{' ' * max(largeur() - etendue(droite), 4)}{droite}"


def etendue(texte: str) -> int:
    """Le nombre de colonnes que ce texte prendra sur cette sortie."""
    vu = _nu(texte)
    if vu.isascii():
        return len(vu)
    larges = sum(unicodedata.east_asian_width(lettre) in "WF" for lettre in vu)
    return len(vu) + larges - sum(map(bool, map(unicodedata.combining, vu)))


def _nu(texte: str) -> str:
    net = sans_controle(texte)
    return net if en_unicode(sys.stdout) else repli(net, encodage_de(sys.stdout))
