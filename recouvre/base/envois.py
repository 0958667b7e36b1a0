"""La machine des départs : réservé → figé → en cours → envoyé | échoué | incertain.

La clé ``étape:dossier:tour`` est unique : un départ se réserve une fois. Rien n'est envoyé avant d'être figé. Un
départ réservé ou figé n'est pas parti : le passage suivant le reprend. « En cours » s'écrit juste avant l'instant sans
retour d'une remise à distance : un arrêt brutal le laisse tel, nul ne sait s'il est parti, et une personne tranche.
"""

from __future__ import annotations

import sqlite3
from enum import StrEnum
from typing import NamedTuple


class Etat(StrEnum):
    """L'état d'un départ. ``RESERVE``, ``FIGE`` et ``ECHOUE`` : il est certain que rien n'est parti."""

    RESERVE = "réservé"
    FIGE = "figé"
    EN_COURS = "en cours"
    ENVOYE = "envoyé"
    ECHOUE = "échoué"
    INCERTAIN = "incertain"


class Envoi(NamedTuple):
    """Une ligne de la table ``envois``, dans l'ordre de ses colonnes. Dates ISO ; ``total`` en centimes.

    ``destinataire`` : l'adresse ou le numéro servi ; ``retour`` : la clé de l'adresse de retour d'un courriel ;
    ``repli`` : pourquoi pas le canal prévu ; ``essais`` : combien de remises tentées ; ``prochain_le`` : pas avant.
    """

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
    destinataire: str = ""
    retour: str = ""
    identifiant: str = ""
    preuve: str = ""
    repli: str = ""
    essais: int = 0
    en_cours_le: str | None = None
    prochain_le: str | None = None


TOUT = "SELECT * FROM envois WHERE "


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
    destinataire: str = "",
    repli: str = "",
) -> int | None:
    """Réserve un départ et rend son numéro ; ``None`` s'il est déjà parti (ou si l'on ne sait pas).

    Les essais déjà faits par ce canal restent comptés ; par un autre, on recommence.
    """
    connexion.execute(
        "INSERT INTO envois (cle, dossier, etape, tour, canal, modele, envoi, reference, etat, jour, lot, rang_vu,"
        " reserve_le, destinataire, repli) VALUES (:cle, :dossier, :etape, :tour, :canal, :modele, :envoi, :reference,"
        " 'réservé', :jour, :lot, :rang_vu, :reserve_le, :destinataire, :repli) ON CONFLICT (cle) DO UPDATE SET"
        " etat = 'réservé', jour = excluded.jour, lot = excluded.lot, rang_vu = excluded.rang_vu,"
        " essais = CASE WHEN canal = excluded.canal AND destinataire = excluded.destinataire THEN essais ELSE 0 END,"
        " canal = excluded.canal, modele = excluded.modele, envoi = excluded.envoi, reference = excluded.reference,"
        " reserve_le = excluded.reserve_le, destinataire = excluded.destinataire, repli = excluded.repli,"
        " fige_le = NULL, en_cours_le = NULL, prochain_le = NULL, fichier = '', empreinte = '', erreur = '',"
        " retour = '', identifiant = '', preuve = '' WHERE etat IN ('réservé', 'figé', 'échoué')",
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
            "destinataire": destinataire,
            "repli": repli,
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
    identifiant: str = "",
    retour: str = "",
) -> None:
    """Le document existe sur le disque : ses octets ne changeront plus."""
    connexion.execute(
        "UPDATE envois SET etat = 'figé', fichier = :fichier, empreinte = :empreinte, pages = :pages, total = :total,"
        " empreinte_modele = :empreinte_modele, delai_le = :delai_le, fige_le = :fige_le,"
        " identifiant = :identifiant, retour = :retour WHERE id = :id AND etat = 'réservé'",
        {
            "id": numero,
            "fichier": fichier,
            "empreinte": empreinte,
            "empreinte_modele": empreinte_modele,
            "pages": pages,
            "total": total,
            "delai_le": delai_le,
            "fige_le": fige_le,
            "identifiant": identifiant,
            "retour": retour,
        },
    )


def engager(connexion: sqlite3.Connection, numero: int, en_cours_le: str) -> bool:
    """L'instant sans retour approche : « en cours ». Faux si ce départ n'est plus figé : il ne faut rien remettre."""
    fait = connexion.execute(
        "UPDATE envois SET etat = 'en cours', en_cours_le = ? WHERE id = ? AND etat = 'figé'", (en_cours_le, numero)
    )
    return fait.rowcount == 1


