"""Ce qu'une campagne peut être : ses jours, son canal, son texte. Ce qui ne tient à aucun dossier se refuse d'abord."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from recouvre.domaine.campagnes import CanalDeCampagne
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.profil import Mode
from recouvre.domaine.refus import Refus
from recouvre.operations.choix_de_campagne import Criteres
from recouvre.operations.circonstances import canaux_regles
from recouvre.operations.preparer import dossiers_de_modeles
from recouvre.operations.session import Session

A_DEFAUT = {CanalDeCampagne.SMS: "sms_rappel", CanalDeCampagne.COURRIEL: "relance", CanalDeCampagne.APPEL: ""}
"""Le modèle d'une campagne dont on ne dit pas le texte ; un appel n'en a pas."""

DUREE = dt.timedelta(days=7)
DUREE_AU_PLUS = dt.timedelta(days=31)
AVANCE_AU_PLUS = dt.timedelta(days=60)
"""Au-delà, ce qu'on jugerait aujourd'hui ne vaudrait plus rien."""


class CampagneRefusee(Refus):
    """Cette campagne ne peut pas se préparer, se valider ou s'abandonner ; rien n'est écrit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voulue:
    """Une campagne telle qu'on la demande. ``modele`` et ``jusqu_au`` absents : ceux de l'usage."""

    nom: str
    canal: CanalDeCampagne
    criteres: Criteres
    le: dt.date
    jusqu_au: dt.date | None = None
    modele: str = ""
    niveau: int = 0


def verifier_les_jours(session: Session, le: dt.date, jusqu_au: dt.date) -> None:
    """Une campagne vient bientôt, et ne dure pas : jugée trop tôt, ce serait pour rien. Lève ``CampagneRefusee``."""
    aujourdhui = session.maintenant.date()
    if le < aujourdhui:
        raise CampagneRefusee(
            f"Une campagne ne commence pas dans le passé : --le {en_chiffres(aujourdhui)} au plus tôt."
        )
    if le > aujourdhui + AVANCE_AU_PLUS:
        limite = en_chiffres(aujourdhui + AVANCE_AU_PLUS)
        raise CampagneRefusee(
            f"Une campagne se prépare au plus {AVANCE_AU_PLUS.days} jours avant : {limite} au plus tard."
        )
    if not le <= jusqu_au <= le + DUREE_AU_PLUS:
        raise CampagneRefusee(
            f"Une campagne dure de 1 à {DUREE_AU_PLUS.days} jours : --jusqu-au entre le {en_chiffres(le)} et le "
            f"{en_chiffres(le + DUREE_AU_PLUS)}."
        )


def exiger_le_canal(session: Session, canal: CanalDeCampagne) -> None:
    """Lève ``CampagneRefusee`` si le cabinet n'a pas réglé cet envoi ; un appel ne demande aucun réglage."""
    if canal is not CanalDeCampagne.APPEL and canal not in canaux_regles(session):
        quoi = "SMS" if canal is CanalDeCampagne.SMS else "courriels"
        raise CampagneRefusee(f"L'envoi de {quoi} n'est pas réglé : commencez par « recouvre canal {canal} ».")


def texte_voulu(session: Session, voulue: Voulue) -> tuple[str, int]:
    """Le modèle et le niveau de relance. Lève ``ModeleInconnu``, ``ModeleFautif`` ou ``CampagneRefusee``."""
    if voulue.canal is CanalDeCampagne.APPEL:
        if voulue.modele or voulue.niveau:
            raise CampagneRefusee(
                "Un appel n'a pas de modèle : la trame se lit dossier par dossier, recouvre courrier D-1 trame_appel."
            )
        return "", 0
    from recouvre.courriers.modeles import charger

    nom = (voulue.modele or A_DEFAUT[voulue.canal]).replace("-", "_")
    notice = charger(nom, dossiers_de_modeles(session)).notice
    attendu = notice.canal == "sms" if voulue.canal is CanalDeCampagne.SMS else notice.forme == "lettre"
    if not attendu:
        quoi = "un SMS" if voulue.canal is CanalDeCampagne.SMS else "une lettre, que le courriel porte en pièce jointe"
        raise CampagneRefusee(f"Le modèle « {nom} » n'est pas {quoi}. « recouvre modele lister » montre ceux qu'on a.")
    if notice.premiere_lettre or not notice.demarche or notice.malgre or notice.saisies or notice.a_delai:
        raise CampagneRefusee(
            f"Le modèle « {nom} » ne convient pas à une campagne. Il y faut une relance, sans date limite ni "
            f"renseignement propre au dossier, qui ne soit ni la mise en demeure ni la lettre d'un plan : par exemple "
            f"{A_DEFAUT[voulue.canal]}."
        )
    if voulue.niveau and not notice.a_niveaux:
        raise CampagneRefusee(f"Le modèle « {nom} » n'a pas de niveau de relance : retirez --niveau.")
    usage = 2 if session.mode is Mode.AGENCE else 1
    return nom, (voulue.niveau or usage) if notice.a_niveaux else 0
