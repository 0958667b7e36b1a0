"""Le journal d'exécution : une ligne par passage, même refusé, même empêché ; un passage tué se voit."""

from __future__ import annotations

import datetime as dt
import signal
import sqlite3
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande
from hypothesis import given
from hypothesis import strategies as st

from recouvre.base import connexion, passages
from recouvre.base.passages import ANCIEN, JOURNAL, TEMOIN, Passage, debuter, dernier, en_cours, finir, lire
from recouvre.base.verrou import verrou

PARIS_ETE, PARIS_HIVER = dt.timezone(dt.timedelta(hours=2)), dt.timezone(dt.timedelta(hours=1))
QUAND = dt.datetime(2026, 3, 3, 8, 0, 2, tzinfo=PARIS_HIVER)
FAIT = Passage(quand=QUAND, code=0, parties=12, retenues=3, duree=Decimal("4.2"), auteur="planificateur")
MOURIR = """
    import os, signal, sys
    from recouvre.cli import lancer
    from recouvre.operations import relancer
    relancer.envoyer = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
    lancer(["relances", "--envoyer"])
"""


def temoins(cabinet: Path) -> list[str]:
    return [chemin.name for chemin in cabinet.glob(f"{TEMOIN}*")]


def test_la_ligne_se_lit(tmp_path: Path) -> None:
    finir(tmp_path, FAIT)
    finir(tmp_path, replace(FAIT, code=1, raison="occupé"))
    assert (tmp_path / JOURNAL).read_text("utf-8").splitlines() == [
        "2026-03-03T08:00:02+01:00 code=0 parties=12 retenues=3 échecs=0 incertaines=0 durée=4.2"
        ' auteur="planificateur"',
        "2026-03-03T08:00:02+01:00 code=1 parties=12 retenues=3 échecs=0 incertaines=0 durée=4.2"
        ' auteur="planificateur" raison="occupé"',
    ]


@given(
    st.builds(
        Passage,
        quand=st.datetimes(timezones=st.sampled_from([PARIS_ETE, PARIS_HIVER, dt.UTC])).map(
            lambda quand: quand.replace(microsecond=0)
        ),
        code=st.none() | st.integers(0, 255),
        parties=st.integers(0, 10**6),
        echecs=st.integers(0, 10**6),
        duree=st.none() | st.decimals(0, 10**6, places=1),
        auteur=st.text(),
        raison=st.text(),
    )
)
def test_ce_qui_est_ecrit_est_relu(tmp_path_factory: pytest.TempPathFactory, passage: Passage) -> None:
    cabinet = tmp_path_factory.mktemp("c")
    finir(cabinet, passage)
    (lu,) = lire(cabinet)
    assert replace(lu, auteur="", raison="") == replace(passage, auteur="", raison="")
    assert lu.quand.utcoffset() == passage.quand.utcoffset(), "l'heure locale reste celle de la montre"
    for ecrit, voulu in ((lu.auteur, passage.auteur), (lu.raison, passage.raison)):
        assert ecrit == "".join(lettre if lettre.isprintable() else " " for lettre in voulu)[:200]
    assert len((cabinet / JOURNAL).read_bytes().split(b"\n")) == 2, "une seule ligne"


def test_les_derniers_dans_l_ordre_d_ecriture(tmp_path: Path) -> None:
    """L'horloge peut reculer : le fichier, lui, dit ce qui est venu après."""
    for heure in (8, 9, 7):
        finir(tmp_path, replace(FAIT, quand=QUAND.replace(hour=heure)))
    assert [passage.quand.hour for passage in lire(tmp_path)] == [8, 9, 7]
    assert [passage.quand.hour for passage in lire(tmp_path, 2)] == [9, 7]
    vu = dernier(tmp_path)
    assert vu and vu.quand.hour == 7
    assert dernier(tmp_path / "ailleurs") is None


def test_une_ligne_abimee_ne_cache_pas_les_autres(tmp_path: Path) -> None:
    finir(tmp_path, FAIT)
    with (tmp_path / JOURNAL).open("ab") as flux:
        flux.write(b"note de Claire : tout va bien\n\xff\xfe\n2026-03-04T08:00:00+01:00 code=0 part")
    finir(tmp_path, replace(FAIT, parties=1))
    assert [(passage.parties, passage.quand) for passage in lire(tmp_path)] == [(12, QUAND), (1, QUAND)]


