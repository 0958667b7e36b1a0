"""L'aperçu des relances : relu s'il tient encore, calculé sinon, et préparé d'avance après un long travail."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from recouvre.operations.passage import Passage


ASSEZ = 20
"""Dès tant d'envois dus, l'aperçu se prépare d'avance ; moins, il ne se fait pas attendre."""


@dataclass(frozen=True, slots=True)
class Bilan:
    """Ce que la commande montre : en données, et de quoi l'écrire à l'écran. ``code`` : son code de retour."""

    objet: dict[str, Any]
    code: int
    passage: Callable[[], Passage]


@dataclass(frozen=True, slots=True)
class _Garde:
    """Ce que l'on garde de ce jour, et les marques qu'il faudrait qu'il porte pour tenir encore."""

    cabinet: Path
    au: dt.date
    dehors: str
    marque: str
    contenu: dict[str, Any]

    @property
    def tient(self) -> bool:
        """Vrai si rien n'a été écrit depuis, ni dans la base, ni ailleurs."""
        return self.contenu.get("marque") == self.marque


def regarder(cabinet: Path, au: dt.date) -> Bilan:
    """L'aperçu de ce jour. Si rien n'a été écrit depuis qu'on l'a gardé, il se relit sans rien importer de plus."""
    garde = _lire(cabinet, au)
    if garde.tient:
        return Bilan(garde.contenu["json"], garde.contenu["code"], lambda: _relire(garde))
    return _calculer(garde, "Examen")


def preparer(cabinet: Path, des: dt.date) -> None:
    """Calcule d'avance l'aperçu du premier jour ouvré à compter de ``des`` : on l'aura d'un coup en arrivant.

    Un confort : ce qui l'empêche n'empêche rien, et l'aperçu se calculera quand on le demandera.
    """
    from recouvre.droit.delais import reporter

    with contextlib.suppress(Exception):
        au = reporter(des)
        if _combien(cabinet, au) >= ASSEZ and not (garde := _lire(cabinet, au)).tient:
            _calculer(garde, f"Aperçu du {au:%d/%m/%Y}")


def _combien(cabinet: Path, au: dt.date) -> int:
    """Combien d'envois seront dus ce jour-là."""
    from recouvre.base.lectures import envois_dus
    from recouvre.commandes.lire_base import ouvrir_base

    base = ouvrir_base(cabinet)
    try:
        return len(envois_dus(base, au.isoformat()))
    finally:
        base.close()


def _lire(cabinet: Path, au: dt.date) -> _Garde:
    from recouvre.base import apercus
    from recouvre.commandes.horloge import maintenant
    from recouvre.commandes.lire_base import ouvrir_base

    instant = maintenant()
    base = ouvrir_base(cabinet)
    try:
        dehors = apercus.dehors(cabinet, au, instant)
        return _Garde(cabinet, au, dehors, apercus.marque(base, dehors, au, instant), apercus.lire(cabinet, au))
    finally:
        base.close()


def _relire(garde: _Garde) -> Passage:
    from recouvre.commandes.lire_base import ouvrir_base
    from recouvre.operations.apercus import depuis_donnees, relire

    base = ouvrir_base(garde.cabinet)
    try:
        return relire(base, garde.au, depuis_donnees(garde.contenu["verdicts"]))
    finally:
        base.close()


def _calculer(garde: _Garde, titre: str) -> Bilan:
    """Décide de chaque dossier qui a bougé, reprend les autres, et garde le tout."""
    from recouvre.affichage.progression import progression
    from recouvre.base import apercus
    from recouvre.commandes.passage_dit import en_objet
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations.apercus import apercevoir, depuis_donnees, en_donnees

    with ouvrir_session(garde.cabinet) as session, progression(titre) as suivi:
        connus = depuis_donnees(garde.contenu["verdicts"]) if garde.contenu.get("dehors") == garde.dehors else {}
        passage, verdicts = apercevoir(session, garde.au, suivi, connus)
    objet = en_objet(passage)
    contenu = {
        # Un échec se retente : un aperçu qui en montre ne se relit pas d'un bloc ; ses autres verdicts, si.
        "marque": "" if passage.echecs else garde.marque,
        "dehors": garde.dehors,
        "json": objet,
        "code": passage.code,
        "verdicts": en_donnees(verdicts),
    }
    apercus.garder(garde.cabinet, garde.au, contenu)
    return Bilan(objet, passage.code, lambda: passage)
