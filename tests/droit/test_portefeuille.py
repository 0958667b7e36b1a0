"""Les raccourcis des lots disent le même centime que le décompte complet."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import DossierOuvert, FactureAjoutee
from recouvre.domaine.parties import Qualite
from recouvre.domaine.pli import plier_neufs
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


def test_les_quarante_euros_naissent_le_1er_janvier_2013() -> None:
    """Premier jour de retard le 01/01/2013 : dus ; la veille : non."""
    au = dt.date(2013, 1, 31)
    lot = [(1_000_00, dt.date(2012, 12, 31)), (1_000_00, dt.date(2012, 12, 30))]
    assert [forfait for _, _, forfait in solder_factures(lot, au, BAREME)] == [4000, 0]
    for (reste, echeance), attendu in zip(lot, (4000, 0), strict=True):
        soldes = solder_sans_histoire(seule(reste, echeance), au, BAREME)
        assert soldes is not None
        assert soldes.indemnites == attendu


def test_une_facture_pas_encore_nee_n_arrete_pas_le_compte_des_autres() -> None:
    """Émise et échue plus tôt dans l'ordre des échéances, mais née après le jour demandé."""
    ouverture = DossierOuvert(date=dt.date(2024, 1, 1), creancier=1, debiteur=2, qualite=Qualite.PROFESSIONNEL)
    tard, tot = dt.date(2024, 3, 10), dt.date(2024, 1, 1)
    factures = [
        FactureAjoutee(date=tard, numero="F-1", montant=500_00, emise_le=tard, echeance=dt.date(2024, 3, 15)),
        FactureAjoutee(date=tot, numero="F-2", montant=700_00, emise_le=tot, echeance=dt.date(2024, 3, 31)),
    ]
    soldes = solder_sans_histoire(plier_neufs(1, [ouverture, *factures]), dt.date(2024, 3, 5), BAREME)
    assert soldes is not None
    assert soldes.principal == 700_00


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
