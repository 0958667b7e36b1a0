"""Ce qu'il y a à faire, et quand : scénarios de l'agence et du service interne, retards, changements, péremptions."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from essai_conduite import (
    AGENCE,
    BAREME,
    INTERNE,
    NATURES,
    demarches,
    dossier,
    du_au,
    dus,
    etapes,
    facture,
    partie,
    passer,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from recouvre.conduite.demarches import PRIORITES, Genre
from recouvre.conduite.scenarios import Canal, Etape, Origine, Scenario, construire
from recouvre.conduite.situation import Etat, situer
from recouvre.domaine.evenements import (
    AvoirAjoute,
    ContactNote,
    DossierClos,
    EncaissementRecu,
    Evenement,
    ScenarioChoisi,
)
from recouvre.domaine.profil import Mode
from recouvre.droit.delais import est_ouvre

ECHEANCE = dt.date(2026, 3, 31)
OUVERT_LE = dt.date(2026, 3, 2)
J0 = dt.date(2026, 3, 3)


def jour(texte: str) -> dt.date:
    return dt.date.fromisoformat(texte)


def test_interne_neuf_marches_depuis_l_echeance_reportees_au_jour_ouvre() -> None:
    tenu = dossier(OUVERT_LE, facture(ECHEANCE))
    assert etapes(tenu, INTERNE, Mode.INTERNE) == {
        "prevenance": jour("2026-03-23"),  # J-10 : samedi 21 → lundi
        "relance-1": jour("2026-04-07"),  # J+4 : samedi 4 avril → après le lundi de Pâques
        "appel-1": jour("2026-04-07"),
        "relance-2": jour("2026-04-14"),
        "commercial": jour("2026-04-21"),
        "appel-2": jour("2026-04-28"),
        "relance-3": jour("2026-05-04"),  # J+33 : dimanche 3 mai
        "mise-en-demeure": jour("2026-05-13"),
        "contentieux": jour("2026-05-20"),
    }


def test_interne_l_origine_est_la_plus_ancienne_facture_encore_due() -> None:
    factures = (facture(ECHEANCE), facture(ECHEANCE + dt.timedelta(days=60), "F-2"))
    tenu = dossier(OUVERT_LE, *factures)
    assert etapes(tenu, INTERNE, Mode.INTERNE)["relance-1"] == jour("2026-04-07")
    paye = dossier(OUVERT_LE, *factures, EncaissementRecu(date=ECHEANCE, montant=100_000))
    assert etapes(paye, INTERNE, Mode.INTERNE)["relance-1"] == jour("2026-06-03")
    avoir = dossier(OUVERT_LE, *factures, AvoirAjoute(date=OUVERT_LE, numero="A-1", montant=100_000, sur="F-1"))
    assert etapes(avoir, INTERNE, Mode.INTERNE)["relance-1"] == jour("2026-06-03")


def test_interne_la_prevenance_perime_a_l_echeance() -> None:
    tenu = dossier(OUVERT_LE, facture(ECHEANCE))
    assert [d.cle for d in dus(demarches(tenu, INTERNE, Mode.INTERNE), ECHEANCE)] == ["prevenance"]
    assert dus(demarches(tenu, INTERNE, Mode.INTERNE), ECHEANCE + dt.timedelta(days=1)) == []
    assert [d.cle for d in dus(demarches(tenu, INTERNE, Mode.INTERNE), jour("2026-04-07"))] == ["relance-1"]


def test_interne_un_dossier_ouvert_tard_commence_par_la_premiere_relance() -> None:
    tenu = dossier(jour("2026-06-06"), facture(ECHEANCE))
    restantes = etapes(tenu, INTERNE, Mode.INTERNE)
    assert "prevenance" not in restantes, "l'échéance est passée : il n'y a plus rien à prévenir"
    assert restantes["relance-1"] == jour("2026-06-08"), "le jour ouvré qui suit l'ouverture"
    assert [d.cle for d in dus(demarches(tenu, INTERNE, Mode.INTERNE), jour("2026-06-08"))] == ["relance-1"]
    suite = dossier(jour("2026-06-06"), facture(ECHEANCE), partie(INTERNE, "relance-1", jour("2026-06-08")))
    assert etapes(suite, INTERNE, Mode.INTERNE)["relance-2"] == jour("2026-06-18"), "dix jours après, comme prévu"


def test_agence_rien_ne_suit_avant_que_la_mise_en_demeure_soit_partie() -> None:
    assert etapes(dossier(OUVERT_LE, facture(jour("2026-01-31"))), AGENCE) == {"mise-en-demeure": OUVERT_LE}
    samedi = dossier(jour("2026-02-28"), facture(jour("2026-01-31")))
    assert etapes(samedi, AGENCE) == {"mise-en-demeure": OUVERT_LE}


def test_agence_le_retard_decale_en_cascade_sans_rafale() -> None:
    faits: list[Evenement] = [facture(jour("2026-01-31")), partie(AGENCE, "mise-en-demeure", J0)]
    faits.append(partie(AGENCE, "relance-1", jour("2026-04-10")))
    tenu = dossier(OUVERT_LE, *faits)
    assert etapes(tenu, AGENCE) == {
        "relance-2": jour("2026-04-17"),
        "appels": jour("2026-04-21"),
        "visite": jour("2026-04-21"),
        "avis-avant-poursuites": jour("2026-04-30"),
    }
    faits.append(partie(AGENCE, "relance-2", jour("2026-05-04")))
    assert etapes(dossier(OUVERT_LE, *faits), AGENCE)["avis-avant-poursuites"] == jour("2026-05-18")


def test_agence_jamais_avant_la_fin_du_delai_imprime() -> None:
    brut = {
        "nom": "court", "origine": "mise-en-demeure",
        "etapes": [
            {"cle": "mise-en-demeure", "libelle": "MED", "jour": 0, "canal": "courrier", "modele": "m", "delai": 15},
            {"cle": "suite", "libelle": "Suite", "jour": 5, "canal": "courrier", "modele": "m"},
        ],
    }  # fmt: skip
    court = construire(brut, "essai")
    tenu = dossier(OUVERT_LE, facture(jour("2026-01-31")), partie(court, "mise-en-demeure", J0))
    assert etapes(tenu, court) == {"suite": jour("2026-03-19")}, "le délai court jusqu'au 18 mars inclus"


def test_une_tache_s_efface_quand_un_envoi_posterieur_est_parti() -> None:
    faits: list[Evenement] = [facture(jour("2026-01-31")), partie(AGENCE, "mise-en-demeure", J0)]
    faits += [partie(AGENCE, "relance-1", jour("2026-03-16")), partie(AGENCE, "relance-2", jour("2026-03-23"))]
    assert set(etapes(dossier(OUVERT_LE, *faits), AGENCE)) == {"appels", "visite", "avis-avant-poursuites"}
    faits.append(partie(AGENCE, "avis-avant-poursuites", jour("2026-04-03")))
    assert etapes(dossier(OUVERT_LE, *faits), AGENCE) == {}


def test_une_fenetre_finit_un_jour_ouvre() -> None:
    faits: list[Evenement] = [facture(jour("2026-01-31")), partie(AGENCE, "mise-en-demeure", jour("2026-03-05"))]
    [appels] = [d for d in demarches(dossier(OUVERT_LE, *faits), AGENCE) if d.cle == "appels"]
    assert (appels.le, "(jusqu'au 07/04/2026)" in appels.libelle) == (jour("2026-03-27"), True), "J+30 : samedi 4 avril"


def test_une_tache_notee_disparait_seule() -> None:
    faits: list[Evenement] = [facture(jour("2026-01-31")), partie(AGENCE, "mise-en-demeure", J0)]
    tenu = dossier(OUVERT_LE, *faits, ContactNote(date=jour("2026-03-26"), canal="appel", etape="appels"))
    assert "appels" not in etapes(tenu, AGENCE) and "visite" in etapes(tenu, AGENCE)


def test_changer_de_scenario_ne_rattrape_rien() -> None:
    tenu = dossier(
        OUVERT_LE, facture(ECHEANCE), ScenarioChoisi(date=jour("2026-04-25"), scenario="interne")
    )  # fmt: skip
    assert etapes(tenu, INTERNE, Mode.INTERNE) == {
        "appel-2": jour("2026-04-28"),
        "relance-3": jour("2026-05-04"),
        "mise-en-demeure": jour("2026-05-13"),
        "contentieux": jour("2026-05-20"),
    }


def test_changer_de_scenario_n_efface_jamais_la_mise_en_demeure() -> None:
    tenu = dossier(OUVERT_LE, facture(ECHEANCE), ScenarioChoisi(date=jour("2026-08-03"), scenario="interne"))
    assert list(etapes(tenu, INTERNE, Mode.INTERNE)) == ["mise-en-demeure"]


def test_un_scenario_choisi_ne_demande_rien_avant_le_jour_du_choix() -> None:
    """La mise en demeure gardée ne se présente pas en retard de la date où l'on a choisi ce scénario."""
    choix = jour("2026-08-03")
    tenu = dossier(OUVERT_LE, facture(ECHEANCE), ScenarioChoisi(date=choix, scenario="agence"))
    assert etapes(tenu, AGENCE)["mise-en-demeure"] >= choix


