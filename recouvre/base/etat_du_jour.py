"""L'état du jour, pour l'accueil : quelques nombres lus d'index, rien d'autre n'est importé."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple


class Legale(NamedTuple):
    """Une date que la loi ferme : la prescription d'un dossier, ou un délai de procédure."""

    le: str
    dossier: int
    quoi: str


class EtatDuJour(NamedTuple):
    """``encaisse_hier`` et ``encaisse_mois`` en centimes ; ``legale`` : la prochaine date que la loi ferme."""

    ouverts: int
    autres: int
    urgences: int
    dues: int
    envois: int
    retenus: int
    echoues: int
    incertains: int
    decisions: int
    encaisse_hier: int
    encaisse_mois: int
    legale: Legale | None


_COMPTE = (
    "SELECT total(priorite = 1), count(*), total(genre = 'decision') FROM demarches WHERE suite = 0 AND attente = ''"
    " AND le <= :au AND (jusqu_au IS NULL OR jusqu_au >= :au)"
)
_ENVOIS = (
    "SELECT count(DISTINCT CASE attente WHEN '' THEN dossier END), count(DISTINCT dossier) FROM demarches"
    " WHERE suite = 0 AND genre = 'envoi' AND le <= :au AND (jusqu_au IS NULL OR jusqu_au >= :au)"
)
_ENCAISSE = (
    "SELECT total(json_extract(donnees, '$.montant')),"
    " total(CASE date WHEN :hier THEN json_extract(donnees, '$.montant') END) FROM journal j"
    " WHERE genre = 'EncaissementRecu' AND date >= :depuis AND date <= :au"
    " AND NOT EXISTS (SELECT 1 FROM journal a WHERE a.cle = 'annulation:' || j.rang)"
)
# « INDEXED BY » : sans statistiques, SQLite préférerait l'état, et trierait tous les dossiers ouverts.
_LEGALES = (
    "SELECT prescription_le, numero, 'dernier jour utile pour agir' FROM dossiers"
    " INDEXED BY dossiers_a_prescrire WHERE etat = 'ouvert' AND prescription_le >= :au"
    " ORDER BY prescription_le LIMIT 1",
    "SELECT coalesce(jusqu_au, le), dossier, libelle FROM demarches"
    " INDEXED BY demarches_delais WHERE genre = 'delai' AND coalesce(jusqu_au, le) >= :au ORDER BY 1 LIMIT 1",
)


def etat_du_jour(connexion: sqlite3.Connection, au: str, hier: str) -> EtatDuJour:
    """L'état au jour ``au`` ; le mois commence à son premier jour, ``hier`` peut être du mois d'avant."""
    etats = dict(connexion.execute("SELECT etat, count(*) FROM dossiers GROUP BY etat").fetchall())
    urgences, dues, decisions = connexion.execute(_COMPTE, {"au": au}).fetchone()
    envois, tous = connexion.execute(_ENVOIS, {"au": au}).fetchone()
    partis = dict(
        connexion.execute("SELECT etat, count(*) FROM envois WHERE etat <> 'envoyé' GROUP BY etat").fetchall()
    )
    debut = f"{au[:8]}01"
    jours = {"au": au, "hier": hier, "depuis": min(debut, hier)}
    depuis, recu_hier = connexion.execute(_ENCAISSE, jours).fetchone()
    dates = [Legale(*ligne) for requete in _LEGALES for ligne in connexion.execute(requete, {"au": au})]
    return EtatDuJour(
        ouverts=etats.pop("ouvert", 0),
        autres=sum(etats.values()),
        urgences=int(urgences),
        dues=dues,
        envois=envois,
        retenus=tous - envois,
        echoues=partis.get("échoué", 0),
        incertains=partis.get("incertain", 0),
        decisions=int(decisions),
        encaisse_hier=int(recu_hier),
        encaisse_mois=int(depuis - recu_hier if hier < debut else depuis),
        legale=min(dates, default=None),
    )
