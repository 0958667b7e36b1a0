"""Liberation Sans, embarquée : la seule police des documents, et la mesure des mots.

Licence SIL OFL 1.1 (``polices/LICENCE-OFL.txt``).
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics

from recouvre.courriers.police_fixe import PoliceFixe
from recouvre.courriers.refus import CaractereImpossible

NORMAL = "LiberationSans"
GRAS = "LiberationSans-Bold"
ITALIQUE = "LiberationSans-Italic"
GRAS_ITALIQUE = "LiberationSans-BoldItalic"

_DOSSIER = Path(__file__).parent / "polices"
_FICHIERS = {nom: _DOSSIER / f"{nom}.ttf" for nom in (GRAS, ITALIQUE, GRAS_ITALIQUE)} | {
    NORMAL: _DOSSIER / "LiberationSans-Regular.ttf"
}
_ETIQUETTES = {NORMAL: "Normal", GRAS: "Gras", ITALIQUE: "Italique", GRAS_ITALIQUE: "GrasItalique"}

# L'ASCII85 grossit le fichier d'un cinquième et n'apporte rien.
rl_config.useA85 = 0


@lru_cache(maxsize=4)
def police(nom: str) -> PoliceFixe:
    """La police de ce nom, lue et déclarée à son premier emploi : l'italique ne coûte qu'à qui s'en sert."""
    fonte = PoliceFixe(nom, str(_FICHIERS[nom]), _ETIQUETTES[nom])
    pdfmetrics.registerFont(fonte)
    if nom == NORMAL:
        # Sans cela chaque page nomme une Helvetica qui n'est pas dans le fichier, et l'imprimeur s'en plaint.
        rl_config.canvas_basefontname = NORMAL
    return fonte


@lru_cache(maxsize=8192)
def largeur(texte: str, nom: str, corps: float) -> float:
    """La largeur d'un texte, en points. Gardée en mémoire : une langue répète ses mots, et l'espace entre eux."""
    return float(police(nom).stringWidth(texte, corps))


def verifier_caracteres(textes: str) -> None:
    """Lève ``CaractereImpossible`` si un caractère n'est pas dans la police : jamais un carré vide sur le papier."""
    for ligne in textes.split("\n"):
        if (rang := _premier_inconnu(ligne)) is not None:
            raise CaractereImpossible(ligne[rang], ligne[max(0, rang - 25) : rang + 25].strip())


@lru_cache(maxsize=8192)
def _premier_inconnu(ligne: str) -> int | None:
    """Le rang du premier caractère que la police n'a pas. Gardé en mémoire : d'une lettre à l'autre, tout se redit."""
    return min(map(ligne.index, set(ligne) - _imprimables()), default=None)


@lru_cache(maxsize=1)
def _imprimables() -> frozenset[str]:
    return frozenset(map(chr, police(NORMAL).face.charToGlyph))
