"""Les cas de prescription, tels qu'un juriste les écrit : la date, l'histoire entière, les réserves."""

from __future__ import annotations

import pytest

from recouvre.domaine.dates import en_chiffres
from recouvre.droit.prescription import Creance, plus_proche, prescrire

from .cas_prescription import NATURES, Cas, lire_cas

TOUS = list(lire_cas())


def seule(cas: Cas) -> Creance:
    """La créance de l'unique facture du cas."""
    (creance,) = prescrire(cas.dossier, NATURES).creances
    return creance


@pytest.mark.parametrize("cas", TOUS, ids=lambda cas: f"{cas.fichier} : {cas.titre}")
def test_la_date_du_dossier_est_la_plus_proche(cas: Cas) -> None:
    calcul = prescrire(cas.dossier, NATURES)
    assert calcul.date == cas.date, cas.source
    proche = plus_proche(cas.dossier, NATURES)
    assert proche is not None and calcul.tete is not None
    assert (proche.date, proche.nature) == (cas.date, calcul.tete.nature)
    assert plus_proche(cas.dossier, NATURES, ()) is None
    if cas.dates:
        assert {creance.facture: creance.date for creance in calcul.creances} == cas.dates
    assert all(creance.forclusion is cas.forclusion for creance in calcul.creances)


@pytest.mark.parametrize("cas", [c for c in TOUS if c.histoire], ids=lambda cas: f"{cas.fichier} : {cas.titre}")
def test_l_histoire_dit_chaque_fait_son_effet_et_son_texte(cas: Cas) -> None:
    creance = seule(cas)
    assert [en_chiffres(etape.le) for etape in creance.histoire] == [case[0] for case in cas.histoire]
    for etape, (_, fait, effet, utile, texte) in zip(creance.histoire, cas.histoire, strict=True):
        dit = (etape.fait, etape.effet, en_chiffres(etape.date), etape.fondement)
        assert fait in etape.fait and effet in etape.effet and texte in etape.fondement, dit
        assert en_chiffres(etape.date) == utile, dit
    if cas.origine is not None:
        assert creance.origine == cas.origine


@pytest.mark.parametrize("cas", [c for c in TOUS if c.reserves], ids=lambda cas: f"{cas.fichier} : {cas.titre}")
def test_ce_qui_est_incertain_est_dit(cas: Cas) -> None:
    reserves = seule(cas).reserves
    for attendue in cas.reserves:
        assert any(attendue in reserve for reserve in reserves), reserves


def test_il_y_a_assez_de_cas_et_chaque_nature_en_a_un() -> None:
    codes = {creance.nature.code for cas in TOUS for creance in prescrire(cas.dossier, NATURES).creances}
    assert codes == set(NATURES.codes)
    assert len({cas.titre for cas in TOUS}) == len(TOUS) >= 35
    assert all(cas.source for cas in TOUS)
