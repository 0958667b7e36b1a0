"""Planifier : un vrai ``sh`` exécute ce que la commande écrit, un vrai systemd l'accepte ; et l'on sait s'il passe."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from cabinet_essai import LigneDeCommande
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from recouvre.base.passages import Passage, debuter, dernier, finir
from recouvre.commandes.horloge import heure_de_paris
from recouvre.domaine.refus import Refus
from recouvre.operations.planification import Jours, Planification, Systeme, ligne_crontab, ligne_shell, rediger
from recouvre.operations.ponctualite import MARGE, dernier_attendu

EXEMPLES = Path(__file__).parents[2] / "exemples"
TORDU = "L'agence d'été, 100 % à $HOME & \"co\"; 50%"
"""Espaces, accents, apostrophes, guillemets, dollars, et deux « % »."""
SANS_UNIX = pytest.mark.skipif(sys.platform == "win32", reason="ni sh ni cron sous Windows")


def lu_par_cron(ligne: str) -> tuple[list[str], str]:
    """Les cinq champs et la commande, comme cron les lit : « \\% » est un « % », et un « % » nu finit la commande."""
    champs = ligne.split(None, 5)
    commande, entree = re.match(r"((?:[^%\\]|\\.)*)(%?)", champs[5], re.DOTALL).groups()  # type: ignore[union-attr]
    assert entree == "", f"cron couperait la commande à un « % » : {ligne}"
    return champs[:5], commande.replace("\\%", "%")


def ligne_utile(texte: str) -> str:
    (ligne,) = [ligne for ligne in texte.splitlines() if ligne and not ligne.startswith("#")]
    return ligne


def lancer_par_sh(commande: str, **ajouts: str) -> subprocess.CompletedProcess[bytes]:
    """Comme cron : ``/bin/sh``, presque pas d'environnement, le dossier personnel pour dossier courant."""
    env = {"PATH": "/usr/bin:/bin", "HOME": "/", "PYTHONPATH": os.pathsep.join(sys.path), **ajouts}
    return subprocess.run(["/bin/sh", "-c", commande], env=env, cwd="/", capture_output=True, check=False, timeout=60)


@pytest.fixture
def tordu(recouvre: LigneDeCommande, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LigneDeCommande:
    """Le même cabinet, dans un dossier au nom impossible, et un exécutable qui s'y trouve aussi."""
    recouvre.ouvrir()
    maison = tmp_path / TORDU
    (maison / "bin").mkdir(parents=True)
    recouvre.cabinet = Path(shutil.move(recouvre.cabinet, maison / "cabinet"))
    outil = maison / "bin" / "recouvre"
    outil.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m recouvre "$@"\n', "utf-8")
    outil.chmod(0o755)
    monkeypatch.setattr(sys, "argv", [str(outil)])
    return recouvre


# --- Ce qui s'écrit -------------------------------------------------------------------------------------------------


@SANS_UNIX
def test_la_ligne_de_cron_fait_vraiment_le_passage(tordu: LigneDeCommande) -> None:
    objet = tordu.json("planifier", "--systeme", "crontab", "--heure", "7h05")
    champs, commande = lu_par_cron(ligne_utile(objet["fichiers"][0]["contenu"]))
    assert champs == ["5", "7", "*", "*", "1-5"]
    fait = lancer_par_sh(commande, RECOUVRE_AUJOURDHUI="2026-03-03")
    assert (fait.returncode, fait.stdout, fait.stderr) == (0, b"", b""), "tout va au journal"
    passage = dernier(tordu.cabinet)
    assert passage and (passage.code, passage.parties, passage.auteur) == (0, 1, "planificateur")
    assert "Parties le 03/03/2026 (1)" in (tordu.cabinet / "relances.log").read_text("utf-8")
    auteurs = tordu.lignes("SELECT auteur FROM journal WHERE genre = 'RelanceEnvoyee'")
    assert auteurs == [("planificateur",)]


@SANS_UNIX
def test_le_code_de_retour_sort_de_la_ligne(tordu: LigneDeCommande) -> None:
    (tordu.cabinet / "recouvre.db").write_bytes(b"pas une base" * 1000)
    objet = tordu.json("planifier", "--systeme", "crontab")
    _, commande = lu_par_cron(ligne_utile(objet["fichiers"][0]["contenu"]))
    assert objet["essayer"] == [commande], "la commande à essayer est celle que cron lancera"
    assert lancer_par_sh(commande).returncode == 1
    assert "reprenez une sauvegarde" in " ".join((tordu.cabinet / "relances.log").read_text("utf-8").split()).lower()


CHEMINS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="/"), min_size=1, max_size=30
).map(lambda nom: f"/{nom}")


