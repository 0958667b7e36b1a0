"""Écrire les lignes rejetées à côté de leur fichier, pour qu'on les corrige et les relance."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from recouvre.base.fichiers import ecrire, nom_libre
from recouvre.domaine.brouillons import Anomalie, Lecture


def ecrire_rejets(
    cabinet: Path, fichiers: Sequence[Path], lectures: Sequence[Lecture], rejets: Sequence[Anomalie]
) -> list[Path]:
    """Un fichier de rejets par fichier qui en a, à côté d'elle, ou dans le cabinet si l'on ne peut y écrire.

    ``lectures`` suit l'ordre de ``fichiers`` ; une saisie à la main n'a pas de fichier, et rien à récrire.
    """
    from recouvre.echanges.rejets import ecrire_rejets as en_csv

    if not fichiers:
        return []
    ecrits = []
    for fichier, lecture in zip(fichiers, lectures, strict=True):
        motifs: dict[int, str] = {}
        for rejet in rejets:
            if rejet.source.fichier == lecture.fichier and (ligne := rejet.source.ligne):
                motifs[ligne] = f"{motifs[ligne]} {rejet.message}" if ligne in motifs else rejet.message
        if motifs and lecture.entetes:
            dossier = fichier.parent if os.access(fichier.parent, os.W_OK) else cabinet
            ecrits.append(_ecrire_une_fois(dossier / f"{fichier.stem}_rejets.csv", en_csv(lecture, motifs)))
    return ecrits


def _ecrire_une_fois(chemin: Path, octets: bytes) -> Path:
    """Relancer la même remise ne sème pas de copies ; un fichier différent n'est jamais écrasé."""
    libre = nom_libre(chemin)
    precedents = sorted(chemin.parent.glob(f"{chemin.stem}*{chemin.suffix}"))
    pareil = next((autre for autre in precedents if autre.read_bytes() == octets), None)
    if pareil is None:
        ecrire(libre, octets)
    return pareil or libre
