"""Une relance par courriel, d'un bout à l'autre, devant un vrai serveur : partie une fois, ou l'on sait pourquoi."""

from __future__ import annotations

import email
import email.policy
from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande
from courriel_essai import JOUR, MATIN, avaler, etats, ouvrir, regler
from serveur_courriel import JUSQU_A_DATA, Autorite, Serveur, scenario

from recouvre.commandes import seance
from recouvre.operations import relancer


@pytest.fixture
def service(interne: LigneDeCommande, poste: Serveur) -> LigneDeCommande:
    """Un service crédit dont la première relance, par courriel, est due ce matin."""
    regler(interne, poste.port)
    ouvrir(interne)
    return interne


def test_une_relance_part_par_courriel_avec_sa_lettre_jointe(service: LigneDeCommande, poste: Serveur) -> None:
    [depart] = service.json("relances", "--envoyer")["envoyees"]
    assert (depart["canal"], depart["etape"], depart["repli"]) == ("courriel", "relance-1", "")
    [recu] = poste.boite.recus
    assert recu.rcpt_tos == ["d1@faure.example"]
    assert recu.mail_from.startswith("retours+d-1-1-") and recu.mail_from.endswith("@vauquelin.example")
    octets = (service.cabinet / depart["fichier"]).read_bytes()
    assert recu.content == octets, "ce qui est figé est ce qui a été transmis"
    message = email.message_from_bytes(octets, policy=email.policy.default)
    assert message["Subject"] == "Courrier D-1-1"
    [piece] = message.iter_attachments()
    assert piece.get_filename() == "D-1-1.pdf" and piece.get_content().startswith(b"%PDF")
    assert "D-1-1" in message.get_body(("plain",)).get_content()
    assert "<b>D-1-1</b>" in message.get_body(("html",)).get_content(), "les balises du modèle arrivent"
    envoi = service.json("envois", "montrer", "D-1-1")
    assert (envoi["etat"], envoi["identifiant"], envoi["preuve"]) == (
        "envoyé", message["Message-ID"], "250 2.0.0 OK: file 1",
    )  # fmt: skip
    service.verifier()


def test_le_planificateur_passe_deux_fois_un_seul_courriel(service: LigneDeCommande, poste: Serveur) -> None:
    service.json("relances", "--envoyer")
    assert service.json("relances", "--envoyer")["envoyees"] == []
    assert len(poste.boite.recus) == 1


def test_l_apercu_dit_ce_que_l_envoi_fera(service: LigneDeCommande, poste: Serveur) -> None:
    avant = service.octets()
    apercu = service.json("relances")
    assert service.octets() == avant and poste.boite.recus == []
    envoi = service.json("relances", "--envoyer")
    sans_fichier = [{**depart, "fichier": ""} for depart in envoi["envoyees"]]
    assert apercu["a_envoyer"] == sans_fichier


def test_sans_adresse_la_relance_se_replie_sur_le_courrier_et_le_dit(interne: LigneDeCommande, poste: Serveur) -> None:
    regler(interne, poste.port)
    interne.ouvrir("F-1", "1000", echeance="31/03/2026", complet=False)
    interne.jour(MATIN)
    [depart] = interne.json("relances", "--envoyer")["envoyees"]
    assert (depart["canal"], depart["repli"]) == ("courrier", "par courrier : pas d'adresse de courriel")
    fiche = " ".join(interne.fait("dossier", "D-1").sortie.split())
    assert "par courrier : pas d'adresse de courriel" in fiche
    assert poste.boite.recus == []


def test_une_adresse_refusee_part_par_courrier_au_meme_passage(service: LigneDeCommande, poste: Serveur) -> None:
    poste.boite.a_rcpt = lambda adresse: "550 5.1.1 no such user"
    passage = service.json("relances", "--envoyer")
    [depart] = passage["envoyees"]
    assert (depart["canal"], depart["repli"]) == ("courrier", "par courrier : l'adresse de courriel n'est plus bonne")
    assert passage["echecs"] == []
    assert etats(service) == [("courrier", "envoyé")]
    assert "Courriel D-1-1 non remis" in service.fait("dossier", "D-1").sortie
    service.verifier()


