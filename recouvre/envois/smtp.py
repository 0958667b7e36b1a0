"""Le canal « courriel » : un message remis une fois à un serveur SMTP, et ce qu'il en est dit exactement.

Le serveur ne répond du message qu'après le point final (RFC 5321 §4.1.1.4) : tout est transmis avant d'engager, sauf
lui. Une liaison rompue plus tôt n'a rien fait partir ; rompue ensuite, sans réponse, personne ne sait.
"""

from __future__ import annotations

import contextlib
import select
import smtplib
import ssl

from recouvre.domaine.canaux import ReglagesCourriel
from recouvre.envois.enveloppe import chemin, corps_smtp, message_id
from recouvre.envois.liaison_smtp import ouvrir_liaison, prise
from recouvre.envois.remise import CanalIndisponible, Engager, Message, Remise, Sort
from recouvre.envois.reponses_smtp import Etape, Reponse, lire_reponse, refusee

CANAL = "courriel"
DELAI_FINAL = 600
"""Dix minutes pour répondre du message (RFC 5321 §4.5.3.2.6) : renoncer plus tôt ferait un incertain pour rien."""

_MORCEAU = 1 << 16
_A_AUTHENTIFIER = (530, 534, 535, 538)


class _Arretee(Exception):  # le cours normal d'un refus, pas une erreur
    """La remise s'arrête là. ``rompue`` : la liaison ne sert plus."""

    def __init__(self, remise: Remise, *, rompue: bool) -> None:
        super().__init__(remise.motif)
        self.remise, self.rompue = remise, rompue


class Messagerie:
    """Un canal ``Canal`` : une connexion SMTP, ouverte au premier message, gardée pour tout le passage."""

    def __init__(self, reglages: ReglagesCourriel, *, delai_final: float = DELAI_FINAL) -> None:
        self._reglages = reglages
        self._delai_final = max(delai_final, reglages.delai)
        self._client: smtplib.SMTP | None = None

    def ouvrir(self) -> None:
        """Se connecte dès maintenant, si ce n'est fait. Lève ``CanalIndisponible``."""
        self._joindre()

    def remettre(self, message: Message, engager: Engager) -> Remise:
        """Remet un message ; ``engager`` est appelé quand il ne manque plus que le point final.

        Lève ``CanalIndisponible`` (rien n'est parti), ou ce que lève ``engager`` : la liaison est alors coupée sans le
        point final, et le serveur jette le message.
        """
        if not chemin(message.destinataire):  # ne va pas jusqu'au serveur, et ne peut rien y glisser
            return _adresse_refusee("5.1.3", "ce n'est pas une adresse de courriel")
        try:
            return self._remettre(message, engager)
        except _Arretee as arret:
            self._apres_refus(rompue=arret.rompue)
            return arret.remise
        except BaseException:
            self._couper()
            raise

    def fermer(self) -> None:
        """Rend la connexion ; ne lève rien."""
        client, self._client = self._client, None
        if client is None:
            return
        with contextlib.suppress(OSError):
            if client.sock is not None:
                client.sock.settimeout(min(self._reglages.delai, 5) or 1)
            client.docmd("QUIT")
        client.close()

    def _joindre(self) -> smtplib.SMTP:
        if self._client is None:
            self._client = ouvrir_liaison(self._reglages)
        return self._client

    def _remettre(self, message: Message, engager: Engager) -> Remise:
        reprise = self._client is not None
        try:
            self._annoncer(message)
        except _Arretee as arret:
            if not (reprise and arret.rompue):
                raise
            self._couper()  # le serveur s'était lassé d'une connexion déjà servie : une neuve, une seule fois
            self._annoncer(message)
        self._dire(Etape.DESTINATAIRE, f"RCPT TO:<{chemin(message.destinataire)}>")
        self._dire(Etape.CONTENU, "DATA", attendu=354)
        self._transmettre(message.contenu)
        engager()
        return self._conclure(message)

    def _annoncer(self, message: Message) -> None:
        """``MAIL`` : le retour, la taille, et ce que le serveur doit savoir lire."""
        client = self._joindre()
        retour = chemin(message.retour or self._reglages.expediteur)
        if not retour:
            raise CanalIndisponible(
                "L'adresse d'expédition ou de retour réglée n'en est pas une. Corrigez --expediteur ou --retour avec "
                "« recouvre canal courriel ». Rien n'est parti."
            )
        options = [f"SIZE={len(message.contenu)}"] if client.has_extn("size") else []
        international = not (retour + chemin(message.destinataire)).isascii()
        if international and not client.has_extn("smtputf8"):
            raise _Arretee(_adresse_refusee("5.6.7", "le serveur n'accepte pas une adresse accentuée"), rompue=False)
        if international:
            options.append("SMTPUTF8")
        if not message.contenu.isascii():
            if not client.has_extn("8bitmime"):
                motif = "Le serveur n'accepte pas un message qui n'est pas en ASCII."
                raise _Arretee(Remise(sort=Sort.DEFINITIF, code="5.6.3", motif=motif), rompue=False)
            options.append("BODY=8BITMIME")
        client.command_encoding = "utf-8" if international else "ascii"
        self._dire(Etape.EXPEDITEUR, " ".join((f"MAIL FROM:<{retour}>", *options)))

    def _dire(self, etape: Etape, commande: str, *, attendu: int = 250) -> None:
        """Dit une commande. Lève ``_Arretee``, ou ``CanalIndisponible`` si le refus vaut pour tous les messages."""
        client = self._joindre()
        try:
            reponse = lire_reponse(*client.docmd(commande))
        except OSError:
            raise _Arretee(_rompue(), rompue=True) from None
        if reponse.code == attendu or (attendu == 250 and 200 <= reponse.code < 300):
            return
        _refuser_le_canal(etape, reponse)
        if not 400 <= reponse.code < 600:
            motif = f"Le serveur a répondu hors du protocole : {reponse.ligne}"
            raise _Arretee(Remise(sort=Sort.PASSAGER, motif=motif), rompue=True)
        raise _Arretee(refusee(etape, reponse), rompue=reponse.code == 421)

    def _transmettre(self, contenu: bytes) -> None:
        """Le corps sans le point final, par morceaux : le délai vaut pour chacun, une liaison lente y arrive aussi."""
        client = self._joindre()
        sock, corps = prise(client), memoryview(corps_smtp(contenu))
        try:
            for debut in range(0, len(corps), _MORCEAU):
                sock.sendall(corps[debut : debut + _MORCEAU])
        except OSError:
            raise _Arretee(self._dit_avant(client) or _rompue(), rompue=True) from None
        if avant := self._dit_avant(client):
            raise _Arretee(avant, rompue=True)

    @staticmethod
    def _dit_avant(client: smtplib.SMTP) -> Remise | None:
        """Le serveur a-t-il refusé, ou raccroché, sans attendre la fin ? Le voir maintenant évite un incertain."""
        sock, flux = prise(client), client.file
        delai = sock.gettimeout()
        sock.settimeout(0)
        try:
            muet = not flux.peek(1) and not select.select([sock], [], [], 0)[0]  # type: ignore[union-attr]
        except ssl.SSLWantReadError:  # le chiffrement s'entretient, le serveur n'a rien dit
            muet = True
        except OSError:
            return _rompue()
        sock.settimeout(delai)
        if muet:
            return None
        try:
            reponse = lire_reponse(*client.getreply())
        except OSError:
            return _rompue()
        return refusee(Etape.MESSAGE, reponse) if 400 <= reponse.code < 600 else _rompue()

    def _conclure(self, message: Message) -> Remise:
        """Le point final, puis la réponse. À partir d'ici, une liaison rompue laisse un doute."""
        client = self._joindre()
        sock = prise(client)
        try:
            sock.sendall(b".\r\n")
        except ConnectionError:  # le système l'a refusé entier : il n'est pas parti
            raise _Arretee(_rompue(), rompue=True) from None
        except OSError:
            raise _Arretee(_incertaine(), rompue=True) from None
        try:
            sock.settimeout(self._delai_final)
            reponse = lire_reponse(*client.getreply())
            sock.settimeout(self._reglages.delai or 1)
        except OSError:
            raise _Arretee(_incertaine(), rompue=True) from None
        if 200 <= reponse.code < 300:
            return Remise(sort=Sort.PARTI, identifiant=message_id(message.contenu), preuve=reponse.ligne)
        if not 400 <= reponse.code < 600:
            raise _Arretee(_incertaine(reponse.ligne), rompue=True)
        raise _Arretee(refusee(Etape.MESSAGE, reponse), rompue=reponse.code == 421)

    def _apres_refus(self, *, rompue: bool) -> None:
        """Une transaction refusée se défait par ``RSET`` ; si le serveur ne suit pas, la liaison ne sert plus."""
        if rompue or self._client is None:
            self._couper()
            return
        try:
            code, _ = self._client.rset()
        except OSError:
            code = -1
        if code != 250:
            self._couper()

    def _couper(self) -> None:
        """Raccroche sans un mot : un ``QUIT`` au milieu du contenu en ferait partie."""
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(OSError):
                client.close()


