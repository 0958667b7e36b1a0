"""Lance tous les bancs et écrit docs/mesures.md."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bancs import vivants
from bancs.mesure import RECOUVRE, VIDE, Mesure, comparer
from bancs.portefeuilles import JOUR, dossier_long, portefeuille, remise

RACINE = Path(__file__).resolve().parent.parent
PAGE = RACINE / "docs" / "mesures.md"
MARQUE = "<!-- Au-dessous : écrit par make bancs. Au-dessus : à la main. -->\n"


def mesurer(dossier: Path) -> Iterator[Mesure]:
    """Chaque mesure, l'une après l'autre."""
    petit, grand = portefeuille(dossier, 1_000), portefeuille(dossier, 100_000)
    agenda_petit = [*RECOUVRE, "agenda", "--json", "--au", JOUR.isoformat(), "--cabinet", petit]
    agenda_grand = [*RECOUVRE, "agenda", "--json", "--au", JOUR.isoformat(), "--cabinet", grand]
    yield comparer("Démarrage (`--version`)", [*RECOUVRE, "--version"], VIDE, nom="commande Typer vide", objectif=1.5)
    yield comparer("`agenda --json`, 1 000 dossiers", agenda_petit, VIDE, nom="commande Typer vide", objectif=1.5)
    yield comparer("`agenda --json`, 100 000 dossiers", agenda_grand, VIDE, nom="commande Typer vide", objectif=1.5)
    yield comparer(
        "`agenda --json`, de 1 000 à 100 000 dossiers", agenda_grand, agenda_petit, nom="le même à 1 000", objectif=1.15
    )
    long = dossier_long(dossier, 500)
    fiche = [*RECOUVRE, "dossier", "D-1", "--au", JOUR.isoformat(), "--cabinet", long]
    yield comparer("Fiche d'un dossier de 500 évènements", fiche, VIDE, nom="commande Typer vide", objectif=2)
    yield comparer("La même, `--json`", [*fiche, "--json"], VIDE, nom="commande Typer vide", objectif=2)
    yield from vivants.mesurer()
    yield _import(dossier)


def _import(dossier: Path) -> Mesure:
    """100 000 lignes, contre ``sqlite-utils insert --csv`` du même fichier ; chaque tour part d'un cabinet neuf."""
    fichier = remise(dossier / "import.csv", 100_000)
    script = "; ".join(
        (
            "import pathlib, shutil, sys",
            "from recouvre.cli import lancer",
            "cabinet = sys.argv[1]",
            "shutil.rmtree(cabinet, ignore_errors=True)",
            "lancer(['initialiser', '--cabinet', cabinet])",
            "sys.exit(lancer(['ouvrir', sys.argv[2], '--creancier', 'Banc', '--cabinet', cabinet]))",
        )
    )
    nous = [sys.executable, "-c", script, dossier / "cabinet-import", fichier]
    eux = [
        shutil.which("sqlite-utils", path=Path(sys.executable).parent) or "sqlite-utils",
        "insert", dossier / "import.db", "lignes", fichier,
        "--csv", "--delimiter", ";", "--replace", "--pk", "N° facture",
    ]  # fmt: skip
    titre = "Import de 100 000 lignes (`ouvrir`)"
    return comparer(titre, nous, eux, nom="`sqlite-utils insert --csv`", objectif=8, tours=3)


def _tableau(mesures: list[Mesure]) -> str:
    lignes = [
        f"Mesuré le {dt.datetime.now(dt.UTC):%d/%m/%Y} : Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, {platform.system()} {platform.machine()}, {os.cpu_count()} cœurs.",
        "",
        "| mesure | durée | plancher | durée du plancher | rapport | objectif | tenu |",
        "|---|---:|---|---:|---:|---:|---|",
    ]
    lignes += [_ligne(mesure) for mesure in mesures]
    return "\n".join(lignes) + "\n"


