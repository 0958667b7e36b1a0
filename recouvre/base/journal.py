"""Le journal : ajout seul, chaîné. Chaque empreinte couvre la précédente, l'en-tête du fait et le sceau de ses données.

Le sceau est l'empreinte des données : les données d'une personne pourront être effacées sans rompre la chaîne.
La ``cle`` d'un fait l'empêche d'être écrit deux fois. Un fait annulé libère la sienne : la saisie suivante la reprend
avec un suffixe ``#2``, ``#3``… (qui forme une clé y double donc ses dièses).
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from recouvre.base.codec import depuis_donnees, en_donnees
from recouvre.base.reglages import ecrire_reglage
from recouvre.domaine.evenements import Ecrit, Evenement, EvenementAnnule
from recouvre.domaine.refus import JournalAbime, Refus

TETE = "tete_du_journal"
"""Le réglage qui retient le dernier rang et son empreinte : sans lui, couper la fin du journal ne se verrait pas."""

ORIGINE = "0" * 64
"""L'empreinte qui précède le premier fait."""


@dataclass(frozen=True, slots=True)
class AEcrire:
    """Un fait à écrire : son dossier, l'évènement, et la clé qui l'empêche d'être écrit deux fois."""

    dossier: int
    evenement: Evenement
    cle: str


def ajouter(
    connexion: sqlite3.Connection, faits: Sequence[AEcrire], *, saisi_le: dt.datetime, auteur: str
) -> list[Ecrit]:
    """Ajoute des faits, dans une transaction déjà ouverte, et les rend avec leur rang."""
    dernier = connexion.execute("SELECT rang, empreinte FROM journal ORDER BY rang DESC LIMIT 1").fetchone()
    rang, empreinte = (dernier["rang"], dernier["empreinte"]) if dernier else (0, ORIGINE)
    moment = saisi_le.isoformat(timespec="seconds")
    lignes: list[tuple[int | str, ...]] = []
    ecrits: list[Ecrit] = []
    for fait in faits:
        rang += 1
        donnees = en_donnees(fait.evenement)
        tete = (rang, fait.dossier, type(fait.evenement).__name__, fait.evenement.date.isoformat(), moment, auteur)
        sceau = sceller(donnees)
        empreinte = enchainer(empreinte, (*tete, fait.cle), sceau)
        lignes.append((*tete, fait.cle, donnees, sceau, empreinte))
        ecrits.append(Ecrit(rang, fait.dossier, fait.evenement, saisi_le, auteur, fait.cle))
    connexion.executemany("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", lignes)
    if ecrits:
        ecrire_reglage(connexion, TETE, f"{rang} {empreinte}")
    return ecrits


def sceller(donnees: str) -> str:
    """L'empreinte SHA-256 des données d'un fait."""
    from hashlib import sha256  # charge OpenSSL : seulement pour écrire ou vérifier

    return sha256(donnees.encode()).hexdigest()


def enchainer(precedente: str, tete: Sequence[int | str], sceau: str) -> str:
    """L'empreinte d'un fait : SHA-256 de la précédente, de son en-tête (rang, dossier, … , clé) et de son sceau."""
    from hashlib import sha256

    return sha256(json.dumps([precedente, *tete, sceau], ensure_ascii=False).encode()).hexdigest()


def lire(connexion: sqlite3.Connection, dossier: int) -> list[Ecrit]:
    """Tous les faits d'un dossier, par rang."""
    requete = "SELECT * FROM journal WHERE dossier = ? ORDER BY rang"
    return decoder(connexion.execute(requete, (dossier,)))


def lire_brut(connexion: sqlite3.Connection) -> Iterator[tuple[int, list[sqlite3.Row]]]:
    """Tous les faits tels qu'ils sont écrits, dossier par dossier : ``decoder`` les lit, s'ils sont lisibles."""
    lignes = connexion.execute("SELECT * FROM journal ORDER BY dossier, rang")
    for dossier, siennes in groupby(lignes, key=lambda ligne: int(ligne["dossier"])):
        yield dossier, list(siennes)


