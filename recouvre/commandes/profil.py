"""`recouvre profil` : qui signe les courriers."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

import typer

from recouvre.commandes.coordonnees import option_controlee, option_texte
from recouvre.commandes.options import Cabinet, EnJson, option_date
from recouvre.domaine.profil import Mode, Profil

app = typer.Typer()


def _image(nom: str, aide: str) -> Any:
    return typer.Option(nom, metavar="FICHIER", help=aide)


@app.command()
def profil(
    cabinet: Cabinet,
    mode: Annotated[Mode | None, typer.Option("--mode", help="agence ou interne.")] = None,
    denomination: Annotated[str | None, option_texte("--denomination", "Dénomination sociale.")] = None,
    forme: Annotated[str | None, option_texte("--forme", "Forme et capital : SARL au capital de 10 000 €.")] = None,
    adresse: Annotated[str | None, option_texte("--adresse", "Numéro et voie.")] = None,
    complement: Annotated[str | None, option_texte("--complement", "Bâtiment, étage.")] = None,
    code_postal: Annotated[str | None, option_texte("--code-postal", "Code postal.")] = None,
    ville: Annotated[str | None, option_texte("--ville", "Ville.")] = None,
    siren: Annotated[str | None, option_controlee("--siren", "SIREN", "Neuf chiffres.", "siren")] = None,
    telephone: Annotated[
        str | None, option_controlee("--telephone", "NUMÉRO", "Jamais surtaxé.", "téléphone affiché")
    ] = None,
    courriel: Annotated[str | None, option_controlee("--courriel", "ADRESSE", "Courriel.", "courriel")] = None,
    horaires: Annotated[str | None, option_texte("--horaires", "Quand vous joindre.")] = None,
    signataire: Annotated[str | None, option_texte("--signataire", "Qui signe : Claire Roux.")] = None,
    qualite_signataire: Annotated[str | None, option_texte("--qualite-signataire", "Sa qualité : Gérante.")] = None,
    iban: Annotated[
        str | None,
        option_controlee("--iban", "IBAN", "En agence : le compte affecté aux fonds reçus.", "iban"),
    ] = None,
    bic: Annotated[str | None, option_controlee("--bic", "BIC", "BIC de ce compte.", "bic")] = None,
    assureur: Annotated[str | None, option_texte("--assureur", "Assureur de responsabilité (CPCE R124-2).")] = None,
    police: Annotated[str | None, option_texte("--police", "Numéro de police.")] = None,
    assurance_fin_le: Annotated[dt.date | None, option_date("--assurance-fin-le", aide="Fin de la garantie.")] = None,
    parquet: Annotated[
        str | None, option_texte("--parquet", "Tribunal de la déclaration au procureur : Nantes.")
    ] = None,
    declaration_le: Annotated[
        dt.date | None, option_date("--declaration-le", aide="Date de la déclaration au procureur.")
    ] = None,
    logo: Annotated[str | None, _image("--logo", "PNG ou JPEG en haut des courriers ; copié dans le cabinet.")] = None,
    couleur: Annotated[
        str | None, typer.Option("--couleur", metavar="#RRVVBB", help="Couleur des titres et des filets : #1f3d61.")
    ] = None,
    signature: Annotated[
        str | None, _image("--signature", "PNG ou JPEG de la signature ; copié dans le cabinet.")
    ] = None,
    pied: Annotated[str | None, option_texte("--pied", "Lignes ajoutées au pied des courriers.")] = None,
    qr_virement: Annotated[
        bool | None, typer.Option("--qr-virement/--sans-qr-virement", help="Le QR de virement, à côté de l'IBAN.")
    ] = None,
    archive: Annotated[
        bool | None,
        typer.Option("--archive/--sans-archive", help="Garde les documents en PDF/A-2b, non vérifié (extra archive)."),
    ] = None,
    jours_de_prelevement: Annotated[
        str | None, option_texte("--jours-de-prelevement", "Dates au choix d'un plan prélevé : 5, 10, 20.")
    ] = None,
    cartes: Annotated[str | None, option_texte("--cartes", "Cartes acceptées : « CB, Visa, Mastercard ».")] = None,
    page_de_paiement: Annotated[
        str | None,
        option_controlee("--page-de-paiement", "ADRESSE", "Où payer par carte : https://…", "page de paiement"),
    ] = None,
    carte_par_echeance: Annotated[
        bool | None,
        typer.Option("--carte-par-echeance/--carte-comptant", help="Une échéance de plan se paie-t-elle par carte ?"),
    ] = None,
    en_json: EnJson = False,
) -> None:
    """Montre ou change l'identité qui signe les courriers.

    Sans option, le profil est montré. Un champ vide n'empêche que les courriers qui en ont besoin.

    Les cartes acceptées et la page de paiement s'impriment dans « Comment payer » et dans la trame d'appel, dès que
    l'une est dite. L'outil n'encaisse rien par carte et n'en garde aucun numéro. En agence, votre prestataire doit
    créditer le compte affecté aux fonds des créanciers (CPCE R124-2).
    """
    changements = _donnes(locals())
    from recouvre.commandes.seance import ouvrir_session
    from recouvre.operations.reglages import modifier_profil

    with ouvrir_session(cabinet) as session:
        resultat = modifier_profil(session, changements) if changements else session.profil
    if en_json:
        from recouvre.affichage.sortie_json import ecrire_json

        ecrire_json({nom.replace("_", "-"): None if valeur == "" else valeur for nom, valeur in _champs(resultat)})
        return
    _montrer(resultat)


def _donnes(valeurs: dict[str, Any]) -> dict[str, str | dt.date | bool]:
    """Les options que la personne a tapées."""
    return {
        nom: str(valeur) if isinstance(valeur, Mode) else valeur
        for nom, valeur in valeurs.items()
        if nom not in {"cabinet", "en_json"} and valeur is not None
    }


def _champs(resultat: Profil) -> list[tuple[str, Any]]:
    from dataclasses import fields

    return [(champ.name, getattr(resultat, champ.name)) for champ in fields(resultat)]


def _montrer(resultat: Profil) -> None:
    from recouvre.affichage.tableau import fiche

    vides = [f"--{nom.replace('_', '-')}" for nom, valeur in _champs(resultat) if valeur in ("", None)]
    notes = []
    if resultat.archive:
        from recouvre.operations.apparence import RESERVE_ARCHIVE

        notes.append(RESERVE_ARCHIVE)
    if resultat.par_carte and resultat.mode is Mode.AGENCE:
        notes.append("Un paiement par carte doit créditer le compte affecté aux fonds des créanciers (CPCE R124-2).")
    notes += [f"Non renseignés : {', '.join(vides)}."] if vides else []
    fiche(
        [(nom.replace("_", "-"), _dire(valeur)) for nom, valeur in _champs(resultat)],
        titre="Profil du cabinet",
        notes=notes,
    )


def _dire(valeur: str | dt.date | bool | None) -> str:
    from recouvre.affichage.francais import date

    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    return date(valeur) if isinstance(valeur, dt.date) else valeur or ""
