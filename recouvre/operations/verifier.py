"""Tout reprendre et comparer : la chaîne du journal, les projections, les liens, les fichiers figés."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from recouvre.base import envois, journal, projections
from recouvre.base.connexion import transaction
from recouvre.base.fichiers import empreinte
from recouvre.domaine.dossier import plier
from recouvre.domaine.evenements import Ecrit, PieceRecue, RelanceEnvoyee
from recouvre.domaine.numeros import numero_lisible
from recouvre.operations.projeter import projeter, reprojeter
from recouvre.operations.session import Session

Suivi = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Defaut:
    """Ce qui ne va pas, où, en une phrase."""

    ou: str
    phrase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Le résultat : combien on a regardé, et tout ce qui ne va pas."""

    faits: int
    dossiers: int
    fichiers: int
    defauts: tuple[Defaut, ...]


def verifier(session: Session, suivi: Suivi | None = None) -> Verification:
    """Vérifie tout le cabinet, sans rien écrire, d'un seul instantané de la base."""
    base = session.base
    base.execute("BEGIN")
    try:
        faits = int(base.execute("SELECT count(*) FROM journal").fetchone()[0])
        numeros = projections.numeros(base)
        defauts = [*_base(base), *_chaine(base)]
        vus: set[int] = set()
        figes: dict[str, tuple[str, str]] = {}
        for rang, ecrits in enumerate(journal.lire_tout(base), start=1):
            vus.add(ecrits[0].dossier)
            defauts += _projection(session, ecrits)
            figes.update(_fichiers_cites(ecrits))
            if suivi:
                suivi(rang, len(numeros))
        defauts += [
            Defaut(numero_lisible(numero), "projeté sans aucun fait au journal") for numero in sorted(numeros - vus)
        ]
        figes.update({e.fichier: (numero_lisible(e.dossier), e.empreinte) for e in envois.figes(base)})
        defauts += _fichiers(session.chemin, figes)
    finally:
        base.execute("ROLLBACK")
    return Verification(faits=faits, dossiers=len(vus), fichiers=len(figes), defauts=tuple(defauts))


def reconstruire(session: Session) -> int:
    """Récrit toutes les projections d'après le journal, qui fait foi, et rend le nombre de dossiers."""
    with transaction(session.base):
        numeros = [ligne[0] for ligne in session.base.execute("SELECT DISTINCT dossier FROM journal ORDER BY dossier")]
        session.base.execute("DELETE FROM demarches")
        session.base.execute("DELETE FROM recherche")
        session.base.execute("DELETE FROM dossiers WHERE numero NOT IN (SELECT dossier FROM journal)")
        reprojeter(session, numeros)
    return len(numeros)


def _base(base: sqlite3.Connection) -> Iterator[Defaut]:
    for (resultat,) in base.execute("PRAGMA integrity_check"):
        if resultat != "ok":
            yield Defaut("base", f"SQLite signale : {resultat}")
    for table, rang, cible, _ in base.execute("PRAGMA foreign_key_check"):
        yield Defaut(f"base, table {table}", f"la ligne {rang} désigne une ligne absente de {cible}")
    declencheurs = {nom for (nom,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    for nom in ("journal_sans_modification", "journal_sans_suppression"):
        if nom not in declencheurs:
            yield Defaut("journal", f"le déclencheur {nom} qui le protège a disparu")


def _chaine(base: sqlite3.Connection) -> Iterator[Defaut]:
    precedente, attendu = journal.ORIGINE, 1
    for ligne in base.execute("SELECT * FROM journal ORDER BY rang"):
        ou = f"journal, fait n° {ligne['rang']}"
        if ligne["rang"] != attendu:
            yield Defaut(ou, f"le fait n° {attendu} manque")
        if journal.sceller(ligne["donnees"]) != ligne["sceau"]:
            yield Defaut(ou, "ses données ne sont plus celles qui ont été scellées")
        tete = [ligne[nom] for nom in ("rang", "dossier", "genre", "date", "saisi_le", "auteur", "cle")]
        if journal.enchainer(precedente, tete, ligne["sceau"]) != ligne["empreinte"]:
            yield Defaut(ou, "la chaîne d'empreintes est rompue")
        precedente, attendu = ligne["empreinte"], ligne["rang"] + 1


def _projection(session: Session, ecrits: list[Ecrit]) -> Iterator[Defaut]:
    """La projection sur le disque est celle qu'on déduirait du journal."""
    numero = ecrits[0].dossier
    try:
        dossier = plier(ecrits)
        attendue = projeter(session, dossier, session.partie(dossier.ouverture.debiteur))
    except (ValueError, KeyError) as erreur:
        yield Defaut(numero_lisible(numero), f"ses faits ne se plient pas ({erreur})")
        return
    tenue = projections.lire_projection(session.base, numero)
    if tenue is None:
        yield Defaut(numero_lisible(numero), "absent des projections")
        return
    for quoi, avant, apres in (
        ("fiche", tenue.dossier, attendue.dossier),
        ("démarches", tenue.demarches, attendue.demarches),
        ("mots de recherche", tenue.recherche, attendue.recherche),
    ):
        if avant != apres:
            yield Defaut(numero_lisible(numero), f"{quoi} différentes de ce que dit le journal")


def _fichiers_cites(ecrits: list[Ecrit]) -> dict[str, tuple[str, str]]:
    return {
        fait.fichier: (numero_lisible(ecrit.dossier), fait.empreinte)
        for ecrit in ecrits
        if isinstance(fait := ecrit.evenement, (RelanceEnvoyee, PieceRecue)) and fait.fichier
    }


def _fichiers(cabinet: Path, figes: dict[str, tuple[str, str]]) -> Iterator[Defaut]:
    for fichier, (dossier, attendue) in sorted(figes.items()):
        try:
            octets = (cabinet / fichier).read_bytes()
        except OSError:
            yield Defaut(dossier, f"le fichier figé {fichier} manque")
            continue
        if empreinte(octets) != attendue:
            yield Defaut(dossier, f"le fichier figé {fichier} a changé depuis son départ")
