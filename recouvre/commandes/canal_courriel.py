"""`recouvre canal courriel`, `rebonds` et `envois` : les réglages, un par option."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from recouvre.commandes.coordonnees import option_texte
from recouvre.commandes.options import Cabinet, EnJson, option_montant
from recouvre.domaine.canaux import Securite

if TYPE_CHECKING:
    from recouvre.domaine.canaux import Canaux

TITRES = {
    "envois": "Prudence des envois",
    "appels": "Créneaux d'appel (règle du cabinet)",
    "courriel": "Courriel",
    "rebonds": "Retours de courriel",
    "sms": "SMS",
}
"""Les sections des réglages, dans l'ordre où on les montre."""

Serveur = Annotated[str | None, typer.Option("--serveur", metavar="HÔTE", help="Nom du serveur : ssl0.ovh.net.")]
Port = Annotated[
    int | None, typer.Option("--port", metavar="PORT", min=1, max=65535, help="À défaut, celui de la sécurité.")
]
Chiffrement = Annotated[
    Securite | None, typer.Option("--securite", help="starttls, tls, ou aucune (sur sa propre machine).")
]
Utilisateur = Annotated[str | None, typer.Option("--utilisateur", metavar="NOM", help="Le compte, souvent l'adresse.")]
Secret = Annotated[
    str | None,
    typer.Option(
        "--secret",
        metavar="SOURCE",
        help="Où prendre le mot de passe : env:VARIABLE, fichier:CHEMIN, trousseau:SERVICE/COMPTE.",
    ),
]
Autorite = Annotated[
    str | None, typer.Option("--autorite", metavar="FICHIER", help="Un certificat d'autorité de plus, en PEM.")
]
Delai = Annotated[
    int | None, typer.Option("--delai", metavar="SECONDES", min=1, max=600, help="Au plus, pour chaque réponse.")
]
Oublier = Annotated[bool, typer.Option("--oublier", help="Retire tous ces réglages.")]


def courriel(
    cabinet: Cabinet,
    serveur: Serveur = None,
    port: Port = None,
    securite: Chiffrement = None,
    utilisateur: Utilisateur = None,
    secret: Secret = None,
    expediteur: Annotated[
        str | None, typer.Option("--expediteur", metavar="ADRESSE", help="L'adresse qui signe les courriels.")
    ] = None,
    nom: Annotated[str | None, option_texte("--nom", "Le nom qui s'affiche : Cabinet Roux.")] = None,
    repondre_a: Annotated[
        str | None, typer.Option("--repondre-a", metavar="ADRESSE", help="Où vont les réponses, si c'est ailleurs.")
    ] = None,
    retour: Annotated[
        str | None,
        typer.Option("--retour", metavar="GABARIT", help="Où reviennent les échecs : retours+{cle}@exemple.fr."),
    ] = None,
    autorite: Autorite = None,
    delai: Delai = None,
    oublier: Oublier = False,
    en_json: EnJson = False,
) -> None:
    """Montre ou change par où partent les courriels : le serveur SMTP.

    Sans option, les réglages sont montrés, jamais un secret. Une valeur vide ("") oublie un réglage.
    """
    _regler(cabinet, "courriel", locals())


def rebonds(
    cabinet: Cabinet,
    dossier: Annotated[
        str | None,
        typer.Option("--dossier", metavar="DOSSIER", help="Un dossier de fichiers .eml, ou une Maildir."),
    ] = None,
    serveur: Serveur = None,
    port: Port = None,
    securite: Chiffrement = None,
    utilisateur: Utilisateur = None,
    secret: Secret = None,
    boite: Annotated[str | None, option_texte("--boite", "La boîte à lire ; INBOX à défaut.")] = None,
    autorite: Autorite = None,
    delai: Delai = None,
    oublier: Oublier = False,
    en_json: EnJson = False,
) -> None:
    """Montre ou change où lire les courriels revenus : une boîte IMAP, ou un dossier.

    Réservez-lui une boîte : tout ce qui y est non lu est regardé. Puis : recouvre canal relever.
    """
    _regler(cabinet, "rebonds", locals())