@SANS_UNIX
@given(CHEMINS, CHEMINS)
def test_toute_ligne_survit_a_cron(programme: str, cabinet: str) -> None:
    plan = Planification(programme=(programme,), cabinet=cabinet, heure=dt.time(8))
    if "\\" in programme + cabinet:
        return  # l'échappement de « \\ » varie d'un cron à l'autre
    _, commande = lu_par_cron(ligne_crontab(plan))
    assert commande == ligne_shell(plan)


@SANS_UNIX
def test_tout_chemin_survit_au_shell() -> None:
    noms = ["é à", "a'b", 'a"b', "$HOME", "`id`", "a;b", "100%", "-x", "a\\b", "~", "#", "!!", "a&b|c"]
    commandes = []
    for nom in noms:
        plan = Planification(programme=("/bin/echo",), cabinet=f"/{nom}", heure=dt.time(8))
        commandes.append(ligne_shell(plan).partition(" >> ")[0])
    dit = lancer_par_sh(" && ".join(commandes)).stdout.decode().splitlines()
    assert dit == [f"relances --envoyer --cabinet /{nom}" for nom in noms]


SANS_SYSTEMD = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze n'est pas installé")


def controle_de_systemd(unite: Path) -> str:
    """Ce que systemd reproche à cette unité."""
    commande = ["systemd-analyze", "verify", "--man=no", str(unite)]
    return subprocess.run(commande, capture_output=True, check=False, text=True).stderr


@SANS_SYSTEMD
def test_systemd_accepte_les_unites(tordu: LigneDeCommande, tmp_path: Path) -> None:
    tordu.fait("planifier", "--systeme", "systemd", "--sortie", str(tmp_path / "unités"))
    for unite in ("recouvre-relances.service", "recouvre-relances.timer"):
        assert controle_de_systemd(tmp_path / "unités" / unite) == ""


