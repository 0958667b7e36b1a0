"""Surendettement et procédure collective : les délais du créancier, étape par étape, et ce qui est interdit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from recouvre.conduite.demarches import Demarche
from recouvre.conduite.retenue import Retenue
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.profil import Mode


def retenues(dossier: Dossier, au: dt.date, *, malgre: Collection[str] = ()) -> Iterator[Retenue]:
    """Ce qui retient un envoi ce jour-là. ``malgre`` : ce que ce document suit, et qui ne le retient donc pas."""
    yield from ()


def a_suivre(dossier: Dossier, mode: Mode) -> Iterator[Demarche]:
    """Ce qu'il y a à faire, sans regarder l'horloge."""
    yield from ()
