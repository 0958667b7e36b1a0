"""`recouvre chercher` : retrouver un dossier."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from recouvre.commandes.dossiers import montrer
from recouvre.commandes.options import Cabinet, EnJson

app = typer.Typer()


@app.command()
def chercher(
    cabinet: Cabinet,
    mots: Annotated[list[str], typer.Argument(metavar="MOTS", help="Nom, référence, facture, téléphone, ville.")],
    en_json: EnJson = False,
) -> None:
    """Cherche un dossier par nom, référence, facture ou téléphone.

    Des débuts de mots suffisent ; accents, casse et espaces d'un téléphone sont indifférents.
    """
    from recouvre.base import lectures
    from recouvre.commandes.lire_base import ouvrir_base

    base = ouvrir_base(cabinet)
    lignes = lectures.chercher(base, _requete(" ".join(mots)))
    base.close()
    montrer(lignes, en_json=en_json)


_PAIRES = re.compile(r"(?<!\d)\d{2}(?:[ .-]\d{2})+(?!\d)")


def _requete(texte: str) -> str:
    """Un téléphone, même incomplet, se cherche sans ses espaces ni ses points.

    >>> _requete("garcon 02 40 00"), _requete("02.40.00.09.01")
    ('garcon 024000', '0240000901')
    """
    return _PAIRES.sub(lambda paires: re.sub(r"\D", "", paires[0]), texte)
