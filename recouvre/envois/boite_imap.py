"""La boîte IMAP des courriels revenus : lue sans rien marquer, ni effacer."""

from __future__ import annotations

import contextlib
import imaplib
import re
import ssl
from base64 import b64encode
from collections.abc import Iterator

from recouvre.domaine.canaux import ReglagesRebonds, Securite
from recouvre.envois.rebonds import TAILLE_LUE, Recu
from recouvre.envois.remise import CanalIndisponible
from recouvre.envois.secret import lire_secret
from recouvre.envois.tls import contexte_tls, est_local, phrase_tls

QUOI = "mot de passe de la boîte des retours"


class BoiteImap:
    """Une boîte IMAP : les messages non lus, par UID. ``traite`` les marque lus, et c'est tout ce qui y change."""

    def __init__(self, reglages: ReglagesRebonds) -> None:
        self._reglages = reglages
        with _pannes_dites(reglages):
            self._client = _connecter(reglages)
        try:
            with _pannes_dites(reglages):
                self._entrer()
        except BaseException:
            self.fermer()
            raise

    def lire(self) -> Iterator[Recu]:
        """``BODY.PEEK`` ne marque rien ; seul le début de chaque message est demandé."""
        with _pannes_dites(self._reglages):
            uids = self._non_lus()
        for uid in uids:
            with _pannes_dites(self._reglages):
                octets = self._debut(uid)
            if octets is not None:
                yield Recu(nom=uid, octets=octets)

    def traite(self, recu: Recu) -> None:
        """Le marque lu."""
        with _pannes_dites(self._reglages):
            self._dire("STORE", recu.nom, "+FLAGS.SILENT", r"(\Seen)")

    def fermer(self) -> None:
        """Se déconnecte sans ``CLOSE``, qui effacerait ce qu'une autre messagerie a marqué à effacer."""
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            self._client.logout()

    def _entrer(self) -> None:
        _s_authentifier(self._client, self._reglages)
        etat, _ = self._client.select(nom_de_boite(self._reglages.boite))
        if etat != "OK":
            raise CanalIndisponible(
                f"La boîte « {self._reglages.boite} » n'existe pas sur {_ou(self._reglages)}. Corrigez-la avec "
                "« recouvre canal rebonds --boite … »."
            )

    def _non_lus(self) -> list[str]:
        donnees = self._dire("SEARCH", "UNSEEN")
        mots = b" ".join(mot for mot in donnees if isinstance(mot, bytes)).split()
        return [mot.decode() for mot in mots if mot.isdigit()]

    def _debut(self, uid: str) -> bytes | None:
        """``None`` : une autre messagerie vient de l'effacer."""
        donnees = self._dire("FETCH", uid, f"(BODY.PEEK[]<0.{TAILLE_LUE}>)")
        return next((mot[1] for mot in donnees if isinstance(mot, tuple) and isinstance(mot[1], bytes)), None)

    def _dire(self, commande: str, *mots: str) -> list[object]:
        etat, donnees = self._client.uid(commande, *mots)
        if etat != "OK":
            raise imaplib.IMAP4.error(commande)
        return list(donnees)


def _ou(reglages: ReglagesRebonds) -> str:
    return f"{reglages.serveur}:{reglages.port}"


@contextlib.contextmanager
def _pannes_dites(reglages: ReglagesRebonds) -> Iterator[None]:
    """Fait de toute panne de la liaison une phrase."""
    try:
        yield
    except ssl.SSLError as erreur:
        raise CanalIndisponible(phrase_tls(reglages.serveur, erreur)) from None
    except (OSError, imaplib.IMAP4.error, ValueError):  # ValueError : une réponse qui ne se décode pas
        raise CanalIndisponible(
            f"La boîte des retours ({_ou(reglages)}) ne répond pas, ou coupe la liaison : vérifiez le serveur, le port "
            "et la connexion."
        ) from None


def _connecter(reglages: ReglagesRebonds) -> imaplib.IMAP4:
    delai = max(reglages.delai, 1)
    if reglages.securite is Securite.TLS:
        contexte = contexte_tls(reglages.autorite)
        return imaplib.IMAP4_SSL(reglages.serveur, reglages.port, ssl_context=contexte, timeout=delai)
    client = imaplib.IMAP4(reglages.serveur, reglages.port, timeout=delai)
    if reglages.securite is Securite.STARTTLS:
        try:
            if "STARTTLS" not in client.capabilities:
                raise CanalIndisponible(
                    f"Le serveur {_ou(reglages)} n'offre pas STARTTLS : la liaison ne serait pas chiffrée. Vérifiez le "
                    "port ; s'il chiffre d'emblée (993), réglez --securite tls."
                )
            client.starttls(contexte_tls(reglages.autorite))
        except BaseException:
            with contextlib.suppress(OSError):  # la prise a pu changer de main : c'est la première faute qui compte
                client.shutdown()
            raise
    return client


def _s_authentifier(client: imaplib.IMAP4, reglages: ReglagesRebonds) -> None:
    """PLAIN en UTF-8 si le serveur l'offre : ``LOGIN`` ne sait porter un mot de passe accentué."""
    if reglages.securite is Securite.AUCUNE and not est_local(reglages.serveur):
        raise CanalIndisponible(
            f"Le mot de passe ne part pas en clair vers {reglages.serveur} : réglez --securite tls ou starttls."
        )
    secret = lire_secret(reglages.secret, QUOI)
    try:
        if "AUTH=PLAIN" in client.capabilities:
            client.authenticate("PLAIN", lambda _: f"\0{reglages.utilisateur}\0{secret}".encode())
        elif (reglages.utilisateur + secret).isascii():
            client.login(reglages.utilisateur, secret)
        else:
            raise CanalIndisponible(
                f"Le serveur {_ou(reglages)} n'accepte pas un utilisateur ou un mot de passe accentué : changez-le."
            )
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:  # son texte pourrait répéter ce qu'on vient de dire
        raise CanalIndisponible(f"Le serveur {_ou(reglages)} refuse l'utilisateur ou le mot de passe réglés.") from None


def nom_de_boite(nom: str) -> str:
    """Le nom d'une boîte tel qu'IMAP l'écrit (RFC 3501 §5.1.3), entre guillemets.

    >>> nom_de_boite("INBOX"), nom_de_boite("Éléments & suite")
    ('"INBOX"', '"&AMk-l&AOk-ments &- suite"')
    """
    code = re.sub(r"[^\x20-\x7e]+|&", _en_utf7, nom)
    return '"' + code.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _en_utf7(trouve: re.Match[str]) -> str:
    if trouve[0] == "&":
        return "&-"
    return "&" + b64encode(trouve[0].encode("utf-16-be")).decode().rstrip("=").replace("/", ",") + "-"
