"""`recouvre reprendre` : la fin d'un arrêt, la clôture d'un litige."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.coordonnees import option_texte
from recouvre.commandes.options import Cabinet, EnJson, Le, NumeroDossier, lecteur
from recouvre.domaine.faits_de_droit import CauseArret
from recouvre.domaine.faits_de_suivi import NatureSignal
from recouvre.domaine.refus import SaisieIllisible

if TYPE_CHECKING:
    from recouvre.operations.consigner import Consigne

app = typer.Typer()

LITIGE = "litige"
CAUSES = (*(cause for cause in CauseArret if cause is not CauseArret.MESURES), LITIGE, *NatureSignal)
"""Ce qui se lève ici ; des mesures de surendettement finissent par « recouvre surendettement … fin »."""


def _lire_cause(texte: str) -> str:
    net = texte.strip().lower().replace("é", "e").replace(" ", "-")
    if net not in CAUSES:
        raise SaisieIllisible(f"« {texte} » n'est pas au choix : {', '.join(CAUSES)}.")
    return net


@app.command()
def reprendre(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    cause: Annotated[
        str,
        typer.Argument(metavar="CAUSE", help=f"{', '.join(CAUSES)}.", parser=lecteur(_lire_cause)),
    ],
    le: Le,
    issue: Annotated[str, option_texte("--issue", "Litige : comment le désaccord s'est réglé.")] = "",
    texte: Annotated[str, option_texte("--texte", "Signal : pourquoi il ne compte plus.")] = "",
    en_json: EnJson = False,
) -> None:
    """Reprend une créance arrêtée, clôt un litige ou lève un signal : les démarches repartent.

    --le est le premier jour qui porte de nouveau intérêt : caducité du plan, mise en œuvre des mesures de
    surendettement, fin de la procédure. Un délai de grâce ou un plan dont on a dit le terme finit seul. D'un litige
    ou d'un signal, c'est le premier jour où l'on réclame de nouveau ; ce qui a attendu repart à son rythme, sans
    rafale.
    """
    from recouvre.affichage.francais import date
    from recouvre.commandes.faits import annoncer
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations.signaler import reprendre as lever
    from recouvre.operations.suivre import clore_litige

    if texte and cause not in tuple(NatureSignal):
        raise typer.BadParameter(f"seul un signal a un texte, « {cause} » n'en a pas.", param_hint="--texte")
    if cause != LITIGE and issue:
        raise typer.BadParameter(f"seul un litige a une issue, « {cause} » n'en a pas.", param_hint="--issue")
    with ouvrir_session(cabinet) as session:
        if cause == LITIGE:
            consigne = clore_litige(session, dossier, le, issue)
            phrase = _dire_la_cloture(consigne, le)
        elif cause in tuple(NatureSignal):
            from recouvre.operations.signaux import lever as lever_un_signal

            consigne = lever_un_signal(session, dossier, NatureSignal(cause), le, texte)
            phrase = _dire_la_levee(consigne, cause, le)
        else:
            consigne = lever(session, dossier, CauseArret(cause), le)
            phrase = f"« {cause} » levé, intérêts à partir du {date(le)}"
    annoncer(consigne, phrase, en_json, cause=cause, le=le)


def _dire_la_levee(consigne: Consigne, cause: str, le: dt.date) -> str:
    """Un autre signal peut retenir encore : on le dit."""
    from recouvre.affichage.francais import date
    from recouvre.conduite.signaux import REGLES, jamais_leves, raison_du_signal

    restent = [signal for signal in jamais_leves(consigne.dossier) if REGLES[signal.nature].tout]
    if restent:
        return f"« {cause} » levé, mais rien ne repart : {raison_du_signal(restent[0])}"
    return f"« {cause} » levé, les démarches repartent à partir du {date(le)}"


def _dire_la_cloture(consigne: Consigne, le: dt.date) -> str:
    """Un second litige, ouvert ce jour-là ou après, retient toujours tout : on le dit."""
    from recouvre.affichage.francais import date
    from recouvre.conduite.litiges import jamais_clos, raison_du_litige

    restent = jamais_clos(consigne.dossier)
    if restent:
        return f"litige clos le {date(le)}, mais rien ne repart : {raison_du_litige(restent[0])}"
    return f"litige clos, les démarches repartent à partir du {date(le)}"
