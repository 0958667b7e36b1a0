"""Les honoraires : leurs cas en données, et ce qui reste vrai quoi qu'on encaisse et quel que soit le barème."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recouvre.base import baremes as disque
from recouvre.domaine.honoraires import (
    Assiette,
    BaremeFautif,
    BaremeHonoraires,
    Grille,
    Selon,
    Tranche,
    en_vigueur,
    lire_anciennete,
    lire_pourcent,
    lire_tranches,
    mois_pleins,
)
from recouvre.domaine.honoraires_dits import en_clair
from recouvre.domaine.montants import lire_montant
from recouvre.domaine.refus import Refus
from recouvre.droit.honoraires import Confie, Honoraires, NatureHonoraires, Recouvre, compter

CAS = tomllib.loads((Path(__file__).parents[1] / "cas" / "honoraires" / "honoraires.toml").read_text("utf-8"))["cas"]


def bareme_de(brut: dict[str, Any]) -> BaremeHonoraires:
    """Le barème d'un cas, par les lecteurs de la ligne de commande."""
    return BaremeHonoraires(
        du=brut["du"],
        grilles=(
            Grille(lire_tranches(brut["commission"])), *(lire_anciennete(age) for age in brut.get("anciennete", ()))
        ),
        selon=Selon(brut.get("selon", "recouvre")),
        assiette=Assiette(brut.get("assiette", "tout")),
        direct=lire_pourcent(brut["direct"]) if "direct" in brut else None,
        minimum=lire_montant(brut.get("minimum", "0")),
        tva=lire_pourcent(brut.get("tva", "20")),
    )  # fmt: skip


def attendu_de(brut: dict[str, Any]) -> tuple[Any, ...] | None:
    if not brut:
        return None
    lignes = [
        (nature, lire_montant(base), lire_pourcent(taux), lire_montant(montant))
        for nature, base, taux, montant in brut["lignes"]
    ]
    return (lignes, *(lire_montant(brut[nom]) for nom in ("ht", "tva", "ttc")))


def dit(comptes: Honoraires | None) -> tuple[Any, ...] | None:
    if comptes is None:
        return None
    lignes = [(str(ligne.nature), ligne.base, ligne.taux, ligne.montant) for ligne in comptes.lignes]
    return (lignes, comptes.ht, comptes.tva, comptes.ttc)


@pytest.mark.parametrize("cas", CAS, ids=lambda cas: cas["titre"])
def test_le_cas(cas: dict[str, Any]) -> None:
    recus = [
        Recouvre(
            date=recu["le"],
            eteint=lire_montant(recu["tout"]),
            principal=lire_montant(recu["principal"]),
            direct=recu.get("direct", False),
        )
        for recu in cas["recus"]
    ]
    confie = Confie(montant=lire_montant(cas["confie"]["montant"]), mois=cas["confie"]["mois"])
    comptes = compter([bareme_de(brut) for brut in cas["baremes"]], recus, confie)
    assert list(map(dit, comptes)) == list(map(attendu_de, cas["attendus"]))


TAUX = st.integers(0, 400).map(lambda quarts: Decimal(quarts) / 4)
JOURS = st.dates(dt.date(2025, 1, 1), dt.date(2026, 12, 31))


@st.composite
def grilles(tirer: st.DrawFn, des_mois: int = 0) -> Grille:
    bornes = sorted(tirer(st.sets(st.integers(1, 50_000), max_size=3)))
    return Grille((*(Tranche(tirer(TAUX), borne) for borne in bornes), Tranche(tirer(TAUX))), des_mois)


@st.composite
def baremes(tirer: st.DrawFn) -> BaremeHonoraires:
    return BaremeHonoraires(
        du=tirer(JOURS),
        grilles=(tirer(grilles()), *(tirer(grilles(mois)) for mois in tirer(st.sets(st.integers(1, 40), max_size=2)))),
        selon=tirer(st.sampled_from(Selon)),
        assiette=tirer(st.sampled_from(Assiette)),
        direct=tirer(st.none() | TAUX),
        minimum=tirer(st.just(0) | st.integers(0, 20_000)),
        tva=tirer(st.sampled_from([Decimal(0), Decimal("8.5"), Decimal(20)])),
    )


