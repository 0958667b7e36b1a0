"""Un plan de paiement, de la simulation à la caducité : le cas 3, au centime et au jour, et ce qui l'entoure."""

from __future__ import annotations

import pytest
from cabinet_essai import LigneDeCommande

SIGNATURE = (
    "echeancier", "D-1", "--nombre", "6", "--des", "05/01/2026", "--au", "31/12/2025", "--preavis", "8", "--signe-le",
    "02/01/2026", "--accord-le", "02/01/2026",
)  # fmt: skip


def net(texte: str) -> str:
    return " ".join(texte.split())


def demarches(recouvre: LigneDeCommande, au: str, *options: str) -> list[tuple[str, str]]:
    """Ce que l'agenda demande ce jour-là : (genre, libellé)."""
    dites = recouvre.json("agenda", "--au", au, *options)["demarches"]
    return [(d["genre"], net(d["libelle"])) for d in dites]


def prescription(recouvre: LigneDeCommande) -> str:
    return str(recouvre.json("prescription", "D-1")["date"])


@pytest.fixture
def cas_3(recouvre: LigneDeCommande) -> LigneDeCommande:
    """3 460 € échus le 30/09/2025 ; la mise en demeure est partie le 1er décembre 2025, nous sommes le 2 janvier."""
    recouvre.jour("2025-12-01")
    recouvre.ouvrir("F-1", "3460", "--emise", "31/08/2025", echeance="30/09/2025")
    assert recouvre.envoyer("2025-12-01") == [("D-1", "mise-en-demeure")]
    recouvre.jour("2026-01-02")
    return recouvre


@pytest.fixture
def signe(cas_3: LigneDeCommande) -> LigneDeCommande:
    """Le protocole du cas 3, signé ; les deux premiers versements sont payés."""
    cas_3.fait(*SIGNATURE)
    for jour, iso in (("05/01/2026", "2026-01-05"), ("05/02/2026", "2026-02-05")):
        cas_3.jour(iso)
        cas_3.fait("encaisser", "D-1", "600,99", "--le", jour)
    return cas_3


def test_cas_3_au_centime_et_au_jour(cas_3: LigneDeCommande) -> None:
    """§ 9.1, ligne « Plan de remboursement » ; § 9.3, ligne « Suivi à chaque date, rappel si impayé »."""
    simulation = cas_3.json("echeancier", "D-1", "--nombre", "6", "--des", "05/01/2026", "--au", "31/12/2025")
    assert simulation["total"] == simulation["du"] == "3605.96"
    assert [v["montant"] for v in simulation["versements"]] == ["600.99"] * 5 + ["601.01"]
    assert (simulation["premier_le"], simulation["dernier_le"], simulation["mois"]) == ("2026-01-05", "2026-06-05", 5)
    assert simulation["accepte"] is False and "R124-5" in simulation["accord"]

    signature = cas_3.json(*SIGNATURE)
    assert signature["prescription_le"] == prescription(cas_3) == "2031-01-02"
    for jour, utile in (("05/01/2026", "2031-01-05"), ("05/02/2026", "2031-02-05")):
        cas_3.jour(f"2026-{jour[3:5]}-05")
        cas_3.fait("encaisser", "D-1", "600,99", "--le", jour)
        assert prescription(cas_3) == utile
        assert ("quittance", "Quittance : 600,99 €") in demarches(cas_3, f"2026-{jour[3:5]}-05")
        cas_3.fait("noter", "D-1", "quittance")
        assert cas_3.json("relances")["a_envoyer"] == [], "le scénario est suspendu"

    assert demarches(cas_3, "2026-03-05") == [("echeance", "Échéance 3/6 du plan : 600,99 € attendus")]
    cas_3.jour("2026-03-06")
    dites = demarches(cas_3, "2026-03-06")
    assert ("echeance", "Échéance 3/6 impayée : 600,99 €") in dites
    [parti] = cas_3.json("relances", "--envoyer")["envoyees"]
    assert (parti["etape"], parti["modele"], parti["envoi"]) == (
        "echeance-rappel:2026-03-05", "rappel_echeance", "recommande",
    )  # fmt: skip
    [(limite,)] = cas_3.lignes("SELECT delai_le FROM envois WHERE etape LIKE 'echeance-rappel%'")
    assert limite == "2026-03-14"
    assert cas_3.json("relances", "--envoyer")["envoyees"] == [], "une seule fois"
    assert "14/03/2026" in cas_3.refuse("echeancier", "D-1", "--caduc-le", "06/03/2026")

    cas_3.jour("2026-03-15")
    [caducite] = [li for g, li in demarches(cas_3, "2026-03-15") if "caducité" in li]
    assert caducite.startswith("Constater la caducité du plan : échéance 3/6 impayée, mise en demeure du 06/03/2026")
    constat = cas_3.json("echeancier", "D-1", "--caduc-le", "15/03/2026")
    assert constat["exigible"] == "2403.98"
    decompte = cas_3.json("decompte", "D-1", "--au", "14/03/2026")
    assert (decompte["principal"], decompte["total"]) == ("2403.98", "2403.98")
    decompte = cas_3.json("decompte", "D-1", "--au", "31/03/2026")
    assert (decompte["principal"], decompte["interets"], decompte["total"]) == ("2403.98", "13.60", "2417.58")
    assert ("avis", "Informer le créancier : plan caduc depuis le 15/03/2026, solde exigible") in demarches(
        cas_3, "2026-03-16"
    )
    assert cas_3.envoyer("2026-03-16") == [("D-1", "plan-caduc:2026-03-15")]
    cas_3.fait("noter", "D-1", "tache", "créancier informé")
    assert demarches(cas_3, "2026-03-16") == []
    assert cas_3.envoyer("2026-03-24") == [], "le constat laisse huit jours"
    assert cas_3.envoyer("2026-03-25") == [("D-1", "relance-1")]
    cas_3.verifier()


