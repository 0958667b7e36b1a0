"""Le dossier de procédure : décompte arrêté, bordereau, pièces numérotées, chronologie, projet de requête, en un zip.

Rien n'est noté au journal, et l'archive ne porte pas l'heure : refaite, elle a les mêmes octets. Une pièce manquante
est dite, sans empêcher ; une pièce dont le fichier a changé depuis qu'elle est entrée arrête tout.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from recouvre.base.archives import ecrire_zip
from recouvre.base.fichiers import empreinte, exiger_neuf, nom_libre
from recouvre.conduite.pieces_judiciaires import manquantes
from recouvre.courriers.modeles import Redaction, rediger
from recouvre.courriers.recueil import LigneDePiece, bordereau, chronologie
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import Ecrit
from recouvre.domaine.faits_d_instance import Instance
from recouvre.domaine.montants import en_decimal
from recouvre.domaine.refus import Refus
from recouvre.operations.demandes import Voulu, demander_document, trouver
from recouvre.operations.gardes import FaitRefuse
from recouvre.operations.lire import lire_dossier
from recouvre.operations.pieces_du_dossier import Numerotee, lire_fichier, numeroter
from recouvre.operations.preparer import dossiers_de_modeles
from recouvre.operations.session import Session

if TYPE_CHECKING:
    from recouvre.courriers.courrier import Courrier

DECOMPTE, REQUETE = "decompte_detaille", "requete_injonction"
_SANS_REQUETE, _GESTE = "Projet de requête non joint.", " Tapez : "


@dataclass(frozen=True, slots=True, kw_only=True)
class Souhait:
    """Ce que l'on veut réunir. ``faits`` : la chronologie ; ``tableaux`` : les CSV, par nom (décompte, chronologie).

    ``saisies`` : ce que le projet de requête demande ; ``voie`` : l'injonction seule a un projet de requête.
    """

    au: dt.date
    voie: Instance
    faits: Sequence[tuple[dt.date, str]]
    tableaux: Mapping[str, bytes]
    saisies: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reuni:
    """L'archive écrite. ``fichiers`` : chacun, sa taille et son SHA-256 ; ``absentes`` : ce qui manque, en clair."""

    dossier: Dossier
    chemin: Path
    octets: int
    fichiers: tuple[Mapping[str, object], ...]
    absentes: tuple[str, ...]


def reunir(session: Session, numero: int, souhait: Souhait, sortie: Path | None) -> Reuni:
    """Écrit l'archive. Lève ``FaitRefuse`` si une pièce a changé, ``ChampManquant``, ``TauxInconnu``…"""
    if sortie is not None:
        exiger_neuf(sortie)
    dossier, ecrits = lire_dossier(session, numero)
    decompte = _rediger(session, dossier, ecrits, DECOMPTE, souhait)
    requete, pourquoi = _requete(session, dossier, ecrits, souhait)
    pieces = numeroter(session, dossier, requete or decompte)
    absentes = (*pourquoi, *_absentes(dossier, pieces))
    chemin = sortie or nom_libre(Path(f"{dossier.libelle}_dossier-procedure.zip"))
    fichiers: list[Mapping[str, object]] = []
    contenu = _contenu(session, decompte.courrier, requete, pieces, souhait)
    entrees = _avec_manifeste(contenu, fichiers, dossier, souhait, decompte, absentes)
    taille = ecrire_zip(chemin, entrees)
    return Reuni(dossier=dossier, chemin=chemin, octets=taille, fichiers=tuple(fichiers), absentes=absentes)


def _rediger(session: Session, dossier: Dossier, ecrits: Sequence[Ecrit], modele: str, souhait: Souhait) -> Redaction:
    """Un document du dossier, tel qu'il s'imprimerait ; il n'a pas de numéro : rien n'est noté."""
    saisies = souhait.saisies if modele == REQUETE else {}
    voulu = Voulu(nom=modele, au=souhait.au, saisies=saisies)
    choix = demander_document(session, trouver(session, dossier, voulu), ecrits, voulu)
    reference = f"{dossier.libelle}, dossier de procédure"
    redaction = rediger(replace(choix.demande, reference=reference), dossiers_de_modeles(session))
    if redaction.modele.notice.expediteur == "creancier":
        return redaction
    return redaction._replace(courrier=replace(redaction.courrier, apparence=session.apparence))


