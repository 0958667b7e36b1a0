"""`recouvre assignation` : le procès au fond ou en référé, acte après acte."""

from __future__ import annotations

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
from recouvre.commandes.injonction import LaJuridiction
from recouvre.commandes.options import Cabinet, EnJson, NumeroDossier, lecteur

if TYPE_CHECKING:
    from recouvre.domaine.dossier import Dossier
    from recouvre.domaine.faits_d_instance import Instance

app = typer.Typer()

ACTES = ("delivrer", "audience", "jugement", "rejet", "signifier", "desister")
"""Ceux de ``conduite.verbes``, écrits ici pour que l'aide n'importe rien."""


@app.command()
def assignation(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    acte: Annotated[
        str,
        typer.Argument(metavar="ACTE", help=f"{', '.join(ACTES)} ; rien : montre.", parser=lecteur(lire_acte(ACTES))),
    ] = "",
    refere: Annotated[bool, typer.Option("--refere", help="En référé-provision, et non au fond.")] = False,
    le: DateDeLActe = None,
    juridiction: LaJuridiction = "",
    montant: MontantDit = None,
    reference: Reference = "",
    a_personne: APersonne = False,
    pour_le: PourLe = None,
    interets: Interets = None,
    capitalisation: Capitalisation = False,
    motif: Motif = "",
    en_json: EnJson = False,
) -> None:
    """Suit une assignation, au fond ou en référé : audience, jugement, signification.

    L'assignation interrompt la prescription ; un désistement ou un rejet défait cette interruption (C. civ., art.
    2243).
    """
    options = {
        "--juridiction": juridiction, "--montant": montant, "--reference": reference, "--a-personne": a_personne,
        "--pour-le": pour_le, "--interets": interets, "--capitalisation": capitalisation, "--motif": motif,
    }  # fmt: skip

    def choisir(tenu: Dossier) -> Instance:
        from recouvre.operations.instances import instance_visee

        return instance_visee(tenu, refere=refere)

    suivre(cabinet, dossier, choisir, acte, le, options, en_json)
