"""`recouvre signaler` : ce qui arrête une créance."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any

import typer

from recouvre.commandes.coordonnees import option_texte
from recouvre.commandes.options import Cabinet, EnJson, NumeroDossier, lecteur, option_date, option_montant
from recouvre.domaine.contrat import lire_taux_convenu

app = typer.Typer()

SIGNAUX = (
    "procedure", "surendettement", "delai-de-grace", "plan", "delai-interrompu", "litige", "mediation", "deces",
    "minorite", "tutelle", "etranger", "visite-refusee", "prescription-acquise", "confie-ailleurs",
)  # fmt: skip
"""Les noms de ``operations.signaler.SIGNAUX``, écrits ici pour que l'aide n'importe rien."""

NPAI = "npai"
"""Une lettre revenue se note comme par « recouvre courrier-retour »."""


@app.command()
def signaler(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    signal: Annotated[str, typer.Argument(metavar="SIGNAL", help=f"{', '.join((*SIGNAUX, NPAI))}.")],
    genre: Annotated[str, option_texte("--type", "Procédure : sauvegarde, redressement ou liquidation.")] = "",
    jugement_le: Annotated[
        dt.date | None, option_date("--jugement-le", aide="Procédure : jour du jugement d'ouverture.")
    ] = None,
    bodacc_le: Annotated[dt.date | None, option_date("--bodacc-le", aide="Procédure : publication au BODACC.")] = None,
    recevable_le: Annotated[
        dt.date | None, option_date("--recevable-le", aide="Surendettement : décision de recevabilité.")
    ] = None,
    notifiee_le: Annotated[
        dt.date | None, option_date("--notifiee-le", aide="Surendettement : sa notification au créancier.")
    ] = None,
    le: Annotated[
        dt.date | None,
        option_date(
            "--le",
            aide="Délai de grâce, plan : premier jour sans intérêt ; délai interrompu : notification ; les autres : le "
            "jour du fait (aujourd'hui à défaut).",
        ),
    ] = None,
    jusqu_au: Annotated[
        dt.date | None, option_date("--jusqu-au", aide="Délai de grâce, plan, médiation : dernier jour.")
    ] = None,
    taux: Annotated[
        Any,
        typer.Option(
            "--taux", metavar="TAUX", help="Délai de grâce : taux fixé par le juge.", parser=lecteur(lire_taux_convenu)
        ),
    ] = None,
    capital_d_abord: Annotated[
        bool, typer.Option("--capital-d-abord", help="Délai de grâce : les paiements éteignent d'abord le capital.")
    ] = False,
    facture: Annotated[str, option_texte("--facture", "Délai interrompu, litige : la facture.")] = "",
    pieces_recues_le: Annotated[
        dt.date | None, option_date("--pieces-recues-le", aide="Délai interrompu : tout est parvenu à l'acheteur.")
    ] = None,
    motif: Annotated[str, option_texte("--motif", "Litige : ce que le débiteur conteste.")] = "",
    reconnu: Annotated[
        int | None, option_montant("--reconnu", aide="Litige : ce que le débiteur ne conteste pas.")
    ] = None,
    texte: Annotated[
        str, option_texte("--texte", "Ce qu'il faut en savoir : à qui le dossier est confié, qui l'a dit…")
    ] = "",
    reference: Annotated[str, option_texte("--reference", "Npai : le pli revenu, D-12-1.")] = "",
    deja_fini: Annotated[
        bool, typer.Option("--deja-fini", help="Litige, signal : saisi en retard, il s'est réglé quand l'autre a fini.")
    ] = False,
    en_json: EnJson = False,
) -> None:
    """Signale ce qui arrête une créance : procédure, surendettement, plan, litige, décès, médiation…

    Procédure, surendettement, délai de grâce, plan : les intérêts s'arrêtent et plus rien ne part, jusqu'à « recouvre
    reprendre ». Litige, médiation, décès, minorité, tutelle, prescription acquise, dossier confié ailleurs : rien ne
    part, les intérêts courent. Visite refusée : aucune visite. Étranger : ni pli ni visite à l'adresse en France. Le
    signal delai-interrompu dit que l'acheteur public attend des pièces.

    Redonnez le même signal avec une date de plus pour le compléter. Ce qui est parti depuis le fait est cité, et
    l'agenda demande de le rapporter.
    """
    if signal == NPAI:
        _npai(cabinet, dossier, le, reference, texte, en_json)
        return
    from recouvre.commandes.apres_coup import apres_coup, dire_apres_coup
    from recouvre.commandes.faits import annoncer
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations import signaler as gestes

    choisi = next((connu for connu in gestes.SIGNAUX if connu.nom == signal), None)
    if choisi is None:
        connus = ", ".join((*SIGNAUX, NPAI))
        raise typer.BadParameter(f"« {signal} » ne se signale pas. Signaux : {connus}.", param_hint="SIGNAL")
    donnees = _donnees(
        {
            "--type": genre, "--jugement-le": jugement_le, "--bodacc-le": bodacc_le, "--recevable-le": recevable_le,
            "--notifiee-le": notifiee_le, "--le": le, "--jusqu-au": jusqu_au, "--taux": taux,
            "--capital-d-abord": capital_d_abord, "--facture": facture, "--pieces-recues-le": pieces_recues_le,
            "--motif": motif, "--reconnu": reconnu, "--texte": texte, "--reference": reference,
            "--deja-fini": deja_fini,
        },
        choisi.nom, choisi.exigees, choisi.admises,
    )  # fmt: skip
    with ouvrir_session(cabinet) as session:
        consigne = gestes.signaler(session, dossier, choisi, donnees)
    retard = apres_coup(consigne)
    phrase = f"{choisi.phrase.partition(',')[0]} ; c'est déjà fini, rien n'est retenu" if deja_fini else choisi.phrase
    annoncer(consigne, phrase, en_json, signal=signal, **retard.json)
    if not en_json:
        dire_apres_coup(retard)


def _npai(
    cabinet: Path, dossier: int, le: dt.date | None, reference: str, texte: str, en_json: bool
) -> None:  # fmt: skip
    from recouvre.commandes.horloge import aujourdhui
    from recouvre.commandes.retours_dits import dire_retour, retour_json
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.domaine.faits_d_envoi import PliSuivi, SuiteDuPli
    from recouvre.operations.signaux import noter_npai

    precision = " ".join(texte.split())
    nouvelle = PliSuivi(date=le or aujourdhui(), reference="", suite=SuiteDuPli.NPAI, precision=precision)
    with ouvrir_session(cabinet) as session:
        retour = noter_npai(session, dossier, reference, nouvelle)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json(retour_json(retour))
    else:
        dire_retour(retour)


def _donnees(
    options: dict[str, Any], signal: str, exigees: tuple[str, ...], admises: tuple[str, ...]
) -> dict[str, Any]:
    """Les options données. Lève la faute d'appel s'il en manque une, ou si l'une n'est pas de ce signal."""
    donnees = {nom: valeur for nom, valeur in options.items() if valeur not in (None, "") and valeur is not False}
    if manque := [nom for nom in exigees if nom not in donnees]:
        raise typer.BadParameter(f"« {signal} » demande {' et '.join(manque)}.", param_hint="SIGNAL")
    if de_trop := [nom for nom in donnees if nom not in (*exigees, *admises)]:
        connues = ", ".join((*exigees, *admises))
        raise typer.BadParameter(f"« {signal} » n'a pas {', '.join(de_trop)}. Il a : {connues}.", param_hint=de_trop[0])
    return donnees
