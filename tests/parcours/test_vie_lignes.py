"""Les lignes de droit.md, § 9.1 à § 9.5 : un parcours nomme chacune.

Ici, les lignes qu'aucun autre parcours ne nomme, et la liste entière, tenue par le dernier essai.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande
from pypdf import PdfReader

L111_8 = "Les frais de recouvrement entrepris sans titre exécutoire restent à la charge du créancier"
MAUVAISE_FOI = "peut demander au juge de l'exécution de laisser tout ou partie des frais"


@pytest.fixture
def tenu(recouvre: LigneDeCommande) -> LigneDeCommande:
    """1 000 € échus le 31/01/2026 entre professionnels ; nous sommes le mardi 3 mars 2026."""
    recouvre.ouvrir("F-1", "1000", "--emise", "01/01/2026")
    return recouvre


def lire(fichier: str | Path) -> str:
    texte = " ".join(page.extract_text() for page in PdfReader(fichier).pages)
    return " ".join(texte.replace("’", "'").replace("\u202f", " ").split())


def document(recouvre: LigneDeCommande, nom: str, *saisies: str) -> str:
    """Le texte de ce document, en aperçu."""
    mots = [mot for saisie in saisies for mot in ("--avec", saisie)]
    recouvre("courrier", "D-1", nom, *mots, "--sortie", f"{nom}.pdf")
    return lire(f"{nom}.pdf")


def genres(recouvre: LigneDeCommande, au: str) -> set[str]:
    """Ce que l'agenda demande ce jour-là et les trente suivants."""
    return {d["genre"] for d in recouvre.json("agenda", "--au", au, "--jours", "30")["demarches"]}


def partie(recouvre: LigneDeCommande, jour: str) -> str:
    """Le texte de la lettre partie ce jour-là."""
    assert len(recouvre.envoyer(jour)) == 1
    [lettre] = recouvre.cabinet.glob(f"courriers/{jour}/D-1-*.pdf")
    return lire(lettre)


def test_institutionnels_artisans_particuliers(recouvre: LigneDeCommande) -> None:
    """§ 9.1, ligne « Clients institutionnels, artisans, particuliers » : la qualité décide de ce qui est dû."""
    dus = {}
    for rang, qualite in enumerate(("professionnel", "consommateur", "public"), start=1):
        recouvre.ouvrir(f"F-{rang}", "1000", "--qualite", qualite, "--emise", "01/01/2026", debiteur=f"Débiteur {rang}")
        decompte = recouvre.json("decompte", f"D-{rang}", "--au", "03/03/2026")
        dus[qualite] = (decompte["interets"] != "0.00", decompte["indemnites"])
    assert dus == {"professionnel": (True, "40.00"), "consommateur": (False, "0.00"), "public": (True, "40.00")}


def test_prise_de_contact_des_la_reception(recouvre: LigneDeCommande) -> None:
    """§ 9.1, ligne « Prise de contact dès réception » : le mandat, puis la lettre ; ni appel ni visite avant."""
    recouvre.ouvrir("F-1", "1000", complet=False)
    assert recouvre.json("relances")["a_envoyer"] == []
    recouvre.fait("piece", "D-1", "mandat")
    recouvre.fait("piece", "D-1", "cgv")
    assert [etape for _, etape, _ in recouvre.agenda("2026-03-03")] == ["mise-en-demeure"]
    assert recouvre.envoyer("2026-03-03") == [("D-1", "mise-en-demeure")]


def test_sms_mail_telephone_rappellent_la_lettre(tenu: LigneDeCommande) -> None:
    """§ 9.1, ligne « SMS, mail, téléphone » ; § 9.4, ligne « Amiable : téléphone, courrier, e-mail, SMS »."""
    tenu.envoyer("2026-03-03")
    trame = document(tenu, "trame_appel")
    assert "D-1-1" in trame and "3 mars 2026" in trame and "124-4" in trame
    for canal in ("appel", "courriel", "sms"):
        tenu.fait("noter", "D-1", canal, "échange")
    assert tenu.lignes("SELECT count(*) FROM journal WHERE genre = 'ContactNote'") == [(3,)]


def test_visite_et_enquete(tenu: LigneDeCommande) -> None:
    """§ 9.1, ligne « Visite domiciliaire, enquête terrain » : refusée une fois, plus aucune (L121-7 2°)."""
    for jour in ("2026-03-03", "2026-03-16", "2026-03-23"):
        tenu.envoyer(jour)
    assert "visite" in genres(tenu, "2026-03-25")
    tenu.fait("signaler", "D-1", "visite-refusee", "--le", "23/03/2026")
    assert "visite" not in genres(tenu, "2026-03-25")


