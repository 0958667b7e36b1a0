"""Ce qu'une balance chiffrée montre : une ligne par facture, ce qui est mis à part, les sommes. Rien que des valeurs.

Tous les montants sont en centimes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from recouvre.domaine.brouillons import Anomalie, GenrePiece, Gravite, Source
from recouvre.droit.releve import Reserve


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneBalance:
    """Une facture. ``retard`` en jours, zéro si elle n'est pas échue ; ``reste_du`` : avoirs et acomptes déduits.

    ``cle_debiteur`` réunit les factures d'un même débiteur ; ``avoirs`` : ce qui en a été déduit à leur date ;
    ``qualite_dite`` : le débiteur est connu pour un professionnel, sinon on l'a supposé ; ``interets`` et ``indemnite``
    valent ``None`` si un taux manque, et ``manque`` dit lequel relever.
    """

    source: Source
    debiteur: str
    cle_debiteur: str
    facture: str
    echeance: dt.date
    retard: int
    reste_du: int
    interets: int | None
    indemnite: int | None
    avoirs: int = 0
    qualite_dite: bool = True
    manque: str = ""

    @property
    def total(self) -> int | None:
        """Le reste dû et ses pénalités ; ``None`` si un taux manque."""
        if self.interets is None or self.indemnite is None:
            return None
        return self.reste_du + self.interets + self.indemnite


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceEcartee:
    """Une facture ou un avoir qui n'entre pas dans la balance, et la raison. ``montant`` : ce qu'il en reste."""

    source: Source
    debiteur: str
    numero: str
    genre: GenrePiece
    montant: int
    raison: str


class Somme(NamedTuple):
    """Des factures chiffrées, additionnées. ``retard`` : le plus long, en jours."""

    factures: int
    retard: int
    reste_du: int
    interets: int
    indemnites: int

    @property
    def total(self) -> int:
        """Ce qui reste dû, pénalités comprises."""
        return self.reste_du + self.interets + self.indemnites


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Une balance chiffrée au soir du jour ``au``. ``doublons`` : pièces lues deux fois, comptées une seule."""

    au: dt.date
    lignes: tuple[LigneBalance, ...]
    ecartees: tuple[PieceEcartee, ...] = ()
    doublons: int = 0
    anomalies: tuple[Anomalie, ...] = ()
    reserves: tuple[Reserve, ...] = ()

    @property
    def chiffrees(self) -> tuple[LigneBalance, ...]:
        """Les factures dont on connaît les pénalités : elles seules entrent dans les sommes."""
        return tuple(ligne for ligne in self.lignes if ligne.total is not None)

    @property
    def totaux(self) -> Somme:
        """La somme des factures chiffrées."""
        return sommer(self.chiffrees)

    @property
    def rejetees(self) -> int:
        """Combien de lignes (ou de fichiers) n'ont pu être lues : une ligne à deux fautes compte une fois."""
        rejets = [a.source for a in self.anomalies if a.gravite is Gravite.REJET]
        return len({(source.fichier, source.ligne) for source in rejets})

    def par_debiteur(self) -> list[tuple[str, Somme]]:
        """Les débiteurs des factures chiffrées et leur somme, la plus lourde d'abord."""
        groupes: dict[str, list[LigneBalance]] = {}
        for ligne in self.chiffrees:
            groupes.setdefault(ligne.cle_debiteur, []).append(ligne)
        sommes = [(lignes[0].debiteur, sommer(lignes)) for lignes in groupes.values()]
        return sorted(sommes, key=lambda paire: (-paire[1].total, paire[0]))


def sommer(lignes: Iterable[LigneBalance]) -> Somme:
    """La somme de factures chiffrées."""
    toutes = list(lignes)
    return Somme(
        factures=len(toutes),
        retard=max((ligne.retard for ligne in toutes), default=0),
        reste_du=sum(ligne.reste_du for ligne in toutes),
        interets=sum(ligne.interets or 0 for ligne in toutes),
        indemnites=sum(ligne.indemnite or 0 for ligne in toutes),
    )
