"""La frontière : une phrase, un code, jamais de trace ; et des sorties qui n'échouent sous aucun encodage."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import time
from pathlib import Path

import pytest
from fabrique import Fabrique


def _lever(instruction: str) -> str:
    return f"""
    import errno, sqlite3

    @app.command()
    def essai(nom: str = "", secret: Annotated[str, typer.Option("--secret")] = "") -> None:
        'Essaie.'
        print("déjà montré")
        {instruction}
    """


@pytest.mark.parametrize(
    ("instruction", "code", "phrase"),
    [
        ("raise DossierInconnu('D-12')", 1, "recouvre : Le dossier D-12 n'existe pas. Cherchez-le avec"),
        ("raise SaisieIllisible('quoi ?')", 2, "recouvre : Quoi ?"),
        ("raise KeyboardInterrupt", 130, "Interrompu."),
        ("raise typer.Abort", 130, "Interrompu."),
        ("raise EOFError", 130, "Interrompu."),
        ("raise sqlite3.OperationalError('database is locked')", 1, "recouvre : Le cabinet est occupé par un autre"),
        ("raise sqlite3.OperationalError('database table is locked')", 1, "recouvre : Le cabinet est occupé par un"),
        ("raise sqlite3.OperationalError('attempt to write a readonly database')", 1, "recouvre : Le cabinet est en"),
        ("raise sqlite3.OperationalError('database or disk is full')", 1, "recouvre : Le disque est plein ;"),
        ("raise PermissionError(errno.EACCES, 'x', 'lettre.pdf')", 1, "recouvre : Accès refusé lettre.pdf. S'il est"),
        ("raise OSError(errno.ENOSPC, 'x', 'a.csv')", 1, "recouvre : Plus de place sur le disque a.csv."),
        ("raise sqlite3.OperationalError('no such table: journal')", 70, "recouvre : Panne imprévue"),
        ("raise FileNotFoundError(errno.ENOENT, 'x', 'y')", 70, "recouvre : Panne imprévue"),
        ("1 / 0", 70, "recouvre : Panne imprévue"),
        ("raise typer.Exit(1)", 1, ""),
        ("pass", 0, ""),
    ],
)
def test_chaque_arret_a_son_code_et_sa_phrase(recouvre: Fabrique, instruction: str, code: int, phrase: str) -> None:
    recouvre.commande("essai", _lever(instruction))
    essai = recouvre("essai")
    assert essai.code == code
    assert essai.sortie == "déjà montré\n"
    assert essai.erreur.startswith(phrase)
    assert bool(essai.erreur) == bool(phrase)
    assert "Traceback" not in essai.erreur


def test_une_panne_laisse_sa_trace_dans_un_fichier(recouvre: Fabrique, tmp_path: Path) -> None:
    recouvre.commande("essai", _lever("raise KeyError('clef')"))
    journal = tmp_path / "recouvre-panne.log"
    essai = recouvre("essai")
    assert str(journal) in essai.erreur
    texte = journal.read_text(encoding="utf-8")
    assert "commande essai" in texte
    assert "Traceback" in texte
    assert "KeyError: 'clef'" in texte
    assert stat.S_IMODE(journal.stat().st_mode) == 0o600


def test_le_journal_ne_contient_aucun_secret(
    recouvre: Fabrique, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECOUVRE_SMTP_MOT_DE_PASSE", "sesame-ouvre-toi")
    recouvre.commande("essai", _lever("raise ValueError('refus de sesame-ouvre-toi à https://moi:mdp@serveur/x')"))
    recouvre("essai", "--secret", "ligne-tapee")
    texte = (tmp_path / "recouvre-panne.log").read_text(encoding="utf-8")
    assert "refus de *** à https://***@serveur/x" in texte
    assert "sesame" not in texte
    assert "ligne-tapee" not in texte


def test_le_journal_ne_suit_pas_un_lien(recouvre: Fabrique, tmp_path: Path) -> None:
    victime = tmp_path / "precieux.txt"
    victime.write_text("précieux", encoding="utf-8")
    (tmp_path / "recouvre-panne.log").symlink_to(victime)
    recouvre.commande("essai", _lever("1 / 0"))
    assert recouvre("essai").code == 70
    assert victime.read_text(encoding="utf-8") == "précieux"
    assert "ZeroDivisionError" in (tmp_path / "recouvre-panne.log").read_text(encoding="utf-8")


def test_un_journal_impossible_n_empeche_pas_la_phrase(recouvre: Fabrique, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/nulle/part")
    recouvre.commande("essai", _lever("1 / 0"))
    essai = recouvre("essai")
    assert essai.code == 70
    assert essai.erreur == "recouvre : Panne imprévue, la commande s'est arrêtée.\n"


def test_la_trace_s_affiche_sur_demande(recouvre: Fabrique, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECOUVRE_TRACE", "1")
    recouvre.commande("essai", _lever("1 / 0"))
    essai = recouvre("essai")
    assert essai.code == 70
    assert essai.erreur.startswith("Traceback")


def test_un_nom_importe_ne_pilote_pas_le_terminal(recouvre: Fabrique) -> None:
    recouvre.commande("essai", _lever(r"raise Refus('le débiteur \x1b[2J Martin')"))
    assert recouvre("essai").erreur == "recouvre : Le débiteur ?[2J Martin\n"


ECRIRE = """
    @app.command()
    def ecrire(refuser: bool = False) -> None:
        'Écrit.'
        from recouvre.affichage.francais import montant
        from recouvre.affichage.tableau import Colonne, tableau

        print("œuvre → « Hélène » …", montant(123456))
        tableau([Colonne("Débiteur"), Colonne("Dû", droite=True)], [["Núñez–Dupré", montant(123456)]], titre="À payer")
        if refuser:
            raise Refus("l’échéance → refusée, 1\\u202f234,56 €")
