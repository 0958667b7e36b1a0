"""La demande d'un document : trouver l'étape ou le modèle, réunir ce qu'il lui faut, numéroter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from recouvre.conduite.pieces import LIBELLES, pieces_manquantes
from recouvre.conduite.scenarios import MISE_EN_DEMEURE, Etape
from recouvre.conduite.situation import situer
from recouvre.courriers.contexte import Demande, Envoi
from recouvre.courriers.donnees import Avancement
from recouvre.courriers.gabarit import Modele
from recouvre.courriers.modeles import charger, noms_connus, variante
from recouvre.courriers.refus import ModeleInconnu
from recouvre.courriers.saisies import Valeur
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import Ecrit
from recouvre.domaine.faits_de_droit import CauseArret
from recouvre.droit.decompte import decompter
from recouvre.droit.echeancier import Terme, echelonner
from recouvre.operations.etapes import etape_de
from recouvre.operations.intervenants import destinataire_par_defaut
from recouvre.operations.paiements import paiement_de
from recouvre.operations.portefeuille import avancements, suites
from recouvre.operations.preparer import demander, dossiers_de_modeles, mention_de, prochaine_reference
from recouvre.operations.prescrire import prescrite_le
from recouvre.operations.saisies_connues import RIEN, Connu, accorder, connu_de, echeancier_connu
from recouvre.operations.session import Session

DELAI = 15
"""Jours laissés au débiteur par une lettre hors scénario, à défaut de --delai."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voulu:
    """Ce que l'on veut composer. ``nom`` : une étape du scénario ou un modèle ; ``saisies`` : ce qu'il demande en plus.

    ``paiement`` : le rang de l'encaissement à quittancer (0 : celui qui attend) ; ``delai`` : jours laissés pour
    payer ; ``recommande`` : la mention d'envoi qu'il porte ; ``motif`` : pourquoi l'écrire malgré les règles qu'il
    viole (vide : il ne s'écrit pas).
    """

    nom: str
    au: dt.date
    saisies: Mapping[str, str] = field(default_factory=dict)
    paiement: int = 0
    delai: int | None = None
    recommande: bool = False
    motif: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouve:
    """Ce que désigne un nom : une ``etape`` et son modèle, ou un modèle seul ; ``connu`` : ce qu'on en sait."""

    dossier: Dossier
    modele: Modele
    etape: Etape | None
    connu: Connu = RIEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Choix(Trouve):
    """Ce qui a été trouvé, et la demande complète. ``rang_vu`` : le dernier fait du dossier quand on a décidé."""

    demande: Demande
    rang_vu: int


def trouver(session: Session, dossier: Dossier, voulu: Voulu) -> Trouve:
    """L'étape de ce nom, sinon le modèle ; tirets et soulignés se valent. Lève ``ModeleInconnu``.

    Le modèle qu'un plan signé fait partir est l'étape de ce plan : établi à la main, il partirait deux fois.
    """
    nom = voulu.nom
    dossiers = dossiers_de_modeles(session)
    scenario = session.scenario_de(dossier)
    etape = etape_de(session, dossier, nom) or scenario.etape(nom.replace("_", "-"))
    if etape is not None and etape.sortante:
        return Trouve(dossier=dossier, modele=charger(variante(etape.modele, dossier, dossiers), dossiers), etape=etape)
    net = nom.replace("-", "_")
    connus = noms_connus(dossiers)
    if net not in connus:
        etapes = [e.cle for e in scenario.etapes if e.sortante]
        raise ModeleInconnu(nom, (*etapes, *connus))
    connu = connu_de(dossier, net, voulu.saisies, voulu.au)
    etape = etape_de(session, dossier, connu.etape) if connu.etape else None
    modele = charger(variante(net, dossier, dossiers), dossiers)
    return Trouve(dossier=dossier, modele=modele, etape=etape, connu=connu)


