"""Un débiteur insolvable : du dépôt à l'effacement, du jugement à la clôture, et ce que l'on apprend trop tard."""

from __future__ import annotations

from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande

from recouvre.affichage.faits_d_instance import PROCEDURE, SURENDETTEMENT
from recouvre.domaine.faits_d_insolvabilite import EtapeDeProcedure, EtapeDuSurendettement
from recouvre.operations import insolvabilite as gestes

RECEVABLE = ("signaler", "D-1", "surendettement", "--recevable-le", "02/03/2026", "--notifiee-le", "10/03/2026")
JUGEMENT = ("signaler", "D-1", "procedure", "--type", "redressement", "--jugement-le", "02/03/2026")
PUBLIE = (*JUGEMENT, "--bodacc-le", "10/03/2026")
MANDATAIRE = (
    "intervenant", "D-1", "mandataire", "--nom", "Me Claire Roy", "--adresse", "3 rue Basse", "--code-postal", "44000",
    "--ville", "Nantes",
)  # fmt: skip


@pytest.fixture
def tenu(recouvre: LigneDeCommande) -> LigneDeCommande:
    """1 000 € échus le 31/12/2025 ; nous sommes le mardi 10 mars 2026."""
    recouvre.ouvrir("F-1", "1000", "--emise", "01/12/2025", echeance="31/12/2025")
    recouvre.jour("2026-03-10")
    return recouvre


def etape(recouvre: LigneDeCommande, quoi: str, le: str, *plus: str) -> None:
    recouvre.fait("surendettement", "D-1", quoi, "--le", le, *plus)


def acte(recouvre: LigneDeCommande, quoi: str, le: str, *plus: str) -> None:
    recouvre.fait("procedure", "D-1", quoi, "--le", le, *plus)


def delais(recouvre: LigneDeCommande, au: str) -> list[tuple[str, str]]:
    """Les délais légaux de l'agenda de ce jour : (étape, article)."""
    demarches = recouvre.json("agenda", "--au", au)["demarches"]
    return [(d["etape"], d["fondement"]) for d in demarches if d["genre"] == "delai"]


def interets(recouvre: LigneDeCommande, au: str) -> list[tuple[str, str, str]]:
    lignes = recouvre.json("decompte", "D-1", "--au", au)["lignes"]
    return [(ligne["du"], ligne["au"], ligne["taux"]) for ligne in lignes if ligne["nature"] == "interets"]


def rien_ne_part(recouvre: LigneDeCommande, jour: str) -> set[str]:
    recouvre.jour(jour)
    passage = recouvre.json("relances", "--envoyer")
    assert passage["envoyees"] == passage["a_envoyer"] == []
    genres = {d["genre"] for d in recouvre.json("agenda", "--jours", "300")["demarches"]}
    assert not genres & {"envoi", "appel", "visite"}
    return {raison for retenue in passage["retenues"] for raison in retenue["raisons"]}


def test_recevable_le_delai_est_court_et_rien_ne_part(tenu: LigneDeCommande) -> None:
    """§ 9.4, ligne « Surendettement : recevable → délai très court pour déclarer »."""
    tenu.fait(*RECEVABLE)
    assert delais(tenu, "2026-03-10") == [("surendettement:recours:2026-03-02", "C. conso., art. R722-1")]
    assert delais(tenu, "2026-03-26") == []
    etape(tenu, "etat-du-passif", "10/03/2026")
    assert ("surendettement:etat-du-passif:2026-03-10", "C. conso., art. R723-3") in delais(tenu, "2026-04-09")
    assert delais(tenu, "2026-04-10") == []
    assert "arret" in rien_ne_part(tenu, "2026-04-10")
    etape(tenu, "justification", "08/04/2026", "--montant", "1000")
    assert not [e for _, e, _ in tenu.agenda("2026-04-10") if "etat-du-passif" in e]
    assert interets(tenu, "2026-04-10") == [("2026-01-01", "2026-03-01", "12.15")]
    assert "L722-5" in tenu.json("encaisser", "D-1", "10", "--le", "09/04/2026")["avertissement"]
    tenu.verifier()