def test_une_nouvelle_adresse_ramene_au_courriel(service: LigneDeCommande, poste: Serveur) -> None:
    poste.boite.a_rcpt = lambda adresse: "550 5.1.1 no such user" if adresse == "d1@faure.example" else None
    service.json("relances", "--envoyer")
    service.jour("2026-04-13 09:00")
    service.fait("debiteur", "D-1", "--courriel", "neuf@faure.example")
    service.jour("2026-04-16 09:00")
    [depart] = service.json("relances", "--envoyer")["envoyees"]
    assert (depart["etape"], depart["canal"]) == ("relance-2", "courriel")


def test_un_echec_passager_attend_puis_repart_une_fois(service: LigneDeCommande, poste: Serveur) -> None:
    poste.boite.a_data = lambda enveloppe: "451 4.7.1 greylisted"
    passage = service("relances", "--envoyer", "--json")
    assert (passage.code, len(passage.json["echecs"]), etats(service)) == (1, 1, [("courriel", "échoué")])
    poste.boite.a_data = lambda enveloppe: None
    [retenue] = service.json("relances")["retenues"]
    assert retenue["raisons"] == ["attente"] and "07/04/2026 à 09:15" in retenue["motif"]
    service.jour(f"{JOUR} 09:16")
    assert len(service.json("relances", "--envoyer")["envoyees"]) == 1
    assert len(poste.boite.recus) == 1


def test_l_apercu_garde_suit_l_heure_du_prochain_essai(interne: LigneDeCommande, poste: Serveur) -> None:
    """Un essai raté, puis l'heure qui passe : rien au journal, et l'aperçu change. Un autre dossier le fait relire."""
    regler(interne, poste.port)
    ouvrir(interne, 2)
    interne.json("relances")
    poste.boite.a_data = lambda enveloppe: "451 4.7.1 greylisted"
    interne("relances", "--envoyer")
    assert [retenue["raisons"] for retenue in interne.json("relances")["retenues"]] == [["attente"], ["attente"]]
    interne.jour(f"{JOUR} 09:16")
    interne.fait("encaisser", "D-1", "1100")
    assert [depart["dossier"] for depart in interne.json("relances")["a_envoyer"]] == ["D-2"]


def test_trop_d_echecs_passagers_on_abandonne_et_on_le_dit(service: LigneDeCommande, poste: Serveur) -> None:
    regler(service, poste.port, essais=2)
    poste.boite.a_data = lambda enveloppe: "451 4.3.0 try later"
    for heure in ("09:00", "10:00"):
        service.jour(f"{JOUR} {heure}")
        assert service("relances", "--envoyer").code == 1
    service.jour(f"{JOUR} 18:00")
    abandon = service("relances", "--envoyer", "--json")
    [retenue] = abandon.json["retenues"]
    assert (abandon.code, retenue["raisons"]) == (1, ["abandon"])
    assert "recouvre envois relancer D-1" in retenue["motif"]
    poste.boite.a_data = lambda enveloppe: None
    service.fait("envois", "relancer", "D-1")
    assert len(service.json("relances", "--envoyer")["envoyees"]) == 1


def test_un_refus_definitif_du_message_ne_condamne_pas_l_adresse(service: LigneDeCommande, poste: Serveur) -> None:
    poste.boite.a_data = lambda enveloppe: "554 5.7.1 policy"
    assert service.json("relances")["retenues"] == []
    assert service("relances", "--envoyer").code == 1
    [retenue] = service("relances", "--json").json["retenues"]
    assert retenue["raisons"] == ["abandon"] and retenue["motif"].startswith("refusé pour de bon : ")
    assert service.lignes("SELECT count(*) FROM journal WHERE genre = 'RemiseEchouee'") == [(0,)]


def test_le_serveur_absent_n_use_pas_les_essais_et_n_est_tente_qu_une_fois(interne: LigneDeCommande) -> None:
    regler(interne, 1)
    ouvrir(interne, 3)
    passage = interne("relances", "--envoyer", "--json")
    assert (passage.code, len(passage.json["echecs"])) == (1, 3)
    assert interne.lignes("SELECT DISTINCT etat, essais FROM envois") == [("échoué", 0)]
    assert len({echec["motif"] for echec in passage.json["echecs"]}) == 1


