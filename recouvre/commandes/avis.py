"""`recouvre avis` : ce que l'on doit dire aux créanciers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.options import Cabinet, EnJson, lecteur
from recouvre.domaine.numeros import lire_numero

if TYPE_CHECKING:
    from recouvre.operations.aviser import Courrier

app = typer.Typer()


@app.command()
def avis(
    cabinet: Cabinet,
    dossier: Annotated[
        int | None,
        typer.Argument(metavar="DOSSIER", help="D-12 ; rien : tous les dossiers.", parser=lecteur(lire_numero)),
    ] = None,
    preparer: Annotated[
        bool, typer.Option("--preparer", help="Écrit les courriels dans le cabinet et note les créanciers avisés.")
    ] = False,
    pieces: Annotated[bool, typer.Option("--pieces", help="Avec un dossier : demande aussi les pièces.")] = False,
    procedure: Annotated[
        bool, typer.Option("--procedure", help="Avec un dossier : propose une procédure, critères à l'appui.")
    ] = False,
    en_json: EnJson = False,
) -> None:
    """Montre les avis dus aux créanciers ; avec --preparer, écrit un courriel à chacun.

    Promesse, plan proposé ou caduc, contestation, lettre revenue, insolvabilité : un courriel par créancier, tous ses
    dossiers réunis. Rien ne part : le fichier .eml s'ouvre dans votre messagerie, vous le relisez et l'envoyez.
    """
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.domaine.profil import Mode
    from recouvre.operations import aviser

    if dossier is None and (pieces or procedure):
        nom = "--pieces" if pieces else "--procedure"
        raise typer.BadParameter(f"demande un dossier : recouvre avis D-1 {nom}.", param_hint=nom)
    with ouvrir_session(cabinet) as session:
        if session.mode is not Mode.AGENCE:
            raise aviser.RienADire("En service interne, le créancier, c'est vous : il n'y a pas d'avis à préparer.")
        if dossier is None:
            courriers = aviser.avis_du_cabinet(session)
        else:
            courriers = [aviser.avis_du_dossier(session, dossier, pieces=pieces, procedure=procedure)]
        if preparer:
            courriers = aviser.preparer(session, courriers)
    if en_json:
        _json(courriers)
        return
    if not courriers:
        print("Tous les créanciers sont au courant : aucun avis à préparer.")
    for courrier in courriers:
        _montrer(courrier)
    if courriers and not preparer:
        print("Pour écrire ces courriels et le noter : ajoutez --preparer.")


def _montrer(courrier: Courrier) -> None:
    from recouvre.affichage.tableau import plier

    nom = courrier.creancier.denomination
    a_qui = courrier.creancier.courriel or f'adresse à compléter : recouvre creancier "{nom}" --courriel ADRESSE'
    print(f"À {nom} ({a_qui})")
    print(f"Objet : {courrier.objet}")
    print()
    print("\n".join(plier(ligne, "  ") for ligne in courrier.texte.splitlines()))
    print()
    if courrier.fichier:
        print(f"Écrit : {courrier.fichier}. Ouvrez-le, relisez-le, envoyez-le.")
        print()


def _json(courriers: list[Courrier]) -> None:
    from recouvre.affichage.sortie_json import ecrire_json

    ecrire_json(
        {
            "avis": [
                {
                    "creancier": courrier.creancier.denomination,
                    "courriel": courrier.creancier.courriel or None,
                    "objet": courrier.objet,
                    "texte": courrier.texte,
                    "fichier": courrier.fichier or None,
                    "dossiers": [
                        {"dossier": vu.dossier.libelle, "objets": [avis.cle for avis in vu.avis]}
                        for vu in courrier.dossiers
                    ],
                }
                for courrier in courriers
            ]
        }
    )
