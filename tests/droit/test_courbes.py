"""Les courbes de taux : ce qu'elles doivent à leurs tables, et ce qui les ferait tourner en rond."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from recouvre.droit.courbes import Courbe, Palier, de_la_bce, legale
from recouvre.droit.taux import Bareme, Degre, Serie
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
    with pytest.raises(ValueError, match="ne contient pas le 2025-01-01"):
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
