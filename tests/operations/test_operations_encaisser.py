"""Encaisser : trop-perçu, double saisie, refus ; et ce qu'un paiement oblige à faire ensuite."""

from __future__ import annotations

import pytest
from cabinet_essai import LigneDeCommande


@pytest.fixture
def tenu(recouvre: LigneDeCommande) -> LigneDeCommande:
    """1 000 € échus le 31/01/2026 ; nous sommes le mardi 3 mars : 10,32 € d'intérêts, 40 € d'indemnité."""
    recouvre.ouvrir("F-1", "1000")
    return recouvre


@pytest.mark.parametrize(
    ("mots", "code", "phrase"),
    [
        (("D-1", "0"), 1, "plus grande que zéro"),
        (("D-1", "(50,00)"), 1, "plus grande que zéro"),
        (("D-1", "50-"), 1, "plus grande que zéro"),
        (("D-1", "-50"), 2, "négatif"),
        (("D-1", "cinquante"), 2, "n'est pas un montant"),
        (("D-1", "1.234"), 2, "ambigu"),
        (("D-1", "50", "--le", "04/03/2026"), 1, "dans l'avenir"),
        (("D-1", "50", "--le", "31/02/2026"), 2, "ce jour n'existe pas"),
        (("D-1", "50", "--facture", "F-9"), 1, "n'a pas de facture F-9 (il a : F-1)"),
        (("D-1", "50", "--mode", "troc"), 1, "Mode de paiement « troc » inconnu"),
        (("D-9", "50"), 1, "D-9 n'existe pas"),
        (("D-1",), 2, "MONTANT"),
    ],
)
def test_encaisser_refuse_en_le_disant(tenu: LigneDeCommande, mots: tuple[str, ...], code: int, phrase: str) -> None:
    assert phrase in tenu.refuse("encaisser", *mots, code=code)


def test_un_dossier_clos_refuse_un_paiement_et_dit_comment_le_rouvrir(tenu: LigneDeCommande) -> None:
    tenu.fait("clore", "D-1", "--motif", "irrécouvrable")
    phrase = tenu.refuse("encaisser", "D-1", "50")
    assert "clos depuis le 03/03/2026" in phrase and "recouvre annuler D-1" in phrase


def test_double_saisie_refusee_puis_confirmee(tenu: LigneDeCommande) -> None:
    tenu.fait("encaisser", "D-1", "100", "--reference", "VIR 7")
    phrase = tenu.refuse("encaisser", "D-1", "100,00", "--reference", "vir7")
    assert "100,00 € du 03/03/2026 est déjà enregistré" in phrase and "--confirmer" in phrase
    tenu.fait("encaisser", "D-1", "100", "--reference", "VIR 7", "--confirmer")
    assert tenu.json("decompte", "D-1")["encaisse"] == "200.00"
    tenu.verifier()


def test_deux_paiements_identiques_confirmes_doivent_deux_quittances(tenu: LigneDeCommande) -> None:
    tenu.fait("encaisser", "D-1", "100")
    tenu.fait("encaisser", "D-1", "100", "--confirmer")
    assert len([d for d in tenu.json("agenda")["demarches"] if d["genre"] == "quittance"]) == 2
    tenu.fait("noter", "D-1", "quittance")
    assert [d for d in tenu.json("agenda")["demarches"] if d["genre"] == "quittance"] == []
    tenu.verifier()


def test_un_second_paiement_identique_rend_compte_du_second(interne: LigneDeCommande) -> None:
    """Le premier solde le dossier : du second, tout est en trop."""
    interne.ouvrir("F-1", "1000", complet=False)
    assert interne.json("encaisser", "D-1", "1050,32")["trop_percu"] == "0.00"
    second = interne.json("encaisser", "D-1", "1050,32", "--confirmer")
    assert (second["imputations"], second["trop_percu"]) == ([], "1050.32")


def test_trop_percu_dit_puis_restitue(tenu: LigneDeCommande) -> None:
    dit = tenu.fait("encaisser", "D-1", "1100", "--reference", "CHQ 1")
    assert "Trop-perçu : 49,68 €, à restituer au débiteur." in dit.sortie.replace("\u00a0", " ")
    [rendre] = [d for d in tenu.json("agenda")["demarches"] if d["genre"] == "trop-perçu"]
    assert (rendre["le"], rendre["fondement"]) == ("2026-03-03", "C. civ., art. 1302") and "49,68" in rendre["libelle"]
    assert tenu.json("dossiers")["dossiers"][0]["etat"] == "soldé"
    tenu.fait("noter", "D-1", "restitution")
    assert "trop-perçu" not in [d["genre"] for d in tenu.json("agenda")["demarches"]]
    tenu.verifier()


