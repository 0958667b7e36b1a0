"""De vrais serveurs de courriel pour les essais : aiosmtpd dans un fil, et un serveur qui suit un scénario à la lettre.

Le premier est un serveur honnête, chiffré au besoin par une autorité faite pour l'essai ; le second dit exactement ce
qu'on lui a écrit, et raccroche où on le lui demande.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session

from recouvre.domaine.canaux import ReglagesCourriel, Securite

HOTE = "127.0.0.1"
UTILISATEUR, MOT_DE_PASSE = "relances@vauquelin.example", "Été-à-la-plage/42"


@dataclass
class Boite:
    """Ce qu'un serveur honnête a reçu, et ce qu'il doit refuser : une réponse par étape, pour un ou pour tous."""

    recus: list[Envelope] = field(default_factory=list)
    connexions: int = 0
    a_mail: Callable[[str], str | None] = lambda adresse: None
    a_rcpt: Callable[[str], str | None] = lambda adresse: None
    a_data: Callable[[Envelope], str | None] = lambda enveloppe: None

    async def handle_EHLO(self, server: Any, session: Session, envelope: Envelope, hostname: str, reponses: Any) -> Any:  # noqa: N802
        """Compte les saluts et laisse passer."""
        session.host_name = hostname
        self.connexions += 1
        return reponses

    async def handle_MAIL(self, server: Any, session: Any, envelope: Envelope, adresse: str, options: Any) -> str:  # noqa: N802
        """L'expéditeur."""
        if refus := self.a_mail(adresse):
            return refus
        envelope.mail_from = adresse
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Envelope, adresse: str, options: Any) -> str:  # noqa: N802
        """Le destinataire."""
        if refus := self.a_rcpt(adresse):
            return refus
        envelope.rcpt_tos.append(adresse)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        """Le message entier."""
        if refus := self.a_data(envelope):
            return refus
        self.recus.append(envelope)
        return f"250 2.0.0 OK: file {len(self.recus)}"


def _verifier(serveur: Any, session: Any, enveloppe: Any, moyen: str, donnees: Any) -> AuthResult:
    juste = isinstance(donnees, LoginPassword) and (donnees.login, donnees.password) == (
        UTILISATEUR.encode(),
        MOT_DE_PASSE.encode(),
    )
    return AuthResult(success=juste, handled=juste)


@dataclass
class Serveur:
    """Un serveur en marche : où le joindre, et ce qu'il a reçu."""

    port: int
    boite: Boite
    autorite: Path

    def reglages(self, **autres: Any) -> ReglagesCourriel:
        """Les réglages pour s'y adresser, en clair sauf autre demande."""
        base = ReglagesCourriel(
            serveur=HOTE, port=self.port, securite=Securite.AUCUNE, expediteur="relances@vauquelin.example", delai=5
        )
        return replace(base, **autres)


class Autorite:
    """Une autorité de certification faite pour l'essai, et ses serveurs."""

    def __init__(self, dossier: Path) -> None:
        self.autorite = trustme.CA()
        self.pem = dossier / "autorite.pem"
        self.autorite.cert_pem.write_to_path(self.pem)

    def contexte(self, nom: str = HOTE) -> ssl.SSLContext:
        """Le contexte d'un serveur de ce nom."""
        contexte = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.autorite.issue_cert(nom).configure_cert(contexte)
        return contexte


@contextmanager
def serveur(
    autorite: Autorite,
    *,
    securite: Securite = Securite.AUCUNE,
    nom: str = HOTE,
    authentification: bool = False,
    moyens_exclus: tuple[str, ...] = (),
    boite: Boite | None = None,
    **options: Any,
) -> Iterator[Serveur]:
    """Un aiosmtpd en marche, sur un port libre."""
    boite = boite or Boite()
    if authentification:
        options |= {"authenticator": _verifier, "auth_required": True, "auth_exclude_mechanism": moyens_exclus}
        options["auth_require_tls"] = securite is Securite.STARTTLS
    contexte = autorite.contexte(nom) if securite is not Securite.AUCUNE else None
    if securite is Securite.STARTTLS:
        options |= {"tls_context": contexte, "require_starttls": True}
    controleur = Controller(
        boite,
        hostname=HOTE,
        port=_port_libre(),
        ssl_context=contexte if securite is Securite.TLS else None,
        server_hostname="essai.example",
        enable_SMTPUTF8=options.pop("enable_SMTPUTF8", True),
        **options,
    )
    # Le contrôleur s'assure d'avoir démarré en s'y connectant ; son certificat n'est pas celui qu'on lui ferait.
    controleur._trigger_server = lambda: _attendre(controleur.port)  # type: ignore[method-assign]
    controleur.start()
    try:
        yield Serveur(controleur.port, boite, autorite.pem)
    finally:
        controleur.stop(no_assert=True)