def test_un_choix_anterieur_a_l_ouverture_ne_fait_rien_devoir_avant_elle() -> None:
    ouvert_le = jour("2026-06-01")
    tenu = dossier(ouvert_le, facture(ECHEANCE), ScenarioChoisi(date=jour("2026-01-05"), scenario="interne"))
    assert min(etapes(tenu, INTERNE, Mode.INTERNE).values()) >= ouvert_le


@pytest.mark.parametrize("scenario", [AGENCE, INTERNE], ids=["agence", "interne"])
def test_solde_ou_clos_plus_rien_du_scenario(scenario: Scenario) -> None:
    faits: list[Evenement] = [facture(jour("2026-01-31")), partie(scenario, "mise-en-demeure", J0)]
    paye = dossier(OUVERT_LE, *faits, EncaissementRecu(date=J0, montant=200_000, direct=True))
    assert situer(paye, BAREME, NATURES).etat is Etat.SOLDE
    assert etapes(paye, scenario) == {}
    clos = dossier(OUVERT_LE, *faits, DossierClos(date=J0, motif="repris"))
    assert etapes(clos, scenario) == {}


def test_sans_facture_il_n_y_a_qu_a_decider() -> None:
    for scenario, mode in ((AGENCE, Mode.AGENCE), (INTERNE, Mode.INTERNE)):
        assert [d.cle for d in demarches(dossier(OUVERT_LE), scenario, mode)] == ["sans-facture"]


