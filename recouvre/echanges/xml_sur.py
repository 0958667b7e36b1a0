"""Lire un XML venu de l'extérieur : ni DOCTYPE, ni entité, ni fichier du réseau, et des tailles bornées."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from recouvre.domaine.brouillons import FichierRefuse

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

PLAFOND_XML = 20_000_000
"""Taille maximale d'un XML, en octets."""

_BALISES_MAXIMALES = 1_000_000
"""Un XML de 20 Mo fait de balises vides tiendrait la machine une minute et un gigaoctet."""


def lire_xml(octets: bytes, fichier: str) -> Element:
    """Rend la racine. Lève ``FichierRefuse`` si le XML est trop gros, mal formé, ou déclare un DOCTYPE ou une entité.

    Refuser tout DOCTYPE écarte d'un coup les entités externes et les bombes d'expansion : une facture n'en a jamais.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    if len(octets) > PLAFOND_XML or octets.count(b"<") > _BALISES_MAXIMALES:
        raise FichierRefuse(
            fichier, f"le XML est démesuré (plus de {PLAFOND_XML // 1_000_000} Mo, ou un million de balises)."
        )
    try:
        racine: Element = fromstring(octets.lstrip(), forbid_dtd=True)
    except DefusedXmlException:
        raise FichierRefuse(
            fichier,
            "le XML déclare un DOCTYPE ou une entité, ce qu'une facture électronique ne fait jamais et qui peut nuire. "
            "Demandez le fichier d'origine au créancier.",
        ) from None
    except ParseError as faute:
        raise FichierRefuse(
            fichier,
            f"le XML est mal formé ou coupé, à la ligne {faute.position[0]}. Redemandez le fichier au créancier.",
        ) from None
    except (ValueError, LookupError):
        raise FichierRefuse(
            fichier, "le XML annonce un encodage inconnu. Redemandez le fichier au créancier."
        ) from None
    return racine


def nom_qualifie(element: Element) -> tuple[str, str]:
    """L'espace de noms et le nom local d'un élément."""
    espace, accolade, local = element.tag.rpartition("}")
    return (espace[1:], local) if accolade else ("", local)


def texte_de(parent: Element | None, chemin: str, espaces: dict[str, str]) -> str:
    """Le texte du premier élément à ce chemin, sur une ligne et sans blanc inutile ; vide s'il manque."""
    trouve = parent.find(chemin, espaces) if parent is not None else None
    return " ".join((trouve.text or "").split()) if trouve is not None else ""


def textes_de(parent: Element | None, chemin: str, espaces: dict[str, str]) -> Iterator[str]:
    """Les textes non vides de tous les éléments à ce chemin."""
    for trouve in parent.iterfind(chemin, espaces) if parent is not None else ():
        if texte := " ".join((trouve.text or "").split()):
            yield texte


def identifiants_de(parent: Element | None, chemin: str, espaces: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Les couples (``schemeID``, valeur) non vides de tous les éléments à ce chemin."""
    for trouve in parent.iterfind(chemin, espaces) if parent is not None else ():
        if texte := " ".join((trouve.text or "").split()):
            yield trouve.get("schemeID", ""), texte
