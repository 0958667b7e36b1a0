"""Le contexte d'un courrier : ce que les modèles savent du dossier, déjà écrit en français.

Les montants, taux et dates arrivent formatés ; un champ vide est absent (voir ``champs``). Rien n'est lu ni calculé
ici qui ne soit dans la ``Demande`` : même demande, même contexte.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from recouvre.courriers.champs import Fiche
from recouvre.courriers.ecriture import de, montant, par_groupes, sur_une_ligne, telephone
from recouvre.courriers.reclamation import Reclamation, reclamer
from recouvre.courriers.refus import DelaiAbsent, PremiereLettreAbsente
from recouvre.domaine.dates import en_chiffres, en_toutes_lettres
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import RelanceEnvoyee
from recouvre.domaine.parties import Partie, Qualite
from recouvre.domaine.profil import Mode, Profil
from recouvre.domaine.refus import Refus
from recouvre.droit.commande_publique import est_public
from recouvre.droit.regimes import entre_professionnels
from recouvre.droit.releve import Decompte, SoldeFacture


class Envoi(StrEnum):
    """Le mode d'envoi que le courrier imprime."""

    RECOMMANDE = "recommande"
    ELECTRONIQUE = "electronique"
    SIMPLE = "simple"


@dataclass(frozen=True, slots=True, kw_only=True)
class Demande:
    """Tout ce qu'il faut pour écrire un courrier, et rien d'autre.

    ``niveau`` ne compte que pour un modèle à niveaux (la relance : 0 prévenance, 1 courtoise, 2 ferme, 3 dernière) ;
    ``premiere`` est la lettre R124-4 déjà partie ; ``penalites`` à faux ne réclame que le principal ; ``delai_le`` est
    la date limite de paiement à imprimer ; ``envoi`` une valeur d'``Envoi`` ; ``prescrite_le`` le dernier jour utile,
    passé, quand toutes les créances réclamées sont prescrites.
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


@dataclass(frozen=True, slots=True)
class Fiches:
    """Les objets du contexte, gardés avec leur type pour ce que la plume écrit elle-même (en-tête, pied, blocs)."""

    expediteur: Fiche
    creancier: Fiche
    destinataire: Fiche
    dossier: Fiche
    courrier: Fiche
    reclamation: Reclamation


def fiches(demande: Demande, *, a_echoir: bool) -> Fiches:
    """Les objets du contexte. Lève ce que lève ``reclamer``."""
    dossier = demande.dossier
    return Fiches(
        expediteur=_expediteur(demande.profil),
        creancier=_creancier(demande.creancier),
        destinataire=_destinataire(demande),
        dossier=_dossier(demande),
        courrier=_courrier(demande),
        reclamation=reclamer(
            dossier,
            demande.decompte,
            demande.le,
            penalites=demande.penalites,
            a_echoir=a_echoir,
            avant=demande.premiere.date if demande.premiere and demande.profil.mode is Mode.AGENCE else None,
        ),
    )


def variables(demande: Demande, objets: Fiches) -> dict[str, object]:
    """Les noms que les modèles voient : les objets et les drapeaux (``champs.CHAMPS`` et ``champs.DRAPEAUX``)."""
    mode, qualite = demande.profil.mode, demande.dossier.qualite
    return {
        "expediteur": objets.expediteur,
        "creancier": objets.creancier,
        "destinataire": objets.destinataire,
        "dossier": objets.dossier,
        "courrier": objets.courrier,
        "decompte": _decompte(demande.decompte, objets.reclamation),
        "factures": tuple(_facture(solde) for solde in objets.reclamation.factures),
        "agence": mode is Mode.AGENCE,
        "interne": mode is Mode.INTERNE,
        "professionnel": entre_professionnels(demande.dossier),
        "consommateur": qualite is Qualite.CONSOMMATEUR,
        "public": est_public(demande.dossier),
        "creancier_particulier": demande.dossier.creancier_particulier,
        "titre": any(titre.date <= demande.le for titre in demande.dossier.titres),
        "recommande": demande.envoi == Envoi.RECOMMANDE,
        "penalites": demande.penalites,
        "niveau": demande.niveau,
    }


@lru_cache(maxsize=8)
def _expediteur(profil: Profil) -> Fiche:
    valeurs: dict[str, object] = {
        **_coordonnees(profil.denomination, profil),
        "forme": sur_une_ligne(profil.forme),
        "horaires": sur_une_ligne(profil.horaires),
        "signataire": sur_une_ligne(profil.signataire),
        "qualite_signataire": sur_une_ligne(profil.qualite_signataire),
        "iban": par_groupes(profil.iban, 4),
        "bic": "".join(profil.bic.split()).upper(),
        "assureur": sur_une_ligne(profil.assureur),
        "police": sur_une_ligne(profil.police),
        "parquet": sur_une_ligne(profil.parquet),
        "declaration_le": _date(profil.declaration_le),
    }
    return Fiche("expediteur", valeurs, "recouvre profil")


@lru_cache(maxsize=256)
def _creancier(creancier: Partie) -> Fiche:
    nom = creancier.denomination.replace('"', '\\"')
    return _partie("creancier", creancier, f'recouvre creancier "{nom}"')


def _destinataire(demande: Demande) -> Fiche:
    civilite = {"m.": "Monsieur", "monsieur": "Monsieur", "mme": "Madame", "madame": "Madame"}.get(
        demande.debiteur.civilite.strip().lower(), "Madame, Monsieur"
    )
    commande = f"recouvre debiteur {demande.dossier.libelle}"
    return _partie("destinataire", demande.debiteur, commande, {"civilite": civilite})


def _partie(objet: str, partie: Partie, commande: str, plus: dict[str, object] | None = None) -> Fiche:
    return Fiche(objet, {**_coordonnees(partie.denomination, partie), **(plus or {})}, commande)


def _coordonnees(denomination: str, qui: Partie | Profil) -> dict[str, object]:
    nom, voie, ville = sur_une_ligne(denomination), sur_une_ligne(qui.adresse), sur_une_ligne(qui.ville)
    complement, code_postal = sur_une_ligne(qui.complement), sur_une_ligne(qui.code_postal)
    pays = sur_une_ligne(qui.pays) if isinstance(qui, Partie) else ""
    complete = voie and ville and (code_postal or pays)
    localite = f"{code_postal} {ville}".strip()
    return {
        "denomination": nom,
        "de_denomination": de(nom) if nom else "",
        "adresse": voie,
        "complement": complement,
        "code_postal": code_postal,
        "ville": ville,
        "pays": pays,
        "adresse_complete": ", ".join(p for p in (complement, voie, localite, pays) if p) if complete else "",
        "siren": par_groupes(qui.siren, 3),
        "telephone": telephone(sur_une_ligne(qui.telephone)),
        "courriel": sur_une_ligne(qui.courriel),
    }


def _dossier(demande: Demande) -> Fiche:
    dossier = demande.dossier
    derniere = max((r.date for r in dossier.relances if r.date <= demande.le), default=None)
    presentee = max((m.date for m in dossier.mises_en_demeure if m.date <= demande.le), default=None)
    valeurs = {
        "numero": dossier.libelle,
        "reference": sur_une_ligne(dossier.ouverture.reference),
        "ouvert_le": _date(dossier.ouverture.date),
        "relance_le": _date(derniere),
        "mise_en_demeure_le": _date(presentee),
    }
    return Fiche("dossier", valeurs)


def _courrier(demande: Demande) -> Fiche:
    premiere = demande.premiere
    valeurs = {
        "reference": sur_une_ligne(demande.reference),
        "date": _date(demande.le),
        "delai_le": _date(demande.delai_le),
        "premiere_reference": sur_une_ligne(premiere.reference) if premiere else "",
        "premiere_le": _date(premiere.date if premiere else None),
    }
    return Fiche("courrier", valeurs, refus=_refus_du_courrier(demande))


def _refus_du_courrier(demande: Demande) -> dict[str, Refus]:
    """Ce qui manque à la démarche elle-même, et qu'aucun champ ne remplit."""
    dossier = demande.dossier.libelle
    refus: dict[str, Refus] = {}
    if demande.profil.mode is Mode.AGENCE and not (demande.premiere and demande.premiere.reference):
        refus = dict.fromkeys(("premiere_reference", "premiere_le"), PremiereLettreAbsente(dossier))
    if demande.delai_le is None:
        refus["delai_le"] = DelaiAbsent(dossier, "ce courrier fixe une date limite, et sa démarche n'en donne pas.")
    return refus


