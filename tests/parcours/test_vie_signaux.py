"""Décès, médiation, départ, visite refusée… : ce que chaque signal retient, ce qu'il laisse, et comment on reprend."""

from __future__ import annotations

import pytest
from cabinet_essai import LigneDeCommande

from recouvre.domaine.faits_de_suivi import NatureSignal

TOUT = ("mediation", "deces", "minorite", "tutelle", "prescription-acquise", "confie-ailleurs")
"""Les signaux qui retiennent tout contact de réclamation."""

COMMANDES = {
    "mediation": "recouvre reprendre D-1 mediation",
    "deces": "recouvre intervenant D-1 notaire",
    "minorite": "recouvre intervenant D-1 representant",
    "tutelle": "recouvre intervenant D-1 tuteur",
    "etranger": "recouvre debiteur D-1 --adresse",
    "visite-refusee": "recouvre noter D-1 tache",
    "prescription-acquise": "recouvre clore D-1",
    "confie-ailleurs": "recouvre reprendre D-1 confie-ailleurs",
}


@pytest.fixture
def tenu(recouvre: LigneDeCommande) -> LigneDeCommande:
    """1 000 € échus le 31/01/2026, la lettre prête à partir ; nous sommes le mardi 3 mars."""
    recouvre.ouvrir("F-1", "1000", "--emise", "01/01/2026")
    return recouvre


def signaler(recouvre: LigneDeCommande, signal: str, le: str = "02/03/2026", *plus: str) -> None:
    texte = ("--texte", "Me Roy, commissaire de justice") if signal == "confie-ailleurs" else ()
    recouvre.fait("signaler", "D-1", signal, "--le", le, *texte, *plus)


def commande(recouvre: LigneDeCommande, cle: str) -> str:
    requete = "SELECT commande FROM demarches WHERE cle LIKE ?"
    return str(recouvre.lignes(requete, f"{cle}%")[0][0])


@pytest.mark.parametrize("signal", [str(nature) for nature in NatureSignal])
def test_chaque_signal_a_sa_demarche_se_leve_et_s_annule(tenu: LigneDeCommande, signal: str) -> None:
    """§ 9.1, ligne « Spécificités individuelles mises en évidence »."""
    avant = tenu.projections()
    signaler(tenu, signal)
    assert commande(tenu, f"signal:{signal}:").startswith(COMMANDES[signal])
    texte = ("--texte", "Me Roy, commissaire de justice") if signal == "confie-ailleurs" else ()
    assert "déjà signalé" in tenu.refuse("signaler", "D-1", signal, "--le", "02/03/2026", *texte)
    assert len(tenu.lignes("SELECT rang FROM journal WHERE genre = 'Signalement'")) == 1
    autre = ("signaler", "D-1", signal, "--le", "03/03/2026", "--texte", "x")
    assert "déjà signalé depuis le 02/03/2026" in tenu.refuse(*autre)
    tenu.verifier()
    tenu.fait("annuler", "D-1", str(tenu.rang("Signalement")), "--motif", "erreur de dossier")
    assert tenu.projections() == avant
    signaler(tenu, signal)
    tenu.fait("reprendre", "D-1", signal, "--le", "03/03/2026", "--texte", "réglé")
    assert len(tenu.json("relances")["a_envoyer"]) == 1
    tenu.verifier()


@pytest.mark.parametrize("signal", TOUT)
def test_rien_ne_part_tant_que_le_signal_court(tenu: LigneDeCommande, signal: str) -> None:
    """Irritant : des poursuites pendant une médiation, plusieurs sociétés mandatées, une lettre au défunt."""
    assert tenu.envoyer("2026-03-03") == [("D-1", "mise-en-demeure")]
    signaler(tenu, signal, "03/03/2026")
    for jour in ("2026-03-16", "2026-04-20", "2026-06-03"):
        tenu.jour(jour)
        passage = tenu.json("relances", "--envoyer")
        assert passage["envoyees"] == passage["a_envoyer"] == []
        retenues = [raison for retenue in passage["retenues"] for raison in retenue["raisons"]]
        assert signal in retenues
    genres = {genre for (genre,) in tenu.lignes("SELECT genre FROM demarches WHERE attente = '' AND suite = 0")}
    assert not genres & {"envoi", "appel", "visite"}
    assert "Ce document ne peut pas" in tenu.refuse(
        "courrier", "D-1", "proposition_echeancier", "--etablir", "--avec", "nombre=3", "--avec", "des=05/07/2026"
    )
    tenu.verifier()


