"""`recouvre injonction` : l'injonction de payer, acte après acte."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.actes import (
    APersonne,
    Capitalisation,
    DateDeLActe,
    Interets,
    MontantDit,
    Motif,
    PourLe,
    Reference,
    lire_acte,
    suivre,
)
from recouvre.commandes.options import Cabinet, EnJson, NumeroDossier, lecteur, option_date
from recouvre.domaine.refus import SaisieIllisible

if TYPE_CHECKING:
    from recouvre.domaine.dossier import Dossier
    from recouvre.domaine.faits_d_instance import Instance

app = typer.Typer()

ACTES = (
    "deposer", "consigner", "rejet", "ordonnance", "signifier", "opposition", "constituer", "consigner-opposition",
    "audience", "jugement", "desister",
)  # fmt: skip
"""Ceux de ``conduite.verbes``, écrits ici pour que l'aide n'importe rien."""

JURIDICTIONS = {
    "tribunal-de-commerce": "tribunal-de-commerce", "commerce": "tribunal-de-commerce", "tc": "tribunal-de-commerce",
    "tae": "tribunal-de-commerce", "tribunal-judiciaire": "tribunal-judiciaire", "tj": "tribunal-judiciaire",
    "proximite": "proximite-protection", "proximite-protection": "proximite-protection",
    "protection": "proximite-protection",
}  # fmt: skip
"""Ce que l'on peut taper, et la juridiction que cela désigne."""


def lire_juridiction(texte: str) -> str:
    """La juridiction tapée. Lève ``SaisieIllisible``."""
    net = texte.strip().lower().replace("é", "e").replace(" ", "-")
    if net and net not in JURIDICTIONS:
        connues = ", ".join(dict.fromkeys(JURIDICTIONS.values()))
        raise SaisieIllisible(f"« {texte} » n'est pas une juridiction connue : {connues}.")
    return JURIDICTIONS.get(net, "")


LaJuridiction = Annotated[
    str,
    typer.Option(
        "--juridiction", metavar="QUI", parser=lecteur(lire_juridiction),
        help="tribunal-de-commerce, tribunal-judiciaire ou proximite-protection ; déduite à défaut.",
    ),
]  # fmt: skip


@app.command()
def injonction(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    acte: Annotated[
        str,
        typer.Argument(metavar="ACTE", help=f"{', '.join(ACTES)} ; rien : montre.", parser=lecteur(lire_acte(ACTES))),
    ] = "",
    le: DateDeLActe = None,
    juridiction: LaJuridiction = "",
    montant: MontantDit = None,
    reference: Reference = "",
    a_personne: APersonne = False,
    notifiee_le: Annotated[
        dt.date | None, option_date("--notifiee-le", aide="Opposition : jour où le greffe l'a notifiée au créancier.")
    ] = None,
    pour_le: PourLe = None,
    interets: Interets = None,
    capitalisation: Capitalisation = False,
    motif: Motif = "",
    en_json: EnJson = False,
) -> None:
    """Suit l'injonction de payer : requête, ordonnance, signification, opposition, jugement.

    Sans acte : où elle en est, son histoire, les délais qui courent et la commande suivante. Rendue depuis le 1er
    septembre 2026, l'ordonnance se signifie dans les trois mois de sa date ; avant, dans les six. Signifiée trop tard,
    elle est non avenue, et l'outil le dit.
    """
    options = {
        "--juridiction": juridiction, "--montant": montant, "--reference": reference, "--a-personne": a_personne,
        "--notifiee-le": notifiee_le, "--pour-le": pour_le, "--interets": interets,
        "--capitalisation": capitalisation, "--motif": motif,
    }  # fmt: skip
    suivre(cabinet, dossier, _injonction, acte, le, options, en_json)


def _injonction(dossier: Dossier) -> Instance:
    from recouvre.domaine.faits_d_instance import Instance

    return Instance.INJONCTION
