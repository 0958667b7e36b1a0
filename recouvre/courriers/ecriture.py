"""Écrire pour le papier : montants, taux, numéros, noms. Espaces insécables partout où une ligne ne doit pas se couper.

>>> montant(123456), montant(-5), montant(1234567890)
('1\\u202f234,56\\xa0€', '−0,05\\xa0€', '12\\u202f345\\u202f678,90\\xa0€')
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

INSECABLE = "\u00a0"
FINE = "\u202f"

_COMMANDES = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_INVISIBLES = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
_VOYELLES = "AEIOUY"


def montant(centimes: int) -> str:
    """Des centimes, en euros : U+202F entre les milliers, U+00A0 avant €."""
    entiers, reste = divmod(abs(centimes), 100)
    signe = "−" if centimes < 0 else ""
    return f"{signe}{entiers:,}".replace(",", FINE) + f",{reste:02d}{INSECABLE}€"


def taux(points: Decimal) -> str:
    """Un taux annuel en points : deux décimales au moins, toutes celles qui comptent.

    >>> taux(Decimal("12.15")), taux(Decimal("8")), taux(Decimal("2.625"))
    ('12,15\\xa0%', '8,00\\xa0%', '2,625\\xa0%')
    """
    exact = format(points.normalize(), "f")
    entiers, _, decimales = exact.partition(".")
    return f"{entiers},{decimales.ljust(2, '0')}{INSECABLE}%"


def par_groupes(texte: str, taille: int) -> str:
    """Un numéro en groupes insécables : SIREN par 3, IBAN par 4.

    >>> par_groupes("FR7630006000011234567890189", 4)
    'FR76\\xa03000\\xa06000\\xa00112\\xa03456\\xa07890\\xa0189'
    """
    net = "".join(texte.split()).upper()
    return INSECABLE.join(net[i : i + taille] for i in range(0, len(net), taille))


def telephone(numero: str) -> str:
    """Un numéro français en paires insécables ; un autre tel quel, sans coupure possible.

    >>> telephone("0240000000"), telephone("+32 2 234 56 78")
    ('02\xa040\xa000\xa000\xa000', '+32\xa02\xa0234\xa056\xa078')
    """
    if len(numero) == 10 and numero.isdigit():
        return par_groupes(numero, 2)
    return numero.replace(" ", INSECABLE)


def sur_une_ligne(texte: str) -> str:
    """Le même texte composé (NFC), sans tabulation, saut de ligne, commande ni signe invisible.

    >>> sur_une_ligne(" Hôtel\\n<Azur> & Fils ")
    'Hôtel <Azur> & Fils'
    """
    if not texte.isprintable():
        texte = _COMMANDES.sub(" ", _INVISIBLES.sub("", texte))
    return texte.strip() if texte.isascii() else unicodedata.normalize("NFC", texte).strip()


def sans_accent(texte: str) -> str:
    """Sans accent, ligature ni lettre barrée.

    >>> sans_accent("Saint-Œuf-lès-Étangs"), sans_accent("Łódź, Ærøskøbing")
    ('Saint-OEuf-les-Etangs', 'Lodz, AEroskobing')
    """
    decompose = unicodedata.normalize("NFD", texte.translate(_LETTRES))
    return unicodedata.normalize("NFC", "".join(c for c in decompose if not unicodedata.combining(c)))


_LETTRES = str.maketrans(
    {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D"}
)


def de(nom: str) -> str:
    """« de » élidé devant une voyelle.

    >>> de("Menuiserie Faure"), de("Établissements Roy"), de("12 Monts SAS")
    ('de Menuiserie Faure', 'd’Établissements Roy', 'de 12 Monts SAS')
    """
    initiale = sans_accent(nom[:1]).upper()[:1]
    return f"d’{nom}" if initiale and initiale in _VOYELLES else f"de {nom}"
