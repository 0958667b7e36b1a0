"""L'acheteur public : son échéance, son interruption, sa mise en paiement, ses lettres (CCP L2192-10 et suivants)."""

from __future__ import annotations

import pytest
from cabinet_essai import ADRESSE_CREANCIER, LigneDeCommande
from pypdf import PdfReader

SAISIE = (
    "ouvrir", "--creancier", "Forge", "--debiteur", "Commune de Bourg", "--facture", "P-1", "--montant", "10000",
    "--qualite", "public", "--adresse", "1 place de la Mairie", "--code-postal", "01000", "--ville", "Bourg",
    "--piece", "mandat", "--piece", "cgv",
)  # fmt: skip
INTERRUPTION = ("signaler", "D-1", "delai-interrompu", "--facture", "P-1", "--le", "15/12/2025")


@pytest.fixture
def tenu(recouvre: LigneDeCommande) -> LigneDeCommande:
    """10 000 € demandés le 01/12/2025, échus le 02/01/2026 ; nous sommes le mardi 3 mars."""
    recouvre.fait(*SAISIE, "--emise", "01/12/2025")
    recouvre.fait("creancier", "Forge", *ADRESSE_CREANCIER)
    return recouvre


def echeance(recouvre: LigneDeCommande) -> str:
    return str(recouvre.json("dossier", "D-1")["factures"][0]["echeance"])


@pytest.mark.parametrize(
    ("options", "attendue"),
    [
        (("--emise", "01/12/2025"), "2026-01-02"),
        (("--emise", "01/12/2025", "--demande-recue-le", "05/12/2025"), "2026-01-04"),
        (("--demande-recue-le", "05/12/2025", "--acheteur", "sante"), "2026-01-24"),
        (("--demande-recue-le", "05/12/2025", "--acheteur", "entreprise-publique"), "2026-02-03"),
        (("--emise", "01/12/2025", "--delai", "20"), "2025-12-21"),
    ],
)
def test_l_echeance_reglementaire_se_calcule(
    recouvre: LigneDeCommande, options: tuple[str, ...], attendue: str
) -> None:
    """R2192-10 et -11 : 30, 50, 60 jours ; R2192-14 : deux de plus si la réception n'est pas connue."""
    recouvre.fait(*SAISIE, *options)
    assert echeance(recouvre) == attendue


def test_l_echeance_calculee_est_dite_et_une_trop_longue_avertit(recouvre: LigneDeCommande) -> None:
    [calculee] = recouvre.json(*SAISIE, "--emise", "01/12/2025")["anomalies"]
    assert calculee["gravite"] == "avertissement" and "est calculée : 02/01/2026" in calculee["message"]
    longue = [mot.replace("P-1", "P-2").replace("Commune de", "Ville de") for mot in SAISIE]
    [dite] = recouvre.json(*longue, "--emise", "01/12/2025", "--echeance", "15/01/2026")["anomalies"]
    assert "dépasse le délai réglementaire" in dite["message"] and "L2192-10" in dite["message"]
    assert recouvre.json("dossier", "D-2")["factures"][0]["echeance"] == "2026-01-15", "elle est gardée"
    courte = [mot.replace("P-1", "P-3").replace("Commune de", "Port de") for mot in SAISIE]
    assert recouvre.json(*courte, "--emise", "01/12/2025", "--echeance", "02/01/2026")["anomalies"] == []


@pytest.mark.parametrize(
    ("options", "phrase"),
    [
        ((), "--demande-recue-le"),
        (("--emise", "01/12/2025", "--acheteur", "entite-adjudicatrice"), "n'a pas d'échéance"),
        (("--emise", "05/12/2025", "--demande-recue-le", "01/12/2025"), "n'a pas pu être reçue avant"),
        (("--demande-recue-le", "04/03/2026"), "dans l'avenir"),
        (("--emise", "01/01/1960"), "premier taux légal connu"),
    ],
)
def test_une_demande_de_paiement_fausse_est_refusee(
    recouvre: LigneDeCommande, options: tuple[str, ...], phrase: str
) -> None:
    if "01/01/1960" in options:
        options = (*options, "--echeance", "01/02/1960")
    assert phrase in recouvre.refuse(*SAISIE, *options)


def test_l_acheteur_ne_se_dit_que_d_un_debiteur_public(recouvre: LigneDeCommande) -> None:
    privee = [mot.replace("public", "professionnel") for mot in SAISIE]
    assert "--qualite public" in recouvre.refuse(*privee, "--acheteur", "sante", "--emise", "01/12/2025")


def test_le_taux_est_fige_et_les_quarante_euros_sont_dus(tenu: LigneDeCommande) -> None:
    decompte = tenu.json("decompte", "D-1", "--au", "2026-08-01")
    [ligne] = [li for li in decompte["lignes"] if li["nature"] == "interets"]
    assert (ligne["du"], ligne["taux"]) == ("2026-01-03", "10.15")
    assert "R2192-31" in ligne["fondement"] and decompte["indemnites"] == "40.00"


def test_une_entite_adjudicatrice_paie_comme_un_commercant(tenu: LigneDeCommande) -> None:
    tenu.fait("qualifier", "D-1", "--acheteur", "entite-adjudicatrice")
    [ligne] = [li for li in tenu.json("decompte", "D-1")["lignes"] if li["nature"] == "interets"]
    assert ligne["taux"] == "12.15" and "L441-10 II (CCP, art. L2192-11)" in ligne["fondement"]
    tenu.fait("qualifier", "D-1", "--sous-plancher", "relever")


