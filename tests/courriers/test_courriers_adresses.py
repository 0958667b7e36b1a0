"""L'adresse de l'enveloppe : NF Z10-011."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recouvre.courriers.adresses import LARGEUR, LIGNES, lignes_postales
from recouvre.courriers.ecriture import montant, par_groupes, sur_une_ligne
from recouvre.domaine.parties import Partie


@pytest.mark.parametrize(
    ("partie", "lignes"),
    [
        (
            Partie(
                civilite="Mme", prenom="Zoé", nom="Núñez-Dupré", complement="Appt 12, escalier B",
                adresse="12, rue du Général-de-Gaulle", code_postal="01000", ville="Bourg-en-Bresse",
            ),
            ("Mme Zoé Núñez-Dupré", "Appt 12, escalier B", "12 RUE DU GENERAL DE GAULLE", "01000 BOURG EN BRESSE"),
        ),
        (
            Partie(nom="Œuvres & Cie", adresse="1 place\nBâtiment A", code_postal="75009", ville="Paris CEDEX 09"),
            ("Œuvres & Cie", "1 PLACE", "BATIMENT A", "75009 PARIS CEDEX 09"),
        ),
        (
            Partie(nom="Peeters NV", adresse="Grote Markt 1", code_postal="2000", ville="Antwerpen", pays="Belgïque"),
            ("Peeters NV", "Grote Markt 1", "2000 ANTWERPEN", "BELGIQUE"),
        ),
        (
            Partie(
                nom="Łucja Wójcik", adresse="ul. Złota 5/7, m. 12", code_postal="90-001", ville="Łódź", pays="Pologne"
            ),
            ("Łucja Wójcik", "ul. Złota 5/7, m. 12", "90-001 LODZ", "POLOGNE"),
        ),
        (
            Partie(nom="Roy", adresse="12/14, rue A. Briand\nB.P. 7_bis", code_postal="01000", ville="Bourg (Ain)"),
            ("Roy", "12/14 RUE A BRIAND", "B P 7 BIS", "01000 BOURG AIN"),
        ),
        (
            Partie(
                nom="Roy", complement="Résidence des Trois Fontaines, bâtiment C\nPorte gauche", adresse="1 rue A",
                code_postal="01000", ville="Bourg",
            ),
            ("Roy", "Résidence des Trois Fontaines,", "bâtiment C", "Porte gauche", "1 RUE A", "01000 BOURG"),
        ),
        (
            Partie(nom="Roy", adresse="1 boulevard du Maréchal de Lattre de Tassigny", code_postal="1", ville="L'Isle"),
            ("Roy", "1 BD DU MARECHAL DE LATTRE DE TASSIGNY", "1 L ISLE"),
        ),
    ],
)  # fmt: skip
def test_les_lignes(partie: Partie, lignes: tuple[str, ...]) -> None:
    assert lignes_postales(partie) == lignes


def test_un_nom_demesure_ne_prend_que_les_lignes_qui_restent() -> None:
    nom = "Établissements Roy " * 30
    lignes = lignes_postales(Partie(nom=nom, complement="Appt 2", adresse="1 rue A", code_postal="84000", ville="Apt"))
    assert len(lignes) == LIGNES
    assert " ".join(lignes[:3]) == nom.strip()


def test_un_nom_tres_long_se_plie_sans_rien_perdre() -> None:
    nom = "Société civile d'exploitation agricole des vergers réunis de la vallée de la Durance et du Luberon"
    lignes = lignes_postales(Partie(nom=nom, adresse="1 rue A", code_postal="84000", ville="Apt"))
    assert " ".join(lignes[:-2]) == nom
    assert len(lignes) <= LIGNES
    assert all(len(ligne) <= LARGEUR for ligne in lignes)


@given(st.text("abcé ", min_size=1, max_size=300), st.text("xy\n, ", max_size=60), st.text("z'-", max_size=30))
def test_jamais_plus_de_six_lignes_ni_de_ligne_vide(nom: str, complement: str, ville: str) -> None:
    une_ligne = complement.replace("\n", " ")
    partie = Partie(nom=nom, adresse="3 rue B", complement=une_ligne, code_postal="69000", ville=ville)
    lignes = lignes_postales(partie)
    assert len(lignes) <= LIGNES
    assert all(ligne.strip() for ligne in lignes)
    assert "".join(lignes).replace(" ", "").startswith(nom.replace(" ", ""))


@given(st.integers(-(10**14), 10**14))
def test_un_montant_ecrit_se_relit(centimes: int) -> None:
    ecrit = montant(centimes)
    assert ecrit.endswith(f",{abs(centimes) % 100:02d}\u00a0€")
    net = ecrit.replace("\u202f", "").replace("\u00a0€", "").replace(",", "").replace("−", "-")
    assert int(net) == centimes


def test_un_texte_decompose_se_recompose() -> None:
    assert sur_une_ligne("E\u0301te\u0301\t20\u200b26\u0007") == "Été 2026"
    assert par_groupes(" 812 345 678 ", 3) == "812\u00a0345\u00a0678"


def test_une_voie_etrangere_longue_se_plie_au_lieu_de_tout_rapetisser() -> None:
    voie = "Appartement 12, Résidence des Cerisiers en Fleurs, 14-2 Nakanoshima Kita-ku"
    lignes = lignes_postales(Partie(nom="Sato SA", adresse=voie, code_postal="530-0005", ville="Osaka", pays="Japon"))
    assert " ".join(lignes[1:-2]) == voie and max(map(len, lignes)) <= 38
    assert lignes[-2:] == ("530-0005 OSAKA", "JAPON") and len(lignes) <= 7
