"""Montrer les voies judiciaires d'un dossier : ce qui est dû ce jour-là, sa prescription, ses parties. N'écrit rien."""

from __future__ import annotations

import datetime as dt

from recouvre.conduite.criteres import Examen, VoieJudiciaire
from recouvre.conduite.proposition import criteres
from recouvre.conduite.situation import situer
from recouvre.conduite.voies_judiciaires import voies_ouvertes
from recouvre.operations.budgets import lire_budget
from recouvre.operations.decompter import decompter_dossier
from recouvre.operations.prescrire import prescription_de
from recouvre.operations.session import Session


def examiner_les_voies(session: Session, numero: int, au: dt.date) -> tuple[Examen, tuple[VoieJudiciaire, ...]]:
    """Ce que l'on a regardé du dossier, et chaque voie avec ses critères. Lève ``TauxInconnu``."""
    dossier, prescription = prescription_de(session, numero, au)
    decompte = decompter_dossier(session, dossier, au)
    reglages = session.reglages(dossier.ouverture.creancier)
    examen = Examen(
        dossier=dossier,
        au=au,
        somme=decompte.principal + decompte.interets,
        prescription=prescription,
        debiteur=session.partie(dossier.ouverture.debiteur),
        mandat=criteres(dossier, situer(dossier, session.bareme, session.natures), reglages, session.mode),
        frais_agence=reglages.frais_agence,
        budget=lire_budget(session, dossier),
    )
    return examen, voies_ouvertes(examen)
