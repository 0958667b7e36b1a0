"""Le compte ligne à ligne : il part de rien, finit au total dû, et ses crédits s'y lisent poste par poste."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from cas_debiteur import cas_du_debiteur
from fabrique_courriers import demande, dossier, paiement

from recouvre.courriers.blocs_compte import imputation, mouvements_imputes, recapitulatif
from recouvre.courriers.contexte import Demande, fiches
from recouvre.courriers.courrier import Formulaire, Tableau
from recouvre.courriers.ecriture import montant
from recouvre.courriers.notice import Notice
from recouvre.domaine.evenements import AvoirAjoute, EncaissementRecu, Evenement, FactureAjoutee, RestitutionFaite
from recouvre.droit.decompte import decompter
from recouvre.operations.bareme import lire_bareme

AU = dt.date(2026, 11, 16)
FACTURE = FactureAjoutee(
    date=dt.date(2026, 1, 1),
    numero="F-1",
    montant=1_000_00,
    emise_le=dt.date(2026, 1, 1),
    echeance=dt.date(2026, 1, 31),
)
SECONDE = FactureAjoutee(
    date=dt.date(2026, 2, 1), numero="F-2", montant=300_00, emise_le=dt.date(2026, 2, 1), echeance=dt.date(2026, 3, 3)
)
_CONSTAT = Notice(objet="", ligne_objet=1, reclame=False)


def voulue(*faits: Evenement) -> Demande:
    decompte = decompter(dossier(*faits), AU, lire_bareme())
    return demande("decompte_detaille", faits=faits, le=AU, decompte=decompte)


def centimes(cellule: str) -> int:
    chiffres = int(re.sub(r"\D", "", cellule) or 0)
    return -chiffres if cellule.startswith("−") else chiffres


def compte(cas: Demande) -> Tableau:
    (tableau,) = mouvements_imputes(cas)
    assert isinstance(tableau, Tableau)
    return tableau


CAS = {
    "une facture": (FACTURE,),
    "deux factures": (FACTURE, SECONDE),
    "un acompte antérieur": (
        replace(FACTURE, deja_regle=200_00),
        EncaissementRecu(date=dt.date(2026, 2, 10), montant=9_00),
    ),
    "un paiement sur deux dettes": (
        FACTURE,
        SECONDE,
        EncaissementRecu(date=dt.date(2026, 6, 10), montant=1_150_00, mode="cheque"),
    ),
    "un avoir qui déborde": (
        FACTURE,
        SECONDE,
        AvoirAjoute(date=dt.date(2026, 4, 1), numero="A-1", montant=350_00, sur="F-2"),
    ),
    "un trop-perçu rendu": (
        FACTURE,
        EncaissementRecu(date=dt.date(2026, 2, 10), montant=1_200_00),
        RestitutionFaite(date=dt.date(2026, 3, 1), montant=50_00),
    ),
    "un paiement de demain": (FACTURE, EncaissementRecu(date=dt.date(2026, 12, 1), montant=10_00)),
}


@pytest.mark.parametrize("nom", sorted(CAS))
def test_le_compte_se_refait_a_la_main(nom: str) -> None:
    cas = voulue(*CAS[nom])
    solde, jours = 0, []
    for date, _, debit, credit, accessoires, interets, principal, affiche in compte(cas).lignes:
        solde += centimes(debit) - centimes(credit)
        assert centimes(affiche) == solde
        assert centimes(accessoires) + centimes(interets) + centimes(principal) <= centimes(credit)
        jours.append(date.split("/")[::-1])
    assert jours == sorted(jours)
    assert solde == cas.decompte.total - cas.decompte.trop_percu
    assert compte(cas).totaux[-1][1] == montant(solde)


@pytest.mark.parametrize("nom", ["un paiement sur deux dettes", "un avoir qui déborde"])
def test_un_credit_se_repartit_en_entier(nom: str) -> None:
    for ligne in compte(voulue(*CAS[nom])).lignes:
        if ligne[3]:
            assert sum(map(centimes, ligne[4:7])) == centimes(ligne[3])


def test_un_avoir_qui_deborde_regle_d_abord_sa_facture() -> None:
    (avoir,) = (ligne for ligne in compte(voulue(*CAS["un avoir qui déborde"])).lignes if ligne[1] == "Avoir A-1")
    assert centimes(avoir[4]) + centimes(avoir[5]) == 50_00
    assert centimes(avoir[6]) == 300_00


def test_le_recapitulatif_est_le_total_du_decompte() -> None:
    for nom, cas in cas_du_debiteur():
        if nom.startswith(("decompte_detaille", "protocole_echeancier")):
            (tableau,) = recapitulatif(cas, fiches(cas, a_echoir=False, notice=_CONSTAT))
            assert isinstance(tableau, Tableau)
            assert sum(centimes(ligne[2]) for ligne in tableau.lignes) == cas.decompte.total
            assert all(centimes(ligne[2]) for ligne in tableau.lignes)
            assert tableau.totaux[-1][1] == montant(cas.decompte.total)


def test_l_imputation_ne_dit_que_ce_qui_est_regle() -> None:
    (formulaire,) = imputation(demande(paiement=paiement(100_00)))
    assert isinstance(formulaire, Formulaire)
    assert [libelle for libelle, _ in formulaire.champs] == ["Intérêts"]
    assert imputation(demande()) == ()
