"""Le récit d'un décompte : ce qu'il doit dire, le français qu'il parle, et ce qu'il ne dit que si c'est vrai."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from droit.cas import Cas, lire_cas
from fabrique_recit import (
    ADJUDICATRICE,
    CAPITALISE,
    CAS_1,
    CAS_3,
    CAS_7,
    CONSOMMATEUR,
    ESSAIS,
    F_2025,
    NOMS,
    PARTICULIER,
    PROCEDURE,
    PUBLIC,
    REPORTE,
    RICHE,
    TROP_PERCU,
    Essai,
    dossier,
    facture,
    le,
    paiement,
)

from recouvre.affichage import recit_langue as langue
from recouvre.affichage.decompte import montrer
from recouvre.affichage.decompte_donnees import (
    COLONNES_CSV,
    Appris,
    TelQueConnu,
    connu_en_json,
    en_json,
    lignes_csv,
)
from recouvre.affichage.pliage import plier_a
from recouvre.affichage.recit import Noms, Recit, raconter
from recouvre.affichage.recit_texte import en_json as recit_en_json
from recouvre.affichage.recit_texte import en_texte
from recouvre.domaine.contrat import SousPlancher, lire_taux_convenu
from recouvre.domaine.evenements import AvoirAjoute, MiseEnDemeurePresentee, RestitutionFaite
from recouvre.domaine.faits_de_droit import (
    ArretDeDroit,
    ArretLeve,
    CauseArret,
    CreanceQualifiee,
    TitreObtenu,
    TitreSignifie,
)
from recouvre.domaine.montants import en_decimal, en_euros
from recouvre.domaine.parties import Qualite
from recouvre.droit.decompte import decompter
from recouvre.droit.releve import LigneDecompte, Nature, Reserve
from recouvre.operations.bareme import lire_bareme

CAS = tuple(cas for cas in lire_cas() if not cas.refus)


def recit(essai: Essai, aujourdhui: dt.date | None = None, noms: Noms = NOMS) -> Recit:
    return raconter(essai.decompte, essai.dossier, noms, aujourdhui or essai.au)


def dit(essai: Essai, titre: str, aujourdhui: dt.date | None = None) -> str:
    """Les phrases d'un paragraphe, à espaces ordinaires ; vide s'il n'y en a pas."""
    trouves = [p.phrases for p in recit(essai, aujourdhui).paragraphes if p.titre == titre]
    return "\n".join(trouves[0]).replace("\u202f", " ").replace("\u00a0", " ") if trouves else ""


def net(texte: str) -> str:
    """Le texte à espaces ordinaires."""
    return texte.replace("\u202f", " ").replace("\u00a0", " ")


def tout(essai: Essai) -> str:
    return "\n".join(dit(essai, p.titre) for p in recit(essai).paragraphes)


# --- Le ton exigé ----------------------------------------------------------------------------------------------------


def test_la_ligne_d_interets_se_lit_au_telephone() -> None:
    assert (
        "du 1er juillet au 15 septembre 2024, 77 jours, à 14,25 % (taux de la BCE au 1er juillet, 4,25 %, plus "
        "10 points ; C. com., L441-10 II) sur 12 000,00 € : 360,74 €."
    ) in dit(CAS_1, "Facture F-2024-117")


def test_le_recit_va_de_la_facture_a_ce_qui_reste() -> None:
    assert [p.titre for p in recit(RICHE).paragraphes] == [
        "De quoi il s'agit", "Facture F-101", "Facture F-102", "Facture F-103", "Facture F-104",
        "Les paiements et les avoirs", "Les arrêts du cours des intérêts", "Le titre exécutoire",
        "L'indemnité et les frais", "Ce qui reste dû", "Réserves", "Comment refaire le calcul",
    ]  # fmt: skip
    assert [p.titre for p in recit(CAS_7).paragraphes] == [
        "De quoi il s'agit", "Facture F-7", "Les paiements et les avoirs", "L'indemnité et les frais",
        "Ce qui reste dû", "Comment refaire le calcul",
    ]  # fmt: skip


def test_cas_1_chaque_paiement_dit_son_article() -> None:
    phrase = dit(CAS_1, "Les paiements et les avoirs")
    assert "1343-1 ; Cass. 1re civ., 7 févr. 1995, n° 92-14.216" in phrase
    assert (
        "le 15 septembre 2024, 5 000,00 € par virement : 503,75 € d'intérêts, puis 40,00 € d'indemnité, puis "
        "4 456,25 € de principal."
    ) in phrase
    assert "1342-10" not in phrase, "une seule facture : rien à choisir"
    assert "1342-10" in dit(RICHE, "Les paiements et les avoirs")


def test_cas_3_le_plan_et_sa_caducite() -> None:
    assert dit(CAS_3, "Les arrêts du cours des intérêts") == (
        "Du 1er janvier au 14 mars 2026, plan de paiement : aucun intérêt ne court ; le cours reprend le 15 mars 2026 "
        "(clause du plan)."
    )
    assert "doit 2 417,58 € à Forge Béranger : 2 403,98 € de principal et 13,60 € d'intérêts." in tout(CAS_3)


def test_cas_7_paye_chez_le_creancier() -> None:
    assert "1 800,00 € reçus directement par le créancier : 23,97 € d'intérêts" in tout(CAS_7)
    assert "doit 63,97 € à Forge Béranger : 63,97 € de principal." in tout(CAS_7)


