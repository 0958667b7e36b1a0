"""Cas B3, jusqu'à la scission : une contestation arrête tout, se suit, se clôt, et rien ne part en rafale."""

from __future__ import annotations

import pytest
from cabinet_essai import LigneDeCommande

LITIGE = ("signaler", "D-1", "litige", "--motif", "facture non conforme")
CLORE = ("reprendre", "D-1", "litige", "--issue", "bon de livraison produit")


@pytest.fixture
def tenu(recouvre: LigneDeCommande) -> LigneDeCommande:
    """1 000 € échus le 31/01/2026 ; la mise en demeure est partie le mardi 3 mars, nous sommes le 9."""
    recouvre.ouvrir("F-1", "1000", "--emise", "01/01/2026")
    assert recouvre.envoyer("2026-03-03") == [("D-1", "mise-en-demeure")]
    recouvre.jour("2026-03-09")
    return recouvre


def retenues(recouvre: LigneDeCommande, *options: str) -> list[tuple[list[str], str]]:
    passage = recouvre.json("relances", *options)
    assert passage["a_envoyer"] == passage["envoyees"] == []
    return [(retenue["raisons"], retenue["motif"]) for retenue in passage["retenues"]]


def agenda(recouvre: LigneDeCommande, au: str, genre: str) -> list[tuple[str, str]]:
    return [(d["le"], d["libelle"]) for d in recouvre.json("agenda", "--au", au)["demarches"] if d["genre"] == genre]


def test_b3_une_contestation_suspend_tout_et_demande_de_repondre(tenu: LigneDeCommande) -> None:
    avant = tenu.json("decompte", "D-1", "--au", "31/03/2026")
    assert tenu.json(*LITIGE)["signal"] == "litige"
    fiche = tenu.fait("dossier", "D-1").sortie
    assert "ouvert, en litige" in fiche and "depuis le 09/03/2026 : facture non conforme" in fiche
    assert agenda(tenu, "2026-03-09", "litige") == [
        ("2026-03-09", "Répondre à la contestation, demander les pièces au créancier : facture non conforme")
    ]
    tenu.jour("2026-03-24")
    suite = agenda(tenu, "2026-03-24", "litige")[-1]
    assert suite[0] == "2026-03-24" and suite[1].startswith("Obtenir la réponse du créancier, puis clore le litige")
    for passage in ((), ("--envoyer",)):
        [(raisons, motif)] = retenues(tenu, *passage)
        assert raisons == ["litige"]
        assert "litige ouvert le 09/03/2026 : facture non conforme ; tapez : recouvre reprendre D-1 litige" in motif
    assert {etape for _, etape, _ in tenu.agenda("2026-06-30")} == {
        "avis", "contestation:2026-03-09:", "litige:2026-03-09:",
    }  # fmt: skip
    assert tenu.json("decompte", "D-1", "--au", "31/03/2026") == avant, "un litige n'arrête pas les intérêts"
    tenu.verifier()


def test_rien_ne_part_jamais_tant_que_personne_ne_clot(tenu: LigneDeCommande) -> None:
    tenu.fait(*LITIGE)
    simulation = tenu.json("relances", "--simuler", "60j")
    assert simulation["departs"] == [] and [r["raisons"] for r in simulation["retenues"]] == [["litige"]]
    assert tenu.envoyer("2026-12-01") == []


def test_la_reponse_se_fait_la_relance_et_l_avis_de_passage_non(tenu: LigneDeCommande) -> None:
    tenu.fait(*LITIGE)
    for modele, saisies in (
        ("lettre_promesse", ("promis_le=09/03/2026", "somme=100", "pour_le=10/03/2026")),
        ("avis_passage", ("passage=12/03/2026",)),
        ("proposition_echeancier", ("nombre=3", "des=05/04/2026")),
    ):
        avec = [mot for saisie in saisies for mot in ("--avec", saisie)]
        assert "litige ouvert le 09/03/2026" in tenu.refuse("courrier", "D-1", modele, "--etablir", *avec)
    tenu.fait(
        "courrier", "D-1", "reponse_contestation", "--etablir", "--avec", "contestation_le=09/03/2026",
        "--avec", "motif=la conformité de la facture", "--avec", "reponse=Le bon de livraison est joint.",
    )  # fmt: skip
    assert agenda(tenu, "2026-03-09", "litige") == [], "on a répondu"
    assert [le for le, _ in agenda(tenu, "2026-03-24", "litige")] == ["2026-03-24"], "on attend le créancier"
    tenu.verifier()


