"""Écrire les lignes rejetées d'une remise dans un CSV que l'on corrige dans un tableur, puis que l'on redonne.

Un tableur prend pour une formule toute cellule qui commence par ``= + - @`` : ``=HYPERLINK(…)`` reçu d'un tiers
s'exécuterait chez qui l'ouvre. On met donc une apostrophe devant, que la relecture (``tableau``) retire. Un montant ou
un téléphone (« -150,00 », « +33 4… ») n'est fait que de chiffres et de signes : il ne peut rien exécuter, et reste tel
quel pour que le créancier le reconnaisse.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping

from recouvre.domaine.brouillons import Lecture
from recouvre.echanges.colonnes import MOTIF, normaliser
from recouvre.echanges.tableau import AMORCES

_INOFFENSIVE = re.compile(r"[+-]?[\d\s.,/€()\u00a0\u202f-]*")
"""Chiffres, séparateurs et monnaie : un nombre, une date ou un téléphone."""


def ecrire_rejets(lecture: Lecture, lignes_rejetees: Mapping[int, str]) -> bytes:
    """Rend un CSV (« ; », UTF-8 avec marque d'ordre, CRLF) : l'en-tête d'origine, les lignes rejetées, leur motif.

    ``lignes_rejetees`` : numéro de ligne → motif. Les cellules sont celles du fichier d'origine, à l'apostrophe de
    protection près. Si le fichier est lui-même un fichier de rejets, l'ancien motif est remplacé.
    """
    motif = next((rang for rang, entete in enumerate(lecture.entetes) if normaliser(entete) == normaliser(MOTIF)), None)
    largeur = len(lecture.entetes)
    texte = io.StringIO(newline="")
    ecrivain = csv.writer(texte, delimiter=";", lineterminator="\r\n")
    ecrivain.writerow(_ranger(lecture.entetes, MOTIF, motif, largeur))
    for ligne in sorted(lignes_rejetees.keys() & lecture.brutes.keys()):
        ecrivain.writerow(_ranger(lecture.brutes[ligne], lignes_rejetees[ligne], motif, largeur))
    return texte.getvalue().encode("utf-8-sig")


def _ranger(cellules: tuple[str, ...], motif: str, rang: int | None, largeur: int) -> list[str]:
    rangees = list(cellules) + [""] * (largeur - len(cellules))
    if rang is None:
        rangees.insert(largeur, motif)
    else:
        rangees[rang] = motif
    return [proteger(cellule) for cellule in rangees]


def proteger(cellule: str) -> str:
    """Met une apostrophe devant ce qu'un tableur prendrait pour une formule.

    >>> proteger("=1+1"), proteger("@SUM(A1)"), proteger("-150,00"), proteger("+33 4 74 00 00 01"), proteger("Dupont")
    ("'=1+1", "'@SUM(A1)", '-150,00', '+33 4 74 00 00 01', 'Dupont')
    """
    if cellule.startswith(AMORCES) and not _INOFFENSIVE.fullmatch(cellule):
        return "'" + cellule
    return cellule
