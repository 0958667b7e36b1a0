"""Ajouter un taux à une table, dans le cabinet, avec sa source, et contrôler toutes les tables.

Les paiements qui attendaient un taux ajouté sont aussitôt imputés.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from recouvre.base.tables import ajouter_valeur, chemin_de_table
from recouvre.domaine.refus import Refus, TauxInconnu
from recouvre.droit.courbes import fin_de_semestre, lisible
from recouvre.droit.taux import Degre, Serie, Valeur
from recouvre.droit.vraisemblance import Constat, Gravite, controler, incertitudes, manques
from recouvre.operations.bareme import SERIES, TableFautive, lire_ajouts, lire_serie

if TYPE_CHECKING:
    from recouvre.operations.session import Session


class TauxRefuse(Refus):
    """La valeur proposée n'entre pas dans la table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ajout:
    """Une valeur entrée dans une table du cabinet, et ce que le contrôle en dit encore."""

    valeur: Valeur
    reserves: tuple[Constat, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Controle:
    """Ce que le contrôle des tables a vu, et sur combien de tables et de valeurs."""

    tables: int
    valeurs: int
    constats: tuple[Constat, ...]

    def de(self, gravite: Gravite) -> tuple[Constat, ...]:
        """Les constats de cette gravité, dans l'ordre des tables."""
        return tuple(constat for constat in self.constats if constat.gravite is gravite)


def verifier_taux(cabinet: Path | None, au: dt.date) -> Controle:
    """Contrôle toutes les tables, ajouts du cabinet compris : défauts, incertitudes, et ce qui manque à ce jour."""
    constats: list[Constat] = []
    tables: dict[str, Serie] = {}
    for nom in SERIES:
        try:
            tables[nom] = lire_serie(nom, cabinet)
        except TableFautive as refus:
            constats.append(Constat(gravite=Gravite.DEFAUT, table=nom, le=None, phrase=str(refus)))
            tables[nom] = lire_serie(nom)
            continue
        constats += _contredites(tables[nom], cabinet)
    constats += controler(tables)
    for table in tables.values():
        constats += incertitudes(table)
    constats += manques(tables, au)
    valeurs = sum(len(table.valeurs) for table in tables.values())
    rangs = {nom: rang for rang, nom in enumerate(SERIES)}
    tries = sorted(constats, key=lambda constat: (rangs[constat.table], constat.le or dt.date.min))
    return Controle(tables=len(tables), valeurs=valeurs, constats=tuple(tries))


def ajouter_taux(
    session: Session, serie: str, du: dt.date, valeur: Decimal, source: str, *, malgre_tout: bool = False
) -> Ajout:
    """Ajoute une valeur à une table, dans le cabinet, avec sa source, et impute les paiements qui l'attendaient.

    ``malgre_tout`` : une valeur que le contrôle dément est prise, et marquée ; les décomptes la signalent. Lève
    ``TauxRefuse`` : table inconnue, valeur invraisemblable, jour déjà connu, source vide.
    """
    if serie not in SERIES:
        raise TauxRefuse(f"Table « {serie} » inconnue. Tables : {', '.join(SERIES)}.")
    if not source.strip():
        raise TauxRefuse("Un taux sans source ne prouve rien : ajoutez --source « arrêté du …, JO du … ».")
    table = lire_serie(serie, session.chemin)
    ajout = _valeur_saisie(session, table, du, valeur, source)
    tenue = _deja_saisie(session, serie, ajout)
    if tenue is None:
        _refuser_reecriture(session, table, du)
        nouveaux = _nouveaux_constats(session.chemin, table, ajout)
        dementis = [constat for constat in nouveaux if constat.invraisemblable]
        if dementis and not malgre_tout:
            raise TauxRefuse(_refus(dementis))
        if dementis:
            ajout = replace(ajout, degre=Degre.SAISI_MALGRE_LE_CONTROLE)
        _ecrire(session, serie, ajout)
    else:  # un arrêt a pu interrompre ce qui suit : on le finit
        ajout, nouveaux = tenue, []
    _imputer(session)
    return Ajout(valeur=ajout, reserves=tuple(nouveaux))


def _valeur_saisie(session: Session, table: Serie, du: dt.date, valeur: Decimal, source: str) -> Valeur:
    """La valeur tapée ; une somme, tapée en euros, est tenue en centimes."""
    jour = session.maintenant.date()
    return Valeur(
        du=du,
        au=_fin(table.nom, du),
        valeur=valeur * 100 if table.unite == "centimes" else valeur,
        texte=source.strip(),
        degre=Degre.SAISI,
        verification=f"saisi par {session.auteur} le {jour:%d/%m/%Y}",
        releve_le=jour,
    )


def _imputer(session: Session) -> None:
    """Impute ce qui attendait. Importé ici : contrôler les tables n'a besoin ni de la base ni de la conduite."""
    from recouvre.base import projections
    from recouvre.base.connexion import transaction
    from recouvre.operations.projeter import reprojeter

    with transaction(session.base):
        reprojeter(session, projections.en_attente_de_taux(session.base))


def _ecrire(session: Session, serie: str, ajout: Valeur) -> None:
    textes = {
        "texte": ajout.texte,
        "degre": str(ajout.degre),
        "verification": ajout.verification,
        "releve_le": str(ajout.releve_le),
    }
    ajouter_valeur(session.chemin, serie, du=ajout.du, au=ajout.au, valeur=ajout.valeur, textes=textes)
    session.oublier()


def _deja_saisie(session: Session, serie: str, ajout: Valeur) -> Valeur | None:
    """La même valeur a été saisie au même jour."""
    pareilles = (v for v in lire_ajouts(serie, session.chemin) if (v.du, v.valeur) == (ajout.du, ajout.valeur))
    return next(pareilles, None)


def _nouveaux_constats(cabinet: Path, table: Serie, ajout: Valeur) -> list[Constat]:
    """Ce que le contrôle dit avec cette valeur et ne disait pas sans elle, dans toutes les tables."""
    tables = {nom: lire_serie(nom, cabinet) for nom in SERIES}
    tenue = replace(ajout, au=ajout.au or ajout.du) if table.connu_au is not None else ajout
    valeurs = tuple(sorted((*table.valeurs, tenue), key=lambda valeur: valeur.du))
    avant = {(constat.table, constat.le, constat.gravite) for constat in controler(tables)}
    apres = controler({**tables, table.nom: replace(table, valeurs=valeurs)})
    return [
        constat
        for constat in apres
        if (constat.table, constat.le, constat.gravite) not in avant and constat.gravite is not Gravite.MANQUE
    ]


def _refus(dementis: list[Constat]) -> str:
    raisons = " ; ".join(
        f"{constat.table}, {constat.le:%d/%m/%Y} : {constat.phrase}" if constat.le else constat.phrase
        for constat in dementis
    )
    return f"Ce taux ressemble à une faute. {raisons}. S'il est exact, ajoutez --malgre-tout : il sera marqué."


def _contredites(table: Serie, cabinet: Path | None) -> list[Constat]:
    """Là où le cabinet dit autre chose que le paquet : sa valeur prime, mais l'une des deux est fausse."""
    livree = lire_serie(table.nom)
    constats = []
    for ajout in lire_ajouts(table.nom, cabinet):
        try:
            autre = livree.au(ajout.du)
        except TauxInconnu:
            continue
        if autre.valeur != ajout.valeur and (autre.du == ajout.du or livree.connu_au is not None):
            phrase = (
                f"le cabinet dit {lisible(ajout.valeur)}, la table livrée {lisible(autre.valeur)} ; le cabinet prime"
            )
            constats.append(Constat(gravite=Gravite.INCERTAIN, table=table.nom, le=ajout.du, phrase=phrase))
    return constats


def _refuser_reecriture(session: Session, table: Serie, du: dt.date) -> None:
    """Ce qui est connu ne se récrit pas ; ce qui vaut sans terme (une loi) peut changer un jour à venir."""
    try:
        connue = table.au(du)
    except TauxInconnu:
        return
    if connue.au is None and du > max(table.dates[-1], session.maintenant.date()):
        return
    raise TauxRefuse(
        f"La table « {table.nom} » connaît déjà le {du:%d/%m/%Y} : {lisible(connue.valeur)} ({connue.texte}). "
        "Changer un taux changerait des décomptes déjà envoyés. Une faute de saisie se corrige dans "
        f"{chemin_de_table(session.chemin, table.nom)}."
    )


def _fin(serie: str, du: dt.date) -> dt.date | None:
    """Un taux légal vaut un semestre (CMF L313-2) ; un taux BCE vaut jusqu'au suivant."""
    if not serie.startswith("legal"):
        return None
    if du not in {dt.date(du.year, 1, 1), dt.date(du.year, 7, 1)}:
        raise TauxRefuse("Un taux légal vaut pour un semestre : donnez le 1er janvier ou le 1er juillet.")
    return fin_de_semestre(du)
