"""La prescription d'un bout à l'autre : noter ce qui l'arrête, lire la date et son histoire, être refusé clairement."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from cabinet_essai import LigneDeCommande


def ouvrir(outil: LigneDeCommande, *options: str, qualite: str = "professionnel") -> None:
    """Le dossier du cas 3 : 3 460 € échus le 30 septembre 2025."""
    outil.ouvrir("F-1", "3460", "--qualite", qualite, *options, echeance="30/09/2025")


def histoire(objet: dict[str, Any]) -> list[tuple[str, str]]:
    """(date, dernier jour utile) de chaque étape de la première créance."""
    return [(etape["le"], etape["date"]) for etape in objet["creances"][0]["histoire"]]


def test_cas_3_la_date_et_l_histoire_de_la_date(recouvre: LigneDeCommande) -> None:
    ouvrir(recouvre)
    recouvre.fait("noter", "D-1", "reconnaissance", "--le", "02/01/2026", "protocole signé")
    recouvre.fait("encaisser", "D-1", "600,99", "--le", "05/01/2026")
    recouvre.fait("encaisser", "D-1", "600,99", "--le", "05/02/2026")
    objet = recouvre.json("prescription", "D-1")
    assert objet["dossier"] == "D-1"
    assert (objet["date"], objet["surete_le"], objet["acquise"]) == ("2031-02-05", "2031-02-05", False)
    (creance,) = objet["creances"]
    assert (creance["facture"], creance["nature"], creance["forclusion"]) == ("F-1", "b2b", False)
    assert histoire(objet) == [
        ("2025-09-30", "2030-09-30"),
        ("2026-01-02", "2031-01-02"),
        ("2026-01-05", "2031-01-05"),
        ("2026-02-05", "2031-02-05"),
    ]
    assert {"le", "fait", "effet", "fondement"} <= set(creance["histoire"][0])
    assert creance["histoire"][1]["fait"].endswith("protocole signé")
    assert any("Date possible" in reserve for reserve in creance["reserves"])
    assert recouvre.json("dossiers")["dossiers"][0]["prescription_le"] == "2031-02-05"
    recouvre.verifier()


def test_a_l_ecran_la_date_d_abord_en_clair(recouvre: LigneDeCommande) -> None:
    ouvrir(recouvre)
    dit = recouvre.fait("prescription", "D-1").sortie
    net = " ".join(dit.split())
    assert dit.startswith("D-1 : prescrite le 01/10/2030 ; dernier jour utile : 30/09/2030")
    assert "agissez au plus tard le 30/09/2030" in net and "relancer ne suffit pas" in net
    assert "Échéance de la facture F-1" in net and "C. com., art. L110-4" in net
    assert "La nature de la créance n'est pas dite" in net
    assert max(map(len, dit.splitlines())) <= 100


def test_l_echeance_de_surete_recule_au_jour_ouvre(recouvre: LigneDeCommande) -> None:
    """Le 28 février 2027 est un dimanche : la date ne va pas au lundi, on agit le vendredi."""
    recouvre.ouvrir("F-9", "100", "--qualite", "consommateur", echeance="28/02/2025")
    objet = recouvre.json("prescription", "D-1")
    assert (objet["date"], objet["surete_le"]) == ("2027-02-28", "2027-02-26")


def test_une_mise_en_demeure_est_montree_sans_effet(recouvre: LigneDeCommande) -> None:
    ouvrir(recouvre)
    recouvre.envoyer("2026-03-03")
    recouvre.fait("noter", "D-1", "mise-en-demeure", "--presentee-le", "03/03/2026")
    objet = recouvre.json("prescription", "D-1")
    assert objet["date"] == "2030-09-30"
    effets = [etape["effet"] for etape in objet["creances"][0]["histoire"][1:]]
    assert len(effets) == 2 and all(effet.startswith("aucun effet") for effet in effets)


def test_prescrite_on_le_dit_et_la_porte_retient(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "100", "--qualite", "consommateur", echeance="15/02/2024")
    dit = recouvre.fait("prescription", "D-1").sortie
    assert dit.startswith("D-1 : créance prescrite depuis le 16/02/2026. Ne la réclamez plus")
    objet = recouvre.json("prescription", "D-1")
    assert objet["acquise"] is True
    assert recouvre.json("prescription", "D-1", "--au", "15/02/2026")["acquise"] is False
    retenues = recouvre.json("relances")["retenues"]
    assert any("prescrite" in retenue["motif"] for retenue in retenues)


def test_au_ne_compte_pas_ce_qui_vient_apres(recouvre: LigneDeCommande) -> None:
    ouvrir(recouvre)
    recouvre.fait("noter", "D-1", "reconnaissance", "--le", "02/02/2026")
    assert recouvre.json("prescription", "D-1", "--au", "01/02/2026")["date"] == "2030-09-30"
    assert recouvre.json("prescription", "D-1", "--au", "02/02/2026")["date"] == "2031-02-02"


def test_une_instance_s_ouvre_se_ferme_et_devient_non_avenue(recouvre: LigneDeCommande) -> None:
    ouvrir(recouvre)
    noter = recouvre.json("noter", "D-1", "demande-en-justice", "--le", "05/01/2026", "assignation")
    assert noter["prescription_le"] == "2031-01-05"
    objet = recouvre.json("prescription", "D-1")
    assert any("la fin n'est pas notée" in reserve for reserve in objet["creances"][0]["reserves"])
    rang = recouvre.json("noter", "D-1", "demande-en-justice", "--fin", "--le", "20/02/2026")["rang"]
    assert recouvre.json("prescription", "D-1")["date"] == "2031-02-20"
    recouvre.fait("annuler", "D-1", str(rang), "--motif", "péremption")
    recouvre.fait("noter", "D-1", "demande-en-justice", "--fin", "--non-avenue", "--le", "20/02/2026")
    assert recouvre.json("prescription", "D-1")["date"] == "2030-09-30"
    fiche = recouvre.fait("dossier", "D-1", "--tout").sortie
    assert "Demande en justice : assignation" in fiche and "interruption non avenue" in fiche
    recouvre.verifier()


def test_une_mediation_suspend(recouvre: LigneDeCommande) -> None:
    ouvrir(recouvre)
    dit = recouvre.fait("noter", "D-1", "mediation", "--le", "01/01/2026", "--jusqu-au", "01/03/2026").sortie
    assert "noté (médiation), dernier jour utile pour agir le 28/11/2030" in dit
    assert recouvre.json("prescription", "D-1")["date"] == "2030-11-28"


def test_une_seule_facture_peut_etre_reconnue(recouvre: LigneDeCommande) -> None:
    ouvrir(recouvre)
    recouvre.fait(
        "facture", "D-1", "--numero", "F-2", "--montant", "10", "--emise", "01/09/2025", "--echeance", "15/10/2025"
    )
    recouvre.fait("noter", "D-1", "reconnaissance", "--le", "05/01/2026", "--facture", "F-1")
    objet = recouvre.json("prescription", "D-1")
    assert {c["facture"]: c["date"] for c in objet["creances"]} == {"F-1": "2031-01-05", "F-2": "2030-10-15"}
    assert objet["date"] == "2030-10-15"
    assert "(facture F-2)" in recouvre.fait("prescription", "D-1").sortie


def test_une_interruption_notee_sans_dire_laquelle_reste_comprise(recouvre: LigneDeCommande) -> None:
    ouvrir(recouvre)
    recouvre.fait("noter", "D-1", "interruption", "--le", "05/01/2026")
    assert recouvre.json("prescription", "D-1")["date"] == "2031-01-05"


def test_tout_est_paye(recouvre: LigneDeCommande) -> None:
    ouvrir(recouvre)
    recouvre.fait("encaisser", "D-1", "5000", "--le", "05/01/2026")
    objet = recouvre.json("prescription", "D-1")
    assert (objet["date"], objet["creances"], objet["acquise"]) == (None, [], False)
    assert "plus rien n'est dû" in recouvre.fait("prescription", "D-1").sortie


@pytest.mark.parametrize(
    ("mots", "phrase"),
    [
        (("reconnaissance", "--le", "04/03/2026"), "dans l'avenir"),
        (("mediation", "--fin", "--le", "02/03/2026"), "Aucun début de « mediation » n'est noté"),
        (("mediation", "--le", "02/03/2026", "--jusqu-au", "01/03/2026"), "précède le début"),
        (("reconnaissance", "--le", "02/03/2026", "--jusqu-au", "03/03/2026"), "tient en un jour"),
        (("reconnaissance", "--fin", "--le", "02/03/2026"), "n'a pas de fin"),
        (("reconnaissance", "--facture", "F-9", "--le", "02/03/2026"), "n'a pas de facture F-9"),
        (("mediation", "--fin", "--non-avenue", "--le", "02/03/2026"), "Seule une demande en justice"),
    ],
)
def test_les_refus_sont_clairs(recouvre: LigneDeCommande, mots: tuple[str, ...], phrase: str) -> None:
    ouvrir(recouvre)
    assert phrase in recouvre.refuse("noter", "D-1", *mots)


@pytest.mark.parametrize(
    ("mots", "phrase"),
    [
        (("appel", "--fin"), "--fin"),
        (("appel", "--facture", "F-1"), "--facture"),
        (("reconnaissance", "--non-avenue"), "--non-avenue"),
        (("mediation", "--fin", "--jusqu-au", "01/03/2026"), "--jusqu-au"),
        (("reconnaissances",), "ne se note pas"),
    ],
)
def test_les_options_qui_ne_vont_pas_ensemble(recouvre: LigneDeCommande, mots: tuple[str, ...], phrase: str) -> None:
    ouvrir(recouvre)
    assert phrase in recouvre.refuse("noter", "D-1", *mots, code=2)


def test_une_fin_avant_son_debut_est_refusee(recouvre: LigneDeCommande) -> None:
    ouvrir(recouvre)
    recouvre.fait("noter", "D-1", "mediation", "--le", "02/02/2026")
    assert "commence le 02/02/2026" in recouvre.refuse("noter", "D-1", "mediation", "--fin", "--le", "01/02/2026")


def test_le_meme_fait_deux_fois_est_refuse(recouvre: LigneDeCommande) -> None:
    ouvrir(recouvre)
    mots = ("noter", "D-1", "reconnaissance", "--le", "02/01/2026")
    recouvre.fait(*mots, "courriel du directeur")
    assert "déjà enregistré" in recouvre.refuse(*mots, "le même, autrement dit")
    recouvre.fait("noter", "D-1", "reconnaissance", "--le", "03/01/2026")


def test_la_table_des_natures_se_lit_sans_dossier(recouvre: LigneDeCommande) -> None:
    dit = " ".join(recouvre.fait("prescription", "--natures").sortie.split())
    assert "credit_conso" in dit and "c'est une forclusion" in dit.lower() and "14 mois" in dit
    natures = {n["code"]: n for n in recouvre.json("prescription", "--natures")["natures"]}
    assert (natures["telecom"]["duree"], natures["telecom"]["unite"]) == (1, "ans")
    assert natures["notaire_huissier"]["incertitude"]
    assert "--natures" in recouvre.refuse("prescription", code=2)


@pytest.mark.parametrize("largeur", ["40", "80"])
def test_un_code_de_nature_n_est_jamais_coupe(
    recouvre: LigneDeCommande, monkeypatch: pytest.MonkeyPatch, largeur: str
) -> None:
    """On le recopie après --nature : il ouvre sa ligne, entier."""
    monkeypatch.setenv("COLUMNS", largeur)
    codes = [nature["code"] for nature in recouvre.json("prescription", "--natures")["natures"]]
    lignes = recouvre.fait("prescription", "--natures").sortie.splitlines()
    tetes = [suivante for vide, suivante in pairwise(lignes) if not vide]
    assert [tete.partition(" : ")[0] for tete in tetes] == codes
    assert max(map(len, lignes)) <= int(largeur)


def test_apres_un_titre_agir_c_est_l_executer(recouvre: LigneDeCommande) -> None:
    ouvrir(recouvre)
    recouvre.fait("titre", "D-1", "obtenir", "--le", "02/02/2026")
    net = " ".join(recouvre.fait("prescription", "D-1").sortie.split())
    assert "prescrite le 03/02/2036 ; dernier jour utile : 02/02/2036" in net
    assert "Agir, c'est faire exécuter le titre" in net and "saisir le juge" not in net
    assert "n'est pas dite" not in net and "fin de la prestation" not in net


def test_une_instance_en_cours_se_dit_d_abord(recouvre: LigneDeCommande) -> None:
    ouvrir(recouvre)
    recouvre.fait("noter", "D-1", "demande-en-justice", "--le", "05/01/2026")
    net = " ".join(recouvre.fait("prescription", "D-1").sortie.split())
    assert net.startswith(
        "D-1 : l'interruption dure jusqu'à la fin de l'instance ; date prudente, comme si tout avait fini le "
        "05/01/2026 : 05/01/2031 ; si elle était non avenue : 30/09/2030. Le juge est déjà saisi."
    )
    assert "saisir le juge" not in net and "Facture F-1, délai arrêté depuis le 05/01/2026" in net
    objet = recouvre.json("prescription", "D-1")
    assert (objet["date"], objet["acquise"]) == ("2031-01-05", False)
    (creance,) = objet["creances"]
    assert (creance["dure"], creance["si_non_avenue"]) == ("demande-en-justice", "2030-09-30")


def test_une_procedure_collective_ouverte_puis_declaree(recouvre: LigneDeCommande) -> None:
    ouvrir(recouvre)
    recouvre.fait("signaler", "D-1", "procedure", "--type", "liquidation", "--jugement-le", "05/01/2026")
    net = " ".join(recouvre.fait("prescription", "D-1").sortie.split())
    assert "prescrite le 01/10/2030" in net and "Agir, c'est déclarer la créance" in net and "L622-21" in net
    recouvre.fait("noter", "D-1", "declaration-de-creance", "--le", "02/02/2026")
    net = " ".join(recouvre.fait("prescription", "D-1").sortie.split())
    assert net.startswith("D-1 : l'interruption dure jusqu'à la clôture de la procédure collective ; date prudente")
    assert "05/01/2031" not in net.partition("Facture")[0] and "02/02/2031" in net.partition("Facture")[0]
    assert "D'ici là, saisir le juge" in net and "L622-21" in net
    assert recouvre.json("prescription", "D-1")["creances"][0]["action_interdite"] is True


def test_une_mediation_qui_dure_se_dit_d_abord(recouvre: LigneDeCommande) -> None:
    ouvrir(recouvre)
    recouvre.fait("noter", "D-1", "mediation", "--le", "01/02/2026")
    net = " ".join(recouvre.fait("prescription", "D-1").sortie.split())
    assert net.startswith("D-1 : le délai est suspendu (médiation ou conciliation), la fin n'est pas notée")


def test_la_fiche_dit_le_dernier_jour_utile(recouvre: LigneDeCommande) -> None:
    """Le même mot et le même jour que « prescription » : jamais « acquise le » pour le dernier jour utile."""
    recouvre.ouvrir("F-1", "100", "--qualite", "consommateur", echeance="15/02/2024")
    fiche = " ".join(recouvre.fait("dossier", "D-1").sortie.split())
    assert "dernier jour utile pour agir : 15/02/2026" in fiche and "acquise le" not in fiche


def test_la_table_du_cabinet_prime_ou_se_fait_refuser(recouvre: LigneDeCommande, cabinet: Path) -> None:
    ouvrir(recouvre)
    table = cabinet / "parametres" / "prescription.toml"
    table.parent.mkdir(exist_ok=True)
    table.write_text(
        '[[natures]]\ncode = "b2b"\nlibelle = "Contrat : trois ans"\nduree = 3\nunite = "ans"\ndepart = "échéance"\n'
        'texte = "C. civ., art. 2254"\nsource = "contrat-cadre"\nniveau = "A"\nreleve_le = 2026-01-01\n',
        "utf-8",
    )
    objet = recouvre.json("prescription", "D-1")
    assert objet["date"] == "2028-09-30"
    assert objet["creances"][0]["histoire"][0]["fondement"] == "C. civ., art. 2254"
    table.write_text("[[natures]]\ncode = 3\n", "utf-8")
    assert "prescription.toml ne se lit pas" in recouvre.refuse("prescription", "D-1")


def test_l_agenda_previent_avant_la_date(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "100", "--qualite", "consommateur", echeance="15/05/2024")
    demarches = recouvre.json("agenda", "--au", "03/03/2026")["demarches"]
    (veille,) = [d for d in demarches if d["genre"] == "prescription"]
    assert veille["libelle"].startswith("Dernier jour utile pour agir : 15/05/2026 ; agir")
    assert veille["fondement"] == "C. conso., art. L218-2"