def test_aucun_frais_amiable(recouvre: LigneDeCommande) -> None:
    """§ 9.1, ligne « Frais amiables au créancier » : aucun n'entre dans ce que doit un consommateur (L111-8)."""
    recouvre.ouvrir("F-1", "1000", "--qualite", "consommateur", "--emise", "01/01/2026")
    frais = ("frais", "D-1", "60", "--nature", "complement", "--justificatif", "facture de l'agence")
    assert "L111-8" in recouvre.refuse(*frais)
    assert recouvre.json("decompte", "D-1", "--au", "03/03/2026")["total"] == "1000.00"


def test_quarante_euros_et_penalites(tenu: LigneDeCommande) -> None:
    """§ 9.1, ligne « 40 € B2B + pénalités » : de plein droit, sauf si une procédure interdisait de payer."""
    decompte = tenu.json("decompte", "D-1", "--au", "03/03/2026")
    assert (decompte["interets"], decompte["indemnites"]) == ("10.32", "40.00"), "1 000 × 12,15 % × 31 / 365"
    tenu.fait("signaler", "D-1", "procedure", "--type", "sauvegarde", "--jugement-le", "31/01/2026")
    decompte = tenu.json("decompte", "D-1", "--au", "03/03/2026")
    assert (decompte["interets"], decompte["indemnites"]) == ("0.00", "0.00")


def test_mandat_d_encaisser(tenu: LigneDeCommande) -> None:
    """§ 9.1, ligne « Mandat d'encaisser » : le compte affecté sur la lettre, et le reversement à l'agenda."""
    assert "FR76 3000 6000" in partie(tenu, "2026-03-03")
    tenu.fait("encaisser", "D-1", "500", "--le", "03/03/2026")
    [reversement] = [d for d in tenu.json("agenda", "--au", "2026-04-03")["demarches"] if d["genre"] == "reversement"]
    assert "03/04/2026" in reversement["libelle"] and "R124-6" in reversement["fondement"]


def test_remise_d_un_fichier(recouvre: LigneDeCommande) -> None:
    """§ 9.2, ligne « Remise des créances papier, support, e-mail »."""
    lignes = "debiteur;qualite;facture;montant;echeance\nSAS Bois;professionnel;F-1;1 000,50;31/01/2026\n"
    Path("remise.csv").write_text(lignes, encoding="cp1252")
    recouvre.fait("ouvrir", "remise.csv", "--creancier", "Forge")
    assert recouvre.json("decompte", "D-1", "--au", "31/01/2026")["principal"] == "1000.50"


def test_accuse_de_reception(tenu: LigneDeCommande) -> None:
    """§ 9.2, ligne « Accusé de réception » : par affaire, le débiteur et les sommes, ce qui manque."""
    accuse = document(tenu, "accuse_reception")
    assert "Menuiserie Faure" in accuse and "1 000,00 €" in accuse and "D-1" in accuse


def test_certifie_sincere(tenu: LigneDeCommande) -> None:
    """§ 9.2, ligne « Certifié sincère et conforme » : exigé de la seule déclaration de créance (L622-25)."""
    tenu.fait("signaler", "D-1", "procedure", "--type", "redressement", "--jugement-le", "02/03/2026", "--bodacc-le",
              "03/03/2026")  # fmt: skip
    saisies = ("tribunal=tribunal de Lyon", "signataire=M. Béranger", "destinataire=Me Bois ; 1 rue ; 44000 Nantes")
    assert "Je certifie que cette créance est sincère et véritable" in document(tenu, "declaration_creance", *saisies)


def test_la_mise_en_demeure_et_ses_mentions(tenu: LigneDeCommande) -> None:
    """§ 9.2, lignes « Mise en demeure recommandée à l'ouverture », « Mentions », « Rappel des alinéas ».

    § 9.4, ligne « Rappel de l'engagement du débiteur » : la facture, sa date et son échéance.
    """
    lettre = partie(tenu, "2026-03-03")
    for mention in (
        "Cabinet Vauquelin", "18 quai Saint-Antoine", "activité de recouvrement amiable", "Forge Béranger",
        "3 rue du Port", "F-1", "1 000,00 €", "10,32 €", "40,00 €", L111_8, MAUVAISE_FOI, "D-1-1",
    ):  # fmt: skip
        assert mention in lettre, mention
    assert "recommandée" in lettre.lower()
    [(envoi,)] = tenu.lignes("SELECT envoi FROM envois")
    assert envoi == "recommande"


