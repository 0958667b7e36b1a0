"""Trier une balance avant de la chiffrer : doublons, avoirs et leur facture, ce que ce calcul ne sait pas faire."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from recouvre.base.parties import normaliser
from recouvre.domaine.brouillons import Anomalie, Brouillon, GenrePiece, Gravite, Lecture, PieceComptable, Source
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.evenements import AvoirAjoute
from recouvre.domaine.montants import en_euros
from recouvre.domaine.parties import Qualite
from recouvre.droit.balance import PieceEcartee
from recouvre.operations.cles import cle_facture
from recouvre.operations.controles import deviner_qualite
from recouvre.operations.gardes import trop_ancienne

_A_PART = {
    Qualite.CONSOMMATEUR: "consommateur : ses intérêts partent d'une mise en demeure (C. civ., art. 1231-6), sans les "
    "40 €",
    Qualite.PUBLIC: "acheteur public : son délai et son taux sont réglementés (CCP, art. L2192-13 et R2192-31)",
}


@dataclass(slots=True)
class FactureTriee:
    """Une facture à chiffrer et les avoirs qui la réduisent. ``qualite_dite`` : on la sait due par un professionnel."""

    brouillon: Brouillon
    echeance: dt.date
    qualite_dite: bool
    avoirs: list[AvoirAjoute] = field(default_factory=list)

    @property
    def reste(self) -> int:
        """Ce qui reste dû, acomptes déduits, avoirs non déduits, en centimes."""
        return self.brouillon.piece.montant - self.brouillon.piece.deja_regle

    @property
    def emise_le(self) -> dt.date:
        """Le jour de la facture ; à défaut, au plus tard le premier jour dont on parle."""
        return self.brouillon.piece.emise_le or min([self.echeance, *(avoir.date for avoir in self.avoirs)])


@dataclass(slots=True)
class Tri:
    """Ce que le tri a rangé. ``sans_date`` : les avoirs dont le fichier ne dit pas le jour."""

    factures: list[FactureTriee] = field(default_factory=list)
    ecartees: list[PieceEcartee] = field(default_factory=list)
    anomalies: list[Anomalie] = field(default_factory=list)
    sans_date: list[str] = field(default_factory=list)
    doublons: int = 0


def trier(lectures: Iterable[Lecture], au: dt.date, delai: int | None) -> Tri:
    """Range les pièces de ces lectures ; ``delai`` : jours depuis la facture quand l'échéance n'est pas dite."""
    trieur = _Trieur(au, delai)
    for lecture in lectures:
        for brouillon in lecture.brouillons:
            trieur.prendre(brouillon)
    trieur.ranger_les_avoirs()
    return trieur.tri


def vendeur(brouillon: Brouillon) -> str:
    """Le créancier qu'une facture électronique nomme, sans accents ni casse ; vide si on ne le connaît pas."""
    return normaliser(brouillon.creancier.nom) if brouillon.creancier else ""


