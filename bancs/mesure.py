"""Chronométrer deux commandes en alternance et rendre leur rapport."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

Commande = Sequence[str | Path]

VIDE: Commande = [sys.executable, Path(__file__).resolve().parent / "commande_vide.py"]
RECOUVRE: Commande = [sys.executable, "-m", "recouvre"]


@dataclass(frozen=True, slots=True)
class Mesure:
    """``rapport`` : la médiane des rapports de chaque tour, ce qui efface les variations lentes de la machine."""

    titre: str
    plancher: str
    duree_ms: float
    plancher_ms: float
    rapport: float
    objectif: float

    @property
    def tenu(self) -> bool:
        return self.rapport <= self.objectif


def comparer(
    titre: str, mesuree: Commande, plancher: Commande, *, nom: str, objectif: float, tours: int = 15
) -> Mesure:
    """Lance les deux commandes ``tours`` fois, en alternance, après un tour pour rien."""
    for commande in (mesuree, plancher):
        chronometrer(commande)
    couples = [(chronometrer(mesuree), chronometrer(plancher)) for _ in range(tours)]
    return Mesure(
        titre=titre,
        plancher=nom,
        duree_ms=1000 * statistics.median(m for m, _ in couples),
        plancher_ms=1000 * statistics.median(p for _, p in couples),
        rapport=statistics.median(m / p for m, p in couples),
        objectif=objectif,
    )


def chronometrer(commande: Commande) -> float:
    """Secondes d'horloge murale d'un sous-processus qui doit réussir."""
    debut = time.perf_counter()
    subprocess.run(  # les commandes sont écrites dans ce dossier
        [str(mot) for mot in commande],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "RECOUVRE_AUJOURDHUI": "2026-06-01", "RECOUVRE_AUTEUR": "banc"},
    )
    return time.perf_counter() - debut


def memoire_au_plus_fort() -> int:
    """Ko de ce processus au plus fort ; sous Linux, ``ru_maxrss`` garderait le plus fort de celui qui l'a lancé."""
    etat = Path("/proc/self/status")
    if etat.exists():
        return int(next(ligne for ligne in etat.read_text().splitlines() if ligne.startswith("VmHWM")).split()[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