# --- Chaque régime, juste --------------------------------------------------------------------------------------------


def test_consommateur_rien_avant_la_mise_en_demeure() -> None:
    premiere, seconde = dit(CONSOMMATEUR, "Facture F-1"), dit(CONSOMMATEUR, "Facture F-2")
    assert "ne courent que du lendemain de la mise en demeure, au taux légal (C. civ., 1231-6" in premiere
    assert "La mise en demeure a été présentée le 31 octobre 2025." in premiere
    assert "L'indemnité forfaitaire de 40 € n'est pas due" in premiere
    assert "Mêmes règles que pour la facture F-1." in seconde
    assert "Aucune mise en demeure n'a été présentée depuis l'échéance : aucun intérêt ne court." in seconde
    assert dit(CONSOMMATEUR, "L'indemnité et les frais") == ""
    assert "plein droit" not in tout(CONSOMMATEUR)


def test_consommateur_condamne_sans_mise_en_demeure() -> None:
    faits = (F_2025, TitreObtenu(date=le("15/11/2025")))
    condamne = Essai(dossier(*faits, qualite=CONSOMMATEUR.dossier.qualite), le("31/12/2025"))
    assert "les intérêts partent du titre (C. civ., 1231-7)" in dit(condamne, "Facture F-1")
    avant = condamne._replace(au=le("31/10/2025"))
    assert "aucun intérêt ne court" in dit(avant, "Facture F-1")


def test_une_mise_en_demeure_a_venir_n_est_pas_encore_presentee() -> None:
    avant = CONSOMMATEUR._replace(au=le("15/10/2025"))
    assert "Aucune mise en demeure n'a été présentée" in dit(avant, "Facture F-1")


def test_public_le_taux_fige_le_report_et_la_mise_en_paiement() -> None:
    phrase = tout(PUBLIC)
    assert "L'acheteur a demandé des pièces avant l'échéance du 30 septembre 2025 : elle est reportée au" in phrase
    assert "il reste figé jusqu'au paiement (CCP, L2192-13 et R2192-31)" in phrase
    assert "plus 8 points, figé pour tout le retard" in phrase
    assert "La retenue de garantie de 500,00 € ne porte pas intérêt (CCP, R2192-33)." in phrase
    assert "mis en paiement ce jour-là et reçus le 20 janvier 2026 (CCP, R2192-32)" in phrase
    assert "L441-10" not in phrase


def test_public_des_pieces_pas_encore_recues_a_cette_date() -> None:
    attend = dit(PUBLIC._replace(au=le("20/09/2025")), "Facture F-1")
    assert "L'acheteur a demandé des pièces qu'il attend encore" in attend and "reportée" not in attend
    avant = dit(PUBLIC._replace(au=le("14/09/2025")), "Facture F-1")
    assert "pièces" not in avant, "la veille de la demande, on n'en sait rien"


def test_entite_adjudicatrice_comme_un_professionnel() -> None:
    assert "entité adjudicatrice, qui paie aux conditions du code de commerce (CCP, L2192-11)" in tout(ADJUDICATRICE)
    assert "figé" not in tout(ADJUDICATRICE)


def test_particulier_le_taux_de_sa_colonne() -> None:
    phrase = tout(PARTICULIER)
    assert "Le créancier est un particulier" in phrase and "au taux légal des créances de particuliers" in phrase
    assert "à 6,65 % (taux légal au 1er juillet, 6,65 % ; C. civ., 1231-6 et 1344-1)" in phrase


def test_capitalisation_ce_qui_s_ajoute_a_la_base() -> None:
    phrase = dit(CAPITALISE, "Facture F-1")
    assert "le 31 décembre 2022, 1 000,00 € d'intérêts impayés s'ajoutent à la base" in phrase
    assert "le paiement du 31 mars 2023 ramène la base à 10 400,00 €." in phrase
    assert "Le contrat capitalise les intérêts" in phrase
    assert "capitalise" not in dit(CAS_1, "Facture F-2024-117")


def test_procedure_ce_qui_est_touche_et_ce_qui_ne_l_est_pas() -> None:
    assert dit(PROCEDURE, "Les arrêts du cours des intérêts") == (
        "À partir du 10 octobre 2025, jour du jugement qui ouvre un redressement judiciaire : aucun intérêt ne court "
        "(C. com., L622-28).\n"
        "La facture F-2, née après ce jour, porte intérêt."
    )
    avant = PROCEDURE._replace(au=le("09/10/2025"))
    assert dit(avant, "Les arrêts du cours des intérêts") == "", "la veille, rien n'est arrêté"


@pytest.mark.parametrize(
    ("procedure_le", "pret", "raison"),
    [
        ("01/09/2025", False, "rien n'a été facturé avant"),
        ("10/10/2025", True, "un prêt ou un paiement différé d'un an"),
    ],
)
def test_une_procedure_sans_prise_dit_pourquoi(procedure_le: str, pret: bool, raison: str) -> None:
    contrat = CreanceQualifiee(date=le("01/09/2025"), pret_un_an=pret)
    arret = ArretDeDroit(date=le(procedure_le), cause=CauseArret.PROCEDURE)
    essai = Essai(dossier(F_2025, contrat, arret), le("31/12/2025"))
    assert raison in dit(essai, "Les arrêts du cours des intérêts")


