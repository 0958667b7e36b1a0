"""Les jours limites : un arrêt, une grâce, une interruption, une levée commencent et finissent un jour précis."""

from __future__ import annotations

import datetime as dt

import pytest

from recouvre.domaine.contrat import Acheteur
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import DossierOuvert, Evenement, FactureAjoutee, MiseEnDemeurePresentee
from recouvre.domaine.faits_de_droit import (
    ArretDeDroit,
    ArretLeve,
    CauseArret,
    CreanceQualifiee,
    DelaiInterrompu,
    FacturePrecisee,
)
from recouvre.domaine.parties import Qualite
from recouvre.domaine.pli import plier_neufs
from recouvre.droit.arrets import en_grace, en_procedure, fin_de, impute_sur_le_capital, paiement_interdit
from recouvre.droit.commande_publique import echeance_effective, est_public, retenue_de, tel_que_su
from recouvre.droit.decompte import decompter
from recouvre.droit.regimes import entre_professionnels, regime_de
from recouvre.droit.releve import Nature

from .fabrique import BAREME, de_nature

EMISE, ECHEANCE = dt.date(2025, 9, 1), dt.date(2025, 9, 30)


def tenu(*faits: Evenement, qualite: Qualite = Qualite.PROFESSIONNEL) -> Dossier:
    ouverture = DossierOuvert(date=EMISE, creancier=1, debiteur=2, qualite=qualite)
    facture = FactureAjoutee(date=EMISE, numero="F", montant=1_000_00, emise_le=EMISE, echeance=ECHEANCE)
    return plier_neufs(1, [ouverture, facture, *faits])


def jour(quantieme: int, mois: int = 10) -> dt.date:
    return dt.date(2025, mois, quantieme)


GRACE = ArretDeDroit(date=jour(10), cause=CauseArret.DELAI_DE_GRACE, jusqu_au=jour(20), capital_d_abord=True)
PROCEDURE = ArretDeDroit(date=jour(10), cause=CauseArret.PROCEDURE, jusqu_au=jour(20))


@pytest.mark.parametrize(("le", "attendu"), [(9, False), (10, True), (20, True), (21, False)])
def test_une_grace_couvre_son_premier_et_son_dernier_jour(le: int, attendu: bool) -> None:
    assert en_grace(tenu(GRACE), jour(le)) is attendu
    assert impute_sur_le_capital(tenu(GRACE), jour(le)) is attendu
    assert en_grace(tenu(PROCEDURE), jour(le)) is False


@pytest.mark.parametrize(("le", "attendu"), [(9, False), (10, True), (20, True), (21, False)])
def test_une_procedure_couvre_son_premier_et_son_dernier_jour(le: int, attendu: bool) -> None:
    dossier = tenu(PROCEDURE)
    assert en_procedure(dossier, dossier.factures[0], jour(le)) is attendu
    assert en_procedure(tenu(GRACE), dossier.factures[0], jour(le)) is False


def test_une_facture_nee_le_jour_du_jugement_n_y_est_pas() -> None:
    dossier = tenu(ArretDeDroit(date=EMISE, cause=CauseArret.PROCEDURE))
    assert en_procedure(dossier, dossier.factures[0], jour(15)) is False
    assert paiement_interdit(dossier, dossier.factures[0], ECHEANCE) is None


@pytest.mark.parametrize(("le", "fin"), [(jour(10), dt.date.max), (jour(11), jour(10)), (jour(15), jour(14))])
def test_une_levee_finit_la_veille_et_ne_vaut_que_pour_sa_cause(le: dt.date, fin: dt.date) -> None:
    arret = ArretDeDroit(date=jour(10), cause=CauseArret.PLAN)
    dossier = tenu(
        arret, ArretLeve(date=le, cause=CauseArret.PLAN), ArretLeve(date=jour(12), cause=CauseArret.PROCEDURE)
    )
    assert fin_de(dossier, arret) == fin


@pytest.mark.parametrize(
    ("notifiee", "recues", "attendue"),
    [
        (ECHEANCE, jour(5), jour(4, 11)),
        (dt.date(2025, 10, 1), jour(5), ECHEANCE),
        (ECHEANCE, None, None),
    ],
)
def test_une_interruption_compte_jusqu_au_jour_de_l_echeance(
    notifiee: dt.date, recues: dt.date | None, attendue: dt.date | None
) -> None:
    dossier = tenu(DelaiInterrompu(date=notifiee, facture="F", pieces_recues_le=recues), qualite=Qualite.PUBLIC)
    assert echeance_effective(dossier, dossier.factures[0]) == attendue


