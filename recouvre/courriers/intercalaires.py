"""Les intercalaires d'un lot : une feuille avant chaque pli, pour qui met sous enveloppe. Aucune somme, aucun nom."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from recouvre.courriers.apparence import ACCENT
from recouvre.courriers.ecriture import sur_une_ligne
from recouvre.courriers.pdf_page import GAUCHE, HAUTE, UTILE, nouvelle_toile
from recouvre.courriers.pdf_polices import verifier_caracteres
from recouvre.courriers.pdf_texte import GRIS, Style, couper_brut, tracer_lignes

_RANG = Style(corps=64, interligne=76, gras=True, couleur=ACCENT)
_REFERENCE = Style(corps=26, interligne=34, gras=True)
_LIGNE = Style(corps=16, interligne=24)
_NOTE = Style(corps=9, interligne=13, couleur=GRIS)
_HAUT = HAUTE / 2 + 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Intercalaire:
    """Ce que dit la feuille : le rang du pli sur le nombre de plis, sa référence, où il va, comment, ses pages."""

    rang: int
    total: int
    reference: str
    code_postal: str
    envoi: str
    pages: int


def intercalaires_pdf(feuilles: Sequence[Intercalaire], titre: str) -> bytes:
    """Une page par feuille, dans l'ordre. Lève ``CaractereImpossible`` comme un courrier."""
    sortie = io.BytesIO()
    toile = nouvelle_toile(sortie, titre=titre, auteur="recouvre", sujet="Intercalaires")
    for feuille in feuilles:
        y = _HAUT
        for texte, style in _lignes(feuille, titre):
            verifier_caracteres(texte)
            lignes = couper_brut(texte, style, UTILE)
            tracer_lignes(toile, lignes, style, GAUCHE, y)
            y -= len(lignes) * style.interligne + 6
        toile.showPage()
    toile.save()
    return sortie.getvalue()


def _lignes(feuille: Intercalaire, titre: str) -> tuple[tuple[str, Style], ...]:
    pages = f"{feuille.pages} page{'s' if feuille.pages > 1 else ''}"
    candidates = (
        (f"{feuille.rang} / {feuille.total}", _RANG),
        (sur_une_ligne(feuille.reference), _REFERENCE),
        (sur_une_ligne(feuille.code_postal), _LIGNE),
        (sur_une_ligne(feuille.envoi), _LIGNE),
        (pages, _LIGNE),
        (f"{sur_une_ligne(titre)} – intercalaire, à ne pas mettre sous enveloppe", _NOTE),
    )
    return tuple((texte, style) for texte, style in candidates if texte)
