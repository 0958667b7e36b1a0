"""`recouvre cahier-des-charges` : ce que chaque créancier a voulu d'avance."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from recouvre.commandes.options import Cabinet, EnJson, option_date, option_montant
from recouvre.commandes.saisies import controler_natures

if TYPE_CHECKING:
    from recouvre.domaine.parties import ReglagesCreancier

app = typer.Typer()


@app.command()
def cahier_des_charges(
    cabinet: Cabinet,
    qui: Annotated[str, typer.Argument(metavar="CRÉANCIER", help="Nom ou SIREN du créancier.")],
    plans_au_plus: Annotated[
        int | None,
        typer.Option("--plans-au-plus", metavar="N", min=0, max=120, help="Versements acceptés sans le consulter."),
    ] = None,
    enquete: Annotated[
        bool | None, typer.Option("--enquete/--sans-enquete", help="Enquête d'adresse accordée d'avance.")
    ] = None,
    visite: Annotated[
        bool | None, typer.Option("--visite/--sans-visite", help="Visites au domicile accordées d'avance.")
    ] = None,
    procedure_des: Annotated[
        int | None, option_montant("--procedure-des", aide="Principal à partir duquel proposer une procédure.")
    ] = None,
    procedure_pieces: Annotated[
        str | None,
        typer.Option("--procedure-pieces", metavar="LISTE", help="Pièces qu'il y faut : facture,contrat ; « aucune »."),
    ] = None,
    pouvoir_general_le: Annotated[
        dt.date | None, option_date("--pouvoir-general-le", aide="Pouvoir d'engager une procédure sans autre accord.")
    ] = None,
    frais_agence: Annotated[
        bool | None,
        typer.Option("--frais-agence/--frais-creancier", help="À qui sont les frais d'une action qui échoue."),
    ] = None,
    en_json: EnJson = False,
) -> None:
    """Montre ou règle le cahier des charges d'un créancier : plans, visites, procédure.

    L'outil propose et montre ses critères ; une personne décide toujours. Vaut pour tous ses dossiers en cours.
    """
    from recouvre.base import parties
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations.reglages import regler_creancier

    choisis: dict[str, Any] = {
        "plans_au_plus": plans_au_plus, "enquete": enquete, "visite": visite, "procedure_des": procedure_des,
        "pouvoir_general_le": pouvoir_general_le, "frais_agence": frais_agence,
        "procedure_pieces": None if procedure_pieces is None else _pieces(procedure_pieces),
    }  # fmt: skip
    with ouvrir_session(cabinet) as session:
        numero = parties.trouver_creancier(session.base, qui)
        avant = session.reglages(numero)
        apres = replace(avant, **{nom: valeur for nom, valeur in choisis.items() if valeur is not None})
        if apres != avant:
            regler_creancier(session, numero, apres)
        _montrer(session.partie(numero).denomination, apres, en_json)


def _pieces(texte: str) -> tuple[str, ...]:
    if texte.strip().lower() in {"", "aucune"}:
        return ()
    return controler_natures((mot.strip().lower() for mot in texte.split(",") if mot.strip()), "--procedure-pieces")


def _en_clair(pieces: tuple[str, ...] | None, libelles: dict[str, str]) -> str:
    if pieces is None:
        return "celles qu'un juge attend"
    return ", ".join(libelles.get(nature, nature) for nature in pieces) or "aucune"


def _montrer(nom: str, reglages: ReglagesCreancier, en_json: bool) -> None:
    from recouvre.conduite.pieces import LIBELLES

    pieces = reglages.procedure_pieces
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json
        from recouvre.domaine.montants import en_decimal

        ecrire_json(
            {
                "creancier": nom,
                "plans_au_plus": reglages.plans_au_plus,
                "enquete": reglages.enquete,
                "visite": reglages.visite,
                "procedure_des": en_decimal(reglages.procedure_des),
                "procedure_pieces": None if pieces is None else list(pieces),
                "pouvoir_general_le": reglages.pouvoir_general_le,
                "frais_agence": reglages.frais_agence,
            }
        )
        return
    from recouvre.affichage.francais import date, montant
    from recouvre.affichage.tableau import fiche

    plans = f"jusqu'à {reglages.plans_au_plus} versements, sans le consulter" if reglages.plans_au_plus else "un par un"
    pouvoir = (
        f"général, du {date(reglages.pouvoir_general_le)}" if reglages.pouvoir_general_le else "dossier par dossier"
    )
    seuil = f"dès {montant(reglages.procedure_des)} de principal" if reglages.procedure_des else "sans seuil"
    fiche(
        [
            ("Plans de paiement", plans),
            ("Enquête d'adresse", "accordée d'avance" if reglages.enquete else "à demander"),
            ("Visite au domicile", "accordée d'avance" if reglages.visite else "à demander"),
            ("Procédure proposée", seuil),
            ("Pièces pour cela", _en_clair(pieces, LIBELLES)),
            ("Pouvoir", pouvoir),
            ("Frais si échec", "à la charge de l'agence" if reglages.frais_agence else "à la charge du créancier"),
        ],
        titre=f"Cahier des charges de {nom}",
    )