def test_la_reponse_faite_hors_de_l_outil_se_note_comme_une_tache(tenu: LigneDeCommande) -> None:
    tenu.fait(*LITIGE)
    tenu.fait("noter", "D-1", "tache", "répondu par courriel")
    assert agenda(tenu, "2026-03-09", "litige") == []
    tenu.jour("2026-03-24")
    tenu.fait("noter", "D-1", "tache", "créancier relancé")
    assert agenda(tenu, "2026-04-07", "litige") == [] != agenda(tenu, "2026-04-08", "litige")


def test_un_appel_pendant_le_litige_n_accomplit_pas_l_etape_qui_attend(tenu: LigneDeCommande) -> None:
    tenu.envoyer("2026-03-16"), tenu.envoyer("2026-03-23")
    tenu.jour("2026-03-30")
    assert "appels" in [etape for _, etape, _ in tenu.agenda("2026-03-30")]
    tenu.fait(*LITIGE)
    tenu.fait("noter", "D-1", "appel", "explique sa contestation")
    tenu.jour("2026-03-31")
    tenu.fait(*CLORE)
    assert "appels" in [etape for _, etape, _ in tenu.agenda("2026-03-31")]
    tenu.verifier()


def test_apres_la_cloture_une_seule_lettre_part_puis_les_autres_a_leur_rythme(tenu: LigneDeCommande) -> None:
    """Sans litige : relance-1 le 16 mars, relance-2 le 23, l'avis le 3 avril."""
    tenu.fait(*LITIGE)
    tenu.jour("2026-05-11")
    dit = tenu.fait(*CLORE).sortie
    assert "litige clos, les démarches repartent à partir du 11/05/2026" in dit
    jours = ("2026-05-11", "2026-05-12", "2026-05-15", "2026-05-18", "2026-05-19", "2026-05-28", "2026-06-01")
    partis = {jour: [etape for _, etape in tenu.envoyer(jour)] for jour in jours}
    assert {jour: etapes for jour, etapes in partis.items() if etapes} == {
        "2026-05-11": ["relance-1"], "2026-05-18": ["relance-2"], "2026-06-01": ["avis-avant-poursuites"],
    }  # fmt: skip
    tenu.verifier()


def test_annuler_le_litige_ou_sa_cloture_rend_l_etat_d_avant(tenu: LigneDeCommande) -> None:
    avant = tenu.projections()
    tenu.fait(*LITIGE)
    pendant = tenu.projections()
    assert pendant != avant
    tenu.jour("2026-03-12")
    tenu.fait(*CLORE)
    tenu.fait("annuler", "D-1", str(tenu.rang("LitigeClos")), "--motif", "pas réglé")
    assert tenu.projections() == pendant
    tenu.fait("annuler", "D-1", str(tenu.rang("LitigeOuvert")), "--motif", "autre dossier")
    assert tenu.projections() == avant
    assert tenu.envoyer("2026-03-16") == [("D-1", "relance-1")]
    tenu.verifier()


def test_un_litige_signale_pendant_que_la_relance_se_prepare_l_arrete(tenu: LigneDeCommande) -> None:
    tenu.jour("2026-03-16")
    assert len(tenu.json("relances")["a_envoyer"]) == 1
    tenu.fait(*LITIGE, "--le", "09/03/2026")
    assert tenu.envoyer("2026-03-16") == []


@pytest.mark.parametrize(
    ("mots", "code", "phrase"),
    [
        (("--reconnu", "700"), 2, "demande --motif"),
        (("--motif", "  "), 1, "un motif"),
        (("--motif", "x", "--le", "10/03/2026"), 1, "dans l'avenir"),
        (("--motif", "x", "--facture", "F-9"), 1, "n'a pas de facture F-9"),
        (("--motif", "x", "--reconnu", "1000,01"), 1, "va de 0,01 € à 1 000,00 €"),
        (("--motif", "x", "--reconnu", "0"), 1, "retirez --reconnu"),
        (("--motif", "x", "--jusqu-au", "10/03/2026"), 2, "« litige » n'a pas --jusqu-au"),
    ],
)
def test_un_litige_faux_est_refuse(tenu: LigneDeCommande, mots: tuple[str, ...], code: int, phrase: str) -> None:
    dit = tenu.refuse("signaler", "D-1", "litige", *mots, code=code)
    assert phrase in dit.replace("\u202f", " ").replace("\xa0", " ")