def test_ce_que_l_on_ne_savait_pas_encore_d_une_interruption() -> None:
    dossier = tenu(DelaiInterrompu(date=jour(20, 9), facture="F", pieces_recues_le=jour(5)), qualite=Qualite.PUBLIC)
    assert tel_que_su(dossier, jour(19, 9)).delais_interrompus == ()
    [avant] = tel_que_su(dossier, jour(20, 9)).delais_interrompus
    assert avant.pieces_recues_le is None
    assert avant.facture == "F"
    assert tel_que_su(dossier, jour(4)).delais_interrompus[0].pieces_recues_le is None
    assert tel_que_su(dossier, jour(5)) == dossier


def test_la_retenue_n_existe_que_sous_le_code_de_la_commande_publique() -> None:
    precision = FacturePrecisee(date=EMISE, facture="F", retenue=50_00)
    adjudicatrice = CreanceQualifiee(date=EMISE, acheteur=Acheteur.ENTITE_ADJUDICATRICE)
    particulier = CreanceQualifiee(date=EMISE, creancier_particulier=True)
    for faits, attendue in (((), 50_00), ((adjudicatrice,), 0), ((particulier,), 0)):
        dossier = tenu(precision, *faits, qualite=Qualite.PUBLIC)
        assert retenue_de(dossier, dossier.factures[0]) == attendue
    sans = tenu(qualite=Qualite.PUBLIC)
    assert retenue_de(sans, sans.factures[0]) == 0
    prive = tenu(precision)
    assert retenue_de(prive, prive.factures[0]) == 0


@pytest.mark.parametrize(
    ("qualite", "particulier", "commerce", "marche"),
    [
        (Qualite.PROFESSIONNEL, False, True, False),
        (Qualite.PROFESSIONNEL, True, False, False),
        (Qualite.CONSOMMATEUR, False, False, False),
        (Qualite.PUBLIC, False, False, True),
        (Qualite.PUBLIC, True, False, False),
    ],
)
def test_qui_releve_de_quel_code(qualite: Qualite, particulier: bool, commerce: bool, marche: bool) -> None:
    dossier = tenu(CreanceQualifiee(date=EMISE, creancier_particulier=particulier), qualite=qualite)
    assert (entre_professionnels(dossier), est_public(dossier)) == (commerce, marche)


@pytest.mark.parametrize(("le", "due"), [(EMISE, True), (ECHEANCE, False), (jour(1), True)])
def test_les_40_euros_d_un_acheteur_public_et_la_procedure(le: dt.date, due: bool) -> None:
    dossier = tenu(ArretDeDroit(date=le, cause=CauseArret.PROCEDURE), qualite=Qualite.PUBLIC)
    assert bool(regime_de(dossier, dossier.factures[0], BAREME).indemnite) is due


def test_une_facture_nee_apres_la_mise_en_demeure_n_en_doit_pas_la_peine() -> None:
    """Émise après sa propre échéance et après la lettre : ce jour-là, elle n'était pas due."""
    tardive = FactureAjoutee(date=jour(15), numero="T", montant=1_000_00, emise_le=jour(15), echeance=ECHEANCE)
    dossier = tenu(CreanceQualifiee(date=EMISE, clause_forfait=100_00), tardive, MiseEnDemeurePresentee(date=jour(5)))
    peines = de_nature(decompter(dossier, jour(31), BAREME), Nature.CLAUSE_PENALE)
    assert [(peine.facture, peine.du) for peine in peines] == [("F", jour(5))]


def test_une_mise_en_demeure_presentee_pendant_une_grace_n_exige_pas_la_peine() -> None:
    dossier = tenu(
        CreanceQualifiee(date=EMISE, clause_forfait=100_00),
        *(MiseEnDemeurePresentee(date=le) for le in (jour(15), jour(25))),
        GRACE,
    )
    [peine] = de_nature(decompter(dossier, jour(31), BAREME), Nature.CLAUSE_PENALE)
    assert peine.du == jour(25)