def test_titre_majore_a_venir_ou_pas() -> None:
    titre, acte = TitreObtenu(date=le("15/11/2025")), TitreSignifie(date=le("20/11/2025"))
    signifie = Essai(dossier(F_2025, titre, acte), le("31/12/2025"))
    assert "à partir du 21 janvier 2026, ce taux sera majoré, s'il n'est pas payé d'ici là, de 5 points" in dit(
        signifie, "Le titre exécutoire"
    )
    apres = signifie._replace(au=le("31/01/2026"))
    assert "à partir du 21 janvier 2026, ce taux est majoré de 5 points (CMF, L313-3)" in dit(
        apres, "Le titre exécutoire"
    )
    avant = signifie._replace(au=le("19/11/2025"))
    assert "Il n'est pas signifié" in dit(avant, "Le titre exécutoire")
    assert dit(signifie._replace(au=le("14/11/2025")), "Le titre exécutoire") == ""


def test_un_trop_percu_revient_au_debiteur() -> None:
    phrase = tout(TROP_PERCU)
    assert "130,00 € par virement : 100,00 € de principal ; 30,00 € de trop." in phrase
    assert "le 5 octobre 2025, 10,00 € versés de trop sont rendus (C. civ., 1302)." in phrase
    assert "Menuiserie Faure ne doit plus rien." in phrase
    assert "20,00 € versés de trop restent à rendre au débiteur." in phrase
    assert "demain" not in phrase and "le lendemain" not in phrase


def test_un_trop_percu_repris_par_une_facture_nouvelle_se_dit_a_sa_date(capsys: pytest.CaptureFixture[str]) -> None:
    phrase = dit(REPORTE, "Les paiements et les avoirs")
    assert "130,00 € par virement : sur F-1, 100,00 € de principal ; 30,00 € de trop." in phrase
    assert (
        "le 10 octobre 2025, 30,00 € versés de trop le 20 septembre 2025 se compensent : sur F-2, 30,00 € de principal "
        "(C. civ., 1347)."
    ) in phrase
    montrer(REPORTE.decompte, REPORTE.dossier, "Essai")
    sortie = capsys.readouterr().out.replace("\u00a0", " ")
    assert "Paiement du 20/09/2025 : F-1, 100,00 € de principal.\n" in sortie
    assert "Trop-perçu repris le 10/10/2025 : F-2, 30,00 € de principal.\n" in sortie


def test_une_imputation_convenue_est_dite() -> None:
    contrat = CreanceQualifiee(date=le("01/09/2025"), imputation="principal,interets,accessoires")
    essai = Essai(dossier(F_2025, contrat, paiement("31/10/2025", 100_00)), le("31/12/2025"))
    phrase = dit(essai, "Les paiements et les avoirs")
    assert "d'abord le principal, puis les intérêts, puis l'indemnité et les frais" in phrase
    assert "Le contrat convient" in phrase


def test_un_avoir_reduit_ou_depasse_le_principal_qu_il_vise() -> None:
    avoirs = (
        AvoirAjoute(date=le("05/10/2025"), numero="A-1", montant=60_00),
        AvoirAjoute(date=le("06/10/2025"), numero="A-2", montant=90_00, sur="F-1"),
        AvoirAjoute(date=le("07/10/2025"), numero="A-3", montant=50_00, sur="F-1"),
    )
    factures = (
        facture("F-1", 100_00, "01/09/2025", "30/09/2025"), facture("F-2", 30_00, "10/10/2025", "31/10/2025"),
    )  # fmt: skip
    essai = Essai(dossier(*factures, *avoirs), le("30/11/2025"))
    phrases = dit(essai, "Les paiements et les avoirs").splitlines()
    debut = [
        "– le 5 octobre 2025, l'avoir A-1 de 60,00 € réduit d'autant le principal de la facture F-1.",
        "– le 6 octobre 2025, l'avoir A-2 de 90,00 € éteint les 40,00 € de principal de la facture F-1 et les dépasse "
        "de 50,00 € ; 40,18 € se compensent : sur F-1, 0,18 € d'intérêts, puis 40,00 € d'indemnité (C. civ., 1347-4) ; "
        "9,82 € de trop.",
        "– le 7 octobre 2025, l'avoir A-3 de 50,00 € ne trouve plus de principal à réduire sur la facture F-1 ; "
        "50,00 € de trop.",
    ]
    assert phrases[:3] == debut
    assert "de ce qui restait de l'avoir A-2, 9,82 € se compensent : sur F-2, 9,82 € de principal" in phrases[3]
    assert "de ce qui restait de l'avoir A-3, 20,18 € se compensent : sur F-2, 20,18 € de principal" in phrases[4]
    assert "L'avoir A-3 dépasse la dette : 29,82 € restent à rendre au débiteur." in tout(essai)
    sans_surplus = essai._replace(au=le("05/10/2025"))
    assert "réduit d'autant" in tout(sans_surplus) and "dépasse" not in tout(sans_surplus)


