"""Remettre un texte dans un fichier, d'un seul coup."""

from __future__ import annotations

from pathlib import Path

from recouvre.base.fichiers import ecrire
from recouvre.domaine.refus import SaisieIllisible


def exporter_texte(fichier: Path, texte: str) -> None:
    """Écrit ce texte en UTF-8 ; le fichier n'existe sous son nom qu'une fois complet. Remplace l'ancien.

    Lève ``SaisieIllisible`` si son dossier n'existe pas, ou si c'en est un.
    """
    if not fichier.parent.is_dir():
        raise SaisieIllisible(f"Le dossier {fichier.parent} n'existe pas : créez-le, ou choisissez un autre fichier.")
    if fichier.is_dir():
        raise SaisieIllisible(f"{fichier} est un dossier : donnez à --sortie le nom d'un fichier.")
    ecrire(fichier, texte.encode("utf-8"))
