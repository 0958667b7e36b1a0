"""Ce qu'un plan signé vaut, sans être au journal : un arrêt, une reconnaissance, une fin."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recouvre.domaine.deductions import arrets_des_plans, reconnaissances, suivre_plans
from recouvre.domaine.evenements import DossierOuvert, EncaissementRecu, Evenement, EvenementAnnule
from recouvre.domaine.faits_de_droit import CauseArret, CausePrescription
from recouvre.domaine.faits_de_plan import InteretsDuPlan, PlanCaduc, PlanConclu, Versement
from recouvre.domaine.parties import Qualite
from recouvre.domaine.pli import plier

from .fabrique import journal

SIGNE = dt.date(2026, 1, 2)
PLAN = PlanConclu(
    date=SIGNE,
    arrete_le=dt.date(2025, 12, 31),
    total=300_00,
    versements=tuple(Versement(dt.date(2026, mois, 5), 100_00) for mois in (1, 2, 3)),
)
OUVERTURE = DossierOuvert(date=dt.date(2025, 12, 1), creancier=1, debiteur=2, qualite=Qualite.PROFESSIONNEL)


def recu(jour: int, montant: int = 100_00, mois: int = 1) -> EncaissementRecu:
    return EncaissementRecu(date=dt.date(2026, mois, jour), montant=montant)


def test_il_court_tant_que_rien_ne_dit_sa_fin() -> None:
    [suivi] = suivre_plans([PLAN], [], [recu(5)])
    assert (suivi.acheve_le, suivi.caduc_le, suivi.remplace_le, suivi.fin) == (None, None, None, None)


def test_il_s_acheve_le_jour_ou_tout_est_verse() -> None:
    [suivi] = suivre_plans([PLAN], [], [recu(5), recu(5, mois=2), recu(4, mois=3)])
    assert suivi.acheve_le == suivi.fin == dt.date(2026, 3, 4)


def test_ce_qui_etait_paye_avant_n_est_pas_un_versement() -> None:
    """Payé avant la signature, ou le jour d'un arrêté du même jour : la somme échelonnée l'a déjà déduit."""
    [avant] = suivre_plans([PLAN], [], [EncaissementRecu(date=dt.date(2025, 12, 30), montant=300_00)])
    [du_jour] = suivre_plans([PLAN], [], [recu(2, 300_00)])
    [arrete] = suivre_plans([replace(PLAN, arrete_le=SIGNE)], [], [recu(2, 300_00)])
    assert (avant.acheve_le, du_jour.acheve_le, arrete.acheve_le) == (None, SIGNE, None)


def test_caduc_il_finit_la_veille_et_un_paiement_d_apres_ne_l_acheve_pas() -> None:
    [suivi] = suivre_plans([PLAN], [PlanCaduc(date=dt.date(2026, 1, 20))], [recu(25, 300_00)])
    assert (suivi.caduc_le, suivi.acheve_le, suivi.fin) == (dt.date(2026, 1, 20), None, dt.date(2026, 1, 19))


def test_remplace_il_laisse_sa_place_et_la_caducite_d_apres_est_celle_du_suivant() -> None:
    second = replace(PLAN, date=dt.date(2026, 2, 10), arrete_le=dt.date(2026, 2, 9))
    premier, suivant = suivre_plans([PLAN, second], [PlanCaduc(date=dt.date(2026, 3, 20))], [])
    assert (premier.remplace_le, premier.caduc_le) == (second.date, None)
    assert (suivant.remplace_le, suivant.caduc_le) == (None, dt.date(2026, 3, 20))


@pytest.mark.parametrize(
    ("sort", "caducs", "du", "courent"),
    [
        (InteretsDuPlan.SUSPENDUS, [], dt.date(2026, 1, 1), False),
        (InteretsDuPlan.SUSPENDUS, [PlanCaduc(date=dt.date(2026, 1, 20))], dt.date(2026, 1, 1), False),
        (InteretsDuPlan.MAINTENUS, [], SIGNE, True),
        (InteretsDuPlan.ABANDONNES, [], dt.date(2026, 1, 1), False),
        (InteretsDuPlan.ABANDONNES, [PlanCaduc(date=dt.date(2026, 1, 20))], SIGNE, True),
    ],
)
def test_son_arret_suit_la_clause(sort: InteretsDuPlan, caducs: list[PlanCaduc], du: dt.date, courent: bool) -> None:
    [arret] = arrets_des_plans(suivre_plans([replace(PLAN, interets=sort)], caducs, []))
    assert (arret.cause, arret.date, arret.interets_courent) == (CauseArret.PLAN, du, courent)
    assert arret.jusqu_au == (dt.date(2026, 1, 19) if caducs else None)


def test_la_signature_reconnait_la_dette_si_l_acte_le_dit() -> None:
    [touchee] = reconnaissances(suivre_plans([PLAN], [], []))
    assert (touchee.date, touchee.cause) == (SIGNE, CausePrescription.REAMENAGEMENT)
    assert list(reconnaissances(suivre_plans([replace(PLAN, reconnaissance=False)], [], []))) == []


def test_annuler_la_signature_efface_tout_ce_qu_elle_a_fait() -> None:
    faits: list[Evenement] = [OUVERTURE, recu(5)]
    sans = plier(journal(*faits))
    avec = plier(journal(*faits, PLAN))
    annule = plier(journal(*faits, PLAN, EvenementAnnule(date=SIGNE, rang=3, motif="erreur")))
    assert avec.arrets and avec.prescription_touchee and avec.plans
    assert annule == sans


@given(
    st.lists(st.tuples(st.integers(1, 120), st.integers(1, 300_00)), max_size=8),
    st.none() | st.integers(1, 120),
)
def test_au_plus_une_fin_et_jamais_avant_la_signature(recus: list[tuple[int, int]], caduc: int | None) -> None:
    caducs = [PlanCaduc(date=SIGNE + dt.timedelta(days=caduc))] if caduc else []
    payes = [EncaissementRecu(date=SIGNE + dt.timedelta(days=jour), montant=somme) for jour, somme in recus]
    [suivi] = suivre_plans([PLAN], caducs, payes)
    assert not (suivi.caduc_le and suivi.acheve_le) or suivi.acheve_le < suivi.caduc_le
    assert suivi.fin is None or suivi.fin >= SIGNE
    if suivi.acheve_le:
        assert sum(p.montant for p in payes if p.date <= suivi.acheve_le) >= PLAN.total
