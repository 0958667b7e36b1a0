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


class RienAForcer(Refus):
    """Le courrier est conforme : un motif au journal laisserait croire le contraire."""

    def __init__(self, modele: str) -> None:
        super().__init__(f"Le courrier « {modele} » respecte toutes les règles : retirez --forcer. Rien n'est noté.")


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
    modele: str, reference: str, manquements: Sequence[Constat], motif: str, le: dt.date, etape: str = ""
) -> ConformiteForcee:
    """Le fait à écrire au journal. Lève ``MotifInsuffisant``, ou ``RienAForcer``."""
    net = verifier_motif(motif)
    if not manquements:
        raise RienAForcer(modele)
    regles = " ".join(constat.regle for constat in manquements)
    return ConformiteForcee(date=le, modele=modele, reference=reference, regles=regles, motif=net, etape=etape)


def regles_forcees(dossier: Dossier, etape: str) -> frozenset[str]:
    """Les règles qu'une personne a choisi de passer outre pour cette étape-là, et elle seule."""
    return frozenset(regle for force in dossier.forcages if force.etape == etape for regle in force.regles.split())
