"""Changer un modèle de courrier : le voir dans la liste, le copier, le corriger, l'essayer, le calibrer."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande
from pypdf import PdfReader

from recouvre.courriers.modeles import chemin_de, noms_connus


def copie(recouvre: LigneDeCommande, nom: str) -> Path:
    """Le fichier de ce modèle, dans le cabinet."""
    return recouvre.cabinet / "modeles" / f"{nom}.txt"


def changer(fichier: Path, avant: str, apres: str, encodage: str = "utf-8") -> None:
    """Ce que ferait une personne dans son éditeur."""
    texte = fichier.read_bytes().decode("utf-8-sig")
    assert avant in texte
    fichier.write_bytes(texte.replace(avant, apres).encode(encodage))


def texte_de(fichier: Path) -> str:
    """Le texte d'un PDF, d'un seul tenant."""
    pages = (page.extract_text() for page in PdfReader(fichier).pages)
    return " ".join(" ".join(pages).replace("\u00a0", " ").replace("\u202f", " ").split())


def origines(recouvre: LigneDeCommande) -> dict[str, str]:
    return {modele["nom"]: modele["origine"] for modele in recouvre.json("modele", "lister")["modeles"]}


# --- Lister, copier -------------------------------------------------------------------------------------------------


def test_lister_dit_a_qui_a_quoi_et_d_ou(recouvre: LigneDeCommande) -> None:
    objet = recouvre.json("modele", "lister")
    assert [modele["nom"] for modele in objet["modeles"]] == list(noms_connus())
    relance = next(modele for modele in objet["modeles"] if modele["nom"] == "relance")
    assert (relance["destinataire"], relance["origine"], relance["fautes"]) == ("debiteur", "livré", [])
    assert relance["usage"]
    assert "{" not in "".join(modele["usage"] for modele in objet["modeles"])
    sortie = recouvre.fait("modele", "lister").sortie
    noms = [ligne.split()[0] for ligne in sortie.splitlines() if ligne.startswith("  ") and ligne[2] != " "]
    assert sorted(noms) == list(noms_connus())
    assert "recouvre modele copier NOM" in sortie


def test_une_copie_prime_et_se_controle_sans_faute(recouvre: LigneDeCommande) -> None:
    sortie = recouvre.fait("modele", "copier", "relance").sortie
    assert "recouvre modele controler relance" in sortie
    octets = copie(recouvre, "relance").read_bytes()
    assert octets.startswith(b"\xef\xbb\xbf")
    assert octets.count(b"\n") == octets.count(b"\r\n") > 10
    assert origines(recouvre)["relance"] == "du cabinet, remplace le livré"
    assert recouvre.json("modele", "controler") == {
        "sain": True,
        "modeles": [
            {
                "nom": "relance",
                "fichier": str(copie(recouvre, "relance")),
                "fautes": [],
                "avertissements": [],
                "complet": True,
            }
        ],
    }
    usages = {modele["nom"]: modele["usage"] for modele in recouvre.json("modele", "lister")["modeles"]}
    copie(recouvre, "relance").unlink()
    assert usages == {modele["nom"]: modele["usage"] for modele in recouvre.json("modele", "lister")["modeles"]}


def test_la_copie_donne_la_meme_lettre_que_le_modele_livre(recouvre: LigneDeCommande) -> None:
    recouvre.fait("modele", "apercu", "relance", "--sortie", "livre.pdf")
    recouvre.fait("modele", "copier", "relance")
    recouvre.fait("modele", "apercu", "relance", "--sortie", "copie.pdf")
    assert Path("livre.pdf").read_bytes() == Path("copie.pdf").read_bytes()


def test_copier_n_ecrase_que_si_on_le_demande(recouvre: LigneDeCommande) -> None:
    recouvre.fait("modele", "copier", "relance")
    changer(copie(recouvre, "relance"), "Sauf erreur", "Sauf oubli")
    assert "vos changements y seraient perdus" in recouvre.refuse("modele", "copier", "relance")
    assert "Sauf oubli" in copie(recouvre, "relance").read_text("utf-8")
    recouvre.fait("modele", "copier", "relance", "--remplacer")
    assert "Sauf oubli" not in copie(recouvre, "relance").read_text("utf-8")


def test_copier_sous_un_autre_nom(recouvre: LigneDeCommande) -> None:
    objet = recouvre.json("modele", "copier", "relance", "--nom", "rappel_doux")
    assert (objet["nom"], objet["remplace_le_livre"]) == ("rappel_doux", False)
    assert origines(recouvre)["rappel_doux"] == "du cabinet"
    assert 'modele = "rappel_2"' in recouvre.fait("modele", "copier", "relance", "--nom", "rappel_2").sortie


@pytest.mark.parametrize(
    ("nom", "raison"),
    [
        ("mon rappel", "sans espace"),
        ("../rappel", "sans espace"),
        ("rappel.txt", "ni « .txt »"),
        ("été", "sans accent"),
        ("CON", "Windows garde ce nom"),
        ("mise_en_demeure_agence", "un autre modèle livré"),
    ],
)
def test_un_nom_impossible_est_refuse(recouvre: LigneDeCommande, nom: str, raison: str) -> None:
    assert raison in recouvre.refuse("modele", "copier", "relance", "--nom", nom)
    assert list((recouvre.cabinet / "modeles").iterdir()) == []


def test_copier_veut_un_modele_livre_et_un_cabinet(recouvre: LigneDeCommande, tmp_path: Path) -> None:
    assert "Modèles connus" in recouvre.refuse("modele", "copier", "zut")
    ailleurs = recouvre("modele", "copier", "relance", "--cabinet", str(tmp_path / "rien"))
    assert (ailleurs.code, ailleurs.sortie) == (1, "")
    assert not (tmp_path / "rien").exists()


# --- Contrôler ------------------------------------------------------------------------------------------------------


def test_controler_dit_toutes_les_fautes(recouvre: LigneDeCommande) -> None:
    recouvre.fait("modele", "copier", "relance")
    changer(copie(recouvre, "relance"), "{{ destinataire.civilite }}", "{{ debiteurs.civilite }} <u>")
    changer(copie(recouvre, "relance"), "[modalites]", "[modalités]")
    controle = recouvre("modele", "controler", "relance", "--json")
    assert controle.code == 1
    (modele,) = controle.json["modeles"]
    assert not controle.json["sain"]
    assert {faute["mot"] for faute in modele["fautes"]} == {"debiteurs", "<u>", "[modalités]"}
    dit = recouvre("modele", "controler")
    assert dit.code == 1
    assert "relance.txt : 5 fautes" in dit.sortie
    assert "«\u00a0[modalités]\u00a0»\u00a0: ce bloc n'existe pas." in dit.sortie
    assert {m["nom"]: len(m["fautes"]) for m in recouvre.json("modele", "lister")["modeles"]}["relance"] == 5
    assert "recouvre modele controler" in recouvre.fait("modele", "lister").sortie


def test_une_mention_obligatoire_oubliee_est_une_faute(recouvre: LigneDeCommande) -> None:
    recouvre.fait("modele", "copier", "mise_en_demeure_agence")
    changer(copie(recouvre, "mise_en_demeure_agence"), "[L111-8]", "")
    controle = recouvre("modele", "controler", "--json")
    assert controle.code == 1
    (faute,) = controle.json["modeles"][0]["fautes"]
    assert (faute["ligne"], faute["mot"]) == (0, "")
    assert "alinéas 2 et 3 de L111-8" in faute["raison"]


def test_une_balise_qu_une_branche_laisse_ouverte_est_une_faute(recouvre: LigneDeCommande) -> None:
    fichier = copie(recouvre, "ferme")
    fichier.write_text(
        "objet: Essai\n\n{% if consommateur %}<b>{% endif %}Bonjour{% if agence %}</b>{% endif %}\n", "utf-8"
    )
    controle = recouvre("modele", "controler", "--json")
    assert [faute["mot"] for faute in controle.json["modeles"][0]["fautes"]] == ["</b>"]


@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig"])
def test_un_editeur_de_windows_ne_casse_rien(recouvre: LigneDeCommande, encodage: str) -> None:
    recouvre.fait("modele", "copier", "relance")
    changer(copie(recouvre, "relance"), "Sauf erreur", "Sauf oubli à l’été", encodage)
    assert recouvre.json("modele", "controler")["sain"]
    recouvre.fait("modele", "apercu", "relance", "--niveau", "1")
    assert "Sauf oubli à l’été" in texte_de(Path("apercu_relance.pdf"))


def test_un_fichier_en_ansi_est_dit_avec_ses_autres_fautes(recouvre: LigneDeCommande) -> None:
    copie(recouvre, "rappel").write_bytes("objet: Rappel à régler\r\n\r\n{{ nulpart }}\r\n".encode("cp1252"))
    controle = recouvre("modele", "controler", "--json")
    fautes = controle.json["modeles"][0]["fautes"]
    assert [(faute["ligne"], faute["mot"]) for faute in fautes] == [(1, "à"), (3, "nulpart")]
    assert "enregistrez-le en UTF-8" in fautes[0]["raison"]


def test_un_livre_qui_a_change_depuis_la_copie_est_dit(recouvre: LigneDeCommande) -> None:
    recouvre.fait("modele", "copier", "relance")
    source = copie(recouvre, "relance").read_text("utf-8-sig")
    empreinte = source.partition("empreinte ")[2][:64]
    changer(copie(recouvre, "relance"), empreinte, "0" * 64)
    (modele,) = recouvre.json("modele", "controler")["modeles"]
    assert "a changé depuis" in modele["avertissements"][0]
    assert modele["fautes"] == []
    commande = modele["avertissements"][0].partition("recouvre ")[2].split(" ")
    recouvre.fait(*commande)
    assert copie(recouvre, "relance-livre").is_file()
    changer(copie(recouvre, "relance"), "livré « relance »", "livré « disparu »")
    assert "n'existe plus" in recouvre.json("modele", "controler", "relance")["modeles"][0]["avertissements"][0]


def test_un_fichier_que_rien_ne_lira_est_dit(recouvre: LigneDeCommande) -> None:
    for nom in ("rappel.docx", "rappel.txt.txt", "mon rappel.txt", "~brouillon.txt"):
        (recouvre.cabinet / "modeles" / nom).write_text("objet: x\n\nBonjour\n", "utf-8")
    modeles = recouvre.json("modele", "controler")["modeles"]
    assert [Path(modele["fichier"]).name for modele in modeles] == ["mon rappel.txt", "rappel.docx", "rappel.txt.txt"]
    assert all("n'est jamais lu" in modele["avertissements"][0].replace("il n'est", "n'est") for modele in modeles)


def test_controler_un_modele_qui_n_est_pas_du_cabinet(recouvre: LigneDeCommande) -> None:
    assert "recouvre modele copier relance" in recouvre.refuse("modele", "controler", "relance")
    assert "Il n'en a aucun" in recouvre.refuse("modele", "controler", "zut")
    assert "recouvre modele copier NOM" in recouvre.fait("modele", "controler").sortie


def test_un_modele_de_l_autre_mode_est_signale(recouvre: LigneDeCommande) -> None:
    recouvre.fait("modele", "copier", "mise_en_demeure_interne")
    (modele,) = recouvre.json("modele", "controler")["modeles"]
    assert "ce cabinet est en mode agence" in modele["avertissements"][0]


# --- Essayer --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("qualite", ["professionnel", "consommateur", "public"])
@pytest.mark.parametrize("nom", ["mise_en_demeure_agence", "relance", "avis_avant_poursuites"])
def test_chaque_modele_livre_s_essaie(recouvre: LigneDeCommande, nom: str, qualite: str) -> None:
    avant = recouvre.octets()
    essai = recouvre("modele", "apercu", nom, "--qualite", qualite, "--factures", "2", "--json")
    if essai.code:
        assert "serait faux" in essai.erreur
        return
    assert essai.json == {"modele": nom, "fichier": f"apercu_{nom}.pdf", "profil": "cabinet", "mode": "agence"}
    texte = texte_de(Path(f"apercu_{nom}.pdf"))
    assert "APERÇU" in texte
    assert "Cabinet Vauquelin" in texte
    assert texte.count("FA-2002") >= 1
    assert "FA-2003" not in texte
    assert recouvre.octets() == avant


@pytest.mark.parametrize("niveau", ["0", "1", "2", "3"])
def test_une_relance_s_essaie_a_chaque_niveau(recouvre: LigneDeCommande, interne: LigneDeCommande, niveau: str) -> None:
    for commande in (recouvre, interne):
        commande.fait("modele", "apercu", "relance", "--niveau", niveau, "--sortie", f"{commande.cabinet.name}.pdf")
    objets = {"0": "Échéance prochaine", "1": "Rappel", "2": "Nouveau rappel", "3": "Dernier rappel"}
    assert f"Objet : {objets[niveau]} :" in texte_de(Path("interne.pdf"))


def test_un_modele_de_l_autre_mode_est_signe_par_un_exemple(recouvre: LigneDeCommande) -> None:
    sortie = recouvre.fait("modele", "apercu", "mise_en_demeure_interne").sortie
    assert "Un expéditeur inventé le signe (mode interne)" in sortie
    assert "Menuiserie Exemple" in texte_de(Path("apercu_mise_en_demeure_interne.pdf"))


def test_sans_cabinet_ni_profil_un_exemple_signe(recouvre: LigneDeCommande, tmp_path: Path) -> None:
    shutil.rmtree(recouvre.cabinet)
    assert recouvre.json("modele", "apercu", "relance")["profil"] == "exemple"
    assert not recouvre.cabinet.exists()


def test_l_apparence_du_cabinet_s_y_voit(recouvre: LigneDeCommande) -> None:
    recouvre.fait("modele", "apercu", "relance")
    recouvre.fait("profil", "--pied", "Un pied bien à nous")
    recouvre.fait("modele", "apercu", "relance")
    assert "Un pied bien à nous" not in texte_de(Path("apercu_relance.pdf"))
    assert "Un pied bien à nous" in texte_de(Path("apercu_relance-2.pdf"))


def test_un_apercu_n_ecrase_rien(recouvre: LigneDeCommande) -> None:
    recouvre.fait("modele", "apercu", "relance")
    assert recouvre.json("modele", "apercu", "relance")["fichier"] == "apercu_relance-2.pdf"
    Path("mien.pdf").write_bytes(b"mien")
    assert "existe déjà" in recouvre.refuse("modele", "apercu", "relance", "--sortie", "mien.pdf")
    assert Path("mien.pdf").read_bytes() == b"mien"


def test_un_modele_fautif_ne_s_essaie_pas(recouvre: LigneDeCommande) -> None:
    copie(recouvre, "rappel").write_text("objet: x\n\n{{ nulpart }}\n", "utf-8")
    assert "ligne 3, « nulpart »" in recouvre.refuse("modele", "apercu", "rappel")
    assert "n'a pas de niveaux" in recouvre.refuse("modele", "apercu", "avis_avant_poursuites", "--niveau", "1")
    assert "parmi" not in recouvre.refuse("modele", "apercu", "relance", "--factures", "0", code=2)
    assert list(Path().glob("*.pdf")) == []


def test_un_scenario_fautif_n_empeche_pas_l_essai(recouvre: LigneDeCommande) -> None:
    (recouvre.cabinet / "scenarios").mkdir(exist_ok=True)
    (recouvre.cabinet / "scenarios" / "casse.toml").write_text("nom = \n", "utf-8")
    copie(recouvre, "merci").write_text("objet: Merci\n\nBonjour.\n\n[factures]\n", "utf-8")
    recouvre("modele", "apercu", "merci")
    assert "casse.toml" not in recouvre("modele", "controler", "merci").sortie


# --- Ouvrir, imprimer, calibrer -------------------------------------------------------------------------------------


def test_ouvrir_sans_ecran_garde_le_fichier(recouvre: LigneDeCommande, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    essai = recouvre("modele", "apercu", "relance", "--ouvrir")
    assert essai.code == 1
    assert "Aperçu écrit : apercu_relance.pdf" in essai.sortie
    assert "ne s'ouvre pas tout seul" in essai.erreur
    assert Path("apercu_relance.pdf").exists()


def test_le_modele_livre_n_est_jamais_touche(recouvre: LigneDeCommande) -> None:
    avant = {nom: chemin_de(nom).read_bytes() for nom in noms_connus()}
    recouvre.fait("modele", "copier", "relance")
    recouvre.fait("modele", "copier", "relance", "--remplacer")
    recouvre.fait("modele", "controler")
    assert avant == {nom: chemin_de(nom).read_bytes() for nom in noms_connus()}


def test_la_grille_de_calibrage_s_ecrit_sans_rien_ecraser(recouvre: LigneDeCommande) -> None:
    assert recouvre.fait("modele", "calibrer").sortie.startswith("Grille écrite : calibrage.pdf. Imprimez-la à 100 %")
    assert len(PdfReader("calibrage.pdf").pages) == 1
    assert recouvre.json("modele", "calibrer") == {"fichier": "calibrage-2.pdf"}
    assert "existe déjà" in recouvre.refuse("modele", "calibrer", "--sortie", "calibrage.pdf")
    assert "ajoutez --imprimer" in recouvre.refuse("modele", "calibrer", "--imprimante", "x", code=2)


@pytest.mark.skipif(sys.platform != "linux", reason="lp")
def test_la_grille_s_imprime(recouvre: LigneDeCommande, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programmes = tmp_path / "programmes"
    programmes.mkdir()
    lp = programmes / "lp"
    monkeypatch.setenv("PATH", str(programmes))
    sans = recouvre("modele", "calibrer", "--imprimer")
    assert sans.code == 1
    assert "la commande « lp » manque" in sans.erreur
    assert Path("calibrage.pdf").exists()
    lp.write_text(f"#!/bin/sh\necho \"$@\" > {tmp_path}/recu\necho 'request id is Bureau-7 (1 file(s))'\n", "utf-8")
    lp.chmod(0o755)
    dit = recouvre.fait("modele", "calibrer", "--imprimer", "--imprimante", "Bureau").sortie
    assert "Envoyé à l'imprimante (travail Bureau-7)." in dit
    assert (tmp_path / "recu").read_text("utf-8").startswith("-d Bureau -o media=A4 -o print-scaling=none -- ")


EXIGEANT = """{{# Un essai de tout ce qu'un modèle peut demander. #}}
objet: Essai de {{{{ saisie.qui }}}}
destinataire: tiers
{entete}
saisie: qui texte Qui demande
saisie: le date? Quel jour
saisie: somme montant Combien

{{{{ saisie.le }}}}, {{{{ saisie.somme }}}}, {{{{ saisie.somme_en_lettres }}}}. {corps}

[pieces-manquantes]

[avancement]
"""


@pytest.mark.parametrize(
    ("entete", "corps", "attendu"),
    [
        ("besoin: paiement", "Reçu {{ paiement.montant }}.", "Reçu 400,00 €."),
        ("besoin: echeancier", "\n\n[echeancier]\n\n", "06/12/2026"),
        ("pour: titre", "Titre du {{ dossier.titre_le }}.", "Titre du 3 novembre 2026."),
        (
            "pour: procedure\narrete: procedure",
            "Jugement du {{ dossier.procedure_le }}.",
            "Jugement du 9 novembre 2026.",
        ),
        ("pour: consommateur surendettement", "Recevable : {{ dossier.recevabilite_le }}.", "9 novembre 2026"),
        ("pour: creancier-particulier", "{% if creancier_particulier %}Particulier.{% endif %}", "Particulier."),
        ("pour: public", "{% if public %}Public.{% endif %}", "Public."),
    ],
)
def test_ce_qu_un_modele_demande_est_dans_l_exemple(
    recouvre: LigneDeCommande, entete: str, corps: str, attendu: str
) -> None:
    recouvre.jour("2026-11-21")
    copie(recouvre, "essai").write_text(EXIGEANT.format(entete=entete, corps=corps), "utf-8")
    controle = recouvre.json("modele", "controler")
    assert controle["modeles"][0]["avertissements"] == []
    recouvre.fait("modele", "apercu", "essai")
    assert attendu in texte_de(Path("apercu_essai.pdf"))
    assert "trois cent cinquante euros" in texte_de(Path("apercu_essai.pdf"))


@pytest.mark.parametrize("nom", noms_connus())
def test_une_copie_de_chaque_modele_livre_est_sans_faute(recouvre: LigneDeCommande, nom: str) -> None:
    recouvre.fait("modele", "copier", nom)
    (modele,) = recouvre.json("modele", "controler")["modeles"]
    assert modele["fautes"] == []
    assert all("en mode agence" in phrase for phrase in modele["avertissements"])
    recouvre.fait("modele", "apercu", nom)


def test_un_mot_defendu_est_dit_a_la_lecture_et_refuse_au_rendu(recouvre: LigneDeCommande) -> None:
    recouvre.fait("modele", "copier", "relance")
    changer(copie(recouvre, "relance"), "Nous vous prions d’agréer", "Avant saisie, nous vous prions d’agréer")
    controle = recouvre("modele", "controler", "--json")
    assert controle.code == 1
    (modele,) = controle.json["modeles"]
    assert "« saisie »" in modele["avertissements"][0]
    assert any("saisie" in faute["raison"] for faute in modele["fautes"])
