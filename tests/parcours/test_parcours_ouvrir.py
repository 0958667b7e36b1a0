"""Ouvrir des dossiers à la main, chez un débiteur déjà connu, sous un nom difficile ; rectifier les parties."""

from __future__ import annotations

import pytest
from cabinet_essai import LigneDeCommande
from pypdf import PdfReader

MAIN = {
    "--creancier": "Forge Béranger",
    "--debiteur": "Menuiserie Faure",
    "--facture": "F-1",
    "--montant": "1 234,56 €",
    "--echeance": "31/01/2026",
    "--qualite": "professionnel",
}


def saisie(sans: str = "", **changements: str) -> list[str]:
    """La commande d'un dossier tapé à la main, une option changée, ajoutée ou ôtée."""
    options = MAIN | {f"--{nom.replace('_', '-')}": valeur for nom, valeur in changements.items()}
    return ["ouvrir", *(mot for nom, valeur in options.items() if nom != sans for mot in (nom, valeur))]


def test_a_la_main(recouvre: LigneDeCommande) -> None:
    objet = recouvre.json(*saisie(emise="02/01/2026", ref="C 42", siren="900 000 019", code_postal="01000"))
    assert objet == {
        "dossiers": [
            {
                "numero": "D-1", "creancier": "Forge Béranger", "debiteur": "Menuiserie Faure",
                "principal": "1234.56", "nouveau": True,
            }
        ],
        "acceptees": 1, "doublons": 0, "rejetees": 0, "anomalies": [], "rejets": [],
    }  # fmt: skip
    fiche = recouvre.json("dossier", "D-1")
    assert (fiche["reference"], fiche["debiteur"]["siren"], fiche["debiteur"]["code_postal"]) == (
        "C 42", "900000019", "01000",
    )  # fmt: skip
    assert "Ensuite : recouvre agenda" in recouvre.fait(*saisie(facture="F-2", debiteur="SAS Brise-Lames")).sortie
    recouvre.verifier()


def test_a_la_main_la_meme_facture_est_un_doublon(recouvre: LigneDeCommande) -> None:
    recouvre.fait(*saisie())
    avant = recouvre.octets()
    objet = recouvre.json(*saisie(facture="f-1", creancier="FORGE  beranger"))
    assert (objet["acceptees"], objet["doublons"], objet["dossiers"]) == (0, 1, [])
    assert recouvre.octets() == avant
    assert recouvre.json(*saisie(creancier="Autre Créancier"))["acceptees"] == 1, "un autre créancier a ses numéros"


@pytest.mark.parametrize(
    ("commande", "code", "phrase"),
    [
        (saisie(sans="--debiteur"), 2, "--debiteur"),
        (saisie(sans="--facture"), 2, "--facture"),
        (saisie(sans="--montant"), 2, "--montant"),
        (saisie(sans="--creancier"), 1, "--creancier"),
        (saisie(montant="0"), 2, "plus grand que zéro"),
        (saisie(montant="(10)"), 2, "plus grand que zéro"),
        (saisie(montant="1,234"), 2, "ambigu"),
        (saisie(deja_regle="1234,56"), 2, "déjà réglé"),
        (saisie(deja_regle="(5)"), 2, "déjà réglé"),
        (saisie(siren="123456789"), 2, "123456789 est faux"),
        (saisie(qualite="voisin"), 2, "« voisin » n'est pas une qualité"),
        (saisie(piece="secret"), 2, "« secret » inconnue"),
        (saisie(scenario="absent"), 1, "Aucun scénario « absent »"),
        (saisie(taux="200"), 2, "vraisemblable"),
        (saisie(le="04/03/2026"), 1, "avenir"),
        ([*saisie(), "remise.csv"], 2, "pas les deux"),
    ],
)
def test_a_la_main_refus(recouvre: LigneDeCommande, commande: list[str], code: int, phrase: str) -> None:
    assert phrase in recouvre.refuse(*commande, code=code)


@pytest.mark.parametrize(
    ("commande", "phrase"),
    [
        (saisie(sans="--qualite"), "la qualité de « Menuiserie Faure » n'est pas dite"),
        (saisie(sans="--echeance"), "n'a pas d'échéance"),
        (saisie(emise="01/02/2026"), "précède sa date"),
        (saisie(emise="04/03/2026", echeance="04/04/2026"), "est dans l'avenir"),
    ],
)
def test_a_la_main_rejets(recouvre: LigneDeCommande, commande: list[str], phrase: str) -> None:
    avant = recouvre.octets()
    dit = recouvre(*commande)
    assert dit.code == 1 and phrase.lower() in (dit.sortie + dit.erreur).lower()
    assert recouvre.octets() == avant, "ni dossier, ni débiteur, ni créancier"


