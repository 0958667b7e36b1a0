"""Des lignes d'une remise aux brouillons et aux anomalies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recouvre.domaine.brouillons import Brouillon, GenrePiece, Gravite, Lecture
from recouvre.domaine.montants import lire_montant
from recouvre.domaine.parties import Qualite
from recouvre.domaine.refus import Refus, SaisieIllisible
from recouvre.echanges.remise import lire_remise
from recouvre.echanges.valeurs import lire_montant_cellule

from .fabrique import ECHANTILLONS, REMISE, csv, ecrire

B1 = ECHANTILLONS / "remises" / "remise_exemple_cp1252.csv"
PIECE = "N° facture;Nom;Date facture;Échéance"


def _lire(tmp_path: Path, entete: str, *lignes: str, delai: int | None = None) -> Lecture:
    return lire_remise(ecrire(tmp_path, csv(entete, *lignes)), delai=delai)


def _un(tmp_path: Path, entete: str, ligne: str, delai: int | None = None) -> Brouillon:
    lecture = _lire(tmp_path, entete, ligne, delai=delai)
    assert not [anomalie for anomalie in lecture.anomalies if anomalie.gravite is Gravite.REJET]
    (brouillon,) = lecture.brouillons
    return brouillon


def _rejet(tmp_path: Path, entete: str, ligne: str, delai: int | None = None) -> tuple[str, str]:
    lecture = _lire(tmp_path, entete, ligne, delai=delai)
    assert lecture.brouillons == ()
    (anomalie,) = [anomalie for anomalie in lecture.anomalies if anomalie.gravite is Gravite.REJET]
    assert anomalie.source.ligne == 2
    return anomalie.source.colonne, anomalie.message


# --- la remise d'exemple (cas B1) -----------------------------------------------------------------


@pytest.mark.skipif(not B1.exists(), reason="la remise d'exemple partagée est absente")
@pytest.mark.parametrize("codec", [None, "utf-8-sig", "utf-16"])
def test_cas_b1(tmp_path: Path, codec: str | None) -> None:
    chemin = B1 if codec is None else ecrire(tmp_path, B1.read_bytes().decode("cp1252"), B1.name, codec)
    lecture = lire_remise(chemin)
    assert [(b.source.ligne, b.reference, b.piece.genre.value, b.piece.numero, b.piece.montant, b.piece.deja_regle)
            for b in lecture.brouillons] == [
        (2, "C001", "facture", "F2026-0101", 123456, 0),
        (3, "C001", "facture", "F2026-0102", 240000, 40000),
        (4, "C001", "avoir", "A2026-0007", 15000, 0),
        (5, "C002", "facture", "F2026-0110", 8990, 0),
        (6, "C003", "facture", "F2026-0120", 56000, 0),
        (8, "C001", "facture", "F2026-0101", 123456, 0),
    ]  # fmt: skip
    assert [(a.source.ligne, a.source.colonne, a.gravite.value) for a in lecture.anomalies] == [
        (5, "E-mail", "avertissement"),
        (6, "SIREN", "avertissement"),
        (7, "Échéance", "rejet"),
        (9, "Montant TTC", "rejet"),
    ]
    assert lecture.brouillons[2].piece.sur == "F2026-0102"
    assert lecture.brouillons[0].debiteur.code_postal == "01000"
    assert lecture.brouillons[0].piece.libelle == "Travaux œuvre"
    assert lecture.brouillons[3].debiteur.denomination == "Mme Hélène Núñez-Dupré"
    assert lecture.brouillons[3].qualite is Qualite.CONSOMMATEUR
    assert lecture.brouillons[4].debiteur.siren == "900000424"
    assert lecture.brouillons[0].qualite is Qualite.PROFESSIONNEL
    assert lecture.brutes[9][-1] == "montant vide"
    assert len(lecture.entetes) == 18


def test_la_remise_fabriquee(tmp_path: Path) -> None:
    lecture = lire_remise(ecrire(tmp_path, REMISE, codec="cp1252"))
    facture, avoir, particulier = lecture.brouillons
    assert (facture.piece.montant, facture.piece.deja_regle) == (123456, 3456)
    assert facture.piece.echeance == dt.date(2026, 2, 14)
    assert (avoir.piece.genre, avoir.piece.montant, avoir.piece.sur) == (GenrePiece.AVOIR, 15000, "V-1")
    assert avoir.piece.echeance is None
    assert facture.debiteur is avoir.debiteur
    assert particulier.debiteur.code_postal == "06200"
    assert particulier.debiteur.telephone == "06 00 00 00 12"
    assert particulier.debiteur.courriel == ""
    assert [(a.source.ligne, a.source.colonne) for a in lecture.anomalies if a.gravite is Gravite.AVERTISSEMENT] == [
        (4, "CP"),
        (4, "E-mail"),
        (4, "Téléphone"),
        (5, "SIREN"),
    ]
    assert [a.source.ligne for a in lecture.anomalies if a.gravite is Gravite.REJET] == [5]


# --- montants -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("colonnes", "cellules", "montant", "deja_regle"),
    [
        ("Montant TTC", "1 234,56 €", 123456, 0),
        ("Montant TTC", "1.234,56", 123456, 0),
        ("Montant TTC;Déjà réglé", "100,00;25,5", 10000, 2550),
        ("Montant TTC;Solde", "100,00;80,00", 10000, 2000),
        ("Montant TTC;Solde", "100,00;", 10000, 0),
        ("Montant TTC;Solde;Acompte", "100,00;80,00;20,00", 10000, 2000),
        ("Solde", "80,00", 8000, 0),
        ("Solde;Acompte", "80,00;20,00", 10000, 2000),
        ("Débit;Crédit;Solde", "100,00;;4 100,00", 10000, 0),
        ("Débit;Crédit;Solde", "100,00;30,00;4 070,00", 10000, 3000),
        ("Montant TTC;HT;TVA", "120,00;100,00;20,00", 12000, 0),
    ],
)
def test_ce_qui_est_du(tmp_path: Path, colonnes: str, cellules: str, montant: int, deja_regle: int) -> None:
    piece = _un(tmp_path, f"{PIECE};{colonnes}", f"1;A;01/01/2026;31/01/2026;{cellules}").piece
    assert (piece.genre, piece.montant, piece.deja_regle) == (GenrePiece.FACTURE, montant, deja_regle)


@pytest.mark.parametrize(
    ("colonnes", "cellules", "colonne", "phrase"),
    [
        ("Montant TTC", "", "Montant TTC", "le montant manque"),
        ("Montant TTC", "0,00", "Montant TTC", "le montant est nul"),
        ("Montant TTC", "1.234", "Montant TTC", "ambigu"),
        ("Montant TTC", "cent", "Montant TTC", "n'est pas un montant"),
        ("Montant TTC;Déjà réglé", "100,00;100,00", "Montant TTC", "déjà réglé 100,00 € sur 100,00 €"),
        ("Montant TTC;Déjà réglé", "100,00;120,00", "Montant TTC", "déjà réglé 120,00 € sur 100,00 €"),
        ("Montant TTC;Déjà réglé", "100,00;-20,00", "Déjà réglé", "écrivez-le sans signe"),
        ("Montant TTC;Solde", "100,00;0,00", "Solde", "rien à recouvrer"),
        ("Montant TTC;Solde", "100,00;120,00", "Solde", "dépasse le montant TTC"),
        ("Montant TTC;Solde;Acompte", "100,00;80,00;30,00", "Solde", "ne fait pas le solde 80,00 €"),
        ("Débit;Crédit", ";50,00", "Crédit", "avoir ou règlement"),
        ("Débit;Crédit", ";", "Débit", "le montant manque"),
        ("Montant TTC;Devise", "10,00;USD", "Devise", "seuls les montants en euros"),
        ("Montant TTC;Lettrage", "10,00;AB", "Lettrage", "lettrée"),
        ("Montant TTC;Statut", "10,00;Payée", "Statut", "rien à recouvrer"),
        ("Montant TTC;Type", "10,00;RG", "Type", "c'est un règlement"),
    ],
)
def test_montants_rejetes(tmp_path: Path, colonnes: str, cellules: str, colonne: str, phrase: str) -> None:
    lu, message = _rejet(tmp_path, f"{PIECE};{colonnes}", f"1;A;01/01/2026;31/01/2026;{cellules}")
    assert lu == colonne
    assert phrase in message


@pytest.mark.parametrize(
    ("colonnes", "cellules", "montant"),
    [
        ("Montant TTC", "-150,00", 15000),
        ("Montant TTC", "(150,00)", 15000),
        ("Montant TTC", "150,00-", 15000),
        ("Montant TTC;Type", "150,00;Avoir", 15000),
        ("Montant TTC;IN/CN", "150,00;CN", 15000),
        ("Montant TTC;Solde", "-150,00;-50,00", 5000),
        ("Solde", "-50,00", 5000),
        ("Débit;Crédit;Type", ";150,00;AV", 15000),
        ("Débit;Crédit;Libellé", ";150,00;Avoir commercial", 15000),
    ],
)
def test_avoirs(tmp_path: Path, colonnes: str, cellules: str, montant: int) -> None:
    """Un avoir n'a pas besoin d'échéance, et son montant est ce qui reste à imputer, positif."""
    piece = _un(tmp_path, f"{PIECE};{colonnes}", f"1;A;01/01/2026;;{cellules}").piece
    assert (piece.genre, piece.montant, piece.deja_regle, piece.echeance) == (GenrePiece.AVOIR, montant, 0, None)


@pytest.mark.parametrize(
    ("sur", "libelle", "attendu"),
    [
        ("F-1", "", "F-1"),
        ("", "Avoir sur F-1", "F-1"),
        ("", "retour marchandise (f-1)", "F-1"),
        ("", "Avoir facture n° 2024-118", "2024-118"),
        ("", "Avoir sur F-1 et F-2", ""),
        ("", "Avoir sur 3 palettes", ""),
        ("", "Remise du 10/02/2026", ""),
        ("", "Avoir sur facture du 10/02/2026", ""),
        ("", "Avoir sur 10/02/2026", ""),
    ],
)
def test_la_facture_qu_un_avoir_vise(tmp_path: Path, sur: str, libelle: str, attendu: str) -> None:
    lecture = _lire(
        tmp_path,
        "N° facture;Nom;Échéance;Montant;Sur facture;Libellé",
        f"A-9;A;;-10,00;{sur};{libelle}",
        "F-1;A;01/02/2026;100,00;;",
        "F-2;A;01/02/2026;100,00;;",
    )
    assert lecture.brouillons[0].piece.sur == attendu
    assert lecture.brouillons[1].piece.sur == ""


@settings(deadline=None, derandomize=True, database=None)
@given(
    st.from_regex(r"[-+(]?[0-9 .]{0,9}[.,]?[0-9]{0,3}[-)€]?", fullmatch=True) | st.text("0123456789,.- €", max_size=12)
)
def test_le_raccourci_de_lecture_rend_ce_que_rend_le_domaine(texte: str) -> None:
    def tenter(lire: Callable[[str], int]) -> int | str:
        try:
            return lire(texte)
        except Refus as refus:
            return refus.phrase

    assert tenter(lire_montant_cellule) == tenter(lire_montant)


# --- dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ecrite",
    ["15/02/2026", "15.02.2026", "15/02/26", "2026-02-15", "2026/02/15", "20260215", "46068", "15/02/2026 00:00:00",
     "2026-02-15T08:30:00"],
)  # fmt: skip
def test_dates_lues(tmp_path: Path, ecrite: str) -> None:
    piece = _un(tmp_path, f"{PIECE};Montant", f"1;A;01/01/2026;{ecrite};10,00").piece
    assert piece.echeance == dt.date(2026, 2, 15)


@pytest.mark.parametrize(
    ("emise", "echeance", "colonne", "phrase"),
    [
        ("01/01/2026", "31/02/2026", "Échéance", "ce jour n'existe pas"),
        ("01/01/2026", "02/15/2026", "Échéance", "ce jour n'existe pas"),
        ("hier", "31/01/2026", "Date facture", "n'est pas une date"),
        ("01/02/2026", "31/01/2026", "Échéance", "l'échéance (31/01/2026) précède la date de facture (01/02/2026)"),
        ("01/01/2026", "", "Échéance", "ajoutez l'échéance, ou relancez avec --delai 30"),
        ("", "46", "Échéance", "n'est pas une date"),
    ],
)
def test_dates_rejetees(tmp_path: Path, emise: str, echeance: str, colonne: str, phrase: str) -> None:
    lu, message = _rejet(tmp_path, f"{PIECE};Montant", f"1;A;{emise};{echeance};10,00")
    assert lu == colonne
    assert phrase in message


@pytest.mark.parametrize(("qui", "total"), [("Sommer Frères", False), ("Cumulus", False), ("TOTAL GÉNÉRAL :", True)])
def test_un_nom_qui_ressemble_a_un_total_est_rejete_pas_saute(tmp_path: Path, qui: str, total: bool) -> None:
    lecture = _lire(tmp_path, f"{PIECE};Montant", "1;A;01/01/2026;31/01/2026;10,00", f"2;{qui};;;20,00")
    rejets = [a for a in lecture.anomalies if a.gravite is Gravite.REJET]
    assert [a.source.ligne for a in rejets] == ([] if total else [3])


def test_le_delai_supplee_l_echeance_absente_et_elle_seule(tmp_path: Path) -> None:
    lecture = _lire(
        tmp_path,
        f"{PIECE};Montant",
        "1;A;01/01/2026;;10,00",
        "2;A;01/01/2026;15/02/2026;10,00",
        "3;A;;;10,00",
        delai=30,
    )
    assert [b.piece.echeance for b in lecture.brouillons] == [dt.date(2026, 1, 31), dt.date(2026, 2, 15)]
    assert "ni échéance, ni date de facture" in lecture.anomalies[0].message


def test_un_delai_insense_est_refuse(tmp_path: Path) -> None:
    chemin = ecrire(tmp_path, REMISE)
    for delai in (-1, 366):
        with pytest.raises(SaisieIllisible, match="n'a pas de sens"):
            lire_remise(chemin, delai=delai)


# --- numéros --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numero", "phrase"),
    [
        ("", "manque"),
        ("F1, F2", "une ligne par facture"),
        ('"F1;F2"', "une ligne par facture"),
        ("2,02E+09", "abîmé par un tableur"),
        ("F" * 61, "trop long"),
    ],
)
def test_numeros_rejetes(tmp_path: Path, numero: str, phrase: str) -> None:
    colonne, message = _rejet(tmp_path, f"{PIECE};Montant", f"{numero};A;01/01/2026;31/01/2026;10,00")
    assert colonne == "N° facture"
    assert phrase in message


@pytest.mark.parametrize("numero", ["018304 / 28865", "FA-2026/01", "A, B"])
def test_numeros_inhabituels_gardes(tmp_path: Path, numero: str) -> None:
    assert _un(tmp_path, f"{PIECE};Montant", f"{numero};A;01/01/2026;31/01/2026;10,00").piece.numero == numero


# --- débiteur -------------------------------------------------------------------------------------

DEBITEUR = "N° facture;Échéance;Montant"
_D = "1;31/01/2026;10,00"


@pytest.mark.parametrize(
    ("colonnes", "cellules", "champs"),
    [
        ("Nom;SIREN", "A;900 000 019", {"siren": "900000019"}),
        ("Nom;SIREN", "A;73282932000074", {"siren": "732829320", "siret": "73282932000074"}),
        ("Nom;SIRET", "A;73282932000074", {"siren": "732829320", "siret": "73282932000074"}),
        ("Nom;N° TVA intracommunautaire", "A;FR19787878784", {"siren": "787878784"}),
        ("Nom;Adresse", "A;12 rue Haute, 01000 Bourg-en-Bresse", {"adresse": "12 rue Haute", "code_postal": "01000"}),
        ("Nom;Adresse", "A;1 quai B 13002 Marseille Cedex 02", {"code_postal": "13002", "ville": "Marseille Cedex 02"}),
        ("Nom;Adresse", "A;12 rue Haute", {"adresse": "12 rue Haute", "ville": ""}),
        ("Nom;CP;Pays", "A;1000;Belgique", {"code_postal": "1000", "pays": "Belgique"}),
        ("Nom;CP;Pays", "A;01000;FRANCE", {"code_postal": "01000", "pays": ""}),
        ("Société;Nom;Prénom;Civilité", "X;Roy;Éva;Mme", {"nom": "X", "complement": "À l'attention de Mme Éva Roy"}),
        ("Raison sociale;Nom;Prénom;Civilité", ";Roy;Éva;Mme", {"nom": "Roy", "prenom": "Éva", "civilite": "Mme"}),
        ("Nom;Téléphone;Portable", "A;;06 00 00 00 02", {"telephone": "06 00 00 00 02"}),
        ("Nom;Téléphone;Portable", "A;04 74 00 00 01;06 00 00 00 02", {"telephone": "04 74 00 00 01"}),
        ("Nom;Adresse", 'A;"12 rue Haute\nBât. B"', {"adresse": "12 rue Haute, Bât. B"}),
        ("Nom", "  SARL \u00a0 Dupont\u00a0 ", {"nom": "SARL Dupont"}),
    ],
)  # fmt: skip
def test_debiteur(tmp_path: Path, colonnes: str, cellules: str, champs: dict[str, str]) -> None:
    debiteur = _un(tmp_path, f"{DEBITEUR};{colonnes}", f"{_D};{cellules}").debiteur
    assert {champ: getattr(debiteur, champ) for champ in champs} == champs


@pytest.mark.parametrize(
    ("colonnes", "cellules", "qualite"),
    [
        ("Type", "PRO", Qualite.PROFESSIONNEL),
        ("Type", "Particulier", Qualite.CONSOMMATEUR),
        ("Type", "PUBLIC", Qualite.PUBLIC),
        ("Type", "Collectivité", Qualite.PUBLIC),
        ("Type client", "B2C", Qualite.CONSOMMATEUR),
        ("Type", "Gold", None),
        ("Type;SIREN", "Gold;900000019", None),
        ("Type;SIREN", "Facture;900000019", Qualite.PROFESSIONNEL),
        ("SIREN", "900000019", Qualite.PROFESSIONNEL),
        ("SIREN", "217500016", None),
        ("SIREN;Type", "217500016;PUBLIC", Qualite.PUBLIC),
        ("Ville", "Lyon", None),
    ],
)
def test_qualite(tmp_path: Path, colonnes: str, cellules: str, qualite: Qualite | None) -> None:
    assert _un(tmp_path, f"{DEBITEUR};Nom;{colonnes}", f"{_D};A;{cellules}").qualite is qualite


@pytest.mark.parametrize(
    ("colonnes", "cellules", "phrase"),
    [
        ("SIREN", "900000424", "Le SIREN 900000424 est faux"),
        ("SIREN", "9,00E+08", "abîmé par un tableur"),
        ("CP", "1000", "lu 01000"),
        ("CP", "ABC", "Gardé tel quel"),
        ("Téléphone", "474000001", "lu 04 74 00 00 01"),
        ("Téléphone", "poste 12", "Gardé tel quel"),
        ("E-mail", "a@b", "n'est pas retenue"),
        ("Type", "Gold", "« Gold » n'est pas une qualité connue"),
        ("SIREN", "217500016", "organisme public"),
        ("Type;SIREN", "PART;900000019", "vérifiez la qualité"),
    ],
)
def test_un_avertissement_par_debiteur_garde_la_ligne(
    tmp_path: Path, colonnes: str, cellules: str, phrase: str
) -> None:
    ligne = f"31/01/2026;10,00;A;{cellules}"
    lecture = _lire(tmp_path, f"{DEBITEUR};Nom;{colonnes}", f"1;{ligne}", f"2;{ligne}")
    assert len(lecture.brouillons) == 2
    (anomalie,) = lecture.anomalies
    assert anomalie.gravite is Gravite.AVERTISSEMENT
    assert anomalie.source.ligne == 2
    assert phrase in anomalie.message


def test_un_nom_absent_rejette_chaque_ligne(tmp_path: Path) -> None:
    lecture = _lire(tmp_path, f"{DEBITEUR};Nom", "1;31/01/2026;10,00;", "2;31/01/2026;10,00;")
    assert [(a.source.ligne, a.gravite) for a in lecture.anomalies] == [(2, Gravite.REJET), (3, Gravite.REJET)]


def test_toutes_les_fautes_d_une_ligne_sortent_ensemble(tmp_path: Path) -> None:
    lecture = _lire(tmp_path, f"{PIECE};Montant;Devise", ";;hier;31/02/2026;cent;USD")
    assert [a.source.colonne for a in lecture.anomalies] == [
        "Nom",
        "N° facture",
        "Devise",
        "Montant",
        "Date facture",
        "Échéance",
    ]


def test_un_credit_de_grand_livre_n_a_qu_un_reproche(tmp_path: Path) -> None:
    """On ne réclame pas son échéance à ce qui est peut-être un règlement."""
    colonne, message = _rejet(tmp_path, f"{PIECE};Débit;Crédit", "R1;A;01/01/2026;;;40,00")
    assert colonne == "Crédit"
    assert "recouvre encaisser" in message


def test_deux_lignes_identiques_donnent_deux_brouillons(tmp_path: Path) -> None:
    ligne = "1;A;01/01/2026;31/01/2026;10,00"
    assert len(_lire(tmp_path, f"{PIECE};Montant", ligne, ligne).brouillons) == 2
