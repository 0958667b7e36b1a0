"""Toutes les fautes d'un modèle d'un coup, à leur ligne, sans en inventer."""

from __future__ import annotations

import pytest

from recouvre.courriers.fautes import AU_PLUS, examiner
from recouvre.courriers.modeles import chemin_de, noms_connus

TOUTES = """{# Un commandement, dans un commentaire, ne fait rien. #}
objet: Commandement de {{ debiteurx.nom }}
mode: agense
zut: oui

Bonjour {{ destinataire.nomm }} <table>x</table> <b>gras

[facture]

{{ dossier.__class__ }} et {{ nulpart }} {{ nulpart }} avant contentieux
judiciaire {# expulsion #} expulsion
{% for f in toto %}{{ f.numero }}{% endfor %}
{{ expediteur.ville | lower( }}
{{ x
"""


def fautes(source: str | bytes) -> list[tuple[int, str]]:
    octets = source if isinstance(source, bytes) else source.encode()
    return [(faute.ligne, faute.mot) for faute in examiner("essai", "essai.txt", octets).fautes]


def test_chaque_faute_est_dite_une_fois_a_sa_ligne() -> None:
    assert fautes(TOUTES) == [
        (2, "debiteurx"),
        (3, "agense"),
        (4, "zut: oui"),
        (6, "<table>"),
        (6, "</table>"),
        (6, "<b>"),
        (6, "destinataire.nomm"),
        (8, "[facture]"),
        (10, "nulpart"),
        (10, "nulpart"),
        (10, "__class__"),
        (12, "toto"),
        (13, "{{ expediteur.ville | lower( }}"),
        (14, "{{ x"),
    ]
    assert examiner("essai", "essai.txt", TOUTES.encode()).complet


@pytest.mark.parametrize("fin", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("marque", [b"", b"\xef\xbb\xbf"])
def test_ni_la_marque_ni_les_fins_de_ligne_ne_deplacent_une_faute(fin: str, marque: bytes) -> None:
    octets = marque + "objet: Été\n\n{{ nulpart }}\n".replace("\n", fin).encode()
    assert fautes(octets) == [(3, "nulpart")]


def test_un_fichier_de_vieux_windows_est_lu_quand_meme() -> None:
    octets = "objet: Rappel à régler\n\n{{ nulpart }}\n".encode("cp1252")
    assert fautes(octets) == [(1, "à"), (3, "nulpart")]


def test_un_texte_sans_en_tete_est_lu_comme_un_corps() -> None:
    assert fautes("Monsieur,\nBonjour.\n\n{{ nulpart }}\n") == [(1, "Monsieur,"), (4, "nulpart")]
    assert fautes("") == [(1, "")]
    assert fautes("mode: agence\n\nBonjour <i>\n") == [(1, "mode: agence"), (3, "<i>")]


def test_ce_qui_inclut_un_autre_fichier_ne_cache_pas_la_suite() -> None:
    source = "objet: x\n\n{% include 'x' %}{% autoescape false %}a{% endautoescape %}\n{{ nulpart }}\n"
    assert fautes(source) == [(3, "include"), (3, "autoescape"), (4, "nulpart")]


def test_une_instruction_mal_fermee_cache_la_suite_et_c_est_dit() -> None:
    examen = examiner("essai", "essai.txt", b"objet: x\n\n<i>\n\n{% if agence %}\n{{ nulpart }}\n")
    assert not examen.complet
    assert examen.fautes[0].mot == "<i>"
    assert "il manque {% endif %}" in examen.fautes[-1].raison


def test_un_autre_document_n_enfle_pas_sans_fin() -> None:
    examen = examiner("essai", "essai.txt", b"objet: x\n\n" + b"{{ nulpart }}\n" * 300)
    assert len(examen.fautes) == AU_PLUS
    assert not examen.complet


@pytest.mark.parametrize("nom", noms_connus())
def test_les_modeles_livres_n_ont_pas_de_faute(nom: str) -> None:
    fichier = chemin_de(nom)
    assert examiner(nom, str(fichier), fichier.read_bytes()).fautes == ()
