"""Un texte libre a une limite, la même partout : passée, rien n'est écrit, et la phrase dit quoi faire."""

from __future__ import annotations

import pytest
from cabinet_essai import LigneDeCommande

from recouvre.application import TEXTE_AU_PLUS, VALEURS_AU_PLUS

TEXTES = (
    ("noter", "D-1", "appel", "{}"),
    ("noter", "D-1", "tache", "{}"),
    ("signaler", "D-1", "litige", "--motif", "{}"),
    ("signaler", "D-1", "confie-ailleurs", "--texte", "{}"),
    ("autorisation", "D-1", "visite", "--texte", "{}"),
    ("clore", "D-1", "--motif", "{}"),
    ("debiteur", "D-1", "--nom", "{}"),
    ("annuler", "D-1", "2", "--motif", "{}"),
    ("remise", "D-1", "10", "--motif", "{}", "--autorisee-le", "03/03/2026"),
    ("profil", "--denomination", "{}"),
)


@pytest.fixture
def tenu(recouvre: LigneDeCommande) -> LigneDeCommande:
    recouvre.ouvrir("F-1", "1000")
    return recouvre


@pytest.mark.parametrize("mots", TEXTES, ids=[" ".join(mots[:3]) for mots in TEXTES])
def test_un_texte_sans_fin_est_refuse(tenu: LigneDeCommande, mots: tuple[str, ...]) -> None:
    phrase = tenu.refuse(*(mot.format("é" * (TEXTE_AU_PLUS + 1)) for mot in mots), code=2)
    assert "ce texte a 2001 caractères, 2000 au plus : abrégez-le" in phrase
    assert "recouvre piece" in phrase and "éééé" not in phrase, "la phrase dit l'option, sans redire le texte"


def test_la_limite_meme_passe_et_se_lit(tenu: LigneDeCommande) -> None:
    texte = "mot " * (TEXTE_AU_PLUS // 4)
    tenu.fait("noter", "D-1", "tache", texte)
    assert texte.strip() in str(tenu.json("dossier", "D-1")["faits"])
    tenu.verifier()


def test_le_corps_d_une_lettre_peut_etre_plus_long(tenu: LigneDeCommande) -> None:
    tenu.envoyer("2026-03-03")
    tenu.fait("signaler", "D-1", "litige", "--motif", "non conforme")
    lettre = ("courrier", "D-1", "reponse_contestation", "--avec", "contestation_le=03/03/2026", "--avec", "motif=x")
    tenu.fait(*lettre, "--avec", "reponse=" + "mot " * (VALEURS_AU_PLUS // 8))
    dit = tenu.refuse(*lettre, "--avec", "reponse=" + "x" * VALEURS_AU_PLUS, code=2)
    assert f"{VALEURS_AU_PLUS} au plus" in dit and "--avec" in dit
