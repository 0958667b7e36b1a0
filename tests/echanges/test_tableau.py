"""Le décodage : encodages, séparateurs, en-tête cherché, numéros de ligne, guillemets, fichiers qui n'en sont pas."""

from __future__ import annotations

from pathlib import Path

import pytest

from recouvre.domaine.brouillons import FichierRefuse, Gravite
from recouvre.echanges.colonnes import compter_colonnes
from recouvre.echanges.encodage import deviner_encodage
from recouvre.echanges.octets import lire_octets
from recouvre.echanges.remise import lire_remise
from recouvre.echanges.tableau import lire_tableau

from .fabrique import REMISE, csv, ecrire

COURT = "N° facture;Nom;Échéance;Montant TTC"


@pytest.mark.parametrize(
    ("texte", "codec"),
    [
        ("Échéance;cœur;€", "cp1252"),
        ("Échéance;cœur;", "iso8859-15"),
        ("Échéance;12 €;", "iso8859-15"),
        ("Échéance;cœur;€", "utf-8"),
        ("Échéance;cœur;€", "utf-8-sig"),
        ("Échéance;cœur;€", "utf-16"),
        ("Échéance;cœur;€", "utf-16-le"),
        ("Œuvre;Échéance;Montant", "utf-16-le"),
        ("Échéance;cœur;€", "utf-16-be"),
        ("Montant 1½;Nom", "cp1252"),
        ("Durée 1½h;Nom", "cp1252"),
        ("L’un ½x;Nom", "cp1252"),
    ],
)
def test_chaque_encodage_se_relit_exactement(texte: str, codec: str) -> None:
    octets = texte.encode(codec)
    assert octets.decode(deviner_encodage(octets, "f")).removeprefix("\ufeff") == texte


def test_un_utf8_abime_est_refuse_a_sa_ligne() -> None:
    octets = "Échéance;Numéro\nété;1\nÀ".encode()[:-1]
    with pytest.raises(FichierRefuse, match="à la ligne 3"):
        deviner_encodage(octets, "f")


def test_un_encodage_inconnu_est_refuse() -> None:
    with pytest.raises(FichierRefuse, match="encodage"):
        deviner_encodage(b"Nom;\x81\x8d\x90\xe9", "f")


@pytest.mark.parametrize("separateur", [";", ",", "\t", "|"])
@pytest.mark.parametrize("codec", ["cp1252", "utf-8", "utf-8-sig", "utf-16", "iso8859-15"])
def test_separateurs_et_encodages(separateur: str, codec: str) -> None:
    texte = f"N° facture{separateur}Nom{separateur}Échéance\n1{separateur}Désiré{separateur}01/02/2026\n"
    tableau = lire_tableau(texte.encode(codec), "f", compter_colonnes)
    assert tableau.separateur == separateur
    assert tableau.entetes == ("N° facture", "Nom", "Échéance")
    assert tableau.lignes == [(2, ["1", "Désiré", "01/02/2026"])]


def test_une_adresse_pleine_de_virgules_ne_trompe_pas_sur_le_separateur() -> None:
    texte = csv("N° facture;Nom;Adresse", "1;A;12, rue B, bât. C, étage D, porte E, Lyon", "2;B;1, a, b, c, d, e, f")
    assert lire_tableau(texte.encode(), "f", compter_colonnes).separateur == ";"


def test_les_titres_avant_l_en_tete_sont_sautes() -> None:
    texte = csv("Société Untel;;;", "Balance âgée au 31/12/2025;;;", "", COURT, "1;A;01/02/2026;10,00")
    tableau = lire_tableau(texte.encode("cp1252"), "f", compter_colonnes)
    assert tableau.ligne_entete == 4
    assert [numero for numero, _ in tableau.lignes] == [5]


def test_une_cellule_sur_plusieurs_lignes_garde_les_numeros_du_fichier() -> None:
    texte = csv(COURT, '1;"A\r\nbis";01/02/2026;10,00', "", "2;B;01/02/2026;10,00")
    assert [numero for numero, _ in lire_tableau(texte.encode(), "f", compter_colonnes).lignes] == [2, 5]


def test_un_guillemet_jamais_referme_est_dit_avec_ses_lignes(tmp_path: Path) -> None:
    texte = csv(COURT, "1;A;01/02/2026;10,00", '2;"B;01/02/2026;10,00', "3;C;01/02/2026;10,00", "4;D;01/02/2026;10,00")
    lecture = lire_remise(ecrire(tmp_path, texte))
    assert [brouillon.source.ligne for brouillon in lecture.brouillons] == [2]
    assert any("n'est refermé qu'à la ligne 5" in anomalie.message for anomalie in lecture.anomalies)


