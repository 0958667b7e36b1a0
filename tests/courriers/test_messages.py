"""Les messages courts : leur texte attendu, ce qu'un écran verrouillé ne montre pas, et ce qui tient dans un SMS."""

from __future__ import annotations

import datetime as dt
import html.parser
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fabrique_courriers import AGENCE, FACTURES, INTERNE, PREMIERE, demande
from hypothesis import given
from hypothesis import strategies as st

from recouvre.courriers.contexte import Demande
from recouvre.courriers.gabarit import compiler
from recouvre.courriers.messages import Message, controler_message, ecrire_message, rediger_message
from recouvre.courriers.modeles import composer
from recouvre.courriers.refus import (
    AutreDestinataire,
    HorsGsm7,
    ModeleFautif,
    ModeleInconnu,
    NonConforme,
    PasUnCourrier,
    PasUnMessage,
    PremiereLettreAbsente,
    SansObjet,
    SmsTropLong,
)
from recouvre.domaine.evenements import EncaissementRecu
from recouvre.domaine.gsm7 import SEGMENT, hors_alphabet, longueur
from recouvre.domaine.parties import Qualite
from recouvre.domaine.profil import Mode
from recouvre.domaine.refus import ChampManquant

ATTENDUS = Path(__file__).parent.parent / "attendus" / "messages"
CONSO = Qualite.CONSOMMATEUR
PRESENTEE = dt.date(2026, 10, 8)


def suite(nom: str = "sms_rappel", **plus: Any) -> Demande:
    """La demande d'un message qui va seul, après la première lettre."""
    agence = plus.get("mode", Mode.AGENCE) is Mode.AGENCE
    return demande(nom, **{"premiere": PREMIERE if agence else None, "reference": "D-12/4", **plus})


CAS: dict[str, tuple[str, Demande]] = {
    "sms_rappel-agence": ("sms_rappel", suite()),
    "sms_rappel-agence-consommateur": ("sms_rappel", suite(qualite=CONSO, presentee_le=PRESENTEE)),
    "sms_rappel-interne": ("sms_rappel", suite(mode=Mode.INTERNE)),
    "sms_rappel-sans-signataire": ("sms_rappel", suite(profil=replace(AGENCE, signataire=""))),
    "sms_echeance-agence": ("sms_echeance", suite("sms_echeance", saisies={"echeance": dt.date(2026, 11, 23)})),
    "sms_echeance-interne": (
        "sms_echeance",
        suite("sms_echeance", mode=Mode.INTERNE, saisies={"echeance": dt.date(2026, 11, 23)}),
    ),
    "message_lettre-premiere": ("message_lettre", demande()),
    "message_lettre-agence": ("message_lettre", demande("relance")),
    "message_lettre-consommateur": ("message_lettre", demande("relance", qualite=CONSO, presentee_le=PRESENTEE)),
    "message_lettre-interne": ("message_lettre", demande("relance", mode=Mode.INTERNE)),
    "message_lettre-interne-nu": (
        "message_lettre",
        demande(
            "relance",
            mode=Mode.INTERNE,
            profil=replace(INTERNE, telephone="", signataire="", qualite_signataire="", siren=""),
        ),
    ),
}


def en_clair(message: Message) -> str:
    """Tout ce qui part, dans un fichier qu'on relit."""
    tete = f"Objet : {message.objet}\n\n" if message.objet else ""
    suite_html = f"\n--- HTML ---\n{message.html}" if message.html else ""
    return f"[{message.canal}]\n{tete}{message.texte.rstrip()}\n{suite_html}"


@pytest.mark.parametrize("nom", sorted(CAS))
def test_le_texte_est_celui_attendu(nom: str) -> None:
    modele, voulue = CAS[nom]
    rendu = en_clair(rediger_message(voulue, modele))
    fichier = ATTENDUS / f"{nom}.txt"
    if os.environ.get("RECOUVRE_ATTENDUS") == "ecrire":
        fichier.parent.mkdir(parents=True, exist_ok=True)
        fichier.write_text(rendu, "utf-8")
    assert rendu == fichier.read_text("utf-8")


def test_aucun_attendu_n_est_orphelin() -> None:
    assert {fichier.stem for fichier in ATTENDUS.glob("*.txt")} == set(CAS)


