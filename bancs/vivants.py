"""L'agenda d'un portefeuille qui a vécu : vingt évènements par dossier, à nombre égal de démarches dues.

Le portefeuille est long à fabriquer : il est gardé hors du dépôt (``RECOUVRE_BANCS``, sinon le dossier temporaire) et
refait dès que le code qui prévoit les démarches a changé.

    python -m bancs.vivants
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import recouvre
from bancs.mesure import RECOUVRE, VIDE, Mesure, comparer
from recouvre.base import gestionnaires, journal, parties, projections
from recouvre.base.connexion import transaction
from recouvre.base.journal import AEcrire
from recouvre.conduite.scenarios import MISE_EN_DEMEURE
from recouvre.domaine.evenements import (
    ContactNote,
    DossierOuvert,
    EncaissementRecu,
    Evenement,
    FactureAjoutee,
    PieceRecue,
    RelanceEnvoyee,
)
from recouvre.domaine.faits_d_envoi import PliSuivi, SuiteDuPli
from recouvre.domaine.faits_de_gestion import DossierAffecte
from recouvre.domaine.faits_de_suivi import LitigeClos, LitigeOuvert, PromesseFaite
from recouvre.domaine.parties import Partie, Qualite
from recouvre.domaine.pli import plier_neufs
from recouvre.domaine.profil import Mode
from recouvre.operations.cles import cle
from recouvre.operations.initialiser import initialiser
from recouvre.operations.projeter import projeter
from recouvre.operations.session import Session

JOUR = dt.date(2026, 6, 1)
"""Le jour où l'on regarde l'agenda ; celui que ``mesure`` impose à l'horloge."""

DUS = 100
"""Dossiers qui ont quelque chose à faire ce jour-là, quelle que soit la taille."""

OUVERTS_AVANT = dt.timedelta(days=70)
PLUS_TARD = dt.timedelta(days=150)
"""Les autres ont vécu la même histoire, cinq mois après : rien n'y est dû au jour où l'on regarde."""

_LOT = 2_000
_GESTIONNAIRES = ("Ana", "Bob", "Chloé", "David")


def histoire(i: int, j0: dt.date) -> list[Evenement]:
    """Les vingt évènements d'un dossier ouvert à ``j0`` : factures, relances, contacts, paiements, promesse, litige."""

    def le(jours: int) -> dt.date:
        return j0 + dt.timedelta(days=jours)

    def depart(rang: int, etape: str, jours: int) -> RelanceEnvoyee:
        return RelanceEnvoyee(
            date=le(jours), etape=etape, tour=1, canal="courrier", modele=etape.replace("-", "_"),
            reference=f"D-{i}-{rang}", fichier="", empreinte="", total=0, delai_le=le(jours + 8),
        )  # fmt: skip

    factures = [
        FactureAjoutee(
            date=j0, numero=f"F{i}-{n}", montant=20_000 + (i * 37 + n * 11) % 90_000, emise_le=le(-90 + n),
            echeance=le(-60 + n),
        )
        for n in range(3)
    ]  # fmt: skip
    return [
        DossierOuvert(date=j0, creancier=1, debiteur=i + 1, qualite=Qualite.PROFESSIONNEL, reference=f"C{i:06}"),
        PieceRecue(date=j0, nature="mandat"),
        PieceRecue(date=j0, nature="cgv"),
        *factures,
        DossierAffecte(date=j0, gestionnaire=_GESTIONNAIRES[i % len(_GESTIONNAIRES)]),
        depart(1, MISE_EN_DEMEURE, 1),
        PliSuivi(date=le(4), reference=f"D-{i}-1", suite=SuiteDuPli.DISTRIBUE),
        ContactNote(date=le(5), canal="courriel", texte="décompte envoyé"),
        ContactNote(date=le(8), canal="appel", texte="occupé", echec=True, par="ana"),
        ContactNote(date=le(9), canal="appel", texte="rappelle lundi", par="bob"),
        depart(2, "relance-1", 12),
        LitigeOuvert(date=le(15), motif="marchandise non conforme", facture=f"F{i}-2"),
        LitigeClos(date=le(20), issue="avoir refusé"),
        PromesseFaite(date=le(22), montant=5_000, pour_le=le(30)),
        EncaissementRecu(date=le(31), montant=5_000 + i % 1_000, reference=f"VIR {i}"),
        ContactNote(date=le(32), canal="sms", texte="reçu, merci"),
        depart(3, "relance-2", 36),
        ContactNote(date=le(45), canal="appel", texte="promet un plan", par="ana", etape="appels", rappeler_le=le(60)),
    ]