def test_un_trop_percu_de_deux_sources_ne_ment_sur_aucune() -> None:
    faits = (
        facture("F-1", 100_00, "01/09/2025", "30/09/2025"),
        paiement("20/09/2025", 130_00),
        AvoirAjoute(date=le("25/09/2025"), numero="A-1", montant=10_00, sur="F-1"),
        RestitutionFaite(date=le("05/10/2025"), montant=15_00),
    )
    phrase = tout(Essai(dossier(*faits), le("31/10/2025")))
    assert "15,00 € de trop sont rendus (C. civ., 1302)." in phrase
    assert "25,00 € versés de trop, ou venus d'un avoir, restent à rendre au débiteur." in phrase


@pytest.mark.parametrize(
    ("taux", "choix", "attendu"),
    [
        ("3 x légal", SousPlancher.RELEVER, "trois fois le taux légal (C. com., L441-10 II)"),
        ("5 x légal", SousPlancher.DEFAUT, "5 fois le taux légal (C. com., L441-10 II)"),
        ("2 x légal", SousPlancher.RELEVER, "2 fois le taux légal, porté au plancher de la loi (trois fois le taux "),
        ("5", SousPlancher.RELEVER, "5,00 % par an, porté au plancher de la loi (trois fois le taux légal) les jours"),
        ("5", SousPlancher.DEFAUT, "5,00 % par an, remplacé par le taux de la loi les jours où il est sous le "),
        ("5", SousPlancher.GARDER, "5,00 % par an (C. com., L441-10 II)"),
    ],
)  # fmt: skip
def test_le_plancher_ne_se_dit_que_s_il_peut_jouer(taux: str, choix: SousPlancher, attendu: str) -> None:
    contrat = CreanceQualifiee(date=le("01/09/2025"), taux=lire_taux_convenu(taux), sous_plancher=choix)
    assert f"au taux du contrat, {attendu}" in dit(Essai(dossier(F_2025, contrat), le("31/12/2025")), "Facture F-1")


def test_un_multiple_nul_deja_au_journal_se_raconte() -> None:
    nul = CreanceQualifiee(date=le("01/09/2025"), taux=lire_taux_convenu("0 x legal"))
    assert "0 fois le taux légal au 1er juillet ;" in tout(Essai(dossier(F_2025, nul), le("31/12/2025")))


def test_la_prose_ne_montre_pas_de_code() -> None:
    titre = TitreObtenu(date=le("15/11/2025"), nature="injonction-de-payer")
    condamne = Essai(dossier(F_2025, titre), le("31/12/2025"))
    assert "Titre exécutoire du 15 novembre 2025 (injonction de payer)." in tout(condamne)
    contrat = CreanceQualifiee(date=le("01/09/2025"), clause_forfait=150_00)
    forfait = Essai(dossier(F_2025, contrat, MiseEnDemeurePresentee(date=le("10/10/2025"))), le("31/12/2025"))
    assert "150,00 € de clause pénale, forfait convenu (C. civ., 1231-5)." in tout(forfait)


def test_indemnites_et_accessoires_s_accordent() -> None:
    assert "et 80,00 € d'indemnités." in dit(PROCEDURE, "Ce qui reste dû")
    assert "40,00 € d'indemnité et 407,39 € d'autres accessoires." in dit(RICHE, "Ce qui reste dû")
    assert "503,97 € d'intérêts et 146,42 € d'accessoires." in dit(RICHE, "Ce qui reste dû")


def test_un_consommateur_n_entend_parler_que_de_ce_qu_il_doit() -> None:
    regles = dit(CONSOMMATEUR, "Les paiements et les avoirs").splitlines()[0]
    assert regles.startswith("Un paiement règle d'abord les intérêts, puis le principal (C. civ., 1343-1")
    contrat = CreanceQualifiee(date=le("01/09/2025"), clause_points=Decimal(5))
    faits = (F_2025, contrat, MiseEnDemeurePresentee(date=le("10/10/2025")), paiement("15/12/2025", 300_00))
    avec = Essai(dossier(*faits, qualite=CONSOMMATEUR.dossier.qualite), le("31/12/2025"))
    assert "d'abord les intérêts, puis les accessoires, puis le principal" in dit(avec, "Les paiements et les avoirs")
    assert "clause pénale" in dit(avec, "Les accessoires") and dit(avec, "L'indemnité et les frais") == ""


def test_apres_un_titre_les_accessoires_peuvent_porter_interet() -> None:
    assert dit(CAS_1, "L'indemnité et les frais").endswith("Rien de cela ne porte intérêt.")
    apres = dit(RICHE, "L'indemnité et les frais")
    assert "Rien de cela" not in apres
    assert "Le calcul ne compte pas d'intérêts sur ces sommes ; depuis le titre" in apres and "1231-7" in apres
    avant = RICHE._replace(au=le("14/01/2025"))
    assert "Rien de cela ne porte intérêt." in dit(avant, "L'indemnité et les frais")


