"""`recouvre procedure` : les étapes d'une procédure collective, et les délais du créancier."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.coordonnees import option_texte
from recouvre.commandes.options import Cabinet, EnJson, NumeroDossier, option_date, option_montant
from recouvre.domaine.faits_d_insolvabilite import EtapeDeProcedure

if TYPE_CHECKING:
    from recouvre.operations.session import Session

app = typer.Typer()

ETAPES = tuple(str(etape) for etape in EtapeDeProcedure)
SORTE = "procedure"


@app.command()
def procedure(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    etape: Annotated[
        str, typer.Argument(metavar="ÉTAPE", help=f"{', '.join(ETAPES)} ; rien : montre où l'on en est.")
    ] = "",
    le: Annotated[dt.date | None, option_date("--le", aide="Jour de la décision, ou de l'acte fait.")] = None,
    notifiee_le: Annotated[
        dt.date | None, option_date("--notifiee-le", aide="Sa notification au créancier : le délai en part.")
    ] = None,
    publiee_le: Annotated[dt.date | None, option_date("--publiee-le", aide="Sa publication au BODACC.")] = None,
    genre: Annotated[str, option_texte("--type", "Conversion : sauvegarde, redressement ou liquidation.")] = "",
    montant: Annotated[int | None, option_montant("--montant", aide="Ce qui est déclaré, admis ou contesté.")] = None,
    jusqu_au: Annotated[
        dt.date | None, option_date("--jusqu-au", aide="Contestation : le délai que la lettre donne.")
    ] = None,
    texte: Annotated[str, option_texte("--texte", "Ce qu'il faut en savoir : motif d'une clôture…")] = "",
    en_json: EnJson = False,
) -> None:
    """Suit une procédure collective : déclarer, se faire relever, admission, clôture.

    Sans étape : l'histoire et les délais qui courent. Le jugement d'ouverture, lui, se signale : « recouvre signaler
    D-1 procedure --type redressement --jugement-le DATE --bodacc-le DATE ».

    La déclaration se fait dans les deux mois de la publication au BODACC (quatre pour un créancier dont l'adresse est
    hors du territoire du tribunal), et l'agenda presse à 30, 15, 7 et 2 jours. Passé ce délai, il demande le relevé de
    forclusion, même si la créance a été déclarée depuis. Redonnez une étape au même jour avec une date de plus pour la
    compléter.
    """
    from recouvre.commandes.etapes_dites import annoncer_etape, choisir, controler
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.domaine.faits_d_insolvabilite import ProcedureSuivie
    from recouvre.operations.insolvabilite import PROCEDURE, suivre_procedure

    choisie = choisir(etape, ETAPES)
    regle = PROCEDURE[EtapeDeProcedure(choisie)] if choisie else None
    options = {
        "--le": le, "--notifiee-le": notifiee_le, "--publiee-le": publiee_le, "--type": genre, "--montant": montant,
        "--jusqu-au": jusqu_au, "--texte": texte,
    }  # fmt: skip
    controler(options, choisie, regle)
    with ouvrir_session(cabinet) as session:
        if le is None:
            _montrer(session, dossier, en_json)
            return
        fait = ProcedureSuivie(
            date=le, etape=EtapeDeProcedure(choisie), genre=genre, montant=montant or 0, notifiee_le=notifiee_le,
            publiee_le=publiee_le, jusqu_au=jusqu_au, texte=" ".join(texte.split()),
        )  # fmt: skip
        consigne = suivre_procedure(session, dossier, fait)
        annoncer_etape(session, consigne, choisie, SORTE, en_json)


def _montrer(session: Session, numero: int, en_json: bool) -> None:
    from recouvre.affichage import insolvabilite as vue
    from recouvre.domaine.faits_de_droit import CauseArret
    from recouvre.operations.insolvabilite import delais_de
    from recouvre.operations.lire import lire_dossier

    dossier, _ = lire_dossier(session, numero)
    arrets = [arret for arret in dossier.arrets if arret.cause is CauseArret.PROCEDURE]
    delais = delais_de(session, numero, SORTE)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json(
            {
                "dossier": dossier.libelle,
                "jugements": vue.arrets_json(arrets),
                "etapes": vue.etapes_json(dossier.procedure),
                "delais": vue.delais_json(delais),
            }
        )
    elif not arrets:
        print(f"Aucune procédure collective au dossier {dossier.libelle}. Pour la signaler :")
        print(f"  recouvre signaler {dossier.libelle} procedure --type … --jugement-le DATE --bodacc-le DATE")
    else:
        vue.montrer(f"Procédure collective, dossier {dossier.libelle}", arrets, dossier.procedure, delais)
