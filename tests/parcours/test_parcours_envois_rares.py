"""Les envois dans des suites d'évènements rares : rien ne bloque, rien ne se condamne à tort."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Sequence
from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande
from courriel_essai import avaler, ouvrir, regler
from serveur_courriel import JUSQU_A_DATA, Serveur, scenario

from recouvre.envois.description import PasserelleFautive
from recouvre.envois.remise import Engager, Message, Remise, Sort
from recouvre.operations import relancer
from recouvre.operations.departs import Du, EnRoute, noter_les_plis
from recouvre.operations.passage import Passage
from recouvre.operations.session import Session

COURRIEL = 'canal = "courriel"\nrepli = "aucun"\nmodele = "relance"\nniveau = 2\n'
LETTRE = 'canal = "courrier"\nmodele = "relance"\nniveau = 2\n'
SMS = 'canal = "sms"\nmodele = "sms_rappel"\n'


def etape(rang: int, jour: int, voie: str) -> str:
    return f'[[etapes]]\ncle = "relance-{rang}"\nlibelle = "Relance {rang}"\njour = {jour}\n{voie}'


RELANCES = etape(1, 5, COURRIEL) + etape(2, 12, COURRIEL) + etape(3, 20, COURRIEL)
ENTETE = 'nom = "interne"\nlibelle = "Essai"\norigine = "echeance"\n'


def suivre(recouvre: LigneDeCommande, texte: str = RELANCES) -> None:
    """Le cabinet suit ce scénario, sans aucun repli."""
    dossier: Path = recouvre.cabinet / "scenarios"
    dossier.mkdir(exist_ok=True)
    (dossier / "interne.toml").write_text(ENTETE + texte, "utf-8")


@pytest.fixture
def service(interne: LigneDeCommande, poste: Serveur) -> LigneDeCommande:
    """Un service crédit qui n'écrit que par courriel, première relance due ce matin."""
    suivre(interne)
    regler(interne, poste.port)
    ouvrir(interne)
    return interne


def test_une_etape_sautee_dont_on_annule_le_saut_se_saute_de_nouveau(interne: LigneDeCommande) -> None:
    """Sa clé est déjà au journal : le passage s'arrêtait là, pour tout le cabinet, chaque matin."""
    suivre(interne)
    ouvrir(interne)
    assert len(interne.json("relances", "--envoyer")["sautees"]) == 1
    interne.fait("annuler", "D-1", str(interne.rang("EtapeSautee")), "--motif", "On va régler les courriels")
    passage = interne("relances", "--envoyer", "--json")
    assert (passage.code, len(passage.json["sautees"])) == (0, 1), passage
    interne.verifier()


def test_la_nouvelle_adresse_ne_porte_pas_le_refus_de_l_ancienne(service: LigneDeCommande, poste: Serveur) -> None:
    """Le numéro du courriel refusé servait au suivant : le vieux refus condamnait l'adresse neuve."""
    poste.boite.a_rcpt = lambda adresse: "550 5.1.1 no such user" if adresse == "d1@faure.example" else None
    assert len(service.json("relances", "--envoyer")["sautees"]) == 1
    service.jour("2026-04-09 09:00")
    service.fait("debiteur", "D-1", "--courriel", "neuf@faure.example")
    service.jour("2026-04-14 09:00")
    [depart] = service.json("relances", "--envoyer")["envoyees"]
    assert (depart["etape"], depart["reference"]) == ("relance-2", "D-1-2")
    service.jour("2026-04-27 09:00")
    [depart] = service.json("relances", "--envoyer")["envoyees"]
    assert depart["etape"] == "relance-3"
    service.verifier()


def test_une_adresse_corrigee_pendant_la_remise_n_est_pas_condamnee(service: LigneDeCommande, poste: Serveur) -> None:
    """Le serveur refuse l'ancienne, que l'on vient de remplacer : la neuve sert au même passage."""

    def corriger(adresse: str) -> str | None:
        if adresse != "d1@faure.example":
            return None
        fait = service.ailleurs("debiteur", "D-1", "--courriel", "neuf@faure.example")
        assert fait.returncode == 0, fait.stderr
        return "550 5.1.1 no such user"

    poste.boite.a_rcpt = corriger
    [depart] = service.json("relances", "--envoyer")["envoyees"]
    assert depart["canal"] == "courriel"
    assert [recu.rcpt_tos for recu in poste.boite.recus] == [["neuf@faure.example"]]
    assert service.lignes("SELECT count(*) FROM journal WHERE genre = 'RemiseEchouee'") == [(0,)]
    service.verifier()


