"""L'alphabet des SMS : GSM 03.38, sept bits. Un texte qui en sort part en UCS-2, et coûte plusieurs SMS.

Les signes de l'extension (``€ [ ] { } | ^ ~ \\``) comptent double. Tous les accents du français n'y sont pas : à é è ù
É y sont ; ç ê â î ô û ë ï et les autres capitales accentuées n'y sont pas.
"""

from __future__ import annotations

import unicodedata

SEGMENT = 160
"""Ce que porte un seul SMS."""

BASE = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""La table de base, dans l'ordre de ses codes, sauf 0x1B qui appelle l'extension."""

EXTENSION = "\f^{}\\[~]|€"

_POIDS = {**dict.fromkeys(BASE, 1), **dict.fromkeys(EXTENSION, 2)}
_TYPOGRAPHIE = str.maketrans(
    {
        "’": "'", "\u2018": "'", "\u02bc": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "−": "-",
        "\u2010": "-", "\u2011": "-", "…": "...", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ",
        "œ": "oe", "Œ": "OE",
    }
)  # fmt: skip
_BARREES = str.maketrans({"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "\u0131": "i"})


def redresser(texte: str) -> str:
    """Le même texte, sa typographie en signes de machine à écrire : on y lit la même chose.

    >>> redresser("l’heure\\u202f: 9\\u00a0h – 12\\u00a0h…")
    "l'heure : 9 h - 12 h..."
    """
    return unicodedata.normalize("NFC", texte).translate(_TYPOGRAPHIE)


def deposer(texte: str) -> str:
    """Un nom propre dans cet alphabet : seuls tombent les accents qui n'y sont pas. Le reste est gardé tel quel.

    >>> deposer("Benoît Núñez, façonnier à Évry"), deposer("Łódź"), deposer("Ольга")
    ('Benoit Nuñez, faconnier à Évry', 'Lodz', 'Ольга')
    """
    return "".join(c if c in _POIDS else _nue(c) for c in redresser(texte))


def _nue(lettre: str) -> str:
    nue = "".join(c for c in unicodedata.normalize("NFD", lettre.translate(_BARREES)) if not unicodedata.combining(c))
    return nue if all(c in _POIDS for c in nue) else lettre


def hors_alphabet(texte: str) -> tuple[str, ...]:
    """Les caractères que cet alphabet n'a pas, chacun une fois, dans l'ordre du texte.

    >>> hors_alphabet("Reçu bientôt, façade")
    ('ç', 'ô')
    """
    return tuple(dict.fromkeys(c for c in texte if c not in _POIDS))


def longueur(texte: str) -> int:
    """Ce que pèse le texte dans un SMS ; un signe de l'extension compte double.

    Lève ``KeyError`` sur un caractère hors de l'alphabet.

    >>> longueur("abc"), longueur("5 €")
    (3, 4)
    """
    return sum(_POIDS[c] for c in texte)
