"""`recouvre campagne` : le même contact pour beaucoup de dossiers, que quelqu'un valide avant que rien ne se fasse."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.coordonnees import option_texte
from recouvre.commandes.lecteurs import lire_choix
from recouvre.commandes.options import Au, Cabinet, EnJson, lecteur, option_date, option_montant
from recouvre.domaine.campagnes import CanalDeCampagne, lire_nom
from recouvre.domaine.numeros import lire_numero

if TYPE_CHECKING:
    from recouvre.operations.choix_de_campagne import Criteres
    from recouvre.operations.session import Session

app = typer.Typer(help="Prépare une campagne de SMS, de courriels ou d'appels, qu'une personne valide.")

Nom = Annotated[
    str, typer.Argument(metavar="NOM", help="Le nom de la campagne : rappel-mars.", parser=lecteur(lire_nom))
]
Sortie = Annotated[
    Path | None, typer.Option("--sortie", metavar="FICHIER", help="Écrit aussi la liste dans ce CSV, neuf.")
]
Tout = Annotated[bool, typer.Option("--tout", help="Tous les dossiers, sans abréger.")]
Sauf = Annotated[
    list[int] | None,
    typer.Option("--sauf", metavar="DOSSIER", help="Sans ce dossier ; se répète.", parser=lecteur(lire_numero)),
]


@app.command()
def preparer(
    cabinet: Cabinet,
    nom: Nom,
    dossiers: Annotated[
        list[int] | None,
        typer.Argument(metavar="DOSSIER", help="D-1 D-2… À défaut, ceux des options.", parser=lecteur(lire_numero)),
    ] = None,
    canal: Annotated[
        CanalDeCampagne | None,
        typer.Option(
            "--canal", metavar="CANAL", help="sms, courriel ou appel.", parser=lecteur(lire_choix(CanalDeCampagne))
        ),
    ] = None,
    modele: Annotated[
        str, option_texte("--modele", "Le texte : sms_rappel, ou relance pour un courriel, à défaut.")
    ] = "",
    niveau: Annotated[
        int | None,
        typer.Option("--niveau", metavar="N", min=1, max=3, help="D'une relance : 1 courtoise, 2 ferme, 3 dernière."),
    ] = None,
    le: Annotated[dt.date | None, option_date("--le", aide="Premier jour ; aujourd'hui à défaut.")] = None,
    jusqu_au: Annotated[dt.date | None, option_date("--jusqu-au", aide="Dernier jour ; une semaine à défaut.")] = None,
    creancier: Annotated[str, typer.Option("--creancier", metavar="NOM", help="Ceux d'un créancier.")] = "",
    gestionnaire: Annotated[
        str, typer.Option("--gestionnaire", metavar="NOM", help="Ceux que cette personne suit.")
    ] = "",
    etape: Annotated[
        str, typer.Option("--etape", metavar="CLÉ", help="Ceux dont c'est la dernière étape faite : relance-2.")
    ] = "",
    au_moins: Annotated[int | None, option_montant("--au-moins", aide="Principal restant dû, au moins.")] = None,
    au_plus: Annotated[int | None, option_montant("--au-plus", aide="Principal restant dû, au plus.")] = None,
    retard: Annotated[
        int | None, typer.Option("--retard", metavar="JOURS", min=1, help="Échus depuis ce temps au moins.")
    ] = None,
    fichier: Annotated[
        Path | None, typer.Option("--fichier", metavar="CSV", help="Ceux d'une liste : une colonne « dossier ».")
    ] = None,
    tous: Annotated[bool, typer.Option("--tous", help="Tous les dossiers ouverts.")] = False,
    sauf: Sauf = None,
    tout: Tout = False,
    en_json: EnJson = False,
) -> None:  # fmt: skip
    """Écrit le brouillon d'une campagne : chaque dossier choisi, à contacter ou écarté, et pourquoi.

    Rien ne part, et rien ne partira tant que personne n'a tapé « recouvre campagne valider NOM ». Les options de choix
    s'ajoutent : --creancier Forge --retard 60 prend les dossiers de Forge échus depuis soixante jours. Chaque dossier
    est jugé comme le sera l'envoi : première lettre, litige, arrêt de droit, plafond de contacts, coordonnée, texte.
    """
    from recouvre.affichage.progression import progression
    from recouvre.commandes.horloge import aujourdhui
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations import campagnes
    from recouvre.operations.campagne_voulue import Voulue
    from recouvre.operations.choix_de_campagne import Criteres

    if canal is None:
        raise typer.BadParameter("dites par quoi : sms, courriel ou appel.", param_hint="--canal")
    criteres = Criteres(
        creancier=creancier, gestionnaire=gestionnaire, etape=etape, au_moins=au_moins or 0, au_plus=au_plus or 0,
        retard=retard or 0, liste=fichier, numeros=tuple(dossiers or ()), sauf=tuple(sauf or ()),
    )  # fmt: skip
    _accorder_le_choix(criteres, tous=tous)
    with ouvrir_session(cabinet) as session, progression("Examen") as suivi:
        if gestionnaire:
            criteres = _sous_son_nom(session, criteres)
        voulue = Voulue(
            nom=nom, canal=canal, criteres=criteres, le=le or aujourdhui(), jusqu_au=jusqu_au, modele=modele,
            niveau=niveau or 0,
        )  # fmt: skip
        campagnes.preparer(session, voulue, suivi)
        _montrer(session, nom, en_json=en_json, tout=tout)


def _accorder_le_choix(criteres: Criteres, *, tous: bool) -> None:
    from dataclasses import replace

    from recouvre.operations.choix_de_campagne import Criteres

    choisi = replace(criteres, sauf=()) != Criteres()
    if tous and choisi:
        raise typer.BadParameter("ne se donne pas avec un autre choix.", param_hint="--tous")
    if not (tous or choisi):
        raise typer.BadParameter(
            "Dites quels dossiers : des numéros, --fichier, --creancier, --etape, --retard… ou --tous."
        )


def _sous_son_nom(session: Session, criteres: Criteres) -> Criteres:
    from dataclasses import replace

    from recouvre.commandes.lire_base import nom_tenu

    return replace(criteres, gestionnaire=nom_tenu(session.base, session.chemin, criteres.gestionnaire))


@app.command()
def lister(cabinet: Cabinet, en_json: EnJson = False) -> None:
    """Liste les campagnes du cabinet, la plus récente d'abord."""
    from recouvre.affichage import campagnes as vue
    from recouvre.affichage import campagnes_donnees as donnees
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations import suivi_de_campagne

    with ouvrir_session(cabinet) as session:
        toutes = suivi_de_campagne.lister(session)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json({"campagnes": [donnees.campagne_en_json(campagne) for campagne in toutes]})
    elif toutes:
        vue.montrer_les_campagnes(toutes)
    else:
        print("Aucune campagne. Pour en préparer une : recouvre campagne preparer NOM --canal sms --creancier NOM")


