"""Lire un fichier sur le disque et dire ce qu'il est, à ses octets et jamais à son nom."""

from __future__ import annotations

import stat
from enum import StrEnum
from pathlib import Path

from recouvre.domaine.brouillons import FichierRefuse

_DEBUT = 4096
_MEGA = 1_000_000


class Nature(StrEnum):
    """Ce que les premiers octets d'un fichier disent de lui."""

    VIDE = "vide"
    PDF = "pdf"
    XML = "xml"
    HTML = "html"
    CLASSEUR = "classeur"
    ARCHIVE = "archive"
    BINAIRE = "binaire"
    TEXTE = "texte"


_ENREGISTRER_EN_CSV = (
    "Ouvrez-le, puis « Enregistrer sous » au format « CSV UTF-8 (délimité par des points-virgules) », et donnez ce CSV."
)
CE_QUE_C_EST = {
    Nature.VIDE: "le fichier est vide.",
    Nature.PDF: "c'est un PDF. Donnez un PDF Factur-X pour une facture, ou un CSV pour une remise.",
    Nature.XML: "c'est un fichier XML, pas une remise CSV.",
    Nature.HTML: f"c'est une page web (HTML), même si son nom dit autre chose. {_ENREGISTRER_EN_CSV}",
    Nature.CLASSEUR: f"c'est un classeur de tableur (Excel ou LibreOffice), pas un CSV. {_ENREGISTRER_EN_CSV}",
    Nature.ARCHIVE: "c'est une archive compressée. Décompressez-la, puis donnez les fichiers qu'elle contient.",
    Nature.BINAIRE: "ce n'est ni un CSV, ni un PDF, ni un XML. Donnez une remise CSV ou une facture électronique.",
    Nature.TEXTE: "c'est du texte, pas une facture électronique (PDF Factur-X, ou XML CII ou UBL).",
}
"""Une phrase par nature, pour un refus : ce que c'est, et quoi faire."""

_SIGNATURES = (
    (b"PK\x03\x04", Nature.ARCHIVE),
    (b"PK\x05\x06", Nature.ARCHIVE),
    (b"\xd0\xcf\x11\xe0", Nature.CLASSEUR),
    (b"\x1f\x8b", Nature.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Nature.ARCHIVE),
    (b"Rar!", Nature.ARCHIVE),
    (b"{\\rtf", Nature.BINAIRE),
    (b"\x89PNG", Nature.BINAIRE),
    (b"\xff\xd8\xff", Nature.BINAIRE),
    (b"SQLite format 3\x00", Nature.BINAIRE),
)
_MARQUES_DE_CLASSEUR = (b"xl/", b"application/vnd.oasis.opendocument.spreadsheet")


def lire_octets(chemin: Path, plafond: int) -> bytes:
    """Rend tout le fichier. Lève ``FichierRefuse`` s'il est absent, illisible, ou dépasse ``plafond`` octets."""
    _exiger_fichier(chemin)
    octets = _lire(chemin, plafond + 1)
    if len(octets) > plafond:
        raise FichierRefuse(
            chemin.name,
            f"il dépasse {plafond // _MEGA} Mo. Coupez-le en plusieurs fichiers, ou demandez-en un plus petit.",
        )
    return octets


def lire_debut(chemin: Path) -> bytes:
    """Rend les premiers octets du fichier, assez pour en dire la nature. Lève ``FichierRefuse``."""
    _exiger_fichier(chemin)
    return _lire(chemin, _DEBUT)


def nature(octets: bytes) -> Nature:
    """Dit ce que sont ces octets (un début de fichier suffit, sauf pour distinguer un classeur d'une archive)."""
    if not octets.strip():
        return Nature.VIDE
    if b"%PDF-" in octets[:1024]:
        return Nature.PDF
    for signature, sorte in _SIGNATURES:
        if octets.startswith(signature):
            if sorte is Nature.ARCHIVE and any(marque in octets for marque in _MARQUES_DE_CLASSEUR):
                return Nature.CLASSEUR
            return sorte
    debut = _debut_lisible(octets)
    if debut.startswith("<"):
        return Nature.HTML if debut.startswith(("<!doctype html", "<html", "<table", "<meta")) else Nature.XML
    if est_utf16(octets):
        return Nature.TEXTE
    return Nature.BINAIRE if b"\x00" in octets[:_DEBUT] else Nature.TEXTE


def est_utf16(octets: bytes) -> bool:
    """Vrai si le texte est en UTF-16, avec ou sans marque d'ordre : un octet sur deux y est nul pour du français."""
    if octets.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    debut = octets[:_DEBUT]
    pairs, impairs = debut[0::2].count(0), debut[1::2].count(0)
    nuls, autres = max(pairs, impairs), min(pairs, impairs)
    return nuls > 0 and autres == 0 and nuls * 2 > len(debut) // 2


def codec_utf16(octets: bytes) -> str:
    """Le nom du codec d'un texte UTF-16 : avec marque d'ordre, sinon d'après la place des octets nuls."""
    if octets.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    debut = octets[:_DEBUT]
    return "utf-16-le" if debut[1::2].count(0) > debut[0::2].count(0) else "utf-16-be"


def _debut_lisible(octets: bytes) -> str:
    """Le début du fichier en minuscules, sans marque d'ordre ni blancs ; vide s'il ne se lit pas."""
    debut = octets[:_DEBUT]
    codec = codec_utf16(debut) if est_utf16(debut) else "utf-8-sig"
    return debut.decode(codec, errors="ignore").lstrip().lower()


def _exiger_fichier(chemin: Path) -> None:
    try:
        mode = chemin.stat().st_mode
    except FileNotFoundError:
        raise FichierRefuse(str(chemin), "ce fichier n'existe pas. Vérifiez son nom et son dossier.") from None
    except PermissionError:
        raise FichierRefuse(str(chemin), "vous n'avez pas le droit de lire ce fichier.") from None
    except (OSError, ValueError):
        raise FichierRefuse(str(chemin), "ce nom de fichier ne peut pas être ouvert. Vérifiez-le.") from None
    if stat.S_ISDIR(mode):
        raise FichierRefuse(str(chemin), "c'est un dossier. Donnez les fichiers qu'il contient.")
    if not stat.S_ISREG(mode):
        raise FichierRefuse(str(chemin), "ce n'est pas un fichier ordinaire.")


def _lire(chemin: Path, combien: int) -> bytes:
    try:
        with chemin.open("rb") as flux:
            return flux.read(combien)
    except PermissionError:
        raise FichierRefuse(
            str(chemin), "vous n'avez pas le droit de le lire, ou un autre logiciel le tient ouvert : fermez-le."
        ) from None
    except OSError as panne:
        raise FichierRefuse(
            str(chemin), f"la lecture a échoué (erreur {panne.errno}). Recopiez-le sur ce poste."
        ) from None
