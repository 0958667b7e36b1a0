"""Les saisies d'un modèle : ce que le dossier ne sait pas et qu'une personne donne au moment d'écrire.

Un modèle les déclare dans son en-tête, une par ligne : « saisie : motif texte La raison que donne le débiteur ». Un
point d'interrogation après le genre la rend facultative.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from recouvre.courriers.ecriture import montant
from recouvre.courriers.lettres import somme_en_lettres
from recouvre.courriers.refus import SaisieInconnue, SaisieManquante
from recouvre.domaine.dates import en_toutes_lettres, lire_date
from recouvre.domaine.montants import lire_montant
from recouvre.domaine.refus import Refus, SaisieIllisible

Valeur = str | int | dt.date
GENRES = ("texte", "date", "montant", "entier", "adresse")
_EXEMPLES = {
    "texte": "…", "date": "31/12/2026", "montant": "1234,56", "entier": "6",
    "adresse": "Nom ; 1 rue de la Paix ; 44000 Nantes",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Saisie:
    """``genre`` : un de ``GENRES`` ; ``libelle`` : ce qu'il faut taper, en clair."""

    nom: str
    genre: str
    libelle: str
    facultative: bool = False

    @property
    def exemple(self) -> str:
        """L'option à taper.

        >>> Saisie("des", "date", "Le premier versement").exemple
        '--avec "des=31/12/2026"'
        """
        return f'--avec "{self.nom}={_EXEMPLES[self.genre]}"'

    @property
    def champs(self) -> tuple[str, ...]:
        """Les champs de ``saisie`` qu'elle remplit ; une somme vient aussi en toutes lettres."""
        return (self.nom, f"{self.nom}_en_lettres") if self.genre == "montant" else (self.nom,)


def lire_saisies(
    modele: str, saisies: Sequence[Saisie], donnees: Mapping[str, str], aujourdhui: dt.date
) -> dict[str, Valeur]:
    """Les valeurs données, converties. ``aujourdhui`` : le jour d'où se comptent « demain » et « +8j ».

    Lève ``SaisieInconnue``, ``SaisieManquante`` (toutes les manquantes d'un coup) ou ``SaisieIllisible``.

    >>> lire_saisies("x", [Saisie("reconnu", "montant", "La part")], {"reconnu": "70,50"}, dt.date(2026, 1, 1))
    {'reconnu': 7050}
    """
    par_nom = {saisie.nom: saisie for saisie in saisies}
    for nom in donnees:
        if nom not in par_nom:
            raise SaisieInconnue(modele, nom, [f"{s.exemple} ({s.libelle})" for s in saisies])
    manquantes = [s for s in saisies if not s.facultative and not donnees.get(s.nom, "").strip()]
    if manquantes:
        raise SaisieManquante(modele, [f"{s.exemple} ({s.libelle})" for s in manquantes])
    return {nom: _lire(par_nom[nom], brut.strip(), aujourdhui) for nom, brut in donnees.items() if brut.strip()}


def _lire(saisie: Saisie, brut: str, aujourdhui: dt.date) -> Valeur:
    lecteurs: dict[str, Callable[[str], Valeur]] = {
        "texte": str,
        "date": lambda texte: lire_date(texte, aujourdhui),
        "montant": _lire_somme,
        "entier": _lire_entier,
        "adresse": _lire_adresse,
    }
    try:
        return lecteurs[saisie.genre](brut)
    except Refus as refus:
        raise SaisieIllisible(f"--avec {saisie.nom} : {refus.phrase}") from None


def _lire_somme(brut: str) -> int:
    somme = lire_montant(brut)
    if somme <= 0:
        raise SaisieIllisible(f"« {brut} » : écrivez un montant plus grand que zéro.")
    return somme


def _lire_entier(brut: str) -> int:
    if not (brut.isascii() and brut.isdigit() and 0 < int(brut) < 10_000):
        raise SaisieIllisible(f"« {brut} » n'est pas un nombre entier plus grand que zéro.")
    return int(brut)


def _lire_adresse(brut: str) -> str:
    """« Nom ; voie ; code ville » : une ligne par partie, six au plus.

    >>> _lire_adresse("Me Roy ; 3 rue Basse ; 44000 Nantes")
    'Me Roy\\n3 rue Basse\\n44000 Nantes'
    """
    lignes = [partie.strip() for partie in brut.replace("\n", ";").split(";") if partie.strip()]
    if not 2 <= len(lignes) <= 6:
        raise SaisieIllisible(f"« {brut} » : écrivez « {_EXEMPLES['adresse']} », de deux à six lignes.")
    return "\n".join(lignes)


def en_champs(valeurs: Mapping[str, Valeur], saisies: Sequence[Saisie]) -> dict[str, object]:
    """Les valeurs telles que la lettre les imprime."""
    genres = {saisie.nom: saisie.genre for saisie in saisies}
    champs: dict[str, object] = {}
    for nom, valeur in valeurs.items():
        if isinstance(valeur, dt.date):
            champs[nom] = en_toutes_lettres(valeur)
        elif isinstance(valeur, int) and genres.get(nom) == "montant":
            champs[nom], champs[f"{nom}_en_lettres"] = montant(valeur), somme_en_lettres(valeur)
        else:
            champs[nom] = str(valeur)
    return champs
