"""`recouvre autorisation` : ce que le créancier permet, dossier par dossier."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.coordonnees import option_texte
from recouvre.commandes.lecteurs import lire_choix
from recouvre.commandes.options import Cabinet, EnJson, Le, NumeroDossier, lecteur, option_date, option_montant
from recouvre.domaine.faits_de_gestion import ObjetAutorisation

if TYPE_CHECKING:
    from recouvre.domaine.dossier import Dossier
    from recouvre.domaine.parties import ReglagesCreancier

app = typer.Typer()


@app.command()
def autorisation(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    le: Le,
    objet: Annotated[
        ObjetAutorisation | None,
        typer.Argument(
            metavar="OBJET", help="visite, plan, procedure, frais ou remise ; rien : montre.",
            parser=lecteur(lire_choix(ObjetAutorisation)),
        ),
    ] = None,
    jusqu_au: Annotated[dt.date | None, option_date("--jusqu-au", aide="Dernier jour où elle vaut.")] = None,
    plafond: Annotated[int | None, option_montant("--plafond", aide="Remise, frais, plan : au plus ceci.")] = None,
    texte: Annotated[str, option_texte("--texte", "Comment il l'a donnée : courriel du 3 mars…")] = "",
    retirer: Annotated[bool, typer.Option("--retirer", help="Il ne l'autorise plus, depuis --le.")] = False,
    en_json: EnJson = False,
) -> None:  # fmt: skip
    """Note une autorisation du créancier : visite, plan, procédure, frais, remise.

    Sans elle, une agence ne va pas au domicile du débiteur, n'accorde pas de plan, n'engage ni procédure ni frais.
    """
    from recouvre.affichage.faits_de_gestion import OBJETS
    from recouvre.commandes.faits import annoncer
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.domaine.faits_de_gestion import AutorisationDonnee, AutorisationRetiree
    from recouvre.operations import autoriser as gestes
    from recouvre.operations.lire import lire_dossier

    with ouvrir_session(cabinet) as session:
        if objet is None:
            lu = lire_dossier(session, dossier)[0]
            _montrer(lu, le, session.reglages(lu.ouverture.creancier), en_json)
            return
        if retirer:
            retrait = AutorisationRetiree(date=le, objet=objet, texte=texte)
            consigne = gestes.retirer(session, dossier, retrait)
        else:
            donnee = AutorisationDonnee(date=le, objet=objet, jusqu_au=jusqu_au, plafond=plafond or 0, texte=texte)
            consigne = gestes.autoriser(session, dossier, donnee)
    verbe = "retirée" if retirer else "notée"
    annoncer(consigne, f"autorisation {verbe} : {OBJETS[objet]}", en_json, objet=str(objet))


def _d_avance(objet: ObjetAutorisation, reglages: ReglagesCreancier) -> str:
    """Ce que le cahier des charges du créancier accorde sans qu'on le demande."""
    if objet is ObjetAutorisation.PLAN and reglages.plans_au_plus:
        return f"d'avance, jusqu'à {reglages.plans_au_plus} versements"
    accordes = {
        ObjetAutorisation.VISITE: reglages.visite,
        ObjetAutorisation.PROCEDURE: reglages.pouvoir_general_le is not None,
    }
    return "d'avance, par son cahier des charges" if accordes.get(objet) else "non"


def _montrer(dossier: Dossier, au: dt.date, reglages: ReglagesCreancier, en_json: bool) -> None:
    """Chaque objet, et l'autorisation qui vaut ce jour-là."""
    from recouvre.conduite.autorisations import autorisation_en_cours

    valent = {objet: autorisation_en_cours(dossier, objet, au) for objet in ObjetAutorisation}
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json
        from recouvre.domaine.montants import en_decimal

        donnees = [
            {
                "objet": str(objet),
                "le": donnee.date,
                "jusqu_au": donnee.jusqu_au,
                "plafond": en_decimal(donnee.plafond) if donnee.plafond else None,
                "texte": donnee.texte,
            }
            for objet, donnee in valent.items()
            if donnee
        ]
        ecrire_json({"dossier": dossier.libelle, "au": au, "autorisations": donnees})
        return
    from recouvre.affichage.faits_de_gestion import OBJETS
    from recouvre.affichage.francais import date, montant
    from recouvre.affichage.tableau import Colonne, tableau

    lignes = [
        (
            OBJETS[objet],
            f"depuis le {date(donnee.date)}" if donnee else _d_avance(objet, reglages),
            date(donnee.jusqu_au) if donnee and donnee.jusqu_au else "",
            montant(donnee.plafond) if donnee and donnee.plafond else "",
            donnee.texte if donnee else "",
        )
        for objet, donnee in valent.items()
    ]
    colonnes = (
        Colonne("Le créancier autorise"),
        Colonne(""),
        Colonne("Jusqu'au"),
        Colonne("Au plus", True),
        Colonne(""),
    )
    tableau(colonnes, lignes, titre=f"Autorisations, dossier {dossier.libelle}")
