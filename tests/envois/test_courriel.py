"""Le courriel composé : lisible par une messagerie, sûr devant un nom ou un objet hostile, les mêmes octets."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import subprocess
import sys
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recouvre.domaine.canaux import ReglagesCourriel
from recouvre.envois.courriel import (
    PieceJointe,
    adresse_de_retour,
    cle_de_l_adresse,
    cle_de_retour,
    composer_courriel,
    numero_de_message,
)
from recouvre.envois.mime import en_tete
from recouvre.envois.remise import CanalIndisponible

REGLAGES = ReglagesCourriel(
    expediteur="relances@vauquelin.example",
    nom="Cabinet Vauquelin, SARL",
    repondre_a="dossiers@vauquelin.example",
    retour="retours+{cle}@vauquelin.example",
)
MOMENT = dt.datetime(2026, 3, 3, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=1)))
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 200


def composer(**autres: Any) -> bytes:
    """Un courriel d'essai."""
    voulu: dict[str, Any] = {
        "destinataire": "ana@faure.example",
        "nom": "Menuiserie Faure",
        "objet": "Votre échéance du 31 janvier",
        "texte": "Bonjour,\n\n.\nVous devez 1 234,56 € & < rien > d'autre.\nFrom nous\n\nHélène Núñez",
        "pieces": (PieceJointe(nom="relance-D-12-3.pdf", octets=PDF),),
        "date": MOMENT,
        "numero": numero_de_message(REGLAGES, "relance-1:12:1"),
        "reference": "D-12-3",
    }
    return composer_courriel(autres.pop("reglages", REGLAGES), **{**voulu, **autres})


def lire(octets: bytes) -> EmailMessage:
    """Le message tel que le lit la bibliothèque standard, qui n'y trouve rien à redire."""
    message = email.message_from_bytes(octets, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    for partie in message.walk():
        assert partie.defects == []
        for valeur in partie.values():
            assert getattr(valeur, "defects", ()) == ()
    return message


def test_le_courriel_dit_tout_et_porte_sa_piece() -> None:
    message = lire(composer())
    assert str(message["From"]) == '"Cabinet Vauquelin, SARL" <relances@vauquelin.example>'
    assert message["To"].addresses[0].display_name == "Menuiserie Faure"
    assert message["Reply-To"].addresses[0].addr_spec == "dossiers@vauquelin.example"
    assert message["Subject"] == "Votre échéance du 31 janvier"
    assert message["Date"].datetime == MOMENT
    assert message["Message-ID"] == numero_de_message(REGLAGES, "relance-1:12:1")
    assert (message["X-Recouvre-Ref"], message["Auto-Submitted"]) == ("D-12-3", "auto-generated")
    corps = message.get_body(("plain",))
    assert corps is not None
    assert corps.get_content().replace("\r\n", "\n") == (
        "Bonjour,\n\n.\nVous devez 1 234,56 € & < rien > d'autre.\nFrom nous\n\nHélène Núñez\n"
    )
    (piece,) = message.iter_attachments()
    assert (piece.get_filename(), piece.get_content_type()) == ("relance-D-12-3.pdf", "application/pdf")
    assert piece.get_content() == PDF


def test_le_html_est_le_texte_echappe_et_rien_d_autre() -> None:
    corps = lire(composer()).get_body(("html",))
    assert corps is not None
    html = corps.get_content()
    assert "1 234,56 € &amp; &lt; rien &gt; d'autre.<br>" in html
    for mot in ("<img", "http", "<script", "src=", "href="):
        assert mot not in html


def test_tout_passe_en_ascii_en_lignes_courtes_et_sans_ligne_pointee() -> None:
    octets = composer(texte="é" * 3000 + "\n.\n..\n" + "x" * 3000 + "\nFin avec espaces   \n")
    assert octets.isascii() and octets.endswith(b"\r\n")
    assert octets.count(b"\n") == octets.count(b"\r") == octets.count(b"\r\n")
    assert max(map(len, octets.split(b"\r\n"))) <= 78
    assert b"\n.\r\n" not in octets


def test_deux_fabrications_donnent_les_memes_octets() -> None:
    """Dans ce processus, et dans un autre où les ensembles et les frontières tirées au sort seraient différents."""
    code = "import sys; from test_courriel import composer; sys.stdout.buffer.write(composer())"
    ailleurs = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": "7"},
    )
    assert composer() == composer() == ailleurs.stdout


def test_sans_piece_ni_nom_ni_reponse() -> None:
    sobre = ReglagesCourriel(expediteur="a@vauquelin.example")
    message = lire(composer(reglages=sobre, nom="", pieces=()))
    assert message["From"] == "a@vauquelin.example"
    assert message["Reply-To"] is None
    assert message.get_content_type() == "multipart/alternative"


PIEGES = "\r\n\x00\x0b\x0c\x1c\x85\u2028\u2029\ud800\x1b\x7f"


