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


# --- Le paiement fractionné -----------------------------------------------------------------------------------------

FRACTIONNE = ("--nature", "credit_fractionne")


def avertis(recouvre: LigneDeCommande, *mots: str) -> list[str]:
    """Les avertissements d'une ouverture."""
    return [
        " ".join(a["message"].split())
        for a in recouvre.json("ouvrir", "--creancier", "Forge Béranger", *mots)["anomalies"]
    ]


def a_la_main(debiteur: str, facture: str, qualite: str, *options: str) -> tuple[str, ...]:
    return (
        "--debiteur", debiteur, "--facture", facture, "--montant", "600", "--echeance", "05/12/2026", "--emise",
        "25/11/2026", "--qualite", qualite, *options,
    )  # fmt: skip


def test_un_paiement_fractionne_est_un_credit_depuis_le_20_novembre_2026(recouvre: LigneDeCommande) -> None:
    """§ 9.5, ligne « Paiement échelonné » : une vigilance, jamais un blocage ; forclusion de deux ans, degré dit."""
    recouvre.jour("2027-01-10")
    [dit] = avertis(recouvre, *a_la_main("Mme Roux", "F-1", "consommateur", *FRACTIONNE))
    for mot in ("20/11/2026", "L312-1", "2025-880", "B : doctrine concordante", "R312-35", "deux ans"):
        assert mot in dit
    delai = recouvre.json("prescription", "D-1")
    assert (delai["date"], delai["creances"][0]["forclusion"]) == ("2028-12-05", True)
    assert "R312-35 n'a pas été relu" in ecran(recouvre, "prescription", "D-1")
    assert avertis(recouvre, *a_la_main("SARL Bois", "F-2", "professionnel", *FRACTIONNE)) == []
    assert avertis(recouvre, *a_la_main("M. Vial", "F-3", "consommateur")) == []
    assert "renégociation" in ecran(recouvre, "voies", "D-1"), "L312-35-1 vaut pour tout crédit à la consommation"


def test_un_contrat_d_avant_la_reforme_suit_l_ancien_droit(recouvre: LigneDeCommande) -> None:
    recouvre.jour("2027-01-10")
    saisie = a_la_main("Mme Roux", "F-1", "consommateur", *FRACTIONNE)
    [dit] = avertis(recouvre, *(mot.replace("25/11/2026", "19/11/2026") for mot in saisie))
    [au_jour_dit] = avertis(
        recouvre, *a_la_main("M. Vial", "F-2", "consommateur", *FRACTIONNE, "--emise", "20/11/2026")
    )
    assert "ancien droit" not in au_jour_dit
    assert "est du 19/11/2026" in dit and "--nature b2c_biens_services" in dit
    assert "gratuit et d'au plus trois mois" in dit and "déjà un crédit : credit_conso" in dit
    assert "R312-35, à relire depuis cette date" in dit and "n'interrompt (C. civ., art. 2220)" in dit
    qualifie = recouvre.json("qualifier", "D-1", "--nature", "b2c_biens_services")
    assert qualifie["avertissements"] == []
    assert recouvre.json("prescription", "D-1")["creances"][0]["forclusion"] is False
    assert "ancien droit" in ecran(recouvre, "qualifier", "D-1", *FRACTIONNE), "la vigilance revient avec la nature"
    assert "ancien droit" in ecran(recouvre, "qualifier", "D-1"), "et se relit"


def test_un_libelle_fait_soupconner_un_paiement_fractionne(recouvre: LigneDeCommande) -> None:
    """La nature ne se devine pas : elle se demande, une fois par dossier."""
    recouvre.jour("2027-01-10")
    lignes = ["Débiteur;Type;N° facture;Date;Échéance;Montant TTC;Libellé"]
    for rang, (qualite, libelle) in enumerate(
        [("PART", "Canapé, paiement en 4 fois"), ("PART", "Chaise modèle 4x4"), ("PRO", "Four, 3x sans frais")], start=1
    ):
        lignes.append(f"Débiteur {rang};{qualite};F-{rang};25/11/2026;05/12/2026;600;{libelle}")
    (recouvre.cabinet / "remise.csv").write_text("\n".join(lignes), "utf-8")
    [dit] = avertis(recouvre, str(recouvre.cabinet / "remise.csv"))
    assert "Canapé, paiement en 4 fois" in dit and "recouvre qualifier D-1 --nature credit_fractionne" in dit
    recouvre.fait("qualifier", "D-1", "--nature", "b2c_biens_services")
    assert recouvre.json("qualifier", "D-1")["avertissements"] == [], "dite, elle ne se redemande pas"
    ajout = (
        "facture",
        "D-2",
        "--numero",
        "F-9",
        "--montant",
        "50",
        "--emise",
        "26/11/2026",
        "--echeance",
        "06/12/2026",
    )
    assert "semble venir" in ecran(recouvre, *ajout, "--libelle", "Table payable en trois fois")


