"""Forcer un courrier, c'est dire pourquoi, et l'écrire au journal avec les règles qu'il viole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from recouvre.courriers.constats import Constat
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import ConformiteForcee
from recouvre.domaine.refus import Refus

MOTIF_AU_MOINS = 10
"""Un motif plus court n'explique rien."""


class MotifInsuffisant(Refus):
    """Forcer une règle demande de dire pourquoi."""

    def __init__(self) -> None:
        super().__init__(
            f"Forcer un courrier demande un motif d'au moins {MOTIF_AU_MOINS} caractères : il reste au journal du "
            "dossier, à votre nom. Rien n'a été écrit."
        )


def verifier_motif(motif: str) -> str:
    """Le motif sur une ligne. Lève ``MotifInsuffisant`` s'il est vide ou trop court pour expliquer quoi que ce soit.

    >>> verifier_motif("  accord écrit   du débiteur ")
    'accord écrit du débiteur'
    """
    net = " ".join(motif.split())
    if len(net) < MOTIF_AU_MOINS:
        raise MotifInsuffisant()
    return net


def forcage(
    modele: str, reference: str, manquements: Sequence[Constat], motif: str, le: dt.date
) -> tuple[ConformiteForcee, ...]:
    """Le fait à écrire au journal ; vide s'il n'y a rien à forcer. Lève ``MotifInsuffisant``."""
    net = verifier_motif(motif)
    if not manquements:
        return ()
    regles = " ".join(constat.regle for constat in manquements)
    return (ConformiteForcee(date=le, modele=modele, reference=reference, regles=regles, motif=net),)


def regles_forcees(dossier: Dossier, modele: str, reference: str) -> frozenset[str]:
    """Les règles qu'une personne a choisi de passer outre pour ce courrier-là, et lui seul."""
    return frozenset(
        regle
        for force in dossier.forcages
        if (force.modele, force.reference) == (modele, reference)
        for regle in force.regles.split()
    )
