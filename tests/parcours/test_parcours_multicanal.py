"""Le scénario à plusieurs canaux, d'un bout à l'autre : lettre, courriel, SMS, repli, étape sautée."""

from __future__ import annotations

import csv

import pytest
from cabinet_essai import LigneDeCommande
from serveur_courriel import Serveur
from test_parcours_courriel import regler

TELEPHONE = ("--telephone", "06 12 34 56 78")
COURRIEL = ("--courriel", "d@faure.example")


@pytest.fixture
def agence(recouvre: LigneDeCommande, poste: Serveur) -> LigneDeCommande:
    """Une agence qui envoie courriels et SMS, ces derniers dans un fichier à remettre."""
    regler(recouvre, poste.port)
    recouvre.fait("canal", "sms", "--passerelle", "fichier")
    return recouvre


def ouvrir(recouvre: LigneDeCommande, *options: str) -> None:
    recouvre.ouvrir("F-1", "1000", *options)
    recouvre.fait("scenario", "choisir", "D-1", "multicanal")


def derouler(recouvre: LigneDeCommande) -> list[tuple[str, str, str]]:
    """Un passage chaque matin de J0 à J40 : (jour, étape, canal) de ce qui part."""
    partis = []
    for jour in range(3, 43):
        date = f"2026-03-{jour:02}" if jour <= 31 else f"2026-04-{jour - 31:02}"
        recouvre.jour(f"{date} 09:00")
        passage = recouvre("relances", "--envoyer", "--json")
        assert passage.code == 0, passage
        partis += [(date, depart["etape"], depart["canal"]) for depart in passage.json["envoyees"]]
        partis += [(date, sautee["etape"], "sautée") for sautee in passage.json["sautees"]]
    recouvre.verifier()
    return partis


def test_chaque_canal_sert_a_son_jour(agence: LigneDeCommande, poste: Serveur) -> None:
    ouvrir(agence, *TELEPHONE, *COURRIEL)
    assert derouler(agence) == [
        ("2026-03-03", "mise-en-demeure", "courrier"),
        ("2026-03-13", "relance-1", "courriel"),
        ("2026-03-23", "sms", "sms"),
        ("2026-03-25", "relance-2", "courrier"),
        ("2026-04-07", "avis-avant-poursuites", "courrier"),
    ]
    assert len(poste.boite.recus) == 1
    [fichier] = agence.cabinet.glob("courriers/2026-03-23/sms-*.csv")
    with fichier.open(encoding="utf-8-sig", newline="") as flux:
        [sms] = csv.DictReader(flux, delimiter=";")
    assert sms["numero"] == "+33612345678" and sms["reference"] == "D-1-3"
    assert "D-1-1" in sms["texte"] and "03/03/2026" in sms["texte"], "la première lettre est rappelée (R124-4)"
    assert "€" not in sms["texte"] and "dette" not in sms["texte"]


def test_sans_coordonnee_on_se_replie_ou_l_on_saute_et_on_le_dit(agence: LigneDeCommande) -> None:
    ouvrir(agence)
    assert derouler(agence) == [
        ("2026-03-03", "mise-en-demeure", "courrier"),
        ("2026-03-13", "relance-1", "courrier"),
        ("2026-03-23", "sms", "sautée"),
        ("2026-03-25", "relance-2", "courrier"),
        ("2026-04-07", "avis-avant-poursuites", "courrier"),
    ]
    histoire = " ".join(agence.fait("dossier", "D-1").sortie.split())
    assert "Étape sms sautée : pas de téléphone mobile" in histoire
    assert "par courrier : pas d'adresse de courriel" in histoire


def test_la_simulation_dit_d_avance_ce_que_le_cron_fera(agence: LigneDeCommande) -> None:
    ouvrir(agence, *COURRIEL)
    agence.jour("2026-03-03 09:00")
    avant = agence.octets()
    simules = agence.json("relances", "--simuler", "40j")
    assert agence.octets() == avant, "simuler n'écrit rien"
    prevus = [(d["le"], d["etape"], d["canal"] or "sautée") for d in simules["departs"]]
    assert prevus == derouler(agence)


def test_le_canal_sms_pas_regle_l_etape_est_sautee(recouvre: LigneDeCommande, poste: Serveur) -> None:
    regler(recouvre, poste.port)
    ouvrir(recouvre, *TELEPHONE, *COURRIEL)
    assert ("2026-03-23", "sms", "sautée") in derouler(recouvre)


def test_un_numero_fixe_ne_recoit_pas_de_sms(agence: LigneDeCommande) -> None:
    ouvrir(agence, "--telephone", "04 72 00 11 22")
    assert ("2026-03-23", "sms", "sautée") in derouler(agence)