def test_un_plan_suivi_de_la_recevabilite_a_sa_fin(tenu: LigneDeCommande) -> None:
    """§ 9.4, ligne « Externaliser le suivi administratif du surendettement » : à déclarer, plans à suivre."""
    tenu.fait(*RECEVABLE)
    tenu.jour("2026-06-15")
    etape(tenu, "mesures", "01/06/2026", "--notifiee-le", "08/06/2026")
    assert delais(tenu, "2026-06-15") == [("surendettement:mesures:2026-06-01", "C. conso., art. R733-6")]
    tenu.jour("2026-07-20")
    assert ("tache", "surendettement:mesures:2026-06-01:vigueur") in [
        (d["genre"], d["etape"]) for d in tenu.json("agenda", "--au", "2026-07-20")["demarches"]
    ]
    etape(tenu, "mesures", "01/06/2026", "--applicable-le", "31/07/2026", "--jusqu-au", "31/07/2028", "--taux", "1",
          "--mensualite", "50")  # fmt: skip
    assert interets(tenu, "2026-12-31") == [
        ("2026-01-01", "2026-03-01", "12.15"), ("2026-07-31", "2026-12-31", "1"),
    ]  # fmt: skip
    assert "arret" in rien_ne_part(tenu, "2026-10-01")
    assert tenu.json("encaisser", "D-1", "50", "--le", "01/10/2026")["avertissement"] is None
    assert "50,00" in tenu.json("encaisser", "D-1", "60", "--le", "01/10/2026")["avertissement"]
    etat = tenu.json("surendettement", "D-1")
    assert [e["etape"] for e in etat["etapes"]] == ["mesures"] and etat["etapes"][0]["mensualite"] == "50.00"
    assert "en vigueur" in " ".join(tenu.fait("dossier", "D-1").sortie.split())
    tenu.jour("2028-08-01")
    etape(tenu, "fin", "01/08/2028")
    assert tenu.json("surendettement", "D-1")["delais"] == []
    tenu.verifier()


def test_des_mesures_sans_taux_ne_comptent_rien_et_le_disent(tenu: LigneDeCommande) -> None:
    tenu.fait(*RECEVABLE)
    tenu.jour("2026-08-03")
    etape(tenu, "mesures", "01/06/2026", "--applicable-le", "31/07/2026")
    decompte = tenu.json("decompte", "D-1", "--au", "2026-12-31")
    assert interets(tenu, "2026-12-31") == [("2026-01-01", "2026-03-01", "12.15")]
    assert "mesures-sans-taux" in str(decompte)
    assert "mesures de surendettement" in tenu.fait("expliquer", "D-1", "--au", "2026-12-31").sortie


def test_une_creance_effacee_ne_se_reclame_plus_jamais(tenu: LigneDeCommande) -> None:
    """§ 9.5, ligne « FAQ : risques du recouvrement illégal » : relancer une créance effacée."""
    tenu.fait(*RECEVABLE)
    assert "rétablissement" in tenu.refuse("surendettement", "D-1", "effacement", "--le", "05/03/2026")
    tenu.jour("2026-07-20")
    etape(tenu, "retablissement", "01/06/2026", "--notifiee-le", "08/06/2026")
    assert delais(tenu, "2026-07-08") == [("surendettement:retablissement:2026-06-01", "C. conso., art. R741-1")]
    avant = tenu.projections()
    etape(tenu, "effacement", "01/06/2026")
    rien_ne_part(tenu, "2026-07-20")
    tenu.fait("reprendre", "D-1", "surendettement", "--le", "10/07/2026")
    rien_ne_part(tenu, "2026-11-03")
    tenu.jour("2026-07-20")
    tenu.verifier()
    for genre in ("ArretLeve", "SurendettementSuivi"):
        tenu.fait("annuler", "D-1", str(tenu.rang(genre)), "--motif", "erreur")
    assert tenu.projections() == avant
    tenu.verifier()