@pytest.mark.parametrize("signal", TOUT)
def test_la_reprise_est_explicite_et_sans_rafale(tenu: LigneDeCommande, signal: str) -> None:
    tenu.envoyer("2026-03-03")
    tenu.jour("2026-03-10")
    signaler(tenu, signal, "10/03/2026", *(("--jusqu-au", "20/03/2026") if signal == "mediation" else ()))
    tenu.jour("2026-05-04")
    assert tenu.json("relances")["a_envoyer"] == [], "un terme dit ne fait pas reprendre seul"
    assert "le lendemain au plus tôt" in tenu.refuse("reprendre", "D-1", signal, "--le", "10/03/2026")
    tenu.fait("reprendre", "D-1", signal, "--le", "04/05/2026", "--texte", "réglé")
    assert tenu.envoyer("2026-05-04") == [("D-1", "relance-1")]
    assert tenu.envoyer("2026-05-05") == []
    taches = tenu.lignes("SELECT le FROM demarches WHERE genre IN ('appel', 'visite') ORDER BY le")
    assert all(le > "2026-05-05" for (le,) in taches), "les appels et visites ont glissé avec le reste"
    tenu.verifier()


def test_un_appel_que_le_signal_a_fait_attendre_ne_revient_pas_en_retard(tenu: LigneDeCommande) -> None:
    """Les appels du 25/03 ont attendu : ils viennent à la reprise, dans leur ordre, pas tous à leur vieille date."""
    for jour in ("2026-03-03", "2026-03-16", "2026-03-23"):
        assert len(tenu.envoyer(jour)) == 1
    taches = "SELECT le FROM demarches WHERE genre IN ('appel', 'visite') ORDER BY le"
    prevus = [le for (le,) in tenu.lignes(taches)]
    assert prevus[0] == "2026-03-25"
    tenu.jour("2026-03-24")
    signaler(tenu, "mediation", "24/03/2026")
    tenu.jour("2026-05-04")
    tenu.fait("reprendre", "D-1", "mediation", "--le", "04/05/2026")
    repris = [le for (le,) in tenu.lignes(taches)]
    assert repris[0] == "2026-05-04" and len(repris) == len(prevus)
    tenu.verifier()


def test_une_visite_refusee_ne_retient_que_les_visites(tenu: LigneDeCommande) -> None:
    tenu.envoyer("2026-03-03")
    visites = "SELECT cle FROM demarches WHERE genre = 'visite'"
    assert tenu.lignes(visites)
    signaler(tenu, "visite-refusee", "03/03/2026")
    assert not tenu.lignes(visites)
    assert tenu.envoyer("2026-03-16") == [("D-1", "relance-1")]
    dit = tenu("noter", "D-1", "visite", "il n'ouvre pas", "--le", "16/03/2026")
    assert dit.code == 0 and "L121-7" in dit.erreur and "noté" in dit.sortie
    tenu.fait("noter", "D-1", "appel", "rappellera", "--le", "16/03/2026")
    tenu.jour("2026-03-17")
    tenu.fait("reprendre", "D-1", "visite-refusee", "--le", "17/03/2026")
    assert tenu.lignes(visites)
    tenu.verifier()


@pytest.mark.parametrize("signal", TOUT)
def test_un_appel_malgre_un_signal_est_note_et_averti(tenu: LigneDeCommande, signal: str) -> None:
    for jour in ("2026-03-03", "2026-03-16", "2026-03-23"):
        tenu.envoyer(jour)
    tenu.jour("2026-03-26")
    signaler(tenu, signal, "24/03/2026")
    dit = tenu("noter", "D-1", "appel", "a raccroché", "--json")
    assert dit.code == 0 and dit.json["rang"] and "Attention" in dit.erreur
    [donnees] = tenu.lignes("SELECT donnees FROM journal WHERE genre = 'ContactNote'")[-1]
    assert "etape" not in donnees, "il n'accomplit pas l'étape du scénario"


