"""La cadence du droit, sans base ni écran : factures simples, dossiers à trois paiements, mémoire.

Chaque cadence est comparée, dans la même exécution, à un plancher : une boucle Python nue qui ferait les mêmes
multiplications, et la même chose en numpy. ``python -m bancs.calculs`` écrit un objet JSON.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Callable, Iterator
from random import Random

import numpy as np

from bancs.mesure import memoire_au_plus_fort
from recouvre.domaine.dossier import Dossier
from recouvre.domaine.evenements import DossierOuvert, EncaissementRecu, FactureAjoutee
from recouvre.domaine.parties import Qualite
from recouvre.domaine.pli import plier_neufs
from recouvre.droit.courbes import de_la_bce
from recouvre.droit.decompte import decompter, solder
from recouvre.droit.portefeuille import solder_factures
from recouvre.operations.bareme import lire_bareme

AU = dt.date(2025, 12, 31)
PREMIERE = dt.date(2023, 1, 1)
UN_JOUR = dt.timedelta(days=1)


def factures(combien: int) -> Iterator[tuple[int, dt.date]]:
    """(reste dû, échéance) : trois ans d'échéances, tirées au sort toujours pareil."""
    hasard = Random(1)
    for _ in range(combien):
        yield hasard.randrange(1_000, 5_000_000), PREMIERE + dt.timedelta(days=hasard.randrange(1_095))


def dossiers(combien: int) -> list[Dossier]:
    """Une facture professionnelle et trois paiements partiels."""
    hasard, rendus = Random(2), []
    for rang, (montant, echeance) in enumerate(factures(combien), start=1):
        emise = echeance - dt.timedelta(days=30)
        rendus.append(
            plier_neufs(
                rang,
                [
                    DossierOuvert(date=emise, creancier=1, debiteur=2, qualite=Qualite.PROFESSIONNEL),
                    FactureAjoutee(date=emise, numero="F", montant=montant, emise_le=emise, echeance=echeance),
                    *(
                        EncaissementRecu(
                            date=echeance + dt.timedelta(days=hasard.randrange(1, 700)), montant=montant // 5
                        )
                        for _ in range(3)
                    ),
                ],
            )
        )
    return rendus


def numpy_meme_calcul(lot: list[tuple[int, dt.date]]) -> int:
    """Les mêmes intérêts, période par période, en entiers de 64 bits."""
    courbe = de_la_bce(lire_bareme(), points=None, fondement="")
    restes = np.array([reste for reste, _ in lot], dtype=np.int64)
    echeances = np.array([echeance.toordinal() for _, echeance in lot], dtype=np.int64)
    somme = 0
    for du, au, palier in courbe.entre(PREMIERE, AU):
        jours = au.toordinal() - np.maximum(echeances + 1, du.toordinal()) + 1
        numerateur, denominateur = palier.par_jour
        interets = (2 * restes * numerateur * np.maximum(jours, 0) + denominateur) // (2 * denominateur)
        somme += int(interets.sum())
    return somme


def boucle_nue(lot: list[tuple[int, dt.date]]) -> int:
    """Le plancher : trois périodes par facture, déjà connues, sans rien d'autre."""
    somme = 0
    for reste, _ in lot:
        for numerateur in (2_610, 2_190, 2_247):
            somme += (reste * numerateur + 36_500) // 73_000
    return somme


def chronometrer(geste: Callable[[], object]) -> float:
    """Secondes de processeur : le meilleur de trois tours, la machine étant partagée."""
    durees = []
    for _ in range(3):
        debut = time.process_time()
        geste()
        durees.append(time.process_time() - debut)
    return min(durees)


def mesurer(combien_factures: int, combien_dossiers: int) -> dict[str, float]:
    """Les cadences, en unités par seconde de processeur et par cœur."""
    bareme, lot, tenus = lire_bareme(), list(factures(combien_factures)), dossiers(combien_dossiers)
    notre = sum(interets for _, interets, _ in solder_factures(lot, AU, bareme))
    if notre != numpy_meme_calcul(lot):
        raise SystemExit("les deux calculs ne disent pas la même somme")
    cadences = {
        "factures": combien_factures / chronometrer(lambda: sum(i for _, i, _ in solder_factures(lot, AU, bareme))),
        "factures_numpy": combien_factures / chronometrer(lambda: numpy_meme_calcul(lot)),
        "factures_nues": combien_factures / chronometrer(lambda: boucle_nue(lot)),
        "dossiers": combien_dossiers / chronometrer(lambda: [solder(d, AU, bareme) for d in tenus]),
    }
    quelques = tenus[: combien_dossiers // 10]
    duree = chronometrer(lambda: [decompter(d, AU, bareme) for d in quelques])
    return {**cadences, "decomptes_complets": len(quelques) / duree}


def memoire(combien: int) -> int:
    """Le pic de mémoire du processus, en Ko, après avoir chiffré tant de factures une à une."""
    sum(interets for _, interets, _ in solder_factures(factures(combien), AU, lire_bareme()))
    return memoire_au_plus_fort()


if __name__ == "__main__":
    if sys.argv[1:2] == ["memoire"]:
        print(json.dumps({"ko": memoire(int(sys.argv[2]))}))
    else:
        print(json.dumps(mesurer(1_000_000, 200_000)))
