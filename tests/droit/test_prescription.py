"""La prescription en propriétés : ce qui ne change rien, ce qui ne rapproche jamais, ce que l'ordre ne peut changer.

Les cas de droit, avec leur histoire, sont dans ``tests/cas/prescription``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import (
    ContactNote,
    DossierOuvert,
    EncaissementRecu,
    Evenement,
    FactureAjoutee,
    MiseEnDemeurePresentee,
    RelanceEnvoyee,
)
from recouvre.domaine.faits_de_droit import (
    ArretDeDroit,
    CauseArret,
    CausePrescription,
    CreanceQualifiee,
    FacturePrecisee,
    PrescriptionReprise,
    PrescriptionTouchee,
    TitreObtenu,
)
from recouvre.domaine.parties import Qualite
from recouvre.domaine.pli import plier_neufs
from recouvre.droit import prescription as module
from recouvre.droit.causes import REGLES, Effet
from recouvre.droit.prescription import INTERRUPTION, Creance, plus_proche, prescrire

from .cas_prescription import NATURES

PRO, CONSO = Qualite.PROFESSIONNEL, Qualite.CONSOMMATEUR
REGLAGES = settings(derandomize=True, deadline=None, max_examples=250)
JOURS = st.dates(dt.date(2015, 1, 1), dt.date(2032, 12, 31))
CODES = tuple(NATURES.codes)
CAUSES = st.sampled_from(CausePrescription)
DURABLES = tuple(cause for cause, regle in REGLES.items() if regle.effet in (Effet.INSTANCE, Effet.SUSPEND))


def facture(numero: str, echeance: dt.date) -> FactureAjoutee:
    emise = echeance - dt.timedelta(days=400)
    return FactureAjoutee(date=emise, numero=numero, montant=100_00, emise_le=emise, echeance=echeance)


def tenu(*faits: Evenement, qualite: Qualite = CONSO, nature: str = "") -> Dossier:
    """Un dossier dont la nature est dite, ou laissée aux qualités."""
    debut = dt.date(2014, 1, 1)
    ouverture = DossierOuvert(date=debut, creancier=1, debiteur=2, qualite=qualite)
    return plier_neufs(1, [ouverture, CreanceQualifiee(date=debut, nature=nature), *faits])


def date_de(dossier: Dossier, dues: list[str] | None = None) -> dt.date | None:
    """Le dernier jour utile du dossier, par la voie que prennent les projections."""
    proche = plus_proche(dossier, NATURES, dues)
    return proche.date if proche is not None else None


def seule(dossier: Dossier) -> Creance:
    (creance,) = prescrire(dossier, NATURES).creances
    return creance


F = facture("F-1", dt.date(2020, 3, 31))

paiements = st.builds(
    EncaissementRecu,
    date=JOURS,
    montant=st.integers(1, 50_00),
    facture=st.sampled_from(["", "F-1", "F-2"]),
    par_tiers=st.booleans(),
)
touchees = st.builds(
    lambda cause, date, duree, sur: PrescriptionTouchee(
        cause=cause,
        date=date,
        facture=sur,
        jusqu_au=date + dt.timedelta(days=duree) if duree is not None and cause in DURABLES else None,
    ),
    CAUSES,
    JOURS,
    st.none() | st.integers(0, 900),
    st.sampled_from(["", "F-1", "F-2"]),
)
reprises = st.builds(
    lambda cause, date, non_avenue: PrescriptionReprise(cause=cause, date=date, non_avenue=non_avenue),
    st.sampled_from(DURABLES),
    JOURS,
    st.booleans(),
)
notes = st.builds(ContactNote, date=JOURS, canal=st.sampled_from([INTERRUPTION, "appel"]))
titres = st.builds(TitreObtenu, date=JOURS, nature=st.sampled_from(["jugement", "injonction-de-payer", "conciliation"]))
inertes = st.one_of(
    st.builds(MiseEnDemeurePresentee, date=JOURS),
    st.builds(
        lambda date: RelanceEnvoyee(
            date=date, etape="r", tour=1, canal="c", modele="m", reference="D-1-1", fichier="f", empreinte="e", total=1
        ),
        JOURS,
    ),
    st.builds(ArretDeDroit, date=JOURS, cause=st.sampled_from(CauseArret)),
    st.builds(lambda date: EncaissementRecu(date=date, montant=10, par_tiers=True), JOURS),
    st.builds(lambda date: ContactNote(date=date, canal="appel", texte="rappelle"), JOURS),
)
vies = st.lists(st.one_of(paiements, touchees, touchees, reprises, notes, titres, inertes), max_size=9)
natures = st.sampled_from(["", *CODES])
qualites = st.sampled_from(Qualite)


@REGLAGES
@given(vies, st.lists(inertes, min_size=1, max_size=4), natures, qualites)
def test_un_fait_sans_effet_ne_change_rien(
    vie: list[Evenement], sans_effet: list[Evenement], nature: str, qualite: Qualite
) -> None:
    avec = tenu(F, *vie, *sans_effet, nature=nature, qualite=qualite)
    assert date_de(avec) == date_de(tenu(F, *vie, nature=nature, qualite=qualite))


@REGLAGES
@given(vies, JOURS, natures, st.sampled_from(CausePrescription), st.none() | st.integers(0, 900))
def test_un_fait_qui_interrompt_ou_suspend_ne_rapproche_jamais_la_date(
    vie: list[Evenement], le: dt.date, nature: str, cause: CausePrescription, duree: int | None
) -> None:
    """Un titre referme ce qui durait encore, et une renonciation ne vaut que sur une prescription acquise (2250).

    Un fait qui retarde l'acquisition peut donc les priver d'effet : on les laisse hors de ces vies-là.
    """
    sans_titre = [
        fait
        for fait in vie
        if not isinstance(fait, TitreObtenu | PrescriptionReprise)
        and getattr(fait, "cause", None) is not CausePrescription.RENONCIATION
    ]
    jusqu_au = le + dt.timedelta(days=duree) if duree is not None and cause in DURABLES else None
    de_plus = PrescriptionTouchee(date=le, cause=cause, jusqu_au=jusqu_au)
    avant, apres = tenu(F, *sans_titre, nature=nature), tenu(F, *sans_titre, de_plus, nature=nature)
    date_avant, date_apres = date_de(avant), date_de(apres)
    assert date_avant is not None and date_apres is not None
    assert date_apres >= date_avant


@REGLAGES
@given(vies, st.lists(paiements, min_size=1, max_size=4))
def test_une_forclusion_ignore_paiements_et_reconnaissances(vie: list[Evenement], payes: list[Evenement]) -> None:
    sans_titre = [fait for fait in vie if not isinstance(fait, TitreObtenu)]
    reconnu = PrescriptionTouchee(date=dt.date(2021, 1, 1), cause=CausePrescription.RECONNAISSANCE)
    nu, charge = (
        tenu(F, *sans_titre, nature="credit_conso"),
        tenu(F, *sans_titre, *payes, reconnu, nature="credit_conso"),
    )
    assert seule(charge).forclusion
    assert date_de(charge) == date_de(nu)


@REGLAGES
@given(
    st.lists(st.tuples(JOURS, st.none() | JOURS, natures), min_size=1, max_size=4), vies, natures, qualites, st.data()
)
def test_la_voie_rapide_est_la_voie_longue_et_le_dossier_est_le_minimum(
    echeances: list[tuple[dt.date, dt.date | None, str]],
    vie: list[Evenement],
    nature: str,
    qualite: Qualite,
    donnees: st.DataObject,
) -> None:
    factures = [facture(f"F-{rang}", echeance) for rang, (echeance, _, _) in enumerate(echeances, start=1)]
    precisions = [
        FacturePrecisee(date=dt.date(2020, 1, 1), facture=f"F-{rang}", executee_le=executee_le, nature=propre)
        for rang, (_, executee_le, propre) in enumerate(echeances, start=1)
        if executee_le or propre
    ]
    vecue = vie if donnees.draw(st.booleans()) else []
    dossier = tenu(*factures, *precisions, *vecue, nature=nature, qualite=qualite)
    dues = donnees.draw(st.none() | st.lists(st.sampled_from([f.numero for f in factures]), unique=True))
    calcul = prescrire(dossier, NATURES, dues)
    assert date_de(dossier, dues) == calcul.date
    assert calcul.date == min((creance.date for creance in calcul.creances), default=None)
    assert [creance.facture for creance in calcul.creances] == [
        f.numero for f in dossier.factures if dues is None or f.numero in dues
    ]
    proche, tete = plus_proche(dossier, NATURES, dues), calcul.tete
    assert (proche is None) is (tete is None)
    if proche is not None and tete is not None:
        assert proche.date == tete.date
        libres = [creance.date for creance in calcul.creances if creance.dure is None]
        assert proche.acquise_apres == min(libres, default=None)


@REGLAGES
@given(vies, natures, st.integers(0, 10**6))
def test_l_ordre_de_saisie_ne_change_rien(vie: list[Evenement], nature: str, graine: int) -> None:
    melange = list(vie)
    Random(graine).shuffle(melange)  # noqa: S311
    assert prescrire(tenu(F, *vie, nature=nature), NATURES) == prescrire(tenu(F, *melange, nature=nature), NATURES)


@REGLAGES
@given(vies, natures)
def test_l_histoire_est_par_date_et_finit_a_la_date(vie: list[Evenement], nature: str) -> None:
    creance = seule(tenu(F, *vie, nature=nature))
    assert [etape.le for etape in creance.histoire] == sorted(etape.le for etape in creance.histoire)
    assert all(etape.fait and etape.effet and etape.fondement for etape in creance.histoire)
    assert max(etape.date for etape in creance.histoire) == creance.date
    assert creance.date >= creance.origine
    assert creance.surete_le <= creance.date < creance.surete_le + dt.timedelta(days=5)


@REGLAGES
@given(
    st.lists(st.dates(dt.date(2000, 2, 1), dt.date(2035, 1, 1)), max_size=12), st.sampled_from(["", "b2b", "transport"])
)
def test_les_reconnaissances_ne_passent_pas_le_butoir(jours: list[dt.date], nature: str) -> None:
    """C. civ. 2232 : vingt ans depuis la naissance du droit."""
    ancienne = facture("F-1", dt.date(2000, 1, 31))
    vie = [PrescriptionTouchee(date=le, cause=CausePrescription.RECONNAISSANCE) for le in jours]
    assert seule(tenu(ancienne, *vie, nature=nature)).date <= dt.date(2020, 1, 31)


def test_rien_n_est_bati_quand_rien_n_est_arrive(monkeypatch: pytest.MonkeyPatch) -> None:
    """Une remise ouvre cent mille dossiers : leur date ne coûte qu'une addition."""

    def interdit(*_: object) -> None:
        raise AssertionError("une histoire a été bâtie")

    monkeypatch.setattr(module, "_derouler", interdit)
    assert date_de(tenu(F, MiseEnDemeurePresentee(date=dt.date(2021, 1, 1)))) == dt.date(2022, 3, 31)


