"""Les mots d'un modèle que le contrôle refusera peut-être : on en avertit à la lecture, on en décide au rendu.

Un mot comme « saisie » est faux sans titre et vrai avec un titre : le modèle seul ne le sait pas.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from recouvre.courriers.motifs import Passage
from recouvre.courriers.regles_frais import frais_dits
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
    return tuple(
        Avertissement(nu.count("\n", 0, debut) + 1, montrer(nu, debut, fin), raison)
        for (debut, fin), raison in sorted(_trouver(plier(nu)))
    )


def _trouver(plie: str) -> Iterator[tuple[Passage, str]]:
    for regle in REGLES_DE_MOTS:
        suite = ", sauf titre exécutoire enregistré" if regle.leve_par_titre else ""
        raison = f"{regle.raison} ({regle.article}){suite}."
        yield from ((passage, raison) for passage in regle.trouver(plie, agence=True))
    yield from ((passage, _FRAIS) for passage in frais_dits(plie))
    yield from ((passage, _SURTAXE) for passage in NUMERO_SURTAXE.passages(plie))


_FRAIS = "aucun frais de recouvrement ne se réclame au débiteur (CPCE L111-8 al. 2 ; C. conso. L121-21)."
_SURTAXE = "un numéro surtaxé ne se donne pas à un consommateur (C. conso. L121-16)."
