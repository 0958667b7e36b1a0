"""L'arithmétique des dates, refaite autrement : quantièmes absents, fériés de 2000 à 2100, jours ouvrés."""

from __future__ import annotations

import calendar
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recouvre.droit.delais import (
    UN_JOUR,
    Territoire,
    ajouter_annees,
    ajouter_jours,
    ajouter_jours_francs,
    ajouter_mois,
    ajouter_mois_et_jours,
    avancer,
    debut_de_semestre,
    est_ouvre,
    feries,
    reporter,
    semestre_lisible,
)

DATES = st.dates(dt.date(1950, 1, 1), dt.date(2150, 12, 31))
REGLAGES = settings(derandomize=True, deadline=None, max_examples=200)


def paques(annee: int) -> dt.date:
    """Le dimanche qui suit la pleine lune ecclésiastique (table des épactes de Clavius), et non la formule d'Oudin."""
    siecle = annee // 100 + 1
    or_ = annee % 19 + 1
    epacte = (11 * or_ + 20 + (8 * siecle + 5) // 25 - 5 - (3 * siecle // 4 - 12)) % 30
    if epacte == 24 or (epacte == 25 and or_ > 11):
        epacte += 1
    jour = 44 - epacte
    if jour < 21:
        jour += 30
    pleine_lune = dt.date(annee, 3, 1) + dt.timedelta(days=jour - 1)
    return pleine_lune + dt.timedelta(days=7 - (pleine_lune.weekday() + 1) % 7)


@pytest.mark.parametrize(
    ("annee", "attendu"),
    [
        (2000, "23/04"),
        (2008, "23/03"),
        (2011, "24/04"),
        (2024, "31/03"),
        (2025, "20/04"),
        (2026, "05/04"),
        (2038, "25/04"),
    ],
)
def test_paques_des_almanachs(annee: int, attendu: str) -> None:
    assert f"{paques(annee):%d/%m}" == attendu


@pytest.mark.parametrize("annee", range(2000, 2101))
def test_les_onze_feries_de_metropole(annee: int) -> None:
    dimanche = paques(annee)
    attendus = {
        dt.date(annee, 1, 1),
        dimanche + dt.timedelta(days=1),
        dt.date(annee, 5, 1),
        dt.date(annee, 5, 8),
        dimanche + dt.timedelta(days=39),
        dimanche + dt.timedelta(days=50),
        dt.date(annee, 7, 14),
        dt.date(annee, 8, 15),
        dt.date(annee, 11, 1),
        dt.date(annee, 11, 11),
        dt.date(annee, 12, 25),
    }
    assert feries(annee) == attendus
    lundi, ascension, pentecote = (dimanche + dt.timedelta(days=n) for n in (1, 39, 50))
    assert (lundi.weekday(), ascension.weekday(), pentecote.weekday()) == (0, 3, 0)


@pytest.mark.parametrize(
    "jour",
    ["2026-04-03", "2026-12-26", "2026-06-21", "2025-11-02", "2026-12-24", "2026-12-31"],
    ids=[
        "vendredi saint",
        "26 décembre",
        "fête de la musique",
        "lendemain de Toussaint",
        "veille de Noël",
        "Saint-Sylvestre",
    ],
)
def test_les_jours_qui_ne_sont_pas_feries_en_metropole(jour: str) -> None:
    date = dt.date.fromisoformat(jour)
    assert date not in feries(date.year)


@pytest.mark.parametrize(
    ("depart", "mois", "attendu"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-01-30", 1, "2024-02-29"),
        ("2024-01-29", 1, "2024-02-29"),
        ("2024-02-29", 1, "2024-03-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2024-03-31", 1, "2024-04-30"),
        ("2024-08-31", 6, "2025-02-28"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2024-12-31", 2, "2025-02-28"),
        ("2025-12-15", 1, "2026-01-15"),
        ("2024-05-31", 13, "2025-06-30"),
        ("2024-05-31", 0, "2024-05-31"),
    ],
)
def test_un_mois_finit_au_meme_quantieme_sinon_au_dernier_jour(depart: str, mois: int, attendu: str) -> None:
    """CPC 641 al. 2."""
    assert ajouter_mois(dt.date.fromisoformat(depart), mois).isoformat() == attendu


@pytest.mark.parametrize(
    ("depart", "annees", "attendu"),
    [
        ("2020-02-29", 2, "2022-02-28"),
        ("2020-02-29", 4, "2024-02-29"),
        ("2020-02-29", 5, "2025-02-28"),
        ("2021-02-28", 3, "2024-02-28"),
        ("2019-12-31", 5, "2024-12-31"),
        ("2096-02-29", 4, "2100-02-28"),
    ],
)
def test_une_annee_finit_au_meme_jour_le_29_fevrier_devient_le_28(depart: str, annees: int, attendu: str) -> None:
    assert ajouter_annees(dt.date.fromisoformat(depart), annees).isoformat() == attendu


@REGLAGES
@given(DATES, st.integers(0, 240))
def test_ajouter_des_mois_garde_le_quantieme_autant_que_le_mois_le_permet(jour: dt.date, mois: int) -> None:
    rang = jour.year * 12 + jour.month - 1 + mois
    annee, mois_final = rang // 12, rang % 12 + 1
    dernier = calendar.monthrange(annee, mois_final)[1]
    assert ajouter_mois(jour, mois) == dt.date(annee, mois_final, min(jour.day, dernier))


@pytest.mark.parametrize(
    ("jour", "attendu", "raison"),
    [
        ("2026-03-03", "2026-03-03", "un mardi reste un mardi"),
        ("2026-03-14", "2026-03-16", "un samedi attend lundi (cas 11)"),
        ("2026-03-21", "2026-03-23", "un samedi attend lundi (cas 11)"),
        ("2026-04-04", "2026-04-07", "samedi de Pâques : dimanche, puis le lundi férié"),
        ("2026-05-01", "2026-05-04", "un vendredi férié attend lundi"),
        ("2026-05-08", "2026-05-11", "un vendredi férié attend lundi"),
        ("2026-05-14", "2026-05-15", "l'Ascension : le vendredi du pont est ouvré"),
        ("2026-11-11", "2026-11-12", "un mercredi férié attend jeudi"),
        ("2021-12-25", "2021-12-27", "Noël un samedi n'est pas rattrapé"),
        ("2022-12-31", "2023-01-02", "samedi, puis le 1er janvier un dimanche"),
        ("2027-12-31", "2027-12-31", "un vendredi 31 décembre est ouvré"),
        ("2028-01-01", "2028-01-03", "on change d'année : samedi 1er, lundi 3"),
        ("2008-05-01", "2008-05-02", "Ascension et fête du travail le même jour"),
    ],
)
def test_reporter_au_jour_ouvre_suivant(jour: str, attendu: str, raison: str) -> None:
    assert reporter(dt.date.fromisoformat(jour)).isoformat() == attendu, raison


@REGLAGES
@given(DATES)
def test_reporter_rend_le_premier_jour_ouvre(jour: dt.date) -> None:
    ouvre = reporter(jour)
    assert ouvre >= jour
    assert est_ouvre(ouvre)
    assert ouvre - jour <= dt.timedelta(days=4)
    while jour < ouvre:
        assert not est_ouvre(jour)
        jour += UN_JOUR


@REGLAGES
@given(DATES)
def test_un_jour_ouvre_n_est_ni_samedi_ni_dimanche_ni_ferie(jour: dt.date) -> None:
    assert est_ouvre(jour) is (jour.isoweekday() <= 5 and jour not in feries(jour.year))


@pytest.mark.parametrize(
    ("jour", "debut", "texte"),
    [
        ("2026-01-01", "2026-01-01", "1er semestre 2026"),
        ("2026-06-30", "2026-01-01", "1er semestre 2026"),
        ("2026-07-01", "2026-07-01", "2e semestre 2026"),
        ("2024-02-29", "2024-01-01", "1er semestre 2024"),
        ("2026-12-31", "2026-07-01", "2e semestre 2026"),
    ],
)
def test_le_semestre_d_un_jour(jour: str, debut: str, texte: str) -> None:
    date = dt.date.fromisoformat(jour)
    assert (debut_de_semestre(date).isoformat(), semestre_lisible(date)) == (debut, texte)


# --- Les fériés d'ailleurs ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("territoire", "annee", "propres"),
    [
        (Territoire.METROPOLE, 2026, []),
        (Territoire.ALSACE_MOSELLE, 2026, ["2026-04-03", "2026-12-26"]),
        (Territoire.ALSACE_MOSELLE, 2024, ["2024-03-29", "2024-12-26"]),
        (Territoire.GUADELOUPE, 2026, ["2026-05-27"]),
        (Territoire.GUYANE, 2026, ["2026-06-10"]),
        (Territoire.MARTINIQUE, 2026, ["2026-05-22"]),
        (Territoire.MAYOTTE, 2026, ["2026-04-27"]),
        (Territoire.REUNION, 2026, ["2026-12-20"]),
        (Territoire.SAINT_BARTHELEMY, 2026, ["2026-10-09"]),
        (Territoire.SAINT_MARTIN, 2026, ["2026-05-28"]),
    ],
)
def test_chaque_territoire_ajoute_ses_jours_aux_onze(territoire: Territoire, annee: int, propres: list[str]) -> None:
    """C. trav. L3134-13 ; loi n° 83-550, décret n° 83-1003."""
    assert feries(annee, territoire) == feries(annee) | {dt.date.fromisoformat(jour) for jour in propres}


def test_tous_les_territoires_sont_essayes() -> None:
    assert {len(feries(2026, territoire)) for territoire in Territoire} == {11, 12, 13}


@pytest.mark.parametrize(
    ("jour", "territoire", "attendu", "raison"),
    [
        ("2026-04-03", Territoire.ALSACE_MOSELLE, "2026-04-07", "Vendredi saint, puis le pont jusqu'au mardi"),
        ("2026-04-03", Territoire.METROPOLE, "2026-04-03", "le Vendredi saint y est ouvré"),
        (
            "2025-12-25",
            Territoire.ALSACE_MOSELLE,
            "2025-12-29",
            "Noël, la Saint-Étienne un vendredi, la fin de semaine",
        ),
        ("2026-05-27", Territoire.GUADELOUPE, "2026-05-28", "un mercredi férié"),
        ("2026-12-20", Territoire.REUNION, "2026-12-21", "un dimanche férié n'est pas rattrapé"),
    ],
)
def test_on_reporte_selon_le_territoire(jour: str, territoire: Territoire, attendu: str, raison: str) -> None:
    assert reporter(dt.date.fromisoformat(jour), territoire).isoformat() == attendu, raison


# --- Un délai à tenir, un délai à attendre --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("jour", "attendu", "raison"),
    [
        ("2026-03-03", "2026-03-03", "un mardi reste un mardi"),
        ("2026-03-14", "2026-03-13", "un samedi : la veille"),
        ("2026-03-15", "2026-03-13", "un dimanche : l'avant-veille"),
        ("2026-04-06", "2026-04-03", "le lundi de Pâques recule au vendredi"),
        ("2026-01-01", "2025-12-31", "on change d'année"),
        ("2023-01-01", "2022-12-30", "un dimanche 1er janvier : le vendredi"),
    ],
)
def test_avancer_au_jour_ouvre_precedent(jour: str, attendu: str, raison: str) -> None:
    assert avancer(dt.date.fromisoformat(jour)).isoformat() == attendu, raison


