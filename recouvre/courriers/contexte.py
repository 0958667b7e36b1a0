"""Le contexte d'un courrier : ce que les modèles savent du dossier, déjà écrit en français.

Rien n'est lu ni calculé ici qui ne soit dans la ``Demande`` : même demande, même contexte.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from recouvre.courriers import fiches as f
from recouvre.courriers import fiches_dossier as fd
from recouvre.courriers.champs import Fiche
from recouvre.courriers.donnees import Avancement, Paiement, Suite
from recouvre.courriers.notice import Notice
from recouvre.courriers.reclamation import Reclamation, constater, reclamer
from recouvre.courriers.saisies import Valeur, en_champs, manquantes
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import RelanceEnvoyee
from recouvre.domaine.parties import Partie, Qualite, ReglagesCreancier
from recouvre.domaine.profil import Mode, Profil
from recouvre.droit.commande_publique import est_public
from recouvre.droit.echeancier import Terme
from recouvre.droit.regimes import entre_professionnels
from recouvre.droit.releve import Decompte


class Envoi(StrEnum):
    """Le mode d'envoi que le courrier imprime."""

    RECOMMANDE = "recommande"
    ELECTRONIQUE = "electronique"
    SIMPLE = "simple"
    COURRIEL = "courriel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Demande:
    """Tout ce qu'il faut pour écrire un courrier, et rien d'autre.

    ``niveau`` ne compte que pour un modèle à niveaux (la relance : 0 prévenance, 1 courtoise, 2 ferme, 3 dernière) ;
    ``premiere`` est la lettre R124-4 déjà partie ; ``penalites`` à faux ne réclame que le principal ; ``delai_le`` est
    la date limite de paiement à imprimer ; ``envoi`` une valeur d'``Envoi`` ; ``prescrite_le`` le dernier jour utile,
    passé, de la plus ancienne facture réclamée qui est prescrite ; ``conteste`` : le litige dont ``dossier`` et
    ``decompte`` ne comptent pas la part contestée, vide s'ils comptent tout.

    Les autres champs ne servent qu'aux documents qui les demandent : ``saisies`` (ce qu'une personne donne),
    ``paiement`` (celui que l'on quittance), ``termes`` (l'échéancier), ``manquantes`` (les pièces attendues, en clair),
    ``suites`` (ce qui est prévu), ``portefeuille`` (un état d'avancement), ``reglages`` (le mandat), ``nature`` et
    ``prescription_le`` (le dernier jour utile).
    """

    profil: Profil
    creancier: Partie
    debiteur: Partie
    dossier: Dossier
    decompte: Decompte
    le: dt.date
    modele: str
    reference: str
    envoi: str = Envoi.SIMPLE
    niveau: int = 1
    delai_le: dt.date | None = None
    premiere: RelanceEnvoyee | None = None
    penalites: bool = True
    prescrite_le: dt.date | None = None
    saisies: Mapping[str, Valeur] = field(default_factory=dict)
    paiement: Paiement | None = None
    termes: tuple[Terme, ...] = ()
    manquantes: tuple[str, ...] = ()
    suites: tuple[Suite, ...] = ()
    portefeuille: tuple[Avancement, ...] = ()
    reglages: ReglagesCreancier = field(default_factory=ReglagesCreancier)
    scenario: str = ""
    nature: str = ""
    prescription_le: dt.date | None = None
    conteste: str = ""


@dataclass(frozen=True, slots=True)
class Fiches:
    """Les objets du contexte, gardés avec leur type pour ce que la plume écrit elle-même (en-tête, pied, blocs)."""

    cabinet: Fiche
    expediteur: Fiche
    creancier: Fiche
    debiteur: Fiche
    destinataire: Fiche
    dossier: Fiche
    courrier: Fiche
    reclamation: Reclamation


_LETTRE = Notice(objet="", ligne_objet=1)