def _adresse_refusee(code: str, raison: str) -> Remise:
    return Remise(sort=Sort.DEFINITIF, code=code, motif=f"Rien n'est parti : {raison}.", coordonnee=True)


def _refuser_le_canal(etape: Etape, reponse: Reponse) -> None:
    """Ce qui ne dépend pas du message : l'authentification exigée, ou l'expéditeur refusé hors de la taille."""
    if reponse.code in _A_AUTHENTIFIER and etape in (Etape.EXPEDITEUR, Etape.DESTINATAIRE):
        raise CanalIndisponible(
            f"Le serveur exige une authentification : {reponse.ligne}. Réglez --utilisateur et --secret avec "
            "« recouvre canal courriel ». Rien n'est parti."
        )
    taille = reponse.code == 552 or reponse.etendu in ("5.2.3", "5.3.4")
    if etape is Etape.EXPEDITEUR and 500 <= reponse.code < 600 and not taille:
        raise CanalIndisponible(
            f"Le serveur refuse l'adresse d'expédition ou de retour : {reponse.ligne}. Corrigez --expediteur ou "
            "--retour avec « recouvre canal courriel ». Rien n'est parti."
        )


def _rompue() -> Remise:
    motif = (
        "La liaison s'est rompue, ou le serveur n'a pas répondu à temps, avant la fin du message : rien n'est parti."
    )
    return Remise(sort=Sort.PASSAGER, motif=motif)


def _incertaine(reponse: str = "") -> Remise:
    suite = f" (il a répondu : {reponse})" if reponse else ""
    motif = f"Le serveur a tout reçu mais n'a pas dit ce qu'il en a fait{suite} : le message est peut-être parti."
    return Remise(sort=Sort.INCERTAIN, motif=motif)
