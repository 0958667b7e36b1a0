"""Aucun mot anglais : ni dans l'aide, ni dans les erreurs que typer sait lever, provoquées une à une."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fabrique import Fabrique

ANGLAIS = re.compile(
    r"\b(Usage|Error|Missing|Invalid|Show this|[Dd]efault|[Rr]equired|Try|Commands|COMMAND|ARGS|No such|Got unexpected|"
    r"is not|does not|one of|env var|Aborted|Did you mean|Possible|TEXT|INTEGER|PATH|FLOAT|DEPRECATED|--no-\w+)\b|<\w+>"
)

TOUT = """
    class Qualite(enum.StrEnum):
        PROFESSIONNEL = "professionnel"
        CONSOMMATEUR = "consommateur"

    @app.command()
    def tout(
        qualite: Annotated[Qualite, typer.Argument(help="SIREN ou qualité.")],
        pieces: Annotated[list[pathlib.Path] | None, typer.Argument(help="Les pièces.")] = None,
        nombre: Annotated[int, typer.Option("--nombre", "-n", help="Combien.")] = 0,
        mois: Annotated[int, typer.Option("--mois", min=1, max=12)] = 1,
        rang: Annotated[int, typer.Option("--rang", min=1)] = 1,
        part: Annotated[float, typer.Option("--part", max=1)] = 1,
        choix: Annotated[Qualite, typer.Option("--choix")] = Qualite.CONSOMMATEUR,
        fichier: Annotated[pathlib.Path | None, typer.Option("--fichier", exists=True, dir_okay=False)] = None,
        lieu: Annotated[pathlib.Path | None, typer.Option("--lieu", exists=True, file_okay=False)] = None,
        chemin: Annotated[pathlib.Path | None, typer.Option("--chemin", exists=True)] = None,
        flux: Annotated[typer.FileText | None, typer.Option("--flux")] = None,
        cle: Annotated[uuid.UUID | None, typer.Option("--cle")] = None,
        quand: Annotated[dt.datetime | None, typer.Option("--quand")] = None,
        paire: Annotated[tuple[str, str] | None, typer.Option("--paire")] = None,
        vite: Annotated[bool, typer.Option("--vite/--lentement", help="Se presser.")] = True,
        texte: Annotated[str, typer.Option("--texte", envvar="RECOUVRE_TEXTE")] = "abc",
        maison: Annotated[int | None, typer.Option("--maison", parser=int)] = None,
        oblige: Annotated[str, typer.Option("--oblige", help="Le nom.")] = ...,
    ) -> None:
        '''Prend de tout.'''
        print("fait")
