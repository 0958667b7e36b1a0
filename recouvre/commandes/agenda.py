"""`recouvre agenda` : que faire aujourd'hui."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.options import Au, Cabinet, EnJson
from recouvre.domaine.montants import en_decimal
from recouvre.domaine.numeros import numero_lisible

if TYPE_CHECKING:
    from recouvre.base.agenda import LigneAgenda
    from recouvre.base.connexion import Base

app = typer.Typer()

URGENT = 1
"""La priorité de ce que la loi ferme à une date."""

_SEMAINE = 7
"""Jours où chercher le contre-appel du prochain jour ouvré."""

_CONTACTS = ("appel", "visite")
"""Ce par quoi l'on réclame, et que l'on fait soi-même."""

_SORTIE = "-"
"""Le calendrier s'y écrit seul."""

CODE_A_FAIRE = 3
SEUILS = ("urgent", "du")

_NE_VONT_PAS = {
    "--orphelins": ("--soir", "--ical", "--jours", "--gestionnaire", "--les-miens", "--code-si", "--tout"),
    "--soir": ("--ical", "--jours", "--tout"),
    "--ical": ("--json", "--tout"),
    "--les-miens": ("--gestionnaire",),
}
"""Ce qui n'aurait pas d'effet avec une de ces vues."""


@app.command()
def agenda(
    cabinet: Cabinet,
    au: Au,
    jours: Annotated[
        int | None, typer.Option("--jours", metavar="N", min=0, max=366, help="Montre aussi les N jours qui suivent.")
    ] = None,
    gestionnaire: Annotated[
        str, typer.Option("--gestionnaire", metavar="NOM", help="Ce qui revient à cette personne.")
    ] = "",
    les_miens: Annotated[bool, typer.Option("--les-miens", help="Ce qui revient à qui tape la commande.")] = False,
    soir: Annotated[bool, typer.Option("--soir", help="Les appels du créneau du soir, et leurs numéros.")] = False,
    orphelins: Annotated[
        bool, typer.Option("--orphelins", help="Les dossiers ouverts dont plus rien n'est à faire.")
    ] = False,
    ical: Annotated[
        str, typer.Option("--ical", metavar="FICHIER", help="Un calendrier (RFC 5545) ; « - » : la sortie.")
    ] = "",
    noms: Annotated[bool, typer.Option("--noms", help="Avec --ical : le nom des débiteurs y figure.")] = False,
    code_si: Annotated[
        str,
        typer.Option("--code-si", metavar="QUOI", help="Code 3 : « urgent », un délai légal est dû ; « du », tout."),
    ] = "",
    tout: Annotated[bool, typer.Option("--tout", help="Toutes les lignes, sans abréger les longues listes.")] = False,
    en_json: EnJson = False,
) -> None:
    """Dit ce qu'il y a à faire, par priorité.

    Ce qui est dû aujourd'hui et ce qui est en retard, le plus grave d'abord, avec la commande à taper. N'écrit rien.

    Avec --gestionnaire : ses dossiers, et les contre-appels de son binôme ; pas ceux des appels où il a lui-même
    échoué. --soir : les particuliers à appeler, et ceux qui n'ont pas répondu en journée ; les créneaux sont une règle
    du cabinet (recouvre canal appels). --ical prend un an si --jours ne dit rien ; sans --noms, il ne nomme personne.

    Code de sortie : 0. Avec --code-si urgent, 3 si une prescription ou un délai de procédure est à traiter ; avec
    --code-si du, 3 s'il y a quoi que ce soit à faire.
    """
    from recouvre.commandes.lire_base import ouvrir_base

    _accorder(
        {
            "--jours": jours, "--gestionnaire": gestionnaire, "--les-miens": les_miens, "--soir": soir,
            "--orphelins": orphelins, "--ical": ical, "--noms": noms, "--code-si": code_si, "--tout": tout,
            "--json": en_json,
        }
    )  # fmt: skip
    base = ouvrir_base(cabinet)
    if orphelins:
        from recouvre.commandes.agenda_vues import montrer_orphelins

        montrer_orphelins(base, au, en_json=en_json)
        base.close()
        return
    horizon = jours if jours is not None else 366 if ical else _SEMAINE if soir else 0
    qui, dues, a_venir = _lire(base, cabinet, au, horizon, gestionnaire, miens=les_miens)
    pourquoi, dues, a_venir = _sans_contacts(cabinet, au, dues, a_venir)
    if pourquoi and not en_json and ical != _SORTIE:
        from recouvre.commandes.faits import avertir

        avertir([pourquoi])
    if soir or ical:
        from recouvre.commandes import agenda_vues

        if soir:
            agenda_vues.montrer_soir(cabinet, dues, a_venir, au, en_json=en_json)
        else:
            agenda_vues.ecrire_calendrier(base, dues, a_venir, au, ical, noms=noms)
    elif en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        objet = {"au": au.isoformat(), "demarches": [en_objet(ligne) for ligne in (*dues, *a_venir)]}
        ecrire_json(objet | ({"avertissements": [pourquoi]} if pourquoi else {}))
    else:
        from recouvre.affichage.agenda import montrer

        montrer(dues, a_venir, au, tout=tout, de_qui=qui)
    base.close()
    if code_si and any(code_si == "du" or ligne.priorite <= URGENT for ligne in dues):
        raise typer.Exit(CODE_A_FAIRE)


