"""Le canal « courrier » : un lot à imprimer. Remettre un pli, c'est le compter dans le lot du passage.

Le dossier du jour contient un PDF figé par pli, le lot fusionné dans l'ordre d'impression, et le bordereau (PDF à
signer, CSV pour un prestataire ou un tableur).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

from recouvre.domaine.numeros import numero_lisible
from recouvre.domaine.parties import Partie

CANAL = "courrier"

_COLONNES = (
    "reference", "dossier", "fichier", "pages", "mode", "civilite", "prenom", "nom",
    "complement", "adresse", "code_postal", "ville", "pays", "courriel", "premiere_page", "sha256", "recommande",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PliImprime:
    """Un pli du lot. ``fichier`` est relatif au cabinet ; ``premiere_page`` : celle du lot où il commence.

    ``courriel`` : l'adresse d'un recommandé électronique, vide pour les autres.
    """

    reference: str
    dossier: int
    fichier: str
    empreinte: str
    pages: int
    mode: str
    premiere_page: int
    destinataire: Partie
    courriel: str = ""


def nom_du_lot(jour: dt.date, lot: int) -> str:
    """Le nom d'un lot, unique dans le cabinet.

    >>> nom_du_lot(dt.date(2026, 3, 3), 1)
    '2026-03-03-lot-1'
    """
    return f"{jour.isoformat()}-lot-{lot}"


def bordereau_csv(plis: Sequence[PliImprime]) -> bytes:
    """L'index du lot : ``;``, UTF-8 avec BOM, pour un tableur français. Aucune somme : l'imprimeur n'a pas à la savoir.

    La colonne ``recommande`` est vide : le prestataire la remplit, et « recouvre courrier-retour --fichier » la relit.
    """
    flux = io.StringIO(newline="")
    ecrivain = csv.writer(flux, delimiter=";", lineterminator="\r\n")
    ecrivain.writerow(_COLONNES)
    for pli in plis:
        qui = pli.destinataire
        textes = (qui.civilite, qui.prenom, qui.nom, qui.complement, qui.adresse, qui.code_postal, qui.ville, qui.pays)
        tete = (pli.reference, numero_lisible(pli.dossier), pli.fichier, pli.pages, pli.mode)
        fin = (sans_formule(pli.courriel), pli.premiere_page, pli.empreinte, "")
        ecrivain.writerow((*tete, *(sans_formule(texte) for texte in textes), *fin))
    return b"\xef\xbb\xbf" + flux.getvalue().encode()


def sans_formule(texte: str) -> str:
    """Un tableur exécute ce qui commence par ``= + - @`` : une apostrophe l'en empêche."""
    return f"'{texte}" if texte[:1] in ("=", "+", "-", "@", "\t", "\r") else texte
