"""Le papier : géométrie de l'enveloppe, pagination, texte extractible, octets reproductibles."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from fabrique_courriers import AGENCE, FACTURES, PIEGE, VERSEMENT, demande, facture
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PageObject, PdfReader
from test_courriers_attendus import CAS

from recouvre.courriers.courrier import Courrier, Forme, Intertitre, Paragraphe, Signature, lignes_nues
from recouvre.courriers.mise_en_page import imprimer
from recouvre.courriers.modeles import composer
from recouvre.courriers.pdf_elements import MM
from recouvre.courriers.pdf_elements import texte as element_texte
from recouvre.courriers.pdf_polices import GRAS, NORMAL, largeur
from recouvre.courriers.pdf_texte import Style, couper, large_de, resserrer
from recouvre.courriers.refus import CaractereImpossible
from recouvre.domaine.parties import Partie
from recouvre.domaine.profil import Mode

SOIXANTE = tuple(
    facture(f"F-{i:03}", 1_000_00 + i, dt.date(2026, 5, 1) + dt.timedelta(i), f"Livraison {i}" if i % 3 else "")
    for i in range(60)
)
LONGUE = "Société coopérative agricole des producteurs de pommes & poires de la haute vallée de la Durance"


@dataclass(frozen=True)
class Tache:
    """Ce qui est imprimé : un texte ou un trait, en mm depuis le coin haut gauche."""

    texte: str
    gauche: float
    droite: float
    haut: float
    bas: float

    def touche(self, x: tuple[float, float], y: tuple[float, float]) -> bool:
        return self.gauche < x[1] and self.droite > x[0] and self.haut < y[1] and self.bas > y[0]


def lire(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def taches(page: PageObject) -> list[Tache]:
    """Les textes et les traits d'une page. Un texte de plusieurs polices, placé une fois, fait une tache."""
    morceaux: list[tuple[float, float, float, float, str]] = []

    def voir(texte: str, _: Any, tm: list[float], fonte: dict[str, Any] | None, corps: float) -> None:
        net = texte.rstrip("\n")
        if not net.strip():
            return
        nom = GRAS if fonte and "Bold" in fonte["/BaseFont"] else NORMAL
        x, base, large = tm[4] / MM, 297 - tm[5] / MM, largeur(net, nom, corps) / MM
        if morceaux and morceaux[-1][:2] == (x, base):
            _, _, deja, corps, debut = morceaux.pop()
            large, net = deja + large, debut + net
        morceaux.append((x, base, large, corps, net))

    page.extract_text(visitor_text=voir)
    textes = [
        Tache(texte.strip(), x, x + large, base - corps * 0.75 / MM, base + corps * 0.22 / MM)
        for x, base, large, corps, texte in morceaux
    ]
    return [*textes, *_traits(page)]


def _traits(page: PageObject) -> Iterator[Tache]:
    contenu = page.get_contents()
    assert contenu is not None
    depart = (0.0, 0.0)
    for operandes, operateur in contenu.operations:
        if operateur == b"re":
            x, y, large, haute = (float(v) / MM for v in operandes)
            yield Tache("", x, x + large, 297 - y - haute, 297 - y)
        elif operateur == b"m":
            depart = (float(operandes[0]) / MM, 297 - float(operandes[1]) / MM)
        elif operateur == b"l":
            x, y = float(operandes[0]) / MM, 297 - float(operandes[1]) / MM
            yield Tache("", min(x, depart[0]), max(x, depart[0]), min(y, depart[1]), max(y, depart[1]))


def verifier_fenetre(courrier: Courrier, page: PageObject) -> None:
    """Toute l'adresse dans x 110–190, y 57–79 ; rien d'autre dans x 90–209, y 34–102."""
    vues = [tache for tache in taches(page) if tache.touche((90, 209), (34, 102))]
    assert [tache.texte for tache in vues] == [" ".join(ligne.split()) for ligne in courrier.destinataire]
    for tache in vues:
        assert tache.gauche >= 109.9
        assert tache.droite <= 190.1
        assert tache.haut >= 56.9
        assert tache.bas <= 79.1


# --- la fenêtre --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nom", [nom for nom in sorted(CAS) if composer(CAS[nom]).forme is Forme.LETTRE])
def test_la_fenetre_ne_montre_que_l_adresse(nom: str) -> None:
    courrier = composer(CAS[nom])
    page = lire(imprimer(courrier)).pages[0]
    verifier_fenetre(courrier, page)
    assert any(abs(t.haut - 99) < 0.1 and t.gauche == 0 and t.droite >= 4.9 for t in _traits(page)), "repère de pli"