@SANS_SYSTEMD
def test_systemd_comprend_le_chemin_du_programme(
    tordu: LigneDeCommande, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outil = tmp_path / "été à la mer" / "recouvre"
    outil.parent.mkdir()
    outil.touch(0o755)
    monkeypatch.setattr(sys, "argv", [str(outil)])
    tordu.fait("planifier", "--systeme", "systemd", "--sortie", str(tmp_path / "unités"))
    service = tmp_path / "unités" / "recouvre-relances.service"
    assert controle_de_systemd(service) == ""
    outil.unlink()
    assert f"Command {outil} is not executable" in controle_de_systemd(service)


@SANS_SYSTEMD
@pytest.mark.parametrize(("jours", "prochain"), [("ouvres", "Mon 2026-03-09"), ("tous", "Sat 2026-03-07")])
def test_systemd_comprend_le_calendrier(jours: str, prochain: str) -> None:
    plan = Planification(programme=("/r",), cabinet="/c", heure=dt.time(7, 5), jours=Jours(jours))
    (calendrier,) = re.findall(r"OnCalendar=(.*)", rediger(plan, Systeme.SYSTEMD)[1].texte)
    vu = subprocess.run(
        ["systemd-analyze", "calendar", "--base-time=2026-03-06 12:00:00", calendrier],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert f"{prochain} 07:05:00" in vu.stdout


def lu_par_systemd(valeur: str) -> list[str]:
    """Les mots d'une ligne ExecStart, selon systemd.service(5) : guillemets, « \\ », « %% », « $$ »."""
    for special in "%$":
        assert special not in valeur.replace(special * 2, ""), f"systemd remplacerait un « {special} » seul : {valeur}"
    mots = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', valeur)
    clairs = [re.sub(r"\\(.)", r"\1", cite or nu).replace("%%", "%") for cite, nu in mots]
    return [clairs[0], *(mot.replace("$$", "$") for mot in clairs[1:])]


@SANS_UNIX
def test_la_commande_de_systemd_fait_vraiment_le_passage(tordu: LigneDeCommande) -> None:
    service, minuterie = (f["contenu"] for f in tordu.json("planifier", "--systeme", "systemd")["fichiers"])
    (commande,) = re.findall(r"ExecStart=(.*)", service)
    env = {"PATH": "/usr/bin:/bin", "PYTHONPATH": os.pathsep.join(sys.path), "RECOUVRE_AUJOURDHUI": "2026-03-03"}
    subprocess.run(lu_par_systemd(commande), env=env, cwd="/", capture_output=True, check=True, timeout=60)
    passage = dernier(tordu.cabinet)
    assert passage and (passage.code, passage.parties) == (0, 1)
    assert f"StandardOutput=append:{tordu.cabinet}/relances.log".replace("%", "%%") in service.splitlines()
    assert "Persistent=true" in minuterie


def test_la_tache_windows(tmp_path: Path) -> None:
    plan = Planification(
        programme=(r"C:\Program Files\été & fils\recouvre.exe",), cabinet=r"D:\Agence 100% d'été", heure=dt.time(7, 30)
    )
    bat, tache = rediger(plan, Systeme.WINDOWS)
    assert bat.octets.startswith(b"@echo off\r\nchcp 65001 >nul\r\n") and bat.octets.count(b"\n") == 7
    assert b"\n" not in bat.octets.replace(b"\r\n", b""), "cmd veut CRLF"
    lignes = bat.octets.decode("utf-8").split("\r\n")
    assert lignes[5] == (
        r'"C:\Program Files\été & fils\recouvre.exe" relances --envoyer --cabinet "D:\Agence 100%% d' + "'été\""
        r' >> "D:\Agence 100%% d' + "'" + r'été\relances.log" 2>&1'
    )
    assert lignes[6] == "exit /b %ERRORLEVEL%"
    fichier = tmp_path / "tache.xml"
    fichier.write_bytes(tache.octets)
    racine = ElementTree.parse(fichier).getroot()
    espace = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    assert racine.findtext(".//t:Command", namespaces=espace) == r'"D:\Agence 100% d' + "'" + r'été\relances.bat"'
    assert racine.findtext(".//t:StartBoundary", namespaces=espace) == "2026-01-01T07:30:00"
    assert racine.findtext(".//t:StartWhenAvailable", namespaces=espace) == "true"
    jours = racine.find(".//t:DaysOfWeek", espace)
    assert jours is not None and len(jours) == 5


@pytest.mark.parametrize("systeme", list(Systeme))
def test_les_exemples_sont_ce_que_la_commande_ecrit(systeme: Systeme) -> None:
    """Pour les récrire : RECOUVRE_ATTENDUS=ecrire pytest tests/parcours/test_parcours_planifier.py"""
    unix = Planification(
        programme=("/home/claire/recouvre/.venv/bin/recouvre",), cabinet="/home/claire/Recouvre", heure=dt.time(8)
    )
    windows = Planification(
        programme=(r"C:\recouvre\.venv\Scripts\recouvre.exe",), cabinet=r"C:\Recouvre", heure=dt.time(8)
    )
    for fichier in rediger(windows if systeme is Systeme.WINDOWS else unix, systeme):
        if os.environ.get("RECOUVRE_ATTENDUS") == "ecrire":
            (EXEMPLES / fichier.nom).write_bytes(fichier.octets)
        assert (EXEMPLES / fichier.nom).read_bytes() == fichier.octets


@pytest.mark.parametrize("systeme", list(Systeme))
def test_la_sortie_n_ecrase_rien(recouvre: LigneDeCommande, tmp_path: Path, systeme: str) -> None:
    dossier = tmp_path / "neuf" / "dossier"
    dit = recouvre.fait("planifier", "--systeme", systeme, "--heure", "7h30", "--sortie", str(dossier)).sortie
    assert "Activer :" in dit and "Désactiver :" in dit
    assert "recouvre planifier --verifier --heure 07h30" in dit
    ecrits = {chemin: chemin.read_bytes() for chemin in dossier.iterdir()}
    objet = recouvre.json("planifier", "--systeme", systeme, "--heure", "7h30", "--sortie", str(tmp_path / "autre"))
    assert {Path(f["chemin"]).name for f in objet["fichiers"]} == {chemin.name for chemin in ecrits}
    dernier_fichier = sorted(ecrits)[-1]
    sorted(ecrits)[0].unlink() if len(ecrits) > 1 else None
    assert "existe déjà" in recouvre.refuse("planifier", "--systeme", systeme, "--sortie", str(dossier))
    assert dernier_fichier.read_bytes() == ecrits[dernier_fichier]
    assert len(list(dossier.iterdir())) == max(len(ecrits) - 1, 1), "un refus n'écrit aucun des fichiers"


def test_montrer_n_ecrit_rien(recouvre: LigneDeCommande) -> None:
    avant = sorted(recouvre.cabinet.rglob("*"))
    dit = recouvre.fait("planifier").sortie
    assert "Relances du lundi au vendredi à 8 h 00" in dit
    assert str(recouvre.cabinet) in dit and "recouvre planifier --verifier " in dit
    assert sorted(recouvre.cabinet.rglob("*")) == avant


def test_un_autre_cabinet_se_redit(recouvre: LigneDeCommande, temoin: LigneDeCommande) -> None:
    dit = recouvre.fait("planifier", "--systeme", "systemd", "--cabinet", str(temoin.cabinet)).sortie
    assert f"recouvre planifier --verifier --cabinet {temoin.cabinet}" in dit


@pytest.mark.parametrize("heure", ["8", "25h", "8h60", "huit heures", "٨h00", ""])
def test_une_heure_illisible(recouvre: LigneDeCommande, heure: str) -> None:
    assert "n'est pas une heure" in recouvre.refuse("planifier", "--heure", heure, code=2)


def test_des_options_qui_ne_vont_pas_ensemble(recouvre: LigneDeCommande, tmp_path: Path) -> None:
    recouvre.refuse("planifier", "--au", "02/03/2026", code=2)
    recouvre.refuse("planifier", "--verifier", "--sortie", str(tmp_path / "x"), code=2)
    recouvre.refuse("planifier", "--verifier", "--systeme", "crontab", code=2)
    assert "dans l'avenir" in recouvre.refuse("planifier", "--verifier", "--au", "demain", code=2)
    recouvre.refuse("planifier", "--cabinet", str(tmp_path / "nulle part"))


def test_ce_qui_surprendrait_est_dit(recouvre: LigneDeCommande) -> None:
    assert any("entre 8 h et 20 h" in r for r in recouvre.json("planifier", "--heure", "7h59")["remarques"])
    assert not any("entre 8 h" in r for r in recouvre.json("planifier", "--heure", "8h00")["remarques"])
    assert any(
        "2 h n'existe pas" in r for r in recouvre.json("planifier", "--heure", "2h30", "--jours", "tous")["remarques"]
    )


def test_un_saut_de_ligne_dans_un_chemin_est_refuse(recouvre: LigneDeCommande, tmp_path: Path) -> None:
    ailleurs = tmp_path / "deux\nlignes"
    recouvre.cabinet = Path(shutil.move(recouvre.cabinet, ailleurs))
    assert "retour à la ligne" in recouvre.refuse("planifier")


def test_une_ligne_que_cron_couperait_est_refusee() -> None:
    plan = Planification(programme=("/r",), cabinet="/" + "é" * 250, heure=dt.time(8))
    with pytest.raises(Refus, match="trop longs pour une ligne de cron"):
        rediger(plan, Systeme.CRONTAB)
    assert rediger(plan, Systeme.SYSTEMD)


# --- Est-il passé ? -------------------------------------------------------------------------------------------------


def noter(cabinet: Path, quand: str, code: int | None = 0, auteur: str = "planificateur", raison: str = "") -> None:
    """Un passage au journal ; ``quand`` : UTC, noté à l'heure de Paris, comme la commande le fait."""
    instant = heure_de_paris(dt.datetime.fromisoformat(quand).replace(tzinfo=dt.UTC))
    finir(
        cabinet,
        Passage(
            quand=instant, code=code, parties=2, duree=Decimal("1.5"), auteur=auteur, raison=raison, echecs=code or 0
        ),
    )


def constat(recouvre: LigneDeCommande, *options: str) -> tuple[int, str]:
    """Le code, et ce qui ne va pas."""
    resultat = recouvre("planifier", "--verifier", *options, "--json")
    assert resultat.erreur == ""
    objet = resultat.json
    assert objet["en_ordre"] is (resultat.code == 0) is (not objet["avertissements"])
    return resultat.code, " ".join(objet["avertissements"])


def test_jamais_passe(recouvre: LigneDeCommande) -> None:
    code, dit = constat(recouvre)
    assert code == 1 and "Aucun passage" in dit


def test_passe_a_l_heure(recouvre: LigneDeCommande) -> None:
    recouvre.jour("2026-03-04")
    noter(recouvre.cabinet, "2026-03-03T07:00:05")
    assert constat(recouvre, "--au", "03/03/2026") == (0, "")
    dit = recouvre("planifier", "--verifier", "--au", "03/03/2026").sortie
    assert "Dernier passage : mardi 3 mars 2026 à 8 h 00, par planificateur, code 0 : 2 partis, en 1,5 s." in dit
    assert "Attendu : mardi 3 mars 2026 à 8 h 00. Tout va bien." in dit


@pytest.mark.parametrize(
    ("au", "attendu"),
    [
        ("2026-03-07", "2026-03-06"),  # samedi
        ("2026-03-08", "2026-03-06"),  # dimanche
        ("2026-04-06", "2026-04-03"),  # lundi de Pâques
        ("2026-05-01", "2026-04-30"),  # fête du Travail
        ("2026-05-15", "2026-05-15"),  # lendemain de l'Ascension
    ],
)
def test_ni_le_week_end_ni_un_ferie(recouvre: LigneDeCommande, au: str, attendu: str) -> None:
    recouvre.jour("2026-12-01")
    noter(recouvre.cabinet, f"{attendu}T07:10:00")
    assert constat(recouvre, "--au", au) == (0, "")
    if au != attendu:
        code, dit = constat(recouvre, "--au", au, "--jours", "tous")
        assert code == 1 and "n'a pas eu lieu" in dit


def test_un_passage_manque(recouvre: LigneDeCommande) -> None:
    recouvre.jour("2026-03-10")
    noter(recouvre.cabinet, "2026-03-05T07:00:05")
    code, dit = constat(recouvre, "--au", "06/03/2026")
    assert code == 1 and "vendredi 6 mars 2026 à 8 h 00 n'a pas eu lieu" in dit and "jeudi 5 mars 2026 à 8 h 00" in dit
    noter(recouvre.cabinet, "2026-03-06T14:30:00")
    assert constat(recouvre, "--au", "06/03/2026") == (0, ""), "rattrapé l'après-midi"


@pytest.mark.parametrize(
    ("code", "raison", "phrase"),
    [
        (1, "", "a laissé un échec (code 1)"),
        (1, "disque plein", "a été empêché (disque plein), code 1"),
        (None, "interrompu", "a été interrompu"),
        (1, "occupé", "a été empêché (occupé)"),
    ],
)
def test_un_passage_qui_a_echoue(recouvre: LigneDeCommande, code: int | None, raison: str, phrase: str) -> None:
    recouvre.jour("2026-03-04")
    noter(recouvre.cabinet, "2026-03-03T07:00:05", code, raison=raison)
    rendu, dit = constat(recouvre, "--au", "03/03/2026")
    assert rendu == 1 and phrase in dit
    noter(recouvre.cabinet, "2026-03-03T09:00:05")
    noter(recouvre.cabinet, "2026-03-03T09:00:06", 1, raison="occupé")
    noter(recouvre.cabinet, "2026-03-03T09:00:07", 1, raison="refusé : un courrier ne s'antidate pas")
    assert constat(recouvre, "--au", "03/03/2026") == (0, ""), "repris depuis"


def test_un_passage_tue_se_dit_le_jour_meme(recouvre: LigneDeCommande) -> None:
    maintenant = dt.datetime.now(dt.UTC).astimezone(dt.timezone(dt.timedelta(hours=1)))
    recouvre.jour(maintenant.date().isoformat())
    temoin = debuter(recouvre.cabinet, maintenant, auteur="planificateur")
    heure = ("--jours", "tous", "--heure", "0h00")
    code, _ = constat(recouvre, *heure)
    assert code == 0, "il est en cours"
    temoin.flux.close()
    code, dit = constat(recouvre, *heure)
    assert code == 1 and "a été interrompu" in dit


def test_une_horloge_qui_recule(recouvre: LigneDeCommande) -> None:
    recouvre.jour("2026-03-04")
    noter(recouvre.cabinet, "2031-01-01T07:00:00")
    code, dit = constat(recouvre)
    assert code == 1 and "mercredi 1er janvier 2031 à 8 h 00, dans l'avenir" in dit
    noter(recouvre.cabinet, "2026-03-03T07:00:00")
    code, dit = constat(recouvre, "--au", "03/03/2026")
    assert code == 1 and "dans l'avenir" in dit and "n'a pas eu lieu" not in dit


def test_l_heure_change(recouvre: LigneDeCommande) -> None:
    """8 h à la montre : 7 h UTC le vendredi 27 mars, 6 h UTC le lundi 30."""
    recouvre.jour("2026-04-15")
    noter(recouvre.cabinet, "2026-03-27T07:00:01")
    noter(recouvre.cabinet, "2026-03-30T06:00:01")
    for au in ("27/03/2026", "29/03/2026", "30/03/2026"):
        assert constat(recouvre, "--au", au) == (0, "")
    recouvre.jour("2026-11-15")
    noter(recouvre.cabinet, "2026-10-26T07:00:01")
    assert constat(recouvre, "--au", "26/10/2026") == (0, "")
    assert constat(recouvre, "--au", "27/10/2026")[0] == 1


def test_a_la_main_ou_suspendu_se_remarque(recouvre: LigneDeCommande) -> None:
    recouvre.jour("2026-03-04")
    noter(recouvre.cabinet, "2026-03-03T10:00:00", auteur="claire", raison="suspendu")
    remarques = recouvre.json("planifier", "--verifier", "--au", "03/03/2026")["remarques"]
    assert any("lancé par claire" in r for r in remarques) and any("suspendu" in r for r in remarques)


@given(st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)), st.times(), st.times(), st.sampled_from(Jours))
def test_le_dernier_attendu_est_passe_et_recent(jour: dt.date, montre: dt.time, heure: dt.time, jours: Jours) -> None:
    moment = dt.datetime.combine(jour, montre)
    attendu = dernier_attendu(moment, heure, jours)
    assert attendu.time() == heure and attendu + MARGE <= moment
    assert moment - attendu < MARGE + dt.timedelta(days=1 if jours is Jours.TOUS else 6)
