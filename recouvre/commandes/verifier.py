"""`recouvre verifier` : tout est-il intact ?"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.options import Cabinet, EnJson

if TYPE_CHECKING:
    from recouvre.operations.verifier import Verification

app = typer.Typer()


@app.command()
def verifier(
    cabinet: Cabinet,
    reconstruire: Annotated[
        bool, typer.Option("--reconstruire", help="Récrit d'abord les projections d'après le journal, qui fait foi.")
    ] = False,
    en_json: EnJson = False,
) -> None:
    """Contrôle le cabinet : journal, empreintes, projections.

    La chaîne du journal, les projections comparées à leur reconstruction, les liens de la base, les fichiers figés et
    leur empreinte. Code 1, et la liste, si quelque chose ne va pas.
    """
    from recouvre.affichage.progression import progression
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.domaine.refus import JournalAbime
    from recouvre.operations import verifier as controle

    with ouvrir_session(cabinet) as session:
        if reconstruire:
            try:
                controle.reconstruire(session)
            except JournalAbime as refus:  # rien n'a été touché : le contrôle dira tout ce qui ne va pas
                print(refus, file=sys.stderr)
        with progression("Vérification") as suivi:
            resultat = controle.verifier(session, suivi)
    if en_json:
        _json(resultat)
    else:
        _montrer(resultat)
    if resultat.defauts:
        raise typer.Exit(1)


def _json(resultat: Verification) -> None:
    from recouvre.affichage.sortie_json import ecrire_json

    ecrire_json(
        {
            "intact": not resultat.defauts,
            "faits": resultat.faits,
            "dossiers": resultat.dossiers,
            "fichiers": resultat.fichiers,
            "defauts": [{"ou": defaut.ou, "phrase": defaut.phrase} for defaut in resultat.defauts],
        }
    )


def _montrer(resultat: Verification) -> None:
    from recouvre.affichage.francais import pluriel

    for defaut in resultat.defauts:
        print(f"{defaut.ou} : {defaut.phrase}.")
    vus = ", ".join(
        (
            pluriel(resultat.faits, "fait chaîné", "faits chaînés"),
            pluriel(resultat.dossiers, "dossier reconstruit", "dossiers reconstruits"),
            pluriel(resultat.fichiers, "fichier figé", "fichiers figés"),
        )
    )
    if resultat.defauts:
        print(f"{pluriel(len(resultat.defauts), 'défaut')} ({vus}). Gardez une copie du cabinet avant toute suite.")
        print("Projections seules en cause : recouvre verifier --reconstruire les récrit d'après le journal.")
    else:
        print(f"Tout est intact : {vus}.")
