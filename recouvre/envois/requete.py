"""La requête d'un SMS, toute prête : chaque valeur est échappée pour l'endroit où elle va."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from recouvre.envois.description import Description, Format
from recouvre.envois.remise import CanalIndisponible
from recouvre.envois.substitution import remplir, remplir_tout

_TYPES = {
    Format.JSON: "application/json; charset=utf-8",
    Format.FORMULAIRE: "application/x-www-form-urlencoded",
    Format.XML: "text/xml; charset=utf-8",
    Format.TEXTE: "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Requete:
    """Ce qui se transmet. Rien n'en est montré : l'adresse, les en-têtes et le corps portent des secrets."""

    methode: str
    url: str = field(repr=False)
    entetes: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    corps: bytes = field(default=b"", repr=False)

    @property
    def cible(self) -> str:
        """Le chemin et les paramètres."""
        lue = urlsplit(self.url)
        return (lue.path or "/") + (f"?{lue.query}" if lue.query else "")

    def octets(self) -> bytes:
        """La requête telle qu'elle passe sur la liaison. Lève ``CanalIndisponible`` si un en-tête ne s'écrit pas.

        À faire avant d'engager : ce qui ne peut pas s'écrire n'est pas parti.
        """
        lignes = [f"{self.methode} {self.cible} HTTP/1.1", f"Host: {urlsplit(self.url).netloc}", "Connection: close"]
        for nom, valeur in self.entetes:
            if not valeur.isprintable() or any(ord(c) > 255 for c in valeur):
                raise CanalIndisponible(
                    f"Passerelle SMS : la valeur de l'en-tête « {nom} » a un caractère qu'un en-tête ne porte pas. "
                    "Rien n'est parti."
                )
            lignes.append(f"{nom}: {valeur}")
        if self.methode != "GET":
            lignes.append(f"Content-Length: {len(self.corps)}")
        return "\r\n".join([*lignes, "", ""]).encode("latin-1") + self.corps


def ecrire_requete(description: Description, valeurs: Mapping[str, str]) -> Requete:
    """La requête, avant toute signature."""
    corps = _corps(description, valeurs)
    entetes = {"Accept": "application/json", "User-Agent": "recouvre"}
    if description.methode != "GET":
        entetes["Content-Type"] = _TYPES[description.format]
    for nom, gabarit in description.entetes:
        entetes[nom] = remplir(gabarit, valeurs)
    return Requete(
        methode=description.methode,
        url=remplir(description.url, valeurs, lambda valeur: quote(valeur, safe="")),
        entetes=tuple(entetes.items()),
        corps=corps,
    )


def _corps(description: Description, valeurs: Mapping[str, str]) -> bytes:
    gabarit: Any = description.corps
    if description.methode == "GET":
        return b""
    match description.format:
        case Format.JSON:
            return json.dumps(remplir_tout(gabarit, valeurs), ensure_ascii=False).encode()
        case Format.FORMULAIRE:
            return urlencode({nom: remplir(texte, valeurs) for nom, texte in gabarit.items()}).encode()
        case Format.XML:
            return remplir(gabarit, valeurs, html.escape).encode()
        case Format.TEXTE:
            return remplir(gabarit, valeurs).encode()
