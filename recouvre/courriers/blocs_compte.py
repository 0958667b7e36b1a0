"""Les blocs qui comptent : ce qu'un paiement a éteint, le compte ligne à ligne avec ses imputations, le récapitulatif.

Une ligne sans montant ne s'imprime pas.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from recouvre.courriers.blocs_dossier import TIRET
from recouvre.courriers.contexte import Demande, Fiches
from recouvre.courriers.courrier import Bloc, Colonne, Formulaire, Tableau
from recouvre.courriers.ecriture import montant, sur_une_ligne
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.evenements import MODES_EN_CLAIR
from recouvre.droit.commande_publique import jour_du_paiement
from recouvre.droit.releve import Decompte, LigneDecompte, Nature, SoldeFacture

_PARTS = {Nature.INTERETS: 1, Nature.PRINCIPAL: 2}
"""La colonne d'une part imputée ; 0 : les accessoires, indemnité comprise."""

Parts = tuple[int, int, int]


def imputation(demande: Demande) -> tuple[Bloc, ...]:
    """Ce que le paiement quittancé a réglé, poste par poste, dans l'ordre où il l'a réglé."""
    paiement = demande.paiement
    if paiement is None:
        return ()
    parts = (
        ("Intérêts", paiement.interets),
        ("Indemnité forfaitaire", paiement.indemnites),
        ("Accessoires", paiement.accessoires),
        ("Principal", paiement.principal),
        ("Au-delà de ce qui était dû", paiement.trop_percu),
    )
    return (Formulaire("", tuple((libelle, montant(part)) for libelle, part in parts if part)),)


def recapitulatif(demande: Demande, objets: Fiches) -> tuple[Bloc, ...]:
    """Ce qui reste dû, poste par poste, avec son fondement."""
    reclame, au = objets.reclamation, en_chiffres(demande.decompte.au)
    postes = [
        ("Principal restant dû", reclame.fondement_principal, reclame.principal),
        ("Intérêts restant dus", reclame.fondement_interets, reclame.interets),
        ("Indemnité forfaitaire restant due", reclame.fondement_indemnites, reclame.indemnites),
        *((poste.libelle[:1].upper() + poste.libelle[1:], poste.fondement, poste.montant) for poste in reclame.postes),
    ]
    return (
        Tableau(
            colonnes=(Colonne("Poste", 63), Colonne("Fondement", 77), Colonne("Montant", 30, droite=True)),
            lignes=tuple((nom, source or TIRET, montant(somme)) for nom, source, somme in postes if somme),
            totaux=((f"Total dû au {au}", montant(reclame.total)),),
            entier=True,
        ),
    )


class _Ecriture(NamedTuple):
    """Une écriture du compte, en centimes. ``rang`` range celles d'un même jour ; ``parts`` : ce qu'un crédit règle
    d'accessoires, d'intérêts, de principal."""

    date: dt.date
    rang: int
    libelle: str
    debit: int = 0
    credit: int = 0
    parts: Parts = (0, 0, 0)


def mouvements_imputes(demande: Demande) -> tuple[Bloc, ...]:
    """Tout le compte dans l'ordre des dates : factures, intérêts et accessoires au débit ; avoirs et paiements au
    crédit, avec ce qu'ils ont réglé. Le dernier solde est le total dû."""
    solde = 0
    lignes = []
    for ecriture in sorted(_ecritures(demande), key=lambda ecriture: ecriture[:2]):
        solde += ecriture.debit - ecriture.credit
        sommes = (ecriture.debit, ecriture.credit, *ecriture.parts)
        ecrites = (montant(somme) if somme else "" for somme in sommes)
        lignes.append((en_chiffres(ecriture.date), ecriture.libelle, *ecrites, montant(solde)))
    sommes_en_colonnes = (
        ("Débit", 20), ("Crédit", 20), ("dont accessoires", 19), ("dont intérêts", 17), ("dont principal", 18.5),
        ("Solde", 20),
    )  # fmt: skip
    colonnes = (Colonne("Date", 18), Colonne("Libellé", 37.5))
    return (
        Tableau(
            colonnes=(*colonnes, *(Colonne(titre, large, droite=True) for titre, large in sommes_en_colonnes)),
            lignes=tuple(lignes),
            totaux=((f"Solde au {en_chiffres(demande.decompte.au)}", montant(solde)),),
            note="« dont » : ce que chaque crédit a réglé."
            + (" Les intérêts sont portés au dernier jour de chaque période détaillée." if _courus(demande) else ""),
            petit=True,
        ),
    )


