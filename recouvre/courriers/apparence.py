"""L'apparence des courriers : la couleur, le logo, la signature scannée et les lignes ajoutées au pied.

Des octets et des nombres, rien qui lise le disque : deux apparences égales donnent le même papier.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from recouvre.courriers.refus import ApparenceFautive

Couleur = tuple[float, float, float]
"""Rouge, vert et bleu, de 0 à 1."""

ACCENT: Couleur = (0.13, 0.24, 0.38)
"""La couleur des titres et des filets, sauf réglage contraire."""

CONTRASTE = 4.5
"""Le contraste d'un texte sur du blanc, au moins (WCAG 2.2, critère 1.4.3)."""

PIED = 4
"""Les lignes que l'on peut ajouter au pied."""

LONGUEUR_PIED = 160
"""Les caractères d'une ligne ajoutée au pied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Apparence:
    """``logo`` et ``signature`` : les octets d'un PNG ou d'un JPEG, vides s'il n'y en a pas ; ``pied`` : ses lignes."""

    couleur: Couleur = ACCENT
    logo: bytes = field(default=b"", repr=False)
    signature: bytes = field(default=b"", repr=False)
    pied: tuple[str, ...] = ()


ORDINAIRE = Apparence()
"""L'apparence de qui n'a rien réglé."""


def lire_couleur(texte: str) -> Couleur:
    """Une couleur « #1f3d61 » assez foncée pour se lire sur le papier. Lève ``ApparenceFautive``.

    >>> lire_couleur("#336699")
    (0.2, 0.4, 0.6)
    """
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", texte):
        raise ApparenceFautive(
            "couleur", f"« {texte} » n'est pas une couleur : écrivez un dièse et six chiffres, #1f3d61."
        )
    rouge, vert, bleu = (int(texte[rang : rang + 2], 16) / 255 for rang in (1, 3, 5))
    contraste = 1.05 / (_clarte(rouge, vert, bleu) + 0.05)
    if contraste < CONTRASTE:
        dit = f"{contraste:.1f}".replace(".", ",")
        raise ApparenceFautive("couleur", f"« {texte} » est trop claire pour un titre (contraste {dit}, 4,5 au moins).")
    return rouge, vert, bleu


def _clarte(*parts: float) -> float:
    """La luminance relative d'une couleur sRGB (WCAG 2.2)."""
    lineaires = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(poids * part for poids, part in zip((0.2126, 0.7152, 0.0722), lineaires, strict=True))


def lire_pied(texte: str) -> tuple[str, ...]:
    """Les lignes à ajouter au pied. Lève ``ApparenceFautive`` si elles mangeraient la page."""
    lignes = tuple(" ".join(ligne.split()) for ligne in texte.splitlines() if ligne.strip())
    if len(lignes) > PIED or any(len(ligne) > LONGUEUR_PIED for ligne in lignes):
        raise ApparenceFautive("pied", f"{PIED} lignes au plus, de {LONGUEUR_PIED} caractères chacune.")
    return lignes
