"""`recouvre petites-creances` : la procédure simplifiée, acte après acte."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from recouvre.commandes.actes import DateDeLActe, MontantDit, Motif, Reference, lire_acte, suivre
from recouvre.commandes.options import Cabinet, EnJson, NumeroDossier, lecteur

if TYPE_CHECKING:
    from recouvre.domaine.dossier import Dossier
    from recouvre.domaine.faits_d_instance import Instance

app = typer.Typer()

ACTES = ("inviter", "accord", "refus", "titre", "desister")
"""Ceux de ``conduite.verbes``, écrits ici pour que l'aide n'importe rien."""


@app.command("petites-creances")
def petites_creances(
    cabinet: Cabinet,
    dossier: NumeroDossier,
    acte: Annotated[
        str,
        typer.Argument(metavar="ACTE", help=f"{', '.join(ACTES)} ; rien : montre.", parser=lecteur(lire_acte(ACTES))),
    ] = "",
    le: DateDeLActe = None,
    montant: MontantDit = None,
    reference: Reference = "",
    motif: Motif = "",
    en_json: EnJson = False,
) -> None:
    """Suit la procédure simplifiée des petites créances, jusqu'à 5 000 € (CPCE L125-1).

    Le commissaire de justice invite le débiteur à y participer ; un mois de silence vaut refus. Tant qu'elle dure, rien
    ne se réclame ni ne se paie, et ses frais sont au créancier. Depuis le 25 avril 2026, les factures entre commerçants
    en sont exclues.
    """
    options = {"--montant": montant, "--reference": reference, "--motif": motif}
    suivre(cabinet, dossier, _petites_creances, acte, le, options, en_json)


def _petites_creances(dossier: Dossier) -> Instance:
    from recouvre.domaine.faits_d_instance import Instance

    return Instance.PETITES_CREANCES
