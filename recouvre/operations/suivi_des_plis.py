"""Noter d'un coup le suivi d'un prestataire : ce qu'on savait déjà est compté, ce qui ne se peut pas est écarté."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from recouvre.base.connexion import transaction
from recouvre.conduite.retours import AVANCEMENT
from recouvre.domaine.avancement import Suivi
from recouvre.domaine.brouillons import Anomalie, Source
from recouvre.domaine.evenements import Ecrit
from recouvre.domaine.faits_d_envoi import PliSuivi, SuiteDuPli
from recouvre.domaine.numeros import compacter
from recouvre.domaine.pli import plier
from recouvre.domaine.refus import Refus
from recouvre.operations.gardes import refuser_avenir
from recouvre.operations.lire import lire_dossier
from recouvre.operations.plis_suivis import DejaNote, depart_du_pli, designer
from recouvre.operations.projeter import reprojeter
from recouvre.operations.retours import Retour, inscrire
from recouvre.operations.session import Session

if TYPE_CHECKING:
    from recouvre.echanges.suivi import LigneSuivie


@dataclass(slots=True)
class BilanDuSuivi:
    """Ce qu'un fichier a appris. ``deja`` et ``muettes`` comptent des lignes ; ``rejets`` : fichiers à corriger."""

    notees: list[Retour] = field(default_factory=list)
    deja: int = 0
    muettes: int = 0
    anomalies: list[Anomalie] = field(default_factory=list)
    rejets: list[Path] = field(default_factory=list)

    @property
    def rejetees(self) -> int:
        """Combien de lignes sont écartées."""
        return len({anomalie.source.ligne for anomalie in self.anomalies})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Nouvelle:
    """Une nouvelle lue, et sa ligne."""

    source: Source
    dossier: int
    reference: str
    suite: SuiteDuPli
    jour: dt.date | None
    recommande: str
    precision: str


class _RienAEcrire(Exception):
    """Défait la transaction d'un essai à blanc."""


def noter_suivi(
    session: Session, fichier: Path, le: dt.date | None = None, *, a_blanc: bool = False, suivi: Suivi | None = None
) -> BilanDuSuivi:
    """Note ce que dit ce fichier, en une transaction ; ``a_blanc`` n'écrit rien.

    ``le`` date les dépôts que le fichier ne date pas ; à défaut, c'est le jour où chaque lettre est partie.
    Les lignes écartées sont récrites à côté, dans un fichier à corriger. Lève ``FichierRefuse``.
    """
    from recouvre.echanges.suivi import lire_suivi
    from recouvre.operations.rejets import ecrire_rejets

    lu = lire_suivi(fichier, suivi)
    bilan = BilanDuSuivi(muettes=lu.muettes, anomalies=list(lu.lecture.anomalies))
    try:
        with transaction(session.base):
            nouvelles = list(_nouvelles(session, lu.lignes, bilan))
            _inscrire(session, nouvelles, le, bilan, suivi)
            if a_blanc:
                raise _RienAEcrire
    except _RienAEcrire:
        session.oublier()
    bilan.anomalies.sort(key=lambda anomalie: anomalie.source.ligne)
    if not a_blanc:
        bilan.rejets = ecrire_rejets(session.chemin, [fichier], [lu.lecture], bilan.anomalies)
    return bilan


def _nouvelles(session: Session, lignes: Sequence[LigneSuivie], bilan: BilanDuSuivi) -> Iterator[_Nouvelle]:
    """Chaque nouvelle et son pli ; une ligne dont le pli ne se retrouve pas est écartée.

    Un recommandé que le fichier lui-même apprend, sur une autre ligne, désigne aussi son pli.
    """
    appris = {compacter(ligne.recommande): ligne.reference for ligne in lignes if ligne.reference and ligne.recommande}
    for ligne in lignes:
        try:
            ici = ligne.reference or appris.get(compacter(ligne.recommande), "")
            dossier, reference = designer(session, ici or ligne.recommande)
        except Refus as refus:
            bilan.anomalies.append(Anomalie(ligne.source, refus.phrase))
            continue
        for suite, jour in ligne.suites:
            yield _Nouvelle(
                source=ligne.source,
                dossier=dossier,
                reference=reference,
                suite=suite,
                jour=jour,
                recommande=ligne.recommande,
                precision=ligne.precision if suite is ligne.suites[-1][0] else "",
            )


def _inscrire(
    session: Session, nouvelles: list[_Nouvelle], le: dt.date | None, bilan: BilanDuSuivi, suivi: Suivi | None
) -> None:
    """Les nouvelles dossier par dossier, dans l'ordre où elles sont arrivées, quel que soit celui du fichier."""
    dossiers = sorted({nouvelle.dossier for nouvelle in nouvelles})
    siennes: dict[int, list[_Nouvelle]] = {numero: [] for numero in dossiers}
    for nouvelle in nouvelles:
        siennes[nouvelle.dossier].append(nouvelle)
    lignes = {nouvelle.source.ligne for nouvelle in nouvelles}
    utiles: set[int] = set()
    for rang, numero in enumerate(dossiers, start=1):
        utiles |= _inscrire_au_dossier(session, numero, siennes[numero], le, bilan)
        if suivi:
            suivi(rang, len(dossiers))
    bilan.deja = len(lignes - utiles - {anomalie.source.ligne for anomalie in bilan.anomalies})


def _inscrire_au_dossier(
    session: Session, numero: int, nouvelles: list[_Nouvelle], le: dt.date | None, bilan: BilanDuSuivi
) -> set[int]:
    """Écrit les nouvelles d'un dossier ; rend les lignes qui ont appris quelque chose."""
    try:
        _, ecrits = lire_dossier(session, numero)
    except Refus as refus:
        bilan.anomalies += [Anomalie(nouvelle.source, refus.phrase) for nouvelle in nouvelles]
        return set()
    utiles = set()
    for nouvelle in sorted(nouvelles, key=lambda n: (n.jour or dt.date.min, AVANCEMENT[n.suite], n.source.ligne)):
        try:
            retour, ecrits = inscrire(session, ecrits, _fait(session, ecrits, nouvelle, le))
        except DejaNote:
            continue
        except Refus as refus:
            bilan.anomalies.append(Anomalie(nouvelle.source, refus.phrase))
        else:
            bilan.notees.append(retour)
            utiles.add(nouvelle.source.ligne)
    if utiles:
        reprojeter(session, [numero])
    return utiles


def _fait(session: Session, ecrits: Sequence[Ecrit], nouvelle: _Nouvelle, le: dt.date | None) -> PliSuivi:
    jour = nouvelle.jour or le or depart_du_pli(plier(ecrits), nouvelle.reference)
    refuser_avenir(session, jour, "une nouvelle d'un pli")
    return PliSuivi(
        date=jour,
        reference=nouvelle.reference,
        suite=nouvelle.suite,
        recommande=nouvelle.recommande,
        precision=nouvelle.precision,
    )