def test_parti_a_l_etranger_ni_pli_ni_visite_jusqu_a_la_nouvelle_adresse(tenu: LigneDeCommande) -> None:
    signaler(tenu, "etranger")
    [retenue] = tenu.json("relances")["retenues"]
    assert retenue["raisons"] == ["adresse-invalide"] and "étranger" in retenue["motif"]
    tenu.fait("debiteur", "D-1", "--adresse", "5 Hauptstrasse", "--ville", "Kehl", "--pays", "Allemagne")
    assert len(tenu.json("relances")["a_envoyer"]) == 1
    tenu.envoyer("2026-03-03")
    assert not tenu.lignes("SELECT cle FROM demarches WHERE genre = 'visite'")
    tenu.verifier()


def test_une_mediation_a_son_terme_demande_ou_elle_en_est(tenu: LigneDeCommande) -> None:
    signaler(tenu, "mediation", "02/03/2026", "--jusqu-au", "30/04/2026")
    assert [le for _, etape, le in tenu.agenda("2026-05-04") if etape.startswith("signal:")] == ["2026-05-04"]
    creance = tenu.json("prescription", "D-1")["creances"][0]
    assert any("2238" in fait["fondement"] for fait in creance["histoire"])


def test_notee_faite_la_demarche_revient_plutot_que_de_laisser_le_dossier_dormir(tenu: LigneDeCommande) -> None:
    signaler(tenu, "deces")
    assert [e for _, e, _ in tenu.agenda("2026-03-03") if e.startswith("signal:")] == ["signal:deces:2026-03-02"]
    tenu.fait("noter", "D-1", "tache", "notaire trouvé")
    assert not [e for _, e, _ in tenu.agenda("2026-05-29") if e.startswith("signal:")]
    assert [e for _, e, _ in tenu.agenda("2026-06-01") if e.startswith("signal:")]


def test_npai_est_le_meme_geste_que_courrier_retour(tenu: LigneDeCommande, temoin: LigneDeCommande) -> None:
    """§ 9.1 et contrat : « signaler D-1 npai --le » note le retour et lance l'enquête."""
    tenu.envoyer("2026-03-03")
    temoin.ouvrir("F-1", "1000", "--emise", "01/01/2026")
    temoin.jour("2026-03-03")
    temoin.envoyer("2026-03-03")
    for cabinet in (tenu, temoin):
        cabinet.jour("2026-03-12")
    ici = tenu.json("signaler", "D-1", "npai", "--le", "11/03/2026", "--reference", "D-1-1")
    assert ici == temoin.json("courrier-retour", "D-1-1", "npai", "--le", "11/03/2026")
    assert tenu.projections() == temoin.projections()
    assert tenu("signaler", "D-1", "npai", "--le", "11/03/2026", "--reference", "D-1-1").code == 1
    tenu.ouvrir("F-2", "50", debiteur="Autre")
    assert "pas de D-2" in tenu.refuse("signaler", "D-2", "npai", "--reference", "D-1-1")
    tenu.verifier()


@pytest.mark.parametrize(
    ("mots", "code", "phrase"),
    [
        (("deces", "--le", "04/03/2026"), 1, "dans l'avenir"),
        (("mediation", "--le", "02/03/2026", "--jusqu-au", "01/03/2026"), 1, "inversez"),
        (("deces", "--jusqu-au", "01/04/2026"), 2, "« deces » n'a pas --jusqu-au"),
        (("confie-ailleurs",), 2, "demande --texte"),
        (("deces", "--reference", "D-1-1"), 2, "« deces » n'a pas --reference"),
    ],
)
def test_un_signal_faux_est_refuse(tenu: LigneDeCommande, mots: tuple[str, ...], code: int, phrase: str) -> None:
    assert phrase in tenu.refuse("signaler", "D-1", *mots, code=code)


