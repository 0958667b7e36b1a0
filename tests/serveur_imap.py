"""Un petit serveur IMAP pour les essais : une boîte en mémoire, le nécessaire d'IMAP4rev1, TLS au besoin."""

from __future__ import annotations

import base64
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from serveur_courriel import HOTE, MOT_DE_PASSE, UTILISATEUR, Autorite

from recouvre.domaine.canaux import ReglagesRebonds, Securite


@dataclass
class BoiteDEssai:
    """Des messages par UID, ceux qui sont lus, et les commandes entendues."""

    port: int = 0
    messages: dict[int, bytes] = field(default_factory=dict)
    lus: set[int] = field(default_factory=set)
    noms: tuple[str, ...] = ("INBOX",)
    entendu: list[str] = field(default_factory=list)
    moyens: str = "AUTH=PLAIN"
    couper_a: str = ""
    secrets: tuple[str, str] = (UTILISATEUR, MOT_DE_PASSE)

    def reglages(self, **autres: Any) -> ReglagesRebonds:
        """Les réglages pour s'y adresser."""
        acces = {"utilisateur": self.secrets[0], "secret": "env:ESSAI_IMAP"}
        base = ReglagesRebonds(serveur=HOTE, port=self.port, securite=Securite.AUCUNE, delai=2, **acces)
        return replace(base, **autres)


@contextmanager
def serveur_imap(
    boite: BoiteDEssai, *, autorite: Autorite | None = None, d_emblee: bool = True
) -> Iterator[BoiteDEssai]:
    """Sert la boîte dans un fil. ``autorite`` : chiffré, d'emblée ou par STARTTLS."""
    ecoute = socket.create_server((HOTE, 0))
    boite.port = ecoute.getsockname()[1]
    contexte = autorite.contexte() if autorite else None
    fil = threading.Thread(target=_servir, args=(ecoute, boite, contexte, d_emblee), daemon=True)
    fil.start()
    try:
        yield boite
    finally:
        ecoute.shutdown(socket.SHUT_RDWR)  # ``close`` seul ne réveille pas le fil qui attend
        ecoute.close()
        fil.join(5)


def _servir(ecoute: socket.socket, boite: BoiteDEssai, contexte: ssl.SSLContext | None, d_emblee: bool) -> None:
    while True:
        try:
            prise, _ = ecoute.accept()
        except OSError:
            return
        prise.settimeout(10)
        try:
            if contexte and d_emblee:
                prise = contexte.wrap_socket(prise, server_side=True)
            _Seance(prise, boite, None if d_emblee else contexte).tenir()
        except OSError:
            pass
        finally:
            prise.close()


class _Seance:
    def __init__(self, prise: socket.socket, boite: BoiteDEssai, starttls: ssl.SSLContext | None) -> None:
        self.prise, self.boite, self.starttls = prise, boite, starttls
        self.flux = prise.makefile("rb")

    def dire(self, *lignes: bytes | str) -> None:
        """Des lignes, d'un coup."""
        octets = [ligne.encode() if isinstance(ligne, str) else ligne for ligne in lignes]
        self.prise.sendall(b"".join(octet + b"\r\n" for octet in octets))

    def tenir(self) -> None:
        """Répond jusqu'à LOGOUT."""
        self.dire("* OK essai")
        while ligne := self.flux.readline():
            marque, _, commande = ligne.decode("latin-1").strip().partition(" ")
            self.boite.entendu.append(commande)
            if self.boite.couper_a and commande.upper().startswith(self.boite.couper_a):
                return
            if commande.upper() == "LOGOUT":
                self.dire("* BYE fin", f"{marque} OK fait")
                return
            self.repondre(marque, commande)

    def repondre(self, marque: str, commande: str) -> None:
        """Une commande."""
        haut = commande.upper()
        if haut == "CAPABILITY":
            starttls = " STARTTLS" if self.starttls else ""
            self.dire(f"* CAPABILITY IMAP4rev1 {self.boite.moyens}{starttls}", f"{marque} OK fait")
        elif haut == "STARTTLS" and self.starttls:
            self.dire(f"{marque} OK fait")
            self.prise = self.starttls.wrap_socket(self.prise, server_side=True)
            self.flux, self.starttls = self.prise.makefile("rb"), None
        elif haut.startswith("AUTHENTICATE PLAIN"):
            self.dire("+ ")
            dit = base64.b64decode(self.flux.readline().strip()).decode().split("\0")[1:]
            self.juger(marque, tuple(dit))
        elif haut.startswith("LOGIN "):
            self.juger(marque, tuple(mot.strip('"') for mot in commande.split()[1:]))
        elif haut.startswith("SELECT "):
            connue = commande[7:].strip('"') in self.boite.noms
            self.dire(f"* {len(self.boite.messages)} EXISTS", f"{marque} {'OK' if connue else 'NO'} boîte")
        elif haut.startswith("UID "):
            self.uid(marque, haut[4:])
        else:
            self.dire(f"{marque} BAD {commande}")

    def juger(self, marque: str, dit: tuple[str, ...]) -> None:
        """Le mot de passe ; un serveur bavard répète ce qu'on lui a dit."""
        self.dire(f"{marque} OK fait" if dit == self.boite.secrets else f"{marque} NO refusé : {dit}")

    def uid(self, marque: str, commande: str) -> None:
        """SEARCH, FETCH et STORE."""
        boite = self.boite
        if commande == "SEARCH UNSEEN":
            uids = " ".join(str(uid) for uid in sorted(boite.messages) if uid not in boite.lus)
            self.dire(f"* SEARCH {uids}".rstrip(), f"{marque} OK fait")
        elif fetch := re.fullmatch(r"FETCH (\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", commande):
            uid, combien = int(fetch[1]), int(fetch[2])
            if uid in boite.messages:
                octets = boite.messages[uid][:combien]
                self.dire(f"* 1 FETCH (UID {uid} BODY[]<0> {{{len(octets)}}}".encode(), octets + b")")
            self.dire(f"{marque} OK fait")
        elif store := re.fullmatch(r"STORE (\d+) \+FLAGS\.SILENT \(\\SEEN\)", commande):
            boite.lus.add(int(store[1]))
            self.dire(f"{marque} OK fait")
        else:
            self.dire(f"{marque} BAD {commande}")
