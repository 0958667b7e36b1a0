"""Le manifeste d'une remise : ce qu'elle contient, avec les empreintes, pour que l'imprimeur et un juge comparent."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from recouvre.domaine.numeros import numero_lisible
from recouvre.domaine.profil import Profil
from recouvre.envois.impression import PliImprime

VERSION = 1
"""La version de la forme du manifeste : un programme la lit avant le reste."""


def manifeste_json(remise: str, profil: Profil, fichiers: Mapping[str, str], plis: Sequence[PliImprime]) -> bytes:
    """Le manifeste, en JSON. ``fichiers`` : chemin relatif au cabinet → SHA-256. Ni nom de débiteur, ni somme."""
    contenu = {
        "version": VERSION,
        "remise": remise,
        "expediteur": profil.denomination,
        "plis": [
            {
                "reference": pli.reference,
                "dossier": numero_lisible(pli.dossier),
                "fichier": pli.fichier,
                "sha256": pli.empreinte,
                "pages": pli.pages,
                "premiere_page": pli.premiere_page,
                "mode": pli.mode,
            }
            for pli in plis
        ],
        "fichiers": [{"fichier": nom, "sha256": empreinte} for nom, empreinte in fichiers.items()],
        "nombre": len(plis),
        "pages": sum(pli.pages for pli in plis),
    }
    return (json.dumps(contenu, ensure_ascii=False, indent=2) + "\n").encode()