def test_un_signal_se_complete_et_se_dit_sur_la_fiche(tenu: LigneDeCommande) -> None:
    signaler(tenu, "mediation")
    signaler(tenu, "mediation", "02/03/2026", "--jusqu-au", "30/04/2026", "--texte", "médiateur de la consommation")
    fiche = tenu.fait("dossier", "D-1").sortie
    assert "médiateur de la consommation" in fiche
    assert "« deces » n'est pas signalé" in tenu.refuse("reprendre", "D-1", "deces", "--le", "03/03/2026")
    assert "seul un signal" in tenu.refuse("reprendre", "D-1", "plan", "--texte", "x", code=2)
    tenu.verifier()


def test_ce_qui_est_parti_depuis_le_deces_se_dit_et_se_rapporte(tenu: LigneDeCommande) -> None:
    """Saisie en retard : le débiteur est mort avant la lettre, on l'apprend dix jours après."""
    tenu.envoyer("2026-03-03")
    tenu.jour("2026-03-13")
    dit = tenu.fait("signaler", "D-1", "deces", "--le", "20/02/2026").sortie
    assert "Un courrier est parti depuis le 20/02/2026 : D-1-1 du 03/03/2026" in " ".join(dit.split())
    assert "a-rapporter:deces:2026-02-21" in [etape for _, etape, _ in tenu.agenda("2026-03-13")]
    tenu.verifier()


def test_annuler_un_complement_rend_le_fait_qu_il_completait(tenu: LigneDeCommande) -> None:
    """Complété deux fois : chaque annulation rend ce qu'on savait avant, et rien ne part tant qu'il en reste."""
    rien = tenu.projections()
    le = ("--le", "02/03/2026")
    etats = []
    for plus in ((), ("--texte", "conciliateur de Bourg"), ("--jusqu-au", "30/04/2026")):
        etats.append(tenu.projections())
        tenu.fait("signaler", "D-1", "mediation", *le, *plus)
    for etat in reversed(etats):
        tenu.fait("annuler", "D-1", str(tenu.rang("Signalement")), "--motif", "erreur de saisie")
        assert tenu.projections() == etat
        assert len(tenu.json("relances")["a_envoyer"]) == (etat == rien)
    tenu.fait("signaler", "D-1", "mediation", *le, "--texte", "conciliateur de Bourg", "--jusqu-au", "30/04/2026")
    tenu.fait("annuler", "D-1", str(tenu.rang("Signalement")), "--motif", "erreur de saisie")
    assert tenu.projections() == rien
    tenu.verifier()


MORALES = (("professionnel", "Garage Roux SARL"), ("professionnel", "SCI des Lilas"), ("public", "Ville de Nantes"))


@pytest.mark.parametrize(("qualite", "nom"), MORALES)
@pytest.mark.parametrize("signal", ["deces", "minorite", "tutelle", "surendettement"])
def test_une_societe_n_est_ni_defunte_ni_mineure_ni_protegee(
    recouvre: LigneDeCommande, signal: str, qualite: str, nom: str
) -> None:
    recouvre.ouvrir("F-1", "1000", "--emise", "01/01/2026", "--qualite", qualite, debiteur=nom)
    le = "--recevable-le" if signal == "surendettement" else "--le"
    dit = recouvre.refuse("signaler", "D-1", signal, le, "02/03/2026")
    assert f"« {nom} » est une personne morale" in dit and '--prenom "…"' in dit
    recouvre.fait("signaler", "D-1", "etranger", "--le", "02/03/2026")


@pytest.mark.parametrize(
    "options", [("--qualite", "consommateur"), ("--siren", "900000019"), ("--qualite", "professionnel")]
)
def test_un_entrepreneur_individuel_peut_mourir(recouvre: LigneDeCommande, options: tuple[str, ...]) -> None:
    recouvre.ouvrir("F-1", "1000", "--emise", "01/01/2026", *options, debiteur="Léa et sa fille")
    recouvre.fait("signaler", "D-1", "deces", "--le", "02/03/2026")


def test_un_prenom_dit_une_personne(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1000", "--emise", "01/01/2026", debiteur="SA")
    recouvre.refuse("signaler", "D-1", "deces")
    recouvre.fait("debiteur", "D-1", "--prenom", "Rosa")
    recouvre.fait("signaler", "D-1", "deces")
