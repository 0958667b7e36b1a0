"""Une promesse de payer : rien ne part avant le jour dit, on la vérifie, tenue ou non, et le scénario reprend."""

from __future__ import annotations

import pytest
from cabinet_essai import LigneDeCommande

PROMESSE = ("promesse", "D-1", "500", "--pour", "20/03/2026")


@pytest.fixture
def tenu(recouvre: LigneDeCommande) -> LigneDeCommande:
    """1 000 € échus le 31/01/2026 ; la mise en demeure est partie le mardi 3 mars, nous sommes le 16."""
    recouvre.ouvrir("F-1", "1000", "--emise", "01/01/2026")
    assert recouvre.envoyer("2026-03-03") == [("D-1", "mise-en-demeure")]
    recouvre.jour("2026-03-16")
    return recouvre


def net(texte: str) -> str:
    return " ".join(texte.split())


def promesses(recouvre: LigneDeCommande, au: str) -> list[tuple[str, str]]:
    demarches = recouvre.json("agenda", "--au", au)["demarches"]
    return [(d["le"], net(d["libelle"])) for d in demarches if d["genre"] == "promesse"]


def test_une_promesse_retient_la_relance_jusqu_au_delai_bancaire(tenu: LigneDeCommande) -> None:
    assert len(tenu.json("relances")["a_envoyer"]) == 1
    avant = tenu.json("decompte", "D-1", "--au", "31/03/2026")
    dit = tenu.json(*PROMESSE)
    assert (dit["montant"], dit["le"], dit["pour_le"], dit["reprise_le"]) == (
        "500.00", "2026-03-16", "2026-03-20", "2026-03-25",
    )  # fmt: skip
    for passage in (tenu.json("relances"), tenu.json("relances", "--envoyer")):
        [retenue] = passage["retenues"]
        assert retenue["raisons"] == ["promesse"] and passage["a_envoyer"] == passage["envoyees"] == []
        assert "promesse de 500,00 € pour le 20/03/2026 : rien ne part avant le 25/03/2026" in net(retenue["motif"])
    assert tenu.envoyer("2026-03-24") == [], "le virement peut encore arriver"
    assert tenu.envoyer("2026-03-25") == [("D-1", "relance-1")]
    assert tenu.json("decompte", "D-1", "--au", "31/03/2026") == avant, "une promesse n'arrête pas les intérêts"
    tenu.verifier()


def test_l_agenda_la_fait_verifier_puis_la_dit_non_tenue(tenu: LigneDeCommande) -> None:
    tenu.fait(*PROMESSE)
    assert "500,00 € pour le 20/03/2026" in net(tenu.fait("dossier", "D-1").sortie)
    assert promesses(tenu, "2026-03-19") == []
    assert promesses(tenu, "2026-03-20") == [("2026-03-20", "Vérifier la promesse de 500,00 € pour le 20/03/2026")]
    assert promesses(tenu, "2026-03-25") == [("2026-03-25", "Promesse non tenue : 500,00 € pour le 20/03/2026")]
    [dite] = tenu.json("dossier", "D-1", "--au", "25/03/2026")["promesses"]
    assert dite["etat"] == "rompue"
    assert "Promesses de payer (1)" in tenu.fait("agenda", "--au", "25/03/2026").sortie
    tenu.jour("2026-03-25")
    tenu.fait("noter", "D-1", "appel", "paiera le 30")
    assert promesses(tenu, "2026-03-26") == []


def test_tenue_en_deux_fois_le_scenario_reprend_aussitot(tenu: LigneDeCommande) -> None:
    tenu.fait(*PROMESSE)
    tenu.jour("2026-03-18")
    tenu.fait("encaisser", "D-1", "200")
    assert "200,00 € reçus" in net(tenu.fait("dossier", "D-1").sortie)
    assert tenu.json("relances")["a_envoyer"] == []
    tenu.jour("2026-03-19")
    tenu.fait("encaisser", "D-1", "300")
    assert [p["etat"] for p in tenu.json("dossier", "D-1")["promesses"]] == ["tenue"]
    assert promesses(tenu, "2026-04-30") == []
    assert tenu.envoyer("2026-03-19") == [("D-1", "relance-1")]
    tenu.verifier()


def test_la_moitie_tout_de_suite_ne_fait_pas_croire_l_autre_payee(tenu: LigneDeCommande) -> None:
    tenu.fait("encaisser", "D-1", "500")
    tenu.fait(*PROMESSE)
    assert tenu.envoyer("2026-03-17") == []


def test_de_deux_promesses_du_meme_jour_la_derniere_saisie_prime(tenu: LigneDeCommande) -> None:
    tenu.fait(*PROMESSE)
    tenu.fait("promesse", "D-1", "300", "--pour", "20/03/2026", "--remplacer")
    assert [li for _, li in promesses(tenu, "2026-03-20")] == ["Vérifier la promesse de 300,00 € pour le 20/03/2026"]
    tenu.verifier()


def test_simuler_attend_la_fin_de_la_promesse(tenu: LigneDeCommande) -> None:
    tenu.fait(*PROMESSE)
    simulation = tenu.json("relances", "--simuler", "10j")
    assert [(d["etape"], d["le"]) for d in simulation["departs"]] == [("relance-1", "2026-03-25")]
    assert simulation["retenues"] == []


