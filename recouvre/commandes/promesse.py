"""`recouvre promesse` : ce que le débiteur s'engage à payer, et pour quand."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from recouvre.commandes.options import Cabinet, EnJson, Le, Montant, NumeroDossier, option_date

app = typer.Typer()


@app.command()
def promesse(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    montant: Montant,
    le: Le,
    pour: Annotated[dt.date, option_date("--pour", aide="Jour promis : 15/03/2026, vendredi, +8j…")],
    remplacer: Annotated[bool, typer.Option("--remplacer", help="Prend la place de la promesse en cours.")] = False,
    en_json: EnJson = False,
) -> None:
    """Note une promesse de payer : rien ne part avant le jour dit.

    L'agenda la fait vérifier ce jour-là ; deux jours ouvrés après, le temps qu'un virement arrive, il la dit non tenue
    et les démarches reprennent. Les intérêts courent toujours. Un paiement d'au moins ce montant la tient.
    """
    from recouvre.affichage.francais import date
    from recouvre.affichage.francais import montant as en_euros
    from recouvre.commandes.faits import annoncer
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.conduite.suivi import reprise
    from recouvre.domaine.faits_de_suivi import PromesseFaite
    from recouvre.domaine.montants import en_decimal
    from recouvre.operations.suivre import promettre

    faite = PromesseFaite(date=le, montant=montant, pour_le=pour)
    with ouvrir_session(cabinet) as session:
        consigne = promettre(session, dossier, faite, remplacer=remplacer)
    phrase = f"promesse de {en_euros(montant)} pour le {date(pour)} ; rien ne part avant le {date(reprise(faite))}"
    plus = {"montant": en_decimal(montant), "le": le, "pour_le": pour, "reprise_le": reprise(faite)}
    annoncer(consigne, phrase, en_json, **plus)
