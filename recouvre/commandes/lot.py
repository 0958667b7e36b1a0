"""`recouvre lot` : des plis réunis pour l'imprimeur."""

from __future__ import annotations

import datetime as dt
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.options import Cabinet, EnJson, option_date

if TYPE_CHECKING:
    from recouvre.operations.lot_imprimeur import LotImprimeur, Tri

app = typer.Typer()


@app.command()
def lot(
    cabinet: Cabinet,
    fichiers: Annotated[
        list[Path] | None, typer.Argument(metavar="FICHIER", help="Des PDF à réunir, au lieu des plis du cabinet.")
    ] = None,
    jour: Annotated[dt.date | None, option_date("--jour", aide="Les plis partis ce jour-là.")] = None,
    numero: Annotated[
        int | None, typer.Option("--numero", metavar="NUMÉRO", min=1, help="Le lot de ce numéro, ce jour-là.")
    ] = None,
    tri: Annotated[
        str, typer.Option("--tri", metavar="TRI", help="code-postal, dossier ou envoi (recommandés d'abord).")
    ] = "",
    intercalaires: Annotated[
        bool, typer.Option("--intercalaires", help="Une feuille avant chaque pli : rang, référence, code postal.")
    ] = False,
    recto_verso: Annotated[
        bool, typer.Option("--recto-verso", help="Des pages blanches, pour que chaque pli commence sur un recto.")
    ] = False,
    sortie: Annotated[
        Path | None, typer.Option("--sortie", metavar="DOSSIER", help="Où écrire ; un dossier neuf, ici, à défaut.")
    ] = None,
    en_json: EnJson = False,
) -> None:
    """Réunit des plis en un seul PDF pour l'imprimeur, triés, avec leur index.

    Sans rien préciser : le dernier lot parti, par code postal, l'étranger à la fin. Un index CSV dit où commence chaque
    pli, et les recommandés ont leur bordereau. Des fichiers désignés gardent l'ordre donné, sauf avec --tri.

    Rien n'est noté : ces plis sont déjà partis. Un pli dont le document a changé est laissé de côté, et nommé (code 1).
    """
    from recouvre.affichage.progression import progression
    from recouvre.base.connexion import NOM_BASE
    from recouvre.commandes.horloge import aujourdhui
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations.lot_imprimeur import Choix, reunir_lot

    if fichiers and (jour or numero):
        raise typer.BadParameter("désignez un jour ou des fichiers, pas les deux.", param_hint="--jour, --numero")
    choix = Choix(
        le=aujourdhui(),
        jour=jour,
        numero=numero,
        fichiers=tuple(fichiers or ()),
        tri=_tri(tri) if tri else None,
        intercalaires=intercalaires,
        recto_verso=recto_verso,
        sortie=sortie,
    )
    sans_cabinet = choix.fichiers and not (cabinet / NOM_BASE).is_file()
    with nullcontext() if sans_cabinet else ouvrir_session(cabinet) as session, progression("Plis") as suivi:
        fait = reunir_lot(session, choix, suivi)
    _dire(fait, en_json)
    if fait.refuses:
        raise typer.Exit(1)


def _tri(texte: str) -> Tri:
    from recouvre.operations.lot_imprimeur import Tri

    if texte not in tuple(Tri):
        raise typer.BadParameter(f"« {texte} » n'est pas un tri : {', '.join(Tri)}.", param_hint="--tri")
    return Tri(texte)


def _dire(fait: LotImprimeur, en_json: bool) -> None:
    if en_json:
        _json(fait)
        return
    from recouvre.affichage.francais import pluriel
    from recouvre.commandes.chemins import d_ici

    print(f"À imprimer  : {d_ici(fait.lot)} ({pluriel(len(fait.lignes), 'pli')}, {pluriel(fait.pages, 'page')})")
    print(f"Index       : {d_ici(fait.index)}")
    if fait.recommandes:
        combien = sum(ligne.mode == "recommande" for ligne in fait.lignes)
        print(f"Recommandés : {d_ici(fait.recommandes)} ({combien})")
    for refuse in fait.refuses:
        print(f"Laissé de côté : {refuse.reference} ({refuse.fichier}), {refuse.raison}.", file=sys.stderr)


def _json(fait: LotImprimeur) -> None:
    from dataclasses import asdict

    from recouvre.affichage.sortie_json import ecrire_json

    ecrire_json(
        {
            "lot": fait.lot,
            "index": fait.index,
            "recommandes": fait.recommandes,
            "pages": fait.pages,
            "plis": [asdict(ligne) for ligne in fait.lignes],
            "refuses": [asdict(refuse) for refuse in fait.refuses],
        }
    )
