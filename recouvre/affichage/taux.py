"""Les tables de taux à l'écran : la liste, une valeur, une table, le résultat du contrôle ; et leurs objets JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from recouvre.affichage.ecran import largeur
from recouvre.affichage.francais import date, montant, pluriel, taux
from recouvre.affichage.tableau import Accent, Colonne, fiche, tableau
from recouvre.droit.delais import UN_JOUR
from recouvre.droit.taux import Serie, Valeur
from recouvre.droit.vraisemblance import Constat, Gravite

LARGEUR_DE_LA_LISTE = 97
"""En dessous, toutes les colonnes de la liste ne tiennent pas sans couper un nom de table."""

_TITRES: tuple[tuple[Gravite, str, tuple[str, ...]], ...] = (
    (Gravite.DEFAUT, "Défauts", ()),
    (
        Gravite.MANQUE,
        "À relever : le calcul refuse ces jours-là",
        ("Le taux légal paraît d'ordinaire fin juin et fin décembre ; le taux BCE se relève au jour dit.",),
    ),
    (Gravite.NON_CONTROLE, "Pas encore contrôlable", ()),
    (
        Gravite.INCERTAIN,
        "Incertain : un décompte qui l'emploie le signale",
        ("Le détail : recouvre taux montrer TABLE --au DATE",),
    ),
)


def montrer_la_liste(series: Sequence[Serie]) -> None:
    """Chaque table et sa dernière valeur ; sur un écran étroit, ni date d'effet ni date de relevé."""
    large = largeur() >= LARGEUR_DE_LA_LISTE
    colonnes = (
        Colonne("Table"), Colonne("Valeur", True), *((Colonne("Depuis"),) if large else ()),
        Colonne("Jusqu'au"), Colonne("Degré"), *((Colonne("Relevé le"),) if large else ()),
    )  # fmt: skip
    lignes = []
    for serie in series:
        valeur = serie.valeurs[-1]
        debut, releve = ((date(valeur.du),), (date(valeur.releve_le),)) if large else ((), ())
        fin = date(serie.connu_au or valeur.au) or "sans limite"
        lignes.append((serie.nom, lisible(valeur, serie.unite, court=True), *debut, fin, str(valeur.degre), *releve))
    notes = (
        "Un jour hors d'une table : le calcul refuse et dit quoi ajouter.",
        "Le contrôle, et ce qu'il faut relever : recouvre taux verifier.",
    )
    tableau(colonnes, lignes, notes=notes)


def montrer_la_valeur(serie: Serie, valeur: Valeur, au: dt.date) -> None:
    """Une valeur, son texte, son degré de vérification et ses sources."""
    fiche(
        (
            ("Valeur", lisible(valeur, serie.unite)),
            ("Du", date(valeur.du)),
            ("Au", date(_fin(serie, valeur))),
            ("Texte", valeur.texte),
            ("Degré", str(valeur.degre)),
            ("Vérification", valeur.verification),
            ("Relevé le", date(valeur.releve_le)),
            *(("Source", source) for source in valeur.sources),
        ),
        titre=f"{serie.libelle}, au {date(au)}",
        notes=("Valeur incertaine : le décompte qui l'emploie le signale.",) if valeur.degre.incertain else (),
    )


def montrer_la_table(serie: Serie) -> None:
    """Toute une table ; une valeur incertaine porte un signe."""
    colonnes = (Colonne("Du"), Colonne("Au"), Colonne("Valeur", True), Colonne("Degré"), Colonne("Texte"))
    lignes = [
        (date(v.du), date(_fin(serie, v)) or "sans limite", lisible(v, serie.unite), str(v.degre), v.texte)
        for v in serie.valeurs
    ]
    accents = {rang: Accent.ALERTE for rang, valeur in enumerate(serie.valeurs) if valeur.degre.incertain}
    notes = ("! : valeur incertaine ; le décompte qui l'emploie le signale.",) if accents else ()
    tableau(colonnes, lignes, titre=serie.libelle, accents=accents, notes=notes)


def montrer_le_controle(constats: Sequence[Constat], tables: int, valeurs: int) -> None:
    """Un tableau par gravité, ce qui presse d'abord, puis le bilan en une ligne."""
    colonnes = (Colonne("Table"), Colonne("Date"), Colonne("Constat"))
    for gravite, titre, notes in _TITRES:
        siens = [constat for constat in constats if constat.gravite is gravite]
        if siens:
            accents = dict.fromkeys(range(len(siens)), Accent.ALERTE) if gravite is Gravite.DEFAUT else {}
            lignes = [(constat.table, date(constat.le), constat.phrase) for constat in siens]
            tableau(colonnes, lignes, titre=titre, accents=accents, notes=notes)
            print()
    defauts = sum(constat.gravite is Gravite.DEFAUT for constat in constats)
    bilan = pluriel(defauts, "défaut") if defauts else "aucun défaut"
    print(f"{pluriel(tables, 'table')}, {pluriel(valeurs, 'valeur')} : {bilan}.")


def resume_en_objet(serie: Serie) -> dict[str, Any]:
    """Une table et sa dernière valeur, pour le JSON."""
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


def valeur_en_objet(valeur: Valeur) -> dict[str, Any]:
    """Une valeur, pour le JSON."""
    return {**asdict(valeur), "sources": list(valeur.sources), "incertain": valeur.degre.incertain}


def constats_en_objets(constats: Sequence[Constat]) -> list[dict[str, Any]]:
    """Des constats, pour le JSON."""
    return [{"table": constat.table, "le": constat.le, "phrase": constat.phrase} for constat in constats]


def lisible(valeur: Valeur, unite: str, *, court: bool = False) -> str:
    """Une valeur et son unité : « 2,65 % », « 40,00 € », « 3 fois le taux légal » ; ``court`` : « 3 fois »."""
    if unite == "centimes":
        return montant(int(valeur.valeur))
    if unite == "points par an":
        return taux(valeur.valeur)
    return f"{nombre(valeur.valeur)} {unite.split()[0] if court else unite}"


def nombre(valeur: Decimal) -> str:
    """Un nombre à virgule ; un entier sans décimale.

    >>> nombre(Decimal("1.5")), nombre(Decimal("8.0")), nombre(Decimal("2.50"))
    ('1,5', '8', '2,50')
    """
    return f"{valeur:f}".replace(".", ",").removesuffix(",0")


def _fin(serie: Serie, valeur: Valeur) -> dt.date | None:
    """Le dernier jour d'une valeur : celui qu'elle dit, sinon la veille de la suivante."""
    suivante = serie.prochain_changement(valeur.du)
    return valeur.au or (suivante - UN_JOUR if suivante else None)