def portefeuille(taille: int) -> Path:
    """Le cabinet de cette taille, fabriqué s'il n'y en a pas d'à jour."""
    racine = Path(os.environ.get("RECOUVRE_BANCS") or Path(tempfile.gettempdir()) / "recouvre-bancs")
    cabinet = racine / f"vivants-{taille}-{_empreinte():08x}"
    if cabinet.is_dir():
        return cabinet
    racine.mkdir(parents=True, exist_ok=True)
    for ancien in racine.glob(f"vivants-{taille}-*"):
        shutil.rmtree(ancien)
    chantier = racine / f"vivants-{taille}-chantier"
    _fabriquer(chantier, taille)
    chantier.rename(cabinet)
    return cabinet


def _empreinte() -> int:
    paquet = Path(recouvre.__file__).parent
    sources = [Path(__file__), *sorted(paquet.glob("conduite/**/*.*")), *sorted(paquet.glob("base/*.py"))]
    somme = 0
    for source in sources:
        somme = zlib.crc32(source.read_bytes(), somme) if source.suffix in (".py", ".toml") else somme
    return somme


def _fabriquer(cabinet: Path, taille: int) -> None:
    initialiser(cabinet, Mode.AGENCE)
    for nom, login in zip(_GESTIONNAIRES, ("ana", "bob", "chloe", "david"), strict=True):
        gestionnaires.ecrire_gestionnaire(cabinet, nom, {"auteur": login})
    maintenant = dt.datetime.combine(JOUR + PLUS_TARD, dt.time(9), tzinfo=dt.UTC)
    with Session(cabinet, maintenant=maintenant, auteur="banc") as session:
        with transaction(session.base):
            parties.ajouter(session.base, parties.CREANCIER, [(1, "banc", Partie(nom="Banc"))])
        for premier in range(1, taille + 1, _LOT):
            with transaction(session.base):
                _lot(session, range(premier, min(premier + _LOT, taille + 1)))


def _lot(session: Session, numeros: range) -> None:
    debiteurs = [Partie(nom=f"Société Numéro {i} SARL", telephone=f"02{i:08}", ville="Nantes") for i in numeros]
    parties.ajouter(
        session.base,
        parties.DEBITEUR,
        [(i + 1, f"d{i}", debiteur) for i, debiteur in zip(numeros, debiteurs, strict=True)],
    )
    faits, projetes = [], []
    for i, debiteur in zip(numeros, debiteurs, strict=True):
        siens = histoire(i, JOUR - OUVERTS_AVANT + (dt.timedelta(0) if i <= DUS else PLUS_TARD))
        faits += [AEcrire(i, fait, f"{cle(fait, i, 1)}:{rang}") for rang, fait in enumerate(siens)]
        projetes.append(projeter(session, plier_neufs(i, siens), debiteur))
    journal.ajouter(session.base, faits, saisi_le=session.maintenant, auteur="banc")
    projections.ecrire(session.base, projetes, neufs=True)


def mesurer() -> Iterator[Mesure]:
    """L'agenda et l'accueil, contre une commande vide, puis l'un contre l'autre de 1 000 à 100 000 dossiers."""
    petit, grand = portefeuille(1_000), portefeuille(100_000)

    def agenda(cabinet: Path, *options: str) -> list[str | Path]:
        return [*RECOUVRE, "agenda", *options, "--au", JOUR.isoformat(), "--cabinet", cabinet]

    vivants = "100 000 dossiers de vingt évènements"
    for titre, commande, objectif in (
        (f"`agenda --json`, {vivants}", agenda(grand, "--json"), 1.6),
        (f"`agenda`, {vivants}", agenda(grand), 1.6),
        (f"`agenda --gestionnaire --json`, {vivants}", agenda(grand, "--json", "--gestionnaire", "Ana"), 1.6),
        (f"`recouvre` sans commande, {vivants}", [*RECOUVRE, "--cabinet", grand], 1.6),
    ):
        yield comparer(titre, commande, VIDE, nom="commande Typer vide", objectif=objectif)
    for titre, options in (("`agenda --json`", ["--json"]), ("`agenda`", [])):
        yield comparer(
            f"{titre}, de 1 000 à 100 000 dossiers vivants", agenda(grand, *options), agenda(petit, *options),
            nom="le même à 1 000", objectif=1.15,
        )  # fmt: skip
    yield comparer(
        "`recouvre` sans commande, de 1 000 à 100 000", [*RECOUVRE, "--cabinet", grand],
        [*RECOUVRE, "--cabinet", petit], nom="le même à 1 000", objectif=1.15,
    )  # fmt: skip


if __name__ == "__main__":
    for mesure in mesurer():
        print(
            f"{mesure.titre} : {mesure.duree_ms:.0f} ms contre {mesure.plancher_ms:.0f} ({mesure.plancher}), "
            f"{mesure.rapport:.2f} fois, objectif {mesure.objectif:g}, {'tenu' if mesure.tenu else 'NON TENU'}"
        )
