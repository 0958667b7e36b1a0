"""`recouvre annuler` : défaire un fait."""

from __future__ import annotations

from typing import Annotated

import typer

from recouvre.commandes.coordonnees import option_texte
from recouvre.commandes.options import Cabinet, EnJson, NumeroDossier

app = typer.Typer()


@app.command()
def annuler(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    rang: Annotated[int, typer.Argument(metavar="RANG", help="Rang du fait, que montre « recouvre dossier ».")],
    motif: Annotated[str, option_texte("--motif", "Pourquoi.")],
    en_json: EnJson = False,
) -> None:
    """Défait un fait saisi par erreur ; rien n'est effacé.

    Un fait contraire s'ajoute au journal, et le dossier redevient exactement ce qu'il serait sans le fait annulé.
    """
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations.annuler import annuler as defaire
    from recouvre.operations.annuler import commande_d_annulation

    with ouvrir_session(cabinet) as session:
        resultat = defaire(session, dossier, rang, motif)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        a_annuler = [quittance.reference for quittance in resultat.quittances]
        ecrire_json(
            {"dossier": resultat.dossier.libelle, "rang": resultat.rang, "annule": rang, "quittances": a_annuler}
        )
        return
    from recouvre.affichage.evenements import raconter

    print(f"{resultat.dossier.libelle} : annulé, fait n° {rang} — {raconter(resultat.defait.evenement)}.")
    print(f"Le dossier est comme si ce fait n'avait pas eu lieu ; l'annulation est le fait n° {resultat.rang}.")
    for quittance in resultat.quittances:
        print(f"Le document {quittance.reference} ne vaut plus : {commande_d_annulation(resultat.dossier, quittance)}")
