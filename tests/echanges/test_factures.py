"""Les factures électroniques : échantillons publics, factures fabriquées, et tout ce qui doit être refusé."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from recouvre.domaine.brouillons import FichierRefuse, GenrePiece, Gravite
from recouvre.domaine.parties import Qualite
from recouvre.echanges import pdf_joint
from recouvre.echanges.facture_electronique import lire_facture
from recouvre.echanges.lecture import lire, reconnaitre
from recouvre.echanges.xml_sur import lire_xml

from .fabrique import ECHANTILLONS, REMISE, cii, ecrire, pdf, ubl

FACTURX = ECHANTILLONS / "facturx"

# Relevé à la main dans chaque XML : numéro, genre, TTC et déjà réglé en centimes, échéance, acheteur, SIREN, SIRET.
RELEVE = {
    "akretion_factur-x-minimum.xml": ("F20260023", "facture", 10490, 0, None, "LE CLIENT", "987654321", ""),
    "akretion_factur-x-basicwl.xml": ("F20260023", "facture", 10490, 0, "2026-03-02", "LE CLIENT", "987654321", ""),
    "akretion_factur-x-basic.xml": ("F20260023", "facture", 10490, 0, "2026-03-02", "LE CLIENT", "987654321", ""),
    "akretion_factur-x-en16931.xml": ("F20260023", "facture", 10490, 0, "2026-03-02", "LE CLIENT", "987654321", ""),
    "akretion_invoice_EN16931.pdf": ("F20260023", "facture", 10490, 0, "2026-03-02", "LE CLIENT", "987654321", ""),
    "akretion_ubl-21-en16931.xml": (
        "F124212", "facture", 30803, 10000, "2026-07-16", "Ma jolie boutique SARL", "787878784", "78787878400018",
    ),
    "akretion_ubl-21-extended-ctc-fr.xml": (
        "F124212", "facture", 30803, 10000, "2026-07-16", "Ma jolie boutique SARL", "787878784", "78787878400018",
    ),
    "cen_ubl-tc434-creditnote1.xml": ("018304 / 28865", "avoir", 10011, 0, None, "My Customer Company", "", ""),
    "fnfe_Facture_FR_BASICWL.pdf": (
        "FA-2017-0010", "facture", 67115, 20100, "2017-12-13", "Ma jolie boutique", "787878784", "78787878400035",
    ),
    "fnfe_Facture_FR_MINIMUM.pdf": (
        "FA-2017-0010", "facture", 67115, 20100, None, "Ma jolie boutique", "787878784", "78787878400035",
    ),
    "fnfe_Facture_UE_BASICWL.pdf": ("FA-2017-0008", "facture", 207676, 62300, "2017-12-03", "Me gusta olive", "", ""),
    "fnfe_Avoir_FR_type381_BASIC.pdf": (
        "AV-2017-0005", "avoir", 23347, 0, "2017-11-16", "Ma jolie boutique", "787878784", "78787878400035",
    ),
}  # fmt: skip
REFUSES = {
    "cen_CII_example5.xml": "la facture est en DKK",
    "cen_ubl-tc434-example2.xml": "la facture est en NOK",
    "zugferd1_mustang_504.pdf": "ZUGFeRD 1.0",
}

partages = pytest.mark.skipif(not FACTURX.exists(), reason="les échantillons de factures partagés sont absents")


@partages
@pytest.mark.parametrize("nom", RELEVE)
def test_echantillons_publics(nom: str) -> None:
    (brouillon,) = lire_facture(FACTURX / nom).brouillons
    piece, debiteur = brouillon.piece, brouillon.debiteur
    echeance = piece.echeance.isoformat() if piece.echeance else None
    lu = (piece.numero, piece.genre.value, piece.montant, piece.deja_regle, echeance)
    assert (*lu, debiteur.nom, debiteur.siren, debiteur.siret) == RELEVE[nom]
    assert brouillon.qualite is Qualite.PROFESSIONNEL
    assert brouillon.creancier is not None


@partages
@pytest.mark.parametrize(("nom", "phrase"), REFUSES.items())
def test_echantillons_refuses(nom: str, phrase: str) -> None:
    with pytest.raises(FichierRefuse, match=phrase):
        lire(FACTURX / nom)


@partages
def test_chaque_echantillon_a_son_attendu() -> None:
    assert {chemin.name for chemin in FACTURX.iterdir()} == RELEVE.keys() | REFUSES.keys()


@partages
def test_le_detail_d_un_echantillon() -> None:
    (brouillon,) = lire_facture(FACTURX / "akretion_ubl-21-en16931.xml").brouillons
    assert brouillon.debiteur.lignes_adresse == ("La presqu'île", "35 rue de la République", "69001 Lyon")
    assert brouillon.debiteur.courriel == "laetita.durand@jolieboutique.com"
    assert brouillon.debiteur.telephone == "+33 7 42 12 42 12"
    assert brouillon.creancier is not None
    assert (brouillon.creancier.nom, brouillon.creancier.siret) == ("Au bon moulin", "99999999800019")
    assert brouillon.piece.libelle == "Commande PO1242, Réf. acheteur 120943"
    (avoir,) = lire_facture(FACTURX / "fnfe_Avoir_FR_type381_BASIC.pdf").brouillons
    assert avoir.piece.sur == "FA-2017-0010"
    (europeenne,) = lire_facture(FACTURX / "fnfe_Facture_UE_BASICWL.pdf").brouillons
    assert europeenne.debiteur.lignes_adresse[-1] == "Espagne"


@partages
def test_les_avertissements_d_un_profil_minimum() -> None:
    lecture = lire_facture(FACTURX / "akretion_factur-x-minimum.xml")
    assert [(a.source.colonne, a.gravite) for a in lecture.anomalies] == [
        ("échéance", Gravite.AVERTISSEMENT),
        ("acheteur", Gravite.AVERTISSEMENT),
    ]


# --- factures fabriquées --------------------------------------------------------------------------


@pytest.mark.parametrize("nom", ["factur-x.xml", "xrechnung.xml", "ZUGFeRD-invoice.xml", "FACTUR-X.XML", "autre.xml"])
def test_un_factur_x_fabrique(tmp_path: Path, nom: str) -> None:
    chemin = ecrire(tmp_path, pdf({"bon.txt": b"bon", nom: cii(paye="200.00", du="1000.00")}), "facture.pdf")
    lecture = lire(chemin)
    (brouillon,) = lecture.brouillons
    assert (brouillon.piece.montant, brouillon.piece.deja_regle) == (120000, 20000)
    assert brouillon.piece.emise_le == dt.date(2026, 1, 31)
    assert brouillon.piece.echeance == dt.date(2026, 3, 2)
    assert (brouillon.reference, brouillon.debiteur.siren) == ("C-77", "900000019")
    assert brouillon.debiteur.lignes_adresse == ("Bât. B", "2 rue Haute", "01000 Bourg")
    assert brouillon.creancier is not None
    assert brouillon.creancier.nom == "Moulin Œuvrard"
    assert (lecture.anomalies, lecture.brutes, lecture.entetes) == ((), {}, ())


def test_le_nom_convenu_l_emporte_sur_les_autres_xml(tmp_path: Path) -> None:
    chemin = ecrire(tmp_path, pdf({"a.xml": b"<a/>", "factur-x.xml": cii(), "z.xml": b"<z/>"}), "facture.pdf")
    assert lire(chemin).brouillons[0].piece.numero == "FX-1"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_le_xml_seul_dans_divers_encodages(tmp_path: Path, codec: str) -> None:
    texte = cii().decode().replace('encoding="UTF-8"', f'encoding="{"UTF-16" if codec == "utf-16" else "UTF-8"}"')
    chemin = ecrire(tmp_path, texte, "facture.dat", codec)
    assert reconnaitre(chemin) == "facture"
    creancier = lire(chemin).brouillons[0].creancier
    assert creancier is not None
    assert creancier.nom == "Moulin Œuvrard"


def test_ubl_facture_et_avoir(tmp_path: Path) -> None:
    facture = lire(ecrire(tmp_path, ubl(), "f.xml")).brouillons[0]
    assert (facture.piece.montant, facture.piece.deja_regle, facture.piece.sur) == (30803, 10000, "")
    assert facture.piece.emise_le == dt.date(2026, 6, 17)
    assert facture.qualite is None
    avoir = lire(ecrire(tmp_path, ubl(racine="CreditNote", paye=""), "a.xml")).brouillons[0]
    assert (avoir.piece.genre, avoir.piece.montant, avoir.piece.sur) == (GenrePiece.AVOIR, 20803, "U-8")


@pytest.mark.parametrize(
    ("champs", "montant", "deja_regle"),
    [
        ({"ttc": "671.15", "du": "470.15"}, 67115, 20100),
        ({"ttc": "671.15", "paye": "201.00", "du": "470.15"}, 67115, 20100),
        ({"ttc": "100.02", "arrondi": "-0.02", "du": "100.00"}, 10000, 0),
        ({"ttc": "4675", "paye": "2337.5", "du": "2337.5000"}, 467500, 233750),
    ],
)
def test_totaux(tmp_path: Path, champs: Any, montant: int, deja_regle: int) -> None:
    (brouillon,) = lire(ecrire(tmp_path, cii(**champs), "f.xml")).brouillons
    assert (brouillon.piece.montant, brouillon.piece.deja_regle) == (montant, deja_regle)


@pytest.mark.parametrize(
    ("champs", "montant"),
    [
        ({"code_type": "381", "ttc": "50.00", "du": "50.00"}, 5000),
        ({"code_type": "381", "ttc": "-50.00", "du": "-50.00"}, 5000),
        ({"code_type": "380", "ttc": "-50.00", "du": "-50.00"}, 5000),
        ({"code_type": "381", "ttc": "50.00", "paye": "20.00", "du": "30.00"}, 3000),
    ],
)
def test_avoirs(tmp_path: Path, champs: Any, montant: int) -> None:
    chemin = ecrire(tmp_path, cii(anterieures=("FX-0",), echeances=(), **champs), "f.xml")
    lecture = lire(chemin)
    piece = lecture.brouillons[0].piece
    assert (piece.genre, piece.montant, piece.deja_regle, piece.sur) == (GenrePiece.AVOIR, montant, 0, "FX-0")
    assert lecture.anomalies == ()


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"echeances": ("20260302", "20260501", "20260401")}, "3 termes (02/03/2026, 01/04/2026, 01/05/2026)"),
        ({"echeances": ()}, "ne porte pas d'échéance : donnez-la avec --echeance"),
        ({"echeances": ("bientôt",)}, "lisible (« bientôt »)"),
        ({"echeances": ("20260101",)}, "précède la date de facture"),
        ({"code_type": "384", "anterieures": ("FX-0",)}, "elle remplace FX-0"),
        ({"code_type": "393"}, "affactureur"),
        ({"code_type": "381", "anterieures": ("A", "B")}, "plusieurs factures (A, B)"),
        ({"siren": "900000424"}, "Le SIREN 900000424 est faux"),
        ({"siren": "900000019", "tva": "FR19787878784"}, "n'est pas celui de son numéro de TVA"),
        ({"siren": "217500016"}, "organisme public"),
    ],
)
def test_avertissements(tmp_path: Path, champs: Any, phrase: str) -> None:
    lecture = lire(ecrire(tmp_path, cii(**champs), "f.xml"))
    assert len(lecture.brouillons) == 1
    (anomalie,) = lecture.anomalies
    assert anomalie.gravite is Gravite.AVERTISSEMENT
    assert phrase in anomalie.message


def test_plusieurs_termes_la_derniere_echeance(tmp_path: Path) -> None:
    chemin = ecrire(tmp_path, cii(echeances=("20260302", "20260501", "20260401")), "f.xml")
    assert lire(chemin).brouillons[0].piece.echeance == dt.date(2026, 5, 1)


@pytest.mark.parametrize(
    ("siren", "tva", "lu", "siret", "qualite"),
    [
        ("90000001900012", "", "900000019", "90000001900012", Qualite.PROFESSIONNEL),
        ("", "FR19787878784", "787878784", "", Qualite.PROFESSIONNEL),
        ("", "DE136695976", "", "", Qualite.PROFESSIONNEL),
        ("", "", "", "", None),
        ("217500016", "", "217500016", "", None),
    ],
)
def test_identite_de_l_acheteur(
    tmp_path: Path, siren: str, tva: str, lu: str, siret: str, qualite: Qualite | None
) -> None:
    (brouillon,) = lire(ecrire(tmp_path, cii(siren=siren, tva=tva), "f.xml")).brouillons
    assert (brouillon.debiteur.siren, brouillon.debiteur.siret, brouillon.qualite) == (lu, siret, qualite)


# --- refus ----------------------------------------------------------------------------------------

_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
_BOMBE = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]><l>&d;</l>'
)


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [
        (cii(devise="USD"), "la facture est en USD"),
        (cii(code_type="751"), "de type 751"),
        (cii(numero="", acheteur=""), "il manque le numéro, le nom de l'acheteur"),
        (cii(du="0.00", paye="1200.00"), "rien à recouvrer"),
        (cii(du="-10.00", paye="1210.00"), "rien à recouvrer"),
        (cii(paye="100.00", du="1200.00"), "les totaux ne vont pas ensemble"),
        (cii(du="1300.00"), "les totaux ne vont pas ensemble"),
        (cii(ttc="12,00"), "n'est pas un nombre d'euros"),
        (cii(ttc="12.005"), "n'est pas un nombre d'euros"),
        (cii(emise_le="20261301"), "date de facture « 20261301 » est illisible"),
        (cii(code_type="381", du="0.00"), "déjà remboursé"),
        (cii()[:-60], "mal formé ou coupé"),
        (b"<a><b></a>", "mal formé ou coupé, à la ligne 1"),
        (b'<?xml version="1.0" encoding="martien"?><a/>', "XML"),
        (_BOMBE, "DOCTYPE"),
        (_BOMBE.decode().replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16"), "DOCTYPE"),
        (b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>', "DOCTYPE"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "DOCTYPE"),
        (b"<a/>", "autre format (« a »)"),
        (b'<CrossIndustryDocument xmlns="urn:ferd:CrossIndustryDocument:invoice:1p0"/>', "ZUGFeRD 1.0"),
        (b'<SCRDMCCBDACIOMessageStructure xmlns="urn:x"/>', "commande Order-X"),
        (b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"/>', "relevé bancaire (CAMT)"),
        (b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"/>', "virement ou de prélèvement"),
        (f'<Order xmlns="{_UBL}Order-2"/>'.encode(), "document UBL « Order »"),
        (b'<html xmlns="http://www.w3.org/1999/xhtml"/>', "page web"),
        (b"<!doctype html><html></html>", "page web"),
        (b"<OFX></OFX>", "relevé bancaire (OFX)"),
        (REMISE.encode(), "c'est du texte"),
        (b"PK\x03\x04xl/workbook.xml", "classeur"),
        (b"", "vide"),
    ],
)
def test_xml_refuses(tmp_path: Path, contenu: bytes, phrase: str) -> None:
    """L'extension ment : seul le contenu compte."""
    with pytest.raises(FichierRefuse) as refus:
        lire_facture(ecrire(tmp_path, contenu, "facture.pdf"))
    assert phrase in refus.value.phrase
    assert refus.value.phrase.startswith("facture.pdf : ")


