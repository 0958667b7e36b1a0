"""`recouvre reprendre` : la fin d'un arrêt."""

from __future__ import annotations

from typing import Annotated

import typer

from recouvre.commandes.lecteurs import lire_choix
from recouvre.commandes.options import Cabinet, EnJson, Le, NumeroDossier, lecteur
from recouvre.domaine.faits_de_droit import CauseArret

app = typer.Typer()


@app.command()
def reprendre(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    cause: Annotated[
        CauseArret,
        typer.Argument(metavar="CAUSE", help=f"{', '.join(CauseArret)}.", parser=lecteur(lire_choix(CauseArret))),
    ],
    le: Le,
    en_json: EnJson = False,
) -> None:
    """Reprend une créance arrêtée : les intérêts courent de nouveau.

    --le est le premier jour qui porte de nouveau intérêt : caducité du plan, mise en œuvre des mesures de
    surendettement, fin de la procédure. Un délai de grâce ou un plan dont on a dit le terme finit seul.
    """
    from recouvre.affichage.francais import date
    from recouvre.commandes.faits import annoncer
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations.signaler import reprendre as lever

    with ouvrir_session(cabinet) as session:
        consigne = lever(session, dossier, cause, le)
    annoncer(consigne, f"« {cause} » levé, intérêts à partir du {date(le)}", en_json, cause=str(cause), le=le)
