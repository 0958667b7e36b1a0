"""Montrer un chemin tel qu'on le taperait d'ici."""

from __future__ import annotations

from pathlib import Path


def d_ici(chemin: Path) -> str:
    """Le chemin relatif au dossier courant s'il y est, absolu sinon."""
    ici = Path.cwd()
    return str(chemin.relative_to(ici)) if chemin.is_relative_to(ici) else str(chemin)