def test_un_xml_demesure_est_refuse() -> None:
    with pytest.raises(FichierRefuse, match="démesuré"):
        lire_xml(b"<a>" + b"<b/>" * 1_000_001 + b"</a>", "f.xml")
    with pytest.raises(FichierRefuse, match="démesuré"):
        lire_xml(b"<a>" + b" " * 20_000_000 + b"</a>", "f.xml")


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [
        (pdf({}), "ne contient pas de facture électronique"),
        (pdf({"bon.txt": b"bon"}), "ne contient pas de facture électronique"),
        (pdf({"a.xml": b"<a/>", "b.xml": b"<b/>"}), "ne contient pas de facture électronique"),
        (pdf({"order-x.xml": b'<SCRDMCCBDACIOMessageStructure xmlns="urn:x"/>'}), "commande Order-X"),
        (pdf({"factur-x.xml": b""}), "mal formé"),
        (pdf({"factur-x.xml": _BOMBE}), "DOCTYPE"),
        (pdf({"factur-x.xml": cii()}, mot_de_passe="secret"), "protégé (chiffré)"),
        (pdf({"factur-x.xml": cii()}, mot_de_passe=""), "protégé (chiffré)"),
        (pdf({"factur-x.xml": cii()})[:-200], "coupé ou abîmé"),
        (b"%PDF-1.7\nrien", "coupé ou abîmé"),
        (pdf({f"p{rang}.txt": b"." for rang in range(101)}), "plus de 100 pièces jointes"),
    ],
    ids=[
        "sans pièce",
        "sans XML",
        "deux XML",
        "Order-X",
        "XML vide",
        "bombe",
        "chiffré",
        "verrouillé",
        "coupé",
        "faux",
        "cent pièces",
    ],
)
def test_pdf_refuses(tmp_path: Path, contenu: bytes, phrase: str, caplog: pytest.LogCaptureFixture) -> None:
    """Refusés en français, sans que pypdf y mêle ses remarques en anglais."""
    with pytest.raises(FichierRefuse) as refus:
        lire_facture(ecrire(tmp_path, contenu, "facture.xml"))
    assert phrase in refus.value.phrase
    assert caplog.records == []


