"""`recouvre calculer` : un décompte sans dossier, pour vérifier un chiffre."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

import typer

from recouvre.commandes.horloge import aujourdhui
from recouvre.commandes.options import (
    Au,
    CabinetEventuel,
    EnCsv,
    EnJson,
    lecteur,
    lire_jour,
    option_date,
    option_montant,
)
from recouvre.commandes.saisies import Mouvement, lire_date_et_montant, lire_qualite
from recouvre.commandes.saisies_calcul import lire_choix, lire_clause_penale, lire_imputation, lire_periode
from recouvre.domaine.contrat import Acheteur, SousPlancher, TauxConvenu, lire_taux_convenu
from recouvre.domaine.parties import Qualite
from recouvre.operations.calcul import Calcul, ClausePenale, Periode

if TYPE_CHECKING:
    from recouvre.domaine.dossier import Dossier
    from recouvre.droit.releve import Decompte

app = typer.Typer()


def _option(nom: str, metavar: str, lire: Any, aide: str) -> Any:
    return typer.Option(nom, metavar=metavar, help=aide, parser=lecteur(lire))


def _mouvements(nom: str, aide: str) -> Any:
    return _option(nom, "DATE=MONTANT", lire_date_et_montant(lire_jour), aide)


def _drapeau(nom: str, aide: str) -> Any:
    return typer.Option(nom, help=aide)


@app.command()
def calculer(
    montant: Annotated[int, option_montant("--montant", aide="Montant TTC de la facture.")],
    echeance: Annotated[dt.date, option_date("--echeance", aide="Date de règlement prévue.")],
    au: Au,
    emise: Annotated[dt.date | None, option_date("--emise", aide="Date de la facture.")] = None,
    deja_regle: Annotated[int, option_montant("--deja-regle", aide="Acomptes déjà déduits.")] = 0,
    qualite: Annotated[
        Qualite, _option("--qualite", "QUALITÉ", lire_qualite, "Du débiteur : professionnel, consommateur, public.")
    ] = Qualite.PROFESSIONNEL,
    acheteur: Annotated[
        Acheteur | None, _option("--acheteur", "GENRE", lire_choix(Acheteur), f"Public : {', '.join(Acheteur)}.")
    ] = None,
    particulier: Annotated[bool, _drapeau("--creancier-particulier", "Le créancier est un particulier.")] = False,
    taux: Annotated[
        TauxConvenu | None,
        _option("--taux", "TAUX", lire_taux_convenu, "Du contrat : 12,5 ou « 3 x légal » ou « BCE + 8 »."),
    ] = None,
    sous_plancher: Annotated[
        SousPlancher | None,
        _option("--sous-plancher", "CHOIX", lire_choix(SousPlancher), f"Taux trop bas : {', '.join(SousPlancher)}."),
    ] = None,
    exact: Annotated[bool, _drapeau("--exact", "Le contrat compte 366 jours aux années bissextiles.")] = False,
    clause_penale: Annotated[
        ClausePenale | None, _option("--clause-penale", "CLAUSE", lire_clause_penale, "« 10 % » ou « 150 € ».")
    ] = None,
    capitalisation: Annotated[bool, _drapeau("--capitalisation", "Le contrat capitalise les intérêts.")] = False,
    imputation: Annotated[
        str, _option("--imputation", "ORDRE", lire_imputation, "Convenue : interets,principal,accessoires.")
    ] = "",
    retenue: Annotated[int, option_montant("--retenue", aide="Retenue de garantie d'un acheteur public.")] = 0,
    mise_en_demeure: Annotated[
        dt.date | None, option_date("--mise-en-demeure", aide="Jour où elle a été présentée.")
    ] = None,
    paiement: Annotated[list[Mouvement] | None, _mouvements("--paiement", "Un paiement reçu.")] = None,
    avoir: Annotated[list[Mouvement] | None, _mouvements("--avoir", "Un avoir.")] = None,
    frais: Annotated[list[Mouvement] | None, _mouvements("--frais", "Frais de recouvrement justifiés.")] = None,
    procedure: Annotated[dt.date | None, option_date("--procedure", aide="Jugement ouvrant la procédure.")] = None,
    surendettement: Annotated[dt.date | None, option_date("--surendettement", aide="Décision de recevabilité.")] = None,
    delai_de_grace: Annotated[
        Periode | None,
        _option("--delai-de-grace", "DEBUT=FIN", lire_periode, "Accordé par le juge, deux ans au plus."),
    ] = None,
    jugement: Annotated[dt.date | None, option_date("--jugement", aide="Condamnation à payer.")] = None,
    signifie_le: Annotated[dt.date | None, option_date("--signifie-le", aide="Le jugement a été signifié.")] = None,
    executoire_le: Annotated[
        dt.date | None, option_date("--executoire-le", aide="Il est exécutoire, si c'est plus tard.")
    ] = None,
    cabinet: CabinetEventuel = None,
    expliquer: Annotated[bool, _drapeau("--expliquer", "Raconte le calcul en français.")] = False,
    en_json: EnJson = False,
    en_csv: EnCsv = False,
) -> None:  # fmt: skip
    """Calcule ce qui est dû sur une créance, sans cabinet.

    Répétez --paiement, --avoir et --frais autant de fois qu'il le faut : --paiement 15/09/2024=5000.
    """
    from recouvre.operations.bareme import lire_bareme
    from recouvre.operations.calculer import calculer as compter

    if en_csv and (en_json or expliquer):
        raise typer.BadParameter("un tableau ou un texte : choisissez.", param_hint="--csv")
    calcul = Calcul(
        montant=montant, echeance=echeance, au=au, emise=emise, deja_regle=deja_regle, retenue=retenue,
        qualite=qualite, acheteur=acheteur, creancier_particulier=particulier, taux=taux, sous_plancher=sous_plancher,
        exact=exact, clause_penale=clause_penale, capitalisation=capitalisation, imputation=imputation,
        mise_en_demeure=mise_en_demeure, paiements=tuple(paiement or ()), avoirs=tuple(avoir or ()),
        frais=tuple(frais or ()), procedure=procedure, surendettement=surendettement, jugement=jugement,
        signifie_le=signifie_le, executoire_le=executoire_le, delai_de_grace=delai_de_grace,
    )  # fmt: skip
    dossier, decompte = compter(calcul, lire_bareme(cabinet))
    if expliquer:
        _expliquer(dossier, decompte, en_json)
    else:
        _montrer(dossier, decompte, en_json, en_csv)


def _montrer(dossier: Dossier, decompte: Decompte, en_json: bool, en_csv: bool) -> None:
    if en_json:
        from recouvre.affichage import decompte_donnees as donnees
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json(donnees.en_json(decompte))
    elif en_csv:
        from recouvre.affichage import decompte_donnees as donnees
        from recouvre.affichage.sortie_csv import ecrire_csv

        ecrire_csv(donnees.COLONNES_CSV, donnees.lignes_csv(decompte, dossier))
    else:
        from recouvre.affichage.decompte import montrer

        montrer(decompte, dossier, "Calcul")


def _expliquer(dossier: Dossier, decompte: Decompte, en_json: bool) -> None:
    from recouvre.affichage.recit import Noms, raconter
    from recouvre.affichage.recit_texte import en_json as objet
    from recouvre.affichage.recit_texte import montrer

    recit = raconter(decompte, dossier, Noms(), aujourdhui())
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json({"dossier": None, **objet(recit)})
    else:
        montrer(recit)
