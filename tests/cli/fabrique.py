"""De petites commandes fabriquées : le cadre s'éprouve sans les vraies."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from recouvre.cli import Commande, Rubrique, lancer

PRELUDE = """\
import datetime as dt
import enum
import pathlib
import uuid
from typing import Annotated

import typer

from recouvre.commandes.options import *
from recouvre.commandes import options
from recouvre.domaine.refus import *

app = typer.Typer()
"""


@dataclass
class Essai:
    """Ce qu'a fait une ligne de commande."""

    code: int
    sortie: str
    erreur: str


@dataclass
class Fabrique:
    """Écrit des modules de commande dans un dossier et les exécute, dans ce processus ou dans un autre."""

    dossier: Path
    capture: pytest.CaptureFixture[str]
    registre: list[Commande] = field(default_factory=list)

    def commande(self, nom: str, code: str, rubrique: Rubrique = Rubrique.CHAQUE_JOUR) -> Commande:
        """Ajoute une commande ; ``code`` suit un prélude qui importe typer et les options."""
        module = f"commande_d_essai_{nom}"
        (self.dossier / f"{module}.py").write_text(PRELUDE + textwrap.dedent(code), encoding="utf-8")
        self.registre.append(Commande(nom, module, f"Essaie {nom}.", rubrique))
        return self.registre[-1]

    def __call__(self, *arguments: str) -> Essai:
        self.capture.readouterr()
        code = lancer(arguments, tuple(self.registre))
        dit = self.capture.readouterr()
        return Essai(code, dit.out, dit.err)

    def ailleurs(self, *arguments: str, **environnement: str) -> subprocess.CompletedProcess[bytes]:
        """La même chose dans un vrai processus, en octets."""
        environnement = self.environnement(**environnement)
        return subprocess.run(self.ligne(*arguments), env=environnement, capture_output=True, check=False)

    def ligne(self, *arguments: str) -> list[str]:
        """La ligne à exécuter dans un autre processus."""
        registre = ", ".join(
            f"Commande({c.nom!r}, {c.module!r}, {c.aide_courte!r}, Rubrique.{c.rubrique.name})" for c in self.registre
        )
        code = (
            "import sys; from recouvre.cli import Commande, Rubrique, lancer; "
            f"sys.exit(lancer(sys.argv[1:], ({registre}{',' if registre else ''})))"
        )
        return [sys.executable, "-c", code, *arguments]

    def environnement(self, **ajouts: str) -> dict[str, str]:
        """Un environnement minimal : rien de la personne qui lance les tests n'y entre."""
        return {"PYTHONPATH": str(self.dossier), "HOME": str(self.dossier), "TMPDIR": str(self.dossier), **ajouts}
