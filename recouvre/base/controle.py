"""Ce que la base peut dire d'elle-même : son intégrité, ses liens, ses protections, la chaîne du journal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from recouvre.base import journal
from recouvre.base.connexion import Base
from recouvre.base.reglages import lire_reglage
from recouvre.base.schema import DECLENCHEURS

Constat = tuple[str, str]
"""Où, et ce qui ne va pas."""


@contextmanager
def instantane(base: Base) -> Iterator[None]:
    """Toutes les lectures de ce bloc voient la base au même instant ; rien n'y est écrit."""
    base.execute("BEGIN")
    try:
        yield
    finally:
        base.execute("ROLLBACK")


def examiner_base(base: Base) -> Iterator[Constat]:
    """L'intégrité du fichier, les clés étrangères, les déclencheurs du journal."""
    for (resultat,) in base.execute("PRAGMA integrity_check"):
        if resultat != "ok":
            yield "base", f"SQLite signale : {resultat}"
    for table, rang, cible, _ in base.execute("PRAGMA foreign_key_check"):
        ligne = "une ligne" if rang is None else f"la ligne {rang}"
        yield f"base, table {table}", f"{ligne} désigne une ligne absente de {cible}"
    presents = dict(base.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall())
    for nom, texte in DECLENCHEURS.items():
        if presents.get(nom) != texte:
            sort = "a été changé" if nom in presents else "a disparu"
            yield "journal", f"le déclencheur {nom} qui le protège {sort}"


def examiner_chaine(base: Base) -> Iterator[Constat]:
    """Les rangs sans trou, les sceaux conformes aux données, chaque empreinte liée à la précédente."""
    precedente, attendu = journal.ORIGINE, 1
    for ligne in base.execute("SELECT * FROM journal ORDER BY rang"):
        ou = f"journal, fait n° {ligne['rang']}"
        if ligne["rang"] != attendu:
            yield ou, f"le fait n° {attendu} manque"
        if journal.sceller(ligne["donnees"]) != ligne["sceau"]:
            yield ou, "ses données ne sont plus celles qui ont été scellées"
        tete = [ligne[nom] for nom in ("rang", "dossier", "genre", "date", "saisi_le", "auteur", "cle")]
        if journal.enchainer(precedente, tete, ligne["sceau"]) != ligne["empreinte"]:
            yield ou, "la chaîne d'empreintes est rompue"
        precedente, attendu = ligne["empreinte"], ligne["rang"] + 1
    fin = lire_reglage(base, journal.TETE)
    if fin and fin != f"{attendu - 1} {precedente}":
        yield "journal", f"il finit au fait n° {attendu - 1}, alors que le dernier écrit était le n° {fin.split()[0]}"


def compter_faits(base: Base) -> int:
    """Combien de faits tient le journal."""
    return int(base.execute("SELECT count(*) FROM journal").fetchone()[0])
