"""Ce que veut dire la réponse d'un serveur SMTP : passager, définitif, et si c'est l'adresse qui est condamnée.

Une adresse condamnée n'est plus jamais écrite : on ne la condamne que si le serveur le dit d'elle, et non de son
contenu, de l'expéditeur, de la taille ou d'une règle qui vaut pour tous.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from recouvre.envois.remise import Remise, Sort

LONGUEUR = 300
"""Ce que l'on garde d'une réponse de serveur."""

_ETENDU = re.compile(r"^([245]\.\d{1,3}\.\d{1,3})(?=\s|$)\s*")
_ADRESSE = re.compile(r"[^\s<>()\[\]:;,\"']+@[^\s<>()\[\]:;,\"']+")
_CONTROLES = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")

_MAUVAISES_ADRESSES = re.compile(r"^5\.(1\.(0|1|2|3|6|10)|2\.1)$")
"""RFC 3463 §3.2 et 3.3 : boîte ou domaine inconnus, adresse mal formée, boîte partie ou fermée, domaine sans courriel.

5.1.7 et 5.1.8 parlent de l'expéditeur, 5.2.2 d'une boîte pleine, 5.2.3 de la taille, 5.7.x d'une règle.
"""
_VAGUES = re.compile(r"^5\.(0\.0|1\.(?![789]$)\d+|2\.0|4\.\d+|5\.\d+)$")
_INCONNU = re.compile(
    r"user unknown|unknown (user|recipient|mailbox|address)|no such (user|recipient|mailbox|person|address)|"
    r"(mailbox|account|user|recipient|address|domain)( name)?( is)? (unavailable|disabled|inactive|not found|unknown)|"
    r"(does|do) not exist|doesn't exist|host or domain name not found|domain not found|invalid (recipient|mailbox)|"
    r"recipient address rejected: access denied|recipientnotfound|n'existe pas|inconnue?\b|introuvable",
    re.IGNORECASE,
)
"""Des serveurs répandus disent la boîte inconnue sous un code qui ne le dit pas (« 5.5.0 », « 5.4.1 », « 5.4.4 »)."""
_EXPRESSES = re.compile(r"^5\.1\.(1|2|3|6|10)$")
_RELAIS = re.compile(r"relay", re.IGNORECASE)
_REGLE = re.compile(
    r"relay|authenti|\bspf\b|dkim|dmarc|black ?list|block ?list|blocked|spam|polic|denied|sender|reputation|"
    r"not permitted|\brbl\b|quota|full|rate|too many|virus",
    re.IGNORECASE,
)
"""Un 550 sans code étendu qui parle de cela ne dit rien de la boîte du destinataire."""


class Etape(StrEnum):
    """Où en est la remise quand le serveur répond."""

    EXPEDITEUR = "l'expéditeur"
    DESTINATAIRE = "le destinataire"
    CONTENU = "le contenu"
    MESSAGE = "le message"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reponse:
    """Une réponse : ``code`` à trois chiffres (-1 : ce n'en est pas une), ``texte`` sur une ligne."""

    code: int
    texte: str

    @property
    def etendu(self) -> str:
        """Le code étendu (« 5.1.1 », RFC 3463) s'il s'accorde au code, ou vide."""
        trouve = _ETENDU.match(self.texte)
        return trouve[1] if trouve and trouve[1][0] == str(self.code)[0] else ""

    @property
    def ligne(self) -> str:
        """La réponse telle que le serveur l'a dite, sur une ligne."""
        return f"{self.code} {self.texte}".strip()


def lire_reponse(code: int, octets: bytes) -> Reponse:
    """Une réponse nettoyée : une ligne, sans caractère de contrôle, jamais plus longue que ``LONGUEUR``."""
    return Reponse(code=code, texte=en_une_ligne(_decoder(octets[: 4 * LONGUEUR])))


def en_une_ligne(texte: str) -> str:
    """Un texte venu d'ailleurs, sur une ligne, borné."""
    ligne = _CONTROLES.sub(" ", texte).strip()
    return ligne if len(ligne) <= LONGUEUR else ligne[: LONGUEUR - 1] + "…"


def sans_adresse(texte: str) -> str:
    """Le texte sans les adresses qu'il cite : le journal ne s'efface pas, il n'en garde aucune.

    >>> sans_adresse("550 <ana@exemple.fr>: Recipient rejected")
    '550 <(adresse)>: Recipient rejected'
    """
    return _ADRESSE.sub("(adresse)", texte)


def refusee(etape: Etape, reponse: Reponse) -> Remise:
    """La remise qu'un 4xx ou un 5xx arrête ici : rien n'est parti."""
    passager = reponse.code < 500 or _relais_refuse(etape, reponse)
    suite = " pour l'instant" if passager else ""
    return Remise(
        sort=Sort.PASSAGER if passager else Sort.DEFINITIF,
        code=reponse.etendu or str(reponse.code),
        motif=f"Le serveur refuse {etape}{suite} : {sans_adresse(reponse.ligne)}",
        coordonnee=not passager and condamne(etape, reponse),
    )


def _relais_refuse(etape: Etape, reponse: Reponse) -> bool:
    """« Relay denied » : ce serveur ne relaie pas pour nous. Un réglage se corrige avant l'abandon."""
    return etape is Etape.DESTINATAIRE and not _mauvaise(reponse) and bool(_RELAIS.search(sans_adresse(reponse.texte)))


def _inconnue(reponse: Reponse) -> bool:
    texte = sans_adresse(reponse.texte)
    return bool(_VAGUES.match(reponse.etendu) and _INCONNU.search(texte)) and "sender" not in texte.lower()


def _mauvaise(reponse: Reponse) -> bool:
    return bool(_MAUVAISES_ADRESSES.match(reponse.etendu))


def condamne(etape: Etape, reponse: Reponse) -> bool:
    """Vrai si ce refus définitif condamne l'adresse du destinataire.

    >>> condamne(Etape.DESTINATAIRE, Reponse(code=550, texte="5.1.1 User unknown"))
    True
    >>> condamne(Etape.DESTINATAIRE, Reponse(code=550, texte="5.7.1 Message rejected"))
    False
    """
    if etape is Etape.MESSAGE:  # certains serveurs ne jugent le destinataire, seul, qu'après le contenu
        return bool(_EXPRESSES.match(reponse.etendu))
    if etape is not Etape.DESTINATAIRE:
        return False
    if reponse.etendu:
        return _mauvaise(reponse) or _inconnue(reponse)
    return reponse.code in (550, 551, 553) and not _REGLE.search(sans_adresse(reponse.texte))


def _decoder(octets: bytes) -> str:
    try:
        return octets.decode()
    except UnicodeDecodeError:
        return octets.decode("latin-1")
