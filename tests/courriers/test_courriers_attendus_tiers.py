"""Le texte des documents au créancier et aux tiers, comparé mot à mot à ``tests/attendus/courriers_tiers``.

Pour les récrire après un changement voulu : ``RECOUVRE_ATTENDUS=ecrire pytest tests/courriers``, puis relire le diff.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from fabrique_courriers import AGENCE, CREANCIER, FACTURES, PREMIERE
from fabrique_documents import (
    ARTISANE,
    CLOS,
    JUGEMENT,
    PRET,
    RECEVABLE,
    SAISIES,
    TITRE,
    VIE,
    document,
    portefeuille,
    presentee,
)
from pypdf import PdfReader

from recouvre.courriers.contexte import Demande
from recouvre.courriers.courrier import Paragraphe, lignes_nues, litteral, texte
from recouvre.courriers.mise_en_page import imprimer
from recouvre.courriers.modeles import composer
from recouvre.domaine.parties import Qualite, ReglagesCreancier
from recouvre.domaine.profil import Mode

ATTENDUS = Path(__file__).parent.parent / "attendus" / "courriers_tiers"
TOUT = {
    "pouvoir": "10/11/2026", "signataire": "Me Jean Bart, avocat à Lyon",
    "surete": "nantissement du fonds de commerce inscrit le 3 mai 2025",
    "litige": "tribunal de commerce de Saint-Étienne, n° 2026F00412",
    "interets_apres": "4 % l’an sur le capital restant dû, jusqu’au paiement",
}  # fmt: skip
PHYSIQUE = {
    "forme": "",
    "representant": "",
    "etat_civil": "née le 3 mars 1975 à Lyon, de nationalité française, artisane",
}


def _cas() -> dict[str, Demande]:
    return {
        "accuse_reception": document("accuse_reception"),
        "accuse_reception-incomplet": document(
            "accuse_reception",
            *FACTURES,
            manquantes=("pouvoir (mandat écrit)", "CGV acceptées"),
            reglages=ReglagesCreancier(),
            suites=(),
            prescription_le=None,
        ),
        "compte_rendu": document("compte_rendu"),
        "compte_rendu-a-decider": document(
            "compte_rendu",
            saisies={
                "proposition": "Six versements de 600 € dès le 5 décembre 2026.",
                "decision": "Acceptez-vous cet échelonnement ?",
                "repondre_le": "30/11/2026",
            },
        ),
        "compte_rendu-clos": document("compte_rendu", *VIE, CLOS, reglages=ReglagesCreancier()),
        "etat_avancement": document("etat_avancement"),
        "certificat_irrecouvrabilite": document("certificat_irrecouvrabilite"),
        "certificat_irrecouvrabilite-tva": document("certificat_irrecouvrabilite", saisies={"tva": "650,00"}),
        "certificat_irrecouvrabilite-consommateur": document(
            "certificat_irrecouvrabilite", *FACTURES, PREMIERE, presentee(), qualite=Qualite.CONSOMMATEUR
        ),
        "declaration_creance": document("declaration_creance", *VIE, JUGEMENT),
        "declaration_creance-entiere": document("declaration_creance", *VIE, JUGEMENT, TITRE, PRET, saisies=TOUT),
        "declaration_creance-interne": document("declaration_creance", *VIE, JUGEMENT, mode=Mode.INTERNE),
        "declaration_creance-liquidation": document(
            "declaration_creance", *FACTURES, replace(JUGEMENT, genre="liquidation", publie_le=None)
        ),
        "justification_surendettement": document(
            "justification_surendettement", *FACTURES, PREMIERE, presentee(), RECEVABLE, qualite=Qualite.CONSOMMATEUR
        ),
        "justification_surendettement-titre": document(
            "justification_surendettement",
            *FACTURES,
            TITRE,
            RECEVABLE,
            qualite=Qualite.CONSOMMATEUR,
            saisies={"caution": "M. Luc Roy, 2 rue Haute, 69003 Lyon"},
        ),
        "requete_injonction": document("requete_injonction", *VIE, presentee()),
        "requete_injonction-entiere": document(
            "requete_injonction",
            saisies={
                **PHYSIQUE,
                "expose": "Le débiteur a reçu et utilise les portes.",
                "renvoi": "le tribunal de commerce de Saint-Étienne",
            },
            creancier=ARTISANE,
        ),
        "requete_injonction-consommateur": document(
            "requete_injonction",
            *FACTURES,
            qualite=Qualite.CONSOMMATEUR,
            mode=Mode.INTERNE,
            saisies={"forme": "", "juge": "président du tribunal judiciaire de Lyon"},
        ),
        "convention_mandat": document("convention_mandat"),
        "convention_mandat-physique": document(
            "convention_mandat",
            creancier=ARTISANE,
            saisies={
                "representant": "",
                "reversement": "le 10 de chaque mois, sur relevé",
                "duree": "un an, renouvelable par accord écrit",
                "preavis": "trois mois",
                "originaux": "3",
            },
        ),
        "declaration_creance-tardive": document(
            "declaration_creance",
            *FACTURES,
            replace(JUGEMENT, date=dt.date(2026, 9, 1), publie_le=dt.date(2026, 9, 8)),
        ),
        "pouvoir-declaration": document("pouvoir", *VIE, JUGEMENT),
        "pouvoir-injonction": document(
            "pouvoir", saisies={"objet_pouvoir": "Injonction", "representant": ""}, creancier=ARTISANE
        ),
        "pouvoir-interne": document(
            "pouvoir",
            mode=Mode.INTERNE,
            saisies={"objet_pouvoir": "injonction", "mandataire": "Me Jean Bart, avocat à Lyon"},
        ),
    }  # fmt: skip


CAS = _cas()


@pytest.mark.parametrize("nom", sorted(CAS))
def test_le_texte_est_celui_attendu(nom: str) -> None:
    courrier = composer(CAS[nom])
    rendu = texte(courrier) + (f"\nÀ savoir : {courrier.rappel}\n" if courrier.rappel else "")
    fichier = ATTENDUS / f"{nom}.txt"
    if os.environ.get("RECOUVRE_ATTENDUS") == "ecrire":
        fichier.parent.mkdir(parents=True, exist_ok=True)
        fichier.write_text(rendu, "utf-8")
    assert rendu == fichier.read_text("utf-8")


def test_chaque_modele_a_ses_attendus_et_aucun_n_est_orphelin() -> None:
    assert {nom.partition("-")[0] for nom in CAS} == set(SAISIES)
    assert {fichier.stem for fichier in ATTENDUS.glob("*.txt")} == set(CAS)


@pytest.mark.parametrize("nom", sorted(CAS))
def test_le_pdf_contient_tout_le_texte(nom: str) -> None:
    courrier = composer(CAS[nom])
    pages = PdfReader(io.BytesIO(imprimer(courrier))).pages
    lu = _resserrer(" ".join(page.extract_text() for page in pages))
    for mot in set(re.findall(r"\w{4,}", " ".join(lignes_nues(courrier)))):
        assert _resserrer(mot) in lu, mot


def _resserrer(texte_lu: str) -> str:
    """Sans espace ni trait d'union, en majuscules : une adresse postale s'imprime en capitales sans accent."""
    return re.sub(r"[\s-]", "", texte_lu).casefold()


@pytest.mark.parametrize("nom", sorted(CAS))
def test_rien_du_dossier_ne_passe_pour_une_balise_ni_ne_colle_deux_mots(nom: str) -> None:
    courrier = composer(CAS[nom])
    nu = "\n".join(lignes_nues(courrier))
    assert "&amp;" not in nu and "&lt;" not in nu and "{" not in nu
    for bloc in courrier.blocs:
        phrase = litteral(bloc.texte) if isinstance(bloc, Paragraphe) else ""
        assert not _COLLES.search(re.sub(r"\S*@\S*|F-\S+|F\d+", "x", phrase)), phrase


_COLLES = re.compile(r"[a-zé](?:[A-ZÉ(«]|\d)|[,;:](?=[A-Za-zÀ-ÿ(«])| ,|\.\.| {2}")
"""Deux mots collés, une virgule précédée d'une espace, deux points de suite : la trace d'une condition mal fermée."""


def test_un_etat_de_trente_dossiers_tient_en_trois_pages_et_ses_totaux_sont_justes() -> None:
    trente = composer(document("etat_avancement", portefeuille=portefeuille(30)))
    assert len(PdfReader(io.BytesIO(imprimer(trente))).pages) <= 3
    assert trente.total == sum(ligne.reste for ligne in portefeuille(30))
    assert ("Dossiers", "30") in trente.references
    assert "Débiteur" not in dict(trente.references), "il ne parle pas d'un seul dossier"


def test_le_createur_d_un_papier_est_celui_qui_le_signe() -> None:
    """Une déclaration sur l'en-tête d'une agence a été jugée irrégulière : son nom n'y est nulle part."""
    for modele in ("declaration_creance", "justification_surendettement", "requete_injonction"):
        nom = modele if modele in CAS else f"{modele}-declaration"
        nu = "\n".join(lignes_nues(composer(CAS[nom])))
        assert AGENCE.denomination not in nu and CREANCIER.denomination in nu
