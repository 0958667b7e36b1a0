"""Montants : des centimes entiers, jamais de flottant.

On lit ce que les gens écrivent (« 1 234,56 € », « 1.234,56 », « (150,00) », « 150,00- »), on refuse ce qu'il
faudrait deviner.

>>> lire_montant("1 234,56 €"), lire_montant("1.234,56"), lire_montant("89,9"), lire_montant("(150,00)")
(123456, 123456, 8990, -15000)
>>> lire_montant("1,234.56"), lire_montant("1234.5"), lire_montant("150,00-")
(123456, 123450, -15000)
>>> en_decimal(-123456)
'-1234.56'
"""

from __future__ import annotations

import re

from recouvre.domaine.refus import MontantIllisible

_BLANCS = str.maketrans("", "", " \t\u00a0\u202f\u2009'’")
_PLAFOND = 10**15
"""Dix mille milliards d'euros, en centimes : au-delà c'est une faute de saisie, pas une créance."""

_LONGUEUR = 24
"""Caractères utiles d'un montant : au-delà, ce n'en est pas un."""

_FORMES = (
    re.compile(r"(?P<e>\d+)(?:[.,](?P<c>\d{1,2}))?"),
    re.compile(r"(?P<e>\d{1,3}(?:\.\d{3})+)(?:,(?P<c>\d{1,2}))?"),
    re.compile(r"(?P<e>\d{1,3}(?:,\d{3})+)\.(?P<c>\d{1,2})"),
)


def lire_montant(texte: str) -> int:
    """Lit un montant écrit à la française ou à l'anglaise et rend des centimes.

    « 1.234 » et « 1,234 » sont ambigus (mille deux cent trente-quatre, ou un peu plus d'un euro ?) : refusés.

    >>> lire_montant("1.234")
    Traceback (most recent call last):
    ...
    recouvre.domaine.refus.MontantIllisible: « 1.234 » n'est pas un montant (ambigu : milliers ou décimales ?). \
Écrivez par exemple 1234,56.
    """
    brut = texte.translate(_BLANCS).replace("€", "").replace("EUR", "").replace("eur", "")
    signe = 1
    if brut.startswith("(") and brut.endswith(")"):
        signe, brut = -1, brut[1:-1]
    elif brut.endswith("-"):
        signe, brut = -1, brut[:-1]
    elif brut[:1] in "+-−" and brut:
        signe, brut = (1 if brut[0] == "+" else -1), brut[1:]
    if len(brut) > _LONGUEUR:
        raise MontantIllisible(texte[:_LONGUEUR] + "…", "trop grand")
    if re.fullmatch(r"\d{1,3}[.,]\d{3}", brut):
        raise MontantIllisible(texte, "ambigu : milliers ou décimales ?")
    for forme in _FORMES:
        if trouve := forme.fullmatch(brut):
            entiers = int(re.sub(r"[.,]", "", trouve["e"]))
            centimes = int((trouve["c"] or "0").ljust(2, "0"))
            if entiers * 100 >= _PLAFOND:
                raise MontantIllisible(texte, "trop grand")
            return signe * (entiers * 100 + centimes)
    raise MontantIllisible(texte)


def en_decimal(centimes: int) -> str:
    """Écrit des centimes en décimal à point, pour le JSON : ``-5`` donne ``'-0.05'``."""
    entiers, reste = divmod(abs(centimes), 100)
    return f"{'-' if centimes < 0 else ''}{entiers}.{reste:02d}"


def en_euros(centimes: int) -> str:
    """Écrit des centimes à lire : « 1 234,56 € », espace fine entre les milliers, insécable avant l'euro.

    >>> en_euros(123456)
    '1\u202f234,56\xa0€'
    """
    entiers, reste = divmod(abs(centimes), 100)
    milliers = f"{entiers:,}".replace(",", "\u202f")
    return f"{'-' if centimes < 0 else ''}{milliers},{reste:02d}\u00a0€"
