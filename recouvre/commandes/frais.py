"""`recouvre frais` : les frais que le débiteur doit, avec leur preuve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.coordonnees import option_texte
from recouvre.commandes.lecteurs import lire_choix
from recouvre.commandes.options import Cabinet, EnJson, Le, Montant, NumeroDossier, lecteur
from recouvre.domaine.faits_de_droit import NatureAccessoire

if TYPE_CHECKING:
    from recouvre.operations.frais import Frais

app = typer.Typer()


@app.command()
def frais(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    montant: Montant,
    le: Le,
    nature: Annotated[
        NatureAccessoire,
        typer.Option(
            "--nature", metavar="NATURE", help="complement, depens ou execution.",
            parser=lecteur(lire_choix(NatureAccessoire)),
        ),
    ],
    justificatif: Annotated[str, option_texte("--justificatif", "La pièce qui les prouve : facture n° 12 de Me …")],
    facture: Annotated[str, option_texte("--facture", "Facture dont ce sont les frais.")] = "",
    libelle: Annotated[str, option_texte("--libelle", "Ce que c'est, pour le décompte.")] = "",
    en_json: EnJson = False,
) -> None:  # fmt: skip
    """Ajoute des frais justifiés, que la loi met à la charge du débiteur.

    « complement » : tout ce qu'a coûté le recouvrement d'une facture entre professionnels, dont seul ce qui dépasse
    40 € est dû. « depens » et « execution » supposent un titre exécutoire (CPCE L111-8).
    """
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.domaine.faits_de_droit import AccessoireAjoute
    from recouvre.operations.frais import ajouter_frais

    fait = AccessoireAjoute(
        date=le, nature=nature, montant=montant, justificatif=justificatif.strip(), facture=facture, libelle=libelle
    )
    with ouvrir_session(cabinet) as session:
        resultat = ajouter_frais(session, dossier, fait)
    _dire(resultat, en_json)


def _dire(resultat: Frais, en_json: bool) -> None:
    from recouvre.affichage.francais import montant
    from recouvre.affichage.tableau import plier
    from recouvre.commandes.faits import annoncer
    from recouvre.domaine.montants import en_decimal

    fait, reclame = resultat.fait, resultat.reclame
    phrase = f"{montant(fait.montant)} de frais enregistrés"
    plus = {
        "nature": str(fait.nature),
        "facture": fait.facture or None,
        "montant": en_decimal(fait.montant),
        "reclame": None if reclame is None else en_decimal(reclame),
        "raison": resultat.raison or None,
    }
    annoncer(resultat.consigne, phrase, en_json, **plus)
    if not en_json:
        dit = "Ce qui sera réclamé attend un taux." if reclame is None else f"Réclamé au débiteur : {montant(reclame)}."
        print(plier(f"{dit} {resultat.raison}".rstrip()))
