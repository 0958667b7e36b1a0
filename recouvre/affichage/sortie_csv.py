"""La sortie pour les tableurs français : « ; », virgule décimale, CRLF, UTF-8 — et rien qu'Excel exécuterait.

Excel ne reconnaît l'UTF-8 d'un fichier qu'à sa marque d'ordre (BOM) : elle est écrite en tête d'un fichier, y compris
par redirection, jamais dans un tuyau ni sur un terminal.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TextIO

from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.refus import SaisieIllisible

Valeur = str | int | Decimal | dt.date | bool | None
"""Ce qu'une case peut porter. Un montant y est déjà écrit : ``francais.decimale(centimes)``."""

_PAQUET = 1000
_DANGEREUX = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_NOMBRE = re.compile(r"-\d+(?:[ \u00a0\u202f]\d{3})*(?:[.,]\d+)?(?:[ \u00a0\u202f]?[%€])?|-")


def ecrire_csv(colonnes: Sequence[str], lignes: Iterable[Sequence[Valeur]], fichier: Path | None = None) -> None:
    """Écrit les lignes sur la sortie, ou dans ``fichier``, qui n'existe sous son nom qu'une fois complet.

    Lève ``SaisieIllisible`` si le dossier de ``fichier`` n'existe pas.
    """
    octets = _en_octets(colonnes, lignes)
    if fichier is None:
        _vers_la_sortie(octets)
    else:
        _vers_un_fichier(octets, fichier)


def csv_en_octets(colonnes: Sequence[str], lignes: Iterable[Sequence[Valeur]]) -> bytes:
    """Le fichier entier, marque d'ordre comprise : pour le joindre à d'autres."""
    return codecs.BOM_UTF8 + b"".join(_en_octets(colonnes, lignes))


def case(valeur: Valeur) -> str:
    """Une valeur telle qu'un tableur français la lit, et sans effet.

    Une chaîne que le tableur prendrait pour une formule est précédée d'une apostrophe ; un nombre négatif reste nombre.

    >>> case("=HYPERLINK(A1)"), case("-150,00"), case("@cmd"), case("+33 6"), case("- 20 %")
    ("'=HYPERLINK(A1)", '-150,00', "'@cmd", "'+33 6", "'- 20 %")
    >>> case(Decimal("12.15")), case(dt.date(2026, 11, 21)), case(True), case(None)
    ('12,15', '21/11/2026', 'oui', '')
    """
    match valeur:
        case None:
            return ""
        case bool():
            return "oui" if valeur else "non"
        case Decimal():
            return f"{valeur:f}".replace(".", ",")
        case dt.date():
            return en_chiffres(valeur)
        case str() if valeur.startswith(_DANGEREUX) and not _NOMBRE.fullmatch(valeur):
            return f"'{valeur}"
        case _:
            return str(valeur)


def _en_octets(colonnes: Sequence[str], lignes: Iterable[Sequence[Valeur]]) -> Iterator[bytes]:
    """Le fichier par paquets : un portefeuille entier ne tient pas forcément en mémoire."""
    tampon = io.StringIO(newline="")
    plume = csv.writer(tampon, delimiter=";", lineterminator="\r\n")
    plume.writerow([case(colonne) for colonne in colonnes])
    for numero, ligne in enumerate(lignes, start=1):
        plume.writerow([case(valeur) for valeur in ligne])
        if numero % _PAQUET == 0:
            yield _vider(tampon)
    yield _vider(tampon)


def _vider(tampon: io.StringIO) -> bytes:
    texte = tampon.getvalue()
    tampon.seek(0)
    tampon.truncate()
    return texte.encode("utf-8", errors="replace")


def _vers_la_sortie(octets: Iterable[bytes]) -> None:
    brut = getattr(sys.stdout, "buffer", None)
    if brut is None:  # sortie en mémoire, sans octets
        for paquet in octets:
            sys.stdout.write(paquet.decode("utf-8"))
        return
    sys.stdout.flush()
    if _fichier_neuf(sys.stdout):
        brut.write(codecs.BOM_UTF8)
    for paquet in octets:
        brut.write(paquet)
    brut.flush()


def _fichier_neuf(flux: TextIO) -> bool:
    try:
        etat = os.fstat(flux.fileno())
    except (OSError, ValueError):
        return False
    return stat.S_ISREG(etat.st_mode) and etat.st_size == 0


def _vers_un_fichier(octets: Iterable[bytes], fichier: Path) -> None:
    if not fichier.parent.is_dir():
        raise SaisieIllisible(f"Le dossier {fichier.parent} n'existe pas : créez-le, ou choisissez un autre fichier.")
    provisoire = fichier.with_name(f".{fichier.name}.{os.getpid()}.partiel")
    try:
        with provisoire.open("xb") as flux:
            flux.write(codecs.BOM_UTF8)
            for paquet in octets:
                flux.write(paquet)
            flux.flush()
            os.fsync(flux.fileno())
        provisoire.replace(fichier)
    finally:
        provisoire.unlink(missing_ok=True)
