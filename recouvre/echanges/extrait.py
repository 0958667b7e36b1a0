"""Ce qu'on relève dans une facture électronique, tel qu'écrit, que sa syntaxe soit CII ou UBL.

Les numéros BT-… sont ceux du modèle sémantique EN 16931-1.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PartieLue:
    """Vendeur (BG-4) ou acheteur (BG-7). ``identifiants`` : (schéma ISO 6523, valeur), l'inscription légale d'abord."""

    nom: str
    identifiants: tuple[tuple[str, str], ...] = ()
    tva: str = ""
    lignes: tuple[str, ...] = ()
    code_postal: str = ""
    ville: str = ""
    pays: str = ""
    courriel: str = ""
    telephone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extrait:
    """Les champs utiles au recouvrement, en texte.

    ``numero`` BT-1, ``code_type`` BT-3, ``emise_le`` BT-2, ``echeances`` BT-9 (répétable dans le profil EXTENDED),
    ``devise`` BT-5, ``ttc`` BT-112, ``deja_paye`` BT-113, ``arrondi`` BT-114, ``du`` BT-115, ``reference_acheteur``
    BT-10, ``commande`` BT-13, ``compte_client`` BT-46 (l'acheteur chez le vendeur), ``anterieures`` BT-25.
    """

    numero: str
    code_type: str
    emise_le: str
    devise: str
    ttc: str
    deja_paye: str
    arrondi: str
    du: str
    vendeur: PartieLue
    acheteur: PartieLue
    echeances: tuple[str, ...] = ()
    reference_acheteur: str = ""
    commande: str = ""
    compte_client: str = ""
    anterieures: tuple[str, ...] = ()