def test_une_facture_soldee_est_ecartee() -> None:
    deux = tenu(F, facture("F-2", dt.date(2020, 6, 30)), qualite=PRO)
    assert str(date_de(deux, ["F-1", "F-2"])) == "2025-03-31"
    assert str(date_de(deux, ["F-2"])) == "2025-06-30"
    assert date_de(deux, []) is None
    assert prescrire(deux, NATURES, []).tete is None


def test_un_dossier_sans_facture_ne_se_prescrit_pas() -> None:
    assert date_de(tenu(qualite=PRO)) is None


def test_la_nature_d_une_facture_prime_celle_du_dossier() -> None:
    propre = FacturePrecisee(date=dt.date(2020, 1, 1), facture="F-1", nature="transport")
    assert seule(tenu(F, propre, nature="b2b")).nature.code == "transport"
    assert seule(tenu(F, replace(propre, nature=""), nature="b2b")).nature.code == "b2b"


def test_la_nature_du_titre_regit_ensuite_la_creance() -> None:
    creance = seule(tenu(F, TitreObtenu(date=dt.date(2021, 5, 4)), nature="credit_conso"))
    assert (creance.nature.code, creance.forclusion, str(creance.date)) == ("titre_executoire", False, "2031-05-04")


def test_le_titre_ferme_l_instance_qui_l_a_donne() -> None:
    demande = PrescriptionTouchee(date=dt.date(2021, 1, 4), cause=CausePrescription.DEMANDE_EN_JUSTICE)
    pendante = seule(tenu(F, demande))
    jugee = seule(tenu(F, demande, TitreObtenu(date=dt.date(2021, 9, 6))))
    assert any("la fin n'est pas notée" in reserve for reserve in pendante.reserves)
    assert not any("la fin n'est pas notée" in reserve for reserve in jugee.reserves)


