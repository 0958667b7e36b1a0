"""Les arrêts de droit dans la conduite : ceux qui sont en cours, ce qu'ils retiennent, ce qu'ils laissent à faire."""

from __future__ import annotations

import datetime as dt

import pytest
from essai_conduite import AGENCE, dossier, facture, partie
from essai_conduite import demarches as prevues

from recouvre.conduite.arrets import en_cours, fin, paiement_defendu
from recouvre.conduite.demarches import Genre
from recouvre.conduite.porte import interdits
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import Evenement
from recouvre.domaine.faits_de_droit import ArretDeDroit, ArretLeve, CauseArret, CreanceQualifiee

OUVERT_LE = dt.date(2026, 3, 3)
FACTURE = facture(dt.date(2026, 1, 31))
LE = dt.date(2026, 3, 10)


def arret(cause: CauseArret = CauseArret.PROCEDURE, jusqu_au: dt.date | None = None) -> ArretDeDroit:
    return ArretDeDroit(date=LE, cause=cause, jusqu_au=jusqu_au)


def tenu(*faits: Evenement) -> Dossier:
    return dossier(OUVERT_LE, FACTURE, *faits)


def le(jour: int, mois: int = 3) -> dt.date:
    return dt.date(2026, mois, jour)


@pytest.mark.parametrize(
    ("faits", "jours"),
    [
        ((arret(),), (le(10), le(1, 12))),
        ((arret(jusqu_au=le(20)),), (le(10), le(20))),
        ((arret(), ArretLeve(date=le(15), cause=CauseArret.PROCEDURE)), (le(10), le(14))),
        ((arret(jusqu_au=le(20)), ArretLeve(date=le(15), cause=CauseArret.PROCEDURE)), (le(10), le(14))),
        ((arret(jusqu_au=le(12)), ArretLeve(date=le(15), cause=CauseArret.PROCEDURE)), (le(10), le(12))),
        ((arret(), ArretLeve(date=le(10), cause=CauseArret.PROCEDURE)), (le(10), le(1, 12))),
        ((arret(), ArretLeve(date=le(15), cause=CauseArret.PLAN)), (le(10), le(1, 12))),
    ],
)
def test_un_arret_va_de_son_premier_a_son_dernier_jour(
    faits: tuple[Evenement, ...], jours: tuple[dt.date, dt.date]
) -> None:
    debut, terme = jours
    cas = tenu(*faits)
    assert not en_cours(cas, debut - dt.timedelta(1))
    assert en_cours(cas, debut) and en_cours(cas, terme)
    if fin(cas, cas.arrets[0]) is not None:
        assert fin(cas, cas.arrets[0]) == terme
        assert not en_cours(cas, terme + dt.timedelta(1))


def test_un_pret_d_un_an_porte_interet_mais_ne_se_reclame_pas() -> None:
    """C. com. L622-28 n'arrête pas ses intérêts ; L622-7 et L622-21 défendent de le payer et de le poursuivre."""
    cas = tenu(CreanceQualifiee(date=OUVERT_LE, pret_un_an=True), arret())
    assert [retenue.code for retenue in interdits(cas, LE)] == ["arret"]


@pytest.mark.parametrize(
    ("cause", "article"),
    [
        (CauseArret.PROCEDURE, "C. com., art. L622-7"),
        (CauseArret.SURENDETTEMENT, "C. conso., art. L722-5"),
        (CauseArret.DELAI_DE_GRACE, ""),
        (CauseArret.PLAN, ""),
    ],
)
def test_seules_une_procedure_et_un_surendettement_defendent_de_payer(cause: CauseArret, article: str) -> None:
    assert paiement_defendu(tenu(arret(cause)), LE) == article
    assert paiement_defendu(tenu(arret(cause)), LE - dt.timedelta(1)) == ""


def test_une_dette_nee_apres_le_jugement_peut_se_payer() -> None:
    neuve = facture(dt.date(2026, 5, 31))
    assert neuve.emise_le > LE
    assert paiement_defendu(dossier(OUVERT_LE, neuve, arret()), dt.date(2026, 6, 1)) == ""


def test_sans_fin_connue_l_envoi_attend_et_l_appel_disparait() -> None:
    envoyee = partie(AGENCE, "mise-en-demeure", OUVERT_LE)
    libres = prevues(tenu(envoyee), AGENCE)
    arretees = prevues(tenu(envoyee, ArretDeDroit(date=OUVERT_LE, cause=CauseArret.PROCEDURE)), AGENCE)
    envois = [d for d in arretees if d.genre is Genre.ENVOI]
    assert len(envois) == len([d for d in libres if d.genre is Genre.ENVOI]) and all(d.attente for d in envois)
    appels = {Genre.APPEL, Genre.VISITE}
    assert [d for d in libres if d.genre in appels] and not [d for d in arretees if d.genre in appels]
    assert [d for d in arretees if d.genre is Genre.PRESCRIPTION], "la prescription se surveille toujours"


def test_un_appel_du_avant_l_arret_s_efface_quand_il_commence() -> None:
    envoyee = partie(AGENCE, "mise-en-demeure", OUVERT_LE)
    taches = [d for d in prevues(tenu(envoyee), AGENCE) if d.genre is Genre.APPEL]
    assert taches, "le scénario d'agence appelle"
    tard = ArretDeDroit(date=taches[0].le + dt.timedelta(2), cause=CauseArret.PROCEDURE)
    [reste] = [d for d in prevues(tenu(envoyee, tard), AGENCE) if d.cle == taches[0].cle]
    assert reste.jusqu_au == tard.date - dt.timedelta(1)


def test_avec_une_fin_connue_l_appel_vient_apres_elle() -> None:
    envoyee = partie(AGENCE, "mise-en-demeure", OUVERT_LE)
    [tache, *_] = [d for d in prevues(tenu(envoyee), AGENCE) if d.genre is Genre.APPEL]
    grace = ArretDeDroit(date=LE, cause=CauseArret.DELAI_DE_GRACE, jusqu_au=tache.le + dt.timedelta(10))
    [reste] = [d for d in prevues(tenu(envoyee, grace), AGENCE) if d.cle == tache.cle]
    assert reste.le > tache.le + dt.timedelta(10)
    assert not [d for d in prevues(tenu(envoyee, grace), AGENCE) if d.attente]
