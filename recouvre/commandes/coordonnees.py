"""Les options d'identité que profil, créanciers et débiteurs partagent ; chacune contrôle ce qu'on lui donne."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from recouvre.commandes.options import lecteur


def option_controlee(nom: str, metavar: str, aide: str, sorte: str) -> Any:
    """Une option contrôlée par ``operations.saisies``, importé seulement si elle est donnée."""

    def lire(texte: str) -> str:
        from recouvre.operations.saisies import controler

        return controler(sorte, texte)

    return typer.Option(nom, metavar=metavar, help=aide, parser=lecteur(lire))


def option_texte(nom: str, aide: str) -> Any:
    """Une option de texte libre."""
    return typer.Option(nom, metavar="TEXTE", help=aide)


Nom = Annotated[str | None, option_texte("--nom", "Dénomination, ou nom de famille.")]
Siren = Annotated[str | None, option_controlee("--siren", "SIREN", "Neuf chiffres.", "siren")]
Adresse = Annotated[str | None, option_texte("--adresse", "Numéro et voie.")]
Complement = Annotated[str | None, option_texte("--complement", "Bâtiment, étage.")]
CodePostal = Annotated[str | None, option_texte("--code-postal", "Code postal.")]
"""Texte libre : une adresse étrangère a le sien."""
Ville = Annotated[str | None, option_texte("--ville", "Ville.")]
Courriel = Annotated[str | None, option_controlee("--courriel", "ADRESSE", "Courriel.", "courriel")]
Telephone = Annotated[str | None, option_controlee("--telephone", "NUMÉRO", "Téléphone.", "téléphone")]


def donnees(**valeurs: str | None) -> dict[str, str]:
    """Celles de ces options que la personne a tapées."""
    return {nom: valeur for nom, valeur in valeurs.items() if valeur is not None}
