"""Les documents au créancier et aux tiers, par la ligne de commande : aperçu, original figé et noté, refus."""

from __future__ import annotations

import hashlib
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande
from pypdf import PdfReader

DECLARATION = (
    "declaration_creance", "--avec", "destinataire=Me Roy ; 3 rue Basse ; 44000 Nantes", "--avec",
    "tribunal=tribunal de commerce de Lyon", "--avec", "signataire=M. Paul Béranger, gérant",
)  # fmt: skip
CONVENTION = (
    "convention_mandat", "--avec", "remuneration=12 % hors taxes des sommes encaissées", "--avec",
    "garantie=300 000 € par sinistre", "--avec", "representant=M. Paul Béranger, gérant",
)  # fmt: skip
PROCEDURE = ("signaler", "D-1", "procedure", "--type", "redressement", "--jugement-le", "20/02/2026")


@pytest.fixture
def tenu(recouvre: LigneDeCommande) -> LigneDeCommande:
    """1 000 € échus le 31/01/2026, la lettre partie ; nous sommes le mardi 3 mars."""
    recouvre.ouvrir("F-1", "1000", "--emise", "01/01/2026")
    assert recouvre.envoyer("2026-03-03") == [("D-1", "mise-en-demeure")]
    return recouvre


def lire(fichier: str | Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(fichier).pages).split())


def faits(recouvre: LigneDeCommande, genre: str = "DocumentEtabli", dossier: str = "D-1") -> int:
    return int(
        recouvre.lignes("SELECT count(*) FROM journal WHERE genre = ? AND dossier = ?", genre, int(dossier[2:]))[0][0]
    )


@pytest.mark.parametrize(
    "mots",
    [
        ("accuse_reception",),
        ("compte-rendu",),
        ("etat_avancement",),
        ("certificat_irrecouvrabilite", "--avec", "cause=Le débiteur est introuvable."),
        CONVENTION,
        (
            "requete_injonction", "--avec", "juge=président du tribunal de commerce de Bourg-en-Bresse", "--avec",
            "fondement=devis accepté le 3 janvier 2026", "--avec", "forme=société à responsabilité limitée", "--avec",
            "representant=son gérant, M. Paul Béranger",
        ),
        (
            "pouvoir", "--avec", "objet_pouvoir=injonction", "--avec", "tribunal=tribunal de commerce de Lyon",
            "--avec", "representant=M. Paul Béranger, gérant",
        ),
    ],
    ids=lambda mots: str(mots[0]),
)  # fmt: skip
def test_un_document_s_apercoit_puis_s_etablit(tenu: LigneDeCommande, mots: tuple[str, ...]) -> None:
    avant = tenu.octets()
    apercu = tenu.json("courrier", "D-1", *mots, "--sortie", "apercu.pdf")
    assert apercu["etabli"] is False and apercu["reference"] is None
    assert "APERÇU" in lire("apercu.pdf") and tenu.octets() == avant, "un aperçu ne note rien"

    etabli = tenu.json("courrier", "D-1", *mots, "--etablir")
    assert (etabli["etabli"], etabli["reference"], faits(tenu)) == (True, "D-1-2", 1)
    assert "APERÇU" not in lire(etabli["fichier"]) and "D-1-2" in lire(etabli["fichier"])
    assert "établi" in tenu.fait("dossier", "D-1").sortie
    tenu.verifier()
    assert tenu.json("courrier", "D-1", *mots, "--etablir")["reference"] == "D-1-3"
    tenu.verifier()


def test_l_original_fige_est_garde_et_sa_copie_est_la_meme(tenu: LigneDeCommande) -> None:
    etabli = tenu.json("courrier", "D-1", "accuse_reception", "--etablir", "--sortie", "copie.pdf")
    assert etabli["fichier"] == "copie.pdf"
    [original] = (tenu.cabinet / "courriers").rglob("*accuse_reception*.pdf")
    octets = original.read_bytes()
    assert octets == Path("copie.pdf").read_bytes()
    assert hashlib.sha256(octets).hexdigest() in tenu.octets().decode()
    original.write_bytes(octets + b" ")
    assert any("accuse_reception" in defaut for defaut in tenu.defauts())


