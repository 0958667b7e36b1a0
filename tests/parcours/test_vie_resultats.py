"""Rendre compte au créancier : ce que ses dossiers sont devenus, et ce qu'il peut en lire."""

from __future__ import annotations

import csv
import html
import io
from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande


@pytest.fixture
def tenu(recouvre: LigneDeCommande) -> LigneDeCommande:
    """Deux créanciers ; le premier a trois dossiers confiés le 3 mars, le second, un, sur un débiteur commun.

    D-1 payé en entier le 18 mars, après la relance ; D-2 en partie, au créancier, le 5 ; D-3 clos ; D-4 intact.
    """
    recouvre.ouvrir("F-1", "1000", "--siren", "732829320", "--ref", "C-1")
    recouvre.ouvrir("F-2", "2000", "--emise", "20/10/2025", debiteur="SAS Brise-Lames", echeance="20/11/2025")
    recouvre.ouvrir("F-3", "500", debiteur="SARL Voilerie")
    recouvre.ouvrir("F-4", "7770", "--siren", "732829320", "--ref", "R-4", creancier="Atelier Roux")
    recouvre.envoyer("2026-03-03")
    recouvre.jour("2026-03-05")
    recouvre.fait("encaisser", "D-2", "400", "--direct", "--mode", "cheque")
    recouvre.fait("clore", "D-3", "--motif", "débiteur hospitalisé, on arrête")
    recouvre.fait("noter", "D-4", "appel", "sa banque : FR14 2004 1010 0505 0001 3M02 606")
    recouvre.fait("noter", "D-1", "appel", "très malade, parle de son divorce")
    recouvre.envoyer("2026-03-16")
    recouvre.jour("2026-03-18")
    du = recouvre.json("decompte", "D-1")["total"]
    recouvre.fait("encaisser", "D-1", du.replace(".", ","))
    return recouvre


def test_statistiques_des_resultats(tenu: LigneDeCommande) -> None:
    """§ 9.2, ligne « Statistiques des résultats » : taux de recouvrement, délais, par créancier et ensemble."""
    lu = tenu.json("statistiques")
    roux, forge = lu["creanciers"]
    assert (roux["creancier"], roux["dossiers"], roux["taux"], roux["delai_median"]) == ("Atelier Roux", 1, "0.0", None)
    compte = {nom: forge[nom] for nom in ("dossiers", "en_cours", "soldes", "sans_suite")}
    assert compte == {"dossiers": 3, "en_cours": 1, "soldes": 1, "sans_suite": 1}
    assert (forge["confie"], forge["direct"], forge["delai_median"]) == ("3500.00", "400.00", "15.0")
    restant = tenu.json("decompte", "D-2")["principal"]
    recouvre = 1000 * 100 + 2000 * 100 - int(restant.replace(".", ""))
    assert forge["recouvre"] == f"{recouvre // 100}.{recouvre % 100:02d}"
    pour_mille = (2 * 1000 * recouvre + 350_000) // (2 * 350_000)
    assert forge["taux"] == f"{pour_mille // 10}.{pour_mille % 10}"
    assert [(e["etape"], e["paiements"]) for e in forge["etapes"]] == [("mise en demeure", 1), ("relance 1", 1)]
    assert [(t["tranche"], t["dossiers"]) for t in forge["anciennete"]] == [("31 à 60 jours", 2), ("91 à 180 jours", 1)]
    assert lu["total"]["confie"] == "11270.00" and lu["total"]["dossiers"] == 4
    ecran = tenu.fait("statistiques", "--creancier", "forge beranger").sortie.replace("\u202f", " ")
    assert "Forge Béranger" in ecran and "Atelier" not in ecran and "Délai médian 15" in ecran
    tableau = list(csv.DictReader(io.StringIO(tenu.fait("statistiques", "--csv").sortie), delimiter=";"))
    assert [(ligne["creancier"], ligne["confie"]) for ligne in tableau] == [
        ("Atelier Roux", "7770,00"), ("Forge Béranger", "3500,00"),
    ]  # fmt: skip
    assert tenu.json("statistiques", "--du", "04/03/2026")["total"]["dossiers"] == 0


def test_espace_client(tenu: LigneDeCommande) -> None:
    """§ 9.2, ligne « Espace client : encaissements, historique » : les siens, jamais ceux d'un autre (RGPD)."""
    avant = tenu.octets()
    [espace] = tenu.json("espace-client", "Forge Béranger")["espaces"]
    assert tenu.octets() == avant, "écrire un espace ne note rien"
    fichiers = {f.name: html.unescape(f.read_text("utf-8-sig")) for f in Path(espace["chemin"]).iterdir()}
    page = fichiers["index.html"].replace("\u202f", " ").replace("\xa0", " ")
    for dit in (
        "D-1",
        "C-1",
        "Menuiserie Faure",
        "400,00 €",
        "Chèque, reçu par vous",
        "Relance 1",
        "Clos le 05/03/2026",
    ):
        assert dit in page, dit
    assert "Mise en demeure" in fichiers["historique.csv"] and "Appel" in fichiers["historique.csv"]
    for nom, texte in fichiers.items():
        for tu in ("D-4", "Roux", "R-4", "F-4", "7770", "7 770", "malade", "divorce", "hospitalisé", "FR14", "FR76",
                   "732829320", "12 rue de l'Église", "Bourg-en-Bresse"):  # fmt: skip
            assert tu not in texte.replace("\u202f", " "), f"{nom} : {tu}"
    [autre] = tenu.json("espace-client", "Atelier Roux")["espaces"]
    texte = "".join(f.read_text("utf-8-sig") for f in Path(autre["chemin"]).iterdir())
    assert "D-4" in texte and "D-1" not in texte and "C-1" not in texte and "2004 1010" not in texte
