"""Le français des montants, des dates et des taux, pour l'écran.

Milliers séparés d'une espace fine insécable (U+202F), unité précédée d'une espace insécable (U+00A0).

>>> from decimal import Decimal
>>> montant(123456), montant(-5), date(dt.date(2026, 11, 21)), taux(Decimal("12.15"))
('1\u202f234,56\xa0€', '-0,05\xa0€', '21/11/2026', '12,15\xa0%')
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.montants import en_euros

if TYPE_CHECKING:
    from decimal import Decimal

    from recouvre.domaine.contrat import TauxConvenu

FINE = "\u202f"
INSECABLE = "\u00a0"

montant = en_euros
"""Des centimes en euros, à lire."""


def decimale(centimes: int, *, milliers: str = "") -> str:
    """Des centimes en euros, sans unité : « 1234,56 ». ``milliers`` sépare les groupes de trois chiffres.

    >>> decimale(123456789), decimale(-100, milliers=" ")
    ('1234567,89', '-1,00')
    """
    euros, reste = divmod(abs(centimes), 100)
    return f"{'-' if centimes < 0 else ''}{entier(euros, milliers=milliers)},{reste:02d}"


def entier(nombre: int, *, milliers: str = FINE) -> str:
    """Un nombre entier, ses milliers séparés : « 12 345 »."""
    return f"{nombre:,}".replace(",", milliers)


def date(jour: dt.date | None) -> str:
    """« 21/11/2026 » ; rien pour une date inconnue."""
    return en_chiffres(jour) if jour is not None else ""


def taux(points: Decimal) -> str:
    """Un taux annuel en points, deux décimales au moins, jamais arrondi.

    >>> from decimal import Decimal
    >>> taux(Decimal("10")), taux(Decimal("0.875")), taux(Decimal("2.500"))
    ('10,00\\xa0%', '0,875\\xa0%', '2,50\\xa0%')
    """
    entiers, _, decimales = f"{points:f}".partition(".")
    return f"{entiers},{decimales.rstrip('0').ljust(2, '0')}{INSECABLE}%"


def taux_convenu(convenu: TauxConvenu) -> str:
    """Le taux d'un contrat, tel qu'on l'écrirait.

    >>> from decimal import Decimal
    >>> from recouvre.domaine.contrat import GenreTaux, TauxConvenu
    >>> taux_convenu(TauxConvenu(GenreTaux.FIXE, Decimal("12.5"))), taux_convenu(TauxConvenu(GenreTaux.BCE, Decimal(8)))
    ('12,50\\xa0%', 'BCE + 8 points')
    >>> taux_convenu(TauxConvenu(GenreTaux.LEGAL, Decimal(3))), taux_convenu(TauxConvenu(GenreTaux.LEGAL, Decimal(1)))
    ('3 × le taux légal', 'taux légal')
    """
    from recouvre.domaine.contrat import GenreTaux

    valeur = f"{convenu.valeur}".replace(".", ",")
    match convenu.genre:
        case GenreTaux.FIXE:
            return taux(convenu.valeur)
        case GenreTaux.LEGAL:
            return "taux légal" if convenu.valeur == 1 else f"{valeur} × le taux légal"
        case GenreTaux.BCE:
            return f"BCE + {valeur} point{'s' * (convenu.valeur >= 2)}"


def dixiemes(nombre: int) -> str:
    """Un nombre compté en dixièmes, à une décimale.

    >>> dixiemes(249), dixiemes(100), dixiemes(5)
    ('24,9', '10,0', '0,5')
    """
    return f"{nombre // 10},{nombre % 10}"


def majuscule(texte: str) -> str:
    """La même phrase, sa première lettre en majuscule ; le reste ne change pas."""
    return f"{texte[:1].upper()}{texte[1:]}"


def telephone(numero: str) -> str:
    """Un numéro à composer : dix chiffres par paires ; le reste tel quel.

    >>> telephone("0472001122"), telephone("+32470123456")
    ('04 72 00 11 22', '+32470123456')
    """
    if len(numero) != 10 or not (numero.isascii() and numero.isdigit()):
        return numero
    return " ".join(numero[place : place + 2] for place in range(0, 10, 2))


def pluriel(nombre: int, mot: str, mots: str = "") -> str:
    """Le nombre et son mot accordé ; zéro et un sont au singulier. ``mots`` : le pluriel, « mot + s » par défaut.

    >>> pluriel(0, "dossier"), pluriel(1500, "dossier"), pluriel(2, "avoir oublié", "avoirs oubliés")
    ('0 dossier', '1\\u202f500 dossiers', '2 avoirs oubliés')
    """
    accorde = mot if abs(nombre) < 2 else mots or f"{mot}s"
    return f"{entier(nombre)} {accorde}"
