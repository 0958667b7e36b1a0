"""Les parties sur le disque : identités, coordonnées, réglages des créanciers. Modifiables, hors du journal."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from recouvre.domaine.parties import Partie, ReglagesCreancier
from recouvre.domaine.refus import Refus

if TYPE_CHECKING:
    from recouvre.domaine.honoraires import BaremeHonoraires

CREANCIER, DEBITEUR = "creancier", "debiteur"
_COLONNES = tuple(champ.name for champ in fields(Partie))
_VALEURS = attrgetter(*_COLONNES)


class CreancierInconnu(Refus):
    """Aucun créancier ne porte ce nom."""

    def __init__(self, nom: str, proches: Sequence[str] = ()) -> None:
        suite = f" Vouliez-vous dire « {proches[0]} » ?" if proches else ""
        super().__init__(
            f"Aucun créancier « {nom} ».{suite} « recouvre creancier » les liste tous ; "
            "un nouveau entre avec son premier dossier (recouvre ouvrir … --creancier NOM), ou avant : "
            "recouvre creancier NOM --nouveau"
        )


def normaliser(nom: str) -> str:
    """Un nom réduit à ce qui le distingue : sans accents, casse ni ponctuation.

    >>> normaliser("Éts Garçon & Fils"), normaliser("  ETS  GARCON et Fils.")
    ('ets garcon et fils', 'ets garcon et fils')
    """
    nu = unicodedata.normalize("NFKD", nom.replace("&", " et ")).encode("ascii", "ignore").decode().lower()
    return " ".join("".join(lettre if lettre.isalnum() else " " for lettre in nu).split())


def lire(connexion: sqlite3.Connection, numero: int) -> Partie:
    """La partie de ce numéro. Lève ``KeyError`` si elle n'existe pas (base abîmée)."""
    ligne = connexion.execute("SELECT * FROM parties WHERE id = ?", (numero,)).fetchone()
    if ligne is None:
        raise KeyError(numero)
    return Partie(**{nom: ligne[nom] for nom in _COLONNES})


def ajouter(connexion: sqlite3.Connection, role: str, entrees: Iterable[tuple[int, str, Partie]]) -> None:
    """Ajoute des parties : (numéro, clé de rapprochement, identité)."""
    connexion.executemany(
        "INSERT INTO parties (id, role, cle, nom, prenom, civilite, siren, siret, adresse, complement, code_postal,"
        " ville, pays, courriel, telephone) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((numero, role, cle, *_VALEURS(partie)) for numero, cle, partie in entrees),
    )


def modifier(connexion: sqlite3.Connection, numero: int, partie: Partie) -> None:
    """Remplace l'identité et les coordonnées d'une partie."""
    connexion.execute(
        "UPDATE parties SET nom = :nom, prenom = :prenom, civilite = :civilite, siren = :siren, siret = :siret,"
        " adresse = :adresse, complement = :complement, code_postal = :code_postal, ville = :ville, pays = :pays,"
        " courriel = :courriel, telephone = :telephone WHERE id = :id",
        {"id": numero, **{nom: getattr(partie, nom) for nom in _COLONNES}},
    )


def renommer_creancier(connexion: sqlite3.Connection, numero: int, nom: str) -> None:
    """Un créancier se retrouve sous son nouveau nom (un débiteur n'est pas concerné). Lève ``Refus`` s'il est pris."""
    role = connexion.execute("SELECT role FROM parties WHERE id = ?", (numero,)).fetchone()["role"]
    if role != CREANCIER:
        return
    autre = numeros_par_cle(connexion, CREANCIER, [normaliser(nom)]).get(normaliser(nom), numero)
    if autre != numero:
        raise Refus(f"Un autre créancier s'appelle déjà « {nom} » ; rien n'a été changé.")
    connexion.execute(
        "UPDATE parties SET cle = ? WHERE id = ? AND role = 'creancier' AND cle NOT LIKE '@%'",
        (normaliser(nom), numero),
    )


def prochain_numero(connexion: sqlite3.Connection) -> int:
    """Le premier numéro de partie libre."""
    return int(connexion.execute("SELECT coalesce(max(id), 0) + 1 FROM parties").fetchone()[0])


def numeros_par_cle(connexion: sqlite3.Connection, role: str, cles: Iterable[str]) -> dict[str, int]:
    """Parmi ces clés de rapprochement, celles qui existent : clé → numéro de partie."""
    lignes = connexion.execute(
        "SELECT cle, id FROM parties WHERE role = ? AND cle IN (SELECT value FROM json_each(?))",
        (role, json.dumps(list(cles))),
    )
    return {ligne["cle"]: ligne["id"] for ligne in lignes}