def test_les_pieces_manquantes_se_demandent_et_font_attendre_les_envois() -> None:
    tenu = dossier(OUVERT_LE, facture(jour("2026-01-31")))
    mise, piece, prescription, prescrite = demarches(tenu, AGENCE, manquantes=("mandat", "cgv"))
    assert mise.genre is Genre.ENVOI and mise.attente.startswith("en attente : pouvoir (mandat écrit")
    assert (piece.genre, piece.le, piece.fondement) == (Genre.PIECE, OUVERT_LE, "CPCE, art. R124-3")
    assert prescription.genre is prescrite.genre is Genre.PRESCRIPTION
    assert prescription.jusqu_au is not None and prescrite.le == prescription.jusqu_au + dt.timedelta(days=1)


def test_l_ordre_des_priorites() -> None:
    assert [str(genre) for genre in Genre] == [
        "prescription", "delai", "taux", "trop-perçu", "quittance", "echeance", "promesse", "litige", "rappel", "envoi",
        "appel", "visite", "tache", "decision", "avis", "piece", "reversement",
    ]  # fmt: skip
    assert sorted(Genre, key=lambda genre: PRIORITES[genre]) == list(Genre)
    assert [PRIORITES[Genre.QUITTANCE], PRIORITES[Genre.ENVOI]] == [4, 5], "un rang publié ne se renumérote pas"


