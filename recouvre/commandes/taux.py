"""`recouvre taux` : les tables de taux."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated

import typer

from recouvre.commandes.coordonnees import option_texte
from recouvre.commandes.options import Au, Cabinet, EnJson, lecteur, lire_jour
from recouvre.commandes.saisies import lire_taux

app = typer.Typer(help="Montre, complète et contrôle les tables de taux.")

Table = Annotated[str, typer.Argument(metavar="TABLE", help="bce, legal-autres-cas, legal-particuliers…")]


@app.command()
def lister(cabinet: Cabinet, en_json: EnJson = False) -> None:
    """Liste les tables : dernière valeur, jusqu'où elle est connue, degré de vérification, date de relevé."""
    from recouvre.affichage import taux as vue
    from recouvre.operations.bareme import SERIES, lire_serie

    series = [lire_serie(nom, cabinet) for nom in SERIES]
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json({"tables": [vue.resume_en_objet(serie) for serie in series]})
        return
    vue.montrer_la_liste(series)


@app.command()
def montrer(
    cabinet: Cabinet,
    table: Table,
    au: Au,
    tout: Annotated[bool, typer.Option("--tout", help="Toute la table, et non un seul jour.")] = False,
    en_json: EnJson = False,
) -> None:
    """Montre la valeur d'une table un jour donné, son texte, son degré de vérification et ses sources."""
    from recouvre.affichage import taux as vue
    from recouvre.operations.bareme import lire_serie

    serie = lire_serie(_connue(table), cabinet)
    valeur = None if tout else serie.au(au)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        if valeur is None:
            valeurs = [vue.valeur_en_objet(ligne) for ligne in serie.valeurs]
            ecrire_json({"table": serie.nom, **vue.resume_en_objet(serie), "valeurs": valeurs})
        else:
            ecrire_json({"table": serie.nom, "unite": serie.unite, "jour": au, **vue.valeur_en_objet(valeur)})
    elif valeur is None:
        vue.montrer_la_table(serie)
    else:
        vue.montrer_la_valeur(serie, valeur, au)


@app.command()
def ajouter(
    cabinet: Cabinet,
    table: Table,
    du: Annotated[dt.date, typer.Argument(metavar="DU", help="Date d'effet : 01/01/2027.", parser=lecteur(lire_jour))],
    valeur: Annotated[
        Decimal,
        typer.Argument(metavar="VALEUR", help="En points (2,65), ou en euros.", parser=lecteur(lire_taux)),
    ],
    source: Annotated[str, option_texte("--source", "Où vous l'avez lue : arrêté, JO, page de la BCE.")],
    malgre_tout: Annotated[
        bool,
        typer.Option("--malgre-tout", help="Prend une valeur que le contrôle dément ; les décomptes le diront."),
    ] = False,
    en_json: EnJson = False,
) -> None:
    """Ajoute une valeur à une table, dans le cabinet, avec sa source.

    Une valeur qui ressemble à une faute de frappe est refusée, et le refus dit pourquoi. Les paiements qui attendaient
    ce taux sont aussitôt imputés.
    """
    from recouvre.affichage import taux as vue
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations.taux import ajouter_taux

    with ouvrir_session(cabinet) as session:
        fait = ajouter_taux(session, _connue(table), du, valeur, source, malgre_tout=malgre_tout)
    ajout = fait.valeur
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        objet = {"table": table, "du": ajout.du, "au": ajout.au, "valeur": ajout.valeur, "source": ajout.texte}
        ecrire_json({**objet, "degre": ajout.degre, "reserves": vue.constats_en_objets(fait.reserves)})
        return
    from recouvre.affichage.francais import INSECABLE
    from recouvre.affichage.tableau import plier

    print(f"{table} : {vue.nombre(valeur)} à partir du {ajout.du:%d/%m/%Y}, source « {ajout.texte} ».")
    for reserve in fait.reserves:
        print(plier(f"À savoir : {reserve.table}, {reserve.phrase}.".replace(" :", f"{INSECABLE}:"), "  "))


@app.command()
def verifier(cabinet: Cabinet, au: Au, en_json: EnJson = False) -> None:
    """Contrôle les tables : trous, chevauchements, coquilles, et ce qu'il faut relever pour le prochain semestre.

    Depuis 2015 le taux légal suit le taux BCE (CMF D313-1-A) : une valeur qui s'en écarte ressemble à une coquille.
    Code 1 s'il y a un défaut ; ce qui est incertain ou manque encore est dit, sans en être un.
    """
    from recouvre.affichage import taux as vue
    from recouvre.droit.vraisemblance import Gravite
    from recouvre.operations.taux import verifier_taux

    controle = verifier_taux(cabinet, au)
    defauts = controle.de(Gravite.DEFAUT)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json(
            {
                "au": au,
                "sain": not defauts,
                "tables": controle.tables,
                "valeurs": controle.valeurs,
                "defauts": vue.constats_en_objets(defauts),
                "manques": vue.constats_en_objets(controle.de(Gravite.MANQUE)),
                "non_controles": vue.constats_en_objets(controle.de(Gravite.NON_CONTROLE)),
                "incertains": vue.constats_en_objets(controle.de(Gravite.INCERTAIN)),
            }
        )
    else:
        vue.montrer_le_controle(controle.constats, controle.tables, controle.valeurs)
    if defauts:
        raise typer.Exit(1)


def _connue(nom: str) -> str:
    from recouvre.operations.bareme import SERIES

    if nom not in SERIES:
        raise typer.BadParameter(f"Table « {nom} » inconnue. Tables : {', '.join(SERIES)}.", param_hint="TABLE")
    return nom
