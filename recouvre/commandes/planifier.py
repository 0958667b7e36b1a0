"""`recouvre planifier` : confier les relances au planificateur de la machine, et savoir s'il passe."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from recouvre.commandes.horloge import aujourdhui, maintenant
from recouvre.commandes.options import NOM_DE_LA_BASE, Cabinet, EnJson, lecteur, option_date
from recouvre.domaine.refus import CabinetIntrouvable
from recouvre.operations.planification import Jours, Planification, Systeme, lire_heure

app = typer.Typer()

HUIT_HEURES = dt.time(8)


@app.command()
def planifier(
    cabinet: Cabinet,
    systeme: Annotated[
        Systeme | None, typer.Option("--systeme", help="Le planificateur ; celui de cette machine, à défaut.")
    ] = None,
    heure: Annotated[
        dt.time,
        typer.Option(
            "--heure", metavar="HEURE", help="L'heure du passage.", parser=lecteur(lire_heure), show_default="8h00"
        ),
    ] = HUIT_HEURES,
    jours: Annotated[
        Jours, typer.Option("--jours", help="ouvres : du lundi au vendredi ; tous : chaque jour.")
    ] = Jours.OUVRES,
    sortie: Annotated[
        Path | None, typer.Option("--sortie", metavar="DOSSIER", help="Écrit les fichiers là, sans rien écraser.")
    ] = None,
    verifier: Annotated[
        bool, typer.Option("--verifier", help="Dit si le dernier passage attendu a eu lieu ; code 1 sinon.")
    ] = False,
    au: Annotated[dt.date | None, option_date("--au", aide="Avec --verifier : au soir de ce jour passé.")] = None,
    en_json: EnJson = False,
) -> None:
    """Prépare le passage quotidien des relances, et dit s'il a eu lieu.

    Montre la ligne de cron, la minuterie systemd ou la tâche Windows, et comment l'activer ; avec --sortie, l'écrit. Le
    planificateur de la machine n'est pas touché. Chaque passage laisse une ligne dans passages.log, à la racine du
    cabinet : son heure, son code de retour, ce qui est parti.
    """
    _accorder(systeme, sortie, au, verifier=verifier)
    if not (cabinet / NOM_DE_LA_BASE).is_file():
        raise CabinetIntrouvable(str(cabinet))
    if verifier:
        _verifier(cabinet, au, heure, jours, en_json)
    else:
        plan = Planification(programme=programme(), cabinet=str(cabinet), heure=heure, jours=jours)
        _preparer(cabinet, plan, systeme or deviner(), sortie, en_json)


def programme() -> tuple[str, ...]:
    """L'exécutable qui tourne en ce moment, absolu ; « python -m recouvre » s'il n'y en a pas.

    Les liens ne sont pas suivis : un outil mis à jour change de place, le lien qui y mène non.
    """
    nom = "recouvre.exe" if os.name == "nt" else "recouvre"
    for choix in (Path(sys.argv[0]).absolute().with_name(nom), Path(sys.executable).with_name(nom)):
        if choix.is_file() and (os.name == "nt" or os.access(choix, os.X_OK)):
            return (str(choix),)
    return (sys.executable, "-m", "recouvre")


def deviner() -> Systeme:
    """Le planificateur de cette machine."""
    if os.name == "nt":
        return Systeme.WINDOWS
    return Systeme.SYSTEMD if Path("/run/systemd/system").is_dir() else Systeme.CRONTAB


def _accorder(systeme: Systeme | None, sortie: Path | None, au: dt.date | None, *, verifier: bool) -> None:
    """Préparer et contrôler ont chacun leurs options."""
    for nom, valeur in {"--systeme": systeme, "--sortie": sortie}.items():
        if verifier and valeur:
            raise typer.BadParameter("ne va pas avec --verifier, qui n'écrit rien.", param_hint=nom)
    if au and not verifier:
        raise typer.BadParameter("va avec --verifier.", param_hint="--au")
    if au and au > aujourdhui():
        raise typer.BadParameter("est dans l'avenir : aucun passage n'y est encore attendu.", param_hint="--au")


def _preparer(cabinet: Path, plan: Planification, systeme: Systeme, sortie: Path | None, en_json: bool) -> None:
    from recouvre.commandes.planifier_dit import en_objet, guide, montrer, remarques
    from recouvre.operations.planification import poser, rediger

    dossier = sortie.expanduser().absolute() if sortie else None
    fichiers = rediger(plan, systeme, str(dossier or ""))
    chemins = poser(fichiers, dossier) if dossier else ()
    conseils = remarques(cabinet, plan, systeme)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json(en_objet(plan, systeme, fichiers, chemins, conseils))
    else:
        montrer(plan, systeme, fichiers, chemins, guide(plan, systeme, chemins), conseils)


def _verifier(cabinet: Path, au: dt.date | None, heure: dt.time, jours: Jours, en_json: bool) -> None:
    from recouvre.commandes.planifier_dit import montrer_ponctualite, ponctualite_en_objet
    from recouvre.operations.ponctualite import controler

    constat = controler(cabinet, maintenant(), au or aujourdhui(), heure, jours)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json(ponctualite_en_objet(constat))
    else:
        montrer_ponctualite(constat)
    if not constat.en_ordre:
        raise typer.Exit(1)