def test_la_demande_de_mesures_interrompt_la_forclusion_la_recevabilite_non(tenu: LigneDeCommande) -> None:
    """§ 9.4, ligne « Tout type : crédit conso, énergie, téléphone » : deux ans, que L721-5 interrompt."""
    tenu.fait("qualifier", "D-1", "--nature", "credit_conso")
    assert tenu.json("prescription", "D-1")["date"] == "2027-12-31"
    tenu.fait(*RECEVABLE)
    assert tenu.json("prescription", "D-1")["date"] == "2027-12-31"
    tenu.jour("2026-07-20")
    etape(tenu, "demande-de-mesures", "15/06/2026")
    assert tenu.json("prescription", "D-1")["date"] == "2028-06-15"


def test_du_jugement_a_la_cloture(tenu: LigneDeCommande) -> None:
    """Irritant : les deux mois du BODACC oubliés."""
    tenu.fait(*JUGEMENT)
    assert delais(tenu, "2026-03-16") == []
    assert delais(tenu, "2026-03-17") == [("procedure:bodacc:2026-03-02", "C. com., art. R621-8")]
    tenu.fait(*PUBLIE)
    attendus = {
        "2026-03-10": "", "2026-04-10": ":J-30", "2026-04-25": ":J-15", "2026-05-03": ":J-7", "2026-05-08": ":J-2",
        "2026-05-10": ":J-2",
    }  # fmt: skip
    for jour, presse in attendus.items():
        assert delais(tenu, jour) == [(f"procedure:declaration:2026-03-10{presse}", "C. com., art. L622-24 et R622-24")]
    assert delais(tenu, "2026-05-11") == [("procedure:releve:2026-03-10", "C. com., art. L622-26")]
    assert delais(tenu, "2026-09-10")[0][0] == "procedure:releve:2026-03-10:J-2"
    assert delais(tenu, "2026-09-11") == []
    tenu.jour("2026-05-04")
    dit = tenu.json("procedure", "D-1", "declaration", "--le", "04/05/2026", "--montant", "1000")
    assert dit["etape"] == "declaration" and delais(tenu, "2026-05-04") == []
    faits = tenu.json("prescription", "D-1")["creances"][0]["histoire"]
    assert any(fait["fondement"] == "C. com., art. L622-25-1" for fait in faits)
    tenu.jour("2026-10-01")
    acte(tenu, "contestation", "20/09/2026", "--notifiee-le", "21/09/2026")
    assert delais(tenu, "2026-10-01") == [("procedure:contestation:2026-09-20", "C. com., art. L622-27")]
    acte(tenu, "reponse", "30/09/2026")
    acte(tenu, "admission", "01/10/2026", "--montant", "1000")
    acte(tenu, "conversion", "01/10/2026", "--type", "liquidation")
    acte(tenu, "cloture", "01/10/2026", "--texte", "insuffisance d'actif")
    [decision] = [d for d in tenu.json("procedure", "D-1")["delais"] if "cloture" not in d["commande"]]
    assert "certificat d'irrécouvrabilité" in decision["libelle"] and "L643-11" in decision["fondement"]
    assert "arret" in rien_ne_part(tenu, "2026-10-05")
    assert "liquidation" in tenu.fait("procedure", "D-1").sortie
    tenu.verifier()


def test_un_creancier_d_outre_mer_a_deux_mois_de_plus_et_l_adresse_corrigee_compte(tenu: LigneDeCommande) -> None:
    tenu.fait(*PUBLIE)
    assert delais(tenu, "2026-05-11") == [("procedure:releve:2026-03-10", "C. com., art. L622-26")]
    tenu.fait("creancier", "Forge Béranger", "--adresse", "1 rue du Port", "--code-postal", "97400", "--ville", "Port")
    assert delais(tenu, "2026-05-11") == [("procedure:declaration:2026-03-10", "C. com., art. L622-24 et R622-24")]
    libelles = [d["libelle"] for d in tenu.json("procedure", "D-1")["delais"]]
    assert any("10/07/2026" in libelle and "visez le 10/05/2026" in libelle for libelle in libelles)
    tenu.verifier()


