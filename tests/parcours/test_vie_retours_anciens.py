"""Une lettre revenue, une nouvelle adresse : la lettre repart, les appels d'avant elle ne reviennent pas."""

from __future__ import annotations

import pytest
from cabinet_essai import LigneDeCommande

ADRESSE = ("debiteur", "D-1", "--adresse", "1 rue Neuve", "--code-postal", "01000", "--ville", "Bourg")


@pytest.fixture
def avise(recouvre: LigneDeCommande) -> LigneDeCommande:
    """Tout est parti jusqu'à l'avis du 3 avril ; l'appel du 30 mars, que personne n'a fait, s'est effacé devant lui."""
    recouvre.ouvrir("F-1", "1000")
    for jour in ("2026-03-03", "2026-03-16", "2026-03-23"):
        assert len(recouvre.envoyer(jour)) == 1
    assert "appels" in [etape for _, etape, _ in recouvre.agenda("2026-03-30")]
    assert recouvre.envoyer("2026-04-03") == [("D-1", "avis-avant-poursuites")]
    recouvre.jour("2026-04-07")
    assert "appels" not in [etape for _, etape, _ in recouvre.agenda("2026-04-07")]
    return recouvre


def test_l_avis_revenu_repart_sans_l_appel_qui_le_precedait(avise: LigneDeCommande) -> None:
    avise.fait("courrier-retour", "D-1-4", "npai", "--le", "07/04/2026")
    avise.jour("2026-04-10")
    avise.fait(*ADRESSE)
    assert "appels" not in [etape for _, etape, _ in avise.agenda("2026-05-10")], "l'appel du 30 mars est dépassé"
    assert avise.envoyer("2026-04-13") == [("D-1", "avis-avant-poursuites")]
    avise.verifier()


def test_la_mise_en_demeure_revenue_refait_tout_l_appel_compris(avise: LigneDeCommande) -> None:
    avise.fait("courrier-retour", "D-1-1", "npai", "--le", "07/04/2026")
    avise.jour("2026-04-10")
    avise.fait(*ADRESSE)
    assert "appels" not in [etape for _, etape, _ in avise.agenda("2026-04-13")]
    for jour in ("2026-04-13", "2026-04-27", "2026-05-04"):
        assert len(avise.envoyer(jour)) == 1
    assert [le for _, etape, le in avise.agenda("2026-05-12") if etape == "appels"] == ["2026-05-05"]
    avise.verifier()
