"""Les raccourcis des lots disent le même centime que le décompte complet."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recouvre.domaine.dossier import Dossier, plier_neufs
from recouvre.domaine.evenements import DossierOuvert, FactureAjoutee
from recouvre.domaine.parties import Qualite
from recouvre.domaine.refus import TauxInconnu
from recouvre.droit.decompte import decompter, solder
from recouvre.droit.deroule import Deroule
from recouvre.droit.portefeuille import solder_factures, solder_sans_histoire

from .fabrique import BAREME
from .hasards import MONTANTS, REGLAGES, dossiers, dossiers_de_droit, jours_de_decompte


def totaux(dossier: Dossier, au: dt.date) -> tuple[int, ...]:
    decompte = decompter(dossier, au, BAREME)
    return decompte.principal, decompte.interets, decompte.indemnites, decompte.accessoires, decompte.trop_percu


@REGLAGES
@given(st.data(), dossiers() | dossiers_de_droit())
def test_solder_dit_les_totaux_du_decompte(donnees: st.DataObject, dossier: Dossier) -> None:
    au = donnees.draw(jours_de_decompte(dossier), label="au")
    try:
        attendus = totaux(dossier, au)
    except TauxInconnu:
        with pytest.raises(TauxInconnu):
            solder(dossier, au, BAREME)
        return
    soldes = solder(dossier, au, BAREME)
    assert tuple(soldes) == attendus
    assert soldes.total == sum(attendus[:4])


@REGLAGES
@given(st.data(), dossiers())
def test_un_dossier_sans_histoire_se_solde_par_le_raccourci(donnees: st.DataObject, dossier: Dossier) -> None:
    nu = replace(dossier, encaissements=(), avoirs=(), restitutions=())
    au = donnees.draw(jours_de_decompte(nu), label="au")
    soldes = solder_sans_histoire(nu, au, BAREME)
    assert soldes is not None
    assert tuple(soldes) == totaux(nu, au)


def test_un_dossier_qui_a_vecu_ne_prend_pas_le_raccourci() -> None:
    dossier = seule(1_000_00, dt.date(2024, 5, 31))
    assert solder_sans_histoire(dossier, dt.date(2025, 2, 28), BAREME) is not None
    for champ, fait in (
        ("encaissements", "un paiement"), ("avoirs", "un avoir"), ("restitutions", "une restitution"),
        ("accessoires", "des frais"), ("titres", "un titre"), ("arrets", "un arrêt"), ("precisions", "une précision"),
        ("delais_interrompus", "une interruption"),
    ):  # fmt: skip
        assert solder_sans_histoire(replace(dossier, **{champ: (fait,)}), dt.date(2025, 2, 28), BAREME) is None, fait


@REGLAGES
@given(
    st.lists(st.tuples(MONTANTS, st.dates(dt.date(2012, 6, 1), dt.date(2026, 2, 1))), min_size=1, max_size=20),
    st.dates(dt.date(2012, 6, 1), dt.date(2026, 6, 30)),
)
def test_une_balance_se_chiffre_comme_autant_de_dossiers(lot: list[tuple[int, dt.date]], au: dt.date) -> None:
    attendus = []
    for reste, echeance in lot:
        compte = Deroule(seule(reste, echeance), au, BAREME).comptes
        attendus.append((reste, compte[0].interets_dus(au), sum(a.montant for a in compte[0].accessoires)))
    assert list(solder_factures(lot, au, BAREME)) == attendus


def test_une_facture_soldee_ne_doit_rien() -> None:
    assert list(solder_factures([(0, dt.date(2024, 5, 31))], dt.date(2025, 2, 28), BAREME)) == [(0, 0, 0)]


def test_un_taux_inconnu_arrete_la_balance() -> None:
    with pytest.raises(TauxInconnu):
        list(solder_factures([(1_000_00, dt.date(2026, 12, 1))], dt.date(2027, 1, 15), BAREME))


def seule(reste: int, echeance: dt.date) -> Dossier:
    """Une facture professionnelle née à temps pour tout jour demandé."""
    emise = dt.date(2012, 1, 1)
    facture = FactureAjoutee(date=emise, numero="F", montant=reste, emise_le=emise, echeance=echeance)
    ouverture = DossierOuvert(date=emise, creancier=1, debiteur=2, qualite=Qualite.PROFESSIONNEL)
    return plier_neufs(1, [ouverture, facture])