def test_relances_a_j_11_et_j_18(tenu: LigneDeCommande) -> None:
    """§ 9.2, ligne « J+11 et J+18 : relances » : chacune rappelle la référence et la date de la lettre (R124-4)."""
    tenu.envoyer("2026-03-03")
    relance = partie(tenu, "2026-03-16")
    assert "D-1-1" in relance and "3 mars 2026" in relance
    assert tenu.envoyer("2026-03-23") == [("D-1", "relance-2")]


def test_progression_jusqu_a_la_decision(tenu: LigneDeCommande) -> None:
    """§ 9.4, ligne « Progressivité relance → amiable → judiciaire » : l'outil ne saisit jamais un juge de lui-même."""
    jours = ("2026-03-03", "2026-03-16", "2026-03-23", "2026-04-03")
    partis = [etape for jour in jours for _, etape in tenu.envoyer(jour)]
    assert partis == ["mise-en-demeure", "relance-1", "relance-2", "avis-avant-poursuites"]
    assert "decision" in genres(tenu, "2026-05-15") and tenu.json("injonction", "D-1")["actes"] == []


def test_l_avis_avant_poursuites_n_annonce_que_ce_qui_est_possible(tenu: LigneDeCommande) -> None:
    """§ 9.2, ligne « Sans règlement : avis de procès » : rien n'est dit décidé qui ne l'est pas (L121-6 5°)."""
    for jour in ("2026-03-03", "2026-03-16", "2026-03-23"):
        tenu.envoyer(jour)
    avis = partie(tenu, "2026-04-03")
    assert "pourrait soumettre ce différend au juge" in avis
    assert "Cette décision n'appartient qu'à lui" in avis and "aucune procédure n'est engagée" in avis


def test_compte_rendu_de_mandat(tenu: LigneDeCommande) -> None:
    """§ 9.2, ligne « Compte rendu de mandat » : ce qui a été fait, et où en est la créance (R124-5)."""
    tenu.envoyer("2026-03-03")
    rendu = document(tenu, "compte_rendu")
    assert "R. 124-5" in rendu and "3 mars 2026" in rendu and "Menuiserie Faure" in rendu


def test_etat_d_avancement(tenu: LigneDeCommande) -> None:
    """§ 9.2, ligne « État d'avancement à la demande ou périodique » ; § 9.5, ligne « Rapports »."""
    tenu.ouvrir("F-2", "500", "--emise", "01/01/2026", debiteur="SAS Brise-Lames")
    etat = document(tenu, "etat_avancement")
    assert "Menuiserie Faure" in etat and "SAS Brise-Lames" in etat and "Reste dû" in etat


def test_certificat_d_irrecouvrabilite(tenu: LigneDeCommande) -> None:
    """§ 9.2, ligne « Certificat d'irrécouvrabilité » : aucun droit fiscal n'y est promis (CGI, art. 272)."""
    tenu.envoyer("2026-03-03")
    certificat = document(tenu, "certificat_irrecouvrabilite", "cause=le débiteur est parti sans laisser d'adresse")
    assert "ne donne par lui-même aucun droit fiscal" in certificat and "amiable" in certificat


def test_relance_commerciale_du_creancier(interne: LigneDeCommande) -> None:
    """§ 9.4, ligne « Relance commerciale » : le créancier relance lui-même, hors de R124."""
    interne.ouvrir("F-1", "1000", complet=False)
    etape = interne.envoyer("2026-03-03")
    assert len(etape) == 1 and etape[0][1] != "mise-en-demeure"
    [lettre] = interne.cabinet.glob("courriers/2026-03-03/D-1-*.pdf")
    assert "recouvrement amiable" not in lire(lettre)


def test_tout_au_meme_endroit(tenu: LigneDeCommande) -> None:
    """§ 9.5, ligne « Centralisation des informations » : une base, cherchée et montrée d'une commande."""
    assert "D-1" in tenu.fait("chercher", "Faure").sortie
    assert "F-1" in tenu.fait("dossier", "D-1").sortie


def test_l_aide_et_les_textes_sont_dans_l_outil(tenu: LigneDeCommande) -> None:
    """§ 9.5, ligne « Compétences, formation » : chaque calcul se raconte, textes à l'appui."""
    assert "L441-10" in tenu.fait("expliquer", "D-1", "--au", "03/03/2026").sortie
    assert "L110-4" in tenu.fait("prescription", "D-1").sortie
    assert "Emploi" in tenu.fait("injonction", "--aide").sortie


# --- La liste entière -----------------------------------------------------------------------------------------------

