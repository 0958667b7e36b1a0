"""D'un dossier plié à ses projections : situation, démarches, mots à chercher."""

from __future__ import annotations

from collections.abc import Iterable

from recouvre.base import journal
from recouvre.base.parties import normaliser
from recouvre.base.projections import LigneDemarche, LigneDossier, Projection, ecrire
from recouvre.conduite.demarches import Demarche
from recouvre.conduite.pieces import pieces_manquantes
from recouvre.conduite.prevision import prevoir
from recouvre.conduite.situation import situer
from recouvre.conduite.tours import mise_en_demeure
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_de_droit import CauseArret
from recouvre.domaine.numeros import compacter
from recouvre.domaine.parties import Partie
from recouvre.domaine.pli import plier
from recouvre.droit.delais_de_procedure import eloigne
from recouvre.operations.session import Session


def projeter(session: Session, dossier: Dossier, debiteur: Partie) -> Projection:
    """Tout ce qui se déduit de ce dossier. Ne lit pas l'horloge, n'écrit rien."""
    situation = situer(dossier, session.bareme, session.natures)
    manquantes = pieces_manquantes(dossier, session.pieces_exigees(dossier))
    loin = _loin(session, dossier, debiteur)
    demarches = prevoir(dossier, situation, session.scenario_de(dossier), session.mode, manquantes, eloigne=loin)
    actives = [demarche.le for demarche in demarches if not demarche.suite and not demarche.attente]
    mise = mise_en_demeure(dossier)
    ouverture = dossier.ouverture
    return Projection(
        LigneDossier(
            numero=dossier.numero,
            creancier=ouverture.creancier,
            debiteur=ouverture.debiteur,
            cle_debiteur=cle_debiteur(ouverture.reference, debiteur),
            reference=ouverture.reference,
            qualite=str(ouverture.qualite),
            etat=str(situation.etat),
            ouvert_le=ouverture.date.isoformat(),
            principal=situation.principal,
            trop_percu=situation.trop_percu,
            prochaine_le=min(actives).isoformat() if actives else None,
            prescription_le=situation.prescription_le.isoformat() if situation.prescription_le else None,
            mise_en_demeure_le=mise.date.isoformat() if mise else None,
            attente_taux=int(situation.manque is not None),
            gestionnaire=dossier.gestionnaire,
        ),
        tuple(_ligne(dossier.numero, demarche) for demarche in demarches),
        _mots(dossier, debiteur),
    )


def _loin(session: Session, dossier: Dossier, debiteur: Partie) -> bool:
    """Si le créancier a deux mois de plus pour déclarer : ne se demande qu'en procédure collective."""
    if not any(arret.cause is CauseArret.PROCEDURE for arret in dossier.arrets):
        return False
    return eloigne(session.partie(dossier.ouverture.creancier), debiteur)


def reprojeter(session: Session, numeros: Iterable[int]) -> None:
    """Récrit les projections de ces dossiers d'après le journal, dans une transaction déjà ouverte."""
    projections = []
    for numero in numeros:
        dossier = plier(journal.lire(session.base, numero))
        projections.append(projeter(session, dossier, session.partie(dossier.ouverture.debiteur)))
    ecrire(session.base, projections)


def cle_debiteur(reference: str, debiteur: Partie) -> str:
    """Ce qui rapproche deux remises d'un créancier : la référence du débiteur, ou son nom avec SIREN ou code postal.

    Un SIREN seul ne suffit pas : recopié d'une ligne à l'autre dans un tableur, il enverrait la lettre à un autre.
    """
    if reference:
        return f"ref:{normaliser(reference)}"
    if debiteur.siren:
        return f"siren:{debiteur.siren}|{normaliser(debiteur.denomination)}"
    return f"nom:{normaliser(debiteur.denomination)}|{debiteur.code_postal}"


def _ligne(dossier: int, demarche: Demarche) -> LigneDemarche:
    return LigneDemarche(
        dossier=dossier,
        cle=demarche.cle,
        le=demarche.le.isoformat(),
        jusqu_au=demarche.jusqu_au.isoformat() if demarche.jusqu_au else None,
        genre=str(demarche.genre),
        priorite=demarche.priorite,
        libelle=demarche.libelle,
        fondement=demarche.fondement,
        suite=int(demarche.suite),
        attente=demarche.attente,
        commande=demarche.commande,
    )


def _mots(dossier: Dossier, debiteur: Partie) -> str:
    """Ce par quoi on cherche un dossier : numéros, noms, ville ; téléphone et recommandés sans espaces."""
    telephone = "".join(lettre for lettre in debiteur.telephone if lettre.isdigit())
    mots = (
        dossier.libelle,
        debiteur.denomination,
        dossier.ouverture.reference,
        debiteur.siren,
        telephone,
        debiteur.courriel,
        debiteur.ville,
        *(facture.numero for facture in dossier.factures),
        *(avoir.numero for avoir in dossier.avoirs),
        *dict.fromkeys(compacter(pli.recommande) for pli in dossier.plis),
    )
    return " ".join(mot for mot in mots if mot)