def test_la_part_reconnue_se_complete_et_se_montre(tenu: LigneDeCommande) -> None:
    tenu.fait(*LITIGE)
    assert "déjà signalé" in tenu.refuse(*LITIGE)
    tenu.fait(*LITIGE, "--reconnu", "700")
    [dit] = tenu.json("dossier", "D-1")["litiges"]
    assert dit == {
        "le": "2026-03-09", "motif": "facture non conforme", "facture": None, "reconnu": "700.00", "clos_le": None,
    }  # fmt: skip
    assert "signalé autrement" in tenu.refuse("signaler", "D-1", "litige", "--motif", "autre chose")
    tenu.jour("2026-03-10")
    assert "court déjà depuis le 09/03/2026" in tenu.refuse(*LITIGE)
    tenu.verifier()


def test_clore_demande_une_issue_et_un_litige_plus_ancien(tenu: LigneDeCommande) -> None:
    assert "Aucun litige" in tenu.refuse(*CLORE)
    tenu.fait(*LITIGE)
    assert "se clôt ce jour-là au plus tôt" in tenu.refuse(*CLORE, "--le", "08/03/2026")
    tenu.jour("2026-03-10")
    assert "--issue" in tenu.refuse("reprendre", "D-1", "litige")
    assert "dans l'avenir" in tenu.refuse(*CLORE, "--le", "11/03/2026")
    assert "seul un litige" in tenu.refuse("reprendre", "D-1", "plan", "--issue", "x", code=2)
    assert "procedure, surendettement, delai-de-grace, plan, litige" in tenu.refuse("reprendre", "D-1", "x", code=2)
    assert tenu.json(*CLORE) == {
        "dossier": "D-1", "rang": tenu.rang("LitigeClos"), "cause": "litige", "le": "2026-03-10",
    }  # fmt: skip


def test_une_contestation_saisie_apres_une_cloture_n_est_jamais_ignoree(tenu: LigneDeCommande) -> None:
    tenu.fait(*LITIGE)
    tenu.jour("2026-03-16")
    tenu.fait(*CLORE)
    assert "ouvert le 12/03/2026, celui-ci le serait aussitôt" in tenu.refuse(*LITIGE, "--le", "12/03/2026")
    tenu.fait(*LITIGE)
    assert [raisons for raisons, _ in retenues(tenu)] == [["litige"]], "rouvert le jour de la clôture"
    tenu.fait(*CLORE)
    assert [litige["clos_le"] for litige in tenu.json("dossier", "D-1")["litiges"]] == ["2026-03-16"] * 2
    assert tenu.envoyer("2026-03-16") == [("D-1", "relance-1")], "et réglé ce même jour"
    tenu.verifier()


def test_clore_l_un_de_deux_litiges_dit_ce_qui_retient_encore(tenu: LigneDeCommande) -> None:
    tenu.fait(*LITIGE)
    tenu.jour("2026-03-16")
    tenu.fait("signaler", "D-1", "litige", "--motif", "avoir promis", "--facture", "F-1")
    dit = tenu.fait(*CLORE).sortie
    assert "mais rien ne repart : litige ouvert le 16/03/2026 sur F-1 : avoir promis" in " ".join(dit.split())
    [(raisons, motif)] = retenues(tenu)
    assert raisons == ["litige"] and "avoir promis" in motif and "non conforme" not in motif
    assert "les démarches repartent" in tenu.fait(*CLORE).sortie, "le second, ouvert ce jour même, aussi"
    assert "Aucun litige" in tenu.refuse(*CLORE)


def test_le_creancier_lit_la_contestation_dans_son_compte_rendu(tenu: LigneDeCommande) -> None:
    tenu.fait(*LITIGE, "--reconnu", "700")
    tenu.jour("2026-03-12")
    tenu.fait(*CLORE)
    histoire = [fait["texte"] for fait in tenu.json("dossier", "D-1")["faits"]][-2:]
    assert [texte.replace("\u202f", " ").replace("\xa0", " ") for texte in histoire] == [
        "Litige : facture non conforme, 700,00 € reconnus", "Litige clos : bon de livraison produit",
    ]  # fmt: skip
    tenu.fait("courrier", "D-1", "compte_rendu", "--etablir")