@pytest.mark.parametrize(
    "partie",
    [
        replace(PIEGE, nom=LONGUE),
        replace(
            PIEGE, nom=LONGUE, complement="Résidence des Trois Fontaines, bâtiment C, appartement 1204, porte gauche"
        ),
        replace(PIEGE, nom="W" * 60),
        replace(PIEGE, nom="M" * 38, complement="M" * 38, adresse="M" * 38, ville="M" * 32),
        Partie(
            nom="Peeters & Zonen NV", adresse="Grote Markt 1", code_postal="2000", ville="Antwerpen", pays="Belgique"
        ),
        replace(PIEGE, nom=LONGUE, complement="Bureau 12", pays="République démocratique du Congo"),
        Partie(nom="Roy", adresse="1 rue A", code_postal="01000", ville="Bourg"),
    ],
)
def test_les_adresses_extremes_tiennent_dans_la_fenetre(partie: Partie) -> None:
    courrier = composer(demande(debiteur=partie))
    verifier_fenetre(courrier, lire(imprimer(courrier)).pages[0])


def test_des_references_longues_restent_hors_de_la_fenetre() -> None:
    bavard = demande("relance", creancier=replace(demande().creancier, nom=LONGUE), reference="R" * 60)
    courrier = composer(bavard)
    page = lire(imprimer(courrier)).pages[0]
    verifier_fenetre(courrier, page)
    references = [t for t in taches(page) if t.texte and t.gauche < 21 and 40 < t.haut < 103]
    assert max(t.bas for t in references) < 101.5
    assert any("pommes & poires" in t.texte for t in references)


def test_un_expediteur_bavard_reste_au_dessus_du_filet() -> None:
    profil = replace(AGENCE, denomination=LONGUE, forme=LONGUE, complement="Immeuble " + "Le Grand Large " * 6)
    courrier = composer(demande(profil=replace(profil, ville="Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson")))
    page = lire(imprimer(courrier)).pages[0]
    verifier_fenetre(courrier, page)
    assert LONGUE in page.extract_text()
    (date,) = (t for t in taches(page) if t.texte.endswith("Isson, le 21 novembre 2026") and t.gauche > 100)
    assert date.droite <= 190.1


@pytest.mark.parametrize("nom", ["mise_en_demeure-agence-avec-versement", "avis_avant_poursuites-interne-consommateur"])
def test_rien_ne_deborde_de_la_page_ni_du_pied(nom: str) -> None:
    lecture = lire(imprimer(composer(CAS[nom])))
    for page in lecture.pages:
        vues = [tache for tache in taches(page) if tache.texte]
        assert all(t.gauche >= 19.9 and t.droite <= 190.1 and t.haut >= 8 and t.bas <= 292 for t in vues)
        for un, autre in combinations(vues, 2):
            assert not autre.touche((un.gauche + 0.1, un.droite - 0.1), (un.haut + 0.3, un.bas - 0.3)), (un, autre)


# --- les pages ---------------------------------------------------------------------------------------------------


def test_soixante_factures_se_suivent_sur_plusieurs_pages() -> None:
    pages = [page.extract_text() for page in lire(imprimer(composer(demande(faits=SOIXANTE)))).pages]
    factures = [texte for texte in pages if "Réglé, avoirs" in texte]
    assert len(factures) >= 3
    assert all("Échéance" in texte and "Montant TTC" in texte for texte in factures)
    assert [n for n in (f"F-{i:03}" for i in range(60)) if not any(n in texte for texte in factures)] == []
    (total,) = (texte for texte in pages if "Principal restant dû\n60" in texte)
    assert "F-059" in total
    (interets,) = (texte for texte in pages if "Intérêts courus" in texte)
    assert "F-059" in interets
    assert [f"{rang}/{len(pages)}" in texte for rang, texte in enumerate(pages, 1)] == [True] * len(pages)


@pytest.mark.parametrize("nombre", [*range(1, 18), 25, 32, 39])
def test_le_total_ne_quitte_jamais_la_derniere_facture(nombre: int) -> None:
    pages = [page.extract_text() for page in lire(imprimer(composer(demande(faits=SOIXANTE[:nombre])))).pages]
    (total,) = (texte for texte in pages if "Total à payer au" in texte)
    (principal,) = (texte for texte in pages if "Réglé, avoirs" in texte and "Reste dû\n" in texte and _finit(texte))
    assert f"F-{nombre - 1:03}" in principal
    assert "Somme due" in total
    assert "Principal restant dû" in total
    (signee,) = (texte for texte in pages if "Hélène Núñez-Dupré" in texte)
    assert "salutations distinguées" in signee
    (titre,) = (texte for texte in pages if "Détail des intérêts" in texte)
    assert "Origine du taux" in titre.split("Détail des intérêts")[1]


