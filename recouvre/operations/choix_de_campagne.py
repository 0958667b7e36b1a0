"""Choisir les dossiers d'une campagne : par ce que l'on sait d'eux, ou d'une liste."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from recouvre.base import journal, parties, projections
from recouvre.conduite.situation import situer
from recouvre.domaine.cles_d_etape import est_une_campagne
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.montants import en_euros
from recouvre.domaine.numeros import numero_lisible
from recouvre.domaine.pli import plier
from recouvre.domaine.refus import DossierInconnu, Refus
from recouvre.operations.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteres:
    """Tous ensemble. ``etape`` : la dernière partie ou notée ; ``retard`` : jours depuis la plus ancienne échéance due.

    ``au_moins`` et ``au_plus`` : le principal restant dû, en centimes ; ``liste`` : un fichier de numéros ;
    ``numeros`` : ceux que l'on a tapés.
    """

    creancier: str = ""
    gestionnaire: str = ""
    etape: str = ""
    au_moins: int = 0
    au_plus: int = 0
    retard: int = 0
    liste: Path | None = None
    numeros: tuple[int, ...] = ()
    sauf: tuple[int, ...] = ()


def choisir(session: Session, criteres: Criteres, le: dt.date) -> list[int]:
    """Les dossiers choisis, par numéro. Ceux que l'on nomme sont gardés quel que soit leur état : on dira pourquoi non.

    ``le`` : le jour où se compte le retard. Lève ``CreancierInconnu``, ``DossierInconnu`` ou ``FichierRefuse`` ;
    ``Refus`` si aucun ne répond.
    """
    nommes = _nommes(session, criteres)
    lignes = (
        [ligne for numero in nommes if (ligne := projections.lire(session.base, numero))]
        if nommes
        else projections.ouverts(session.base)
    )
    creancier = parties.trouver_creancier(session.base, criteres.creancier) if criteres.creancier else 0
    choisis = [
        ligne.numero
        for ligne in lignes
        if (not creancier or ligne.creancier == creancier)
        and (not criteres.gestionnaire or ligne.gestionnaire == criteres.gestionnaire)
        and _dans_la_fourchette(ligne.principal, criteres)
        and ligne.numero not in criteres.sauf
    ]
    if criteres.etape or criteres.retard:
        choisis = [numero for numero in choisis if _repond(session, _lire(session, numero), criteres, le)]
    if not choisis:
        raise Refus(f"Aucun dossier ne répond à ce choix ({en_francais(criteres)}). Rien n'est préparé.")
    return choisis


def _nommes(session: Session, criteres: Criteres) -> list[int]:
    """Les dossiers tapés et ceux de la liste, par numéro. Lève ``DossierInconnu``."""
    nommes = set(criteres.numeros)
    if criteres.liste is not None:
        from recouvre.echanges.liste_de_dossiers import lire_liste

        nommes |= set(lire_liste(criteres.liste))
    inconnus = sorted(numero for numero in nommes if projections.lire(session.base, numero) is None)
    if inconnus:
        raise DossierInconnu(", ".join(map(numero_lisible, inconnus[:10])))
    return sorted(nommes)


def _dans_la_fourchette(principal: int | None, criteres: Criteres) -> bool:
    """Un principal que l'on ne sait pas encore ne répond à aucune borne."""
    if not (criteres.au_moins or criteres.au_plus):
        return True
    return principal is not None and criteres.au_moins <= principal <= (criteres.au_plus or principal)


def _lire(session: Session, numero: int) -> Dossier:
    return plier(journal.lire(session.base, numero))


def _repond(session: Session, dossier: Dossier, criteres: Criteres, le: dt.date) -> bool:
    if criteres.etape and derniere_etape(dossier) != criteres.etape:
        return False
    if not criteres.retard:
        return True
    echeance = situer(dossier, session.bareme, session.natures).premiere_echeance
    return echeance is not None and (le - echeance).days >= criteres.retard


def derniere_etape(dossier: Dossier) -> str:
    """La clé de la dernière étape du scénario ou d'un plan, partie ou notée ; vide si rien n'a encore été fait."""
    faites = [(fait.date, rang, fait.etape) for rang, fait in enumerate(dossier.relances)]
    faites += [(c.date, rang, c.etape) for rang, c in enumerate(dossier.contacts) if c.etape and not c.echec]
    return max((f for f in faites if not est_une_campagne(f[2])), default=(dt.date.min, 0, ""))[2]


def en_francais(criteres: Criteres) -> str:
    """« créancier Forge Béranger, en retard de 60 jours au moins » : ce que le brouillon garde du choix."""
    return ", ".join(_dits(criteres)) or "tous les dossiers ouverts"


def _dits(criteres: Criteres) -> Iterable[str]:
    if criteres.liste is not None:
        yield f"liste {criteres.liste.name}"
    if criteres.numeros:
        yield "dossiers désignés"
    if criteres.creancier:
        yield f"créancier {criteres.creancier}"
    if criteres.gestionnaire:
        yield f"suivis par {criteres.gestionnaire}"
    if criteres.etape:
        yield f"dernière étape {criteres.etape}"
    if criteres.au_moins:
        yield f"principal de {en_euros(criteres.au_moins)} au moins"
    if criteres.au_plus:
        yield f"principal de {en_euros(criteres.au_plus)} au plus"
    if criteres.retard:
        yield f"en retard de {criteres.retard} jours au moins"
    if criteres.sauf:
        yield f"sauf {', '.join(map(numero_lisible, sorted(criteres.sauf)))}"
