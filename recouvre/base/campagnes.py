"""Les campagnes du cabinet, un réglage de la base chacune : valider s'écrit avec les journaux, ou pas du tout."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from dataclasses import asdict
from typing import Any

from recouvre.base.reglages import ecrire_reglage, lire_reglage
from recouvre.domaine.campagnes import Campagne, CampagneInconnue, CanalDeCampagne, Contact, Signature

_PREFIXE = "campagne:"


def lire(connexion: sqlite3.Connection, nom: str) -> Campagne:
    """La campagne de ce nom. Lève ``CampagneInconnue``."""
    texte = lire_reglage(connexion, _PREFIXE + nom)
    if not texte:
        raise CampagneInconnue(nom)
    return _campagne(texte)


def existe(connexion: sqlite3.Connection, nom: str) -> bool:
    """Vrai si une campagne porte déjà ce nom."""
    return bool(lire_reglage(connexion, _PREFIXE + nom))


def lister(connexion: sqlite3.Connection) -> list[Campagne]:
    """Toutes, de la plus récente à la plus ancienne."""
    lignes = connexion.execute(
        "SELECT valeur FROM reglages WHERE cle >= ? AND cle < ?", (_PREFIXE, _PREFIXE[:-1] + ";")
    ).fetchall()
    campagnes = [_campagne(ligne["valeur"]) for ligne in lignes]
    return sorted(campagnes, key=lambda campagne: (campagne.preparee.le, campagne.nom), reverse=True)


def ecrire(connexion: sqlite3.Connection, campagne: Campagne) -> None:
    """Garde cette campagne, dans la transaction de l'appelant."""
    donnees = asdict(campagne)
    donnees["contacts"] = [
        [c.dossier, c.des.isoformat() if c.des else "", c.code, c.raison, c.empreintes] for c in campagne.contacts
    ]
    texte = json.dumps(donnees, ensure_ascii=False, default=lambda jour: jour.isoformat())
    ecrire_reglage(connexion, _PREFIXE + campagne.nom, texte)


def _campagne(texte: str) -> Campagne:
    brut: dict[str, Any] = json.loads(texte)
    for nom in ("le", "jusqu_au"):
        brut[nom] = dt.date.fromisoformat(brut[nom])
    for nom in ("preparee", "validee", "abandonnee"):
        signe = brut[nom]
        brut[nom] = Signature(**{**signe, "le": dt.date.fromisoformat(signe["le"])}) if signe else None
    brut["canal"] = CanalDeCampagne(brut["canal"])
    brut["contacts"] = tuple(
        Contact(
            dossier=dossier,
            des=dt.date.fromisoformat(des) if des else None,
            code=code,
            raison=raison,
            empreintes=empreintes,
        )
        for dossier, des, code, raison, empreintes in brut["contacts"]
    )
    return Campagne(**brut)
