"""L'agenda relu des projections : ce qui est dû, ce qui vient, ce qui n'a pas de suite, l'état du jour. Des index."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple


class LigneAgenda(NamedTuple):
    """Une chose à faire. ``le`` et ``jusqu_au`` en ISO ; ``principal`` en centimes, ``None`` si un taux manque.

    ``sauf`` : qui vient d'échouer et ne doit pas la refaire ; ``commande`` : vide, son genre le dit.
    """

    dossier: int
    cle: str
    le: str
    genre: str
    libelle: str
    priorite: int
    fondement: str
    debiteur: str
    creancier: str
    telephone: str
    principal: int | None
    commande: str = ""
    gestionnaire: str = ""
    jusqu_au: str | None = None
    sauf: str = ""
    qualite: str = ""


_AGENDA = (
    "SELECT m.dossier, m.cle, m.le, m.genre, m.libelle, m.priorite, m.fondement,"
    " trim(d.civilite || ' ' || trim(d.prenom || ' ' || d.nom)), c.nom, d.telephone, o.principal,"
    " m.commande, o.gestionnaire, m.jusqu_au, m.sauf, o.qualite"
    " FROM demarches m JOIN dossiers o ON o.numero = m.dossier"
    " JOIN parties d ON d.id = o.debiteur JOIN parties c ON c.id = o.creancier"
)
_DUES = " WHERE m.suite = 0 AND m.attente = '' AND m.le <= :au AND (m.jusqu_au IS NULL OR m.jusqu_au >= :au)"
_DE = " AND (:qui = '' OR o.gestionnaire = :qui OR m.sauf <> '')"


def agenda(connexion: sqlite3.Connection, au: str, *, gestionnaire: str = "") -> list[LigneAgenda]:
    """Ce qui est à faire au jour ``au`` ou en retard, le plus grave d'abord, sans ce qui est périmé.

    ``gestionnaire`` : de ses dossiers seulement, et tous les contre-appels : à qui ils reviennent se juge ailleurs.
    """
    requete = _AGENDA + _DUES + _DE + " ORDER BY m.priorite, m.le, m.dossier"
    return [LigneAgenda(*ligne) for ligne in connexion.execute(requete, {"au": au, "qui": gestionnaire})]


def agenda_a_venir(
    connexion: sqlite3.Connection, apres: str, jusqu_au: str, *, gestionnaire: str = ""
) -> list[LigneAgenda]:
    """Ce qui viendra si tout part à l'heure, après le jour ``apres`` et jusqu'au jour ``jusqu_au``, par date."""
    requete = (
        _AGENDA
        + " WHERE m.attente = '' AND m.le > :apres AND m.le <= :jusqu_au"
        + _DE
        + " ORDER BY m.le, m.priorite, m.dossier"
    )
    jours = {"apres": apres, "jusqu_au": jusqu_au, "qui": gestionnaire}
    return [LigneAgenda(*ligne) for ligne in connexion.execute(requete, jours)]


def orphelins(
    connexion: sqlite3.Connection, au: str, *, genres_a_cote: Sequence[str], cles_a_cote: Sequence[str]
) -> list[int]:
    """Les dossiers ouverts dont aucune démarche, due ou à venir, ne donne une suite.

    ``genres_a_cote``, ``cles_a_cote`` (des débuts de clés) : ce qui n'en donne pas (``conduite.suite``).
    """
    lignes = connexion.execute(
        "SELECT o.numero FROM dossiers o WHERE o.etat = 'ouvert' AND NOT EXISTS ("
        " SELECT 1 FROM demarches m WHERE m.dossier = o.numero AND m.suite = 0 AND m.attente = ''"
        " AND (m.jusqu_au IS NULL OR m.jusqu_au >= :au)"
        " AND m.genre NOT IN (SELECT value FROM json_each(:genres))"
        " AND NOT EXISTS (SELECT 1 FROM json_each(:cles) WHERE substr(m.cle, 1, length(value)) = value)"
        ") ORDER BY o.numero",
        {"au": au, "genres": json.dumps(list(genres_a_cote)), "cles": json.dumps(list(cles_a_cote))},
    )
    return [ligne[0] for ligne in lignes]


def dossiers_par_gestionnaire(connexion: sqlite3.Connection) -> dict[str, int]:
    """Combien de dossiers ouverts suit chacun ; sous le nom vide, ceux que personne ne suit."""
    requete = "SELECT gestionnaire, count(*) FROM dossiers WHERE etat = 'ouvert' GROUP BY gestionnaire"
    return dict(connexion.execute(requete).fetchall())


def marque(connexion: sqlite3.Connection) -> str:
    """Ce qui distingue ce cabinet d'un autre, et ne change jamais : le début de l'empreinte de son premier fait."""
    ligne = connexion.execute("SELECT substr(empreinte, 1, 12) FROM journal ORDER BY rang LIMIT 1").fetchone()
    return str(ligne[0]) if ligne else "vide"


class Activite(NamedTuple):
    """Ce que quelqu'un a saisi pendant un temps. ``encaisse`` en centimes."""

    auteur: str
    appels: int
    joints: int
    promesses: int
    encaissements: int
    encaisse: int
    courriers: int
    autres: int
    dossiers: int


_ACTIVITE = (
    "WITH faits AS (SELECT auteur, dossier, genre, donnees,"
    " genre = 'ContactNote' AND json_extract(donnees, '$.canal') = 'appel' AS appel FROM journal j"
    " WHERE saisi_le >= :du AND saisi_le < :fin AND genre <> 'EvenementAnnule'"
    " AND NOT EXISTS (SELECT 1 FROM journal a WHERE a.cle = 'annulation:' || j.rang))"
    " SELECT auteur, total(appel), total(appel AND json_extract(donnees, '$.echec') IS NULL),"
    " total(genre = 'PromesseFaite'), total(genre = 'EncaissementRecu'),"
    " total(CASE genre WHEN 'EncaissementRecu' THEN json_extract(donnees, '$.montant') END),"
    " total(genre IN ('RelanceEnvoyee', 'DocumentEtabli')),"
    " total(NOT appel AND genre NOT IN ('PromesseFaite', 'EncaissementRecu', 'RelanceEnvoyee', 'DocumentEtabli')),"
    " count(DISTINCT dossier) FROM faits GROUP BY auteur ORDER BY auteur"
)


def activite(connexion: sqlite3.Connection, du: str, au: str) -> list[Activite]:
    """Ce que chacun a saisi du jour ``du`` au jour ``au`` compris, sans ce qui a été annulé depuis."""
    lignes = connexion.execute(_ACTIVITE, {"du": du, "fin": f"{au}U"})  # « U » suit le « T » d'un instant ISO
    return [Activite(ligne[0], *map(int, ligne[1:])) for ligne in lignes]
