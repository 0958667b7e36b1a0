"""La porte : chaque raison de retenir un envoi, seule, puis toutes ensemble ; et les pièces exigées."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from essai_conduite import AGENCE, BAREME, NATURES, dossier, facture, partie

from recouvre.conduite.circonstances import Circonstances
from recouvre.conduite.pieces import en_clair, pieces_exigees, pieces_manquantes
from recouvre.conduite.porte import examiner
from recouvre.conduite.retenue import Retenue
from recouvre.conduite.scenarios import Canal
from recouvre.conduite.situation import situer
from recouvre.conduite.voies import Voie
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import DossierClos, EncaissementRecu, PieceRecue
from recouvre.domaine.faits_de_suivi import LitigeOuvert, PromesseFaite
from recouvre.domaine.parties import Partie, ReglagesCreancier
from recouvre.domaine.profil import Mode, Profil

AU = dt.date(2026, 3, 3)
OUVERT_LE = dt.date(2026, 3, 2)
DEBITEUR = Partie(nom="Menuiserie Faure", adresse="12 rue de l'Église", code_postal="01000", ville="Bourg")
CREANCE = facture(dt.date(2026, 1, 31))


def raisons(tenu: Dossier, cle: str = "mise-en-demeure", **options: Any) -> tuple[Retenue, ...]:
    """Ce que la porte oppose à cette étape."""
    etape = AGENCE.etape(cle)
    assert etape is not None
    reglages: dict[str, Any] = {
        "au": AU,
        "profil": Profil(mode=Mode.AGENCE),
        "manquantes": (),
        "debiteur": DEBITEUR,
        "circonstances": Circonstances(voie=Voie(canal=Canal.COURRIER)),
    }
    return examiner(tenu, situer(tenu, BAREME, NATURES), etape, **{**reglages, **options})


def codes(retenues: tuple[Retenue, ...]) -> list[str]:
    return [retenue.code for retenue in retenues]


def test_un_dossier_en_regle_passe() -> None:
    assert raisons(dossier(OUVERT_LE, CREANCE)) == ()
    relance = dossier(OUVERT_LE, CREANCE, partie(AGENCE, "mise-en-demeure", AU))
    assert raisons(relance, "relance-1", au=dt.date(2026, 3, 16)) == ()


def test_dossier_clos() -> None:
    clos = dossier(OUVERT_LE, CREANCE, DossierClos(date=AU, motif="repris"))
    assert raisons(clos) == (Retenue("etat", "dossier clos"),)


def test_dossier_solde() -> None:
    solde = dossier(OUVERT_LE, CREANCE, EncaissementRecu(date=AU, montant=200_000))
    assert raisons(solde) == (Retenue("etat", "dossier soldé"),)


def test_taux_manquant() -> None:
    tenu = dossier(OUVERT_LE, CREANCE, EncaissementRecu(date=dt.date(2027, 3, 1), montant=10))
    [retenue] = raisons(tenu, au=dt.date(2027, 3, 2))
    assert retenue.code == "taux" and "1er semestre 2027" in retenue.phrase


def test_litige_et_promesse() -> None:
    conteste = LitigeOuvert(date=AU, motif="non conforme")
    promis = PromesseFaite(date=AU, montant=100, pour_le=AU)
    assert codes(raisons(dossier(OUVERT_LE, CREANCE, conteste, promis))) == ["litige", "promesse"]
    assert raisons(dossier(OUVERT_LE, CREANCE, conteste, promis), au=OUVERT_LE) == ()


def test_pieces_manquantes() -> None:
    [retenue] = raisons(dossier(OUVERT_LE, CREANCE), manquantes=("mandat", "cgv"))
    assert retenue.code == "pieces" and retenue.phrase.startswith("en attente : pouvoir (mandat écrit")
    assert "recouvre piece D-1 mandat" in retenue.remede


@pytest.mark.parametrize(
    ("vide", "options"),
    [
        ({"adresse": ""}, "--adresse …"),
        ({"code_postal": ""}, "--code-postal …"),
        ({"ville": ""}, "--ville …"),
        ({"adresse": "", "ville": ""}, "--adresse … --ville …"),
    ],
)
def test_adresse_incomplete(vide: dict[str, str], options: str) -> None:
    [retenue] = raisons(dossier(OUVERT_LE, CREANCE), debiteur=replace(DEBITEUR, **vide))
    assert retenue.code == "adresse" and retenue.remede.endswith(f"recouvre debiteur D-1 {options}")


def test_creance_prescrite_au_lendemain_du_dernier_jour() -> None:
    vieille = dossier(OUVERT_LE, facture(dt.date(2021, 3, 3)))
    assert raisons(vieille) == (), "le 3 mars 2026 est le dernier jour utile"
    [retenue] = raisons(vieille, au=dt.date(2026, 3, 4))
    assert retenue.code == "prescription" and "03/03/2026" in retenue.phrase


def test_premiere_lettre_pas_encore_partie() -> None:
    tenu = dossier(OUVERT_LE, CREANCE)
    assert codes(raisons(tenu, "relance-1")) == ["premiere-lettre"]
    assert raisons(tenu, "relance-1", profil=Profil(mode=Mode.INTERNE)) == ()


def test_delai_de_la_lettre_precedente() -> None:
    tenu = dossier(OUVERT_LE, CREANCE, partie(AGENCE, "mise-en-demeure", AU))
    [retenue] = raisons(tenu, "relance-1", au=dt.date(2026, 3, 11))
    assert retenue == Retenue("delai", "le délai de la lettre précédente court jusqu'au 11/03/2026")
    assert raisons(tenu, "relance-1", au=dt.date(2026, 3, 12)) == ()


@pytest.mark.parametrize(
    ("jour", "report"),
    [("2026-03-07", "09/03/2026"), ("2026-05-01", "04/05/2026"), ("2026-04-06", "07/04/2026")],
)
def test_jour_non_ouvre(jour: str, report: str) -> None:
    [retenue] = raisons(dossier(OUVERT_LE, CREANCE), au=dt.date.fromisoformat(jour))
    assert retenue.code == "jour" and retenue.phrase.endswith(f"partira le {report}")


def test_toutes_les_raisons_ensemble() -> None:
    tenu = dossier(
        OUVERT_LE,
        facture(dt.date(2020, 1, 31)),
        partie(AGENCE, "relance-1", dt.date(2026, 3, 6)),
        DossierClos(date=AU, motif="repris"),
    )
    retenues = raisons(
        tenu, "relance-2", au=dt.date(2026, 3, 7), manquantes=("mandat",), debiteur=Partie(nom="Sans adresse")
    )
    assert codes(retenues) == ["etat", "pieces", "adresse", "prescription", "premiere-lettre", "delai", "jour"]


@pytest.mark.parametrize(
    ("mode", "reglees", "exigees"),
    [
        (Mode.AGENCE, None, ("mandat", "cgv")),
        (Mode.AGENCE, (), ("mandat",)),
        (Mode.AGENCE, ("facture", "mandat"), ("mandat", "facture")),
        (Mode.INTERNE, None, ()),
        (Mode.INTERNE, ("facture",), ("facture",)),
    ],
)
def test_pieces_exigees_jamais_sans_mandat_en_agence(
    mode: Mode, reglees: tuple[str, ...] | None, exigees: tuple[str, ...]
) -> None:
    assert pieces_exigees(mode, ReglagesCreancier(pieces_exigees=reglees)) == exigees


def test_pieces_recues_ne_manquent_plus() -> None:
    tenu = dossier(OUVERT_LE, CREANCE, PieceRecue(date=AU, nature="cgv"))
    assert pieces_manquantes(tenu, ("mandat", "cgv", "facture")) == ("mandat", "facture")
    assert en_clair(("facture", "inédite")) == "copie de la facture ; inédite"


def test_assurance_expiree() -> None:
    """CPCE R124-2 : sans garantie en cours, l'agence n'exerce pas ; une entreprise, elle, n'y est pas tenue."""
    finie = Profil(mode=Mode.AGENCE, assurance_fin_le=AU - dt.timedelta(days=1))
    assert codes(raisons(dossier(OUVERT_LE, CREANCE), profil=finie)) == ["assurance"]
    assert raisons(dossier(OUVERT_LE, CREANCE), profil=replace(finie, assurance_fin_le=AU)) == ()
    assert raisons(dossier(OUVERT_LE, CREANCE), profil=replace(finie, mode=Mode.INTERNE)) == ()
