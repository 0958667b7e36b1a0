"""Des octets d'un CSV aux cellules : encodage, séparateur, ligne d'en-tête, lignes numérotées comme dans le fichier."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from recouvre.domaine.brouillons import FichierRefuse
from recouvre.echanges.encodage import deviner_encodage

PLAFOND_REMISE = 200_000_000
"""Taille maximale d'une remise, en octets."""

SEPARATEURS = (";", "\t", ",", "|")
_DEBUT = 65_536
_LIGNES_DE_TITRE = 60
"""L'en-tête est cherché dans les premières lignes : les exports comptables mettent des titres au-dessus."""

AMORCES = ("=", "+", "-", "@", "\t", "\r")
"""Les débuts de cellule qu'un tableur prend pour une formule."""
_PROTEGEES = tuple("'" + amorce for amorce in AMORCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tableau:
    """Un CSV décodé.

    ``lignes`` : (numéro physique de la première ligne de l'enregistrement, cellules telles que lues) ;
    ``debordantes`` : numéro d'une ligne où un guillemet n'a pas été refermé → dernière ligne qu'il a avalée.
    """

    fichier: str
    entetes: tuple[str, ...]
    ligne_entete: int
    lignes: list[tuple[int, list[str]]]
    separateur: str
    debordantes: dict[int, int] = field(default_factory=dict)


def lire_tableau(octets: bytes, fichier: str, compter: Callable[[Sequence[str]], int]) -> Tableau:
    """Décode un CSV. ``compter`` dit combien de colonnes connues une ligne nomme : la plus savante est l'en-tête.

    Sans ligne savante, la première ligne non vide tient lieu d'en-tête : à l'appelant de refuser, en la montrant.
    Lève ``FichierRefuse`` si l'encodage ne se reconnaît pas ou si le CSV ne se découpe pas.
    """
    encodage = deviner_encodage(octets, fichier)
    separateur, ligne_entete = _trouver_entete(octets, encodage, compter)
    enregistrements = _decouper(octets, encodage, separateur, fichier)
    entetes: tuple[str, ...] = ()
    lignes: list[tuple[int, list[str]]] = []
    debordantes: dict[int, int] = {}
    for debut, fin, cellules in enregistrements:
        if debut < ligne_entete:
            continue
        if not entetes:
            entetes = tuple(cellules)
            continue
        lignes.append((debut, cellules))
        if fin > debut and _avale_des_lignes(cellules, separateur, len(entetes)):
            debordantes[debut] = fin
    return Tableau(
        fichier=fichier,
        entetes=entetes,
        ligne_entete=ligne_entete,
        lignes=lignes,
        separateur=separateur,
        debordantes=debordantes,
    )


def _trouver_entete(octets: bytes, encodage: str, compter: Callable[[Sequence[str]], int]) -> tuple[str, int]:
    """Rend le séparateur et le numéro de la ligne d'en-tête.

    On compte les colonnes reconnues avec chaque séparateur plutôt que de deviner d'après la fréquence des signes :
    une adresse est pleine de virgules.
    """
    debut = octets[:_DEBUT].decode(encodage, errors="ignore")
    meilleur, choix = (0, 0), (SEPARATEURS[0], 1)
    for separateur in SEPARATEURS:
        for numero, cellules in _premieres_lignes(debut, separateur):
            note = (compter(cellules), len(cellules))
            if note[0] >= 2 and note > meilleur:
                meilleur, choix = note, (separateur, numero)
    if meilleur[0]:
        return choix
    for separateur in SEPARATEURS:
        premiere = next(_premieres_lignes(debut, separateur), (1, []))
        if len(premiere[1]) > meilleur[1]:
            meilleur, choix = (0, len(premiere[1])), (separateur, premiere[0])
    return choix


def _premieres_lignes(debut: str, separateur: str) -> Iterator[tuple[int, list[str]]]:
    """Les premières lignes non vides, numérotées ; s'arrête sans bruit à ce qui ne se découpe pas."""
    lecteur = csv.reader(io.StringIO(debut, newline=""), delimiter=separateur)
    numero = 1
    try:
        for cellules in itertools.islice(lecteur, _LIGNES_DE_TITRE):
            if any(cellule.strip() for cellule in cellules):
                yield numero, cellules
            numero = lecteur.line_num + 1
    except csv.Error:
        return


def _decouper(octets: bytes, encodage: str, separateur: str, fichier: str) -> Iterator[tuple[int, int, list[str]]]:
    """Les enregistrements non vides : première ligne physique, dernière, cellules sans l'apostrophe de protection."""
    flux = io.TextIOWrapper(io.BytesIO(octets), encoding=encodage, newline="")
    lecteur = csv.reader(flux, delimiter=separateur)
    protegees = _a_des_protections(octets, encodage)
    debut = 1
    try:
        for cellules in lecteur:
            fin = lecteur.line_num
            if any(cellules):
                yield debut, fin, _sans_protection(cellules) if protegees else cellules
            debut = fin + 1
    except csv.Error:
        raise FichierRefuse(
            fichier,
            f"à partir de la ligne {debut}, le texte ne se découpe plus en colonnes : un guillemet ouvert n'y est "
            "sans doute pas refermé. Corrigez cette ligne.",
        ) from None


def _sans_protection(cellules: Sequence[str]) -> list[str]:
    return [cellule[1:] if cellule.startswith(_PROTEGEES) else cellule for cellule in cellules]


def _a_des_protections(octets: bytes, encodage: str) -> bool:
    """Vrai s'il se peut qu'une cellule commence par une apostrophe de protection (celles qu'écrit ``rejets``)."""
    return encodage.startswith("utf-16") or any(protegee.encode() in octets for protegee in _PROTEGEES)


def _avale_des_lignes(cellules: Sequence[str], separateur: str, colonnes: int) -> bool:
    """Vrai si une cellule sur plusieurs lignes contient ce qui ressemble à une ligne entière du tableau."""
    assez = max(3, colonnes // 2)
    return any(
        ligne.count(separateur) >= assez
        for cellule in cellules
        if "\n" in cellule or "\r" in cellule
        for ligne in cellule.splitlines()
    )
