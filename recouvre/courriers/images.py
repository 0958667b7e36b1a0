"""Le logo et la signature scannée : lus, contrôlés, ramenés à la finesse du papier, et posés dans leur place.

Seuls le PNG et le JPEG sont ouverts. L'image est réduite une fois pour toutes les lettres d'un passage : un logo de dix
millions de points n'alourdit pas dix mille fichiers.
"""

from __future__ import annotations

import io
import warnings
from functools import lru_cache
from typing import Any

from PIL import Image, ImageOps
from reportlab.lib.utils import ImageReader

from recouvre.courriers.refus import ApparenceFautive

OCTETS = 2 * 1024 * 1024
"""Ce que pèse au plus le fichier d'une image."""

_POINTS = 40_000_000
"""Au-delà, un petit fichier se déploierait en une image démesurée."""

_FINESSE = 250 / 72
"""Points d'image par point typographique : 250 ppp, ce qu'une imprimante de bureau sait montrer."""

_FORMATS = ("PNG", "JPEG")


def format_image(reglage: str, octets: bytes) -> str:
    """« PNG » ou « JPEG ». Lève ``ApparenceFautive`` pour ce réglage si l'image ne se lit pas ou pèse trop."""
    if len(octets) > OCTETS:
        raise ApparenceFautive(reglage, "le fichier pèse plus de 2 Mo ; 1 000 points de large suffisent à un logo.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _format(octets)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ApparenceFautive(reglage, "l'image a trop de points ; 1 000 de large suffisent à un logo.") from None
    except (OSError, SyntaxError, ValueError):
        raise ApparenceFautive(reglage, "ce n'est pas une image PNG ou JPEG lisible.") from None


def _format(octets: bytes) -> str:
    with Image.open(io.BytesIO(octets), formats=_FORMATS) as image:
        if image.width * image.height > _POINTS:
            raise Image.DecompressionBombError
        image.load()
        return str(image.format)


@lru_cache(maxsize=8)
def preparer_image(octets: bytes, large: float, haute: float) -> tuple[ImageReader, float, float]:
    """L'image prête à poser et sa taille en points, la plus grande qui tienne dans ``large`` × ``haute``."""
    with Image.open(io.BytesIO(octets), formats=_FORMATS) as source:
        photo = source.format == "JPEG"
        image: Any = ImageOps.exif_transpose(source)
        image = image.convert("RGB" if photo else "RGBA")
    taille = min(large / image.width, haute / image.height)
    dessin = (image.width * taille, image.height * taille)
    image.thumbnail(
        (max(1, round(dessin[0] * _FINESSE)), max(1, round(dessin[1] * _FINESSE))), Image.Resampling.LANCZOS
    )
    if photo:
        jpeg = io.BytesIO()
        image.save(jpeg, "JPEG", quality=88)
        return ImageReader(jpeg), *dessin
    if image.getextrema()[3] == (255, 255):
        image = image.convert("RGB")
    return ImageReader(image), *dessin


def poser_image(toile: Any, octets: bytes, x: float, haut: float, large: float, haute: float) -> tuple[float, float]:
    """Trace l'image, son coin supérieur gauche en (x, haut) ; rend la largeur et la hauteur qu'elle prend."""
    image, l_dessin, h_dessin = preparer_image(octets, large, haute)
    toile.drawImage(image, x, haut - h_dessin, l_dessin, h_dessin, mask="auto")
    return l_dessin, h_dessin