def test_un_guillemet_ouvert_sur_tout_un_gros_fichier_est_refuse(tmp_path: Path) -> None:
    texte = csv(COURT, '1;"A;01/02/2026;10,00', *["2;B;01/02/2026;10,00"] * 10_000)
    with pytest.raises(FichierRefuse, match="à partir de la ligne 2"):
        lire_remise(ecrire(tmp_path, texte))


def test_une_ligne_courte_est_completee_une_ligne_longue_rejetee(tmp_path: Path) -> None:
    entete = f"{COURT};Libellé"
    texte = csv(entete, "1;A;01/02/2026;10,00", "2;B;01/02/2026;10,00;pièces;;", "3;C;01/02/2026;10,00;a;b")
    lecture = lire_remise(ecrire(tmp_path, texte))
    assert [brouillon.source.ligne for brouillon in lecture.brouillons] == [2, 3]
    assert "6 cellules pour 5 colonnes" in lecture.anomalies[0].message


def test_une_ligne_datee_n_est_jamais_prise_pour_un_total(tmp_path: Path) -> None:
    lecture = lire_remise(ecrire(tmp_path, csv(COURT, "1;Total Bois;01/02/2026;")))
    assert [(a.source.ligne, a.gravite) for a in lecture.anomalies] == [(2, Gravite.REJET)]


def test_totaux_lignes_blanches_et_en_tetes_repetes_sont_ignores_et_comptes(tmp_path: Path) -> None:
    texte = csv(
        COURT,
        "1;TotalEnergies;01/02/2026;10,00",
        " ; ; ; ",
        "Total client;;;10,00",
        ";Sous-total;;10,00",
        COURT,
        "2;A;01/02/2026;5,00",
        "TOTAL GÉNÉRAL;;;15,00",
    )
    lecture = lire_remise(ecrire(tmp_path, texte))
    assert [brouillon.piece.montant for brouillon in lecture.brouillons] == [1000, 500]
    assert [anomalie.message for anomalie in lecture.anomalies] == [
        "lignes de total, de report ou d'en-tête répété, ignorées : 4 (lignes 4, 5, 6, 8)."
    ]


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [
        (b"", "vide"),
        (b" \r\n \r\n", "vide"),
        (b"%PDF-1.7\n", "c'est un PDF"),
        (b"PK\x03\x04....[Content_Types].xml....xl/workbook.xml", "classeur"),
        (b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "classeur"),
        (b"PK\x03\x04autre", "archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "classeur"),
        (b"\x89PNG\r\n\x1a\n\x00", "ni un CSV"),
        (b"Nom;\x00\x01\x02\x03Montant", "ni un CSV"),
        (b"<html><table><tr><td>Nom", "page web"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><a/>", "XML"),
        (b"JournalCode\tEcritureDate\tCompteNum\tDebit\tCredit\n", "FEC"),
        (b"bonjour tout le monde\n", "pas une liste de factures"),
    ],
)
def test_ce_qui_n_est_pas_un_csv_est_nomme(tmp_path: Path, contenu: bytes, phrase: str) -> None:
    with pytest.raises(FichierRefuse, match=phrase):
        lire_remise(ecrire(tmp_path, contenu))


def test_taille_maximale(tmp_path: Path) -> None:
    chemin = ecrire(tmp_path, b"x" * 2_000_001)
    with pytest.raises(FichierRefuse, match="dépasse 2 Mo"):
        lire_octets(chemin, 2_000_000)


def test_le_suivi_est_appele_de_loin_en_loin(tmp_path: Path) -> None:
    appels: list[tuple[int, int]] = []
    lignes = [f"{rang};A;01/02/2026;10,00" for rang in range(2500)]
    lire_remise(ecrire(tmp_path, csv(COURT, *lignes)), suivi=lambda fait, total: appels.append((fait, total)))
    assert appels == [(0, 2500), (1000, 2500), (2000, 2500), (2500, 2500)]


@pytest.mark.parametrize("codec", ["cp1252", "utf-8", "utf-16", "utf-16-be"])
def test_une_remise_dit_la_meme_chose_dans_tous_les_encodages(tmp_path: Path, codec: str) -> None:
    reference = lire_remise(ecrire(tmp_path, REMISE))
    autre = lire_remise(ecrire(tmp_path, REMISE, codec=codec))
    assert autre == reference
    assert reference.brouillons[0].debiteur.adresse == "4 rue du Cœur"
