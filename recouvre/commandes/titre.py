"""`recouvre titre` : le titre exécutoire, sa signification."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.coordonnees import option_texte
from recouvre.commandes.lecteurs import lire_choix
from recouvre.commandes.options import Cabinet, EnJson, NumeroDossier, lecteur, option_date
from recouvre.domaine.faits_de_droit import InteretsDuTitre

if TYPE_CHECKING:
    from recouvre.domaine.dossier import Dossier
    from recouvre.operations.consigner import Consigne
    from recouvre.operations.session import Session

app = typer.Typer()

OBTENIR, SIGNIFIER = "obtenir", "signifier"
_DE_CHACUNE = {
    OBTENIR: ("--nature", "--interets", "--capitalisation", "--sans-majoration", "--reference"),
    SIGNIFIER: ("--executoire-le", "--a-personne"),
}


@app.command()
def titre(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    action: Annotated[str, typer.Argument(metavar="ACTION", help="obtenir ou signifier ; rien : montre.")] = "",
    le: Annotated[dt.date | None, option_date("--le", aide="Date du titre, ou de sa signification.")] = None,
    nature: Annotated[
        str,
        option_texte("--nature", "jugement (défaut), injonction-de-payer, acte-notarie, cheque-impaye, homologation…"),
    ] = "",
    interets: Annotated[
        InteretsDuTitre | None,
        typer.Option(
            "--interets", metavar="QUOI", help="legal (à défaut), ou contrat si le titre maintient son taux.",
            parser=lecteur(lire_choix(InteretsDuTitre)),
        ),
    ] = None,
    capitalisation: Annotated[bool, typer.Option("--capitalisation", help="Le titre l'ordonne.")] = False,
    sans_majoration: Annotated[
        bool, typer.Option("--sans-majoration", help="Le juge de l'exécution en a exonéré (CMF L313-3).")
    ] = False,
    reference: Annotated[str, option_texte("--reference", "Numéro du titre.")] = "",
    executoire_le: Annotated[
        dt.date | None, option_date("--executoire-le", aide="Jour où il est devenu exécutoire, s'il est plus tardif.")
    ] = None,
    a_personne: Annotated[bool, typer.Option("--a-personne", help="Signifié à la personne du débiteur.")] = False,
    en_json: EnJson = False,
) -> None:  # fmt: skip
    """Montre ou enregistre le titre exécutoire d'un dossier, et sa signification.

    Depuis le titre, les intérêts sont au taux légal, sauf s'il maintient celui du contrat. La majoration de cinq points
    vient deux mois après la signification d'une décision de justice (CMF L313-3).
    """
    from recouvre.commandes.seance import ouvrir_session

    donnees = {
        "--nature": nature, "--interets": interets, "--capitalisation": capitalisation,
        "--sans-majoration": sans_majoration, "--reference": reference, "--executoire-le": executoire_le,
        "--a-personne": a_personne,
    }  # fmt: skip
    _controler(action, le, [nom for nom, valeur in donnees.items() if valeur])
    with ouvrir_session(cabinet) as session:
        if le is None:
            _montrer(session, dossier, en_json)
            return
        if action == OBTENIR:
            consigne = _obtenir(
                session, dossier, le, nature or "jugement", interets or InteretsDuTitre.LEGAL, capitalisation,
                sans_majoration, reference,
            )  # fmt: skip
        else:
            consigne = _signifier(session, dossier, le, executoire_le, a_personne)
    _annoncer(consigne, action, en_json)


def _controler(action: str, le: dt.date | None, donnees: list[str]) -> None:
    if action and action not in _DE_CHACUNE:
        raise typer.BadParameter(f"« {action} » : écrivez obtenir ou signifier.", param_hint="ACTION")
    if de_trop := [nom for nom in donnees if nom not in _DE_CHACUNE.get(action, ())]:
        phrase = f"cette option ne va pas avec « {action} »." if action else "dites quoi faire : obtenir ou signifier."
        raise typer.BadParameter(phrase, param_hint=de_trop[0])
    if action and le is None:
        raise typer.BadParameter(f"dites le jour : recouvre titre D-… {action} --le DATE.", param_hint="--le")
    if le is not None and not action:
        raise typer.BadParameter("dites quoi faire : obtenir ou signifier.", param_hint="ACTION")


def _obtenir(
    session: Session, dossier: int, le: dt.date, nature: str, interets: InteretsDuTitre, capitalisation: bool,
    sans_majoration: bool, reference: str,
) -> Consigne:  # fmt: skip
    from recouvre.domaine.faits_de_droit import TitreObtenu
    from recouvre.operations.titres import NATURES_DE_TITRE, obtenir

    fait = TitreObtenu(
        date=le, nature=nature, decision=NATURES_DE_TITRE.get(nature, True), interets=interets,
        capitalisation=capitalisation, sans_majoration=sans_majoration, reference=reference,
    )  # fmt: skip
    return obtenir(session, dossier, fait)


def _signifier(
    session: Session, dossier: int, le: dt.date, executoire_le: dt.date | None, a_personne: bool
) -> Consigne:
    from recouvre.domaine.faits_de_droit import TitreSignifie
    from recouvre.operations.titres import signifier

    acte = TitreSignifie(date=le, executoire_le=executoire_le, a_personne=a_personne)
    return signifier(session, dossier, acte)


def _montrer(session: Session, numero: int, en_json: bool) -> None:
    from recouvre.affichage.qualification import titres_json
    from recouvre.operations.lire import lire_dossier

    dossier, _ = lire_dossier(session, numero)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json({"dossier": dossier.libelle, "titres": titres_json(dossier), "majore_le": majore_le(dossier)})
        return
    if not dossier.titres:
        print(f"Aucun titre au dossier {dossier.libelle}. Pour en noter un :")
        print(f"  recouvre titre {dossier.libelle} obtenir --le DATE")
        return
    from recouvre.affichage.qualification import paires
    from recouvre.affichage.tableau import fiche

    lignes = [(nom, dit) for nom, dit in paires(dossier) if nom == "Titre"]
    fiche([*lignes, ("Majoration", _majoration(dossier))], titre=f"Titres du dossier {dossier.libelle}")


def majore_le(dossier: Dossier) -> dt.date | None:
    """Le premier jour majoré de cinq points, s'il est connu : le premier titre compte."""
    from recouvre.droit.regimes import majoration_le

    titre = dossier.titres[0] if dossier.titres else None
    return majoration_le(dossier, titre) if titre and titre.interets is InteretsDuTitre.LEGAL else None


