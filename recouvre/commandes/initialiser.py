"""`recouvre initialiser` : un cabinet neuf."""

from __future__ import annotations

from typing import Annotated

import typer

from recouvre.commandes.options import Cabinet, EnJson
from recouvre.domaine.profil import Mode

app = typer.Typer()


@app.command()
def initialiser(
    cabinet: Cabinet,
    mode: Annotated[
        Mode, typer.Option("--mode", help="agence : pour le compte d'autrui ; interne : ses propres factures.")
    ] = Mode.AGENCE,
    en_json: EnJson = False,
) -> None:
    """Crée un cabinet vide : sa base, ses réglages, ses dossiers.

    Rien n'est jamais écrasé : s'il y a déjà un cabinet à cet endroit, la commande le dit et s'arrête.
    """
    from recouvre.operations.initialiser import initialiser as creer

    profil = creer(cabinet, mode)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json({"cabinet": cabinet, "mode": str(profil.mode)})
        return
    from recouvre.commandes.chemins import d_ici

    print(f"Cabinet créé dans {d_ici(cabinet)} (mode {profil.mode}).")
    print("Ensuite : recouvre profil --denomination … --adresse … --code-postal … --ville … --iban …")
    print("Puis    : recouvre ouvrir remise.csv" + (' --creancier "NOM"' if mode is Mode.AGENCE else ""))
