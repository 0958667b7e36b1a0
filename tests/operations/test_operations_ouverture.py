"""Montrer et imprimer : de vrais programmes, écrits par le test, prennent la place de ceux du système."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from recouvre.operations.ouverture import (
    ImpressionImpossible,
    OuvertureImpossible,
    imprimer_document,
    ouvrir_document,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="xdg-open et lp")


@pytest.fixture
def chemins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Un PATH qui n'a que les programmes du test, et un écran."""
    dossier = tmp_path / "programmes"
    dossier.mkdir()
    monkeypatch.setenv("PATH", str(dossier))
    monkeypatch.setenv("DISPLAY", ":9")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    return dossier


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """Un fichier au nom malcommode : espaces, accent, tiret, apostrophe."""
    fichier = tmp_path / "-l'été $(touch non).pdf"
    fichier.write_bytes(b"%PDF-1.4")
    return fichier


def ecrire(dossier: Path, nom: str, corps: str) -> Path:
    """Un programme qui note ses arguments, un par ligne, puis fait ce qu'on lui dit."""
    note = dossier / f"{nom}.recu"
    programme = dossier / nom
    programme.write_text(f'#!/bin/sh\nfor mot in "$@"; do echo "$mot"; done > \'{note}\'\n{corps}\n', "utf-8")
    programme.chmod(programme.stat().st_mode | stat.S_IXUSR)
    return note


def test_ouvrir_donne_le_chemin_entier_sans_interpreteur(chemins: Path, pdf: Path) -> None:
    note = ecrire(chemins, "xdg-open", "exit 0")
    ouvrir_document(pdf)
    assert note.read_text("utf-8") == f"{pdf}\n"
    assert not (pdf.parent / "non").exists()


def test_un_lecteur_qui_reste_ouvert_ne_retient_pas_la_commande(
    chemins: Path, pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recouvre.operations.ouverture.PATIENCE", 0.2)
    ecrire(chemins, "xdg-open", "exec /bin/sleep 3")
    ouvrir_document(pdf)


def test_sans_ecran_le_refus_est_clair_et_le_fichier_reste(
    chemins: Path, pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = ecrire(chemins, "xdg-open", "exit 0")
    monkeypatch.delenv("DISPLAY")
    with pytest.raises(OuvertureImpossible, match="pas d'écran ici"):
        ouvrir_document(pdf)
    assert pdf.exists()
    assert not note.exists()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    ouvrir_document(pdf)
    assert note.exists()


def test_sans_xdg_open_le_refus_le_nomme(chemins: Path, pdf: Path) -> None:
    with pytest.raises(OuvertureImpossible, match="« xdg-open » n'est pas installée"):
        ouvrir_document(pdf)


@pytest.mark.parametrize(
    ("corps", "phrase"),
    [
        ("exit 3", "aucune application n'est prévue pour les PDF. Ouvrez"),
        ("echo 'gio: cassé' >&2; exit 4", "l'application a échoué (« gio: cassé »)"),
        ("exit 9", "il a répondu par le code 9"),
    ],
)
def test_la_plainte_du_lecteur_est_rendue(chemins: Path, pdf: Path, corps: str, phrase: str) -> None:
    ecrire(chemins, "xdg-open", corps)
    with pytest.raises(OuvertureImpossible) as refus:
        ouvrir_document(pdf)
    assert phrase in refus.value.phrase


def test_imprimer_demande_du_a4_a_sa_taille_et_rend_le_travail(chemins: Path, pdf: Path) -> None:
    note = ecrire(chemins, "lp", "echo 'request id is Bureau-12 (1 file(s))'")
    assert imprimer_document(pdf) == "Bureau-12"
    assert note.read_text("utf-8").splitlines() == ["-o", "media=A4", "-o", "print-scaling=none", "--", str(pdf)]
    imprimer_document(pdf, "Étage 2")
    assert note.read_text("utf-8").splitlines()[:2] == ["-d", "Étage 2"]


def test_sans_lp_le_refus_dit_quoi_faire(chemins: Path, pdf: Path) -> None:
    with pytest.raises(ImpressionImpossible, match="installez le paquet cups-client"):
        imprimer_document(pdf)


@pytest.mark.parametrize(
    ("plainte", "phrase"),
    [
        ("lp: Error - no default destination available.", "ajoutez --imprimante NOM"),
        ("lp: The printer or class does not exist.", "cette imprimante n'existe pas"),
        ("lp: Error - scheduler not responding.", "le service d'impression ne répond pas"),
        ('lp: Destination "x" is not accepting jobs.', "n'accepte pas de travaux"),
        ("lp: quota", "par le code 1 (« lp: quota »)"),
    ],
)
def test_les_plaintes_de_lp_sont_en_francais(chemins: Path, pdf: Path, plainte: str, phrase: str) -> None:
    ecrire(chemins, "lp", f"[ \"$LC_ALL\" = C ] || exit 7\necho '{plainte}' >&2; exit 1")
    with pytest.raises(ImpressionImpossible) as refus:
        imprimer_document(pdf)
    assert phrase in refus.value.phrase
    assert pdf.exists()
