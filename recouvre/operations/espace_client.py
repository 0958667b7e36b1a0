"""L'espace d'un créancier : relever ses dossiers, et poser ses fichiers dans un dossier qui n'est qu'à lui.

Un dossier de sortie n'est jamais partagé : il est neuf, vide, ou il porte déjà la marque de ce même créancier. Chaque
fichier n'existe sous son nom qu'une fois complet ; refaits, ils remplacent ceux de la veille.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from recouvre.base import journal, lectures, parties, projections
from recouvre.base.agenda import marque
from recouvre.base.controle import instantane
from recouvre.base.fichiers import ecrire, nom_sur
from recouvre.base.projections import LigneDemarche
from recouvre.conduite.demarches import Genre
from recouvre.conduite.espace_client import RAPPEL, DossierMontre, Espace, etat_montre
from recouvre.domaine.avancement import Suivi
from recouvre.domaine.cles_d_etape import est_une_campagne
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.pli import plier
from recouvre.domaine.refus import Refus, TauxInconnu
from recouvre.droit.decompte import decompter
from recouvre.operations.session import Session

DOSSIER = "espaces-clients"
MANIFESTE = "manifeste.json"


class SortieRefusee(Refus):
    """Le dossier de sortie n'est pas celui de ce créancier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Depose:
    """Un espace écrit. ``fichiers`` : chacun, sa taille et son SHA-256."""

    creancier: str
    dossiers: int
    chemin: Path
    fichiers: tuple[Mapping[str, object], ...]


def creanciers_confies(session: Session) -> list[int]:
    """Les créanciers qui ont au moins un dossier, par nom."""
    tous = (numero for numero, _ in parties.creanciers(session.base))
    return [numero for numero in tous if lectures.compter(session.base, creancier=numero)]


def relever(session: Session, creancier: int, suivi: Suivi | None = None) -> Espace:
    """Tous les dossiers de ce créancier, clos compris, à ce jour ; aucun autre. Lève ``JournalAbime``."""
    with instantane(session.base):
        return Espace(
            cle=f"{marque(session.base)}-{creancier}",
            creancier=session.partie(creancier),
            cabinet=session.profil,
            au=session.maintenant.date(),
            dossiers=tuple(_dossiers(session, creancier, suivi)),
        )


def _dossiers(session: Session, creancier: int, suivi: Suivi | None) -> Iterator[DossierMontre]:
    numeros = projections.de_la_partie(session.base, creancier)
    for rang, numero in enumerate(numeros, start=1):
        if suivi:
            suivi(rang, len(numeros))
        dossier = plier(journal.lire(session.base, numero))
        if dossier.ouverture.creancier == creancier and not dossier.annule:
            yield _montre(session, dossier)


def _montre(session: Session, dossier: Dossier) -> DossierMontre:
    au = session.maintenant.date()
    try:
        decompte = decompter(dossier, au, session.bareme)
    except TauxInconnu:
        decompte = None
    return DossierMontre(
        dossier=dossier,
        debiteur=session.partie(dossier.ouverture.debiteur).denomination,
        decompte=decompte,
        etat=etat_montre(dossier, decompte, au),
        prochaine=None if dossier.cloture else _prochaine(session, dossier, au),
    )


def _prochaine(session: Session, dossier: Dossier, au: dt.date) -> tuple[dt.date | None, str] | None:
    """La prochaine démarche auprès du débiteur, sans la consigne d'un appel, ni ce qui retient un envoi.

    Une promesse en cours passe devant : rien ne part avant son jour.
    """
    projection = projections.lire_projection(session.base, dossier.numero)
    prevues = projection.demarches if projection else ()
    for prevue in sorted(prevues, key=lambda prevue: not _promesse_en_cours(prevue, au)):
        if prevue.genre in _AU_DEBITEUR:
            quoi = _AU_DEBITEUR[Genre(prevue.genre)] or (RAPPEL if est_une_campagne(prevue.cle) else prevue.libelle)
            le = max(dt.date.fromisoformat(prevue.le), au)
            return (None, f"{quoi}, en attente") if prevue.attente else (le, quoi)
    return None


