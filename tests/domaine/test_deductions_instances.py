"""Ce que les actes d'une instance valent ensemble : un titre, sa signification, une prescription interrompue ou non."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from recouvre.domaine.deductions import demandes_en_justice, titres_des_instances
from recouvre.domaine.faits_d_instance import Acte, ActeDInstance, Instance, tours
from recouvre.domaine.faits_de_droit import (
    CausePrescription,
    InteretsDuTitre,
    PrescriptionReprise,
    PrescriptionTouchee,
    TitreObtenu,
    TitreSignifie,
)

IP, PC, AU_FOND, REFERE = Instance.INJONCTION, Instance.PETITES_CREANCES, Instance.ASSIGNATION, Instance.REFERE
JUSTICE, L125 = CausePrescription.DEMANDE_EN_JUSTICE, CausePrescription.PROCEDURE_L125


def le(jour: int) -> dt.date:
    """Le n-ième jour de 2026."""
    return dt.date(2026, 1, 1) + dt.timedelta(days=jour)


def acte(jour: int, quoi: Acte, instance: Instance = IP, **champs: object) -> ActeDInstance:
    return ActeDInstance(date=le(jour), instance=instance, acte=quoi, **champs)  # type: ignore[arg-type]


REQUETE = (acte(1, Acte.OUVERTURE), acte(5, Acte.ORDONNANCE, reference="26/1"))
SIGNIFIEE = (*REQUETE, acte(9, Acte.SIGNIFICATION, executoire_le=le(70), a_personne=True))


def test_une_ordonnance_ne_compte_qu_une_fois_signifiee_a_sa_propre_date() -> None:
    assert list(titres_des_instances(REQUETE)) == []
    assert list(demandes_en_justice(REQUETE)) == []
    assert list(titres_des_instances(SIGNIFIEE)) == [
        TitreObtenu(date=le(5), nature="injonction-de-payer", reference="26/1"),
        TitreSignifie(date=le(9), executoire_le=le(70), a_personne=True),
    ]
    assert list(demandes_en_justice(SIGNIFIEE)) == [], "le titre dit son propre délai"


def test_signifiee_trop_tard_elle_n_est_ni_titre_ni_interruption() -> None:
    tard = (*REQUETE, acte(200, Acte.SIGNIFICATION, sans_effet=True))
    assert list(titres_des_instances(tard)) == list(demandes_en_justice(tard)) == []


def test_une_seconde_requete_ne_donne_pas_son_titre_a_la_premiere() -> None:
    """La signification de la seconde ordonnance n'est pas celle de la première, non avenue."""
    neuve = (
        acte(210, Acte.OUVERTURE), acte(220, Acte.ORDONNANCE), acte(230, Acte.SIGNIFICATION, executoire_le=le(290)),
    )  # fmt: skip
    actes = (*REQUETE, acte(200, Acte.SIGNIFICATION, sans_effet=True), *neuve)
    titres = list(titres_des_instances(actes))
    assert [titre.date for titre in titres] == [le(220), le(230)]


def test_l_opposition_defait_le_titre_et_l_instance_interrompt_depuis_la_signification() -> None:
    opposee = (*SIGNIFIEE, acte(30, Acte.OPPOSITION))
    assert list(titres_des_instances(opposee)) == []
    assert list(demandes_en_justice(opposee)) == [PrescriptionTouchee(date=le(9), cause=JUSTICE)]
    jugee = (*opposee, acte(90, Acte.JUGEMENT, reference="26/2", interets=InteretsDuTitre.CONTRAT))
    assert list(titres_des_instances(jugee)) == [
        TitreObtenu(date=le(90), nature="jugement", reference="26/2", interets=InteretsDuTitre.CONTRAT)
    ]
    assert list(demandes_en_justice(jugee))[-1] == PrescriptionReprise(date=le(90), cause=JUSTICE)
    signifie = (*jugee, acte(100, Acte.SIGNIFICATION))
    assert list(titres_des_instances(signifie))[-1] == TitreSignifie(date=le(100))


