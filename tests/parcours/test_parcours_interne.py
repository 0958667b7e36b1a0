"""Le service interne : ses neuf marches par la ligne de commande, en lettres, sans pièce exigée."""

from __future__ import annotations

import pytest
from cabinet_essai import LigneDeCommande
from pypdf import PdfReader


@pytest.fixture
def service(interne: LigneDeCommande) -> LigneDeCommande:
    """Une facture de 1 000 € à échoir le 31/03/2026, suivie depuis le 3 mars."""
    interne.ouvrir("F-1", "1000", "--courriel", "compta@faure.example", echeance="31/03/2026", complet=False)
    return interne


def test_les_neuf_marches(service: LigneDeCommande) -> None:
    a_venir = [(etape, le) for _, etape, le in service.agenda("2026-03-03", "--jours", "90")]
    assert a_venir == [
        ("prevenance", "2026-03-23"),
        ("relance-1", "2026-04-07"),
        ("appel-1", "2026-04-07"),
        ("relance-2", "2026-04-14"),
        ("commercial", "2026-04-21"),
        ("appel-2", "2026-04-28"),
        ("relance-3", "2026-05-04"),
        ("mise-en-demeure", "2026-05-13"),
        ("contentieux", "2026-05-20"),
    ]


def test_chaque_marche_part_une_fois(service: LigneDeCommande) -> None:
    partis = [
        etape
        for jour in ("2026-03-20", "2026-03-23", "2026-03-31", "2026-04-07", "2026-04-16", "2026-05-05", "2026-05-15")
        for _, etape in service.envoyer(jour)
    ]
    assert partis == ["prevenance", "relance-1", "relance-2", "relance-3", "mise-en-demeure"]
    lettres = sorted(service.cabinet.glob("courriers/2026-05-15/D-1-5_*.pdf"))
    texte = " ".join(page.extract_text() for page in PdfReader(lettres[0]).pages)
    assert "mise en demeure" in texte.lower() and "Cabinet Vauquelin" in texte
    service.verifier()


def test_la_prevenance_oubliee_ne_part_plus_apres_l_echeance(service: LigneDeCommande) -> None:
    assert service.envoyer("2026-04-01") == []
    assert service.envoyer("2026-04-07") == [("D-1", "relance-1")]


def test_un_paiement_avant_l_echeance_arrete_tout(service: LigneDeCommande) -> None:
    service.jour("2026-03-10")
    service.fait("encaisser", "D-1", "1000")
    assert service.agenda("2026-03-10", "--jours", "200") == []
    assert service.envoyer("2026-04-07") == []


def test_avant_les_penalites_la_relance_ne_reclame_que_le_principal(service: LigneDeCommande) -> None:
    service.jour("2026-04-07")
    [depart] = service.json("relances", "--envoyer")["envoyees"]
    assert (depart["etape"], depart["total"], depart["canal"]) == ("relance-1", "1000.00", "courrier")
