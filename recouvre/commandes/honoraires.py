"""`recouvre honoraires` : ce que les créanciers doivent à l'agence."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from recouvre.commandes.horloge import aujourdhui
from recouvre.commandes.options import Cabinet, EnCsv, EnJson, jours_dans_l_ordre, option_date, un_seul_format

app = typer.Typer()


@app.command()
def honoraires(
    cabinet: Cabinet,
    qui: Annotated[str | None, typer.Argument(metavar="CRÉANCIER", help="Nom ou SIREN ; à défaut, tous.")] = None,
    du: Annotated[
        dt.date | None, option_date("--du", aide="Premier jour ; à défaut, le premier du mois de --au.")
    ] = None,
    au: Annotated[dt.date | None, option_date("--au", aide="Dernier jour compris ; à défaut, aujourd'hui.")] = None,
    en_json: EnJson = False,
    en_csv: EnCsv = False,
    sortie: Annotated[Path | None, typer.Option("--sortie", metavar="FICHIER", help="Écrit le CSV ici.")] = None,
) -> None:
    """Relève les honoraires dus par les créanciers sur ce qui a été encaissé.

    Chaque paiement, annulés exclus, au barème du créancier qui vaut le jour où il est reçu (recouvre bareme) : ce
    qu'il a éteint de la dette, le calcul, hors taxes et TTC. Un trop-perçu n'est pas compté. Chaque ligne s'arrondit
    au centime, demi vers le haut ; la TVA aussi, paiement par paiement ; un total est la somme des lignes.

    Ces honoraires sont à la charge du créancier : ils n'entrent dans aucun décompte et ne sont jamais réclamés au
    débiteur (CPCE, art. L111-8). Ce relevé n'est pas une facture : l'outil n'en numérote pas encore, établissez-la
    dans votre logiciel de facturation.

    Un paiement reçu avant ces jours, mais saisi, annulé ou compté autrement pendant eux (un avoir antidaté, une facture
    de plus), est rappelé : un relevé déjà facturé a pu ne pas le compter, ou pas ainsi.

    Fin de mois : recouvre honoraires --du 01/05/2026 --au 31/05/2026 --sortie mai.csv
    """
    from recouvre.affichage import honoraires as vue
    from recouvre.affichage.progression import progression
    from recouvre.base import parties
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations.honoraires import apres_coup, relever

    un_seul_format(en_json, en_csv, sortie)
    fin = au or aujourdhui()
    debut = du or fin.replace(day=1)
    jours_dans_l_ordre(debut, fin)
    with ouvrir_session(cabinet) as session:
        numero = parties.trouver_creancier(session.base, qui) if qui else 0
        with progression("Lecture des encaissements") as suivi:
            comptes = relever(session, debut, fin, creancier=numero, suivi=suivi)
        tardifs = apres_coup(session, debut, fin, creancier=numero)
        pour = session.partie(numero).denomination if numero else ""
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json(vue.en_json(comptes, debut, fin, tardifs))
    elif en_csv or sortie:
        from recouvre.affichage.sortie_csv import ecrire_csv

        ecrire_csv(vue.COLONNES_CSV, vue.lignes_csv(comptes), sortie)
    else:
        vue.montrer(comptes, debut, fin, tardifs, pour=pour)
