"""La machine des départs : réservé → figé → en cours → envoyé | échoué | incertain.

La clé ``étape:dossier:tour`` est unique : un départ se réserve une fois. Rien n'est envoyé avant d'être figé. Un
départ réservé ou figé n'est pas parti : le passage suivant le reprend.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple


class Envoi(NamedTuple):
    """Une ligne de la table ``envois``, dans l'ordre de ses colonnes. Dates ISO ; ``total`` en centimes."""

    id: int
    cle: str
    dossier: int
    etape: str
    tour: int
    canal: str
    modele: str
    envoi: str
    reference: str
    etat: str
    jour: str
    lot: int
    rang_vu: int
    fichier: str
    empreinte: str
    empreinte_modele: str
    pages: int
    total: int
    delai_le: str | None
    reserve_le: str
    fige_le: str | None
    envoye_le: str | None
    erreur: str


def cle_envoi(etape: str, dossier: int, tour: int) -> str:
    """La clé unique d'un départ."""
    return f"{etape}:{dossier}:{tour}"


def reserver(
    connexion: sqlite3.Connection,
    *,
    etape: str,
    dossier: int,
    tour: int,
    canal: str,
    modele: str,
    envoi: str,
    reference: str,
    jour: str,
    lot: int,
    rang_vu: int,
    reserve_le: str,
) -> int | None:
    """Réserve un départ et rend son numéro ; ``None`` s'il est déjà parti (ou si l'on ne sait pas)."""
    connexion.execute(
        "INSERT INTO envois (cle, dossier, etape, tour, canal, modele, envoi, reference, etat, jour, lot, rang_vu,"
        " reserve_le) VALUES (:cle, :dossier, :etape, :tour, :canal, :modele, :envoi, :reference, 'réservé', :jour,"
        " :lot, :rang_vu, :reserve_le) ON CONFLICT (cle) DO UPDATE SET etat = 'réservé', jour = excluded.jour,"
        " lot = excluded.lot, rang_vu = excluded.rang_vu, canal = excluded.canal, modele = excluded.modele,"
        " envoi = excluded.envoi, reference = excluded.reference, reserve_le = excluded.reserve_le, fige_le = NULL,"
        " fichier = '', empreinte = '', erreur = '' WHERE etat IN ('réservé', 'figé', 'échoué')",
        {
            "cle": cle_envoi(etape, dossier, tour),
            "dossier": dossier,
            "etape": etape,
            "tour": tour,
            "canal": canal,
            "modele": modele,
            "envoi": envoi,
            "reference": reference,
            "jour": jour,
            "lot": lot,
            "rang_vu": rang_vu,
            "reserve_le": reserve_le,
        },
    )
    ligne = connexion.execute(
        "SELECT id FROM envois WHERE cle = ? AND etat = 'réservé'", (cle_envoi(etape, dossier, tour),)
    ).fetchone()
    return int(ligne["id"]) if ligne else None


def figer(
    connexion: sqlite3.Connection,
    numero: int,
    *,
    fichier: str,
    empreinte: str,
    empreinte_modele: str,
    pages: int,
    total: int,
    delai_le: str | None,
    fige_le: str,
) -> None:
    """Le document existe sur le disque : ses octets ne changeront plus."""
    connexion.execute(
        "UPDATE envois SET etat = 'figé', fichier = :fichier, empreinte = :empreinte, pages = :pages, total = :total,"
        " empreinte_modele = :empreinte_modele, delai_le = :delai_le, fige_le = :fige_le WHERE id = :id",
        {
            "id": numero,
            "fichier": fichier,
            "empreinte": empreinte,
            "empreinte_modele": empreinte_modele,
            "pages": pages,
            "total": total,
            "delai_le": delai_le,
            "fige_le": fige_le,
        },
    )


def marquer_envoye(connexion: sqlite3.Connection, numero: int, envoye_le: str) -> None:
    """Le document a été remis."""
    connexion.execute("UPDATE envois SET etat = 'envoyé', envoye_le = ? WHERE id = ?", (envoye_le, numero))


def marquer_echoue_si_reserve(connexion: sqlite3.Connection, cle: str, erreur: str) -> None:
    """Le départ n'a pas eu lieu, et l'on sait pourquoi : un passage suivant peut le reprendre."""
    connexion.execute(
        "UPDATE envois SET etat = 'échoué', erreur = ? WHERE cle = ? AND etat IN ('réservé', 'figé')", (erreur, cle)
    )


def lire(connexion: sqlite3.Connection, numero: int) -> Envoi:
    """Un départ, par son numéro."""
    return Envoi(*connexion.execute("SELECT * FROM envois WHERE id = ?", (numero,)).fetchone())


def du_lot(connexion: sqlite3.Connection, jour: str, lot: int) -> list[Envoi]:
    """Les départs remis dans ce lot, par dossier."""
    lignes = connexion.execute(
        "SELECT * FROM envois WHERE jour = ? AND lot = ? AND etat = 'envoyé' ORDER BY dossier, id", (jour, lot)
    )
    return [Envoi(*ligne) for ligne in lignes]


def du_jour(connexion: sqlite3.Connection, jour: str) -> list[Envoi]:
    """Les départs remis ce jour-là, tous lots confondus, par dossier."""
    lignes = connexion.execute("SELECT * FROM envois WHERE jour = ? AND etat = 'envoyé' ORDER BY dossier, id", (jour,))
    return [Envoi(*ligne) for ligne in lignes]


def dernier_lot(connexion: sqlite3.Connection) -> tuple[str, int] | None:
    """Le jour et le numéro du dernier lot remis, s'il y en a un."""
    ligne = connexion.execute(
        "SELECT jour, lot FROM envois WHERE etat = 'envoyé' ORDER BY jour DESC, lot DESC LIMIT 1"
    ).fetchone()
    return (str(ligne[0]), int(ligne[1])) if ligne else None


def par_empreinte(connexion: sqlite3.Connection, empreinte: str) -> Envoi | None:
    """Le départ dont voici le document, s'il y en a un."""
    ligne = connexion.execute(
        "SELECT * FROM envois WHERE empreinte = ? AND etat = 'envoyé' ORDER BY id LIMIT 1", (empreinte,)
    ).fetchone()
    return Envoi(*ligne) if ligne else None


def par_fichier(connexion: sqlite3.Connection, fichier: str) -> Envoi | None:
    """Le départ figé dans ce fichier, relatif au cabinet."""
    ligne = connexion.execute(
        "SELECT * FROM envois WHERE fichier = ? AND etat = 'envoyé' ORDER BY id LIMIT 1", (fichier,)
    ).fetchone()
    return Envoi(*ligne) if ligne else None


def prochain_lot(connexion: sqlite3.Connection, jour: str) -> int:
    """Le numéro du prochain lot de ce jour."""
    ligne = connexion.execute("SELECT max(lot) FROM envois WHERE jour = ? AND etat = 'envoyé'", (jour,)).fetchone()
    return int(ligne[0] or 0) + 1


def incertains(connexion: sqlite3.Connection) -> list[Envoi]:
    """Les départs dont on ne sait pas s'ils ont eu lieu : une personne doit trancher."""
    lignes = connexion.execute("SELECT * FROM envois WHERE etat IN ('en cours', 'incertain') ORDER BY id")
    return [Envoi(*ligne) for ligne in lignes]


def figes(connexion: sqlite3.Connection) -> list[Envoi]:
    """Tous les départs dont le document doit être sur le disque."""
    lignes = connexion.execute("SELECT * FROM envois WHERE fichier <> '' AND etat <> 'échoué' ORDER BY id")
    return [Envoi(*ligne) for ligne in lignes]
