"""`recouvre controler` : ce que la loi exige d'un courrier, règle par règle, avant qu'il existe."""

from __future__ import annotations

import typer

from recouvre.commandes.options import Au, Cabinet, EnJson, NumeroDossier
from recouvre.commandes.papiers import Avec, Delai, Document, PaiementVise
from recouvre.commandes.saisies import lire_saisies_libres

app = typer.Typer()


@app.command()
def controler(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    au: Au,
    modele: Document,
    avec: Avec = None,
    paiement: PaiementVise = 0,
    delai: Delai = None,
    en_json: EnJson = False,
) -> None:
    """Contrôle un courrier avant de l'écrire, règle par règle.

    Chaque règle qui s'applique : respectée, ou ce qui manque, son article et la correction. Rien n'est écrit ni noté.
    Le code de sortie est 1 dès qu'une règle manque. Un mot défendu est un signal de prudence, pas un jugement.
    """
    from recouvre.affichage import conformite as vue
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations.controler import controler_courrier
    from recouvre.operations.demandes import Voulu

    voulu = Voulu(nom=modele, au=au, saisies=lire_saisies_libres(avec or []), paiement=paiement, delai=delai)
    with ouvrir_session(cabinet) as session:
        controle = controler_courrier(session, dossier, voulu)
    tete = vue.Tete(controle.dossier.libelle, controle.nom, controle.modele, controle.reference, controle.le)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json(vue.en_json(tete, controle.constats))
    else:
        vue.montrer(tete, controle.constats)
    if controle.manquements:
        raise typer.Exit(1)
