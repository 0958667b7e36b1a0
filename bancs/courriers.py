"""Les lettres par seconde : la même mise en demeure d'une page par notre plume, par la toile à la main, par les autres.

Chaque tour fait passer toutes les plumes l'une après l'autre, sur des lettres que personne n'a encore vues ; le rapport
est la médiane de ceux des tours. ``python -m bancs.courriers`` écrit un tableau Markdown.
"""

from __future__ import annotations

import importlib.util
import io
import multiprocessing
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from pypdf import PdfReader

from bancs.facultatives import FACULTATIVES
from bancs.lettre import lettre
from bancs.rivales import SURES, Plume, declarer_polices
from recouvre.courriers.lot import Tache, imprimer_tous

TOURS, COMBIEN = 7, 120
OBJECTIFS = {"toile pure à la main": (1.0, 0.8), "platypus ordinaire": (2.0, None)}
"""Combien de fois notre plume doit valoir celle-ci : lettres seules, puis lot d'un seul tenant."""
OBJECTIF_A_DEUX = 1.8
PAR_MILLIERS = 2_000
"""Lettres d'un tour à deux processus : un lot qui en vaut la peine. Un petit lot mesurerait leur naissance."""

_RANGS = count(1)


class Cadence(NamedTuple):
    """Lettres par seconde de processeur, une par fichier puis toutes dans un, et octets par lettre."""

    seules: float
    lot: float
    octets: int
    octets_en_lot: float


def preparer(plume: Plume, combien: int) -> list[Any]:
    """Des lettres neuves, prêtes pour cette plume."""
    return [plume.preparer(lettre(next(_RANGS))) for _ in range(combien)]


def chronometrer(geste: Callable[[], object], horloge: Callable[[], float] = time.process_time) -> float:
    """Secondes que prend ce geste."""
    debut = horloge()
    geste()
    return horloge() - debut


def passer(plume: Plume) -> Cadence:
    """Un tour de cette plume."""
    combien = max(2, round(COMBIEN * plume.part))
    lettres, rendus = preparer(plume, combien), []
    seules = chronometrer(lambda: rendus.extend(plume.imprimer([une]) for une in lettres))
    lettres = preparer(plume, combien)
    lot = chronometrer(lambda: rendus.append(plume.imprimer(lettres)))
    return Cadence(combien / seules, combien / lot, len(rendus[0]), len(rendus[-1]) / combien)


def verifier(plume: Plume) -> None:
    """La même lettre : une page, tous ses mots, aucune police absente du fichier."""
    modele = lettre(next(_RANGS))
    (page,) = PdfReader(io.BytesIO(plume.imprimer([plume.preparer(modele)]))).pages
    relu = "".join(page.extract_text().split())
    for mot in (*modele.destinataire, modele.objet, modele.blocs[3].lignes[5][5], "salutations", modele.pied[0][:40]):
        if "".join(mot.split()) not in relu:
            raise SystemExit(f"{plume.nom} : il manque « {mot} »")
    ressources: Any = page["/Resources"]
    for fonte in ressources["/Font"].values():
        decrite = fonte.get_object()
        if "/DescendantFonts" in decrite:
            decrite = decrite["/DescendantFonts"][0].get_object()
        # platypus nomme une Helvetica dont il n'écrit rien : elle ne compte pas
        dedans = any(cle.startswith("/FontFile") for cle in decrite.get("/FontDescriptor", ()))
        if not dedans and decrite["/BaseFont"] != "/Helvetica":
            raise SystemExit(f"{plume.nom} : {decrite['/BaseFont']} n'est pas dans le fichier")


class ADeux(NamedTuple):
    """Lettres par seconde d'horloge dans un processus, puis dans deux ; ``rapport`` et ``part`` : médianes des tours.

    ``separes`` : ce que font gagner au même moment deux programmes qui se partagent les lettres d'avance et ne se
    transmettent rien, soit ce que la machine peut ; ``part`` : ce que nous en tirons.
    """

    un: float
    paire: float
    rapport: float
    separes: float
    part: float


def a_deux() -> ADeux:
    """Les mêmes lettres, un fichier chacune, imprimées et écrites par un processus puis par deux."""
    tours = []
    passer(SURES[0])  # les polices se lisent avant que les processus naissent
    with tempfile.TemporaryDirectory() as dossier:
        for _ in range(TOURS):
            lots = [_taches(dossier, PAR_MILLIERS) for _ in range(2)]
            un = chronometrer(lambda lot=lots[0]: imprimer_tous(lot), time.perf_counter)
            deux = chronometrer(lambda lot=lots[1]: imprimer_tous(lot, 2), time.perf_counter)
            del lots
            tours.append((un, deux, _separes(dossier, 1) / _separes(dossier, 2)))
    return ADeux(
        *(PAR_MILLIERS / statistics.median(tour[rang] for tour in tours) for rang in (0, 1)),
        rapport=statistics.median(un / deux for un, deux, _ in tours),
        separes=statistics.median(separes for *_, separes in tours),
        part=statistics.median(un / deux / separes for un, deux, separes in tours),
    )


