"""`recouvre qualifier` : la nature d'une créance, son contrat, ses parties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from recouvre.commandes.coordonnees import option_texte
from recouvre.commandes.lecteurs import AUCUN, lire_choix, lire_clause_penale, lire_imputation, ou_aucun
from recouvre.commandes.options import Cabinet, EnJson, NumeroDossier, lecteur, option_date, option_montant
from recouvre.domaine.contrat import Acheteur, SousPlancher, lire_taux_convenu

if TYPE_CHECKING:
    from recouvre.domaine.dossier import Dossier
    from recouvre.operations.qualifier import Qualification
    from recouvre.operations.session import Session

app = typer.Typer()


def _option(nom: str, metavar: str, lire: Callable[[str], Any], aide: str) -> Any:
    return typer.Option(nom, metavar=metavar, help=aide, parser=lecteur(ou_aucun(lire)))


@app.command()
def qualifier(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    nature: Annotated[
        str | None, _option("--nature", "CODE", str, "Nature de la créance : b2b, credit_conso, bail_habitation…")
    ] = None,
    particulier: Annotated[
        bool | None,
        typer.Option("--creancier-particulier/--creancier-professionnel", help="Le créancier agit-il hors métier ?"),
    ] = None,
    acheteur: Annotated[
        Any, _option("--acheteur", "QUI", lire_choix(Acheteur), f"Débiteur public : {', '.join(Acheteur)}.")
    ] = None,
    taux: Annotated[
        Any, _option("--taux", "TAUX", lire_taux_convenu, "Du contrat : 12,5 ou « 3 x légal » ou « BCE + 8 ».")
    ] = None,
    sous_plancher: Annotated[
        Any,
        _option("--sous-plancher", "SORT", lire_choix(SousPlancher), "D'un taux trop bas : garder, relever ou defaut."),
    ] = None,
    exact: Annotated[
        bool | None, typer.Option("--exact/--sans-exact", help="Années bissextiles comptées pour 366 jours.")
    ] = None,
    clause_penale: Annotated[
        Any, _option("--clause-penale", "PEINE", lire_clause_penale, "Par facture : « 10 % » ou « 150 € ».")
    ] = None,
    capitalisation: Annotated[
        bool | None,
        typer.Option("--capitalisation/--sans-capitalisation", help="Le contrat la prévoit (C. civ. 1343-2)."),
    ] = None,
    imputation: Annotated[
        str | None,
        _option("--imputation", "ORDRE", lire_imputation, "Ordre convenu : interets,principal,accessoires."),
    ] = None,
    pret_un_an: Annotated[
        bool | None, typer.Option("--pret-un-an/--pret-court", help="Prêt ou paiement différé d'un an au moins.")
    ] = None,
    facture: Annotated[str, option_texte("--facture", "Facture à préciser, seule.")] = "",
    executee_le: Annotated[dt.date | None, option_date("--executee-le", aide="Facture : fin de la prestation.")] = None,
    retenue: Annotated[
        int | None, option_montant("--retenue", aide="Facture : retenue de garantie d'un acheteur public.")
    ] = None,
    en_json: EnJson = False,
) -> None:
    """Montre ou change ce que l'on sait d'une créance : nature, contrat, parties.

    Sans option, la qualification actuelle. Ce que l'on change vaut depuis l'origine de la créance. La valeur « aucun »
    ôte ce que l'on avait dit. Avec --facture, on précise cette facture seule : --nature, --executee-le, --retenue.
    """
    from recouvre.commandes.seance import ouvrir_session

    du_dossier = _changements(
        nature=nature, creancier_particulier=particulier, acheteur=acheteur, taux=taux, sous_plancher=sous_plancher,
        exact=exact, clause=clause_penale, capitalisation=capitalisation, imputation=imputation, pret_un_an=pret_un_an,
    )  # fmt: skip
    de_la_facture = {n: v for n, v in (("executee_le", executee_le), ("retenue", retenue)) if v is not None}
    with ouvrir_session(cabinet) as session:
        if facture:
            fait = _preciser(session, dossier, facture, du_dossier, de_la_facture)
        elif de_la_facture:
            raise typer.BadParameter("dites de quelle facture il s'agit.", param_hint="--facture")
        elif du_dossier:
            from recouvre.operations.qualifier import qualifier as changer

            fait = changer(session, dossier, du_dossier)
        else:
            _montrer(session, dossier, en_json)
            return
        _annoncer(session, fait, en_json, facture)


def _changements(**options: Any) -> dict[str, Any]:
    """Les champs à changer. « aucun » rend à chacun sa valeur d'avant toute qualification."""
    from recouvre.domaine.faits_de_droit import CreanceQualifiee

    dits = {nom: valeur for nom, valeur in options.items() if valeur is not None}
    vierge = CreanceQualifiee(date=dt.date.min)
    if (clause := dits.pop("clause", None)) is not None:
        dits["clause_points"] = None if clause == AUCUN else clause.points
        dits["clause_forfait"] = 0 if clause == AUCUN else clause.forfait
    return {nom: getattr(vierge, nom) if valeur == AUCUN else valeur for nom, valeur in dits.items()}


def _preciser(
    session: Session, dossier: int, facture: str, du_dossier: dict[str, Any], de_la_facture: dict[str, Any]
) -> Qualification:
    from recouvre.operations.qualifier import preciser

    if de_trop := sorted(set(du_dossier) - {"nature"}):
        options = ", ".join(f"--{nom.replace('_', '-')}" for nom in de_trop)
        raise typer.BadParameter(f"il précise une facture seule : retirez {options}.", param_hint="--facture")
    changements = {**du_dossier, **de_la_facture}
    if not changements:
        raise typer.BadParameter("ajoutez --nature, --executee-le ou --retenue.", param_hint="--facture")
    return preciser(session, dossier, facture, changements)


def _montrer(session: Session, numero: int, en_json: bool) -> None:
    from recouvre.affichage import qualification as vue
    from recouvre.operations.lire import lire_dossier
    from recouvre.operations.qualifier import avertissements

    dossier, _ = lire_dossier(session, numero)
    dits = avertissements(session, dossier, session.maintenant.date())
    if en_json:
        _json(session, dossier, dits)
        return
    vue.montrer(dossier, session.natures)
    _avertir(dits)


def _annoncer(session: Session, fait: Qualification, en_json: bool, facture: str) -> None:
    consigne = fait.consigne
    if en_json:
        _json(session, consigne.dossier, fait.avertissements, rang=consigne.ecrits[-1].rang)
        return
    from recouvre.commandes.faits import annoncer

    annoncer(consigne, f"facture {facture} précisée" if facture else "créance qualifiée, depuis l'origine", False)
    _avertir(fait.avertissements)


def _json(session: Session, dossier: Dossier, avertissements: tuple[str, ...], **plus: object) -> None:
    from recouvre.affichage import qualification as vue
    from recouvre.affichage.sortie_json import ecrire_json

    objet = {**plus, **vue.en_json(dossier, session.natures), "avertissements": list(avertissements)}
    ecrire_json({"dossier": dossier.libelle, **objet})


def _avertir(avertissements: tuple[str, ...]) -> None:
    from recouvre.affichage.tableau import plier

    for phrase in avertissements:
        print(plier(f"Attention : {phrase}"))
