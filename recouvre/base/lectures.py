"""Les lectures du quotidien : liste, recherche, envois dus. Des lectures d'index ; l'agenda a son module."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from recouvre.domaine.cles_d_etape import est_une_campagne


def envois_dus(connexion: sqlite3.Connection, au: str) -> list[tuple[int, str, str]]:
    """(dossier, étape, date due) de tous les envois dus au jour ``au``, retenus compris, par date puis dossier.

    Un seul par dossier : le premier que rien ne fait attendre, sinon le premier. Un courriel ne reste pas derrière une
    lettre qui n'a plus d'adresse. Celui d'une campagne vient en plus, après tous les autres : une étape retenue ne
    l'arrête pas, et la porte le retient si l'étape part.
    """
    lignes = connexion.execute(
        "SELECT dossier, cle, le FROM demarches WHERE suite = 0 AND genre = 'envoi' AND le <= :au"
        " AND (jusqu_au IS NULL OR jusqu_au >= :au) ORDER BY attente <> '', le, dossier, cle",
        {"au": au},
    )
    vus: set[tuple[int, bool]] = set()
    dus = []
    for dossier, cle, le in lignes:
        campagne = est_une_campagne(cle)
        if (dossier, campagne) not in vus:
            vus.add((dossier, campagne))
            dus.append((dossier, cle, le))
    return sorted(dus, key=lambda du: (est_une_campagne(du[1]), du[2], du[0], du[1]))


def dossiers_a_envoyer(connexion: sqlite3.Connection, jusqu_au: str) -> list[int]:
    """Les dossiers qui auront un envoi d'ici ce jour, si les précédents partent à l'heure."""
    lignes = connexion.execute(
        "SELECT DISTINCT dossier FROM demarches WHERE genre = 'envoi' AND suite = 0 AND le <= ? ORDER BY dossier",
        (jusqu_au,),
    )
    return [ligne[0] for ligne in lignes]


class LigneListe(NamedTuple):
    """Un dossier dans une liste."""

    numero: int
    creancier: str
    debiteur: str
    reference: str
    etat: str
    principal: int | None
    ouvert_le: str
    prochaine_le: str | None
    prescription_le: str | None
    gestionnaire: str = ""


_LISTE = (
    "SELECT o.numero, c.nom, trim(d.civilite || ' ' || trim(d.prenom || ' ' || d.nom)), o.reference, o.etat,"
    " o.principal, o.ouvert_le, o.prochaine_le, o.prescription_le, o.gestionnaire FROM dossiers o"
    " JOIN parties d ON d.id = o.debiteur JOIN parties c ON c.id = o.creancier"
)


_DE_CES_NUMEROS = " WHERE o.numero IN (SELECT value FROM json_each(?))"
_COMPTE = "SELECT count(*) FROM dossiers o"
_FILTRE = (
    " WHERE (:etat = '' OR o.etat = :etat) AND (:creancier = 0 OR o.creancier = :creancier)"
    " AND (:gestionnaire = '' OR o.gestionnaire = :gestionnaire)"
)


def liste(
    connexion: sqlite3.Connection,
    *,
    etat: str = "",
    creancier: int = 0,
    gestionnaire: str = "",
    depuis: int = 0,
    combien: int = -1,
) -> list[LigneListe]:
    """Les dossiers, par numéro, filtrés ; ``depuis`` : après ce numéro ; ``combien`` : au plus."""
    requete = _LISTE + _FILTRE + " AND o.numero > :depuis ORDER BY o.numero LIMIT :combien"
    filtres = {
        "etat": etat, "creancier": creancier, "gestionnaire": gestionnaire, "depuis": depuis, "combien": combien
    }  # fmt: skip
    return [LigneListe(*ligne) for ligne in connexion.execute(requete, filtres)]


def compter(connexion: sqlite3.Connection, *, etat: str = "", creancier: int = 0, gestionnaire: str = "") -> int:
    """Combien de dossiers ``liste`` rendrait avec ces filtres."""
    filtres = {"etat": etat, "creancier": creancier, "gestionnaire": gestionnaire}
    return int(connexion.execute(_COMPTE + _FILTRE, filtres).fetchone()[0])


def chercher(connexion: sqlite3.Connection, mots: str, combien: int = 50) -> list[LigneListe]:
    """Les dossiers qui contiennent tous ces mots (débuts de mots, sans accents), les plus pertinents d'abord."""
    expression = " ".join(f'"{mot.replace(chr(34), "")}"*' for mot in mots.split() if mot.strip('"'))
    if not expression:
        return []
    requete = (
        _LISTE
        + " JOIN recherche r ON r.rowid = o.numero WHERE r.texte MATCH ? AND o.etat <> 'annulé' ORDER BY r.rank LIMIT ?"
    )
    return [LigneListe(*ligne) for ligne in connexion.execute(requete, (expression, combien))]


def de_ces_numeros(connexion: sqlite3.Connection, numeros: Iterable[int]) -> dict[int, LigneListe]:
    """Ces dossiers, par numéro, quel que soit leur état."""
    lignes = connexion.execute(_LISTE + _DE_CES_NUMEROS, (json.dumps(list(numeros)),))
    return {ligne[0]: LigneListe(*ligne) for ligne in lignes}


