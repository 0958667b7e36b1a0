"""Du brouillon lu au fait sûr : qualité, échéance, régime. Pur : rend le fait prêt à écrire, ou l'anomalie."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal

from recouvre.domaine.brouillons import Anomalie, Brouillon, GenrePiece, PieceComptable, Source
from recouvre.domaine.evenements import AvoirAjoute, FactureAjoutee
from recouvre.domaine.parties import Qualite
from recouvre.domaine.refus import RegleDeDroit
from recouvre.droit.regimes import verifier_qualite

_FORMES_COMMERCIALES = re.compile(
    r"\b(SARL|SAS|SASU|EURL|SA|SNC|SCOP|SELARL|SELAS|GIE|EARL|GAEC|S\.A\.R\.L\.|S\.A\.S\.|S\.A\.)(?=\W|$)",
    re.IGNORECASE,
)


_ORGANISMES_PUBLICS = ("1", "2")
"""Les premiers chiffres que l'INSEE donne aux organismes publics : on ne devine pas s'ils en suivent le régime."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consignes:
    """Ce que la personne a dit pour toute la remise. ``taux`` en points ; ``delai`` en jours depuis la facture."""

    le: dt.date
    creancier: str = ""
    nouveau_creancier: bool = False
    qualite: Qualite | None = None
    taux: Decimal | None = None
    scenario: str = ""
    echeance: dt.date | None = None
    delai: int | None = None
    pieces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sur:
    """Un brouillon contrôlé : son fait, la qualité de son débiteur."""

    brouillon: Brouillon
    qualite: Qualite
    fait: FactureAjoutee | AvoirAjoute


def controler(brouillon: Brouillon, consignes: Consignes) -> Sur | Anomalie:
    """Complète un brouillon avec les consignes et en fait un fait, ou dit pourquoi il n'entre pas."""
    qualite = brouillon.qualite or consignes.qualite or _deviner_qualite(brouillon)
    if qualite is None:
        return _rejet(
            brouillon,
            f"la qualité de « {brouillon.debiteur.denomination} » n'est pas dite. Ajoutez une colonne Type (PRO ou "
            "PART), ou relancez avec --qualite professionnel ou --qualite consommateur",
        )
    try:
        verifier_qualite(qualite)
    except RegleDeDroit as refus:
        return _rejet(brouillon, str(refus).rstrip("."))
    piece = brouillon.piece
    if piece.emise_le and piece.emise_le > consignes.le:
        return _rejet(brouillon, f"la date de la pièce {piece.numero}, {piece.emise_le:%d/%m/%Y}, est dans l'avenir")
    if piece.genre is GenrePiece.AVOIR:
        return Sur(brouillon, qualite, _avoir(piece, consignes))
    echeance = _echeance(piece, consignes)
    if echeance is None:
        return _rejet(
            brouillon,
            f"la facture {piece.numero} n'a pas d'échéance. Relancez avec --echeance JJ/MM/AAAA, ou --delai 30 pour "
            "compter depuis la date de facture",
        )
    if piece.emise_le and echeance < piece.emise_le:
        return _rejet(brouillon, f"l'échéance de la facture {piece.numero} précède sa date")
    return Sur(brouillon, qualite, _facture(piece, echeance, consignes))


def _echeance(piece: PieceComptable, consignes: Consignes) -> dt.date | None:
    if piece.echeance or consignes.echeance:
        return piece.echeance or consignes.echeance
    if consignes.delai is not None and piece.emise_le:
        return piece.emise_le + dt.timedelta(days=consignes.delai)
    return None


def _facture(piece: PieceComptable, echeance: dt.date, consignes: Consignes) -> FactureAjoutee:
    return FactureAjoutee(
        date=consignes.le,
        numero=piece.numero,
        montant=piece.montant,
        deja_regle=piece.deja_regle,
        emise_le=piece.emise_le or min(echeance, consignes.le),
        echeance=echeance,
        libelle=piece.libelle,
    )


def _avoir(piece: PieceComptable, consignes: Consignes) -> AvoirAjoute:
    return AvoirAjoute(
        date=piece.emise_le or consignes.le,
        numero=piece.numero,
        montant=piece.montant,
        sur=piece.sur,
        libelle=piece.libelle,
    )


def _deviner_qualite(brouillon: Brouillon) -> Qualite | None:
    """Une forme de société commerciale, ou un SIREN d'entreprise sans civilité ni prénom : un professionnel."""
    debiteur = brouillon.debiteur
    siren = debiteur.siren or debiteur.siret[:9]
    if debiteur.civilite or debiteur.prenom or siren[:1] in _ORGANISMES_PUBLICS:
        return None
    if siren or _FORMES_COMMERCIALES.search(debiteur.nom):
        return Qualite.PROFESSIONNEL
    return None


def _rejet(brouillon: Brouillon, message: str) -> Anomalie:
    return Anomalie(Source(brouillon.source.fichier, brouillon.source.ligne), f"{message}.")
