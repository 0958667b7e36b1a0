"""Les appels qu'une campagne permet un jour donné : chacun repasse la porte ce jour-là, comme un envoi."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from recouvre.base import campagnes as gardees
from recouvre.base import journal
from recouvre.conduite.campagnes import accomplie, cle, validee
from recouvre.conduite.tours import mise_en_demeure
from recouvre.domaine.campagnes import Campagne, CanalDeCampagne, EtatDeCampagne
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_de_campagne import CampagneValidee
from recouvre.domaine.pli import plier
from recouvre.domaine.refus import Refus, TauxInconnu
from recouvre.droit.decompte import decompter
from recouvre.operations.decision import Examen, Retenu, Sautee
from recouvre.operations.juger_campagne import decider
from recouvre.operations.session import Session


class AppelsRefuses(Refus):
    """Cette campagne ne donne pas d'appels à passer ce jour-là."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appel:
    """Un appel à passer. ``reste`` en centimes, ``None`` si un taux manque ; ``lettre`` : la première, à rappeler."""

    dossier: int
    debiteur: str
    telephone: str
    creancier: str
    reste: int | None
    lettre: str
    lettre_le: dt.date | None
    gestionnaire: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Appels:
    """Les appels permis ce jour-là ; ``retenus`` : les dossiers qui ne le sont pas, et pourquoi ; ``faits`` : déjà."""

    campagne: str
    le: dt.date
    permis: tuple[Appel, ...]
    retenus: tuple[tuple[int, str], ...]
    faits: int


def appels_du_jour(session: Session, nom: str, le: dt.date) -> Appels:
    """Ce que la campagne permet d'appeler ce jour-là. Lève ``CampagneInconnue`` ou ``AppelsRefuses``."""
    campagne = gardees.lire(session.base, nom)
    _exiger_des_appels(campagne, le)
    prevus: defaultdict[int, list[dt.date]] = defaultdict(list)
    permis: list[Appel] = []
    retenus: list[tuple[int, str]] = []
    faits = 0
    for dossier, fait in _valides(session, campagne):
        if accomplie(dossier, fait):
            faits += 1
            continue
        match decider(session, campagne, dossier.numero, le, prevus):
            case Retenu() as retenu:
                retenus.append((dossier.numero, " ; ".join(raison.phrase for raison in retenu.raisons)))
            case Sautee() as sautee:
                retenus.append((dossier.numero, sautee.motif))
            case Examen() as examen:
                prevus[dossier.ouverture.debiteur].append(le)
                permis.append(_appel(session, examen, le))
    return Appels(campagne=nom, le=le, permis=tuple(permis), retenus=tuple(retenus), faits=faits)


def _exiger_des_appels(campagne: Campagne, le: dt.date) -> None:
    if campagne.canal is not CanalDeCampagne.APPEL:
        raise AppelsRefuses(
            f"La campagne « {campagne.nom} » n'est pas une campagne d'appels : « recouvre relances » montre ses envois."
        )
    if campagne.etat is not EtatDeCampagne.VALIDEE:
        suite = f" : recouvre campagne valider {campagne.nom}" if campagne.etat is EtatDeCampagne.BROUILLON else ""
        raise AppelsRefuses(f"La campagne « {campagne.nom} » n'est pas validée, on n'appelle personne{suite}.")
    if not campagne.le <= le <= campagne.jusqu_au:
        raise AppelsRefuses(
            f"La campagne « {campagne.nom} » va du {en_chiffres(campagne.le)} au {en_chiffres(campagne.jusqu_au)} : "
            f"aucun appel le {en_chiffres(le)}."
        )


def _valides(session: Session, campagne: Campagne) -> Iterator[tuple[Dossier, CampagneValidee]]:
    """Les dossiers dont la validation tient encore."""
    for contact in campagne.retenus:
        dossier = plier(journal.lire(session.base, contact.dossier))
        fait = validee(dossier, cle(campagne.nom))
        if fait is not None:
            yield dossier, fait


def _appel(session: Session, examen: Examen, le: dt.date) -> Appel:
    dossier, lettre = examen.dossier, mise_en_demeure(examen.dossier)
    try:
        reste: int | None = decompter(dossier, le, session.bareme).total
    except TauxInconnu:
        reste = None
    return Appel(
        dossier=dossier.numero,
        debiteur=examen.debiteur.denomination,
        telephone=examen.voie.destinataire,
        creancier=session.partie(dossier.ouverture.creancier).denomination,
        reste=reste,
        lettre=lettre.reference if lettre else "",
        lettre_le=lettre.date if lettre else None,
        gestionnaire=dossier.gestionnaire,
    )
