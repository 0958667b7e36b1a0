"""Le profil de couleur sRGB (IEC 61966-2-1), en ICC version 2 : ce qu'un PDF d'archive doit dire de ses couleurs.

Il est calculé depuis la norme plutôt que copié : aucun fichier, aucune licence, toujours les mêmes octets.
"""

from __future__ import annotations

import struct
from functools import lru_cache

_COULEURS = {
    b"wtpt": (0.9642, 1.0, 0.8249),
    b"rXYZ": (0.43607, 0.22249, 0.01392),
    b"gXYZ": (0.38515, 0.71687, 0.09708),
    b"bXYZ": (0.14307, 0.06061, 0.71410),
}
"""Le blanc D50 et les trois primaires adaptées à lui (Bradford), en XYZ."""

_PAS = 1024
_DATE = (2000, 1, 1, 0, 0, 0)


@lru_cache(maxsize=1)
def profil_srgb() -> bytes:
    """Le profil ICC, de classe écran."""
    courbe = _courbe()
    blocs = {b"desc": _description("sRGB IEC61966-2.1"), b"cprt": b"text" + bytes(4) + b"CC0\0"}
    blocs |= {nom: b"XYZ " + bytes(4) + _xyz(xyz) for nom, xyz in _COULEURS.items()}
    table, corps, places = b"", b"", {courbe: 0}
    debut = 128 + 4 + 12 * (len(blocs) + 3)
    for nom, bloc in [*blocs.items(), (b"rTRC", courbe), (b"gTRC", courbe), (b"bTRC", courbe)]:
        if bloc is not courbe or not places[courbe]:
            places[bloc] = debut + len(corps)
            corps += bloc + bytes(-len(bloc) % 4)
        table += nom + struct.pack(">II", places[bloc], len(bloc))
    return _entete(debut + len(corps)) + struct.pack(">I", len(blocs) + 3) + table + corps


def _entete(taille: int) -> bytes:
    tete = struct.pack(">I4sI4s4s4s6H4s", taille, bytes(4), 0x02100000, b"mntr", b"RGB ", b"XYZ ", *_DATE, b"acsp")
    return (tete + bytes(28) + _xyz(_COULEURS[b"wtpt"])).ljust(128, b"\0")


def _xyz(valeurs: tuple[float, float, float]) -> bytes:
    return struct.pack(">3i", *(round(valeur * 65536) for valeur in valeurs))


def _description(texte: str) -> bytes:
    brut = texte.encode("ascii") + b"\0"
    return b"desc" + bytes(4) + struct.pack(">I", len(brut)) + brut + bytes(4 + 4 + 2 + 1 + 67)


def _courbe() -> bytes:
    """De la valeur codée à la lumière : une droite, puis une puissance 2,4."""
    parts = (rang / (_PAS - 1) for rang in range(_PAS))
    lumieres = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return b"curv" + bytes(4) + struct.pack(f">I{_PAS}H", _PAS, *(round(65535 * lumiere) for lumiere in lumieres))
