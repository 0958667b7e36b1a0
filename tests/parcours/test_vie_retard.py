"""Saisie en retard : un paiement, une promesse, un litige d'avant, saisis après. Rien ne se perd, tout se dit."""

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


def net(texte: str) -> str:
    return " ".join(texte.split())


def _promesses(tenu: LigneDeCommande, au: str) -> list[str]:
    demarches = tenu.json("agenda", "--au", au)["demarches"]
    return [net(d["libelle"]) for d in demarches if d["genre"] == "promesse"]


@pytest.fixture
def demeure(recouvre: LigneDeCommande) -> LigneDeCommande:
    """Mise en demeure le 3 mars ; on est le vendredi 13, et rien d'autre n'est parti."""
    recouvre.jour("2026-03-03")
    recouvre.ouvrir("F-1", "1000")
    recouvre.envoyer("2026-03-03")
    recouvre.jour("2026-03-13")
    return recouvre


EN_RETARD = ("promesse", "D-1", "500", "--pour", "09/03/2026", "--le", "05/03/2026")


def test_une_promesse_deja_passee_s_enregistre_rompue_et_l_agenda_le_dit(demeure: LigneDeCommande) -> None:
    avant = demeure.projections()
    dit = demeure.json(*EN_RETARD)
    assert (dit["le"], dit["pour_le"], dit["etat"], dit["recu"]) == ("2026-03-05", "2026-03-09", "rompue", "0.00")
    assert "Le 09/03/2026 est passé : cette promesse est rompue" in net(dit["avertissements"][0])
    assert _promesses(demeure, "2026-03-13") == ["Promesse non tenue : 500,00 € pour le 09/03/2026"]
    demeure.verifier()
    demeure.fait("annuler", "D-1", str(dit["rang"]), "--motif", "mal entendu")
    assert demeure.projections() == avant
    ecran = net(demeure.fait(*EN_RETARD).sortie)
    assert "promesse de 500,00 € du 05/03/2026 pour le 09/03/2026 : rompue" in ecran
    assert "Attention : Le 09/03/2026 est passé" in ecran


@pytest.mark.parametrize(
    ("paiements", "etat", "agenda"),
    [
        ((("500", "09/03/2026"),), "tenue", []),
        ((("200", "09/03/2026"),), "partielle",
         ["Promesse non tenue : 200,00 € reçus sur 500,00 € pour le 09/03/2026"]),
        ((("1100", "09/03/2026"),), "tenue", []),
    ],
)  # fmt: skip
def test_les_paiements_deja_saisis_jugent_la_promesse(
    demeure: LigneDeCommande, paiements: tuple[tuple[str, str], ...], etat: str, agenda: list[str]
) -> None:
    for somme, le in paiements:
        demeure.fait("encaisser", "D-1", somme, "--le", le)
    assert demeure.json(*EN_RETARD)["etat"] == etat, "un paiement venu depuis n'empêche pas de l'écrire"
    assert _promesses(demeure, "2026-03-13") == agenda
    demeure.verifier()


def test_le_virement_peut_encore_arriver(demeure: LigneDeCommande) -> None:
    dit = demeure.json("promesse", "D-1", "500", "--pour", "12/03/2026", "--le", "10/03/2026")
    assert dit["etat"] == "dépassée"
    assert "jusqu'au 16/03/2026" in net(dit["avertissements"][0])
    assert demeure.envoyer("2026-03-16") == [], "elle retient encore"
    assert demeure.envoyer("2026-03-17") == [("D-1", "relance-1")]


def test_ce_qui_est_parti_pendant_la_promesse_se_cite(relance: LigneDeCommande) -> None:
    dit = relance.json("promesse", "D-1", "500", "--pour", "18/03/2026", "--le", "12/03/2026")
    assert dit["etat"] == "dépassée"
    assert "pendant qu'elle courait : D-1-2 du 16/03/2026" in net(" ".join(dit["avertissements"]))
    relance.verifier()


