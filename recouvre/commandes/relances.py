"""`recouvre relances` : ce qui partirait, et le départ."""

from __future__ import annotations

import datetime as dt
import re
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from recouvre.commandes.options import Au, Cabinet, EnJson, lecteur
from recouvre.domaine.refus import SaisieIllisible

if TYPE_CHECKING:
    from pathlib import Path

    from recouvre.operations.passage import Passage

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
    marque, garde = ("", None) if envoyer else _apercu_garde(cabinet, au)
    if garde and en_json:
        _ecrire(garde["json"])
        raise typer.Exit(garde["code"])
    if garde:
        from recouvre.operations.apercus import depuis_donnees

        passage = depuis_donnees(garde)
    else:
        passage = _envoyer(cabinet, au) if envoyer else _apercevoir(cabinet, au, marque)
    if en_json:
        _ecrire(_objet(passage))
    else:
        _montrer(passage, cabinet, envoyer, tout)
    if passage.code:
        raise typer.Exit(passage.code)


def _apercu_garde(cabinet: Path, au: dt.date) -> tuple[str, Any]:
    """La marque de ce dont l'aperçu dépend, et l'aperçu gardé si rien n'en a changé."""
    from recouvre.base import apercus
    from recouvre.commandes.horloge import maintenant
    from recouvre.commandes.lire_base import ouvrir_base

    base = ouvrir_base(cabinet)
    try:
        marque = apercus.marque(base, cabinet, f"{maintenant():%Y-%m-%d %H:%M}", au.isoformat())
    finally:
        base.close()
    return marque, apercus.lire(cabinet, marque)


def _apercevoir(cabinet: Path, au: dt.date, marque: str) -> Passage:
    """L'aperçu, calculé, puis gardé : redemandé sans que rien ait bougé, il se relit."""
    from recouvre.affichage.progression import progression
    from recouvre.base import apercus
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations import relancer
    from recouvre.operations.apercus import en_donnees

    with ouvrir_session(cabinet) as session, progression("Examen") as suivi:
        passage = relancer.apercevoir(session, au, suivi)
    if not passage.echecs:
        apercus.garder(cabinet, marque, {**en_donnees(passage), "json": _objet(passage), "code": passage.code})
    return passage


def _envoyer(cabinet: Path, au: dt.date) -> Passage:
    """Le départ, consigné au journal d'exécution quoi qu'il lui arrive, et résumé au responsable."""
    from recouvre.affichage.francais import pluriel
    from recouvre.affichage.progression import progression
    from recouvre.commandes.horloge import aujourdhui
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
    return passage


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


def _ecrire(objet: dict[str, Any]) -> None:
    from recouvre.affichage.sortie_json import ecrire_json

    ecrire_json(objet)


def _objet(passage: Passage) -> dict[str, Any]:
    from recouvre.affichage import relances as vue
    from recouvre.domaine.numeros import numero_lisible

    return {
        "au": passage.au.isoformat(),
        "envoyees": [vue.depart_en_json(depart) for depart in passage.envoyees],
        "a_envoyer": [vue.depart_en_json(depart) for depart in passage.a_envoyer],
        "retenues": [vue.retenu_en_json(retenu) for retenu in passage.retenues],
        "sautees": [
            {"dossier": numero_lisible(sautee.dossier), "etape": sautee.etape, "motif": sautee.motif}
            for sautee in passage.sautees
        ],
        "echecs": [
            {"dossier": numero_lisible(echec.dossier), "etape": echec.etape, "motif": echec.motif}
            for echec in passage.echecs
        ],
        "incertaines": [
            {"dossier": numero_lisible(envoi.dossier), "etape": envoi.etape, "reference": envoi.reference}
            for envoi in passage.incertaines
        ],
        "lots": [
            {
                "lot": lot.lot,
                "bordereau": lot.bordereau,
                "bordereau_csv": lot.bordereau_csv,
                "manifeste": lot.manifeste,
                "recommandes": lot.recommandes,
                "plis": lot.plis,
            }
            for lot in passage.lots
        ],
        "a_remettre": [{"fichier": fichier, "sms": combien} for fichier, combien in passage.a_remettre.items()],
    }


def _montrer(passage: Passage, cabinet: Path, envoyer: bool, tout: bool) -> None:
    from recouvre.affichage import relances as vue
    from recouvre.affichage.francais import date, pluriel
    from recouvre.commandes.chemins import d_ici

    departs = passage.envoyees if envoyer else passage.a_envoyer
    if departs:
        titre = "Parties" if envoyer else "Partiraient"
        vue.montrer_departs(f"{titre} le {date(passage.au)} ({len(departs)})", departs, tout=tout)
    else:
        print(f"Rien {'ne part' if envoyer else 'ne partirait'} le {date(passage.au)}.")
    if passage.retenues:
        print()
        vue.montrer_retenues(passage.retenues, tout=tout)
    if passage.sautees or passage.echecs or passage.incertaines:
        print()
    for sautee in passage.sautees:
        verbe = "sautée" if envoyer else "serait sautée"
        print(f"D-{sautee.dossier}, étape {sautee.etape} {verbe} : {sautee.motif}. Le scénario continue sans elle.")
    for echec in passage.echecs:
        print(f"Échec, D-{echec.dossier}, {echec.etape} : {echec.motif} Un prochain passage réessaiera.")
    for envoi in passage.incertaines:
        print(
            f"Incertain : {envoi.reference} ({envoi.etape}). On ne sait pas s'il est parti, il ne repart pas seul : "
            f"recouvre envois trancher {envoi.reference} --parti (ou --non-parti)"
        )
    for lot in passage.lots:
        print(f"\nÀ imprimer  : {d_ici(cabinet / lot.lot)} ({pluriel(lot.plis, 'pli')}, {pluriel(lot.pages, 'page')})")
        print(f"Bordereau   : {d_ici(cabinet / lot.bordereau)}")
        if lot.recommandes not in ("", lot.bordereau):
            print(f"Recommandés : {d_ici(cabinet / lot.recommandes)}")
    for fichier, combien in passage.a_remettre.items():
        print(f"\nÀ remettre au prestataire : {d_ici(cabinet / fichier)} ({combien} SMS)")
    if departs and not envoyer:
        print("\nAperçu : rien n'est parti. Pour envoyer : recouvre relances --envoyer")
