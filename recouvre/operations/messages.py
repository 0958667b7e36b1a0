"""Montrer un message tel qu'il partirait. Il ne s'établit pas : une étape du scénario le fait partir, par son canal."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from recouvre.base.fichiers import ecrire
from recouvre.courriers.messages import Message, controler_message, ecrire_message, rediger_message
from recouvre.operations.demandes import Choix
from recouvre.operations.forcages import regles_forcees
from recouvre.operations.preparer import dossiers_de_modeles
from recouvre.operations.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageCompose:
    """Un message écrit, qui n'est pas parti. ``fichier`` : la copie demandée, s'il y en a une."""

    dossier: int
    reference: str
    message: Message
    fichier: Path | None = None


def composer_message(session: Session, choix: Choix, motif: str, sortie: Path | None) -> MessageCompose:
    """Écrit ce message ; ne note rien. ``motif`` : pourquoi passer outre ce qu'il viole, sauf la discrétion.

    Lève ce que lève ``rediger_message``.
    """
    dossiers, demande = dossiers_de_modeles(session), choix.demande
    forcees: Collection[str] = regles_forcees(choix.dossier, choix.etape.cle) if choix.etape else ()
    if motif:
        forcees = {c.regle for c in controler_message(ecrire_message(demande, choix.modele.nom, dossiers))}
    message = rediger_message(demande, choix.modele.nom, dossiers, forcees=forcees)
    if sortie is not None:
        ecrire(sortie, en_fichier(message))
    return MessageCompose(dossier=choix.dossier.numero, reference=demande.reference, message=message, fichier=sortie)


def en_fichier(message: Message) -> bytes:
    """Le message en texte, son objet en tête : UTF-8 avec sa marque, que le Bloc-notes ouvre tel quel."""
    objet = f"Objet : {message.objet}\n\n" if message.objet else ""
    return b"\xef\xbb\xbf" + f"{objet}{message.texte.rstrip()}\n".replace("\n", "\r\n").encode()
