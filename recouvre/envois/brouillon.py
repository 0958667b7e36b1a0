"""Un courriel à relire avant de l'envoyer : un fichier ``.eml`` que le logiciel de messagerie ouvre en brouillon."""

from __future__ import annotations

import datetime as dt
from email.message import EmailMessage
from email.policy import SMTP


def composer_brouillon(*, expediteur: str, destinataire: str, objet: str, texte: str, date: dt.datetime) -> bytes:
    """Le message, sans numéro : la messagerie lui donnera le sien. Une adresse vide reste à compléter.

    ``X-Unsent`` fait ouvrir le fichier comme un message à envoyer, et non comme un message reçu.
    """
    message = EmailMessage(policy=SMTP)
    for nom, valeur in (("From", expediteur), ("To", destinataire), ("Subject", objet)):
        if valeur:
            message[nom] = " ".join(valeur.split())
    message["Date"] = date
    message["X-Unsent"] = "1"
    message.set_content(texte, cte="quoted-printable")
    return message.as_bytes()
