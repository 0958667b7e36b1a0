"""Lire un fichier de limites d'encours : un client par ligne, et ce que son créancier lui autorise."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from recouvre.domaine.brouillons import Anomalie, FichierRefuse, Source
from recouvre.domaine.limites import LimiteLue
from recouvre.domaine.montants import lire_montant
from recouvre.domaine.refus import MontantIllisible
from recouvre.echanges.colonnes import compter_colonnes, normaliser, reconnaitre_colonnes
from recouvre.echanges.fautes import Faute
from recouvre.echanges.octets import CE_QUE_C_EST, Nature, lire_octets, nature
from recouvre.echanges.remise_debiteur import ROLES_DEBITEUR, LecteurDebiteurs
from recouvre.echanges.tableau import PLAFOND_REMISE, lire_tableau

EXEMPLE = "Réf. client;Nom;SIREN;Limite"
AUCUNE = frozenset(("aucune", "aucun", "-", "sans"))
_ENTETES = frozenset(
    normaliser(entete)
    for entete in (
        "limite", "limite d'encours", "limite de crédit", "limite crédit", "limite autorisée", "encours autorisé",
        "encours maximum", "encours maximal", "encours max", "plafond", "plafond d'encours", "plafond de crédit",
        "plafond autorisé", "crédit autorisé", "ligne de crédit", "credit limit",
    )
)  # fmt: skip


def lire_limites(chemin: Path) -> tuple[list[LimiteLue], list[Anomalie]]:
    """Les limites du fichier, et les lignes écartées. Lève ``FichierRefuse``."""
    nom = chemin.name
    octets = lire_octets(chemin, PLAFOND_REMISE)
    if (sorte := nature(octets)) is not Nature.TEXTE:
        raise FichierRefuse(nom, CE_QUE_C_EST[sorte])
    tableau = lire_tableau(octets, nom, _compter)
    ou = next((rang for rang, entete in enumerate(tableau.entetes) if normaliser(entete) in _ENTETES), None)
    colonnes = reconnaitre_colonnes(["" if rang == ou else e for rang, e in enumerate(tableau.entetes)])
    if ou is None or not colonnes.positions.keys() & {"nom", "societe", "reference", "siren"}:
        manque = "le montant de la limite" if ou is None else "le client (nom, SIREN ou référence)"
        raise FichierRefuse(nom, f"il manque une colonne : {manque}. En-tête attendu, par exemple : {EXEMPLE}")
    lecteur = LecteurDebiteurs()
    lues: list[LimiteLue] = []
    anomalies: list[Anomalie] = []
    for numero, cellules in tableau.lignes:
        completes = [*cellules, *[""] * (len(tableau.entetes) - len(cellules)), ""]
        roles = tuple(completes[colonnes.positions.get(role, -1)] for role in ROLES_DEBITEUR)
        faute = _lire_ligne(lecteur, roles, completes[ou].strip(), lues)
        if faute:
            anomalies.append(Anomalie(Source(nom, numero), faute))
    return lues, anomalies


def _compter(cellules: Sequence[str]) -> int:
    """Une colonne de limite compte autant qu'une autre."""
    return compter_colonnes(cellules) + any(normaliser(cellule) in _ENTETES for cellule in cellules)


def _lire_ligne(lecteur: LecteurDebiteurs, roles: tuple[str, ...], limite: str, lues: list[LimiteLue]) -> str:
    """Ajoute la limite de cette ligne, ou rend ce qui ne va pas."""
    fautes: list[Faute] = []
    debiteur = lecteur.lire(roles, fautes)
    partie = debiteur.partie
    if normaliser(partie.nom).startswith("total") and not debiteur.reference:
        return "ligne de total, ignorée."
    if not (partie.nom or debiteur.reference or partie.siren):
        return "rien ne désigne le client : ajoutez son nom, son SIREN ou sa référence."
    try:
        montant = None if limite.casefold() in AUCUNE else lire_montant(limite)
    except MontantIllisible as refus:
        return refus.phrase if limite else "la limite manque : un montant, ou « aucune »."
    if montant is not None and montant < 0:
        return "une limite ne peut pas être négative."
    lues.append(
        LimiteLue(
            nom=partie.denomination or debiteur.reference or partie.siren, montant=montant,
            reference=debiteur.reference, siren=partie.siren, code_postal=partie.code_postal,
        )
    )  # fmt: skip
    return ""
