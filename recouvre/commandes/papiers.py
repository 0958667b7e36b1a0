"""Ce que partagent les commandes qui écrivent un PDF : le désigner, le montrer, l'imprimer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from recouvre.commandes.coordonnees import option_texte

Document = Annotated[
    str,
    typer.Argument(
        metavar="DOCUMENT", help="Une étape du scénario (mise-en-demeure, relance-1…) ou un modèle : quittance…"
    ),
]
Avec = Annotated[
    list[str] | None,
    typer.Option("--avec", metavar="NOM=VALEUR", help="Ce que le document demande en plus ; à répéter."),
]
PaiementVise = Annotated[
    int,
    typer.Option("--paiement", metavar="RANG", min=0, help="Le paiement à quittancer ; celui qui attend à défaut."),
]
Delai = Annotated[
    int | None,
    typer.Option("--delai", metavar="JOURS", min=1, max=365, help="Jours laissés pour payer ; 15 à défaut."),
]
Sortie = Annotated[Path | None, typer.Option("--sortie", metavar="FICHIER", help="Où écrire ; ici même à défaut.")]
Ouvrir = Annotated[bool, typer.Option("--ouvrir", help="L'ouvre aussitôt dans votre lecteur de PDF.")]
Imprimer = Annotated[bool, typer.Option("--imprimer", help="L'envoie à l'imprimante, à sa taille.")]
Imprimante = Annotated[str, option_texte("--imprimante", "Laquelle ; celle par défaut sinon.")]


def verifier_imprimante(imprimer: bool, imprimante: str) -> None:
    """Nommer une imprimante sans imprimer est une faute de saisie."""
    if imprimante and not imprimer:
        raise typer.BadParameter("ce choix ne sert qu'à imprimer : ajoutez --imprimer.", param_hint="--imprimante")


def refuser_le_papier(*, ouvrir: bool, imprimer: bool = False, recommande: bool = False) -> None:
    """Un message n'est pas un papier ; ``ouvrir`` : on le demande sans avoir dit dans quel fichier l'écrire."""
    if imprimer:
        raise typer.BadParameter("un message ne s'imprime pas : retirez cette option.", param_hint="--imprimer")
    if recommande:
        raise typer.BadParameter("un message n'est pas une lettre : retirez cette option.", param_hint="--recommande")
    if ouvrir:
        raise typer.BadParameter("un message se montre ici même : donnez aussi --sortie.", param_hint="--ouvrir")


def montrer_papier(
    fichier: Path, *, ouvrir: bool, imprimer: bool = False, imprimante: str = "", dire: bool = True
) -> None:
    """À l'imprimante, puis à l'écran, si on l'a demandé ; le fichier, lui, est déjà écrit."""
    if imprimer:
        from recouvre.operations.ouverture import imprimer_document

        travail = imprimer_document(fichier, imprimante)
        if dire:
            print(f"Envoyé à l'imprimante{f' (travail {travail})' if travail else ''}.")
    if ouvrir:
        from recouvre.operations.ouverture import ouvrir_document

        ouvrir_document(fichier)