def test_coupe_apres_le_point_final_c_est_incertain_et_une_personne_tranche(interne: LigneDeCommande) -> None:
    with scenario((*JUSQU_A_DATA[:4], avaler)) as muet:
        regler(interne, muet.port)
        ouvrir(interne)
        passage = interne("relances", "--envoyer", "--json")
    assert (passage.code, [i["reference"] for i in passage.json["incertaines"]]) == (1, ["D-1-1"])
    assert etats(interne) == [("courriel", "incertain")]
    [retenue] = interne("relances", "--json").json["retenues"]
    assert retenue["raisons"] == ["incertain"] and "recouvre envois trancher D-1-1" in retenue["motif"]
    assert interne("relances", "--envoyer", "--json").json["envoyees"] == [], "jamais renvoyé en aveugle"
    interne.verifier()
    interne.fait("envois", "trancher", "D-1-1", "--parti")
    assert interne.lignes("SELECT genre, date FROM journal WHERE genre = 'RelanceEnvoyee'") == [
        ("RelanceEnvoyee", JOUR)
    ]
    interne.verifier()


def test_tranche_non_parti_il_repart(interne: LigneDeCommande, poste: Serveur) -> None:
    with scenario((*JUSQU_A_DATA[:4], avaler)) as muet:
        regler(interne, muet.port)
        ouvrir(interne)
        interne("relances", "--envoyer")
    regler(interne, poste.port)
    interne.fait("envois", "trancher", "D-1-1", "--non-parti")
    assert len(interne.json("relances", "--envoyer")["envoyees"]) == 1
    assert "rien à trancher" in interne.refuse("envois", "trancher", "D-1-1", "--parti")


def test_le_numero_d_un_envoi_incertain_n_est_pas_redonne(interne: LigneDeCommande) -> None:
    with scenario((*JUSQU_A_DATA[:4], avaler)) as muet:
        regler(interne, muet.port)
        ouvrir(interne)
        interne("relances", "--envoyer")
    etabli = interne.json("courrier", "D-1", "releve_compte", "--etablir")
    assert etabli["reference"] == "D-1-2"
    interne.fait("envois", "trancher", "D-1-1", "--parti")
    assert interne.json("courrier", "D-1", "releve_compte", "--etablir")["reference"] == "D-1-3"


def test_un_paiement_arrive_pendant_la_remise_arrete_tout(service: LigneDeCommande, poste: Serveur) -> None:
    """Le débiteur paie entre la décision et le point final : rien ne part, le serveur jette le message."""
    fait = []

    def payer(adresse: str) -> None:
        if not fait:
            fait.append(service.ailleurs("encaisser", "D-1", "2000", "--le", JOUR))

    poste.boite.a_rcpt = payer
    passage = service.json("relances", "--envoyer")
    assert fait[0].returncode == 0, fait[0].stderr
    assert passage["envoyees"] == [] and poste.boite.recus == []
    service.verifier()


def test_suspendre_arrete_le_passage_en_cours_avant_l_envoi_suivant(interne: LigneDeCommande, poste: Serveur) -> None:
    regler(interne, poste.port)
    ouvrir(interne, 3)

    def couper(adresse: str) -> None:
        if adresse == "d2@faure.example":
            interne.ailleurs("envois", "suspendre", "--motif", "erreur de modèle")

    poste.boite.a_rcpt = couper
    passage = interne.json("relances", "--envoyer")
    assert [d["dossier"] for d in passage["envoyees"]] == ["D-1"]
    assert [recu.rcpt_tos for recu in poste.boite.recus] == [["d1@faure.example"]]
    [*_, retenue] = interne.json("relances")["retenues"]
    assert retenue["raisons"] == ["suspendu"] and "erreur de modèle" in retenue["motif"]
    interne.fait("envois", "reprendre")
    poste.boite.a_rcpt = lambda adresse: None
    assert [d["dossier"] for d in interne.json("relances", "--envoyer")["envoyees"]] == ["D-2", "D-3"]


@pytest.mark.parametrize(("heure", "raisons"), [("07:59", ["heure"]), ("20:00", ["heure"])])
def test_hors_des_heures_rien_ne_part_et_l_on_dit_pourquoi(
    service: LigneDeCommande, poste: Serveur, heure: str, raisons: list[str]
) -> None:
    service.jour(f"{JOUR} {heure}")
    [retenue] = service.json("relances", "--envoyer")["retenues"]
    assert retenue["raisons"] == raisons and "recouvre canal envois" in retenue["motif"]
    assert poste.boite.recus == []