"""


def test_en_utf8_rien_n_est_touche(recouvre: Fabrique) -> None:
    recouvre.commande("ecrire", ECRIRE)
    fini = recouvre.ailleurs("ecrire", PYTHONIOENCODING="utf-8")
    texte = fini.stdout.decode("utf-8")
    assert texte.startswith("œuvre → « Hélène » … 1\u202f234,56\u00a0€\n")
    assert "─" in texte


def test_une_sortie_windows_redirigee(recouvre: Fabrique) -> None:
    recouvre.commande("ecrire", ECRIRE)
    fini = recouvre.ailleurs("ecrire", "--refuser", PYTHONIOENCODING="cp1252")
    assert fini.returncode == 1
    assert fini.stdout.decode("cp1252") == (
        "œuvre -> « Hélène » … 1 234,56\u00a0€\n"
        "À payer\n"
        "Débiteur             Dû\n"
        "-----------------------\n"
        "Núñez–Dupré  1 234,56\u00a0€\n"
    )
    assert fini.stderr.decode("cp1252") == "recouvre : L’échéance -> refusée, 1 234,56 €\n"


def test_une_sortie_ascii(recouvre: Fabrique) -> None:
    recouvre.commande("ecrire", ECRIRE)
    fini = recouvre.ailleurs("ecrire", "--refuser", PYTHONIOENCODING="ascii")
    assert fini.returncode == 1
    texte = fini.stdout.decode("ascii")
    assert texte.startswith('oeuvre -> " Helene " ... 1 234,56 EUR\nA payer\n')
    assert "Nunez-Dupre" in texte
    assert fini.stderr == b"recouvre : L'echeance -> refusee, 1 234,56 EUR\n"


@pytest.mark.parametrize("encodage", ["cp1252", "ascii", "cp850", "utf-16", "utf-8"])
def test_l_aide_et_les_erreurs_s_ecrivent_partout(recouvre: Fabrique, encodage: str) -> None:
    recouvre.commande("ecrire", ECRIRE)
    for mots in ([], ["--aide"], ["aide", "ecrire"], ["écrrire"], ["ecrire", "–json"]):
        fini = recouvre.ailleurs(*mots, PYTHONIOENCODING=encodage)
        assert fini.returncode in (0, 2)
        dit = fini.stdout.decode(encodage) + fini.stderr.decode(encodage)
        assert "Traceback" not in dit
        assert "recouvre" in dit


def test_un_nom_de_fichier_mal_encode_s_affiche_quand_meme(recouvre: Fabrique) -> None:
    recouvre.commande("lire", "@app.command()\ndef lire(nom: str) -> None:\n    print(nom)\n")
    fini = subprocess.run(
        [*recouvre.ligne("lire"), b"d\xe9cembre.csv"],
        env=recouvre.environnement(PYTHONIOENCODING="utf-8", PYTHONUTF8="1"),
        capture_output=True,
        check=False,
    )
    assert (fini.returncode, fini.stdout) == (0, b"d?cembre.csv\n")


def test_un_lecteur_parti_ne_fait_pas_de_bruit(recouvre: Fabrique) -> None:
    recouvre.commande(
        "long", "@app.command()\ndef long() -> None:\n    for i in range(100000):\n        print('ligne', i)\n"
    )
    with subprocess.Popen(
        recouvre.ligne("long"), env=recouvre.environnement(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as processus:
        assert processus.stdout is not None
        assert processus.stderr is not None
        processus.stdout.readline()
        processus.stdout.close()
        assert processus.stderr.read() == b""
        assert processus.wait(timeout=20) == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="ce système n'a pas de disque toujours plein")
def test_un_disque_plein_se_dit(recouvre: Fabrique) -> None:
    recouvre.commande("un", "@app.command()\ndef un() -> None:\n    print('ligne')\n")
    with Path("/dev/full").open("wb") as plein:
        fini = subprocess.run(
            recouvre.ligne("un"),
            env=recouvre.environnement(),
            stdout=plein,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert fini.returncode == 1
    assert fini.stderr == "recouvre : Plus de place sur le disque. Libérez-en, puis relancez.\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows n'a pas SIGINT entre processus")
def test_controle_c_s_entend(recouvre: Fabrique) -> None:
    recouvre.commande(
        "attend",
        "@app.command()\ndef attend() -> None:\n    import signal, time\n"
        # Lancé par un interpréteur en tâche de fond, un processus hérite d'un SIGINT ignoré.
        "    signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "    print('prêt', flush=True)\n    time.sleep(30)\n",
    )
    with subprocess.Popen(
        recouvre.ligne("attend"), env=recouvre.environnement(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as processus:
        assert processus.stdout is not None
        assert processus.stderr is not None
        processus.stdout.readline()
        time.sleep(0.05)
        processus.send_signal(signal.SIGINT)
        assert processus.stderr.read() == b"Interrompu.\n"
        assert processus.wait(timeout=20) == 130
