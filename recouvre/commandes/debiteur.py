"""`recouvre debiteur` : les coordonnées d'un débiteur."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

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
from recouvre.commandes.lecteurs import AUCUN, ou_aucun
from recouvre.commandes.options import Cabinet, EnJson, NumeroDossier, lecteur
from recouvre.domaine.montants import lire_montant

if TYPE_CHECKING:
    from recouvre.operations.reglages import Rectification
    from recouvre.operations.session import Session

app = typer.Typer()

_BONNES = {
    "adresse": "l'adresse est de nouveau bonne",
    "courriel": "l'adresse de courriel est de nouveau bonne",
    "telephone": "le téléphone est de nouveau bon",
}


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
    limite: Annotated[
        Any,
        typer.Option(
            "--limite", metavar="MONTANT", help="Encours que le créancier lui autorise ; « aucune ».",
            parser=lecteur(ou_aucun(lire_montant)),
        ),
    ] = None,
    en_json: EnJson = False,
) -> None:  # fmt: skip
    """Montre ou rectifie les coordonnées d'un débiteur.

    Un même débiteur peut avoir plusieurs dossiers : la rectification vaut pour tous. Une adresse, un courriel ou un
    téléphone condamné par un retour redevient bon quand on en donne un autre, ou qu'on retape le même.

    La limite d'encours est celle que fixe le créancier de ce dossier ; l'outil prévient quand ce qui est dû la dépasse,
    n'en retient rien et n'évalue la solvabilité de personne. Tout un fichier : recouvre limites.
    """
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations.encours_autorise import encours_de
    from recouvre.operations.limites import fixer
    from recouvre.operations.lire import lire_dossier
    from recouvre.operations.reglages import Rectification, modifier_debiteur

    changements = donnees(
        nom=nom, prenom=prenom, civilite=civilite, siren=siren, adresse=adresse, complement=complement,
        code_postal=code_postal, ville=ville, pays=pays, courriel=courriel, telephone=telephone,
    )  # fmt: skip
    from recouvre.affichage import limites

    with ouvrir_session(cabinet) as session:
        if changements:
            fait = modifier_debiteur(session, dossier, changements)
        else:
            tenu, _ = lire_dossier(session, dossier)
            fait = Rectification(partie=session.partie(tenu.ouverture.debiteur))
        reprises = _reprises(session, fait)
        partie = fait.partie
        if limite is None:
            encours = encours_de(session, lire_dossier(session, dossier)[0], partie)
        else:
            encours = fixer(session, dossier, None if limite == AUCUN else limite)
    if en_json:
        from dataclasses import asdict

        from recouvre.affichage.sortie_json import ecrire_json

        remises = [{"dossier": d.libelle, "coordonnee": c} for d, c in fait.remises]
        ecrire_json({**asdict(partie), "remises_en_service": remises, "encours": limites.en_json(encours)})
        return
    from recouvre.affichage.tableau import fiche

    fiche(
        [
            ("Adresse", ", ".join(partie.lignes_adresse)),
            ("SIREN", partie.siren),
            ("Téléphone", partie.telephone),
            ("Courriel", partie.courriel),
            *limites.paires(encours),
        ],
        titre=partie.denomination,
    )
    for phrase in reprises:
        print(phrase)


def _reprises(session: Session, fait: Rectification) -> list[str]:
    """Les coordonnées de nouveau bonnes, et les lettres revenues qui vont repartir."""
    from recouvre.affichage.francais import date
    from recouvre.base.projections import lire_projection
    from recouvre.conduite.tours import reprise_le

    phrases = []
    for dossier, coordonnee in fait.remises:
        phrases.append(f"{dossier.libelle} : {_BONNES[coordonnee]}.")
        projection = lire_projection(session.base, dossier.numero) if coordonnee == "adresse" else None
        for demarche in projection.demarches if projection else ():
            revenu = dossier.depart(demarche.cle)
            if revenu and (le := reprise_le(dossier, demarche.cle)):
                phrases.append(f"  {demarche.libelle} : {revenu.reference} est revenu, à refaire dès le {date(le)}.")
    return phrases