def _taches(dossier: str, combien: int) -> list[Tache]:
    return [(lettre(rang), Path(dossier, f"{rang}.pdf")) for rang in (next(_RANGS) for _ in range(combien))]


def _separes(dossier: str, programmes: int) -> float:
    """Secondes que mettent ensemble ces programmes, chacun ses lettres déjà prêtes."""
    depart = multiprocessing.Barrier(programmes + 1)
    part = PAR_MILLIERS // programmes
    equipe = [multiprocessing.Process(target=_un_programme, args=(dossier, part, depart)) for _ in range(programmes)]
    for programme in equipe:
        programme.start()
    depart.wait()
    duree = chronometrer(depart.wait, time.perf_counter)
    for programme in equipe:
        programme.join()
    return duree


def _un_programme(dossier: str, combien: int, depart: Any) -> None:
    siennes = Path(dossier, str(os.getpid()))
    siennes.mkdir()
    taches = _taches(str(siennes), combien)
    depart.wait()
    imprimer_tous(taches)
    depart.wait()
    shutil.rmtree(siennes)


def presentes() -> tuple[list[Plume], list[str]]:
    """Les plumes installées, et le nom des absentes."""
    la = {module: importlib.util.find_spec(module) is not None for module, _ in FACULTATIVES}
    absentes = [plume.nom for module, plume in FACULTATIVES if not la[module]]
    return [*SURES, *(plume for module, plume in FACULTATIVES if la[module])], absentes


def tableau() -> Iterator[str]:
    """Le tableau et ce qu'il faut en dire."""
    plumes, absentes = presentes()
    for plume in plumes:
        verifier(plume)
        passer(plume)
    tours = [[passer(plume) for plume in plumes] for _ in range(TOURS)]
    yield "| lettre d'une page, un cœur | une par fichier | notre rapport | objectif | tenu | d'un tenant "
    yield "| notre rapport | objectif | tenu | Ko seule / en lot |\n|---|---:|---:|---:|---|---:|---:|---:|---|---:|\n"
    for rang, plume in enumerate(plumes):
        yield _ligne(plume, [tour[0] for tour in tours], [tour[rang] for tour in tours])
    yield "".join(f"| {nom} | absente |\n" for nom in absentes)
    deux = a_deux()
    yield (
        f"\nDeux processus, un fichier par lettre : {deux.paire:.0f} lettres par seconde d'horloge contre {deux.un:.0f}"
        f" dans un seul, rapport {_virgule(deux.rapport)} (objectif {_virgule(OBJECTIF_A_DEUX)}, "
        f"{_tenu(deux.rapport, OBJECTIF_A_DEUX)}) ; deux programmes qui ne se transmettent rien gagnent "
        f"{_virgule(deux.separes)} au même moment : nous en tirons {100 * deux.part:.0f} %.\n"
    )


def _ligne(plume: Plume, notres: Sequence[Cadence], siennes: Sequence[Cadence]) -> str:
    cases = [plume.nom]
    for quoi, objectif in zip(("seules", "lot"), OBJECTIFS.get(plume.nom, (None, None)), strict=True):
        sienne = statistics.median(getattr(une, quoi) for une in siennes)
        rapport = statistics.median(getattr(a, quoi) / getattr(b, quoi) for a, b in zip(notres, siennes, strict=True))
        cases += [f"{sienne:.0f} /s" if sienne > 20 else f"{_virgule(sienne)} /s", _virgule(rapport)]
        cases += [_virgule(objectif), _tenu(rapport, objectif)] if objectif else ["", ""]
    poids = f"{siennes[0].octets / 1024:.0f} / {_virgule(siennes[0].octets_en_lot / 1024)}"
    return f"| {' | '.join([*cases, poids])} |\n"


def _tenu(rapport: float, objectif: float) -> str:
    return "oui" if rapport >= objectif else "NON"


def _virgule(nombre: float) -> str:
    return f"{nombre:.2f}".replace(".", ",")


if __name__ == "__main__":
    declarer_polices()
    print("".join(tableau()), end="")
