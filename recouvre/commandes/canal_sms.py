"""`recouvre canal sms` : par où partent les SMS, et un essai sur son propre téléphone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from recouvre.commandes.coordonnees import option_texte
from recouvre.commandes.options import Cabinet, EnJson

if TYPE_CHECKING:
    from pathlib import Path

    from recouvre.operations.canal_sms import EtatSms


def sms(
    cabinet: Cabinet,
    passerelle: Annotated[
        str | None, option_texte("--passerelle", "ovh, fichier, ou le nom d'un fichier de passerelles/.")
    ] = None,
    expediteur: Annotated[
        str | None, option_texte("--expediteur", "Le nom qui s'affiche : onze lettres ou chiffres au plus.")
    ] = None,
    compte: Annotated[
        str | None, option_texte("--compte", "Votre service chez le prestataire : sms-xx12345-1.")
    ] = None,
    secret: Annotated[
        list[str] | None,
        typer.Option(
            "--secret",
            metavar="NOM=SOURCE",
            help="Où prendre un secret : cle=env:OVH_CLE ; vide, l'oublie ; à répéter.",
        ),
    ] = None,
    autorite: Annotated[
        str | None, typer.Option("--autorite", metavar="FICHIER", help="Un certificat d'autorité de plus, en PEM.")
    ] = None,
    delai: Annotated[
        int | None, typer.Option("--delai", metavar="SECONDES", min=1, max=600, help="Au plus, pour se connecter.")
    ] = None,
    oublier: Annotated[bool, typer.Option("--oublier", help="Retire tous ces réglages.")] = False,
    essayer: Annotated[str, typer.Option("--essayer", metavar="NUMÉRO", help="Y envoie un vrai SMS d'essai.")] = "",
    en_json: EnJson = False,
) -> None:
    """Montre ou change par où partent les SMS : une passerelle HTTP, ou un fichier à remettre.

    Sans option, les réglages sont montrés, jamais un secret. Un secret se prend dans une variable (env:NOM), un fichier
    lisible de vous seul (fichier:CHEMIN) ou le trousseau du système (trousseau:SERVICE/COMPTE).
    """
    from recouvre.operations import canal_sms as gestes

    donnes = {
        nom: valeur
        for nom, valeur in (
            ("passerelle", passerelle), ("expediteur", expediteur), ("compte", compte), ("autorite", autorite),
            ("delai", delai),
        )
        if valeur is not None
    }  # fmt: skip
    if oublier and (donnes or secret or essayer):
        raise typer.BadParameter("il se donne seul.", param_hint="--oublier")
    if oublier:
        gestes.oublier_sms(cabinet)
    elif donnes or secret:
        gestes.regler_sms(cabinet, donnes, secret or ())
    etat = gestes.etat_sms(cabinet)
    essai = _essayer(cabinet, essayer) if essayer else None
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json({**_en_objet(etat), "essai": essai})
        return
    if essai is not None:
        print(f"SMS d'essai accepté par la passerelle{_suite(essai['identifiant'])}. Regardez votre téléphone.")
        return
    _montrer(etat)


def _essayer(cabinet: Path, numero: str) -> dict[str, Any]:
    from recouvre.operations.canal_sms import essayer_sms

    remise = essayer_sms(cabinet, numero)
    return {"identifiant": remise.identifiant or None, "preuve": remise.preuve}


def _suite(identifiant: str | None) -> str:
    return f" (identifiant {identifiant})" if identifiant else ""


def _en_objet(etat: EtatSms) -> dict[str, Any]:
    """Les réglages, en JSON. Une source qui ne se reconnaît pas n'est pas montrée : c'est peut-être le secret."""
    reglages = etat.reglages
    if reglages is None:
        return {"regle": False}
    return {
        "regle": True,
        "passerelle": reglages.passerelle or None,
        "expediteur": reglages.expediteur or None,
        "compte": reglages.compte or None,
        "secrets": {nom: source or None for nom, source in etat.sources},
        "autorite": reglages.autorite or None,
        "delai": reglages.delai,
        "manque": list(etat.manques),
    }


def _montrer(etat: EtatSms) -> None:
    reglages = etat.reglages
    if reglages is None:
        print("Aucun SMS ne part : ce canal n'est pas réglé. Pour commencer : recouvre canal sms --passerelle ovh")
        return
    from recouvre.affichage.tableau import fiche

    secrets = ", ".join(f"{nom} ({source or 'source non reconnue'})" for nom, source in etat.sources)
    notes = []
    if etat.manques:
        notes.append(f"Il manque : {', '.join(etat.manques)}.")
    elif reglages.passerelle != "fichier":
        notes.append("Pour l'essayer sur votre téléphone : recouvre canal sms --essayer 0612345678")
    fiche(
        [
            ("passerelle", reglages.passerelle),
            ("expediteur", reglages.expediteur),
            ("compte", reglages.compte),
            ("secrets", secrets),
            ("autorite", reglages.autorite),
            ("delai", f"{reglages.delai} s"),
        ],
        titre="Canal SMS",
        notes=notes,
    )