def dossiers_du_mot(connexion: sqlite3.Connection, mot: str) -> list[int]:
    """Les dossiers qui contiennent ce mot entier, fait de lettres et de chiffres seulement."""
    requete = "SELECT rowid FROM recherche WHERE texte MATCH ? ORDER BY rowid"
    return [ligne[0] for ligne in connexion.execute(requete, (f'"{mot}"',))]


def compter_etats(connexion: sqlite3.Connection) -> dict[str, int]:
    """Combien de dossiers dans chaque état."""
    return dict(connexion.execute("SELECT etat, count(*) FROM dossiers GROUP BY etat").fetchall())


class DossierEncaisse(NamedTuple):
    """Un dossier où une somme est entrée. ``creancier`` et ``debiteur`` : leurs noms."""

    numero: int
    numero_creancier: int
    creancier: str
    debiteur: str
    reference: str


def dossiers_encaisses(connexion: sqlite3.Connection, du: str, au: str, *, creancier: int = 0) -> list[DossierEncaisse]:
    """Les dossiers où un paiement est daté de ces jours, annulé depuis ou non, par créancier puis par numéro."""
    requete = (
        "SELECT DISTINCT o.numero, c.id, c.nom, trim(d.civilite || ' ' || trim(d.prenom || ' ' || d.nom)), o.reference"
        " FROM journal j JOIN dossiers o ON o.numero = j.dossier"
        " JOIN parties d ON d.id = o.debiteur JOIN parties c ON c.id = o.creancier"
        " WHERE j.genre = 'EncaissementRecu' AND j.date BETWEEN :du AND :au"
        " AND (:creancier = 0 OR o.creancier = :creancier) ORDER BY c.nom, c.id, o.numero"
    )
    return [
        DossierEncaisse(*ligne) for ligne in connexion.execute(requete, {"du": du, "au": au, "creancier": creancier})
    ]


_APRES_COUP = (
    "SELECT j.dossier, j.date, 0 FROM journal j JOIN dossiers o ON o.numero = j.dossier"
    " WHERE j.genre = 'EncaissementRecu' AND j.date < :du AND j.saisi_le >= :du AND j.saisi_le < :fin"
    " AND (:creancier = 0 OR o.creancier = :creancier)"
    " AND NOT EXISTS (SELECT 1 FROM journal a WHERE a.cle = 'annulation:' || j.rang)"
    " UNION ALL SELECT j.dossier, j.date, 1 FROM journal a JOIN journal j ON j.rang = json_extract(a.donnees, '$.rang')"
    " JOIN dossiers o ON o.numero = j.dossier"
    " WHERE a.genre = 'EvenementAnnule' AND a.saisi_le >= :du AND a.saisi_le < :fin"
    " AND j.genre = 'EncaissementRecu' AND j.date < :du AND j.saisi_le < :du"
    " AND (:creancier = 0 OR o.creancier = :creancier) ORDER BY 2, 1"
)


def encaissements_apres_coup(
    connexion: sqlite3.Connection, du: str, au: str, *, creancier: int = 0
) -> list[tuple[int, str, bool]]:
    """(dossier, jour où il a été reçu, annulé) de chaque paiement d'avant ces jours saisi, ou annulé, pendant eux."""
    valeurs = {"du": du, "fin": f"{au}U", "creancier": creancier}  # « U » suit le « T » d'un instant ISO
    return [(dossier, le, bool(annule)) for dossier, le, annule in connexion.execute(_APRES_COUP, valeurs)]


_SANS_EFFET = ("RelanceEnvoyee", "ContactNote", "DocumentEtabli", "CreancierAvise", "PieceRecue")
"""Les faits les plus nombreux d'un dossier, et qui ne changent rien à ce qui est dû."""


def dossiers_encaisses_retouches(connexion: sqlite3.Connection, du: str, au: str, *, creancier: int = 0) -> list[int]:
    """Les dossiers où un paiement d'avant ces jours était déjà saisi, et où un fait a pu le changer depuis."""
    requete = (
        "SELECT DISTINCT j.dossier FROM journal j JOIN dossiers o ON o.numero = j.dossier"
        " WHERE j.genre = 'EncaissementRecu' AND j.date < :du AND j.saisi_le < :du"
        " AND (:creancier = 0 OR o.creancier = :creancier) AND EXISTS (SELECT 1 FROM journal n WHERE"
        " n.dossier = j.dossier AND n.saisi_le >= :du AND n.saisi_le < :fin"
        " AND (n.genre <> 'EncaissementRecu' OR n.date < :du)"
        " AND n.genre NOT IN (SELECT value FROM json_each(:sans))) ORDER BY j.dossier"
    )
    valeurs = {"du": du, "fin": f"{au}U", "creancier": creancier, "sans": json.dumps(_SANS_EFFET)}
    return [ligne[0] for ligne in connexion.execute(requete, valeurs)]
