"""Sortir d'un PDF Factur-X le XML qui y est joint. Seul module de la pièce à connaître pypdf."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

from recouvre.domaine.brouillons import FichierRefuse
from recouvre.echanges.xml_sur import PLAFOND_XML

if TYPE_CHECKING:
    from pypdf.generic import EmbeddedFile

PLAFOND_PDF = 50_000_000
"""Taille maximale d'un PDF, en octets."""

_PIECES_MAXIMALES = 100
_NOMS = ("factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml", "order-x.xml")
"""Les noms qu'imposent Factur-X, XRechnung, ZUGFeRD (1 et 2) et Order-X, dans l'ordre où on les préfère."""

_SANS_FACTURE = (
    "ce PDF ne contient pas de facture électronique (Factur-X). Demandez le PDF Factur-X ou le XML au créancier, ou "
    "saisissez la facture : recouvre ouvrir --facture … --montant … --echeance …"
)
_CHIFFRE = "ce PDF est protégé (chiffré) : la facture ne peut y être lue. Demandez au créancier un PDF sans protection."
_ABIME = "ce PDF est coupé ou abîmé. Redemandez-le, ou téléchargez-le de nouveau."


def extraire_xml(octets: bytes, fichier: str) -> bytes:
    """Rend le XML joint à un PDF. Lève ``FichierRefuse`` : pas de XML, PDF chiffré, coupé, ou pièce démesurée."""
    from pypdf import PdfReader, apply_configuration, get_configuration
    from pypdf.errors import FileNotDecryptedError, LimitReachedError

    bornes = get_configuration().with_overwrites(
        zlib_maximum_output_length=PLAFOND_XML,
        zlib_maximum_recovery_input_length=100_000,
        lzw_maximum_output_length=PLAFOND_XML,
        run_length_maximum_output_length=PLAFOND_XML,
    )
    try:
        with _pypdf_muet(), apply_configuration(bornes):
            lecteur = PdfReader(io.BytesIO(octets))
            if lecteur.is_encrypted:
                raise FichierRefuse(fichier, _CHIFFRE)
            piece = _choisir(lecteur.attachment_list, fichier)
            contenu = piece.content if piece else None
    except FichierRefuse:
        raise
    except LimitReachedError:
        raise FichierRefuse(fichier, "ce PDF contient des données démesurées : il n'est pas ouvert.") from None
    except FileNotDecryptedError:
        raise FichierRefuse(fichier, _CHIFFRE) from None
    except Exception:
        # Devant un PDF abîmé, pypdf laisse sortir à peu près n'importe quelle exception (KeyError, RecursionError…).
        raise FichierRefuse(fichier, _CHIFFRE if b"/Encrypt" in octets else _ABIME) from None
    if contenu is None:
        raise FichierRefuse(fichier, _SANS_FACTURE if b"%%EOF" in octets[-2048:] else _ABIME)
    return contenu


def _choisir(pieces: Iterator[EmbeddedFile], fichier: str) -> EmbeddedFile | None:
    """La pièce au nom convenu ; à défaut l'unique XML joint. Le contenu n'est pas lu : seuls les noms le sont."""
    jointes = list(islice(pieces, _PIECES_MAXIMALES + 1))
    if len(jointes) > _PIECES_MAXIMALES:
        raise FichierRefuse(fichier, f"ce PDF a plus de {_PIECES_MAXIMALES} pièces jointes : ce n'est pas une facture.")
    par_nom = {str(piece.alternative_name or piece.name).strip().lower(): piece for piece in reversed(jointes)}
    for nom in _NOMS:
        if nom in par_nom:
            return par_nom[nom]
    autres = [piece for nom, piece in par_nom.items() if nom.endswith(".xml")]
    return autres[0] if len(autres) == 1 else None


@contextmanager
def _pypdf_muet() -> Iterator[None]:
    """Fait taire pypdf, dont les remarques en anglais iraient sur la sortie d'erreur."""
    journal = logging.getLogger("pypdf")
    niveau = journal.level
    journal.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        journal.setLevel(niveau)
