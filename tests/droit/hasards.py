"""Des dossiers tirés au hasard, petits et serrés : peu de jours, donc beaucoup de faits le même jour."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from recouvre.domaine.dossier import Dossier, plier_neufs
from recouvre.domaine.evenements import (
    AvoirAjoute,
    DossierOuvert,
    EncaissementRecu,
    Evenement,
    FactureAjoutee,
    MiseEnDemeurePresentee,
)
from recouvre.domaine.parties import Qualite

REGLAGES = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=60,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
"""Toujours les mêmes tirages : un test qui tombe tombe partout, et demain encore."""
REGLAGES_LARGES = settings(REGLAGES, max_examples=200)
DERNIER_JOUR_CONNU = dt.date(2026, 12, 31)
MONTANTS = st.integers(1, 300_00) | st.integers(1, 20_000_00) | st.sampled_from([1, 4000, 100_00, 1_000_00])
TAUX = st.none() | st.sampled_from([Decimal(0), Decimal("5"), Decimal("9.5"), Decimal("14.123")])
DEPARTS = st.dates(dt.date(2008, 3, 1), dt.date(2025, 1, 1)) | st.dates(dt.date(2012, 6, 1), dt.date(2012, 12, 31))


def plus(jour: dt.date, jours: int) -> dt.date:
    return jour + dt.timedelta(days=jours)


@st.composite
def faits(
    tirer: st.DrawFn, *, avoirs: bool = True, qualite: Qualite | None = None, factures: int = 3
) -> tuple[Evenement, ...]:
    """L'ouverture d'un dossier et ses faits comptables, sur deux ans au plus.

    Un avoir qui vise une facture n'est jamais daté d'avant elle.
    """
    depart = tirer(DEPARTS)
    qualite = qualite or tirer(st.sampled_from([Qualite.PROFESSIONNEL, Qualite.CONSOMMATEUR]))
    tirees = [_facture(tirer, depart, rang) for rang in range(tirer(st.integers(1, factures)))]
    jours = st.integers(0, 40) | st.integers(0, 500)
    designations = st.sampled_from(["", "", *(facture.numero for facture in tirees)])
    ouverture = DossierOuvert(date=depart, creancier=1, debiteur=2, qualite=qualite, taux=tirer(TAUX))
    paiements = [
        EncaissementRecu(
            date=plus(depart, tirer(jours)), montant=tirer(MONTANTS), facture=tirer(designations), reference=str(rang)
        )
        for rang in range(tirer(st.integers(0, 5)))
    ]
    return (
        ouverture,
        *tirees,
        *paiements,
        *(_avoir(tirer, depart, tirees, rang) for rang in range(tirer(st.integers(0, 2)) if avoirs else 0)),
        *(MiseEnDemeurePresentee(date=plus(depart, tirer(jours))) for _ in range(tirer(st.integers(0, 2)))),
    )


def dossiers(*, avoirs: bool = True, qualite: Qualite | None = None) -> st.SearchStrategy[Dossier]:
    """Les mêmes, pliés."""
    return faits(avoirs=avoirs, qualite=qualite).map(lambda evenements: plier_neufs(1, evenements))


def jours_de_decompte(dossier: Dossier) -> st.SearchStrategy[dt.date]:
    """Un jour où arrêter le compte : jusqu'à deux ans et demi après l'ouverture, dans les tables connues."""
    depart = dossier.ouverture.date
    return st.integers(0, 900).map(lambda jours: min(plus(depart, jours), DERNIER_JOUR_CONNU))


def jusqu_a(dossier: Dossier, jour: dt.date) -> Dossier:
    """Le dossier tel qu'il serait si rien n'était arrivé après ce jour."""
    return replace(
        dossier,
        factures=tuple(facture for facture in dossier.factures if facture.emise_le <= jour),
        avoirs=tuple(avoir for avoir in dossier.avoirs if avoir.date <= jour),
        encaissements=tuple(recu for recu in dossier.encaissements if recu.date <= jour),
        mises_en_demeure=tuple(mise for mise in dossier.mises_en_demeure if mise.date <= jour),
    )


def _facture(tirer: st.DrawFn, depart: dt.date, rang: int) -> FactureAjoutee:
    emise = plus(depart, tirer(st.integers(0, 5) | st.integers(0, 200)))
    montant = tirer(MONTANTS)
    return FactureAjoutee(
        date=emise,
        numero=f"F-{rang + 1}",
        montant=montant,
        deja_regle=tirer(st.just(0) | st.integers(0, montant - 1)),
        emise_le=emise,
        echeance=plus(emise, tirer(st.sampled_from([0, 10, 30]) | st.integers(0, 90))),
        taux=tirer(TAUX),
    )


def _avoir(tirer: st.DrawFn, depart: dt.date, factures: list[FactureAjoutee], rang: int) -> AvoirAjoute:
    le = plus(depart, tirer(st.integers(0, 400)))
    visee = tirer(st.none() | st.sampled_from(factures))
    return AvoirAjoute(
        date=max(le, visee.emise_le) if visee else le,
        numero=f"A-{rang + 1}",
        montant=tirer(MONTANTS),
        sur=visee.numero if visee else "",
    )
