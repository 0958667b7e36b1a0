"""Consigner un passage du planificateur, quoi qu'il arrive à la commande."""

from __future__ import annotations

import datetime as dt
import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import typer

from recouvre.base import passages
from recouvre.base.passages import Passage, Temoin
from recouvre.commandes.horloge import auteur, maintenant, secondes
from recouvre.commandes.options import NOM_DE_LA_BASE
from recouvre.domaine.refus import Occupe, Refus

_PANNE, _INTERROMPU = 70, 130
_EMPECHEMENTS = (
    ("locked", "occupé"),
    ("readonly", "lecture seule"),
    ("disk is full", "disque plein"),
    ("disk I/O", "disque"),
    ("unable to open", "base inaccessible"),
)


@dataclass(slots=True)
class Bilan:
    """Ce que la commande sait de son passage à mesure qu'il avance ; ``raison`` : pourquoi il n'a rien fait."""

    code: int = 0
    parties: int = 0
    retenues: int = 0
    echecs: int = 0
    incertaines: int = 0
    raison: str = ""


@contextmanager
def consigner_le_passage(cabinet: Path) -> Iterator[Bilan]:
    """Témoin au début, une ligne au journal d'exécution à la fin, même si la commande est refusée ou empêchée.

    Ne pas pouvoir tenir ce journal se dit sur la sortie d'erreur et n'empêche rien. Hors d'un cabinet, rien ne s'écrit.
    """
    if not (cabinet / NOM_DE_LA_BASE).is_file():
        yield Bilan()
        return
    bilan, quand, depart, qui = Bilan(), maintenant(), secondes(), auteur()
    temoin = _debuter(cabinet, quand, qui)
    try:
        yield bilan
    except BaseException as arret:
        bilan.code, bilan.raison = _code(arret), _raison(arret)
        raise
    finally:
        passage = Passage(
            quand=quand,
            code=bilan.code,
            parties=bilan.parties,
            retenues=bilan.retenues,
            echecs=bilan.echecs,
            incertaines=bilan.incertaines,
            duree=Decimal(f"{max(secondes() - depart, 0):.1f}"),
            auteur=qui,
            raison=bilan.raison,
        )
        _finir(cabinet, passage, temoin)


def _debuter(cabinet: Path, quand: dt.datetime, qui: str) -> Temoin | None:
    try:
        return passages.debuter(cabinet, quand, auteur=qui)
    except OSError as faute:
        _avertir(f"Le journal d'exécution ne dira pas si ce passage est interrompu ({faute.strerror or faute}).")
        return None


def _finir(cabinet: Path, passage: Passage, temoin: Temoin | None) -> None:
    try:
        passages.finir(cabinet, passage, temoin)
    except OSError as faute:
        ou = cabinet / passages.JOURNAL
        _avertir(f"Ce passage n'a pas pu être noté dans {ou} ({faute.strerror or faute}). Rien d'autre n'a changé.")


def _avertir(phrase: str) -> None:
    with suppress(OSError):
        print(phrase, file=sys.stderr)


def _code(arret: BaseException) -> int:
    """Le code que la frontière donnera à cet arrêt."""
    if isinstance(arret, Refus):
        return arret.code
    if isinstance(arret, typer.Exit):
        return arret.exit_code
    if isinstance(arret, (KeyboardInterrupt, typer.Abort, EOFError)):
        return _INTERROMPU
    return _PANNE if _raison(arret).startswith("panne") else 1


def _raison(arret: BaseException) -> str:
    """En deux ou trois mots : ce qui a empêché le passage."""
    if isinstance(arret, Occupe):
        return "occupé"
    if isinstance(arret, Refus):
        return f"refusé : {arret.phrase}"
    if isinstance(arret, (KeyboardInterrupt, typer.Abort, EOFError)):
        return "arrêté par la personne"
    if isinstance(arret, typer.Exit):
        return ""
    if isinstance(arret, PermissionError):
        return "accès refusé"
    if isinstance(arret, OSError) and errno.errorcode.get(arret.errno or 0) in ("ENOSPC", "EDQUOT"):
        return "disque plein"
    if isinstance(arret, OSError) and arret.errno == errno.EROFS:
        return "lecture seule"
    return _de_la_base(arret) or f"panne : {type(arret).__name__}"


def _de_la_base(arret: BaseException) -> str:
    """``sqlite3`` est le domaine de la base : on ne regarde ici que les noms de ses fautes."""
    noms = [f"{classe.__module__}.{classe.__name__}" for classe in type(arret).__mro__]
    if noms[0] == "sqlite3.DatabaseError":
        return "base abîmée"
    if "sqlite3.DatabaseError" in noms:
        return next((mot for fragment, mot in _EMPECHEMENTS if fragment in str(arret)), "")
    return ""
