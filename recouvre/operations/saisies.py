"""Contrôler ce qu'une personne tape : identifiants et coordonnées, avant qu'ils n'entrent dans une fiche."""

from __future__ import annotations

from enum import StrEnum

from recouvre.echanges import identifiants


class Sorte(StrEnum):
    """Ce que l'on contrôle. ``TELEPHONE_AFFICHE`` : celui que l'on imprime, jamais surtaxé."""

    SIREN = "siren"
    IBAN = "iban"
    BIC = "bic"
    TELEPHONE = "téléphone"
    TELEPHONE_AFFICHE = "téléphone affiché"
    COURRIEL = "courriel"
    CODE_POSTAL = "code postal"
    PAGE_DE_PAIEMENT = "page de paiement"


_CONTROLES = {
    Sorte.SIREN: identifiants.controler_siren,
    Sorte.IBAN: identifiants.controler_iban,
    Sorte.BIC: identifiants.controler_bic,
    Sorte.TELEPHONE: identifiants.controler_telephone,
    Sorte.TELEPHONE_AFFICHE: identifiants.refuser_surtaxe,
    Sorte.COURRIEL: identifiants.controler_courriel,
    Sorte.CODE_POSTAL: identifiants.controler_code_postal,
    Sorte.PAGE_DE_PAIEMENT: identifiants.controler_page,
}


def controler(sorte: str, texte: str) -> str:
    """La valeur mise en forme. Lève ``SaisieIllisible`` avec ce qui ne va pas.

    >>> controler("siren", "900 000 019")
    '900000019'
    """
    return _CONTROLES[Sorte(sorte)](texte)