def test_un_lot_de_paiements_fractionnes_n_avertit_qu_une_fois(recouvre: LigneDeCommande) -> None:
    recouvre.jour("2027-01-10")
    lignes = ["Débiteur;Type;N° facture;Date;Échéance;Montant TTC"]
    lignes += [f"Débiteur {rang};PART;F-{rang};25/11/2026;05/12/2026;600" for rang in range(1, 6)]
    (recouvre.cabinet / "remise.csv").write_text("\n".join(lignes), "utf-8")
    assert len(avertis(recouvre, str(recouvre.cabinet / "remise.csv"), *FRACTIONNE)) == 1


def test_l_echeancier_dit_qu_un_delai_gratuit_n_est_pas_un_credit(recouvre: LigneDeCommande) -> None:
    recouvre.jour("2026-12-27")
    for rang, options in enumerate((("consommateur",), ("consommateur", *FRACTIONNE), ("professionnel",)), start=1):
        recouvre.json("ouvrir", "--creancier", "Forge", *a_la_main(f"Débiteur {rang}", f"F-{rang}", *options))

    def remarques(dossier: str, *options: str) -> str:
        plan = ("--nombre", "3", "--des", "05/01/2027")
        return " ".join(recouvre.json("echeancier", dossier, *plan, *options)["remarques"])

    gratuit = remarques("D-1")
    assert "sans frais ni intérêts" in gratuit and "L312-4" in gratuit and "à relire" in gratuit
    assert "ne devient pas un crédit" in remarques("D-1", "--interets", "maintenus")
    assert "seul le premier réaménagement reporte la forclusion" in remarques("D-2")
    assert "crédit" not in remarques("D-3"), "la protection est celle du consommateur"


# --- Les moyens que le débiteur déclare -----------------------------------------------------------------------------

DECLARE = ("budget", "D-1", "--revenus", "1800", "--charges", "1650")


def remarques(recouvre: LigneDeCommande, *plan: str) -> str:
    simulation = recouvre.json("echeancier", "D-1", *plan, "--des", "05/04/2026", "--total", "1000")
    return " ".join(" ".join(simulation["remarques"]).split())


def test_la_mensualite_se_compare_au_reste_declare(tenu: LigneDeCommande) -> None:
    """§ 9.1, ligne « Évaluer « volonté » et « capacité » » : ce que le débiteur déclare, et des faits ; aucun score."""
    tenu.jour("2026-03-03")
    assert tenu.json("budget", "D-1")["budget"] is None
    assert "reste disponible" not in remarques(tenu, "--nombre", "2")
    fiche = tenu.json(*DECLARE, "--volonte", "bonne", "--note", "payé le 5")["budget"]
    assert fiche == {
        "le": "2026-03-03", "revenus": "1800.00", "charges": "1650.00", "reste": "150.00", "volonte": "bonne",
        "note": "payé le 5",
    }  # fmt: skip
    trop = remarques(tenu, "--nombre", "2")
    assert "500,00 € dépasse le reste disponible déclaré le 03/03/2026, 150,00 € par mois" in trop
    assert "Avec --de 150 : 7 versements" in trop
    assert "dépasse" not in remarques(tenu, "--de", "150")
    assert "reste 150,00 € par mois, déclaré le 03/03/2026" in ecran(tenu, "dossier", "D-1")
    assert "non vérifié : 150,00 € par mois" in ecran(tenu, "voies", "D-1")
    assert "aucune note n'est calculée" in ecran(tenu, "budget", "D-1")


def test_sans_reste_aucun_plan_ne_tient(tenu: LigneDeCommande) -> None:
    tenu.fait("budget", "D-1", "--revenus", "900", "--charges", "1000")
    assert tenu.json("budget", "D-1")["budget"]["reste"] == "-100.00"
    assert "aucun reste disponible" in remarques(tenu, "--nombre", "2")
    tenu.fait("budget", "D-1", "--revenus", "1000,50", "--charges", "1000")
    assert "--de" not in remarques(tenu, "--nombre", "2"), "cinquante centimes par mois ne font pas un plan"


