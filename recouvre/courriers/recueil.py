"""Les feuilles d'un dossier de procédure : bordereau des pièces, chronologie. Des actes, à l'en-tête du décompte."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from recouvre.courriers.courrier import Colonne, Courrier, Tableau
from recouvre.courriers.ecriture import sur_une_ligne
from recouvre.domaine.dates import en_chiffres


class LigneDePiece(NamedTuple):
    """Une pièce du bordereau et son fichier ; vide : il n'est pas joint."""

    rang: int
    libelle: str
    date: dt.date
    fichier: str


def bordereau(modele: Courrier, pieces: Sequence[LigneDePiece]) -> Courrier:
    """Le bordereau numéroté. Ce qui manque ne s'y écrit pas : il se joint à la demande."""
    colonnes = (Colonne("N°", 12, droite=True), Colonne("Pièce", 86), Colonne("Date", 24), Colonne("Fichier", 48))
    lignes = tuple(
        (str(piece.rang), sur_une_ligne(piece.libelle), en_chiffres(piece.date), piece.fichier or "non joint")
        for piece in pieces
    )
    tableau = Tableau(colonnes=colonnes, lignes=lignes)
    return replace(modele, modele="bordereau", objet="Bordereau des pièces", blocs=(tableau,))


def chronologie(modele: Courrier, faits: Sequence[tuple[dt.date, str]]) -> Courrier:
    """Les faits, par date."""
    lignes = tuple((en_chiffres(le), sur_une_ligne(texte)) for le, texte in faits)
    colonnes = (Colonne("Date", 26), Colonne("Fait", 144))
    return replace(
        modele, modele="chronologie", objet="Chronologie", blocs=(Tableau(colonnes=colonnes, lignes=lignes),)
    )
