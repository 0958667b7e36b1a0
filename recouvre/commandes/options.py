"""Les options et arguments que les commandes partagent, une fois pour toutes.

Une valeur est convertie ici : la commande reçoit une date, des centimes, un numéro, un chemin — jamais du texte à
relire. Une valeur illisible arrête la commande avec le code 2, le nom de l'option et la phrase du refus.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from recouvre.commandes.horloge import accorder, aujourdhui
from recouvre.domaine.dates import lire_date
from recouvre.domaine.montants import lire_montant
from recouvre.domaine.numeros import lire_numero
from recouvre.domaine.refus import CabinetIntrouvable, Refus, SaisieIllisible

VARIABLE_CABINET = "RECOUVRE_CABINET"
NOM_DE_LA_BASE = "recouvre.db"


T = TypeVar("T")


def lecteur(lire: Callable[[str], T]) -> Callable[[Any], Any]:
    """Fait d'une fonction de lecture du domaine un ``parser`` de typer : son ``Refus`` devient une erreur d'appel.

    Une valeur par défaut, déjà convertie, traverse sans être relue.
    """

    def lit(valeur: Any) -> Any:
        if not isinstance(valeur, str):
            return valeur
        try:
            return lire(valeur)
        except Refus as refus:
            raise typer.BadParameter(refus.phrase) from refus

    return lit


def lire_jour(texte: str) -> dt.date:
    """Une date tapée : « 28/02/2026 », « demain », « lundi », « +8j » (comptés du jour de l'horloge)."""
    return lire_date(texte, aujourdhui())


def chemin_cabinet(option: Path | None, ctx: typer.Context | None = None) -> Path:
    """Le dossier du cabinet, absolu, qu'il existe ou non.

    Dans l'ordre : l'option de la commande, celle tapée avant la commande, ``RECOUVRE_CABINET``, le dossier courant s'il
    contient une base, ``~/Recouvre``.
    """
    avant = ctx.find_root().params.get("cabinet") if ctx is not None and ctx.parent is not None else None
    tape = option or (_lire_dossier(avant) if avant is not None else None)
    choisi = tape or os.environ.get(VARIABLE_CABINET, "").strip() or _a_defaut()
    return Path(choisi).expanduser().absolute()


def _a_defaut() -> Path:
    if Path(NOM_DE_LA_BASE).is_file():
        return Path()
    try:
        return Path.home() / "Recouvre"
    except RuntimeError:  # un service sans dossier personnel
        phrase = f"Dites où est le cabinet : --cabinet CHEMIN, ou la variable {VARIABLE_CABINET}."
        raise SaisieIllisible(phrase) from None


def _lire_dossier(texte: str) -> Path:
    if not texte.strip():
        raise SaisieIllisible("Le chemin du cabinet est vide. Écrivez par exemple --cabinet Recouvre.")
    return Path(texte)


def _resoudre_cabinet(ctx: typer.Context, choisi: Path | None) -> Path:
    chemin = chemin_cabinet(choisi, ctx)
    accorder(chemin)
    return chemin


def _cabinet_eventuel(ctx: typer.Context, choisi: Path | None) -> Path | None:
    """Le cabinet désigné, ou celui d'ici, pour ses taux ; on n'en exige un que si l'on vient de le nommer."""
    nomme = choisi is not None or (ctx.parent is not None and ctx.find_root().params.get("cabinet") is not None)
    try:
        chemin = chemin_cabinet(choisi, ctx)
    except SaisieIllisible:
        if nomme:
            raise
        return None
    if nomme and not (chemin / NOM_DE_LA_BASE).is_file():
        raise CabinetIntrouvable(str(chemin))
    accorder(chemin)
    return chemin


def option_date(*noms: str, aide: str) -> Any:
    """Une date facultative, pour ``Annotated[dt.date | None, option_date("--emise", aide="…")] = None``."""
    return typer.Option(*noms, metavar="DATE", help=aide, parser=lecteur(lire_jour))


def option_montant(*noms: str, aide: str) -> Any:
    """Un montant en euros rendu en centimes, pour ``Annotated[int | None, option_montant("--montant", aide="…")]``."""
    return typer.Option(*noms, metavar="MONTANT", help=aide, parser=lecteur(lire_montant))


def _date_du_jour(nom: str, aide: str) -> Any:
    return typer.Option(
        nom,
        metavar="DATE",
        help=aide,
        parser=lecteur(lire_jour),
        default_factory=aujourdhui,
        show_default="aujourd'hui",
    )


def _rien() -> None:
    """Pas de valeur : laisse le choix à ``chemin_cabinet``."""


Cabinet = Annotated[
    Path,
    typer.Option(
        "--cabinet",
        metavar="CHEMIN",
        help=f"Dossier du cabinet. À défaut : {VARIABLE_CABINET}, le dossier courant, puis Recouvre chez vous.",
        parser=lecteur(_lire_dossier),
        is_eager=True,
        default_factory=_rien,
        callback=_resoudre_cabinet,
    ),
]
"""Le dossier du cabinet, résolu. Sans valeur par défaut dans la signature.

Lu avant les autres options : un cabinet figé change le sens de « demain ».
"""

CabinetEventuel = Annotated[
    Path | None,
    typer.Option(
        "--cabinet",
        metavar="CHEMIN",
        help="Un cabinet, pour les taux qu'il a ajoutés ; facultatif.",
        parser=lecteur(_lire_dossier),
        is_eager=True,
        callback=_cabinet_eventuel,
    ),
]
"""Le cabinet d'un calcul qui s'en passe : ``None`` par défaut dans la signature."""

Au = Annotated[dt.date, _date_du_jour("--au", "Date à laquelle on se place : 28/02/2026, demain, +8j…")]
"""Le jour du calcul ; aujourd'hui à défaut. Sans valeur par défaut dans la signature."""

Le = Annotated[dt.date, _date_du_jour("--le", "Date du fait : 28/02/2026, hier…")]
"""Le jour du fait ; aujourd'hui à défaut. Sans valeur par défaut dans la signature."""

EnJson = Annotated[bool, typer.Option("--json", help="Écrit un objet JSON, pour un programme.")]
EnCsv = Annotated[bool, typer.Option("--csv", help="Écrit un CSV, pour un tableur.")]

NumeroDossier = Annotated[
    int,
    typer.Argument(metavar="DOSSIER", help="Numéro du dossier : D-12, ou 12.", parser=lecteur(lire_numero)),
]
Montant = Annotated[
    int,
    typer.Argument(metavar="MONTANT", help="Montant en euros : 1234,56.", parser=lecteur(lire_montant)),
]
"""Le montant en argument, en centimes. En option : ``option_montant``."""


def un_seul_format(en_json: bool, *en_csv: object) -> None:
    """Une sortie est un objet JSON, ou un CSV. Lève ``BadParameter``."""
    if en_json and any(en_csv):
        raise typer.BadParameter("un objet JSON ou un CSV : choisissez.", param_hint="--json")


def jours_dans_l_ordre(du: dt.date | None, au: dt.date | None) -> None:
    """Une période commence avant de finir. Lève ``BadParameter``."""
    if du and au and du > au:
        raise typer.BadParameter("le premier jour vient après le dernier.", param_hint="--du")
