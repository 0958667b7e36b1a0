"""Un modèle ne rend jamais un blanc, ne sort pas de son bac à sable, et toute faute dit où corriger."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fabrique_courriers import (
    A_ECHOIR,
    AGENCE,
    CREANCIER,
    DELAI,
    FACTURES,
    INTERNE,
    LE,
    PIEGE,
    PREMIERE,
    demande,
    dossier,
)

from recouvre.courriers.courrier import Encadre, Paragraphe, texte
from recouvre.courriers.modeles import charger, chemin_de, composer, noms_connus
from recouvre.courriers.refus import (
    DelaiAbsent,
    FraisInterdits,
    ModeleFautif,
    ModeleHorsMode,
    ModeleInconnu,
    PremiereLettreAbsente,
    SansObjet,
)
from recouvre.domaine.evenements import AvoirAjoute, EncaissementRecu, FactureAjoutee, MiseEnDemeurePresentee
from recouvre.domaine.parties import Partie, Qualite
from recouvre.domaine.profil import Mode
from recouvre.domaine.refus import ChampManquant

LIVRES = chemin_de("relance").parent


def ecrire(dossier_modeles: Path, corps: str, entete: str = "objet: Essai", nom: str = "essai") -> Path:
    """Un modèle d'agence de ce contenu."""
    fichier = dossier_modeles / f"{nom}.txt"
    fichier.write_text(f"{entete}\n\n{corps}\n", "utf-8")
    return fichier


def rendu(dossier_modeles: Path, corps: str, entete: str = "objet: Essai") -> str:
    """Le texte d'une lettre interne faite avec ce corps."""
    ecrire(dossier_modeles, corps, entete)
    return texte(composer(demande("essai", mode=Mode.INTERNE), [dossier_modeles]))


# --- les champs qui manquent ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("manque", "commande"),
    [
        ({"iban": ""}, "recouvre profil --iban …"),
        ({"denomination": ""}, "recouvre profil --denomination …"),
        ({"adresse": ""}, "recouvre profil --adresse …"),
        ({"ville": "", "code_postal": ""}, "recouvre profil --code-postal … --ville …"),
    ],
)
def test_un_champ_du_profil_manque(manque: dict[str, Any], commande: str) -> None:
    with pytest.raises(ChampManquant) as refus:
        composer(demande(profil=replace(AGENCE, **manque)))
    assert refus.value.commande == commande


def test_l_adresse_du_creancier_manque() -> None:
    with pytest.raises(ChampManquant) as refus:
        composer(demande(creancier=Partie(nom='Ateliers "Roy"')))
    assert refus.value.commande == 'recouvre creancier "Ateliers \\"Roy\\"" --adresse … --code-postal … --ville …'
    assert refus.value.champ == "l'adresse complète du créancier"


def test_l_adresse_du_debiteur_manque() -> None:
    with pytest.raises(ChampManquant) as refus:
        composer(demande(debiteur=replace(PIEGE, adresse="")))
    assert refus.value.commande == "recouvre debiteur D-12 --adresse …"


def test_une_adresse_etrangere_se_passe_de_code_postal() -> None:
    ailleurs = Partie(nom="Nkosi Ltd", adresse="12 Moi Avenue", ville="Nairobi", pays="Kenya")
    assert composer(demande(debiteur=ailleurs)).destinataire == ("Nkosi Ltd", "12 Moi Avenue", "NAIROBI", "KENYA")


def test_l_iban_n_est_exige_qu_en_agence() -> None:
    courrier = composer(demande("mise_en_demeure_interne", mode=Mode.INTERNE, profil=replace(INTERNE, iban="")))
    (cadre,) = (bloc for bloc in courrier.blocs if isinstance(bloc, Encadre))
    assert [libelle for libelle, _ in cadre.lignes] == ["Chèque", "Référence à rappeler"]


def test_assurance_et_declaration_sont_facultatives() -> None:
    sobre = replace(AGENCE, assureur="", police="", parquet="", declaration_le=None)
    assert len(composer(demande(profil=sobre)).pied) == 2
    assert composer(demande()).pied[2:] == (
        "Assurance de responsabilité civile professionnelle : Mutuelle des Alpes, police n° RC-4471-20",
        "Déclaration au procureur de la République : tribunal judiciaire de Lyon, le 1er mars 2019",
    )