def test_une_levee_ne_se_dit_qu_a_partir_de_son_jour() -> None:
    arret = ArretDeDroit(date=le("08/10/2025"), cause=CauseArret.PROCEDURE, genre="redressement")
    levee = ArretLeve(date=le("01/12/2025"), cause=CauseArret.PROCEDURE)
    leve = Essai(dossier(F_2025, arret, levee), le("31/12/2025"))
    assert dit(leve, "Les arrêts du cours des intérêts") == (
        "Du 8 octobre 2025, jour du jugement qui ouvre un redressement judiciaire, au 30 novembre 2025 : aucun intérêt "
        "ne court ; le cours reprend le 1er décembre 2025 (C. com., L622-28)."
    )
    avant = dit(leve._replace(au=le("30/11/2025")), "Les arrêts du cours des intérêts")
    assert avant.startswith("À partir du 8 octobre 2025, jour du jugement") and "reprend" not in avant
    un_jour = Essai(dossier(F_2025, arret, replace(levee, date=le("09/10/2025"))), le("31/12/2025"))
    assert dit(un_jour, "Les arrêts du cours des intérêts").startswith("Le 8 octobre 2025, jour du jugement qui ouvre")


# --- Demain, le total, les réserves ----------------------------------------------------------------------------------


def test_demain_n_est_dit_que_du_lendemain_d_aujourd_hui() -> None:
    assert "2,72 € : demain, 1er mars 2025, 2,72 € de plus." in dit(CAS_1, "Ce qui reste dû")
    assert "2,72 € : le lendemain, 1er mars 2025, 2,72 € de plus." in dit(CAS_1, "Ce qui reste dû", le("01/03/2025"))


@pytest.mark.parametrize("nom", ESSAIS)
def test_toutes_les_lignes_et_toutes_les_reserves_sont_dites(nom: str) -> None:
    essai = ESSAIS[nom]
    phrases = [phrase for p in recit(essai).paragraphes for phrase in p.phrases]
    texte = "\n".join(phrases)
    for ligne in essai.decompte.lignes:
        assert en_euros(abs(ligne.montant)) in texte, ligne
        if ligne.nature is Nature.INTERETS:
            assert f"– {langue.dire_interets(ligne)}" in phrases
    assert [p.phrases for p in recit(essai).paragraphes if p.titre == "Réserves"] == [
        tuple(f"– {reserve.phrase}" for reserve in essai.decompte.reserves)
    ] * bool(essai.decompte.reserves)


@pytest.mark.parametrize("cas", CAS, ids=lambda cas: f"{cas.fichier} : {cas.titre}")
def test_chaque_cas_de_droit_se_raconte_en_francais(cas: Cas) -> None:
    decompte = decompter(cas.dossier, cas.au, lire_bareme())
    conte = raconter(decompte, cas.dossier, NOMS, cas.au)
    for paragraphe in conte.paragraphes:
        for phrase in paragraphe.phrases:
            if paragraphe.titre == "Réserves":  # elles parlent comme le calcul les écrit
                continue
            assert phrase.endswith((".", " :")), phrase
            assert not re.search(
                r"None|Decimal|  |\b[01] jours|\b(?:[2-9]|\d\d+) jour\b|\b1 [a-zéû]+ \d{4}|\.\.", phrase
            )
            assert not re.search(r"\b(?:de|du|à) (?:le|les) |\b(?:de|le|que) [aeiouéèêâîôû]", phrase), phrase
            assert not re.search(r"BCE \d|intérêt légal|\+ ", phrase), phrase
    assert max(map(len, en_texte(conte, 80).splitlines())) <= 80


def test_les_phrases_ne_se_coupent_ni_dans_un_montant_ni_dans_une_date() -> None:
    for colonnes in (40, 60, 80, 100, 120):
        for avant, apres in pairwise(en_texte(recit(RICHE), colonnes).splitlines()):
            assert not apres.lstrip().startswith((";", ":", "€", "%", "juillet", "civ.", "com.", "II"))
            assert not avant.endswith(("C.", "Cass.", " art.", " al.", "n°", "1er", "÷", "×"))


def test_le_recit_json_a_ses_cles_et_ses_phrases_sans_puce() -> None:
    objet = recit_en_json(recit(CAS_1))
    assert list(objet) == ["au", "paragraphes", "total"]
    assert all(list(p) == ["titre", "phrases"] for p in objet["paragraphes"])
    assert not [phrase for p in objet["paragraphes"] for phrase in p["phrases"] if phrase.startswith("–")]
    assert (objet["au"], objet["total"]) == (dt.date(2025, 2, 28), "8019.23")


def test_un_simple_calcul_ne_nomme_personne_et_n_invente_pas_de_date() -> None:
    anonyme = replace(CAS_1.dossier, numero=0)
    conte = raconter(CAS_1.decompte, anonyme, Noms(), CAS_1.au)
    texte = en_texte(conte)
    assert "Décompte expliqué, au 28 février 2025\n" in texte
    assert "Le créancier a facturé à un débiteur professionnel :" in texte
    assert "D-0" not in texte and "1er mai" not in texte and "F-2024" not in texte


# --- Les mots --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("du", "au", "attendu"),
    [
        ("01/07/2024", "15/09/2024", "du 1er juillet au 15 septembre 2024"),
        ("01/06/2024", "30/06/2024", "du 1er au 30 juin 2024"),
        ("31/12/2024", "01/01/2025", "du 31 décembre 2024 au 1er janvier 2025"),
        ("01/06/2024", "01/06/2024", "le 1er juin 2024"),
    ],
)
def test_une_periode(du: str, au: str, attendu: str) -> None:
    assert langue.dire_periode(le(du), le(au)) == attendu


