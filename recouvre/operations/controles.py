"""Du brouillon lu au fait sûr : qualité, échéance. Pur : rend le fait prêt à écrire, ou l'anomalie."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from recouvre.domaine.brouillons import Anomalie, Brouillon, GenrePiece, Gravite, PieceComptable, Source
from recouvre.domaine.contrat import Acheteur, TauxConvenu
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.evenements import AvoirAjoute, FactureAjoutee
from recouvre.domaine.parties import Qualite
from recouvre.domaine.refus import TauxInconnu
from recouvre.droit.commande_publique import echeance_publique
from recouvre.droit.taux import Bareme
from recouvre.operations.gardes import trop_ancienne

_FORMES_COMMERCIALES = re.compile(
    r"\b(SARL|SAS|SASU|EURL|SA|SNC|SCOP|SELARL|SELAS|GIE|EARL|GAEC|S\.A\.R\.L\.|S\.A\.S\.|S\.A\.)(?=\W|$)",
    re.IGNORECASE,
)


_ORGANISMES_PUBLICS = ("1", "2")
"""Les premiers chiffres que l'INSEE donne aux organismes publics : on ne devine pas s'ils en suivent le régime."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consignes:
    """Ce que la personne a dit pour toute la remise. ``delai`` : en jours depuis la facture.

    ``nature``, ``acheteur``, ``creancier_particulier`` qualifient les dossiers neufs ; ``demande_recue_le`` : le jour
    où l'acheteur public a reçu la demande de paiement.
    """

    le: dt.date
    creancier: str = ""
    nouveau_creancier: bool = False
    qualite: Qualite | None = None
    taux: TauxConvenu | None = None
    nature: str = ""
    acheteur: Acheteur | None = None
    creancier_particulier: bool = False
    demande_recue_le: dt.date | None = None
    scenario: str = ""
    echeance: dt.date | None = None
    delai: int | None = None
    pieces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sur:
    """Un brouillon contrôlé : son fait, la qualité de son débiteur, et ce qu'il faut en dire."""

    brouillon: Brouillon
    qualite: Qualite
    fait: FactureAjoutee | AvoirAjoute
    avertissement: Anomalie | None = None


def controler(brouillon: Brouillon, consignes: Consignes, bareme: Bareme) -> Sur | Anomalie:
    """Complète un brouillon avec les consignes et en fait un fait, ou dit pourquoi il n'entre pas."""
    qualite = brouillon.qualite or consignes.qualite or deviner_qualite(brouillon)
    if qualite is None:
        return _rejet(
            brouillon,
            f"la qualité de « {brouillon.debiteur.denomination} » n'est pas dite. Ajoutez une colonne Type (PRO ou "
            "PART), ou relancez avec --qualite professionnel, consommateur ou public",
        )
    piece = brouillon.piece
    if piece.emise_le and piece.emise_le > consignes.le:
        return _rejet(brouillon, f"la date de la pièce {piece.numero}, {piece.emise_le:%d/%m/%Y}, est dans l'avenir")
    if piece.genre is GenrePiece.AVOIR:
        return Sur(brouillon, qualite, _avoir(piece, consignes))
    echeance, dit = _echeance(piece, consignes), ""
    if qualite is Qualite.PUBLIC and (reglementaire := _delai_public(piece, consignes, bareme)):
        dit = _sur_le_delai_public(piece, echeance, reglementaire)
        echeance = echeance or reglementaire
    if faute := _faute_de_date(piece, echeance, consignes, qualite):
        return _rejet(brouillon, faute)
    avertissement = _avertir(brouillon, dit) if dit else None
    return Sur(brouillon, qualite, _facture(piece, echeance or consignes.le, consignes), avertissement)


def _faute_de_date(piece: PieceComptable, echeance: dt.date | None, consignes: Consignes, qualite: Qualite) -> str:
    """Ce qui ne va pas dans les dates d'une facture ; vide si tout va."""
    if echeance is None:
        public = " ; ou --demande-recue-le JJ/MM/AAAA, si le marché n'en a pas" * (qualite is Qualite.PUBLIC)
        return (
            f"la facture {piece.numero} n'a pas d'échéance. Relancez avec --echeance JJ/MM/AAAA, ou --delai 30 pour "
            f"compter depuis la date de facture{public}"
        )
    if piece.emise_le and echeance < piece.emise_le:
        return f"l'échéance de la facture {piece.numero} précède sa date"
    if piece.emise_le and consignes.demande_recue_le and consignes.demande_recue_le < piece.emise_le:
        return f"la demande de paiement de la facture {piece.numero} n'a pas pu être reçue avant la date de celle-ci"
    ancienne = trop_ancienne(piece.emise_le, echeance)
    return f"facture {piece.numero} : {ancienne}" if ancienne else ""


def _delai_public(piece: PieceComptable, consignes: Consignes, bareme: Bareme) -> dt.date | None:
    """La fin du délai réglementaire (CCP R2192-10 à -14) ; ``None`` : pas de délai, pas de départ, ou pas de table."""
    acheteur, recue_le = consignes.acheteur or Acheteur.GENERAL, consignes.demande_recue_le
    demande_le = recue_le or piece.emise_le
    if acheteur is Acheteur.ENTITE_ADJUDICATRICE or demande_le is None:
        return None
    try:
        return echeance_publique(bareme, acheteur, demande_le, recue=recue_le is not None)
    except TauxInconnu:
        return None


def _sur_le_delai_public(piece: PieceComptable, dite: dt.date | None, reglementaire: dt.date) -> str:
    """Ce qu'il faut savoir de l'échéance d'un acheteur public : calculée, ou plus longue que le marché ne peut."""
    if dite is None:
        return (
            f"l'échéance de la facture {piece.numero} est calculée : {en_chiffres(reglementaire)}, fin du délai "
            "réglementaire de l'acheteur public (CCP, art. R2192-10 à R2192-14)."
        )
    if dite > reglementaire:
        return (
            f"l'échéance de la facture {piece.numero}, {en_chiffres(dite)}, dépasse le délai réglementaire de "
            f"l'acheteur public, qui finit le {en_chiffres(reglementaire)} (CCP, art. L2192-10). Elle est gardée."
        )
    return ""


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
        emise_le=piece.emise_le or min(echeance, consignes.le, consignes.demande_recue_le or echeance),
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


def deviner_qualite(brouillon: Brouillon) -> Qualite | None:
    """Une forme de société commerciale, ou un SIREN d'entreprise sans civilité ni prénom : un professionnel."""
    debiteur = brouillon.debiteur
    siren = debiteur.siren or debiteur.siret[:9]
    if debiteur.civilite or debiteur.prenom or siren[:1] in _ORGANISMES_PUBLICS:
        return None
    if siren or _FORMES_COMMERCIALES.search(debiteur.nom):
        return Qualite.PROFESSIONNEL
    return None


def _avertir(brouillon: Brouillon, phrase: str) -> Anomalie:
    return Anomalie(Source(brouillon.source.fichier, brouillon.source.ligne), phrase, Gravite.AVERTISSEMENT)


def _rejet(brouillon: Brouillon, message: str) -> Anomalie:
    return Anomalie(Source(brouillon.source.fichier, brouillon.source.ligne), f"{message}.")
