"""Ouvrir une base : neuve, d'une autre version, d'un autre genre, absente, vidée."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande

from recouvre.base.connexion import NOM_BASE, VERSION, CabinetTropRecent, creer, ouvrir
from recouvre.domaine.refus import CabinetIntrouvable, Refus


def test_une_base_neuve_est_a_la_version_du_code(tmp_path: Path) -> None:
    creer(tmp_path / "neuf").close()
    base = ouvrir(tmp_path / "neuf")
    try:
        assert base.execute("PRAGMA user_version").fetchone()[0] == VERSION
        assert base.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert base.execute("PRAGMA foreign_keys").fetchone()[0] == 1
        tables = dict(base.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall())
        assert all("STRICT" in tables[nom] for nom in ("parties", "journal", "dossiers", "demarches", "envois"))
    finally:
        base.close()


def test_creer_n_ecrase_jamais(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir()
    assert "Il y a déjà un cabinet" in recouvre.refuse("initialiser")
    assert "Il y a déjà un cabinet" in recouvre.refuse("initialiser", "--mode", "interne")


def test_initialiser_dans_un_dossier_deja_occupe_garde_les_fichiers(tmp_path: Path, recouvre: LigneDeCommande) -> None:
    autre = tmp_path / "occupé"
    autre.mkdir()
    (autre / "notes.txt").write_text("à moi", encoding="utf-8")
    recouvre.fait("initialiser", "--cabinet", str(autre))
    assert (autre / "notes.txt").read_text(encoding="utf-8") == "à moi"


def test_une_base_plus_recente_est_refusee_sans_y_toucher(recouvre: LigneDeCommande) -> None:
    with recouvre.base() as base:
        base.execute(f"PRAGMA user_version = {VERSION + 1}")
    phrase = recouvre.refuse("agenda")
    assert "version plus récente" in phrase and f"schéma {VERSION + 1}" in phrase
    with pytest.raises(CabinetTropRecent):
        ouvrir(recouvre.cabinet)


def test_un_fichier_qui_n_est_pas_une_base(tmp_path: Path, recouvre: LigneDeCommande) -> None:
    faux = tmp_path / "faux"
    faux.mkdir()
    (faux / NOM_BASE).write_text("Ceci est une lettre." * 100, encoding="utf-8")
    assert "n'est pas une base recouvre" in recouvre.refuse("agenda", "--cabinet", str(faux))
    assert (faux / NOM_BASE).read_text(encoding="utf-8").startswith("Ceci est une lettre.")


def test_un_cabinet_absent_donne_la_commande(tmp_path: Path, recouvre: LigneDeCommande) -> None:
    for commande in (("agenda",), ("dossiers",), ("relances", "--envoyer"), ("verifier",), ("profil",)):
        phrase = recouvre.refuse(*commande, "--cabinet", str(tmp_path / "nulle part"))
        assert f"recouvre initialiser --cabinet {tmp_path / 'nulle part'}" in phrase
    assert not (tmp_path / "nulle part").exists()
    with pytest.raises(CabinetIntrouvable):
        ouvrir(tmp_path / "nulle part")


def test_une_base_videe_n_est_pas_prise_pour_un_cabinet_neuf(recouvre: LigneDeCommande) -> None:
    """Un disque plein, une copie ratée : zéro octet. Ne rien dire ferait croire que tout a disparu."""
    recouvre.ouvrir()
    (recouvre.cabinet / NOM_BASE).write_bytes(b"")
    dit = recouvre("dossiers")
    assert dit.code == 1 and "sauvegarde" in dit.erreur
    assert (recouvre.cabinet / NOM_BASE).read_bytes() == b"", "et rien n'est écrit par-dessus"


def test_la_base_d_un_autre_logiciel_n_est_pas_migree(tmp_path: Path) -> None:
    autre = tmp_path / "autre"
    autre.mkdir()
    base = sqlite3.connect(autre / NOM_BASE)
    base.execute("CREATE TABLE clients (nom TEXT)")
    base.commit()
    base.close()
    with pytest.raises(Refus):
        ouvrir(autre).close()
    base = sqlite3.connect(autre / NOM_BASE)
    assert base.execute("SELECT name FROM sqlite_master").fetchall() == [("clients",)]
    base.close()


def test_un_profil_perdu_se_recree_avec_la_commande_dite(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir()
    (recouvre.cabinet / "recouvre.toml").unlink()
    phrase = recouvre.refuse("encaisser", "D-1", "10")
    assert "recouvre profil --mode agence" in phrase
    recouvre.fait("profil", "--mode", "agence")
    recouvre.fait("encaisser", "D-1", "10")


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [
        ('[profil]\nmode = "agence', "TOML"),
        ('[profil]\nmode = "agence"\nvill = "Lyon"\n', "vill"),
        ('[profil]\nmode = "autre"\n', "« mode » doit valoir"),
        ('[profil]\nmode = "agence"\ndeclaration-le = "2019-03-01"\n', "une date, sans guillemets"),
        ('[profil]\nmode = "agence"\nville = 69\n', "un texte entre guillemets"),
        ("profil = 3\n", "recouvre.toml"),
    ],
)
def test_un_profil_fautif_dit_ou(recouvre: LigneDeCommande, contenu: str, phrase: str) -> None:
    (recouvre.cabinet / "recouvre.toml").write_text(contenu, encoding="utf-8")
    dit = recouvre.refuse("profil")
    assert phrase in dit and "recouvre.toml" in dit


def test_changer_de_mode_recalcule_ce_que_chaque_dossier_attend(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir(complet=False)
    assert {etape for _, etape, _ in recouvre.agenda("2026-03-03")} == {"pieces"}
    recouvre.fait("profil", "--mode", "interne")
    assert "pieces" not in {etape for _, etape, _ in recouvre.agenda("2026-03-03")}
    recouvre.verifier()
