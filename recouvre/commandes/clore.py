"""`recouvre clore` : cesser d'agir."""

from __future__ import annotations

from typing import Annotated

import typer

from recouvre.commandes.coordonnees import option_texte
from recouvre.commandes.options import Cabinet, EnJson, Le, NumeroDossier

app = typer.Typer()


@app.command()
def clore(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    le: Le,
    motif: Annotated[str, option_texte("--motif", "Pourquoi : irrécouvrable, repris par le créancier…")],
    en_json: EnJson = False,
) -> None:
    """Clôt un dossier, avec son motif.

    Plus rien ne part, plus rien ne s'y écrit. La clôture se défait comme tout fait : recouvre annuler.
    """
    from recouvre.commandes.faits import annoncer
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations.budgets import a_effacer as effacement_du
    from recouvre.operations.noter import clore as cloturer

    with ouvrir_session(cabinet) as session:
        consigne = cloturer(session, dossier, motif, le)
        a_effacer = effacement_du(session, consigne.dossier)
    annoncer(consigne, "dossier clos", en_json, a_effacer=a_effacer or None)
    if a_effacer and not en_json:
        print(f"Les moyens déclarés par le débiteur ne servent plus : {a_effacer}")
