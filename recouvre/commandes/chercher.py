"""`recouvre chercher` : retrouver un dossier."""

from __future__ import annotations

from typing import Annotated

import typer

from recouvre.commandes.dossiers import montrer
from recouvre.commandes.options import Cabinet, EnJson

app = typer.Typer()


@app.command()
def chercher(
    cabinet: Cabinet,
    mots: Annotated[list[str], typer.Argument(metavar="MOTS…", help="Nom, référence, facture, téléphone, ville.")],
    en_json: EnJson = False,
) -> None:
    """Cherche un dossier par nom, référence, facture ou téléphone.

    Des débuts de mots suffisent ; accents, casse et espaces d'un téléphone sont indifférents.
    """
    from recouvre.base import lectures
    from recouvre.base.connexion import ouvrir

    base = ouvrir(cabinet)
    lignes = lectures.chercher(base, _requete(" ".join(mots)))
    base.close()
    montrer(lignes, en_json=en_json)


def _requete(texte: str) -> str:
    """Un numéro de téléphone se cherche sans espaces ni points : « 04 74 00 00 01 » → « 0474000001 »."""
    chiffres = "".join(lettre for lettre in texte if lettre.isdigit())
    sans_chiffres = texte.translate(str.maketrans("", "", "0123456789 .-/+()"))
    return chiffres if len(chiffres) >= 6 and not sans_chiffres else texte