def test_un_dossier_dont_un_envoi_est_incertain_ne_s_annule_pas(interne: LigneDeCommande) -> None:
    suivre(interne)
    with scenario((*JUSQU_A_DATA[:4], avaler)) as muet:
        regler(interne, muet.port)
        ouvrir(interne)
        interne("relances", "--envoyer")
    phrase = interne.refuse("annuler", "D-1", str(interne.rang("DossierOuvert")), "--motif", "Ouvert par erreur")
    assert "recouvre envois trancher D-1-1" in phrase
    interne.fait("envois", "trancher", "D-1-1", "--non-parti")
    interne.fait("annuler", "D-1", str(interne.rang("DossierOuvert")), "--motif", "Ouvert par erreur")
    interne.verifier()


def test_relancer_vise_le_dernier_de_deux_echecs_du_meme_numero(service: LigneDeCommande, poste: Serveur) -> None:
    """Abandonné, puis le scénario récrit : l'étape neuve échoue sous le même numéro, et rien ne la débloquait."""
    poste.boite.a_data = lambda enveloppe: "554 5.7.1 policy"
    assert service("relances", "--envoyer").code == 1
    suivre(service, RELANCES.replace("relance-1", "rappel-1"))
    assert service("relances", "--envoyer").code == 1
    [retenue] = service("relances", "--json").json["retenues"]
    assert (retenue["etape"], retenue["raisons"]) == ("rappel-1", ["abandon"])
    poste.boite.a_data = lambda enveloppe: None
    for designation in ("D-1", "D-1-1"):
        assert service.json("envois", "relancer", designation)["etape"] == "rappel-1"
    assert service.json("envois", "montrer", "D-1-1")["etape"] == "rappel-1"
    [depart] = service.json("relances", "--envoyer")["envoyees"]
    assert depart["etape"] == "rappel-1"


def test_la_simulation_ne_s_arrete_pas_a_une_lettre_sans_adresse(service: LigneDeCommande, poste: Serveur) -> None:
    """Le passage envoie le courriel qui suit ; la simulation doit le dire."""
    suivre(service, etape(1, 5, LETTRE) + etape(2, 12, LETTRE) + etape(3, 20, COURRIEL))
    service.json("relances", "--envoyer")
    service.jour("2026-04-10 09:00")
    service.fait("courrier-retour", "D-1", "npai", "--le", "10/04/2026")
    simules = service.json("relances", "--simuler", "30j")
    assert [(depart["etape"], depart["canal"]) for depart in simules["departs"]] == [("relance-3", "courriel")]
    le = simules["departs"][0]["le"]
    service.jour(f"{le} 09:00")
    assert [depart["etape"] for depart in service.json("relances", "--envoyer")["envoyees"]] == ["relance-3"]


def test_une_prevenance_passee_ne_part_ni_en_simulation_ni_pour_de_bon(interne: LigneDeCommande) -> None:
    """Retenue jusqu'à l'échéance, elle n'a plus de sens après."""
    suivre(interne, etape(1, -10, LETTRE.replace("niveau = 2", "niveau = 0")) + etape(2, 20, LETTRE))
    interne.jour("2026-03-02")
    interne.ouvrir("F-1", "1000", echeance="31/03/2026", complet=False)
    interne.jour("2026-03-23")
    interne.fait("promesse", "D-1", "500", "--pour", "30/03/2026")
    simules = interne.json("relances", "--simuler", "40j")
    assert [depart["etape"] for depart in simules["departs"]] == ["relance-2"]


