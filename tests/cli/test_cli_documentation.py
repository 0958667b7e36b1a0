"""docs/commandes.md est l'aide, et rien d'autre."""

from __future__ import annotations

from pathlib import Path

from fabrique import Fabrique

from recouvre.cli import Rubrique
from recouvre.documentation import documenter

PAGE = Path(__file__).parents[2] / "docs" / "commandes.md"


def test_la_page_a_une_section_par_commande(recouvre: Fabrique) -> None:
    recouvre.commande("agenda", "@app.command()\ndef agenda() -> None:\n    'Dit quoi faire.'\n")
    recouvre.commande(
        "taux",
        """
        app = typer.Typer(help="Tient les taux.")

        @app.callback()
        def groupe() -> None: ...

        @app.command("ajouter")
        def ajouter(valeur: str) -> None:
            'Ajoute un taux.'
        """,
        Rubrique.REGLAGES,
    )
    page = documenter(tuple(recouvre.registre))
    titres = [ligne for ligne in page.splitlines() if ligne.startswith("#")]
    assert titres == [
        "# Les commandes",
        "## Chaque jour",
        "### recouvre agenda",
        "## Réglages",
        "### recouvre taux",
        "### recouvre taux ajouter",
    ]
    assert (
        "```text\nEmploi : recouvre taux ajouter [OPTIONS] VALEUR\n\n  Ajoute un taux.\n\nArguments :\n  VALEUR\n\n"
        "Options :\n  -a, --aide  Affiche cette aide.\n```\n" in page
    )
    assert page.count("```") == 2 * 4
    assert page.endswith("```\n")
    assert max(map(len, page.splitlines())) <= 100


def test_docs_commandes_md_est_a_jour() -> None:
    ecrite = PAGE.read_text(encoding="utf-8")
    assert ecrite == documenter(), "docs/commandes.md n'est plus l'aide : tapez « make docs »."
