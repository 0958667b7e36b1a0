"""Les courriels revenus : les formes que les serveurs leur donnent, et ce qu'un message hostile ne fait pas."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recouvre.domaine.canaux import ReglagesCourriel
from recouvre.envois.rebonds import TAILLE_LUE, Nature, Rebond, lire_revenu

EXEMPLES = Path(__file__).parents[1] / "donnees" / "rebonds"
REGLAGES = ReglagesCourriel(retour="retours+{cle}@vauquelin.example")
NUMERO = "<7b5d1fdd05fe70ed0b7c26d0d5700e95@vauquelin.example>"
CLE = "d-12-3-f7573772a398"


def rebond(nom: str) -> Rebond:
    """L'échec que dit cet exemple."""
    revenu = lire_revenu((EXEMPLES / f"{nom}.eml").read_bytes(), REGLAGES)
    assert revenu.nature is Nature.REBOND
    assert revenu.rebond is not None
    return revenu.rebond


@pytest.mark.parametrize(
    ("nom", "definitif", "code", "motif"),
    [
        ("postfix-inconnu", True, "5.1.1", "User unknown in virtual mailbox table"),
        ("postfix-domaine", True, "5.4.4", "Host or domain name not found"),
        ("postfix-expire", False, "4.4.1", "Connection timed out"),
        ("boite-pleine", False, "5.2.2", "over quota"),
        ("regle", False, "5.7.1", "content restrictions"),
        ("ovh-vague", True, "5.1.1", "User unknown"),
        ("orange", True, "5.1.1", "Invalid recipient"),
        ("hotmail", True, "5.5.0", "mailbox unavailable"),
        ("exchange-bord", True, "5.4.1", "Access denied"),
        ("expediteur-refuse", False, "5.1.8", "Domain not found"),
        ("gmail", True, "5.1.1", "does not exist"),
        ("exchange", True, "5.1.10", "RecipientNotFound"),
        ("exim-texte", True, "550", "No such user here"),
        ("qmail", True, "5.1.1", "no mailbox here"),
        ("qmail-muet", False, "", "sans explication"),
        ("international", True, "5.1.1", "User unknown"),
        ("rapport-en-base64", True, "5.1.1", "User unknown"),
    ],
)
def test_un_rebond_dit_son_envoi_son_code_et_si_l_adresse_est_morte(
    nom: str, definitif: bool, code: str, motif: str
) -> None:
    lu = rebond(nom)
    assert (lu.message_id, lu.reference, lu.cle_retour) == (NUMERO, "D-12-3", CLE)
    assert (lu.definitif, lu.code) == (definitif, code)
    assert motif in lu.motif
    assert "@" not in lu.motif, "le journal ne s'efface pas : aucune adresse n'y entre"


@pytest.mark.parametrize(
    ("nom", "nature"),
    [
        ("postfix-retard", Nature.RETARD),
        ("exim-retard", Nature.RETARD),
        ("postfix-remis", Nature.ACCUSE),
        ("accuse-de-lecture", Nature.ACCUSE),
        ("absence-exchange", Nature.ABSENCE),
        ("absence-vacation", Nature.ABSENCE),
        ("le-debiteur-repond", Nature.AUTRE),
    ],
)
def test_ce_qui_n_est_pas_un_echec_n_en_fait_pas_un(nom: str, nature: Nature) -> None:
    """Une absence revient à la même adresse de retour qu'un échec, et cite parfois des codes."""
    revenu = lire_revenu((EXEMPLES / f"{nom}.eml").read_bytes(), REGLAGES)
    assert (revenu.nature, revenu.rebond) == (nature, None)
    assert revenu.de and revenu.objet


def test_chaque_exemple_est_eprouve() -> None:
    ici = Path(__file__).read_text("utf-8")
    assert [f.stem for f in EXEMPLES.glob("*.eml") if f'"{f.stem}"' not in ici] == []


def test_un_rebond_d_ailleurs_garde_ce_qu_il_dit() -> None:
    lu = rebond("rebond-d-ailleurs")
    assert (lu.message_id, lu.reference, lu.cle_retour) == ("<devis-7@vauquelin.example>", "", "")


def test_la_date_est_celle_du_courriel_ou_rien() -> None:
    assert lire_revenu((EXEMPLES / "postfix-inconnu.eml").read_bytes()).le == dt.date(2026, 3, 3)
    for date in (b"", b"Date: hier\n", b"Date: Tue, 99 Mar 2026 99:99:99 +9999\n", b"Date: " + b"9" * 500 + b"\n"):
        assert lire_revenu(b"From: a@b.example\n" + date + b"\n").le is None


def test_sans_adresse_de_retour_reglee_la_cle_reste_vide() -> None:
    revenu = lire_revenu((EXEMPLES / "qmail.eml").read_bytes())
    assert revenu.rebond is not None
    assert (revenu.rebond.cle_retour, revenu.rebond.reference) == ("", "D-12-3")


