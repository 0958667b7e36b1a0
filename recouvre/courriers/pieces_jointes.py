"""Les pièces d'un bordereau, numérotées dans l'ordre où un lecteur les cherche, et le fait dont chacune vient."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from recouvre.courriers.contexte import Demande, Fiches
from recouvre.courriers.ecriture import montant, sur_une_ligne
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.evenements import PieceRecue, RelanceEnvoyee

_DU_MANDAT = ("mandat", "cgv")
"""Ce que l'agence et le créancier ont convenu entre eux : un tiers n'a pas à le recevoir."""

PIECES = {
    "mandat": "Pouvoir écrit", "cgv": "Conditions générales acceptées", "contrat": "Contrat ou conditions générales",
    "facture": "Facture", "bon-de-commande": "Bon de commande ou devis accepté",
    "bon-de-livraison": "Bon de livraison ou procès-verbal", "correspondance": "Correspondance", "autre": "Pièce",
}  # fmt: skip
"""Chaque nature de pièce, telle qu'un bordereau l'écrit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceJointe:
    """Une ligne du bordereau. ``nom`` : de quoi nommer son fichier ; ``source`` : la pièce reçue, ou le courrier parti.

    ``facture`` : le numéro de la facture dont c'est la copie ; ``decompte`` : c'est le décompte arrêté lui-même.
    """

    libelle: str
    date: dt.date
    nom: str
    source: PieceRecue | RelanceEnvoyee | None = None
    facture: str = ""
    decompte: bool = False


_HORS_SCENARIO = {
    "echeance-annonce": "annonce d’échéance", "echeance-rappel": "mise en demeure d’échéance",
    "plan-caduc": "constat de caducité", "campagne": "relance",
}  # fmt: skip
"""Les étapes d'un plan de paiement, et celle d'une campagne, telles qu'on les écrit : son nom ne regarde que nous."""


def etape_en_clair(cle: str) -> str:
    """« mise en demeure », d'une clé d'étape ; celle d'un plan finit par un jour.

    >>> etape_en_clair("avis-avant-poursuites"), etape_en_clair("echeance-rappel:2026-03-05")
    ('avis avant poursuites', 'mise en demeure d’échéance')
    """
    genre = cle.partition(":")[0]
    return _HORS_SCENARIO.get(genre, genre.replace("-", " "))


def pieces_jointes(demande: Demande, objets: Fiches) -> Iterator[PieceJointe]:
    """Des factures, les seules dont le document parle, et leurs avoirs ; puis pièces, courriers, titre, décompte."""
    dossier = demande.dossier
    factures = objets.reclamation.factures
    numeros = {"", *(facture.numero for facture in factures)}
    for facture in factures:
        yield PieceJointe(
            libelle=f"Facture {sur_une_ligne(facture.numero)} de {montant(facture.montant)}",
            date=facture.emise_le,
            nom=f"facture_{facture.numero}",
            facture=facture.numero,
        )
    for avoir in (avoir for avoir in dossier.avoirs if avoir.date <= demande.decompte.au and avoir.sur in numeros):
        libelle = f"Avoir {sur_une_ligne(avoir.numero)} de {montant(avoir.montant)}"
        yield PieceJointe(libelle=libelle, date=avoir.date, nom=f"avoir_{avoir.numero}")
    for piece in dossier.pieces:
        if piece.nature not in ("facture", *_DU_MANDAT):
            yield de_la_piece(piece)
    for parti in dossier.relances:
        libelle = f"Courrier {parti.reference} au débiteur : {etape_en_clair(parti.etape)}"
        yield PieceJointe(libelle=libelle, date=parti.date, nom=f"courrier_{parti.etape}", source=parti)
    for presentee in dossier.mises_en_demeure:
        libelle = "Preuve de présentation de la mise en demeure"
        yield PieceJointe(libelle=libelle, date=presentee.date, nom="preuve_de_presentation")
    for titre in dossier.titres:
        reference = f" {sur_une_ligne(titre.reference)}" if titre.reference else ""
        libelle = f"Titre exécutoire : {titre.nature.replace('-', ' ')}{reference}"
        yield PieceJointe(libelle=libelle, date=titre.date, nom=f"titre_{titre.nature}")
    libelle = f"Décompte arrêté au {en_chiffres(demande.decompte.au)}"
    yield PieceJointe(libelle=libelle, date=demande.le, nom="decompte_arrete", decompte=True)


def de_la_piece(piece: PieceRecue) -> PieceJointe:
    """La ligne d'une pièce reçue."""
    detail = f" : {sur_une_ligne(piece.libelle)}" if piece.libelle else ""
    libelle = f"{PIECES.get(piece.nature, piece.nature)}{detail}"
    return PieceJointe(
        libelle=libelle, date=piece.datee_le or piece.date, nom=piece.libelle or piece.nature, source=piece
    )
