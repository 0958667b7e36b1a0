"""De quoi essayer un document sur le dossier inventé : les saisies, le fait qu'il suppose, les suites."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from recouvre.courriers.contexte import Demande
from recouvre.courriers.donnees import Avancement, Paiement, Suite
from recouvre.courriers.notice import Notice
from recouvre.courriers.saisies import Saisie, Valeur
from recouvre.domaine.faits_de_droit import ArretDeDroit, CauseArret, TitreObtenu
from recouvre.domaine.parties import ReglagesCreancier
from recouvre.droit.decompte import decompter
from recouvre.droit.delais import ajouter_annees
from recouvre.droit.echeancier import echelonner
from recouvre.droit.taux import Bareme

DEPUIS = dt.timedelta(days=5)
"""Le fait qu'un document suppose (jugement, recevabilité) est récent."""

VERSEMENTS = 3
_SOMME = 100_00


def completer(demande: Demande, notice: Notice, bareme: Bareme) -> Demande:
    """La demande d'exemple, avec tout ce que cet en-tête réclame. Lève ``TauxInconnu``."""
    arretee = _avec_les_faits(demande, notice)
    au = max((a.date for a in arretee.dossier.arrets if a.cause == notice.arrete), default=demande.le)
    pleine = replace(
        arretee,
        decompte=decompter(arretee.dossier, au, bareme),
        saisies={saisie.nom: _valeur(saisie, demande.le) for saisie in notice.saisies},
        suites=(Suite(demande.le + DEPUIS, "Relance suivante"), Suite(demande.le + 2 * DEPUIS, "Appels suivis")),
        reglages=ReglagesCreancier(convention_le=demande.dossier.ouverture.date),
        scenario="Exemple : mise en demeure, relances, appels",
        nature="Créance commerciale",
        prescription_le=ajouter_annees(demande.le, 4),
    )
    return replace(
        pleine,
        paiement=_paiement(pleine) if "paiement" in notice.besoins else None,
        termes=echelonner(pleine.decompte.total, VERSEMENTS, demande.le + DEPUIS)
        if "echeancier" in notice.besoins
        else (),
        portefeuille=(_avancement(pleine),) if notice.du_portefeuille else (),
    )


def _avec_les_faits(demande: Demande, notice: Notice) -> Demande:
    """Le fait sans lequel le document n'a pas de sujet."""
    suppose = {*notice.pour, notice.arrete}
    le = demande.le - DEPUIS
    arrets = tuple(
        ArretDeDroit(date=le, cause=cause, genre="redressement" if cause is CauseArret.PROCEDURE else "")
        for cause in (CauseArret.PROCEDURE, CauseArret.SURENDETTEMENT)
        if cause in suppose
    )
    titres = (TitreObtenu(date=le),) if "titre" in suppose else ()
    return replace(demande, dossier=replace(demande.dossier, arrets=arrets, titres=titres))


def _valeur(saisie: Saisie, le: dt.date) -> Valeur:
    """Ce qu'une personne aurait tapé ; un texte dit ce qu'il attend."""
    match saisie.genre:
        case "date":
            return le + DEPUIS
        case "montant":
            return _SOMME
        case "entier":
            return VERSEMENTS
        case "adresse":
            return "Destinataire d'exemple\n1 place de l'Essai\n44000 Nantes"
        case "choix":
            return saisie.valeurs[0]
        case _:
            return f"({saisie.libelle})"


def _paiement(demande: Demande) -> Paiement | None:
    """Le dernier paiement du dossier inventé, imputé comme le décompte le dit ; ``None`` s'il n'y en a pas."""
    if not demande.dossier.encaissements:
        return None
    rang, recu = len(demande.dossier.encaissements) - 1, demande.dossier.encaissements[-1]
    principal = sum(
        part.montant
        for part in demande.decompte.imputations
        if part.encaissement == rang and part.nature == "principal"
    )
    return Paiement(
        rang=1, date=recu.date, montant=recu.montant, mode=recu.mode, reference=recu.reference, principal=principal,
        interets=recu.montant - principal, reste=demande.decompte.total,
    )  # fmt: skip


def _avancement(demande: Demande) -> Avancement:
    return Avancement(
        numero=demande.dossier.libelle,
        reference=demande.dossier.ouverture.reference,
        debiteur=demande.debiteur.denomination,
        confie_le=demande.dossier.ouverture.date,
        principal=sum(facture.montant for facture in demande.dossier.factures),
        encaisse=demande.decompte.encaisse,
        direct=0,
        reste=demande.decompte.total,
        etat="ouvert",
        prochaine=demande.suites[0].libelle.lower(),
    )
