"""Les courbes de taux : ce qu'elles doivent à leurs tables, et ce qui les ferait tourner en rond."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from recouvre.domaine.contrat import lire_taux_convenu
from recouvre.droit.composition import majorer
from recouvre.droit.courbes import (
    Courbe,
    Palier,
    Tranche,
    de_la_bce,
    figee_publique,
    fin_de_semestre,
    legale,
    lisible_convenu,
    plancher,
)
from recouvre.droit.delais import debut_de_semestre
from recouvre.droit.taux import Bareme, Degre, Serie, Valeur
from recouvre.operations.bareme import lire_serie


def bareme_avec(changee: Serie) -> Bareme:
    """Le barème livré, une table changée."""
    return Bareme(lambda nom: changee if nom == changee.nom else lire_serie(nom))


def test_une_majoration_changee_en_cours_de_semestre_attend_le_suivant() -> None:
    """Le taux du semestre est celui de son premier jour (C. com. L441-10 II), majoration comprise."""
    serie = lire_serie("majoration-professionnelle")
    nouvelle = replace(serie.valeurs[-1], du=dt.date(2025, 12, 1), valeur=Decimal(12))
    courbe = de_la_bce(bareme_avec(replace(serie, valeurs=(*serie.valeurs, nouvelle))), points=None, fondement="x")
    tranches = list(courbe.entre(dt.date(2025, 11, 15), dt.date(2026, 1, 31)))
    assert [(du, au, str(palier.taux)) for du, au, palier in tranches] == [
        (dt.date(2025, 11, 15), dt.date(2025, 12, 31), "12.15"),
        (dt.date(2026, 1, 1), dt.date(2026, 1, 31), "14.15"),
    ]


def test_une_regle_qui_rend_une_autre_tranche_que_celle_du_jour_se_voit() -> None:
    fausse = Courbe(lambda _: (dt.date(2024, 1, 1), dt.date(2024, 6, 30), Palier(Decimal(5), "x", "x")))
    with pytest.raises(ValueError, match="la tranche du 2024-01-01 au 2024-06-30 ne contient pas le 2025-01-01"):
        list(fausse.entre(dt.date(2025, 1, 1), dt.date(2025, 2, 1)))


def test_les_tranches_apprises_dans_le_desordre_se_suivent() -> None:
    courbe = legale(Bareme(lire_serie), particulier=False, fondement="x")
    list(courbe.entre(dt.date(2026, 2, 1), dt.date(2026, 3, 1)))
    list(courbe.entre(dt.date(2023, 2, 1), dt.date(2023, 3, 1)))
    jours = [(du, au) for du, au, _ in courbe.entre(dt.date(2023, 1, 1), dt.date(2026, 12, 31))]
    assert jours[0][0] == dt.date(2023, 1, 1)
    assert jours[-1][1] == dt.date(2026, 12, 31)
    assert all(suivant[0] - avant[1] == dt.timedelta(days=1) for avant, suivant in pairwise(jours))


def test_une_valeur_de_source_fragile_se_dit_dans_son_palier() -> None:
    serie = lire_serie("legal-autres-cas")
    valeurs = tuple(replace(valeur, degre=Degre.SOURCES_SECONDAIRES) for valeur in serie.valeurs)
    courbe = legale(bareme_avec(replace(serie, valeurs=valeurs)), particulier=False, fondement="x")
    [(_, _, palier)] = courbe.entre(dt.date(2024, 7, 1), dt.date(2024, 7, 1))
    assert len(palier.incertains) == 1
    assert "4,92 au 01/07/2024 (sources secondaires)" in palier.incertains[0]


@pytest.mark.parametrize("table", ["bce", "majoration-publique"])
def test_le_taux_fige_d_un_acheteur_public_dit_chacune_de_ses_sources_fragiles(table: str) -> None:
    serie = lire_serie(table)
    fragile = replace(serie, valeurs=tuple(replace(v, degre=Degre.SOURCE_UNIQUE) for v in serie.valeurs))
    courbe = figee_publique(bareme_avec(fragile), dt.date(2024, 7, 1), "x")
    [(_, _, palier)] = courbe.entre(dt.date(2024, 7, 1), dt.date(2024, 7, 1))
    [dit] = palier.incertains
    assert dit.startswith(serie.libelle) and dit.endswith("(source unique)")


def test_une_majoration_judiciaire_de_source_fragile_se_dit() -> None:
    serie = lire_serie("majoration-judiciaire")
    fragile = replace(serie, valeurs=tuple(replace(v, degre=Degre.SOURCE_UNIQUE) for v in serie.valeurs))
    legal = Palier(Decimal(3), "légal", "x", ("déjà incertain",))
    majoree = majorer(lambda du, au: [(du, au, legal)], fragile, dt.date(2025, 1, 1), "y")
    [(_, _, palier)] = majoree(dt.date(2025, 1, 1), dt.date(2025, 1, 31))
    assert palier.incertains[0] == "déjà incertain" and palier.incertains[1].startswith(serie.libelle)


def test_une_tranche_ne_s_apprend_qu_une_fois() -> None:
    appris: list[dt.date] = []

    def semestre(jour: dt.date) -> Tranche:
        appris.append(debut_de_semestre(jour))
        return debut_de_semestre(jour), fin_de_semestre(jour), Palier(Decimal(jour.year), "x", "x")

    courbe = Courbe(semestre)
    demandes = (
        ("2024-08-01", "2024-09-01"), ("2021-02-01", "2021-02-02"), ("2022-01-01", "2022-06-30"),
        ("2021-01-01", "2021-06-30"), ("2024-12-31", "2024-12-31"), ("2020-07-01", "2025-12-31"),
        ("2020-07-01", "2025-12-31"), ("2022-07-01", "2022-07-01"),
    )  # fmt: skip
    for du, au in demandes:
        for debut, fin, palier in courbe.entre(dt.date.fromisoformat(du), dt.date.fromisoformat(au)):
            assert palier.taux == debut.year == fin.year
    assert sorted(appris) == [dt.date(annee, mois, 1) for annee in range(2020, 2026) for mois in (1, 7)][1:]


def sans_fin(nom: str, *valeurs: tuple[str, str]) -> Serie:
    """Une table dont aucune valeur ne dit sa fin : chacune vaut jusqu'à la suivante."""
    lignes = tuple(Valeur(du=dt.date.fromisoformat(du), valeur=Decimal(v), degre=Degre.TEXTE_LU) for du, v in valeurs)
    return Serie(nom=nom, libelle=nom, unite="", valeurs=lignes)


