"""Ce que la fiche compte, ce que « voies » rappelle du crédit et du mandat, et le paiement par carte."""

from __future__ import annotations

import pytest
from cabinet_essai import LigneDeCommande


@pytest.fixture
def tenu(recouvre: LigneDeCommande) -> LigneDeCommande:
    """1 000 € échus le 31/01/2026 entre professionnels ; nous sommes le mardi 3 mars 2026."""
    recouvre.ouvrir("F-1", "1000", "--emise", "01/01/2026")
    return recouvre


def ecran(recouvre: LigneDeCommande, *mots: str) -> str:
    return " ".join(recouvre.fait(*mots).sortie.split())


# --- Les signaux de la fiche ----------------------------------------------------------------------------------------


def test_la_fiche_compte_et_ne_note_pas(tenu: LigneDeCommande) -> None:
    """§ 9.5, ligne « Signaux » : promesses rompues, appels sans réponse, reports, silence ; aucun score."""
    assert "Signaux" not in tenu.fait("dossier", "D-1").sortie, "rien à dire, aucune ligne"
    tenu.fait("noter", "D-1", "appel", "répondeur", "--echec")
    tenu.fait("promesse", "D-1", "200", "--pour", "05/03/2026")
    tenu.jour("2026-03-04")
    tenu.fait("promesse", "D-1", "200", "--pour", "10/03/2026", "--remplacer")
    tenu.jour("2026-04-20")
    dits = "1 promesse rompue ; 1 appel sans réponse ; 1 report ; aucun signe du débiteur depuis le 04/03/2026"
    assert f"Signaux {dits} (47 jours)" in ecran(tenu, "dossier", "D-1")
    assert tenu.json("dossier", "D-1")["indicateurs"] == {
        "promesses_rompues": 1, "appels_sans_reponse": 1, "reports": 1, "dernier_signe_le": "2026-03-04", "silence": 47,
    }  # fmt: skip


def test_le_silence_se_dit_au_trentieme_jour_et_jamais_d_un_dossier_solde(tenu: LigneDeCommande) -> None:
    assert "Signaux" not in ecran(tenu, "dossier", "D-1", "--au", "01/04/2026")
    assert "depuis l'ouverture (30 jours)" in ecran(tenu, "dossier", "D-1", "--au", "02/04/2026")
    tenu.fait("encaisser", "D-1", "1050,32", "--le", "03/03/2026")
    assert "Signaux" not in ecran(tenu, "dossier", "D-1", "--au", "01/12/2026")
    assert tenu.json("dossier", "D-1", "--au", "02/04/2026")["indicateurs"]["silence"] == 30
