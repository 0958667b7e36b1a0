"""`recouvre espace-client` : ce qu'un créancier peut lire de ses dossiers, et d'eux seuls."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.options import Cabinet, EnJson

if TYPE_CHECKING:
    from recouvre.domaine.avancement import Suivi
    from recouvre.operations.espace_client import Depose
    from recouvre.operations.session import Session

app = typer.Typer()


@app.command("espace-client")
def espace_client(
    cabinet: Cabinet,
    qui: Annotated[str | None, typer.Argument(metavar="NOM", help="Nom ou SIREN du créancier.")] = None,
    tous: Annotated[bool, typer.Option("--tous", help="De tous les créanciers, un dossier pour chacun.")] = False,
    sortie: Annotated[
        Path | None,
        typer.Option(
            "--sortie", metavar="DOSSIER", help="Où l'écrire ; espaces-clients, dans le cabinet, à défaut."
        ),
    ] = None,
    en_json: EnJson = False,
) -> None:  # fmt: skip
    """Écrit l'espace d'un créancier : ses dossiers, leurs paiements, leur histoire.

    Une page à lire ou à imprimer (index.html) et deux tableaux pour un tableur (dossiers.csv, historique.csv), au jour
    où on les écrit. Refaits, ils remplacent les précédents. Rien ne part : donnez le dossier au créancier.

    Rien n'y vient d'un autre créancier, même d'un débiteur commun, et un dossier de sortie n'en reçoit jamais deux. Du
    débiteur : son nom, ses factures, ce qu'il a payé, ce qu'on lui a adressé. Ni coordonnées, ni compte, ni note, ni
    motif saisi.
    """
    from recouvre.affichage.progression import progression
    from recouvre.base import parties
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations.espace_client import creanciers_confies, sortie_habituelle

    if tous == (qui is not None):
        raise typer.BadParameter("dites le NOM d'un créancier, ou --tous.", param_hint="NOM")
    if tous and sortie:
        raise typer.BadParameter("un dossier n'est qu'à un créancier : retirez --tous.", param_hint="--sortie")
    with ouvrir_session(cabinet) as session:
        numeros = creanciers_confies(session) if qui is None else [parties.trouver_creancier(session.base, qui)]
        deposes = []
        with progression("Espaces des créanciers" if tous else "Lecture des dossiers") as suivi:
            for numero in numeros:
                ou = sortie or sortie_habituelle(session, numero)
                deposes.append(_deposer(session, numero, ou, None if tous else suivi))
                if tous:
                    suivi(len(deposes), len(numeros))
    _dire(deposes, en_json)


def _deposer(session: Session, numero: int, sortie: Path, suivi: Suivi | None) -> Depose:
    from recouvre.affichage.espace_donnees import tableaux
    from recouvre.affichage.page_client import PAGE, page
    from recouvre.operations.espace_client import deposer, relever

    espace = relever(session, numero, suivi)
    return deposer(session, espace, {**tableaux(espace), PAGE: page(espace)}, sortie)


def _dire(deposes: list[Depose], en_json: bool) -> None:
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        espaces = [
            {
                "creancier": depose.creancier,
                "dossiers": depose.dossiers,
                "chemin": depose.chemin,
                "fichiers": list(depose.fichiers),
            }
            for depose in deposes
        ]
        ecrire_json({"espaces": espaces})
        return
    from recouvre.affichage.francais import pluriel

    if not deposes:
        print("Aucun créancier n'a de dossier.")
    for depose in deposes:
        print(f"{depose.creancier} : {pluriel(depose.dossiers, 'dossier')}, dans {depose.chemin}")