@pytest.mark.parametrize(
    ("fondement", "attendu"),
    [
        ("C. com., art. L441-10 II et D441-5", "C. com., L441-10 II et D441-5"),
        ("C. com., art. L441-10 II (CCP, art. L2192-11) (taux du contrat)", "C. com., L441-10 II ; CCP, L2192-11"),
        ("C. civ., art. 1231-5 (réductible par le juge)", "C. civ., 1231-5"),
        ("clause du plan", "clause du plan"),
    ],
)
def test_un_article(fondement: str, attendu: str) -> None:
    assert langue.dire_article(fondement) == attendu


@pytest.mark.parametrize(
    ("taux", "origine", "fondement", "attendu"),
    [
        ("12.25", "BCE 4,25 % au 01/07/2024 + 8 points", "x (taux du contrat)",
         "taux du contrat : taux de la BCE au 1er juillet, 4,25 %, plus 8 points"),
        ("4.25", "BCE 4,25 % au 01/07/2024 + 0 points", "x", "taux de la BCE au 1er juillet, 4,25 %, plus 0 point"),
        ("11.5", "BCE 1,50 % au 14/12/2023 + 10 points", "x",
         "taux de la BCE au 14 décembre 2023, 1,50 %, plus 10 points"),
        ("14.76", "3 × intérêt légal au 01/07/2024", "x (taux du contrat)",
         "taux du contrat : trois fois le taux légal au 1er juillet, 4,92 %"),
        ("7.38", "1,5 × intérêt légal au 01/07/2024", "x", "1,5 fois le taux légal au 1er juillet, 4,92 %"),
        ("14.76", "plancher : 3 × intérêt légal au 01/07/2024", "x",
         "plancher de trois fois le taux légal au 1er juillet, 4,92 %"),
        ("9.92", "intérêt légal au 01/07/2024 + 5 points", "x", "taux légal au 1er juillet, 4,92 %, plus 5 points"),
        ("9", "taux conventionnel", "x (taux du contrat)", "taux du contrat"),
        ("2", "taux fixé par le juge", "C. civ., art. 1343-5", "taux fixé par le juge"),
        ("2", "une origine neuve", "x", "une origine neuve"),
    ],
)  # fmt: skip
def test_d_ou_vient_un_taux(taux: str, origine: str, fondement: str, attendu: str) -> None:
    ligne = LigneDecompte(
        nature=Nature.INTERETS, facture="F", libelle="", montant=1, fondement=fondement, du=le("01/08/2024"),
        au=le("01/08/2024"), jours=1, base=1_00, taux=Decimal(taux), origine=origine,
    )  # fmt: skip
    dite = langue.dire_interets(ligne).replace("\u00a0", " ")
    assert dite.startswith("le 1er août 2024, 1 jour, à ")
    assert f"({attendu} ; " in dite


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [("12,5", "12,50 % par an"), ("légal", "le taux légal"), ("3 x légal", "trois fois le taux légal"),
     ("2 x légal", "2 fois le taux légal"), ("BCE + 8", "le taux de la BCE plus 8 points"),
     ("BCE + 1", "le taux de la BCE plus 1 point")],
)  # fmt: skip
def test_un_taux_convenu(texte: str, attendu: str) -> None:
    assert langue.dire_taux_convenu(lire_taux_convenu(texte)).replace("\u00a0", " ") == attendu


def test_enumerer() -> None:
    assert [langue.enumerer(mots) for mots in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a et b",
        "a, b et c",
    ]


# --- L'écran, le tableur, le JSON ------------------------------------------------------------------------------------


def _refait(ligne: dict[str, object]) -> int:
    """base × taux × jours ÷ diviseur, en centimes, demi vers le haut, sans rien arrondir avant."""
    exact = Decimal(str(ligne["base"]).replace(",", ".")) * 100 * Decimal(str(ligne["taux"])) * int(str(ligne["jours"]))
    return int((exact / int(str(ligne["diviseur"]))).to_integral_value("ROUND_HALF_UP"))


@pytest.mark.parametrize("nom", ESSAIS)
def test_le_tableur_tombe_juste(nom: str) -> None:
    essai = ESSAIS[nom]
    lignes = [dict(zip(COLONNES_CSV, ligne, strict=True)) for ligne in lignes_csv(essai.decompte, essai.dossier)]
    centimes = [int(str(ligne["montant"]).replace(",", "")) for ligne in lignes]
    for ligne, montant in zip(lignes, centimes, strict=True):
        assert (ligne["diviseur"] is not None) == (ligne["nature"] == "interets")
        if ligne["nature"] == "interets":
            assert _refait(ligne) == montant
    assert lignes[-1]["nature"] == "total"
    assert sum(centimes[:-1]) == centimes[-1] == essai.decompte.total


def test_le_tableur_divise_une_annee_bissextile_par_36600() -> None:
    assert COLONNES_CSV[-1] == "diviseur"
    diviseurs = {ligne[-1] for ligne in lignes_csv(RICHE.decompte, RICHE.dossier)} - {None}
    assert diviseurs == {36500, 36600}


CLES = ["au", "principal", "interets", "indemnites", "accessoires", "total", "encaisse", "trop_percu",
        "interet_par_jour", "lignes", "compensations", "capitalisations", "reserves"]  # fmt: skip
CLES_LIGNE = ["nature", "facture", "libelle", "du", "au", "jours", "base", "taux", "montant", "fondement", "origine",
              "annee"]  # fmt: skip