def _promesse_en_cours(prevue: LigneDemarche, au: dt.date) -> bool:
    return prevue.genre == Genre.PROMESSE and prevue.le >= au.isoformat()


_AU_DEBITEUR = {
    Genre.ENVOI: "", Genre.APPEL: "Appel téléphonique", Genre.VISITE: "Visite",
    Genre.PROMESSE: "Vérification de la promesse",
}  # fmt: skip
"""Ce que l'on adresse au débiteur ; une lettre porte le nom de son étape, un envoi de campagne n'en porte pas : une
personne a écrit celui de la campagne, pour tous les créanciers à la fois."""


def sortie_habituelle(session: Session, creancier: int) -> Path:
    """Le dossier de ce créancier dans le cabinet ; son numéro le distingue d'un homonyme. Un long nom est coupé."""
    return session.chemin / DOSSIER / f"{nom_sur(session.partie(creancier).denomination[:80])}_{creancier}"


def deposer(session: Session, espace: Espace, fichiers: Mapping[str, bytes], sortie: Path) -> Depose:
    """Écrit ces fichiers et leur manifeste. Lève ``SortieRefusee``."""
    try:
        _exiger_le_sien(espace, sortie)
        _exiger_a_part(session, sortie)
        ecrits = _ecrire(espace, fichiers, sortie)
    except OSError:
        raise SortieRefusee(
            f"L'espace de « {espace.creancier.denomination} » ne peut pas s'écrire dans {sortie} : dossier protégé, "
            "chemin impossible, ou disque plein. Donnez un autre dossier à --sortie."
        ) from None
    return Depose(
        creancier=espace.creancier.denomination,
        dossiers=len(espace.dossiers),
        chemin=sortie,
        fichiers=tuple(ecrits),
    )


def _ecrire(espace: Espace, fichiers: Mapping[str, bytes], sortie: Path) -> list[Mapping[str, object]]:
    ecrits: list[Mapping[str, object]] = []
    for nom, octets in fichiers.items():
        ecrits.append({"nom": nom, "octets": len(octets), "sha256": ecrire(sortie / nom, octets)})
    manifeste = {"espace": espace.cle, "au": espace.au.isoformat(), "fichiers": ecrits}
    ecrire(sortie / MANIFESTE, json.dumps(manifeste, ensure_ascii=False, indent=2).encode())
    return ecrits


def _exiger_a_part(session: Session, sortie: Path) -> None:
    """Un espace dans un autre partirait avec lui : ni dedans, ni au-dessus, ni là où tous les autres s'écrivent."""
    ici = sortie.resolve()
    if ici == (session.chemin / DOSSIER).resolve():
        raise SortieRefusee(
            f"{sortie} reçoit l'espace de chaque créancier : donnez un dossier à lui seul. Rien n'a été écrit."
        )
    dedans = (trouve.parent for trouve in ici.rglob(MANIFESTE) if trouve.parent != ici)
    for autre in (*ici.parents, *dedans):
        if _cle_de(autre):
            raise SortieRefusee(
                f"{autre} contient déjà l'espace d'un créancier, et l'un partirait avec l'autre : donnez un dossier à "
                "part. Rien n'a été écrit."
            )


def _exiger_le_sien(espace: Espace, sortie: Path) -> None:
    if not sortie.exists():
        return
    if not sortie.is_dir():
        raise SortieRefusee(f"{sortie} est un fichier : donnez un dossier à --sortie. Rien n'a été écrit.")
    if any(sortie.iterdir()) and _cle_de(sortie) != espace.cle:
        raise SortieRefusee(
            f"Le dossier {sortie} contient déjà autre chose que l'espace de « {espace.creancier.denomination} » : un "
            "créancier ne doit rien voir d'un autre. Donnez un dossier vide à --sortie. Rien n'a été écrit."
        )


def _cle_de(sortie: Path) -> str:
    """L'espace qu'un dossier contient déjà ; vide si rien ne le dit."""
    try:
        lu = json.loads((sortie / MANIFESTE).read_text("utf-8"))
    except (OSError, ValueError):
        return ""
    return str(lu.get("espace", "")) if isinstance(lu, dict) else ""
