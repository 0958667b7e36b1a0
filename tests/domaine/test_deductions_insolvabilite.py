"""Ce que des étapes d'insolvabilité et des signaux valent ensemble : arrêts, levées, prescription, effacement."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recouvre.domaine.contrat import GenreTaux, TauxConvenu
from recouvre.domaine.evenements import DossierOuvert, Evenement, EvenementAnnule
from recouvre.domaine.faits_d_insolvabilite import (
    EtapeDeProcedure,
    EtapeDuSurendettement,
    ProcedureSuivie,
    SurendettementSuivi,
)
from recouvre.domaine.faits_de_droit import ArretDeDroit, ArretLeve, CauseArret, CausePrescription
from recouvre.domaine.faits_de_suivi import NatureSignal, Signalement, SignalLeve
from recouvre.domaine.parties import Qualite
from recouvre.domaine.pli import plier, plier_neufs
from tests.domaine.fabrique import journal

S, P = EtapeDuSurendettement, EtapeDeProcedure
LE, VIGUEUR, TERME = dt.date(2026, 6, 1), dt.date(2026, 7, 31), dt.date(2028, 7, 31)
OUVERTURE = DossierOuvert(date=dt.date(2026, 1, 5), creancier=1, debiteur=2, qualite=Qualite.CONSOMMATEUR)
RECEVABLE = ArretDeDroit(date=dt.date(2026, 3, 2), cause=CauseArret.SURENDETTEMENT)
TAUX = TauxConvenu(GenreTaux.FIXE, Decimal(2))


def etape(quoi: EtapeDuSurendettement, le: dt.date = LE, **plus: object) -> SurendettementSuivi:
    return SurendettementSuivi(date=le, etape=quoi, **plus)  # type: ignore[arg-type]


def levees(*faits: Evenement) -> list[tuple[dt.date, CauseArret]]:
    return [(leve.date, leve.cause) for leve in plier_neufs(1, [OUVERTURE, *faits]).levees]


@pytest.mark.parametrize("quoi", [S.PLAN, S.MESURES])
def test_en_vigueur_l_arret_de_la_recevabilite_cesse_et_celui_des_mesures_commence(quoi: EtapeDuSurendettement) -> None:
    fait = etape(quoi, applicable_le=VIGUEUR, jusqu_au=TERME, taux=TAUX)
    dossier = plier_neufs(1, [OUVERTURE, RECEVABLE, fait])
    assert dossier.arrets == (
        RECEVABLE,
        ArretDeDroit(date=VIGUEUR, cause=CauseArret.MESURES, jusqu_au=TERME, genre=str(quoi), taux=TAUX),
    )
    assert (VIGUEUR, CauseArret.SURENDETTEMENT) in levees(RECEVABLE, fait)


@pytest.mark.parametrize("quoi", [quoi for quoi in S if quoi not in (S.FIN, S.DECHEANCE, S.IRRECEVABILITE)])
def test_sans_entree_en_vigueur_rien_ne_se_leve(quoi: EtapeDuSurendettement) -> None:
    assert levees(RECEVABLE, etape(quoi)) == []
    assert plier_neufs(1, [OUVERTURE, RECEVABLE, etape(quoi)]).arrets == (RECEVABLE,)


@pytest.mark.parametrize("quoi", [S.FIN, S.DECHEANCE, S.IRRECEVABILITE])
def test_la_fin_leve_la_recevabilite_et_les_mesures(quoi: EtapeDuSurendettement) -> None:
    assert levees(RECEVABLE, etape(quoi)) == [(LE, CauseArret.MESURES), (LE, CauseArret.SURENDETTEMENT)]


def test_la_demande_de_mesures_interrompt_et_un_plan_applique_reconnait() -> None:
    """C. conso. L721-5 ; la recevabilité, elle, n'a pas d'effet."""
    touches = {
        S.DEMANDE_DE_MESURES: [CausePrescription.MESURES_SURENDETTEMENT],
        S.PLAN: [CausePrescription.REAMENAGEMENT],
    }
    for quoi in S:
        dossier = plier_neufs(1, [OUVERTURE, RECEVABLE, etape(quoi, applicable_le=VIGUEUR)])
        assert [touchee.cause for touchee in dossier.prescription_touchee] == touches.get(quoi, []), quoi
        assert all(touchee.date == LE for touchee in dossier.prescription_touchee)
    propose = plier_neufs(1, [OUVERTURE, RECEVABLE, etape(S.PLAN)])
    assert propose.prescription_touchee == (), "un plan proposé n'est pas signé"


def test_seuls_les_effacements_effacent_l_un_tout_l_autre_sa_part() -> None:
    attendus = {S.EFFACEMENT: [(LE, True, 0)], S.EFFACEMENT_PARTIEL: [(LE, False, 30_000)]}
    for quoi in S:
        remises = plier_neufs(1, [OUVERTURE, RECEVABLE, etape(quoi, montant=30_000)]).remises
        assert [(r.date, r.totale, r.montant) for r in remises if r.fondement] == [
            (le, totale, 0 if totale else montant) for le, totale, montant in attendus.get(quoi, [])
        ]


def test_la_creance_declaree_interrompt_jusqu_a_la_cloture() -> None:
    """C. com. L622-25-1."""
    declaree = ProcedureSuivie(date=LE, etape=P.DECLARATION)
    close = ProcedureSuivie(date=TERME, etape=P.CLOTURE)
    dossier = plier_neufs(1, [OUVERTURE, declaree, close])
    assert [(t.date, t.cause) for t in dossier.prescription_touchee] == [(LE, CausePrescription.DECLARATION_DE_CREANCE)]
    assert [(r.date, r.non_avenue) for r in dossier.prescription_reprise] == [(TERME, False)]
    autres = [ProcedureSuivie(date=LE, etape=quoi) for quoi in P if quoi not in (P.DECLARATION, P.CLOTURE)]
    assert plier_neufs(1, [OUVERTURE, *autres]).prescription_touchee == ()


def test_seule_la_mediation_suspend_la_prescription() -> None:
    """C. civ. 2238."""
    for nature in NatureSignal:
        faits = [Signalement(date=LE, nature=nature, jusqu_au=VIGUEUR), SignalLeve(date=TERME, nature=nature)]
        dossier = plier_neufs(1, [OUVERTURE, *faits])
        attendues = [(LE, VIGUEUR)] if nature is NatureSignal.MEDIATION else []
        assert [(t.date, t.jusqu_au) for t in dossier.prescription_touchee] == attendues
        assert len(dossier.prescription_reprise) == len(attendues)


@given(st.lists(st.sampled_from(S), max_size=6), st.integers(0, 40))
def test_annuler_une_etape_efface_tout_ce_qui_s_en_deduit(etapes: list[EtapeDuSurendettement], decalage: int) -> None:
    faits = [etape(quoi, LE + dt.timedelta(rang), applicable_le=VIGUEUR) for rang, quoi in enumerate(etapes)]
    neuve = etape(S.MESURES, LE + dt.timedelta(decalage), applicable_le=VIGUEUR, jusqu_au=TERME)
    avant = [OUVERTURE, RECEVABLE, *faits]
    annulee = plier(journal(*avant, neuve, EvenementAnnule(date=TERME, rang=len(avant) + 1, motif="x")))
    assert annulee == plier(journal(*avant))


def test_une_levee_dite_reste_ce_qu_elle_est() -> None:
    leve = ArretLeve(date=LE, cause=CauseArret.SURENDETTEMENT)
    assert levees(RECEVABLE, leve) == [(LE, CauseArret.SURENDETTEMENT)]
