"""`recouvre promesse` : ce que le débiteur s'engage à payer, et pour quand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from recouvre.commandes.options import Cabinet, EnJson, Le, NumeroDossier, lecteur, option_date
from recouvre.domaine.montants import lire_montant

app = typer.Typer()


@app.command()
def promesse(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    le: Le,
    montant: Annotated[
        int | None,
        typer.Argument(metavar="MONTANT", help="Montant en euros : 1234,56.", parser=lecteur(lire_montant)),
    ] = None,
    pour: Annotated[dt.date | None, option_date("--pour", aide="Jour promis : 15/03/2026, vendredi, +8j…")] = None,
    remplacer: Annotated[bool, typer.Option("--remplacer", help="Prend la place de la promesse en cours.")] = False,
    en_json: EnJson = False,
) -> None:
    """Note une promesse de payer, ou montre celles du dossier.

    Rien ne part avant le jour dit. L'agenda la fait vérifier ce jour-là ; deux jours ouvrés après, le temps qu'un
    virement arrive, il la dit non tenue et les démarches reprennent. Les intérêts courent toujours. Un paiement d'au
    moins ce montant la tient. Saisie alors que son jour est passé (--le : quand elle a été faite), elle est aussitôt
    jugée.

    Sans montant : tenue, partielle, en cours, dépassée (le virement peut encore arriver), rompue ou remplacée. La
    seconde promesse rompue fait sauter la prochaine relance : on va à la suivante, plus ferme.
    """
    if montant is None or pour is None:
        _montrer(cabinet, dossier, le, en_json, seul=montant is None and pour is None and not remplacer)
        return
    from recouvre.affichage.francais import date
    from recouvre.affichage.francais import montant as en_euros
    from recouvre.commandes.faits import annoncer, avertir
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.conduite.promesses import a_savoir, etats
    from recouvre.conduite.suivi import recu_depuis, reprise
    from recouvre.domaine.faits_de_suivi import PromesseFaite
    from recouvre.domaine.montants import en_decimal
    from recouvre.operations.suivre import promettre

    faite = PromesseFaite(date=le, montant=montant, pour_le=pour)
    with ouvrir_session(cabinet) as session:
        consigne = promettre(session, dossier, faite, remplacer=remplacer)
        aujourdhui = session.maintenant.date()
    etat = next(etat for dite, etat in reversed(etats(consigne.dossier, aujourdhui)) if dite == faite)
    dits = a_savoir(consigne.dossier, faite, aujourdhui)
    phrase = f"promesse de {en_euros(montant)} pour le {date(pour)} ; rien ne part avant le {date(reprise(faite))}"
    if dits:
        phrase = f"promesse de {en_euros(montant)} du {date(le)} pour le {date(pour)} : {etat}"
    recu = en_decimal(recu_depuis(consigne.dossier, faite, aujourdhui))
    plus = {"montant": en_decimal(montant), "le": le, "pour_le": pour, "reprise_le": reprise(faite)}
    annoncer(consigne, phrase, en_json, **plus, etat=str(etat), recu=recu, avertissements=list(dits))
    if not en_json:
        avertir(dits)


def _montrer(cabinet: Path, numero: int, au: dt.date, en_json: bool, *, seul: bool) -> None:
    """Les promesses du dossier ; ``seul`` faux : il manque le montant ou le jour."""
    if not seul:
        raise typer.BadParameter("une promesse dit combien et pour quand.", param_hint="MONTANT et --pour")
    from recouvre.affichage import suivi
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations.lire import lire_dossier

    with ouvrir_session(cabinet) as session:
        dossier, _ = lire_dossier(session, numero)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        promesses = suivi.promesses_json(dossier, au)
        ecrire_json({"dossier": dossier.libelle, "au": au, "promesses": promesses})
    else:
        suivi.montrer_les_promesses(dossier, au)
