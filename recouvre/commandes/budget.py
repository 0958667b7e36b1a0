"""`recouvre budget` : ce que le débiteur déclare de ses moyens, hors du journal, effaçable."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

import typer

from recouvre.commandes.coordonnees import option_texte
from recouvre.commandes.lecteurs import AUCUN, lire_choix, ou_aucun
from recouvre.commandes.options import Cabinet, EnJson, NumeroDossier, lecteur, option_date, option_montant
from recouvre.domaine.budget import Volonte

if TYPE_CHECKING:
    from recouvre.operations.budgets import Moyens

app = typer.Typer()


@app.command()
def budget(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    revenus: Annotated[int | None, option_montant("--revenus", aide="Ce qu'il dit recevoir par mois.")] = None,
    charges: Annotated[int | None, option_montant("--charges", aide="Ce qu'il dit devoir payer par mois.")] = None,
    le: Annotated[dt.date | None, option_date("--le", aide="Jour de sa déclaration. À défaut, aujourd'hui.")] = None,
    volonte: Annotated[
        Any,
        typer.Option(
            "--volonte", metavar="MOT", help="Votre appréciation : bonne, incertaine, mauvaise ; « aucune ».",
            parser=lecteur(ou_aucun(lire_choix(Volonte))),
        ),
    ] = None,
    note: Annotated[str | None, option_texte("--note", "Une ligne utile au plan ; jamais la santé.")] = None,
    effacer: Annotated[bool, typer.Option("--effacer", help="Efface tout, pour de bon.")] = False,
    en_json: EnJson = False,
) -> None:  # fmt: skip
    """Montre, note ou efface ce qu'un débiteur déclare de ses moyens : revenus, charges, reste.

    Sans option, ce qui est gardé. L'outil n'évalue pas la solvabilité : rien n'est vérifié, aucune note n'est calculée.
    Le reste disponible sert à une chose : « recouvre echeancier » prévient quand la mensualité le dépasse.

    Ces données ne vont ni au journal, ni dans un courrier, et valent pour tous les dossiers du débiteur. Ne demandez
    que ce qu'il faut, dites pourquoi, et effacez-les quand le dossier est fini (RGPD, art. 5 et 17).
    """
    dits = {"revenus": revenus, "charges": charges, "volonte": volonte, "note": note}
    changements = {nom: valeur for nom, valeur in dits.items() if valeur is not None}
    if volonte == AUCUN:
        changements["volonte"] = None
    if effacer and (changements or le):
        raise typer.BadParameter("il efface tout : donnez-le seul.", param_hint="--effacer")
    if le and not changements:
        raise typer.BadParameter("dites ce qu'il a déclaré ce jour-là : --revenus, --charges.", param_hint="--le")
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations.budgets import effacer_budget, lire_moyens, noter_budget

    with ouvrir_session(cabinet) as session:
        if effacer:
            moyens = effacer_budget(session, dossier)
        elif changements:
            moyens = noter_budget(session, dossier, changements, le)
        else:
            moyens = lire_moyens(session, dossier)
        nom, aujourdhui = session.partie(moyens.dossier.ouverture.debiteur).denomination, session.maintenant.date()
    _montrer(moyens, nom, aujourdhui, en_json, efface=effacer)


def _montrer(moyens: Moyens, nom: str, au: dt.date, en_json: bool, *, efface: bool) -> None:
    from recouvre.affichage import budget as vue

    libelle = moyens.dossier.libelle
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json({"dossier": libelle, "budget": vue.en_json(moyens.budget)})
    elif efface:
        print(f"{libelle} : la déclaration de {nom} est effacée. Les sauvegardes faites avant la gardent encore.")
    elif moyens.budget is None:
        print(f"{libelle} : {nom} n'a rien déclaré. Pour le noter : recouvre budget {libelle} --revenus … --charges …")
    else:
        vue.montrer(moyens.dossier, moyens.budget, nom, au)
