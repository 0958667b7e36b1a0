"""Ce sans quoi une agence n'a pas le droit d'exercer, donc de réclamer : l'assurance, la déclaration au procureur."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from recouvre.conduite.retenue import Retenue
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.profil import Mode, Profil


def retenues(profil: Profil, au: dt.date) -> Iterator[Retenue]:
    """Pourquoi rien ne se réclame ce jour-là, ni par lettre, ni au téléphone, ni sur place. Ce que l'on ignore se tait.

    L'assurance de responsabilité et la déclaration au procureur précèdent l'exercice (CPCE R124-2).
    """
    if profil.mode is not Mode.AGENCE:
        return
    fin, declaree_le = profil.assurance_fin_le, profil.declaration_le
    if fin is not None and au > fin:
        phrase = f"l'assurance de responsabilité (CPCE R124-2) a pris fin le {en_chiffres(fin)}"
        yield Retenue("assurance", phrase, "recouvre profil --assurance-fin-le DATE")
    if declaree_le is not None and au < declaree_le:
        phrase = f"la déclaration au procureur (CPCE R124-2) n'est faite que le {en_chiffres(declaree_le)}"
        yield Retenue("declaration", phrase, "recouvre profil --declaration-le DATE")
