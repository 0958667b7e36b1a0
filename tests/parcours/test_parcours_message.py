"""Un message court, du modèle à l'écran : le montrer, le contrôler, le copier ; rien ne part, rien n'est noté."""

from __future__ import annotations

from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande

SMS = "Merci de rappeler Hélène Nuñez au 04 72 00 11 22, réf. D-1-2. Courrier D-1-1 du 03/03/2026."


@pytest.fixture
def tenu(recouvre: LigneDeCommande) -> LigneDeCommande:
    """La première lettre est partie le 3 mars ; nous sommes le 10."""
    recouvre.ouvrir()
    assert recouvre.envoyer("2026-03-03") == [("D-1", "mise-en-demeure")]
    recouvre.jour("2026-03-10")
    return recouvre


def ecrire(recouvre: LigneDeCommande, corps: str, nom: str = "mon_sms") -> None:
    (recouvre.cabinet / "modeles" / f"{nom}.txt").write_text(f"forme: message\ncanal: sms\n\n{corps}\n", "utf-8")


def test_un_message_se_montre_sans_rien_noter(tenu: LigneDeCommande) -> None:
    avant = tenu.octets()
    dit = tenu.fait("courrier", "D-1", "sms-rappel").sortie
    assert dit.startswith("SMS D-1-2 (un aperçu : rien n'est parti, rien n'est noté), 91 caractères sur 160\n")
    assert f"\n  {SMS}\n" in dit
    objet = tenu.json("courrier", "D-1", "sms_rappel")
    assert objet["message"] == {"canal": "sms", "objet": None, "texte": SMS, "caracteres": 91}
    assert (objet["fichier"], objet["etabli"]) == (None, False)
    courriel = tenu.fait("courrier", "D-1", "message_lettre").sortie
    assert "Objet : Courrier D-1-2" in courriel
    assert "D-1-1 du 3 mars 2026" in " ".join(courriel.split())
    assert tenu.octets() == avant
    assert list(Path().glob("*.pdf")) == []


def test_il_s_ecrit_dans_un_fichier_que_le_bloc_notes_ouvre(tenu: LigneDeCommande) -> None:
    assert "Écrit dans mien.txt" in tenu.fait("courrier", "D-1", "sms_rappel", "--sortie", "mien.txt").sortie
    assert Path("mien.txt").read_bytes() == b"\xef\xbb\xbf" + f"{SMS}\r\n".encode()
    assert "existe déjà" in tenu.refuse("courrier", "D-1", "sms_rappel", "--sortie", "mien.txt")


@pytest.mark.parametrize(
    ("option", "dit"),
    [
        ("--imprimer", "ne s'imprime pas"),
        ("--ouvrir", "donnez aussi --sortie"),
        ("--recommande", "n'est pas une lettre"),
    ],
)
def test_ce_qui_vaut_pour_un_papier_est_refuse(tenu: LigneDeCommande, option: str, dit: str) -> None:
    assert dit in tenu.refuse("courrier", "D-1", "sms_rappel", option, code=2)


def test_un_message_ne_s_etablit_pas(tenu: LigneDeCommande) -> None:
    assert "une étape de votre scénario" in tenu.refuse("courrier", "D-1", "sms_rappel", "--etablir")
    assert list((tenu.cabinet / "courriers").rglob("*sms*")) == []


def test_rien_avant_la_premiere_lettre(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir()
    assert "la première lettre n'est pas partie" in recouvre.refuse("courrier", "D-1", "sms_rappel")


def test_il_se_controle_regle_par_regle(tenu: LigneDeCommande) -> None:
    objet = tenu.json("controler", "D-1", "sms_rappel")
    assert objet["conforme"]
    regles = [regle["regle"] for regle in objet["regles"]]
    assert regles[0] == "r124_4_rappel"
    assert {"discret_sms_mots", "discret_sms_somme", "discret_sms_creancier", "sms_alphabet", "sms_longueur"} <= set(
        regles
    )
    ecrire(tenu, "Votre facture D-1-1 du 03/03/2026. " + "a" * 160)
    controle = tenu("controler", "D-1", "mon_sms", "--json")
    assert controle.code == 1
    manques = [regle["regle"] for regle in controle.json["regles"] if not regle["respectee"]]
    assert manques == ["discret_sms_mots", "sms_longueur"]
    assert "226-22" in tenu("controler", "D-1", "mon_sms").sortie


def test_la_discretion_ne_se_force_pas(tenu: LigneDeCommande) -> None:
    ecrire(tenu, "Votre facture D-1-1 du 03/03/2026.")
    phrase = tenu.refuse("courrier", "D-1", "mon_sms")
    assert "« facture »" in phrase
    assert "ne part pas tout seul" in tenu.refuse(
        "courrier", "D-1", "mon_sms", "--forcer", "accord écrit du débiteur", code=2
    )


def test_il_se_liste_se_copie_et_s_essaie(recouvre: LigneDeCommande) -> None:
    modeles = {modele["nom"]: modele["canal"] for modele in recouvre.json("modele", "lister")["modeles"]}
    assert (modeles["sms_rappel"], modeles["message_lettre"], modeles["relance"]) == ("sms", "courriel", None)
    assert "[sms]" in recouvre.fait("modele", "lister").sortie
    recouvre.fait("modele", "copier", "sms_rappel")
    assert "Courrier D-9999-1 du" in recouvre.fait("modele", "apercu", "sms_rappel").sortie
    essai = recouvre.json("modele", "apercu", "sms_rappel", "--sortie", "essai.txt")
    assert (essai["fichier"], essai["message"]["canal"]) == ("essai.txt", "sms")
    assert essai["message"]["texte"] in Path("essai.txt").read_text("utf-8-sig")
    assert "donnez aussi --sortie" in recouvre.refuse("modele", "apercu", "sms_rappel", "--ouvrir", code=2)


@pytest.mark.parametrize(
    ("corps", "dit"),
    [
        ("Votre facture.", "« facture »"),
        ("Appelez-nous bientôt.", "« bientot. »"),
        ("Courrier {{ courrier.premiere_reference }} du {{ courrier.premiere_le }} " + "a" * 150, "caractères"),
        ("Appelez-nous.", "première lettre n'est pas rappelée"),
    ],
)
def test_un_modele_qui_ne_partirait_jamais_est_dit_au_controle(recouvre: LigneDeCommande, corps: str, dit: str) -> None:
    ecrire(recouvre, corps)
    controle = recouvre("modele", "controler", "--json")
    assert controle.code == 1
    assert any(dit in faute["raison"] for faute in controle.json["modeles"][0]["fautes"])