def test_une_declaration_suppose_la_procedure_et_rappelle_son_delai(tenu: LigneDeCommande) -> None:
    assert "recouvre signaler" in tenu.refuse("courrier", "D-1", *DECLARATION)
    tenu.fait(*PROCEDURE)
    dit = tenu.fait("courrier", "D-1", *DECLARATION, "--sortie", "a.pdf").sortie
    assert "À savoir : à adresser dans les deux mois" in " ".join(dit.split())
    tenu.fait(*PROCEDURE, "--bodacc-le", "25/02/2026")
    etabli = tenu.json("courrier", "D-1", *DECLARATION, "--etablir", "--recommande")
    assert "25 avril 2026" in etabli["rappel"]
    lu = lire(etabli["fichier"])
    assert "chirographaire" in lu and "20 février 2026" in lu and "Cabinet Vauquelin" not in lu
    assert "Lettre recommandée" in lu and "25 avril" not in lu
    tenu.verifier()


def test_une_justification_au_surendettement(tenu: LigneDeCommande) -> None:
    mots = (
        "justification_surendettement", "--avec", "destinataire=Commission ; Banque de France ; 01000 Bourg", "--avec",
        "numero_commission=01226", "--avec", "lettre_le=2/3/2026", "--avec", "caution=aucune", "--avec",
        "signataire=M. Paul Béranger",
    )  # fmt: skip
    assert "surendettement" in tenu.refuse("courrier", "D-1", *mots)
    tenu.fait("signaler", "D-1", "surendettement", "--recevable-le", "20/02/2026")
    lu = lire(tenu.json("courrier", "D-1", *mots, "--etablir")["fichier"])
    assert "Par lettre du 2 mars 2026" in lu and "R. 723-3" in lu
    tenu.verifier()


@pytest.mark.parametrize(
    ("mots", "code", "phrases"),
    [
        (("convention_mandat",), 1, ('--avec "garantie=…"',)),
        (CONVENTION[:1] + CONVENTION[3:], 1, ('--avec "remuneration=…"', "recouvre bareme")),
        ((*CONVENTION, "--avec", "taux=3"), 1, ("n'a pas de saisie « taux »", "Il attend :")),
        (("accuse_reception", "--avec", "x=1"), 1, ("n'en attend aucune",)),
        ((*CONVENTION, "--avec", "originaux=trois"), 2, ("--avec originaux", "nombre entier")),
        (("compte_rendu", "--avec", "repondre_le=31/02/2026"), 2, ("--avec repondre_le", "31/02/2026")),
        (("pouvoir", "--avec", "objet_pouvoir=vente", "--avec", "tribunal=x"), 2, ("declaration ou injonction",)),
        (("certificat_irrecouvrabilite", "--avec", "cause=x", "--avec", "tva=12,345"), 2, ("--avec tva",)),
        ((*DECLARATION[:1], "--avec", "destinataire=Me Roy", *DECLARATION[3:]), 2, ("de deux à six lignes",)),
        (("mise-en-demeure", "--etablir"), 1, ("étape du scénario", "relances --envoyer")),
        (("relance-1", "--etablir"), 1, ("étape du scénario",)),
        (("accuse_reception", "--etablir", "--au", "02/03/2026"), 1, ("ne s'antidate pas",)),
        (("relance", "--delai", "9999999"), 2, ("--delai", "365")),
        (("certificat_irrecouvrable",), 1, ("Aucun modèle", "certificat_irrecouvrabilite")),
    ],
)  # fmt: skip
def test_un_refus_dit_quoi_taper(
    tenu: LigneDeCommande, mots: tuple[str, ...], code: int, phrases: tuple[str, ...]
) -> None:
    refus = tenu.refuse("courrier", "D-1", *mots, code=code)
    assert all(phrase in refus for phrase in phrases), refus
    assert not list((tenu.cabinet / "courriers").rglob("*convention*"))