def test_sans_telephone_ni_courriel_ni_signataire_la_lettre_se_fait() -> None:
    muet = replace(AGENCE, telephone="", courriel="", horaires="", signataire="", qualite_signataire="", siren="")
    rendue = texte(composer(demande(profil=muet)))
    assert "()" not in rendue
    assert "None" not in rendue


def test_un_champ_facultatif_imprime_sans_etre_teste_est_une_faute_du_modele(tmp_path: Path) -> None:
    ecrire(tmp_path, "Bonjour,\n\nvotre référence {{ dossier.relance_le }}")
    with pytest.raises(ModeleFautif) as faute:
        composer(demande("essai", mode=Mode.INTERNE), [tmp_path])
    assert (faute.value.ligne, faute.value.mot) == (5, "dossier.relance_le")
    assert "is defined" in faute.value.phrase


# --- ce qu'on réclame --------------------------------------------------------------------------------------------


def test_une_facture_a_echoir_n_est_pas_reclamee() -> None:
    avec, sans = composer(demande(faits=(*FACTURES, A_ECHOIR))), composer(demande())
    assert avec.total == sans.total
    assert A_ECHOIR.numero not in texte(avec)


def test_le_total_est_celui_du_decompte_quand_tout_est_echu() -> None:
    voulue = demande()
    assert composer(voulue).total == voulue.decompte.total


def test_des_interets_courus_mais_non_reclames_se_disent() -> None:
    rendue = texte(composer(demande(penalites=False)))
    assert "non réclamés" in rendue
    assert "Détail des intérêts".upper() not in rendue


def test_sans_penalites_seul_le_principal_est_reclame() -> None:
    voulue = demande("relance", mode=Mode.INTERNE, niveau=2, penalites=False)
    courrier = composer(voulue)
    assert courrier.total == voulue.decompte.principal < voulue.decompte.total
    assert "6 401,59" not in texte(courrier)


def test_un_avoir_se_lit_dans_la_colonne_des_deductions() -> None:
    avoir = AvoirAjoute(date=dt.date(2026, 6, 1), numero="A-1", montant=500_00, sur="F-2026-117")
    lignes = texte(composer(demande(faits=(*FACTURES, avoir)))).replace("\u202f", " ").replace("\u00a0", " ")
    assert any(
        "F-2026-117" in ligne and " 500,00 €" in ligne and "4 360,00 €" in ligne for ligne in lignes.splitlines()
    )


@pytest.mark.parametrize(("niveau", "faits"), [(1, (A_ECHOIR,)), (0, FACTURES)])
def test_sans_objet_aucune_lettre(niveau: int, faits: tuple[FactureAjoutee, ...]) -> None:
    with pytest.raises(SansObjet):
        composer(demande("relance", mode=Mode.INTERNE, niveau=niveau, faits=faits))


def test_jamais_d_indemnite_a_un_consommateur() -> None:
    faux = demande()
    with pytest.raises(FraisInterdits, match="L111-8"):
        composer(replace(faux, dossier=dossier(*FACTURES, qualite=Qualite.CONSOMMATEUR)))


# --- le bon modèle, au bon moment --------------------------------------------------------------------------------


def test_en_agence_la_suite_rappelle_la_premiere_lettre_ou_ne_part_pas() -> None:
    for modele in ("relance", "avis_avant_poursuites"):
        with pytest.raises(PremiereLettreAbsente, match="relances --envoyer"):
            composer(demande(modele, premiere=None))
        assert ("Première lettre", "D-12/1 du 5 octobre 2026") in composer(demande(modele)).references


def test_un_modele_ne_parle_pas_au_nom_d_un_autre() -> None:
    with pytest.raises(ModeleHorsMode):
        composer(demande("mise_en_demeure_interne"))
    with pytest.raises(ModeleHorsMode):
        composer(demande("mise_en_demeure_agence", mode=Mode.INTERNE))


def test_le_niveau_ne_gouverne_que_la_relance() -> None:
    assert composer(demande(niveau=0)) == composer(demande(niveau=3))


def test_ce_qui_suit_la_lettre_n_y_figure_pas() -> None:
    passee = replace(PREMIERE, date=dt.date(2026, 11, 2))
    future = replace(PREMIERE, date=dt.date(2026, 12, 2))
    recu = EncaissementRecu(date=dt.date(2026, 12, 1), montant=1_00)
    voulue = demande("mise_en_demeure_interne", mode=Mode.INTERNE)
    rendue = texte(composer(replace(voulue, dossier=dossier(*FACTURES, passee, future, recu))))
    assert "Malgré notre courrier du 2 novembre 2026" in rendue
    assert "VERSEMENTS" not in rendue


