"""Les mots d'un modèle que le contrôle refusera peut-être : on en avertit à la lecture, on en décide au rendu.

Un mot comme « saisie » est faux sans titre et vrai avec un titre : le modèle seul ne le sait pas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from recouvre.courriers.regles_frais import FRAIS, est_nie
from recouvre.courriers.regles_mots import NUMERO_SURTAXE, REGLES_DE_MOTS, montrer
from recouvre.courriers.texte_lu import composer_nu, plier


@dataclass(frozen=True, slots=True)
class Avertissement:
    """``ligne`` du modèle (1 : la première), ``mot`` tel qu'il y est écrit, ``raison`` de le refuser, en une phrase."""

    ligne: int
    mot: str
    raison: str


def avertir(source: str) -> tuple[Avertissement, ...]:
    """Les mots défendus de ce modèle, dans l'ordre des lignes.

    >>> [(a.ligne, a.mot) for a in avertir("Bonjour,\\navant contentieux\\njudiciaire")]
    [(2, 'contentieux judiciaire')]
    """
    nu = composer_nu(source)
    trouves = sorted(_trouver(plier(nu)), key=lambda paire: paire[0].start())
    return tuple(
        Avertissement(nu.count("\n", 0, trouve.start()) + 1, montrer(nu, trouve), raison) for trouve, raison in trouves
    )


def _trouver(plie: str) -> Iterator[tuple[re.Match[str], str]]:
    for regle in REGLES_DE_MOTS:
        suite = ", sauf titre exécutoire enregistré" if regle.leve_par_titre else ""
        raison = f"{regle.raison} ({regle.article}){suite}."
        yield from ((trouve, raison) for trouve in regle.trouver(plie, agence=True))
    for trouve in FRAIS.finditer(plie):
        if not est_nie(plie, trouve):
            yield trouve, _FRAIS
    yield from ((trouve, _SURTAXE) for trouve in NUMERO_SURTAXE.finditer(plie))


_FRAIS = "aucun frais de recouvrement ne se réclame au débiteur (CPCE L111-8 al. 2 ; C. conso. L121-21)."
_SURTAXE = "un numéro surtaxé ne se donne pas à un consommateur (C. conso. L121-16)."
