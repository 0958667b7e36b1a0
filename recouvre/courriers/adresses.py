"""L'adresse postale telle qu'elle se lit à travers la fenêtre de l'enveloppe (NF Z10-011).

Six lignes au plus (sept avec un pays), 38 caractères, sans ligne vide. Les trois dernières lignes françaises (voie,
lieu-dit, localité) sont en capitales, sans accent ni ponctuation ; à l'étranger, la voie s'écrit comme là-bas, seuls la
localité et le pays passent en capitales. Le nom et le complément ne sont jamais changés : trop longs, ils passent sur
plusieurs lignes, et la mise en page réduit le corps plutôt que de couper.
"""

from __future__ import annotations

import re
import textwrap

from recouvre.courriers.ecriture import sans_accent, sur_une_ligne
from recouvre.domaine.parties import Partie

LARGEUR = 38
LIGNES = 6
VOIE = 3
"""Les lignes que peut prendre une voie étrangère."""

_SIGNES = re.compile(r"(?<!\d)/|/(?!\d)|[^\w\s/]|_")
"""Ce qui n'est ni lettre, ni chiffre, ni la barre de « 12/14 »."""

_VOIES = {
    "ALLEE": "ALL", "AVENUE": "AV", "BOULEVARD": "BD", "CHEMIN": "CHE", "IMPASSE": "IMP", "LOTISSEMENT": "LOT",
    "PLACE": "PL", "QUARTIER": "QUA", "RESIDENCE": "RES", "ROUTE": "RTE", "SQUARE": "SQ",
    "BATIMENT": "BAT", "APPARTEMENT": "APP", "ESCALIER": "ESC", "ETAGE": "ETG",
}  # fmt: skip


def lignes_postales(partie: Partie) -> tuple[str, ...]:
    """Les lignes à imprimer dans la zone d'adresse, du nom à la localité ou au pays.

    >>> lignes_postales(Partie(nom="Forge & Fils", adresse="3 bis, rue de l'Œuvre", code_postal="42000",
    ...                        ville="Saint-Étienne"))
    ('Forge & Fils', '3 BIS RUE DE L OEUVRE', '42000 SAINT ETIENNE')
    """
    pays = _capitales(partie.pays)
    etrangere = _plier(_coupees(partie.adresse), VOIE)
    voie = etrangere if pays else [_abreger(_capitales(ligne)) for ligne in _coupees(partie.adresse)]
    suite = [
        ligne for ligne in (*voie, f"{sur_une_ligne(partie.code_postal)} {_capitales(partie.ville)}".strip()) if ligne
    ]
    complement = _plier(_coupees(partie.complement), max(1, LIGNES - len(suite) - 1))
    nom = _plier(_coupees(sur_une_ligne(partie.denomination)), max(1, LIGNES - len(suite) - len(complement)))
    return (*nom, *complement, *suite, *([pays] if pays else []))


def _plier(textes: list[str], lignes: int) -> list[str]:
    """Coupe entre deux mots, en 38 caractères ; s'il faut trop de lignes, en lignes égales que la page resserrera."""
    longue = max(map(len, textes), default=0)
    for large in range(LARGEUR, longue):
        pliees = [pli for texte in textes for pli in _couper(texte, large)]
        if len(pliees) <= lignes:
            return pliees
    return textes if len(textes) <= lignes else [*textes[: lignes - 1], " ".join(textes[lignes - 1 :])]


def _couper(texte: str, large: int) -> list[str]:
    return textwrap.wrap(texte, large, break_long_words=False, break_on_hyphens=False)


def _coupees(texte: str) -> list[str]:
    return [sur_une_ligne(ligne) for ligne in texte.splitlines() if ligne.strip()]


def _capitales(texte: str) -> str:
    """En capitales, sans accent ni ponctuation : « L'Isle-d'Abeau, CEDEX » → « L ISLE D ABEAU CEDEX »."""
    return " ".join(_SIGNES.sub(" ", sans_accent(sur_une_ligne(texte)).upper()).split())


def _abreger(voie: str) -> str:
    """Les types de voie ne s'abrègent que si la ligne dépasse : l'adresse entière est plus sûre."""
    if len(voie) <= LARGEUR:
        return voie
    return " ".join(_VOIES.get(mot, mot) for mot in voie.split(" "))
