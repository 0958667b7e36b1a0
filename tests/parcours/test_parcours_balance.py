"""``recouvre balance`` : chaque ligne est celle de ``calculer`` et du décompte, le reste est à part."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from cabinet_essai import PARTAGE, LigneDeCommande

from recouvre.domaine.brouillons import Brouillon, GenrePiece, Lecture, PieceComptable, Source
from recouvre.domaine.parties import Partie
from recouvre.operations.balance import chiffrer
from recouvre.operations.bareme import lire_bareme

AU = ("--au", "21/11/2026")
ENTETE = "Réf. client;Type;Nom;CP;N° facture;Date facture;Échéance;Montant TTC;Déjà réglé;Libellé;Sur facture"
FAURE, ROCHE = "C1;PRO;Menuiserie Faure;01000", "C2;PRO;Roche & Fils;69002"
REMISE = PARTAGE / "echantillons" / "remises" / "remise_exemple_cp1252.csv"


@pytest.fixture
def seul(
    tmp_path: Path, sans_reglage: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> LigneDeCommande:
    """La ligne de commande, sans aucun cabinet."""
    return LigneDeCommande(tmp_path / "aucun", monkeypatch, capsys)


@pytest.fixture
def ecrire(tmp_path: Path) -> Any:
    """Écrit une balance et rend son chemin."""

    def _ecrire(*lignes: str, nom: str = "balance.csv", encodage: str = "utf-8", entete: str = ENTETE) -> str:
        chemin = tmp_path / nom
        chemin.write_bytes("\r\n".join((entete, *lignes, "")).encode(encodage))
        return str(chemin)

    return _ecrire


def montants(ligne: Any) -> tuple[str, ...]:
    return tuple(ligne[nom] for nom in ("reste_du", "interets", "indemnite", "total"))


def du_calcul(objet: Any) -> tuple[str, ...]:
    return tuple(objet[nom] for nom in ("principal", "interets", "indemnites", "total"))


def phrases(objet: Any) -> dict[str, str]:
    return {reserve["code"]: reserve["phrase"] for reserve in objet["reserves"]}


def raisons(objet: Any) -> dict[str, str]:
    return {piece["piece"]: piece["raison"] for piece in objet["a_part"]}


def a_plat(texte: str) -> str:
    return " ".join(texte.replace("\u202f", " ").replace("\u00a0", " ").split())


# --- Les chiffres ----------------------------------------------------------------------------------------------------


def test_chaque_ligne_est_celle_de_calculer(seul: LigneDeCommande, ecrire: Any) -> None:
    cas = [
        ("F-1", "31/05/2024", "12000", "0"),
        ("F-2", "14/02/2026", "1234,56", "234,5"),
        ("F-3", "20/11/2026", "1", "0"),
    ]
    fichier = ecrire(*(f"{FAURE};{n};;{echeance};{ttc};{regle};;" for n, echeance, ttc, regle in cas))
    objet = seul.json("balance", fichier, *AU)
    for ligne, (numero, echeance, ttc, regle) in zip(objet["factures"], cas, strict=True):
        calcul = ("calculer", "--montant", ttc, "--deja-regle", regle, "--echeance", echeance, *AU)
        assert ligne["facture"] == numero
        assert montants(ligne) == du_calcul(seul.json(*calcul)), numero
    assert [ligne["jours"] for ligne in objet["factures"]] == [904, 280, 1]
    for nom, cle in (
        ("reste_du", "reste_du"),
        ("interets", "interets"),
        ("indemnites", "indemnite"),
        ("total", "total"),
    ):
        assert Decimal(objet["totaux"][nom]) == sum(Decimal(ligne[cle]) for ligne in objet["factures"])
    assert objet["totaux"]["factures"] == 3 and objet["totaux"]["indemnites"] == "120.00"
    assert list(objet) == [
        "au", "factures", "totaux", "sans_taux", "a_part", "doublons", "rejetees", "anomalies", "reserves",
    ]  # fmt: skip


def test_les_dossiers_ouverts_du_meme_fichier_disent_pareil(recouvre: LigneDeCommande, ecrire: Any) -> None:
    fichier = ecrire(
        f"{FAURE};F-1;15/01/2026;14/02/2026;1 234,56;0;;",
        f"{FAURE};F-2;31/01/2026;02/03/2026;2 400,00;400;;",
        f"{ROCHE};F-3;01/02/2026;03/03/2026;560,00;;;",
        f"{ROCHE};A-1;10/04/2026;;-150,00;;;F-3",
    )
    recouvre.jour("2026-11-21")
    objet = recouvre.json("balance", fichier, "--par-debiteur", *AU)
    recouvre.fait("ouvrir", fichier, "--creancier", "Forge Béranger")
    par_nom = {d["debiteur"]: du_calcul(d | {"principal": d["reste_du"]}) for d in objet["debiteurs"]}
    dus = recouvre.json("dossiers", "--dus", *AU)
    assert {d["debiteur"]: du_calcul(d) for d in dus["dossiers"]} == par_nom
    assert du_calcul(recouvre.json("decompte", "D-1", *AU)) == par_nom["Menuiserie Faure"]
    assert du_calcul(recouvre.json("decompte", "D-2", *AU)) == par_nom["Roche & Fils"]
    assert dus["totaux"]["total"] == objet["totaux"]["total"]


def test_une_facture_non_echue_ne_doit_que_son_reste(seul: LigneDeCommande, ecrire: Any) -> None:
    fichier = ecrire(f"{FAURE};F-1;;21/11/2026;1000;100;;", f"{FAURE};F-2;;30/01/2027;500;;;")
    objet = seul.json("balance", fichier, *AU)
    assert [(ligne["jours"], *montants(ligne)) for ligne in objet["factures"]] == [
        (0, "900.00", "0.00", "0.00", "900.00"),
        (0, "500.00", "0.00", "0.00", "500.00"),
    ]
    lendemain = seul.json("balance", fichier, "--au", "22/11/2026")["factures"][0]
    assert (lendemain["jours"], lendemain["indemnite"]) == (1, "40.00")


def test_un_avoir_compte_a_sa_date(seul: LigneDeCommande, ecrire: Any) -> None:
    fichier = ecrire(
        f"{FAURE};A-1;10/04/2026;;-150;;Avoir sur F-1;",
        f"{FAURE};F-1;01/02/2026;03/03/2026;560;;;",
        f"{FAURE};F-2;01/02/2026;03/03/2026;560;;;",
        f"{FAURE};A-2;02/03/2026;;-560;;;F-2",
    )
    objet = seul.json("balance", fichier, *AU)
    reduite, annulee = objet["factures"]
    calcul = ("calculer", "--montant", "560", "--emise", "01/02/2026", "--echeance", "03/03/2026", *AU)
    assert montants(reduite) == du_calcul(seul.json(*calcul, "--avoir", "10/04/2026=150"))
    assert montants(reduite) != du_calcul(seul.json(*calcul, "--avoir", "03/03/2026=150"))
    assert montants(annulee) == ("0.00",) * 4
    assert [ligne["avoirs"] for ligne in objet["factures"]] == ["150.00", "560.00"]
    assert "Avoirs déduits, à leur date : F-1 (150,00 €), F-2 (560,00 €)." in a_plat(
        seul.fait("balance", fichier, *AU).sortie
    )


def test_un_avoir_sans_date_et_un_avoir_trop_grand_se_disent(seul: LigneDeCommande, ecrire: Any) -> None:
    fichier = ecrire(
        f"{FAURE};F-1;01/02/2026;03/03/2026;100;;;", f"{FAURE};A-1;05/03/2026;;-150;;;F-1",
        f"{FAURE};F-2;01/02/2026;03/03/2026;100;;;", f"{FAURE};A-2;;;-30;;;F-2",
    )  # fmt: skip
    objet = seul.json("balance", fichier, *AU)
    assert montants(objet["factures"][0]) == ("0.00", "0.00", "0.00", "0.00")
    assert "Facture F-1 : ses avoirs dépassent ce qui était dû de 9,93 €" in a_plat(phrases(objet)["avoir-en-trop"])
    calcul = ("calculer", "--montant", "100", "--emise", "01/02/2026", "--echeance", "03/03/2026", *AU)
    assert montants(objet["factures"][1]) == du_calcul(seul.json(*calcul, "--avoir", "21/11/2026=30"))
    assert phrases(objet)["avoir-sans-date"].endswith(": A-2.")


def test_le_delai_remplace_l_echeance_absente(seul: LigneDeCommande, ecrire: Any) -> None:
    fichier = ecrire(f"{FAURE};F-1;01/02/2026;;560;;;")
    refuse = seul("balance", fichier, *AU)
    assert refuse.code == 1 and "--delai 30" in a_plat(refuse.sortie)
    objet = seul.json("balance", fichier, "--delai", "30", *AU)
    assert objet["factures"][0]["echeance"] == "2026-03-03"


# --- Ce qui est à part -----------------------------------------------------------------------------------------------


def test_consommateur_et_public_sont_a_part(seul: LigneDeCommande, ecrire: Any) -> None:
    fichier = ecrire(
        "C1;PART;Mme Núñez;06200;F-1;;20/03/2026;89,90;;;", "C2;PUBLIC;Commune de Riom;63200;F-2;;20/03/2026;800;100;;",
        f"{FAURE};F-3;;20/03/2026;500;;;",
    )  # fmt: skip
    objet = seul.json("balance", fichier, *AU)
    assert [ligne["facture"] for ligne in objet["factures"]] == ["F-3"]
    assert objet["totaux"]["reste_du"] == "500.00"
    assert [(p["piece"], p["montant"], p["genre"]) for p in objet["a_part"]] == [
        ("F-1", "89.90", "facture"),
        ("F-2", "700.00", "facture"),
    ]
    assert "mise en demeure" in raisons(objet)["F-1"] and "R2192-31" in raisons(objet)["F-2"]
    ecran = a_plat(seul.fait("balance", fichier, *AU).sortie)
    assert "À part, hors du total" in ecran and "1 facture chiffrée, 2 pièces à part" in ecran


def test_un_avoir_sans_facture_ici_est_a_part(seul: LigneDeCommande, ecrire: Any) -> None:
    fichier = ecrire(
        f"{FAURE};F-1;01/02/2026;03/03/2026;560;;;",
        "C2;PART;Mme Núñez;06200;F-2;;20/03/2026;89,90;;;",
        f"{FAURE};A-1;10/03/2026;;-10;;;",
        f"{FAURE};A-2;10/03/2026;;-10;;;F-99",
        "C2;PART;Mme Núñez;06200;A-3;10/03/2026;;-10;;;F-2",
        f"{FAURE};A-4;22/11/2026;;-10;;;F-1",
        f"{FAURE};A-5;10/03/2026;;-10;;;A-1",
        f"{FAURE};A-6;21/11/2026;;-10;;;F-1",
    )
    objet = seul.json("balance", fichier, *AU)
    dites = raisons(objet)
    assert list(dites) == ["F-2", "A-1", "A-2", "A-3", "A-4", "A-5"]
    assert "ne dit pas" in dites["A-1"] and "F-99, qui n'est pas ici" in dites["A-2"]
    assert "F-2, elle-même à part" in dites["A-3"] and dites["A-4"] == "daté du 22/11/2026, après le 21/11/2026"
    assert "A-1, qui n'est pas ici" in dites["A-5"]
    assert [(ligne["facture"], ligne["reste_du"]) for ligne in objet["factures"]] == [("F-1", "550.00")]
    assert "-10,00" in seul.fait("balance", fichier, *AU).sortie


def test_une_facture_emise_apres_le_jour_dit_n_en_est_pas(seul: LigneDeCommande, ecrire: Any) -> None:
    fichier = ecrire(f"{FAURE};F-1;01/02/2026;03/03/2026;560;;;", f"{FAURE};F-2;22/11/2026;22/12/2026;90;;;")
    assert raisons(seul.json("balance", fichier, *AU)) == {"F-2": "émise le 22/11/2026, après le 21/11/2026"}
    assert raisons(seul.json("balance", fichier, "--au", "22/11/2026")) == {}


def test_une_qualite_inconnue_compte_et_se_dit(seul: LigneDeCommande, ecrire: Any) -> None:
    fichier = ecrire(
        "C1;;Atelier Bleu;01000;F-1;;20/03/2026;100;;;", "C2;;Forge SARL;01000;F-2;;20/03/2026;100;;;",
        f"{FAURE};F-3;;20/03/2026;100;;;",
    )  # fmt: skip
    objet = seul.json("balance", fichier, *AU)
    assert len({montants(ligne) for ligne in objet["factures"]}) == 1
    assert [ligne["qualite"] for ligne in objet["factures"]] == [None, "professionnel", "professionnel"]
    assert "faute de le savoir : Atelier Bleu. Un consommateur" in phrases(objet)["qualite-inconnue"]
    assert "! Compté comme professionnel" in seul.fait("balance", fichier, *AU).sortie
    assert "qualité inconnue" in lus(seul.fait("balance", fichier, *AU, "--csv").sortie)[0]["note"]


def test_un_taux_incertain_se_dit_s_il_sert(seul: LigneDeCommande, ecrire: Any) -> None:
    fichier = ecrire(f"{FAURE};F-1;;20/03/2024;100;;;")
    assert "2,40 au 17/06/2026" in phrases(seul.json("balance", fichier, *AU))["taux-incertain"]
    assert phrases(seul.json("balance", fichier, "--au", "30/06/2026")) == {}
    anciens = ecrire(f"{FAURE};F-1;;20/11/2026;100;;;", f"{FAURE};F-2;;30/06/2004;100;;;")
    reserves = seul.json("calculer", "--montant", "100", "--echeance", "30/06/2004", *AU)["reserves"]
    assert len(reserves) > 2 and seul.json("balance", anciens, *AU)["reserves"] == reserves


def test_doublons_comptes_une_fois(seul: LigneDeCommande, ecrire: Any) -> None:
    fichier = ecrire(
        f"{FAURE};F-1;;20/03/2026;100;;;", f"{FAURE};f -1;;20/03/2026;100;;;", f"{FAURE};F-2;;20/03/2026;5;;;"
    )
    autre = ecrire(f"{FAURE};F-2;;20/03/2026;50;;;", nom="autre.csv")
    objet = seul.json("balance", fichier, autre, *AU)
    assert objet["doublons"] == 2 and objet["totaux"]["reste_du"] == "105.00"
    [anomalie] = objet["anomalies"]
    assert (anomalie["fichier"], anomalie["ligne"], anomalie["gravite"]) == ("autre.csv", 2, "avertissement")
    assert "5,00 € plus haut, 50,00 € ici" in a_plat(anomalie["message"])


def electronique(vendeur: str, numero: str = "F-1", echeance: dt.date | None = dt.date(2026, 6, 30)) -> Lecture:
    piece = PieceComptable(
        genre=GenrePiece.FACTURE, numero=numero, montant=10000, emise_le=dt.date(2026, 6, 1), echeance=echeance
    )
    brouillon = Brouillon(
        source=Source(f"{vendeur}.xml"), debiteur=Partie(nom="Atelier SARL"), piece=piece,
        creancier=Partie(nom=vendeur) if vendeur else None,
    )  # fmt: skip
    return Lecture(fichier=f"{vendeur}.xml", brouillons=(brouillon,))


def test_deux_vendeurs_peuvent_avoir_le_meme_numero() -> None:
    au, bareme = dt.date(2026, 11, 21), lire_bareme()
    deux = chiffrer([electronique("Forge"), electronique("Scierie")], au=au, bareme=bareme)
    assert (len(deux.lignes), deux.doublons, len(deux.par_debiteur())) == (2, 0, 2)
    une = chiffrer([electronique("Forge"), electronique(""), electronique("FORGE")], au=au, bareme=bareme)
    assert (len(une.lignes), une.doublons) == (1, 2)


def test_une_facture_electronique_sans_echeance_a_besoin_du_delai() -> None:
    au, bareme = dt.date(2026, 11, 21), lire_bareme()
    sans = [electronique("Forge", echeance=None), electronique("Scierie", echeance=dt.date(2026, 5, 31))]
    refusees = chiffrer(sans, au=au, bareme=bareme)
    assert (refusees.lignes, refusees.rejetees) == ((), 2)
    assert "--delai 30" in refusees.anomalies[0].message and "précède sa date" in refusees.anomalies[1].message
    [ligne] = chiffrer(sans[:1], au=au, bareme=bareme, delai=29).lignes
    assert ligne.echeance == dt.date(2026, 6, 30)


# --- Les taux --------------------------------------------------------------------------------------------------------


def test_un_taux_manquant_n_arrete_pas_les_autres(seul: LigneDeCommande, ecrire: Any) -> None:
    fichier = ecrire(
        f"{FAURE};F-1;;30/06/2026;100;;;", f"{FAURE};F-2;;31/03/2027;500;100;;", f"{ROCHE};F-3;;31/12/2026;100;;;",
        f"{ROCHE};F-4;01/02/2026;03/03/2026;560;;;", f"{ROCHE};A-4;10/04/2026;;-60;;;F-4",
    )  # fmt: skip
    objet = seul.json("balance", fichier, "--au", "15/02/2027")
    assert [montants(ligne) for ligne in objet["factures"]] == [
        ("100.00", None, None, None),
        ("400.00", "0.00", "0.00", "400.00"),
        ("100.00", None, None, None),
        ("500.00", None, None, None),
    ]
    assert objet["sans_taux"] == ["F-1", "F-3", "F-4"]
    assert objet["totaux"] == {
        "factures": 1, "reste_du": "400.00", "interets": "0.00", "indemnites": "0.00", "total": "400.00",
    }  # fmt: skip
    assert "taux ajouter bce 2027-01-01" in phrases(objet)["taux-manquant"]
    ecran = a_plat(seul.fait("balance", fichier, "--au", "15/02/2027").sortie)
    assert "! Taux à relever, hors du total : F-1, F-3, F-4." in ecran and "taux à relever" in ecran
    relues = lus(seul.fait("balance", fichier, "--au", "15/02/2027", "--csv").sortie)
    assert [(ligne["reste_du"], ligne["total"]) for ligne in relues] == [
        ("", ""),
        ("400,00", "400,00"),
        *[("", "")] * 2,
    ]
    assert a_plat(relues[0]["note"]).startswith("taux à relever, reste dû 100,00 € : Le taux « bce »")
    echues = ecrire(f"{FAURE};F-1;;30/06/2026;100;;;", nom="echues.csv")
    assert seul("balance", echues, "--au", "15/02/2027").code == 1


def test_les_taux_du_cabinet_designe(recouvre: LigneDeCommande, ecrire: Any) -> None:
    recouvre.jour("2027-02-15")
    fichier = ecrire(f"{FAURE};F-1;;30/06/2026;1000;;;")
    recouvre.fait("taux", "ajouter", "bce", "2027-01-01", "2,65", "--source", "BCE")
    avant, presents = recouvre.octets(), sorted(recouvre.cabinet.rglob("*"))
    objet = recouvre.json("balance", fichier, "--cabinet", str(recouvre.cabinet))
    calcul = ("calculer", "--montant", "1000", "--echeance", "30/06/2026")
    assert montants(objet["factures"][0]) == du_calcul(recouvre.json(*calcul))
    assert (recouvre.octets(), sorted(recouvre.cabinet.rglob("*"))) == (avant, presents)


# --- Les sorties -----------------------------------------------------------------------------------------------------


def lus(texte: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(texte), delimiter=";"))


def nombre(texte: str) -> Decimal:
    return Decimal(texte.replace(",", ".") or "0")


MELANGE = (
    f"{FAURE};F-1;;30/06/2026;100;;;",
    f"{ROCHE};F-2;;31/03/2026;5000;;;",
    "C3;PART;Mme Núñez;06200;F-3;;20/03/2026;9;;;",
    f"{FAURE};F-4;;28/02/2026;1000;;;",
    f"{ROCHE};F-5;;31/02/2026;1;;;",
)


def test_le_csv_relu_fait_les_totaux(seul: LigneDeCommande, ecrire: Any, tmp_path: Path) -> None:
    fichier, sortie = ecrire(*MELANGE), tmp_path / "penalites.csv"
    totaux = seul.json("balance", fichier, *AU)["totaux"]
    dit = seul("balance", fichier, *AU, "--sortie", str(sortie))
    assert (dit.code, dit.sortie) == (0, "") and "ligne 6, colonne Échéance" in dit.erreur
    relues = lus(sortie.read_text("utf-8-sig"))
    assert [ligne["facture"] for ligne in relues] == ["F-1", "F-2", "F-4", "F-3"]
    for nom, cle in (
        ("reste_du", "reste_du"),
        ("interets", "interets"),
        ("indemnite", "indemnites"),
        ("total", "total"),
    ):
        assert sum(nombre(ligne[nom]) for ligne in relues) == Decimal(totaux[cle])
    assert (relues[3]["reste_du"], relues[3]["note"][:20]) == ("", "à part, 9,00\u00a0€ : con")
    assert lus(seul("balance", fichier, *AU, "--csv").sortie) == relues


def test_par_debiteur_le_plus_lourd_d_abord(seul: LigneDeCommande, ecrire: Any) -> None:
    fichier = ecrire(*MELANGE)
    objet = seul.json("balance", fichier, *AU, "--par-debiteur")
    assert [(d["debiteur"], d["factures"], d["jours"]) for d in objet["debiteurs"]] == [
        ("Roche & Fils", 1, 235),
        ("Menuiserie Faure", 2, 266),
    ]
    faures = [ligne for ligne in objet["factures"] if ligne["debiteur"] == "Menuiserie Faure"]
    assert Decimal(objet["debiteurs"][1]["total"]) == sum(Decimal(ligne["total"]) for ligne in faures)
    relus = lus(seul("balance", fichier, *AU, "--par-debiteur", "--csv").sortie)
    assert [(d["debiteur"], nombre(d["total"])) for d in relus] == [
        (d["debiteur"], Decimal(d["total"])) for d in objet["debiteurs"]
    ]
    ecran = seul.fait("balance", fichier, *AU, "--par-debiteur").sortie
    assert "Jours au plus" in ecran and "F-1" not in ecran.split("À part")[0]


def test_les_anomalies_se_montrent_comme_a_l_ouverture(recouvre: LigneDeCommande, ecrire: Any) -> None:
    fichier = ecrire(f"{FAURE};F-1;;31/02/2026;1;;;", f"{FAURE};F-2;;;7;;;")
    vu, ouvert = recouvre("balance", fichier, *AU), recouvre("ouvrir", fichier, "--creancier", "X", "--a-blanc")
    rejets = [ligne for ligne in ouvert.sortie.splitlines() if ligne.startswith("  ")]
    assert (vu.code, vu.erreur) == (1, "") and len(rejets) >= 2
    assert [ligne for ligne in vu.sortie.splitlines() if ligne.startswith("  ")] == rejets
    assert "0 facture chiffrée" in vu.sortie and "2 rejets" in vu.sortie
    assert recouvre("balance", fichier, *AU, "--json").json["rejetees"] == 2


def test_rien_n_est_ecrit_nulle_part(seul: LigneDeCommande, ecrire: Any, tmp_path: Path) -> None:
    fichier = ecrire(*MELANGE)
    avant = sorted(tmp_path.rglob("*"))
    for options in ((), ("--json",), ("--csv",), ("--par-debiteur",)):
        seul("balance", fichier, *AU, *options)
    assert sorted(tmp_path.rglob("*")) == avant


def test_cp1252_en_entree_et_en_sortie(seul: LigneDeCommande, ecrire: Any) -> None:
    fichier = ecrire("C1;;Éts Cœur & Fils;01000;F-1;;30/06/2025;10000;;Travaux œuvre;", encodage="cp1252")
    dit = seul.ailleurs("balance", fichier, *AU, PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert (dit.returncode, dit.stderr) == (0, b"")
    ecran = dit.stdout.decode("cp1252")
    assert "Éts Cœur & Fils" in ecran and not {"\u202f", "─", "?"} & set(ecran)


def test_la_remise_d_exemple(seul: LigneDeCommande) -> None:
    if not REMISE.is_file():
        pytest.skip(f"l'échantillon {REMISE.name} n'est pas à côté de ce clone")
    objet = seul.json("balance", str(REMISE), *AU)
    assert [(x["facture"], x["reste_du"], x["jours"]) for x in objet["factures"]] == [
        ("F2026-0101", "1234.56", 280),
        ("F2026-0102", "1850.00", 264),
        ("F2026-0120", "560.00", 235),
    ]
    calcul = seul.json(
        "calculer", "--montant", "2400", "--deja-regle", "400", "--emise", "31/01/2026", "--echeance", "02/03/2026",
        "--avoir", "10/02/2026=150", *AU,
    )  # fmt: skip
    assert montants(objet["factures"][1]) == du_calcul(calcul)
    assert list(raisons(objet)) == ["F2026-0110"] and (objet["doublons"], objet["rejetees"]) == (1, 2)


def test_un_fichier_illisible_ne_fait_pas_perdre_les_autres(seul: LigneDeCommande, ecrire: Any, tmp_path: Path) -> None:
    image = tmp_path / "photo.csv"
    image.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    objet = seul.json("balance", str(image), ecrire(f"{FAURE};F-1;;30/06/2026;100;;;"), *AU)
    assert objet["totaux"]["factures"] == 1 and objet["anomalies"][0]["fichier"] == "photo.csv"
    assert "photo.csv" in seul.refuse("balance", str(image), *AU)


@pytest.mark.parametrize(
    ("mots", "code", "attendu"),
    [
        (("--json", "--csv"), 2, "choisissez"),
        (("--json", "--sortie", "x.csv"), 2, "choisissez"),
        (("--delai", "-1"), 2, "--delai"),
        (("--cabinet", "absent"), 1, "Aucun cabinet dans"),
        (("--sortie", "absent/x.csv"), 2, "n'existe pas"),
    ],
)
def test_les_refus(seul: LigneDeCommande, ecrire: Any, mots: tuple[str, ...], code: int, attendu: str) -> None:
    assert attendu in seul.refuse("balance", ecrire(f"{FAURE};F-1;;30/06/2026;100;;;"), *mots, code=code)
