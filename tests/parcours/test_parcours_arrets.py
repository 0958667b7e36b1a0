"""Procédure, surendettement, délai de grâce, plan : les intérêts s'arrêtent, rien ne part, un paiement avertit."""

from __future__ import annotations

import pytest
from cabinet_essai import LigneDeCommande

from recouvre.commandes import signaler as ecran
from recouvre.operations import signaler as gestes

PROCEDURE = ("signaler", "D-1", "procedure", "--type", "redressement", "--jugement-le", "20/02/2026")
SURENDETTEMENT = ("signaler", "D-1", "surendettement", "--recevable-le", "20/02/2026")
GRACE = ("signaler", "D-1", "delai-de-grace", "--le", "20/02/2026", "--jusqu-au", "20/02/2027")
PLAN = ("signaler", "D-1", "plan", "--le", "20/02/2026")
ARRETS = {"procedure": PROCEDURE, "surendettement": SURENDETTEMENT, "delai-de-grace": GRACE, "plan": PLAN}
ARTICLES = {
    "procedure": "L622-7", "surendettement": "L722-5", "delai-de-grace": "1343-5", "plan": "clause du plan",
}  # fmt: skip


@pytest.fixture
def tenu(recouvre: LigneDeCommande) -> LigneDeCommande:
    """1 000 € échus le 31/01/2026, la lettre prête à partir ; nous sommes le mardi 3 mars."""
    recouvre.ouvrir("F-1", "1000", "--emise", "01/01/2026")
    return recouvre


def interets(recouvre: LigneDeCommande, au: str = "2026-03-03") -> list[tuple[str, str]]:
    lignes = recouvre.json("decompte", "D-1", "--au", au)["lignes"]
    return [(ligne["du"], ligne["au"]) for ligne in lignes if ligne["nature"] == "interets"]


def test_les_signaux_de_l_aide_sont_ceux_du_registre() -> None:
    assert tuple(signal.nom for signal in gestes.SIGNAUX) == ecran.SIGNAUX


@pytest.mark.parametrize("cause", ARRETS)
def test_un_arret_retient_tout_envoi_avec_son_article(tenu: LigneDeCommande, cause: str) -> None:
    assert len(tenu.json("relances")["a_envoyer"]) == 1
    dit = tenu.json(*ARRETS[cause])
    assert dit["signal"] == cause
    for passage in (tenu.json("relances"), tenu.json("relances", "--envoyer")):
        [retenue] = passage["retenues"]
        assert retenue["raisons"] == ["arret"] and ARTICLES[cause] in retenue["motif"]
        assert passage["a_envoyer"] == passage["envoyees"] == []
    assert ARTICLES[cause] in tenu.refuse("courrier", "D-1", "mise-en-demeure")
    assert interets(tenu) == [("2026-02-01", "2026-02-19")], "le jour de l'arrêt ne porte plus intérêt"
    tenu.verifier()


@pytest.mark.parametrize("cause", ARRETS)
def test_reprendre_fait_courir_les_interets_et_partir_la_lettre(tenu: LigneDeCommande, cause: str) -> None:
    tenu.fait(*ARRETS[cause])
    tenu.fait("reprendre", "D-1", cause, "--le", "01/03/2026")
    assert interets(tenu) == [("2026-02-01", "2026-02-19"), ("2026-03-01", "2026-03-03")]
    assert len(tenu.json("relances")["a_envoyer"]) == 1
    [arret] = tenu.json("dossier", "D-1")["arrets"]
    assert (arret["cause"], arret["au"]) == (cause, "2026-02-28")
    assert "a déjà pris fin le 28/02/2026" in tenu.refuse("reprendre", "D-1", cause, "--le", "02/03/2026")
    tenu.verifier()