@st.composite
def encaissements(tirer: st.DrawFn) -> list[Recouvre]:
    recus = []
    for jour in sorted(tirer(st.lists(JOURS, max_size=6))):
        eteint = tirer(st.integers(0, 40_000))
        recus.append(
            Recouvre(date=jour, eteint=eteint, principal=tirer(st.integers(0, eteint)), direct=tirer(st.booleans()))
        )
    return recus


CONFIES = st.builds(Confie, montant=st.integers(0, 80_000), mois=st.integers(0, 60))
PLUSIEURS = st.lists(baremes(), max_size=3, unique_by=lambda bareme: bareme.du)


@given(PLUSIEURS, encaissements(), CONFIES)
def test_les_lignes_font_le_total_et_rien_n_est_negatif(
    versions: list[BaremeHonoraires], recus: list[Recouvre], confie: Confie
) -> None:
    for recu, comptes in zip(recus, compter(versions, recus, confie), strict=True):
        assert (comptes is None) is (en_vigueur(versions, recu.date) is None)
        if comptes is None:
            continue
        assert comptes.bareme == en_vigueur(versions, recu.date)
        assert comptes.ht == sum(ligne.montant for ligne in comptes.lignes)
        assert comptes.ht >= 0 and comptes.tva >= 0 and comptes.ttc == comptes.ht + comptes.tva
        siennes = [ligne for ligne in comptes.lignes if ligne.nature is not NatureHonoraires.MINIMUM]
        assert sum(ligne.base for ligne in siennes) == comptes.assiette <= recu.eteint
        for ligne in siennes:
            assert ligne.base > 0 and ligne.montant == _au_centime(ligne.base, ligne.taux)
        assert comptes.tva == _au_centime(comptes.ht, comptes.bareme.tva)


