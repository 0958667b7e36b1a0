"""Lire les dates que les gens écrivent. Les règles de droit sur les délais sont dans ``droit.delais``.

>>> import datetime as dt
>>> lire_date("28/02/2026"), lire_date("2026-02-28"), lire_date("28.02.26")
(datetime.date(2026, 2, 28), datetime.date(2026, 2, 28), datetime.date(2026, 2, 28))
>>> samedi = dt.date(2026, 11, 21)
>>> lire_date("demain", samedi), lire_date("lundi", samedi), lire_date("+8j", samedi)
(datetime.date(2026, 11, 22), datetime.date(2026, 11, 23), datetime.date(2026, 11, 29))
>>> lire_date("31/02/2026")
Traceback (most recent call last):
...
recouvre.domaine.refus.DateIllisible: « 31/02/2026 » n'est pas une date (ce jour n'existe pas). \
Écrivez par exemple 28/02/2026 ou 2026-02-28.
"""

from __future__ import annotations

import datetime as dt
import re

from recouvre.domaine.refus import DateIllisible

JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_MOTS = {"aujourd'hui": 0, "aujourd’hui": 0, "demain": 1, "hier": -1}

_JMA = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})")
_AMJ = re.compile(r"(\d{4})[/\-.](\d{1,2})[/\-.](\d{1,2})")
_COMPACTE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DECALAGE = re.compile(r"([+-])\s*(\d{1,4})\s*j(?:ours?)?")


def lire_date(texte: str, aujourdhui: dt.date | None = None) -> dt.date:
    """Lit jj/mm/aaaa, jj.mm.aa, aaaa-mm-jj, aaaammjj ; et, si ``aujourdhui`` est donné, « demain », « lundi », « +8j ».

    Le jour vient toujours avant le mois : mm/jj n'est jamais deviné. Une année sur deux chiffres est de ce siècle.
    Lève ``DateIllisible``.
    """
    net = texte.strip().lower()
    if trouve := _AMJ.fullmatch(net) or _COMPACTE.fullmatch(net):
        return _construire(texte, int(trouve[1]), int(trouve[2]), int(trouve[3]))
    if trouve := _JMA.fullmatch(net):
        annee = int(trouve[3]) + (2000 if len(trouve[3]) == 2 else 0)
        return _construire(texte, annee, int(trouve[2]), int(trouve[1]))
    if aujourdhui is not None:
        if net in _MOTS:
            return aujourdhui + dt.timedelta(days=_MOTS[net])
        if net in JOURS:
            ecart = (JOURS.index(net) - aujourdhui.weekday() - 1) % 7 + 1
            return aujourdhui + dt.timedelta(days=ecart)
        if trouve := _DECALAGE.fullmatch(net):
            return aujourdhui + dt.timedelta(days=int(trouve[1] + trouve[2]))
    raise DateIllisible(texte)


def _construire(texte: str, annee: int, mois: int, jour: int) -> dt.date:
    try:
        date = dt.date(annee, mois, jour)
    except ValueError:
        raise DateIllisible(texte, "ce jour n'existe pas") from None
    if not 1950 <= annee <= 2199:
        raise DateIllisible(texte, "année invraisemblable")
    return date


def en_toutes_lettres(date: dt.date) -> str:
    """« 1er mars 2026 », « 28 février 2026 ».

    >>> en_toutes_lettres(dt.date(2026, 3, 1))
    '1er mars 2026'
    """
    return f"{'1er' if date.day == 1 else date.day} {MOIS[date.month - 1]} {date.year}"


def en_chiffres(date: dt.date) -> str:
    """« 01/03/2026 »."""
    return f"{date.day:02d}/{date.month:02d}/{date.year}"
