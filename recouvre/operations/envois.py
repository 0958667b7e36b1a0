"""Suivre les départs et décider de ceux qui attendent une personne : trancher, relancer, suspendre, reprendre."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from recouvre.base import envois, journal, listes_d_envois
from recouvre.base.connexion import transaction
from recouvre.base.envois import Envoi, Etat
from recouvre.base.journal import AEcrire
from recouvre.base.reglages import ecrire_reglage, lire_reglage
from recouvre.base.verrou import verrou
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.evenements import RelanceEnvoyee, rangs_annules
from recouvre.domaine.faits_d_envoi import PliSuivi, RemiseEchouee
from recouvre.domaine.numeros import numero_lisible
from recouvre.domaine.refus import Refus
from recouvre.operations.circonstances import SUSPENSION
from recouvre.operations.cles import cle
from recouvre.operations.lire import lire_dossier
from recouvre.operations.projeter import reprojeter
from recouvre.operations.session import Session


class EnvoiIntrouvable(Refus):
    """Aucun départ ne répond à cette désignation, ou plusieurs."""


class RienATrancher(Refus):
    """Ce départ n'est pas incertain : il n'y a rien à décider."""


@dataclass(frozen=True, slots=True)
class Suspension:
    """L'interrupteur général, après le geste : ``phrase`` vide, les envois partent."""

    phrase: str
    change: bool


def lister(session: Session, dossier: int | None, combien: int) -> list[Envoi]:
    """Les départs d'un dossier, ou les derniers de tout le cabinet, ceux qui attendent une personne d'abord."""
    if dossier is not None:
        lire_dossier(session, dossier)
        return listes_d_envois.du_dossier(session.base, dossier)
    souffrance = listes_d_envois.en_souffrance(session.base)
    vus = {envoi.id for envoi in souffrance}
    return [*souffrance, *(e for e in listes_d_envois.derniers(session.base, combien) if e.id not in vus)]


def trancher(session: Session, designation: str, *, parti: bool) -> Envoi:
    """Dit d'un départ incertain s'il a eu lieu. Parti : il entre au journal à son jour ; sinon il repartira.

    Lève ``EnvoiIntrouvable``, ``RienATrancher``, ou ``Occupe`` si un passage est en cours.
    """
    with verrou(session.chemin, "relances"), transaction(session.base):
        envois.constater_les_interrompus(session.base)
        envoi = trouver(session, designation, Etat.INCERTAIN)
        if envoi.etat != Etat.INCERTAIN:
            raise RienATrancher(
                f"L'envoi {envoi.reference} est {envoi.etat} : on sait ce qu'il en est, il n'y a rien à trancher."
            )
        if parti:
            _noter_le_depart(session, envoi)
        else:
            envois.marquer_echoue(session.base, envoi.id, "tranché : il n'était pas parti")
        return envois.lire(session.base, envoi.id)


def _noter_le_depart(session: Session, envoi: Envoi) -> None:
    dossier, _ = lire_dossier(session, envoi.dossier)
    fait = RelanceEnvoyee(
        date=dt.date.fromisoformat(envoi.jour),
        etape=envoi.etape,
        tour=envoi.tour,
        canal=envoi.canal,
        modele=envoi.modele,
        reference=envoi.reference,
        fichier=envoi.fichier,
        empreinte=envoi.empreinte,
        total=envoi.total,
        delai_le=dt.date.fromisoformat(envoi.delai_le) if envoi.delai_le else None,
        empreinte_modele=envoi.empreinte_modele,
        identifiant=envoi.identifiant,
        repli=envoi.repli,
    )
    ecrit = AEcrire(envoi.dossier, fait, cle(fait, envoi.dossier, dossier.ouverture.creancier))
    journal.ajouter(session.base, [ecrit], saisi_le=session.maintenant, auteur=session.auteur)
    envois.marquer_envoye(
        session.base,
        envoi.id,
        envoi.en_cours_le or envoi.reserve_le,
        preuve=f"tranché par {session.auteur} le {en_chiffres(session.maintenant.date())}",
    )
    reprojeter(session, [envoi.dossier])


