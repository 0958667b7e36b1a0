"""Les créneaux d'une journée, tels qu'on les écrit : « 9h-12h, 13h30-18h ».

>>> ecrire_creneaux(" 9h - 12h,13h30-18 h")
'9h-12h, 13h30-18h'
>>> ecrire_creneaux("18h-9h")
Traceback (most recent call last):
...
recouvre.domaine.refus.SaisieIllisible: « 18h-9h » n'est pas un créneau. Écrivez par exemple 9h-12h, 13h30-18h.
"""

from __future__ import annotations

import re

from recouvre.domaine.refus import SaisieIllisible

Creneau = tuple[int, int]
"""Un début et une fin, en minutes depuis minuit."""

_FORME = re.compile(r"(\d{1,2})h(\d{2})?-(\d{1,2})h(\d{2})?")
_JOURNEE = 24 * 60


def lire_creneaux(texte: str) -> tuple[Creneau, ...]:
    """Les créneaux, dans l'ordre du jour. Lève ``SaisieIllisible`` : heure impossible, fin avant début, recouvrement.

    >>> lire_creneaux("17h-20h")
    ((1020, 1200),)
    """
    lus: list[Creneau] = []
    for mot in texte.replace(" ", "").lower().split(","):
        forme = _FORME.fullmatch(mot)
        if forme is None:
            raise _illisible(texte)
        h1, m1, h2, m2 = (int(groupe or 0) for groupe in forme.groups())
        debut, fin = 60 * h1 + m1, 60 * h2 + m2
        if max(m1, m2) > 59 or not (lus[-1][1] if lus else -1) < debut < fin <= _JOURNEE:
            raise _illisible(texte)
        lus.append((debut, fin))
    return tuple(lus)


def ecrire_creneaux(texte: str) -> str:
    """Les mêmes créneaux, écrits proprement. Lève ``SaisieIllisible``."""
    return ", ".join(f"{_heure(debut)}-{_heure(fin)}" for debut, fin in lire_creneaux(texte))


def _heure(minutes: int) -> str:
    heures, reste = divmod(minutes, 60)
    return f"{heures}h{reste:02}" if reste else f"{heures}h"


def _illisible(texte: str) -> SaisieIllisible:
    return SaisieIllisible(f"« {texte} » n'est pas un créneau. Écrivez par exemple 9h-12h, 13h30-18h.")
