"""Sur quelle dette, et sur quelle part de cette dette, un paiement s'impute.

- Dans une dette : intérêts, puis indemnité, puis principal (C. civ. 1343-1 ; les frais sont des accessoires que le
  débiteur ne peut faire passer après le capital : Cass. 1re civ., 7 févr. 1995, n° 92-14.216).
- Entre dettes (C. civ. 1342-10) : celle que le débiteur désigne ; sinon les dettes échues, parmi elles celles qu'il a
  le plus d'intérêt d'acquitter (le taux le plus fort), puis la plus ancienne ; toutes choses égales, au prorata.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby

from recouvre.droit.compte import Compte
from recouvre.droit.releve import Nature

Part = tuple[Compte, Nature, int]


def imputer(montant: int, jour: dt.date, comptes: Iterable[Compte], choix: str = "") -> tuple[list[Part], int]:
    """Impute un montant (centimes) et rend les parts, plus ce que rien n'absorbe. Met les comptes à jour.

    ``choix`` : numéro de la facture désignée par le débiteur ; le surplus suit l'ordre légal.
    """
    parts: list[Part] = []
    for groupe in _ordre(jour, list(comptes), choix):
        for compte, somme in _repartir(montant, jour, groupe):
            parts.extend(_payer(compte, somme, jour))
            montant -= somme
    return parts, montant


def _ordre(jour: dt.date, comptes: list[Compte], choix: str) -> Iterator[list[Compte]]:
    """Les comptes qui doivent encore quelque chose, par groupes de même rang."""

    def rang(compte: Compte) -> tuple[bool, bool, object, dt.date, dt.date]:
        facture = compte.facture
        echue = facture.echeance <= jour
        return (
            facture.numero != choix,
            not echue,
            -compte.taux_au(jour) if echue else 0,
            facture.echeance,
            facture.emise_le,
        )

    dus = sorted((compte for compte in comptes if _du(compte, jour)), key=rang)
    for _, groupe in groupby(dus, key=rang):
        yield list(groupe)


def _du(compte: Compte, jour: dt.date) -> int:
    return compte.interets_dus(jour) + compte.indemnite_due + compte.restant


def _repartir(montant: int, jour: dt.date, groupe: list[Compte]) -> list[tuple[Compte, int]]:
    """Partage un montant entre des dettes de même rang, au prorata ; les centimes de reste vont aux premières."""
    dus = [_du(compte, jour) for compte in groupe]
    total = sum(dus)
    if montant >= total:
        return list(zip(groupe, dus, strict=True))
    parts = [montant * du // total for du in dus]
    reste = montant - sum(parts)
    ordre = sorted(range(len(groupe)), key=lambda i: (-(montant * dus[i] % total), groupe[i].facture.numero))
    for i in ordre[:reste]:
        parts[i] += 1
    return list(zip(groupe, parts, strict=True))


def _payer(compte: Compte, montant: int, jour: dt.date) -> Iterator[Part]:
    """Impute dans une seule dette : intérêts, indemnité, principal."""
    interets = min(montant, compte.interets_dus(jour))
    indemnite = min(montant - interets, compte.indemnite_due)
    principal = montant - interets - indemnite
    compte.interets_regles += interets
    compte.indemnite_reglee += indemnite
    if principal:
        compte.reduire(principal, jour)
    for nature, part in ((Nature.INTERETS, interets), (Nature.INDEMNITE, indemnite), (Nature.PRINCIPAL, principal)):
        if part:
            yield compte, nature, part