# --- Écrire le sien -------------------------------------------------------------------------------------------------


def rediger(tmp_path: Path, corps: str, canal: str = "sms", objet: str = "Courrier", **plus: Any) -> Message:
    """Un modèle d'essai, rédigé en service interne sauf avis contraire."""
    forcees = plus.pop("forcees", ())
    (tmp_path / "essai.txt").write_text(source(corps, canal, objet), "utf-8")
    return rediger_message(suite("essai", **{"mode": Mode.INTERNE, **plus}), "essai", [tmp_path], forcees=forcees)


def source(corps: str, canal: str = "sms", objet: str = "Courrier") -> str:
    tete = f"objet: {objet}\n" if canal == "courriel" else ""
    return f"{tete}forme: message\ncanal: {canal}\n\n{corps}\n"


def regles(refus: NonConforme) -> set[str]:
    return {constat.regle for constat in refus.manquements}


INDISCRETS = (
    "votre dette", "une créance", "le créancier", "votre facture", "vos factures", "un impayé", "restée impayée",
    "recouvrement", "une relance", "dernier rappel", "mise en demeure", "merci de payer", "votre paiement", "payez",
    "à régler", "un règlement", "le solde", "la somme", "ce montant", "en retard", "l’échéance", "des pénalités",
    "les intérêts", "avant poursuites", "une procédure", "la justice", "le tribunal", "contentieux", "le litige",
    "un huissier", "commissaire de justice", "une saisie", "titre exécutoire", "par virement", "notre IBAN",
    "votre chèque", "prélèvement", "un acompte", "remboursez", "surendettement", "les sommes dues", "FACTURE",
    "votre débiteur", "créance", "l’indemnité", "vous devez la somme", "encaissement", "r\u00e8glement",
)  # fmt: skip
SOMMES = (
    "120 €", "120€", "7 €",
    "1 234,56", "1234.56", "12 euros", "45 EUR", "€ 30", "1\u202f234,56\u00a0€", "{{ decompte.total }}",
)  # fmt: skip
DISCRETS = (
    "Merci de nous rappeler au 04 72 00 11 22, réf. D-12-4.",
    "Rappelez-nous au 04.72.00.11.22 avant le 05.12.2026, à 14h30.",
    "Courrier D-12-1 du 05/10/2026. Nous sommes joignables de 9 h à 17 h.",
    "Votre dossier D-12 : appelez Mme Roy, du lundi au vendredi.",
    "Un message important vous attend, pays de la Loire.",
)


@pytest.mark.parametrize("mot", INDISCRETS)
def test_un_sms_ne_dit_rien_de_la_dette(tmp_path: Path, mot: str) -> None:
    with pytest.raises((NonConforme, ModeleFautif)) as refus:
        rediger(tmp_path, f"Appelez-nous : {mot}")
    if isinstance(refus.value, NonConforme):
        assert "discret_sms_mots" in regles(refus.value)
        assert "226-22" in refus.value.phrase
        assert refus.value.phrase.startswith("Le message « essai » ne peut pas partir")
    else:
        assert "alphabet des SMS" in refus.value.phrase


@pytest.mark.parametrize("mot", [*INDISCRETS, "ce qui reste dû"])
def test_l_objet_d_un_courriel_non_plus(tmp_path: Path, mot: str) -> None:
    with pytest.raises(NonConforme) as refus:
        rediger(tmp_path, "Bonjour.", "courriel", f"À propos : {mot}")
    assert "discret_objet_mots" in regles(refus.value)


@pytest.mark.parametrize("somme", SOMMES)
def test_ni_l_un_ni_l_autre_ne_dit_une_somme(tmp_path: Path, somme: str) -> None:
    for canal, objet, corps in (("sms", "", f"Bonjour {somme}"), ("courriel", f"Bonjour {somme}", "Bonjour.")):
        with pytest.raises(NonConforme) as refus:
            rediger(tmp_path, corps, canal, objet)
        assert f"discret_{'sms' if canal == 'sms' else 'objet'}_somme" in regles(refus.value)


@pytest.mark.parametrize("texte", DISCRETS)
def test_ce_qui_est_neutre_passe(tmp_path: Path, texte: str) -> None:
    assert rediger(tmp_path, texte).texte == texte
    assert rediger(tmp_path, "Bonjour.", "courriel", texte).objet == texte


