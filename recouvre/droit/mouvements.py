"""Ce que le déroulé d'un dossier retient de chaque fait, avant d'en faire des lignes : des tuples, par vitesse."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from recouvre.domaine.evenements import AvoirAjoute, EncaissementRecu
from recouvre.domaine.faits_de_gestion import RemiseAccordee
from recouvre.droit.releve import Nature

PartImputee = tuple[int, dt.date, Nature, str, int]
"""Indice de l'encaissement, jour, nature, facture, montant : les champs d'une ``Imputation``, dans cet ordre."""

PartAbandonnee = tuple[int, dt.date, Nature, str, int]
"""Indice de la remise, jour, nature, facture, montant : les champs d'un ``Abandon``, dans cet ordre."""

PartCompensee = tuple[str, dt.date, Nature, str, int]
"""Numéro de l'avoir, jour, nature, facture, montant : les champs d'une ``Compensation``, dans cet ordre."""


class AvoirDeduit(NamedTuple):
    """Un avoir et le jour où il a réduit la dette."""

    avoir: AvoirAjoute
    le: dt.date


class Rendu(NamedTuple):
    """Un trop-perçu rendu, en centimes, pas plus que ce que l'on avait de trop."""

    date: dt.date
    montant: int


class Encaisse(NamedTuple):
    """Un encaissement et le jour où il a compté."""

    recu: EncaissementRecu
    le: dt.date


class Remis(NamedTuple):
    """Une remise du créancier, et ce qu'elle a éteint, en centimes : jamais plus que ce qui restait dû."""

    remise: RemiseAccordee
    montant: int


Mouvement = AvoirDeduit | Rendu | Encaisse | Remis