@pytest.mark.parametrize(
    ("mots", "phrase"),
    [
        (("plan", "--le", "01/03/2026"), "Aucun arrêt « plan »"),
        (("procedure", "--le", "20/02/2026"), "une reprise est plus tardive"),
        (("procedure", "--le", "04/03/2026"), "dans l'avenir"),
    ],
)
def test_reprendre_refuse_ce_qui_n_est_pas_arrete(tenu: LigneDeCommande, mots: tuple[str, ...], phrase: str) -> None:
    tenu.fait(*PROCEDURE)
    assert phrase in tenu.refuse("reprendre", "D-1", *mots)


def test_un_delai_de_grace_expire_seul(tenu: LigneDeCommande) -> None:
    tenu.fait("signaler", "D-1", "delai-de-grace", "--le", "01/02/2026", "--jusqu-au", "02/03/2026")
    assert len(tenu.json("relances")["a_envoyer"]) == 1, "le dernier jour était hier"
    assert tenu.json("relances", "--au", "02/03/2026")["a_envoyer"] == []
    assert "a déjà pris fin" in tenu.refuse("reprendre", "D-1", "delai-de-grace", "--le", "03/03/2026")


@pytest.mark.parametrize(
    ("mots", "code", "phrase"),
    [
        (("procedure", "--type", "redressement"), 2, "demande --jugement-le"),
        (("procedure", "--jugement-le", "20/02/2026"), 2, "demande --type"),
        (("procedure", "--type", "faillite", "--jugement-le", "20/02/2026"), 1, "sauvegarde, redressement"),
        (("procedure", "--type", "redressement", "--jugement-le", "04/03/2026"), 1, "dans l'avenir"),
        (("procedure", "--type", "redressement", "--jugement-le", "01/01/2026"), 1, "n'est antérieure"),
        (
            ("procedure", "--type", "redressement", "--jugement-le", "20/02/2026", "--bodacc-le", "19/02/2026"), 1,
            "ne peut pas précéder le jugement",
        ),
        (("surendettement", "--le", "20/02/2026"), 2, "demande --recevable-le"),
        (("surendettement", "--recevable-le", "01/01/2026"), 1, "n'est antérieure"),
        (
            ("surendettement", "--recevable-le", "20/02/2026", "--notifiee-le", "19/02/2026"), 1,
            "ne peut pas précéder la décision",
        ),
        (("delai-de-grace", "--le", "01/02/2026"), 2, "demande --jusqu-au"),
        (("delai-de-grace", "--le", "01/02/2026", "--jusqu-au", "02/02/2028"), 1, "deux ans au plus"),
        (("delai-de-grace", "--le", "01/02/2026", "--jusqu-au", "31/01/2026"), 1, "inversez"),
        (("delai-de-grace", "--le", "01/02/2026", "--jusqu-au", "31/01/2027", "--taux", "400"), 2, "vraisemblable"),
        (("plan", "--le", "01/02/2026", "--type", "sauvegarde"), 2, "« plan » n'a pas --type"),
        (("plan", "--le", "01/02/2026", "--jusqu-au", "31/01/2026"), 1, "inversez"),
        (("fantome",), 2, "ne se signale pas"),
        (("litige",), 2, "demande --motif"),
        (("delai-interrompu", "--facture", "F-1", "--le", "20/01/2026"), 1, "n'est pas un acheteur public"),
    ],
)  # fmt: skip
def test_un_signal_faux_est_refuse(tenu: LigneDeCommande, mots: tuple[str, ...], code: int, phrase: str) -> None:
    assert phrase in tenu.refuse("signaler", "D-1", *mots, code=code)


def test_deux_annees_de_grace_jour_pour_jour_sont_admises(tenu: LigneDeCommande) -> None:
    tenu.fait("signaler", "D-1", "delai-de-grace", "--le", "01/02/2026", "--jusqu-au", "01/02/2028")


