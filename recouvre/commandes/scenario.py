"""`recouvre scenario` : voir et choisir les scénarios."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.options import Cabinet, EnJson, Le, NumeroDossier

if TYPE_CHECKING:
    from recouvre.conduite.scenarios import Etape

app = typer.Typer(help="Montre et choisit les scénarios de relance.")

Nom = Annotated[str, typer.Argument(metavar="NOM", help="Nom du scénario.")]


@app.command()
def lister(cabinet: Cabinet, en_json: EnJson = False) -> None:
    """Liste les scénarios, ceux du cabinet compris."""
    from recouvre.operations.scenarios import lire_scenario, noms

    tous = [lire_scenario(nom, cabinet) for nom in noms(cabinet)]
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json({"scenarios": [{"nom": s.nom, "libelle": s.libelle, "etapes": len(s.etapes)} for s in tous]})
        return
    from recouvre.affichage.tableau import Colonne, tableau

    tableau(
        (Colonne("Scénario"), Colonne("Étapes", True), Colonne("")),
        [(s.nom, str(len(s.etapes)), s.libelle) for s in tous],
    )


@app.command()
def montrer(
    cabinet: Cabinet,
    nom: Nom,
    source: Annotated[bool, typer.Option("--source", help="Le fichier lui-même, pour le copier et l'adapter.")] = False,
    en_json: EnJson = False,
) -> None:
    """Montre les étapes d'un scénario.

    Pour en faire un à vous : recouvre scenario montrer agence --source > scenarios/mon-scenario.toml, dans le cabinet.
    """
    from recouvre.operations.scenarios import lire_scenario, texte

    if source:
        print(texte(nom, cabinet), end="")
        return
    choisi = lire_scenario(nom, cabinet)
    if en_json:
        from dataclasses import asdict

        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json({**asdict(choisi), "origine": str(choisi.origine), "etapes": [asdict(e) for e in choisi.etapes]})
        return
    from recouvre.affichage.tableau import Colonne, tableau

    colonnes = (Colonne("Jour"), Colonne("Étape"), Colonne("Canal"), Colonne("Clé"), Colonne("Délai", True))
    depuis = {"mise-en-demeure": "l'envoi de la mise en demeure", "echeance": "l'échéance"}[choisi.origine]
    tableau(
        colonnes,
        [(_jour(e), e.libelle, e.canal, e.cle, f"{e.delai} j" if e.delai is not None else "") for e in choisi.etapes],
        titre=f"{choisi.nom} — {choisi.libelle}",
        notes=[f"Jours comptés depuis {depuis}, reportés au jour ouvré suivant."],
    )


@app.command()
def choisir(cabinet: Cabinet, dossier: NumeroDossier, nom: Nom, le: Le, en_json: EnJson = False) -> None:
    """Fait suivre un scénario à un dossier.

    Les étapes que l'ancien n'a pas faites ne sont pas rattrapées. Pour tous les dossiers d'un créancier : recouvre
    creancier NOM --scenario.
    """
    from recouvre.commandes.faits import annoncer
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations.noter import choisir_scenario

    with ouvrir_session(cabinet) as session:
        consigne = choisir_scenario(session, dossier, nom, le)
    annoncer(consigne, f"suit le scénario « {nom} »", en_json)


def _jour(etape: Etape) -> str:
    return f"J{etape.jour:+d}" + (f" à J{etape.jusqu_a:+d}" if etape.jusqu_a is not None else "")
