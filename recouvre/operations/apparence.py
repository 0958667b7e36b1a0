"""L'apparence réglée par le profil : ses images sont gardées dans le cabinet, relues et contrôlées avant de servir."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from recouvre.base.fichiers import ecrire
from recouvre.courriers.apparence import ACCENT, ORDINAIRE, Apparence, lire_couleur, lire_pied
from recouvre.courriers.archivage import RESERVE, archiver, exiger_archivage
from recouvre.courriers.refus import ApparenceFautive
from recouvre.domaine.profil import Profil

if TYPE_CHECKING:
    from recouvre.courriers.courrier import Courrier
    from recouvre.operations.session import Session

IMAGES = ("logo", "signature")
"""Les champs du profil qui nomment un fichier du cabinet."""

RESERVE_ARCHIVE = RESERVE
"""À dire à qui demande des documents d'archive."""

LONGUEUR_CARTES = 80
"""Les noms des cartes acceptées tiennent sur une ligne du cadre « Comment payer »."""

_SUFFIXES = {"PNG": ".png", "JPEG": ".jpg"}


def lire_apparence(cabinet: Path, profil: Profil) -> Apparence:
    """L'apparence des courriers de ce cabinet. Lève ``ApparenceFautive`` : une lettre sans son logo ne part pas."""
    if not (profil.logo or profil.couleur or profil.signature or profil.pied):
        return ORDINAIRE
    return Apparence(
        couleur=lire_couleur(profil.couleur) if profil.couleur else ACCENT,
        logo=_image(cabinet, "logo", profil.logo),
        signature=_image(cabinet, "signature", profil.signature),
        pied=_pied(profil.pied),
    )


def fabriquer(session: Session, courrier: Courrier) -> bytes:
    """Le PDF à figer, en PDF/A-2b si le profil le demande. Lève ``CaractereImpossible`` ou ``ArchivageImpossible``."""
    from recouvre.courriers.mise_en_page import imprimer

    octets = imprimer(courrier)
    return archiver(octets) if session.profil.archive else octets


def adopter(cabinet: Path, changements: Mapping[str, str | dt.date | bool]) -> dict[str, str | dt.date | bool]:
    """Contrôle les réglages d'apparence, copie les images dans le cabinet, et rend ce qu'il faut écrire au profil.

    Lève ``ApparenceFautive`` ou ``ArchivageImpossible``.
    """
    adoptes = dict(changements)
    if couleur := str(changements.get("couleur", "")):
        lire_couleur(couleur)
    _pied(str(changements.get("pied", "")))
    controler_cartes(str(changements.get("cartes", "")))
    if changements.get("archive"):
        exiger_archivage()
    for champ in IMAGES:
        if chemin := str(changements.get(champ, "")):
            octets = _lire(champ, Path(chemin))
            adoptes[champ] = f"{champ}{_suffixe(champ, octets)}"
            ecrire(cabinet / str(adoptes[champ]), octets)
    return adoptes


def _image(cabinet: Path, champ: str, nom: str) -> bytes:
    """Le profil peut s'écrire à la main : le fichier nommé doit être dans le cabinet."""
    if not nom:
        return b""
    chemin = (cabinet / nom).resolve()
    if not chemin.is_relative_to(cabinet.resolve()):
        raise ApparenceFautive(champ, f"« {nom} » n'est pas dans le cabinet.")
    octets = _lire(champ, chemin)
    _suffixe(champ, octets)
    return octets


def _lire(champ: str, chemin: Path) -> bytes:
    from recouvre.courriers.images import OCTETS

    try:
        with chemin.open("rb") as flux:
            return flux.read(OCTETS + 1)
    except OSError:
        raise ApparenceFautive(champ, f"le fichier {chemin} ne se lit pas.") from None


def _suffixe(champ: str, octets: bytes) -> str:
    from recouvre.courriers.images import format_image

    return _SUFFIXES[format_image(champ, octets)]


def controler_cartes(texte: str) -> None:
    """Des noms de réseaux, en une ligne qui s'imprime : ni numéro de carte, ni frais, ni menace."""
    if not texte:
        return
    from recouvre.courriers.avertissements import avertir
    from recouvre.echanges.cartes import contient_une_carte

    if contient_une_carte(texte, par_carte=True):
        raise ApparenceFautive("cartes", "un numéro de carte ne se garde jamais (PCI-DSS) : « CB, Visa, Mastercard ».")
    if len(texte) > LONGUEUR_CARTES:
        raise ApparenceFautive("cartes", f"{LONGUEUR_CARTES} caractères au plus : « CB, Visa, Mastercard ».")
    for defendu in avertir(texte):
        raise ApparenceFautive("cartes", f"« {defendu.mot} » : {defendu.raison}")


def _pied(texte: str) -> tuple[str, ...]:
    """Les lignes ajoutées au pied ; elles ne trompent pas plus que le corps de la lettre."""
    from recouvre.courriers.avertissements import avertir

    for defendu in avertir(texte):
        raise ApparenceFautive("pied", f"« {defendu.mot} » : {defendu.raison}")
    return lire_pied(texte)
