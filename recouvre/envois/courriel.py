"""Un courriel de recouvrement : texte et HTML sobres, pièces jointes, mêmes octets à chaque fabrication.

Ni image, ni lien, ni suivi : le HTML est le texte, échappé. Ce qui vient d'ailleurs (noms, objets) tient sur une ligne
d'en-tête et n'en ouvre jamais une autre.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import format_datetime
from hashlib import sha256

from recouvre.domaine.canaux import ReglagesCourriel
from recouvre.envois.enveloppe import chemin
from recouvre.envois.mime import (
    adresse_nommee,
    corps_propre,
    en_tete,
    mots_codes,
    nom_de_fichier,
    partie_pdf,
    partie_texte,
    reunir,
)
from recouvre.envois.remise import CanalIndisponible

ENTETE_REFERENCE = "X-Recouvre-Ref"

_NUMERO = re.compile(r"<[^<>@\s]+@[^<>@\s]+>")


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceJointe:
    """Un PDF joint. ``nom`` : celui que voit le destinataire (« relance-D-12-3.pdf »)."""

    nom: str
    octets: bytes


def composer_courriel(
    reglages: ReglagesCourriel,
    *,
    destinataire: str,
    nom: str = "",
    objet: str,
    texte: str,
    page: str = "",
    pieces: Sequence[PieceJointe] = (),
    date: dt.datetime,
    numero: str,
    reference: str,
) -> bytes:
    """Le message entier, prêt pour SMTP.

    ``page`` : son HTML, tiré du texte à défaut ; ``numero`` est son ``Message-ID`` ; ``date`` porte son fuseau.

    Lève ``CanalIndisponible`` si l'expéditeur réglé n'est pas une adresse, ``ValueError`` si le destinataire ou le
    numéro n'en sont pas : c'est à l'appelant de les avoir contrôlés.
    """
    if not _NUMERO.fullmatch(numero) or not numero.isascii():
        raise ValueError("numéro de message mal formé")
    if not chemin(destinataire):
        raise ValueError("adresse de destinataire mal formée")
    lignes = {
        "From": adresse_nommee(reglages.nom, _expediteur(reglages.expediteur)),
        "To": adresse_nommee(nom, chemin(destinataire)),
        "Reply-To": adresse_nommee(reglages.nom, _expediteur(reglages.repondre_a)) if reglages.repondre_a else "",
        "Subject": mots_codes(objet),
        "Date": format_datetime(date if date.tzinfo else date.astimezone()),
        "Message-ID": numero,
        "Auto-Submitted": "auto-generated",
        ENTETE_REFERENCE: mots_codes(reference),
        "MIME-Version": "1.0",
    }
    tete = "".join(f"{nom}: {valeur}\r\n" for nom, valeur in lignes.items() if valeur)
    return tete.encode() + _corps(numero, objet, texte, page, pieces)


def numero_de_message(reglages: ReglagesCourriel, cle: str) -> str:
    """Le ``Message-ID`` d'un envoi, toujours le même pour la même clé, au domaine de l'expéditeur.

    >>> numero_de_message(ReglagesCourriel(expediteur="relances@exemple.fr"), "relance-1:12:1:abc")
    '<7b5d1fdd05fe70ed0b7c26d0d5700e95@exemple.fr>'
    """
    domaine = chemin(reglages.expediteur).rpartition("@")[2] or "recouvre.invalid"
    return f"<{sha256(cle.encode()).hexdigest()[:32]}@{domaine}>"


def cle_de_retour(reference: str, empreinte: str) -> str:
    """La clé d'une adresse de retour : la référence, et de quoi ne pas pouvoir la deviner.

    ``empreinte`` est celle du document figé, que seuls le cabinet et le destinataire connaissent : un faux rebond ne
    peut pas condamner une adresse. En minuscules : des serveurs changent la casse.

    >>> cle_de_retour("D-12-3", "abc")
    'd-12-3-f7573772a398'
    """
    marque = sha256(f"{reference} {empreinte}".encode()).hexdigest()[:12]
    return f"{reference.lower()}-{marque}"


def adresse_de_retour(reglages: ReglagesCourriel, cle: str) -> str:
    """L'adresse où reviendront les échecs de cet envoi ; vide si le cabinet n'en règle pas.

    >>> adresse_de_retour(ReglagesCourriel(retour="retours+{cle}@exemple.fr"), "d-12-3-4a32")
    'retours+d-12-3-4a32@exemple.fr'
    """
    return reglages.retour.replace("{cle}", cle)


def cle_de_l_adresse(reglages: ReglagesCourriel, adresse: str) -> str:
    """La clé que porte une adresse de retour ; vide si elle n'en est pas une.

    >>> cle_de_l_adresse(ReglagesCourriel(retour="retours+{cle}@exemple.fr"), "Retours+D-12-3-4a32@EXEMPLE.fr")
    'd-12-3-4a32'
    """
    avant, repere, apres = reglages.retour.lower().partition("{cle}")
    lue = adresse.lower()
    if not repere or not (lue.startswith(avant) and lue.endswith(apres)):
        return ""
    cle = lue[len(avant) : len(lue) - len(apres)]
    return cle if re.fullmatch(r"[a-z0-9-]{1,64}", cle) else ""


def _expediteur(adresse: str) -> str:
    lue = chemin(adresse)
    if not lue or not lue.isascii():
        raise CanalIndisponible(
            "L'adresse d'expédition ou de réponse réglée ne convient pas : il la faut sans accent. Corrigez-la avec "
            "« recouvre canal courriel --expediteur … --repondre-a … ». Rien n'est parti."
        )
    return lue


def _corps(numero: str, objet: str, texte: str, page: str, pieces: Sequence[PieceJointe]) -> bytes:
    """Le texte et son HTML, puis les pièces. Les frontières sont tirées du numéro."""
    graine, propre = sha256(numero.encode()).hexdigest()[:24], corps_propre(texte)
    lisible = reunir(
        "alternative",
        f"{graine}_t",
        [
            partie_texte("plain", propre),
            partie_texte("html", corps_propre(page) if page else en_html(en_tete(objet), propre)),
        ],
    )
    if not pieces:
        return lisible
    jointes = [partie_pdf(nom_de_fichier(piece.nom), piece.octets) for piece in pieces]
    return reunir("mixed", f"{graine}_p", [lisible, *jointes])


def en_html(titre: str, texte: str) -> str:
    """Le texte en HTML : paragraphes et retours à la ligne, rien d'autre.

    >>> print(en_html("A & B", "Bonjour,\\n<b>ligne</b>\\n\\nMerci.").split("<body")[1])
     style="font-family: sans-serif; font-size: 15px; line-height: 1.5; color: #1a1a1a;">
    <p>Bonjour,<br>
    &lt;b&gt;ligne&lt;/b&gt;</p>
    <p>Merci.</p>
    </body>
    </html>
    <BLANKLINE>
    """
    blocs = [bloc.strip("\n") for bloc in re.split(r"\n[ \t]*\n", texte) if bloc.strip()]
    paragraphes = "\n".join(
        f"<p>{html.escape(bloc, quote=False).replace(chr(10), '<br>' + chr(10))}</p>" for bloc in blocs
    )
    style = "font-family: sans-serif; font-size: 15px; line-height: 1.5; color: #1a1a1a;"
    return (
        '<!DOCTYPE html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{html.escape(titre, quote=False)}</title>\n</head>\n"
        f'<body style="{style}">\n{paragraphes}\n</body>\n</html>\n'
    )