def test_une_mise_en_demeure_a_une_date_limite_a_venir() -> None:
    for delai in (None, LE, LE - dt.timedelta(1)):
        with pytest.raises(DelaiAbsent):
            composer(demande(delai_le=delai))
    assert "7 décembre 2026" in texte(composer(demande(delai_le=DELAI)))


def test_une_relance_sans_delai_demande_un_paiement_immediat() -> None:
    assert "dès réception" in texte(composer(demande("relance", delai_le=None)))


def test_un_niveau_inconnu_est_une_faute_d_appel() -> None:
    with pytest.raises(ValueError, match="niveau 4"):
        composer(demande("relance", niveau=4))


def test_apres_une_mise_en_demeure_on_ne_l_annonce_plus() -> None:
    presentee = MiseEnDemeurePresentee(date=dt.date(2026, 10, 8))
    annonce = "vous adresser une mise en demeure"
    for faits, annoncee in ((FACTURES, True), ((*FACTURES, presentee), False)):
        rendue = texte(composer(demande("relance", mode=Mode.INTERNE, niveau=3, faits=faits)))
        assert (annonce in rendue) is annoncee


@pytest.mark.parametrize(
    ("civilite", "appel"),
    [("", "Madame, Monsieur,"), ("M.", "Monsieur,"), ("Mme", "Madame,"), ("Me", "Madame, Monsieur,")],
)
def test_la_formule_d_appel(civilite: str, appel: str) -> None:
    quidam = Partie(civilite=civilite, prenom="Alix", nom="Roy", adresse="1 rue A", code_postal="01000", ville="B")
    assert composer(demande(debiteur=quidam)).blocs[0] == Paragraphe(appel)


def test_un_modele_inconnu_dit_lesquels_existent() -> None:
    with pytest.raises(ModeleInconnu, match="mise_en_demeure_agence, mise_en_demeure_agence_consommateur"):
        charger("../relance")
    assert list(noms_connus()) == sorted(fichier.stem for fichier in LIVRES.glob("*.txt"))


# --- les modèles de l'agence -------------------------------------------------------------------------------------


def test_le_modele_de_l_agence_prime_et_signe_son_empreinte(tmp_path: Path) -> None:
    livre = composer(demande())
    (tmp_path / "mise_en_demeure_agence.txt").write_bytes(
        (LIVRES / "mise_en_demeure_agence.txt").read_bytes().replace("Nous répondons".encode(), "Écoute".encode())
    )
    propre = composer(demande(), [tmp_path])
    assert "Écoute au 04" in texte(propre)
    assert len(propre.empreinte_modele) == 64
    assert propre.empreinte_modele != livre.empreinte_modele


def test_un_fichier_du_bloc_notes_se_lit(tmp_path: Path) -> None:
    contenu = "objet: Été\r\n\r\nCher client,\r\n\r\nà bientôt.\r\n".encode("utf-8-sig")
    (tmp_path / "essai.txt").write_bytes(contenu)
    courrier = composer(demande("essai", mode=Mode.INTERNE), [tmp_path])
    assert courrier.objet == "Été"
    assert courrier.blocs == (Paragraphe("Cher client,"), Paragraphe("à bientôt."))


