"""Se faire ouvrir par un serveur SMTP : connexion, chiffrement vérifié, authentification. Tout échec est une phrase."""

from __future__ import annotations

import base64
import smtplib
import socket
import ssl

from recouvre.domaine.canaux import ReglagesCourriel, Securite
from recouvre.envois.remise import CanalIndisponible
from recouvre.envois.reponses_smtp import Reponse, lire_reponse
from recouvre.envois.secret import lire_secret
from recouvre.envois.tls import contexte_tls, est_local, phrase_tls

QUOI = "mot de passe du serveur de courriel"
RIEN = "Rien n'est parti."


def ouvrir_liaison(reglages: ReglagesCourriel) -> smtplib.SMTP:
    """Un client connecté, chiffré et reconnu, prêt à recevoir ``MAIL``. Lève ``CanalIndisponible``."""
    if not reglages.serveur:
        raise CanalIndisponible(
            f"Aucun serveur de courriel n'est réglé. Tapez : recouvre canal courriel --serveur … {RIEN}"
        )
    client = _connecter(reglages)
    try:
        _saluer(client, reglages)
        if reglages.utilisateur:
            _s_authentifier(client, reglages)
    except CanalIndisponible:
        client.close()
        raise
    except ssl.SSLError as erreur:
        client.close()
        raise CanalIndisponible(phrase_tls(reglages.serveur, erreur)) from None
    except OSError:  # les erreurs de smtplib en sont
        client.close()
        raise CanalIndisponible(f"Le serveur {_ou(reglages)} a coupé la liaison avant d'accepter. {RIEN}") from None
    except BaseException:
        client.close()
        raise
    return client


def _ou(reglages: ReglagesCourriel) -> str:
    return f"{reglages.serveur}:{reglages.port}"


def _connecter(reglages: ReglagesCourriel) -> smtplib.SMTP:
    """``local_hostname`` est donné : le chercher interroge le réseau, et peut prendre plusieurs secondes."""
    hote, port, delai = reglages.serveur, reglages.port, max(reglages.delai, 1)
    try:
        if reglages.securite is Securite.TLS:
            contexte = contexte_tls(reglages.autorite)
            client: smtplib.SMTP = smtplib.SMTP_SSL(
                hote, port, local_hostname="localhost", timeout=delai, context=contexte
            )
        else:
            client = smtplib.SMTP(hote, port, local_hostname="localhost", timeout=delai)
    except ssl.SSLError as erreur:
        raise CanalIndisponible(phrase_tls(hote, erreur)) from None
    except smtplib.SMTPResponseException as erreur:
        reponse = _de_l_erreur(erreur)
        raise CanalIndisponible(f"Le serveur {_ou(reglages)} ne nous reçoit pas : {reponse.ligne}. {RIEN}") from None
    except TimeoutError:
        raise CanalIndisponible(f"Le serveur {_ou(reglages)} ne répond pas en {delai} s. {RIEN}") from None
    except (OSError, UnicodeError) as erreur:  # UnicodeError : un nom d'hôte que l'IDNA refuse
        raise CanalIndisponible(_phrase_absent(reglages, erreur)) from None
    sock = prise(client)
    # Le point final est un tout petit paquet : sans cela, il attendrait l'accusé du précédent.
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    client.local_hostname = _nom_d_ici(sock)
    return client


def _phrase_absent(reglages: ReglagesCourriel, erreur: Exception) -> str:
    if isinstance(erreur, socket.gaierror | UnicodeError):
        return f"Le serveur {reglages.serveur} est introuvable : vérifiez son nom, et la connexion à Internet. {RIEN}"
    if isinstance(erreur, ConnectionRefusedError):
        return f"Rien ne répond à {_ou(reglages)} : vérifiez le serveur et le port. {RIEN}"
    return f"Le serveur {_ou(reglages)} ne se laisse pas joindre, ou coupe aussitôt : vérifiez-le. {RIEN}"


def prise(client: smtplib.SMTP) -> socket.socket:
    """La prise du client, tant que la liaison tient. Lève ``SMTPServerDisconnected``, une ``OSError``."""
    sock = client.sock
    if sock is None:
        raise smtplib.SMTPServerDisconnected("liaison fermée")
    return sock