def demander_document(session: Session, trouve: Trouve, ecrits: Sequence[Ecrit], voulu: Voulu) -> Choix:
    """Tout ce qu'il faut pour écrire ce document. Lève ``TauxInconnu``, ``SaisieManquante``, ``PaiementAbsent``…"""
    dossier, modele, notice = trouve.dossier, trouve.modele, trouve.modele.notice
    connu = echeancier_connu(dossier, voulu.saisies) if "echeancier" in notice.besoins else trouve.connu
    donnees = {**_destinataire(session, dossier, modele), **voulu.saisies}
    saisies = accorder(modele.nom, notice.saisies, donnees, connu, session.maintenant.date())
    if trouve.etape is not None:
        envoi = mention_de(session, dossier, trouve.etape)
        debiteur = session.partie(dossier.ouverture.debiteur)
        demande = demander(session, dossier, debiteur, ecrits, trouve.etape, voulu.au, envoi=envoi)
    else:
        demande = _hors_scenario(session, dossier, ecrits, modele, voulu)
    if notice.arrete:
        arrete_le = _jour_de_l_arret(dossier, notice.arrete, voulu.au)
        demande = replace(demande, decompte=decompter(dossier, arrete_le, session.bareme))
    if connu.arrete_le is not None:
        demande = replace(demande, decompte=decompter(dossier, connu.arrete_le, session.bareme))
    besoins = notice.besoins
    reglages = session.reglages(dossier.ouverture.creancier)
    situation = situer(dossier, session.bareme, session.natures)
    manquantes = pieces_manquantes(dossier, session.pieces_exigees(dossier))
    demande = replace(
        demande,
        saisies={**demande.saisies, **saisies},
        paiement=paiement_de(session, dossier, ecrits, voulu.paiement) if "paiement" in besoins else None,
        termes=(connu.termes or _termes(demande, saisies)) if "echeancier" in besoins else (),
        manquantes=tuple(LIBELLES.get(nature, nature) for nature in manquantes),
        suites=suites(session, dossier.numero),
        portefeuille=_portefeuille(session, modele, dossier, voulu.au),
        reglages=reglages,
        scenario=session.scenario_de(dossier).libelle,
        nature=situation.prescription.nature.libelle if situation.prescription else "",
        prescription_le=situation.prescription_le,
    )
    return Choix(dossier=dossier, modele=modele, etape=trouve.etape, demande=demande, rang_vu=ecrits[-1].rang)


def _hors_scenario(
    session: Session, dossier: Dossier, ecrits: Sequence[Ecrit], modele: Modele, voulu: Voulu
) -> Demande:
    premiere = None if modele.premiere_lettre else dossier.depart(MISE_EN_DEMEURE)
    jours = voulu.delai if voulu.delai is not None else DELAI
    delai_le = voulu.au + dt.timedelta(days=jours) if modele.notice.a_delai or voulu.delai is not None else None
    decompte = decompter(dossier, voulu.au, session.bareme)
    return Demande(
        profil=session.profil,
        creancier=session.partie(dossier.ouverture.creancier),
        debiteur=session.partie(dossier.ouverture.debiteur),
        dossier=dossier,
        decompte=decompte,
        le=voulu.au,
        modele=modele.nom,
        reference=prochaine_reference(session, dossier),
        envoi=Envoi.RECOMMANDE if voulu.recommande else Envoi.SIMPLE,
        delai_le=delai_le,
        premiere=premiere,
        prescrite_le=prescrite_le(session, dossier, ecrits, decompte) if modele.demarche else None,
    )


def _destinataire(session: Session, dossier: Dossier, modele: Modele) -> dict[str, str]:
    """Le tiers que le dossier connaît déjà, si le document s'adresse à un tiers."""
    if modele.destinataire != "tiers" or not modele.notice.arrete:
        return {}
    connu = destinataire_par_defaut(session, dossier.numero, modele.notice.arrete)
    return {"destinataire": connu} if connu else {}


def _jour_de_l_arret(dossier: Dossier, cause: str, au: dt.date) -> dt.date:
    jours = [arret.date for arret in dossier.arrets if arret.cause == CauseArret(cause) and arret.date <= au]
    return max(jours, default=au)


def _termes(demande: Demande, saisies: Mapping[str, Valeur]) -> tuple[Terme, ...]:
    """L'échéancier du total dû ; les saisies sont celles que le besoin « echeancier » déclare."""
    match saisies.get("nombre"), saisies.get("des"):
        case int(nombre), dt.date() as des:
            return echelonner(demande.decompte.total, nombre, des)
        case _:
            return ()


def _portefeuille(session: Session, modele: Modele, dossier: Dossier, au: dt.date) -> tuple[Avancement, ...]:
    """Tous les dossiers du créancier, si le modèle les montre."""
    if "[avancement]" not in modele.source:
        return ()
    return tuple(avancements(session, dossier.ouverture.creancier, au))