def relancer(session: Session, designation: str) -> Envoi:
    """Remet à zéro les essais d'un départ échoué : il repartira au prochain passage. Lève ``EnvoiIntrouvable``."""
    with transaction(session.base):
        envoi = trouver(session, designation, Etat.ECHOUE)
        if envoi.etat != Etat.ECHOUE:
            raise RienATrancher(f"L'envoi {envoi.reference} est {envoi.etat} : il n'a pas échoué.")
        envois.liberer(session.base, envoi.id)
        return envois.lire(session.base, envoi.id)


def relancer_tous(session: Session) -> list[Envoi]:
    """La même chose pour tous les départs échoués : après une panne de messagerie, par exemple."""
    with transaction(session.base):
        echoues = [envoi for envoi in listes_d_envois.en_souffrance(session.base) if envoi.etat == Etat.ECHOUE]
        for envoi in echoues:
            envois.liberer(session.base, envoi.id)
    return echoues


def trouver(session: Session, designation: str, voulu: Etat | None = None) -> Envoi:
    """Le départ de cette référence (« D-12-3 »), ou le seul du dossier (« D-12 ») qui soit dans l'état ``voulu``.

    Un numéro qui n'est pas parti se redonne : de plusieurs, c'est le dernier réservé. Lève ``EnvoiIntrouvable``.
    """
    net = designation.strip().upper()
    morceaux = net.split("-")
    tous = [e for e in _du_dossier(session, morceaux) if len(morceaux) < 3 or e.reference == net]
    vises = [e for e in tous if voulu is None or e.etat == voulu] or tous
    vises = list({e.reference: e for e in sorted(vises, key=lambda e: (e.reserve_le, e.id))}.values())
    if len(vises) == 1:
        return vises[0]
    if not vises:
        raise EnvoiIntrouvable(
            f"Aucun envoi « {designation} ». « recouvre envois lister » les montre, avec leur référence."
        )
    connus = ", ".join(f"{envoi.reference} ({envoi.etat})" for envoi in vises)
    dossier = numero_lisible(vises[0].dossier)
    raise EnvoiIntrouvable(f"Le dossier {dossier} a plusieurs envois : {connus}. Donnez la référence.")


def suites(session: Session, envoi: Envoi) -> list[PliSuivi | RemiseEchouee]:
    """Ce qui est arrivé à ce départ ensuite : les nouvelles du pli, le courriel revenu ; rien de ce qui est annulé."""
    _, ecrits = lire_dossier(session, envoi.dossier)
    annules = rangs_annules(ecrits)
    return [
        ecrit.evenement
        for ecrit in ecrits
        if isinstance(ecrit.evenement, PliSuivi | RemiseEchouee)
        and ecrit.evenement.reference == envoi.reference
        and ecrit.rang not in annules
    ]


def _du_dossier(session: Session, morceaux: list[str]) -> list[Envoi]:
    chiffres = morceaux[1] if len(morceaux) > 1 else morceaux[0]
    return listes_d_envois.du_dossier(session.base, int(chiffres)) if chiffres.isdigit() else []


def suspension(session: Session) -> str:
    """Depuis quand, par qui et pourquoi les envois sont suspendus ; vide s'ils ne le sont pas."""
    return lire_reglage(session.base, SUSPENSION)


def suspendre(session: Session, motif: str) -> Suspension:
    """Baisse l'interrupteur : plus rien ne part, un passage en cours s'arrête au prochain envoi."""
    with transaction(session.base):
        deja = lire_reglage(session.base, SUSPENSION)
        if deja:
            return Suspension(deja, change=False)
        depuis = f"depuis le {session.maintenant:%d/%m/%Y à %H:%M} par {session.auteur}"
        phrase = f"{depuis} : {' '.join(motif.split())}" if motif.strip() else depuis
        ecrire_reglage(session.base, SUSPENSION, phrase)
    return Suspension(phrase, change=True)


def reprendre(session: Session) -> Suspension:
    """Relève l'interrupteur. Rien ne part en rafale : le passage suivant envoie une démarche par dossier."""
    with transaction(session.base):
        deja = lire_reglage(session.base, SUSPENSION)
        ecrire_reglage(session.base, SUSPENSION, "")
    return Suspension(deja, change=bool(deja))