def _finit(texte: str) -> bool:
    """Cette page porte la fin du tableau des factures : son total suit une rangée."""
    return "Principal restant dû" in texte.split("Reste dû\n")[1].split("Somme due")[0]


@pytest.mark.parametrize("nombre", range(10, 32))
def test_ni_la_signature_ni_un_titre_ne_sont_seuls(nombre: int) -> None:
    lignes = tuple(Paragraphe(f"Ligne {rang}.") for rang in range(nombre))
    fin = (
        Paragraphe("Formule.<br>Suite."),
        Signature(("Signataire", "Qualité")),
        Intertitre("Titre"),
        Paragraphe("Dessous."),
    )
    pages = [p.extract_text() for p in lire(imprimer(replace(composer(demande()), blocs=(*lignes, *fin)))).pages]
    assert any("Formule." in texte and "Suite." in texte and "Signataire" in texte for texte in pages)
    assert any("Titre" in texte and "Dessous." in texte for texte in pages)


def test_un_texte_coupe_garde_deux_lignes_de_chaque_cote() -> None:
    cinq = element_texte(Paragraphe("<br>".join("abcde")), 300)
    for place in range(int(cinq.hauteur)):
        coupe = cinq.couper(place)
        if coupe is not None:
            assert [round(part.hauteur / cinq.style.interligne) for part in coupe] in ([2, 3], [3, 2])
            assert coupe[0].hauteur <= place + 0.1
    assert cinq.couper(cinq.hauteur) is not None
    assert element_texte(Paragraphe("a<br>b<br>c"), 300).couper(40) is None


def test_un_paragraphe_ne_laisse_pas_une_ligne_seule() -> None:
    long = Paragraphe("mot " * 3000)
    courrier = replace(composer(demande()), blocs=(long,))
    pages = [page.extract_text().count("mot mot") for page in lire(imprimer(courrier)).pages]
    assert len(pages) > 2
    assert min(pages) > 1


# --- le texte et les octets --------------------------------------------------------------------------------------


@pytest.mark.parametrize("nom", ["mise_en_demeure-agence-avec-versement", "relance-0-interne-consommateur"])
def test_tout_le_texte_se_relit(nom: str) -> None:
    courrier = composer(CAS[nom])
    relu = "".join("".join(page.extract_text() for page in lire(imprimer(courrier)).pages).split()).casefold()
    for ligne in lignes_nues(courrier):
        for mot in ligne.casefold().split():
            assert mot in relu, ligne


def test_le_nom_piege_s_imprime_tel_quel_partout() -> None:
    nom = "Garage <Martin> & Fils"
    voulue = demande(
        creancier=replace(demande().creancier, nom=nom, ville=nom),
        profil=replace(AGENCE, denomination=nom, signataire=nom, assureur=nom),
        faits=(replace(FACTURES[0], numero="<1> & 2", libelle=nom),),
    )
    relu = "\n".join(page.extract_text() for page in lire(imprimer(composer(voulue))).pages)
    assert relu.count(nom) >= 12
    assert "<1> & 2" in relu
    assert "&amp;" not in relu
    assert "&lt;" not in relu


def test_les_montants_gardent_leur_espace_fine() -> None:
    relu = "\n".join(page.extract_text() for page in lire(imprimer(composer(demande()))).pages)
    assert "6\u202f401,59 €" in relu


def test_un_grand_nombre_se_resserre_plutot_que_de_se_couper() -> None:
    voulue = demande(faits=(facture("F-1", 12_345_678_90, dt.date(2024, 5, 31)),))
    relu = "\n".join(page.extract_text() for page in lire(imprimer(composer(voulue))).pages)
    assert relu.count("12\u202f345\u202f678,90 €") == 4 + 6
    assert "3\u202f943\u202f006,90 €" in relu


def test_deux_impressions_donnent_les_memes_octets() -> None:
    courrier = composer(demande(faits=(*FACTURES, VERSEMENT)))
    assert imprimer(courrier) == imprimer(courrier)


