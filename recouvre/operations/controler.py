"""Contrôler un courrier avant qu'il existe ; le forcer, c'est dire pourquoi, et l'écrire au journal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from recouvre.courriers.conformite import Constat, controler
from recouvre.courriers.messages import controler_message, ecrire_message, mesurer_sms
from recouvre.courriers.modeles import rediger
from recouvre.domaine.dossier import Dossier
from recouvre.operations.consigner import consigner
from recouvre.operations.courrier import preparer_document
from recouvre.operations.demandes import Choix, Voulu
from recouvre.operations.forcages import forcage
from recouvre.operations.preparer import dossiers_de_modeles
from recouvre.operations.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Controle:
    """Un courrier contrôlé. ``modele`` et ``fichier`` : le modèle suivi, variante comprise.

    ``voulu`` : celui que le scénario nomme ; ``etape`` : la marche du scénario, s'il en est une ; ``constats`` : chaque
    règle, dans l'ordre de la loi.
    """

    dossier: Dossier
    nom: str
    modele: str
    voulu: str
    fichier: str
    etape: str
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
    return Controle(
        dossier=choix.dossier,
        nom=voulu.nom,
        modele=choix.modele.nom,
        fichier=choix.modele.fichier,
        voulu=choix.demande.modele,
        etape=choix.etape.cle if choix.etape else "",
        reference=choix.demande.reference,
        le=voulu.au,
        constats=_constats(choix, dossiers_de_modeles(session)),
    )


def _constats(choix: Choix, dossiers: Sequence[Path]) -> tuple[Constat, ...]:
    if choix.modele.notice.est_un_message:
        message = ecrire_message(choix.demande, choix.modele.nom, dossiers)
        return (*controler_message(message), *mesurer_sms(message.message))
    redaction = rediger(choix.demande, dossiers)
    return controler(*redaction, prescrite_le=redaction.demande.prescrite_le)


def forcer(
    session: Session,
    numero: int,
    modele: str,
    reference: str,
    manquements: Sequence[Constat],
    motif: str,
    etape: str = "",
) -> None:
    """Écrit au journal que ce courrier se fait malgré ces règles, et pourquoi.

    Lève ``MotifInsuffisant``, ``RienAForcer`` ou ``DossierFerme``.
    """
    force = forcage(modele, reference, manquements, motif, session.maintenant.date(), etape)
    # Deux courriers forcés le même jour sont deux décisions : le journal les garde toutes.
    consigner(session, numero, lambda _: [force], geste="forcer un courrier", meme_double=True)
