"""Recevoir une pièce : son fichier est copié dans le cabinet, avec son empreinte, sa date, et qui l'a remise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from recouvre.base import cabinet as disque
from recouvre.base.fichiers import ecrire, nom_sur
from recouvre.base.fichiers import empreinte as sha256
from recouvre.conduite.pieces import LIBELLES
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import Evenement, PieceRecue
from recouvre.operations.consigner import Consigne, consigner
from recouvre.operations.gardes import FaitRefuse, refuser_avenir
from recouvre.operations.session import Session

TAILLE_MAXIMALE = 50 * 1024 * 1024
"""Octets : une pièce plus lourde n'est pas un document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Depot:
    """Une pièce à ranger. ``le`` : son arrivée ; ``datee_le`` : la date qu'elle porte ; ``remise_par`` : par qui."""

    nature: str
    le: dt.date
    fichier: Path | None = None
    libelle: str = ""
    datee_le: dt.date | None = None
    remise_par: str = ""
    original: bool = False


def recevoir_piece(session: Session, numero: int, depot: Depot) -> Consigne:
    """Range une pièce, ou constate qu'elle est arrivée. Lève ``FaitRefuse`` (nature, date, fichier), ``Doublon``."""
    refuser_avenir(session, depot.le, "une pièce")
    if depot.nature not in LIBELLES:
        raise FaitRefuse(f"Nature de pièce « {depot.nature} » inconnue. Natures : {', '.join(LIBELLES)}.")
    if depot.datee_le is not None and depot.datee_le > depot.le:
        raise FaitRefuse(
            f"La pièce porterait la date du {en_chiffres(depot.datee_le)}, après son arrivée "
            f"({en_chiffres(depot.le)}) : vérifiez --datee-le. Rien n'est écrit."
        )
    octets = _lire(depot.fichier) if depot.fichier else b""

    def decider(dossier: Dossier) -> Sequence[Evenement]:
        return [_recue(depot, _ranger(session, dossier, depot, octets), octets)]

    return consigner(session, numero, decider, geste="cette pièce")


def _ranger(session: Session, dossier: Dossier, depot: Depot, octets: bytes) -> str:
    """Copie le fichier dans le cabinet et rend son chemin ; l'empreinte dans le nom évite tout écrasement."""
    if depot.fichier is None:
        return ""
    nom = f"{depot.nature}_{sha256(octets)[:8]}_{nom_sur(depot.fichier.name)}"
    chemin = f"{disque.PIECES}/{dossier.libelle}/{nom}"
    ecrire(session.chemin / chemin, octets)
    return chemin


def _recue(depot: Depot, chemin: str, octets: bytes) -> PieceRecue:
    return PieceRecue(
        date=depot.le,
        nature=depot.nature,
        libelle=depot.libelle,
        fichier=chemin,
        empreinte=sha256(octets) if depot.fichier else "",
        datee_le=depot.datee_le,
        remise_par=depot.remise_par,
        original=depot.original,
    )


def _lire(fichier: Path) -> bytes:
    try:
        if fichier.stat().st_size > TAILLE_MAXIMALE:
            raise FaitRefuse(f"{fichier.name} pèse plus de 50 Mo : ce n'est pas une pièce. Rien n'est écrit.")
        if octets := fichier.read_bytes():
            return octets
        raise FaitRefuse(f"{fichier.name} est vide : choisissez le bon fichier. Rien n'est écrit.")
    except FileNotFoundError:
        raise FaitRefuse(f"{fichier} est introuvable. Rien n'est écrit.") from None
    except OSError:
        raise FaitRefuse(
            f"{fichier} ne se lit pas : est-ce un dossier, ou un fichier protégé ? Rien n'est écrit."
        ) from None
