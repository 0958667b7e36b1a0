"""`recouvre statistiques` : ce que les dossiers confiés sont devenus."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.options import Cabinet, EnCsv, EnJson, jours_dans_l_ordre, option_date, un_seul_format

if TYPE_CHECKING:
    from recouvre.conduite.statistiques import Bilan

app = typer.Typer()


@app.command()
def statistiques(
    cabinet: Cabinet,
    creancier: Annotated[str, typer.Option("--creancier", metavar="NOM", help="D'un seul créancier.")] = "",
    du: Annotated[dt.date | None, option_date("--du", aide="Dossiers confiés depuis ce jour.")] = None,
    au: Annotated[dt.date | None, option_date("--au", aide="Dossiers confiés jusqu'à ce jour, compris.")] = None,
    en_json: EnJson = False,
    en_csv: EnCsv = False,
    sortie: Annotated[Path | None, typer.Option("--sortie", metavar="FICHIER", help="Écrit le CSV ici.")] = None,
) -> None:
    """Compte les résultats par créancier : recouvré, taux, délais, étape où l'on a payé.

    Les dates choisissent les dossiers, par le jour où ils ont été confiés ; ce qui leur est arrivé est compté jusqu'à
    maintenant. Un dossier annulé ne compte pas.

    Soldé : plus rien n'est dû, ou bien clos alors que tout le principal était éteint. Sans suite : clos, du principal
    restait dû.

    Confié : les factures, moins les acomptes d'avant la remise. Recouvré : la part des paiements, directs compris, qui
    s'est imputée sur ce principal ; un paiement éteint d'abord les intérêts et les accessoires. Taux : recouvré sur
    confié ; un avoir ou une remise n'est pas un recouvrement. Encaissé : tous les paiements, accessoires compris.

    Délai : du jour où le dossier est confié au jour où plus rien n'est dû, sur les soldés qui ont reçu un paiement ;
    celui du tableau est le médian. Ancienneté : de la plus ancienne échéance à l'ouverture. Étape : la dernière
    démarche faite le jour du paiement, ou avant.
    """
    from recouvre.affichage.progression import progression
    from recouvre.base import parties
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations.statistiques import relever

    un_seul_format(en_json, en_csv, sortie)
    jours_dans_l_ordre(du, au)
    with ouvrir_session(cabinet) as session:
        numero = parties.trouver_creancier(session.base, creancier) if creancier else 0
        with progression("Lecture des dossiers") as suivi:
            bilans = relever(session, creancier=numero, du=du, au=au, suivi=suivi)
        noms = dict(parties.creanciers(session.base))
    lignes = sorted(
        ((noms[quel], bilan) for quel, bilan in bilans.items()), key=lambda ligne: parties.normaliser(ligne[0])
    )
    _rendre(lignes, du, au, creancier=noms[numero] if numero else "", en_json=en_json, en_csv=en_csv, sortie=sortie)


def _rendre(
    lignes: list[tuple[str, Bilan]],
    du: dt.date | None,
    au: dt.date | None,
    *,
    creancier: str,
    en_json: bool,
    en_csv: bool,
    sortie: Path | None,
) -> None:
    from recouvre.affichage import statistiques as vue
    from recouvre.conduite.statistiques import sommer

    total = sommer(bilan for _, bilan in lignes)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json(vue.en_json(lignes, total, du, au))
    elif en_csv or sortie:
        from recouvre.affichage.sortie_csv import ecrire_csv

        ecrire_csv(vue.COLONNES_CSV, vue.lignes_csv(lignes), sortie)
    elif not lignes:
        print(f"{vue.titre(du, au, creancier)} : aucun.")
    else:
        vue.montrer(lignes, total, titre=vue.titre(du, au, creancier))