class _Trieur:
    """Tient les pièces par numéro : un créancier n'a qu'une pièce de ce numéro."""

    def __init__(self, au: dt.date, delai: int | None) -> None:
        self.tri = Tri()
        self._au, self._delai = au, delai
        self._tenues: dict[str, list[tuple[Brouillon, FactureTriee | None]]] = {}
        self._avoirs: list[Brouillon] = []

    def prendre(self, brouillon: Brouillon) -> None:
        """Une facture est retenue, écartée ou refusée ; un avoir attend que toutes les factures soient lues."""
        piece, facture = brouillon.piece, None
        if tenue := self._tenue(piece.numero, brouillon):
            self._doublon(brouillon, tenue[0].piece)
            return
        if piece.genre is GenrePiece.AVOIR:
            self._avoirs.append(brouillon)
        elif raison := self._hors_de_ce_calcul(brouillon):
            self._ecarter(brouillon, raison)
        else:
            facture = self._facture(brouillon)
            if facture is None:
                return
            self.tri.factures.append(facture)
        self._tenues.setdefault(cle_facture(0, piece.numero), []).append((brouillon, facture))

    def ranger_les_avoirs(self) -> None:
        """Chaque avoir rejoint la facture qu'il vise, à sa date, ou est mis à part."""
        for brouillon in self._avoirs:
            piece = brouillon.piece
            visee = self._tenue(piece.sur, brouillon) if piece.sur else None
            if raison := self._sans_effet(piece, visee):
                self._ecarter(brouillon, raison)
            elif visee and visee[1]:
                le = piece.emise_le or self._au
                visee[1].avoirs.append(
                    AvoirAjoute(date=le, numero=piece.numero, montant=piece.montant, sur=visee[0].piece.numero)
                )
                self.tri.sans_date += [] if piece.emise_le else [piece.numero]

    def _tenue(self, numero: str, brouillon: Brouillon) -> tuple[Brouillon, FactureTriee | None] | None:
        """La pièce déjà lue de ce numéro, sauf si deux vendeurs différents l'ont émise."""
        nom = vendeur(brouillon)
        for tenue in self._tenues.get(cle_facture(0, numero), ()):
            autre = vendeur(tenue[0])
            if not nom or not autre or nom == autre:
                return tenue
        return None

    def _doublon(self, brouillon: Brouillon, tenue: PieceComptable) -> None:
        piece = brouillon.piece
        self.tri.doublons += 1
        if (piece.montant, piece.deja_regle) != (tenue.montant, tenue.deja_regle):
            dits = (
                f"{en_euros(tenue.montant - tenue.deja_regle)} plus haut, {en_euros(piece.montant - piece.deja_regle)}"
            )
            phrase = f"la pièce {piece.numero} est donnée deux fois : {dits} ici. Seule la première est comptée."
            self._dire(brouillon, phrase, Gravite.AVERTISSEMENT)

    def _hors_de_ce_calcul(self, brouillon: Brouillon) -> str:
        """Pourquoi cette facture n'est pas à chiffrer ici ; vide si elle l'est."""
        emise_le = brouillon.piece.emise_le
        if emise_le and emise_le > self._au:
            return f"émise le {en_chiffres(emise_le)}, après le {en_chiffres(self._au)}"
        return _A_PART.get(brouillon.qualite, "") if brouillon.qualite else ""

    def _facture(self, brouillon: Brouillon) -> FactureTriee | None:
        piece = brouillon.piece
        echeance = piece.echeance
        if echeance is None and self._delai is not None and piece.emise_le:
            echeance = piece.emise_le + dt.timedelta(days=self._delai)
        if echeance is None:
            phrase = f"la facture {piece.numero} n'a pas d'échéance. Relancez avec --delai 30, compté depuis sa date."
        elif piece.emise_le and echeance < piece.emise_le:
            phrase = f"l'échéance de la facture {piece.numero} précède sa date."
        elif ancienne := trop_ancienne(piece.emise_le, echeance):
            phrase = f"facture {piece.numero} : {ancienne}."
        else:
            dite = (brouillon.qualite or deviner_qualite(brouillon)) is Qualite.PROFESSIONNEL
            return FactureTriee(brouillon, echeance, dite)
        self._dire(brouillon, phrase, Gravite.REJET)
        return None

    def _sans_effet(self, avoir: PieceComptable, visee: tuple[Brouillon, FactureTriee | None] | None) -> str:
        """Pourquoi cet avoir ne réduit aucune facture chiffrée ; vide s'il en réduit une."""
        if not avoir.sur:
            return "ne dit pas quelle facture il réduit"
        if visee is None or visee[0].piece.genre is GenrePiece.AVOIR:
            return f"réduit la facture {avoir.sur}, qui n'est pas ici"
        if visee[1] is None:
            return f"réduit la facture {avoir.sur}, elle-même à part"
        if avoir.emise_le and avoir.emise_le > self._au:
            return f"daté du {en_chiffres(avoir.emise_le)}, après le {en_chiffres(self._au)}"
        return ""

    def _ecarter(self, brouillon: Brouillon, raison: str) -> None:
        piece = brouillon.piece
        self.tri.ecartees.append(
            PieceEcartee(
                source=brouillon.source,
                debiteur=brouillon.debiteur.denomination,
                numero=piece.numero,
                genre=piece.genre,
                montant=piece.montant - piece.deja_regle,
                raison=raison,
            )
        )

    def _dire(self, brouillon: Brouillon, phrase: str, gravite: Gravite) -> None:
        source = Source(brouillon.source.fichier, brouillon.source.ligne)
        self.tri.anomalies.append(Anomalie(source, phrase, gravite))
