"""`recouvre facture` : une facture de plus."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated

import typer

from recouvre.commandes.coordonnees import option_texte
from recouvre.commandes.options import Cabinet, EnJson, Le, NumeroDossier, lecteur, option_date, option_montant
from recouvre.commandes.saisies import lire_taux

app = typer.Typer()


@app.command()
def facture(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    le: Le,
    numero: Annotated[str, option_texte("--numero", "Numéro de la facture.")],
    montant: Annotated[int, option_montant("--montant", aide="Montant TTC.")],
    emise: Annotated[dt.date, option_date("--emise", aide="Date de la facture.")],
    echeance: Annotated[dt.date, option_date("--echeance", aide="Échéance.")],
    deja_regle: Annotated[int, option_montant("--deja-regle", aide="Acomptes reçus, à déduire.")] = 0,
    libelle: Annotated[str, option_texte("--libelle", "Objet de la facture.")] = "",
    taux: Annotated[
        Decimal | None,
        typer.Option("--taux", metavar="POINTS", help="Taux du contrat, par an.", parser=lecteur(lire_taux)),
    ] = None,
    en_json: EnJson = False,
) -> None:
    """Ajoute une facture à un dossier.

    Refusé si la mise en demeure est déjà partie : elle n'en parlait pas. Ouvrez alors un autre dossier.
    """
    from recouvre.affichage.francais import montant as en_euros
    from recouvre.commandes.faits import annoncer
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.domaine.evenements import FactureAjoutee
    from recouvre.operations.noter import ajouter_facture

    fait = FactureAjoutee(
        date=le, numero=numero, montant=montant, deja_regle=deja_regle, emise_le=emise, echeance=echeance,
        libelle=libelle, taux=taux,
    )  # fmt: skip
    with ouvrir_session(cabinet) as session:
        consigne = ajouter_facture(session, dossier, fait)
    annoncer(consigne, f"facture {numero} de {en_euros(montant)} ajoutée", en_json)