def test_un_xml_joint_qui_se_decompresse_sans_fin_est_refuse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import DictionaryObject, NameObject, StreamObject

    monkeypatch.setattr(pdf_joint, "PLAFOND_XML", 100_000)
    ecrivain = PdfWriter(clone_from=PdfReader(ecrire(tmp_path, pdf({}), "vide.pdf")))
    piece = ecrivain.add_attachment("factur-x.xml", b" " * 1_000_000)
    fichier = piece.pdf_object["/EF"]
    assert isinstance(fichier, DictionaryObject)
    flux = fichier["/F"].get_object()
    assert isinstance(flux, StreamObject)
    fichier[NameObject("/F")] = ecrivain._add_object(flux.flate_encode())
    ecrivain.write(tmp_path / "bombe.pdf")
    with pytest.raises(FichierRefuse, match="données démesurées"):
        lire_facture(tmp_path / "bombe.pdf")


# --- l'aiguillage ---------------------------------------------------------------------------------


def test_le_contenu_aiguille_et_non_l_extension(tmp_path: Path) -> None:
    remise = ecrire(tmp_path, REMISE, "facture.pdf")
    facture = ecrire(tmp_path, pdf({"factur-x.xml": cii()}), "remise.csv")
    assert (reconnaitre(remise), reconnaitre(facture)) == ("remise", "facture")
    assert len(lire(remise).brouillons) == 3
    assert len(lire(facture).brouillons) == 1