@app.command()
def montrer(cabinet: Cabinet, nom: Nom, sortie: Sortie = None, tout: Tout = False, en_json: EnJson = False) -> None:
    """Montre une campagne : ce qui est à faire, ce qui est fait, ce qui est écarté et pourquoi."""
    from recouvre.commandes.seance import ouvrir_session

    _exiger_neuf(sortie)
    with ouvrir_session(cabinet) as session:
        _montrer(session, nom, en_json=en_json, tout=tout, sortie=sortie)


@app.command()
def valider(cabinet: Cabinet, nom: Nom, sauf: Sauf = None, tout: Tout = False, en_json: EnJson = False) -> None:
    """Valide une campagne : c'est vous qui décidez, en votre nom et de ce jour.

    Chaque dossier est jugé de nouveau. SMS et courriels partent ensuite par « recouvre relances --envoyer », qui les
    juge encore à l'instant de partir ; les appels viennent à l'agenda, et « recouvre campagne appels NOM » en donne la
    liste du jour. Une seule fois par dossier, et jamais après le dernier jour de la campagne.
    """
    from recouvre.affichage.progression import progression
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations import campagnes

    with ouvrir_session(cabinet) as session:
        with progression("Examen") as suivi:
            campagnes.valider(session, nom, frozenset(sauf or ()), suivi)
        _montrer(session, nom, en_json=en_json, tout=tout)


