"""Les cartes acceptées, le paiement fractionné, l'encours autorisé, le budget que le débiteur déclare."""

from __future__ import annotations

import pytest
from cabinet_essai import LigneDeCommande
from pypdf import PdfReader

PAGE = "https://paiement.vauquelin.example/regler"


def ecran(recouvre: LigneDeCommande, *mots: str) -> str:
    """Ce que la commande a dit, d'un seul tenant."""
    return " ".join(recouvre.fait(*mots).sortie.split())


def lettre(recouvre: LigneDeCommande, modele: str, *options: str) -> str:
    """Le texte d'un courrier, d'un seul tenant."""
    chemin = recouvre.cabinet / f"{modele}.pdf"
    chemin.unlink(missing_ok=True)
    recouvre.fait("courrier", "D-1", modele, "--sortie", str(chemin), *options)
    return " ".join(" ".join(page.extract_text() for page in PdfReader(chemin).pages).split())


@pytest.fixture
def tenu(recouvre: LigneDeCommande) -> LigneDeCommande:
    """1 000 € échus le 31/01/2026 entre professionnels ; nous sommes le mardi 3 mars 2026."""
    recouvre.ouvrir("F-1", "1000", "--emise", "01/01/2026")
    return recouvre


# --- Les cartes acceptées -------------------------------------------------------------------------------------------


def test_les_cartes_acceptees_s_impriment_quand_elles_sont_reglees(tenu: LigneDeCommande) -> None:
    """§ 9.3, ligne « Cartes acceptées » : un texte d'information dans « Comment payer », jamais sans réglage."""
    assert "Carte bancaire" not in lettre(tenu, "mise_en_demeure_agence")
    profil = tenu.fait("profil", "--cartes", "CB, Visa, Mastercard", "--page-de-paiement", PAGE)
    assert "R124-2" in profil.sortie, "en agence, l'argent va au compte affecté"
    texte = lettre(tenu, "mise_en_demeure_agence")
    assert f"CB, Visa, Mastercard sur {PAGE}, en une fois." in texte
    assert "N’écrivez jamais votre numéro de carte" in texte
    tenu.fait("profil", "--cartes", "", "--page-de-paiement", "")
    assert "Carte bancaire" not in lettre(tenu, "mise_en_demeure_agence")


def test_une_carte_sans_page_et_une_page_sans_carte(tenu: LigneDeCommande) -> None:
    tenu.fait("profil", "--cartes", "CB, Visa")
    assert "Carte bancaire CB, Visa, en une fois." in lettre(tenu, "mise_en_demeure_agence")
    tenu.fait("profil", "--cartes", "", "--page-de-paiement", PAGE)
    assert f"Carte bancaire sur {PAGE}, en une fois." in lettre(tenu, "mise_en_demeure_agence")


def test_un_echeancier_ne_propose_la_carte_que_si_elle_paie_une_echeance(tenu: LigneDeCommande) -> None:
    tenu.fait("profil", "--cartes", "CB, Visa")
    tenu.envoyer("2026-03-03")
    plan = ("--avec", "nombre=4", "--avec", "des=05/04/2026")
    assert "Carte bancaire" not in lettre(tenu, "protocole_echeancier", *plan)
    tenu.fait("profil", "--carte-par-echeance")
    assert "CB, Visa, en une fois, ou à chaque échéance" in lettre(tenu, "protocole_echeancier", *plan)


def test_la_trame_d_appel_dit_les_cartes_et_defend_de_les_noter(tenu: LigneDeCommande) -> None:
    tenu.envoyer("2026-03-03")
    assert "carte" not in lettre(tenu, "trame_appel")
    tenu.fait("profil", "--cartes", "CB, Visa", "--page-de-paiement", PAGE)
    texte = lettre(tenu, "trame_appel")
    assert f"CB, Visa, sur {PAGE}, en une fois." in texte and "Ne faire dicter ni noter aucun numéro" in texte


@pytest.mark.parametrize(
    "page",
    ["http://paiement.example/", "paiement.example", "https://banque.fr@ailleurs.example/", "https://x", "javascript:x",
     "https://paiement.example/a b", f"https://paiement.example/{'x' * 120}"],
)  # fmt: skip
def test_une_page_de_paiement_est_une_adresse_sure(recouvre: LigneDeCommande, page: str) -> None:
    assert "https://" in recouvre.refuse("profil", "--page-de-paiement", page, code=2)


@pytest.mark.parametrize(
    ("cartes", "motif"),
    [("4970 1000 0000 0154", "PCI-DSS"), ("Visa (frais de recouvrement en sus)", "aucun frais"), ("V" * 81, "80")],
)
def test_les_cartes_se_nomment_et_rien_d_autre(tenu: LigneDeCommande, cartes: str, motif: str) -> None:
    assert motif in tenu.refuse("profil", "--cartes", cartes)
    with (tenu.cabinet / "recouvre.toml").open("a", encoding="utf-8") as fichier:
        fichier.write(f'cartes = "{cartes}"\n')
    assert motif in tenu.refuse("courrier", "D-1", "mise_en_demeure_agence"), "écrit à la main, il ne part pas non plus"


def test_une_reference_toute_en_chiffres_s_enregistre(tenu: LigneDeCommande) -> None:
    """De clé juste, mais dont le début n'est celui d'aucun réseau de cartes."""
    encaisser = ("encaisser", "D-1", "100", "--le", "03/03/2026", "--mode", "carte", "--reference")
    tenu.fait(*encaisser, "2026030388410009")
    assert "quatre derniers chiffres" in tenu.refuse(*encaisser, "4970100000000154")
