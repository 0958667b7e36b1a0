"""Un échange HTTP borné : une liaison neuve, vérifiée, sans redirection ; une réponse courte, lue dans un délai.

La connexion et l'échange sont deux gestes : tout ce qui rate dans le premier n'a rien transmis.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from recouvre.envois.remise import CanalIndisponible
from recouvre.envois.tls import contexte_tls, phrase_tls

OCTETS_AU_PLUS = 256 * 1024
RIEN = "Rien n'est parti."


class SansReponse(Exception):  # ce n'est pas toujours une erreur : le serveur a pu agir
    """La requête a pu partir, et aucune réponse n'en est revenue ; le texte dit pourquoi."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reponse:
    """``statut`` : le code HTTP ; ``entiere`` faux : le corps a été coupé, ou dépasse la taille permise."""

    statut: int
    corps: bytes = field(default=b"", repr=False)
    entiere: bool = True


def connecter(url: str, autorite: str, delai: float) -> http.client.HTTPConnection:
    """Une connexion ouverte vers le serveur de cette adresse. Lève ``CanalIndisponible`` ; rien n'est transmis."""
    lue = urlsplit(url)
    hote = lue.hostname or ""
    if lue.scheme == "https":
        contexte = contexte_tls(autorite)
        connexion: http.client.HTTPConnection = http.client.HTTPSConnection(
            hote, lue.port, timeout=delai, context=contexte
        )
    else:
        connexion = http.client.HTTPConnection(hote, lue.port, timeout=delai)
    try:
        connexion.connect()
    except ssl.SSLError as erreur:
        connexion.close()
        raise CanalIndisponible(_phrase_chiffree(hote, erreur)) from None
    except (OSError, UnicodeError) as erreur:
        connexion.close()
        raise CanalIndisponible(_phrase_absente(hote, erreur, delai)) from None
    return connexion


def _phrase_chiffree(hote: str, erreur: ssl.SSLError) -> str:
    if isinstance(erreur, ssl.SSLCertVerificationError):
        return phrase_tls(hote, erreur)
    return f"La passerelle {hote} ne s'ouvre pas en https : vérifiez son adresse et son port. {RIEN}"


def _phrase_absente(hote: str, erreur: Exception, delai: float) -> str:
    if isinstance(erreur, TimeoutError):
        return f"La passerelle {hote} ne répond pas en {delai:g} s. {RIEN}"
    if isinstance(erreur, socket.gaierror | UnicodeError):
        return f"La passerelle {hote} est introuvable : vérifiez son adresse, et la connexion à Internet. {RIEN}"
    return f"La passerelle {hote} ne se laisse pas joindre : vérifiez son adresse et son port. {RIEN}"


def echanger(connexion: http.client.HTTPConnection, methode: str, octets: bytes, delai: float) -> Reponse:
    """Transmet la requête et lit la réponse, le tout en ``delai`` secondes. Lève ``SansReponse``.

    La redirection d'une réponse 3xx n'est pas suivie. La connexion est fermée.
    """
    prise = connexion.sock
    fin = time.monotonic() + delai
    try:
        prise.settimeout(delai)
        prise.sendall(octets)
        return _lire(prise, methode, fin)
    except TimeoutError:
        raise SansReponse(f"pas de réponse en {delai:g} s") from None
    except (OSError, http.client.HTTPException, _Trop):
        raise SansReponse("la liaison a été coupée avant la réponse, ou la réponse est incompréhensible") from None
    finally:
        connexion.close()


def _lire(prise: socket.socket, methode: str, fin: float) -> Reponse:
    with http.client.HTTPResponse(_Prise(prise, fin), method=methode) as reponse:  # type: ignore[arg-type]
        reponse.begin()
        corps, entiere = bytearray(), True
        try:
            while morceau := reponse.read1(1 << 14):
                corps += morceau
            entiere = not reponse.length
        except (OSError, http.client.HTTPException, _Trop):  # le code est lu : lui seul décide
            entiere = False
        return Reponse(statut=reponse.status, corps=bytes(corps), entiere=entiere)


class _Trop(Exception):
    """La réponse dépasse la taille permise."""


class _Prise:
    """Ce que ``HTTPResponse`` demande à une prise : un flux, ici borné en octets et en temps."""

    def __init__(self, prise: socket.socket, fin: float) -> None:
        self._prise, self._fin = prise, fin

    def makefile(self, mode: str) -> io.BufferedReader:
        """Le flux de lecture."""
        return io.BufferedReader(_Recu(self._prise.recv_into, self._prise.settimeout, self._fin))


class _Recu(io.RawIOBase):
    """Un serveur qui répond une lettre par minute n'obtient pas plus que le délai entier."""

    def __init__(self, recevoir: Callable[[memoryview], int], regler: Callable[[float], None], fin: float) -> None:
        self._recevoir, self._regler, self._fin, self._lus = recevoir, regler, fin, 0

    def readable(self) -> bool:
        return True

    def readinto(self, tampon: memoryview) -> int:  # type: ignore[override]
        reste = self._fin - time.monotonic()
        if reste <= 0:
            raise TimeoutError
        if self._lus >= OCTETS_AU_PLUS:
            raise _Trop
        self._regler(reste)
        lus = self._recevoir(tampon)
        self._lus += lus
        return lus