def test_une_declaration_se_complete_et_vieillit(tenu: LigneDeCommande) -> None:
    tenu.jour("2026-03-03")
    assert "--revenus et --charges" in tenu.refuse("budget", "D-1", "--revenus", "1800")
    tenu.fait(*DECLARE, "--le", "01/03/2026")
    tenu.jour("2026-10-15")
    assert tenu.json("budget", "D-1", "--volonte", "incertaine")["budget"]["le"] == "2026-03-01", "rien de déclaré"
    assert "à redemander" in ecran(tenu, "budget", "D-1") and "à redemander" in ecran(tenu, "dossier", "D-1")
    assert tenu.json("budget", "D-1", "--charges", "1500")["budget"]["le"] == "2026-10-15"
    assert tenu.json("budget", "D-1", "--volonte", "aucune")["budget"]["volonte"] is None


@pytest.mark.parametrize(
    ("options", "motif"),
    [
        (("--revenus", "-1", "--charges", "0"), "négatifs"),
        (("--revenus", "1", "--charges", "1", "--le", "04/03/2030"), "avenir"),
        (("--revenus", "1", "--charges", "1", "--note", "x" * 201), "200 signes"),
        (("--revenus", "1", "--charges", "1", "--note", "CB 4970 1000 0000 0154"), "PCI-DSS"),
        (("--effacer",), "rien à effacer"),
    ],
)
def test_une_declaration_impossible_est_refusee(tenu: LigneDeCommande, options: tuple[str, ...], motif: str) -> None:
    tenu.jour("2026-03-03")
    assert motif in tenu.refuse("budget", "D-1", *options)


def test_les_options_qui_se_contredisent(tenu: LigneDeCommande) -> None:
    tenu.jour("2027-01-10")
    assert "seul" in tenu.refuse("budget", "D-1", "--effacer", "--revenus", "1", code=2)
    assert "--revenus" in tenu.refuse("budget", "D-1", "--le", "01/03/2026", code=2)
    tenu.json("ouvrir", "--creancier", "Forge Béranger", *a_la_main("Mairie", "F-8", "public"))
    assert "organisme public" in tenu.refuse("budget", "D-2", "--revenus", "1", "--charges", "1")


def test_effacer_efface_jusqu_aux_octets(tenu: LigneDeCommande) -> None:
    """Le journal ne se réécrit pas : ces données n'y sont donc jamais (RGPD, art. 17)."""
    avant = tenu.octets()

    def octets() -> bytes:
        return b"".join(fichier.read_bytes() for fichier in sorted(tenu.cabinet.glob("recouvre.db*")))

    tenu.fait(*DECLARE, "--note", "saisonnier-temoin")
    tenu.fait("budget", "D-1", "--note", "saisonnier-second")
    assert b"saisonnier-temoin" not in octets(), "la note remplacée ne traîne pas"
    assert b"saisonnier-second" in octets()
    assert tenu.lignes("SELECT count(*) FROM journal WHERE donnees LIKE '%saisonnier%'") == [(0,)]
    assert "sauvegardes" in tenu.fait("budget", "D-1", "--effacer").sortie
    assert b"saisonnier" not in octets() and tenu.json("budget", "D-1")["budget"] is None
    with tenu.base() as autre:
        autre.execute("SELECT nom FROM parties").fetchall()
        tenu.fait(*DECLARE, "--note", "saisonnier-tiers")
        tenu.fait("budget", "D-1", "--effacer")
        assert b"saisonnier" not in octets(), "un autre poste a la base ouverte : le journal d'écriture n'en garde rien"
    lignes_avant = {ligne for ligne in avant.splitlines() if b"'generation'" not in ligne}
    assert {ligne for ligne in tenu.octets().splitlines() if b"'generation'" not in ligne} == lignes_avant
    tenu.verifier()


def test_la_cloture_rappelle_d_effacer(tenu: LigneDeCommande) -> None:
    tenu.ouvrir("F-2", "500", "--emise", "01/01/2026", debiteur="Autre")
    tenu.fait(*DECLARE)
    assert "--effacer" not in tenu.fait("clore", "D-2", "--motif", "repris").sortie
    assert "recouvre budget D-1 --effacer" in tenu.fait("clore", "D-1", "--motif", "repris").sortie
    tenu.fait("budget", "D-1", "--effacer")


# --- L'encours autorisé ---------------------------------------------------------------------------------------------


def importees(recouvre: LigneDeCommande, *lignes: str, encodage: str = "cp1252") -> dict[str, object]:
    """Ce que donne l'import de ces limites, chez la Forge Béranger."""
    (recouvre.cabinet / "limites.csv").write_text("\n".join(lignes), encodage)
    fichier = str(recouvre.cabinet / "limites.csv")
    return dict(recouvre.json("limites", fichier, "--creancier", "Forge Béranger"))


