"""L'adresse postale telle qu'elle se lit à travers la fenêtre de l'enveloppe (NF Z10-011).

Six lignes au plus (sept avec un pays), 38 caractères, sans ligne vide ; voie sans ponctuation ; localité et pays en
capitales sans accent. Le nom n'est jamais changé : trop long, il passe sur plusieurs lignes, et la mise en page réduit
le corps plutôt que de couper.
"""

from __future__ import annotations

import re
import textwrap

from recouvre.courriers.ecriture import sans_accent, sur_une_ligne
from recouvre.domaine.parties import Partie

LARGEUR = 38
LIGNES = 6

_PONCTUATION = re.compile(r"\s*[,;.]+(?=\s|$)\s*")
_VOIES = {
    "allée": "ALL", "avenue": "AV", "boulevard": "BD", "chemin": "CHE", "impasse": "IMP", "lotissement": "LOT",
    "place": "PL", "quartier": "QUA", "résidence": "RES", "route": "RTE", "square": "SQ",
    "bâtiment": "BAT", "appartement": "APP", "escalier": "ESC", "étage": "ETG",
}  # fmt: skip


def lignes_postales(partie: Partie) -> tuple[str, ...]:
    """Les lignes à imprimer dans la zone d'adresse, du nom à la localité ou au pays.

    >>> lignes_postales(Partie(nom="Forge & Fils", adresse="3 bis, rue de l'Œuvre", code_postal="42000",
    ...                        ville="Saint-Étienne"))
    ('Forge & Fils', "3 bis rue de l'Œuvre", '42000 SAINT ETIENNE')
    """
    suite = [*_coupees(partie.complement), *_voie(partie.adresse), _localite(partie)]
    pays = sans_accent(sur_une_ligne(partie.pays)).upper()
    suite = [ligne for ligne in suite if ligne]
    nom = _plier(sur_une_ligne(partie.denomination), max(1, LIGNES - len(suite)))
    return (*nom, *suite, *([pays] if pays else []))


def _plier(texte: str, lignes: int) -> list[str]:
    """Coupe entre deux mots ; ce qui ne tient pas en ``lignes`` reste sur la dernière, que la page resserrera."""
    pliees = textwrap.wrap(texte, LARGEUR, break_long_words=False, break_on_hyphens=False)
    return [*pliees[: lignes - 1], " ".join(pliees[lignes - 1 :])] if len(pliees) > lignes else pliees


def _coupees(texte: str) -> list[str]:
    return [sur_une_ligne(ligne) for ligne in texte.splitlines() if ligne.strip()]


def _voie(adresse: str) -> list[str]:
    return [_abreger(_PONCTUATION.sub(" ", ligne).strip()) for ligne in _coupees(adresse)]


def _abreger(voie: str) -> str:
    """Les types de voie ne s'abrègent que si la ligne dépasse : l'adresse entière est plus sûre."""
    if len(voie) <= LARGEUR:
        return voie
    return " ".join(_VOIES.get(mot.lower(), mot) for mot in voie.split(" "))


def _localite(partie: Partie) -> str:
    ville = sans_accent(sur_une_ligne(partie.ville)).upper()
    nette = re.sub(r"(?<=\w)[-'’](?=\w)", " ", _PONCTUATION.sub(" ", ville))
    return f"{sur_une_ligne(partie.code_postal)} {nette}".strip()
