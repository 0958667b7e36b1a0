"""Les mots défendus, phrase par phrase : ce qui s'arrête, ce qui passe, et les noms propres piégés."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fabrique_courriers import AGENCE, CREANCIER, INTERNE, PARTICULIER, PREMIERE, demande, facture
from fabrique_courriers import FACTURES as TROIS

from recouvre.courriers.conformite import manquements
from recouvre.courriers.modeles import composer, rediger
from recouvre.courriers.textes_de_loi import L111_8_ALINEA_2, L111_8_ALINEA_3
from recouvre.domaine.evenements import FactureAjoutee
from recouvre.domaine.parties import Partie, Qualite
from recouvre.domaine.profil import Mode

CONSOMMATEUR = {"qualite": Qualite.CONSOMMATEUR}


def dites(tmp_path: Path, phrase: str, objet: str = "Somme due", **plus: Any) -> set[str]:
    """Les règles que viole une lettre qui dit cette phrase."""
    mode = plus.pop("mode", Mode.INTERNE)
    corps = f"objet: {objet}\n\n{phrase}\n\nIl reste {{{{ decompte.total }}}} à payer.\n\n[modalites]\n"
    (tmp_path / "essai.txt").write_text(corps, "utf-8")
    premiere = PREMIERE if mode is Mode.AGENCE else None
    redaction = rediger(demande("essai", mode=mode, premiere=premiere, **plus), [tmp_path])
    return {constat.regle for constat in manquements(*redaction, prescrite_le=None)}


TROMPEUSES = (
    "Commandement de payer", "une saisie sur salaire", "SAISIES", "nous vous sommons de payer",
    "Vous êtes sommée de payer", "par huissier", "l'huissier", "l’étude d’huissiers",
    "un commissaire de justice passera", "le contentieux judiciaire", "notre Service Judiciaire",
    "un titre\nexécutoire", "un titre\u00a0exécutoire", "TITRE EXÉCUTOIRE", "titre ex\u00adécutoire",
    "l'exécution  forcée", "la formule exécutoire", "avant expulsion", "S A I S I E", "sai<b>sie</b>", "# Sommation",
    "- saisie", "> saisie", "dernier avis avant poursuites", "Dernier rappel avant saisie",
    "Dernier avertissement avant assignation", "vos biens pourront être saisis", "recouvrement forcé", "ﬁn de saisie",
    "une activité de recouvrement amiable et judiciaire", "Recouvrement amiable, judiciaire", "avis à tiers détenteur",
    "Mise en demeure valant assignation", "Direction des affaires judiciaires", "nous viendrons avec un serrurier",
    "Dernier avis avant transmission au tribunal",
    "s\u0430isie", "hu\u0456ssier", "HUI\u0405SIER", "c\u03bfmmandement", "hui\u034fssier", "hui\ufe0fssier",
    "sais\u0131e", "S.A.I.S.I.E", "S-A-I-S-I-E", "nous ferons saisir vos meubles", "Nous saisirons votre salaire.",
    "ultime avis avant saisie", "un avis à tiers détenteur",
)  # fmt: skip
MENACES_D_AGENCE = (
    "Nous saisirons le tribunal.", "Nous serons contraints de saisir le juge compétent.",
    "Nous n’hésiterons pas à engager une procédure.", "Nous ne manquerons pas de saisir la justice.",
    "nous engagerons des poursuites", "Notre cabinet engagera une action en justice.", "nous vous assignerons",
    "nous allons vous assigner", "nous vous poursuivrons", "À défaut, vous serez poursuivi.",
    "vous serez alors immédiatement assignée", "Des poursuites seront engagées.",
    "Une procédure judiciaire sera engagée.", "vous serez condamné", "vos comptes seront bloqués",
    "sous peine de poursuites", "Un procès vous est intenté.", "Une procédure a été engagée contre vous.",
    "Le tribunal sera saisi sans autre avis.", "Vous vous exposez à des poursuites.", "Nous vous ferons condamner.",
    "Nous allons peut-être saisir le tribunal.", "Nous ferons opposition sur vos comptes.",
    "Nous procéderons à l’enlèvement de vos meubles.", "une retenue sur votre salaire",
    "Nous vous informons que nous saisirons le tribunal.",
    "sous peine de poursuites", "Nous porterons cette affaire devant les tribunaux.", "Le tribunal sera alors saisi.",
    "Une assignation vous sera délivrée.", "Vous recevrez une assignation.", "Une injonction de payer sera demandée.",
    "Une procédure judiciaire a été lancée.", "Nous ferons vendre vos biens.", "le blocage de vos comptes",
    "un prélèvement sur votre salaire",
)  # fmt: skip
FRAIS = (
    "des frais de dossier de 25 €", "Frais de relance : 15 €", "les frais d’impayé", "frais d'huissier",
    "nos frais de gestion", "FRAIS DE MISE EN DEMEURE", "des frais\nde retard", "frais accessoires",
    "des frais bancaires", "la somme majorée des frais", "augmentée de tous frais", "12,50 € de frais",
    "Les frais engagés vous seront réclamés", "des frais à votre charge",
    "Sans paiement, des frais de dossier s’ajouteront.", "Aucun retard ne sera toléré : frais de dossier 25 €.",
    "nos honoraires", "des honoraires de recouvrement", "une indemnité transactionnelle de 18,29 €", "l’article 700",
    "des dommages et intérêts", "des dommages-intérêts", "Les frais de recouvrement sont à votre charge.",
    "commission de recouvrement", "frais de déplacement : 20 €", "des coûts de traitement de 18 €",
    "des frais de port et de relance de 20 €", "les frais d’inscription au greffe : 30 €",
    "Nos débours sont dus.", "Le coût de cette lettre est à votre charge.",
    "le coût du présent courrier",
)  # fmt: skip
TIERS = (
    "nous informerons votre employeur", "Nous devrons contacter vos voisins", "une enquête auprès de votre famille",
    "nous pourrions alerter vos proches", "Nous ne manquerons pas de contacter votre employeur.",
    "Nous nous présenterons sur votre lieu de travail.", "nous préviendrons vos clients",
    "Nous alerterons votre bailleur.",
    "Votre employeur sera informé.", "Vos voisins le sauront.",
    "Votre employeur recevra une copie de cette lettre.",
)  # fmt: skip
NUMEROS = (
    "0892701239", "08 92 70 12 39", "08.92.70.12.39", "08-10-12-34-56", "0 820 123 456", "+33 892 70 12 39",
    "+33892701239", "0033 8 99 12 34 56", "+33 (0) 810 123 456", "08\u00a092\u00a070\u00a012\u00a039", "08–92–70–12–39",
    "08<br>92 70 12 39",
)  # fmt: skip


@pytest.mark.parametrize("phrase", TROMPEUSES)
def test_un_mot_qui_singe_la_justice(tmp_path: Path, phrase: str) -> None:
    assert dites(tmp_path, phrase) == {"mots_trompeurs"}


def test_l_objet_l_en_tete_et_le_pied_comptent_aussi(tmp_path: Path) -> None:
    assert dites(tmp_path, "Bonjour", objet="Avant saisie") == {"mots_trompeurs"}
    agence = replace(AGENCE, forme="Étude d’huissiers")
    assert dites(tmp_path, "Bonjour", mode=Mode.AGENCE, profil=agence) == {"mots_trompeurs"}
    assert dites(tmp_path, "Bonjour", mode=Mode.AGENCE, profil=replace(AGENCE, denomination="Huissier Express")) == {
        "mots_trompeurs"
    }
    assert dites(tmp_path, "[signature]", profil=replace(INTERNE, qualite_signataire="Service judiciaire")) == {
        "mots_trompeurs"
    }
    assert dites(tmp_path, "Bonjour", profil=replace(INTERNE, telephone="0892701239")) == {"numero_surtaxe"}


@pytest.mark.parametrize("phrase", MENACES_D_AGENCE)
def test_une_menace_que_l_agence_ne_peut_pas_tenir(tmp_path: Path, phrase: str) -> None:
    assert dites(tmp_path, phrase, mode=Mode.AGENCE) == {"menace"}


@pytest.mark.parametrize(
    "phrase",
    [
        "Nous saisirons le juge compétent.",
        "Nous pourrions demander au juge compétent de se prononcer.",
        "Des poursuites seront engagées.",
    ],
)
def test_un_creancier_peut_annoncer_qu_il_saisira_le_juge(tmp_path: Path, phrase: str) -> None:
    assert dites(tmp_path, phrase) == set()


@pytest.mark.parametrize(
    "phrase",
    [
        "Nous ne saisirons aucun tribunal sans vous l’avoir dit.",
        "Nous n’engagerons aucune procédure : la décision appartient au créancier.",
        "Le créancier pourrait soumettre ce différend au juge compétent.",
        "Aucune procédure n’est engagée à ce jour.",
        "Nous poursuivrons nos échanges à l’amiable.",
        "Vous pouvez saisir le médiateur de la consommation.",
        "Avis avant poursuites éventuelles",
        "Un dernier rappel avant de rendre compte au créancier.",
        "La somme de 100 € reste due ; cette somme est exacte.",
        "Nous vous laissons le soin de vérifier la somme.",
        "Nous vous informons que le créancier pourrait engager une action en justice.",
        "Nous vous rappelons que seul le créancier peut saisir le tribunal.",
        "Nous rendrons compte à notre client, qui pourrait décider d’engager une procédure.",
        "Nous notons que vous vous engagez à payer et qu’aucune procédure n’est en cours.",
        "Si une procédure est engagée, dites-le-nous.",
        "Nous vous remercions de nous dire si vous exercez une action contre le créancier.",
        "Une erreur de saisie explique cet écart.",
        "Nous ne contacterons ni votre employeur ni votre famille.",
        "Nous transmettrons votre réponse à votre bailleur.",
        "Vous pouvez saisir la commission de surendettement, à la Banque de France.",
        "Si vous êtes victime d’une escroquerie, dites-le-nous.",
        "Vous pouvez adresser une plainte, ou déposer une plainte auprès de la CNIL.",
    ],
)
def test_ce_qui_n_est_pas_une_menace(tmp_path: Path, phrase: str) -> None:
    assert dites(tmp_path, phrase, mode=Mode.AGENCE) == set()


@pytest.mark.parametrize("phrase", FRAIS)
@pytest.mark.parametrize("qualite", [Qualite.CONSOMMATEUR, Qualite.PROFESSIONNEL])
def test_des_frais_reclames(tmp_path: Path, phrase: str, qualite: Qualite) -> None:
    assert "frais" in dites(tmp_path, phrase, qualite=qualite)


@pytest.mark.parametrize(
    "phrase",
    [
        "Aucuns frais ne vous sont réclamés.",
        "Aucuns autres frais de dossier ne vous sont réclamés.",
        "Nous ne vous réclamons pas de frais de relance.",
        "Le paiement est sans frais de dossier.",
        "Ni frais de relance, ni pénalités.",
        "Les frais de recouvrement restent à la charge du créancier.",
        "Les frais de relance ne vous seront pas réclamés.",
        "Cette facture comprend les frais de port et de livraison.",
        "Vos frais de scolarité du trimestre restent dus.",
        "Des légumes frais vous ont été livrés.",
        "Vos frais de scolarité de 1 200 € restent dus.",
        "La facture comprend 12 € de frais de port.",
        "Le créancier garde à sa charge les frais de recouvrement.",
        "Vous n’avez pas à payer de frais de dossier.",
        "Nos honoraires sont payés par notre client.",
    ],
)
def test_des_frais_ecartes_ou_factures_ne_bloquent_pas(tmp_path: Path, phrase: str) -> None:
    assert dites(tmp_path, phrase, **CONSOMMATEUR) == set()


def test_l_indemnite_de_40_euros_n_est_due_qu_entre_professionnels(tmp_path: Path) -> None:
    for phrase in (
        "une indemnité forfaitaire pour frais de recouvrement de 40 €",
        "40,00 € d’indemnité",
        "quarante euros de forfait",
        "au titre de l’article D. 441-5 du code de commerce",
        "selon l’article L441-10",
    ):
        assert "indemnite_consommateur" in dites(tmp_path, phrase, **CONSOMMATEUR), phrase
        assert dites(tmp_path, phrase) == set(), phrase
    forfait = "une indemnité de 40 € pour frais de recouvrement"
    assert dites(tmp_path, forfait, **CONSOMMATEUR) == {"frais", "indemnite_consommateur"}
    assert dites(tmp_path, forfait) == set()
    for juste in ("Il reste 40 € à payer.", "Aucune indemnité forfaitaire de 40 € n’est due."):
        assert dites(tmp_path, juste, **CONSOMMATEUR) == set(), juste


@pytest.mark.parametrize("phrase", TIERS)
def test_la_dette_ne_se_dit_pas_a_un_tiers(tmp_path: Path, phrase: str) -> None:
    assert dites(tmp_path, phrase) == {"revelation_tiers"}


@pytest.mark.parametrize(
    "phrase",
    [
        "Vous serez inscrit au fichier des mauvais payeurs.",
        "Vous figurerez sur une liste noire.",
        "Vous serez signalé aux organismes de crédit.",
        "Vous serez déclaré à la Banque de France.",
        "La Banque de France sera informée de votre défaillance.",
    ],
)
def test_une_menace_de_fichage(tmp_path: Path, phrase: str) -> None:
    assert dites(tmp_path, phrase) == {"fichage"}


@pytest.mark.parametrize("numero", NUMEROS)
def test_un_numero_surtaxe(tmp_path: Path, numero: str) -> None:
    assert dites(tmp_path, f"Appelez le {numero}.") == {"numero_surtaxe"}


@pytest.mark.parametrize(
    "numero",
    [
        "04 72 00 11 22", "0800 123 456", "0805 123 456", "08 06 12 34 56", "0809 10 20 30", "09 72 12 34 56", "3939",
        "SIREN 081 234 567 890", "FR76 3000 6000 0812 3456 7890 189", "FR08 9212 3456 7890 1234 5678 901",
        "10 892 701 239 00", "n° 20260892701239", "0892 70 12 39 45", "+32 892 70 12 39", "réf. 3 0892 70 12 39",
    ],
)  # fmt: skip
def test_ce_qui_n_est_pas_un_numero_surtaxe(tmp_path: Path, numero: str) -> None:
    assert dites(tmp_path, f"Voici : {numero}.") == set()


# --- Les noms propres ------------------------------------------------------------------------------------------------

PIEGES = (
    "Garage du Commandement", "Ministère des Armées", "SCP Roy, huissiers de justice", "Banque de France",
    "Marianne Voyages", "Saisie Plus", "SAISIE", "Sommation & Fils", "Titre Exécutoire SARL", "Frais de Dossier SAS",
)  # fmt: skip


@pytest.mark.parametrize("nom", PIEGES)
def test_le_nom_d_une_partie_n_est_pas_un_mot_de_la_lettre(nom: str) -> None:
    piege = Partie(nom=nom, adresse="3, rue de la Saisie", code_postal="42000", ville="Huissier-sur-Loire")
    assert composer(demande(debiteur=piege))
    assert composer(demande(creancier=piege))
    assert composer(demande("avis_avant_poursuites", mode=Mode.INTERNE, debiteur=piege))
    profil = replace(INTERNE, denomination=nom, adresse="3, rue de la Saisie", signataire="Zoé Huissier")
    assert composer(demande("mise_en_demeure_interne", mode=Mode.INTERNE, profil=profil, creancier=piege))
    assert composer(demande(profil=replace(AGENCE, signataire="Marianne Saisie", assureur="Mutuelle des Huissiers")))


def test_un_nom_mis_en_capitales_par_le_modele_reste_un_nom(tmp_path: Path) -> None:
    phrase = "# {{ creancier.denomination | upper }}\n\nPour {{ creancier.denomination | upper }}."
    assert dites(tmp_path, phrase, creancier=replace(CREANCIER, nom="Garage du Commandement")) == set()


def test_un_libelle_ou_un_numero_de_facture_n_est_pas_un_mot_de_la_lettre(tmp_path: Path) -> None:
    pieges = (
        facture("SAISIE-1", 100_00, TROIS[0].echeance, "saisie de données"),
        facture("0892701239", 100_00, TROIS[0].echeance, "frais de dossier"),
        facture("F-3", 100_00, TROIS[0].echeance, "saisie"),
    )
    assert composer(demande(faits=pieges))
    phrase = "{% for une in factures %}\n- {{ une.numero }} : {{ une.libelle }}\n{% endfor %}"
    assert dites(tmp_path, phrase, faits=pieges[:2]) == set()


def test_un_nom_n_innocente_pas_le_reste_de_la_lettre(tmp_path: Path) -> None:
    for nom in ("Saisie", "Huissier"):
        phrase = f"{{{{ destinataire.denomination }}}}, une {nom.lower()} suivra."
        assert dites(tmp_path, phrase, debiteur=replace(PARTICULIER, nom=nom)) == {"mots_trompeurs"}
    libelle: FactureAjoutee = replace(TROIS[0], libelle="saisie")
    assert dites(tmp_path, "Nous pratiquerons une saisie.", faits=(libelle,)) == {"mots_trompeurs"}


def test_le_texte_de_la_loi_recopie_a_la_main_n_est_pas_une_menace(tmp_path: Path) -> None:
    droit = L111_8_ALINEA_2.replace("'", "’").replace(" titre ", "\ntitre\u00a0")
    assert dites(tmp_path, f"{droit}\n\n{L111_8_ALINEA_3}", creancier=CREANCIER) == set()
    assert dites(tmp_path, f"{droit} Votre saisie suivra.") == {"mots_trompeurs"}


@pytest.mark.parametrize(
    ("phrase", "regle"),
    [
        ("Une plainte sera déposée.", "poursuites_penales"),
        ("Ne pas payer est un délit.", "poursuites_penales"),
        ("Vous serez inscrit sur un fichier de mauvais payeurs.", "fichage"),
        ("Vous figurerez sur une liste noire.", "fichage"),
    ],
)
def test_une_menace_dite_autrement(tmp_path: Path, phrase: str, regle: str) -> None:
    assert dites(tmp_path, phrase) == {regle}


@pytest.mark.parametrize(
    "phrase",
    [
        "Pour payer en ligne, il suffit de saisir le numéro de votre compte.",
        "Nous portons à votre connaissance que le créancier pourra agir en justice.",
        "Aucune assignation ne sera délivrée avant cette date.", "Aucune procédure n’a été engagée.",
        "Le coût de cet envoi reste à notre charge.", "Si votre employeur vous a payé en retard, informez-nous.",
        "Le créancier pourra saisir le tribunal.", "Vous pouvez débloquer votre compte client en payant.",
        "Votre banque vous dira le coût d’un virement.",
    ],
)  # fmt: skip
def test_ce_qui_y_ressemble_et_reste_permis(tmp_path: Path, phrase: str) -> None:
    assert dites(tmp_path, phrase, mode=Mode.AGENCE) <= {"r124_4_rappel"}
