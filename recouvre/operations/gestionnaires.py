"""Régler qui travaille au cabinet, et confier les dossiers : un lot entier, en une transaction, ou rien."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from recouvre.base import journal, projections
from recouvre.base.connexion import NOM_BASE, transaction
from recouvre.base.gestionnaires import ecrire_gestionnaire, lire_equipe, oublier_gestionnaire
from recouvre.base.journal import AEcrire
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.faits_de_gestion import DossierAffecte
from recouvre.domaine.gestionnaires import Equipe, Gestionnaire, GestionnaireInconnu
from recouvre.domaine.refus import CabinetIntrouvable, Refus
from recouvre.operations.cles import cle
from recouvre.operations.consigner import refuser_si_ferme
from recouvre.operations.lire import lire_dossier
from recouvre.operations.projeter import reprojeter
from recouvre.operations.saisies import controler
from recouvre.operations.session import Session

PERSONNE = "personne"
"""Le nom qui retire un dossier à qui le suit."""

_SORTES = {"telephone": "téléphone affiché", "courriel": "courriel"}


class GestionnaireRefuse(Refus):
    """Ce réglage ne peut pas être fait ; rien n'a été écrit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Affectation:
    """``changes`` : les dossiers qui ont changé de mains ; ``deja`` : ceux que cette personne suivait déjà."""

    changes: tuple[int, ...]
    deja: tuple[int, ...]


def lire(cabinet: Path) -> Equipe:
    """Les gestionnaires du cabinet. Lève ``CabinetIntrouvable`` ou ``ProfilFautif``."""
    if not (cabinet / NOM_BASE).is_file():
        raise CabinetIntrouvable(str(cabinet))
    return lire_equipe(cabinet)


def ajouter(cabinet: Path, nom: str, changements: Mapping[str, str]) -> Equipe:
    """Ajoute un gestionnaire, ou change ses réglages. Lève ``GestionnaireRefuse``, ``GestionnaireInconnu``.

    Un binôme l'est d'ordinaire dans les deux sens : l'autre prend celui-ci pour le sien s'il n'en avait pas.
    """
    equipe = lire(cabinet)
    nom = " ".join(nom.split())
    if not nom:
        raise GestionnaireRefuse('Un gestionnaire a un nom : recouvre gestionnaire ajouter "Hélène Núñez"')
    if nom.casefold() == PERSONNE:
        raise GestionnaireRefuse(
            f"« {nom} » dit qu'un dossier n'est à personne : recouvre affecter {PERSONNE} D-1. Donnez un autre nom."
        )
    connu = _connu(equipe, nom)
    voulus = {champ: _controle(champ, " ".join(valeur.split())) for champ, valeur in changements.items()}
    binome = _binome(equipe, connu.nom if connu else nom, voulus)
    _refuser_auteur_pris(equipe, connu, voulus.get("auteur", ""))
    ecrire_gestionnaire(cabinet, connu.nom if connu else nom, voulus)
    if binome and not binome.binome:
        ecrire_gestionnaire(cabinet, binome.nom, {"binome": connu.nom if connu else nom})
    return lire_equipe(cabinet)


def retirer(session: Session, nom: str) -> None:
    """Retire un gestionnaire. Refuse tant qu'il suit des dossiers ouverts : personne ne les verrait plus."""
    membre = lire(session.chemin).de_ce_nom(nom)
    siens = projections.du_gestionnaire(session.base, membre.nom)
    if siens:
        raise GestionnaireRefuse(
            f"{membre.nom} suit encore {len(siens)} dossier{'s' * (len(siens) > 1)}. À confier d'abord : "
            f'recouvre affecter NOM --tous-ceux-de "{membre.nom}"'
        )
    oublier_gestionnaire(session.chemin, membre.nom)


def affecter(session: Session, nom: str, numeros: Sequence[int], le: dt.date) -> Affectation:
    """Confie ces dossiers à ce gestionnaire ; ``nom`` vide : à plus personne. Tous, ou aucun.

    Lève ``GestionnaireInconnu``, ``DossierInconnu``, ``DossierFerme``.
    """
    if le > session.maintenant.date():
        raise GestionnaireRefuse(f"Le {en_chiffres(le)} est dans l'avenir ; rien n'est écrit.")
    qui = lire(session.chemin).de_ce_nom(nom).nom if nom else ""
    faits, deja = [], []
    with transaction(session.base):
        for numero in dict.fromkeys(numeros):
            dossier, _ = lire_dossier(session, numero)
            refuser_si_ferme(dossier, "une affectation")
            if dossier.gestionnaire == qui:
                deja.append(numero)
                continue
            fait = DossierAffecte(date=le, gestionnaire=qui)
            voulue = cle(fait, numero, dossier.ouverture.creancier)
            libre = journal.cles_libres(session.base, [voulue]).get(voulue, voulue)
            faits.append(AEcrire(numero, fait, libre))
        journal.ajouter(session.base, faits, saisi_le=session.maintenant, auteur=session.auteur)
        reprojeter(session, [fait.dossier for fait in faits])
    return Affectation(changes=tuple(fait.dossier for fait in faits), deja=tuple(deja))


def binome_de(equipe: Equipe, nom: str) -> str:
    """Le binôme de ce gestionnaire. Lève ``GestionnaireRefuse`` s'il n'en a pas."""
    membre = equipe.de_ce_nom(nom)
    if not membre.binome:
        raise GestionnaireRefuse(
            f'{membre.nom} n\'a pas de binôme : recouvre gestionnaire ajouter "{membre.nom}" --binome NOM'
        )
    return membre.binome


def _connu(equipe: Equipe, nom: str) -> Gestionnaire | None:
    try:
        return equipe.de_ce_nom(nom)
    except GestionnaireInconnu:
        return None


def _controle(champ: str, valeur: str) -> str:
    return controler(_SORTES[champ], valeur) if valeur and champ in _SORTES else valeur


def _binome(equipe: Equipe, nom: str, voulus: dict[str, str]) -> Gestionnaire | None:
    """Le binôme demandé, sous son vrai nom : quelqu'un, et quelqu'un d'autre."""
    if not voulus.get("binome"):
        return None
    binome = equipe.de_ce_nom(voulus["binome"])
    if binome.nom == nom:
        raise GestionnaireRefuse(f"{nom} ne peut pas être son propre binôme.")
    voulus["binome"] = binome.nom
    return binome


def _refuser_auteur_pris(equipe: Equipe, sauf: Gestionnaire | None, auteur: str) -> None:
    for membre in equipe.membres:
        if auteur and membre.auteur.casefold() == auteur.casefold() and membre is not sauf:
            raise GestionnaireRefuse(f"« {auteur} » est déjà le nom de saisie de {membre.nom}.")