def _accorder(donnees: dict[str, object]) -> None:
    """Des options qui ne vont pas ensemble sont une faute, pas une préférence à deviner."""
    for vue, sans_effet in _NE_VONT_PAS.items():
        for autre in sans_effet if donnees[vue] else ():
            if donnees[autre] not in (None, "", False):
                raise typer.BadParameter(f"ne va pas avec {vue}.", param_hint=autre)
    if donnees["--noms"] and not donnees["--ical"]:
        raise typer.BadParameter("va avec --ical.", param_hint="--noms")
    if donnees["--code-si"] and donnees["--code-si"] not in SEUILS:
        raise typer.BadParameter(f"« {donnees['--code-si']} » : écrivez {' ou '.join(SEUILS)}.", param_hint="--code-si")


def _lire(
    base: Base, cabinet: Path, au: dt.date, horizon: int, gestionnaire: str, *, miens: bool
) -> tuple[str, list[LigneAgenda], list[LigneAgenda]]:
    """De qui est l'agenda, ce qui est dû, et ce qui vient d'ici ``horizon`` jours."""
    from recouvre.base import agenda as lectures

    jour, limite = au.isoformat(), (au + dt.timedelta(days=horizon)).isoformat()
    if not (gestionnaire or miens):
        a_venir = lectures.agenda_a_venir(base, jour, limite) if horizon else []
        return "", lectures.agenda(base, jour), a_venir
    from recouvre.commandes.agenda_vues import de_qui, lui_revient

    equipe, qui = de_qui(base, cabinet, gestionnaire, miens=miens)
    dues = lectures.agenda(base, jour, gestionnaire=qui)
    a_venir = lectures.agenda_a_venir(base, jour, limite, gestionnaire=qui) if horizon else []
    siennes = [[ligne for ligne in lot if lui_revient(equipe, qui, ligne)] for lot in (dues, a_venir)]
    return qui, siennes[0], siennes[1]


def _sans_contacts(
    cabinet: Path, au: dt.date, dues: list[LigneAgenda], a_venir: list[LigneAgenda]
) -> tuple[str, list[LigneAgenda], list[LigneAgenda]]:
    """Une agence sans assurance ne réclame rien : ni appel ni visite ne se proposent, et l'on dit pourquoi."""
    if not any(ligne.genre in _CONTACTS for ligne in (*dues, *a_venir)):
        return "", dues, a_venir
    from recouvre.affichage.francais import majuscule
    from recouvre.base.cabinet import lire_profil
    from recouvre.conduite.exercice import retenues

    retenue = next(retenues(lire_profil(cabinet), au), None)
    if retenue is None:
        return "", dues, a_venir
    combien = sum(ligne.genre in _CONTACTS for ligne in dues)
    tus = {0: "", 1: " Un contact dû n'est pas montré."}.get(combien, f" {combien} contacts dus ne sont pas montrés.")
    phrase = f"{majuscule(retenue.phrase)} : ni lettre, ni appel, ni visite.{tus} Tapez : {retenue.remede}."
    siens = [[ligne for ligne in lot if ligne.genre not in _CONTACTS] for lot in (dues, a_venir)]
    return phrase, siens[0], siens[1]


def en_objet(ligne: LigneAgenda) -> dict[str, object]:
    """Une démarche, pour un programme."""
    from recouvre.affichage.gestes import geste

    dossier = numero_lisible(ligne.dossier)
    return {
        "dossier": dossier,
        "le": ligne.le,
        "genre": ligne.genre,
        "etape": ligne.cle,
        "libelle": ligne.libelle,
        "priorite": ligne.priorite,
        "fondement": ligne.fondement,
        "debiteur": ligne.debiteur,
        "principal": None if ligne.principal is None else en_decimal(ligne.principal),
        "commande": geste(ligne.commande, ligne.genre, ligne.cle, dossier),
        "gestionnaire": ligne.gestionnaire or None,
        "creancier": ligne.creancier,
        "telephone": ligne.telephone or None,
    }
