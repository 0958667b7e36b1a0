"""Le recommandé électronique : jamais à un particulier qui ne l'a pas accepté (CPCE des postes, art. L100)."""

from __future__ import annotations

import csv

import pytest
from cabinet_essai import LigneDeCommande

COURRIEL = ("--courriel", "lea@roux.example")


@pytest.fixture
def agence(recouvre: LigneDeCommande) -> LigneDeCommande:
    """Une agence dont la mise en demeure part en recommandé électronique."""
    source = recouvre.fait("scenario", "montrer", "agence", "--source").sortie
    texte = source.replace('nom = "agence"', 'nom = "electronique"', 1).replace('"recommande"', '"electronique"', 1)
    (recouvre.cabinet / "scenarios" / "electronique.toml").write_text(texte, "utf-8")
    return recouvre


def ouvrir(recouvre: LigneDeCommande, qualite: str, *options: str) -> None:
    recouvre.ouvrir("F-1", "1000", "--qualite", qualite, *options)
    recouvre.fait("scenario", "choisir", "D-1", "electronique")


def partie(recouvre: LigneDeCommande) -> tuple[str, str, str]:
    """(mode, courriel de l'index, repli) de la mise en demeure qui part ce matin."""
    passage = recouvre.json("relances", "--envoyer")
    [depart], [lot] = passage["envoyees"], passage["lots"]
    with (recouvre.cabinet / lot["bordereau_csv"]).open(encoding="utf-8-sig", newline="") as flux:
        [pli] = csv.DictReader(flux, delimiter=";")
    recouvre.verifier()
    return pli["mode"], pli["courriel"], depart["repli"]


def test_un_particulier_sans_accord_recoit_un_recommande_de_papier(agence: LigneDeCommande) -> None:
    ouvrir(agence, "consommateur", *COURRIEL)
    mode, courriel, repli = partie(agence)
    assert (mode, courriel) == ("recommande", "")
    assert "n'a pas consenti" in repli and "L100" in repli


def test_un_particulier_qui_accepte_le_recoit_par_voie_electronique(agence: LigneDeCommande) -> None:
    ouvrir(agence, "consommateur", *COURRIEL)
    agence.fait("noter", "D-1", "accord-electronique", "--le", "02/03/2026")
    assert partie(agence) == ("electronique", "lea@roux.example", "")


def test_son_refus_ulterieur_l_emporte_meme_le_jour_meme(agence: LigneDeCommande) -> None:
    ouvrir(agence, "consommateur", *COURRIEL)
    agence.fait("noter", "D-1", "accord-electronique")
    agence.fait("noter", "D-1", "refus-electronique")
    assert partie(agence)[0] == "recommande"


def test_un_professionnel_n_a_pas_a_consentir(agence: LigneDeCommande) -> None:
    ouvrir(agence, "professionnel", *COURRIEL)
    assert partie(agence)[0] == "electronique"


def test_sans_courriel_le_papier(agence: LigneDeCommande) -> None:
    ouvrir(agence, "professionnel")
    assert partie(agence) == ("recommande", "", "en recommandé de papier : pas de courriel qui vaille")
