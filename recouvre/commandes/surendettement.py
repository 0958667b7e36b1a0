"""`recouvre surendettement` : les étapes d'un dossier de surendettement, et les délais du créancier."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

import typer

from recouvre.commandes.coordonnees import option_texte
from recouvre.commandes.options import Cabinet, EnJson, NumeroDossier, lecteur, option_date, option_montant
from recouvre.domaine.contrat import lire_taux_convenu
from recouvre.domaine.faits_d_insolvabilite import EtapeDuSurendettement

if TYPE_CHECKING:
    from recouvre.operations.session import Session

app = typer.Typer()

ETAPES = tuple(str(etape) for etape in EtapeDuSurendettement)
SORTE = "surendettement"


@app.command()
def surendettement(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    etape: Annotated[
        str, typer.Argument(metavar="ÉTAPE", help=f"{', '.join(ETAPES)} ; rien : montre où l'on en est.")
    ] = "",
    le: Annotated[
        dt.date | None, option_date("--le", aide="Jour de la décision, de la lettre reçue, ou de l'acte fait.")
    ] = None,
    notifiee_le: Annotated[
        dt.date | None, option_date("--notifiee-le", aide="Sa notification au créancier : le délai en part.")
    ] = None,
    publiee_le: Annotated[dt.date | None, option_date("--publiee-le", aide="Sa publication au BODACC.")] = None,
    applicable_le: Annotated[
        dt.date | None, option_date("--applicable-le", aide="Plan, mesures : entrée en vigueur.")
    ] = None,
    jusqu_au: Annotated[
        dt.date | None, option_date("--jusqu-au", aide="Plan, mesures : dernier jour ; appel : délai qu'il donne.")
    ] = None,
    taux: Annotated[
        Any,
        typer.Option(
            "--taux", metavar="TAUX", help="Plan, mesures : le taux qu'ils laissent courir (0 : aucun).",
            parser=lecteur(lire_taux_convenu),
        ),
    ] = None,
    mensualite: Annotated[
        int | None, option_montant("--mensualite", aide="Plan, mesures : ce qui doit être versé chaque mois.")
    ] = None,
    montant: Annotated[int | None, option_montant("--montant", aide="Ce qui est justifié, déclaré ou retenu.")] = None,
    texte: Annotated[str, option_texte("--texte", "Ce qu'il faut en savoir, en une ligne.")] = "",
    en_json: EnJson = False,
) -> None:  # fmt: skip
    """Suit un surendettement, étape par étape : ses délais, ce qu'il défend, ce qu'il efface.

    Sans étape : l'histoire et les délais qui courent. La recevabilité, elle, se signale : « recouvre signaler D-1
    surendettement --recevable-le DATE --notifiee-le DATE ».

    Chaque étape met à l'agenda le délai du créancier, avec son dernier jour et l'acte qui l'éteint : justification,
    recours, observations, contestation, declaration, releve ; fait trop tard, il est écrit, et l'on vous en avertit.
    Rien ne part tant qu'un plan ou des mesures s'appliquent, et plus jamais après « effacement ».

    « effacement-partiel --montant SOMME » ôte de la créance ce que des mesures en effacent, au jour où cela prend
    effet. « information » est le jour où le créancier vous a appris la recevabilité. Redonnez une étape au même jour
    avec une date de plus pour la compléter.
    """
    from recouvre.commandes.etapes_dites import annoncer_etape, choisir, controler
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.domaine.faits_d_insolvabilite import SurendettementSuivi
    from recouvre.operations.insolvabilite import SURENDETTEMENT, suivre_surendettement

    choisie = choisir(etape, ETAPES)
    regle = SURENDETTEMENT[EtapeDuSurendettement(choisie)] if choisie else None
    options = {
        "--le": le, "--notifiee-le": notifiee_le, "--publiee-le": publiee_le, "--applicable-le": applicable_le,
        "--jusqu-au": jusqu_au, "--taux": taux, "--mensualite": mensualite, "--montant": montant, "--texte": texte,
    }  # fmt: skip
    controler(options, choisie, regle)
    with ouvrir_session(cabinet) as session:
        if le is None:
            _montrer(session, dossier, en_json)
            return
        fait = SurendettementSuivi(
            date=le, etape=EtapeDuSurendettement(choisie), notifiee_le=notifiee_le, publiee_le=publiee_le,
            applicable_le=applicable_le, jusqu_au=jusqu_au, taux=taux, montant=montant or 0,
            mensualite=mensualite or 0, texte=" ".join(texte.split()),
        )  # fmt: skip
        consigne = suivre_surendettement(session, dossier, fait)
        annoncer_etape(session, consigne, choisie, SORTE, en_json)


def _montrer(session: Session, numero: int, en_json: bool) -> None:
    from recouvre.affichage import insolvabilite as vue
    from recouvre.domaine.faits_de_droit import CauseArret
    from recouvre.operations.insolvabilite import delais_de
    from recouvre.operations.lire import lire_dossier

    dossier, _ = lire_dossier(session, numero)
    arrets = [arret for arret in dossier.arrets if arret.cause is CauseArret.SURENDETTEMENT]
    delais = delais_de(session, numero, SORTE)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json(
            {
                "dossier": dossier.libelle,
                "recevabilites": vue.arrets_json(arrets),
                "etapes": vue.etapes_json(dossier.surendettement),
                "delais": vue.delais_json(delais),
            }
        )
    elif not (arrets or dossier.surendettement):
        print(f"Aucun surendettement au dossier {dossier.libelle}. Pour le signaler :")
        print(f"  recouvre signaler {dossier.libelle} surendettement --recevable-le DATE --notifiee-le DATE")
    else:
        vue.montrer(f"Surendettement, dossier {dossier.libelle}", arrets, dossier.surendettement, delais)
