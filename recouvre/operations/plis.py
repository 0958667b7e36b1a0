"""Trouver des plis à imprimer : ceux qu'un passage a fait partir, ou des fichiers que l'on désigne."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from recouvre.base import envois, listes_d_envois
from recouvre.base.cabinet import COURRIERS
from recouvre.base.fichiers import empreinte
from recouvre.domaine.dates import en_chiffres
from recouvre.domaine.numeros import numero_lisible
from recouvre.domaine.refus import Refus
from recouvre.envois.impression import CANAL, nom_du_lot
from recouvre.operations.lire import lire_dossier
from recouvre.operations.session import Session


class LotAbsent(Refus):
    """Aucun pli de ce jour ou de ce lot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse:
    """Un pli laissé de côté, et pourquoi."""

    reference: str
    fichier: str
    raison: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pli:
    """Un pli à réunir. ``dossier`` 0 et le reste vide : un fichier que ce cabinet ne connaît pas.

    ``empreinte`` : celle que ses octets doivent avoir ; l'adresse est celle que le débiteur a aujourd'hui.
    """

    reference: str
    chemin: Path
    empreinte: str
    dossier: int = 0
    destinataire: str = ""
    adresse: tuple[str, ...] = ()
    code_postal: str = ""
    pays: str = ""
    mode: str = ""
    pages: int = 0

    @property
    def numero(self) -> str:
        """Le numéro du dossier tel qu'on le lit, vide s'il n'y en a pas."""
        return numero_lisible(self.dossier) if self.dossier else ""

    def refuser(self, raison: str) -> Refuse:
        """Ce pli, laissé de côté."""
        return Refuse(reference=self.reference, fichier=str(self.chemin), raison=raison)


def plis_du_cabinet(session: Session, jour: dt.date | None, numero: int | None) -> tuple[str, list[Pli]]:
    """Le nom du lot et ses plis : ceux de ce jour, de ce lot, ou du dernier lot. Lève ``LotAbsent``."""
    dernier = listes_d_envois.dernier_lot(session.base)
    if dernier is None:
        raise LotAbsent("Aucun courrier n'est encore parti de ce cabinet : recouvre relances --envoyer")
    date = jour or dt.date.fromisoformat(dernier[0])
    if jour is None and numero is None:
        numero = dernier[1]
    if numero is None:
        nom, trouves = date.isoformat(), listes_d_envois.du_jour(session.base, date.isoformat())
    else:
        nom, trouves = nom_du_lot(date, numero), listes_d_envois.du_lot(session.base, date.isoformat(), numero)
    papier = [envoi for envoi in trouves if envoi.canal == CANAL]
    if not papier:
        quoi = f"Aucun lot n° {numero}" if numero else "Aucun courrier"
        fin = f"Le dernier est le lot n° {dernier[1]} du {en_chiffres(dt.date.fromisoformat(dernier[0]))}."
        raise LotAbsent(f"{quoi} n'est parti le {en_chiffres(date)}. {fin}")
    return nom, [_pli(session, envoi) for envoi in papier]


def _pli(session: Session, envoi: envois.Envoi) -> Pli:
    dossier, _ = lire_dossier(session, envoi.dossier)
    debiteur = session.partie(dossier.ouverture.debiteur)
    return Pli(
        reference=envoi.reference,
        chemin=session.chemin / envoi.fichier,
        empreinte=envoi.empreinte,
        dossier=envoi.dossier,
        destinataire=debiteur.denomination,
        adresse=debiteur.lignes_adresse,
        code_postal=debiteur.code_postal.strip(),
        pays=debiteur.pays.strip(),
        mode=envoi.envoi,
    )


def plis_en_fichiers(session: Session | None, fichiers: Sequence[Path]) -> tuple[list[Pli], list[Refuse]]:
    """Un pli par fichier, dans leur ordre ; ceux qu'un passage du cabinet a figés sont reconnus."""
    plis: list[Pli] = []
    refuses: list[Refuse] = []
    for fichier in fichiers:
        trouve = _du_fichier(session, fichier)
        deja = next((pli for pli in plis if isinstance(trouve, Pli) and pli.empreinte == trouve.empreinte), None)
        if isinstance(trouve, Refuse):
            refuses.append(trouve)
        elif deja:
            refuses.append(trouve.refuser(f"c'est le même document que {deja.chemin}"))
        else:
            plis.append(trouve)
    return plis, refuses


def dire_la_faute(faute: OSError) -> str:
    """Pourquoi un fichier ne se lit pas, en français.

    >>> dire_la_faute(FileNotFoundError()), dire_la_faute(OSError())
    ("ce fichier n'existe pas", 'ce fichier ne se lit pas')
    """
    for genre, phrase in _FAUTES:
        if isinstance(faute, genre):
            return phrase
    return "ce fichier ne se lit pas"


_FAUTES = (
    (FileNotFoundError, "ce fichier n'existe pas"),
    (IsADirectoryError, "c'est un dossier : désignez les PDF qu'il contient"),
    (PermissionError, "l'accès à ce fichier est refusé"),
)


def _du_fichier(session: Session | None, fichier: Path) -> Pli | Refuse:
    inconnu = Pli(reference=fichier.stem, chemin=fichier, empreinte="")
    try:
        sienne = empreinte(fichier.read_bytes())
    except OSError as faute:
        return inconnu.refuser(dire_la_faute(faute))
    if session is None:
        return Pli(reference=fichier.stem, chemin=fichier, empreinte=sienne)
    entier, courriers = fichier.resolve(), session.chemin.resolve() / COURRIERS
    if entier.is_relative_to(courriers):
        envoi = envois.par_fichier(session.base, entier.relative_to(session.chemin.resolve()).as_posix())
        return _pli(session, envoi) if envoi else inconnu.refuser("ce n'est pas un pli parti (un lot, un bordereau ?)")
    envoi = envois.par_empreinte(session.base, sienne)
    return _pli(session, envoi) if envoi else Pli(reference=fichier.stem, chemin=fichier, empreinte=sienne)
