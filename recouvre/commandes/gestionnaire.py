"""`recouvre gestionnaire` : qui travaille au cabinet, et en binôme avec qui."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.coordonnees import option_texte
from recouvre.commandes.options import Cabinet, EnJson

if TYPE_CHECKING:
    from recouvre.domaine.gestionnaires import Equipe

app = typer.Typer(help="Règle les gestionnaires : lignes directes, binômes, noms de saisie.")

Nom = Annotated[str, typer.Argument(metavar="NOM", help="Son nom, tel qu'on le dira : « Hélène Núñez ».")]


@app.command()
def lister(cabinet: Cabinet, en_json: EnJson = False) -> None:
    """Liste les gestionnaires, et combien de dossiers chacun suit."""
    from recouvre.base import agenda
    from recouvre.commandes.lire_base import ouvrir_base
    from recouvre.operations import gestionnaires

    equipe = gestionnaires.lire(cabinet)
    base = ouvrir_base(cabinet)
    suivis = agenda.dossiers_par_gestionnaire(base)
    base.close()
    _montrer(equipe, suivis, en_json)


@app.command()
def ajouter(
    cabinet: Cabinet,
    nom: Nom,
    telephone: Annotated[str | None, option_texte("--telephone", "Sa ligne directe, jamais surtaxée.")] = None,
    courriel: Annotated[str | None, option_texte("--courriel", "Son adresse.")] = None,
    binome: Annotated[
        str | None, typer.Option("--binome", metavar="NOM", help="Qui rappelle quand il n'a pas joint.")
    ] = None,
    auteur: Annotated[
        str | None, option_texte("--auteur", "Le nom sous lequel il saisit (son nom d'utilisateur).")
    ] = None,
    service: Annotated[str | None, option_texte("--service", "Son service : amiable, judiciaire, exécution…")] = None,
    en_json: EnJson = False,
) -> None:
    """Ajoute un gestionnaire, ou change ses réglages.

    Le binôme vaut dans les deux sens, si l'autre n'en avait pas. Une valeur vide ("") oublie un réglage.
    """
    from recouvre.operations import gestionnaires

    donnes = {"telephone": telephone, "courriel": courriel, "binome": binome, "auteur": auteur, "service": service}
    changements = {champ: valeur for champ, valeur in donnes.items() if valeur is not None}
    _montrer(gestionnaires.ajouter(cabinet, nom, changements), None, en_json)


@app.command()
def retirer(cabinet: Cabinet, nom: Nom, en_json: EnJson = False) -> None:
    """Retire un gestionnaire qui ne suit plus aucun dossier.

    Ce qu'il a fait reste à son nom dans le journal.
    """
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations import gestionnaires

    with ouvrir_session(cabinet) as session:
        gestionnaires.retirer(session, nom)
        equipe = gestionnaires.lire(cabinet)
    _montrer(equipe, None, en_json)


def _montrer(equipe: Equipe, suivis: dict[str, int] | None, en_json: bool) -> None:
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        compte = {} if suivis is None else suivis
        objets = [
            {nom: valeur or None for nom, valeur in asdict(m).items()}
            | ({"dossiers": compte.get(m.nom, 0)} if suivis is not None else {})
            for m in equipe.membres
        ]
        ecrire_json({"gestionnaires": objets})
        return
    if not equipe.membres:
        print("Aucun gestionnaire. Pour commencer : recouvre gestionnaire ajouter NOM --auteur LOGIN")
        return
    from recouvre.affichage.francais import telephone
    from recouvre.affichage.tableau import Colonne, tableau

    colonnes = [
        Colonne("Gestionnaire"), Colonne("Service"), Colonne("Ligne directe"), Colonne("Courriel"), Colonne("Binôme"),
        Colonne("Saisit sous"),
    ]  # fmt: skip
    lignes = [[m.nom, m.service, telephone(m.telephone), m.courriel, m.binome, m.auteur] for m in equipe.membres]
    if suivis is not None:
        colonnes.append(Colonne("Dossiers", True))
        for ligne in lignes:
            ligne.append(str(suivis.get(ligne[0], 0)))
    sans = suivis.get("", 0) if suivis else 0
    notes = [f"Ouverts et suivis par personne : {sans}. Confiez-les : recouvre affecter NOM D-1 D-2"] if sans else []
    tableau(colonnes, lignes, titre=f"Gestionnaires ({len(equipe.membres)})", notes=notes)