@pytest.mark.parametrize(
    ("qualite", "particulier", "attendue"),
    [
        (PRO, False, "b2b"),
        (CONSO, False, "b2c_biens_services"),
        (Qualite.PUBLIC, False, "personne_publique"),
        (PRO, True, "entre_particuliers"),
        (CONSO, True, "entre_particuliers"),
        (Qualite.PUBLIC, True, "personne_publique"),
    ],
)
def test_la_nature_supposee_vient_des_qualites(qualite: Qualite, particulier: bool, attendue: str) -> None:
    ouverture = DossierOuvert(date=dt.date(2020, 1, 1), creancier=1, debiteur=2, qualite=qualite)
    dite = CreanceQualifiee(date=dt.date(2020, 1, 1), creancier_particulier=particulier)
    creance = seule(plier_neufs(1, [ouverture, dite, F]))
    assert creance.nature.code == attendue
    assert any("n'est pas dite" in reserve for reserve in creance.reserves)


def test_une_nature_dite_ne_laisse_plus_cette_reserve() -> None:
    assert not any("n'est pas dite" in reserve for reserve in seule(tenu(F, nature="b2b")).reserves)


def test_chaque_cause_a_sa_regle_et_son_texte() -> None:
    assert set(REGLES) == set(CausePrescription)
    assert all(regle.libelle and regle.fondement for regle in REGLES.values())


