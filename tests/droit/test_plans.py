"""Les versements d'un plan : leur somme est la dette, ce que chacun a reçu est ce qui a été payé."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recouvre.domaine.evenements import DossierOuvert, EncaissementRecu
from recouvre.domaine.faits_de_plan import PlanConclu
from recouvre.domaine.parties import Qualite
from recouvre.domaine.pli import plier_neufs
from recouvre.droit.echeancier import EcheancierImpossible
from recouvre.droit.plans import (
    etat_du_plan,
    plan_du_jour,
    plan_en_cours,
    premiere_date,
    prevu,
    versements_de,
    versements_egaux,
)

SIGNE = dt.date(2026, 1, 2)
JOURS = st.dates(dt.date(2024, 1, 1), dt.date(2030, 12, 31))


@given(st.integers(12_000, 10**9), st.integers(2, 120), JOURS, st.integers(0, 31))
def test_la_somme_des_versements_est_la_dette(total: int, nombre: int, des: dt.date, jour: int) -> None:
    premier = premiere_date(des, jour) if jour else des
    versements = versements_egaux(total, nombre, premier, jour)
    assert sum(v.montant for v in versements) == total and len(versements) == nombre
    assert versements[0].le == premier
    mois = [12 * v.le.year + v.le.month for v in versements]
    assert mois == list(range(mois[0], mois[0] + nombre)), "un par mois"
    assert len({v.montant for v in versements[:-1]}) == 1


@given(st.integers(2, 10**9), st.integers(1, 10**7), JOURS)
def test_ce_que_l_on_peut_payer_par_mois(total: int, somme: int, des: dt.date) -> None:
    try:
        versements = versements_de(total, somme, des)
    except EcheancierImpossible:
        assert somme >= total or total > 120 * somme
        return
    assert sum(v.montant for v in versements) == total
    assert {v.montant for v in versements[:-1]} == {somme} and 0 < versements[-1].montant <= somme


@given(JOURS, st.integers(1, 31))
def test_le_jour_de_paie_vient_dans_le_mois(des: dt.date, jour: int) -> None:
    le = premiere_date(des, jour)
    assert des <= le <= des + dt.timedelta(days=31)
    assert le.day == jour or (le + dt.timedelta(days=1)).day == 1


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(1, 400_00)), max_size=8), st.integers(0, 220))
def test_les_paiements_s_imputent_dans_l_ordre(recus: list[tuple[int, int]], jour: int) -> None:
    plan = PlanConclu(
        date=SIGNE, arrete_le=SIGNE - dt.timedelta(days=2), total=1000_00,
        versements=versements_egaux(1000_00, 3, dt.date(2026, 1, 5)),
    )  # fmt: skip
    payes = [EncaissementRecu(date=SIGNE + dt.timedelta(days=n), montant=somme) for n, somme in recus]
    ouverture = DossierOuvert(date=SIGNE, creancier=1, debiteur=2, qualite=Qualite.PROFESSIONNEL)
    dossier = plier_neufs(1, [ouverture, plan, *payes])
    [suivi] = dossier.plans
    au = SIGNE + dt.timedelta(days=jour)
    echeances = etat_du_plan(dossier, suivi, au)
    fin = suivi.fin or dt.date.max
    assert sum(e.verse for e in echeances) == min(sum(p.montant for p in payes if p.date <= min(au, fin)), plan.total)
    soldees = [e.solde_le is not None for e in echeances]
    assert soldees == sorted(soldees, reverse=True), "jamais le suivant avant le précédent"
    for echeance in echeances:
        assert (echeance.reste == 0) == (echeance.solde_le is not None)
    assert (plan_en_cours(dossier) is None) == (sum(p.montant for p in payes) >= plan.total)
    assert plan_du_jour(dossier, SIGNE) is suivi and plan_du_jour(dossier, SIGNE - dt.timedelta(days=1)) is None


def test_ce_qui_depasse_le_plan_n_etait_pas_prevu() -> None:
    plan = PlanConclu(
        date=SIGNE, arrete_le=dt.date(2025, 12, 31), total=200_00,
        versements=versements_egaux(200_00, 2, dt.date(2026, 1, 5)),
    )  # fmt: skip
    ouverture = DossierOuvert(date=SIGNE, creancier=1, debiteur=2, qualite=Qualite.PROFESSIONNEL)
    avant, premier, exces = (
        EncaissementRecu(date=dt.date(2026, 1, jour), montant=somme)
        for jour, somme in ((1, 5_00), (5, 100_00), (6, 150_00))
    )
    dossier = plier_neufs(1, [ouverture, plan, avant, premier, exces])
    assert [prevu(dossier, recu) for recu in (avant, premier, exces)] == [False, True, False]


@pytest.mark.parametrize(("total", "somme"), [(100, 100), (100, 0), (13_000, 100)])
def test_ce_qui_ne_s_echelonne_pas_le_dit(total: int, somme: int) -> None:
    with pytest.raises(EcheancierImpossible):
        versements_de(total, somme, SIGNE)