LIGNES = {
    "9.1": (
        "Clients institutionnels, artisans, particuliers", "Prise de contact dès réception",
        "Évaluer « volonté » et « capacité »", "SMS, mail, téléphone", "Visite domiciliaire, enquête terrain",
        "Plan de remboursement", "Suivi journalier des échéanciers, alertes agendées", "Traitement de masse",
        "Spécificités individuelles mises en évidence", "Frais amiables au créancier", "40 € B2B + pénalités",
        "Titre exécutoire requis en judiciaire", "Accompagner l'obtention du titre",
        "Choisir l'exécution selon le patrimoine", "Mandat d'encaisser",
    ),
    "9.2": (
        "Ouverture gratuite d'un compte client", "Remise des créances papier, support, e-mail", "Accusé de réception",
        "Pièces : BC, facture, relevé, courriers, CGV", "Certifié sincère et conforme",
        "Aucune action avant pouvoir + CGV acceptées", "Mise en demeure recommandée à l'ouverture", "Mentions",
        "Rappel des alinéas", "J+11 et J+18 : relances", "J+22 à J+30 : téléphone, négociation",
        "Sans règlement : avis de procès", "Judiciaire si montant et solvabilité",
        "Frais d'action à la charge de l'agence si échec", "Compte rendu de mandat",
        "État d'avancement à la demande ou périodique", "Statistiques des résultats", "Certificat d'irrécouvrabilité",
        "Espace client : encaissements, historique",
    ),
    "9.3": (
        "Responsable, services (amiable, judiciaire, IP et exécution), externes",
        "Binômes, contre-appel en cas d'échec", "Horaires 8h-18h, jusqu'à 21h", "Lignes directes, mobiles, e-mails",
        "Dossier traité jusqu'au résultat", "Visite domiciliaire avec accord du donneur d'ordre",
        "Juristes IP, exécution, international", "Paiement CB en ligne, comptant ou échéancier",
        "Virement permanent jusqu'au solde", "Prélèvement, 3 dates au choix",
        "Paiement direct chez le donneur d'ordre", "Cartes acceptées", "Échéancier réaliste, avec accord du créancier",
        "Suivi à chaque date, rappel si impayé", "Cahier des charges par client",
        "Enquête si NPAI ou non joignable, client prévenu", "Pouvoir général",
        "Déclenchement si amiable terminé, pièces complètes, montant ≥ X",
        "Échéancier validé d'office si ≤ X versements", "Nous vous prévenons systématiquement par mail",
    ),
    "9.4": (
        "Progressivité relance → amiable → judiciaire", "Relance commerciale",
        "Amiable : téléphone, courrier, e-mail, SMS", "Rappel de l'engagement du débiteur",
        "Judiciaire : obtention d'un titre", "Surendettement : recevable → délai très court pour déclarer",
        "Externaliser le suivi administratif du surendettement", "Tout type : crédit conso, énergie, téléphone",
        "Loi Lagarde, prévention",
    ),
    "9.5": (
        "Contacts personnalisés, lettres, plans adaptés",
        "Passage au contentieux : commandement, assignation, huissier", "Prévention : évaluer la solvabilité avant",
        "Paiement échelonné", "Signaux", "Centralisation des informations", "Suivi automatisé des contacts", "Rapports",
        "Compétences, formation", "FAQ : coûts, honoraires", "FAQ : risques du recouvrement illégal",
    ),
}  # fmt: skip
"""Chaque ligne, dans l'ordre du document."""

_MOTS = r"(?:[^«»]|« [^«»]* »)+"
"""Une ligne peut en citer une autre, entre guillemets."""
_NOMMEE = re.compile(rf"§ (9\.[1-5]), lignes? ((?:« {_MOTS} »(?:, | et )?)+)")


def nommees() -> set[tuple[str, str]]:
    """(paragraphe, ligne) que les parcours disent éprouver."""
    trouvees = set()
    for fichier in Path(__file__).parent.glob("test_*.py"):
        for paragraphe, lignes in _NOMMEE.findall(fichier.read_text("utf-8")):
            trouvees |= {(paragraphe, ligne) for ligne in re.findall(rf"« ({_MOTS}) »", lignes)}
    return trouvees


@pytest.mark.parametrize(("paragraphe", "ligne"), [(p, ligne) for p, lignes in LIGNES.items() for ligne in lignes])
def test_une_ligne_un_parcours(paragraphe: str, ligne: str) -> None:
    assert any(p == paragraphe and (dite.startswith(ligne) or ligne.startswith(dite)) for p, dite in nommees())


def test_aucune_ligne_nommee_n_est_inventee() -> None:
    connues = {(p, ligne) for p, lignes in LIGNES.items() for ligne in lignes}
    for paragraphe, dite in nommees():
        assert any(p == paragraphe and (dite.startswith(li) or li.startswith(dite)) for p, li in connues), dite