DEMANDE = PrescriptionTouchee(date=dt.date(2021, 1, 4), cause=CausePrescription.DEMANDE_EN_JUSTICE)
DECLARATION = replace(DEMANDE, cause=CausePrescription.DECLARATION_DE_CREANCE)
MEDIATION = replace(DEMANDE, cause=CausePrescription.MEDIATION)
PROCEDURE = ArretDeDroit(date=dt.date(2020, 12, 1), cause=CauseArret.PROCEDURE)
PAYE = EncaissementRecu(date=dt.date(2020, 9, 1), montant=10_00)
TITRE = TitreObtenu(date=dt.date(2021, 9, 6))


def test_apres_un_titre_plus_de_reserve_sur_le_delai_d_avant() -> None:
    """Ni la nature, ni la fin de la prestation, ni le réaménagement ne comptent plus : dix ans courent."""
    for vie in ([TITRE], [PAYE, TITRE], [DEMANDE, TITRE]):
        creance = seule(tenu(F, *vie, qualite=PRO))
        assert creance.titre and len(creance.reserves) == 1 and "dix ans" in creance.reserves[0], creance.reserves
    reamenage = replace(DEMANDE, cause=CausePrescription.REAMENAGEMENT)
    assert any("réaménagement" in r for r in seule(tenu(F, reamenage, nature="credit_conso")).reserves)
    assert not any("réaménagement" in r for r in seule(tenu(F, reamenage, TITRE, nature="credit_conso")).reserves)


@pytest.mark.parametrize("cause", [DEMANDE, DECLARATION])
def test_tant_que_l_instance_dure_rien_n_est_acquis(cause: PrescriptionTouchee) -> None:
    """C. civ. 2242 ; non avenue (2243), l'instance n'aurait rien interrompu : la date est celle d'avant elle."""
    creance = seule(tenu(F, cause, qualite=PRO))
    assert creance.dure is not None and creance.dure.cause is cause.cause
    assert (str(creance.date), str(creance.si_non_avenue)) == ("2026-01-04", "2025-03-31")
    assert not creance.acquise(dt.date(2040, 1, 1))
    finie = seule(tenu(F, replace(cause, jusqu_au=dt.date(2021, 6, 1)), qualite=PRO))
    assert (finie.dure, finie.si_non_avenue) == (None, None)
    assert finie.acquise(dt.date(2026, 6, 2)) and not finie.acquise(dt.date(2026, 6, 1))