def test_le_bodacc_se_complete_ensuite_et_l_ancien_fait_est_annule(tenu: LigneDeCommande) -> None:
    tenu.fait(*PROCEDURE)
    premier = tenu.rang("ArretDeDroit")
    assert "déjà signalé" in tenu.refuse(*PROCEDURE)
    tenu.fait(*PROCEDURE, "--bodacc-le", "25/02/2026")
    fiche = tenu.json("dossier", "D-1")
    assert [(a["type"], a["publie_le"]) for a in fiche["arrets"]] == [("redressement", "2026-02-25")]
    assert [f["rang"] for f in fiche["faits"] if f["annule"]] == [premier]
    autre = [*PROCEDURE, "--bodacc-le", "26/02/2026"]
    assert "signalé autrement" in tenu.refuse(*autre)
    assert "signalé autrement" in tenu.refuse(*(m.replace("redressement", "liquidation") for m in PROCEDURE))
    tenu.verifier()


def test_une_procedure_convertie_ne_se_signale_pas_une_seconde_fois(tenu: LigneDeCommande) -> None:
    tenu.fait(*PROCEDURE)
    suite = ("signaler", "D-1", "procedure", "--type", "liquidation", "--jugement-le", "01/03/2026")
    assert "court déjà depuis le 20/02/2026" in tenu.refuse(*suite)
    tenu.fait("reprendre", "D-1", "procedure", "--le", "28/02/2026")
    tenu.fait(*suite)
    tenu.verifier()


def test_un_paiement_defendu_est_pris_et_dit(tenu: LigneDeCommande) -> None:
    tenu.fait(*PROCEDURE, "--bodacc-le", "25/02/2026")
    assert tenu.json("encaisser", "D-1", "10", "--le", "19/02/2026")["avertissement"] is None
    dit = tenu.json("encaisser", "D-1", "10", "--le", "20/02/2026")
    assert "L622-7" in dit["avertissement"] and dit["rang"]
    assert "Attention" in tenu.fait("encaisser", "D-1", "10", "--le", "21/02/2026").sortie
    tenu.verifier()


def test_un_paiement_pendant_un_plan_n_est_pas_defendu(tenu: LigneDeCommande) -> None:
    tenu.fait(*PLAN)
    assert tenu.json("encaisser", "D-1", "10")["avertissement"] is None


def test_un_paiement_pendant_le_surendettement_cite_le_code_de_la_consommation(tenu: LigneDeCommande) -> None:
    tenu.fait(*SURENDETTEMENT)
    assert "L722-5" in tenu.json("encaisser", "D-1", "10")["avertissement"]


def test_le_juge_fixe_un_taux_et_fait_imputer_sur_le_capital(tenu: LigneDeCommande) -> None:
    tenu.fait(*GRACE, "--taux", "2", "--capital-d-abord")
    assert [p["nature"] for p in tenu.json("encaisser", "D-1", "100")["imputations"]] == ["principal"]
    taux = [li["taux"] for li in tenu.json("decompte", "D-1")["lignes"] if li["nature"] == "interets"]
    assert taux == ["12.15", "2"]


def test_l_agenda_ne_demande_plus_ni_envoi_ni_appel(tenu: LigneDeCommande) -> None:
    assert tenu.agenda("2026-03-03") != []
    tenu.fait(*PROCEDURE)
    etapes = [etape for _, etape, _ in tenu.agenda("2026-03-03", "--jours", "60")]
    assert sorted(etapes) == ["avis", "procedure:bodacc:2026-02-20"]
    tenu.fait("reprendre", "D-1", "procedure", "--le", "03/03/2026")
    assert tenu.agenda("2026-03-03") != []


def test_la_fiche_montre_l_arret(tenu: LigneDeCommande) -> None:
    assert "Arrêt" not in tenu.fait("dossier", "D-1").sortie
    tenu.fait(*PROCEDURE, "--bodacc-le", "25/02/2026")
    assert "redressement, depuis le 20/02/2026, BODACC du 25/02/2026" in tenu.fait("dossier", "D-1").sortie


def test_annuler_un_arret_le_fait_oublier(tenu: LigneDeCommande) -> None:
    tenu.fait(*PROCEDURE)
    tenu.fait("annuler", "D-1", str(tenu.rang("ArretDeDroit")), "--motif", "erreur de dossier")
    assert len(tenu.json("relances")["a_envoyer"]) == 1
    tenu.fait(*PROCEDURE)
    tenu.verifier()