def trouver_creancier(connexion: sqlite3.Connection, nom: str) -> int:
    """Le numéro du créancier de ce nom (accents et casse indifférents), ou de ce SIREN. Lève ``CreancierInconnu``."""
    trouves = numeros_par_cle(connexion, CREANCIER, [normaliser(nom)])
    if trouves:
        return next(iter(trouves.values()))
    ligne = connexion.execute(
        "SELECT id FROM parties WHERE role = 'creancier' AND siren <> '' AND siren = ?", (nom.replace(" ", ""),)
    ).fetchone()
    if ligne:
        return int(ligne["id"])
    from difflib import get_close_matches

    tous = creanciers(connexion)
    noms = [autre for _, autre in tous]
    for numero, autre in tous:  # l'entreprise elle-même, en mode interne, n'est pas rangée sous son nom
        if normaliser(autre) == normaliser(nom):
            return numero
    raise CreancierInconnu(nom, get_close_matches(nom, noms, n=1, cutoff=0.5))


def refuser_sosie(connexion: sqlite3.Connection, nom: str) -> None:
    """Lève ``Refus`` si un créancier connu porte presque ce nom : une faute de frappe en créerait un second."""
    from difflib import get_close_matches

    connus = {normaliser(autre): autre for _, autre in creanciers(connexion)}
    proches = get_close_matches(normaliser(nom), connus, n=1, cutoff=0.85)
    if proches:
        raise Refus(
            f"Aucun créancier « {nom} », mais « {connus[proches[0]]} » existe : une faute de frappe ? Corrigez, ou "
            "ajoutez --nouveau-creancier si c'en est bien un autre. Rien n'a été écrit."
        )


def creanciers(connexion: sqlite3.Connection) -> list[tuple[int, str]]:
    """Tous les créanciers : numéro, nom."""
    lignes = connexion.execute("SELECT id, nom FROM parties WHERE role = 'creancier' ORDER BY nom, id")
    return [(ligne["id"], ligne["nom"]) for ligne in lignes]


def lire_reglages(connexion: sqlite3.Connection, numero: int) -> ReglagesCreancier:
    """Les réglages d'un créancier."""
    ligne = connexion.execute("SELECT reglages FROM parties WHERE id = ?", (numero,)).fetchone()
    brut: dict[str, Any] = json.loads(ligne["reglages"])
    return ReglagesCreancier(
        scenario=brut.get("scenario", ""),
        pieces_exigees=tuple(brut["pieces_exigees"]) if brut.get("pieces_exigees") is not None else None,
        convention_le=_date(brut.get("convention_le")),
        cgv_le=_date(brut.get("cgv_le")),
        particulier=brut.get("particulier", False),
        imputation=brut.get("imputation", ""),
        plans_au_plus=brut.get("plans_au_plus", 0),
        procedure_des=brut.get("procedure_des", 0),
        procedure_pieces=tuple(brut["procedure_pieces"]) if brut.get("procedure_pieces") is not None else None,
        pouvoir_general_le=_date(brut.get("pouvoir_general_le")),
        enquete=brut.get("enquete", False),
        visite=brut.get("visite", False),
        frais_agence=brut.get("frais_agence", False),
        gestionnaire=brut.get("gestionnaire", ""),
        honoraires=_baremes(brut["honoraires"]) if "honoraires" in brut else (),
    )


def ecrire_reglages(connexion: sqlite3.Connection, numero: int, reglages: ReglagesCreancier) -> None:
    """Remplace les réglages d'un créancier."""
    brut = {
        nom: valeur.isoformat() if isinstance(valeur, dt.date) else valeur
        for nom, valeur in asdict(reglages).items()
        if nom != "honoraires" and valeur not in ("", None, False, 0)
    }
    if reglages.honoraires:
        from recouvre.base import baremes

        brut["honoraires"] = baremes.en_json(reglages.honoraires)
    connexion.execute("UPDATE parties SET reglages = ? WHERE id = ?", (json.dumps(brut, ensure_ascii=False), numero))


def _baremes(bruts: list[dict[str, Any]]) -> tuple[BaremeHonoraires, ...]:
    """Importé seulement s'il y en a : tout ce qui lit un créancier passe par ici."""
    from recouvre.base import baremes

    return baremes.depuis_json(bruts)


def _date(texte: str | None) -> dt.date | None:
    return dt.date.fromisoformat(texte) if texte else None