def _attendre(port: int) -> None:
    socket.create_connection((HOTE, port), 5).close()


def _port_libre() -> int:
    with socket.socket() as prise:
        prise.bind((HOTE, 0))
        return int(prise.getsockname()[1])


Pas = str | Callable[[socket.socket], None]
"""Une réponse à dire quand le client a parlé, ou un geste sur la liaison (raccrocher, se taire)."""


def raccrocher(prise: socket.socket) -> None:
    """Coupe net, sans lire la suite : le client reçoit un RST."""
    prise.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    prise.close()


def fermer(prise: socket.socket) -> None:
    """Ferme poliment."""
    prise.shutdown(socket.SHUT_RDWR)
    prise.close()


def se_taire(prise: socket.socket) -> None:
    """Ne dit plus rien jusqu'à ce que le client s'en aille."""
    prise.settimeout(10)
    try:
        while prise.recv(65536):
            pass
    except OSError:
        pass


@dataclass
class Suivi:
    """Ce qu'a entendu le serveur à scénario, connexion par connexion."""

    port: int = 0
    entendu: list[bytes] = field(default_factory=list)

    def reglages(self, **autres: Any) -> ReglagesCourriel:
        """Les réglages pour s'y adresser."""
        base = ReglagesCourriel(
            serveur=HOTE, port=self.port, securite=Securite.AUCUNE, expediteur="relances@vauquelin.example", delai=2
        )
        return replace(base, **autres)


EHLO = "250-essai\r\n250-SIZE 1000000\r\n250 8BITMIME"
JUSQU_A_DATA = ("220 essai", EHLO, "250 2.1.0 OK", "250 2.1.5 OK", "354 allez")


@contextmanager
def scenario(*connexions: tuple[Pas, ...]) -> Iterator[Suivi]:
    """Un serveur qui suit, à chaque connexion, la liste des pas qu'on lui donne ; puis il raccroche.

    Chaque réponse après la première attend une ligne du client ; celle qui suit un 354 attend le point final.
    """
    suivi = Suivi()
    ecoute = socket.create_server((HOTE, 0))
    suivi.port = ecoute.getsockname()[1]
    fil = threading.Thread(target=_servir, args=(ecoute, connexions, suivi), daemon=True)
    fil.start()
    try:
        yield suivi
    finally:
        ecoute.close()
        fil.join(5)


def _servir(ecoute: socket.socket, connexions: tuple[tuple[Pas, ...], ...], suivi: Suivi) -> None:
    for rang, pas in enumerate(connexions):
        try:
            prise, _ = ecoute.accept()
        except OSError:
            return
        suivi.entendu.append(b"")
        prise.settimeout(10)
        try:
            _suivre(prise, pas, suivi, rang)
        except OSError:
            pass
        finally:
            prise.close()


def _suivre(prise: socket.socket, pas: tuple[Pas, ...], suivi: Suivi, rang: int) -> None:
    dernier = ""
    for numero, etape in enumerate(pas):
        if callable(etape):
            etape(prise)
            return
        if numero:
            fin = b"\r\n.\r\n" if dernier.startswith("354") else b"\r\n"
            suivi.entendu[rang] += _lire_jusqu_a(prise, fin, suivi, rang)
        prise.sendall(etape.encode() + b"\r\n")
        dernier = etape
    # Ce que le client dit encore (QUIT, ou rien) est entendu, sans réponse.
    prise.settimeout(0.3)
    while reste := prise.recv(65536):
        suivi.entendu[rang] += reste


def _lire_jusqu_a(prise: socket.socket, fin: bytes, suivi: Suivi, rang: int) -> bytes:
    lu = b""
    while not lu.endswith(fin):
        octets = prise.recv(65536)
        if not octets:
            suivi.entendu[rang] += lu
            raise ConnectionError("le client a raccroché")
        lu += octets
    return lu