def test_une_promesse_plus_ancienne_que_la_derniere_compte_aussi(demeure: LigneDeCommande) -> None:
    """Deux promesses rompues font sauter une marche, quel que soit l'ordre où on les saisit."""
    demeure.fait("promesse", "D-1", "300", "--pour", "11/03/2026", "--le", "10/03/2026")
    dit = demeure.json("promesse", "D-1", "500", "--pour", "05/03/2026", "--le", "04/03/2026")
    assert dit["etat"] == "rompue"
    assert "plus récente, du 10/03/2026" in net(" ".join(dit["avertissements"]))
    etats = [(p["le"], p["etat"]) for p in demeure.json("dossier", "D-1", "--au", "16/03/2026")["promesses"]]
    assert etats == [("2026-03-04", "rompue"), ("2026-03-10", "rompue")]
    assert demeure.envoyer("2026-03-16") == [("D-1", "relance-2")], "une marche de sautée"
    demeure.verifier()


def test_une_relance_deja_partie_n_est_plus_a_sauter(relance: LigneDeCommande) -> None:
    """La seconde promesse rompue, saisie après la relance qu'elle aurait fait sauter : la suite ne change pas."""
    for le, pour in (("04/03/2026", "05/03/2026"), ("10/03/2026", "11/03/2026")):
        relance.fait("promesse", "D-1", "300", "--pour", pour, "--le", le)
    assert relance.envoyer("2026-03-23") == [("D-1", "relance-2")]
    assert relance.envoyer("2026-04-02") == [], "aucun intervalle n'a raccourci"
    assert relance.envoyer("2026-04-03") == [("D-1", "avis-avant-poursuites")]
    relance.verifier()


def test_une_promesse_n_est_pas_pour_un_jour_d_avant_elle(demeure: LigneDeCommande) -> None:
    dit = demeure.refuse("promesse", "D-1", "500", "--pour", "04/03/2026", "--le", "05/03/2026")
    assert "précède le jour où elle est faite" in dit
    assert "--le" in demeure.refuse("promesse", "D-1", "500", "--pour", "12/03/2026")


def test_un_plan_signe_la_semaine_derniere_s_enregistre(demeure: LigneDeCommande) -> None:
    demeure.fait(
        "echeancier", "D-1", "--nombre", "3", "--des", "10/03/2026", "--signe-le", "05/03/2026", "--accord-le",
        "05/03/2026",
    )  # fmt: skip
    assert any("impayée" in d["libelle"] for d in demeure.json("agenda", "--au", "13/03/2026")["demarches"])
    demeure.verifier()


def test_une_autorisation_et_son_retrait_passes_s_enregistrent(demeure: LigneDeCommande) -> None:
    demeure.fait("autorisation", "D-1", "visite", "--le", "04/03/2026", "--jusqu-au", "08/03/2026")
    demeure.fait("autorisation", "D-1", "visite", "--le", "06/03/2026", "--retirer")
    demeure.verifier()


def test_un_litige_ouvert_et_regle_le_meme_jour(demeure: LigneDeCommande) -> None:
    """Rien n'a attendu : la suite garde ses jours, et l'un puis l'autre s'annulent."""
    avant = demeure.projections()
    demeure.fait("signaler", "D-1", "litige", "--motif", "jamais livrée", "--le", "13/03/2026")
    assert "se clôt ce jour-là" in demeure.refuse(
        "reprendre", "D-1", "litige", "--issue", "livrée", "--le", "12/03/2026"
    )
    dit = demeure.fait("reprendre", "D-1", "litige", "--issue", "bon de livraison envoyé").sortie
    assert "litige clos, les démarches repartent à partir du 13/03/2026" in net(dit)
    [litige] = demeure.json("dossier", "D-1")["litiges"]
    assert (litige["le"], litige["clos_le"]) == ("2026-03-13", "2026-03-13")
    encore = demeure.refuse("signaler", "D-1", "litige", "--motif", "taux", "--facture", "F-1")
    assert "s'il dure encore : --le 14/03/2026" in encore
    demeure.verifier()
    demeure.fait("annuler", "D-1", str(demeure.rang("LitigeClos")), "--motif", "pas réglé")
    assert demeure.envoyer("2026-03-16") == [], "le litige court de nouveau"
    demeure.fait("annuler", "D-1", str(demeure.rang("LitigeOuvert")), "--motif", "autre dossier")
    assert demeure.projections() == avant
    assert demeure.envoyer("2026-03-16") == [("D-1", "relance-1")]