def test_cas_3_paye_dans_les_huit_jours_le_plan_est_maintenu(signe: LigneDeCommande) -> None:
    assert signe.envoyer("2026-03-06") == [("D-1", "echeance-rappel:2026-03-05")]
    signe.jour("2026-03-13")
    signe.fait("encaisser", "D-1", "600,99", "--le", "13/03/2026")
    signe.fait("noter", "D-1", "quittance")
    assert [g for g, _ in demarches(signe, "2026-03-16") if g == "echeance"] == []
    signe.jour("2026-03-16")
    assert "est tenu" in signe.refuse("echeancier", "D-1", "--caduc-le", "15/03/2026")
    plan = signe.json("echeancier", "D-1")["plan"]
    assert [v["etat"] for v in plan["versements"]] == ["payé"] * 3 + ["à venir"] * 3
    assert (plan["reste"], plan["prochaine"]["le"]) == ("1802.99", "2026-04-05")
    assert signe.json("relances")["a_envoyer"] == []
    signe.verifier()


def test_la_caducite_n_est_jamais_automatique(signe: LigneDeCommande) -> None:
    signe.jour("2026-06-30")
    phrase = signe.refuse("echeancier", "D-1", "--caduc-le", "30/06/2026")
    assert "3/6" in phrase and "premier retard" in phrase and "relances --envoyer" in phrase
    assert signe.json("echeancier", "D-1")["plan"]["etat"] == "en cours"


def test_annuler_le_plan_rend_l_etat_d_avant(cas_3: LigneDeCommande) -> None:
    avant, utile = cas_3.projections(), prescription(cas_3)
    decompte = cas_3.json("decompte", "D-1", "--au", "31/03/2026")
    cas_3.fait(*SIGNATURE)
    assert cas_3.projections() != avant
    cas_3.fait("annuler", "D-1", str(cas_3.rang("PlanConclu")), "--motif", "signature retirée")
    assert (cas_3.projections(), prescription(cas_3)) == (avant, utile)
    assert cas_3.json("decompte", "D-1", "--au", "31/03/2026") == decompte
    cas_3.fait(*SIGNATURE)
    cas_3.verifier()