def test_le_journal_tourne_et_garde_l_ancien(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passages, "TAILLE_MAXIMALE", 1000)
    for n in range(30):
        finir(tmp_path, replace(FAIT, parties=n))
    assert (tmp_path / JOURNAL).stat().st_size < 1200 and (tmp_path / ANCIEN).stat().st_size < 1200
    vus = [passage.parties for passage in lire(tmp_path, 12)]
    assert vus == list(range(18, 30)), "la lecture continue dans l'ancien"
    assert sorted(chemin.name for chemin in tmp_path.iterdir() if "log" in chemin.name) == [ANCIEN, JOURNAL]


def test_des_lignes_ecrites_ensemble_ne_se_melent_pas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passages, "TAILLE_MAXIMALE", 6000)
    with ThreadPoolExecutor(8) as fils:
        list(fils.map(lambda n: finir(tmp_path, replace(FAIT, parties=n)), range(60)))
    assert sorted(passage.parties for passage in lire(tmp_path, 100)) == list(range(60))


def test_un_passage_en_cours_n_est_pas_interrompu(tmp_path: Path) -> None:
    premier = debuter(tmp_path, QUAND, auteur="claire")
    second = debuter(tmp_path, QUAND + dt.timedelta(minutes=1))
    assert [quand.minute for quand in sorted(en_cours(tmp_path))] == [0, 1]
    assert lire(tmp_path) == ()
    finir(tmp_path, FAIT, second)
    finir(tmp_path, FAIT, premier)
    assert (len(lire(tmp_path)), en_cours(tmp_path), temoins(tmp_path)) == (2, (), [])


@pytest.mark.parametrize("contenu", [None, b"", b"\x00\x00", b"2026-03-"], ids=["intact", "vide", "zéros", "coupé"])
def test_un_temoin_que_personne_ne_tient_est_un_passage_interrompu(tmp_path: Path, contenu: bytes | None) -> None:
    temoin = debuter(tmp_path, QUAND, auteur="planificateur")
    temoin.flux.close()
    if contenu is not None:
        temoin.chemin.write_bytes(contenu)
    (vu,) = lire(tmp_path)
    assert (vu.code, vu.raison, vu.duree) == (None, "interrompu", None)
    assert (vu.quand, vu.auteur) == (QUAND, "planificateur") or contenu is not None
    assert not (tmp_path / JOURNAL).exists(), "lire n'écrit rien"
    finir(tmp_path, FAIT, debuter(tmp_path, QUAND))
    assert [passage.raison for passage in lire(tmp_path)] == ["interrompu", ""]
    assert temoins(tmp_path) == []


def test_deux_passages_ne_comptent_pas_deux_fois_le_meme_mort(tmp_path: Path) -> None:
    debuter(tmp_path, QUAND).flux.close()
    with ThreadPoolExecutor(8) as fils:
        poses = list(fils.map(lambda _: debuter(tmp_path, QUAND), range(8)))
    for temoin in poses:
        finir(tmp_path, FAIT, temoin)
    assert [passage.raison for passage in lire(tmp_path)].count("interrompu") == 1


# --- Par la ligne de commande ---------------------------------------------------------------------------------------


