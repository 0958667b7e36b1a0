"""L'étape d'une clé, qu'elle vienne du scénario, d'un plan signé ou d'une campagne ; les démarches d'un dossier."""

from __future__ import annotations

from recouvre.conduite.campagnes import etape_de_campagne
from recouvre.conduite.demarches import Demarche
from recouvre.conduite.pieces import pieces_manquantes
from recouvre.conduite.plans import ANNONCE, etapes_du_plan
from recouvre.conduite.prevision import prevoir
from recouvre.conduite.scenarios import Canal, Etape
from recouvre.conduite.situation import Situation
from recouvre.conduite.voies import Voie, choisir, joindre
from recouvre.domaine.cles_d_etape import est_une_campagne
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.faits_de_droit import CauseArret
from recouvre.domaine.parties import Partie
from recouvre.droit.delais_de_procedure import eloigne
from recouvre.operations.circonstances import canaux_regles
from recouvre.operations.session import Session


def etape_de(session: Session, dossier: Dossier, cle: str) -> Etape | None:
    """L'étape de cette clé ; ``None`` : le scénario ne l'a plus, ou le plan ne l'appelle plus.

    Celle d'un plan prend le premier canal qui peut servir.
    """
    etape = session.scenario_de(dossier).etape(cle)
    if etape is not None or ":" not in cle:
        return etape
    if est_une_campagne(cle):
        return etape_de_campagne(dossier, cle)
    possibles = etapes_du_plan(dossier, cle)
    if len(possibles) < 2:
        return next(iter(possibles), None)
    debiteur, regles = session.partie(dossier.ouverture.debiteur), canaux_regles(session)
    servies = (e for e in possibles if isinstance(choisir(e, dossier, debiteur, regles), Voie))
    return next(servies, possibles[0])


def demarches_de(session: Session, dossier: Dossier, debiteur: Partie, situation: Situation) -> tuple[Demarche, ...]:
    """Tout ce que l'on sait devoir faire ; une échéance ne s'annonce pas à qui n'a ni courriel ni mobile."""
    manquantes = pieces_manquantes(dossier, session.pieces_exigees(dossier))
    reglages = session.reglages(dossier.ouverture.creancier)
    demarches = prevoir(
        dossier,
        situation,
        session.scenario_de(dossier),
        session.mode,
        manquantes,
        reglages,
        eloigne=loin(session, dossier, debiteur),
    )
    if not dossier.plans or _joignable(dossier, debiteur):
        return demarches
    return tuple(demarche for demarche in demarches if not demarche.cle.startswith(f"{ANNONCE}:"))


def _joignable(dossier: Dossier, debiteur: Partie) -> bool:
    courriel = debiteur.courriel and "courriel" not in dossier.hors_service
    return bool(courriel or ("telephone" not in dossier.hors_service and joindre(Canal.SMS, debiteur)))


def loin(session: Session, dossier: Dossier, debiteur: Partie) -> bool:
    """Si le créancier a deux mois de plus pour déclarer : ne se demande qu'en procédure collective."""
    if not any(arret.cause is CauseArret.PROCEDURE for arret in dossier.arrets):
        return False
    return eloigne(session.partie(dossier.ouverture.creancier), debiteur)
