"""L'espace d'un créancier, par la commande : où il s'écrit, et ce que les gestes de tous les jours y mettent."""

from __future__ import annotations

from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande


@pytest.fixture
def deux(recouvre: LigneDeCommande) -> LigneDeCommande:
    """Deux créanciers, un dossier chacun."""
    recouvre.ouvrir("F-1", "1000", "--telephone", "06 12 34 56 78")
    recouvre.ouvrir("F-2", "700", creancier="Scierie Arnal", debiteur="SAS Brise-Lames")
    return recouvre


def test_un_espace_ne_s_ecrit_pas_dans_un_autre(deux: LigneDeCommande, tmp_path: Path) -> None:
    """Donner le dossier du premier donnerait celui du second."""
    sien = tmp_path / "Forge"
    deux.fait("espace-client", "Forge Béranger", "--sortie", str(sien))
    avant = sorted(sien.rglob("*"))
    phrase = deux.refuse("espace-client", "Scierie Arnal", "--sortie", str(sien / "pour" / "Arnal"))
    assert "contient déjà l'espace d'un créancier" in phrase
    assert sorted(sien.rglob("*")) == avant
    deux.fait("espace-client", "Forge Béranger", "--sortie", str(sien))


def test_un_espace_qui_en_contient_un_autre_ne_se_refait_pas(deux: LigneDeCommande, tmp_path: Path) -> None:
    ailleurs, sien = tmp_path / "Arnal", tmp_path / "Forge"
    deux.fait("espace-client", "Scierie Arnal", "--sortie", str(ailleurs))
    deux.fait("espace-client", "Forge Béranger", "--sortie", str(sien))
    ailleurs.rename(sien / "Arnal")
    assert "l'un partirait avec l'autre" in deux.refuse("espace-client", "Forge Béranger", "--sortie", str(sien))


def test_le_dossier_de_tous_les_espaces_n_est_a_personne(deux: LigneDeCommande) -> None:
    commun = deux.cabinet / "espaces-clients"
    assert "à lui seul" in deux.refuse("espace-client", "Forge Béranger", "--sortie", str(commun))
    assert not commun.exists()
    assert len(deux.json("espace-client", "--tous")["espaces"]) == 2


@pytest.mark.parametrize("chemin", ["fichier.txt/sous", "n" * 300])
def test_la_ou_rien_ne_s_ecrit_il_le_dit(deux: LigneDeCommande, tmp_path: Path, chemin: str) -> None:
    (tmp_path / "fichier.txt").write_text("occupé", "utf-8")
    sortie = str(tmp_path / chemin)
    assert "ne peut pas s'écrire" in deux.refuse("espace-client", "Forge Béranger", "--sortie", sortie)


def test_un_nom_tres_long_a_son_espace_et_n_arrete_pas_les_autres(deux: LigneDeCommande) -> None:
    deux.ouvrir("F-3", "500", creancier="Ét" * 115)
    assert len(deux.json("espace-client", "--tous")["espaces"]) == 3


def test_le_nom_d_une_campagne_n_y_est_pas(deux: LigneDeCommande) -> None:
    """Une personne l'a écrit, pour tous les créanciers : il peut en nommer un autre, ou dire du mal."""
    deux.fait("canal", "sms", "--passerelle", "fichier")
    deux.envoyer("2026-03-03 09:00")
    deux.jour("2026-03-12 09:00")
    for nom in ("scierie-arnal", "malade"):
        deux.fait("campagne", "preparer", nom, "--canal", "sms", "D-1")
        deux.fait("campagne", "valider", nom)
    assert deux.envoyer("2026-03-12 09:00") == [("D-1", "campagne:malade")]
    deux.fait("espace-client", "Forge Béranger")
    espace = deux.cabinet / "espaces-clients"
    ecrits = [f.read_text("utf-8") for f in espace.rglob("*") if f.suffix in (".html", ".csv")]
    assert len(ecrits) == 3
    for texte in ecrits:
        assert "arnal" not in texte.casefold() and "malade" not in texte and "Campagne" not in texte
        assert "Rappel" in texte
