"""Lire les tables de délais de procédure : celles du paquet, lues une fois."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from recouvre.conduite.delais_a_tenir import Cadre
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_de_droit import CauseArret
from recouvre.domaine.parties import Partie
from recouvre.droit.delais_de_procedure import Delai, Delais, Unite, eloigne
from recouvre.operations.session import Session

_PARAMETRES = Path(__file__).resolve().parent.parent / "droit" / "parametres"
TABLES = ("delais_insolvabilite",)
"""Les tables du paquet, dans l'ordre où elles se lisent."""


@cache
def lire_delais() -> Delais:
    """Tous les délais de procédure.

    >>> lire_delais()["surendettement.justification"].duree
    30
    """
    return Delais(tuple(delai for nom in TABLES for delai in _lire(nom)))


_SANS_DELAI = Cadre(delais=Delais(()))


def cadre_de(session: Session, dossier: Dossier, debiteur: Partie) -> Cadre:
    """Ce que la conduite de ce dossier demande de plus que lui. La table ne se lit que s'il en a l'usage."""
    if not (dossier.arrets or dossier.surendettement):
        return _SANS_DELAI
    en_procedure = any(arret.cause is CauseArret.PROCEDURE for arret in dossier.arrets)
    loin = en_procedure and eloigne(session.partie(dossier.ouverture.creancier), debiteur)
    return Cadre(delais=session.delais, eloigne=loin)


def _lire(nom: str) -> tuple[Delai, ...]:
    table = tomllib.loads((_PARAMETRES / f"{nom}.toml").read_text("utf-8"))
    lignes: list[dict[str, Any]] = table["delais"]
    communs = {"releve_le": table["releve_le"]}
    return tuple(Delai(**{**communs, **ligne, "unite": Unite(ligne["unite"])}) for ligne in lignes)
