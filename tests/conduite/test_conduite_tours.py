"""Ce qui compte encore de ce qui est parti, après un retour et une nouvelle adresse ; les étapes sautées."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest
from essai_conduite import AGENCE, INTERNE, demarches, dossier, dus, envoi, etapes, facture
from hypothesis import given, settings
from hypothesis import strategies as st

from recouvre.conduite.demarches import Genre
from recouvre.conduite.retours import ENQUETE, adresse_invalide, presentation_deduite
from recouvre.conduite.scenarios import RESERVEES, Scenario, construire
from recouvre.conduite.tours import accomplies, mise_en_demeure, parties, reprise_le, tour, valables
from recouvre.domaine.evenements import ContactNote, Evenement, RelanceEnvoyee
from recouvre.domaine.faits_d_envoi import CoordonneesChangees, EtapeSautee, PliSuivi, SuiteDuPli
from recouvre.domaine.profil import Mode
from recouvre.droit.delais import est_ouvre

ECHEANCE = dt.date(2026, 3, 31)
OUVERT_LE = dt.date(2026, 5, 4)


def jour(texte: str) -> dt.date:
    return dt.date.fromisoformat(f"2026-{texte}")


def parti(cle: str, le: str, numero: int = 1, scenario: Scenario = AGENCE, rang: int = 1) -> RelanceEnvoyee:
    etape = scenario.etape(cle)
    assert etape is not None
    return replace(envoi(etape, jour(le)), reference=f"D-1-{numero}", tour=rang)


def revenu(numero: int, le: str, suite: SuiteDuPli = SuiteDuPli.NPAI) -> PliSuivi:
    return PliSuivi(date=jour(le), reference=f"D-1-{numero}", suite=suite)


def change(le: str, champs: str = "adresse") -> CoordonneesChangees:
    return CoordonneesChangees(date=jour(le), champs=champs)


MISE = parti("mise-en-demeure", "05-04")
REVENUE = revenu(1, "05-12")
F = facture(ECHEANCE)


def test_sans_retour_tout_compte() -> None:
    tenu = dossier(OUVERT_LE, F, MISE, change("05-06"))
    assert valables(tenu) == (MISE,) and mise_en_demeure(tenu) == MISE
    assert reprise_le(tenu, "mise-en-demeure") is None
    assert (tour(tenu, "mise-en-demeure"), tour(tenu, "relance-1")) == (1, 1)


def test_tant_que_l_adresse_est_hors_service_rien_n_est_a_refaire_et_l_origine_reste() -> None:
    tenu = dossier(OUVERT_LE, F, MISE, REVENUE, change("05-20", "courriel telephone"))
    assert valables(tenu) == (MISE,)
    assert etapes(tenu, AGENCE) == {
        "relance-1": jour("05-15"), "relance-2": jour("05-22"), "appels": jour("05-26"), "visite": jour("05-26"),
        "avis-avant-poursuites": jour("06-04"),
    }  # fmt: skip
    prevues = {d.cle: d for d in demarches(tenu, AGENCE)}
    assert prevues[ENQUETE].le == jour("05-12") and ENQUETE in RESERVEES
    for cle, attend in (("relance-1", True), ("visite", True), ("appels", False)):
        assert bool(prevues[cle].attente) is attend and not prevues[cle].suite


def test_ce_qui_est_parti_depasse_ses_taches_meme_revenu_sauf_a_la_suite_d_une_mise_en_demeure_perdue() -> None:
    relance = parti("relance-1", "05-15", 2)
    tenu = dossier(OUVERT_LE, F, MISE, relance, revenu(2, "05-20"), change("05-25"))
    assert parties(tenu) == {"mise-en-demeure", "relance-1"}
    tout = dossier(OUVERT_LE, F, MISE, relance, REVENUE, change("05-25"))
    assert parties(tout) == {"mise-en-demeure"}, "la suite est à refaire, appels compris ; ce qui la précédait, non"


@pytest.mark.parametrize("suite", [s for s in SuiteDuPli if s is not SuiteDuPli.NPAI])
def test_une_autre_nouvelle_ne_condamne_rien(suite: SuiteDuPli) -> None:
    tenu = dossier(OUVERT_LE, F, MISE, revenu(1, "05-12", suite), change("05-29"))
    assert valables(tenu) == (MISE,) and not adresse_invalide(tenu)
    assert etapes(tenu, AGENCE)["relance-1"] == jour("05-15")


def test_l_adresse_changee_le_scenario_repart_de_la_mise_en_demeure() -> None:
    par_courriel = replace(parti("relance-1", "05-15", 2), canal="courriel")
    appel = ContactNote(date=jour("05-27"), canal="appel", etape="appels")
    tenu = dossier(OUVERT_LE, F, MISE, REVENUE, par_courriel, appel, change("05-29"))
    assert valables(tenu) == () and mise_en_demeure(tenu) is None and accomplies(tenu) == {}
    assert etapes(tenu, AGENCE) == {"mise-en-demeure": jour("06-01")}, "le vendredi saisi, le lundi repartie"
    assert ENQUETE not in {d.cle for d in demarches(tenu, AGENCE)}
    refaite = parti("mise-en-demeure", "06-01", 3, rang=2)
    tenu = dossier(OUVERT_LE, F, MISE, REVENUE, par_courriel, appel, change("05-29"), refaite)
    assert tenu.depart("mise-en-demeure") == refaite == mise_en_demeure(tenu)
    assert valables(tenu) == (refaite,)
    assert (tour(tenu, "mise-en-demeure"), tour(tenu, "relance-1")) == (2, 2)
    assert etapes(tenu, AGENCE) == {
        "relance-1": jour("06-12"), "relance-2": jour("06-19"), "appels": jour("06-23"), "visite": jour("06-23"),
        "avis-avant-poursuites": jour("07-02"),
    }  # fmt: skip


def test_un_appel_du_jour_de_la_nouvelle_lettre_ne_la_suit_pas() -> None:
    faits = (MISE, REVENUE, change("05-29"), parti("mise-en-demeure", "06-01", 2, rang=2))
    appel = ContactNote(date=jour("06-01"), canal="appel", etape="appels")
    assert "appels" in etapes(dossier(OUVERT_LE, F, *faits, appel), AGENCE)
    assert "appels" not in etapes(dossier(OUVERT_LE, F, *faits, replace(appel, date=jour("06-24"))), AGENCE)


def test_l_adresse_changee_avant_le_retour_suffit() -> None:
    tenu = dossier(OUVERT_LE, F, MISE, change("05-07"), revenu(1, "05-20"))
    assert not adresse_invalide(tenu)
    assert etapes(tenu, AGENCE) == {"mise-en-demeure": jour("05-21")}, "le lendemain du retour"


def test_un_envoi_du_jour_du_changement_l_a_suivi() -> None:
    tenu = dossier(OUVERT_LE, F, change("05-04"), MISE, REVENUE)
    assert adresse_invalide(tenu) == "adresse invalide : le pli D-1-1 est revenu (inconnu à l'adresse)"
    assert valables(tenu) == (MISE,) and reprise_le(tenu, "mise-en-demeure") is None


def test_une_relance_revenue_est_seulement_a_refaire() -> None:
    faits = (MISE, parti("relance-1", "05-15", 2), revenu(2, "05-20"), change("05-26"))
    tenu = dossier(OUVERT_LE, F, *faits)
    assert valables(tenu) == (MISE,) and tour(tenu, "relance-1") == 2
    assert etapes(tenu, AGENCE)["relance-1"] == jour("05-27")
    assert [d.cle for d in dus(demarches(tenu, AGENCE), jour("05-27"))] == ["relance-1"]
    suivante = parti("relance-2", "05-22", 3)
    assert "relance-1" not in etapes(dossier(OUVERT_LE, F, *faits, suivante), AGENCE), "une plus ferme l'a atteint"
    toutes = dossier(OUVERT_LE, F, *faits, suivante, revenu(3, "05-28"))
    assert {"relance-1", "relance-2"} < etapes(toutes, AGENCE).keys()
    assert [d.cle for d in dus(demarches(toutes, AGENCE), jour("05-29"))] == ["relance-1"], "l'une après l'autre"


def test_interne_une_mise_en_demeure_revenue_ne_defait_pas_ce_qui_la_precedait() -> None:
    brut = {
        "nom": "x", "origine": "echeance",
        "etapes": [
            {"cle": "relance-1", "libelle": "R", "jour": 4, "canal": "courriel", "modele": "relance", "delai": 8},
            {"cle": "mise-en-demeure", "libelle": "M", "jour": 34, "canal": "courrier", "modele": "m", "delai": 7},
            {"cle": "dernier-avis", "libelle": "A", "jour": 44, "canal": "courrier", "modele": "m"},
        ],
    }  # fmt: skip
    suivi = construire(brut, "x")
    premiere = parti("relance-1", "04-07", 1, suivi)
    faits = [premiere, parti("mise-en-demeure", "05-04", 2, suivi), revenu(2, "05-12"), change("05-29")]
    tenu = dossier(jour("03-02"), F, *faits)
    assert valables(tenu) == (premiere,)
    assert etapes(tenu, suivi, Mode.INTERNE) == {"mise-en-demeure": jour("06-01"), "dernier-avis": jour("05-15")}
    assert [d.cle for d in dus(demarches(tenu, suivi, Mode.INTERNE), jour("06-01"))] == ["mise-en-demeure"]
    faits.append(parti("mise-en-demeure", "06-01", 3, suivi, 2))
    tenu = dossier(jour("03-02"), F, *faits)
    assert etapes(tenu, suivi, Mode.INTERNE) == {"dernier-avis": jour("06-11")}, "l'intervalle prévu est gardé"


def test_une_etape_sautee_ne_bloque_rien_et_garde_son_tour() -> None:
    sautee = EtapeSautee(date=jour("05-15"), etape="relance-1", tour=1, motif="aucun canal")
    tenu = dossier(OUVERT_LE, F, MISE, sautee)
    assert tour(tenu, "relance-1") == 1
    restantes = etapes(tenu, AGENCE)
    assert "relance-1" not in restantes and restantes["relance-2"] == jour("05-22")
    assert [d.cle for d in dus(demarches(tenu, AGENCE), jour("05-22"))] == ["relance-2"]
    refaite = parti("mise-en-demeure", "06-01", 2, rang=2)
    tenu = dossier(OUVERT_LE, F, MISE, sautee, REVENUE, change("05-29"), refaite)
    assert etapes(tenu, AGENCE)["relance-1"] == jour("06-12"), "sautée avant la nouvelle lettre : à tenter de nouveau"


def test_une_etape_sautee_n_est_pas_de_l_interne_seulement() -> None:
    sautee = EtapeSautee(date=jour("04-07"), etape="relance-1", tour=1, motif="aucun canal")
    restantes = etapes(dossier(jour("03-02"), F, sautee), INTERNE, Mode.INTERNE)
    assert "relance-1" not in restantes and restantes["relance-2"] == jour("04-14")


def test_la_presentation_se_deduit_de_la_premiere_nouvelle() -> None:
    nouvelles = (revenu(1, "05-05", SuiteDuPli.DEPOSE), revenu(1, "05-22", SuiteDuPli.NON_RECLAME))
    assert presentation_deduite(dossier(OUVERT_LE, F, MISE, nouvelles[0]), "D-1-1") is None
    assert presentation_deduite(dossier(OUVERT_LE, F, MISE, *nouvelles), "D-1-1") == jour("05-22")
    avisee = revenu(1, "05-06", SuiteDuPli.PRESENTE)
    assert presentation_deduite(dossier(OUVERT_LE, F, MISE, *nouvelles, avisee), "D-1-1") == jour("05-06")
    assert presentation_deduite(dossier(OUVERT_LE, F, MISE, avisee, REVENUE), "D-1-1") is None
    assert presentation_deduite(dossier(OUVERT_LE, F, MISE, avisee), "D-1-2") is None


@settings(derandomize=True, deadline=None, max_examples=40)
@given(
    debut=st.dates(dt.date(2026, 1, 5), dt.date(2027, 1, 5)),
    retours=st.sets(st.integers(0, 7), max_size=4),
    attente=st.integers(1, 9),
    recherche=st.integers(0, 15),
)
def test_quoi_qu_il_revienne_chaque_etape_finit_par_atteindre_le_debiteur_a_son_intervalle(
    debut: dt.date, retours: set[int], attente: int, recherche: int
) -> None:
    """Chaque jour, un passage ; les départs tirés reviennent ``attente`` jours après, l'adresse se trouve ensuite."""
    connus: list[Evenement] = [facture(debut - dt.timedelta(days=20))]
    departs: list[RelanceEnvoyee] = []
    agenda: dict[dt.date, list[Evenement]] = {}
    for n in range(300):
        le = debut + dt.timedelta(days=n)
        connus += agenda.pop(le, [])
        tenu = dossier(debut, *connus)
        prevues = [d for d in dus(demarches(tenu, AGENCE), le) if not d.attente]
        if not prevues or not est_ouvre(le):
            continue
        etape = AGENCE.etape(prevues[0].cle)
        assert etape is not None and etape.cle not in accomplies(tenu)
        numero = len(departs) + 1
        depart = replace(envoi(etape, le), reference=f"D-1-{numero}", tour=tour(tenu, etape.cle))
        departs.append(depart)
        connus.append(depart)
        if len(departs) - 1 in retours:
            retour = le + dt.timedelta(days=attente)
            npai = PliSuivi(date=retour, reference=depart.reference, suite=SuiteDuPli.NPAI)
            trouvee = retour + dt.timedelta(days=recherche)
            agenda.setdefault(retour, []).append(npai)
            agenda.setdefault(trouvee, []).append(CoordonneesChangees(date=trouvee, champs="adresse"))
    tenu = dossier(debut, *connus)
    assert len({(d.etape, d.tour) for d in departs}) == len(departs), "la clé unique du départ"
    assert len({d.date for d in departs}) == len(departs), "une seule lettre par jour"
    comptent = valables(tenu)
    assert not any(tenu.revenu(envoye) for envoye in comptent)
    sortantes = [etape.cle for etape in AGENCE.etapes if etape.sortante]
    assert comptent[-1].etape == sortantes[-1] and comptent[0].etape == sortantes[0], "on va jusqu'au bout"
    rangs = [sortantes.index(envoye.etape) for envoye in comptent]
    assert rangs == sorted(rangs), "dans l'ordre du scénario"
    for avant, apres in pairwise(comptent):
        assert avant.delai_le is None or apres.date > avant.delai_le, "le délai imprimé est respecté"
    assert not [d for d in demarches(tenu, AGENCE) if d.genre is Genre.ENVOI], "il ne reste rien à envoyer"
