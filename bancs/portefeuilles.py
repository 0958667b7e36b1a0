"""Les cabinets et les fichiers que l'on mesure, fabriqués par les vraies commandes."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

from recouvre.base import journal
from recouvre.base.connexion import transaction
from recouvre.base.journal import AEcrire
from recouvre.domaine.brouillons import Lecture
from recouvre.domaine.evenements import ContactNote, EncaissementRecu, Evenement
from recouvre.domaine.profil import Mode
from recouvre.echanges.lecture import lire
from recouvre.operations.cles import cle
from recouvre.operations.controles import Consignes
from recouvre.operations.initialiser import initialiser
from recouvre.operations.ouvrir import ouvrir
from recouvre.operations.projeter import reprojeter
from recouvre.operations.session import Session

JOUR = dt.date(2026, 6, 1)
PLUS_TARD = dt.date(2026, 9, 1)
DUS = 100
"""Dossiers qui ont une démarche due le jour J, quelle que soit la taille du portefeuille."""

_COLONNES = (
    "Réf. client", "Type", "Nom", "Adresse", "CP", "Ville", "Téléphone", "Courriel",
    "N° facture", "Date facture", "Échéance", "Montant TTC", "Libellé",
)  # fmt: skip


def remise(chemin: Path, lignes: int, depuis: int = 0) -> Path:
    """Une remise CSV d'une facture par débiteur."""
    with chemin.open("w", encoding="utf-8-sig", newline="") as flux:
        ecrivain = csv.writer(flux, delimiter=";")
        ecrivain.writerow(_COLONNES)
        for i in range(depuis, depuis + lignes):
            telephone = f"02 40 {i % 100:02} {i // 100 % 100:02} {i // 10_000 % 100:02}"
            ecrivain.writerow(
                (
                    f"C{i:06}", "PRO", f"Société Numéro {i} SARL", f"{1 + i % 200} rue de l'Église", "44000", "Nantes",
                    telephone, f"c{i}@exemple.example", f"F{i:06}", "15/01/2026", "14/02/2026",
                    f"{100 + i % 9000},{i % 100:02}", "Travaux",
                )
            )  # fmt: skip
    return chemin


def portefeuille(dossier: Path, taille: int) -> Path:
    """Un cabinet de ``taille`` dossiers, dont ``DUS`` seulement ont quelque chose à faire au jour J."""
    cabinet = dossier / f"cabinet-{taille}"
    initialiser(cabinet, Mode.AGENCE)
    for jour, lignes, depuis in ((JOUR, DUS, 0), (PLUS_TARD, taille - DUS, DUS)):
        with _session(cabinet, jour) as session:
            lecture: Lecture = lire(remise(dossier / f"remise-{taille}-{depuis}.csv", lignes, depuis))
            ouvrir(session, [lecture], Consignes(le=jour, creancier="Banc", pieces=("mandat", "cgv")))
    return cabinet


def dossier_long(dossier: Path, faits: int) -> Path:
    """Un cabinet d'un seul dossier, dont le journal compte ``faits`` évènements : appels et petits paiements."""
    cabinet = dossier / "cabinet-long"
    initialiser(cabinet, Mode.AGENCE)
    with _session(cabinet, JOUR) as session:
        fichier = remise(dossier / "remise-longue.csv", 1)
        ouvrir(session, [lire(fichier)], Consignes(le=JOUR, creancier="Banc", pieces=("mandat", "cgv")))
        with transaction(session.base):
            evenements = [_fait(i) for i in range(faits - 4)]
            a_ecrire = [AEcrire(1, fait, f"{cle(fait, 1, 1)}:{i}") for i, fait in enumerate(evenements)]
            journal.ajouter(session.base, a_ecrire, saisi_le=session.maintenant, auteur="banc")
            reprojeter(session, [1])
    return cabinet


def _fait(i: int) -> Evenement:
    jour = JOUR - dt.timedelta(days=90 - i % 90)
    if i % 5 == 0:
        return EncaissementRecu(date=jour, montant=50, reference=f"virement {i}")
    return ContactNote(date=jour, canal="appel", texte=f"Appel n° {i}")


def _session(cabinet: Path, jour: dt.date) -> Session:
    moment = dt.datetime.combine(jour, dt.time(9), tzinfo=dt.UTC)
    return Session(cabinet, maintenant=moment, auteur="banc")
