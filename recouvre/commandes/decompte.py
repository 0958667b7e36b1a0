"""`recouvre decompte` : ce qui est dû, ligne par ligne."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.options import Au, Cabinet, EnCsv, EnJson, NumeroDossier, option_date

if TYPE_CHECKING:
    from recouvre.affichage.decompte_donnees import TelQueConnu
    from recouvre.domaine.dossier import Dossier
    from recouvre.droit.releve import Decompte
    from recouvre.operations.session import Session

app = typer.Typer()


@app.command()
def decompte(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    au: Au,
    tel_que_connu_le: Annotated[
        dt.date | None, option_date("--tel-que-connu-le", aide="S'en tient à ce qui était saisi ce jour-là.")
    ] = None,
    en_json: EnJson = False,
    en_csv: EnCsv = False,
    sortie: Annotated[Path | None, typer.Option("--sortie", metavar="FICHIER", help="Écrit le CSV ici.")] = None,
) -> None:
    """Calcule ce qui est dû à une date, ligne par ligne.

    Chaque ligne d'intérêts se refait à la main : base × taux × jours ÷ 36 500. Les faits postérieurs à la date demandée
    ne comptent pas. --tel-que-connu-le écarte ce qui a été saisi depuis ce jour, et dit ce que cela change.
    """
    from recouvre.affichage import decompte_donnees as donnees
    from recouvre.commandes.seance import ouvrir_session

    if en_json and sortie:
        raise typer.BadParameter("c'est le fichier du CSV : retirez --json.", param_hint="--sortie")
    with ouvrir_session(cabinet) as session:
        tenu, calcul, connu = _calculer(session, dossier, au, tel_que_connu_le)
        noms = [session.partie(n).denomination for n in (tenu.ouverture.debiteur, tenu.ouverture.creancier)]
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json(
            {"dossier": tenu.libelle, **donnees.en_json(calcul), **(donnees.connu_en_json(connu) if connu else {})}
        )
    elif en_csv or sortie:
        from recouvre.affichage.sortie_csv import ecrire_csv

        ecrire_csv(donnees.COLONNES_CSV, donnees.lignes_csv(calcul, tenu, connu), sortie)
    else:
        from recouvre.affichage.decompte import montrer
        from recouvre.affichage.francais import date

        quand = f"au {date(au)}{f', tel que connu le {date(connu.le)}' if connu else ''}"
        montrer(
            calcul, tenu, f"Décompte du dossier {tenu.libelle}, {quand} : dette de {noms[0]} envers {noms[1]}", connu
        )


def _calculer(
    session: Session, numero: int, au: dt.date, connu_le: dt.date | None
) -> tuple[Dossier, Decompte, TelQueConnu | None]:
    """Le dossier, son décompte, et l'écart avec ce que l'on sait aujourd'hui si l'on s'en tient à ``connu_le``."""
    from recouvre.droit.decompte import solder
    from recouvre.operations.decompter import decompter_dossier
    from recouvre.operations.lire import lire_dossier, lire_tel_que_connu

    if connu_le is None:
        tenu, _ = lire_dossier(session, numero)
        return tenu, decompter_dossier(session, tenu, au), None
    from recouvre.affichage.decompte_donnees import Appris, TelQueConnu
    from recouvre.affichage.evenements import raconter

    su = lire_tel_que_connu(session, numero, connu_le, au)
    appris = tuple(
        Appris(
            rang=ecrit.rang,
            le=ecrit.evenement.date,
            saisi_le=ecrit.saisi_le.date(),
            texte=raconter(ecrit.evenement),
        )
        for ecrit in su.depuis
    )
    aujourdhui = solder(su.maintenant, au, session.bareme).total
    return (
        su.alors,
        decompter_dossier(session, su.alors, au),
        TelQueConnu(le=connu_le, total_aujourdhui=aujourdhui, appris=appris),
    )