@app.command()
def abandonner(
    cabinet: Cabinet,
    nom: Nom,
    motif: Annotated[str, option_texte("--motif", "Pourquoi ; toujours dit, et gardé.")] = "",
    en_json: EnJson = False,
) -> None:
    """Abandonne une campagne : plus rien n'en partira.

    Ce qui est parti l'est. Un brouillon s'abandonne aussi, et son nom peut resservir.
    """
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.domaine.numeros import numero_lisible
    from recouvre.operations import campagnes

    with ouvrir_session(cabinet) as session:
        abandon = campagnes.abandonner(session, nom, motif)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        retires, faits = (list(map(numero_lisible, numeros)) for numeros in (abandon.retires, abandon.faits))
        ecrire_json({"nom": nom, "etat": str(abandon.campagne.etat), "retires": retires, "faits": faits})
        return
    from recouvre.affichage.francais import pluriel

    if abandon.campagne.validee is None:
        print(f"Brouillon « {nom} » abandonné : rien n'en était parti.")
        return
    print(f"Campagne « {nom} » abandonnée : {pluriel(len(abandon.retires), 'dossier')} à ne plus contacter.")
    if abandon.faits:
        print(f"Déjà {pluriel(len(abandon.faits), 'contacté')} : cela ne se défait pas.")


@app.command()
def appels(cabinet: Cabinet, nom: Nom, au: Au, sortie: Sortie = None, en_json: EnJson = False) -> None:
    """Donne les appels d'une campagne à passer un jour donné.

    Chaque dossier est jugé ce jour-là, le plafond de contacts du débiteur compris. Après chaque appel, joint ou non :

    recouvre noter D-1 appel "compte rendu" --etape campagne:NOM
    """
    from recouvre.affichage import campagnes as vue
    from recouvre.affichage import campagnes_donnees as donnees
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations.appels_de_campagne import appels_du_jour

    _exiger_neuf(sortie)
    with ouvrir_session(cabinet) as session:
        liste = appels_du_jour(session, nom, au)
    if sortie:
        from recouvre.affichage.sortie_csv import ecrire_csv

        ecrire_csv(donnees.COLONNES_D_APPELS, [donnees.appel_en_cases(appel, nom) for appel in liste.permis], sortie)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json
        from recouvre.domaine.numeros import numero_lisible

        permis = [donnees.appel_en_json(appel) for appel in liste.permis]
        retenus = [{"dossier": numero_lisible(numero), "motif": motif} for numero, motif in liste.retenus]
        ecrire_json({"campagne": nom, "au": au, "appels": permis, "retenus": retenus, "faits": liste.faits})
        return
    vue.montrer_les_appels(liste.permis, liste.retenus, au, liste.faits)
    _dire_le_fichier(sortie)


def _montrer(session: Session, nom: str, *, en_json: bool, tout: bool, sortie: Path | None = None) -> None:
    from recouvre.affichage import campagnes as vue
    from recouvre.affichage import campagnes_donnees as donnees
    from recouvre.operations.suivi_de_campagne import suivre

    campagne, avancements = suivre(session, nom)
    if sortie:
        from recouvre.affichage.sortie_csv import ecrire_csv

        ecrire_csv(donnees.COLONNES, map(donnees.avancement_en_cases, avancements), sortie)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json(
            donnees.campagne_en_json(campagne) | {"dossiers": list(map(donnees.avancement_en_json, avancements))}
        )
        return
    vue.montrer_la_campagne(campagne, avancements, tout=tout)
    _dire_le_fichier(sortie)
    if suite := vue.la_suite(campagne):
        print(f"\n{suite}")


def _exiger_neuf(sortie: Path | None) -> None:
    """Une liste d'hier, annotée dans un tableur, ne s'écrase pas."""
    if sortie:
        from recouvre.base.fichiers import exiger_neuf

        exiger_neuf(sortie)


def _dire_le_fichier(sortie: Path | None) -> None:
    if sortie:
        from recouvre.commandes.chemins import d_ici

        print(f"\nListe : {d_ici(sortie.absolute())}")