def test_le_minimum_du_cabinet_vaut_pour_un_sms_et_pour_la_simulation(interne: LigneDeCommande) -> None:
    suivre(interne, etape(1, 5, SMS))
    profil = interne.cabinet / "recouvre.toml"
    reglages = '\n[sms]\npasserelle = "fichier"\n[envois]\nmontant-minimal = 20000\n'
    profil.write_text(profil.read_text("utf-8") + reglages, "utf-8")
    interne.ouvrir("F-1", "5", "--telephone", "06 12 34 56 78", echeance="31/03/2026", complet=False)
    interne.jour("2026-04-07 09:00")
    assert [retenu["raisons"] for retenu in interne.json("relances")["retenues"]] == [["minimum"]]
    assert interne.json("relances", "--envoyer")["envoyees"] == []
    simules = interne.json("relances", "--simuler", "10j")
    assert (simules["departs"], [retenu["raisons"] for retenu in simules["retenues"]]) == ([], [["minimum"]])


class CanalEnPanne:
    """Un canal dont le premier envoi tombe d'une faute imprévue, avant ou après l'instant sans retour."""

    def __init__(self, faute: Exception, *, engage: bool) -> None:
        self._faute, self._engage, self.remis = faute, engage, 0

    def remettre(self, message: Message, engager: Engager) -> Remise:
        self.remis += 1
        if self.remis > 1 or self._engage:
            engager()
        if self.remis == 1:
            raise self._faute
        return Remise(sort=Sort.PARTI)

    def fermer(self) -> None:
        """Rien à rendre."""


@pytest.mark.parametrize("faute", [ValueError("?"), OSError(5, "?"), PasserelleFautive(Path("ovh.toml"), "?")])
@pytest.mark.parametrize("engage", [False, True])
def test_une_faute_imprevue_du_canal_n_arrete_pas_les_autres_et_ne_renvoie_rien(
    interne: LigneDeCommande, monkeypatch: pytest.MonkeyPatch, faute: Exception, engage: bool
) -> None:
    """Après l'instant sans retour, nul ne sait ce qui est parti : incertain, et non échoué."""
    suivre(interne)
    regler(interne, 1)
    ouvrir(interne, 2)
    canal = CanalEnPanne(faute, engage=engage)
    monkeypatch.setattr("recouvre.operations.remises._fabriquer", lambda session, nom: canal)
    passage = interne("relances", "--envoyer", "--json")
    assert [depart["dossier"] for depart in passage.json["envoyees"]] == ["D-2"]
    assert [envoi["dossier"] for envoi in passage.json["incertaines"]] == (["D-1"] if engage else [])
    assert [echec["dossier"] for echec in passage.json["echecs"]] == ([] if engage else ["D-1"])
    assert passage.code == 1
    interne.verifier()


def test_suspendre_pendant_la_fabrication_retient_aussi_le_papier(
    interne: LigneDeCommande, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Une lettre figée mais pas au lot n'est pas partie : l'interrupteur la retient comme un courriel."""
    suivre(interne, etape(1, 5, LETTRE))
    ouvrir(interne)

    def suspendre_puis_noter(session: Session, passage: Passage, plis: Sequence[EnRoute]) -> list[Du]:
        interne.ailleurs("envois", "suspendre", "--motif", "erreur de modèle")
        return noter_les_plis(session, passage, plis)

    monkeypatch.setattr(relancer, "noter_les_plis", suspendre_puis_noter)
    passage = interne.json("relances", "--envoyer")
    assert (passage["envoyees"], passage["lots"]) == ([], [])
    monkeypatch.setattr(relancer, "noter_les_plis", noter_les_plis)
    interne.fait("envois", "reprendre")
    assert len(interne.json("relances", "--envoyer")["envoyees"]) == 1
    interne.verifier()


def test_le_resume_ne_dit_que_l_abandon(service: LigneDeCommande, poste: Serveur) -> None:
    """Les autres raisons disent la somme promise, ce que le débiteur conteste : elles n'ont pas à voyager."""
    regler(service, poste.port, responsable="chef@vauquelin.example")
    poste.boite.a_data = lambda enveloppe: "554 5.7.1 policy" if "d1@faure.example" in enveloppe.rcpt_tos else None
    service("relances", "--envoyer")
    service.fait("signaler", "D-1", "litige", "--motif", "machine livrée cassée")
    service.fait("promesse", "D-1", "500", "--pour", "15/04/2026")
    service.jour("2026-04-08 09:00")
    service("relances", "--envoyer")
    resume = email.message_from_bytes(bytes(poste.boite.recus[-1].content), policy=email.policy.default)
    corps = resume.get_body(("plain",)).get_content()
    assert "refusé pour de bon" in corps
    assert "€" not in corps and "machine" not in corps
