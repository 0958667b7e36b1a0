"""Un motif qui ne relit pas deux fois la même phrase.

D'une lettre à l'autre, presque tout le texte est le même : chaque élément du courrier se lit une fois, ce qu'on y a
trouvé se garde. C'est un calcul retenu, pas une approximation : un motif qui s'arrête aux bornes trouve la même chose
dans le texte entier et dans ses éléments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from recouvre.courriers.texte_lu import BORNE

Passage = tuple[int, int]
"""Où un texte est fautif : du premier caractère au suivant du dernier."""

_PHRASES = 512
"""Combien d'éléments chaque motif retient : de quoi tenir ce qui se répète d'une lettre à l'autre."""


class Motif:
    """Ce qu'une règle cherche dans un texte plié par ``texte_lu.plier``.

    ``enjambe`` : il peut commencer dans un élément du courrier et finir dans un autre ; il lit alors le texte entier.

    >>> list(Motif("saisie").passages("une saisie | la saisie"))
    [(4, 10), (16, 22)]
    """

    def __init__(self, source: str, *, enjambe: bool = False) -> None:
        self._regex = re.compile(source)
        self._enjambe = enjambe
        self._dans = lru_cache(maxsize=_PHRASES)(self._lire)

    def passages(self, plie: str) -> Iterator[Passage]:
        """Chaque passage que ce motif trouve, dans l'ordre du texte."""
        if self._enjambe:
            yield from self._lire(plie)
            return
        depart = 0
        for element in plie.split(BORNE):
            for debut, fin in self._dans(element):
                yield depart + debut, depart + fin
            depart += len(element) + len(BORNE)

    def trouve(self, plie: str) -> bool:
        """Vrai s'il y est au moins une fois."""
        return any(self.passages(plie))

    def _lire(self, texte: str) -> tuple[Passage, ...]:
        return tuple(trouve.span() for trouve in self._regex.finditer(texte))