def test_les_fins_de_ligne_ne_changent_rien() -> None:
    for fichier in sorted(EXEMPLES.glob("*.eml")):
        octets = fichier.read_bytes()
        octets = octets.replace(b"\r\n", b"\n")
        assert lire_revenu(octets.replace(b"\n", b"\r\n"), REGLAGES) == lire_revenu(octets, REGLAGES), fichier.name


def test_un_original_de_vingt_megaoctets_ne_se_lit_pas_en_entier() -> None:
    octets = (EXEMPLES / "postfix-inconnu.eml").read_bytes().replace(b"Vous devez", b"x" * 20_000_000)
    avant = time.perf_counter()
    lu = lire_revenu(octets, REGLAGES)
    assert time.perf_counter() - avant < 2
    assert lu.rebond is not None and lu.rebond.message_id == NUMERO


def _emboites(combien: int, sorte: str = "multipart/mixed") -> bytes:
    tetes = b"".join(f"Content-Type: {sorte}; boundary=b{rang}\n\n--b{rang}\n".encode() for rang in range(combien))
    return b"From: mailer-daemon@x\nSubject: failure notice\n" + tetes + b"\n" * 100_000


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"\x00" * 1000,
        b"\xff\xfe" * 1000,
        b"From: MAILER-DAEMON\nSubject: =?utf-8?b?%%%?=\n\n",
        b"From: MAILER-DAEMON\nSubject: =?inconnu?b?w6k=?= failure notice\n\n550 5.1.1 x",
        b"Content-Type: multipart/report; report-type=delivery-status\n\n",
        b"Content-Type: multipart/report; report-type*0*=utf-8''%FF; boundary*=x''%00\n\n--\n",
        b"Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n====\n",
        b"Content-Type: message/delivery-status\n\nAction: failed\nStatus: \xff\xfe\nDiagnostic-Code: "
        + b"x" * 200_000,
        b"Content-Type: text/plain; charset=\xff\xfe\nFrom: mailer-daemon\nSubject: failure notice\n\n550 5.1.1 \xe9",
        b"Content-Type: text/plain; charset=idna\nFrom: mailer-daemon\nSubject: failure notice\n\n550 5.1.1 \xe9",
        b"Content-Type: text/plain; charset=rot13\nFrom: mailer-daemon\nSubject: failure notice\n\n550 5.1.1 a",
        b"Content-Transfer-Encoding: uuencode\nFrom: mailer-daemon\nSubject: failure notice\n\nbegin 6 x\n###\n",
        b"To: " + b"a@b," * 60_000 + b"\n\n",
        b"Subject: " + b"(" * 200_000 + b"\n\n",
        b"Message-ID: <" + b"a" * 200_000 + b"\n\n",
        _emboites(30),
        _emboites(3000),
        _emboites(3000, "message/rfc822"),
        _emboites(30, "message/rfc822"),
    ],
    ids=range(20),
)
def test_un_message_hostile_ne_leve_rien_et_ne_dure_pas(octets: bytes) -> None:
    avant = time.perf_counter()
    revenu = lire_revenu(octets, REGLAGES)
    assert time.perf_counter() - avant < 2
    if revenu.rebond:
        assert len(revenu.rebond.motif) <= 300
        assert revenu.rebond.motif.isprintable()


EXEMPLE = (EXEMPLES / "postfix-inconnu.eml").read_bytes()
LIGNES = st.sampled_from(
    [
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
        "Content-Type: message/delivery-status",
        "Content-Type: message/rfc822",
        "Content-Type: text/plain; charset=utf-16",
        "Content-Transfer-Encoding: base64",
        "Content-Transfer-Encoding: quoted-printable",
        "From: MAILER-DAEMON@x",
        "Subject: =?utf-8?q?=E9?= failure notice",
        "Action: failed",
        "Status: 5.1.1",
        "Diagnostic-Code: smtp; 550 5.1.1 é",
        "--b",
        "--b--",
        "",
        "",
        "=",
        "550 5.1.1 User unknown",
    ]
)


@given(
    octets=st.binary(max_size=400)
    | st.lists(LIGNES, max_size=40).map(lambda lignes: "\n".join(lignes).encode("latin-1"))
)
def test_aucun_message_ne_leve(octets: bytes) -> None:
    lire_revenu(octets, REGLAGES)


@given(
    coupe=st.integers(0, len(EXEMPLE)),
    ou=st.integers(0, len(EXEMPLE)),
    poison=st.binary(max_size=30),
)
def test_un_rebond_tronque_ou_abime_ne_leve_pas(coupe: int, ou: int, poison: bytes) -> None:
    lire_revenu((EXEMPLE[:ou] + poison + EXEMPLE[ou:])[:coupe], REGLAGES)


def test_la_taille_lue_suffit_aux_exemples() -> None:
    assert all(fichier.stat().st_size < TAILLE_LUE // 16 for fichier in EXEMPLES.glob("*.eml"))
