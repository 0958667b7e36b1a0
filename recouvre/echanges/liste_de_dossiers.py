"""Lire une liste de dossiers : un CSV dont une colonne donne leurs numéros (« D-12 », ou « 12 »)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from recouvre.domaine.brouillons import FichierRefuse
from recouvre.domaine.numeros import lire_numero
from recouvre.domaine.refus import SaisieIllisible
from recouvre.echanges.colonnes import normaliser
from recouvre.echanges.octets import CE_QUE_C_EST, Nature, lire_octets, nature
from recouvre.echanges.tableau import PLAFOND_REMISE, Tableau, lire_tableau
from recouvre.echanges.valeurs import court

_ENTETES = frozenset(map(normaliser, ("dossier", "n° dossier", "numéro dossier", "dossiers", "numéro", "n°", "numero")))
_FAUTES_DITES = 5


def lire_liste(chemin: Path) -> list[int]:
    """Les numéros de ce fichier, chacun une fois, dans l'ordre. Lève ``FichierRefuse``, toutes les fautes d'un coup.

    La colonne des numéros est celle que l'en-tête nomme (« dossier », « numéro »…), sinon la première ; une liste sans
    en-tête se lit aussi.
    """
    octets = lire_octets(chemin, PLAFOND_REMISE)
    sorte = nature(octets)
    if sorte is not Nature.TEXTE:
        raise FichierRefuse(chemin.name, CE_QUE_C_EST[sorte].replace("une remise", "une liste de dossiers"))
    tableau = lire_tableau(octets, chemin.name, _compter)
    colonne = next((i for i, nom in enumerate(tableau.entetes) if normaliser(nom) in _ENTETES), None)
    lignes = tableau.lignes if colonne is not None else [(tableau.ligne_entete, list(tableau.entetes)), *tableau.lignes]
    numeros, fautes = _lire_lignes(lignes, colonne or 0)
    if colonne is None and fautes and fautes[0][0] == tableau.ligne_entete:
        raise FichierRefuse(tableau.fichier, _sans_colonne(tableau))
    if fautes:
        dites = " ; ".join(f"ligne {ligne}, {phrase}" for ligne, phrase in fautes[:_FAUTES_DITES])
        reste = len(fautes) - _FAUTES_DITES
        suite = f" ; et {reste} autre{'s' * (reste > 1)}" if reste > 0 else ""
        raise FichierRefuse(tableau.fichier, f"{dites}{suite}")
    if not numeros:
        raise FichierRefuse(tableau.fichier, "il ne contient aucun numéro de dossier.")
    return numeros


def _compter(cellules: Sequence[str]) -> int:
    return sum(normaliser(cellule[:60]) in _ENTETES for cellule in cellules)


def _lire_lignes(lignes: Sequence[tuple[int, list[str]]], colonne: int) -> tuple[list[int], list[tuple[int, str]]]:
    numeros: dict[int, None] = {}
    fautes: list[tuple[int, str]] = []
    for ligne, cellules in lignes:
        if not any(cellule.strip() for cellule in cellules):
            continue
        texte = cellules[colonne].strip() if colonne < len(cellules) else ""
        try:
            numeros[lire_numero(texte)] = None
        except SaisieIllisible:
            dit = f"« {court(texte)} » n'est pas un numéro de dossier" if texte else "le numéro de dossier manque"
            fautes.append((ligne, dit))
    return list(numeros), fautes


def _sans_colonne(tableau: Tableau) -> str:
    lues = " | ".join(entete.strip() or "(vide)" for entete in tableau.entetes[:20])
    return f"aucune colonne ne donne les numéros de dossier. En-tête lu : {lues[:400]}. Attendu : « dossier »."
