"""Les réglages des envois : ce que la porte permet, et par où l'on passe. Aucun secret : seulement où le trouver.

Chacun est une section de ``recouvre.toml``. ``secret`` désigne une source, jamais le secret : « env:VARIABLE »,
« fichier:CHEMIN » (lisible de son seul propriétaire) ou « trousseau:SERVICE/COMPTE ».
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Securite(StrEnum):
    """``STARTTLS`` : liaison chiffrée après le salut ; ``TLS`` : d'emblée ; ``AUCUNE`` : en clair, sur sa machine."""

    STARTTLS = "starttls"
    TLS = "tls"
    AUCUNE = "aucune"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReglagesEnvois:
    """Section ``[envois]``. Le plafond, les jours et les heures sont des règles de prudence du cabinet, pas la loi.

    ``contacts_semaine`` et ``contacts_mois`` : au plus, par débiteur, sur 7 et 30 jours glissants, tous canaux ; 0 :
    sans plafond. ``heure_debut`` et ``heure_fin`` : heures pleines entre lesquelles part un courriel ou un SMS ;
    ``samedi`` : ils partent aussi le samedi. ``montant_minimal`` en centimes : au-dessous, rien ne part ; ``essais`` :
    combien de fois on retente un échec passager. ``responsable`` : qui reçoit le résumé de chaque passage.
    """

    contacts_semaine: int = 2
    contacts_mois: int = 6
    heure_debut: int = 8
    heure_fin: int = 20
    samedi: bool = False
    montant_minimal: int = 0
    essais: int = 5
    responsable: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReglagesCourriel:
    """Section ``[courriel]`` : le serveur SMTP. ``retour`` : « retours+{cle}@… », une adresse de retour par envoi.

    ``autorite`` : un fichier PEM de plus, pour un serveur au certificat privé ; ``delai`` en secondes.
    """

    serveur: str = ""
    port: int = 587
    securite: Securite = Securite.STARTTLS
    utilisateur: str = ""
    secret: str = ""
    expediteur: str = ""
    nom: str = ""
    repondre_a: str = ""
    retour: str = ""
    autorite: str = ""
    delai: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ReglagesRebonds:
    """Section ``[rebonds]`` : où lire les courriels revenus, une boîte IMAP ou un ``dossier`` de fichiers ``.eml``."""

    dossier: str = ""
    serveur: str = ""
    port: int = 993
    securite: Securite = Securite.TLS
    utilisateur: str = ""
    secret: str = ""
    boite: str = "INBOX"
    autorite: str = ""
    delai: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ReglagesSms:
    """Section ``[sms]``. ``passerelle`` nomme un fichier de ``passerelles/``, ou « ovh », ou « fichier » (un CSV).

    ``expediteur`` : onze lettres ou chiffres au plus. ``secrets`` : « nom=source » séparés par une espace, pour les
    ``{{ secret.nom }}`` de la passerelle. ``compte`` : le service chez le prestataire.
    """

    passerelle: str = ""
    expediteur: str = ""
    compte: str = ""
    secrets: str = ""
    autorite: str = ""
    delai: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ReglagesAppels:
    """Section ``[appels]`` : quand le cabinet appelle. Une règle du cabinet ; aucun texte ne fixe ces heures à
    l'amiable (celles du CPCE, art. L141-1, sont celles de l'exécution).

    ``journee`` et ``soir`` : des créneaux, « 9h-12h, 13h30-18h ».
    """

    journee: str = "9h-12h, 13h30-18h"
    soir: str = "17h-20h"


@dataclass(frozen=True, slots=True, kw_only=True)
class Canaux:
    """Tous les réglages d'envoi d'un cabinet ; ``None`` : ce canal n'est pas réglé."""

    envois: ReglagesEnvois = field(default_factory=ReglagesEnvois)
    courriel: ReglagesCourriel | None = None
    rebonds: ReglagesRebonds | None = None
    sms: ReglagesSms | None = None
    appels: ReglagesAppels = field(default_factory=ReglagesAppels)