def decoder(lignes: Iterable[sqlite3.Row]) -> list[Ecrit]:
    """Les faits de ces lignes. Lève ``JournalAbime`` si l'une d'elles ne se lit pas."""
    ecrits = []
    for ligne in lignes:
        try:
            ecrits.append(_ecrit(ligne))
        except (ValueError, KeyError, TypeError, ArithmeticError, Refus) as erreur:
            raise JournalAbime(ligne["dossier"], f"fait n° {ligne['rang']} illisible") from erreur
    return ecrits


def dernier_rang(connexion: sqlite3.Connection, dossier: int) -> int:
    """Le rang du dernier fait d'un dossier ; 0 s'il n'en a pas."""
    return int(connexion.execute("SELECT max(rang) FROM journal WHERE dossier = ?", (dossier,)).fetchone()[0] or 0)


def dernier_dossier(connexion: sqlite3.Connection) -> int:
    """Le plus grand numéro de dossier jamais donné."""
    return int(connexion.execute("SELECT max(dossier) FROM journal").fetchone()[0] or 0)


def dossiers(connexion: sqlite3.Connection) -> list[int]:
    """Les numéros de tous les dossiers du journal."""
    return [ligne[0] for ligne in connexion.execute("SELECT DISTINCT dossier FROM journal ORDER BY dossier")]


def cle_annulation(rang: int) -> str:
    """La clé du fait qui annule le rang donné."""
    return f"annulation:{rang}"


def annulation(rang: int, date: dt.date, motif: str, dossier: int) -> AEcrire:
    """Le fait contraire de ``rang``, prêt à écrire."""
    return AEcrire(dossier, EvenementAnnule(date=date, rang=rang, motif=motif), cle_annulation(rang))


def vivants(connexion: sqlite3.Connection, cles: Iterable[str]) -> dict[str, int]:
    """Parmi ces clés, celles qu'un fait non annulé porte déjà : clé → numéro du dossier."""
    return {cle: dossier for _, dossier, cle in _vivants(connexion, cles)}


def faits_vivants(connexion: sqlite3.Connection, cles: Iterable[str]) -> dict[str, Ecrit]:
    """Parmi ces clés, le fait non annulé qui porte chacune."""
    return {
        cle: decoder(connexion.execute("SELECT * FROM journal WHERE rang = ?", (rang,)))[0]
        for rang, _, cle in _vivants(connexion, cles)
    }


def _vivants(connexion: sqlite3.Connection, cles: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    for rang, dossier, cle in list(_versions(connexion, cles)):
        if not connexion.execute("SELECT 1 FROM journal WHERE cle = ?", (cle_annulation(rang),)).fetchone():
            yield rang, dossier, cle


def cles_libres(connexion: sqlite3.Connection, cles: Iterable[str]) -> dict[str, str]:
    """Pour chaque clé déjà portée par des faits, la clé suivante à écrire ; les autres s'écrivent telles quelles."""
    usages = Counter(cle for _, _, cle in _versions(connexion, cles))
    return {cle: f"{cle}#{combien + 1}" for cle, combien in usages.items()}


def _versions(connexion: sqlite3.Connection, cles: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """(rang, dossier, clé demandée) pour chaque écriture d'une de ces clés, suffixe ``#n`` compris."""
    demandees = {cle: cle for cle in cles}
    version = 1
    while demandees:
        trouvees = connexion.execute(
            "SELECT cle, rang, dossier FROM journal WHERE cle IN (SELECT value FROM json_each(?))",
            (json.dumps(list(demandees)),),
        ).fetchall()
        version += 1
        for ligne in trouvees:
            yield ligne["rang"], ligne["dossier"], demandees[ligne["cle"]]
        demandees = {f"{demandees[ligne['cle']]}#{version}": demandees[ligne["cle"]] for ligne in trouvees}


def _ecrit(ligne: sqlite3.Row) -> Ecrit:
    return Ecrit(
        ligne["rang"],
        ligne["dossier"],
        depuis_donnees(ligne["genre"], ligne["date"], ligne["donnees"]),
        dt.datetime.fromisoformat(ligne["saisi_le"]),
        ligne["auteur"],
        ligne["cle"],
    )
