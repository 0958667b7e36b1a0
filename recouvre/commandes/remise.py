"""`recouvre remise` : ce que le créancier abandonne."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from recouvre.commandes.coordonnees import option_texte
from recouvre.commandes.options import Cabinet, EnJson, Le, NumeroDossier, lecteur, option_date
from recouvre.domaine.montants import lire_montant

app = typer.Typer()


@app.command()
def remise(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    le: Le,
    montant: Annotated[
        int | None,
        typer.Argument(metavar="MONTANT", help="Ce qui est abandonné, en euros.", parser=lecteur(lire_montant)),
    ] = None,
    accessoires: Annotated[
        bool, typer.Option("--accessoires", help="Tous les intérêts, les 40 € et les frais comptés jusque-là.")
    ] = False,
    reste: Annotated[bool, typer.Option("--reste", help="Tout ce qui reste dû : le dossier est soldé.")] = False,
    motif: Annotated[str, option_texte("--motif", "Pourquoi ; toujours dit, et gardé.")] = "",
    autorisee_le: Annotated[
        dt.date | None, option_date("--autorisee-le", aide="Accord du créancier, s'il n'est pas déjà noté.")
    ] = None,
    en_json: EnJson = False,
) -> None:
    """Note une remise de dette : le créancier abandonne une somme, les accessoires, ou le reste.

    Elle éteint la dette sans qu'on ait rien reçu : ni quittance, ni reversement, ni prescription interrompue. Une
    agence a besoin de l'accord du créancier. Se défait avec « recouvre annuler ».

    Une somme éteint la dette dans l'ordre d'un paiement (d'un acheteur public : le principal seul). C'est le choix de
    l'outil.
    """
    from recouvre.commandes.faits import annoncer
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.domaine.montants import en_decimal, en_euros
    from recouvre.droit.decompte import decompter
    from recouvre.operations.abandons import Portee, Remise, remettre

    choix = [portee for portee, dite in ((Portee.ACCESSOIRES, accessoires), (Portee.RESTE, reste)) if dite]
    if len(choix) + (montant is not None) != 1:
        raise typer.BadParameter("dites un MONTANT, ou --accessoires, ou --reste.", param_hint="MONTANT")
    voulue = Remise(
        le=le,
        motif=motif,
        portee=choix[0] if choix else Portee.SOMME,
        montant=montant or 0,
        autorisee_le=autorisee_le,
    )
    with ouvrir_session(cabinet) as session:
        consigne = remettre(session, dossier, voulue)
        du = decompter(consigne.dossier, le, session.bareme).total
    somme = consigne.dossier.remises[-1].montant
    phrase = f"remise de {en_euros(somme)} ; reste dû {en_euros(du)}"
    annoncer(consigne, phrase, en_json, montant=en_decimal(somme), total=en_decimal(du))