def test_une_fenetre_qui_finit_le_jour_zero_est_montree() -> None:
    brut = {
        "nom": "x", "origine": "echeance",
        "etapes": [{"cle": "appel", "libelle": "Appel", "jour": -6, "jusqu_a": 0, "canal": "appel"}],
    }  # fmt: skip
    [tache] = [d for d in demarches(dossier(OUVERT_LE, facture(ECHEANCE)), construire(brut, "x")) if d.cle == "appel"]
    assert "(jusqu'au 31/03/2026)" in tache.libelle


ORIGINES = st.dates(dt.date(2026, 1, 1), dt.date(2027, 6, 1))


@settings(derandomize=True, deadline=None, max_examples=60)
@given(origine=ORIGINES, scenario=st.sampled_from([AGENCE, INTERNE]))
def test_en_passant_chaque_jour_tout_part_dans_l_ordre_et_a_l_heure(origine: dt.date, scenario: Scenario) -> None:
    mode = Mode.AGENCE if scenario is AGENCE else Mode.INTERNE
    echeance = origine - dt.timedelta(days=20) if mode is Mode.AGENCE else origine
    ouvert_le = origine if mode is Mode.AGENCE else origine - dt.timedelta(days=25)
    fin = origine + dt.timedelta(days=90)
    departs = list(passer(ouvert_le, [facture(echeance)], scenario, du_au(ouvert_le, fin), mode))
    assert [depart.etape for depart in departs] == [etape.cle for etape in scenario.etapes if etape.sortante]
    assert all(est_ouvre(depart.date) for depart in departs)
    assert len({depart.date for depart in departs}) == len(departs)
    depuis = departs[0].date if mode is Mode.AGENCE else echeance
    for depart in departs:
        etape = scenario.etape(depart.etape)
        assert etape is not None
        retard = (depart.date - depuis).days - etape.jour
        assert 0 <= retard <= 8, "au plus un pont et un délai imprimé de retard, jamais d'avance"


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Un scénario quelconque, aux jours distincts."""
    jours = sorted(draw(st.sets(st.integers(1, 40), min_size=1, max_size=5)))
    delais = st.none() | st.integers(0, 10)
    suite = [
        Etape(cle=f"e{rang}", libelle="É", jour=j, canal=Canal.COURRIER, modele="relance", delai=draw(delais))
        for rang, j in enumerate(jours)
    ]
    mise = Etape(cle="mise-en-demeure", libelle="M", jour=0, canal=Canal.COURRIER, modele="m", delai=draw(delais))
    return Scenario(nom="x", libelle="", origine=Origine.MISE_EN_DEMEURE, etapes=(mise, *suite))


@settings(derandomize=True, deadline=None, max_examples=100)
@given(scenario=scenarios(), debut=ORIGINES, absences=st.sets(st.integers(0, 150), max_size=100))
def test_jamais_deux_envois_le_meme_jour_ni_d_etape_sautee(
    scenario: Scenario, debut: dt.date, absences: set[int]
) -> None:
    """Quels que soient le scénario et les jours où personne ne passe."""
    jours = [debut + dt.timedelta(days=n) for n in range(250) if n not in absences]
    creance = facture(debut - dt.timedelta(days=20))
    departs = list(passer(debut, [creance], scenario, jours, Mode.AGENCE))
    assert len({depart.date for depart in departs}) == len(departs), "une seule lettre par jour"
    assert [depart.etape for depart in departs] == [etape.cle for etape in scenario.etapes]
    for avant, apres in pairwise(departs):
        assert avant.delai_le is None or apres.date > avant.delai_le, "le délai imprimé est respecté"