def _requete(
    session: Session, dossier: Dossier, ecrits: Sequence[Ecrit], souhait: Souhait
) -> tuple[Redaction | None, tuple[str, ...]]:
    """Le projet de requête, s'il y en a un à faire ; sinon, pourquoi. Des saisies données doivent servir."""
    if souhait.voie is not Instance.INJONCTION:
        if souhait.saisies:
            raise FaitRefuse("Seule l'injonction a un projet de requête : retirez --avec, ou dites --voie injonction.")
        return None, ()
    try:
        return _rediger(session, dossier, ecrits, REQUETE, souhait), ()
    except Refus as refus:
        if souhait.saisies:
            raise
        return None, (f"{_SANS_REQUETE} {refus.phrase}",)


def _absentes(dossier: Dossier, pieces: Sequence[Numerotee]) -> Iterator[str]:
    for attendue in manquantes(dossier):
        geste = f"{_GESTE}{attendue.remede}" if attendue.remede else ""
        yield f"{attendue.libelle} ({attendue.pourquoi}).{geste}"
    for piece in pieces:
        if not piece.fichier:
            yield f"Pièce n° {piece.rang}, {piece.jointe.libelle} : aucun fichier au dossier."


def _contenu(
    session: Session, modele: Courrier, requete: Redaction | None, pieces: Sequence[Numerotee], souhait: Souhait,
) -> Iterator[tuple[str, bytes, str]]:  # fmt: skip
    """Chaque fichier, ses octets, et ce que c'est."""
    from recouvre.courriers.mise_en_page import imprimer

    lignes = [LigneDePiece(p.rang, p.jointe.libelle, p.jointe.date, p.fichier) for p in pieces]
    yield "00_bordereau.pdf", imprimer(bordereau(modele, lignes)), "Bordereau des pièces"
    yield "00_chronologie.pdf", imprimer(chronologie(modele, souhait.faits)), "Chronologie"
    yield "00_chronologie.csv", souhait.tableaux["chronologie"], "Chronologie, pour un tableur"
    if requete is not None:
        yield "00_projet_de_requete.pdf", imprimer(requete.courrier), "Projet de requête, à signer par le créancier"
    for piece in pieces:
        if piece.jointe.decompte:
            yield piece.fichier, imprimer(modele), piece.jointe.libelle
            nom = piece.fichier.removesuffix(".pdf")
            yield f"{nom}.csv", souhait.tableaux["decompte"], f"{piece.jointe.libelle}, pour un tableur"
        elif piece.fichier:
            yield piece.fichier, lire_fichier(session, piece.jointe), piece.jointe.libelle


def _a_reunir(absentes: Sequence[str]) -> list[str]:
    """Ce qui manque, sans les commandes de l'outil : un avocat le lira."""
    return [texte.partition(_GESTE)[0] for texte in absentes if not texte.startswith(_SANS_REQUETE)]


def _avec_manifeste(
    contenu: Iterator[tuple[str, bytes, str]], fichiers: list[Mapping[str, object]], dossier: Dossier,
    souhait: Souhait, decompte: Redaction, absentes: Sequence[str],
) -> Iterator[tuple[str, bytes]]:  # fmt: skip
    """Les fichiers, puis leur manifeste, qui dit l'empreinte de chacun."""
    for nom, octets, libelle in contenu:
        fichiers.append({"nom": nom, "libelle": libelle, "octets": len(octets), "sha256": empreinte(octets)})
        yield nom, octets
    compte = decompte.demande.decompte
    objet = {
        "dossier": dossier.libelle,
        "au": souhait.au.isoformat(),
        "voie": str(souhait.voie),
        "total": en_decimal(compte.total),
        "fichiers": fichiers,
        "manquantes": _a_reunir(absentes),
    }
    yield "manifeste.json", json.dumps(objet, ensure_ascii=False, indent=2).encode()