def test_le_mandataire_recoit_la_declaration_sans_qu_on_le_retape(tenu: LigneDeCommande, tmp_path: Path) -> None:
    tenu.fait(*PUBLIE)
    saisies = ("--avec", "tribunal=tribunal de commerce de Nantes", "--avec", "signataire=M. Béranger, gérant")
    declarer = ("courrier", "D-1", "declaration_creance", *saisies)
    assert "destinataire" in tenu.refuse(*declarer)
    journal = tenu.lignes("SELECT count(*) FROM journal")
    tenu.fait(*MANDATAIRE)
    assert tenu.lignes("SELECT count(*) FROM journal") == journal, "les intervenants vivent hors du journal"
    fait = tenu.json(*declarer, "--sortie", str(tmp_path / "a.pdf"))
    assert (tmp_path / "a.pdf").is_file() and fait["modele"] == "declaration_creance"
    tenu.fait(*declarer, "--sortie", str(tmp_path / "b.pdf"), "--avec", "destinataire=Me Bois ; 1 rue ; 44000 Nantes")
    [connu] = tenu.json("intervenant", "D-1")["intervenants"]
    assert (connu["role"], connu["nom"], connu["code_postal"]) == ("mandataire", "Me Claire Roy", "44000")
    tenu.fait("intervenant", "D-1", "mandataire", "--telephone", "02 40 00 00 00")
    assert "0240000000" in tenu.fait("intervenant", "D-1").sortie
    tenu.fait("intervenant", "D-1", "mandataire", "--retirer")
    assert "Aucun « mandataire »" in tenu.refuse("intervenant", "D-1", "mandataire", "--retirer")
    assert "--nom" in tenu.refuse("intervenant", "D-1", "notaire", "--ville", "Nantes")
    assert "n'est pas un rôle" in tenu.refuse("intervenant", "D-1", "voisin", "--nom", "x", code=2)
    tenu.verifier()


def test_une_recevabilite_connue_dix_jours_apres_corrige_le_decompte_et_l_agenda(recouvre: LigneDeCommande) -> None:
    """Saisie en retard : deux courriers et un paiement depuis la décision, que personne ne connaissait."""
    recouvre.ouvrir("F-1", "1000", "--emise", "01/12/2025", echeance="31/12/2025")
    assert recouvre.envoyer("2026-03-03") == [("D-1", "mise-en-demeure")]
    assert recouvre.envoyer("2026-03-16") == [("D-1", "relance-1")]
    recouvre.fait("encaisser", "D-1", "100", "--le", "16/03/2026")
    avant = recouvre.projections()
    recouvre.jour("2026-03-18")
    assert len(interets(recouvre, "2026-03-18")) == 2
    tard = ("signaler", "D-1", "surendettement", "--recevable-le", "02/03/2026", "--notifiee-le", "17/03/2026")
    dit = recouvre.json(*tard)
    assert dit["partis"] == [{"reference": "D-1-1", "le": "2026-03-03"}, {"reference": "D-1-2", "le": "2026-03-16"}]
    assert dit["paiements"] == [{"montant": "100.00", "le": "2026-03-16"}]
    assert [au for _, au, _ in interets(recouvre, "2026-03-18")] == ["2026-03-01"]
    etapes = [e for _, e, _ in recouvre.agenda("2026-03-18")]
    assert "a-rapporter:surendettement:2026-03-02" in etapes
    rang = str(recouvre.rang("ArretDeDroit"))
    recouvre.fait("noter", "D-1", "tache", "courriers rapportés")
    assert "a-rapporter:surendettement:2026-03-02" not in [e for _, e, _ in recouvre.agenda("2026-03-18")]
    for numero in (str(recouvre.rang("ContactNote")), rang):
        recouvre.fait("annuler", "D-1", numero, "--motif", "erreur de dossier")
    assert recouvre.projections() == avant
    sortie = " ".join(recouvre.fait(*tard).sortie.split())
    assert "2 courriers sont partis depuis le 02/03/2026 : D-1-1 du 03/03/2026, D-1-2 du 16/03/2026" in sortie
    assert "Le paiement de 100,00" in sortie
    recouvre.verifier()


