"""Les indicateurs d'un dossier : des comptes à ce jour, et le dernier signe du débiteur ; aucune note."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from essai_conduite import dossier, facture

from recouvre.conduite.indicateurs import Indicateurs, indicateurs
from recouvre.domaine.evenements import ContactNote, EncaissementRecu, Evenement, RelanceEnvoyee
from recouvre.domaine.faits_de_plan import PlanCaduc, PlanConclu, Versement
from recouvre.domaine.faits_de_suivi import LitigeOuvert, PromesseFaite

LUNDI = dt.date(2026, 3, 2)
RIEN = Indicateurs(promesses_rompues=0, appels_sans_reponse=0, reports=0, dernier_signe_le=None, silence=0)


def le(jour: int) -> dt.date:
    """Le lundi 2 mars 2026, plus ``jour`` jours."""
    return LUNDI + dt.timedelta(days=jour)


def vus(jour: int, *faits: Evenement) -> Indicateurs:
    return indicateurs(dossier(LUNDI, facture(dt.date(2026, 1, 31)), *faits), le(jour))


def appel(jour: int, *, echec: bool, canal: str = "appel") -> ContactNote:
    return ContactNote(date=le(jour), canal=canal, echec=echec)


def promesse(jour: int, pour: int) -> PromesseFaite:
    return PromesseFaite(date=le(jour), montant=50_000, pour_le=le(pour))


PLAN = PlanConclu(date=le(1), arrete_le=le(1), total=100_000, versements=(Versement(le(30), 100_000),))
PAIEMENT = EncaissementRecu(date=le(5), montant=10_000)


def test_un_dossier_neuf_n_a_que_son_age() -> None:
    assert vus(0) == RIEN
    assert vus(12) == replace(RIEN, silence=12)
    assert vus(-3) == RIEN, "avant l'ouverture, aucun jour ne court"


def test_une_promesse_rompue_puis_une_remplacee() -> None:
    rompue = vus(20, promesse(0, 7))
    assert (rompue.promesses_rompues, rompue.reports, rompue.silence) == (1, 0, 20)
    reportee = vus(8, promesse(0, 7), promesse(6, 20))
    assert (reportee.promesses_rompues, reportee.reports, reportee.dernier_signe_le) == (0, 1, le(6))
    assert vus(5, promesse(0, 7), promesse(6, 20)).reports == 0, "la seconde n'est pas encore faite"


def test_un_plan_caduc_est_un_report_du_jour_ou_il_tombe() -> None:
    faits = (PLAN, PlanCaduc(date=le(60), motif="impayé"))
    assert [vus(jour, *faits).reports for jour in (59, 60)] == [0, 1]
    assert vus(60, *faits).dernier_signe_le == le(1), "le débiteur a signé le plan, il n'a pas signé sa caducité"


def test_seuls_les_appels_sans_reponse_se_comptent() -> None:
    faits = [appel(1, echec=True), appel(2, echec=True), appel(3, echec=False), appel(4, echec=True, canal="visite")]
    assert vus(10, *faits) == replace(RIEN, appels_sans_reponse=2, dernier_signe_le=le(3), silence=7)
    assert vus(1, *faits) == replace(RIEN, appels_sans_reponse=1, silence=1)


@pytest.mark.parametrize(
    "signe",
    [PAIEMENT, promesse(5, 20), appel(5, echec=False), appel(5, echec=False, canal="visite"),
     LitigeOuvert(date=le(5), motif="non conforme"), replace(PLAN, date=le(5))],
)  # fmt: skip
def test_ce_qui_vient_du_debiteur_est_un_signe(signe: Evenement) -> None:
    assert (vus(9, signe).dernier_signe_le, vus(9, signe).silence) == (le(5), 4)
    assert vus(4, signe).dernier_signe_le is None, "rien de ce qui suit ce jour ne compte"


@pytest.mark.parametrize(
    "muet",
    [replace(PAIEMENT, par_tiers=True), appel(5, echec=True), appel(5, echec=False, canal="courriel"),
     appel(5, echec=False, canal="tache"),
     RelanceEnvoyee(date=le(5), etape="relance-1", tour=1, canal="courrier", modele="relance_1", reference="D-1-1",
                    fichier="", empreinte="", total=0)],
)  # fmt: skip
def test_ce_que_l_on_fait_ou_qu_un_tiers_fait_n_en_est_pas_un(muet: Evenement) -> None:
    assert vus(9, muet).dernier_signe_le is None