def marquer_envoye(
    connexion: sqlite3.Connection, numero: int, envoye_le: str, *, identifiant: str = "", preuve: str = ""
) -> None:
    """Le document a été remis."""
    connexion.execute(
        "UPDATE envois SET etat = 'envoyé', envoye_le = :le, erreur = '', prochain_le = NULL, preuve = :preuve,"
        " identifiant = CASE WHEN :identifiant = '' THEN identifiant ELSE :identifiant END WHERE id = :id",
        {"id": numero, "le": envoye_le, "identifiant": identifiant, "preuve": preuve},
    )


def marquer_echoue(
    connexion: sqlite3.Connection, numero: int, erreur: str, *, prochain_le: str | None = None, essais: int = 0
) -> None:
    """Il est certain que rien n'est parti. ``prochain_le`` : pas d'essai avant ; ``essais`` : ceux qui comptent."""
    connexion.execute(
        "UPDATE envois SET etat = 'échoué', erreur = ?, prochain_le = ?, essais = ? WHERE id = ? AND etat <> 'envoyé'",
        (erreur, prochain_le, essais, numero),
    )


def marquer_incertain(connexion: sqlite3.Connection, numero: int, erreur: str) -> None:
    """La liaison s'est rompue après l'instant sans retour : personne ne sait."""
    connexion.execute("UPDATE envois SET etat = 'incertain', erreur = ? WHERE id = ?", (erreur, numero))


def liberer(connexion: sqlite3.Connection, numero: int) -> None:
    """Remet à zéro les essais d'un départ échoué : il repartira au prochain passage."""
    connexion.execute("UPDATE envois SET essais = 0, prochain_le = NULL WHERE id = ? AND etat = 'échoué'", (numero,))


def constater_les_interrompus(connexion: sqlite3.Connection) -> int:
    """Ceux qu'un arrêt brutal a laissés « en cours » deviennent incertains. À faire en tenant le verrou du lanceur."""
    return connexion.execute(
        "UPDATE envois SET etat = 'incertain', erreur = 'le passage a été interrompu pendant la remise'"
        " WHERE etat = 'en cours'"
    ).rowcount


def lire(connexion: sqlite3.Connection, numero: int) -> Envoi:
    """Un départ, par son numéro."""
    return Envoi(*connexion.execute("SELECT * FROM envois WHERE id = ?", (numero,)).fetchone())


def par_cle(connexion: sqlite3.Connection, cle: str) -> Envoi | None:
    """Le départ de cette clé, s'il a déjà été réservé."""
    return _un(connexion, TOUT + "cle = ? ORDER BY id LIMIT 1", cle)


def par_identifiant(connexion: sqlite3.Connection, identifiant: str) -> Envoi | None:
    """Le départ auquel le canal a donné cet identifiant (``Message-ID``, numéro de SMS)."""
    return _un(connexion, TOUT + "identifiant = ? ORDER BY id LIMIT 1", identifiant) if identifiant else None


def par_retour(connexion: sqlite3.Connection, retour: str) -> Envoi | None:
    """Le départ dont voici la clé d'adresse de retour."""
    return _un(connexion, TOUT + "retour = ? ORDER BY id LIMIT 1", retour) if retour else None


def par_reference(connexion: sqlite3.Connection, reference: str) -> Envoi | None:
    """Le dernier départ de cette référence (« D-12-3 »)."""
    return _un(connexion, TOUT + "reference = ? AND etat = 'envoyé' ORDER BY id LIMIT 1", reference)


def par_empreinte(connexion: sqlite3.Connection, empreinte: str) -> Envoi | None:
    """Le départ dont voici le document, s'il y en a un."""
    return _un(connexion, TOUT + "empreinte = ? AND etat = 'envoyé' ORDER BY id LIMIT 1", empreinte)


def par_fichier(connexion: sqlite3.Connection, fichier: str) -> Envoi | None:
    """Le départ figé dans ce fichier, relatif au cabinet."""
    return _un(connexion, TOUT + "fichier = ? AND etat = 'envoyé' ORDER BY id LIMIT 1", fichier)


def _un(connexion: sqlite3.Connection, requete: str, valeur: str) -> Envoi | None:
    ligne = connexion.execute(requete, (valeur,)).fetchone()
    return Envoi(*ligne) if ligne else None