def test_en_agence_le_creancier_ne_se_nomme_pas(tmp_path: Path) -> None:
    for dit in ("{{ creancier.denomination }}", "menuiserie faure", "F-2026-117", "Portes intérieures"):
        with pytest.raises(NonConforme) as refus:
            rediger(tmp_path, f"Courrier D-12/1 du 05/10/2026. {dit}", mode=Mode.AGENCE)
        assert regles(refus.value) == {"discret_sms_creancier"}, dit


def test_en_interne_qui_ecrit_peut_se_nommer(tmp_path: Path) -> None:
    assert rediger(tmp_path, "Appelez {{ expediteur.denomination }}.").texte == "Appelez Menuiserie Faure."


def test_une_agence_dont_le_nom_dit_le_metier_ne_le_dit_pas(tmp_path: Path) -> None:
    profil = replace(AGENCE, denomination="Rhône Recouvrement", signataire="")
    with pytest.raises(NonConforme, match="Recouvrement"):
        rediger_message(suite(profil=profil), "sms_rappel")


def test_la_discretion_ne_se_force_pas_le_reste_oui(tmp_path: Path) -> None:
    tout = {"discret_sms_mots", "discret_objet_mots", "mots_trompeurs", "poursuites_penales"}
    with pytest.raises(NonConforme) as refus:
        rediger(tmp_path, "Votre facture", forcees=tout)
    assert regles(refus.value) == {"discret_sms_mots"}
    with pytest.raises(NonConforme) as refus:
        rediger(tmp_path, "Avant la prison.", "courriel")
    assert regles(refus.value) == {"poursuites_penales"}
    assert "prison" in rediger(tmp_path, "Avant la prison.", "courriel", forcees=tout).texte


# --- Les règles des lettres -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phrase", "regle"),
    [
        ("Nous mandaterons un huissier.", "mots_trompeurs"),
        ("Appelez le 0892 12 34 56.", "numero_surtaxe"),
        ("Nous informerons votre employeur.", "revelation_tiers"),
        ("République française", "decor_officiel"),
        ("Vous serez fiché.", "fichage"),
        ("Réglez 25 € de frais de dossier.", "frais"),
    ],
)
def test_un_courriel_suit_les_regles_des_lettres(tmp_path: Path, phrase: str, regle: str) -> None:
    with pytest.raises(NonConforme) as refus:
        rediger(tmp_path, phrase, "courriel", qualite=CONSO, presentee_le=PRESENTEE)
    assert regle in regles(refus.value)


def test_en_agence_un_message_rappelle_la_reference_et_la_date_de_la_premiere_lettre(tmp_path: Path) -> None:
    passe = ("D-12/1 du 05/10/2026", "D-12/1 du 5 octobre 2026")
    manque = ("D-12/1", "du 05/10/2026", "D-12/14 du 05/10/2026", "D-12/1 du 06/10/2026", "XD-12/1 du 05/10/2026")
    for texte in passe:
        assert rediger(tmp_path, f"Courrier {texte}.", mode=Mode.AGENCE)
    for texte in manque:
        with pytest.raises(NonConforme) as refus:
            rediger(tmp_path, f"Courrier {texte}.", mode=Mode.AGENCE)
        assert regles(refus.value) == {"r124_4_rappel"}, texte
    assert "premiere_en_chiffres" in refus.value.phrase


def test_un_courriel_date_la_premiere_lettre_en_toutes_lettres(tmp_path: Path) -> None:
    with pytest.raises(NonConforme, match="premiere_le"):
        rediger(tmp_path, "Courrier D-12/1 du 05/10/2026.", "courriel", mode=Mode.AGENCE)
    assert rediger(tmp_path, "Courrier D-12/1 du 5 octobre 2026.", "courriel", mode=Mode.AGENCE)


def test_aucun_message_avant_la_premiere_lettre_d_une_agence() -> None:
    with pytest.raises(PremiereLettreAbsente):
        rediger_message(suite(premiere=None), "sms_rappel")
    with pytest.raises(PremiereLettreAbsente):
        rediger_message(demande("relance", premiere=None), "message_lettre")
    assert "première lettre" not in rediger_message(demande(), "message_lettre").texte, "elle l'accompagne"


