"""Le dossier est le pli de son journal : l'ordre de saisie ne compte pas, un fait annulé n'a jamais eu lieu."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recouvre.domaine.contrat import taux_fixe
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import (
    GENRES,
    AvoirAjoute,
    DossierClos,
    DossierOuvert,
    Ecrit,
    EncaissementRecu,
    Evenement,
    EvenementAnnule,
    FactureAjoutee,
    ScenarioChoisi,
)
from recouvre.domaine.faits_d_insolvabilite import ProcedureSuivie, SurendettementSuivi
from recouvre.domaine.faits_d_instance import ActeDInstance
from recouvre.domaine.faits_de_droit import CreanceQualifiee, FacturePrecisee
from recouvre.domaine.faits_de_gestion import DossierAffecte
from recouvre.domaine.faits_de_plan import PlanCaduc, PlanConclu
from recouvre.domaine.faits_de_suivi import PromesseFaite, Signalement
from recouvre.domaine.parties import Qualite
from recouvre.domaine.pli import plier, plier_neufs
from recouvre.domaine.refus import JournalAbime

from .fabrique import SAISI_LE, evenements_de, journal

REGLAGES = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=80,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
FAITS = tuple(genre for genre in GENRES if genre not in (DossierOuvert, EvenementAnnule))
DONNENT_A_DEDUIRE = (PlanConclu, PlanCaduc, Signalement, SurendettementSuivi, ProcedureSuivie, ActeDInstance)
REMPLACENT = (CreanceQualifiee, FacturePrecisee, ScenarioChoisi, PromesseFaite, DossierAffecte)
LE = dt.date(2026, 3, 2)
OUVERTURE = DossierOuvert(date=LE, creancier=1, debiteur=2, qualite=Qualite.PROFESSIONNEL)


def facture(numero: str = "F-1", *, montant: int = 100_00, echeance: dt.date = LE, taux: str = "") -> FactureAjoutee:
    return FactureAjoutee(
        date=LE, numero=numero, montant=montant, emise_le=LE, echeance=echeance, taux=taux_fixe(taux) if taux else None
    )


def _sans_remplacant(genres: list[type[Evenement]]) -> list[type[Evenement]]:
    """Une qualification, une précision remplacent la précédente : leur ordre de saisie compte, et il y en a une."""
    return [genre for i, genre in enumerate(genres) if genre not in REMPLACENT or genre not in genres[:i]]


@st.composite
def vies(tirer: st.DrawFn) -> list[Evenement]:
    """Une ouverture et quelques faits de tous les genres, serrés sur peu de dates."""
    dates = st.dates(dt.date(2026, 3, 1), dt.date(2026, 3, 4))
    faits: list[Evenement] = [tirer(evenements_de(DossierOuvert))]
    for genre in _sans_remplacant(tirer(st.lists(st.sampled_from(FAITS), max_size=7))):
        faits.append(replace(tirer(evenements_de(genre)), date=tirer(dates)))
    return faits


@REGLAGES
@given(vies(), st.randoms(use_true_random=False))
def test_l_ordre_de_saisie_ne_change_pas_le_dossier(faits: list[Evenement], hasard: Random) -> None:
    melanges = list(faits)
    hasard.shuffle(melanges)
    assert plier(journal(*melanges)) == plier(journal(*faits)) == plier_neufs(1, faits)


@REGLAGES
@given(vies(), st.data())
def test_un_fait_annule_n_a_jamais_eu_lieu(faits: list[Evenement], donnees: st.DataObject) -> None:
    if len(faits) == 1:
        return
    rang = donnees.draw(st.integers(2, len(faits)), label="rang annulé")
    annulation = EvenementAnnule(date=LE, rang=rang, motif="essai")
    sans = [fait for i, fait in enumerate(faits, start=1) if i != rang]
    assert plier(journal(*faits, annulation)) == plier(journal(*sans))


@REGLAGES
@given(vies(), st.data())
def test_annuler_puis_refaire_ne_change_rien(faits: list[Evenement], donnees: st.DataObject) -> None:
    rangs = donnees.draw(st.sets(st.integers(1, len(faits))), label="rangs annulés puis refaits")
    annulations = [EvenementAnnule(date=LE, rang=rang, motif="essai") for rang in sorted(rangs)]
    refaits = [faits[rang - 1] for rang in sorted(rangs)]
    assert plier(journal(*faits, *annulations, *refaits)) == plier(journal(*faits))


@REGLAGES
@given(vies(), st.data(), st.randoms(use_true_random=False))
def test_l_annulation_vaut_meme_lue_avant_le_fait(
    faits: list[Evenement], donnees: st.DataObject, hasard: Random
) -> None:
    """Deux postes peuvent rapprocher leurs journaux : le rang fait foi, pas la place dans la liste."""
    rang = donnees.draw(st.integers(1, len(faits)), label="rang annulé")
    ecrits = journal(*faits, EvenementAnnule(date=LE, rang=rang, motif="essai"))
    melanges = list(ecrits)
    hasard.shuffle(melanges)
    assert plier(melanges) == plier(ecrits)


@REGLAGES
@given(vies())
def test_chaque_fait_est_dans_sa_suite_classee_par_date(faits: list[Evenement]) -> None:
    """Ceux dont d'autres se déduisent, qui allongeraient leurs suites, ont leurs propres essais."""
    faits = [fait for fait in faits if not isinstance(fait, DONNENT_A_DEDUIRE)]
    dossier = plier_neufs(1, faits)
    suites = (
        dossier.avoirs, dossier.encaissements, dossier.mises_en_demeure, dossier.relances, dossier.documents,
        dossier.contacts, dossier.pieces, dossier.forcages, dossier.scenarios, dossier.restitutions,
        dossier.delais_interrompus, dossier.accessoires, dossier.titres, dossier.significations, dossier.arrets,
        dossier.levees, dossier.prescription_touchee, dossier.prescription_reprise, dossier.precisions, dossier.plis,
        dossier.remises_echouees, dossier.coordonnees, dossier.etapes_sautees, dossier.consentements,
        dossier.litiges, dossier.litiges_clos, dossier.promesses, dossier.plans_proposes, dossier.signaux_leves,
        dossier.autorisations, dossier.autorisations_retirees, dossier.remises, dossier.avis, dossier.affectations,
        dossier.campagnes,
    )  # fmt: skip
    for suite in suites:
        assert [fait.date for fait in suite] == sorted(fait.date for fait in suite)
    ranges = sum(len(suite) for suite in suites) + len(dossier.factures) + (dossier.qualification is not None)
    assert ranges == sum(not isinstance(fait, (DossierOuvert, DossierClos)) for fait in faits)
    assert [f.echeance for f in dossier.factures] == sorted(f.echeance for f in dossier.factures)


