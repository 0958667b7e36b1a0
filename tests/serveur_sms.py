"""De vraies passerelles SMS pour les essais : un serveur HTTP dans un fil, et un serveur qui fait n'importe quoi."""

from __future__ import annotations

import contextlib
import http.server
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from serveur_courriel import Autorite

HOTE = "127.0.0.1"


@dataclass(frozen=True)
class Recue:
    """Une requête reçue."""

    methode: str
    chemin: str
    entetes: dict[str, str]
    corps: bytes

    @property
    def json(self) -> Any:
        """Le corps, lu."""
        return json.loads(self.corps)


Reponse = tuple[int, bytes, dict[str, str]]
"""Un code, un corps, des en-têtes."""


@dataclass
class Serveur:
    """Une passerelle en marche : où la joindre, ce qu'elle a reçu, et ce qu'elle répond."""

    port: int = 0
    schema: str = "http"
    recues: list[Recue] = field(default_factory=list)
    repondre: Callable[[Recue], Reponse] = lambda _: (200, b'{"ids": [27814656], "invalidReceivers": []}', {})

    @property
    def url(self) -> str:
        """Sa racine."""
        return f"{self.schema}://{HOTE}:{self.port}"

    def dit(self, code: int, corps: object = b"", **entetes: str) -> None:
        """Répondra cela à tout."""
        octets = corps if isinstance(corps, bytes) else json.dumps(corps).encode()
        self.repondre = lambda _: (code, octets, entetes)


@contextmanager
def passerelle_http(autorite: Autorite | None = None, nom: str = HOTE) -> Iterator[Serveur]:
    """Un serveur HTTP honnête, chiffré si l'on donne une autorité ; ``nom`` : celui de son certificat."""
    serveur = Serveur(schema="https" if autorite else "http")
    httpd = http.server.ThreadingHTTPServer((HOTE, 0), _guichet(serveur))
    httpd.daemon_threads = True
    httpd.handle_error = lambda *_: None  # type: ignore[method-assign]
    if autorite is not None:
        httpd.socket = autorite.contexte(nom).wrap_socket(httpd.socket, server_side=True)
    serveur.port = httpd.server_address[1]
    fil = threading.Thread(target=httpd.serve_forever, args=(0.01,), daemon=True)
    fil.start()
    try:
        yield serveur
    finally:
        httpd.shutdown()
        httpd.server_close()
        fil.join(5)


def _guichet(serveur: Serveur) -> type[http.server.BaseHTTPRequestHandler]:
    class Guichet(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _servir(self) -> None:
            corps = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            recue = Recue(self.command, self.path, dict(self.headers.items()), corps)
            serveur.recues.append(recue)
            code, octets, entetes = serveur.repondre(recue)
            self.send_response(code)
            self.send_header("Content-Length", str(len(octets)))
            for nom, valeur in entetes.items():
                self.send_header(nom, valeur)
            self.end_headers()
            self.wfile.write(octets)

        do_POST = do_PUT = do_GET = _servir

        def log_message(self, *_: object) -> None:
            pass

    return Guichet


def libre() -> int:
    """Un port où personne n'écoute."""
    with socket.socket() as prise:
        prise.bind((HOTE, 0))
        return int(prise.getsockname()[1])


@contextmanager
def guichet_brut(geste: Callable[[socket.socket], None]) -> Iterator[str]:
    """Un serveur qui accepte, puis fait ``geste`` de chaque liaison ; rend sa racine."""
    fini = threading.Event()
    ecoute = socket.create_server((HOTE, 0))
    ecoute.settimeout(0.02)  # fermer l'écoute ne réveille pas partout celui qui attend
    fil = threading.Thread(target=_servir, args=(ecoute, geste, fini), daemon=True)
    fil.start()
    try:
        yield f"http://{HOTE}:{ecoute.getsockname()[1]}"
    finally:
        fini.set()
        fil.join(5)
        ecoute.close()


def _servir(ecoute: socket.socket, geste: Callable[[socket.socket], None], fini: threading.Event) -> None:
    while not fini.is_set():
        try:
            prise, _ = ecoute.accept()
        except TimeoutError:
            continue
        prise.settimeout(5)
        with contextlib.suppress(OSError), prise:
            geste(prise)


def entendre(prise: socket.socket) -> bytes:
    """La requête entière, corps compris."""
    lu = b""
    while b"\r\n\r\n" not in lu:
        lu += prise.recv(65536)
    tete, _, corps = lu.partition(b"\r\n\r\n")
    longueur = next((int(li[15:]) for li in tete.split(b"\r\n") if li.lower().startswith(b"content-length:")), 0)
    while len(corps) < longueur:
        corps += prise.recv(65536)
    return tete + b"\r\n\r\n" + corps


def decrire(dossier: Path, url: str, **cles: str) -> Path:
    """Une description de passerelle qui envoie du JSON à cette adresse ; ``cles`` : des lignes de TOML en plus."""
    plus = "\n".join(f"{cle} = {valeur}" for cle, valeur in cles.items())
    fichier = dossier / "passerelles" / "essai.toml"
    fichier.parent.mkdir(parents=True, exist_ok=True)
    fichier.write_text(
        f"""
url = "{url}/sms"
{plus}

[en-tetes]
Authorization = "Bearer {{{{ secret.jeton }}}}"

[corps]
to = "{{{{ numero }}}}"
text = "{{{{ texte }}}}"
ref = "{{{{ reference }}}}"

[reponse]
identifiant = "ids.0"
refus = "invalidReceivers.0"
motif = "message"
mauvais-numero = [422]
passagers = [420]
""",
        "utf-8",
    )
    return fichier
