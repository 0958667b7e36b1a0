"""Ce qui ne doit pas arriver à une agence : chaque garde-fou, par la ligne de commande."""

from __future__ import annotations

import pypdf
import pytest
from cabinet_essai import LigneDeCommande


def test_payer_la_somme_reclamee_arrete_tout_meme_s_il_reste_des_centimes(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1000")
    recouvre.fait("relances", "--envoyer")
    reclame = recouvre.lignes("SELECT total FROM envois")[0][0]
    recouvre.jour("2026-03-10")
    recouvre.fait("encaisser", "D-1", f"{reclame // 100},{reclame % 100:02d}")
    recouvre.jour("2026-03-16")
    assert recouvre.json("relances")["a_envoyer"] == []
    dues = recouvre.json("agenda")["demarches"]
    assert [d["etape"] for d in dues if d["genre"] in {"envoi", "appel", "visite", "tache"}] == ["solde-minime"]


def test_une_facture_echue_apres_la_mise_en_demeure_n_est_pas_reclamee_par_les_rappels(
    recouvre: LigneDeCommande,
) -> None:
    recouvre.ouvrir("F-1", "1000")
    autre = ("--numero", "F-2", "--montant", "500", "--emise", "01/02/2026", "--echeance", "09/03/2026")
    recouvre.fait("facture", "D-1", *autre)
    recouvre.fait("relances", "--envoyer")
    recouvre.jour("2026-03-16")
    [relance] = recouvre.json("relances", "--envoyer")["envoyees"]
    texte = "".join(page.extract_text() for page in pypdf.PdfReader(recouvre.cabinet / relance["fichier"]).pages)
    assert "supplémentaire ajoute 0,33" in " ".join(texte.split()), "1 000 € à 12,15 % : F-2 n'y ajoute rien"
    assert "F-1" in texte
    assert "F-2" not in texte
    assert "hors-lettre:F-2" in {d["etape"] for d in recouvre.json("agenda")["demarches"]}


def test_un_iban_faux_ecrit_a_la_main_ne_s_imprime_pas(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir()
    profil = recouvre.cabinet / "recouvre.toml"
    profil.write_text(profil.read_text("utf-8").replace("0189", "0188"), "utf-8")
    [retenue] = recouvre.json("relances", "--envoyer")["retenues"]
    assert "IBAN" in retenue["motif"]


def test_un_apercu_dit_qu_il_en_est_un_et_n_ecrase_rien(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir()
    fichier = recouvre.cabinet / "a.pdf"
    recouvre.fait("courrier", "D-1", "mise-en-demeure", "--sortie", str(fichier))
    assert all("APERÇU" in page.extract_text() for page in pypdf.PdfReader(fichier).pages)
    assert "existe déjà" in recouvre.refuse("courrier", "D-1", "mise-en-demeure", "--sortie", str(fichier))


def test_un_meme_siren_sous_deux_noms_ne_confond_pas_deux_debiteurs(recouvre: LigneDeCommande) -> None:
    """Recopié d'une ligne à l'autre dans un tableur, un SIREN enverrait la lettre à un autre."""
    recouvre.ouvrir("F-1", "1000", "--siren", "900000019", debiteur="Hôtel du Lac SARL")
    recouvre.ouvrir("F-2", "500", "--siren", "900000019", debiteur="Bar des Amis SARL")
    assert [d["debiteur"] for d in recouvre.json("dossiers")["dossiers"]] == ["Hôtel du Lac SARL", "Bar des Amis SARL"]


def test_une_faute_de_frappe_ne_cree_pas_un_second_creancier(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1000", creancier="Menuiseries Bréhat")
    saisie = ("ouvrir", "--debiteur", "X SARL", "--facture", "F-9", "--montant", "1", "--echeance", "31/01/2026")
    assert "Menuiseries Bréhat" in recouvre.refuse(*saisie, "--creancier", "Menuiserie Bréhat")
    recouvre.fait(*saisie, "--creancier", "Menuiserie Bréhat", "--nouveau-creancier")


@pytest.mark.parametrize(
    "qui",
    [
        ("--debiteur", "Durand", "--siren", "200000008"),
        ("--debiteur", "Lila Durand"),
    ],
)
def test_un_professionnel_ne_se_devine_pas(recouvre: LigneDeCommande, qui: tuple[str, ...]) -> None:
    """Un organisme public, un particulier : se tromper réclamerait 40 € à qui n'en doit pas."""
    saisie = ("ouvrir", "--creancier", "Forge", "--facture", "F-9", "--montant", "1", "--echeance", "31/01/2026")
    assert "--qualite" in recouvre.refuse(*saisie, *qui)


def test_un_paiement_date_d_avant_la_facture_ne_solde_rien(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1000")
    dit = recouvre.json("encaisser", "D-1", "20", "--le", "01/02/2020")
    assert dit["trop_percu"] == "0.00"
    assert dit["total"] == "980.00"


def test_un_reglage_fautif_ne_change_rien_d_autre(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1000", creancier="Forge")
    recouvre.refuse("creancier", "Forge", "--ville", "Brest", "--pieces", "zzz", code=2)
    recouvre.refuse("creancier", "Forge", "--ville", "Brest", "--scenario", "zzz")


@pytest.mark.parametrize("montant", ["0", "-100"])
def test_calculer_refuse_une_creance_sans_montant(recouvre: LigneDeCommande, montant: str) -> None:
    saisie = ("calculer", "--montant", montant, "--echeance", "31/01/2026", "--au", "03/03/2026")
    assert "plus grand que zéro" in recouvre.refuse(*saisie, code=2)


def test_le_fichier_du_csv_ne_va_pas_avec_json(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir()
    assert "--json" in recouvre.refuse("decompte", "D-1", "--json", "--sortie", "d.csv", code=2)