def _nom_d_ici(sock: socket.socket) -> str:
    """L'adresse de la machine, entre crochets (RFC 5321 §4.1.3) : un nom inventé serait refusé par des serveurs."""
    adresse = str(sock.getsockname()[0]).partition("%")[0]
    return f"[IPv6:{adresse}]" if ":" in adresse else f"[{adresse}]"


def _saluer(client: smtplib.SMTP, reglages: ReglagesCourriel) -> None:
    """EHLO, puis STARTTLS s'il est réglé : un serveur qui ne l'offre plus est refusé, jamais servi en clair."""
    _ehlo(client, reglages)
    if reglages.securite is not Securite.STARTTLS:
        return
    if not client.has_extn("starttls"):
        raise CanalIndisponible(
            f"Le serveur {_ou(reglages)} n'offre pas STARTTLS : la liaison ne serait pas chiffrée. Vérifiez le port ; "
            f"s'il chiffre d'emblée (465), réglez --securite tls. {RIEN}"
        )
    try:
        client.starttls(context=contexte_tls(reglages.autorite))
    except smtplib.SMTPResponseException as erreur:
        reponse = _de_l_erreur(erreur)
        raise CanalIndisponible(f"Le serveur {_ou(reglages)} refuse de chiffrer : {reponse.ligne}. {RIEN}") from None
    _ehlo(client, reglages)


def _ehlo(client: smtplib.SMTP, reglages: ReglagesCourriel) -> None:
    code, octets = client.ehlo()
    if code != 250:
        raise CanalIndisponible(
            f"Le serveur {_ou(reglages)} refuse le salut : {lire_reponse(code, octets).ligne}. {RIEN}"
        )


def _s_authentifier(client: smtplib.SMTP, reglages: ReglagesCourriel) -> None:
    """PLAIN ou LOGIN, en UTF-8 : ``smtplib`` ne sait écrire un mot de passe accentué."""
    if reglages.securite is Securite.AUCUNE and not est_local(reglages.serveur):
        raise CanalIndisponible(
            f"Le mot de passe ne part pas en clair vers {reglages.serveur} : réglez --securite starttls ou tls. {RIEN}"
        )
    offerts = client.esmtp_features.get("auth", "").upper().split()
    if not {"PLAIN", "LOGIN"} & set(offerts):
        dits = ", ".join(offerts) or "aucun"
        raise CanalIndisponible(
            f"Le serveur {_ou(reglages)} n'offre pas d'authentification par mot de passe (moyens offerts : {dits}). "
            f"Demandez à votre hébergeur un accès SMTP par mot de passe. {RIEN}"
        )
    secret = lire_secret(reglages.secret, QUOI)
    parler = _plain if "PLAIN" in offerts else _login
    reponse = parler(client, reglages.utilisateur, secret)
    if reponse.code != 235:
        raise CanalIndisponible(
            f"Le serveur {_ou(reglages)} refuse l'utilisateur ou le mot de passe réglés : "
            f"{_sans_secret(reponse, reglages.utilisateur, secret)}. {RIEN}"
        )


def _b64(texte: str) -> str:
    return base64.b64encode(texte.encode()).decode()


def _plain(client: smtplib.SMTP, utilisateur: str, secret: str) -> Reponse:
    return lire_reponse(*client.docmd("AUTH PLAIN", _b64(f"\0{utilisateur}\0{secret}")))


def _login(client: smtplib.SMTP, utilisateur: str, secret: str) -> Reponse:
    code, octets = client.docmd("AUTH", "LOGIN")
    for reponse in (utilisateur, secret):
        if code != 334:
            break
        code, octets = client.docmd(_b64(reponse))
    return lire_reponse(code, octets)


def _sans_secret(reponse: Reponse, utilisateur: str, secret: str) -> str:
    """La réponse du serveur, sauf s'il y répète le mot de passe : on n'en garde alors que le code."""
    formes = (secret, _b64(secret), _b64(f"\0{utilisateur}\0{secret}"))
    return str(reponse.code) if any(forme in reponse.texte for forme in formes) else reponse.ligne


def _de_l_erreur(erreur: smtplib.SMTPResponseException) -> Reponse:
    texte = erreur.smtp_error
    return lire_reponse(erreur.smtp_code, texte if isinstance(texte, bytes) else str(texte).encode())