"""
BON = ("tout", "professionnel", "--oblige", "x")


@pytest.fixture
def tout(recouvre: Fabrique) -> Fabrique:
    recouvre.commande("tout", TOUT)
    return recouvre


def test_l_appel_complet_passe(tout: Fabrique) -> None:
    assert tout(*BON).sortie == "fait\n"


def test_l_aide_est_entierement_francaise(tout: Fabrique) -> None:
    aide = tout("tout", "--aide").sortie
    assert not ANGLAIS.search(aide)
    assert "Emploi : recouvre tout [OPTIONS] QUALITE [PIECES…]\n" in aide
    assert "  QUALITE  SIREN ou qualité. [parmi : professionnel, consommateur]\n" in aide
    assert "  -n, --nombre NOMBRE           Combien. [défaut : 0]\n" in aide
    assert "[de 1 à 12 ; défaut : 1]" in aide
    assert "[au moins 1 ; défaut : 1]" in aide
    assert "[obligatoire]" in aide
    assert "--vite / --lentement          Se presser. [défaut : --vite]\n" in aide
    assert "--choix professionnel|consommateur\n" in aide
    assert "[défaut : consommateur]" in aide
    assert "[défaut : abc ; variable : RECOUVRE_TEXTE]" in aide
    assert max(map(len, aide.splitlines())) <= 100


@pytest.mark.parametrize(
    ("mots", "phrase"),
    [
        (("tout",), "Il manque QUALITE (SIREN ou qualité). Au choix : professionnel, consommateur."),
        (("tout", "professionnel"), "Il manque --oblige (le nom)."),
        (("tout", "pro", "--oblige", "x"), "QUALITE : « pro » n'est pas un choix possible. Au choix : professionnel"),
        ((*BON, "--choix", "consomateur"), "--choix : « consomateur » n'est pas un choix possible. Vouliez-vous dire"),
        ((*BON, "--nombre"), "Il manque une valeur après « --nombre »."),
        ((*BON, "--paire", "a"), "Il faut 2 valeurs après « --paire »."),
        ((*BON, "--vite=oui"), "« --vite » s'emploie sans valeur."),
        ((*BON, "--nombre", "l'un"), "--nombre : « l'un » n'est pas un nombre entier."),
        ((*BON, "--mois", "mai"), "--mois : « mai » n'est pas un nombre entier."),
        ((*BON, "--mois", "13"), "--mois : 13 n'est pas permis : il faut de 1 à 12."),
        ((*BON, "--rang", "0"), "--rang : 0 n'est pas permis : il faut au moins 1."),
        ((*BON, "--part", "2"), "--part : 2.0 n'est pas permis : il faut au plus 1"),
        ((*BON, "--part", "x"), "--part : « x » n'est pas un nombre."),
        ((*BON, "--fichier", "é.csv"), "--fichier : le fichier « é.csv » n'existe pas."),
        ((*BON, "--fichier", "sous"), "--fichier : le fichier « sous » est un dossier, il faut un fichier."),
        ((*BON, "--lieu", "f.txt"), "--lieu : le dossier « f.txt » est un fichier, il faut un dossier."),
        ((*BON, "--chemin", "rien"), "--chemin : le chemin « rien » n'existe pas."),
        ((*BON, "--flux", "rien"), "--flux : le fichier « rien » n'existe pas."),
        ((*BON, "--cle", "1"), "--cle : « 1 » n'est pas un identifiant UUID."),
        ((*BON, "--quand", "1"), "--quand : « 1 » n'est pas une date lisible."),
        ((*BON, "--maison", "x"), "--maison : « x » ne se comprend pas."),
        ((*BON, "-x"), "L'option « -x » n'existe pas."),
        ((*BON, "-5"), "« -5 » est lu comme une option : un nombre négatif ne s'écrit pas ici."),
    ],
)
def test_chaque_erreur_de_typer_est_traduite(tout: Fabrique, mots: tuple[str, ...], phrase: str) -> None:
    Path("sous").mkdir()
    Path("f.txt").touch()
    essai = tout(*mots)
    assert essai.code == 2
    assert essai.sortie == ""
    assert essai.erreur.startswith(f"recouvre : {phrase}")
    assert not ANGLAIS.search(essai.erreur)
    assert essai.erreur.endswith("\nAide : recouvre tout --aide\n")


@pytest.mark.parametrize(
    ("mots", "phrase"),
    [
        (("rien", "Martin"), "« Martin » est de trop. Un texte de plusieurs mots se met entre guillemets."),
        (("rien", "–json"), "« –json » est de trop. Une option commence par deux tirets simples : --json."),
        (("rien", ""), "«  » est de trop."),
    ],
)
def test_un_mot_de_trop(recouvre: Fabrique, mots: tuple[str, ...], phrase: str) -> None:
    recouvre.commande("rien", "@app.command()\ndef rien() -> None:\n    'Rien.'\n")
    essai = recouvre(*mots)
    assert essai.code == 2
    assert essai.erreur.startswith(f"recouvre : {phrase}")


def test_la_phrase_d_une_commande_passe_telle_quelle(recouvre: Fabrique) -> None:
    recouvre.commande(
        "ouvrir",
        """
        @app.command()
        def ouvrir() -> None:
            'Ouvre.'
            raise typer.BadParameter("il faut un créancier.", param_hint="--creancier")
        """,
    )
    essai = recouvre("ouvrir")
    assert essai.erreur.startswith("recouvre : --creancier : il faut un créancier.\n")
    assert essai.code == 2


def test_une_commande_peut_prendre_moins_a(recouvre: Fabrique) -> None:
    recouvre.commande(
        "prend", "@app.command()\ndef prend(a: Annotated[int, typer.Option('-a')] = 1) -> None:\n    print(a)\n"
    )
    assert recouvre("prend", "-a", "5").sortie == "5\n"
    assert "  --aide     Affiche cette aide." in recouvre("prend", "--aide").sortie


def test_un_nom_d_option_n_est_jamais_coupe_en_fin_de_ligne(recouvre: Fabrique) -> None:
    texte = " ".join(f"{'x' * (n % 9 + 1)} --presentee-le-jour-dit" for n in range(40))
    recouvre.commande("long", f"@app.command()\ndef long() -> None:\n    '{texte}'\n")
    aide = recouvre("long", "--aide").sortie
    assert aide.count("--presentee-le-jour-dit") == 40
    assert max(map(len, aide.splitlines())) <= 100