def _ligne(mesure: Mesure) -> str:
    rapport, objectif = f"{mesure.rapport:.2f}".replace(".", ","), f"{mesure.objectif:g}".replace(".", ",")
    return (
        f"| {mesure.titre} | {mesure.duree_ms:.0f} ms | {mesure.plancher} | {mesure.plancher_ms:.0f} ms | "
        f"{rapport} | {objectif} | {'oui' if mesure.tenu else 'NON'} |"
    )


def _calculs() -> str:
    """La cadence du droit, et sa mémoire, chacune dans un processus neuf."""

    def lancer(*mots: str) -> dict[str, float]:
        commande = [sys.executable, "-m", "bancs.calculs", *mots]
        rendu: dict[str, float] = json.loads(subprocess.run(commande, check=True, capture_output=True).stdout)
        return rendu

    cadences = lancer()
    petit, grand = (lancer("memoire", str(combien))["ko"] for combien in (10_000, 1_000_000))
    lignes = [
        "| calcul, sur un cœur | par seconde | objectif | tenu | rapport |",
        "|---|---:|---:|---|---|",
    ]
    for titre, cadence, objectif, rapport in (
        (
            "1 000 000 de factures simples",
            cadences["factures"],
            300_000,
            f"{_virgule(cadences['factures_numpy'] / cadences['factures'])} fois moins vite que numpy, "
            f"{_virgule(cadences['factures_nues'] / cadences['factures'])} fois moins vite qu'une boucle Python nue",
        ),
        (
            "200 000 dossiers à trois paiements, totaux",
            cadences["dossiers"],
            30_000,
            f"{_virgule(cadences['factures'] / cadences['dossiers'])} fois moins vite qu'une facture simple",
        ),
        (
            "les mêmes, décomptes complets ligne à ligne",
            cadences["decomptes_complets"],
            0,
            f"{_virgule(cadences['dossiers'] / cadences['decomptes_complets'])} fois moins vite que les totaux seuls",
        ),
    ):
        but, tenu = (
            (f"{objectif:_}".replace("_", " "), "oui" if cadence >= objectif else "NON") if objectif else ("", "")
        )
        lignes.append(f"| {titre} | {round(cadence):_} | {but} | {tenu} | {rapport} |".replace("_", " "))
    lignes.append("")
    lignes.append(
        f"Mémoire : {petit / 1024:.0f} Mo pour 10 000 factures, {grand / 1024:.0f} Mo pour 1 000 000 "
        f"(rapport {_virgule(grand / petit)})."
    )
    return "\n".join(lignes) + "\n"


def _courriers() -> str:
    """Les lettres par seconde, contre d'autres plumes, dans un processus neuf."""
    commande = [sys.executable, "-m", "bancs.courriers"]
    return subprocess.run(commande, check=True, capture_output=True, encoding="utf-8").stdout


def _envois() -> str:
    """Plis, courriels, mémoire, aperçu, dans un processus neuf."""
    commande = [sys.executable, "-m", "bancs.envois"]
    lignes = subprocess.run(commande, check=True, capture_output=True, encoding="utf-8").stdout.splitlines()
    return "\n" + "\n".join(f"- {ligne}" for ligne in lignes) + "\n"


def _milliers(nombre: float) -> str:
    return f"{round(nombre):_}".replace("_", " ") if nombre else ""


def _virgule(rapport: float) -> str:
    return f"{rapport:.2f}".replace(".", ",")


def main() -> None:
    """Mesure tout, montre au fil de l'eau, écrit la page."""
    mesures = []
    with tempfile.TemporaryDirectory() as provisoire:
        for mesure in mesurer(Path(provisoire)):
            print(f"{mesure.titre} : {mesure.rapport:.2f} fois {mesure.plancher} (objectif {mesure.objectif:g})")
            mesures.append(mesure)
    haut = PAGE.read_text("utf-8").partition(MARQUE)[0] if PAGE.exists() else "# Mesures\n\n"
    PAGE.write_text(f"{haut}{MARQUE}\n{_tableau(mesures)}\n{_calculs()}\n{_courriers()}{_envois()}", "utf-8")


if __name__ == "__main__":
    main()
