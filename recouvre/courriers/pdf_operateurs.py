"""Les opérateurs PDF d'un texte, écrits sans l'objet texte de la toile, qui recoderait tout à chaque fois."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from recouvre.courriers.apparence import Couleur
from recouvre.courriers.pdf_polices import police

if TYPE_CHECKING:
    from recouvre.courriers.pdf_texte import Style, Trait


def ecrire_trait(
    toile: Any, operateurs: list[str], trait: Trait, style: Style, ou: tuple[float, float], fonte: str
) -> str:
    """Ajoute les opérateurs d'un trait ; ``fonte`` : l'opérateur de police en vigueur. Rend celui qui l'est ensuite.

    Sept chiffres, comme la toile : un arrondi plus court déplacerait des lettres d'un quart de point d'écran.
    """
    (x, y), corps = ou, style.corps
    if trait.exposant:
        y, corps = y + corps * 0.33, corps * 0.65
    operateurs.append(f"1 0 0 1 {x:.7g} {y:.7g} Tm")
    plume = police(trait.police)
    if fonte != (voulue := f"{plume.nom_fixe} {corps:.6g} Tf"):
        plume.declarer(toile._doc)
        operateurs.append(voulue)
    operateurs.append(f"{trait.code} Tj" if trait.code else plume.montrer(trait.texte, toile._doc, voulue))
    return voulue


def souligner(toile: Any, trait: Trait, couleur: Couleur, x: float, base: float) -> None:
    """Le filet d'un trait souligné."""
    toile.setLineWidth(0.5)
    toile.setStrokeColorRGB(*couleur)
    toile.line(x, base - 1.2, x + trait.large, base - 1.2)


@lru_cache(maxsize=32)
def operateur_encre(couleur: Couleur) -> str:
    """L'opérateur qui met cette couleur sous la plume."""
    return "{:.6g} {:.6g} {:.6g} rg".format(*couleur)