@pytest.mark.parametrize(
    ("corps", "ligne", "mot"),
    [
        ("Bonjour\n{{ expediteur.ibann }}", 4, "expediteur.ibann"),
        ("Bonjour\n\n{% if jamais %}x{% endif %}", 5, "jamais"),
        ("{% if niveau == 9 %}{{ dossier.couleur }}{% endif %}", 3, "dossier.couleur"),
        ("Bonjour\n[facture]", 4, "[facture]"),
        ("a\n\nun <font color=red>mot</font>", 5, "<font color=red>"),
        ("un <b class=x>mot</b>", 3, "<b class=x>"),
        ('<img src="/etc/passwd"/>', 3, '<img src="/etc/passwd"/>'),
        ("un <b>mot\n\nsuite</b>", 3, "<b>"),
        ("un mot</i>", 3, "</i>"),
        ("<b><i>x</b></i>", 3, "</b>"),
        ("a\n{% if agence %}\nb", 5, "b"),
        ("a\n{{ 'b' | default('') }}", 4, "{{ 'b' | default('') }}"),
        ("a\n{{ creancier.denomination | safe }}", 4, "{{ creancier.denomination | safe }}"),
        ("a\n{% autoescape false %}b{% endautoescape %}", 4, "autoescape"),
        ("a\n{% include 'relance.txt' %}", 4, "include"),
        ("{{ dossier.__class__ }}", 3, "__class__"),
        ("{{ ''.__class__.__mro__ }}", 3, "__mro__"),
        ("{{ factures[0]['_valeurs'] }}", 3, "facture._valeurs"),
        ("{{ 1 / 0 }}", 3, "{{ 1 / 0 }}"),
        ("{% macro f() %}{{ f() }}{% endmacro %}\n{{ f() }}", 3, "macro"),
        ("{{ self.x }}", 3, "{{ self.x }}"),
        ("a\n{{ 'a' * 10**9 }}", 4, "*"),
        ("{{ 9**9**9 }}", 3, "**"),
        ("{{ '%999999999d' % 1 }}", 3, "%"),
        ("{{ 'a'.ljust(999999999) }}", 3, "("),
        ("{% set x = 'a' %}{{ x }}", 3, "set"),
        ("{% set x %}a{% endset %}", 3, "set"),
        ("{% block a %}{{ self.a() }}{% endblock %}", 3, "block"),
        ("{{ range(10) }}", 3, "range"),
        ("{% for f in factures %}" * 3 + "x" + "{% endfor %}" * 3, 3, "for"),
        ("{% macro f() %}{% for f in factures %}x{% endfor %}{% endmacro %}", 3, "for"),
        ("a\n{{ debiteur }}", 4, "{{ debiteur }}"),
        ("a\n{{ factures }}", 4, "{{ factures }}"),
        ("{{ factures | first }}", 3, "{{ factures | first }}"),
        ("{{ " + "(" * 500 + "1" + ")" * 500 + " }}", 3, ("{{ " + "(" * 500)[:60]),
        ("{% if agence %}" * 200 + "x" + "{% endif %}" * 200, 3, ("{% if agence %}" * 9)[:60]),
        ("{{ 1" + " + 1" * 9000 + " }}", 3, ("{{ 1" + " + 1" * 90)[:60]),
        ("{% if titre %}rien{% endif %}", 1, "essai"),
    ],
)
def test_une_faute_dit_le_fichier_la_ligne_et_le_mot(tmp_path: Path, corps: str, ligne: int, mot: str) -> None:
    fichier = ecrire(tmp_path, corps)
    with pytest.raises(ModeleFautif) as faute:
        composer(demande("essai", mode=Mode.INTERNE), [tmp_path])
    assert (faute.value.fichier, faute.value.ligne, faute.value.mot) == (str(fichier), ligne, mot)
    assert f"{fichier}, ligne {ligne}" in faute.value.phrase


@pytest.mark.parametrize(
    ("corps", "ligne", "mot", "article"),
    [
        ("sous peine de saisie", 3, "saisie", "433-13"),
        ("notre\nService JUDICIAIRE", 4, "Service JUDICIAIRE", "433-13"),
        ("un contentieux\njudiciaire", 3, "contentieux judiciaire", "433-13"),
        ("avec les frais de dossier", 3, "frais de dossier", "L111-8"),
        ("{% if titre %}\nla saisie{% endif %}", 4, "saisie", "sauf titre"),
        ("au 0899 12 34 56", 3, "0899 12 34 56", "L121-16"),
    ],
)
def test_un_mot_defendu_avertit_sans_refuser_le_modele(
    tmp_path: Path, corps: str, ligne: int, mot: str, article: str
) -> None:
    """On en décide au rendu : tant qu'aucun titre n'est enregistré, ou selon la branche que prend le dossier."""
    ecrire(tmp_path, corps)
    (averti,) = charger("essai", [tmp_path]).avertissements
    assert (averti.ligne, averti.mot) == (ligne, mot)
    assert article in averti.raison


def test_les_modeles_livres_n_avertissent_de_rien() -> None:
    assert [charger(nom).avertissements for nom in noms_connus()] == [()] * len(noms_connus())


@pytest.mark.parametrize(
    ("entete", "ligne", "mot"),
    [
        ("sujet: x", 1, "sujet: x"),
        ("objet: x\nmode: notaire", 2, "notaire"),
        ("mode: agence", 1, "mode: agence"),
        ("objet: {{ chose }}", 1, "chose"),
    ],
)
def test_un_en_tete_fautif(tmp_path: Path, entete: str, ligne: int, mot: str) -> None:
    ecrire(tmp_path, "Bonjour", entete)
    with pytest.raises(ModeleFautif) as faute:
        charger("essai", [tmp_path])
    assert (faute.value.ligne, faute.value.mot) == (ligne, mot)


