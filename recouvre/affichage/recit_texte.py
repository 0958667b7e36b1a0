"""Un récit écrit : du texte plié à la largeur voulue, ou un objet JSON."""

from __future__ import annotations

from typing import Any

from recouvre.affichage.ecran import LARGEUR_PAPIER, largeur
from recouvre.affichage.encodage import sans_controle
from recouvre.affichage.pliage import plier_a
from recouvre.affichage.recit import Recit
from recouvre.affichage.recit_langue import POINT
from recouvre.domaine.montants import en_decimal


def en_texte(recit: Recit, colonnes: int = LARGEUR_PAPIER) -> str:
    """Le récit en texte brut, sans qu'une ligne dépasse ``colonnes`` ; un montant n'est jamais coupé."""
    lignes = plier_a(recit.titre, colonnes)
    for paragraphe in recit.paragraphes:
        lignes += ["", *plier_a(paragraphe.titre, colonnes)]
        for phrase in paragraphe.phrases:
            suite = "    " if phrase.startswith(POINT) else "  "
            lignes += plier_a(phrase, colonnes, "  ", suite)
    return sans_controle("\n".join(lignes)) + "\n"


def en_json(recit: Recit) -> dict[str, Any]:
    """Le récit en un objet JSON, hors le numéro du dossier."""
    return {
        "au": recit.au,
        "paragraphes": [
            {"titre": p.titre, "phrases": [phrase.removeprefix(POINT) for phrase in p.phrases]}
            for p in recit.paragraphes
        ],
        "total": en_decimal(recit.total),
    }


def montrer(recit: Recit) -> None:
    """Écrit le récit sur la sortie, à sa largeur."""
    print(en_texte(recit, largeur()), end="")