def test_le_json_a_les_cles_promises() -> None:
    objet = en_json(RICHE.decompte)
    assert list(objet) == CLES
    assert all(list(ligne) == CLES_LIGNE for ligne in objet["lignes"])
    assert {ligne["nature"] for ligne in objet["lignes"]} == {
        "principal", "avoir", "interets", "indemnite", "clause_penale", "complement", "depens", "frais_execution",
        "encaissement",
    }  # fmt: skip
    assert {ligne["annee"] for ligne in objet["lignes"] if ligne["nature"] == "interets"} == {365, 366}
    assert all(list(reserve) == ["code", "phrase"] for reserve in objet["reserves"])
    assert len(objet["reserves"]) == len(RICHE.decompte.reserves) > 0
    assert sum(Decimal(objet[cle]) for cle in CLES[1:5]) == Decimal(objet["total"])


def test_le_json_dit_ce_qui_change_une_base_sans_paiement() -> None:
    assert en_json(CAS_1.decompte)["compensations"] == en_json(CAS_1.decompte)["capitalisations"] == []
    ajouts = en_json(CAPITALISE.decompte)["capitalisations"]
    assert ajouts[0] == {"date": le("31/12/2022"), "facture": "F-1", "montant": "1000.00"}
    faits = (
        facture("F-1", 100_00, "01/09/2025", "30/09/2025"),
        AvoirAjoute(date=le("06/10/2025"), numero="A-1", montant=120_00, sur="F-1"),
    )
    [interets, indemnite] = en_json(Essai(dossier(*faits), le("31/10/2025")).decompte)["compensations"]
    assert list(interets) == ["avoir", "date", "nature", "facture", "montant"]
    assert (interets["avoir"], interets["nature"], interets["montant"]) == ("A-1", "interets", "0.20")
    assert (indemnite["nature"], indemnite["montant"]) == ("indemnite", "19.80")


def test_l_ecran_dit_ce_qui_change_une_base_sans_paiement(capsys: pytest.CaptureFixture[str]) -> None:
    montrer(CAPITALISE.decompte, CAPITALISE.dossier, "Essai")
    phrase = "Au soir du 31/12/2022, 1 000,00 € d'intérêts impayés s'ajoutent à la base (C. civ., art. 1343-2).\n"
    assert phrase in net(capsys.readouterr().out)
    montrer(RICHE.decompte, RICHE.dossier, "Essai")
    assert "Facture F-102 : au soir du 31/03/2025, 407,23 € d'intérêts" in net(capsys.readouterr().out)
    faits = (
        facture("F-1", 100_00, "01/09/2025", "30/09/2025"),
        AvoirAjoute(date=le("06/10/2025"), numero="A-1", montant=120_00),
    )
    essai = Essai(dossier(*faits), le("31/10/2025"))
    montrer(essai.decompte, essai.dossier, "Essai")
    sortie = net(capsys.readouterr().out)
    assert "Avoir A-1, au-delà du principal, le 06/10/2025 : 0,20 € d'intérêts, 19,80 € d'indemnité.\n" in sortie
    assert "Avoir A-1 —" not in sortie, "il ne visait aucune facture"


def test_un_trop_percu_repris_le_jour_d_un_autre_paiement_n_est_pas_ce_paiement(
    capsys: pytest.CaptureFixture[str],
) -> None:
    faits = (
        facture("F-1", 100_00, "01/09/2025", "30/09/2025"),
        paiement("20/09/2025", 130_00),
        facture("F-2", 50_00, "10/10/2025", "31/10/2025"),
        paiement("10/10/2025", 5_00),
    )
    essai = Essai(dossier(*faits), le("30/11/2025"))
    montrer(essai.decompte, essai.dossier, "Essai")
    sortie = net(capsys.readouterr().out)
    assert "Trop-perçu repris le 10/10/2025 : F-2, 30,00 € de principal.\n" in sortie
    assert "Paiement du 10/10/2025 : F-2, 5,00 € de principal.\n" in sortie
    lignes = [dict(zip(COLONNES_CSV, x, strict=True)) for x in lignes_csv(essai.decompte, essai.dossier)]
    encaisses = [ligne["impute_principal"] for ligne in lignes if ligne["nature"] == "encaissement"]
    assert encaisses == ["130,00", "5,00"], "ce qu'un paiement a éteint, même plus tard"


def test_chaque_paiement_public_garde_ses_imputations(capsys: pytest.CaptureFixture[str]) -> None:
    """Mis en paiement dans un autre ordre que reçus : chaque ligne dit les siennes."""
    recus = (
        paiement("20/12/2025", 1_000_00, mis_en_paiement_le=le("15/11/2025")),
        paiement("10/12/2025", 2_000_00, mis_en_paiement_le=le("25/11/2025")),
    )
    essai = Essai(dossier(F_2025, *recus, qualite=Qualite.PUBLIC), le("31/01/2026"))
    lignes = [dict(zip(COLONNES_CSV, x, strict=True)) for x in lignes_csv(essai.decompte, essai.dossier)]
    encaisses = [ligne for ligne in lignes if ligne["nature"] == "encaissement"]
    assert [ligne["montant"] for ligne in encaisses] == ["-1000,00", "-2000,00"]
    for ligne in encaisses:
        imputes = [str(ligne[f"impute_{poste}"]) for poste in ("interets", "accessoires", "principal")]
        assert sum(Decimal(x.replace(",", ".")) for x in imputes) == -Decimal(str(ligne["montant"]).replace(",", "."))
    montrer(essai.decompte, essai.dossier, "Essai")
    assert "Trop-perçu" not in capsys.readouterr().out


