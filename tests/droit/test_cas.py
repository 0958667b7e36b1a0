"""Tous les cas de ``tests/cas`` rejoués : par l'outil, par le juge, et l'arithmétique de chaque ligne refaite."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import cast

import pytest

from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.refus import TauxInconnu
from recouvre.droit.decompte import decompter
from recouvre.droit.releve import ACCESSOIRES, Decompte, LigneDecompte, Nature

from .cas import Cas, centimes, euros, jour, lire_cas
from .fabrique import BAREME, affaire_de, date_de, de_nature
from .juge import Jugement, SansTaux, centime, juger

TOUS = tuple(lire_cas())
CALCULES = tuple(cas for cas in TOUS if not cas.refus)
REFUSES = tuple(cas for cas in TOUS if cas.refus)


def nom(cas: Cas) -> str:
    return f"{cas.fichier} : {cas.titre}"


@pytest.mark.parametrize("cas", CALCULES, ids=nom)
def test_l_outil_dit_ce_que_le_cas_attend(cas: Cas) -> None:
    decompte = decompter(cas.dossier, cas.au, BAREME)
    assert sorted(_interets(decompte)) == sorted(cas.interets)
    assert sorted([ligne.facture, euros(ligne.montant)] for ligne in de_nature(decompte, Nature.INDEMNITE)) == sorted(
        cas.indemnites
    )
    assert sorted(
        [str(ligne.nature), euros(ligne.montant)] for ligne in decompte.lignes if ligne.nature in ACCESSOIRES
    ) == sorted(cases[1:] for cases in cas.accessoires)
    assert [
        [en_chiffres(part.date), str(part.nature), part.facture, euros(part.montant)] for part in decompte.imputations
    ] == cas.imputations
    assert sorted(
        [s.numero, *map(euros, (s.principal, s.interets, s.indemnite, s.accessoires))] for s in decompte.factures
    ) == sorted(map(_reste, cas.restes))
    assert _totaux(decompte) == _totaux_attendus(cas)
    assert not cas.reserve or cas.reserve in {reserve.code for reserve in decompte.reserves}


@pytest.mark.parametrize("cas", CALCULES, ids=nom)
def test_le_juge_dit_la_meme_chose(cas: Cas) -> None:
    """Le chiffre attendu n'est pas celui de l'outil recopié : un calculateur étranger le retrouve."""
    jugement = juger(affaire_de(cas.dossier), cas.au)
    assert sorted(_interets_juges(jugement)) == sorted(cas.interets)
    nes = [[facture, nature, euros(montant)] for facture, nature, montant in jugement.accessoires]
    assert sorted([facture, montant] for facture, nature, montant in nes if nature == "indemnite") == sorted(
        cas.indemnites
    )
    assert sorted(ne for ne in nes if ne[1] != "indemnite") == sorted(cas.accessoires)
    assert [
        [en_chiffres(le), nature, facture, euros(part)] for _, le, nature, facture, part in jugement.imputations
    ] == cas.imputations
    assert sorted([numero, *map(euros, reste)] for numero, reste in jugement.restes.items()) == sorted(
        map(_reste, cas.restes)
    )
    assert euros(jugement.total) == cas.totaux["total"]
    assert euros(jugement.trop_percu) == cas.totaux.get("trop_percu", "0,00")
    assert euros(jugement.par_jour) == cas.totaux.get("interet_par_jour", "0,00")


@pytest.mark.parametrize("cas", CALCULES, ids=nom)
def test_chaque_ligne_attendue_se_refait_a_la_main(cas: Cas) -> None:
    """Le cas lui-même est juste : ses jours, ses intérêts et ses sommes tombent sur ses propres nombres."""
    for facture, du, au, jours, base, taux, montant, *annee in cas.interets:
        assert (jour(au) - jour(du)).days + 1 == int(jours), facture
        exact = centimes(base) * Fraction(taux.replace(",", ".")) * int(jours) / (100 * int(annee[0] if annee else 365))
        assert centime(exact) == centimes(montant), (facture, du)
    restes = [[centimes(somme) for somme in reste[1:]] for reste in map(_reste, cas.restes)]
    assert sum(sum(reste) for reste in restes) == centimes(cas.totaux["total"])
    for rang, rubrique in enumerate(("principal", "interets", "indemnites", "accessoires")):
        assert sum(reste[rang] for reste in restes) == centimes(cas.totaux.get(rubrique, "0,00")), rubrique
    assert _nes(cas) - _imputes(cas) == Counter(
        {
            (reste[0], poste): centimes(somme)
            for reste in map(_reste, cas.restes)
            for poste, somme in zip(("interets", "indemnite", "accessoires"), reste[2:], strict=True)
            if centimes(somme)
        }
    ) or any(avoir for avoir in cas.dossier.avoirs)
    recus = sum(recu.montant for recu in cas.dossier.encaissements if recu.date <= cas.au)
    assert centimes(cas.totaux.get("encaisse", "0,00")) == recus


@pytest.mark.parametrize("cas", [cas for cas in TOUS if cas.ecarts], ids=nom)
def test_un_chiffre_faux_publie_ailleurs_n_est_pas_le_notre(cas: Cas) -> None:
    decompte = decompter(cas.dossier, cas.au, BAREME)
    for ecart in cas.ecarts:
        assert _rubrique(decompte, ecart["rubrique"]) != centimes(ecart["chiffre"]), ecart["pourquoi"]


@pytest.mark.parametrize("cas", REFUSES, ids=nom)
def test_un_jour_sans_taux_est_refuse_et_dit_quoi_ajouter(cas: Cas) -> None:
    serie, debut, periode = cas.refus.split(" ", 2)
    with pytest.raises(SansTaux) as lacune:
        juger(affaire_de(cas.dossier), cas.au)
    assert (lacune.value.serie, lacune.value.debut.isoformat()) == (serie, debut)
    with pytest.raises(TauxInconnu) as refus:
        decompter(cas.dossier, cas.au, BAREME)
    assert (refus.value.serie, refus.value.jour) == (serie, debut)
    assert f"pour le {periode}" in str(refus.value)
    assert f"recouvre taux ajouter {serie} {debut} VALEUR" in str(refus.value)


def test_les_cas_ont_des_titres_distincts_et_une_source() -> None:
    assert len({nom(cas) for cas in TOUS}) == len(TOUS)
    assert all(cas.source.strip() for cas in TOUS)


def _interets(decompte: Decompte) -> list[list[str]]:
    return [_case_interets(ligne) for ligne in de_nature(decompte, Nature.INTERETS)]


def _case_interets(ligne: LigneDecompte) -> list[str]:
    du, au = date_de(ligne)
    return [
        ligne.facture, en_chiffres(du), en_chiffres(au), str(ligne.jours), euros(cast(int, ligne.base)),
        f"{ligne.taux:.2f}".replace(".", ","), euros(ligne.montant), *_annee(ligne.annee),
    ]  # fmt: skip


def _interets_juges(jugement: Jugement) -> list[list[str]]:
    return [
        [
            ligne.facture, en_chiffres(ligne.du), en_chiffres(ligne.au), str(ligne.jours), euros(ligne.base),
            euros(centime(ligne.taux * 100)), euros(ligne.montant), *_annee(ligne.annee),
        ]
        for ligne in jugement.lignes
    ]  # fmt: skip


def _annee(jours: int) -> list[str]:
    return [] if jours == 365 else [str(jours)]


def _reste(cases: list[str]) -> list[str]:
    """Un reste sans cinquième case n'a pas d'autre accessoire."""
    return cases if len(cases) == 5 else [*cases, "0,00"]


def _nes(cas: Cas) -> Counter[tuple[str, str]]:
    """Ce qui a couru ou est né, par facture et par poste."""
    nes: Counter[tuple[str, str]] = Counter()
    for ligne in cas.interets:
        nes[ligne[0], "interets"] += centimes(ligne[6])
    for facture, montant in cas.indemnites:
        nes[facture, "indemnite"] += centimes(montant)
    for facture, _, montant in cas.accessoires:
        nes[facture, "accessoires"] += centimes(montant)
    return nes


def _imputes(cas: Cas) -> Counter[tuple[str, str]]:
    imputes: Counter[tuple[str, str]] = Counter()
    for _, nature, facture, montant in cas.imputations:
        poste = nature if nature in ("interets", "indemnite", "principal") else "accessoires"
        imputes[facture, poste] += centimes(montant)
    return imputes


RUBRIQUES = (
    "principal", "interets", "indemnites", "accessoires", "total", "encaisse", "trop_percu", "interet_par_jour",
)  # fmt: skip


def _totaux(decompte: Decompte) -> dict[str, str]:
    return {rubrique: euros(getattr(decompte, rubrique)) for rubrique in RUBRIQUES}


def _totaux_attendus(cas: Cas) -> dict[str, str]:
    assert set(cas.totaux) <= set(RUBRIQUES)
    return {rubrique: cas.totaux.get(rubrique, "0,00") for rubrique in RUBRIQUES}


def _rubrique(decompte: Decompte, nom: str) -> int:
    match nom:
        case "interets_bruts":
            return sum(ligne.montant for ligne in de_nature(decompte, Nature.INTERETS))
        case "interets_au_paiement":
            return sum(part.montant for part in decompte.imputations if part.nature is Nature.INTERETS)
        case "taux":
            return int((de_nature(decompte, Nature.INTERETS)[0].taux or 0) * 100)
        case "interets" | "total":
            return int(getattr(decompte, nom))
        case _:
            raise ValueError(f"rubrique « {nom} » inconnue")