def encours(recouvre: LigneDeCommande, dossier: str = "D-1") -> object:
    return recouvre.json("dossier", dossier)["encours"]


def test_l_encours_autorise_se_compare_a_ce_qui_est_du(tenu: LigneDeCommande) -> None:
    """§ 9.5, ligne « Prévention : évaluer la solvabilité avant » : des limites importées, aucune évaluation."""
    assert encours(tenu) is None and "Encours" not in ecran(tenu, "dossier", "D-1")
    fait = importees(tenu, "Nom;CP;Limite d'encours", "Menuiserie Faure;01000;1 200,00", "Éts Ravel;01000;500")
    assert (fait["lues"], fait["suivies"], fait["anomalies"]) == (2, 1, []), "Ravel n'a pas encore de dossier"
    tenu.verifier()
    assert encours(tenu)["depassement"] == "0.00"  # type: ignore[index]
    tenu.envoyer("2026-03-03")
    [dit] = avertis(tenu, *a_la_main_pro("F-2", "300"))
    for mot in ("D-2, Menuiserie Faure", "1 300,00 €", "2 dossiers ouverts", "1 200,00 €", "100,00 € de trop"):
        assert mot in dit
    [ravel] = avertis(tenu, *a_la_main_pro("F-3", "501", "Éts Ravel"))
    assert "1,00 € de trop" in ravel, "la limite attendait le premier dossier"
    assert "dépassée de 100,00 €" in ecran(tenu, "dossier", "D-1")
    tenu.fait("clore", "D-2", "--motif", "repris par le créancier")
    assert encours(tenu)["total"] == "1000.00", "un dossier clos ne compte plus"  # type: ignore[index]
    tenu.fait("annuler", "D-2", str(tenu.rang("DossierClos", 2)), "--motif", "erreur")
    liste = tenu.json("limites")
    assert [(c["client"], c["depassement"]) for c in liste["clients"]] == [
        ("Menuiserie Faure", "100.00"), ("Éts Ravel", "1.00"),
    ]  # fmt: skip
    assert "n'évalue pas sa solvabilité" in ecran(tenu, "limites")
    assert tenu.json("agenda")["demarches"], "rien n'en est retenu"
    tenu.fait("encaisser", "D-1", "100", "--le", "03/03/2026")
    assert tenu.json("limites", "--creancier", "Forge Béranger")["depassements"] == 2, "imputés d'abord aux accessoires"


def a_la_main_pro(facture: str, montant: str, debiteur: str = "Menuiserie Faure") -> tuple[str, ...]:
    return (
        "--debiteur", debiteur, "--facture", facture, "--montant", montant, "--echeance", "31/01/2026", "--emise",
        "01/01/2026", "--qualite", "professionnel", "--code-postal", "01000", "--nouveau-creancier",
    )  # fmt: skip


def test_une_limite_se_fixe_et_s_ote_d_un_mot(tenu: LigneDeCommande) -> None:
    assert tenu.json("debiteur", "D-1", "--limite", "800")["encours"]["depassement"] == "200.00"
    assert "dépassée de 200,00 €" in ecran(tenu, "debiteur", "D-1")
    assert "négative" in tenu.refuse("debiteur", "D-1", "--limite", "-1")
    tenu.fait("debiteur", "D-1", "--telephone", "04 74 00 00 01")
    assert tenu.json("debiteur", "D-1")["encours"]["limite"] == "800.00", "une coordonnée n'y touche pas"
    assert tenu.json("debiteur", "D-1", "--limite", "aucune")["encours"] is None
    tenu.fait("debiteur", "D-1", "--limite", "0")
    assert tenu.json("dossier", "D-1")["encours"]["depassement"] == "1000.00", "zéro : plus aucun encours"
    importees(tenu, "Nom;Limite", "Menuiserie Faure;aucune")
    assert encours(tenu) is not None, "celle que l'on a fixée porte le code postal, le fichier ne le dit pas"
    assert importees(tenu, "Nom;CP;Limite", "Menuiserie Faure;01000;aucune")["otees"] == 1
    assert encours(tenu) is None


