"""Les aperçus des relances que l'on garde, un fichier par jour, et ce dont ils dépendent.

L'aperçu compose chaque lettre pour prendre la décision de l'envoi, et c'est long. Ce qui n'a pas bougé se relit dans
``.apercu-AAAA-MM-JJ.json``, que l'on peut effacer ; ``empreintes`` dit, dossier par dossier, ce qui a bougé dans la
base. L'envoi, lui, n'en lit rien.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from recouvre.base.cabinet import MODELES, NOM_PROFIL, PARAMETRES, SCENARIOS
from recouvre.base.connexion import GENERATION, Base
from recouvre.base.fichiers import ecrire
from recouvre.base.reglages import lire_reglage
from recouvre.domaine.refus import Refus

JOURS_GARDES = 2
"""Aujourd'hui, et le jour ouvré que le passage d'aujourd'hui prépare."""

_PAQUET = Path(__file__).resolve().parent.parent
_A_DISTANCE = re.compile(r"""^\s*(\[[\s"']*(courriel|sms)\b|["']?(courriel|sms)["']?\s*(\.|=\s*\{))""", re.MULTILINE)
"""Un canal réglé, de quelque façon que TOML permette de l'écrire ; à tort, l'aperçu se refait, c'est tout."""

_ENTRE_GUILLEMETS = re.compile(r"""["']([^"'\n]+)["']""")

_ESSAIS_A_VENIR = "SELECT 1 FROM envois WHERE etat <> 'envoyé' AND prochain_le <> '' LIMIT 1"


def dehors(cabinet: Path, jour: dt.date, instant: dt.datetime) -> str:
    """Ce dont l'aperçu de ce jour dépend hors de la base : les fichiers du cabinet et de l'outil, le jour, l'heure."""
    profil = cabinet / NOM_PROFIL
    texte = profil.read_text("utf-8", errors="replace") if profil.is_file() else ""
    depend = [
        jour.isoformat(), _heure(cabinet, texte, jour, instant), texte,
        *_fichiers(cabinet, (MODELES, SCENARIOS, PARAMETRES)), *_nommes(cabinet, texte), *_fichiers(_PAQUET, ("",)),
        *_fichiers(_PAQUET.parent, ("modeles_courriers",)),
    ]  # fmt: skip
    # Un nom de fichier n'est pas toujours de l'Unicode : celui d'une vieille archive ne fait rien tomber.
    return sha256("\n".join(depend).encode("utf-8", "backslashreplace")).hexdigest()


def marque(base: Base, dehors: str, jour: dt.date, instant: dt.datetime) -> str:
    """Ce dont l'aperçu de ce jour dépend, la base à l'écriture près : égale, il n'y a rien à regarder de plus près."""
    attend = jour == instant.date() and base.execute(_ESSAIS_A_VENIR).fetchone()
    return " ".join((dehors, lire_reglage(base, GENERATION), seconde(instant) if attend else ""))


def minute(instant: dt.datetime) -> str:
    """L'heure, à la minute : c'est ainsi qu'elle se dit."""
    return f"{instant:%H:%M}"


def seconde(instant: dt.datetime) -> str:
    """L'heure, à la seconde : c'est ainsi que se compte l'attente d'un nouvel essai."""
    return f"{instant:%H:%M:%S}"


def lire(cabinet: Path, jour: dt.date) -> dict[str, Any]:
    """Ce que l'on garde de ce jour, de quelque moment que ce soit ; vide si l'on n'a rien."""
    try:
        garde = json.loads(_fichier(cabinet, jour).read_bytes())
    except (OSError, ValueError):
        return {}
    return garde if isinstance(garde, dict) else {}


def garder(cabinet: Path, jour: dt.date, contenu: Mapping[str, Any]) -> None:
    """Garde cet aperçu, lisible de son seul propriétaire, et jette les plus vieux. Un disque qui refuse n'empêche rien.

    Un courrier de demain montre des noms et des sommes : il n'en reste que ``JOURS_GARDES``.
    """
    voulu = _fichier(cabinet, jour)
    try:
        ecrire(voulu, json.dumps(contenu, ensure_ascii=False).encode(), fixer=False)
        # Celui-ci reste, même si l'horloge a reculé et que les autres se disent plus récents.
        autres = [fichier for fichier in cabinet.glob(".apercu*.json") if fichier != voulu]
        for ancien in sorted(autres, key=lambda fichier: fichier.stat().st_mtime_ns)[: 1 - JOURS_GARDES]:
            ancien.unlink(missing_ok=True)
    except OSError:
        return


def _fichier(cabinet: Path, jour: dt.date) -> Path:
    return cabinet / f".apercu-{jour.isoformat()}.json"


def _heure(cabinet: Path, profil: str, jour: dt.date, instant: dt.datetime) -> str:
    """L'heure, si un canal à distance la regarde et qu'elle n'est pas de celles du cabinet ; vide sinon."""
    if jour != instant.date() or not _A_DISTANCE.search(profil):
        return ""
    from recouvre.base.canaux import lire_canaux

    try:
        reglages = lire_canaux(cabinet).envois
    except Refus:
        return minute(instant)
    return "" if reglages.heure_debut <= instant.hour < reglages.heure_fin else minute(instant)


def _fichiers(racine: Path, dossiers: tuple[str, ...]) -> Iterator[str]:
    """Chaque fichier de ces dossiers : son nom, sa taille, l'instant de son changement ; et ceux de la racine même."""
    for dossier in ("", *filter(None, dossiers)):
        yield from _du_dossier(racine / dossier, recursif=racine == _PAQUET or bool(dossier))


def _du_dossier(dossier: Path, *, recursif: bool) -> Iterator[str]:
    try:
        entrees = sorted(os.scandir(dossier), key=lambda entree: entree.name)
    except OSError:
        return
    for entree in entrees:
        if entree.is_dir(follow_symlinks=False):
            if recursif and entree.name != "__pycache__":
                yield from _du_dossier(Path(entree.path), recursif=True)
        elif not entree.name.startswith((".", "recouvre.db", "passages.log")):
            yield _etat(Path(entree.path))


def _nommes(cabinet: Path, profil: str) -> Iterator[str]:
    """Les fichiers que le profil nomme, où qu'ils soient : une image qui manque retient les lettres."""
    for mot in _ENTRE_GUILLEMETS.findall(profil):
        yield _etat(cabinet / mot.replace("\\\\", "\\"))


def _etat(fichier: Path) -> str:
    """Un fichier disparu entre-temps, un raccourci qui ne mène nulle part : il n'a que son nom."""
    try:
        etat = fichier.stat()
    except (OSError, ValueError):
        return str(fichier)
    return f"{fichier} {etat.st_size} {etat.st_mtime_ns}"