def test_une_seconde_promesse_se_dit_remplacante(tenu: LigneDeCommande) -> None:
    tenu.fait(*PROMESSE)
    autre = ("promesse", "D-1", "300", "--pour", "27/03/2026")
    assert "court déjà" in tenu.refuse(*autre) and "--remplacer" in tenu.refuse(*autre)
    tenu.fait(*autre, "--remplacer")
    assert "déjà enregistré" in tenu.refuse(*autre, "--remplacer")
    assert [p["etat"] for p in tenu.json("dossier", "D-1")["promesses"]] == ["remplacée", "en cours"]
    assert promesses(tenu, "2026-03-20") == [] != promesses(tenu, "2026-03-27")
    tenu.fait("annuler", "D-1", str(tenu.rang("PromesseFaite")), "--motif", "erreur")
    assert promesses(tenu, "2026-03-20") != []
    tenu.jour("2026-03-26")
    tenu.fait("promesse", "D-1", "300", "--pour", "30/03/2026")
    assert [p["etat"] for p in tenu.json("dossier", "D-1")["promesses"]] == ["rompue", "en cours"]
    [dit, *_] = tenu.json("promesse", "D-1", "1", "--pour", "30/03/2026", "--le", "25/03/2026")["avertissements"]
    assert "plus récente, du 26/03/2026" in dit
    assert [p["etat"] for p in tenu.json("dossier", "D-1")["promesses"]] == ["rompue", "remplacée", "en cours"]
    tenu.verifier()


@pytest.mark.parametrize(
    ("mots", "code", "phrase"),
    [
        (("0", "--pour", "20/03/2026"), 1, "plus grande que zéro"),
        (("500",), 2, "--pour"),
        (("500", "--pour", "15/03/2026"), 1, "précède le jour où elle est faite"),
        (("500", "--pour", "17/06/2026"), 1, "à plus de 3 mois"),
        (("500", "--pour", "20/03/2036"), 1, "à plus de 3 mois"),
        (("500", "--pour", "20/03/2026", "--le", "17/03/2026"), 1, "dans l'avenir"),
        (("2000", "--pour", "20/03/2026"), 1, "il sera dû"),
    ],
)
def test_une_promesse_impossible_est_refusee(
    tenu: LigneDeCommande, mots: tuple[str, ...], code: int, phrase: str
) -> None:
    assert phrase in tenu.refuse("promesse", "D-1", *mots, code=code)


def test_tout_ce_qui_sera_du_ce_jour_la_peut_se_promettre_au_centime(tenu: LigneDeCommande) -> None:
    total = tenu.json("decompte", "D-1", "--au", "20/03/2026")["total"]
    plus = f"{float(total) + 0.01:.2f}"
    assert "il sera dû" in tenu.refuse("promesse", "D-1", plus, "--pour", "20/03/2026")
    tenu.fait("promesse", "D-1", total, "--pour", "20/03/2026")


def test_un_taux_pas_encore_paru_n_empeche_pas_de_promettre(recouvre: LigneDeCommande) -> None:
    recouvre.jour("2026-12-21")
    recouvre.ouvrir("F-1", "1000", "--emise", "01/01/2026")
    recouvre.fait("promesse", "D-1", "1000", "--pour", "15/01/2027")
    assert "il sera dû" in recouvre.refuse("promesse", "D-1", "5000", "--pour", "15/01/2027", "--remplacer")


def test_plus_rien_de_du_plus_rien_a_promettre(tenu: LigneDeCommande) -> None:
    tenu.fait("encaisser", "D-1", "2000")
    assert "Plus rien n'est dû" in tenu.refuse(*PROMESSE)


def test_annuler_la_promesse_rend_l_etat_d_avant(tenu: LigneDeCommande) -> None:
    avant = tenu.projections()
    tenu.fait(*PROMESSE)
    assert tenu.projections() != avant
    tenu.fait("annuler", "D-1", str(tenu.rang("PromesseFaite")), "--motif", "mal entendu")
    assert tenu.projections() == avant
    assert tenu.envoyer("2026-03-16") == [("D-1", "relance-1")]
    tenu.verifier()


def test_la_lettre_de_promesse_attend_le_delai_bancaire_et_clot_le_rappel(tenu: LigneDeCommande) -> None:
    """Elle dit la promesse non tenue : avant ce délai, ce serait faux."""
    tenu.fait(*PROMESSE)
    lettre = (
        "courrier", "D-1", "lettre_promesse", "--etablir", "--avec", "promis_le=16/03/2026", "--avec", "somme=500",
        "--avec", "pour_le=20/03/2026",
    )  # fmt: skip
    tenu.jour("2026-03-23")
    assert "rien ne part avant le 25/03/2026" in tenu.refuse(*lettre)
    tenu.jour("2026-03-25")
    tenu.fait(*lettre)
    assert promesses(tenu, "2026-03-25") == []


def test_pendant_une_promesse_le_remerciement_et_le_plan_se_font(tenu: LigneDeCommande) -> None:
    tenu.fait("encaisser", "D-1", "100")
    rang = tenu.rang("EncaissementRecu")
    tenu.fait(*PROMESSE)
    tenu.fait("courrier", "D-1", "remerciement", "--etablir", "--paiement", str(rang))
    tenu.fait(
        "courrier", "D-1", "proposition_echeancier", "--etablir", "--avec", "nombre=3", "--avec", "des=05/04/2026"
    )