def _decompte(decompte: Decompte, reclame: Reclamation) -> Fiche:
    valeurs: dict[str, object] = {
        "au": _date(decompte.au),
        "principal": montant(reclame.principal),
        "interets": montant(reclame.interets),
        "indemnites": montant(reclame.indemnites),
        "accessoires": montant(reclame.accessoires),
        "total": montant(reclame.total),
        "par_jour": montant(reclame.interet_par_jour) if reclame.interet_par_jour else "",
        "avec_interets": reclame.interets > 0,
        "avec_penalites": reclame.penalites_legales,
        "avec_indemnites": reclame.indemnites > 0,
        "avec_accessoires": reclame.accessoires > 0,
        "avec_versements": bool(reclame.versements),
    }
    return Fiche("decompte", valeurs)


def _facture(solde: SoldeFacture) -> Fiche:
    valeurs = {
        "numero": sur_une_ligne(solde.numero),
        "libelle": sur_une_ligne(solde.libelle),
        "emise_le": en_chiffres(solde.emise_le),
        "echeance": en_chiffres(solde.echeance),
        "montant": montant(solde.montant),
        "reste": montant(solde.principal),
    }
    return Fiche("facture", valeurs)


def _date(date: dt.date | None) -> str:
    return "" if date is None else en_toutes_lettres(date)
