"""`recouvre taux` : les tables de taux."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer

from recouvre.commandes.coordonnees import option_texte
from recouvre.commandes.options import Au, Cabinet, EnJson, lecteur, lire_jour
from recouvre.commandes.saisies import lire_taux

if TYPE_CHECKING:
    from recouvre.droit.taux import Serie, Valeur
    from recouvre.droit.vraisemblance import Constat
    from recouvre.operations.taux import Controle

app = typer.Typer(help="Montre, complète et contrôle les tables de taux.")

Table = Annotated[str, typer.Argument(metavar="TABLE", help="bce, legal-autres-cas, legal-particuliers…")]


@app.command()
def lister(cabinet: Cabinet, en_json: EnJson = False) -> None:
    """Liste les tables : dernière valeur, jusqu'où elle est connue, son degré de vérification, quand elle a été lue."""
    from recouvre.operations.bareme import SERIES, lire_serie

    series = [lire_serie(nom, cabinet) for nom in SERIES]
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json({"tables": [_resume(serie) for serie in series]})
        return
    from recouvre.affichage.francais import date
    from recouvre.affichage.tableau import Colonne, tableau

    colonnes = (
        Colonne("Table"), Colonne("Valeur", True), Colonne("Depuis"), Colonne("Jusqu'au"),
        Colonne("Degré"), Colonne("Relevé le"),
    )  # fmt: skip
    lignes = [
        (s.nom, _lisible(v.valeur, s.unite, court=True), date(v.du), date(s.connu_au or v.au) or "sans limite",
         str(v.degre), date(v.releve_le))
        for s in series for v in (s.valeurs[-1],)
    ]  # fmt: skip
    notes = [
        "Un jour hors d'une table : le calcul refuse et dit quoi ajouter.",
        "Le contrôle, et ce qu'il faut relever : recouvre taux verifier.",
    ]
    tableau(colonnes, lignes, notes=notes)


def _resume(serie: Serie) -> dict[str, Any]:
    valeur = serie.valeurs[-1]
    return {
        "nom": serie.nom,
        "libelle": serie.libelle,
        "unite": serie.unite,
        "du": valeur.du,
        "valeur": valeur.valeur,
        "connu_au": serie.connu_au or valeur.au,
        "degre": valeur.degre,
        "releve_le": valeur.releve_le,
    }


@app.command()
def montrer(
    cabinet: Cabinet,
    table: Table,
    au: Au,
    tout: Annotated[bool, typer.Option("--tout", help="Toute la table, et non un seul jour.")] = False,
    en_json: EnJson = False,
) -> None:
    """Montre la valeur d'une table un jour donné, son texte, son degré de vérification et ses sources."""
    from recouvre.operations.bareme import lire_serie

    serie = lire_serie(_connue(table), cabinet)
    valeur = None if tout else serie.au(au)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        if valeur is None:
            lignes = [_objet(ligne) for ligne in serie.valeurs]
            ecrire_json({**_resume(serie), "table": serie.nom, "valeurs": lignes})
        else:
            ecrire_json({"table": serie.nom, "unite": serie.unite, "jour": au, **_objet(valeur)})
    elif valeur is None:
        _montrer_tout(serie)
    else:
        _montrer_un_jour(serie, valeur, au)


def _objet(valeur: Valeur) -> dict[str, Any]:
    from dataclasses import asdict

    return {**asdict(valeur), "sources": list(valeur.sources), "incertain": valeur.degre.incertain}


def _montrer_un_jour(serie: Serie, valeur: Valeur, au: dt.date) -> None:
    from recouvre.affichage.francais import date
    from recouvre.affichage.tableau import fiche

    note = "Valeur incertaine : le décompte qui l'emploie le signale."
    fiche(
        [
            ("Valeur", _lisible(valeur.valeur, serie.unite)),
            ("Du", date(valeur.du)),
            ("Au", date(_fin(serie, valeur))),
            ("Texte", valeur.texte),
            ("Degré", str(valeur.degre)),
            ("Vérification", valeur.verification),
            ("Relevé le", date(valeur.releve_le)),
            *(("Source", source) for source in valeur.sources),
        ],
        titre=f"{serie.libelle}, au {date(au)}",
        notes=[note] if valeur.degre.incertain else [],
    )


