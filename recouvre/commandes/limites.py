"""`recouvre limites` : ce qu'un créancier autorise à chaque client, importé et comparé à ce qui est dû."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.options import Cabinet, EnCsv, EnJson, un_seul_format

if TYPE_CHECKING:
    from recouvre.operations.limites import Import

app = typer.Typer()


@app.command()
def limites(
    cabinet: Cabinet,
    fichier: Annotated[
        Path | None, typer.Argument(metavar="FICHIER", help="CSV : référence, nom ou SIREN, et limite.")
    ] = None,
    creancier: Annotated[str, typer.Option("--creancier", metavar="NOM", help="Le créancier qui les fixe.")] = "",
    vider: Annotated[bool, typer.Option("--vider", help="Efface toutes les limites de ce créancier.")] = False,
    en_json: EnJson = False,
    en_csv: EnCsv = False,
) -> None:
    """Montre ou importe les limites d'encours des clients, et dit lesquels les dépassent.

    Sans fichier : les clients à limite qui ont un dossier ouvert, le plus grand dépassement d'abord. Une limite vient
    du créancier, de son assureur-crédit ou de vous : l'outil n'évalue la solvabilité de personne. Il compare le
    principal encore dû, prévient à l'ouverture d'un dossier et sur sa fiche, et ne retient rien.

    Un client se retrouve par sa référence, sinon son SIREN, sinon son nom. Absent du fichier, il garde sa limite ;
    « aucune » l'ôte. Un seul client : recouvre debiteur D-1 --limite 5000.
    """
    if fichier and (vider or en_csv):
        raise typer.BadParameter("importez, puis relancez sans fichier.", param_hint="--vider" if vider else "--csv")
    un_seul_format(en_json, en_csv)
    from recouvre.affichage import limites as vue
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations import limites as gestes

    with ouvrir_session(cabinet) as session:
        if fichier:
            _dire(gestes.importer(session, fichier, creancier), en_json)
            return
        if vider:
            _dire_vide(gestes.vider(session, creancier), en_json)
            return
        lignes = gestes.lister(session, creancier)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json(vue.lignes_json(lignes))
    elif en_csv:
        from recouvre.affichage.sortie_csv import ecrire_csv

        ecrire_csv(vue.COLONNES_CSV, vue.lignes_csv(lignes))
    else:
        vue.montrer(lignes)


def _dire(fait: Import, en_json: bool) -> None:
    from recouvre.affichage import anomalies
    from recouvre.affichage.francais import pluriel

    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        dites = [anomalies.en_json(anomalie) for anomalie in fait.anomalies]
        ecrire_json({"lues": fait.lues, "otees": fait.otees, "suivies": fait.suivies, "anomalies": dites})
        return
    otees = f", {pluriel(fait.otees, 'ôtée', 'ôtées')}" if fait.otees else ""
    print(f"{pluriel(fait.lues, 'limite importée', 'limites importées')}{otees}.")
    print(f"{pluriel(fait.suivies, 'client à limite a', 'clients à limite ont')} un dossier ouvert : recouvre limites")
    for phrase in anomalies.phrases(fait.anomalies):
        print(phrase)


def _dire_vide(combien: int, en_json: bool) -> None:
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json({"effacees": combien})
    else:
        print("Les limites de ce créancier sont effacées." if combien else "Ce créancier n'avait aucune limite.")
