"""Un message à l'écran, tel qu'il se lira sur celui de son destinataire ; et en JSON."""

from __future__ import annotations

from typing import Any, Protocol

from recouvre.affichage.tableau import plier
from recouvre.domaine.gsm7 import SEGMENT, longueur

_NOMS = {"sms": "SMS", "courriel": "Courriel"}
_RETRAIT = "  "


class Message(Protocol):
    """Ce que l'écran lit d'un message."""

    @property
    def modele(self) -> str:
        """Le modèle suivi."""

    @property
    def canal(self) -> str:
        """Par où il part : courriel ou sms."""

    @property
    def objet(self) -> str:
        """Celui d'un courriel."""

    @property
    def texte(self) -> str:
        """Son texte seul."""


def en_json(message: Message) -> dict[str, Any]:
    """L'objet JSON ; ``caracteres`` : ce qu'il pèse dans un SMS."""
    sms = message.canal == "sms"
    return {
        "canal": message.canal,
        "objet": message.objet or None,
        "texte": message.texte,
        "caracteres": longueur(message.texte) if sms else None,
    }


def montrer(message: Message, titre: str) -> None:
    """Ce qu'il est, puis son texte, en retrait."""
    mesure = f", {longueur(message.texte)} caractères sur {SEGMENT}" if message.canal == "sms" else ""
    print(plier(f"{_NOMS[message.canal]} {titre}{mesure}"))
    print()
    if message.objet:
        print(plier(f"{_RETRAIT}Objet : {message.objet}", _RETRAIT))
        print()
    for ligne in message.texte.rstrip().split("\n"):
        print(plier(f"{_RETRAIT}{ligne}", _RETRAIT) if ligne else "")