def test_une_creance_prescrite_ne_se_reclame_pas_par_sms() -> None:
    with pytest.raises(NonConforme) as refus:
        rediger_message(suite(prescrite_le=dt.date(2026, 1, 31)), "sms_rappel")
    assert regles(refus.value) == {"prescription"}


def test_rien_a_reclamer_rien_a_dire() -> None:
    paye = tuple(EncaissementRecu(date=dt.date(2026, 11, 1), montant=2 * f.montant, facture=f.numero) for f in FACTURES)
    with pytest.raises(SansObjet):
        rediger_message(suite(faits=(*FACTURES, *paye), penalites=False), "sms_rappel")


def test_un_champ_vide_dit_quoi_taper() -> None:
    with pytest.raises(ChampManquant, match="recouvre profil --telephone"):
        rediger_message(suite(profil=replace(AGENCE, telephone="")), "sms_rappel")


def test_chaque_forme_a_sa_plume(tmp_path: Path) -> None:
    with pytest.raises(PasUnCourrier):
        composer(suite())
    with pytest.raises(PasUnMessage):
        rediger_message(suite(), "relance")
    with pytest.raises(ModeleInconnu):
        rediger_message(suite(), "zut")
    with pytest.raises(AutreDestinataire):
        rediger_message(demande("compte_rendu"), "message_lettre")


def test_le_controle_montre_chaque_regle_respectee() -> None:
    constats = controler_message(ecrire_message(suite(), "sms_rappel"))
    vues = [constat.regle for constat in constats]
    assert all(constat.respecte for constat in constats)
    assert vues[0] == "r124_4_rappel"
    assert vues[-3:] == ["discret_sms_mots", "discret_sms_somme", "discret_sms_creancier"]
    assert len(set(vues)) == len(vues) >= 10


# --- Ce qui tient dans un SMS ---------------------------------------------------------------------------------------


def test_un_sms_trop_long_dit_de_combien(tmp_path: Path) -> None:
    assert len(rediger(tmp_path, "a" * SEGMENT).texte) == SEGMENT
    with pytest.raises(SmsTropLong, match="161 caractères, 1 de trop"):
        rediger(tmp_path, "a" * (SEGMENT + 1))
    with pytest.raises(SmsTropLong, match="162 caractères"):
        rediger(tmp_path, "a" * SEGMENT + "~")


def test_un_caractere_hors_alphabet_dans_le_modele_dit_la_ligne_et_le_mot(tmp_path: Path) -> None:
    with pytest.raises(ModeleFautif) as refus:
        rediger(tmp_path, "Bonjour,\nà bientôt, {{ expediteur.telephone }}")
    assert (refus.value.ligne, refus.value.mot) == (5, "bientôt,")
    assert "« bientot, »" in refus.value.phrase


@pytest.mark.parametrize(
    ("nom", "dit"), [("Benoît Ançay", "Benoit Ancay"), ("Zoé Núñez", "Zoé Nuñez"), ("Œil", "OEil")]
)
def test_un_nom_propre_perd_les_accents_que_les_sms_n_ont_pas(nom: str, dit: str) -> None:
    texte = rediger_message(suite(profil=replace(AGENCE, signataire=nom)), "sms_rappel").texte
    assert f"rappeler {dit} au" in texte


@pytest.mark.parametrize("nom", ["Ольга", "寺田", "Zoé 🙂"])
def test_un_nom_qu_on_ne_sait_pas_ecrire_est_dit(nom: str) -> None:
    with pytest.raises(HorsGsm7, match=r"U\+"):
        rediger_message(suite(profil=replace(AGENCE, signataire=nom)), "sms_rappel")


@given(nom=st.text(min_size=1, max_size=60))
def test_ce_qui_part_tient_toujours_dans_un_sms(nom: str) -> None:
    try:
        texte = rediger_message(suite(profil=replace(AGENCE, signataire=nom)), "sms_rappel").texte
    except (HorsGsm7, SmsTropLong, NonConforme):
        return
    assert hors_alphabet(texte) == ()
    assert longueur(texte) <= SEGMENT


def test_la_typographie_devient_celle_d_une_machine(tmp_path: Path) -> None:
    assert rediger(tmp_path, "L’accueil… 9\u00a0h – 12\u202fh").texte == "L'accueil... 9 h - 12 h"


