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

    with ouvrir_session(cabinet) as session:
        resultat = defaire(session, dossier, rang, motif)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json(
            {
                "dossier": resultat.dossier.libelle,
                "rang": resultat.rang,
                "annule": rang,
                "quittances": [quittance.reference for quittance in resultat.quittances],
            }
        )
        return
    from recouvre.affichage.evenements import raconter
    from recouvre.domaine.dates import en_chiffres

    print(f"{resultat.dossier.libelle} : annulé, fait n° {rang} — {raconter(resultat.defait.evenement)}.")
    print(f"Le dossier est comme si ce fait n'avait pas eu lieu ; l'annulation est le fait n° {resultat.rang}.")
    for quittance in resultat.quittances:
        print(f"{quittance.reference} ({quittance.modele}) disait ce paiement reçu. Si le débiteur l'a, tapez :")
        print(
            f"recouvre courrier {resultat.dossier.libelle} annulation_quittance --etablir"
            f' --avec "quittance={quittance.reference}" --avec "quittance_le={en_chiffres(quittance.date)}"'
            ' --avec "motif=…"'
        )
