"""Contrôler un courrier avant qu'il existe ; le forcer, c'est dire pourquoi, et l'écrire au journal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from recouvre.courriers.conformite import Constat, controler
from recouvre.courriers.modeles import rediger
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import ConformiteForcee
from recouvre.domaine.refus import Refus
from recouvre.operations.consigner import consigner
from recouvre.operations.courrier import Voulu, preparer_document
from recouvre.operations.preparer import dossiers_de_modeles
from recouvre.operations.session import Session

MOTIF_AU_MOINS = 10
"""Un motif plus court n'explique rien."""


class MotifInsuffisant(Refus):
    """Forcer une règle demande de dire pourquoi."""

    def __init__(self) -> None:
        super().__init__(
            f"Forcer un courrier demande un motif d'au moins {MOTIF_AU_MOINS} caractères : il reste au journal du "
            "dossier, à votre nom. Rien n'a été écrit."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Controle:
    """Un courrier contrôlé. ``fichier`` : le modèle suivi ; ``constats`` : chaque règle, dans l'ordre de la loi."""

    dossier: Dossier
    nom: str
    modele: str
    fichier: str
    reference: str
    le: dt.date
    constats: tuple[Constat, ...]

    @property
    def manquements(self) -> tuple[Constat, ...]:
        """Les seules règles violées ; vide : le courrier est conforme."""
        return tuple(constat for constat in self.constats if not constat.respecte)


def controler_courrier(session: Session, numero: int, voulu: Voulu) -> Controle:
    """Contrôle ce document du dossier, tel qu'il serait fait ce jour-là ; n'écrit rien.

    Lève ce que lèvent ``preparer_document`` et ``rediger`` : ce qui ne peut pas s'écrire ne se contrôle pas.
    """
    choix = preparer_document(session, numero, voulu)
    redaction = rediger(choix.demande, dossiers_de_modeles(session))
    return Controle(
        dossier=choix.dossier,
        nom=voulu.nom,
        modele=redaction.modele.nom,
        fichier=redaction.modele.fichier,
        reference=redaction.demande.reference,
        le=voulu.au,
        constats=controler(*redaction, prescrite_le=redaction.demande.prescrite_le),
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


def forcer(
    session: Session, numero: int, modele: str, reference: str, manquements: Sequence[Constat], motif: str
) -> None:
    """Écrit au journal que ce courrier est fait malgré ces règles, et pourquoi ; rien s'il n'y en a pas à forcer.

    Lève ``MotifInsuffisant`` ou ``DossierFerme``.
    """
    net = verifier_motif(motif)
    if not manquements:
        return
    force = ConformiteForcee(
        date=session.maintenant.date(),
        modele=modele,
        reference=reference,
        regles=" ".join(constat.regle for constat in manquements),
        motif=net,
    )
    # Deux courriers forcés le même jour sont deux décisions : le journal les garde toutes.
    consigner(session, numero, lambda _: [force], geste="forcer un courrier", meme_double=True)
