"""Par où passe un envoi : le canal de son étape si la coordonnée y est, sinon son repli ; ou rien, et pourquoi."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from recouvre.conduite.scenarios import ELECTRONIQUE, RECOMMANDE, SIMPLE, Canal, Etape
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.parties import Partie, Qualite
from recouvre.domaine.telephones import NumeroSansSms, numero_international

SANS_TELEPHONE = "pas de téléphone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voie:
    """Un canal et la coordonnée qu'il sert (vide pour un pli). ``envoi`` : comment part un pli.

    ``repli`` : pourquoi ce n'est pas le canal, ou le recommandé, que l'étape prévoit ; vide si c'est lui.
    """

    canal: Canal
    destinataire: str = ""
    envoi: str = SIMPLE
    repli: str = ""


@dataclass(frozen=True, slots=True)
class SansVoie:
    """Aucun canal ne peut servir cette étape, et pourquoi."""

    motif: str


def choisir(etape: Etape, dossier: Dossier, debiteur: Partie, regles: Collection[str]) -> Voie | SansVoie:
    """La voie de cette étape. ``regles`` : les canaux que le cabinet a réglés (le papier l'est toujours).

    Un pli sans adresse complète garde sa voie : la porte le retient jusqu'à ce qu'on la complète.
    """
    if etape.canal is Canal.APPEL:
        return _telephone(dossier, debiteur)
    if etape.canal is Canal.SMS:
        obstacle = _obstacle(Canal.SMS, dossier, debiteur, regles)
        return SansVoie(obstacle) if obstacle else Voie(canal=Canal.SMS, destinataire=_mobile(debiteur))
    if etape.canal is Canal.COURRIEL:
        obstacle = _obstacle(Canal.COURRIEL, dossier, debiteur, regles)
        if not obstacle:
            return Voie(canal=Canal.COURRIEL, destinataire=debiteur.courriel)
        if etape.repli != Canal.COURRIER:
            return SansVoie(obstacle)
        return Voie(canal=Canal.COURRIER, repli=f"par courrier : {obstacle}")
    return _pli(etape, dossier, debiteur)


def _telephone(dossier: Dossier, debiteur: Partie) -> Voie | SansVoie:
    """Un appel d'une campagne, que fait une personne : il ne demande aucun réglage."""
    if "telephone" in dossier.hors_service:
        return SansVoie("le numéro de téléphone n'est plus bon")
    return Voie(canal=Canal.APPEL, destinataire=debiteur.telephone) if debiteur.telephone else SansVoie(SANS_TELEPHONE)


def _pli(etape: Etape, dossier: Dossier, debiteur: Partie) -> Voie:
    """Un recommandé électronique à qui n'y a pas consenti part en recommandé de papier."""
    if etape.envoi != ELECTRONIQUE:
        return Voie(canal=Canal.COURRIER, envoi=etape.envoi)
    obstacle = "" if debiteur.courriel and "courriel" not in dossier.hors_service else "pas de courriel qui vaille"
    if dossier.qualite is Qualite.CONSOMMATEUR and not _consent(dossier):
        obstacle = "le débiteur n'a pas consenti au recommandé électronique (CPCE des postes, art. L100)"
    if obstacle:
        return Voie(canal=Canal.COURRIER, envoi=RECOMMANDE, repli=f"en recommandé de papier : {obstacle}")
    return Voie(canal=Canal.COURRIER, envoi=ELECTRONIQUE, destinataire=debiteur.courriel)


def _consent(dossier: Dossier) -> bool:
    """Le dernier mot du débiteur ; un retrait du même jour l'emporte."""
    return bool(dossier.consentements) and not dossier.consentements[-1].retire


def _obstacle(canal: Canal, dossier: Dossier, debiteur: Partie, regles: Collection[str]) -> str:
    """Pourquoi ce canal ne peut pas servir ; vide s'il le peut."""
    if canal not in regles:
        return "l'envoi de SMS n'est pas réglé" if canal is Canal.SMS else "l'envoi de courriels n'est pas réglé"
    if canal is Canal.SMS:
        if "telephone" in dossier.hors_service:
            return "le numéro de téléphone n'est plus bon"
        return "" if _mobile(debiteur) else "pas de téléphone mobile"
    if "courriel" in dossier.hors_service:
        return "l'adresse de courriel n'est plus bonne"
    return "" if debiteur.courriel else "pas d'adresse de courriel"


def joindre(canal: Canal, debiteur: Partie) -> str:
    """La coordonnée dont ce canal se sert aujourd'hui ; vide pour un pli, ou s'il n'y en a pas."""
    if canal is Canal.SMS:
        return _mobile(debiteur)
    return debiteur.courriel if canal is Canal.COURRIEL else ""


def _mobile(debiteur: Partie) -> str:
    """Le numéro où un SMS arrive, ou rien : une ligne fixe n'en reçoit pas."""
    try:
        return numero_international(debiteur.telephone)
    except NumeroSansSms:
        return ""