def _montrer_tout(serie: Serie) -> None:
    from recouvre.affichage.francais import date
    from recouvre.affichage.tableau import Accent, Colonne, tableau

    colonnes = (Colonne("Du"), Colonne("Au"), Colonne("Valeur", True), Colonne("Degré"), Colonne("Texte"))
    lignes = [
        (date(v.du), date(_fin(serie, v)) or "sans limite", _lisible(v.valeur, serie.unite), str(v.degre), v.texte)
        for v in serie.valeurs
    ]
    accents = {rang: Accent.ALERTE for rang, valeur in enumerate(serie.valeurs) if valeur.degre.incertain}
    note = "! : valeur incertaine ; le décompte qui l'emploie le signale."
    tableau(colonnes, lignes, titre=serie.libelle, accents=accents, notes=[note] if accents else [])


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
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations.taux import ajouter_taux

    with ouvrir_session(cabinet) as session:
        fait = ajouter_taux(session, _connue(table), du, valeur, source, malgre_tout=malgre_tout)
    ajout = fait.valeur
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        reserves = _en_objets(fait.reserves)
        ecrire_json({"table": table, "du": ajout.du, "au": ajout.au, "valeur": ajout.valeur, "source": ajout.texte,
                     "degre": ajout.degre, "reserves": reserves})  # fmt: skip
        return
    from recouvre.affichage.tableau import plier

    print(f"{table} : {valeur} à partir du {ajout.du:%d/%m/%Y}, source « {ajout.texte} ».")
    for reserve in fait.reserves:
        print(plier(f"À savoir : {reserve.table}, {reserve.phrase}.", "  "))


@app.command()
def verifier(cabinet: Cabinet, au: Au, en_json: EnJson = False) -> None:
    """Contrôle les tables : trous, chevauchements, coquilles, et ce qu'il faut relever pour le prochain semestre.

    Depuis 2015 le taux légal suit le taux BCE (CMF D313-1-A) : une valeur qui s'en écarte ressemble à une coquille.
    Code 1 s'il y a un défaut ; ce qui est incertain ou manque encore est dit, sans en être un.
    """
    from recouvre.droit.vraisemblance import Gravite
    from recouvre.operations.taux import verifier_taux

    controle = verifier_taux(cabinet, au)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        cles = {"defauts": Gravite.DEFAUT, "non_controles": Gravite.NON_CONTROLE, "incertains": Gravite.INCERTAIN,
                "manques": Gravite.MANQUE}  # fmt: skip
        constats = {cle: _en_objets(controle.de(gravite)) for cle, gravite in cles.items()}
        sain = not controle.de(Gravite.DEFAUT)
        ecrire_json({"au": au, "sain": sain, "tables": controle.tables, "valeurs": controle.valeurs, **constats})
    else:
        _montrer_controle(controle)
    if controle.de(Gravite.DEFAUT):
        raise typer.Exit(1)


def _en_objets(constats: tuple[Constat, ...]) -> list[dict[str, Any]]:
    return [{"table": constat.table, "le": constat.le, "phrase": constat.phrase} for constat in constats]


_TITRES = {
    "défaut": ("Défauts",),
    "manque": (
        "À relever : le calcul refuse ces jours-là",
        "Le taux BCE se relève le premier jour du semestre ; l'arrêté du taux légal paraît d'ordinaire dans les deux",
        "semaines d'avant.",
    ),
    "non contrôlé": ("Pas encore contrôlable",),
    "incertain": (
        "Incertain : un décompte qui l'emploie le signale",
        "Le détail : recouvre taux montrer TABLE --au DATE",
    ),
}


def _montrer_controle(controle: Controle) -> None:
    from recouvre.affichage.francais import date, pluriel
    from recouvre.affichage.tableau import Accent, Colonne, tableau
    from recouvre.droit.vraisemblance import Gravite

    for gravite, (titre, *notes) in _TITRES.items():
        constats = controle.de(Gravite(gravite))
        if constats:
            lignes = [(constat.table, date(constat.le), constat.phrase) for constat in constats]
            accents = dict.fromkeys(range(len(constats)), Accent.ALERTE) if gravite == Gravite.DEFAUT else {}
            colonnes = (Colonne("Table"), Colonne("Date"), Colonne("Constat"))
            tableau(colonnes, lignes, titre=titre, accents=accents, notes=notes)
            print()
    combien = f"{pluriel(controle.tables, 'table')}, {pluriel(controle.valeurs, 'valeur')}"
    defauts = len(controle.de(Gravite.DEFAUT))
    print(f"{combien} : {pluriel(defauts, 'défaut') if defauts else 'aucun défaut'}.")


def _connue(nom: str) -> str:
    from recouvre.operations.bareme import SERIES

    if nom not in SERIES:
        raise typer.BadParameter(f"Table « {nom} » inconnue. Tables : {', '.join(SERIES)}.", param_hint="TABLE")
    return nom


def _fin(serie: Serie, valeur: Valeur) -> dt.date | None:
    """Le dernier jour d'une valeur : celui qu'elle dit, sinon la veille de la suivante."""
    if valeur.au is not None:
        return valeur.au
    suivante = serie.prochain_changement(valeur.du)
    return suivante - dt.timedelta(days=1) if suivante else None


def _lisible(valeur: Decimal, unite: str, *, court: bool = False) -> str:
    from recouvre.affichage.francais import montant, taux

    if unite == "centimes":
        return montant(int(valeur))
    if unite == "points par an":
        return taux(valeur)
    return f"{valeur:f} {unite.split()[0] if court else unite}".replace(".", ",")