@pytest.mark.parametrize("nom", ESSAIS)
@pytest.mark.parametrize("colonnes", [60, 80, 100])
def test_les_notes_ne_se_coupent_pas_dans_un_article(
    nom: str, colonnes: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(colonnes))
    montrer(ESSAIS[nom].decompte, ESSAIS[nom].dossier, "Essai")
    for bloc in ("Intérêt = ", "Réserves"):
        for ligne in capsys.readouterr().out.partition(bloc)[2].partition("\n\n")[0].splitlines():
            assert not ligne.endswith((" C.", "(C.", "n°", "÷", "×", " art.", "Cass.")), ligne


def test_plier_ne_coupe_ni_un_article_ni_un_arret() -> None:
    arret = "Cass. 1re civ., 20 sept. 2017, n° 17-20.508"
    phrase = f"Voir C. conso., art. R212-2 3°, {arret}, et CPCE, art. L111-8 al. 1 ; ÷ 36\u202f600."
    for colonnes in range(24, 100):
        for ligne in plier_a(phrase, colonnes):
            assert len(ligne) <= colonnes
            assert not ligne.endswith((" C.", "art.", "Cass.", "n°", "al.", "÷", "20"))


def test_les_reserves_se_voient(capsys: pytest.CaptureFixture[str]) -> None:
    calcul = replace(CAS_1.decompte, reserves=(Reserve("a", "Une première. " * 20), Reserve("b", "Une seconde.")))
    montrer(calcul, CAS_1.dossier, "Essai")
    lignes = capsys.readouterr().out.splitlines()
    assert lignes[lignes.index("Réserves") - 1] == ""
    assert [ligne[:2] for ligne in lignes[lignes.index("Réserves") + 1 :]] == ["! ", "  ", "  ", "! "]
    montrer(CAS_1.decompte, CAS_1.dossier, "Essai")
    assert "Réserves" not in capsys.readouterr().out


def test_l_ecran_dit_l_article_et_l_annee_de_chaque_ligne(capsys: pytest.CaptureFixture[str]) -> None:
    montrer(RICHE.decompte, RICHE.dossier, "Essai")
    sortie = capsys.readouterr().out.replace("\u202f", " ").replace("\u00a0", " ")
    interets = sortie.partition("Intérêts\n")[2].partition("Indemnités, frais, avoirs, paiements")[0]
    courues = [ligne for ligne in RICHE.decompte.lignes if ligne.nature is Nature.INTERETS]
    notes = dict(re.findall(r"^(\d+)\. (.+(?:\n   .+)*)", interets, re.MULTILINE))
    rangees = [ligne for ligne in interets.splitlines() if ligne.startswith("F-10")]
    assert len(rangees) == len(courues)
    for rangee, ligne in zip(rangees, courues, strict=True):
        note = " ".join(notes[rangee.split()[-1]].split())
        assert ligne.fondement in note and ligne.origine in note
        assert (ligne.annee == 366) == ("÷ 36 600" in note)
    assert "Accessoires restant dus  407,39 €" in sortie
    assert "(÷ 36 600 où la note le dit)" in sortie


def test_sans_366_la_formule_ne_parle_que_de_36500(capsys: pytest.CaptureFixture[str]) -> None:
    montrer(CAS_1.decompte, CAS_1.dossier, "Essai")
    assert "36\u202f600" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "appris", [(), (Appris(rang=7, le=le("15/09/2024"), saisi_le=le("02/01/2025"), texte="Reçu"),)]
)
def test_l_ecart_avec_ce_que_l_on_sait(appris: tuple[Appris, ...], capsys: pytest.CaptureFixture[str]) -> None:
    connu = TelQueConnu(le=le("01/12/2024"), total_aujourdhui=CAS_1.decompte.total + 5_00, appris=appris)
    montrer(CAS_1.decompte, CAS_1.dossier, "Essai", connu)
    sortie = capsys.readouterr().out.replace("\u202f", " ").replace("\u00a0", " ")
    assert re.search(r"Dû au 28/02/2025, tel que connu le 01/12/2024 +8 019,23 €", sortie)
    assert "+5,00 €" in sortie
    assert ("Rien de ce qui a été saisi depuis ne change ce décompte." in sortie) == (not appris)
    assert ("7  02/01/2025  15/09/2024  Reçu" in sortie) == bool(appris)
    objet = connu_en_json(connu)
    assert list(objet) == ["tel_que_connu_le", "total_aujourdhui", "appris"]
    assert objet["total_aujourdhui"] == en_decimal(connu.total_aujourdhui)


def test_la_mise_en_demeure_d_un_professionnel_ne_change_pas_son_recit() -> None:
    avec = Essai(dossier(F_2025, MiseEnDemeurePresentee(date=le("31/10/2025"))), le("31/12/2025"))
    assert dit(avec, "Facture F-1") == dit(Essai(dossier(F_2025), le("31/12/2025")), "Facture F-1")
