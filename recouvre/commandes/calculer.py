"""`recouvre calculer` : un décompte sans cabinet, pour vérifier un chiffre."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.options import Au, EnCsv, EnJson, lecteur, lire_jour, option_date, option_montant
from recouvre.commandes.saisies import Mouvement, lire_date_et_montant, lire_qualite, lire_taux
from recouvre.domaine.parties import Qualite

if TYPE_CHECKING:
    from recouvre.domaine.dossier import Dossier

app = typer.Typer()


@app.command()
def calculer(
    au: Au,
    montant: Annotated[int, option_montant("--montant", aide="Montant TTC de la facture.")],
    echeance: Annotated[dt.date, option_date("--echeance", aide="Date de règlement prévue.")],
    qualite: Annotated[
        Qualite,
        typer.Option(
            "--qualite", metavar="QUALITÉ", help="professionnel ou consommateur.", parser=lecteur(lire_qualite)
        ),
    ] = Qualite.PROFESSIONNEL,
    taux: Annotated[
        Decimal | None,
        typer.Option("--taux", metavar="POINTS", help="Taux du contrat, par an.", parser=lecteur(lire_taux)),
    ] = None,
    mise_en_demeure: Annotated[
        dt.date | None, option_date("--mise-en-demeure", aide="Jour où elle a été présentée (consommateur).")
    ] = None,
    paiement: Annotated[
        list[Mouvement] | None,
        typer.Option(
            "--paiement",
            metavar="DATE=MONTANT",
            help="Un paiement reçu.",
            parser=lecteur(lire_date_et_montant(lire_jour)),
        ),
    ] = None,
    avoir: Annotated[
        list[Mouvement] | None,
        typer.Option(
            "--avoir", metavar="DATE=MONTANT", help="Un avoir.", parser=lecteur(lire_date_et_montant(lire_jour))
        ),
    ] = None,
    en_json: EnJson = False,
    en_csv: EnCsv = False,
) -> None:
    """Calcule ce qui est dû sur une créance, sans cabinet.

    Répétez --paiement et --avoir autant de fois qu'il le faut : --paiement 15/09/2024=5000.
    """
    from recouvre.affichage import decompte as vue
    from recouvre.droit.decompte import decompter
    from recouvre.operations.bareme import lire_bareme

    if montant <= 0:
        raise typer.BadParameter("écrivez un montant plus grand que zéro.", param_hint="--montant")
    dossier = _dossier(montant, echeance, qualite, taux, mise_en_demeure, paiement or [], avoir or [])
    calcul = decompter(dossier, au, lire_bareme())
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json(vue.en_json(calcul))
    elif en_csv:
        from recouvre.affichage.sortie_csv import ecrire_csv

        ecrire_csv(vue.COLONNES_CSV, vue.lignes_csv(calcul))
    else:
        vue.montrer(calcul, "Calcul")


def _dossier(
    montant: int,
    echeance: dt.date,
    qualite: Qualite,
    taux: Decimal | None,
    mise_en_demeure: dt.date | None,
    paiements: list[Mouvement],
    avoirs: list[Mouvement],
) -> Dossier:
    """Le dossier d'un simple calcul : une facture, ses paiements et ses avoirs."""
    from recouvre.domaine.dossier import plier_neufs
    from recouvre.domaine.evenements import (
        AvoirAjoute,
        DossierOuvert,
        EncaissementRecu,
        FactureAjoutee,
        MiseEnDemeurePresentee,
    )

    emise_le = min([echeance, *(le for le, _ in (*paiements, *avoirs))])
    return plier_neufs(
        0,
        [
            DossierOuvert(date=emise_le, creancier=0, debiteur=0, qualite=qualite, taux=taux),
            FactureAjoutee(date=emise_le, numero="facture", montant=montant, emise_le=emise_le, echeance=echeance),
            *(EncaissementRecu(date=le, montant=somme) for le, somme in paiements),
            *(AvoirAjoute(date=le, numero=f"avoir-{i}", montant=somme) for i, (le, somme) in enumerate(avoirs, 1)),
            *([MiseEnDemeurePresentee(date=mise_en_demeure)] if mise_en_demeure else []),
        ],
    )
