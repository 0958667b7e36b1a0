"""`recouvre dossier-procedure` : tout ce qu'il faut à qui saisit le juge, en un zip."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.options import Au, Cabinet, EnJson, NumeroDossier, lecteur
from recouvre.commandes.papiers import Avec, Sortie
from recouvre.domaine.refus import SaisieIllisible

if TYPE_CHECKING:
    from recouvre.domaine.dossier import Dossier
    from recouvre.domaine.faits_d_instance import Instance
    from recouvre.operations.dossier_procedure import Reuni, Souhait
    from recouvre.operations.session import Session

app = typer.Typer()

VOIES = ("injonction", "petites-creances", "assignation", "refere")


def _lire_voie(texte: str) -> str:
    net = texte.strip().lower().replace("é", "e").replace("_", "-")
    if net and net not in VOIES:
        raise SaisieIllisible(f"« {texte} » n'est pas au choix : {', '.join(VOIES)}.")
    return net


@app.command("dossier-procedure")
def dossier_procedure(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    au: Au,
    sortie: Sortie = None,
    voie: Annotated[
        str,
        typer.Option(
            "--voie", metavar="VOIE", parser=lecteur(_lire_voie),
            help=f"{', '.join(VOIES)} ; celle en cours, sinon l'injonction, à défaut.",
        ),
    ] = "",
    avec: Avec = None,
    en_json: EnJson = False,
) -> None:  # fmt: skip
    """Réunit dans un zip le décompte, les pièces numérotées et la chronologie d'un dossier.

    Pour l'injonction, le projet de requête s'y joint avec ce qu'il demande : --avec juge=… --avec fondement=… Ce qui
    manque est dit ; une pièce dont le fichier a changé arrête tout. Refait le même jour, le zip a les mêmes octets ; un
    manifeste donne l'empreinte de chaque fichier. Rien n'est noté au dossier.
    """
    from recouvre.commandes.saisies import lire_saisies_libres
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations.dossier_procedure import reunir

    with ouvrir_session(cabinet) as session:
        souhait = _souhait(session, dossier, au, voie, lire_saisies_libres(avec or []))
        resultat = reunir(session, dossier, souhait, sortie)
    _dire(resultat, en_json)


def _souhait(session: Session, numero: int, au: dt.date, voie: str, saisies: dict[str, str]) -> Souhait:
    """Le décompte et la chronologie pour un tableur se font ici : l'affichage seul sait les écrire."""
    from recouvre.affichage import decompte_donnees as donnees
    from recouvre.affichage.chronologie import chronologie
    from recouvre.affichage.sortie_csv import csv_en_octets
    from recouvre.operations.decompter import decompter_dossier
    from recouvre.operations.dossier_procedure import Souhait
    from recouvre.operations.lire import lire_dossier

    dossier, ecrits = lire_dossier(session, numero)
    faits = chronologie(ecrits, au)
    calcul = decompter_dossier(session, dossier, au)
    tableaux = {
        "decompte": csv_en_octets(donnees.COLONNES_CSV, donnees.lignes_csv(calcul, dossier)),
        "chronologie": csv_en_octets(("date", "fait"), faits),
    }
    return Souhait(au=au, voie=_voie(dossier, voie), faits=faits, tableaux=tableaux, saisies=saisies)


def _voie(dossier: Dossier, dite: str) -> Instance:
    from recouvre.conduite.procedures import avancements
    from recouvre.domaine.faits_d_instance import Instance

    if dite:
        return Instance(dite)
    en_cours = [voie.instance for voie in avancements(dossier) if voie.en_cours]
    return en_cours[-1] if en_cours else Instance.INJONCTION


def _dire(resultat: Reuni, en_json: bool) -> None:
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json(
            {
                "dossier": resultat.dossier.libelle,
                "fichier": str(resultat.chemin),
                "octets": resultat.octets,
                "fichiers": list(resultat.fichiers),
                "manquantes": list(resultat.absentes),
            }
        )
        return
    from recouvre.affichage.tableau import Colonne, plier, tableau

    colonnes = (Colonne("Fichier"), Colonne("Ce que c'est"))
    lignes = [(str(fichier["nom"]), str(fichier["libelle"])) for fichier in resultat.fichiers]
    tableau(colonnes, lignes, titre=f"Dossier de procédure {resultat.dossier.libelle} : {resultat.chemin}")
    for phrase in resultat.absentes:
        print(plier(f"Manque : {phrase}", "  "))
