"""Le journal d'exécution : ``passages.log``, une ligne par passage de « recouvre relances --envoyer ».

Une personne le lit, un programme aussi. Ce n'est pas le journal des faits : le perdre n'enlève rien à un dossier. Il
dit que le planificateur est passé, avec quel code, et combien de plis sont partis :

    2026-03-03T08:00:02+01:00 code=0 parties=12 retenues=3 échecs=0 incertaines=0 durée=4.2 auteur="planificateur"

Un passage qui commence pose un témoin, qu'il tient verrouillé ; le système rend ce verrou si le processus meurt, même
par ``SIGKILL``. Un témoin que plus personne ne tient est donc un passage interrompu : ``lire`` le montre aussitôt, et
le passage suivant l'écrit. Ces fonctions lèvent ``OSError`` si le disque refuse : à qui les appelle de continuer.
"""

from __future__ import annotations

import datetime as dt
import errno
import json
import os
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import IO

from recouvre.base.verrou import prendre, verrou
from recouvre.domaine.refus import Occupe

JOURNAL, ANCIEN = "passages.log", "passages.ancien.log"
TEMOIN = ".passage-en-cours-"
TAILLE_MAXIMALE = 2_000_000
"""Octets : au-delà, le journal devient l'ancien, et l'ancien d'avant disparaît."""

INTERROMPU = "interrompu"
_PATIENCE = 2.0
_CHAMP = re.compile(r'(\w+)=("(?:[^"\\]|\\.)*"|\S+)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Un passage. ``quand`` : son début, avec son fuseau ; ``duree`` en secondes.

    ``code`` et ``duree`` valent ``None`` s'il a été interrompu brutalement ; ``raison`` : pourquoi il n'a rien fait.
    """

    quand: dt.datetime
    code: int | None
    parties: int = 0
    retenues: int = 0
    echecs: int = 0
    incertaines: int = 0
    duree: Decimal | None = None
    auteur: str = ""
    raison: str = ""


@dataclass(frozen=True, slots=True)
class Temoin:
    """Le témoin d'un passage en cours ; son verrou se rend avec ``flux``."""

    chemin: Path
    flux: IO[bytes]


def debuter(cabinet: Path, quand: dt.datetime, *, auteur: str = "") -> Temoin:
    """Pose le témoin d'un passage qui commence, après avoir écrit la ligne de ceux que quelque chose a interrompus."""
    with _chacun_son_tour(cabinet):
        for chemin, passage in _morts(cabinet):
            _ajouter(cabinet, passage)
            chemin.unlink(missing_ok=True)
        return _poser(cabinet, f"{_instant(quand)} pid={os.getpid()} auteur={_texte(auteur)}\n".encode())


def finir(cabinet: Path, passage: Passage, temoin: Temoin | None = None) -> None:
    """Écrit la ligne du passage et retire son témoin, s'il en avait posé un."""
    with _chacun_son_tour(cabinet):
        try:
            _ajouter(cabinet, passage)
        finally:
            if temoin is not None:
                temoin.flux.close()
                temoin.chemin.unlink(missing_ok=True)


def lire(cabinet: Path, combien: int = 20) -> tuple[Passage, ...]:
    """Les derniers passages, du plus ancien au plus récent, ceux qui viennent d'être interrompus compris."""
    lus: list[Passage] = []
    if list(cabinet.glob(f"{TEMOIN}*")):
        with _chacun_son_tour(cabinet):
            lus = [passage for _, passage in _morts(cabinet)][::-1]
    for nom in (JOURNAL, ANCIEN):
        with suppress(FileNotFoundError):
            lignes = (cabinet / nom).read_bytes().split(b"\n")
            for ligne in reversed(lignes):
                if len(lus) >= combien:
                    break
                if passage := _depuis_ligne(ligne):
                    lus.append(passage)
    return tuple(reversed(lus[:combien]))


def dernier(cabinet: Path) -> Passage | None:
    """Le dernier passage, ou ``None`` s'il n'y en a jamais eu."""
    passages = lire(cabinet, 1)
    return passages[0] if passages else None


def en_cours(cabinet: Path) -> tuple[dt.datetime, ...]:
    """Le début de chaque passage qui tient encore son témoin."""
    if not list(cabinet.glob(f"{TEMOIN}*")):
        return ()
    with _chacun_son_tour(cabinet):
        return tuple(passage.quand for _, passage, vivant in _temoins(cabinet) if vivant)


def _poser(cabinet: Path, contenu: bytes) -> Temoin:
    chemin = cabinet / f"{TEMOIN}{os.getpid()}-{os.urandom(3).hex()}"
    flux = chemin.open("x+b", buffering=0)
    try:
        prendre(flux)
    except OSError:  # un témoin que rien ne tient passerait pour celui d'un mort
        flux.close()
        chemin.unlink()
        raise
    with suppress(OSError):  # sur un disque plein, un témoin vide vaut mieux que pas de témoin
        flux.write(contenu)
    return Temoin(chemin, flux)


def _morts(cabinet: Path) -> list[tuple[Path, Passage]]:
    return [(chemin, passage) for chemin, passage, vivant in _temoins(cabinet) if not vivant]


def _temoins(cabinet: Path) -> Iterator[tuple[Path, Passage, bool]]:
    """Chaque témoin, le passage interrompu qu'il serait, et si quelqu'un le tient."""
    for chemin in sorted(cabinet.glob(f"{TEMOIN}*")):
        with suppress(FileNotFoundError), chemin.open("r+b", buffering=0) as flux:
            vivant = not prendre(flux)
            yield chemin, _de_temoin(flux, chemin), vivant


def _de_temoin(flux: IO[bytes], chemin: Path) -> Passage:
    """Le passage interrompu que dit un témoin ; une coupure de courant a pu le laisser vide, sa date reste."""
    try:
        flux.seek(0)
        instant, _, suite = flux.read(4096).decode("utf-8", "replace").partition(" ")
        champs = dict(_CHAMP.findall(suite))
        quand, auteur = dt.datetime.fromisoformat(instant), _en_texte(champs.get("auteur", '""'))
    except (OSError, ValueError):  # sous Windows, le témoin que quelqu'un tient ne se lit pas
        quand, auteur = dt.datetime.fromtimestamp(chemin.stat().st_mtime, dt.UTC), ""
    return Passage(quand=quand, code=None, auteur=auteur, raison=INTERROMPU)


@contextmanager
def _chacun_son_tour(cabinet: Path) -> Iterator[None]:
    """Un seul écrivain du journal à la fois ; au bout de la patience, ou si rien ne s'écrit ici, on s'en passe."""
    limite = time.monotonic() + _PATIENCE
    with ExitStack() as pile:
        while time.monotonic() < limite:
            try:
                pile.enter_context(verrou(cabinet, "passages"))
                break
            except Occupe:
                time.sleep(0.01)
            except OSError:
                break
        yield


def _ajouter(cabinet: Path, passage: Passage) -> None:
    """Une ligne de plus, d'une seule écriture, sur le disque quand on revient."""
    chemin = cabinet / JOURNAL
    _tourner(chemin)
    octets = _en_ligne(passage).encode("utf-8", "replace")
    if _coupee(chemin):
        octets = b"\n" + octets
    drapeaux = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
    descripteur = os.open(chemin, drapeaux, 0o666)
    try:
        if os.write(descripteur, octets) < len(octets):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(chemin))
        os.fsync(descripteur)
    finally:
        os.close(descripteur)