def test_les_factures_se_classent_par_echeance_puis_emission_puis_numero() -> None:
    tard, tot = facture("F-1", echeance=dt.date(2026, 5, 1)), facture("F-3", echeance=dt.date(2026, 4, 1))
    jumelle = facture("F-2", echeance=dt.date(2026, 4, 1))
    assert [f.numero for f in plier_neufs(1, [OUVERTURE, tard, tot, jumelle]).factures] == ["F-2", "F-3", "F-1"]


def test_annuler_l_ouverture_annule_le_dossier_sans_l_effacer() -> None:
    dossier = plier(journal(OUVERTURE, facture(), EvenementAnnule(date=LE, rang=1, motif="essai")))
    assert dossier.annule
    assert dossier.ouverture == OUVERTURE
    assert not plier(journal(OUVERTURE, facture())).annule


def test_la_cloture_est_la_derniere_qui_tient() -> None:
    clos = [DossierClos(date=dt.date(2026, 3, jour), motif=f"motif {jour}") for jour in (5, 4)]
    assert plier(journal(OUVERTURE, *clos)).cloture == clos[0]
    rouvert = plier(journal(OUVERTURE, *clos, EvenementAnnule(date=LE, rang=2, motif="essai")))
    assert rouvert.cloture == clos[1]
    deux = [EvenementAnnule(date=LE, rang=rang, motif="essai") for rang in (2, 3)]
    assert plier(journal(OUVERTURE, *clos, *deux)).cloture is None