MEDIATION = ("signaler", "D-1", "mediation")


def test_une_mediation_finie_se_saisit_apres_celle_qui_dure(demeure: LigneDeCommande) -> None:
    demeure.fait(*MEDIATION, "--le", "11/03/2026")
    ancienne = ("--le", "04/03/2026", "--jusqu-au", "06/03/2026")
    assert "--jusqu-au" in demeure.refuse(*MEDIATION, "--le", "04/03/2026")
    assert "déjà signalé" in demeure.refuse(*MEDIATION, "--le", "04/03/2026", "--jusqu-au", "11/03/2026")
    demeure.fait(*MEDIATION, *ancienne)
    demeure.fait("reprendre", "D-1", "mediation", "--le", "07/03/2026", "--texte", "échec")
    assert [s["le"] for s in demeure.json("dossier", "D-1")["signaux"]] == ["2026-03-11"], "la nouvelle court toujours"
    demeure.verifier()


@pytest.mark.parametrize(
    ("signal", "reprise"),
    [
        (("litige", "--motif", "jamais livrée"), ("litige", "--issue", "livrée")),
        (("mediation",), ("mediation", "--texte", "accord")),
    ],
)
def test_deja_fini_un_fait_passe_s_enregistre_sans_rien_retenir(
    demeure: LigneDeCommande, signal: tuple[str, ...], reprise: tuple[str, ...]
) -> None:
    """Noté sans le dire, il serait levé aussitôt et l'on croirait tout retenu : la règle demande de le dire."""
    demeure.fait("signaler", "D-1", *signal, "--le", "04/03/2026")
    demeure.fait("reprendre", "D-1", *reprise, "--le", "10/03/2026")
    oublie = ("signaler", "D-1", *signal, "--le", "06/03/2026")
    assert "--deja-fini" in demeure.refuse(*oublie)
    demeure.fait(*oublie, "--deja-fini")
    assert demeure.envoyer("2026-03-17") == [("D-1", "relance-1")]
    demeure.verifier()
    rien = demeure.refuse("signaler", "D-1", *signal, "--le", "12/03/2026", "--deja-fini")
    assert "retirez --deja-fini" in rien


def test_deux_versements_deja_impayes_ne_se_reclament_pas_ensemble(recouvre: LigneDeCommande) -> None:
    """Un plan saisi en retard : le second délai écrit ne court pas quand le premier fait tomber le plan."""
    recouvre.jour("2025-12-01")
    recouvre.ouvrir("F-1", "3460", "--emise", "31/08/2025", echeance="30/09/2025")
    recouvre.envoyer("2025-12-01")
    recouvre.jour("2026-02-10")
    recouvre.fait(
        "echeancier", "D-1", "--nombre", "6", "--des", "05/01/2026", "--au", "31/12/2025", "--signe-le", "02/01/2026",
        "--accord-le", "02/01/2026",
    )  # fmt: skip
    assert recouvre.envoyer("2026-02-10") == [("D-1", "echeance-rappel:2026-01-05")]
    assert [recouvre.envoyer(f"2026-02-{jour}") for jour in (11, 12, 25, 26)] == [[], [], [], []]
    assert "caducite:2026-01-05" in [etape for _, etape, _ in recouvre.agenda("2026-02-26")]
    assert recouvre.envoyer("2026-03-05") == [("D-1", "echeance-rappel:2026-02-05")], "nul n'a décidé en une semaine"
    assert "laisse jusqu'au 20/03/2026" in recouvre.refuse("echeancier", "D-1", "--caduc-le", "27/02/2026")
    assert "caducite:2026-01-05" not in [etape for _, etape, _ in recouvre.agenda("2026-03-20")]
    recouvre.jour("2026-03-21")
    recouvre.fait("echeancier", "D-1", "--caduc-le", "21/03/2026")
    recouvre.verifier()
