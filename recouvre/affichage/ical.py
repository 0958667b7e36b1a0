"""L'agenda en calendrier (RFC 5545) : une journée entière par démarche, sous un identifiant qui ne change pas.

Réimporté, le calendrier met à jour ce qu'il contient déjà. Ce qui est en retard est porté au jour même : un évènement
passé ne se verrait plus.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from recouvre.affichage.agenda import SECTIONS, Ligne
from recouvre.affichage.encodage import sans_controle
from recouvre.affichage.gestes import geste
from recouvre.domaine.numeros import numero_lisible

_OCTETS = 75
"""Une ligne n'en compte pas plus, retour exclu (RFC 5545, § 3.1)."""

_PAROLES = frozenset({"rappel", "litige", "avis"})
"""Leur libellé reprend ce que quelqu'un a écrit : un nom peut s'y trouver."""


def calendrier(lignes: Iterable[Ligne], au: dt.date, instant: dt.datetime, *, marque: str, noms: bool) -> str:
    """Le calendrier. ``instant`` en UTC ; ``marque`` distingue ce cabinet ; ``noms`` : nommer les débiteurs."""
    contenu = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//recouvre//agenda//FR", "CALSCALE:GREGORIAN"]
    contenu += ["METHOD:PUBLISH", "X-WR-CALNAME:Recouvrement"]
    for ligne in lignes:
        contenu += _evenement(ligne, au, instant, marque, noms=noms)
    contenu.append("END:VCALENDAR")
    return "".join(f"{_plier(ligne)}\r\n" for ligne in contenu)


def _evenement(ligne: Ligne, au: dt.date, instant: dt.datetime, marque: str, *, noms: bool) -> Iterator[str]:
    dossier, prevu = numero_lisible(ligne.dossier), dt.date.fromisoformat(ligne.le)
    jour = max(prevu, au)
    titre = SECTIONS.get(ligne.genre, (ligne.genre.capitalize(),))[0]
    quoi = titre if ligne.genre in _PAROLES and not noms else ligne.libelle
    sujet = [dossier, ligne.debiteur, quoi] if noms else [dossier, quoi]
    dit = [ligne.fondement, f"Prévu le {prevu:%d/%m/%Y}, en retard." if prevu < au else ""]
    dit.append(geste(ligne.commande, ligne.genre, ligne.cle, dossier))
    yield "BEGIN:VEVENT"
    yield f"UID:{dossier}.{_sur(ligne.cle)}@{marque}.recouvre"
    yield f"DTSTAMP:{instant:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{jour:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{jour + dt.timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_texte(' · '.join(filter(None, sujet)))}"
    yield f"DESCRIPTION:{_texte(chr(10).join(filter(None, dit)))}"
    yield f"CATEGORIES:{_texte(titre)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _texte(valeur: str) -> str:
    r"""Une valeur TEXT (RFC 5545, § 3.3.11).

    >>> print(_texte("a;b,c\\d\ne"))
    a\;b\,c\\d\ne
    """
    net = sans_controle(valeur.replace("\r\n", "\n").replace("\t", " "))
    for signe in ("\\", ";", ","):
        net = net.replace(signe, f"\\{signe}")
    return net.replace("\n", "\\n")


def _sur(cle: str) -> str:
    """Une clé sans rien qui gêne un logiciel d'agenda, et toujours distincte d'une autre."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "-:.") else f"_{ord(c):x}_" for c in cle)


def _plier(ligne: str) -> str:
    """La ligne coupée tous les 75 octets au plus, jamais au milieu d'une lettre (§ 3.1)."""
    morceaux: list[str] = []
    courant, poids = "", 0
    for lettre in ligne:
        taille = len(lettre.encode())
        if poids + taille > _OCTETS:
            morceaux.append(courant)
            courant, poids = " ", 1
        courant, poids = courant + lettre, poids + taille
    return "\r\n".join([*morceaux, courant])
