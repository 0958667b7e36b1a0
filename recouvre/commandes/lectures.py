"""Des arguments de `recouvre ouvrir` aux lectures : chaque fichier, ou ce qu'on a tapé."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import typer

from recouvre.domaine.brouillons import (
    Brouillon,
    GenrePiece,
    Lecture,
    PieceComptable,
    Source,
)
from recouvre.domaine.parties import Partie

SAISIE = "saisie"


def lire_fichiers(fichiers: Sequence[Path], delai: int | None) -> list[Lecture]:
    """Lit chaque fichier, une barre pour chacun. Lève ``FichierRefuse`` s'il n'y en a qu'un et qu'il est illisible."""
    from recouvre.affichage.progression import progression
    from recouvre.operations.lectures import lire_fichier

    lectures = []
    for fichier in fichiers:
        with progression(f"Lecture de {fichier.name}") as suivi:
            lectures.append(lire_fichier(fichier, delai=delai, suivi=suivi, seul=len(fichiers) == 1))
    return lectures


def lire_saisie(
    identite: Mapping[str, str],
    facture: str,
    montant: int | None,
    deja_regle: int,
    emise: dt.date | None,
    reference: str,
) -> Lecture:
    """La lecture d'un dossier tapé à la main. Lève ``typer.BadParameter`` s'il manque l'essentiel."""
    manque = [
        option
        for option, donnee in (
            ("--debiteur", identite["nom"]),
            ("--facture", facture),
            ("--montant", montant is not None),
        )
        if not donnee
    ]
    if manque or montant is None:
        raise typer.BadParameter(f"Donnez un fichier, ou au moins : {', '.join(manque)}.")
    if montant <= 0 or not 0 <= deja_regle < montant:
        raise typer.BadParameter("Le montant est plus grand que zéro, et que ce qui en est déjà réglé.")
    piece = PieceComptable(
        genre=GenrePiece.FACTURE, numero=facture, montant=montant, deja_regle=deja_regle, emise_le=emise
    )
    brouillon = Brouillon(source=Source(SAISIE), debiteur=Partie(**identite), piece=piece, reference=reference)
    return Lecture(fichier=SAISIE, brouillons=(brouillon,))