def test_un_desistement_apres_opposition_rend_l_interruption_non_avenue() -> None:
    eteinte = (*SIGNIFIEE, acte(30, Acte.OPPOSITION), acte(60, Acte.DESISTEMENT))
    assert list(titres_des_instances(eteinte)) == []
    assert list(demandes_en_justice(eteinte))[-1] == PrescriptionReprise(date=le(60), cause=JUSTICE, non_avenue=True)


def test_un_second_acte_remis_a_personne_ne_change_pas_le_jour_ou_l_ordonnance_s_execute() -> None:
    deux = (
        *REQUETE, acte(9, Acte.SIGNIFICATION, executoire_le=le(70)), acte(40, Acte.SIGNIFICATION, a_personne=True),
    )  # fmt: skip
    assert list(titres_des_instances(deux))[1] == TitreSignifie(date=le(9), executoire_le=le(70), a_personne=True)
    opposee = (*deux, acte(50, Acte.OPPOSITION))
    assert list(demandes_en_justice(opposee)) == [PrescriptionTouchee(date=le(9), cause=JUSTICE)]


def test_une_assignation_interrompt_des_sa_delivrance_au_fond_comme_en_refere() -> None:
    for instance, nature in ((AU_FOND, "jugement"), (REFERE, "refere")):
        actes = (acte(1, Acte.OUVERTURE, instance), acte(90, Acte.JUGEMENT, instance))
        assert [fait.date for fait in demandes_en_justice(actes)] == [le(1), le(90)]
        assert list(titres_des_instances(actes)) == [TitreObtenu(date=le(90), nature=nature)]
    rejetee = (acte(1, Acte.OUVERTURE, AU_FOND), acte(90, Acte.REJET, AU_FOND))
    assert list(demandes_en_justice(rejetee))[-1] == PrescriptionReprise(date=le(90), cause=JUSTICE, non_avenue=True)


def test_les_petites_creances_suspendent_de_l_accord_a_sa_fin_quelle_qu_elle_soit() -> None:
    ouverte = (acte(1, Acte.OUVERTURE, PC),)
    assert list(demandes_en_justice((*ouverte, acte(20, Acte.REFUS, PC)))) == [], "sans accord, rien ne s'arrête"
    accord = (*ouverte, acte(20, Acte.ACCORD, PC))
    assert list(demandes_en_justice(accord)) == [PrescriptionTouchee(date=le(20), cause=L125)]
    for fin in (Acte.TITRE, Acte.REFUS, Acte.DESISTEMENT):
        finie = list(demandes_en_justice((*accord, acte(40, fin, PC))))
        assert finie[-1] == PrescriptionReprise(date=le(40), cause=L125), fin
    [titre] = titres_des_instances((*accord, acte(40, Acte.TITRE, PC)))
    assert titre == TitreObtenu(date=le(40), nature="petites-creances", decision=False)


ACTES = st.builds(
    ActeDInstance,
    date=st.integers(0, 40).map(le),
    instance=st.sampled_from(Instance),
    acte=st.sampled_from(Acte),
    sans_effet=st.booleans(),
    a_personne=st.booleans(),
)


@settings(derandomize=True, database=None, deadline=None, max_examples=200)
@given(st.data(), st.lists(ACTES, max_size=12))
def test_l_ordre_de_saisie_ne_change_rien_et_un_tour_ne_donne_qu_un_titre(
    donnees: st.DataObject, actes: list[ActeDInstance]
) -> None:
    uniques = list({(a.date, a.instance, a.acte): a for a in actes}.values())
    meles = donnees.draw(st.permutations(uniques))
    assert list(titres_des_instances(uniques)) == list(titres_des_instances(meles))
    assert list(demandes_en_justice(uniques)) == list(demandes_en_justice(meles))
    titres = [fait for fait in titres_des_instances(uniques) if isinstance(fait, TitreObtenu)]
    assert len(titres) <= sum(len(tours(uniques, instance)) for instance in Instance)
    touchees = [fait for fait in demandes_en_justice(uniques) if isinstance(fait, PrescriptionTouchee)]
    reprises = [fait for fait in demandes_en_justice(uniques) if isinstance(fait, PrescriptionReprise)]
    assert len(reprises) <= len(touchees)
