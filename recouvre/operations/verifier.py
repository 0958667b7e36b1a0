"""Tout reprendre et comparer : la chaîne du journal, les projections, les liens, les fichiers figés."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from recouvre.base import controle, journal, listes_d_envois, projections
from recouvre.base.connexion import transaction
from recouvre.base.fichiers import empreinte
from recouvre.base.reglages import noter_les_projections_faites, projections_a_refaire, scenarios_du_cabinet
from recouvre.domaine.avancement import Suivi
from recouvre.domaine.evenements import DocumentEtabli, Ecrit, PieceRecue, RelanceEnvoyee
from recouvre.domaine.numeros import numero_lisible
from recouvre.domaine.pli import plier
from recouvre.domaine.refus import JournalAbime, Refus
from recouvre.operations.projeter import projeter, reprojeter
from recouvre.operations.session import Session


@dataclass(frozen=True, slots=True)
class Defaut:
    """Ce qui ne va pas, où, en une phrase."""

    ou: str
    phrase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Le résultat : combien on a regardé, et tout ce qui ne va pas."""

    faits: int
    dossiers: int
    fichiers: int
    defauts: tuple[Defaut, ...]


def verifier(session: Session, suivi: Suivi | None = None) -> Verification:
    """Vérifie tout le cabinet, sans rien écrire, d'un seul instantané de la base."""
    base = session.base
    with controle.instantane(base):
        faits, numeros = controle.compter_faits(base), projections.numeros(base)
        defauts = [Defaut(*constat) for constat in (*controle.examiner_base(base), *controle.examiner_chaine(base))]
        vus: set[int] = set()
        figes = {(e.fichier, e.empreinte): numero_lisible(e.dossier) for e in listes_d_envois.figes(base)}
        for rang, (numero, lignes) in enumerate(journal.lire_brut(base), start=1):
            vus.add(numero)
            try:
                ecrits = journal.decoder(lignes)
                figes.update(_fichiers_cites(ecrits))
                defauts += _projection(session, ecrits)
            except (JournalAbime, KeyError) as erreur:
                defauts.append(Defaut(numero_lisible(numero), f"ses faits ne se lisent pas ({erreur})"))
            except Refus as refus:
                defauts.append(Defaut(numero_lisible(numero), str(refus)))
            if suivi:
                suivi(rang, len(numeros))
    defauts += [Defaut(numero_lisible(n), "projeté sans aucun fait au journal") for n in sorted(numeros - vus)]
    defauts += _fichiers(session.chemin, figes)
    return Verification(
        faits=faits, dossiers=len(vus), fichiers=len({fichier for fichier, _ in figes}), defauts=tuple(defauts)
    )


def reconstruire(session: Session) -> int:
    """Récrit toutes les projections d'après le journal, qui fait foi, et rend le nombre de dossiers.

    Lève ``JournalAbime`` si le journal ne se lit pas : rien n'est alors touché.
    """
    with transaction(session.base):
        projections.effacer(session.base)
        numeros, scenarios = journal.dossiers(session.base), scenarios_du_cabinet(session.chemin)
        reprojeter(session, numeros)
        noter_les_projections_faites(session.base, scenarios)
    return len(numeros)


@dataclass(frozen=True, slots=True)
class MiseAJour:
    """Combien de dossiers ont été recalculés, et ceux qui n'ont pu l'être, gardés tels qu'ils étaient."""

    refaits: int
    defauts: tuple[Defaut, ...]


def mettre_a_jour(session: Session, suivi: Suivi | None = None) -> MiseAJour:
    """Refait les projections si une migration ou un scénario récrit le demande ; de deux processus, un seul le fait.

    Un dossier que l'on ne sait pas recalculer (scénario disparu, journal abîmé) n'empêche pas les autres.
    """
    with transaction(session.base):
        if not projections_a_refaire(session.base, session.chemin):
            return MiseAJour(0, ())
        scenarios = scenarios_du_cabinet(session.chemin)
        numeros, defauts = journal.dossiers(session.base), []
        for rang, numero in enumerate(numeros, start=1):
            try:
                reprojeter(session, [numero])
            except Refus as refus:
                defauts.append(Defaut(numero_lisible(numero), refus.phrase))
            if suivi:
                suivi(rang, len(numeros))
        noter_les_projections_faites(session.base, scenarios)
    return MiseAJour(len(numeros) - len(defauts), tuple(defauts))


def _projection(session: Session, ecrits: list[Ecrit]) -> Iterator[Defaut]:
    """La projection sur le disque est celle qu'on déduirait du journal. Lève ``JournalAbime`` s'il ne se plie pas."""
    numero = ecrits[0].dossier
    dossier = plier(ecrits)
    attendue = projeter(session, dossier, session.partie(dossier.ouverture.debiteur))
    tenue = projections.lire_projection(session.base, numero)
    if tenue is None:
        yield Defaut(numero_lisible(numero), "absent des projections")
        return
    for quoi, avant, apres in (
        ("fiche", tenue.dossier, attendue.dossier),
        ("démarches", tenue.demarches, attendue.demarches),
        ("mots de recherche", tenue.recherche, attendue.recherche),
    ):
        if avant != apres:
            yield Defaut(numero_lisible(numero), f"{quoi} différentes de ce que dit le journal")


def _fichiers_cites(ecrits: list[Ecrit]) -> dict[tuple[str, str], str]:
    """(fichier, empreinte) → dossier, pour chaque fichier que le journal cite."""
    return {
        (fait.fichier, fait.empreinte): numero_lisible(ecrit.dossier)
        for ecrit in ecrits
        if isinstance(fait := ecrit.evenement, (RelanceEnvoyee, DocumentEtabli, PieceRecue)) and fait.fichier
    }


def _fichiers(cabinet: Path, figes: dict[tuple[str, str], str]) -> Iterator[Defaut]:
    for (fichier, attendue), dossier in sorted(figes.items()):
        try:
            octets = (cabinet / fichier).read_bytes()
        except OSError:
            yield Defaut(dossier, f"le fichier figé {fichier} manque")
            continue
        if empreinte(octets) != attendue:
            yield Defaut(dossier, f"le fichier figé {fichier} a changé : ce n'est plus son empreinte")