def test_une_suspension_ne_cache_pas_l_instance_qui_dure() -> None:
    for vie in ([DEMANDE, MEDIATION], [MEDIATION, DEMANDE]):
        dure = seule(tenu(F, *vie, qualite=PRO)).dure
        assert dure is not None and dure.cause is CausePrescription.DEMANDE_EN_JUSTICE
    suspendue = seule(tenu(F, MEDIATION, qualite=PRO))
    assert suspendue.dure is not None and suspendue.si_non_avenue is None


def test_une_renonciation_vaut_meme_si_une_instance_ancienne_dure_encore() -> None:
    """Finie, elle laissait la prescription s'acquérir ; pendante, renoncer est reconnaître : le délai repart."""
    ancienne = replace(DEMANDE, date=dt.date(2015, 1, 1))
    renonce = PrescriptionTouchee(date=dt.date(2022, 4, 1), cause=CausePrescription.RENONCIATION)
    assert date_de(tenu(F, ancienne, renonce)) == date_de(tenu(F, renonce)) == dt.date(2024, 4, 1)


def test_une_procedure_ouverte_interdit_l_action() -> None:
    """C. com. L622-21 : les créances nées avant le jugement, jusqu'à sa fin."""
    assert seule(tenu(F, PROCEDURE, qualite=PRO)).interdite
    assert not seule(tenu(F, replace(PROCEDURE, jusqu_au=dt.date(2022, 1, 1)), qualite=PRO)).interdite
    assert not seule(tenu(F, replace(PROCEDURE, date=dt.date(2018, 1, 1)), qualite=PRO)).interdite
    assert not seule(tenu(F, replace(PROCEDURE, cause=CauseArret.PLAN), qualite=PRO)).interdite


@REGLAGES
@given(vies, natures, qualites)
def test_date_possible_n_est_dite_que_si_elle_differe(vie: list[Evenement], nature: str, qualite: Qualite) -> None:
    creance = seule(tenu(F, *vie, nature=nature, qualite=qualite))
    sans = seule(tenu(F, *(f for f in vie if not isinstance(f, EncaissementRecu)), nature=nature, qualite=qualite))
    dites = [reserve for reserve in creance.reserves if "Sans les paiements" in reserve]
    assert len(dites) == (creance.date != sans.date)
    assert all(f"{sans.date:%d/%m/%Y}" in dite for dite in dites)
    assert all(("entre professionnels" in dite) is (qualite is PRO) for dite in dites)


def test_un_paiement_efface_par_une_reconnaissance_ne_se_dit_plus() -> None:
    reconnu = replace(DEMANDE, cause=CausePrescription.RECONNAISSANCE)
    assert not any("Date possible" in reserve for reserve in seule(tenu(F, PAYE, reconnu, qualite=PRO)).reserves)


def test_l_acompte_entre_professionnels_n_est_dit_qu_a_eux() -> None:
    particulier = CreanceQualifiee(date=dt.date(2014, 1, 1), creancier_particulier=True)
    for dossier, dit in (
        (tenu(F, PAYE, qualite=PRO), True),
        (tenu(F, PAYE, qualite=CONSO), False),
        (tenu(F, PAYE, particulier, qualite=PRO), False),
    ):
        (reserve,) = [r for r in seule(dossier).reserves if "Date possible" in r]
        assert ("entre professionnels" in reserve) is dit