def test_une_restitution_ne_se_note_pas_deux_fois(tenu: LigneDeCommande) -> None:
    tenu.fait("encaisser", "D-1", "1100")
    tenu.fait("noter", "D-1", "restitution")
    tenu.jour("2026-03-04")
    tenu.refuse("noter", "D-1", "restitution")


def test_apres_une_restitution_on_ne_rend_que_le_nouveau_trop_percu(tenu: LigneDeCommande) -> None:
    tenu.fait("encaisser", "D-1", "1100")
    tenu.fait("noter", "D-1", "restitution")
    tenu.fait("encaisser", "D-1", "5", "--reference", "doublon du débiteur")
    [rendre] = [d for d in tenu.json("agenda")["demarches"] if d["genre"] == "trop-perçu"]
    assert rendre["libelle"].endswith(": 5,00\u00a0€"), "les 49,68 € sont déjà rendus"


def test_un_second_trop_percu_identique_se_restitue_aussi(tenu: LigneDeCommande) -> None:
    tenu.fait("encaisser", "D-1", "1100")
    tenu.fait("noter", "D-1", "restitution")
    tenu.fait("encaisser", "D-1", "49,68")
    tenu.fait("noter", "D-1", "restitution")
    assert "trop-perçu" not in [d["genre"] for d in tenu.json("agenda")["demarches"]]


def test_un_trop_percu_rendu_ne_paie_pas_la_facture_suivante(tenu: LigneDeCommande) -> None:
    """Non rendu, il s'y impute (C. civ. 1347) ; rendu, il n'est plus là."""
    suivante = ("facture", "D-1", "--numero", "F-2", "--montant", "500", "--emise", "05/03/2026", "--echeance",
                "31/03/2026")  # fmt: skip
    tenu.fait("encaisser", "D-1", "1100")
    tenu.jour("2026-03-05")
    rang = tenu.json(*suivante)["rang"]
    assert tenu.json("decompte", "D-1")["principal"] == "450.32"
    tenu.fait("annuler", "D-1", str(rang), "--motif", "essai")
    tenu.fait("noter", "D-1", "restitution", "--le", "04/03/2026")
    tenu.fait(*suivante)
    assert tenu.json("decompte", "D-1")["principal"] == "500.00"
    tenu.verifier()


def test_la_cloture_n_efface_ni_la_quittance_ni_l_argent_a_rendre(tenu: LigneDeCommande) -> None:
    """R124-6 et C. civ. 1302 : clore un dossier n'éteint pas ce qu'on doit au débiteur et au créancier."""
    tenu.fait("encaisser", "D-1", "1100")
    tenu.fait("clore", "D-1", "--motif", "soldé")
    genres = [d["genre"] for d in tenu.json("agenda")["demarches"]]
    assert genres == ["trop-perçu", "quittance"]
    tenu.fait("noter", "D-1", "restitution")
    tenu.fait("noter", "D-1", "quittance")
    assert tenu.json("agenda")["demarches"] == []
    tenu.verifier()


def test_un_paiement_arrete_la_lettre_du_jour(tenu: LigneDeCommande) -> None:
    assert len(tenu.json("relances")["a_envoyer"]) == 1
    assert "soldé" in tenu.fait("encaisser", "D-1", "1050,32").sortie
    passage = tenu.json("relances", "--envoyer")
    assert (passage["envoyees"], passage["retenues"]) == ([], [])


def test_le_paiement_d_une_facture_a_echoir_ne_coute_rien(tenu: LigneDeCommande) -> None:
    tenu.ouvrir("F-3", "300", debiteur="SAS Brise-Lames", echeance="31/03/2026")
    recu = tenu.json("encaisser", "D-2", "300")
    assert [(p["nature"], p["montant"]) for p in recu["imputations"]] == [("principal", "300.00")]
    assert recu["total"] == "0.00"
    tenu.verifier()


@pytest.mark.parametrize(
    ("mode", "ecrit"),
    [
        ("virement", "virement"),
        ("cheque", "chèque"),
        ("carte", "carte"),
        ("prelevement", "prélèvement"),
        ("especes", "espèces"),
    ],
)
def test_chaque_mode_se_relit(tenu: LigneDeCommande, mode: str, ecrit: str) -> None:
    tenu.fait("encaisser", "D-1", "50", "--mode", mode)
    [ligne] = [li for li in tenu.json("decompte", "D-1")["lignes"] if li["nature"] == "encaissement"]
    assert (ligne["libelle"], ligne["montant"]) == (f"Encaissement ({ecrit})", "-50.00")
