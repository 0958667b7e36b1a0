"""`recouvre facture` : une facture de plus."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

import typer

from recouvre.commandes.coordonnees import option_texte
from recouvre.commandes.options import Cabinet, EnJson, Le, NumeroDossier, lecteur, option_date, option_montant
from recouvre.domaine.contrat import lire_taux_convenu

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
        Any,
        typer.Option(
            "--taux",
            metavar="TAUX",
            help="Convenu : 12,5 ou « 3 x légal » ou « BCE + 8 ».",
            parser=lecteur(lire_taux_convenu),
        ),
    ] = None,
    nature: Annotated[str, option_texte("--nature", "Sa nature, si elle n'est pas celle du dossier.")] = "",
    executee_le: Annotated[dt.date | None, option_date("--executee-le", aide="Fin de la prestation.")] = None,
    retenue: Annotated[int, option_montant("--retenue", aide="Retenue de garantie d'un acheteur public.")] = 0,
    en_json: EnJson = False,
) -> None:
    """Ajoute une facture à un dossier.

    Refusé si la mise en demeure est déjà partie : elle n'en parlait pas. Ouvrez alors un autre dossier.
    """
    from recouvre.affichage.francais import montant as en_euros
    from recouvre.affichage.tableau import plier
    from recouvre.commandes.faits import annoncer
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.domaine.evenements import FactureAjoutee
    from recouvre.domaine.faits_de_droit import FacturePrecisee
    from recouvre.droit.fractionnement import vigilance
    from recouvre.operations.noter import ajouter_facture
    from recouvre.operations.plancher import avertir_du_taux

    fait = FactureAjoutee(
        date=le, numero=numero, montant=montant, deja_regle=deja_regle, emise_le=emise, echeance=echeance,
        libelle=libelle, taux=taux,
    )  # fmt: skip
    precision = FacturePrecisee(date=le, facture=numero, nature=nature, executee_le=executee_le, retenue=retenue)
    with ouvrir_session(cabinet) as session:
        consigne = ajouter_facture(session, dossier, fait, precision)
        du_taux = avertir_du_taux(session.bareme, consigne.dossier, taux, session.maintenant.date())
        dits = [dit for dit in (du_taux, vigilance(consigne.dossier, session.natures)) if dit]
    phrase = f"facture {numero} de {en_euros(montant)} ajoutée"
    annoncer(consigne, phrase, en_json, avertissements=dits)
    for dit in () if en_json else dits:
        print(plier(f"Attention : {dit}"))