def test_un_client_se_retrouve_par_sa_reference_puis_son_siren(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1000", "--ref", "C-12", "--siren", "732829320", "--emise", "01/01/2026", debiteur="Bois SA")
    recouvre.ouvrir("F-2", "1000", "--siren", "552100554", "--emise", "01/01/2026", debiteur="Acier SA")
    importees(
        recouvre,
        "Code client;Raison sociale;SIREN;Encours autorisé",
        "C-12;Autre nom;;900",
        ";Aciers réunis;552 100 554;700",
    )
    assert [encours(recouvre, d)["limite"] for d in ("D-1", "D-2")] == ["900.00", "700.00"]  # type: ignore[index]
    importees(recouvre, "Code client;SIREN;Limite", "C-98;552100554;1", "C-99;552100554;2")
    assert encours(recouvre, "D-2")["limite"] == "700.00", "deux comptes pour un SIREN : il ne désigne plus personne"  # type: ignore[index]
    assert recouvre.json("limites", "--creancier", "Forge Béranger", "--vider")["effacees"] > 0
    assert encours(recouvre, "D-1") is None and recouvre.json("limites")["clients"] == []


def test_la_limite_d_un_creancier_n_est_pas_celle_d_un_autre(recouvre: LigneDeCommande) -> None:
    for rang, creancier in enumerate(("Forge Béranger", "Scierie Loup"), start=1):
        siren = ("--siren", "732829320", "--emise", "01/01/2026")
        recouvre.ouvrir(f"F-{rang}", "1000", *siren, debiteur="Bois SA", creancier=creancier)
    importees(recouvre, "SIREN;Limite", "732829320;100")
    assert encours(recouvre, "D-1") is not None and encours(recouvre, "D-2") is None
    assert [c["creancier"] for c in recouvre.json("limites")["clients"]] == ["Forge Béranger"]


def test_les_lignes_illisibles_se_disent_et_les_autres_entrent(tenu: LigneDeCommande) -> None:
    fait = importees(
        tenu, "Nom;CP;Plafond de crédit", "Menuiserie Faure;01000;800", ";;10", "Sans rien;;", "Ravel;;12,5,6",
        "Négatif;;-3", "Total;;813", "Menuiserie Faure;01000;900",
    )  # fmt: skip
    dites = " | ".join(str(a["message"]) for a in fait["anomalies"])  # type: ignore[attr-defined]
    for mot in ("rien ne désigne", "la limite manque", "12,5,6", "négative", "ligne de total", "la dernière vaut"):
        assert mot in dites
    assert encours(tenu)["limite"] == "900.00"  # type: ignore[index]


@pytest.mark.parametrize(
    ("contenu", "motif"),
    [(b"Nom;Ville\nBois;Lyon\n", "le montant de la limite"), (b"Limite;Ville\n5;Lyon\n", "le client"),
     (b"Nom;Limite\n", "aucune limite lisible"), (b"%PDF-1.7\n", "PDF"), (b"", "vide")],
)  # fmt: skip
def test_un_fichier_qui_n_est_pas_de_limites_est_refuse(tenu: LigneDeCommande, contenu: bytes, motif: str) -> None:
    (tenu.cabinet / "x.csv").write_bytes(contenu)
    assert motif in tenu.refuse("limites", str(tenu.cabinet / "x.csv"), "--creancier", "Forge Béranger")


def test_de_quel_creancier(tenu: LigneDeCommande) -> None:
    (tenu.cabinet / "x.csv").write_text("Nom;Limite\nBois;5\n", "utf-8")
    assert "--creancier" in tenu.refuse("limites", str(tenu.cabinet / "x.csv"))
    assert "Aucun créancier" in tenu.refuse("limites", str(tenu.cabinet / "x.csv"), "--creancier", "Inconnu SA")
    assert "sans fichier" in tenu.refuse("limites", str(tenu.cabinet / "x.csv"), "--vider", code=2)
    tenu.fait("debiteur", "D-1", "--limite", "800")
    [entete, ligne] = tenu.fait("limites", "--csv").sortie.splitlines()
    assert entete.lstrip("\ufeff").startswith("Dossier;Client;Créancier;Limite") and "800,00" in ligne


def test_en_interne_les_clients_sont_les_notres(recouvre: LigneDeCommande) -> None:
    recouvre.fait("profil", "--mode", "interne")
    (recouvre.cabinet / "x.csv").write_text("Nom;Limite\nBois SA;5\n", "utf-8")
    assert "premier dossier" in recouvre.refuse("limites", str(recouvre.cabinet / "x.csv"))
    recouvre.json("ouvrir", *a_la_main_pro("F-1", "100", "Bois SA")[:-1])
    assert recouvre.json("limites", str(recouvre.cabinet / "x.csv"))["suivies"] == 1


def test_un_essai_a_blanc_avertit_sans_rien_ecrire(tenu: LigneDeCommande) -> None:
    tenu.fait("debiteur", "D-1", "--limite", "1100")
    avant = tenu.octets()
    assert "200,00 € de trop" in avertis(tenu, *a_la_main_pro("F-2", "300"), "--a-blanc")[0]
    assert tenu.octets() == avant
