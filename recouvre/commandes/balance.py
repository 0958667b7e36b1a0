"""`recouvre balance` : ce que vaudraient les pénalités d'une balance de factures, sans rien ouvrir ni écrire."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.options import Au, CabinetEventuel, EnCsv, EnJson, un_seul_format

if TYPE_CHECKING:
    from recouvre.droit.balance import Balance

app = typer.Typer()


@app.command()
def balance(
    au: Au,
    fichiers: Annotated[
        list[Path],
        typer.Argument(metavar="FICHIER", help="Balance CSV, facture Factur-X (PDF), CII ou UBL (XML)."),
    ],
    delai: Annotated[
        int | None, typer.Option("--delai", metavar="JOURS", min=0, help="Échéance absente : date de facture + JOURS.")
    ] = None,
    par_debiteur: Annotated[bool, typer.Option("--par-debiteur", help="Une ligne par débiteur.")] = False,
    cabinet: CabinetEventuel = None,
    en_json: EnJson = False,
    en_csv: EnCsv = False,
    sortie: Annotated[Path | None, typer.Option("--sortie", metavar="FICHIER", help="Écrit le CSV ici.")] = None,
) -> None:
    """Chiffre les pénalités de retard d'une balance de factures, sans rien ouvrir.

    Chaque facture est comptée entre professionnels, sans taux au contrat, sans autre paiement que ses acomptes ; un
    avoir réduit la facture qu'il vise, à sa date. Un consommateur et un acheteur public sont listés à part.
    """
    from recouvre.commandes.lectures import lire_fichiers
    from recouvre.operations.balance import chiffrer
    from recouvre.operations.bareme import lire_bareme

    un_seul_format(en_json, en_csv, sortie)
    chiffree = chiffrer(lire_fichiers(fichiers, delai), au=au, bareme=lire_bareme(cabinet), delai=delai)
    if en_json:
        from recouvre.affichage import balance as vue
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json(vue.en_json(chiffree, par_debiteur=par_debiteur))
    elif en_csv or sortie:
        _csv(chiffree, sortie, par_debiteur=par_debiteur)
    else:
        from recouvre.affichage import balance as vue

        vue.montrer(chiffree, par_debiteur=par_debiteur)
    if not chiffree.chiffrees:
        raise typer.Exit(1)


def _csv(chiffree: Balance, sortie: Path | None, *, par_debiteur: bool) -> None:
    """Le CSV, et sur la sortie d'erreur ce qui n'y entre pas : les lignes refusées."""
    from recouvre.affichage import balance as vue
    from recouvre.affichage.sortie_csv import ecrire_csv

    if par_debiteur:
        ecrire_csv(vue.COLONNES_DEBITEURS_CSV, vue.debiteurs_csv(chiffree), sortie)
    else:
        ecrire_csv(vue.COLONNES_CSV, vue.lignes_csv(chiffree), sortie)
    if chiffree.anomalies or not chiffree.chiffrees:
        print("\n".join(vue.bilan(chiffree)), file=sys.stderr)
