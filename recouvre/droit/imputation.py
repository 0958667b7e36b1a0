"""Sur quelle dette, et sur quelle part de cette dette, un paiement s'impute.

- Dans une dette : intérêts, puis accessoires, puis principal (C. civ. 1343-1 ; les frais sont des accessoires que le
  débiteur ne peut faire passer après le capital : Cass. 1re civ., 7 févr. 1995, n° 92-14.216), sauf accord contraire.
- Entre dettes (C. civ. 1342-10) : celle que le débiteur désigne ; sinon les dettes échues, parmi elles celles qu'il a
  le plus d'intérêt d'acquitter (le taux le plus fort), puis la plus ancienne ; toutes choses égales, au prorata.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from recouvre.domaine.contrat import ORDRE_LEGAL, Poste
from recouvre.droit.compte import Compte
from recouvre.droit.releve import Nature

Part = tuple[Compte, Nature, int]
Reglements = Sequence[tuple[Nature, int]]
Ordre = tuple[Callable[[Compte, int, dt.date], Reglements], ...]
"""Comment régler chaque poste d'une dette, dans l'ordre."""


def imputer(
    montant: int,
    jour: dt.date,
    comptes: Sequence[Compte],
    choix: str = "",
    ordre: Ordre | None = None,
) -> tuple[list[Part], int]:
    """Impute un montant (centimes) et rend les parts, plus ce que rien n'absorbe. Met les comptes à jour.

    ``choix`` : numéro de la facture désignée par le débiteur, le surplus suit l'ordre légal ; ``ordre`` : celui des
    postes dans une dette, tel que ``suivant`` le rend.
    """
    parts: list[Part] = []
    ordre = ordre or LEGAL
    if len(comptes) == 1:
        return _payer(comptes[0], montant, jour, ordre)
    for groupe in _ordre(jour, comptes, choix):
        if not montant:
            break
        for compte, somme in _repartir(montant, jour, groupe):
            parts += _payer(compte, somme, jour, ordre)[0]
            montant -= somme
    return parts, montant


def _ordre(jour: dt.date, comptes: Sequence[Compte], choix: str) -> Iterator[list[Compte]]:
    """Les comptes qui doivent encore quelque chose, par groupes de même rang."""

    def rang(compte: Compte) -> tuple[bool, bool, object, dt.date, dt.date]:
        facture, echeance = compte.facture, compte.regime.echeance
        echue = echeance is not None and echeance <= jour
        return (
            facture.numero != choix,
            not echue,
            -compte.taux_au(jour) if echue else 0,
            facture.echeance,
            facture.emise_le,
        )

    dus = sorted((compte for compte in comptes if compte.du(jour)), key=rang)
    for _, groupe in groupby(dus, key=rang):
        yield list(groupe)


def _repartir(montant: int, jour: dt.date, groupe: list[Compte]) -> list[tuple[Compte, int]]:
    """Partage un montant entre des dettes de même rang, au prorata ; les centimes de reste vont aux premières."""
    dus = [compte.du(jour) for compte in groupe]
    total = sum(dus)
    if montant >= total:
        return list(zip(groupe, dus, strict=True))
    parts = [montant * du // total for du in dus]
    reste = montant - sum(parts)
    ordre = sorted(range(len(groupe)), key=lambda i: (-(montant * dus[i] % total), groupe[i].facture.numero))
    for i in ordre[:reste]:
        parts[i] += 1
    return list(zip(groupe, parts, strict=True))


def _payer(compte: Compte, montant: int, jour: dt.date, ordre: Ordre) -> tuple[list[Part], int]:
    """Impute dans une seule dette, poste après poste ; rend les parts et ce que la dette n'absorbe pas."""
    parts: list[Part] = []
    for regler in ordre:
        for nature, part in regler(compte, montant, jour):
            montant -= part
            parts.append((compte, nature, part))
        if not montant:
            break
    return parts, montant


def _regler_interets(compte: Compte, montant: int, jour: dt.date) -> Reglements:
    part = min(montant, compte.interets_dus(jour))
    if not part:
        return ()
    compte.regler_interets(part, jour)
    return ((Nature.INTERETS, part),)


def _regler_accessoires(compte: Compte, montant: int, _: dt.date) -> Reglements:
    reglements = []
    for accessoire in compte.accessoires:
        part = min(montant, accessoire.montant - accessoire.regle)
        if part:
            accessoire.regle += part
            montant -= part
            reglements.append((accessoire.nature, part))
    return reglements


def _regler_principal(compte: Compte, montant: int, jour: dt.date) -> Reglements:
    part = min(montant, compte.restant)
    if not part:
        return ()
    compte.reduire(part, jour)
    return ((Nature.PRINCIPAL, part),)


def suivant(postes: Iterable[Poste]) -> Ordre:
    """L'ordre des règlements, d'après celui des postes."""
    reglements = {
        Poste.INTERETS: _regler_interets,
        Poste.ACCESSOIRES: _regler_accessoires,
        Poste.PRINCIPAL: _regler_principal,
    }
    return tuple(reglements[poste] for poste in postes)


def capital_d_abord(postes: Iterable[Poste]) -> Ordre:
    """Le même ordre, le principal en tête : ce que le juge peut ordonner pour un délai de grâce (C. civ. 1343-5)."""
    return suivant((Poste.PRINCIPAL, *(poste for poste in postes if poste is not Poste.PRINCIPAL)))


LEGAL = suivant(ORDRE_LEGAL)
