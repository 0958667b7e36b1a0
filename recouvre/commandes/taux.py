"""`recouvre taux` : les tables de taux."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated

import typer

from recouvre.commandes.coordonnees import option_texte
from recouvre.commandes.options import Au, Cabinet, EnJson, lecteur, lire_jour
from recouvre.commandes.saisies import lire_taux

app = typer.Typer(help="Montre et complète les tables de taux.")

Serie = Annotated[str, typer.Argument(metavar="TABLE", help="bce, legal-autres-cas, legal-particuliers…")]


@app.command()
def lister(cabinet: Cabinet, en_json: EnJson = False) -> None:
    """Liste les tables, et jusqu'à quel jour chacune est connue."""
    from recouvre.operations.bareme import SERIES, lire_serie

    series = [lire_serie(nom, cabinet) for nom in SERIES]
    derniers = [(s, s.valeurs[-1], s.connu_au or s.valeurs[-1].au) for s in series]
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json(
            {
                "tables": [
                    {
                        "nom": s.nom,
                        "libelle": s.libelle,
                        "unite": s.unite,
                        "du": v.du,
                        "valeur": v.valeur,
                        "connu_au": c,
                    }
                    for s, v, c in derniers
                ]
            }
        )
        return
    from recouvre.affichage.francais import date
    from recouvre.affichage.tableau import Colonne, tableau

    colonnes = (
        Colonne("Table"), Colonne("Dernière valeur", True), Colonne("Depuis"), Colonne("Connu jusqu'au"),
        Colonne("Vérifié"),
    )  # fmt: skip
    lignes = [
        (s.nom, _lisible(v.valeur, s.unite), date(v.du), date(c) or "sans limite", v.verification)
        for s, v, c in derniers
    ]
    tableau(colonnes, lignes, notes=["Un jour hors d'une table : le calcul refuse et dit quoi ajouter."])


@app.command()
def montrer(cabinet: Cabinet, table: Serie, au: Au, en_json: EnJson = False) -> None:
    """Montre la valeur d'une table un jour donné, son texte et ses sources."""
    from recouvre.operations.bareme import lire_serie

    serie = lire_serie(_connue(table), cabinet)
    valeur = serie.au(au)
    if en_json:
        from dataclasses import asdict

        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json({"table": serie.nom, "jour": au, **asdict(valeur), "sources": list(valeur.sources)})
        return
    from recouvre.affichage.francais import date
    from recouvre.affichage.tableau import fiche

    fiche(
        [
            ("Valeur", _lisible(valeur.valeur, serie.unite)),
            ("Du", date(valeur.du)),
            ("Au", date(valeur.au)),
            ("Texte", valeur.texte),
            ("Vérification", valeur.verification),
            *(("Source", source) for source in valeur.sources),
        ],
        titre=f"{serie.libelle}, au {date(au)}",
    )


@app.command()
def ajouter(
    cabinet: Cabinet,
    table: Serie,
    du: Annotated[dt.date, typer.Argument(metavar="DU", help="Date d'effet : 01/01/2027.", parser=lecteur(lire_jour))],
    valeur: Annotated[
        Decimal,
        typer.Argument(metavar="VALEUR", help="En points (2,65), ou en euros.", parser=lecteur(lire_taux)),
    ],
    source: Annotated[str, option_texte("--source", "Où vous l'avez lue : arrêté, JO, page de la BCE.")],
    en_json: EnJson = False,
) -> None:
    """Ajoute une valeur à une table, dans le cabinet, avec sa source.

    Les paiements qui attendaient ce taux sont aussitôt imputés.
    """
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations.taux import ajouter_taux

    with ouvrir_session(cabinet) as session:
        ajout = ajouter_taux(session, _connue(table), du, valeur, source)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json({"table": table, "du": ajout.du, "au": ajout.au, "valeur": ajout.valeur, "source": ajout.texte})
        return
    print(f"{table} : {valeur} à partir du {ajout.du:%d/%m/%Y}, source « {ajout.texte} ».")


def _connue(nom: str) -> str:
    from recouvre.operations.bareme import SERIES

    if nom not in SERIES:
        raise typer.BadParameter(f"Table « {nom} » inconnue. Tables : {', '.join(SERIES)}.", param_hint="TABLE")
    return nom


def _lisible(valeur: Decimal, unite: str) -> str:
    from recouvre.affichage.francais import montant, taux

    if unite == "centimes":
        return montant(int(valeur))
    return taux(valeur) if unite == "points par an" else f"{valeur} {unite}"