def test_un_jugement_connu_apres_une_relance_la_cite(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1000", "--emise", "01/12/2025", echeance="31/12/2025")
    recouvre.envoyer("2026-03-03")
    recouvre.jour("2026-03-12")
    dit = recouvre.json("signaler", "D-1", "procedure", "--type", "liquidation", "--jugement-le", "03/03/2026")
    assert [parti["reference"] for parti in dit["partis"]] == ["D-1-1"], "le jugement prend effet à la première heure"
    recouvre.fait("annuler", "D-1", str(recouvre.rang("ArretDeDroit")), "--motif", "date")
    juste = recouvre.json("signaler", "D-1", "procedure", "--type", "liquidation", "--jugement-le", "04/03/2026")
    assert juste["partis"] == []


@pytest.mark.parametrize(
    ("mots", "code", "phrase"),
    [
        (("surendettement", "D-1", "etat-du-passif", "--le", "09/03/2026"), 1, "n'est pas recevable"),
        (("surendettement", "D-1", "depot", "--le", "11/03/2026"), 1, "dans l'avenir"),
        (("surendettement", "D-1", "inconnue", "--le", "09/03/2026"), 2, "n'est pas une étape"),
        (("surendettement", "D-1", "depot"), 2, "demande --le"),
        (("surendettement", "D-1", "--le", "09/03/2026"), 2, "dites l'étape"),
        (("surendettement", "D-1", "depot", "--le", "09/03/2026", "--taux", "2"), 2, "n'a pas --taux"),
        (("surendettement", "D-1", "appel-aux-creanciers", "--le", "09/03/2026"), 2, "demande --jusqu-au"),
        (("procedure", "D-1", "declaration", "--le", "09/03/2026"), 1, "Aucune procédure collective"),
        (("procedure", "D-1", "conversion", "--le", "09/03/2026"), 2, "demande --type"),
        (("surendettement", "D-1", "irrecevabilite", "--le", "09/03/2026", "--notifiee-le", "08/03/2026"), 1,
         "ne peut pas précéder"),
    ],
)  # fmt: skip
def test_une_etape_hors_de_propos_est_refusee(
    tenu: LigneDeCommande, mots: tuple[str, ...], code: int, phrase: str
) -> None:
    assert phrase in tenu.refuse(*mots, code=code)


@pytest.mark.parametrize(
    ("plus", "phrase"),
    [
        (("--taux", "2"), "--applicable-le"),
        (("--applicable-le", "01/03/2026"), "ne peut pas précéder"),
        (("--applicable-le", "31/03/2026", "--jusqu-au", "01/04/2033"), "sept ans"),
        (("--applicable-le", "31/03/2026", "--jusqu-au", "01/03/2026"), "sept ans"),
    ],
)
def test_des_mesures_impossibles_sont_refusees(tenu: LigneDeCommande, plus: tuple[str, ...], phrase: str) -> None:
    tenu.fait(*RECEVABLE)
    assert phrase in tenu.refuse("surendettement", "D-1", "mesures", "--le", "09/03/2026", *plus)
    tenu.fait("surendettement", "D-1", "mesures", "--le", "09/03/2026", "--applicable-le", "31/03/2026", "--jusqu-au",
              "31/03/2033")  # fmt: skip
    assert "déjà signalé" in tenu.refuse("surendettement", "D-1", "mesures", "--le", "09/03/2026")


def test_un_releve_ne_s_accorde_pas_avant_d_etre_demande_et_rouvre_un_mois(tenu: LigneDeCommande) -> None:
    tenu.fait(*PUBLIE)
    tenu.jour("2026-06-30")
    assert "se demande avant" in tenu.refuse("procedure", "D-1", "releve-accorde", "--le", "20/06/2026")
    acte(tenu, "releve-demande", "20/05/2026")
    assert delais(tenu, "2026-06-01") == []
    acte(tenu, "releve-accorde", "20/06/2026", "--notifiee-le", "25/06/2026")
    assert delais(tenu, "2026-07-24") == [("procedure:declaration:2026-06-25:J-2", "C. com., art. L622-24")]
    assert delais(tenu, "2026-07-26") == []
    tenu.verifier()


def test_un_appel_pendant_la_procedure_est_note_et_averti(tenu: LigneDeCommande) -> None:
    """§ 9.5, ligne « Suivi automatisé des contacts » : le journal garde le fait, et dit qu'il ne devait pas être."""
    tenu.fait(*PUBLIE)
    dit = tenu("noter", "D-1", "appel", "il a rappelé", "--json")
    assert dit.code == 0 and "L622-7" in dit.erreur and dit.json["rang"]
    tenu.fait("noter", "D-1", "tache", "greffe appelé")


def test_reprendre_finit_la_procedure_mais_pas_des_mesures_en_vigueur(tenu: LigneDeCommande) -> None:
    tenu.fait(*RECEVABLE)
    tenu.jour("2026-08-03")
    etape(tenu, "mesures", "01/06/2026", "--applicable-le", "31/07/2026")
    rang = tenu.rang("SurendettementSuivi")
    reprise = ("reprendre", "D-1", "surendettement", "--le", "03/08/2026")
    assert "surendettement D-1 fin" in tenu.refuse(*reprise)
    tenu.fait("annuler", "D-1", str(rang), "--motif", "erreur")
    tenu.fait(*reprise)
    assert tenu.json("surendettement", "D-1")["delais"] == []
    assert len(tenu.json("relances")["a_envoyer"]) == 1
    tenu.verifier()


def test_un_paiement_apres_l_effacement_n_etait_plus_du(tenu: LigneDeCommande) -> None:
    tenu.fait(*RECEVABLE)
    etape(tenu, "retablissement", "05/03/2026")
    etape(tenu, "effacement", "05/03/2026")
    tenu.fait("reprendre", "D-1", "surendettement", "--le", "06/03/2026")
    dit = tenu.json("encaisser", "D-1", "10", "--le", "09/03/2026")
    assert "effacée le 05/03/2026" in dit["avertissement"]


def test_convertie_la_procedure_porte_son_nouveau_nom_dans_les_lettres(tenu: LigneDeCommande, tmp_path: Path) -> None:
    from pypdf import PdfReader

    tenu.fait(*PUBLIE)
    tenu.fait(*MANDATAIRE)
    acte(tenu, "conversion", "09/03/2026", "--type", "liquidation")
    tenu.fait("courrier", "D-1", "declaration_creance", "--avec", "tribunal=tribunal de Nantes", "--avec",
              "signataire=M. Béranger", "--sortie", str(tmp_path / "a.pdf"))  # fmt: skip
    texte = " ".join(page.extract_text() for page in PdfReader(tmp_path / "a.pdf").pages)
    assert "liquidation judiciaire" in texte and "redressement" not in texte and "Claire Roy" in texte


def test_chaque_etape_se_raconte() -> None:
    assert set(SURENDETTEMENT) == set(EtapeDuSurendettement) == set(gestes.SURENDETTEMENT)
    assert set(PROCEDURE) == set(EtapeDeProcedure) == set(gestes.PROCEDURE)


def test_sans_rien_l_etat_dit_quoi_taper(tenu: LigneDeCommande) -> None:
    assert "--recevable-le" in tenu.fait("surendettement", "D-1").sortie
    assert "--jugement-le" in tenu.fait("procedure", "D-1").sortie
    assert tenu.json("procedure", "D-1") == {"dossier": "D-1", "jugements": [], "etapes": [], "delais": []}
