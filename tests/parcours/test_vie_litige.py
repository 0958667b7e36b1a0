"""Cas B3 : la contestation arrête tout ; une part reconnue, une facture non contestée se poursuivent."""

from __future__ import annotations

import pytest
from pypdf import PdfReader

from recouvre.domaine.numeros import lire_numero
from tests.cabinet_essai import LigneDeCommande


@pytest.fixture
def conteste(recouvre: LigneDeCommande) -> LigneDeCommande:
    """Mise en demeure du 03/03/2026 ; le 9, « facture non conforme »."""
    recouvre.jour("2026-03-03")
    recouvre.ouvrir("F-1", "1000")
    assert recouvre.envoyer("2026-03-03") == [("D-1", "mise-en-demeure")]
    recouvre.jour("2026-03-09")
    recouvre.fait("signaler", "D-1", "litige", "--motif", "facture non conforme", "--le", "09/03/2026")
    return recouvre


def _derniere_lettre(tenu: LigneDeCommande, dossier: str = "D-1") -> str:
    requete = "SELECT json_extract(donnees, '$.fichier') FROM journal WHERE genre = 'RelanceEnvoyee' AND dossier = ?"
    fichier = tenu.lignes(requete + " ORDER BY rang DESC", lire_numero(dossier))[0][0]
    return " ".join("\n".join(page.extract_text() for page in PdfReader(tenu.cabinet / fichier).pages).split())


def test_cas_b3_tout_s_arrete_et_l_agenda_demande_les_pieces(conteste: LigneDeCommande) -> None:
    """§ 9.1, ligne « Spécificités individuelles mises en évidence »."""
    assert "en litige" in conteste.fait("dossier", "D-1").sortie
    assert conteste.envoyer("2026-03-16") == []
    dues = conteste.json("agenda", "--au", "09/03/2026", "--jours", "30")["demarches"]
    libelles = {d["libelle"]: d["le"] for d in dues if d["genre"] == "litige"}
    assert any("demander les pièces au créancier" in libelle for libelle in libelles)
    assert "2026-03-24" in libelles.values(), "quinze jours laissés au créancier"
    conteste.verifier()


def test_cas_b3_la_part_reconnue_se_poursuit_seule(conteste: LigneDeCommande) -> None:
    avant = conteste.json("decompte", "D-1", "--au", "16/03/2026")["total"]
    prescription = conteste.json("prescription", "D-1")["date"]
    motif = ("--motif", "facture non conforme", "--le", "09/03/2026")
    conteste.fait("signaler", "D-1", "litige", *motif, "--reconnu", "700")
    assert conteste.envoyer("2026-03-16") == [("D-1", "relance-1")]
    lettre = _derniere_lettre(conteste)
    # 700 × 12,15 % × 44 jours = 10,25 ; plus 40 €
    assert "700,00" in lettre and "10,25" in lettre and "750,25" in lettre
    assert "Part que vous ne contestez pas" in lettre
    assert "1 000,00" not in lettre.replace("\u202f", " ").replace("\xa0", " ")
    apres = conteste.json("decompte", "D-1", "--au", "16/03/2026")["total"]
    assert (apres, conteste.json("prescription", "D-1")["date"]) == (avant, prescription), (
        "le dossier tenu ne change pas"
    )
    assert any("700,00\xa0€ reconnus" in d["libelle"] for d in conteste.json("agenda", "--jours", "30")["demarches"])
    conteste.verifier()


def test_la_part_reconnue_payee_plus_rien_ne_part_avant_la_fin_du_litige(conteste: LigneDeCommande) -> None:
    motif = ("--motif", "facture non conforme", "--le", "09/03/2026")
    conteste.fait("signaler", "D-1", "litige", *motif, "--reconnu", "300")
    conteste.fait("encaisser", "D-1", "344", "--le", "09/03/2026")
    assert conteste.envoyer("2026-03-16") == []
    motif_retenu = conteste.json("relances")["retenues"][0]["motif"]
    assert "ce que le débiteur ne conteste pas est payé" in motif_retenu
    conteste.fait("reprendre", "D-1", "litige", "--issue", "accord trouvé")
    assert conteste.json("relances", "--envoyer")["envoyees"], "clos, le reste se réclame"
    conteste.verifier()


def test_une_facture_contestee_sort_de_la_relance_les_autres_se_poursuivent(recouvre: LigneDeCommande) -> None:
    """Sortir une facture d'une relance : la plainte que la porte ne savait pas encore entendre."""
    recouvre.jour("2026-03-02")
    recouvre.ouvrir("F-1", "1000")
    recouvre.fait(
        "facture", "D-1", "--numero", "F-2", "--montant", "500", "--emise", "01/01/2026", "--echeance", "15/02/2026"
    )
    recouvre.jour("2026-03-03")
    recouvre.fait("signaler", "D-1", "litige", "--motif", "jamais livrée", "--facture", "F-2")
    assert recouvre.envoyer("2026-03-03") == [("D-1", "mise-en-demeure")]
    lettre = _derniere_lettre(recouvre)
    assert "F-1" in lettre and "F-2" not in lettre
    avant = recouvre.projections()
    recouvre.fait("signaler", "D-1", "litige", "--motif", "malfaçon", "--facture", "F-1")
    assert recouvre.envoyer("2026-03-16") == [], "les deux contestées, tout s'arrête"
    recouvre.fait("annuler", "D-1", str(recouvre.rang("LitigeOuvert")), "--motif", "mal compris")
    assert recouvre.projections() == avant
    assert recouvre.envoyer("2026-03-16") == [("D-1", "relance-1")]
    recouvre.verifier()
