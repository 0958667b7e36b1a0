"""Le canal SMS d'un passage : la passerelle réglée, ou un CSV par passage, rangé avec ce qui est parti ce jour-là.

Un fichier par passage : ajouter à celui d'un passage déjà remis au prestataire lui ferait tout renvoyer.
"""

from __future__ import annotations

from recouvre.base.cabinet import COURRIERS
from recouvre.domaine.canaux import ReglagesSms
from recouvre.envois.passerelle import ouvrir_sms
from recouvre.envois.remise import Canal
from recouvre.operations.session import Session


def ouvrir_passerelle(session: Session, reglages: ReglagesSms) -> Canal:
    """Le canal réglé. Lève ``PasserelleFautive`` ou ``CanalIndisponible``."""
    quand = session.maintenant
    lot = session.chemin / COURRIERS / quand.date().isoformat() / f"sms-{quand:%H%M%S}.csv"
    return ouvrir_sms(reglages, session.chemin, lot)
