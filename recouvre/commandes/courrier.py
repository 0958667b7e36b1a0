"""`recouvre courrier` : un courrier en PDF, pour le relire ou le remettre soi-même."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from recouvre.commandes.options import Au, Cabinet, EnJson, NumeroDossier

app = typer.Typer()


@app.command()
def courrier(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    au: Au,
    modele: Annotated[
        str, typer.Argument(metavar="COURRIER", help="Une étape du scénario : mise-en-demeure, relance-1…")
    ],
    sortie: Annotated[
        Path | None, typer.Option("--sortie", metavar="FICHIER", help="Où écrire ; ici même à défaut.")
    ] = None,
    en_json: EnJson = False,
) -> None:
    """Compose un courrier en PDF, sans l'envoyer.

    Le texte est celui qui partirait ce jour-là ; rien n'est noté au dossier. Un champ manquant arrête tout, avec la
    commande à taper.
    """
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations.courrier import composer_courrier

    with ouvrir_session(cabinet) as session:
        fichier = composer_courrier(session, dossier, modele, au, sortie)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json({"dossier": f"D-{dossier}", "etape": modele, "fichier": str(fichier)})
    else:
        print(f"Courrier écrit : {fichier} (un aperçu : rien n'est parti, rien n'est noté).")
