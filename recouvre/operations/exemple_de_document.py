"""Ce qu'un document hors scénario demande de plus, inventé : saisies, paiement, échéancier, portefeuille, mandat."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from recouvre.courriers.contexte import Demande
from recouvre.courriers.donnees import Avancement, Paiement, Suite
from recouvre.courriers.notice import Notice
from recouvre.courriers.saisies import Saisie, Valeur
from recouvre.domaine.faits_de_droit import CauseArret
from recouvre.domaine.parties import ReglagesCreancier
from recouvre.droit.decompte import decompter
from recouvre.droit.echeancier import Terme, echelonner
from recouvre.droit.releve import ACCESSOIRES, Nature
from recouvre.droit.taux import Bareme

VERSEMENTS = 3


def completer(demande: Demande, notice: Notice, bareme: Bareme) -> Demande:
    """La demande, avec tout ce que l'en-tête de son modèle peut appeler. Lève ``TauxInconnu``."""
    saisies = {saisie.nom: _valeur(saisie, demande.le) for saisie in notice.saisies}
    demande = replace(demande, decompte=decompter(demande.dossier, _arrete_le(demande, notice), bareme))
    return replace(
        demande,
        saisies=saisies,
        paiement=_paiement(demande, bareme) if "paiement" in notice.besoins else None,
        termes=_termes(demande, saisies) if "echeancier" in notice.besoins else (),
        manquantes=("bon de commande ou devis accepté",),
        suites=(Suite(demande.le + dt.timedelta(days=10), "Relance"),),
        portefeuille=tuple(_portefeuille(demande)),
        reglages=ReglagesCreancier(convention_le=dt.date(2026, 1, 12), cgv_le=dt.date(2026, 1, 12)),
        scenario="Scénario d'exemple",
        nature="créance commerciale d'exemple",
        prescription_le=demande.le.replace(month=1, day=15, year=demande.le.year + 4),
    )


def _valeur(saisie: Saisie, le: dt.date) -> Valeur:
    """De quoi remplir une saisie, selon son genre."""
    match saisie.genre:
        case "date":
            return le + dt.timedelta(days=15)
        case "montant":
            return 350_00
        case "entier":
            return VERSEMENTS
        case "adresse":
            return "Maître Camille Exemple\n3 rue Basse\n44000 Nantes"
        case _:
            return f"({saisie.libelle})"


def _arrete_le(demande: Demande, notice: Notice) -> dt.date:
    """Le jour où la créance s'arrête, si le modèle le demande."""
    if not notice.arrete:
        return demande.le
    return max((a.date for a in demande.dossier.arrets if a.cause == CauseArret(notice.arrete)), default=demande.le)


def _paiement(demande: Demande, bareme: Bareme) -> Paiement | None:
    """Le paiement du dossier inventé, et ce qu'il a éteint."""
    if not demande.dossier.encaissements:
        return None
    recu = demande.dossier.encaissements[0]
    decompte = decompter(demande.dossier, recu.date, bareme)
    parts = {nature: sum(p.montant for p in decompte.imputations if p.nature is nature) for nature in Nature}
    return Paiement(
        rang=8,
        date=recu.date,
        montant=recu.montant,
        mode=recu.mode,
        reference=recu.reference,
        principal=parts[Nature.PRINCIPAL],
        interets=parts[Nature.INTERETS],
        indemnites=parts[Nature.INDEMNITE],
        accessoires=sum(parts[nature] for nature in ACCESSOIRES),
        reste=decompte.total,
    )


def _termes(demande: Demande, saisies: dict[str, Valeur]) -> tuple[Terme, ...]:
    des = saisies.get("des")
    return echelonner(demande.decompte.total, VERSEMENTS, des if isinstance(des, dt.date) else demande.le)


def _portefeuille(demande: Demande) -> tuple[Avancement, ...]:
    """Deux dossiers du même créancier : celui-ci, et un autre déjà soldé."""
    encaisse = sum(recu.montant for recu in demande.dossier.encaissements)
    ici = Avancement(
        numero=demande.dossier.libelle,
        reference=demande.dossier.ouverture.reference,
        debiteur=demande.debiteur.denomination,
        confie_le=demande.dossier.ouverture.date,
        principal=sum(facture.montant for facture in demande.dossier.factures),
        encaisse=encaisse,
        direct=0,
        reste=demande.decompte.total,
        etat="ouvert",
        derniere="relance",
        prochaine="avis avant poursuites",
    )
    return (ici, replace(ici, numero="D-9998", debiteur="SARL Soldée", encaisse=ici.principal, reste=0, etat="soldé"))
