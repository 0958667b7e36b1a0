"""`recouvre noter` : ce qui s'est passé hors de l'outil."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.coordonnees import option_texte
from recouvre.commandes.options import Cabinet, EnJson, Le, NumeroDossier, option_date
from recouvre.droit.prescription import INTERRUPTION

if TYPE_CHECKING:
    from recouvre.operations.consigner import Consigne
    from recouvre.operations.session import Session

app = typer.Typer()

MISE_EN_DEMEURE, QUITTANCE, RESTITUTION = "mise-en-demeure", "quittance", "restitution"
CONTACTS = ("appel", "courriel", "visite", "tache", INTERRUPTION)
FAITS = (MISE_EN_DEMEURE, *CONTACTS, QUITTANCE, RESTITUTION)


@app.command()
def noter(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    fait: Annotated[str, typer.Argument(metavar="FAIT", help=f"{', '.join(FAITS)}.")],
    le: Le,
    texte: Annotated[str, typer.Argument(metavar="TEXTE", help="Ce qui s'est dit, en une ligne.")] = "",
    presentee_le: Annotated[
        dt.date | None, option_date("--presentee-le", aide="Mise en demeure : première présentation.")
    ] = None,
    reference: Annotated[str, option_texte("--reference", "Mise en demeure : sa référence.")] = "",
    etape: Annotated[
        str, typer.Option("--etape", metavar="CLÉ", help="Étape du scénario que ce contact accomplit.")
    ] = "",
    en_json: EnJson = False,
) -> None:
    """Note un fait : mise en demeure présentée, appel, courriel, visite.

    « mise-en-demeure » fait courir les intérêts d'un consommateur ; « interruption » (reconnaissance, assignation,
    acte d'exécution) la prescription ; « quittance » : elles sont remises ; « restitution » : le trop-perçu est rendu.
    """
    from recouvre.commandes.faits import annoncer
    from recouvre.commandes.seance import ouvrir_session

    if fait not in FAITS:
        raise typer.BadParameter(f"« {fait} » ne se note pas. Faits : {', '.join(FAITS)}.", param_hint="FAIT")
    with ouvrir_session(cabinet) as session:
        consigne = _noter(session, dossier, fait, presentee_le or le, texte, reference, etape)
    annoncer(consigne, f"{fait} noté", en_json, fait=fait)


def _noter(session: Session, dossier: int, fait: str, le: dt.date, texte: str, reference: str, etape: str) -> Consigne:
    from recouvre.operations import noter as gestes

    if fait == MISE_EN_DEMEURE:
        return gestes.noter_presentation(session, dossier, le, reference)
    if fait == QUITTANCE:
        return gestes.noter_quittances(session, dossier, le)
    if fait == RESTITUTION:
        return gestes.noter_restitution(session, dossier, le)
    return gestes.noter_contact(session, dossier, fait, le, texte, etape)
