"""`recouvre prescription` : jusqu'à quand agir, et pourquoi."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from recouvre.commandes.options import Au, Cabinet, EnJson, lecteur
from recouvre.domaine.numeros import lire_numero

app = typer.Typer()


@app.command()
def prescription(
    cabinet: Cabinet,
    au: Au,
    dossier: Annotated[
        int | None,
        typer.Argument(metavar="DOSSIER", help="Numéro du dossier : D-12, ou 12.", parser=lecteur(lire_numero)),
    ] = None,
    natures: Annotated[
        bool, typer.Option("--natures", help="Liste les natures de créance et leur délai, sans dossier.")
    ] = False,
    en_json: EnJson = False,
) -> None:
    """Dit jusqu'à quand agir en justice, et raconte pourquoi.

    Pour chaque facture encore due : d'où part le délai, ce qui l'a fait reculer, ce qui n'y a rien changé, et ce qui
    reste incertain. Les faits postérieurs à la date demandée ne comptent pas. Rien n'est jamais reporté au lundi.
    """
    if natures:
        _montrer_natures(cabinet, en_json)
        return
    if dossier is None:
        raise typer.BadParameter("dites le dossier, ou --natures pour la table.", param_hint="DOSSIER")
    from recouvre.affichage import prescription as vue
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations.prescrire import prescription_de

    with ouvrir_session(cabinet) as session:
        tenu, calcul = prescription_de(session, dossier, au)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json(vue.en_json(tenu.libelle, calcul, au))
    else:
        vue.montrer(tenu.libelle, calcul, au)


def _montrer_natures(cabinet: Path, en_json: bool) -> None:
    from recouvre.affichage import prescription as vue
    from recouvre.operations.natures import lire_natures

    table = lire_natures(cabinet)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json(vue.natures_en_json(table))
    else:
        vue.montrer_natures(table)