def _ecritures(demande: Demande) -> Iterator[_Ecriture]:
    for solde in demande.decompte.factures:
        yield from _naissance(solde)
    for le, courus in _courus(demande).items():
        yield _Ecriture(le, 2, "Intérêts courus à cette date", debit=courus)
    for ligne in demande.decompte.lignes:
        if ligne.nature not in (Nature.PRINCIPAL, Nature.INTERETS, Nature.ENCAISSEMENT):
            yield _ecriture_de(ligne, demande.decompte)
    yield from _paiements(demande)


def _naissance(solde: SoldeFacture) -> Iterator[_Ecriture]:
    numero, echeance = sur_une_ligne(solde.numero), en_chiffres(solde.echeance)
    yield _Ecriture(solde.emise_le, 0, f"Facture {numero}, échéance {echeance}", debit=solde.montant)
    if solde.deja_regle:
        acompte = f"Acompte déjà reçu sur {numero}"
        yield _Ecriture(solde.emise_le, 1, acompte, credit=solde.deja_regle, parts=(0, 0, solde.deja_regle))


def _ecriture_de(ligne: LigneDecompte, decompte: Decompte) -> _Ecriture:
    """Un accessoire, un avoir ou un trop-perçu rendu."""
    le, libelle = ligne.du or decompte.au, sur_une_ligne(ligne.libelle)
    match ligne.nature:
        case Nature.AVOIR:
            return _Ecriture(le, 3, libelle, credit=-ligne.montant, parts=_parts_de_l_avoir(decompte, ligne))
        case Nature.REMISE:
            laissees = [(part.nature, part.montant) for part in decompte.abandons if part.date == le]
            return _Ecriture(le, 5, libelle, credit=-ligne.montant, parts=_repartir(laissees))
        case Nature.RESTITUTION:
            return _Ecriture(le, 5, libelle, debit=ligne.montant)
        case _:
            sur = f", {sur_une_ligne(ligne.facture)}" if ligne.facture else ""
            return _Ecriture(le, 2, f"{libelle}{sur}", debit=ligne.montant)


def _courus(demande: Demande) -> dict[dt.date, int]:
    """Les intérêts nés à la fin de chaque période, toutes factures réunies."""
    courus: dict[dt.date, int] = {}
    for ligne in demande.decompte.lignes:
        if ligne.nature is Nature.INTERETS and ligne.montant:
            le = ligne.au or demande.decompte.au
            courus[le] = courus.get(le, 0) + ligne.montant
    return courus


def _paiements(demande: Demande) -> Iterator[_Ecriture]:
    for indice, recu in enumerate(demande.dossier.encaissements):
        le = jour_du_paiement(demande.dossier, recu)
        if le > demande.decompte.au:
            continue
        reglees = [(part.nature, part.montant) for part in demande.decompte.imputations if part.encaissement == indice]
        direct = ", reçu par le créancier" if recu.direct else ""
        libelle = f"Paiement par {MODES_EN_CLAIR.get(recu.mode, recu.mode)}{direct}"
        yield _Ecriture(le, 4, libelle, credit=recu.montant, parts=_repartir(reglees))


def _parts_de_l_avoir(decompte: Decompte, ligne: LigneDecompte) -> Parts:
    """Un avoir réduit le principal ; ce qui l'excède se compense. Rien n'est dit de ce qui reste au crédit."""
    if decompte.trop_percu:
        return (0, 0, 0)
    numero = ligne.libelle.removeprefix("Avoir ")
    accessoires, interets, _ = _repartir((c.nature, c.montant) for c in decompte.compensations if c.avoir == numero)
    return (accessoires, interets, -ligne.montant - accessoires - interets)


def _repartir(reglees: Iterable[tuple[Nature, int]]) -> Parts:
    parts = [0, 0, 0]
    for nature, somme in reglees:
        parts[_PARTS.get(nature, 0)] += somme
    return (parts[0], parts[1], parts[2])