@pytest.mark.parametrize("piege", [*PIEGES, "\r\n", "\n\n", "\r\n "], ids=ascii)
@pytest.mark.parametrize("champ", ["objet", "nom", "reference", "expediteur"])
def test_rien_ne_s_injecte_dans_un_en_tete(champ: str, piege: str) -> None:
    poison = f"avant{piege}Bcc: tous@exemple.example{piege}{piege}<html>"
    autres = (
        {"reglages": ReglagesCourriel(expediteur="a@b.example", nom=poison)}
        if champ == "expediteur"
        else {champ: poison}
    )
    octets = composer(**autres)
    propre = composer(
        **({"reglages": ReglagesCourriel(expediteur="a@b.example", nom="x")} if autres.get("reglages") else {})
    )
    message = lire(octets)
    assert message["Bcc"] is None
    assert list(message) == list(lire(propre))
    tete = octets.partition(b"\r\n\r\n")[0]
    assert b"\nBcc" not in tete and b"\rBcc" not in tete.replace(b"\r\n", b"")


@pytest.mark.parametrize("nom", ["../../etc/passwd", 'a"b\r\nX: y.pdf', "été.pdf", "", "...", "x" * 300 + ".pdf"])
def test_le_nom_d_une_piece_ne_sort_pas_de_sa_ligne(nom: str) -> None:
    (piece,) = lire(composer(pieces=(PieceJointe(nom=nom, octets=PDF),))).iter_attachments()
    lu = piece.get_filename()
    assert lu and len(lu) <= 60 and not set(lu) & set('/\\"\r\n ')
    assert piece["X"] is None


TEXTES = st.text(max_size=200) | st.text(alphabet=" aé€\"'\\<>@,;:()=?_😀\u202f", max_size=200)


@given(objet=TEXTES, nom=TEXTES)
def test_objet_et_nom_se_relisent_tels_quels(objet: str, nom: str) -> None:
    octets = composer(objet=objet, nom=nom, pieces=())
    message = email.message_from_bytes(octets)  # les en-têtes bruts, relus par un autre chemin que celui qui écrit
    assert str(make_header(decode_header((message["Subject"] or "").replace("\r\n ", " ")))) == en_tete(objet)
    vers = message["To"].replace("\r\n ", " ")
    code, adresse = parseaddr(vers)
    assert adresse == "ana@faure.example"
    assert str(make_header(decode_header(code))) == en_tete(nom)
    assert all(len(ligne) <= 76 for ligne in octets.split(b"\r\n") if b"=?utf-8?" in ligne)


@given(texte=st.text(max_size=300))
def test_le_texte_se_relit_tel_qu_on_l_a_ecrit(texte: str) -> None:
    corps = lire(composer(texte=texte, pieces=())).get_body(("plain",))
    assert corps is not None
    lu = corps.get_content().replace("\r\n", "\n").rstrip("\n")
    imprimables = "".join(c for c in texte.replace("\r\n", "\n").replace("\r", "\n") if c in "\n\t" or _imprimable(c))
    assert lu == imprimables.rstrip("\n")


def _imprimable(caractere: str) -> bool:
    return not ("\x00" <= caractere < " " or "\x7f" <= caractere <= "\x9f")


@pytest.mark.parametrize("adresse", ["", "ana", "ana@faure.example\r\nBcc: x@y.example", "a b@c.example"])
def test_un_destinataire_mal_forme_n_est_pas_compose(adresse: str) -> None:
    with pytest.raises(ValueError, match="destinataire"):
        composer(destinataire=adresse)


@pytest.mark.parametrize("numero", ["", "abc", "<a@b>\r\nBcc: x", "<a>", "<é@b>"])
def test_un_numero_mal_forme_n_est_pas_compose(numero: str) -> None:
    with pytest.raises(ValueError, match="numéro"):
        composer(numero=numero)


def test_un_expediteur_mal_regle_est_dit() -> None:
    for faux in ("", "relances", "hélène@vauquelin.example", "a@b.example\r\nBcc: c@d.example"):
        with pytest.raises(CanalIndisponible, match="recouvre canal courriel"):
            composer(reglages=ReglagesCourriel(expediteur=faux))


def test_une_adresse_accentuee_s_ecrit_en_utf8_et_un_domaine_en_ascii() -> None:
    assert "<hélène@faure.example>".encode() in composer(destinataire="hélène@faure.example")
    assert b"<ana@xn--crmerie-3xa.example>" in composer(destinataire="ana@crèmerie.example")


def test_l_adresse_de_retour_rend_sa_cle_quelle_que_soit_la_casse() -> None:
    cle = cle_de_retour("D-12-3", "ab" * 32)
    adresse = adresse_de_retour(REGLAGES, cle)
    assert adresse == f"retours+{cle}@vauquelin.example"
    assert cle_de_l_adresse(REGLAGES, adresse.upper()) == cle
    assert cle_de_retour("D-12-3", "cd" * 32) != cle


@pytest.mark.parametrize(
    "adresse",
    [
        "",
        "relances@vauquelin.example",
        "retours+@vauquelin.example",
        "retours+a b@vauquelin.example",
        "retours+a@autre.example",
    ],
)
def test_une_autre_adresse_n_a_pas_de_cle(adresse: str) -> None:
    assert cle_de_l_adresse(REGLAGES, adresse) == ""
    assert cle_de_l_adresse(ReglagesCourriel(), adresse) == ""


def test_sans_repere_l_adresse_de_retour_est_la_meme_pour_tous() -> None:
    fixe = ReglagesCourriel(retour="retours@vauquelin.example")
    assert adresse_de_retour(fixe, "d-1-1-abc") == "retours@vauquelin.example"
    assert cle_de_l_adresse(fixe, "retours@vauquelin.example") == ""
