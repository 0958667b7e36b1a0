"""Reconnaître les colonnes d'une remise à leurs en-têtes, quels qu'en soient les accents, la casse et la ponctuation.

Un *rôle* est ce qu'une colonne contient pour nous (« numero », « echeance »…). Si deux colonnes prétendent au même, on
préfère celle que ``SYNONYMES`` écrit d'abord, puis celle de gauche ; l'autre est ignorée, et on le dit.

>>> sorted(reconnaitre_colonnes(["N° Facture", "Raison sociale", "Éch.", "Montant T.T.C. (€)"]).positions.items())
[('echeance', 2), ('montant', 3), ('numero', 0), ('societe', 1)]
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from recouvre.domaine.brouillons import FichierRefuse
from recouvre.domaine.refus import SaisieIllisible
from recouvre.echanges.synonymes import AMBIGUS, IGNORES, LIBELLES, SYNONYMES

IGNORER = "ignorer"
MOTIF = "Motif du rejet"
"""L'en-tête de la colonne que ``rejets`` ajoute ; elle est ignorée à la relecture."""
EXEMPLE = "Réf. client;Type;Nom;SIREN;Adresse 1;CP;Ville;E-mail;N° facture;Date facture;Échéance;Montant TTC;Déjà réglé"

_MONNAIE = frozenset(("en", "eur", "euro", "euros"))
_MOTS_VIDES = frozenset(("de", "du", "des", "la", "le", "les", "l", "d", "a", "au"))
_NUMERO = frozenset(("n", "no", "num", "numero", "nr", "number"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Colonnes:
    """``positions`` : rôle → indice de colonne ; ``doublons`` : (indice ignoré, indice préféré) pour un même rôle."""

    entetes: tuple[str, ...]
    positions: Mapping[str, int]
    doublons: tuple[tuple[int, int], ...] = ()

    def entete(self, role: str) -> str:
        """L'en-tête de la colonne de ce rôle, vide si elle manque."""
        return self.entetes[self.positions[role]].strip() if role in self.positions else ""


@lru_cache(maxsize=4096)
def normaliser(entete: str) -> str:
    """Ramène un en-tête à ses mots : « Date d'Échéance », « date_echeance » et « DateEcheance » sont le même.

    >>> normaliser("N° de pièce"), normaliser("Montant T.T.C. (€)"), normaliser("Réf. client")
    ('n piece', 'montant ttc', 'ref client')
    """
    sans_accents = "".join(signe for signe in unicodedata.normalize("NFKD", entete) if not unicodedata.combining(signe))
    separe = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", sans_accents.replace(".", "").replace("º", "o"))
    mots = re.findall(r"[a-z0-9]+", separe.lower().replace("œ", "oe"))
    utiles = ["n" if mot in _NUMERO else mot for mot in mots if mot not in _MONNAIE]
    # En fin d'en-tête, « du » est « dû » : « Montant dû » n'est pas « Montant ».
    return " ".join([mot for mot in utiles[:-1] if mot not in _MOTS_VIDES] + utiles[-1:])


_FORMES = {
    normaliser(forme): (role, rang)
    for role, formes in SYNONYMES.items()
    for rang, forme in enumerate(formes)
}  # fmt: skip
_AMBIGUES = {normaliser(forme): roles for forme, roles in AMBIGUS.items()}
_IGNOREES = frozenset(normaliser(forme) for forme in (*IGNORES, MOTIF))


def compter_colonnes(cellules: Sequence[str], correspondance: Mapping[str, str] | None = None) -> int:
    """Combien de rôles différents cette ligne nomme, si c'est un en-tête."""
    imposes = {normaliser(entete): role for entete, role in (correspondance or {}).items()}
    vus: set[str] = set()
    for cellule in cellules:
        if len(cellule) <= 60 and (forme := normaliser(cellule)):
            role = imposes.get(forme) or _FORMES.get(forme, ("", 0))[0] or ":".join(_AMBIGUES.get(forme, ()))
            vus.add(role or (forme if forme in _IGNOREES else ""))
    return len(vus - {""})


def reconnaitre_colonnes(entetes: Sequence[str], correspondance: Mapping[str, str] | None = None) -> Colonnes:
    """Attribue les rôles. ``correspondance`` (en-tête → rôle, ou « ignorer ») prime sur les synonymes.

    Lève ``SaisieIllisible`` si la correspondance nomme un rôle inconnu ou un en-tête absent.
    """
    formes = [normaliser(entete) for entete in entetes]
    imposees = _imposer(formes, correspondance or {})
    pretendants: dict[str, list[tuple[int, int]]] = {}
    for indice, forme in enumerate(formes):
        if indice not in imposees and forme in _FORMES:
            role, rang = _FORMES[forme]
            pretendants.setdefault(role, []).append((rang, indice))
    positions = {role: indice for indice, role in imposees.items() if role != IGNORER}
    doublons: list[tuple[int, int]] = []
    for role, candidats in pretendants.items():
        for _, indice in sorted(candidats):
            prefere = positions.setdefault(role, indice)
            if prefere != indice:
                doublons.append((indice, prefere))
    for indice, forme in enumerate(formes):
        if indice not in imposees and forme in _AMBIGUES:
            roles = _AMBIGUES[forme]
            libre = next((role for role in roles if not _est_tenu(role, positions)), None)
            if libre:
                positions[libre] = indice
            else:
                doublons.append((indice, positions[roles[-1]]))
    return Colonnes(entetes=tuple(entetes), positions=positions, doublons=tuple(sorted(doublons)))


def exiger_colonnes(colonnes: Colonnes, fichier: str, *, delai: int | None) -> None:
    """Lève ``FichierRefuse`` s'il manque de quoi faire une créance : débiteur, numéro, montant, échéance (ou délai)."""
    presentes = colonnes.positions.keys()
    if _est_un_fec(colonnes.entetes):
        raise FichierRefuse(
            fichier,
            "c'est un fichier des écritures comptables (FEC), sans échéances ni adresses. Exportez plutôt la liste "
            f"des factures échues, avec un en-tête comme : {EXEMPLE}",
        )
    manquent = [
        nom
        for nom, roles in (
            ("le nom du débiteur", {"nom", "societe"}),
            ("le numéro de facture", {"numero"}),
            ("le montant TTC ou le solde", {"montant", "solde", "debit"}),
        )
        if not roles & presentes
    ]
    if "echeance" not in presentes and delai is None:
        manquent.append("l'échéance (ou relancez avec --delai 30, et la date de facture)")
    if "echeance" not in presentes and delai is not None and "emise_le" not in presentes:
        manquent.append("l'échéance, ou la date de facture dont partira le délai")
    if not presentes:
        raise FichierRefuse(
            fichier,
            "ce n'est pas une liste de factures : aucun en-tête de colonne n'y est reconnu. Première ligne lue : "
            f"« {' | '.join(colonnes.entetes)[:120].strip()} ». En-tête attendu, par exemple : {EXEMPLE}",
        )
    if manquent:
        lues = " | ".join(entete.strip() or "(vide)" for entete in colonnes.entetes[:40])
        raise FichierRefuse(
            fichier,
            f"il manque {' ; '.join(manquent)}. En-tête lu : {lues[:600]}. En-tête attendu, par exemple : {EXEMPLE}",
        )


def _est_tenu(role: str, positions: Mapping[str, int]) -> bool:
    """Vrai si une colonne tient déjà ce rôle ; une raison sociale tient lieu de nom."""
    return role in positions or (role == "nom" and "societe" in positions)


def _imposer(formes: Sequence[str], correspondance: Mapping[str, str]) -> dict[int, str]:
    imposees: dict[int, str] = {}
    for entete, role in correspondance.items():
        if role != IGNORER and role not in LIBELLES:
            raise SaisieIllisible(
                f"« {role} » n'est pas un contenu de colonne. Écrivez : {', '.join(LIBELLES)}, ou {IGNORER}."
            )
        forme = normaliser(entete)
        if forme not in formes:
            raise SaisieIllisible(f"La correspondance nomme la colonne « {entete} », que le fichier n'a pas.")
        if role != IGNORER and role in imposees.values():
            raise SaisieIllisible(f"La correspondance donne deux colonnes pour « {role} » : gardez-en une.")
        imposees[formes.index(forme)] = role
    return imposees


def _est_un_fec(entetes: Sequence[str]) -> bool:
    formes = {normaliser(entete) for entete in entetes}
    return {"journal code", "compte n", "ecriture date"} <= formes