def test_avancer_compte_les_feries_du_territoire() -> None:
    assert avancer(dt.date(2026, 4, 5), Territoire.ALSACE_MOSELLE) == dt.date(2026, 4, 2)


@REGLAGES
@given(DATES)
def test_un_jour_ouvre_ne_bouge_pas_un_autre_est_encadre(jour: dt.date) -> None:
    avant, apres = avancer(jour), reporter(jour)
    assert avant <= jour <= apres
    assert est_ouvre(avant) and est_ouvre(apres)
    assert (avant == apres) is est_ouvre(jour)
    while (avant := avant + UN_JOUR) < apres:
        assert not est_ouvre(avant)


@pytest.mark.parametrize(
    ("depart", "jours", "dernier", "franc"),
    [
        ("2026-03-02", 15, "2026-03-17", "2026-03-18"),
        ("2026-03-02", 1, "2026-03-03", "2026-03-04"),
        ("2026-02-27", 2, "2026-03-01", "2026-03-02"),
        ("2025-12-30", 3, "2026-01-02", "2026-01-03"),
    ],
)
def test_le_jour_de_l_acte_ne_compte_pas_et_un_delai_franc_finit_le_lendemain(
    depart: str, jours: int, dernier: str, franc: str
) -> None:
    """CPC 640 et 641 : de l'acte du 2, quinze jours finissent le 17 ; francs, on n'est libre d'agir que le 18."""
    date = dt.date.fromisoformat(depart)
    assert ajouter_jours(date, jours).isoformat() == dernier
    assert ajouter_jours_francs(date, jours).isoformat() == franc


@pytest.mark.parametrize(
    ("depart", "mois", "jours", "attendu"),
    [
        ("2026-01-31", 1, 10, "2026-03-10"),
        ("2024-01-31", 1, 1, "2024-03-01"),
        ("2026-03-15", 2, 0, "2026-05-15"),
    ],
)
def test_les_mois_se_comptent_avant_les_jours(depart: str, mois: int, jours: int, attendu: str) -> None:
    """CPC 641 al. 3."""
    assert ajouter_mois_et_jours(dt.date.fromisoformat(depart), mois, jours).isoformat() == attendu


def test_l_ordre_des_mois_et_des_jours_compte() -> None:
    depart = dt.date(2026, 1, 30)
    assert ajouter_mois_et_jours(depart, 1, 1) == dt.date(2026, 3, 1)
    assert ajouter_mois(ajouter_jours(depart, 1), 1) == dt.date(2026, 2, 28)