def test_aucune_phrase_obscure() -> None:
    """Ce qu'un non-juriste ne comprend pas du premier coup n'a pas sa place à l'écran."""
    court = replace(MEDIATION, date=dt.date(2022, 3, 15), jusqu_au=dt.date(2022, 8, 31))
    dit = " ".join(
        [phrase for vie in ([TITRE], [court]) for creance in [seule(tenu(F, *vie))]
         for phrase in (*creance.reserves, *(etape.effet for etape in creance.histoire))]
    )  # fmt: skip
    assert "l'est aussi" not in dit and "avec six mois" not in dit
    assert "au moins six mois restent à courir après le 31/08/2022" in dit
    assert "s'il n'est devenu exécutoire que plus tard, ils finissent plus tard d'autant" in dit


def test_un_courrier_parti_se_raconte_sans_rien_interrompre() -> None:
    parti = RelanceEnvoyee(
        date=dt.date(2021, 5, 4), etape="r", tour=1, canal="c", modele="m", reference="D-1-1", fichier="f",
        empreinte="e", total=1,
    )  # fmt: skip
    (_, etape) = seule(tenu(F, parti)).histoire
    assert (etape.le, etape.fait, etape.fondement) == (
        parti.date, "Courrier D-1-1 envoyé", "Cass. com., 18 mai 2022, n° 20-23.204",
    )  # fmt: skip
    assert etape.effet == "aucun effet : réclamer, même par lettre recommandée, n'arrête pas le délai"


def test_ce_que_l_on_a_ecrit_d_une_interruption_se_lit_dans_l_histoire() -> None:
    signe = PrescriptionTouchee(date=dt.date(2021, 5, 4), cause=CausePrescription.RECONNAISSANCE, texte="protocole")
    note = ContactNote(date=dt.date(2021, 6, 4), canal=INTERRUPTION, texte="lettre du 4 juin")
    muette = ContactNote(date=dt.date(2021, 7, 4), canal=INTERRUPTION)
    assert [etape.fait for etape in seule(tenu(F, signe, note, muette)).histoire[1:]] == [
        "Reconnaissance de la dette par le débiteur : protocole",
        "Interruption notée : lettre du 4 juin",
        "Interruption notée",
    ]


def test_deux_factures_au_meme_dernier_jour_se_departagent_par_leur_rang() -> None:
    """Sans évènement comme après un paiement, la nature dite est celle de la première."""
    juin = dt.date(2020, 6, 30)
    autres = [
        facture("A", dt.date(2018, 6, 30)),
        FacturePrecisee(date=juin, facture="A", nature="b2b"),
        facture("B", dt.date(2021, 6, 30)),
        FacturePrecisee(date=juin, facture="B", nature="b2c_biens_services"),
    ]
    sans_effet = EncaissementRecu(date=juin, montant=10, par_tiers=True)
    for dossier in (tenu(*autres), tenu(*autres, sans_effet)):
        proche = plus_proche(dossier, NATURES)
        assert proche is not None
        assert (proche.date, proche.nature.code) == (dt.date(2023, 6, 30), "b2b")


def test_l_echeance_de_surete_est_le_dernier_jour_ouvre_qui_ne_depasse_pas_la_date() -> None:
    """Le 31/03/2024 est le dimanche de Pâques, le 01/04/2024 un lundi férié : le vendredi 29 mars."""
    for echeance in (dt.date(2022, 3, 31), dt.date(2022, 4, 1), dt.date(2022, 3, 29)):
        assert seule(tenu(facture("S", echeance))).surete_le == dt.date(2024, 3, 29)


def test_un_dossier_ou_rien_n_est_du_n_a_pas_de_date() -> None:
    assert prescrire(tenu(F), NATURES, ()).date is None


@pytest.mark.parametrize(
    ("nature", "dix_ans"),
    [
        ("conciliation", True), ("transaction-homologation", True), ("titre-etranger", True), ("titre étranger", True),
        ("acte-notarie", False), ("contrainte", False),
    ],
)  # fmt: skip
def test_ce_qui_vaut_une_decision_ouvre_dix_ans(nature: str, dix_ans: bool) -> None:
    """CPCE, art. L111-3, 1° à 3°, et L111-4."""
    creance = seule(tenu(F, TitreObtenu(date=dt.date(2021, 5, 4), nature=nature, decision=False)))
    assert creance.titre is dix_ans
