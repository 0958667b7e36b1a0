"""La frontière : tout ce qui arrête une commande y devient une phrase sur la sortie d'erreur et un code de sortie.

| code | sens |
|---|---|
| 0 | fait |
| 1 | refusé par une règle, ou empêché (cabinet occupé, fichier verrouillé, disque plein) |
| 2 | mal appelé |
| 70 | panne : la trace est dans un fichier, jamais à l'écran (sauf ``RECOUVRE_TRACE=1``) |
| 130 | interrompu par la personne |
| 141 | le lecteur de la sortie est parti (``recouvre … | head``) |

Ce module n'est importé que lorsqu'une commande s'arrête autrement que bien.
"""

from __future__ import annotations

import errno
import os
import platform
import re
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import typer
from typer._click.exceptions import ClickException

from recouvre import __version__
from recouvre.affichage.encodage import sans_controle
from recouvre.domaine.refus import Refus
from recouvre.francais import annonce, expliquer

VARIABLE_TRACE = "RECOUVRE_TRACE"
JOURNAL = "recouvre-panne.log"
CODE_PANNE, CODE_INTERROMPU, CODE_TUYAU = 70, 130, 141

_SQLITE = (
    (
        "locked",
        "Le cabinet est occupé par un autre programme ; rien de plus n'a été écrit. Relancez plus tard.",
    ),
    ("readonly", "Le cabinet est en lecture seule ; rien n'a été écrit. Vérifiez les droits de son dossier."),
    ("disk is full", "Le disque est plein ; rien de plus n'a été écrit. Faites de la place, puis relancez."),
    (
        "disk I/O",
        "Le disque refuse la base du cabinet ; rien de plus n'a été écrit. Vérifiez qu'il n'est ni plein, ni débranché,"
        " ni abîmé, puis relancez.",
    ),
    (
        "unable to open",
        "La base du cabinet ne s'ouvre pas ; rien n'a été écrit. Vérifiez les droits de son dossier, et la place qui"
        " reste sur le disque.",
    ),
)
_NOM_SECRET = re.compile(r"MOT_?DE_?PASSE|PASSW|SECRET|JETON|TOKEN|CLE|KEY", re.IGNORECASE)
_IDENTIFIANTS_URL = re.compile(r"(?<=://)[^/\s@]+@")


def traiter(arret: BaseException, arguments: Sequence[str] = ()) -> int:
    """Dit ce qui a arrêté la commande et rend le code de sortie. ``arguments`` : ce qui a été tapé, pour une panne."""
    code = None
    for classes, traitement in _TRAITEMENTS:
        if code is None and isinstance(arret, classes):
            code = traitement(arret)
    if code is None:
        code = _panne(arret, arguments)
    _fermer_la_sortie()
    return code


def _refus(refus: Refus) -> int:
    return _dire(annonce(refus.phrase), refus.code)


def _mal_appele(faute: ClickException) -> int:
    return _dire(expliquer(faute), faute.exit_code)


def _interrompu(_: BaseException) -> int:
    return _dire("Interrompu.", CODE_INTERROMPU)


def _disque(faute: OSError) -> int | None:
    """Les empêchements du système que la personne peut lever elle-même ; les autres sont des pannes."""
    ou = f" {faute.filename}" if faute.filename else ""
    if isinstance(faute, BrokenPipeError) or (os.name == "nt" and faute.errno == errno.EINVAL and not ou):
        return CODE_TUYAU
    if isinstance(faute, PermissionError):
        return _dire(annonce(f"Accès refusé{ou}. S'il est ouvert dans un autre logiciel, fermez-le, puis relancez."), 1)
    if errno.errorcode.get(faute.errno or 0) in ("ENOSPC", "EDQUOT"):
        return _dire(annonce(f"Plus de place sur le disque{ou}. Libérez-en, puis relancez."), 1)
    if faute.errno == errno.EROFS:
        return _dire(annonce(f"Le disque est en lecture seule{ou}. Rendez-le inscriptible, puis relancez."), 1)
    return None


def _base(faute: Exception) -> int | None:
    """``sqlite3`` n'est regardé que si une commande l'a chargé : l'importer ici retarderait toutes les autres."""
    sqlite3 = sys.modules.get("sqlite3")
    if sqlite3 is None or not isinstance(faute, sqlite3.DatabaseError):
        return None
    if type(faute) is sqlite3.DatabaseError:
        return _dire(annonce("La base du cabinet est abîmée : reprenez une sauvegarde."), 1)
    phrase = next((phrase for fragment, phrase in _SQLITE if fragment in str(faute)), None)
    return _dire(annonce(phrase), 1) if phrase else None


_TRAITEMENTS: tuple[tuple[Any, Callable[[Any], int | None]], ...] = (
    (Refus, _refus),
    (ClickException, _mal_appele),
    ((KeyboardInterrupt, typer.Abort, EOFError), _interrompu),
    (OSError, _disque),
    (Exception, _base),
)


def _panne(arret: BaseException, arguments: Sequence[str]) -> int:
    trace = "".join(traceback.format_exception(arret))
    if os.environ.get(VARIABLE_TRACE) == "1":
        return _dire(trace.rstrip(), CODE_PANNE)
    fichier = _consigner(_expurger(f"{_contexte(arguments)}\n{trace}"))
    suite = f"Le détail technique est dans {fichier} : joignez-le à votre signalement." if fichier else ""
    return _dire(annonce(f"Panne imprévue, la commande s'est arrêtée. {suite}").rstrip(), CODE_PANNE)


def _contexte(arguments: Sequence[str]) -> str:
    """Le nom de la commande, mais pas ses arguments : ils portent des noms, des adresses, des montants."""
    nom = arguments[0] if arguments and re.fullmatch(r"[a-z-]{1,20}", arguments[0]) else "…"
    return f"recouvre {__version__}, commande {nom}\nPython {platform.python_version()}, {platform.platform()}"


def _expurger(texte: str) -> str:
    """Le texte sans les secrets de l'environnement ni les identifiants d'une adresse web."""
    for nom, valeur in os.environ.items():
        if len(valeur) >= 4 and _NOM_SECRET.search(nom):
            texte = texte.replace(valeur, "***")
    return _IDENTIFIANTS_URL.sub("***@", texte)


def _consigner(texte: str) -> Path | None:
    """Écrit le journal, lisible de son seul auteur. Un fichier ou un lien posé là par un autre n'est jamais suivi."""
    import tempfile

    fichier = Path(tempfile.gettempdir()) / JOURNAL
    try:
        fichier.unlink(missing_ok=True)
        descripteur = os.open(fichier, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError:
        try:
            descripteur, ailleurs = tempfile.mkstemp(prefix="recouvre-panne-", suffix=".log")
        except OSError:
            return None
        fichier = Path(ailleurs)
    with os.fdopen(descripteur, "w", encoding="utf-8", errors="backslashreplace") as flux:
        flux.write(texte)
    return fichier


def _dire(texte: str, code: int) -> int:
    """Écrit sur la sortie d'erreur, après ce que la commande avait déjà montré."""
    with suppress(OSError):
        sys.stdout.flush()
    with suppress(OSError):  # si plus personne ne lit, le code de sortie reste
        print(sans_controle(texte), file=sys.stderr, flush=True)
    return code


def _fermer_la_sortie() -> None:
    """Vide la sortie ; si son lecteur est parti, la détourne pour que Python ne s'en plaigne pas en anglais."""
    try:
        sys.stdout.flush()
    except OSError:
        vide = os.open(os.devnull, os.O_WRONLY)
        os.dup2(vide, sys.stdout.fileno())
        os.close(vide)