def fiches(demande: Demande, *, a_echoir: bool, notice: Notice = _LETTRE) -> Fiches:
    """Les objets du contexte. Lève ce que lève ``reclamer``."""
    cabinet, creancier = f.du_cabinet(demande.profil), f.du_creancier(demande.creancier)
    return Fiches(
        cabinet=cabinet,
        expediteur=creancier if notice.expediteur == "creancier" and not _est_le_cabinet(demande) else cabinet,
        creancier=creancier,
        debiteur=f.du_debiteur(demande.debiteur, demande.dossier),
        destinataire=f.du_destinataire(
            notice.destinataire, demande.creancier, demande.debiteur, demande.dossier, demande.saisies
        ),
        dossier=fd.du_dossier(demande.dossier, demande.le, demande.scenario, demande.nature, demande.prescription_le),
        courrier=f.du_courrier(
            demande.reference,
            demande.le,
            demande.delai_le,
            demande.premiere,
            demande.profil.mode,
            demande.dossier.libelle,
        ),
        reclamation=_reclamation(demande, notice, a_echoir=a_echoir),
    )


def _reclamation(demande: Demande, notice: Notice, *, a_echoir: bool) -> Reclamation:
    if not notice.reclame:
        return constater(demande.dossier, demande.decompte)
    return reclamer(
        demande.dossier,
        demande.decompte,
        demande.le,
        penalites=demande.penalites,
        a_echoir=a_echoir,
        avant=demande.premiere.date if demande.premiere and notice.demarche and _en_agence(demande) else None,
    )


def _en_agence(demande: Demande) -> bool:
    return demande.profil.mode is Mode.AGENCE


def _est_le_cabinet(demande: Demande) -> bool:
    """Vrai si le créancier est celui qui tient le cabinet : son profil en dit plus que sa fiche."""
    return not _en_agence(demande) and demande.creancier.denomination == demande.profil.denomination


def _est_physique(partie: Partie, *, particulier: bool) -> bool:
    return particulier or bool(partie.prenom or partie.civilite)


def variables(demande: Demande, objets: Fiches, notice: Notice = _LETTRE) -> dict[str, object]:
    """Les noms que les modèles voient : les objets et les drapeaux (``champs.CHAMPS`` et ``champs.DRAPEAUX``)."""
    mode, dossier = demande.profil.mode, demande.dossier
    return {
        "expediteur": objets.expediteur,
        "cabinet": objets.cabinet,
        "creancier": objets.creancier,
        "debiteur": objets.debiteur,
        "destinataire": objets.destinataire,
        "dossier": objets.dossier,
        "courrier": objets.courrier,
        "decompte": f.du_decompte(demande.decompte, objets.reclamation, tva=demande.saisies.get("tva")),
        "factures": tuple(f.de_facture(solde) for solde in objets.reclamation.factures),
        "paiement": f.du_paiement(demande.paiement),
        "echeancier": f.de_l_echeancier(demande.termes),
        "termes": tuple(f.du_terme(terme) for terme in demande.termes),
        "mandat": fd.du_mandat(demande.reglages, dossier, demande.creancier, demande.le),
        "saisie": Fiche(
            "saisie",
            en_champs(demande.saisies, notice.saisies),
            refus=manquantes(demande.modele, notice.saisies),
        ),
        "agence": mode is Mode.AGENCE,
        "interne": mode is Mode.INTERNE,
        "professionnel": entre_professionnels(dossier),
        "consommateur": dossier.qualite is Qualite.CONSOMMATEUR,
        "public": est_public(dossier),
        "creancier_particulier": dossier.creancier_particulier,
        "creancier_physique": _est_physique(demande.creancier, particulier=dossier.creancier_particulier),
        "debiteur_physique": _est_physique(demande.debiteur, particulier=dossier.qualite is Qualite.CONSOMMATEUR),
        "pieces_recues": bool(dossier.pieces),
        "pieces_manquantes": bool(demande.manquantes),
        "suites_prevues": bool(demande.suites),
        "titre": any(titre.date <= demande.le for titre in dossier.titres),
        "recommande": demande.envoi == Envoi.RECOMMANDE,
        "penalites": demande.penalites,
        "niveau": demande.niveau,
    }
