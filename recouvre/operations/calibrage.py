"""La grille de calibrage : ce qu'une imprimante et une enveloppe à fenêtre font vraiment d'une page."""

from __future__ import annotations

from pathlib import Path

from recouvre.base.fichiers import ecrire, exiger_neuf, nom_libre


def ecrire_grille(sortie: Path | None) -> Path:
    """Écrit la grille en PDF et rend son chemin. Lève ``Refus`` plutôt que d'écraser."""
    from recouvre.courriers.calibrage import grille_pdf

    chemin = sortie or nom_libre(Path("calibrage.pdf"))
    exiger_neuf(chemin)
    ecrire(chemin, grille_pdf())
    return chemin
