"""Les en-têtes que l'on rencontre vraiment, et ce qu'on en comprend."""

from __future__ import annotations

from pathlib import Path

import pytest

from recouvre.domaine.brouillons import FichierRefuse
from recouvre.domaine.refus import SaisieIllisible
from recouvre.echanges.colonnes import exiger_colonnes, normaliser, reconnaitre_colonnes
from recouvre.echanges.remise import lire_remise
from recouvre.echanges.synonymes import AMBIGUS, LIBELLES, SYNONYMES

from .fabrique import ENTETE, csv, ecrire

REELS = {
    "exemple": (
        ENTETE,
        "reference type civilite nom prenom siren adresse complement code_postal ville telephone courriel numero "
        "emise_le echeance montant deja_regle libelle",
    ),
    "Respaid": (
        "Civilité,Nom complet,Adresse,Nom de société,SIREN,Email,Mobile,Société émettrice,N° facture,Date d'émission,"
        "description,solde,acompte",
        "civilite nom adresse societe siren courriel mobile - numero emise_le libelle solde deja_regle",
    ),
    "Recouvr'Up": (
        "débiteur;numéro;date facture;échéance;Montant TTC",
        "nom numero emise_le echeance montant",
    ),
    "EDC": (
        "numéro;date émission;date échéance;HT;TTC;devise;IN/CN",
        "numero emise_le echeance - montant devise genre",
    ),
    "My DSO Manager": (
        "code client;n° pièce;émission;échéance;TTC initial;type",
        "reference numero emise_le echeance montant type",
    ),
    "code public 1": (
        "numero_facture;client;date_emission;date_echeance;montant_ht;tva;montant_ttc;statut;jours_retard",
        "numero nom emise_le echeance - - montant statut -",
    ),
    "code public 2": (
        "type;tiers_nom;reference;date_document;date_echeance;montant_initial;solde_ouvert;notes",
        "type nom numero emise_le echeance montant solde libelle",
    ),
    "grand livre": (
        "Code;Intitulé;Date;Journal;Pièce;Libellé;Échéance;Débit;Crédit;Lettrage;Solde",
        "reference societe emise_le - numero libelle echeance debit credit lettrage solde",
    ),
    "usages": (
        "N° dossier|Raison sociale|CP|Mail|Tél.|Portable|N° pièce|Date d'exigibilité|Reste dû|Déjà réglé",
        "reference societe code_postal courriel telephone mobile numero echeance solde deja_regle",
    ),
    "tiers codé": ("Tiers;Intitulé;Facture n°;Éch.;Solde dû (€)", "reference societe numero echeance solde"),
    "tiers nommé": ("TIERS;FACTURE;DATE ECHEANCE;MONTANT DÛ EN EUROS", "nom numero echeance solde"),
    "référence du client": (
        "Référence;N° facture;Client;Échéance;Montant T.T.C.",
        "reference numero nom echeance montant",
    ),
}


@pytest.mark.parametrize(("entete", "roles"), REELS.values(), ids=REELS.keys())
def test_en_tetes_reels(entete: str, roles: str) -> None:
    cellules = entete.split(next(signe for signe in ";|," if signe in entete))
    colonnes = reconnaitre_colonnes(cellules)
    lus = {indice: role for role, indice in colonnes.positions.items()}
    assert [lus.get(indice, "-") for indice in range(len(cellules))] == roles.split()
    assert not colonnes.doublons


def test_aucun_en_tete_n_a_deux_sens() -> None:
    formes = [(normaliser(forme), role) for role, formes in SYNONYMES.items() for forme in formes]
    assert len({forme for forme, _ in formes}) == len({*formes})
    assert not {forme for forme, _ in formes} & {normaliser(forme) for forme in AMBIGUS}
    assert SYNONYMES.keys() == LIBELLES.keys()


def test_deux_colonnes_pour_un_role_la_plus_precise_l_emporte_et_l_autre_est_dite(tmp_path: Path) -> None:
    entete = "Date;Date facture;N° facture;Nom;Échéance;Adresse;Adresse;Montant TTC"
    ligne = "01/01/2020;01/02/2026;1;A;01/03/2026;2 rue Haute;siège du créancier;10,00"
    lecture = lire_remise(ecrire(tmp_path, csv(entete, ligne)))
    assert lecture.brouillons[0].piece.emise_le is not None
    assert lecture.brouillons[0].piece.emise_le.year == 2026
    assert lecture.brouillons[0].debiteur.adresse == "2 rue Haute"
    assert [(anomalie.source.ligne, anomalie.message) for anomalie in lecture.anomalies] == [
        (1, "la colonne 1, « Date », est ignorée : la 2, « Date facture », la remplace."),
        (1, "la colonne 7, « Adresse », est ignorée : la 6, « Adresse », la remplace."),
    ]


@pytest.mark.parametrize(
    ("entete", "delai", "phrase"),
    [
        ("numéro;date émission;date échéance;HT;TTC", None, "il manque le nom du débiteur. En-tête lu : numéro | date"),
        ("Nom;Échéance;Montant", None, "le numéro de facture"),
        ("Nom;Échéance;N° facture", None, "le montant TTC ou le solde"),
        ("Nom;N° facture;Montant", None, "relancez avec --delai 30"),
        ("Nom;N° facture;Montant", 30, "la date de facture dont partira le délai"),
        ("Couleur;Taille", None, "aucun en-tête de colonne n'y est reconnu"),
        ("", None, "aucun en-tête de colonne n'y est reconnu"),
    ],
)
def test_colonnes_indispensables(entete: str, delai: int | None, phrase: str) -> None:
    with pytest.raises(FichierRefuse, match=phrase) as refus:
        exiger_colonnes(reconnaitre_colonnes(entete.split(";")), "f.csv", delai=delai)
    assert "Réf. client;Type;Nom" in refus.value.phrase


def test_la_correspondance_imposee_prime(tmp_path: Path) -> None:
    entete = "Ident;Qui;Quand;Combien;Montant;Facture"
    texte = csv(entete, "7;Aline;01/02/2026;12,00;99,00;F1")
    imposee = {"Qui": "nom", "quand": "echeance", "Combien": "montant", "Ident": "reference", "Montant": "ignorer"}
    lecture = lire_remise(ecrire(tmp_path, texte), correspondance=imposee)
    (brouillon,) = lecture.brouillons
    assert (brouillon.debiteur.nom, brouillon.reference, brouillon.piece.montant) == ("Aline", "7", 1200)
    assert not lecture.anomalies


@pytest.mark.parametrize(
    ("imposee", "phrase"),
    [
        ({"Nom": "patronyme"}, "« patronyme » n'est pas un contenu de colonne. Écrivez : reference, type"),
        ({"Surnom": "nom"}, "« Surnom », que le fichier n'a pas"),
        ({"Nom": "nom", "Ville": "nom"}, "deux colonnes pour « nom »"),
    ],
)
def test_une_correspondance_fausse_est_refusee(tmp_path: Path, imposee: dict[str, str], phrase: str) -> None:
    chemin = ecrire(tmp_path, csv("Nom;Ville;N° facture;Échéance;Montant", "A;B;1;01/02/2026;1,00"))
    with pytest.raises(SaisieIllisible, match=phrase):
        lire_remise(chemin, correspondance=imposee)