def test_le_taux_du_contrat_d_un_acheteur_public_est_ignore_et_c_est_dit(tenu: LigneDeCommande) -> None:
    [phrase] = tenu.json("qualifier", "D-1", "--taux", "5")["avertissements"]
    assert "R2192-31" in phrase
    assert "L441-10 II" in tenu.refuse("qualifier", "D-1", "--sous-plancher", "garder")


def test_le_delai_interrompu_retient_la_lettre_puis_reporte_l_echeance(tenu: LigneDeCommande) -> None:
    tenu.fait(*INTERRUPTION)
    [retenue] = tenu.json("relances")["retenues"]
    assert retenue["raisons"] == ["delai-interrompu"] and "R2192-27" in retenue["motif"]
    assert "R2192-27" in tenu.refuse("courrier", "D-1", "mise-en-demeure")
    assert tenu.json("decompte", "D-1")["interets"] == "0.00"
    tenu.fait(*INTERRUPTION, "--pieces-recues-le", "10/01/2026")
    [ligne] = [li for li in tenu.json("decompte", "D-1")["lignes"] if li["nature"] == "interets"]
    assert ligne["du"] == "2026-02-10", "pièces reçues le 10/01, trente jours de plus"
    assert len(tenu.json("relances")["a_envoyer"]) == 1
    annules = [f["texte"] for f in tenu.json("dossier", "D-1")["faits"] if f["annule"]]
    assert len(annules) == 1 and "interrompu" in annules[0]
    tenu.verifier()


@pytest.mark.parametrize(
    ("mots", "phrase"),
    [
        (INTERRUPTION, "déjà signalé"),
        ((*INTERRUPTION[:-1], "16/12/2025"), "qu'une fois"),
        ((*INTERRUPTION, "--pieces-recues-le", "14/12/2025"), "ne peut pas précéder"),
        ((*INTERRUPTION, "--pieces-recues-le", "04/03/2026"), "dans l'avenir"),
        ((*INTERRUPTION[:-1], "03/01/2026"), "a expiré le 02/01/2026"),
        ((*INTERRUPTION[:4], "P-9", *INTERRUPTION[5:]), "n'a pas de facture P-9"),
    ],
)
def test_une_interruption_ne_se_signale_qu_une_fois(tenu: LigneDeCommande, mots: tuple[str, ...], phrase: str) -> None:
    tenu.fait(*INTERRUPTION)
    assert phrase in tenu.refuse(*mots)


def test_les_pieces_recues_ne_se_datent_pas_deux_fois(tenu: LigneDeCommande) -> None:
    tenu.fait(*INTERRUPTION, "--pieces-recues-le", "10/01/2026")
    assert "signalé autrement" in tenu.refuse(*INTERRUPTION, "--pieces-recues-le", "11/01/2026")


def test_la_mise_en_paiement_arrete_les_interets(tenu: LigneDeCommande) -> None:
    recu = ("encaisser", "D-1", "10000", "--le", "20/02/2026")
    assert "ne peut pas suivre" in tenu.refuse(*recu, "--mis-en-paiement-le", "21/02/2026")
    tenu.fait(*recu, "--mis-en-paiement-le", "12/02/2026", "--par-tiers")
    [ligne, *_] = [li for li in tenu.json("decompte", "D-1")["lignes"] if li["nature"] == "interets"]
    assert ligne["au"] == "2026-02-12"
    assert "mis en paiement le 12/02/2026" in " ".join(tenu.fait("dossier", "D-1").sortie.split())


def test_la_mise_en_paiement_ne_vaut_que_pour_un_acheteur_public(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir()
    assert "R2192-32" in recouvre.refuse("encaisser", "D-1", "10", "--mis-en-paiement-le", "02/03/2026")


def test_la_retenue_de_garantie_sort_de_la_base(tenu: LigneDeCommande) -> None:
    tenu.fait("qualifier", "D-1", "--facture", "P-1", "--retenue", "500")
    [ligne] = [li for li in tenu.json("decompte", "D-1")["lignes"] if li["nature"] == "interets"]
    assert ligne["base"] == "9500.00"
    ajout = (
        "facture",
        "D-1",
        "--numero",
        "P-2",
        "--montant",
        "100",
        "--emise",
        "01/12/2025",
        "--echeance",
        "02/01/2026",
    )
    assert "plus petite que la facture P-2" in tenu.refuse(*ajout, "--retenue", "100")
    tenu.fait(*ajout, "--retenue", "5")
    tenu.verifier()


def test_la_lettre_a_un_acheteur_public_cite_son_code_et_pas_l_autre(tenu: LigneDeCommande) -> None:
    [depart] = tenu.json("relances", "--envoyer")["envoyees"]
    texte = " ".join("".join(p.extract_text() for p in PdfReader(tenu.cabinet / depart["fichier"]).pages).split())
    assert "L. 2192-13 du code de la commande publique" in texte and "D. 2192-35" in texte
    assert "441-10" not in texte and "code de commerce" not in texte


def test_un_dossier_ouvert_garde_son_acheteur(tenu: LigneDeCommande) -> None:
    """Une remise de plus n'y change rien, et le dit."""
    suite = [mot.replace("P-1", "P-2") for mot in SAISIE]
    dits = [a["message"] for a in tenu.json(*suite, "--emise", "01/12/2025", "--acheteur", "sante")["anomalies"]]
    assert any("garde sa qualification" in dit for dit in dits)
    assert tenu.json("qualifier", "D-1")["qualification"]["acheteur"] == "general"
    tenu.verifier()
