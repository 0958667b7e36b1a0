"""Ce que les documents autres qu'une lettre de relance impriment, tel que les gestes le leur donnent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Paiement:
    """Un encaissement et ce qu'il a éteint. Centimes ; ``reste`` : tout ce qui restait dû au soir du paiement.

    ``rang`` : son rang au journal ; ``a_verifier`` : un chèque, dont la quittance attend l'encaissement effectif.
    """

    rang: int
    date: dt.date
    montant: int
    mode: str
    reference: str = ""
    direct: bool = False
    principal: int = 0
    interets: int = 0
    indemnites: int = 0
    accessoires: int = 0
    trop_percu: int = 0
    reste: int = 0

    @property
    def par_cheque(self) -> bool:
        """Vrai si le paiement n'est acquis qu'à bonne fin."""
        return self.mode == "cheque"


@dataclass(frozen=True, slots=True)
class Suite:
    """Une démarche prévue : son jour et ce qu'elle est."""

    le: dt.date
    libelle: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Avancement:
    """Une ligne d'un état d'avancement : où en est un dossier du créancier. Centimes."""

    numero: str
    reference: str
    debiteur: str
    confie_le: dt.date
    principal: int
    encaisse: int
    direct: int
    reste: int
    etat: str
    derniere: str = ""
    prochaine: str = ""