def test_chaque_envoi_laisse_sa_ligne_et_l_apercu_aucune(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir()
    recouvre.json("relances")
    assert lire(recouvre.cabinet) == ()
    recouvre.json("relances", "--envoyer")
    recouvre.json("relances", "--envoyer")
    premier, second = lire(recouvre.cabinet)
    assert (premier.code, premier.parties, premier.auteur, premier.raison) == (0, 1, "essai", "")
    assert premier.quand.date() == dt.date(2026, 3, 3) and premier.duree is not None
    assert (second.code, second.parties) == (0, 0)
    assert temoins(recouvre.cabinet) == []
    recouvre.verifier()


def test_hors_d_un_cabinet_rien_ne_s_ecrit(recouvre: LigneDeCommande, tmp_path: Path) -> None:
    ailleurs = tmp_path / "ailleurs"
    ailleurs.mkdir()
    assert recouvre("relances", "--envoyer", "--cabinet", str(ailleurs)).code == 1
    assert list(ailleurs.iterdir()) == []


def abimer(cabinet: Path) -> None:
    (cabinet / connexion.NOM_BASE).write_bytes(b"pas une base" * 1000)


def en_lecture_seule(cabinet: Path) -> None:
    """Une base dont l'en-tête demande un format d'écriture inconnu : SQLite la lit, et refuse d'y écrire."""
    with sqlite3.connect(cabinet / connexion.NOM_BASE) as base:
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    base.close()
    with (cabinet / connexion.NOM_BASE).open("r+b") as flux:
        flux.seek(18)
        flux.write(b"\x03")


@pytest.mark.parametrize(
    ("empecher", "code", "raison"), [(abimer, 1, "refusé : "), (en_lecture_seule, 1, "lecture seule")]
)
def test_un_passage_empeche_laisse_sa_ligne(
    recouvre: LigneDeCommande, empecher: object, code: int, raison: str
) -> None:
    recouvre.ouvrir()
    assert callable(empecher)
    empecher(recouvre.cabinet)
    assert recouvre("relances", "--envoyer").code == code
    vu = dernier(recouvre.cabinet)
    assert vu and vu.code == code and vu.raison.startswith(raison), vu
    assert temoins(recouvre.cabinet) == []


def test_occupe_par_un_autre_passage(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir()
    with verrou(recouvre.cabinet, "relances"):
        recouvre.refuse("relances", "--envoyer")
    vu = dernier(recouvre.cabinet)
    assert vu and (vu.code, vu.raison, vu.parties) == (1, "occupé", 0)


def test_occupe_par_un_ecrivain_trop_long(recouvre: LigneDeCommande, monkeypatch: pytest.MonkeyPatch) -> None:
    recouvre.ouvrir()
    monkeypatch.setattr(connexion, "PATIENCE", 0.1)
    autre = sqlite3.connect(recouvre.cabinet / connexion.NOM_BASE, isolation_level=None)
    autre.execute("BEGIN IMMEDIATE")
    try:
        recouvre("relances", "--envoyer")
    finally:
        autre.close()
    vu = dernier(recouvre.cabinet)
    assert vu and (vu.code, vu.raison) == (1, "occupé")


def test_un_envoi_part_meme_si_son_journal_ne_s_ecrit_pas(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir()
    (recouvre.cabinet / JOURNAL).mkdir()
    resultat = recouvre("relances", "--envoyer", "--json")
    assert (resultat.code, len(resultat.json["envoyees"])) == (0, 1)
    assert "n'a pas pu être noté" in resultat.erreur and JOURNAL in resultat.erreur
    assert temoins(recouvre.cabinet) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="ce système n'a pas de disque toujours plein")
def test_un_envoi_part_meme_si_le_disque_du_journal_est_plein(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir()
    (recouvre.cabinet / JOURNAL).symlink_to("/dev/full")
    resultat = recouvre("relances", "--envoyer", "--json")
    assert (resultat.code, len(resultat.json["envoyees"])) == (0, 1)
    assert "n'a pas pu être noté" in resultat.erreur


@pytest.mark.skipif(sys.platform == "win32", reason="pas de SIGKILL sous Windows")
def test_un_passage_tue_se_voit(recouvre: LigneDeCommande) -> None:
    recouvre.ouvrir()
    mort = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(MOURIR)], env=recouvre.environnement(), check=False, timeout=60
    )
    assert mort.returncode == -signal.SIGKILL
    vu = dernier(recouvre.cabinet)
    assert vu and (vu.code, vu.raison, vu.auteur) == (None, "interrompu", "essai")
    assert en_cours(recouvre.cabinet) == ()
    assert len(recouvre.json("relances", "--envoyer")["envoyees"]) == 1
    assert [(passage.code, passage.parties) for passage in lire(recouvre.cabinet)] == [(None, 0), (0, 1)]
    assert temoins(recouvre.cabinet) == []
