"""`recouvre piece` : les pièces d'un dossier."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.coordonnees import option_texte
from recouvre.commandes.options import Cabinet, EnJson, Le, NumeroDossier, option_date

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
    datee_le: Annotated[dt.date | None, option_date("--datee-le", aide="La date que porte la pièce.")] = None,
    remise_par: Annotated[str, option_texte("--remise-par", "Qui l'a remise : créancier, débiteur, greffe…")] = "",
    original: Annotated[bool, typer.Option("--original", help="C'est l'original, et non une copie.")] = False,
    en_json: EnJson = False,
) -> None:
    """Range une pièce dans un dossier, ou constate qu'elle est arrivée.

    Sans nature, les pièces sont listées par phase : ce qui est reçu, ce qui manque pour agir à l'amiable, puis en
    justice. Sans fichier, l'arrivée est seulement constatée. « recouvre avis D-1 --pieces » demande au créancier celles
    qui manquent.
    """
    from recouvre.commandes.faits import annoncer
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations.lire import lire_dossier
    from recouvre.operations.pieces import Depot, recevoir_piece

    with ouvrir_session(cabinet) as session:
        if nature is None:
            _lister(session, lire_dossier(session, dossier)[0], en_json)
            return
        depot = Depot(
            nature=nature, le=le, fichier=fichier, libelle=libelle, datee_le=datee_le, remise_par=remise_par,
            original=original,
        )  # fmt: skip
        consigne = recevoir_piece(session, dossier, depot)
    annoncer(consigne, f"pièce « {nature} » reçue", en_json, nature=nature)


def _lister(session: Session, dossier: Dossier, en_json: bool) -> None:
    """Les pièces reçues, puis ce qui manque à chaque phase."""
    from recouvre.conduite.pieces import LIBELLES, pieces_manquantes
    from recouvre.conduite.pieces_judiciaires import manquantes

    reglages = session.reglages(dossier.ouverture.creancier)
    amiables = pieces_manquantes(dossier, session.pieces_exigees(dossier))
    manquent = {
        "amiable": [
            (nature, LIBELLES.get(nature, nature), f"recouvre piece {dossier.libelle} {nature}") for nature in amiables
        ],
        "judiciaire": [
            (piece.code, piece.libelle, piece.remede) for piece in manquantes(dossier, reglages.procedure_pieces)
        ],
    }
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        recues = [
            {
                "nature": p.nature, "le": p.date, "datee_le": p.datee_le, "libelle": p.libelle, "fichier": p.fichier,
                "remise_par": p.remise_par or None, "original": p.original, "empreinte": p.empreinte or None,
            }
            for p in dossier.pieces
        ]  # fmt: skip
        ecrire_json(
            {
                "dossier": dossier.libelle,
                "pieces": recues,
                "manquantes": [code for code, _, _ in manquent["amiable"]],
                "manquantes_judiciaires": [code for code, _, _ in manquent["judiciaire"]],
            }
        )
        return
    _montrer(dossier, manquent)


def _montrer(dossier: Dossier, manquent: dict[str, list[tuple[str, str, str]]]) -> None:
    from recouvre.affichage.francais import date
    from recouvre.affichage.tableau import Colonne, tableau
    from recouvre.conduite.pieces import LIBELLES

    recues = [
        (
            LIBELLES.get(p.nature, p.nature), date(p.date), date(p.datee_le) if p.datee_le else "",
            p.remise_par, p.libelle or p.fichier,
        )
        for p in dossier.pieces
    ]  # fmt: skip
    if recues:
        colonnes = [Colonne(nom) for nom in ("Pièce", "Reçue le", "Datée du", "Remise par", "")]
        tableau(colonnes, recues, titre=f"Pièces du dossier {dossier.libelle}")
    for phase, absentes in manquent.items():
        if absentes:
            print()
            lignes = [(libelle, remede) for _, libelle, remede in absentes]
            tableau((Colonne("Il manque"), Colonne("Tapez")), lignes, titre=_TITRES[phase])
    if manquent["amiable"]:
        print(f"Pour les demander au créancier : recouvre avis {dossier.libelle} --pieces --preparer")


_TITRES = {"amiable": "Pour agir à l'amiable", "judiciaire": "Pour agir en justice"}