def test_les_options_de_remise_passent_par_l_aiguillage(tmp_path: Path) -> None:
    chemin = ecrire(tmp_path, "N° facture;Qui;Date;Montant\n1;A;01/01/2026;10,00\n")
    appels: list[tuple[int, int]] = []
    lecture = lire(chemin, delai=30, correspondance={"Qui": "nom"}, suivi=lambda *avance: appels.append(avance))
    assert lecture.brouillons[0].piece.echeance == dt.date(2026, 1, 31)
    assert appels


def test_chemins_impossibles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FichierRefuse, match="n'existe pas"):
        lire(tmp_path / "absent.csv")
    with pytest.raises(FichierRefuse, match="c'est un dossier"):
        lire(tmp_path)
    with pytest.raises(FichierRefuse, match="ne peut pas être ouvert"):
        lire(tmp_path / "nul\x00.csv")
    with pytest.raises(FichierRefuse, match="pas un fichier ordinaire"):
        lire(Path("/dev/null"))
    chemin = ecrire(tmp_path, REMISE)

    def interdire(*_: object) -> object:
        raise PermissionError(13, "interdit")

    monkeypatch.setattr(Path, "open", interdire)
    with pytest.raises(FichierRefuse, match="pas le droit de le lire"):
        lire(chemin)