def test_une_forme_commerciale_ou_un_siren_suffit_a_dire_la_qualite(recouvre: LigneDeCommande) -> None:
    recouvre.fait(*saisie("--qualite", debiteur="Menuiserie Faure SARL"))
    recouvre.fait(*saisie("--qualite", debiteur="Faure", facture="F-2", siren="900000019"))
    assert [q for (q,) in recouvre.lignes("SELECT qualite FROM dossiers")] == ["professionnel"] * 2


def test_echeance_comptee_depuis_la_facture(recouvre: LigneDeCommande) -> None:
    recouvre.fait(*saisie("--echeance", emise="01/01/2026", delai="30"))
    assert recouvre.json("dossier", "D-1")["factures"][0]["echeance"] == "2026-01-31"


def test_meme_debiteur_complete_avant_la_mise_en_demeure_nouveau_dossier_apres(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1000")
    commande = [*saisie(debiteur="MENUISERIE FAURE", code_postal="01000", montant="500"), "--json"]

    def ouvrir(facture: str) -> list[tuple[str, str, bool]]:
        commande[commande.index("--facture") + 1] = facture
        return [(d["numero"], d["principal"], d["nouveau"]) for d in recouvre.fait(*commande).json["dossiers"]]

    assert ouvrir("F-2") == [("D-1", "1500.00", False)]
    recouvre.envoyer("2026-03-03")
    assert ouvrir("F-3") == [("D-2", "500.00", True)], "la lettre partie n'en parlait pas"
    assert ouvrir("F-4") == [("D-2", "1000.00", False)]
    phrase = recouvre.refuse("facture", "D-1", "--numero", "F-5", "--montant", "10", "--emise", "01/01/2026",
                             "--echeance", "31/01/2026")  # fmt: skip
    assert "R124-4" in phrase
    debiteurs = recouvre.lignes("SELECT DISTINCT debiteur FROM dossiers")
    assert len(debiteurs) == 1, "un débiteur, une fiche"
    recouvre.verifier()


def test_le_taux_du_contrat_vaut_aussi_pour_une_facture_ajoutee(recouvre: LigneDeCommande) -> None:
    """Completer un dossier avec --taux applique ce taux à la facture ajoutée, pas à celles d'avant."""
    recouvre.ouvrir("F-1", "1000")
    recouvre.fait(*saisie(facture="F-2", code_postal="01000", taux="5"))
    taux = {li["facture"]: li["taux"] for li in recouvre.json("decompte", "D-1")["lignes"] if li["taux"]}
    assert taux == {"F-1": "12.15", "F-2": "5"}


def test_le_taux_du_contrat_a_l_ouverture(recouvre: LigneDeCommande) -> None:
    recouvre.fait(*saisie(montant="1000", taux="6,5 %"))
    [ligne] = [li for li in recouvre.json("decompte", "D-1")["lignes"] if li["nature"] == "interets"]
    assert (ligne["taux"], ligne["jours"], ligne["montant"]) == ("6.5", 31, "5.52")


@pytest.mark.parametrize(
    ("options", "phrase"),
    [
        (("--numero", ""), "numéro"),
        (("--deja-regle", "(50)"), "réglé"),
        (("--deja-regle", "100"), "réglé"),
        (("--montant", "0"), "plus grand que zéro"),
        (("--echeance", "31/12/2025"), "précéder"),
        (("--emise", "04/03/2026", "--echeance", "04/04/2026"), "avenir"),
        (("--le", "04/03/2026"), "avenir"),
    ],
)
def test_ajouter_une_facture_a_la_main_est_controle_pareil(
    recouvre: LigneDeCommande, options: tuple[str, ...], phrase: str
) -> None:
    recouvre.ouvrir()
    ajout = ("facture", "D-1", "--numero", "F-2", "--montant", "100", "--emise", "01/01/2026", "--echeance",
             "31/01/2026")  # fmt: skip
    assert phrase in recouvre.refuse(*ajout, *options)


@pytest.mark.parametrize(
    ("options", "phrase"),
    [
        (("--numero", ""), "numéro"),
        (("--montant", "0"), "plus grand que zéro"),
        (("--sur", "F-9"), "n'a pas de facture F-9"),
        (("--le", "04/03/2026"), "avenir"),
    ],
)
def test_ajouter_un_avoir_a_la_main_est_controle(
    recouvre: LigneDeCommande, options: tuple[str, ...], phrase: str
) -> None:
    recouvre.ouvrir()
    assert phrase in recouvre.refuse("avoir", "D-1", "--numero", "AV-1", "--montant", "100", *options)


def test_un_nom_difficile_de_bout_en_bout(recouvre: LigneDeCommande) -> None:
    nom = "Garage <Martin> & Fils"
    recouvre.ouvrir("F-1", "1000", debiteur=nom)
    assert recouvre.json("dossiers")["dossiers"][0]["debiteur"] == nom
    assert nom in recouvre.fait("dossier", "D-1").sortie
    assert [d["numero"] for d in recouvre.json("chercher", "martin")["dossiers"]] == ["D-1"]
    passage = recouvre.json("relances", "--envoyer")
    [depart] = passage["envoyees"]
    fichier = recouvre.cabinet / depart["fichier"]
    assert not set('<>:"|?*') & set(fichier.name), "un nom de fichier permis partout"
    texte = " ".join(page.extract_text() for page in PdfReader(fichier).pages)
    assert nom in texte and "&amp;" not in texte and "&lt;" not in texte
    assert "01000 BOURG EN BRESSE" in texte, "le zéro de tête est là"
    bordereau = passage["lots"][0]
    assert nom in PdfReader(recouvre.cabinet / bordereau["bordereau"]).pages[0].extract_text()
    assert f";{nom};" in (recouvre.cabinet / bordereau["bordereau_csv"]).read_text("utf-8-sig")
    recouvre.verifier()


def test_un_creancier_renomme_se_retrouve_sous_son_nom(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir()
    recouvre.fait("creancier", "Forge Béranger", "--nom", "Forge Nouvelle")
    assert recouvre.json("creancier", "Forge Nouvelle")["nom"] == "Forge Nouvelle"
    recouvre.fait(*saisie(creancier="Forge Nouvelle", facture="F-2", debiteur="SAS Brise-Lames"))
    assert [c["nom"] for c in recouvre.json("creancier")["creanciers"]] == ["Forge Nouvelle"]
    recouvre.verifier()


def test_un_debiteur_peut_porter_le_nom_d_un_creancier(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir()
    recouvre.fait("debiteur", "D-1", "--nom", "Forge Béranger")
    assert recouvre.json("dossiers")["dossiers"][0]["debiteur"] == "Forge Béranger"
    recouvre.ouvrir("F-2", creancier="SAS Brise-Lames")
    assert "s'appelle déjà" in recouvre.refuse("creancier", "SAS Brise-Lames", "--nom", "Forge Béranger")


def test_deux_pieces_de_meme_nature_le_meme_jour(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir()
    for libelle in ("facture F-1", "facture F-2"):
        recouvre.fait("piece", "D-1", "facture", "--libelle", libelle)
    assert len(recouvre.json("piece", "D-1")["pieces"]) == 4
    assert "déjà enregistré" in recouvre.refuse("piece", "D-1", "facture", "--libelle", "facture F-2")


def test_corriger_un_debiteur_corrige_tout_ce_qui_s_en_deduit(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir()
    recouvre.fait("debiteur", "D-1", "--nom", "Ébénisterie Faure", "--code-postal", "02100")
    assert [d["numero"] for d in recouvre.json("chercher", "ebenisterie")["dossiers"]] == ["D-1"]
    assert recouvre.json("chercher", "menuiserie")["dossiers"] == []
    assert recouvre.json("debiteur", "D-1")["code_postal"] == "02100"
    recouvre.verifier()


def test_la_convention_d_un_creancier_vaut_pour_ses_dossiers_en_cours_et_a_venir(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", complet=False)
    recouvre.fait("creancier", "Forge Béranger", "--convention-le", "01/02/2026", "--cgv-le", "01/02/2026")
    recouvre.ouvrir("F-2", debiteur="SAS Brise-Lames", complet=False)
    assert [d["dossier"] for d in recouvre.json("relances")["a_envoyer"]] == ["D-1", "D-2"]
    recouvre.verifier()


def test_en_service_interne_le_creancier_va_de_soi(interne: LigneDeCommande) -> None:
    objet = interne.json(*saisie("--creancier"))
    assert objet["dossiers"][0]["creancier"] == "Cabinet Vauquelin"
    interne.verifier()
