"""`recouvre expliquer` : le décompte raconté en français, à lire au téléphone ou à joindre."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from recouvre.commandes.options import Au, Cabinet, EnJson, NumeroDossier

app = typer.Typer()


@app.command()
def expliquer(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    au: Au,
    sortie: Annotated[
        Path | None, typer.Option("--sortie", metavar="FICHIER", help="Écrit le texte ici, en UTF-8.")
    ] = None,
    en_json: EnJson = False,
) -> None:
    """Raconte le décompte en français, ligne à ligne, avec ses articles.

    De quoi il s'agit, ce qui court et pourquoi, comment chaque paiement s'impute, ce qui reste dû, et comment refaire
    le calcul à la main : à lire au téléphone, ou à joindre.
    """
    from recouvre.affichage.recit import Noms, raconter
    from recouvre.affichage.recit_texte import en_json as objet
    from recouvre.affichage.recit_texte import en_texte, montrer
    from recouvre.commandes.horloge import aujourdhui
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations.decompter import decompter_dossier
    from recouvre.operations.lire import lire_dossier

    if en_json and sortie:
        raise typer.BadParameter("c'est le fichier du texte : retirez --json.", param_hint="--sortie")
    with ouvrir_session(cabinet) as session:
        tenu, _ = lire_dossier(session, dossier)
        decompte = decompter_dossier(session, tenu, au)
        noms = Noms(*(session.partie(n).denomination for n in (tenu.ouverture.creancier, tenu.ouverture.debiteur)))
    recit = raconter(decompte, tenu, noms, aujourdhui())
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json({"dossier": tenu.libelle, **objet(recit)})
    elif sortie:
        from recouvre.operations.exporter import exporter_texte

        exporter_texte(sortie, en_texte(recit))
        print(f"Récit écrit : {sortie}")
    else:
        montrer(recit)
