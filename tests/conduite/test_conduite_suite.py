"""Aucun dossier ouvert sans suite : ce qui en est une, la décision de secours, le point des dossiers à l'arrêt."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from essai_conduite import AGENCE, INTERNE, demarches, dossier, du_au, envoi, facture, passer
from hypothesis import given
from hypothesis import strategies as st

from recouvre.conduite.demarches import Demarche, Genre
from recouvre.conduite.suite import est_une_suite, sans_suite
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import ContactNote, DossierClos, EncaissementRecu, Evenement
from recouvre.domaine.faits_d_envoi import PliSuivi, SuiteDuPli
from recouvre.domaine.faits_de_droit import ArretDeDroit, ArretLeve, CauseArret
from recouvre.domaine.faits_de_suivi import (
    LitigeClos,
    LitigeOuvert,
    NatureSignal,
    PromesseFaite,
    Signalement,
    SignalLeve,
)
from recouvre.domaine.profil import Mode
from recouvre.droit.delais import est_ouvre

OUVERT_LE = dt.date(2026, 3, 2)
DUE = facture(dt.date(2026, 1, 31))


def parti(*faits: Evenement) -> Dossier:
    """Un dossier dont tout le scénario d'agence est parti, à l'heure ; et ces faits."""
    jours = du_au(dt.date(2026, 3, 3), dt.date(2026, 5, 31))
    departs = list(passer(OUVERT_LE, [DUE], AGENCE, jours, Mode.AGENCE))
    assert departs[-1].etape == "avis-avant-poursuites" and departs[-1].date == dt.date(2026, 4, 3)
    return dossier(OUVERT_LE, DUE, *departs, *faits)


def suites(tenu: Dossier) -> list[Demarche]:
    """Ce qui, de ce dossier, lui donne une suite."""
    return [d for d in demarches(tenu, AGENCE) if est_une_suite(d)]


def secours(tenu: Dossier) -> tuple[str, dt.date]:
    """La clé et la date de la seule suite."""
    (seule,) = suites(tenu)
    return seule.cle, seule.le


def test_une_demarche_qui_attend_perime_ou_ne_fait_que_veiller_n_est_pas_une_suite() -> None:
    base = Demarche(le=OUVERT_LE, genre=Genre.APPEL, cle="appels", libelle="Appeler")
    assert est_une_suite(base) and not sans_suite([base])
    for autre in (
        replace(base, suite=True),
        replace(base, attente="litige"),
        replace(base, jusqu_au=OUVERT_LE),
        replace(base, genre=Genre.PRESCRIPTION),
        replace(base, genre=Genre.QUITTANCE),
        replace(base, genre=Genre.REVERSEMENT),
        replace(base, genre=Genre.TACHE, cle="presentation"),
        replace(base, genre=Genre.TACHE, cle="hors-lettre:F-2"),
    ):
        assert sans_suite([autre]), autre
    assert sans_suite([]) and not sans_suite([replace(base, suite=True), base])


def test_scenario_termine_une_personne_decide_apres_le_delai_de_la_derniere_lettre() -> None:
    (seule,) = suites(parti())
    assert (seule.cle, seule.genre, seule.le) == ("suite", Genre.DECISION, dt.date(2026, 4, 13))
    assert seule.commande == "recouvre voies D-1"
    assert seule.libelle.startswith("Amiable terminé, décider de la suite ; pour une procédure, il manque : ")


def test_une_chose_faite_depuis_la_deplace_au_jour_ouvre_suivant() -> None:
    joint = ContactNote(date=dt.date(2026, 4, 17), canal="appel", texte="ne paiera pas")
    assert secours(parti(joint)) == ("suite", dt.date(2026, 4, 20)), "un vendredi : lundi"


def test_une_decision_notee_laisse_trente_jours() -> None:
    decide = ContactNote(date=dt.date(2026, 4, 14), canal="decision", texte="attendre mai", etape="suite")
    assert secours(parti(decide)) == ("suite", dt.date(2026, 5, 15)), "le 14 mai est l'Ascension"
    paye = EncaissementRecu(date=dt.date(2026, 4, 20), montant=100_00)
    assert secours(parti(decide, paye))[1] == dt.date(2026, 5, 15), "un fait de plus n'abrège pas la réflexion"
    tard = EncaissementRecu(date=dt.date(2026, 6, 10), montant=100_00)
    assert secours(parti(decide, tard))[1] == dt.date(2026, 6, 11)


@pytest.mark.parametrize(
    ("arret", "leve"),
    [
        (
            ArretDeDroit(date=dt.date(2026, 4, 20), cause=CauseArret.PROCEDURE),
            ArretLeve(date=dt.date(2026, 9, 1), cause=CauseArret.PROCEDURE),
        ),
        (
            ArretDeDroit(date=dt.date(2026, 4, 20), cause=CauseArret.SURENDETTEMENT),
            ArretLeve(date=dt.date(2026, 9, 1), cause=CauseArret.SURENDETTEMENT),
        ),
    ],
)
def test_un_dossier_arrete_sans_terme_se_revoit_tous_les_six_mois(arret: Evenement, leve: Evenement) -> None:
    tenu = parti(arret)
    points = [d for d in suites(tenu) if d.cle == "point"]
    if points:  # une autre démarche du dossier peut en tenir lieu
        assert points[0].le == dt.date(2026, 10, 20)
        fait = ContactNote(date=dt.date(2026, 10, 21), canal="tache", etape="point")
        assert [d.le for d in suites(parti(arret, fait)) if d.cle == "point"] == [dt.date(2027, 4, 21)]
    assert not sans_suite(demarches(tenu, AGENCE))
    assert not [d for d in suites(tenu) if d.cle == "suite"], "on ne décide pas de poursuivre qui ne peut l'être"
    assert [d for d in suites(parti(arret, leve)) if d.cle == "suite"], "l'arrêt levé, on décide"


def test_un_signal_sans_terme_arrete_aussi_et_sa_levee_rend_la_decision() -> None:
    parti_loin = Signalement(date=dt.date(2026, 4, 20), nature=NatureSignal.ETRANGER)
    revenu = SignalLeve(date=dt.date(2026, 5, 4), nature=NatureSignal.ETRANGER)
    assert not sans_suite(demarches(parti(parti_loin), AGENCE))
    assert secours(parti(parti_loin, revenu)) == ("suite", dt.date(2026, 5, 5))


def test_un_delai_de_grace_repousse_la_decision_a_son_terme() -> None:
    grace = ArretDeDroit(date=dt.date(2026, 4, 8), cause=CauseArret.DELAI_DE_GRACE, jusqu_au=dt.date(2026, 10, 8))
    assert secours(parti(grace)) == ("suite", dt.date(2026, 10, 9))


def test_npai_et_litige_ont_leur_suite() -> None:
    litige = LitigeOuvert(date=dt.date(2026, 4, 20), motif="malfaçons")
    assert {d.genre for d in suites(parti(litige))} == {Genre.LITIGE}
    reference = parti().relances[-1].reference
    npai = PliSuivi(date=dt.date(2026, 4, 9), reference=reference, suite=SuiteDuPli.NPAI)
    assert "enquete-adresse" in {d.cle for d in suites(parti(npai))}


def test_clos_ou_solde_un_dossier_n_a_plus_besoin_de_suite() -> None:
    assert suites(parti(DossierClos(date=dt.date(2026, 5, 4), motif="abandon"))) == []
    assert suites(parti(EncaissementRecu(date=dt.date(2026, 4, 20), montant=2_000_00))) == []


def test_rappeler_le_jour_promis_jusqu_au_contact_suivant() -> None:
    def rappels(*faits: Evenement) -> list[tuple[dt.date, str]]:
        return [
            (d.le, d.commande) for d in demarches(dossier(OUVERT_LE, DUE, *faits), AGENCE) if d.genre is Genre.RAPPEL
        ]

    lundi, samedi = dt.date(2026, 3, 9), dt.date(2026, 3, 14)
    promis = ContactNote(date=lundi, canal="appel", texte="en réunion", rappeler_le=samedi)
    assert rappels(promis) == [(samedi, 'recouvre noter D-1 appel "compte rendu"')], "le jour promis, même un samedi"
    for suivant in ("appel", "courriel", "sms", "visite"):
        assert rappels(promis, ContactNote(date=dt.date(2026, 3, 11), canal=suivant)) == []
    assert rappels(promis, ContactNote(date=dt.date(2026, 3, 11), canal="tache")), "une tâche n'est pas un contact"
    assert rappels(promis, ContactNote(date=lundi, canal="courriel", texte="avant")), "le même jour : sans ordre"
    ce_soir = ContactNote(date=lundi, canal="appel", echec=True, rappeler_le=lundi)
    assert rappels(ce_soir, ContactNote(date=lundi, canal="appel", texte="joint")) == []
    tenu = ContactNote(date=lundi, canal="appel", etape="rappel:2026-03-09:2026-03-14")
    assert rappels(promis, tenu) == []
    deces = Signalement(date=dt.date(2026, 3, 12), nature=NatureSignal.DECES)
    assert rappels(promis, deces) == [], "on ne rappelle pas un mort"


_JOURS = st.dates(min_value=OUVERT_LE, max_value=dt.date(2026, 12, 31))
_FAITS = st.one_of(
    st.builds(lambda le: ContactNote(date=le, canal="appel"), _JOURS),
    st.builds(lambda le, n: ContactNote(date=le, canal="appel", echec=True, rappeler_le=le + n), _JOURS, st.timedeltas(
        min_value=dt.timedelta(0), max_value=dt.timedelta(20))),
    st.builds(lambda le: ContactNote(date=le, canal="decision"), _JOURS),
    st.builds(lambda le: LitigeOuvert(date=le, motif="m"), _JOURS),
    st.builds(lambda le, jour: LitigeClos(date=le, issue="i", du_jour=jour), _JOURS, st.booleans()),
    st.builds(lambda le, n: PromesseFaite(date=le, montant=50_00, pour_le=le + n), _JOURS, st.timedeltas(
        min_value=dt.timedelta(0), max_value=dt.timedelta(40))),
    st.builds(lambda le, m: EncaissementRecu(date=le, montant=m), _JOURS, st.integers(1, 500_00)),
    st.builds(lambda le, c: ArretDeDroit(date=le, cause=c), _JOURS, st.sampled_from(list(CauseArret))),
    st.builds(lambda le, c: ArretLeve(date=le, cause=c), _JOURS, st.sampled_from(list(CauseArret))),
    st.builds(lambda le, n: Signalement(date=le, nature=n), _JOURS, st.sampled_from(list(NatureSignal))),
    st.builds(lambda le, n: SignalLeve(date=le, nature=n), _JOURS, st.sampled_from(list(NatureSignal))),
    st.builds(lambda le, e: envoi(AGENCE.etapes[e], le), _JOURS, st.integers(0, len(AGENCE.etapes) - 1)),
)  # fmt: skip


@given(st.lists(_FAITS, max_size=8), st.sampled_from([(AGENCE, Mode.AGENCE), (INTERNE, Mode.INTERNE)]))
def test_jamais_un_dossier_ouvert_sans_suite(faits: list[Evenement], conduite: tuple[object, Mode]) -> None:
    scenario, mode = conduite
    tenu = dossier(OUVERT_LE, DUE, *faits)
    prevues = demarches(tenu, scenario, mode)  # type: ignore[arg-type]
    cles = [d.cle for d in prevues]
    assert len(cles) == len(set(cles)), "une clé n'est portée qu'une fois"
    ouvert = any(d.genre is Genre.PRESCRIPTION for d in prevues)
    if ouvert:
        assert not sans_suite(prevues)
    for demarche in prevues:
        if demarche.cle in ("suite", "point"):
            assert est_ouvre(demarche.le) and demarche.le > OUVERT_LE
