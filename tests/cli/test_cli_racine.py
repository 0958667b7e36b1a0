"""La racine : registre, aide, version, suggestions, importation à la demande."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from fabrique import Fabrique

from recouvre import __version__
from recouvre.cli import COMMANDES, ESSENTIELLES, Rubrique, developper

SIMPLE = """
    @app.command()
    def agenda(jours: Annotated[int, typer.Option("--jours", help="Combien de jours.")] = 7) -> None:
        '''Dit quoi faire.

        N'écrit rien.

        Exemple :

            recouvre agenda --jours 3
        '''
        print(f"{jours} jours")
"""


def test_le_registre_est_complet_et_sans_doublon() -> None:
    attendues = {
        "initialiser", "demo", "profil", "creancier", "ouvrir",
        "dossier", "dossiers", "chercher", "facture", "avoir", "debiteur", "piece", "clore",
        "agenda", "relances", "encaisser", "noter", "courrier", "annuler",
        "decompte", "calculer", "scenario", "taux", "verifier",
    }  # fmt: skip
    noms = [commande.nom for commande in COMMANDES]
    assert attendues <= set(noms)
    assert len(noms) == len(set(noms))
    assert all(commande.module == f"recouvre.commandes.{commande.nom.replace('-', '_')}" for commande in COMMANDES)
    assert set(ESSENTIELLES) <= set(noms)
    assert [r for r in Rubrique if any(c.rubrique is r for c in COMMANDES)] == list(Rubrique)


def test_l_aide_racine_montre_tout_sans_importer_une_commande() -> None:
    code = (
        "import sys; from recouvre.cli import lancer; lancer(['--aide']); "
        "print(sorted(m for m in sys.modules if m.startswith('recouvre.commandes.')), file=sys.stderr)"
    )
    fini = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    for commande in COMMANDES:
        assert f"  {commande.nom} " in fini.stdout
        assert commande.aide_courte in " ".join(fini.stdout.split())
    assert fini.stderr == "[]\n"


def test_la_version_n_importe_rien_de_superflu() -> None:
    code = "import sys; from recouvre.cli import lancer; lancer(['--version']); print(*sys.modules, file=sys.stderr)"
    fini = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert fini.stdout == f"recouvre {__version__}\n"
    lourds = {"rich", "dataclasses", "json", "csv", "sqlite3", "zoneinfo", "tempfile", "getpass", "unicodedata"}
    miens = {"recouvre.aide", "recouvre.francais", "recouvre.frontiere", "recouvre.domaine"}
    assert (lourds | miens) & set(fini.stderr.split()) == set()


def test_sans_argument_l_essentiel(recouvre: Fabrique) -> None:
    recouvre.commande("agenda", SIMPLE)
    essai = recouvre()
    assert essai.code == 0
    assert "recouvre agenda  Essaie agenda." in essai.sortie
    assert "recouvre --aide" in essai.sortie


def test_une_commande_s_execute(recouvre: Fabrique) -> None:
    recouvre.commande("agenda", SIMPLE)
    assert recouvre("agenda", "--jours", "3").sortie == "3 jours\n"


@pytest.mark.parametrize(
    "mots", [("agenda", "--aide"), ("agenda", "-a"), ("agenda", "--help"), ("agenda", "-h"), ("aide", "agenda")]
)
def test_l_aide_d_une_commande_sous_tous_ses_noms(recouvre: Fabrique, mots: tuple[str, ...]) -> None:
    recouvre.commande("agenda", SIMPLE)
    essai = recouvre(*mots)
    assert essai.code == 0
    assert essai.sortie == (
        "Emploi : recouvre agenda [OPTIONS]\n\n"
        "  Dit quoi faire.\n\n  N'écrit rien.\n\n  Exemple :\n\n      recouvre agenda --jours 3\n\n"
        "Options :\n"
        "  --jours NOMBRE  Combien de jours. [défaut : 7]\n"
        "  -a, --aide      Affiche cette aide.\n"
    )


@pytest.mark.parametrize("mots", [("--aide",), ("-a",), ("--help",), ("-h",), ("aide",), ("aide", "aide")])
def test_l_aide_racine_sous_tous_ses_noms(recouvre: Fabrique, mots: tuple[str, ...]) -> None:
    recouvre.commande("agenda", SIMPLE)
    essai = recouvre(*mots)
    assert essai.code == 0
    assert essai.sortie.startswith("Emploi : recouvre [OPTIONS] COMMANDE …\n")
    assert "\nChaque jour :\n  agenda  Essaie agenda.\n" in essai.sortie


def test_l_aide_l_emporte_sur_une_faute(recouvre: Fabrique) -> None:
    recouvre.commande("agenda", SIMPLE)
    assert recouvre("agenda", "--jours", "sept", "--aide").code == 0


GROUPE = """
    app = typer.Typer(help="Tient les taux.")

    @app.command("ajouter")
    def ajouter(valeur: str) -> None:
        '''Ajoute un taux.'''
        print(valeur)

    @app.command("lister")
    def lister() -> None:
        '''Liste les taux.'''
