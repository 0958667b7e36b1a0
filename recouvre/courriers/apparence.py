"""L'apparence des courriers : la couleur, le logo, la signature scannée et les lignes ajoutées au pied.

Des octets et des nombres, rien qui lise le disque : deux apparences égales donnent le même papier.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Couleur = tuple[float, float, float]
"""Rouge, vert et bleu, de 0 à 1."""

ACCENT: Couleur = (0.13, 0.24, 0.38)
"""La couleur des titres et des filets, sauf réglage contraire."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Apparence:
    """``logo`` et ``signature`` : les octets d'un PNG ou d'un JPEG, vides s'il n'y en a pas ; ``pied`` : ses lignes."""

    couleur: Couleur = ACCENT
    logo: bytes = field(default=b"", repr=False)
    signature: bytes = field(default=b"", repr=False)
    pied: tuple[str, ...] = ()


ORDINAIRE = Apparence()
"""L'apparence de qui n'a rien réglé."""