def test_un_paiement_n_a_qu_une_quittance_et_la_sienne(tenu: LigneDeCommande) -> None:
    assert "aucun paiement" in tenu.refuse("courrier", "D-1", "quittance")
    for somme in ("100", "150"):
        tenu.fait("encaisser", "D-1", somme)
    premiere = tenu.json("courrier", "D-1", "quittance", "--etablir")
    assert "100,00" in lire(premiere["fichier"])
    assert "150,00" in lire(tenu.json("courrier", "D-1", "quittance", "--etablir")["fichier"])
    assert "déjà ce document" in tenu.refuse("courrier", "D-1", "quittance", "--etablir")
    rang = tenu.rang("DossierOuvert")
    assert "n'est pas un paiement" in tenu.refuse("courrier", "D-1", "quittance", "--paiement", str(rang))
    assert faits(tenu) == 2
    tenu.verifier()


def test_sans_mandat_rien_n_est_adresse_au_debiteur_mais_le_creancier_est_servi(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1000", "--emise", "01/01/2026", complet=False)
    assert "pouvoir (mandat écrit)" in recouvre.refuse("courrier", "D-1", "relance", "--delai", "8", "--etablir")
    accuse = lire(recouvre.json("courrier", "D-1", "accuse_reception", "--etablir")["fichier"])
    assert "Il nous manque encore" in accuse and "R. 124-3" in accuse and "En attente" in accuse
    convention = recouvre.json("courrier", "D-1", *CONVENTION, "--etablir")
    assert "pouvoir de recevoir" in lire(convention["fichier"])
    assert '"Forge Béranger" --convention-le' in convention["rappel"]
    recouvre.fait("creancier", "Forge Béranger", "--convention-le", "03/03/2026", "--cgv-le", "03/03/2026")
    assert "Il nous manque" not in lire(recouvre.json("courrier", "D-1", "accuse_reception", "--etablir")["fichier"])
    recouvre.verifier()


def test_l_etat_d_avancement_montre_tous_les_dossiers_du_creancier_et_d_eux_seuls(tenu: LigneDeCommande) -> None:
    tenu.ouvrir("F-2", "200", "--emise", "01/01/2026", debiteur="Garage Roy")
    tenu.ouvrir("F-3", "300", "--emise", "01/01/2026", debiteur="Hôtel Noir", creancier="Autre SARL")
    tenu.fait("encaisser", "D-1", "400")
    tenu.fait("encaisser", "D-2", "50", "--direct")
    tenu.fait("clore", "D-2", "--motif", "rendu au créancier")
    etat = lire(tenu.json("courrier", "D-2", "etat_avancement", "--etablir")["fichier"])
    assert "Menuiserie Faure" in etat and "Garage Roy" in etat and "Hôtel Noir" not in etat
    assert "Clos : rendu au créancier" in etat and "Reste dû sur les dossiers clos" in etat
    assert "Reçu par nous 400,00" in etat and "Reçu par vous, directement 50,00" in etat
    assert "Quittance" not in etat, "l'agenda de l'agence n'est pas une démarche auprès du débiteur"
    tenu.verifier()


def test_en_interne_le_creancier_declare_sur_son_papier(interne: LigneDeCommande) -> None:
    interne.json(
        "ouvrir", "--creancier", "Cabinet Vauquelin", "--debiteur", "Menuiserie Faure", "--facture", "F-1", "--montant",
        "1000", "--emise", "01/01/2026", "--echeance", "31/01/2026", "--qualite", "professionnel", "--adresse",
        "12 rue de l'Église", "--code-postal", "01000", "--ville", "Bourg-en-Bresse",
    )  # fmt: skip
    interne.fait(*PROCEDURE)
    lu = lire(interne.json("courrier", "D-1", *DECLARATION, "--etablir")["fichier"])
    assert "Cabinet Vauquelin, SARL au capital de 20 000 €, 18 quai Saint-Antoine" in lu
    assert "mode agence" in interne.refuse("courrier", "D-1", "accuse_reception")
    interne.verifier()


MODELES = (
    "accuse_reception", "certificat_irrecouvrabilite", "compte_rendu", "convention_mandat", "declaration_creance",
    "etat_avancement", "justification_surendettement", "pouvoir", "requete_injonction",
)  # fmt: skip


@pytest.mark.parametrize("nom", MODELES)
def test_chaque_modele_s_essaie_sur_le_dossier_invente(recouvre: LigneDeCommande, nom: str) -> None:
    """Ses saisies disent ce qu'elles attendent ; le fait qu'il suppose est inventé ; rien n'est noté."""
    avant = recouvre.octets()
    recouvre.fait("modele", "apercu", nom, "--sortie", "essai.pdf")
    assert "APERÇU" in lire("essai.pdf") and recouvre.octets() == avant


def test_pendant_un_plan_seul_le_suivi_du_plan_s_adresse_au_debiteur(tenu: LigneDeCommande) -> None:
    tenu.fait("signaler", "D-1", "plan", "--le", "03/03/2026")
    saisies = ("signe_le=03/03/2026", "versement=1", "sur=6", "somme=170,00", "echeance=03/03/2026")
    avec = [mot for saisie in saisies for mot in ("--avec", saisie)]
    tenu.fait("courrier", "D-1", "rappel_echeance", *avec, "--sortie", "rappel.pdf")
    assert "170,00" in lire("rappel.pdf")
    for autre in ("lettre_promesse", "relance-1"):
        assert "Aucun courrier à ce débiteur" in tenu.refuse("courrier", "D-1", autre)


MOTIF = ("--forcer", "mot vu avec notre conseil")
FAUTIF = "objet: Rappel\nniveaux: oui\n\nPayez avant la saisie.\n\n[factures]\n\n[modalites]\n\n[signature]\n"


def test_une_etape_forcee_part_au_passage_suivant_et_son_motif_reste(tenu: LigneDeCommande) -> None:
    (tenu.cabinet / "modeles" / "relance.txt").write_text(FAUTIF, "utf-8")
    tenu.jour("2026-03-16")
    assert tenu.envoyer("2026-03-16") == []
    assert "« saisie »" in tenu.refuse("courrier", "D-1", "relance-1")
    assert "au moins 10 caractères" in tenu.refuse("courrier", "D-1", "relance-1", "--forcer", "oui")
    Path("pris.pdf").write_bytes(b"")
    assert "existe déjà" in tenu.refuse("courrier", "D-1", "relance-1", *MOTIF, "--sortie", "pris.pdf")
    tenu.fait("courrier", "D-1", "relance-1", *MOTIF, "--sortie", "force.pdf")
    tenu.fait("courrier", "D-1", "relance-1", "--sortie", "ensuite.pdf")  # l'aperçu décide comme l'envoi
    assert faits(tenu, "ConformiteForcee") == 1
    tenu.fait("courrier", "D-1", "releve_compte", "--etablir")  # un document établi entre-temps prend le numéro suivant
    assert tenu.envoyer("2026-03-16") == [("D-1", "relance-1")]
    assert "mot vu avec notre conseil" in " ".join(tenu.fait("dossier", "D-1").sortie.split())
    tenu.verifier()


def test_une_etape_conforme_ne_se_force_pas_et_un_recu_ne_suit_pas_la_quittance(tenu: LigneDeCommande) -> None:
    assert "retirez --forcer" in tenu.refuse("courrier", "D-1", "relance-1", "--forcer", "mot vu avec notre conseil")
    tenu.fait("encaisser", "D-1", "100", "--le", "03/03/2026")
    tenu.fait("courrier", "D-1", "quittance", "--etablir")
    assert "déjà ce document" in tenu.refuse("courrier", "D-1", "recu_acompte", "--etablir")


def test_un_document_force_ne_l_est_que_s_il_s_etablit(tenu: LigneDeCommande) -> None:
    (tenu.cabinet / "modeles" / "avis.txt").write_text(FAUTIF.replace("niveaux: oui\n", ""), "utf-8")
    motif = ("--forcer", "mot vu avec notre conseil")
    assert "--etablir" in tenu.refuse("courrier", "D-1", "avis", *motif, code=2)
    assert "433-13" in tenu.refuse("courrier", "D-1", "avis", "--etablir")
    tenu.fait("courrier", "D-1", "avis", "--etablir", *motif)
    assert (faits(tenu, "ConformiteForcee"), faits(tenu)) == (1, 1)
    tenu.verifier()


def test_b4_un_paiement_defait_fait_annuler_sa_quittance(tenu: LigneDeCommande) -> None:
    """Cas B4 : 7 300 € saisis pour 730 €, la quittance déjà établie ; une annulation numérotée suit."""
    rang = tenu.json("encaisser", "D-1", "7300", "--le", "03/03/2026")["rang"]
    quittance = tenu.json("courrier", "D-1", "quittance", "--etablir")["reference"]
    dit = tenu.fait("annuler", "D-1", str(rang), "--motif", "730 € saisis pour 7 300 €").sortie
    assert f"Le document {quittance} ne vaut plus" in dit
    commande = shlex.split(dit.split("ne vaut plus : recouvre ")[1])
    annulee = tenu.json(*commande)["reference"]
    assert quittance != annulee
    assert f"Annulation de la quittance n° {quittance}" in lire(next(tenu.cabinet.glob(f"courriers/*/{annulee}_*.pdf")))
    tenu.fait("encaisser", "D-1", "730", "--le", "03/03/2026")
    tenu.fait("courrier", "D-1", "quittance", "--etablir")
    assert faits(tenu) == 3
    tenu.verifier()


def test_un_dossier_qui_a_un_document_ne_s_annule_plus_il_se_clot(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir("F-1", "1000", "--emise", "01/01/2026")
    recouvre.fait("courrier", "D-1", "accuse_reception", "--etablir")
    assert "on n'annule pas son ouverture" in recouvre.refuse("annuler", "D-1", "1", "--motif", "erreur de dossier")


def test_deux_qui_etablissent_a_la_fois_ont_deux_numeros(tenu: LigneDeCommande) -> None:
    """De vrais processus : chaque document noté a son fichier, aucun numéro ne sert deux fois."""
    lances = [
        subprocess.Popen(
            [
                sys.executable, "-m", "recouvre", "courrier", "D-1", "lettre_promesse", "--etablir", "--avec",
                "promis_le=01/03/2026", "--avec", f"somme={100 + rang}", "--avec", "pour_le=02/03/2026",
                "--cabinet", str(tenu.cabinet),
            ],
            env={**os.environ, "RECOUVRE_AUJOURDHUI": "2026-03-03", "RECOUVRE_AUTEUR": "essai"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        for rang in range(4)
    ]  # fmt: skip
    fins = [(lance.wait(timeout=60), (lance.stderr.read() if lance.stderr else b"").decode()) for lance in lances]
    assert all(code == 0 or "vient de changer" in dit for code, dit in fins), fins
    reussis = sum(code == 0 for code, _ in fins)
    references = tenu.lignes("SELECT json_extract(donnees, '$.reference') FROM journal WHERE genre = 'DocumentEtabli'")
    assert reussis >= 1 and len(references) == len({reference[0] for reference in references}) == reussis
    tenu.verifier()