"""


def test_un_groupe_a_son_aide_et_celle_de_ses_commandes(recouvre: Fabrique) -> None:
    recouvre.commande("taux", GROUPE)
    aide = recouvre("aide", "taux").sortie
    assert aide.startswith("Emploi : recouvre taux [OPTIONS] COMMANDE …\n\n  Tient les taux.\n")
    assert "Commandes :\n  ajouter  Ajoute un taux.\n  lister   Liste les taux.\n" in aide
    assert recouvre("aide", "taux", "ajouter").sortie.startswith("Emploi : recouvre taux ajouter [OPTIONS] VALEUR\n")
    assert recouvre("taux", "ajouter", "12,15").sortie == "12,15\n"


def test_un_groupe_sans_commande_dit_lesquelles(recouvre: Fabrique) -> None:
    recouvre.commande("taux", GROUPE)
    essai = recouvre("taux")
    assert essai.code == 2
    assert essai.erreur == "recouvre : Dites quoi faire : ajouter, lister.\nAide : recouvre taux --aide\n"


@pytest.mark.parametrize(
    ("mots", "phrase"),
    [
        (("relance",), "La commande « relance » n'existe pas. Vouliez-vous dire « relances » ?"),
        (("Rélances",), "La commande « Rélances » n'existe pas. Vouliez-vous dire « relances » ?"),
        (("RELANCES",), "La commande « RELANCES » n'existe pas. Vouliez-vous dire « relances » ?"),
        (("aide", "relance"), "La commande « relance » n'existe pas. Vouliez-vous dire « relances » ?"),
        (("zzz",), "La commande « zzz » n'existe pas.\n"),
        (("taux", "lise"), "La commande « lise » n'existe pas. Vouliez-vous dire « lister » ?"),
        (("relances", "--jour"), "L'option « --jour » n'existe pas. Vouliez-vous dire « --jours » ?"),
        (("relances", "--aidde"), "L'option « --aidde » n'existe pas. Vouliez-vous dire « --aide » ?"),
        (("relances", "--zzz"), "L'option « --zzz » n'existe pas.\n"),
        (
            ("--json", "relances"),
            "L'option « --json » n'existe pas ici. Les options d'une commande se tapent après son",
        ),
    ],
)
def test_une_faute_de_frappe_recoit_une_suggestion(recouvre: Fabrique, mots: tuple[str, ...], phrase: str) -> None:
    recouvre.commande("relances", SIMPLE.replace("agenda", "relances"))
    recouvre.commande("taux", GROUPE)
    essai = recouvre(*mots)
    assert essai.code == 2
    assert essai.sortie == ""
    assert essai.erreur.startswith(f"recouvre : {phrase}")


def test_une_commande_n_en_importe_pas_une_autre(recouvre: Fabrique) -> None:
    recouvre.commande("agenda", SIMPLE)
    recouvre.commande("cassee", "raise RuntimeError('importée')")
    assert recouvre("agenda").code == 0
    assert recouvre("--aide").code == 0
    assert recouvre("cassee").code == 70


def test_python_m_recouvre_repond() -> None:
    fini = subprocess.run([sys.executable, "-m", "recouvre", "--version"], capture_output=True, text=True, check=True)
    assert fini.stdout == f"recouvre {__version__}\n"


def test_sous_windows_les_jokers_sont_developpes(recouvre: Fabrique) -> None:
    for nom in ("b.csv", "a.csv", "c.txt"):
        Path(nom).touch()
    assert developper(["ouvrir", "*.csv", "--motif", "pourquoi * ?"]) == [
        "ouvrir", "a.csv", "b.csv", "--motif", "pourquoi * ?",
    ]  # fmt: skip
    absolu = str(Path.cwd() / "*.txt")
    assert developper([absolu]) == [str(Path.cwd() / "c.txt")]
