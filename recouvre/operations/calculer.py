"""Le dossier d'un simple calcul : une facture, ses paiements, et ce que le droit en dit. Ni base ni cabinet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import (
    AvoirAjoute,
    DossierOuvert,
    EncaissementRecu,
    Evenement,
    FactureAjoutee,
    MiseEnDemeurePresentee,
)
from recouvre.domaine.faits_de_droit import (
    AccessoireAjoute,
    ArretDeDroit,
    CauseArret,
    CreanceQualifiee,
    FacturePrecisee,
    NatureAccessoire,
    TitreObtenu,
    TitreSignifie,
)
from recouvre.domaine.pli import plier_neufs
from recouvre.droit.decompte import decompter
from recouvre.droit.releve import Decompte, Nature
from recouvre.droit.taux import Bareme
from recouvre.operations.calcul import Calcul, ClausePenale, controler, sans_effet

NUMERO = "unique"
"""Ce qui tient lieu de numéro à la seule facture : une réserve dit « Facture unique : … »."""

JUSTIFICATIF = "à produire"


def calculer(calcul: Calcul, bareme: Bareme) -> tuple[Dossier, Decompte]:
    """Le dossier de ce calcul et son décompte, avec ce qui n'y compte pas. Lève ``CalculImpossible``, ``TauxInconnu``.

    Une date de facture que l'on n'a pas dite ne s'invente pas : la ligne de principal n'en porte pas.
    """
    dossier = composer(calcul)
    brut = decompter(dossier, calcul.au, bareme)
    lignes = (replace(ligne, du=calcul.emise) if ligne.nature is Nature.PRINCIPAL else ligne for ligne in brut.lignes)
    return dossier, replace(brut, lignes=tuple(lignes), reserves=(*sans_effet(calcul), *brut.reserves))


def composer(calcul: Calcul) -> Dossier:
    """Le dossier de ce calcul. Lève ``CalculImpossible``."""
    controler(calcul)
    return plier_neufs(0, _faits(calcul))


def _faits(calcul: Calcul) -> Iterator[Evenement]:
    emise_le = calcul.emise_le
    yield DossierOuvert(date=emise_le, creancier=0, debiteur=0, qualite=calcul.qualite)
    yield FactureAjoutee(
        date=emise_le, numero=NUMERO, montant=calcul.montant, emise_le=emise_le, echeance=calcul.echeance,
        deja_regle=calcul.deja_regle,
    )  # fmt: skip
    yield _qualification(calcul)
    if calcul.retenue:
        yield FacturePrecisee(date=emise_le, facture=NUMERO, retenue=calcul.retenue)
    for le, somme in calcul.paiements:
        yield EncaissementRecu(date=le, montant=somme)
    for rang, (le, somme) in enumerate(calcul.avoirs, start=1):
        yield AvoirAjoute(date=le, numero=f"n° {rang}", montant=somme)
    for le, somme in calcul.frais:
        yield AccessoireAjoute(date=le, nature=NatureAccessoire.COMPLEMENT, montant=somme, justificatif=JUSTIFICATIF)
    if calcul.mise_en_demeure:
        yield MiseEnDemeurePresentee(date=calcul.mise_en_demeure)
    yield from _titre(calcul)
    yield from _arrets(calcul)


def _qualification(calcul: Calcul) -> CreanceQualifiee:
    clause = calcul.clause_penale or ClausePenale()
    return CreanceQualifiee(
        date=calcul.emise_le,
        creancier_particulier=calcul.creancier_particulier,
        acheteur=calcul.acheteur,
        taux=calcul.taux,
        sous_plancher=calcul.sous_plancher,
        exact=calcul.exact,
        clause_points=clause.points,
        clause_forfait=clause.forfait,
        capitalisation=calcul.capitalisation,
        imputation=calcul.imputation,
    )


def _titre(calcul: Calcul) -> Iterator[Evenement]:
    if calcul.jugement:
        yield TitreObtenu(date=calcul.jugement)
    if calcul.signifie_le:
        yield TitreSignifie(date=calcul.signifie_le, executoire_le=calcul.executoire_le)


def _arrets(calcul: Calcul) -> Iterator[Evenement]:
    if calcul.procedure:
        yield ArretDeDroit(date=calcul.procedure, cause=CauseArret.PROCEDURE)
    if calcul.surendettement:
        yield ArretDeDroit(date=calcul.surendettement, cause=CauseArret.SURENDETTEMENT)
    if calcul.delai_de_grace:
        grace = calcul.delai_de_grace
        yield ArretDeDroit(date=grace.debut, cause=CauseArret.DELAI_DE_GRACE, jusqu_au=grace.fin)
