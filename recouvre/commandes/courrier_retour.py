"""`recouvre courrier-retour` : ce qui arrive à un pli parti, un par un ou par le fichier du prestataire."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.coordonnees import option_texte
from recouvre.commandes.lecteurs import lire_choix
from recouvre.commandes.options import Cabinet, EnJson, lecteur, option_date
from recouvre.domaine.faits_d_envoi import SuiteDuPli

if TYPE_CHECKING:
    from recouvre.operations.retours import Retour

app = typer.Typer()


@app.command()
def courrier_retour(
    cabinet: Cabinet,
    pli: Annotated[
        str,
        typer.Argument(metavar="PLI", help="Référence (D-12-1), recommandé connu, ou dossier qui n'a qu'un pli."),
    ] = "",
    suite: Annotated[
        SuiteDuPli | None,
        typer.Argument(metavar="SUITE", help=f"{', '.join(SuiteDuPli)}.", parser=lecteur(lire_choix(SuiteDuPli))),
    ] = None,
    le: Annotated[dt.date | None, option_date("--le", aide="Jour du fait ; aujourd'hui à défaut.")] = None,
    recommande: Annotated[str, option_texte("--recommande", "Son numéro ; seul, il dit que le pli est déposé.")] = "",
    precision: Annotated[str, option_texte("--precision", "Ce que la Poste ou le prestataire en dit.")] = "",
    fichier: Annotated[
        Path | None, typer.Option("--fichier", metavar="CSV", help="Le suivi du prestataire : un pli par ligne.")
    ] = None,
    a_blanc: Annotated[
        bool, typer.Option("--a-blanc", help="Avec --fichier : dit tout ce qui se passerait, n'écrit rien.")
    ] = False,
    en_json: EnJson = False,
) -> None:
    """Note ce qui arrive à une lettre : déposée, présentée, distribuée, refusée, non réclamée, revenue.

    La présentation d'une mise en demeure fait courir les intérêts d'un consommateur. « npai » (inconnu à l'adresse)
    arrête tout courrier jusqu'à ce que l'adresse change ; « non-reclame » et « refuse » la laissent bonne.

    Relire le même fichier n'écrit rien ; les lignes écartées sont récrites à côté, à corriger et à relancer.

    Exemple :

        recouvre courrier-retour D-12-1 npai --le 12/05/2026
        recouvre courrier-retour --fichier suivi.csv --a-blanc
    """
    if fichier is None:
        if a_blanc:
            raise typer.BadParameter("va avec --fichier.", param_hint="--a-blanc")
        _un_pli(cabinet, pli, suite, le, recommande, precision, en_json)
    elif pli or suite or recommande or precision:
        raise typer.BadParameter("un pli ou un fichier, pas les deux.", param_hint="--fichier")
    else:
        _un_fichier(cabinet, fichier, le, a_blanc, en_json)


def _un_pli(
    cabinet: Path,
    pli: str,
    suite: SuiteDuPli | None,
    le: dt.date | None,
    recommande: str,
    precision: str,
    en_json: bool,
) -> None:
    from recouvre.commandes.horloge import aujourdhui
    from recouvre.commandes.retours_dits import dire_retour, retour_json
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.domaine.faits_d_envoi import PliSuivi
    from recouvre.domaine.numeros import lire_recommande
    from recouvre.operations.retours import noter_suite

    if not pli:
        raise typer.BadParameter("Donnez un pli (D-12-1) et sa suite, ou --fichier.", param_hint="PLI")
    if suite is None and not recommande:
        raise typer.BadParameter(f"Dites ce qui lui arrive : {', '.join(SuiteDuPli)}.", param_hint="SUITE")
    nouvelle = PliSuivi(
        date=le or aujourdhui(),
        reference="",
        suite=suite or SuiteDuPli.DEPOSE,
        recommande=lire_recommande(recommande) if recommande else "",
        precision=" ".join(precision.split()),
    )
    with ouvrir_session(cabinet) as session:
        retour: Retour = noter_suite(session, pli, nouvelle)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json(retour_json(retour))
    else:
        dire_retour(retour)


def _un_fichier(cabinet: Path, fichier: Path, le: dt.date | None, a_blanc: bool, en_json: bool) -> None:
    from recouvre.affichage.progression import progression
    from recouvre.commandes.retours_dits import bilan_json, dire_bilan
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations.suivi_des_plis import noter_suivi

    with ouvrir_session(cabinet) as session, progression("Suivi des plis") as suivi:
        bilan = noter_suivi(session, fichier, le, a_blanc=a_blanc, suivi=suivi)
    if en_json:
        bilan_json(bilan, a_blanc=a_blanc)
    else:
        dire_bilan(bilan, a_blanc=a_blanc)
    if bilan.anomalies and not bilan.notees and not bilan.deja and not bilan.muettes:
        raise typer.Exit(1)
