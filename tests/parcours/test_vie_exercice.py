"""Sans assurance, une agence ne réclame rien : ni lettre, ni appel, ni visite ; et une visite veut un accord."""

from __future__ import annotations

import pytest
from cabinet_essai import LigneDeCommande

EXPIREE = ("profil", "--assurance-fin-le", "31/03/2026")


@pytest.fixture
def appele(recouvre: LigneDeCommande) -> LigneDeCommande:
    """Trois lettres parties ; le 30 mars, un appel est à faire."""
    recouvre.ouvrir("F-1", "1000")
    for jour in ("2026-03-03", "2026-03-16", "2026-03-23"):
        recouvre.envoyer(jour)
    recouvre.jour("2026-04-01")
    return recouvre


def contacts(tenu: LigneDeCommande, au: str, *options: str) -> list[str]:
    demarches = tenu.json("agenda", "--au", au, *options)["demarches"]
    return [d["etape"] for d in demarches if d["genre"] in ("appel", "visite")]


@pytest.mark.parametrize(
    ("options", "phrase"),
    [
        (EXPIREE, "L'assurance de responsabilité (CPCE R124-2) a pris fin le 31/03/2026"),
        (("profil", "--declaration-le", "10/04/2026"), "La déclaration au procureur (CPCE R124-2) n'est faite que le"),
    ],
)
def test_sans_droit_d_exercer_aucun_appel_ne_se_propose(
    appele: LigneDeCommande, options: tuple[str, ...], phrase: str
) -> None:
    assert contacts(appele, "2026-04-01") == ["appels", "visite"]
    assert "avertissements" not in appele.json("agenda")
    appele.fait(*options)
    assert contacts(appele, "2026-04-01", "--jours", "40") == []
    [dit] = appele.json("agenda")["avertissements"]
    assert phrase in " ".join(dit.split()) and dit.endswith(f"recouvre profil {options[1]} DATE.")
    ecran = " ".join(appele.fait("agenda").sortie.split())
    assert f"Attention : {phrase}" in ecran and "ni lettre, ni appel, ni visite" in ecran
    assert appele.fait("agenda", "--soir").sortie.startswith("Attention :")
    assert appele.fait("agenda", "--ical", "-").sortie.startswith("BEGIN:VCALENDAR")
    assert appele.json("relances", "--au", "2026-04-03")["a_envoyer"] == []
    assert "avertissements" not in appele.json("agenda", "--au", "31/03/2026" if options == EXPIREE else "10/04/2026")
    note = appele("noter", "D-1", "appel", "a promis", "--le", "01/04/2026")
    assert note.code == 0 and "ne recommencez pas" in note.erreur


def test_l_assurance_renouvelee_rend_l_appel(appele: LigneDeCommande) -> None:
    appele.fait(*EXPIREE)
    appele.fait("profil", "--assurance-fin-le", "31/03/2027")
    assert contacts(appele, "2026-04-01") == ["appels", "visite"]
    appele.fait("noter", "D-1", "appel", "a promis")


def test_un_service_interne_n_en_a_pas_besoin(interne: LigneDeCommande) -> None:
    interne.fait(*EXPIREE)
    interne.jour("2026-04-01")
    interne.ouvrir("F-1", "1000")
    interne.fait("noter", "D-1", "appel", "a promis")
    interne.fait("noter", "D-1", "visite", "vu")


def test_une_visite_sans_accord_du_creancier_s_avertit(appele: LigneDeCommande) -> None:
    visite = ("noter", "D-1", "visite", "personne", "--le", "31/03/2026")
    dit = appele(*visite)
    assert dit.code == 0 and "aucun accord du créancier à cette visite n'est noté" in " ".join(dit.erreur.split())
    appele.fait("autorisation", "D-1", "visite", "--le", "31/03/2026")
    appele.fait(*visite)
    appele.fait("autorisation", "D-1", "visite", "--le", "01/04/2026", "--retirer")
    assert "aucun accord" in " ".join(appele("noter", "D-1", "visite", "personne").erreur.split())
    appele.fait("cahier-des-charges", "Forge Béranger", "--visite")
    appele.fait("noter", "D-1", "visite", "personne")
    appele.verifier()
