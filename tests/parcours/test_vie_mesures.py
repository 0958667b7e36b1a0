"""Ce que la fiche compte, ce que « voies » rappelle du crédit et du mandat, et le paiement par carte."""

from __future__ import annotations

import pytest
from cabinet_essai import LigneDeCommande


@pytest.fixture
def tenu(recouvre: LigneDeCommande) -> LigneDeCommande:
    """1 000 € échus le 31/01/2026 entre professionnels ; nous sommes le mardi 3 mars 2026."""
    recouvre.ouvrir("F-1", "1000", "--emise", "01/01/2026")
    return recouvre


def ecran(recouvre: LigneDeCommande, *mots: str) -> str:
    return " ".join(recouvre.fait(*mots).sortie.split())


# --- Les signaux de la fiche ----------------------------------------------------------------------------------------


def test_la_fiche_compte_et_ne_note_pas(tenu: LigneDeCommande) -> None:
    """§ 9.5, ligne « Signaux » : promesses rompues, appels sans réponse, reports, silence ; aucun score."""
    assert "Signaux" not in tenu.fait("dossier", "D-1").sortie, "rien à dire, aucune ligne"
    tenu.fait("noter", "D-1", "appel", "répondeur", "--echec")
    tenu.fait("promesse", "D-1", "200", "--pour", "05/03/2026")
    tenu.jour("2026-03-04")
    tenu.fait("promesse", "D-1", "200", "--pour", "10/03/2026", "--remplacer")
    tenu.jour("2026-04-20")
    dits = "1 promesse rompue ; 1 appel sans réponse ; 1 report ; aucun signe du débiteur depuis le 04/03/2026"
    assert f"Signaux {dits} (47 jours)" in ecran(tenu, "dossier", "D-1")
    assert tenu.json("dossier", "D-1")["indicateurs"] == {
        "promesses_rompues": 1, "appels_sans_reponse": 1, "reports": 1, "dernier_signe_le": "2026-03-04", "silence": 47,
    }  # fmt: skip


def test_le_silence_se_dit_au_trentieme_jour_et_jamais_d_un_dossier_solde(tenu: LigneDeCommande) -> None:
    assert "Signaux" not in ecran(tenu, "dossier", "D-1", "--au", "01/04/2026")
    assert "depuis l'ouverture (30 jours)" in ecran(tenu, "dossier", "D-1", "--au", "02/04/2026")
    tenu.fait("encaisser", "D-1", "1050,32", "--le", "03/03/2026")
    assert "Signaux" not in ecran(tenu, "dossier", "D-1", "--au", "01/12/2026")
    assert tenu.json("dossier", "D-1", "--au", "02/04/2026")["indicateurs"]["silence"] == 30


# --- « voies » : le crédit à la consommation ------------------------------------------------------------------------


def de_credit(recouvre: LigneDeCommande) -> list[str]:
    return [phrase for phrase in recouvre.json("voies", "D-1")["a_peser"] if "renégociation" in phrase]


@pytest.mark.parametrize("sur", [(), ("--facture", "F-1")])
def test_un_credit_a_la_consommation_se_renegocie_avant_l_execution(
    recouvre: LigneDeCommande, sur: tuple[str, ...]
) -> None:
    """§ 9.4, ligne « Loi Lagarde, prévention » : C. conso. L312-35-1, degré B, à vérifier."""
    recouvre.ouvrir("F-1", "1000", "--emise", "01/01/2026", "--qualite", "consommateur")
    assert de_credit(recouvre) == []
    recouvre.fait("qualifier", "D-1", *sur, "--nature", "credit_conso")
    [phrase] = de_credit(recouvre)
    for mot in ("délai raisonnable", "20/11/2026", "ancien droit", "À vérifier", "L312-35-1", "2025-880", "[B"):
        assert mot in phrase, mot
    assert phrase in ecran(recouvre, "voies", "D-1")


def test_une_facture_qui_n_est_pas_un_credit_ne_le_dit_pas(recouvre: LigneDeCommande) -> None:
    """La nature d'une facture prime celle de son dossier."""
    recouvre.ouvrir("F-1", "1000", "--emise", "01/01/2026", "--qualite", "consommateur")
    recouvre.fait("qualifier", "D-1", "--nature", "credit_conso")
    recouvre.fait("qualifier", "D-1", "--facture", "F-1", "--nature", "telecom")
    assert de_credit(recouvre) == []


