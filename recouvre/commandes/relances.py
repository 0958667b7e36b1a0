"""`recouvre relances` : ce qui partirait, et le départ."""

from __future__ import annotations

import datetime as dt
import re
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.options import Au, Cabinet, EnJson, lecteur
from recouvre.domaine.refus import SaisieIllisible

if TYPE_CHECKING:
    from pathlib import Path

    from recouvre.commandes.apercus import Bilan

app = typer.Typer()

_JOURS_AU_PLUS = 730


def lire_duree(texte: str) -> int:
    """Un nombre de jours : « 60j », « 60 ». Lève ``SaisieIllisible``.

    >>> lire_duree("60j"), lire_duree("30 jours")
    (60, 30)
    """
    trouve = re.fullmatch(r"(\d{1,4})\s*(?:j|jours?)?", texte.strip().lower())
    if not trouve or not 0 < int(trouve[1]) <= _JOURS_AU_PLUS:
        raise SaisieIllisible(f"« {texte} » n'est pas une durée. Écrivez par exemple 60j, jusqu'à {_JOURS_AU_PLUS}j.")
    return int(trouve[1])


@app.command()
def relances(
    cabinet: Cabinet,
    au: Au,
    envoyer: Annotated[bool, typer.Option("--envoyer", help="Les fait partir. Sans cette option : un aperçu.")] = False,
    simuler: Annotated[
        int | None,
        typer.Option(
            "--simuler",
            metavar="DURÉE",
            help="Déroule jour par jour ce qui partirait : 60j.",
            parser=lecteur(lire_duree),
        ),
    ] = None,
    tout: Annotated[bool, typer.Option("--tout", help="Toutes les lignes, sans abréger.")] = False,
    en_json: EnJson = False,
) -> None:
    """Montre les relances dues ; avec --envoyer, les fait partir.

    L'aperçu et l'envoi prennent la même décision. Envoyer deux fois le même jour ne fait rien la seconde fois ; après
    plusieurs jours sans passage, une seule démarche part par dossier. Code 1 si une personne doit s'en occuper : un
    échec, un envoi incertain ou abandonné.
    """
    if envoyer and simuler:
        raise typer.BadParameter("une simulation n'envoie rien : retirez --envoyer.", param_hint="--simuler")
    if simuler:
        _simuler(cabinet, au, simuler, tout, en_json)
        return
    from recouvre.commandes.apercus import preparer, regarder

    bilan = _envoyer(cabinet, au) if envoyer else regarder(cabinet, au)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json(bilan.objet)
    else:
        from recouvre.commandes.passage_dit import montrer

        montrer(bilan.passage(), cabinet, envoyer, tout)
    if envoyer:
        preparer(cabinet, au + dt.timedelta(days=1))
    if bilan.code:
        raise typer.Exit(bilan.code)


def _envoyer(cabinet: Path, au: dt.date) -> Bilan:
    """Le départ, consigné au journal d'exécution quoi qu'il lui arrive, et résumé au responsable."""
    from recouvre.affichage.francais import pluriel
    from recouvre.affichage.progression import progression
    from recouvre.commandes.apercus import Bilan
    from recouvre.commandes.horloge import aujourdhui
    from recouvre.commandes.passage_dit import en_objet
    from recouvre.commandes.passages import consigner_le_passage
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations import relancer
    from recouvre.operations.passage import Passage
    from recouvre.operations.resume import envoyer_le_resume

    if au > aujourdhui():
        print(f"Attention : ces courriers sont datés du {au:%d/%m/%Y}, dans l'avenir.", file=sys.stderr)
    passage = Passage(au)
    with consigner_le_passage(cabinet) as bilan, ouvrir_session(cabinet) as session:
        try:
            with progression("Courriers") as suivi:
                relancer.envoyer(session, au, suivi, passage)
        except BaseException:
            if parties := len(passage.envoyees):
                print(f"Avant cela, {pluriel(parties, 'envoi parti', 'envois partis')}.", file=sys.stderr)
            raise
        finally:
            bilan.parties, bilan.retenues = len(passage.envoyees), len(passage.retenues)
            bilan.echecs, bilan.incertaines = len(passage.echecs), len(passage.incertaines)
        bilan.code = passage.code
        if passage.suspension:
            bilan.raison = "suspendu"
        elif passage.hors_des_heures:
            bilan.raison = "hors des heures d'envoi"
        if empechement := envoyer_le_resume(session, passage):
            print(f"Le résumé n'a pas pu être envoyé au responsable : {empechement}", file=sys.stderr)
    return Bilan(en_objet(passage), passage.code, lambda: passage)


def _simuler(cabinet: Path, au: dt.date, jours: int, tout: bool, en_json: bool) -> None:
    from recouvre.affichage import relances as vue
    from recouvre.affichage.progression import progression
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations import simuler

    with ouvrir_session(cabinet) as session, progression("Simulation") as suivi:
        resultat = simuler.simuler(session, au, jours, suivi)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        departs = [vue.simule_en_json(depart) for depart in resultat.departs]
        retenues = [vue.retenu_en_json(retenu) for retenu in resultat.retenues]
        ecrire_json({"du": resultat.du, "au": resultat.au, "departs": departs, "retenues": retenues})
        return
    vue.montrer_la_simulation(resultat.du, resultat.au, resultat.departs)
    if resultat.retenues:
        print()
        vue.montrer_retenues(resultat.retenues, tout=tout)
