"""Ce qu'un canal à distance promet à la machine des départs : remettre une fois, et dire exactement ce qu'il en est."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from recouvre.domaine.refus import Refus


class Sort(StrEnum):
    """Ce qu'il est advenu d'une remise.

    ``PASSAGER`` et ``DEFINITIF`` : il est certain que rien n'est parti ; ``INCERTAIN`` : la liaison s'est rompue après
    l'instant sans retour, et personne ne sait.
    """

    PARTI = "parti"
    PASSAGER = "passager"
    DEFINITIF = "définitif"
    INCERTAIN = "incertain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remise:
    """Le résultat d'une remise. ``preuve`` : la réponse du serveur ; ``motif`` : une phrase, si rien n'est parti.

    ``identifiant`` : celui que le canal donne à l'envoi ; ``code`` : celui de l'échec (« 5.1.1 ») ; ``coordonnee`` :
    l'échec condamne l'adresse ou le numéro, et non le message ; ``fichier`` : où l'envoi attend d'être remis à la main.
    """

    sort: Sort
    identifiant: str = ""
    preuve: str = ""
    code: str = ""
    motif: str = ""
    coordonnee: bool = False
    fichier: Path | None = None


class CanalIndisponible(Refus):
    """Le canal entier ne répond pas (serveur absent, secret manquant, certificat faux) : rien n'est parti."""


class Retenir(Exception):  # ce n'est pas une erreur : la machine a changé d'avis
    """Levée par ``engager`` : le canal abandonne la remise en cours sans rien transmettre, et la laisse monter."""


Engager = Callable[[], None]
"""Appelée une fois, juste avant l'instant sans retour : la machine écrit « en cours », ou lève ``Retenir``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Ce qu'il faut remettre. ``contenu`` : les octets figés (message SMTP entier, ou texte du SMS en UTF-8).

    ``reference`` : « D-12-3 » ; ``destinataire`` : l'adresse ou le numéro international ; ``retour`` : l'adresse où
    reviennent les échecs de cet envoi (SMTP).
    """

    reference: str
    destinataire: str
    contenu: bytes
    retour: str = ""


class Canal(Protocol):
    """Un canal ouvert pour la durée d'un passage. ``remettre`` peut lever ``CanalIndisponible`` ou ``Retenir``."""

    def remettre(self, message: Message, engager: Engager) -> Remise:
        """Remet un message, en appelant ``engager`` juste avant l'instant sans retour."""
        ...

    def fermer(self) -> None:
        """Rend la connexion ; ne lève rien."""
        ...