# --- Ce que l'en-tête et le corps permettent ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texte", "ligne", "mot"),
    [
        ("objet: X\nforme: message\n\nBonjour", 2, "message"),
        ("objet: X\ncanal: sms\n\nBonjour", 2, "canal"),
        ("objet: X\nforme: message\ncanal: sms\n\nBonjour", 1, "objet"),
        ("forme: message\ncanal: courriel\n\nBonjour", 1, "forme: message"),
        ("forme: message\ncanal: pigeon\n\nBonjour", 2, "pigeon"),
        ("forme: message\ncanal: sms\nmentions: R124-4\n\nBonjour", 3, "mentions"),
        ("forme: message\ncanal: sms\nremise: main propre\n\nBonjour", 3, "remise"),
        ("forme: message\ncanal: sms\ndiscret: oui\n\nBonjour", 3, "discret"),
        ("forme: message\ncanal: sms\netendue: creancier\n\nBonjour", 3, "etendue"),
        ("forme: message\ncanal: sms\ndestinataire: creancier\n\nBonjour", 3, "creancier"),
        ("objet: X\nforme: message\ncanal: courriel\ndestinataire: tiers\n\nBonjour", 4, "tiers"),
        ("forme: message\ncanal: sms\n\nBonjour\n\n[factures]", 6, "[factures]"),
        ("forme: message\ncanal: sms\n\n# Titre", 4, "#"),
        ("forme: message\ncanal: sms\n\nA\n_ Nom : x", 5, "_"),
        ("forme: message\ncanal: sms\n\nA <b>B</b>", 4, "<b>"),
        ("objet: X\nforme: message\ncanal: courriel\n\nA <b>B", 5, "<b>"),
        ("forme: message\ncanal: sms\n\n{{ nulpart }}", 4, "nulpart"),
    ],
)
def test_une_faute_dit_sa_ligne_et_son_mot(texte: str, ligne: int, mot: str) -> None:
    with pytest.raises(ModeleFautif) as refus:
        compiler("essai", "essai.txt", texte.encode())
    assert (refus.value.ligne, refus.value.mot) == (ligne, mot)


def test_un_bloc_fabrique_au_rendu_est_refuse(tmp_path: Path) -> None:
    with pytest.raises(ModeleFautif, match="un message n'a que"):
        rediger(tmp_path, "Bonjour\n\n{% if interne %}[factures]{% endif %}", "courriel")


def test_un_corps_vide_pour_ce_dossier_est_refuse(tmp_path: Path) -> None:
    with pytest.raises(ModeleFautif, match="ne dit rien"):
        rediger(tmp_path, "{% if agence %}Bonjour{% endif %}")


class Lecteur(html.parser.HTMLParser):
    """Ce qu'un courrielleur verrait : le texte, et les balises."""

    def __init__(self) -> None:
        super().__init__()
        self.dit, self.balises = "", set[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.balises.add(tag)

    def handle_data(self, data: str) -> None:
        self.dit += data


def test_le_html_dit_le_texte_echappe_et_ne_va_rien_chercher(tmp_path: Path) -> None:
    corps = "Bonjour {{ debiteur.denomination }},\n\n- un <b>gras</b>\n- deux\n\n> petit<br>ligne\n\n<i>R&D</i>"
    message = rediger(tmp_path, corps, "courriel", "Courrier & {{ debiteur.denomination }}")
    assert message.objet == "Courrier & Garage <Martin> & Fils"
    assert message.texte == "Bonjour Garage <Martin> & Fils,\n\n- un gras\n- deux\n\npetit\nligne\n\nR&D\n"
    lecteur = Lecteur()
    lecteur.feed(message.html)
    assert "Garage <Martin> & Fils," in lecteur.dit
    assert "R&D" in lecteur.dit
    assert lecteur.balises == {"html", "head", "meta", "title", "body", "p", "ul", "li", "b", "br", "i"}
    assert message.html.count("<ul>") == message.html.count("</ul>") == 1


def test_un_objet_ne_peut_pas_ouvrir_un_en_tete(tmp_path: Path) -> None:
    profil = replace(INTERNE, signataire="Roy\r\nBcc: tous@exemple.fr")
    message = rediger(tmp_path, "Bonjour.", "courriel", "De {{ expediteur.signataire }}", profil=profil)
    assert "\n" not in message.objet
    assert "\r" not in message.objet
