"""`recouvre decompte` : ce qui est dû, ligne par ligne."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from recouvre.commandes.options import Au, Cabinet, EnCsv, EnJson, NumeroDossier

app = typer.Typer()


@app.command()
def decompte(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    au: Au,
    en_json: EnJson = False,
    en_csv: EnCsv = False,
    sortie: Annotated[Path | None, typer.Option("--sortie", metavar="FICHIER", help="Écrit le CSV ici.")] = None,
) -> None:
    """Calcule ce qui est dû à une date, ligne par ligne.

    Chaque ligne d'intérêts se refait à la main : base × taux × jours ÷ 36 500. Les faits postérieurs à la date demandée
    ne comptent pas.
    """
    from recouvre.affichage import decompte as vue
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.droit.decompte import decompter
    from recouvre.operations.lire import lire_dossier

    if en_json and sortie:
        raise typer.BadParameter("c'est le fichier du CSV : retirez --json.", param_hint="--sortie")
    with ouvrir_session(cabinet) as session:
        tenu, _ = lire_dossier(session, dossier)
        calcul = decompter(tenu, au, session.bareme)
        noms = [session.partie(n).denomination for n in (tenu.ouverture.debiteur, tenu.ouverture.creancier)]
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json({"dossier": tenu.libelle, **vue.en_json(calcul)})
    elif en_csv or sortie:
        from recouvre.affichage.sortie_csv import ecrire_csv

        ecrire_csv(vue.COLONNES_CSV, vue.lignes_csv(calcul), sortie)
    else:
        vue.montrer(calcul, f"Décompte du dossier {tenu.libelle} : {noms[0]}, dû à {noms[1]}")