def test_les_octets_ne_dependent_ni_de_l_heure_ni_du_processus() -> None:
    programme = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1]);"
        "from fabrique_courriers import demande; from recouvre.courriers.modeles import composer;"
        "from recouvre.courriers.mise_en_page import imprimer;"
        "print(hashlib.sha256(imprimer(composer(demande()))).hexdigest())"
    )
    empreintes = {
        subprocess.run(
            [sys.executable, "-c", programme, str(Path(__file__).parent)],
            env={**os.environ, "PYTHONHASHSEED": graine, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for graine, zone in (("1", "UTC"), ("2", "Pacific/Auckland"))
    }
    assert empreintes == {hashlib.sha256(imprimer(composer(demande()))).hexdigest()}


def test_les_metadonnees_et_les_signets() -> None:
    lecture = lire(imprimer(composer(demande())))
    assert lecture.metadata is not None
    assert lecture.metadata.title == "Mise en demeure de payer 6\u202f401,59\u00a0€ – D-12/1"
    assert lecture.metadata.author == "Cabinet Vauquelin & Associés"
    assert lecture.metadata.subject == "Dossier D-12, Lyon, le 21 novembre 2026"
    assert str(lecture.root_object["/Lang"]) == "fr"
    titres = [str(signet["/Title"]) for signet in lecture.outline if isinstance(signet, dict)]
    assert titres == [
        "Mise en demeure de payer 6\u202f401,59\u00a0€",
        "Vous avez déjà payé, ou vous n’êtes pas d’accord",
        "Détail des intérêts",
    ]


def test_toutes_les_polices_sont_dans_le_fichier() -> None:
    courrier = composer(demande())
    penche = replace(courrier, blocs=(*courrier.blocs, Paragraphe("<i>a <b>b</b></i> <u>c</u> 1<sup>er</sup>")))
    for page in lire(imprimer(penche)).pages:
        ressources: Any = page["/Resources"]
        for fonte in ressources["/Font"].values():
            assert "LiberationSans" in fonte["/BaseFont"]
            assert "/FontFile2" in fonte["/FontDescriptor"]


def test_un_caractere_sans_dessin_refuse_la_lettre() -> None:
    with pytest.raises(CaractereImpossible, match=r"U\+738B.*王府"):
        imprimer(composer(demande(debiteur=replace(PIEGE, nom="Hôtel 王府"))))
    courrier = composer(demande())
    longue = Paragraphe("mot " * 60 + "漢 " + "mot " * 60)
    with pytest.raises(CaractereImpossible, match=r"U\+6F22.*mot 漢 mot"):
        imprimer(replace(courrier, blocs=(*courrier.blocs, longue)))


def test_l_interne_et_l_agence_n_ont_pas_le_meme_pied() -> None:
    for mode, attendu in ((Mode.AGENCE, True), (Mode.INTERNE, False)):
        modele = f"mise_en_demeure_{mode}"
        relu = lire(imprimer(composer(demande(modele, mode=mode)))).pages[0].extract_text()
        assert ("R124-1 à R124-7" in relu) is attendu


# --- la coupe des lignes -----------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(st.lists(st.text("abcdeéW-", min_size=1, max_size=40), min_size=1, max_size=30), st.floats(40, 400))
def test_couper_ne_perd_rien_et_ne_deborde_pas(mots: list[str], large: float) -> None:
    style = Style()
    lignes = couper(" ".join(mots), style, large)
    assert all(large_de(ligne) <= large + 0.1 for ligne in lignes)
    assert "".join(trait.texte for ligne in lignes for trait in ligne).replace(" ", "") == "".join(mots)


def test_les_espaces_qui_lient_ne_se_coupent_pas() -> None:
    style = Style()
    texte = "Voici : « oui » ; 40 € au 7 décembre 2026, n° 12, article L. 441-10, 01000 Bourg !"
    for large in range(30, 400, 3):
        debuts = [ligne[0].texte[0] for ligne in couper(texte, style, large) if ligne]
        assert not {":", "»", ";", "€", "!"} & set(debuts) or large < 70
    (ligne,) = couper("a<b>b</b>c <i>d</i>", style, 400)
    assert [trait.texte for trait in ligne] == ["a", "b", "c ", "d"]
    assert resserrer("M" * 100, style, 50).corps < style.corps


def test_un_mot_sans_fin_se_coupe_sans_attendre() -> None:
    mot, colonne = "m" * 20_000, 100 * MM
    lignes = couper(mot, Style(), colonne)
    assert "".join(trait.texte for ligne in lignes for trait in ligne) == mot
    assert all(large_de(ligne) <= colonne for ligne in lignes)
