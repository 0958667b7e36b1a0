"""`recouvre debiteur` : les coordonnées d'un débiteur."""

from __future__ import annotations

from typing import Annotated

import typer

from recouvre.commandes.coordonnees import (
    Adresse,
    CodePostal,
    Complement,
    Courriel,
    Nom,
    Siren,
    Telephone,
    Ville,
    donnees,
    option_texte,
)
from recouvre.commandes.options import Cabinet, EnJson, NumeroDossier

app = typer.Typer()


@app.command()
def debiteur(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    nom: Nom = None,
    prenom: Annotated[str | None, option_texte("--prenom", "Prénom.")] = None,
    civilite: Annotated[str | None, option_texte("--civilite", "M. ou Mme.")] = None,
    siren: Siren = None,
    adresse: Adresse = None,
    complement: Complement = None,
    code_postal: CodePostal = None,
    ville: Ville = None,
    pays: Annotated[str | None, option_texte("--pays", "Pays, s'il n'est pas la France.")] = None,
    courriel: Courriel = None,
    telephone: Telephone = None,
    en_json: EnJson = False,
) -> None:
    """Montre ou rectifie les coordonnées d'un débiteur.

    Un même débiteur peut avoir plusieurs dossiers : la rectification vaut pour tous.
    """
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations.lire import lire_dossier
    from recouvre.operations.reglages import modifier_debiteur

    changements = donnees(
        nom=nom, prenom=prenom, civilite=civilite, siren=siren, adresse=adresse, complement=complement,
        code_postal=code_postal, ville=ville, pays=pays, courriel=courriel, telephone=telephone,
    )  # fmt: skip
    with ouvrir_session(cabinet) as session:
        if changements:
            partie = modifier_debiteur(session, dossier, changements)
        else:
            partie = session.partie(lire_dossier(session, dossier)[0].ouverture.debiteur)
    if en_json:
        from dataclasses import asdict

        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json(asdict(partie))
        return
    from recouvre.affichage.tableau import fiche

    fiche(
        [
            ("Adresse", ", ".join(partie.lignes_adresse)),
            ("SIREN", partie.siren),
            ("Téléphone", partie.telephone),
            ("Courriel", partie.courriel),
        ],
        titre=partie.denomination,
    )