def _tourner(chemin: Path) -> None:
    with suppress(OSError):
        if chemin.stat().st_size > TAILLE_MAXIMALE:
            chemin.replace(chemin.with_name(ANCIEN))


def _coupee(chemin: Path) -> bool:
    """Vrai si la dernière ligne n'est pas finie : le disque s'était rempli, elle ne doit pas gâter la suivante."""
    try:
        with chemin.open("rb") as flux:
            return flux.seek(0, os.SEEK_END) > 0 and (flux.seek(-1, os.SEEK_END), flux.read(1))[1] != b"\n"
    except OSError:
        return False


def _en_ligne(passage: Passage) -> str:
    code = "?" if passage.code is None else passage.code
    duree = "?" if passage.duree is None else f"{passage.duree:.1f}"
    raison = f" raison={_texte(passage.raison)}" if passage.raison else ""
    return (
        f"{_instant(passage.quand)} code={code} parties={passage.parties} retenues={passage.retenues}"
        f" échecs={passage.echecs} incertaines={passage.incertaines} durée={duree} auteur={_texte(passage.auteur)}"
        f"{raison}\n"
    )


def _depuis_ligne(ligne: bytes) -> Passage | None:
    """Le passage que dit une ligne ; ``None`` si elle n'en est pas une : vide, coupée, écrite par quelqu'un."""
    instant, _, suite = ligne.decode("utf-8", "replace").strip().partition(" ")
    champs = dict(_CHAMP.findall(suite))
    try:
        quand = dt.datetime.fromisoformat(instant)
        return Passage(
            quand=quand if quand.tzinfo else quand.replace(tzinfo=dt.UTC),
            code=None if champs["code"] == "?" else int(champs["code"]),
            parties=int(champs["parties"]),
            retenues=int(champs["retenues"]),
            echecs=int(champs["échecs"]),
            incertaines=int(champs["incertaines"]),
            duree=None if champs["durée"] == "?" else Decimal(champs["durée"]),
            auteur=_en_texte(champs["auteur"]),
            raison=_en_texte(champs.get("raison", '""')),
        )
    except (ValueError, KeyError, InvalidOperation):
        return None


def _instant(quand: dt.datetime) -> str:
    return quand.isoformat(timespec="seconds")


def _texte(texte: str) -> str:
    """Un texte entre guillemets, sur une ligne, sans caractère qui piloterait un terminal, abrégé."""
    net = "".join(lettre if lettre.isprintable() else " " for lettre in texte)
    return json.dumps(net[:200], ensure_ascii=False)


def _en_texte(cite: str) -> str:
    return str(json.loads(cite))