def envois(
    cabinet: Cabinet,
    contacts_semaine: Annotated[
        int | None,
        typer.Option("--contacts-semaine", min=0, help="Au plus, par débiteur, sur 7 jours ; 0 : sans plafond."),
    ] = None,
    contacts_mois: Annotated[
        int | None,
        typer.Option("--contacts-mois", min=0, help="Au plus, par débiteur, sur 30 jours ; 0 : sans plafond."),
    ] = None,
    heure_debut: Annotated[
        int | None, typer.Option("--heure-debut", min=0, max=23, help="Pas de courriel ni de SMS avant cette heure.")
    ] = None,
    heure_fin: Annotated[
        int | None, typer.Option("--heure-fin", min=1, max=24, help="Ni à partir de celle-ci.")
    ] = None,
    samedi: Annotated[
        bool | None, typer.Option("--samedi/--sans-samedi", help="Courriels et SMS partent aussi le samedi.")
    ] = None,
    montant_minimal: Annotated[
        int | None, option_montant("--montant-minimal", aide="Au-dessous, rien ne part.")
    ] = None,
    essais: Annotated[
        int | None, typer.Option("--essais", min=1, max=50, help="Combien de fois retenter un échec passager.")
    ] = None,
    responsable: Annotated[
        str | None, typer.Option("--responsable", metavar="ADRESSE", help="Qui reçoit le résumé de chaque passage.")
    ] = None,
    oublier: Oublier = False,
    en_json: EnJson = False,
) -> None:
    """Montre ou change la prudence des envois : plafonds, heures, montant minimal, responsable.

    Ce sont des règles du cabinet, pas la loi. --oublier rend celles de l'outil.
    """
    _regler(cabinet, "envois", locals())


def appels(
    cabinet: Cabinet,
    journee: Annotated[
        str | None, typer.Option("--journee", metavar="CRÉNEAUX", help="En journée : 9h-12h, 13h30-18h.")
    ] = None,
    soir: Annotated[
        str | None, typer.Option("--soir", metavar="CRÉNEAUX", help="Le soir, pour les particuliers : 17h-20h.")
    ] = None,
    oublier: Oublier = False,
    en_json: EnJson = False,
) -> None:
    """Montre ou change les créneaux d'appel du cabinet.

    Une règle du cabinet : à l'amiable, aucun texte ne fixe d'heures. « recouvre agenda --soir » montre qui appeler.
    """
    _regler(cabinet, "appels", locals())


def _regler(cabinet: Path, section: str, valeurs: dict[str, Any]) -> None:
    """Change s'il y a de quoi, puis montre la section ; les avertissements ne sortent qu'après un changement."""
    from recouvre.operations import canaux

    changements = {
        nom: str(valeur) if isinstance(valeur, Securite) else valeur
        for nom, valeur in valeurs.items()
        if nom not in {"cabinet", "oublier", "en_json"} and valeur is not None
    }
    if valeurs["oublier"] and changements:
        raise typer.BadParameter("il se donne seul.", param_hint="--oublier")
    if valeurs["oublier"]:
        lus = canaux.oublier(cabinet, section)
    else:
        lus = canaux.regler(cabinet, section, changements) if changements else canaux.lire(cabinet)
    _rendre(lus, section, valeurs["en_json"])


def _rendre(lus: Canaux, section: str, en_json: bool) -> None:
    reglages = getattr(lus, section)
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json({section: en_objet(reglages)})
        return
    montrer_section(section, reglages)


def en_objet(reglages: Any) -> dict[str, Any] | None:
    """Des réglages en JSON ; ``None`` si le canal n'est pas réglé. Le montant est une chaîne décimale."""
    from dataclasses import asdict

    from recouvre.domaine.montants import en_decimal
    from recouvre.operations.canaux import montrable

    if reglages is None:
        return None
    objet = {nom: montrable(nom, valeur) for nom, valeur in asdict(reglages).items()}
    if "montant_minimal" in objet:
        objet["montant_minimal"] = en_decimal(int(objet["montant_minimal"]))
    return {nom.replace("_", "-"): None if valeur == "" else valeur for nom, valeur in objet.items()}


def montrer_section(section: str, reglages: Any) -> None:
    """Une section à l'écran, et ce qui lui manque."""
    if reglages is None:
        debut = {"courriel": "--serveur …", "rebonds": "--serveur …", "sms": "--passerelle ovh"}[section]
        print(f"{TITRES[section]} : rien n'est réglé. Pour commencer : recouvre canal {section} {debut}")
        return
    from dataclasses import asdict

    from recouvre.affichage.tableau import fiche
    from recouvre.operations.canaux import avertissements, montrable

    valeurs = asdict(reglages)
    if valeurs.get("dossier"):  # un dossier se lit sans serveur : ses réglages n'y font rien
        valeurs = {"dossier": valeurs["dossier"]}
    lignes = [(nom.replace("_", "-"), _dire(nom, montrable(nom, valeur))) for nom, valeur in valeurs.items()]
    fiche(lignes, titre=TITRES[section], notes=avertissements(reglages))


def _dire(nom: str, valeur: Any) -> str:
    if nom == "montant_minimal":
        from recouvre.affichage.francais import montant

        return montant(valeur)
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if nom == "delai":
        return f"{valeur} s"
    if nom.startswith("heure_"):
        return f"{valeur} h"
    return "sans plafond" if nom.startswith("contacts_") and not valeur else str(valeur)
