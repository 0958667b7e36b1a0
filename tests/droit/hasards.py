"""Des dossiers tirés au hasard, petits et serrés : peu de jours, donc beaucoup de faits le même jour.

Les tirages sont toujours les mêmes. ``RECOUVRE_HASARDS=large pytest tests/droit`` en tire vingt fois plus, et d'autres
à chaque fois : compter un quart d'heure.
"""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import replace
from decimal import Decimal

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from recouvre.domaine.contrat import Acheteur, SousPlancher, TauxConvenu, lire_taux_convenu, taux_fixe
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import (
    AvoirAjoute,
    DossierOuvert,
    EncaissementRecu,
    Evenement,
    FactureAjoutee,
    MiseEnDemeurePresentee,
    RestitutionFaite,
)
from recouvre.domaine.faits_de_droit import (
    AccessoireAjoute,
    ArretDeDroit,
    ArretLeve,
    CauseArret,
    CreanceQualifiee,
    DelaiInterrompu,
    FacturePrecisee,
    InteretsDuTitre,
    NatureAccessoire,
    TitreObtenu,
    TitreSignifie,
)
from recouvre.domaine.parties import Qualite
from recouvre.domaine.pli import plier_neufs

LARGE = os.environ.get("RECOUVRE_HASARDS") == "large"
REGLAGES = settings(
    derandomize=not LARGE,
    database=None,
    deadline=None,
    max_examples=60 * (20 if LARGE else 1),
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    report_multiple_bugs=False,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
"""Toujours les mêmes tirages : un test qui tombe tombe partout, et demain encore."""
REGLAGES_LARGES = settings(REGLAGES, max_examples=150 * (20 if LARGE else 1))
REGLAGES_DU_DROIT = settings(REGLAGES, max_examples=1500 * (20 if LARGE else 1))
"""Tous les régimes mêlés : le juge et l'outil sur des milliers de dossiers."""
DERNIER_JOUR_CONNU = dt.date(2026, 12, 31)
MONTANTS = st.integers(1, 300_00) | st.integers(1, 20_000_00) | st.sampled_from([1, 4000, 100_00, 1_000_00])
TAUX = st.none() | st.sampled_from([taux_fixe(points) for points in ("0", "5", "9.5", "14.123")])
TAUX_VARIES = TAUX | st.sampled_from(
    [lire_taux_convenu(texte) for texte in ("3 x légal", "1 x légal", "5 x légal", "bce + 0", "bce + 8", "2,5", "12")]
)
DEPARTS = st.dates(dt.date(2008, 3, 1), dt.date(2025, 1, 1)) | st.dates(dt.date(2012, 6, 1), dt.date(2012, 12, 31))
DEPARTS_SERRES = DEPARTS | st.dates(dt.date(2023, 1, 1), dt.date(2024, 12, 31))
PRES = st.integers(0, 40) | st.integers(0, 500)


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
    tirees = [_facture(tirer, depart, rang, TAUX) for rang in range(tirer(st.integers(1, factures)))]
    ouverture = DossierOuvert(date=depart, creancier=1, debiteur=2, qualite=qualite, taux=tirer(TAUX))
    return (
        ouverture,
        *tirees,
        *(_paiement(tirer, depart, tirees, rang) for rang in range(tirer(st.integers(0, 5)))),
        *(_avoir(tirer, depart, tirees, rang) for rang in range(tirer(st.integers(0, 2)) if avoirs else 0)),
        *(MiseEnDemeurePresentee(date=plus(depart, tirer(PRES))) for _ in range(tirer(st.integers(0, 2)))),
    )


@st.composite
def faits_de_droit(
    tirer: st.DrawFn, *, avoirs: bool = True, qualite: Qualite | None = None, condamne: bool = False
) -> tuple[Evenement, ...]:
    """Un dossier de n'importe quel régime, avec tout ce que le droit regarde."""
    depart = tirer(DEPARTS_SERRES)
    qualite = qualite or tirer(st.sampled_from(Qualite))
    tirees = [_facture(tirer, depart, rang, TAUX_VARIES) for rang in range(tirer(st.integers(1, 4)))]
    ouverture = DossierOuvert(date=depart, creancier=1, debiteur=2, qualite=qualite, taux=tirer(TAUX_VARIES))
    suites: list[Evenement] = []
    mouvements = tirer(st.integers(0, 8))
    for rang in range(mouvements):
        genre = tirer(st.sampled_from(["paiement"] * 3 + ["restitution"] + ["avoir"] * avoirs))
        if genre == "paiement":
            suites.append(_paiement(tirer, depart, tirees, rang, public=qualite is Qualite.PUBLIC))
        elif genre == "avoir":
            suites.append(_avoir(tirer, depart, tirees, rang))
        else:
            suites.append(RestitutionFaite(date=plus(depart, tirer(PRES)), montant=tirer(MONTANTS)))
    suites += [MiseEnDemeurePresentee(date=plus(depart, tirer(PRES))) for _ in range(tirer(st.integers(0, 2)))]
    if tirer(st.booleans()):
        suites.append(_contrat(tirer, depart, qualite))
    if condamne or tirer(st.booleans()):
        suites += _titres(tirer, depart)
    if tirer(st.booleans()):
        suites += _arrets(tirer, depart)
    if tirer(st.booleans()):
        suites += _frais(tirer, depart, tirees)
    if qualite is Qualite.PUBLIC:
        suites += _marche(tirer, tirees)
    return (ouverture, *tirees, *suites)


def dossiers(*, avoirs: bool = True, qualite: Qualite | None = None) -> st.SearchStrategy[Dossier]:
    """Les mêmes, pliés."""
    return faits(avoirs=avoirs, qualite=qualite).map(lambda evenements: plier_neufs(1, evenements))


def dossiers_de_droit(
    *, avoirs: bool = True, qualite: Qualite | None = None, condamne: bool = False
) -> st.SearchStrategy[Dossier]:
    """Les mêmes, pliés."""
    tires = faits_de_droit(avoirs=avoirs, qualite=qualite, condamne=condamne)
    return tires.map(lambda evenements: plier_neufs(1, evenements))


def jours_de_decompte(dossier: Dossier) -> st.SearchStrategy[dt.date]:
    """Un jour où arrêter le compte : jusqu'à deux ans et demi après l'ouverture, dans les tables connues."""
    depart = dossier.ouverture.date
    return st.integers(0, 900).map(lambda jours: min(plus(depart, jours), DERNIER_JOUR_CONNU))


def jusqu_a(dossier: Dossier, jour: dt.date) -> Dossier:
    """Le dossier tel qu'il serait si rien n'était arrivé après ce jour. Le contrat, lui, vaut depuis l'origine."""
    return replace(
        dossier,
        factures=tuple(facture for facture in dossier.factures if facture.emise_le <= jour),
        avoirs=tuple(avoir for avoir in dossier.avoirs if avoir.date <= jour),
        encaissements=tuple(recu for recu in dossier.encaissements if _premier_jour(recu) <= jour),
        restitutions=tuple(rendu for rendu in dossier.restitutions if rendu.date <= jour),
        mises_en_demeure=tuple(mise for mise in dossier.mises_en_demeure if mise.date <= jour),
        delais_interrompus=tuple(delai for delai in dossier.delais_interrompus if delai.date <= jour),
        accessoires=tuple(frais for frais in dossier.accessoires if frais.date <= jour),
        titres=tuple(titre for titre in dossier.titres if titre.date <= jour),
        significations=tuple(signifie for signifie in dossier.significations if signifie.date <= jour),
        arrets=tuple(arret for arret in dossier.arrets if arret.date <= jour),
        levees=tuple(levee for levee in dossier.levees if levee.date <= jour),
    )


def _premier_jour(recu: EncaissementRecu) -> dt.date:
    """Un acheteur public a pu mettre en paiement avant que les fonds arrivent."""
    return min(recu.date, recu.mis_en_paiement_le or recu.date)


def _facture(
    tirer: st.DrawFn, depart: dt.date, rang: int, taux: st.SearchStrategy[TauxConvenu | None]
) -> FactureAjoutee:
    emise = plus(depart, tirer(st.integers(0, 5) | st.integers(0, 200)))
    montant = tirer(MONTANTS)
    return FactureAjoutee(
        date=emise,
        numero=f"F-{rang + 1}",
        montant=montant,
        deja_regle=tirer(st.just(0) | st.integers(0, montant - 1)),
        emise_le=emise,
        echeance=plus(emise, tirer(st.sampled_from([0, 10, 30]) | st.integers(0, 90))),
        taux=tirer(taux),
    )


def _paiement(
    tirer: st.DrawFn, depart: dt.date, factures: list[FactureAjoutee], rang: int, *, public: bool = False
) -> EncaissementRecu:
    le = plus(depart, tirer(PRES))
    avance = tirer(st.none() | st.integers(0, 5)) if public else None
    return EncaissementRecu(
        date=le,
        montant=tirer(MONTANTS),
        facture=tirer(st.sampled_from(["", "", *(facture.numero for facture in factures)])),
        reference=str(rang),
        mis_en_paiement_le=None if avance is None else plus(le, -avance),
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


def _contrat(tirer: st.DrawFn, depart: dt.date, qualite: Qualite) -> CreanceQualifiee:
    ordres = ["", "", "principal, interets, accessoires", "accessoires, interets, principal"]
    return CreanceQualifiee(
        date=depart,
        creancier_particulier=tirer(st.sampled_from([False, False, False, True])),
        acheteur=tirer(st.none() | st.sampled_from(Acheteur)) if qualite is Qualite.PUBLIC else None,
        taux=tirer(TAUX_VARIES),
        sous_plancher=tirer(st.none() | st.sampled_from(SousPlancher)),
        exact=tirer(st.booleans()),
        clause_points=tirer(st.none() | st.sampled_from([Decimal(10), Decimal("7.5")])),
        clause_forfait=tirer(st.sampled_from([0, 0, 150_00])),
        capitalisation=tirer(st.booleans()),
        imputation=tirer(st.sampled_from(ordres)),
        pret_un_an=tirer(st.sampled_from([False, False, False, True])),
    )


def _titres(tirer: st.DrawFn, depart: dt.date) -> list[Evenement]:
    le = plus(depart, tirer(PRES))
    suites: list[Evenement] = [
        TitreObtenu(
            date=le,
            decision=tirer(st.sampled_from([True, True, True, False])),
            interets=tirer(st.sampled_from([InteretsDuTitre.LEGAL, InteretsDuTitre.LEGAL, InteretsDuTitre.CONTRAT])),
            capitalisation=tirer(st.booleans()),
            sans_majoration=tirer(st.sampled_from([False, False, False, True])),
        )
    ]
    if tirer(st.sampled_from([True, True, False])):
        signifie = plus(le, tirer(st.integers(0, 60)))
        attente = tirer(st.none() | st.integers(0, 60))
        suites.append(TitreSignifie(date=signifie, executoire_le=None if attente is None else plus(signifie, attente)))
    return suites


def _arrets(tirer: st.DrawFn, depart: dt.date) -> list[Evenement]:
    suites: list[Evenement] = []
    for cause in tirer(st.lists(st.sampled_from(CauseArret), min_size=1, max_size=2, unique=True)):
        le = plus(depart, tirer(PRES))
        grace = cause is CauseArret.DELAI_DE_GRACE
        borne = cause in (CauseArret.DELAI_DE_GRACE, CauseArret.PLAN)
        duree = tirer(st.none() | st.integers(0, 200)) if borne else None
        suites.append(
            ArretDeDroit(
                date=le,
                cause=cause,
                jusqu_au=None if duree is None else plus(le, duree),
                taux=tirer(TAUX_VARIES) if grace else None,
                capital_d_abord=tirer(st.booleans()) if grace else False,
            )
        )
        if tirer(st.booleans()):
            suites.append(ArretLeve(date=plus(le, tirer(st.integers(1, 300))), cause=cause))
    return suites


def _frais(tirer: st.DrawFn, depart: dt.date, factures: list[FactureAjoutee]) -> list[Evenement]:
    suites: list[Evenement] = []
    premiere = min(facture.emise_le for facture in factures)
    for rang in range(tirer(st.integers(1, 3))):
        visee = tirer(st.none() | st.sampled_from(factures))
        le = max(premiere, plus(depart, tirer(PRES)))
        suites.append(
            AccessoireAjoute(
                date=max(le, visee.emise_le) if visee else le,
                nature=tirer(st.sampled_from(NatureAccessoire)),
                montant=tirer(st.integers(1, 400_00)),
                justificatif=f"note {rang + 1}",
                facture=visee.numero if visee else "",
            )
        )
    return suites


def _marche(tirer: st.DrawFn, factures: list[FactureAjoutee]) -> list[Evenement]:
    suites: list[Evenement] = []
    for facture in factures:
        if tirer(st.sampled_from([True, False, False])):
            le = plus(facture.emise_le, tirer(st.integers(0, 40)))
            attente = tirer(st.none() | st.integers(0, 40))
            suites.append(
                DelaiInterrompu(
                    date=le, facture=facture.numero, pieces_recues_le=None if attente is None else plus(le, attente)
                )
            )
        if tirer(st.sampled_from([True, False, False])):
            retenue = tirer(st.integers(0, facture.montant))
            suites.append(FacturePrecisee(date=facture.date, facture=facture.numero, retenue=retenue))
    return suites