def _majoration(dossier: Dossier) -> str:
    from recouvre.affichage.francais import date

    titre, le = dossier.titres[0], majore_le(dossier)
    if le is not None:
        return f"cinq points à partir du {date(le)} (CMF, art. L313-3)"
    if titre.interets is InteretsDuTitre.CONTRAT:
        return "aucune : le titre maintient le taux du contrat"
    if not titre.decision or titre.sans_majoration:
        return "aucune : " + ("le juge en a exonéré" if titre.sans_majoration else "ce n'est pas une condamnation")
    return "deux mois après la signification, qui n'est pas notée"


def _annoncer(consigne: Consigne, action: str, en_json: bool) -> None:
    from recouvre.affichage.francais import date
    from recouvre.commandes.faits import annoncer

    dossier = consigne.dossier
    phrase = "titre signifié" if action == SIGNIFIER else "titre enregistré"
    annoncer(consigne, phrase, en_json, action=action, majore_le=majore_le(dossier))
    if en_json:
        return
    if all(facture.echeance > dossier.titres[0].date for facture in dossier.factures):
        print("Attention : aucune facture n'était échue au jour du titre ; il n'en change pas les intérêts.")
        return
    print(f"Majoration : {_majoration(dossier)}.")
    if action == OBTENIR and len(dossier.titres) > 1:
        print(f"Le dossier a plusieurs titres : le décompte suit le premier, du {date(dossier.titres[0].date)}.")
