"""Reconnaître l'encodage d'un texte : UTF-16, UTF-8, Windows-1252 ou ISO-8859-15. Jamais de caractère remplacé."""

from __future__ import annotations

import re

from recouvre.domaine.brouillons import FichierRefuse
from recouvre.echanges.octets import codec_utf16, est_utf16

_ASCII = bytes(range(128))
_PROPRES_A_CP1252 = frozenset(range(0x80, 0xA0))
_PROPRES_A_LATIN9 = frozenset((0xA4, 0xBC, 0xBD))
_LATIN9 = re.compile(rb"\xa4|(?<![0-9])[\xbc\xbd][A-Za-z]")
"""Ce qui n'a de sens qu'en ISO-8859-15 : « € » (« ¤ » ailleurs), « Œ » et « œ » avant une lettre (« ¼ », « ½ »)."""
_QUOI_FAIRE = "Rouvrez-le dans le logiciel d'origine et enregistrez-le en « CSV UTF-8 »."


def deviner_encodage(octets: bytes, fichier: str) -> str:
    """Rend le nom du codec qui décode *tout* le fichier ; lève ``FichierRefuse`` s'il n'y en a pas.

    UTF-8 ne se confond avec rien : s'il décode, c'est lui. Sinon Windows-1252, dont ISO-8859-15 ne diffère, pour du
    français, que par l'euro et les « œ ».

    >>> [deviner_encodage("Échéance;cœur".encode(codec), "f") for codec in ("utf-8", "cp1252", "iso8859-15", "utf-16")]
    ['utf-8-sig', 'cp1252', 'iso8859-15', 'utf-16']
    """
    if est_utf16(octets):
        return _verifier(octets, codec_utf16(octets), fichier)
    try:
        octets.decode("utf-8")
        return "utf-8-sig"
    except UnicodeDecodeError as faute:
        _refuser_utf8_abime(octets, faute.start, fichier)
    presents = set(octets.translate(None, _ASCII))
    # Les octets 0x80 à 0x9F ne sont des signes qu'en Windows-1252.
    if presents & _PROPRES_A_LATIN9 and not presents & _PROPRES_A_CP1252 and _LATIN9.search(octets):
        return "iso8859-15"
    return _verifier(octets, "cp1252", fichier)


def _refuser_utf8_abime(octets: bytes, ou: int, fichier: str) -> None:
    """Un UTF-8 tronqué ou mêlé d'un autre encodage se lirait « Ã© » en Windows-1252 : mieux vaut refuser.

    Les octets 0xC2 et 0xC3 ouvrent presque tous les caractères accentués de l'UTF-8, et n'existent guère en français
    Windows-1252 (« Â », « Ã »).
    """
    hauts = octets.translate(None, _ASCII)
    if (hauts.count(b"\xc3") + hauts.count(b"\xc2")) * 3 >= len(hauts):
        ligne = octets.count(b"\n", 0, ou) + 1
        raise FichierRefuse(
            fichier, f"du texte UTF-8 est abîmé ou mêlé à un autre encodage, d'abord à la ligne {ligne}. {_QUOI_FAIRE}"
        )


def _verifier(octets: bytes, codec: str, fichier: str) -> str:
    try:
        octets.decode(codec)
    except UnicodeDecodeError:
        raise FichierRefuse(fichier, f"l'encodage du texte n'est pas reconnu. {_QUOI_FAIRE}") from None
    return codec
