"""`recouvre piece` : les pièces d'un dossier."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.coordonnees import option_texte
from recouvre.commandes.options import Cabinet, EnJson, Le, NumeroDossier

if TYPE_CHECKING:
    from recouvre.domaine.dossier import Dossier
    from recouvre.operations.session import Session

app = typer.Typer()


@app.command()
def piece(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    le: Le,
    nature: Annotated[
        str | None,
        typer.Argument(metavar="NATURE", help="mandat, cgv, contrat, facture, bon-de-commande…"),
    ] = None,
    fichier: Annotated[
        Path | None, typer.Option("--fichier", metavar="FICHIER", help="Copié dans le cabinet, avec son empreinte.")
    ] = None,
    libelle: Annotated[str, option_texte("--libelle", "Ce que c'est.")] = "",
    en_json: EnJson = False,
) -> None:
    """Range une pièce dans un dossier, ou constate qu'elle est arrivée.

    Sans nature, les pièces reçues et celles qui manquent sont listées. Sans fichier, l'arrivée est seulement constatée.
    """
    from recouvre.commandes.faits import annoncer
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations.lire import lire_dossier
    from recouvre.operations.noter import recevoir_piece

    with ouvrir_session(cabinet) as session:
        if nature is None:
            _lister(session, lire_dossier(session, dossier)[0], en_json)
            return
        consigne = recevoir_piece(session, dossier, nature, le, fichier=fichier, libelle=libelle)
    annoncer(consigne, f"pièce « {nature} » reçue", en_json, nature=nature)


def _lister(session: Session, dossier: Dossier, en_json: bool) -> None:
    from recouvre.conduite.pieces import LIBELLES, pieces_manquantes

    manquantes = pieces_manquantes(dossier, session.pieces_exigees(dossier))
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        recues = [
            {"nature": p.nature, "le": p.date, "libelle": p.libelle, "fichier": p.fichier} for p in dossier.pieces
        ]
        ecrire_json({"dossier": dossier.libelle, "pieces": recues, "manquantes": list(manquantes)})
        return
    from recouvre.affichage.francais import date
    from recouvre.affichage.tableau import Colonne, tableau

    lignes = [(LIBELLES.get(p.nature, p.nature), date(p.date), p.libelle or p.fichier) for p in dossier.pieces]
    lignes += [
        (LIBELLES.get(nature, nature), "manque", f"recouvre piece {dossier.libelle} {nature}") for nature in manquantes
    ]
    tableau((Colonne("Pièce"), Colonne("Reçue le"), Colonne("")), lignes, titre=f"Pièces du dossier {dossier.libelle}")
