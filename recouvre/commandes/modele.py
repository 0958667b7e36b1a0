"""`recouvre modele` : les modèles de courrier, ceux de l'outil et ceux du cabinet."""

from __future__ import annotations

from typing import Annotated

import typer

from recouvre.commandes.coordonnees import option_texte
from recouvre.commandes.options import Au, Cabinet, EnJson
from recouvre.commandes.papiers import (
    Imprimante,
    Imprimer,
    Ouvrir,
    Sortie,
    montrer_papier,
    refuser_le_papier,
    verifier_imprimante,
)
from recouvre.domaine.parties import Qualite

app = typer.Typer(help="Montre, copie, contrôle et essaie les modèles de courrier.")

Nom = Annotated[str, typer.Argument(metavar="NOM", help="Nom du modèle : relance, mise_en_demeure_agence…")]


@app.command()
def lister(cabinet: Cabinet, en_json: EnJson = False) -> None:
    """Liste les modèles connus : à qui ils vont, à quoi ils servent, d'où ils viennent.

    Un modèle du cabinet prime sur le modèle livré du même nom ; s'il est fautif, c'est dit.
    """
    from recouvre.commandes import modele_dit
    from recouvre.operations.modeles import lister_modeles

    connus = lister_modeles(cabinet)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json({"modeles": [modele_dit.connu_en_objet(connu) for connu in connus]})
        return
    modele_dit.montrer_les_modeles(connus)


@app.command()
def copier(
    cabinet: Cabinet,
    modele: Nom,
    nom: Annotated[str, option_texte("--nom", "Nom de la copie ; à défaut, elle prend la place du livré.")] = "",
    remplacer: Annotated[bool, typer.Option("--remplacer", help="Écrase la copie qui existe déjà.")] = False,
    en_json: EnJson = False,
) -> None:
    """Copie un modèle livré dans le cabinet, pour le changer.

    Le fichier s'ouvre avec n'importe quel éditeur de texte, le Bloc-notes compris. Il garde la trace du modèle livré :
    si une version suivante le corrige, « recouvre modele controler » vous le dira.
    """
    from recouvre.commandes import modele_dit
    from recouvre.operations.modeles import copier_modele

    copie = copier_modele(cabinet, modele, nom, remplacer=remplacer)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json(
            {"modele": copie.modele, "nom": copie.nom, "fichier": copie.fichier, "remplace_le_livre": copie.remplace}
        )
        return
    modele_dit.dire_la_copie(copie)


@app.command()
def controler(
    cabinet: Cabinet,
    au: Au,
    modeles: Annotated[
        list[str] | None, typer.Argument(metavar="NOM", help="Modèles du cabinet ; tous à défaut.")
    ] = None,
    en_json: EnJson = False,
) -> None:
    """Contrôle les modèles du cabinet : toutes leurs fautes, à la ligne et au mot près.

    Chacun est lu, puis essayé sur un dossier inventé, pour un professionnel, un consommateur et un acheteur public :
    une mention obligatoire oubliée se voit donc aussi. Code 1 s'il y a une faute.
    """
    from recouvre.commandes import modele_dit
    from recouvre.operations.controle_de_modeles import controler_modeles

    controles = controler_modeles(cabinet, modeles or [], au)
    sain = not any(controle.fautes for controle in controles)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        objets = [modele_dit.controle_en_objet(controle) for controle in controles]
        ecrire_json({"sain": sain, "modeles": objets})
    else:
        modele_dit.montrer_les_controles(controles)
    if not sain:
        raise typer.Exit(1)


@app.command()
def apercu(
    cabinet: Cabinet,
    au: Au,
    modele: Nom,
    sortie: Sortie = None,
    ouvrir: Ouvrir = False,
    qualite: Annotated[
        Qualite | None, typer.Option("--qualite", help="À qui l'on écrit ; à défaut, à qui le modèle s'adresse.")
    ] = None,
    factures: Annotated[
        int, typer.Option("--factures", metavar="NOMBRE", min=1, max=200, help="Combien de factures.")
    ] = 3,
    niveau: Annotated[
        int | None,
        typer.Option("--niveau", metavar="NIVEAU", min=0, max=3, help="Pour une relance : 0 prévenance, 3 dernière."),
    ] = None,
    en_json: EnJson = False,
) -> None:
    """Compose un modèle en PDF sur un dossier inventé, marqué « APERÇU » ; un message se montre à l'écran.

    Aucun dossier n'est lu ni noté. Votre profil signe s'il est rempli et si le modèle vaut pour votre mode ; sinon, un
    expéditeur inventé. Sans --niveau, une relance prend celui de votre scénario.
    """
    from recouvre.commandes import modele_dit
    from recouvre.operations.apercu_de_modele import Souhait, apercevoir_modele

    souhait = Souhait(le=au, qualite=qualite, factures=factures, niveau=niveau)
    fait = apercevoir_modele(cabinet, modele, souhait, sortie)
    if fait.fichier is None:
        refuser_le_papier(ouvrir=ouvrir)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json(modele_dit.apercu_en_objet(fait, modele))
    else:
        modele_dit.dire_l_apercu(fait)
    if fait.fichier is not None:
        montrer_papier(fait.fichier, ouvrir=ouvrir)


@app.command()
def calibrer(
    sortie: Sortie = None,
    ouvrir: Ouvrir = False,
    imprimer: Imprimer = False,
    imprimante: Imprimante = "",
    en_json: EnJson = False,
) -> None:
    """Fait la grille de calibrage : une page à imprimer pour vérifier la fenêtre de vos enveloppes.

    Imprimez-la à 100 %, sans ajuster à la page, pliez-la en trois, glissez-la dans l'enveloppe.
    """
    from recouvre.operations.calibrage import ecrire_grille

    verifier_imprimante(imprimer, imprimante)
    fichier = ecrire_grille(sortie)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json({"fichier": fichier})
    else:
        print(f"Grille écrite : {fichier}. Imprimez-la à 100 %, sans ajuster à la page.")
    montrer_papier(fichier, ouvrir=ouvrir, imprimer=imprimer, imprimante=imprimante, dire=not en_json)
