"""La page reste belle : rien ne déborde, rien ne se chevauche, et la fenêtre ne montre que l'adresse."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from courriers_difficiles import ACTES, FORMULAIRE, LETTRES, SOIXANTE, acte
from fabrique_courriers import demande
from mesure_pages import images, mots_de_poppler, superposes, verifier_page
from PIL import Image
from test_courriers_pdf import _traits, lire, taches, verifier_fenetre

from recouvre.courriers.courrier import Colonne, Forme, Paragraphe, Signature, Tableau, Zone, lignes_nues, texte
from recouvre.courriers.mise_en_page import imprimer
from recouvre.courriers.modeles import composer
from recouvre.courriers.pdf_actes import Fiche, formulaire, zone
from recouvre.courriers.pdf_elements import MM
from recouvre.courriers.pdf_page import UTILE
from recouvre.courriers.pdf_tableau import Grille, grille

TOUS = LETTRES | ACTES


@pytest.fixture(scope="module")
def pdfs() -> dict[str, bytes]:
    return {nom: imprimer(courrier) for nom, courrier in TOUS.items()}


@pytest.mark.parametrize("nom", sorted(TOUS))
def test_rien_ne_deborde_ni_ne_se_chevauche(nom: str, pdfs: dict[str, bytes]) -> None:
    verifier_page(pdfs[nom])


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler n'est pas installé")
@pytest.mark.parametrize("nom", sorted(TOUS))
def test_poppler_mesure_la_meme_chose(nom: str, pdfs: dict[str, bytes], tmp_path: Path) -> None:
    for mots in mots_de_poppler(pdfs[nom], tmp_path):
        assert mots
        # Poppler compte la hauteur de la police entière : un quart de trop en haut et en bas.
        nets = [replace(m, haut=m.haut + (m.bas - m.haut) / 4, bas=m.bas - (m.bas - m.haut) / 4) for m in mots]
        assert not list(superposes(nets))
        assert min(m.gauche for m in mots) >= 19.5
        assert max(m.droite for m in mots) <= 190.5


@pytest.mark.parametrize("nom", sorted(LETTRES))
def test_la_fenetre_ne_montre_que_l_adresse(nom: str, pdfs: dict[str, bytes]) -> None:
    page = lire(pdfs[nom]).pages[0]
    verifier_fenetre(LETTRES[nom], page)
    assert not [vue for vue in images(page) if vue.touche((90, 209), (34, 102))]


@pytest.mark.parametrize("nom", sorted(nom for nom, courrier in TOUS.items() if courrier.apparence.logo))
def test_le_logo_ne_deborde_jamais_de_sa_place(nom: str, pdfs: dict[str, bytes]) -> None:
    logo = images(lire(pdfs[nom]).pages[0])[0]
    assert logo.gauche == pytest.approx(20, abs=0.01)
    assert logo.droite <= 110.1
    assert logo.haut >= 7.9
    assert logo.bas <= 31
    attendu = Image.open(io.BytesIO(TOUS[nom].apparence.logo))
    proportion = (logo.droite - logo.gauche) / (logo.bas - logo.haut)
    assert proportion == pytest.approx(attendu.width / attendu.height, rel=0.001)


@pytest.mark.parametrize("nom", sorted(TOUS))
def test_tout_le_texte_se_relit(nom: str, pdfs: dict[str, bytes]) -> None:
    relu = "".join("".join(page.extract_text() for page in lire(pdfs[nom]).pages).split()).casefold()
    for ligne in lignes_nues(TOUS[nom]):
        for mot in ligne.replace("□", "").casefold().split():
            if mot != "–":  # ce qui sépare deux références n'est pas écrit en bout de ligne
                assert mot in relu, ligne


@pytest.mark.parametrize("nom", sorted(TOUS))
def test_les_memes_octets_a_chaque_fois(nom: str, pdfs: dict[str, bytes]) -> None:
    assert imprimer(TOUS[nom]) == pdfs[nom]


# --- les actes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nom", sorted(ACTES))
def test_un_acte_n_a_ni_adresse_ni_pli(nom: str, pdfs: dict[str, bytes]) -> None:
    page = lire(pdfs[nom]).pages[0]
    relu = page.extract_text()
    assert "3 RUE DE L OEUVRE" not in relu
    assert "Objet :" not in relu
    assert not [trait for trait in _traits(page) if trait.gauche < 6]
    titre = next(tache for tache in taches(page) if tache.texte.startswith(TOUS[nom].objet[:20]))
    assert abs((titre.gauche + titre.droite) / 2 - 105) < 0.2
    assert titre.bas < 60


def test_le_texte_d_un_acte() -> None:
    rendu = texte(acte())
    assert "\n\nProtocole d’échéancier\nNos références : D-12/1 – Dossier : D-12" in rendu
    assert "[cadre à remplir à la main]" in rendu
    assert "Témoin n° 5" in rendu
    assert "IBAN" in rendu
    assert "Objet :" not in rendu


def test_une_lettre_sans_mention_d_envoi_n_en_laisse_pas_la_trace() -> None:
    courrier = replace(composer(demande()), mention_envoi="")
    assert "\n\nLyon, le 21 novembre 2026\n\nObjet" in texte(courrier)
    assert courrier.forme is Forme.LETTRE


def test_la_zone_est_vide_et_de_la_bonne_hauteur() -> None:
    page = lire(imprimer(acte(blocs=(Zone("Mention", ("À recopier.",), 40),)))).pages[0]
    (cadre,) = (trait for trait in _traits(page) if 39.5 < trait.bas - trait.haut < 40.5)
    assert cadre.droite - cadre.gauche == pytest.approx(170, abs=0.1)
    assert not [tache for tache in taches(page) if tache.texte and tache.touche((20, 190), (cadre.haut, cadre.bas))]
    assert zone(Zone("", (), 40), UTILE).hauteur == pytest.approx(41.5 * MM)


def test_un_champ_vide_laisse_des_pointilles_et_un_champ_rempli_n_en_a_pas() -> None:
    page = lire(imprimer(acte(blocs=(FORMULAIRE,)))).pages[0]
    pointilles = [
        trait for trait in _traits(page) if trait.haut == trait.bas and trait.droite > 189 and trait.haut > 60
    ]
    vides = [libelle for libelle, valeur in FORMULAIRE.champs if not valeur]
    assert len(pointilles) >= len(vides)
    cases = [t for t in _traits(page) if 2 < t.bas - t.haut < 5.1 and abs(t.droite - t.gauche - t.bas + t.haut) < 0.01]
    assert len(cases) == 27
    assert max(case.droite for case in cases) <= 190.05


# --- ce qui se coupe ---------------------------------------------------------------------------------------------


def _tableau(lignes: int, *, entier: bool = False) -> Grille:
    return grille(
        Tableau(
            colonnes=(Colonne("Facture", 140), Colonne("Montant", 30, droite=True)),
            lignes=tuple((f"F-{rang}\nlibellé" if rang % 2 else f"F-{rang}", "12,00 €") for rang in range(lignes)),
            totaux=(("Sous-total", "1,00 €"), ("Total", "1,00 €")),
            note="Note.",
            entier=entier,
        ),
        UTILE,
    )


@pytest.mark.parametrize("lignes", [1, 2, 3, 12])
def test_ou_qu_on_coupe_un_tableau_l_entete_se_repete_et_le_total_garde_une_rangee(lignes: int) -> None:
    entiere = _tableau(lignes)
    for place in range(int(entiere.hauteur)):
        coupe = entiere.couper(place)
        if coupe is None:
            continue
        debut, suite = coupe
        assert isinstance(debut, Grille)
        assert isinstance(suite, Grille)
        assert debut.hauteur <= place
        assert debut.entete == suite.entete == entiere.entete
        assert debut.rangees
        assert suite.rangees
        assert debut.rangees + suite.rangees == entiere.rangees
        assert not debut.totaux
        assert suite.totaux == entiere.totaux


def test_un_tableau_entier_ne_se_coupe_que_s_il_depasse_la_page() -> None:
    assert _tableau(10, entier=True).couper(100) is None
    assert _tableau(90, entier=True).couper(300) is not None


def test_un_formulaire_ne_laisse_pas_un_champ_seul() -> None:
    entier = formulaire(FORMULAIRE, UTILE)
    for place in range(int(entier.hauteur)):
        coupe = entier.couper(place)
        if coupe:
            assert all(isinstance(part, Fiche) and len(part.champs) >= 2 for part in coupe)


@pytest.mark.parametrize("nombre", [1, 14, 15, 16, 17, 18, 60])
def test_l_en_tete_du_tableau_est_sur_chaque_page_ou_il_passe(nombre: int) -> None:
    pages = [page.extract_text() for page in lire(imprimer(composer(demande(faits=SOIXANTE[:nombre])))).pages]
    for page in pages:
        if "Livraison" in page.split("Détail des intérêts")[0]:
            assert "Montant TTC" in page
    assert sum("Total à payer au" in page for page in pages) == 1


@pytest.mark.parametrize("suite", range(1, 60, 3))
def test_la_signature_garde_la_fin_de_ce_qui_la_precede(suite: int) -> None:
    long = Paragraphe("La formule de politesse est si longue qu’elle se coupe. " * 12)
    blocs = tuple(Paragraphe(f"Ligne {rang}.") for rang in range(suite))
    modele = composer(demande())
    signature = next(bloc for bloc in modele.blocs if isinstance(bloc, Signature))
    pages = [p.extract_text() for p in lire(imprimer(replace(modele, blocs=(*blocs, long, signature)))).pages]
    (signee,) = (page for page in pages if "Hélène Núñez-Dupré" in page)
    assert signee.count("politesse") >= 2


@pytest.mark.parametrize("rangees", range(60, 140, 3))
def test_la_signature_garde_le_total_d_un_long_tableau(rangees: int) -> None:
    modele = composer(demande())
    tableau = Tableau(
        colonnes=(Colonne("Facture", 140), Colonne("Montant", 30, droite=True)),
        lignes=tuple((f"F-{rang}", "12,00 €") for rang in range(rangees)),
        totaux=(("Total général", "1,00 €"),),
    )
    blocs = (tableau, Signature(("Claire Roux",)))
    pages = [p.extract_text() for p in lire(imprimer(replace(modele, blocs=blocs))).pages]
    (signee,) = (page for page in pages if "Claire Roux" in page)
    assert "Total général" in signee
    assert f"F-{rangees - 1}\n" in signee
