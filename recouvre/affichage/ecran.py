"""Combien de colonnes a la sortie. À part des tableaux : qui n'en écrit pas n'a pas à les importer."""

from __future__ import annotations

import os
import shutil
import sys

LARGEUR_PAPIER = 100
"""La largeur d'une sortie redirigée : elle doit pouvoir s'imprimer."""
_LARGEUR_MINIMALE = 40


def largeur() -> int:
    """Le nombre de colonnes : celui du terminal ; hors terminal 100, ou ``COLUMNS`` s'il est moindre."""
    if sys.stdout.isatty():
        return max(shutil.get_terminal_size((LARGEUR_PAPIER, 24)).columns, _LARGEUR_MINIMALE)
    demandee = os.environ.get("COLUMNS", "")
    return max(min(int(demandee), LARGEUR_PAPIER), _LARGEUR_MINIMALE) if demandee.isdecimal() else LARGEUR_PAPIER