def test_le_responsable_recoit_un_resume_sans_nom_ni_somme(service: LigneDeCommande, poste: Serveur) -> None:
    regler(service, poste.port, responsable="chef@vauquelin.example")
    service.json("relances", "--envoyer")
    resume = poste.boite.recus[-1]
    assert resume.rcpt_tos == ["chef@vauquelin.example"]
    corps = email.message_from_bytes(bytes(resume.content), policy=email.policy.default).get_body(("plain",))
    assert corps is not None and "Partis : 1" in corps.get_content()
    assert "Débiteur" not in corps.get_content() and "€" not in corps.get_content()
    assert service.json("relances", "--envoyer")["envoyees"] == []
    assert len(poste.boite.recus) == 2, "rien à dire, rien d'envoyé"


def test_aucun_secret_ni_dans_la_base_ni_dans_les_fichiers(
    service: LigneDeCommande, autorite: Autorite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ESSAI_SMTP", "Secret-Tres-Secret")
    profil = service.cabinet / "recouvre.toml"
    profil.write_text(
        profil.read_text("utf-8").replace("[courriel]", '[courriel]\nsecret = "env:ESSAI_SMTP"\nutilisateur = "u"')
    )
    service("relances", "--envoyer")
    for fichier in service.cabinet.rglob("*"):
        assert not fichier.is_file() or b"Secret-Tres-Secret" not in fichier.read_bytes(), fichier
    assert Path(profil).read_text("utf-8").count("env:ESSAI_SMTP") == 1


def test_apres_une_panne_tous_repartent_d_une_commande(interne: LigneDeCommande, poste: Serveur) -> None:
    regler(interne, poste.port)
    ouvrir(interne, 3)
    poste.boite.a_data = lambda enveloppe: "554 5.7.1 policy"
    interne("relances", "--envoyer")
    poste.boite.a_data = lambda enveloppe: None
    assert len(interne.json("envois", "relancer", "--tous")["envois"]) == 3
    assert len(interne.json("relances", "--envoyer")["envoyees"]) == 3
    assert interne.json("envois", "relancer", "--tous")["envois"] == []
    assert "--tous" in interne.refuse("envois", "relancer", code=2)


def test_un_passage_qui_dure_s_arrete_a_l_heure_et_date_chaque_depart(
    interne: LigneDeCommande, poste: Serveur, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parti à 19 h 59, le passage ne déborde pas sur la soirée, et la preuve porte l'heure du départ, pas du début."""
    regler(interne, poste.port)
    ouvrir(interne, 3)
    ecoule = [0.0]
    monkeypatch.setattr(seance, "secondes", lambda: ecoule[0])
    monkeypatch.setattr(relancer, "PAQUET", 1)

    def passer(adresse: str) -> None:
        ecoule[0] += 40

    poste.boite.a_rcpt = passer
    interne.jour(f"{JOUR} 19:59")
    passage = interne.json("relances", "--envoyer")
    assert [d["dossier"] for d in passage["envoyees"]] == ["D-1", "D-2"]
    assert [r["raisons"] for r in passage["retenues"]] == [["heure"]]
    partis = [heure for (heure,) in interne.lignes("SELECT envoye_le FROM envois WHERE etat = 'envoyé' ORDER BY id")]
    assert [heure[11:19] for heure in partis] == ["19:59:40", "20:00:20"]


def test_un_echec_du_disque_apres_un_echec_passager_n_est_pas_un_refus_definitif(
    service: LigneDeCommande, poste: Serveur
) -> None:
    """Le document ne s'écrit pas : les essais déjà comptés n'en font pas un abandon, le passage suivant réessaie."""
    poste.boite.a_data = lambda enveloppe: "451 4.3.0 try later"
    service("relances", "--envoyer")
    poste.boite.a_data = lambda enveloppe: None
    service.jour(f"{JOUR} 10:00")
    courriers = service.cabinet / "courriers"
    courriers.rename(service.cabinet / "ailleurs")
    courriers.write_bytes(b"")
    assert len(service("relances", "--envoyer", "--json").json["echecs"]) == 1
    courriers.unlink()
    (service.cabinet / "ailleurs").rename(courriers)
    assert len(service.json("relances", "--envoyer")["envoyees"]) == 1
