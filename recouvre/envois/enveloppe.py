"""L'enveloppe SMTP d'un message : les chemins, le corps tel qu'il passe sur la liaison, le numéro de message."""

from __future__ import annotations

import re

_FIN_DE_LIGNE = re.compile(rb"\r\n|\r|\n")
_LIGNE_POINTEE = re.compile(rb"(?m)^\.")
_MESSAGE_ID = re.compile(rb"(?im)^message-id:\s*(<[^<>\s]+>)")
_HORS = r"\s<>()\[\]\\,;:\"@\x00-\x20\x7f-\x9f"
_CHEMIN = re.compile(rf"[^{_HORS}]{{1,64}}@[^{_HORS}]{{1,255}}")


def chemin(adresse: str) -> str:
    """L'adresse telle que l'enveloppe la porte, son domaine en ASCII (IDNA) ; vide si ce n'est pas une adresse.

    >>> chemin("paul@crèmerie.example"), chemin("paul@exemple.fr> SIZE=1")
    ('paul@xn--crmerie-3xa.example', '')
    """
    if not _CHEMIN.fullmatch(adresse):
        return ""
    local, _, domaine = adresse.rpartition("@")
    if domaine.isascii():
        return adresse
    try:
        return f"{local}@{domaine.encode('idna').decode()}"
    except UnicodeError:
        return ""


def corps_smtp(contenu: bytes) -> bytes:
    """Le corps tel qu'il passe sur la liaison : fins de ligne entières, points doublés, sans le point final.

    Un retour à la ligne nu suivi d'un point finirait le message chez certains serveurs : aucun ne reste.

    >>> corps_smtp(b"un\\n.deux")
    b'un\\r\\n..deux\\r\\n'
    """
    entieres = contenu.count(b"\r\n")
    if contenu.count(b"\n") != entieres or contenu.count(b"\r") != entieres:
        contenu = _FIN_DE_LIGNE.sub(b"\r\n", contenu)
    if not contenu.endswith(b"\r\n"):
        contenu += b"\r\n"
    return _LIGNE_POINTEE.sub(b"..", contenu) if b"\n." in contenu or contenu.startswith(b".") else contenu


def message_id(contenu: bytes) -> str:
    """Le ``Message-ID`` d'un message, ou vide."""
    trouve = _MESSAGE_ID.search(contenu.partition(b"\r\n\r\n")[0])
    return trouve[1].decode("ascii", "replace") if trouve else ""