def test_deux_faits_identiques_restent_deux_faits() -> None:
    recu = EncaissementRecu(date=LE, montant=50_00)
    assert plier(journal(OUVERTURE, recu, recu)).encaissements == (recu, recu)
    assert plier(journal(OUVERTURE, recu, recu, EvenementAnnule(date=LE, rang=2, motif="essai"))).encaissements == (
        recu,
    )


def test_un_journal_sans_ouverture_est_abime() -> None:
    with pytest.raises(JournalAbime, match="aucun fait ne l'ouvre"):
        plier(journal(facture()))


def test_la_derniere_qualification_saisie_remplace_les_autres_quelle_que_soit_sa_date() -> None:
    premiere = CreanceQualifiee(date=dt.date(2026, 5, 1), nature="b2b")
    seconde = CreanceQualifiee(date=dt.date(2026, 3, 1), nature="transport")
    assert plier(journal(OUVERTURE, premiere, seconde)).qualification == seconde
    defaite = EvenementAnnule(date=LE, rang=3, motif="essai")
    assert plier(journal(OUVERTURE, premiere, seconde, defaite)).qualification == premiere


def test_la_derniere_precision_d_une_facture_compte() -> None:
    precisions = [FacturePrecisee(date=LE, facture="F-1", retenue=retenue) for retenue in (500, 0)]
    dossier = plier(journal(OUVERTURE, facture(), facture("F-2"), *precisions))
    assert dossier.precision(facture()) == precisions[1]
    assert dossier.precision(facture("F-2")) is None


def test_le_taux_de_la_facture_prime_celui_de_la_qualification_puis_celui_de_l_ouverture() -> None:
    au_contrat = replace(OUVERTURE, taux=taux_fixe("9.5"))
    qualifiee = CreanceQualifiee(date=LE, taux=taux_fixe("11"))
    dossier = plier_neufs(1, [au_contrat, qualifiee, facture("A"), facture("B", taux="15")])
    assert [str(dossier.taux_de(f)) for f in dossier.factures] == ["11", "15"]


def test_le_taux_de_la_facture_prime_celui_du_dossier() -> None:
    au_contrat = DossierOuvert(date=LE, creancier=1, debiteur=2, qualite=Qualite.PROFESSIONNEL, taux=taux_fixe("9.5"))
    dossier = plier_neufs(1, [au_contrat, facture("A"), facture("B", taux="15"), facture("C", taux="0")])
    assert [str(dossier.taux_de(f)) for f in dossier.factures] == ["9.5", "15", "0"]
    assert plier_neufs(1, [OUVERTURE, facture()]).taux_de(facture()) is None


def test_le_dossier_se_nomme_et_retrouve_ses_factures() -> None:
    ecrits = [
        Ecrit(rang=9, dossier=12, evenement=e, saisi_le=SAISI_LE, auteur="essai", cle="")
        for e in (OUVERTURE, facture())
    ]
    dossier: Dossier = plier(ecrits)
    assert (dossier.numero, dossier.libelle, dossier.qualite) == (12, "D-12", Qualite.PROFESSIONNEL)
    assert dossier.facture("F-1") == facture()
    assert dossier.facture("absente") is None


def test_un_avoir_ne_compte_pas_comme_un_encaissement() -> None:
    dossier = plier_neufs(1, [OUVERTURE, facture(), AvoirAjoute(date=LE, numero="A-1", montant=10_00)])
    assert (len(dossier.avoirs), len(dossier.encaissements)) == (1, 0)