def test_une_valeur_sans_fin_dite_s_arrete_la_veille_de_la_suivante() -> None:
    table = sans_fin("legal-autres-cas", ("2024-01-01", "5"), ("2024-03-10", "6"))
    courbe = legale(bareme_avec(table), particulier=False, fondement="x")
    assert [(du, au, palier.taux) for du, au, palier in courbe.entre(dt.date(2024, 3, 1), dt.date(2030, 1, 1))] == [
        (dt.date(2024, 3, 1), dt.date(2024, 3, 9), Decimal(5)),
        (dt.date(2024, 3, 10), dt.date(2030, 1, 1), Decimal(6)),
    ]


@pytest.mark.parametrize(
    ("legal", "fois", "attendus"),
    [
        (("2024-01-01", "2024-03-10"), ("2020-01-01",), [("2024-03-09", "15"), ("2030-01-01", "18")]),
        (("2024-01-01",), ("2020-01-01", "2024-03-10"), [("2024-03-09", "15"), ("2030-01-01", "20")]),
    ],
)
def test_le_plancher_change_avec_le_taux_legal_ou_avec_la_loi(
    legal: tuple[str, ...], fois: tuple[str, ...], attendus: list[tuple[str, str]]
) -> None:
    tables = {
        table.nom: table
        for table in (
            sans_fin("legal-autres-cas", *zip(legal, ("5", "6"), strict=False)),
            sans_fin("plancher-contractuel", *zip(fois, ("3", "4"), strict=False)),
        )
    }
    courbe = plancher(Bareme(tables.__getitem__), "x")
    vus = [(str(au), str(palier.taux)) for _, au, palier in courbe.entre(dt.date(2024, 2, 1), dt.date(2030, 1, 1))]
    assert vus == attendus


def test_avant_2013_une_tranche_ne_remonte_pas_avant_sa_majoration() -> None:
    """Taux BCE inchangé du 10/12/2008 au 20/01/2009, mais sept points jusqu'au 31/12, dix ensuite."""
    courbe = de_la_bce(Bareme(lire_serie), points=None, fondement="x")
    janvier, decembre = (dt.date(2009, 1, 10), dt.date(2008, 12, 20))
    for jour, taux in ((janvier, "12.50"), (decembre, "9.50")):
        [(_, _, palier)] = courbe.entre(jour, jour)
        assert str(palier.taux) == taux


def test_un_taux_bce_sans_point_de_plus_est_le_taux_bce() -> None:
    [(_, _, palier)] = de_la_bce(Bareme(lire_serie), points=Decimal(0), fondement="x").entre(
        dt.date(2025, 7, 1), dt.date(2025, 7, 1)
    )
    assert (str(palier.taux), palier.origine) == ("2.15", "BCE 2,15 % au 01/07/2025 + 0 points")


@pytest.mark.parametrize(
    ("ecrit", "dit"),
    [
        ("2,76", "2,76 %"), ("légal", "une fois le taux légal"), ("3 x légal", "3 fois le taux légal"),
        ("BCE + 8", "taux BCE + 8 points"),
    ],
)  # fmt: skip
def test_un_taux_convenu_se_lit_en_toutes_lettres(ecrit: str, dit: str) -> None:
    assert lisible_convenu(lire_taux_convenu(ecrit)) == dit