# --- « voies » : les frais d'une action qui échoue ------------------------------------------------------------------


def test_les_frais_d_une_action_qui_echoue(tenu: LigneDeCommande) -> None:
    """§ 9.2, ligne « Frais d'action à la charge de l'agence si échec » : convenu une fois, rappelé, ne ferme rien."""
    cahier, rappel = ("cahier-des-charges", "Forge Béranger"), "ses frais restent à la charge de l'agence"
    sans = tenu.json("voies", "D-1")
    assert (tenu.json(*cahier)["frais_agence"], sans["frais_agence"]) == (False, False)
    assert "Frais si échec à la charge du créancier" in ecran(tenu, *cahier)
    assert rappel not in ecran(tenu, "voies", "D-1")
    assert "à la charge de l'agence" in ecran(tenu, *cahier, "--frais-agence")
    tenu.fait(*cahier, "--visite")
    assert tenu.json(*cahier)["frais_agence"], "un autre réglage ne le défait pas"
    assert rappel in ecran(tenu, "voies", "D-1")
    assert tenu.json("voies", "D-1") == sans | {"frais_agence": True}, (
        "aucune voie ne se ferme, aucun critère ne change"
    )
    assert not tenu.json(*cahier, "--frais-creancier")["frais_agence"]
    assert rappel not in ecran(tenu, "voies", "D-1")
    tenu.verifier()


# --- Le paiement par carte ------------------------------------------------------------------------------------------


def encaisser(reference: str, mode: str = "carte") -> tuple[str, ...]:
    return ("encaisser", "D-1", "100", "--le", "03/03/2026", "--mode", mode, "--reference", reference)


def test_un_paiement_par_carte_garde_la_reference_de_sa_transaction(tenu: LigneDeCommande) -> None:
    """§ 9.3, ligne « Paiement CB en ligne, comptant ou échéancier » : la transaction, jamais la carte."""
    tenu.fait(*encaisser("TRX-20260303-8841", mode="CB"))
    [(fait,)] = tenu.lignes("SELECT donnees FROM journal WHERE genre = 'EncaissementRecu'")
    assert '"TRX-20260303-8841"' in fait and '"carte"' in fait


@pytest.mark.parametrize(
    "reference",
    ["4970100000000154", "4970 1000 0000 0154", "4970-1000-0000-0154", "CB 4970 1000 0000 0154 12/28",
     "378282246310005", "30569309025904", "4222222222222", "6304000000000000000"],
)  # fmt: skip
def test_un_numero_de_carte_est_refuse(tenu: LigneDeCommande, reference: str) -> None:
    """§ 9.3, ligne « Paiement CB en ligne » : PCI-DSS, 13 à 19 chiffres de clé juste, écrits comme on voudra."""
    phrase = tenu.refuse(*encaisser(reference))
    assert "PCI-DSS" in phrase and "référence de la transaction" in phrase
    assert not any(groupe in phrase for groupe in reference.split()), "le refus ne répète pas la carte"


@pytest.mark.parametrize("reference", ["4970100000000155", "497010000015", "TRX 000000000000000"])
def test_une_autre_suite_de_chiffres_est_une_reference(tenu: LigneDeCommande, reference: str) -> None:
    tenu.fait(*encaisser(reference))


@pytest.mark.parametrize(
    "reference", ["SIRET 73282932000074", "FR76 3000 6000 0112 3456 7890 189", "FR7630006000011234567890189"]
)
def test_le_libelle_d_un_virement_nomme_un_siret_ou_un_iban(tenu: LigneDeCommande, reference: str) -> None:
    tenu.fait(*encaisser(reference, mode="virement"))


def test_une_carte_ne_passe_pas_dans_le_libelle_d_un_virement(tenu: LigneDeCommande) -> None:
    assert "PCI-DSS" in tenu.refuse(*encaisser("VIR 4970 1000 0000 0154", mode="virement"))
