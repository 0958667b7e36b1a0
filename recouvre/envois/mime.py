"""Le MIME d'un courriel, écrit à la main : les mêmes octets partout, quelle que soit la version de Python.

La bibliothèque standard replie les noms accentués en y glissant des espaces, et tire ses frontières au hasard.
"""

from __future__ import annotations

import re
import unicodedata
from base64 import b64encode
from binascii import b2a_base64, b2a_qp

LIGNE = 76
"""Caractères d'une ligne de corps, et d'une ligne d'en-tête (RFC 2045, RFC 5322)."""

_BLANCS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_HORS_DU_TEXTE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_HORS_DU_NOM = re.compile(r"[^A-Za-z0-9._-]+")
_OCTETS_PAR_MOT = 36
_SIMPLE = 60


def en_tete(texte: str) -> str:
    """Un texte fait pour un en-tête : une ligne, sans caractère de contrôle.

    >>> en_tete("Facture F-1\\r\\nBcc: tous@exemple.fr")
    'Facture F-1 Bcc: tous@exemple.fr'
    """
    return _BLANCS.sub(" ", _propre(texte)).strip()


def mots_codes(texte: str) -> str:
    """Le texte tel quel s'il est court et en ASCII, sinon en mots codés (RFC 2047), un par ligne.

    >>> mots_codes("Facture F-1"), mots_codes("Échéance")
    ('Facture F-1', '=?utf-8?b?w4ljaMOpYW5jZQ==?=')
    """
    ligne = en_tete(texte)
    if ligne.isascii() and len(ligne) <= _SIMPLE and "=?" not in ligne:
        return ligne
    return "\r\n ".join(f"=?utf-8?b?{b64encode(morceau).decode()}?=" for morceau in _morceaux(ligne))


def _morceaux(ligne: str) -> list[bytes]:
    """Coupé entre deux caractères : un mot codé se lit seul."""
    morceaux = [b""]
    for caractere in ligne:
        octets = caractere.encode()
        if len(morceaux[-1]) + len(octets) > _OCTETS_PAR_MOT:
            morceaux.append(b"")
        morceaux[-1] += octets
    return morceaux


def adresse_nommee(nom: str, adresse: str) -> str:
    """« Nom <adresse> », le nom entre guillemets ou codé.

    >>> adresse_nommee("Cabinet Roux, SARL", "a@exemple.fr"), adresse_nommee("", "a@exemple.fr")
    ('"Cabinet Roux, SARL" <a@exemple.fr>', 'a@exemple.fr')
    """
    ligne = en_tete(nom)
    if not ligne:
        return adresse
    ecrit = mots_codes(ligne)
    if ecrit == ligne:
        ecrit = '"' + ligne.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{ecrit}\r\n <{adresse}>" if len(ecrit) + len(adresse) > LIGNE - 12 else f"{ecrit} <{adresse}>"


def corps_propre(texte: str) -> str:
    """Le texte d'un corps : fins de ligne simples, sans caractère de contrôle, une ligne à la fin."""
    return _HORS_DU_TEXTE.sub("", _propre(texte).replace("\r\n", "\n").replace("\r", "\n")).rstrip("\n") + "\n"


def partie_texte(sorte: str, texte: str) -> bytes:
    """Une partie ``text/plain`` ou ``text/html``, en quoted-printable."""
    tete = f'Content-Type: text/{sorte}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    return tete.encode() + b2a_qp(texte.replace("\n", "\r\n").encode(), istext=True)


def partie_pdf(nom: str, octets: bytes) -> bytes:
    """Une pièce jointe."""
    tete = (
        f'Content-Type: application/pdf; name="{nom}"\r\nContent-Transfer-Encoding: base64\r\n'
        f'Content-Disposition: attachment; filename="{nom}"\r\n\r\n'
    )
    pas = LIGNE * 3 // 4
    lignes = (b2a_base64(octets[debut : debut + pas], newline=False) for debut in range(0, len(octets), pas))
    return tete.encode() + b"\r\n".join(lignes) + b"\r\n"


def reunir(sorte: str, frontiere: str, parties: list[bytes]) -> bytes:
    """Des parties réunies ; « =_ », qui n'existe ni en quoted-printable ni en base64, ouvre leur frontière."""
    tete = f'Content-Type: multipart/{sorte}; boundary="=_{frontiere}"\r\n\r\n'
    trait = f"--=_{frontiere}".encode()
    corps = b"".join(trait + b"\r\n" + partie + b"\r\n" for partie in parties)
    return tete.encode() + corps + trait + b"--\r\n"


def nom_de_fichier(nom: str) -> str:
    """Un nom de pièce jointe que toute messagerie sait écrire.

    >>> nom_de_fichier("../Relance née.pdf")
    'Relance-nee.pdf'
    """
    sans_accent = unicodedata.normalize("NFKD", _propre(nom)).encode("ascii", "ignore").decode()
    return _HORS_DU_NOM.sub("-", sans_accent).strip("-.")[-50:].lstrip("-.") or "document.pdf"


def _propre(texte: str) -> str:
    """Sans demi-caractère (un fichier mal décodé en porte), qui ne s'écrit dans aucun encodage."""
    return texte.encode("utf-8", "replace").decode()
