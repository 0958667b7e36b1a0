"""Lire un fichier reçu ; illisible, il ne fait pas perdre les autres."""

from __future__ import annotations

from pathlib import Path

from recouvre.domaine.avancement import Suivi
from recouvre.domaine.brouillons import Anomalie, FichierRefuse, Lecture, Source
from recouvre.echanges.lecture import lire


def lire_fichier(fichier: Path, *, delai: int | None, suivi: Suivi | None = None, seul: bool = True) -> Lecture:
    """La lecture d'une remise ou d'une facture électronique.

    ``seul`` : un fichier illisible lève ``FichierRefuse`` ; sinon il devient une lecture vide et son anomalie.
    """
    try:
        return lire(fichier, delai=delai, suivi=suivi)
    except FichierRefuse as refus:
        if seul:
            raise
        return Lecture(fichier=refus.fichier, brouillons=(), anomalies=(Anomalie(Source(refus.fichier), refus.raison),))
