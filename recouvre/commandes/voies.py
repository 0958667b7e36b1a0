"""`recouvre voies` : par où saisir un juge, critère par critère."""

from __future__ import annotations

import typer

from recouvre.commandes.options import Au, Cabinet, EnJson, NumeroDossier

app = typer.Typer()


@app.command()
def voies(cabinet: Cabinet, dossier: NumeroDossier, au: Au, en_json: EnJson = False) -> None:
    """Montre les voies judiciaires ouvertes à un dossier, critère par critère.

    Injonction de payer, petites créances, créances incontestées, référé, assignation, injonction européenne : montant,
    nature, qualité des parties, pièces, prescription, acheteur public. L'outil montre, une personne choisit ; rien
    n'est écrit, aucun coût n'est chiffré.
    """
    from recouvre.affichage import voies as vue
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations.orienter import examiner_les_voies

    with ouvrir_session(cabinet) as session:
        examen, ouvertes = examiner_les_voies(session, dossier, au)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json(vue.en_json(examen, ouvertes))
    else:
        vue.montrer(examen, ouvertes)
