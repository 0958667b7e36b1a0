"""`recouvre avoir` : un avoir du créancier."""

from __future__ import annotations

from typing import Annotated

import typer

from recouvre.commandes.coordonnees import option_texte
from recouvre.commandes.options import Cabinet, EnJson, Le, NumeroDossier, option_montant

app = typer.Typer()


@app.command()
def avoir(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    le: Le,
    numero: Annotated[str, option_texte("--numero", "Numéro de l'avoir.")],
    montant: Annotated[int, option_montant("--montant", aide="Montant TTC, sans signe.")],
    sur: Annotated[str, option_texte("--sur", "Facture qu'il réduit.")] = "",
    en_json: EnJson = False,
) -> None:
    """Ajoute un avoir à un dossier.

    Un avoir n'est pas un paiement : il réduit le principal à sa date, sans passer par les intérêts.
    """
    from recouvre.affichage.francais import montant as en_euros
    from recouvre.commandes.faits import annoncer
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.domaine.evenements import AvoirAjoute
    from recouvre.operations.noter import ajouter_avoir

    with ouvrir_session(cabinet) as session:
        consigne = ajouter_avoir(session, dossier, AvoirAjoute(date=le, numero=numero, montant=montant, sur=sur))
    annoncer(consigne, f"avoir {numero} de {en_euros(montant)} enregistré", en_json)
