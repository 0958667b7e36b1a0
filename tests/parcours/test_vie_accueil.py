"""``recouvre`` sans commande : où l'on en est en cinq lignes, et les cinq commandes utiles maintenant."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande

LOURDS = {"rich", "tomlkit", "dateutil", "reportlab", "jinja2", "sqlite_utils"}


def lire(texte: str) -> tuple[dict[str, str], list[str]]:
    """Les cinq lignes de l'état, par leur nom, et les commandes proposées."""
    jour, lignes, taper, fin = texte.partition("\n")[0], *texte.partition("\n")[2].split("\n\n")
    assert jour and fin == "Toutes les commandes : recouvre --aide\n"
    etat = {ligne[2:17].strip(): ligne[17:] for ligne in lignes.split("\n")}
    assert list(etat) == ["Dossiers", "À faire", "Envois", "Encaissé", "Date légale"]
    commandes = [ligne.strip().partition("  ")[0] for ligne in taper.split("\n")]
    assert len(commandes) == 5
    return etat, commandes


def test_un_cabinet_vide_dit_par_ou_commencer(recouvre: LigneDeCommande) -> None:
    etat, commandes = lire(recouvre.fait().sortie)
    assert etat == {
        "Dossiers": "0 ouvert",
        "À faire": "0 démarche, dont aucun délai légal",
        "Envois": "0 à faire partir",
        "Encaissé": "0,00\xa0€ hier, 0,00\xa0€ ce mois-ci",
        "Date légale": "aucune en vue",
    }
    assert commandes[:2] == ["recouvre ouvrir FICHIER", "recouvre profil"]


def test_l_etat_du_jour(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1000")
    recouvre.ouvrir("F-2", "200", debiteur="Scierie Vidal", complet=False)
    recouvre.ouvrir("F-3", "50", debiteur="Garage Martin")
    recouvre.ouvrir("F-4", "400", "--emise", "01/03/2021", debiteur="Vieux Moulin", echeance="01/04/2021")
    recouvre.fait("encaisser", "D-1", "100", "--le", "02/03/2026")
    recouvre.fait("encaisser", "D-1", "30", "--le", "28/02/2026")
    recouvre.fait("encaisser", "D-1", "7", "--le", "03/03/2026")
    trompe = recouvre.json("encaisser", "D-3", "49", "--le", "02/03/2026")["rang"]
    recouvre.fait("annuler", "D-3", str(trompe), "--motif", "erreur")
    recouvre.fait("clore", "D-3", "--motif", "abandon")
    etat, commandes = lire(recouvre.fait().sortie)
    assert etat["Dossiers"] == "3 ouverts, 1 soldés ou clos"
    assert etat["À faire"].endswith("dont 1 délai légal")
    assert etat["Envois"] == "2 à faire partir, 1 retenu"
    assert etat["Encaissé"] == "100,00\xa0€ hier, 107,00\xa0€ ce mois-ci"
    assert etat["Date légale"] == "01/04/2026 : D-4, dernier jour utile pour agir"
    assert commandes[:2] == ["recouvre agenda", "recouvre relances"]
    recouvre.jour("2026-03-01")
    assert lire(recouvre.fait().sortie)[0]["Encaissé"] == "30,00\xa0€ hier, 0,00\xa0€ ce mois-ci", "hier, l'autre mois"


def test_les_envois_incertains_passent_avant(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1000")
    recouvre.envoyer("2026-03-03")
    with recouvre.base() as base:
        base.execute("UPDATE envois SET etat = 'incertain'")
    etat, commandes = lire(recouvre.fait().sortie)
    assert "1 incertain" in etat["Envois"] and commandes[0] == "recouvre envois"


def test_le_nombre_de_demarches_est_celui_de_l_agenda(recouvre: LigneDeCommande) -> None:
    for rang in range(3):
        recouvre.ouvrir(f"F-{rang}", "100", debiteur=f"Société {rang}", complet=bool(rang))
    recouvre.fait("encaisser", "D-1", "20")
    combien = len(recouvre.json("agenda")["demarches"])
    assert lire(recouvre.fait().sortie)[0]["À faire"].startswith(f"{combien} démarche")


def test_sans_cabinet_l_essentiel(recouvre: LigneDeCommande, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    recouvre.cabinet = tmp_path / "rien"
    dit = recouvre.fait().sortie
    assert "recouvre demo" in dit and "recouvre initialiser" in dit and "recouvre --aide" in dit
    assert "Aucun cabinet dans" in recouvre.refuse("--cabinet", str(tmp_path / "rien"))


def test_le_cabinet_nomme_ou_courant(
    recouvre: LigneDeCommande, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vrai, recouvre.cabinet = recouvre.cabinet, tmp_path / "rien"
    lire(recouvre.fait("--cabinet", str(vrai)).sortie)
    monkeypatch.chdir(vrai)
    recouvre.cabinet = Path()
    lire(recouvre.fait().sortie)


def test_rien_de_lourd_ni_journal_lu(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1000")
    code = "import sys; from recouvre.cli import lancer; lancer([]); print(*sys.modules, file=sys.stderr)"
    environnement = {**os.environ, "RECOUVRE_CABINET": str(recouvre.cabinet)}
    fini = subprocess.run([sys.executable, "-c", code], env=environnement, capture_output=True, text=True, check=True)
    importes = set(fini.stderr.split())
    assert not LOURDS & importes
    assert not {
        nom for nom in importes if nom.startswith(("recouvre.operations", "recouvre.droit", "recouvre.conduite"))
    }


def test_une_sortie_windows_s_ecrit(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1234567,89")
    dit = recouvre.ailleurs(PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert (dit.returncode, dit.stderr) == (0, b"")
    assert "À faire" in dit.stdout.decode("cp1252")
