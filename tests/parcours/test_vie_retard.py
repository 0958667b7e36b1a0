"""Saisie en retard : un paiement d'avant la relance, saisi après elle. Le décompte et l'agenda le disent."""

from __future__ import annotations

import pytest

from tests.cabinet_essai import LigneDeCommande


@pytest.fixture
def relance(recouvre: LigneDeCommande) -> LigneDeCommande:
    """Mise en demeure le 3 mars, relance le 16 ; on est le 20."""
    recouvre.jour("2026-03-03")
    recouvre.ouvrir("F-1", "1000")
    recouvre.envoyer("2026-03-03")
    assert recouvre.envoyer("2026-03-16") == [("D-1", "relance-1")]
    recouvre.jour("2026-03-20")
    return recouvre


def _a_prevenir(tenu: LigneDeCommande) -> list[str]:
    demarches = tenu.json("agenda", "--au", "30/03/2026")["demarches"]
    return [d["libelle"].replace("\xa0", " ") for d in demarches if d["etape"].startswith("trop-reclame:")]


def test_le_paiement_d_avant_la_relance_se_dit_partout(relance: LigneDeCommande) -> None:
    """La relance du 16 réclamait 1 054,65 € ; 500 € étaient reçus depuis le 10."""
    avant = relance.projections()
    recu = relance.json("encaisser", "D-1", "500", "--le", "10/03/2026")
    assert recu["lettres_excessives"] == [{"reference": "D-1-2", "le": "2026-03-16", "de_trop": "500.90"}]
    [dit] = _a_prevenir(relance)
    assert "la lettre D-1-2 du 16/03/2026 réclamait 500,90 € de trop" in dit
    assert "500,90 € de trop" in " ".join(relance.fait("decompte", "D-1").sortie.split()).replace("\xa0", " ")
    relance.fait("noter", "D-1", "tache", "débiteur prévenu au téléphone")
    assert _a_prevenir(relance) == []
    relance.verifier()
    relance.fait("annuler", "D-1", str(relance.rang("ContactNote")), "--motif", "pas encore joint")
    assert _a_prevenir(relance) == [dit]
    relance.fait("annuler", "D-1", str(recu["rang"]), "--motif", "erreur de dossier")
    assert relance.projections() == avant


def test_un_paiement_d_apres_la_relance_ne_reproche_rien(relance: LigneDeCommande) -> None:
    assert relance.json("encaisser", "D-1", "500", "--le", "16/03/2026")["lettres_excessives"] == []
    assert relance.envoyer("2026-03-23") == [("D-1", "relance-2")]
    assert _a_prevenir(relance) == [], "la seconde ne réclamait que le reste"
    relance.verifier()


def test_solde_sans_qu_on_le_sache_la_lettre_se_rapporte_encore(relance: LigneDeCommande) -> None:
    ecran = relance.fait("encaisser", "D-1", "1052,65", "--le", "10/03/2026").sortie
    assert "prévenez le débiteur" in " ".join(ecran.split())
    assert relance.json("dossiers")["dossiers"][0]["etat"] == "soldé"
    assert _a_prevenir(relance)
    relance.verifier()