def test_un_fichier_qui_n_est_pas_en_utf_8(tmp_path: Path) -> None:
    (tmp_path / "essai.txt").write_bytes("objet: x\n\nDéjà".encode("cp1252"))
    with pytest.raises(ModeleFautif, match="UTF-8") as faute:
        charger("essai", [tmp_path])
    assert faute.value.ligne == 3


def test_une_balise_qu_une_condition_laisse_ouverte(tmp_path: Path) -> None:
    ecrire(tmp_path, "Bonjour,\n\n<b>oui{% if agence %}</b>{% endif %}")
    with pytest.raises(ModeleFautif) as faute:
        composer(demande("essai", mode=Mode.INTERNE), [tmp_path])
    assert (faute.value.ligne, faute.value.mot) == (5, "<b>")


def test_les_donnees_ne_sont_ni_balises_ni_blocs(tmp_path: Path) -> None:
    pirate = Partie(nom="[signature] <b>& # - {{ 7*7 }}", adresse="1 rue\n\n[L111-8]", code_postal="01000", ville="B")
    ecrire(tmp_path, "{{ destinataire.denomination }}\n\n{{ destinataire.adresse_complete }}")
    courrier = composer(demande("essai", mode=Mode.INTERNE, debiteur=pirate), [tmp_path])
    assert texte(courrier).count("[signature] <b>& # - {{ 7*7 }}") == 2
    assert all(isinstance(bloc, Paragraphe) for bloc in courrier.blocs)
    for debut in ("# Roy", "- Roy"):
        courrier = composer(demande("essai", mode=Mode.INTERNE, debiteur=replace(PIEGE, nom=debut)), [tmp_path])
        assert texte(courrier).count(debut) == 2


def test_esperluette_et_inferieur_ecrits_dans_un_modele(tmp_path: Path) -> None:
    assert "Dupont & Fils, 3 < 4 & 5 €, A & B" in rendu(tmp_path, "Dupont & Fils, 3 < 4 &amp; 5 €, A & <b>B</b>")


def test_une_macro_et_un_filtre_gardent_l_echappement(tmp_path: Path) -> None:
    corps = (
        "{% macro gras(x) %}<b>{{ x }}</b>{% endmacro %}{{ gras(destinataire.denomination) }} {{ ['<', '&'] | join }}"
    )
    ecrire(tmp_path, corps)
    courrier = composer(demande("essai", mode=Mode.INTERNE), [tmp_path])
    assert courrier.blocs == (Paragraphe("<b>Garage &lt;Martin&gt; &amp; Fils</b> &lt;&amp;"),)


def test_listes_titres_et_mentions(tmp_path: Path) -> None:
    ecrire(tmp_path, "# Titre\n- un\n  suite\n- deux\n> petit\n\nfin {# commentaire : saisie #}")
    blocs = composer(demande("essai", mode=Mode.INTERNE), [tmp_path]).blocs
    assert [type(bloc).__name__ for bloc in blocs] == ["Intertitre", *["Paragraphe"] * 4]
    assert blocs[1:] == (
        Paragraphe("un suite", puce=True),
        Paragraphe("deux", puce=True),
        Paragraphe("petit", petit=True),
        Paragraphe("fin"),
    )


def test_le_creancier_d_un_service_interne_n_est_rappele_que_s_il_differe() -> None:
    meme = composer(demande("mise_en_demeure_interne", mode=Mode.INTERNE))
    assert "Créancier" not in dict(meme.references)
    autre = composer(demande("mise_en_demeure_interne", mode=Mode.INTERNE, creancier=replace(CREANCIER, nom="Filiale")))
    assert dict(autre.references)["Créancier"] == "Filiale"


def test_une_donnee_de_plusieurs_lignes_n_ecrit_ni_bloc_ni_titre(tmp_path: Path) -> None:
    piege = "la qualité\n\n[factures]\n# Titre\n| A | B\n_ c : d"
    (tmp_path / "essai.txt").write_text(
        "objet: Essai\nsaisie: motif texte x\n\nVous contestez {{ saisie.motif }}.\n", "utf-8"
    )
    voulue = replace(demande("essai", mode=Mode.INTERNE), saisies={"motif": piege})
    assert composer(voulue, [tmp_path]).blocs == (
        Paragraphe("Vous contestez la qualité [factures] # Titre | A | B _ c : d."),
    )
