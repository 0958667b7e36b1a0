"""Écrire sans jamais échouer : ce qu'une sortie ne sait pas représenter y devient un repli lisible.

Sous Windows, une sortie redirigée est en cp1252 : ni espace fine, ni flèche, ni cadre. Plutôt que de filtrer chaque
texte, on apprend aux flux eux-mêmes quoi écrire à la place. Tout y passe donc — ``print``, tableaux, aide, erreurs —
et ce que la sortie sait représenter n'est pas touché.

>>> repli("1\u202f234,56\u00a0€ → œuvre…", "cp1252")
'1 234,56\\xa0€ -> œuvre…'
>>> repli("1\u202f234,56\u00a0€ → œuvre…", "ascii")
'1 234,56 EUR -> oeuvre...'
"""

from __future__ import annotations

import codecs
import io
import sys
from typing import TextIO

NOM_DU_REPLI = "recouvre"
"""Le nom sous lequel Python connaît notre façon de traiter un caractère impossible."""

_LISIBLES = {
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "\u200b": "", "\ufeff": "",
    "\u2010": "-", "\u2011": "-", "–": "-", "—": "-", "−": "-", "•": "-", "·": ".",
    "\u2018": "'", "’": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "…": "...",
    "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O", "€": "EUR", "№": "No", "°": "o",
    "→": "->", "←": "<-", "↔": "<->", "⇒": "=>", "×": "x", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~",
    "✓": "v", "✔": "v", "✗": "x", "✘": "x", "█": "#", "▌": "#", "░": ".",
}  # fmt: skip
_CONTROLES = {code: "?" for code in (*range(32), *range(127, 160)) if code not in (9, 10)}
_TRAITS_HORIZONTAUX = frozenset("─━┄┅┈┉╌╍═╴╶╸╺╼╾")
_TRAITS_VERTICAUX = frozenset("│┃┆┇┊┋╎╏║╵╷╹╻╽╿")


def preparer_sorties() -> None:
    """Fait suivre le repli à la sortie et à la sortie d'erreur, quel que soit leur encodage.

    Même en UTF-8 : un nom de fichier mal encodé contient des caractères que l'UTF-8 refuse d'écrire.
    """
    codecs.register_error(NOM_DU_REPLI, _remplacer)
    for flux in (sys.stdout, sys.stderr):
        if isinstance(flux, io.TextIOWrapper):
            flux.reconfigure(errors=NOM_DU_REPLI)


def repli(texte: str, encodage: str) -> str:
    """Le texte tel que cette sortie saura l'écrire. Sert à mesurer une largeur avant d'aligner."""
    return texte.encode(encodage, errors=NOM_DU_REPLI).decode(encodage)


def sans_controle(texte: str) -> str:
    """Le texte sans caractère de commande (sauf fin de ligne et tabulation) : un nom importé ne pilote pas le terminal.

    >>> sans_controle("Garage\x1b[2J Martin")
    'Garage?[2J Martin'
    """
    return texte.translate(_CONTROLES)


def encodage_de(flux: TextIO) -> str:
    """L'encodage d'un flux ; l'UTF-8 quand il n'en dit rien (flux en mémoire)."""
    return getattr(flux, "encoding", None) or "utf-8"


def en_unicode(flux: TextIO) -> bool:
    """Vrai si le flux sait représenter tout le français, ses espaces fines et les cadres.

    >>> en_unicode(io.TextIOWrapper(io.BytesIO(), encoding="cp1252")), en_unicode(io.StringIO())
    (False, True)
    """
    try:
        return codecs.lookup(encodage_de(flux)).name.startswith("utf")
    except LookupError:
        return False


def _remplacer(faute: UnicodeError) -> tuple[str, int]:
    if not isinstance(faute, UnicodeEncodeError):
        raise faute
    fragment = faute.object[faute.start : faute.end]
    return "".join(_lisible(caractere) for caractere in fragment), faute.end


def _lisible(caractere: str) -> str:
    """Le repli d'un caractère : à défaut, son squelette sans accent, ou « ? ».

    Toujours en ASCII, que tout encodage sait écrire : Python ne dit pas lequel est en cause (« charmap »).
    """
    import unicodedata

    if caractere in _LISIBLES:
        choisi = _LISIBLES[caractere]
    elif "\u2500" <= caractere <= "\u257f":
        choisi = "-" if caractere in _TRAITS_HORIZONTAUX else "|" if caractere in _TRAITS_VERTICAUX else "+"
    else:
        choisi = unicodedata.normalize("NFKD", caractere)
    ecrit = choisi.encode("ascii", errors="ignore").decode("ascii")
    return ecrit if ecrit or not choisi else "?"


codecs.register_error(NOM_DU_REPLI, _remplacer)
