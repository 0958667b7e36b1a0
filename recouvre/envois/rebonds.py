"""Lire un courriel revenu : est-ce un échec, de quel envoi, et l'adresse est-elle condamnée ?

Un message hostile, tronqué ou mal encodé ne lève rien : au pire, il reste à lire par une personne. Une réponse
automatique arrive à la même adresse de retour qu'un échec : la clé seule n'en fait jamais un.
"""

from __future__ import annotations

import datetime as dt
import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime
from enum import StrEnum

from recouvre.domaine.canaux import ReglagesCourriel
from recouvre.envois.courriel import ENTETE_REFERENCE, cle_de_l_adresse
from recouvre.envois.diagnostics import Diagnostic, diagnostic_des_champs, diagnostic_du_texte
from recouvre.envois.reponses_smtp import en_une_ligne

TAILLE_LUE = 256 * 1024
"""Ce qu'on lit d'un message : le rapport et les en-têtes de l'original viennent avant son contenu."""

_PARTIES_AU_PLUS = 40
_BRUT_AU_PLUS = 64 * 1024
_LIGNE_VIDE = re.compile(rb"\r?\n\r?\n")
_HORS_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_NUMERO = re.compile(r"<[^<>\s@]{1,200}@[^<>\s]{1,200}>")
_LIGNE_NUMERO = re.compile(r"(?im)^[> \t]*message-id:\s*(<[^<>\s]{1,400}>)")
_LIGNE_REFERENCE = re.compile(rf"(?im)^[> \t]*{ENTETE_REFERENCE}:[ \t]*([A-Za-z0-9-]{{1,40}})")
_ADRESSE = re.compile(r"[^\s<>()\[\],;:\"]{1,64}@[^\s<>()\[\],;:\"]{1,255}")
_VERS = ("to", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to", "apparently-to")

_AUTOMATE = re.compile(r"mailer-daemon|postmaster|mail delivery|mail-daemon|microsoftexchange|<>", re.IGNORECASE)
_OBJET_ECHEC = re.compile(
    r"undeliver|not delivered|delivery (status|failure|has failed)|delivery failed|failure notice|returned mail|"
    r"mail delivery|non[- ]remis|non[- ]distribu|échec de (la )?remise|n'a pas pu être|unzustellbar",
    re.IGNORECASE,
)
_OBJET_RETARD = re.compile(r"\bdelayed\b|retardé|\bwarning\b|still being retried", re.IGNORECASE)
_OBJET_AUTOMATIQUE = re.compile(
    r"^\W*(out of (the )?office|automatic reply|auto-?reply|réponse automatique|absence du bureau|message d'absence)",
    re.IGNORECASE,
)
_ORIGINAUX = ("message/rfc822", "message/global", "message/global-headers")
_RAPPORTS = ("message/delivery-status", "message/global-delivery-status")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recu:
    """Un message de la boîte : ``nom`` l'y désigne, ``octets`` en est le début."""

    nom: str
    octets: bytes


class Nature(StrEnum):
    """Ce qu'est un courriel revenu. ``ABSENCE`` : une réponse automatique ; ``AUTRE`` : à lire par une personne."""

    REBOND = "rebond"
    RETARD = "retard"
    ABSENCE = "absence"
    ACCUSE = "accusé"
    AUTRE = "autre"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebond:
    """Un échec de remise. Vides : ce qu'il ne dit pas. ``definitif`` : l'adresse ne vaut plus rien.

    ``message_id`` : le numéro de l'original ; ``reference`` : son ``X-Recouvre-Ref`` ; ``cle_retour`` : la clé de
    l'adresse où il est revenu ; ``code`` : « 5.1.1 » ; ``motif`` : la phrase du serveur, sans adresse.
    """

    message_id: str = ""
    reference: str = ""
    cle_retour: str = ""
    definitif: bool = False
    code: str = ""
    motif: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revenu:
    """Un courriel de la boîte des retours. ``de`` et ``objet`` servent à le retrouver ; ``le`` : sa date, s'il en a."""

    nature: Nature
    le: dt.date | None = None
    de: str = ""
    objet: str = ""
    rebond: Rebond | None = None


def lire_revenu(octets: bytes, reglages: ReglagesCourriel | None = None) -> Revenu:
    """Lit un courriel revenu. ``reglages`` : pour reconnaître l'adresse de retour. Ne lève rien."""
    lus = octets[:TAILLE_LUE]
    if lus.lower().count(b"multipart/") > _PARTIES_AU_PLUS or lus.lower().count(b"message/") > _PARTIES_AU_PLUS:
        return Revenu(nature=Nature.AUTRE)  # des emboîtements par dizaines : lire coûterait, et n'apprendrait rien
    try:
        return _lire(message_from_bytes(lus), reglages or ReglagesCourriel())
    except Exception:  # la bibliothèque lève de tout devant un MIME hostile, jusqu'à la récursion
        return Revenu(nature=Nature.AUTRE)


def _lire(message: Message, reglages: ReglagesCourriel) -> Revenu:
    de, objet = _entete(message, "from"), _entete(message, "subject")
    parties = list(_parties(message))
    nature, diagnostic = _nature(message, parties, de, objet)
    le = _le(_entete(message, "date"))
    if nature is not Nature.REBOND:
        return Revenu(nature=nature, le=le, de=de, objet=objet)
    texte = _texte(parties)
    rebond = Rebond(
        message_id=_numero(message, parties, texte),
        reference=_reference(parties, texte),
        cle_retour=_cle(message, reglages),
        definitif=diagnostic.condamne,
        code=diagnostic.code,
        motif=diagnostic.motif,
    )
    return Revenu(nature=nature, le=le, de=de, objet=objet, rebond=rebond)


def _nature(message: Message, parties: list[Message], de: str, objet: str) -> tuple[Nature, Diagnostic]:
    """Le rapport normalisé d'abord : il porte souvent, lui aussi, « Auto-Submitted: auto-replied »."""
    rien = Diagnostic()
    sorte = _parametre(message, "report-type")
    if rapports := [partie for partie in parties if partie.get_content_type() in _RAPPORTS]:
        diagnostic = diagnostic_des_champs([bloc for rapport in rapports for bloc in _blocs(rapport)])
        return _selon_l_action(diagnostic, objet), diagnostic
    if sorte in ("disposition-notification", "feedback-report"):
        return Nature.ACCUSE if sorte.startswith("disposition") else Nature.AUTRE, rien
    automate = bool(_AUTOMATE.search(de)) or _entete(message, "return-path") == "<>"
    echec = bool(_entete(message, "x-failed-recipients")) or bool(_OBJET_ECHEC.search(objet))
    if automate and not _entete(message, "x-failed-recipients") and _OBJET_RETARD.search(objet):
        return Nature.RETARD, rien
    if automate and (echec or "delivery-status" in sorte):
        return Nature.REBOND, diagnostic_du_texte(_texte(parties))
    repond = _entete(message, "auto-submitted").lower().startswith("auto-replied")
    signes = ("x-autoreply", "x-autorespond", "x-autoresponder")
    if repond or any(_entete(message, nom) for nom in signes) or _OBJET_AUTOMATIQUE.search(objet):
        return Nature.ABSENCE, rien
    return Nature.AUTRE, rien


def _selon_l_action(diagnostic: Diagnostic, objet: str) -> Nature:
    """RFC 3464 §2.3.3 : ``failed`` est un échec ; ``delayed`` n'en est pas encore un ; le reste est arrivé."""
    if diagnostic.action == "delayed":
        return Nature.RETARD
    if diagnostic.action in ("delivered", "relayed", "expanded"):
        return Nature.ACCUSE
    if diagnostic.action != "failed" and diagnostic.code[:1] not in ("4", "5"):
        return Nature.REBOND if _OBJET_ECHEC.search(objet) else Nature.AUTRE
    if diagnostic.action != "failed" and diagnostic.code[:1] == "4":
        return Nature.RETARD
    return Nature.REBOND


def _parties(message: Message) -> Iterator[Message]:
    """Les parties du rapport, sans entrer dans l'original : son texte n'est pas celui du serveur."""
    yield message
    contenu = message.get_payload()
    if message.get_content_maintype() == "multipart" and isinstance(contenu, list):
        for partie in contenu:
            if isinstance(partie, Message):
                yield from _parties(partie)


def _blocs(rapport: Message) -> Iterator[Message]:
    """Les blocs d'un rapport : la bibliothèque les sépare, sauf s'il est encodé ou international."""
    contenu = rapport.get_payload()
    blocs = [bloc for bloc in contenu if isinstance(bloc, Message)] if isinstance(contenu, list) else []
    if rapport.get_content_type() == _RAPPORTS[0] and any(bloc.get("action") or bloc.get("status") for bloc in blocs):
        yield from blocs
        return
    brut = b"\n\n".join(bloc.as_bytes() for bloc in blocs) or _octets(rapport)
    if _entete(rapport, "content-transfer-encoding").lower() == "base64":
        brut = b64decode(_HORS_BASE64.sub(b"", brut) + b"==")
    for morceau in _LIGNE_VIDE.split(brut)[:_PARTIES_AU_PLUS]:
        yield message_from_bytes(morceau + b"\n\n")


def _octets(message: Message) -> bytes:
    contenu = message.get_payload(decode=True)
    return contenu if isinstance(contenu, bytes) else b""


def _texte(parties: list[Message]) -> str:
    """Le texte des parties lisibles, borné ; un encodage inconnu se lit comme il peut."""
    morceaux: list[str] = []
    for partie in parties:
        if partie.is_multipart() or partie.get_content_maintype() not in ("text", "message"):
            continue
        octets = _octets(partie)[:_BRUT_AU_PLUS]
        try:
            morceaux.append(octets.decode(partie.get_content_charset() or "utf-8", "replace"))
        except (LookupError, ValueError):
            morceaux.append(octets.decode("latin-1"))
    return "\n".join(morceaux)[:_BRUT_AU_PLUS]


def _originaux(parties: list[Message]) -> Iterator[Message]:
    """Les en-têtes de l'original, joint en entier ou réduit à ses en-têtes."""
    for partie in parties:
        sorte = partie.get_content_type()
        if sorte in _ORIGINAUX and isinstance(contenu := partie.get_payload(), list):
            yield from (original for original in contenu if isinstance(original, Message))
        elif sorte == "text/rfc822-headers":
            yield message_from_bytes(_octets(partie)[:_BRUT_AU_PLUS])


def _numero(message: Message, parties: list[Message], texte: str) -> str:
    """Dans l'original joint, sinon cité dans le texte, sinon dans ce à quoi ce courriel répond."""
    dits = [_entete(original, "message-id") for original in _originaux(parties)]
    dits += [trouve[1] for trouve in _LIGNE_NUMERO.finditer(texte)]
    dits += [_entete(message, "in-reply-to"), _entete(message, "references"), _entete(message, "x-original-message-id")]
    return next((trouve[0] for dit in dits if (trouve := _NUMERO.search(dit))), "")


def _reference(parties: list[Message], texte: str) -> str:
    dits = [_entete(original, ENTETE_REFERENCE) for original in _originaux(parties)]
    if trouve := _LIGNE_REFERENCE.search(texte):
        dits.append(trouve[1])
    return next((dit for dit in dits if re.fullmatch(r"[A-Za-z0-9-]{1,40}", dit)), "").upper()


def _cle(message: Message, reglages: ReglagesCourriel) -> str:
    for nom in _VERS:
        for adresse in _ADRESSE.findall(" ".join(str(valeur) for valeur in message.get_all(nom, []))[:4000]):
            if cle := cle_de_l_adresse(reglages, adresse):
                return cle
    return ""


def _le(texte: str) -> dt.date | None:
    """Le jour de sa date, tel que le serveur l'écrit."""
    try:
        return parsedate_to_datetime(texte).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _parametre(message: Message, nom: str) -> str:
    valeur = message.get_param(nom, "")
    return valeur.lower() if isinstance(valeur, str) else ""


def _entete(message: Message, nom: str) -> str:
    """Un en-tête sur une ligne, décodé s'il se décode."""
    brut = str(message.get(nom, ""))[:4000]
    try:
        return en_une_ligne(str(make_header(decode_header(brut))))
    except Exception:  # jeu de caractères inconnu, base64 tronqué : le brut fera l'affaire
        return en_une_ligne(brut)
