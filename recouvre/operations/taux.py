"""Ajouter un taux à une table, dans le cabinet, avec sa source ; les paiements qui l'attendaient sont alors imputés."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from recouvre.base import projections
from recouvre.base.connexion import transaction
from recouvre.base.tables import ajouter_valeur, chemin_de_table
from recouvre.domaine.refus import Refus, TauxInconnu
from recouvre.droit.taux import Valeur
from recouvre.operations.bareme import SERIES, lire_serie
from recouvre.operations.projeter import reprojeter
from recouvre.operations.session import Session

SAISI = "saisi par le cabinet"
"""Ce que dit la vérification d'une valeur ajoutée ici, avant son auteur et son jour."""


class TauxRefuse(Refus):
    """La valeur proposée n'entre pas dans la table."""


def ajouter_taux(session: Session, serie: str, du: dt.date, valeur: Decimal, source: str) -> Valeur:
    """Ajoute une valeur à une table, dans le cabinet, avec sa source, et impute les paiements qui l'attendaient.

    Lève ``TauxRefuse`` : table inconnue, valeur invraisemblable, jour déjà connu, source vide.
    """
    if serie not in SERIES:
        raise TauxRefuse(f"Table « {serie} » inconnue. Tables : {', '.join(SERIES)}.")
    if not source.strip():
        raise TauxRefuse("Un taux sans source ne prouve rien : ajoutez --source « arrêté du …, JO du … ».")
    if serie != "indemnite-forfaitaire" and not 0 <= valeur <= 30:
        raise TauxRefuse(f"{valeur} point n'est pas vraisemblable pour un taux. Écrivez 2.65 pour 2,65 %.")
    if lire_serie(serie, session.chemin).unite == "centimes":
        valeur *= 100
    ajout = Valeur(du=du, au=_fin(serie, du), valeur=valeur, texte=source.strip(), verification=SAISI)
    if not _deja_saisie(session, serie, ajout):
        _refuser_reecriture(session, serie, du)
        verification = f"{SAISI}, {session.auteur}, {session.maintenant.date().isoformat()}"
        textes = {"texte": ajout.texte, "verification": verification}
        ajouter_valeur(session.chemin, serie, du=du, au=ajout.au, valeur=valeur, textes=textes)
        session.oublier()
    with transaction(session.base):
        reprojeter(session, projections.en_attente_de_taux(session.base))
    return ajout


def _deja_saisie(session: Session, serie: str, ajout: Valeur) -> bool:
    """La même valeur a été saisie au même jour : on finit ce qu'un arrêt a pu interrompre."""
    return any(
        (tenue.du, tenue.valeur) == (ajout.du, ajout.valeur) and tenue.verification.startswith(SAISI)
        for tenue in lire_serie(serie, session.chemin).valeurs
    )


def _refuser_reecriture(session: Session, serie: str, du: dt.date) -> None:
    """Ce qui est connu ne se récrit pas ; ce qui vaut sans terme (une loi) peut changer un jour à venir."""
    table = lire_serie(serie, session.chemin)
    try:
        connue = table.au(du)
    except TauxInconnu:
        return
    if connue.au is None and du > max(table.dates[-1], session.maintenant.date()):
        return
    raise TauxRefuse(
        f"La table « {serie} » connaît déjà le {du:%d/%m/%Y} : {connue.valeur} ({connue.texte}). Changer un taux "
        "changerait des décomptes déjà envoyés. Une faute de saisie se corrige dans "
        f"{chemin_de_table(session.chemin, serie)}."
    )


def _fin(serie: str, du: dt.date) -> dt.date | None:
    """Un taux légal vaut un semestre (CMF L313-2) ; un taux BCE vaut jusqu'au suivant."""
    if not serie.startswith("legal"):
        return None
    if du not in {dt.date(du.year, 1, 1), dt.date(du.year, 7, 1)}:
        raise TauxRefuse("Un taux légal vaut pour un semestre : donnez le 1er janvier ou le 1er juillet.")
    return dt.date(du.year, 6, 30) if du.month == 1 else dt.date(du.year, 12, 31)
