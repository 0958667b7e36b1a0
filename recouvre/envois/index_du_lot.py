"""L'index d'un lot remis à l'imprimeur : un pli par ligne, dans l'ordre d'impression, pour retrouver et pointer."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from recouvre.envois.impression import sans_formule

_COLONNES = (
    "ordre", "reference", "dossier", "destinataire", "code_postal", "pays", "mode", "pages", "premiere_page", "sha256",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneIndex:
    """Un pli du lot. ``premiere_page`` : celle du lot où il commence, intercalaire non compris."""

    ordre: int
    reference: str
    dossier: str
    destinataire: str
    code_postal: str
    pays: str
    mode: str
    pages: int
    premiere_page: int
    sha256: str


def index_csv(lignes: Sequence[LigneIndex]) -> bytes:
    """L'index : ``;``, UTF-8 avec BOM, pour un tableur français. Aucune somme."""
    flux = io.StringIO(newline="")
    ecrivain = csv.writer(flux, delimiter=";", lineterminator="\r\n")
    ecrivain.writerow(_COLONNES)
    for ligne in lignes:
        ecrivain.writerow(sans_formule(str(getattr(ligne, colonne))) for colonne in _COLONNES)
    return b"\xef\xbb\xbf" + flux.getvalue().encode()