def _au_centime(base: int, taux: Decimal) -> int:
    """Refait à part, en fractions : demi vers le haut."""
    return int((Fraction(base) * Fraction(taux) / 100 + Fraction(1, 2)) // 1)


@given(PLUSIEURS, encaissements(), CONFIES, st.data())
def test_annuler_un_paiement_annule_ses_honoraires(
    versions: list[BaremeHonoraires], recus: list[Recouvre], confie: Confie, tirage: st.DataObject
) -> None:
    """Sans le dernier, ce qui précède ne change pas ; sans aucun, rien n'est dû ; revenu, tout revient."""
    entiers = compter(versions, recus, confie)
    combien = tirage.draw(st.integers(0, len(recus)))
    assert compter(versions, recus[:combien], confie) == entiers[:combien]
    assert compter(versions, recus, confie) == entiers


@given(baremes(), encaissements(), CONFIES)
def test_annuler_n_importe_lequel_ne_laisse_rien_de_lui(
    bareme: BaremeHonoraires, recus: list[Recouvre], confie: Confie
) -> None:
    """Au même barème, le dossier doit autant que si le paiement n'avait pas éteint un centime."""
    for rang, recu in enumerate(recus):
        sans = compter([bareme], [*recus[:rang], *recus[rang + 1 :]], confie)
        nul = compter([bareme], [*recus[:rang], replace(recu, eteint=0, principal=0), *recus[rang + 1 :]], confie)
        assert sans == nul[:rang] + nul[rang + 1 :]
        assert nul[rang] is None or nul[rang].ttc == 0


@given(grilles(), st.lists(st.integers(1, 40_000), min_size=1, max_size=6))
def test_payer_en_plusieurs_fois_ne_change_la_commission_que_des_arrondis(grille: Grille, sommes: list[int]) -> None:
    bareme = BaremeHonoraires(du=dt.date(2026, 1, 1), grilles=(grille,))
    jour, confie = dt.date(2026, 2, 1), Confie(montant=0, mois=0)
    fois = compter([bareme], [Recouvre(date=jour, eteint=somme, principal=0) for somme in sommes], confie)
    [une] = compter([bareme], [Recouvre(date=jour, eteint=sum(sommes), principal=0)], confie)
    assert une is not None
    ensemble = sum(comptes.ht for comptes in fois if comptes)
    lignes = len(une.lignes) + sum(len(comptes.lignes) for comptes in fois if comptes)
    assert 2 * abs(ensemble - une.ht) <= lignes


@given(PLUSIEURS)
def test_un_bareme_garde_puis_relu_est_le_meme(versions: list[BaremeHonoraires]) -> None:
    relus = disque.depuis_json(disque.en_json(versions))
    assert list(relus) == sorted(versions, key=lambda bareme: bareme.du)


@given(baremes())
def test_un_bareme_se_dit_en_une_phrase_qui_nomme_tous_ses_taux(bareme: BaremeHonoraires) -> None:
    phrase = en_clair(bareme)
    for grille in bareme.grilles:
        for tranche in grille.tranches:
            assert f"{tranche.taux:f}".replace(".", ",") in phrase
    assert not phrase.endswith(".") and "  " not in phrase


@pytest.mark.parametrize(
    "texte",
    ["", ";", "12 % jusqu'à 5000", "12 % ; 10 %", "12 % jusqu'à 5000 ; 10 % jusqu'à 5000 ; 8 %",
     "12 % jusqu'à 5000 ; 10 % jusqu'à 100 ; 8 %", "101 %", "douze", "12 % au-delà de 5000", "-5 %",
     "12 % jusqu'à 0 ; 8 %",
     "12 % jusqu'à -5 ; 8 %", "12 % jusqu'à 5.000 ; 8 %"],
)  # fmt: skip
def test_une_commission_bancale_est_refusee(texte: str) -> None:
    with pytest.raises(Refus) as refus:
        BaremeHonoraires(du=dt.date(2026, 1, 1), grilles=(Grille(lire_tranches(texte)),))
    assert len(refus.value.phrase) > 30


@pytest.mark.parametrize("texte", ["24 mois", "0 mois : 12 %", "24 : 12 %", "mois : 12 %", "24 mois : douze"])
def test_une_anciennete_bancale_est_refusee(texte: str) -> None:
    with pytest.raises(Refus):
        lire_anciennete(texte)


def test_deux_commissions_de_meme_anciennete_sont_refusees() -> None:
    doublees = (Grille(lire_tranches("12 %")), lire_anciennete("24 mois : 15 %"), lire_anciennete("24 mois : 20 %"))
    with pytest.raises(BaremeFautif):
        BaremeHonoraires(du=dt.date(2026, 1, 1), grilles=doublees)


def test_les_tranches_se_lisent_comme_on_les_ecrit() -> None:
    attendues = (Tranche(Decimal("12.5"), 5_000_00), Tranche(Decimal(8)))
    for texte in (
        "12,5 % jusqu'à 5000 ; 8 %", "12.50% jusqu'à 5 000,00 € ; 8% au-delà", "12,5 % JUSQU’À 5000€;8 % au delà",
        "12,5 % jusqu'a 5000 ; 8 % au-delà ;",
    ):  # fmt: skip
        assert lire_tranches(texte) == attendues, texte


def test_l_anciennete_se_compte_en_mois_entiers() -> None:
    assert mois_pleins(dt.date(2024, 5, 11), dt.date(2026, 5, 11)) == 24
    assert mois_pleins(dt.date(2024, 5, 12), dt.date(2026, 5, 11)) == 23
    assert mois_pleins(dt.date(2026, 5, 12), dt.date(2026, 5, 11)) == 0, "confiée avant d'être échue"
